//! What a chart does not say by itself: outliers that carry it, reversals inside its segments, an
//! unfinished period and the like, found from plain slices and handed back with their evidence.
//!
//! Pure: no rows are fetched and no words are written here. Where chance could make a finding, a
//! test with a bound on false alarms decides; the bounds add up to less than 5 %.

mod averages;
mod axis;
mod base;
mod contribution;
mod examine;
mod fanout;
mod looks;
mod missing;
mod outliers;
mod period;
mod reversal;
mod small;
mod stats;

pub use averages::{AverageOfAverages, Weighted, average_of_averages};
pub use axis::{Axis, TruncatedAxis, axis_start, truncated_axis};
pub use base::{ChangedBase, changed_base};
pub use contribution::{Adds, Part, contributions};
pub use examine::{Evidence, Finding, Measure, Segmented, examine};
pub use fanout::{FanOut, KeyRows, fan_out};
pub use looks::{MOST_LOOKS, ManyLooks, many_looks};
pub use missing::{MissingShare, Presence, missing_share};
pub use outliers::{MOST_OUTLIERS, Outliers, Tail, outliers};
pub use period::{Period, Unfinished, unfinished};
pub use reversal::{Direction, Group, Reversal, Spread, reversal};
pub use small::{SMALL, SmallSamples, small_samples};

/// False alarms that one kind of finding may have on data without it.
pub(crate) const ALPHA: f64 = 0.008;

/// A count as a real number.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of marks and rows are far below 2^52"
)]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}
