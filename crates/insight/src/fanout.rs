//! A value that a join repeated, so that sums count it several times.

use std::collections::BTreeMap;

use crate::real;
use crate::stats::binomial_tail;

/// Fewest keys that occur more than once.
const FEWEST: usize = 5;
/// Part of those keys whose rows must all have the same value.
const SAME: f64 = 0.95;
/// Smallest part of all rows that are repetitions.
const REPEATED: f64 = 0.05;

/// The rows of one key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeyRows {
    pub rows: f64,
    /// Smallest and largest value of the measure in them.
    pub low: f64,
    pub high: f64,
}

/// Values that are summed more than once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanOut {
    /// Rows and different keys that were looked at.
    pub rows: f64,
    pub keys: usize,
    /// The sum over all rows, and with every key's value once.
    pub sum: f64,
    pub once: f64,
}

/// Whether the measure repeats with a key: nearly all keys that occur more than once have one value, and
/// not because values agree by chance. Chance is the probability that two different keys agree
/// (Σ f(f−1) / K(K−1), Simpson's index 1949); the binomial tail of so many agreements must be at most
/// `alpha`.
pub fn fan_out(keys: &[KeyRows], alpha: f64) -> Option<FanOut> {
    let several: Vec<&KeyRows> = keys.iter().filter(|key| key.rows > 1.0).collect();
    let same: Vec<&&KeyRows> = several
        .iter()
        .filter(|key| key.low.to_bits() == key.high.to_bits())
        .collect();
    let rows: f64 = keys.iter().map(|key| key.rows).sum();
    let repeated: f64 = same.iter().map(|key| key.rows - 1.0).sum();
    let is_rule = several.len() >= FEWEST && real(same.len()) >= SAME * real(several.len());
    if !is_rule || repeated < REPEATED * rows {
        return None;
    }
    let mut values: BTreeMap<u64, usize> = BTreeMap::new();
    for key in keys {
        *values.entry(key.low.to_bits()).or_default() += 1;
    }
    let pairs: f64 = values.values().map(|n| real(*n) * (real(*n) - 1.0)).sum();
    let agree = pairs / (real(keys.len()) * (real(keys.len()) - 1.0));
    let chance = binomial_tail(real(same.len()), real(several.len()), agree.max(1e-9));
    (chance <= alpha).then(|| FanOut {
        rows,
        keys: keys.len(),
        sum: keys
            .iter()
            .map(|key| key.rows * f64::midpoint(key.low, key.high))
            .sum(),
        once: keys
            .iter()
            .map(|key| f64::midpoint(key.low, key.high))
            .sum(),
    })
}
