//! Simpson's reversal: the whole moves one way, every segment the other way.

use std::collections::BTreeMap;

use crate::real;
use crate::stats::{normal_two_sided, student_two_sided};

/// Fewest rows that a segment must have in all.
const FEWEST: f64 = 20.0;

/// Rows of one segment at one position: how many, and the sum of their values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Position along the axis, in equal steps.
    pub at: f64,
    pub segment: usize,
    pub count: f64,
    pub sum: f64,
}

/// How much averages vary by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Every value is 0 or 1: p(1 − p) / n.
    Shares,
    /// Read off the distances from the line; needs six positions.
    Residual,
}

/// Which way an average goes along the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// The whole goes one way, all segments the other way.
#[derive(Debug, Clone, PartialEq)]
pub struct Reversal {
    pub overall: Direction,
    pub segments: usize,
    /// The average over everything at the first and the last position.
    pub first: f64,
    pub last: f64,
}

struct Slope {
    by: f64,
    p: f64,
}

/// Finds a reversal, with a bound of `alpha` on both tests.
///
/// Overall, the averages of all rows at each position are fitted by a line weighted with their counts;
/// inside, one common slope is fitted with a level for each segment (analysis of covariance). Both
/// slopes must be significant and opposite, and each segment's own slope must be opposite to the whole
/// (Simpson 1951; Pearl 2014). By chance both happen together less often than either alone.
pub fn reversal(groups: &[Group], spread: Spread, alpha: f64) -> Option<Reversal> {
    let mut whole: BTreeMap<u64, Group> = BTreeMap::new();
    let mut segments: BTreeMap<usize, Vec<Group>> = BTreeMap::new();
    for group in groups.iter().filter(|group| group.count > 0.0) {
        let one = whole.entry(group.at.to_bits()).or_insert(Group {
            count: 0.0,
            sum: 0.0,
            segment: 0,
            at: group.at,
        });
        one.count += group.count;
        one.sum += group.sum;
        segments.entry(group.segment).or_default().push(*group);
    }
    let mut whole: Vec<Group> = whole.into_values().collect();
    whole.sort_by(|left, right| left.at.total_cmp(&right.at));
    if segments.len() < 2 || whole.len() < 2 || segments.values().any(|one| is_thin(one)) {
        return None;
    }
    let inside: Vec<Vec<Group>> = segments.into_values().collect();
    let overall = slope(&[whole.clone()], spread)?;
    let common = slope(&inside, spread)?;
    let is_opposite = |by: f64| by * overall.by < 0.0;
    let each = inside
        .iter()
        .all(|one| moments(one).is_some_and(|(up, across)| is_opposite(up / across)));
    if overall.p > alpha || common.p > alpha || !is_opposite(common.by) || !each {
        return None;
    }
    let mean = |group: Option<&Group>| group.map_or(0.0, |one| one.sum / one.count);
    Some(Reversal {
        overall: if overall.by > 0.0 {
            Direction::Up
        } else {
            Direction::Down
        },
        segments: inside.len(),
        first: mean(whole.first()),
        last: mean(whole.last()),
    })
}

fn is_thin(segment: &[Group]) -> bool {
    segment.len() < 2 || segment.iter().map(|one| one.count).sum::<f64>() < FEWEST
}

/// Weighted sums of products around the means: with the averages, and of the positions.
fn moments(groups: &[Group]) -> Option<(f64, f64)> {
    let weight: f64 = groups.iter().map(|one| one.count).sum();
    let at = groups.iter().map(|one| one.count * one.at).sum::<f64>() / weight;
    let mean = groups.iter().map(|one| one.sum).sum::<f64>() / weight;
    let (mut up, mut across) = (0.0, 0.0);
    for one in groups {
        up += one.count * (one.at - at) * (one.sum / one.count - mean);
        across += one.count * (one.at - at).powi(2);
    }
    (across > 0.0).then_some((up, across))
}

/// The slope that all parts have in common, and how likely chance makes it.
fn slope(parts: &[Vec<Group>], spread: Spread) -> Option<Slope> {
    let (mut up, mut across) = (0.0, 0.0);
    for part in parts {
        let (more_up, more_across) = moments(part)?;
        up += more_up;
        across += more_across;
    }
    let by = up / across;
    let mut error = 0.0;
    let mut points = 0_usize;
    for part in parts {
        let weight: f64 = part.iter().map(|one| one.count).sum();
        let at = part.iter().map(|one| one.count * one.at).sum::<f64>() / weight;
        let mean = part.iter().map(|one| one.sum).sum::<f64>() / weight;
        for one in part {
            let value = one.sum / one.count;
            points += 1;
            error += match spread {
                Spread::Shares => one.count * (one.at - at).powi(2) * mean * (1.0 - mean),
                Spread::Residual => one.count * (value - mean - by * (one.at - at)).powi(2),
            };
        }
    }
    let p = match spread {
        Spread::Shares if error > 0.0 => normal_two_sided(up / error.sqrt()),
        Spread::Residual => {
            let freedom = real(points.checked_sub(parts.len() + 1)?);
            if freedom < 4.0 || error <= 0.0 {
                return None;
            }
            student_two_sided(by / (error / freedom / across).sqrt(), freedom)
        }
        Spread::Shares => return None,
    };
    Some(Slope { by, p })
}
