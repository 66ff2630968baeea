//! Averages of very few rows beside averages of many.

use crate::stats::median;

/// Fewer rows than this are few.
pub const SMALL: f64 = 5.0;

/// Marks that rest on few rows.
#[derive(Debug, Clone, PartialEq)]
pub struct SmallSamples {
    /// Places of the marks.
    pub marks: Vec<usize>,
    /// Rows behind the smallest of them.
    pub fewest: f64,
}

/// Marks with fewer than five rows, when most marks have more: `rows` counts the rows behind each mark
/// that shows an average, a median or a rate. A fact, not a test.
pub fn small_samples(rows: &[f64]) -> Option<SmallSamples> {
    if median(rows) < SMALL {
        // Rows that were counted already, one for each mark: not a sample.
        return None;
    }
    let marks: Vec<usize> = (0..rows.len())
        .filter(|at| rows[*at] > 0.0 && rows[*at] < SMALL)
        .collect();
    let fewest = marks.iter().map(|at| rows[*at]).fold(f64::MAX, f64::min);
    (!marks.is_empty()).then_some(SmallSamples { marks, fewest })
}
