//! A last period that the data do not reach the end of.

use crate::stats::median;

/// Smallest part of a period that must be missing: a day of a month.
const SMALLEST_GAP: f64 = 0.03;
/// Fewest periods before the last one.
const FEWEST: usize = 2;

/// One period of a time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub rows: f64,
    /// How much of the period lies up to and with the last row, from 0 to 1.
    pub covered: f64,
}

/// The last period has not ended in the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unfinished {
    /// How much of the period there is, from 0 to 1.
    pub covered: f64,
}

/// Whether the last of the periods, oldest first, is unfinished.
///
/// The part without rows at its end must be longer than at the end of any period before it, by at least
/// 3 % of a period, and at the usual pace (the median rows of the periods before) chance leaves so long
/// a stretch empty in at most 0.8 % of cases: exp(−rows · stretch) ≤ 0.008, the empty cell of a Poisson
/// process.
pub fn unfinished(periods: &[Period]) -> Option<Unfinished> {
    let (last, before) = periods.split_last()?;
    if before.len() < FEWEST {
        return None;
    }
    let usual_gap = before
        .iter()
        .map(|period| 1.0 - period.covered)
        .fold(0.0, f64::max);
    let rows: Vec<f64> = before.iter().map(|period| period.rows).collect();
    let stretch = 1.0 - last.covered - usual_gap;
    let chance = (-median(&rows) * stretch).exp();
    (stretch >= SMALLEST_GAP && chance <= crate::ALPHA).then_some(Unfinished {
        covered: last.covered,
    })
}
