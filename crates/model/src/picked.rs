//! What a person picked of a column: on the marks of a tile, or in the control of a field.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Filter, Pick, Pill, TimeUnit, Top, Value};

/// What was picked of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Picked {
    /// Marks of a chart: values of a dimension. With a time unit or a bin width they are the
    /// beginnings of periods or bins, and what is picked reaches from the first to the last.
    Marks {
        values: Vec<Value>,
        #[serde(default)]
        unit: Option<TimeUnit>,
        /// Decimal text.
        #[serde(default)]
        bin_width: Option<String>,
    },
    /// Conditions; all of them are about the column.
    Filters { filters: Vec<Filter> },
    /// Marks of a chart that are kept or left out, by any of their columns.
    Picks { picks: Vec<Pick> },
    /// Days or moments, counted from the day on which somebody looks.
    Relative { range: RelativeRange },
    /// The members with the largest figures.
    Top {
        top: Top,
        /// The figure: an aggregate over all rows of each member.
        figure: Pill,
    },
}

/// A range of time that moves with the clock: full units before the present one, or those up to
/// now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RelativeRange {
    /// How many units, at least 1.
    pub count: u32,
    pub unit: TimeUnit,
    /// The last of them is the present one, up to today; else it is the one before.
    #[serde(default)]
    pub to_date: bool,
}
