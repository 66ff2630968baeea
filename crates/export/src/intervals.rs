//! Error bars and what is said of them.

use crate::figure::Interval;
use crate::palette::Color;
use crate::scene::Shape;
use crate::text::{amount, exact};

/// Half of the caps at the ends, in pixels.
const CAP: f64 = 4.0;

/// A bar with caps between two ends along the amounts, at a place across them.
pub(crate) fn error_bar(
    across: f64,
    (low, high): (f64, f64),
    is_horizontal: bool,
    color: Color,
    shapes: &mut Vec<Shape>,
) {
    let point = |along: f64, away: f64| {
        if is_horizontal {
            (along, across + away)
        } else {
            (across + away, along)
        }
    };
    for (from, to) in [
        (point(low, 0.0), point(high, 0.0)),
        (point(low, -CAP), point(low, CAP)),
        (point(high, -CAP), point(high, CAP)),
    ] {
        shapes.push(Shape::Line {
            points: vec![from, to],
            width: 1.25,
            color,
            is_dotted: false,
        });
    }
}

/// `95 %: 12 to 15, n = 40`.
pub(crate) fn words(interval: &Interval) -> String {
    format!(
        "95 %: {} to {}, n = {}",
        amount(interval.low),
        amount(interval.high),
        exact(interval.count)
    )
}
