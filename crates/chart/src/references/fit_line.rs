//! A straight line through points by least squares.

use super::{count, sum};

/// `y = intercept + slope * x`, and how much of the variance it explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    pub slope: f64,
    pub intercept: f64,
    /// 1 when all points lie on it; none when all amounts are equal.
    pub r_squared: Option<f64>,
}

impl Line {
    /// The amount of the line at a place.
    pub fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }
}

/// The line with the least sum of squared distances along Y; none unless two places differ.
///
/// Computed from deviations of the means, so that large numbers close to each other keep their
/// digits (Chan, Golub and others 1983).
pub fn least_squares(points: &[(f64, f64)]) -> Option<Line> {
    let known: Vec<(f64, f64)> = points
        .iter()
        .copied()
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .collect();
    if known.len() < 2 {
        return None;
    }
    let many = count(known.len());
    let (middle_x, middle_y) = (
        sum(known.iter().map(|(x, _)| *x)) / many,
        sum(known.iter().map(|(_, y)| *y)) / many,
    );
    let of = |product: fn(f64, f64) -> f64| {
        sum(known
            .iter()
            .map(|(x, y)| product(x - middle_x, y - middle_y)))
    };
    let (xx, xy, yy) = (of(|x, _| x * x), of(|x, y| x * y), of(|_, y| y * y));
    if xx <= 0.0 || !xx.is_finite() || !xy.is_finite() {
        return None;
    }
    let slope = xy / xx;
    Some(Line {
        slope,
        intercept: middle_y - slope * middle_x,
        r_squared: (yy > 0.0 && yy.is_finite()).then(|| ((xy / xx) * (xy / yy)).clamp(0.0, 1.0)),
    })
}
