//! Lines and bands across a chart: what a person asks for, and where they stand in the picture.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An axis of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    X,
    Y,
}

/// What a reference is made of: the marks that are drawn, of stacks their totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReferenceKind {
    /// A fixed amount, as decimal text.
    Constant {
        value: String,
    },
    Average,
    Median,
    /// 0 to 100, as decimal text; interpolated between two marks.
    Percentile {
        percentile: String,
    },
    /// From one percentile to another: 0 to 100 is from the smallest mark to the largest.
    Band {
        from: String,
        to: String,
    },
    /// The straight line with the least squares, one for each colour.
    Trend,
}

/// A line or band across a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The axis whose amounts it is made of. A trend stands on Y, along X.
    pub axis: Side,
    pub line: ReferenceKind,
}

/// Where a reference stands; amounts are not rounded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReferenceAt {
    Line {
        value: f64,
    },
    Band {
        low: f64,
        high: f64,
    },
    Trend {
        /// The colour that it belongs to; empty when it is the line of all marks.
        series: String,
        /// On an axis of time in milliseconds since 1970.
        from: (f64, f64),
        to: (f64, f64),
        /// Amount for one step along X, along time for one day.
        slope: f64,
        /// Amount at zero, along time at the first position.
        intercept: f64,
        /// The share of the variance that the line explains; none when all amounts are equal.
        r_squared: Option<f64>,
        is_along_time: bool,
    },
}

/// A reference of a chart in the picture. A trend with several colours is several of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawnReference {
    /// Its place in `ChartSpec::references`.
    pub index: usize,
    pub reference: Reference,
    /// None: there is nothing that it could be made of; `why` says so.
    pub at: Option<ReferenceAt>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}
