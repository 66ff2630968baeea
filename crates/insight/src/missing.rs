//! Rows that have no value, and so are not in the number.

use crate::real;
use crate::stats::binomial_tail;

/// Part of all rows from which on missing values are named.
const MUCH: f64 = 0.05;
/// Part of one mark's rows from which on it is named alone.
const MUCH_IN_ONE: f64 = 0.20;
/// How much larger it must be than in all rows.
const TIMES: f64 = 3.0;

/// Rows of one mark, and how many of them have a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Presence {
    pub rows: f64,
    pub present: f64,
}

/// How much is missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissingShare {
    /// From 0 to 1.
    pub share: f64,
    /// The mark that it is missing in; none when it is missing overall.
    pub mark: Option<usize>,
}

/// The share of missing values: overall from 5 % on; otherwise the mark with the largest share, from
/// 20 % and three times the overall share on, when chance does that in at most 0.8 % of charts
/// (binomial tail at the overall share, times the number of marks).
pub fn missing_share(marks: &[Presence]) -> Option<MissingShare> {
    let rows: f64 = marks.iter().map(|mark| mark.rows).sum();
    let missing: f64 = marks.iter().map(|mark| mark.rows - mark.present).sum();
    if rows <= 0.0 || missing <= 0.0 {
        return None;
    }
    let overall = missing / rows;
    if overall >= MUCH {
        return Some(MissingShare {
            share: overall,
            mark: None,
        });
    }
    let share = |mark: &Presence| (mark.rows - mark.present) / mark.rows;
    marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| mark.rows > 0.0 && share(mark) >= MUCH_IN_ONE.max(TIMES * overall))
        .filter(|(_, mark)| {
            let chance = binomial_tail(mark.rows - mark.present, mark.rows, overall);
            chance * real(marks.len()) <= crate::ALPHA
        })
        .max_by(|(_, left), (_, right)| share(left).total_cmp(&share(right)))
        .map(|(at, mark)| MissingShare {
            share: share(mark),
            mark: Some(at),
        })
}
