//! What a gesture means, as plain data: the same tree that typed SQL becomes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Aggregate, TimeUnit, Value};

/// A comparison of a column with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// Text contains the value, case-insensitively.
    Contains,
    /// Equal to one of a `Value::List`; a null in the list keeps missing values.
    In,
    NotIn,
    IsNull,
    IsNotNull,
}

/// A condition on one column. Several are joined by AND.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    pub field: String,
    pub compare: Compare,
    pub value: Value,
}

/// A grouping key: a column, or its date truncated, or its number put into bins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Key {
    pub field: String,
    pub unit: Option<TimeUnit>,
    /// Decimal text.
    pub bin_width: Option<String>,
    /// Name of the output column.
    pub name: String,
}

/// An aggregate of a column; an empty field counts rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Measure {
    pub field: String,
    pub aggregate: Aggregate,
    /// Name of the output column.
    pub name: String,
}

/// Order by an output column. Missing values come last when ascending, first when descending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Order {
    pub field: String,
    pub descending: bool,
}

/// A question without SQL text.
///
/// With keys or measures the rows are grouped; with neither, `columns` are taken row by row
/// (all of them when empty).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Query {
    /// Table or cell, by name.
    pub source: String,
    pub filters: Vec<Filter>,
    pub keys: Vec<Key>,
    pub measures: Vec<Measure>,
    pub columns: Vec<String>,
    pub order: Vec<Order>,
    pub limit: Option<u64>,
}
