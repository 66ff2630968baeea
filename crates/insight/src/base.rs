//! An average whose base, the rows behind it, is not the same any more.

use crate::real;
use crate::stats::student_two_sided;

/// Fewest positions on either side of a change.
const FEWEST: usize = 3;
/// Smallest factor between the bases.
const FACTOR: f64 = 1.5;

/// The rows behind an average changed in number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangedBase {
    /// The first position after the change.
    pub at: usize,
    /// Typical (geometric mean) rows behind a position before and from it on.
    pub before: f64,
    pub after: f64,
}

/// Whether the rows behind a ratio or an average, by position in order of time, changed.
///
/// The logarithms of the counts before and after every place are compared by Student's test; the least
/// likely place counts, times the number of places (Bonferroni; as Sen and Srivastava 1975 with a bound
/// instead of a table). The bases must differ by a factor of 1.5.
pub fn changed_base(rows: &[f64]) -> Option<ChangedBase> {
    let logs: Vec<f64> = rows.iter().map(|count| count.max(0.5).ln()).collect();
    let places = logs.len().checked_sub(2 * FEWEST - 1)?;
    let compared = (FEWEST..FEWEST + places).filter_map(|at| {
        let (before, after) = logs.split_at(at);
        Some((at, compare(before, after)?))
    });
    let (at, (before, after, p)) =
        compared.min_by(|(_, left), (_, right)| left.2.total_cmp(&right.2))?;
    let is_far = (after - before).abs() >= FACTOR.ln();
    (is_far && p * real(places) <= crate::ALPHA).then_some(ChangedBase {
        at,
        before: before.exp(),
        after: after.exp(),
    })
}

/// Both means, and how likely they differ so much by chance.
fn compare(before: &[f64], after: &[f64]) -> Option<(f64, f64, f64)> {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / real(values.len());
    let (left, right) = (mean(before), mean(after));
    let squares = |values: &[f64], around: f64| -> f64 {
        values.iter().map(|value| (value - around).powi(2)).sum()
    };
    let freedom = real(before.len() + after.len()) - 2.0;
    let variance = (squares(before, left) + squares(after, right)) / freedom;
    // Counts vary at least as a Poisson process does: their logarithms by 1 / n.
    let least = (-left.min(right)).exp();
    let error = (variance.max(least) * (1.0 / real(before.len()) + 1.0 / real(after.len()))).sqrt();
    (error > 0.0).then(|| {
        (
            left,
            right,
            student_two_sided((right - left) / error, freedom),
        )
    })
}
