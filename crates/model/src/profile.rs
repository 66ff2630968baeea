//! What is known about one column without asking a question.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Field, Value};

/// One bar of a histogram over `[low, high)`; the last bar includes `high`.
/// Bounds are numbers, or milliseconds since 1970 (UTC) for dates and instants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Bin {
    pub low: f64,
    pub high: f64,
    pub count: u64,
}

/// A frequent value and how many rows have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TopValue {
    pub value: Value,
    pub count: u64,
}

/// The profile of one column over all rows of its table or result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColumnProfile {
    pub field: Field,
    pub rows: u64,
    pub nulls: u64,
    /// Number of different values that are not null.
    pub distinct: u64,
    /// Whether `distinct` is an estimate (HyperLogLog++), to be shown with "about".
    pub distinct_is_estimate: bool,
    pub min: Option<Value>,
    pub max: Option<Value>,
    pub mean: Option<f64>,
    pub median: Option<f64>,
    /// Equal-width bars for numbers and dates; empty for other columns.
    pub histogram: Vec<Bin>,
    /// Most frequent values, most first, at most 20; for text, yes/no and places.
    pub top: Vec<TopValue>,
}
