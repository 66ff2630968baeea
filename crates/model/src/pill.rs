//! A field on a shelf and what is done with its values: aggregate, time unit or part, bins, the
//! largest members, and a calculation over the marks.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Value;
use crate::mark::PillMark;

/// How many values become one. Missing values are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    Sum,
    Average,
    Median,
    /// The value below which `percentile` per cent of the values lie, interpolated between two.
    Percentile,
    Min,
    Max,
    /// Rows, or values that are not null when a field is given.
    #[default]
    Count,
    CountDistinct,
    /// Of a sample: the divisor is n - 1; of one value there is none.
    StandardDeviation,
    /// Of a sample: the divisor is n - 1; of one value there is none.
    Variance,
    /// The value of the earliest row by the chart's date, or of the first row when it has none.
    First,
    /// The value of the latest row by the chart's date, or of the last row when it has none.
    Last,
    /// The smallest value that is not below the lower quartile less 1.5 times the distance of the
    /// quartiles (Tukey 1977).
    LowerWhisker,
    /// The largest value that is not above the upper quartile and 1.5 times that distance.
    UpperWhisker,
    /// How many values lie beyond the whiskers.
    Outliers,
    /// The lower end of the 95 % confidence interval of the mean: mean − t(0.975, n − 1) · s / √n
    /// (Student 1908); of one value there is none.
    IntervalLow,
    /// Its upper end.
    IntervalHigh,
    /// Of truths: how many are true, divided by how many are not missing, 0 to 1.
    ShareTrue,
    /// The lower end of the 95 % interval of that share by Wilson's score (1927), as Newcombe, *Two-sided
    /// confidence intervals for the single proportion*, Statistics in Medicine 17, 1998, gives it as
    /// method 3; of no value there is none.
    ShareLow,
    /// Its upper end.
    ShareHigh,
}

impl Aggregate {
    /// Both ends of the 95 % interval of an aggregate; none of those that have none.
    pub fn interval(self) -> Option<[Self; 2]> {
        match self {
            Self::Average => Some([Self::IntervalLow, Self::IntervalHigh]),
            Self::ShareTrue => Some([Self::ShareLow, Self::ShareHigh]),
            _ => None,
        }
    }
}

/// Truncation of a date to the start of its unit: `March 2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    Year,
    Quarter,
    Month,
    /// ISO weeks, which begin on Monday.
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// One part of a date as a whole number, the same for all years: `March`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DatePart {
    Year,
    /// 1 to 4.
    Quarter,
    /// 1 to 12.
    Month,
    /// 1 to 53, by ISO 8601.
    IsoWeek,
    /// Day of the month, 1 to 31.
    Day,
    /// 1 to 366.
    DayOfYear,
    /// 1 (Monday) to 7 (Sunday), by ISO 8601.
    Weekday,
    /// 0 to 23.
    Hour,
    /// 0 to 59.
    Minute,
    /// 0 to 59.
    Second,
}

/// The marks that are compared with each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// All marks of the chart.
    #[default]
    Chart,
    /// The marks at the same position: one bar with all its colours.
    Position,
    /// The marks of the same series: one colour along all positions.
    Series,
}

/// The earlier period that a mark is compared with, by its date and not by counting marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Earlier {
    /// One unit of the date earlier.
    Period,
    /// The same period one year earlier; for weeks the week 52 weeks earlier.
    Year,
}

/// What becomes of a measure after grouping, from the marks of the chart.
///
/// Where the marks that it needs are missing, the answer is missing too.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Calculation {
    /// The part of the total, 0 to 1. Of sums and counts only.
    Share {
        #[serde(default)]
        within: Within,
    },
    /// The sum of all marks of the series up to this position. Of sums and counts only.
    Running,
    /// This mark less the mark of the earlier period.
    Difference { to: Earlier },
    /// Difference divided by the mark of the earlier period: 0.1 is 10 % more. None from zero.
    Growth { to: Earlier },
    /// 1 for the largest, or the smallest when ascending; equal marks share a rank.
    Rank {
        #[serde(default)]
        within: Within,
        #[serde(default)]
        ascending: bool,
    },
    /// The mean of the marks of this and the `periods - 1` periods before it, without a gap.
    MovingAverage { periods: u32 },
}

/// The largest members of a dimension by the chart's first measure, computed from all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Top {
    /// How many members are kept.
    pub count: u32,
    /// Whether the rest is shown as one more member, aggregated from its rows.
    #[serde(default)]
    pub others: bool,
    /// The smallest instead of the largest.
    #[serde(default)]
    pub smallest: bool,
}

/// A field on a shelf. With an aggregate it is a measure, otherwise a dimension.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Pill {
    /// Column of the chart's source; empty for the count of rows.
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<Aggregate>,
    /// With `Aggregate::Percentile`: 0 to 100, as decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percentile: Option<String>,
    /// Of an average or a share of truths on an axis: its 95 % confidence interval is drawn as an error bar.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interval: bool,
    /// Of a measure on the axis of amounts: its own mark, over or under the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<PillMark>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<Calculation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<TimeUnit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<DatePart>,
    /// Width of equal bins for a number used as a dimension, as decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin_width: Option<String>,
    /// About how many bins of a round width (1, 2 or 5 times a power of ten) cover the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin_count: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<Top>,
}

impl Pill {
    /// What it asks for, without how it is drawn: equal ones share a column of the chart's rows.
    #[must_use]
    pub fn asked(&self) -> Self {
        Self {
            interval: false,
            mark: None,
            ..self.clone()
        }
    }
}

/// Values of one dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PickPart {
    /// A column, its truncated date or part of a date, or bins of a fixed width.
    pub pill: Pill,
    pub values: Vec<Value>,
}

/// Marks that are kept or left out: those that have one of the values in every part. Leaving out
/// keeps every other row, also where a column is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    pub of: Vec<PickPart>,
    #[serde(default)]
    pub excluded: bool,
}
