//! An average of averages that weighs a row of three like a row of three thousand.

use crate::real;

/// Smallest difference from the true average, as a part of it.
const DIFFERENCE: f64 = 0.05;
/// Shuffles that the difference is compared with.
const SHUFFLES: usize = 999;

/// One row that is itself an average, and the rows it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    pub value: f64,
    pub weight: f64,
}

/// The average of averages, and what it would be over the rows behind them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AverageOfAverages {
    pub plain: f64,
    pub weighted: f64,
}

/// Whether the plain average of rows differs from the one weighted by what they stand for: by 5 %, and
/// more than in all but `alpha` of 999 shuffles of the weights (a permutation test after Fisher 1935;
/// the shuffles are drawn from a fixed seed, so that the answer repeats).
pub fn average_of_averages(rows: &[Weighted], alpha: f64) -> Option<AverageOfAverages> {
    let total: f64 = rows.iter().map(|row| row.weight).sum();
    if rows.len() < 5 || total <= 0.0 || rows.iter().any(|row| row.weight < 0.0) {
        return None;
    }
    let plain = rows.iter().map(|row| row.value).sum::<f64>() / real(rows.len());
    let weights: Vec<f64> = rows.iter().map(|row| row.weight).collect();
    let mean = |weights: &[f64]| {
        let sum: f64 = rows
            .iter()
            .zip(weights)
            .map(|(row, weight)| row.value * weight)
            .sum();
        sum / total
    };
    let weighted = mean(&weights);
    let distance = (weighted - plain).abs();
    if distance < DIFFERENCE * weighted.abs() || distance == 0.0 {
        return None;
    }
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut shuffled = weights;
    let mut as_far = 1_usize;
    for _ in 0..SHUFFLES {
        shuffle(&mut shuffled, &mut state);
        as_far += usize::from((mean(&shuffled) - plain).abs() >= distance);
        if real(as_far) > alpha * real(SHUFFLES + 1) {
            return None;
        }
    }
    Some(AverageOfAverages { plain, weighted })
}

/// Fisher and Yates' shuffle, drawn by xorshift (Marsaglia 2003).
fn shuffle(values: &mut [f64], state: &mut u64) {
    for at in (1..values.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        let among = u64::try_from(at + 1).unwrap_or(1);
        let other = usize::try_from(*state % among).unwrap_or(0);
        values.swap(at, other);
    }
}
