//! What a gesture means, as plain data: the same tree that typed SQL becomes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Aggregate, Calculation, DatePart, Levels, Pick, TimeUnit, Top, Value};

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

/// The members of a key that stay, ranked by a measure over all rows of each member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TopKey {
    pub top: Top,
    pub by: Box<Measure>,
}

/// A grouping key: a column, or its date truncated or one part of it, or its number put into bins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Key {
    pub field: String,
    #[serde(default)]
    pub unit: Option<TimeUnit>,
    #[serde(default)]
    pub part: Option<DatePart>,
    /// Decimal text.
    #[serde(default)]
    pub bin_width: Option<String>,
    /// About how many bins of a round width.
    #[serde(default)]
    pub bin_count: Option<u32>,
    /// Name of one more output column: the upper edge of the bin. None without bins.
    #[serde(default)]
    pub bin_end: Option<String>,
    #[serde(default)]
    pub top: Option<TopKey>,
    /// Name of the output column.
    pub name: String,
}

/// An aggregate of a column, and what is made of it; an empty field counts rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Measure {
    pub field: String,
    pub aggregate: Aggregate,
    /// With `Aggregate::Percentile`: 0 to 100, as decimal text.
    #[serde(default)]
    pub percentile: Option<String>,
    /// With `Aggregate::First` and `Last`: the column that orders the rows; none is row order.
    #[serde(default)]
    pub along: Option<String>,
    /// Computed over the grouped rows: along `Query::position`, split by all other keys.
    #[serde(default)]
    pub calculation: Option<Calculation>,
    /// Name of the output column.
    pub name: String,
}

/// One value of one key: rows are kept for which the key has this value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Member {
    pub key: Key,
    pub value: Value,
}

/// Order by an output column. Missing values come last when ascending, first when descending.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Order {
    pub field: String,
    pub descending: bool,
    /// Orders the members of the key `field` by this measure over all rows of each member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Measure>,
}

/// The rows that are enough to draw lines: in each of some columns of pixels the first, the last, the
/// smallest and the largest of each line (M4: Jugel, Jerzak, Hackenbroich and Markl, VLDB 2014).
///
/// A missing value that is narrower than a column of pixels is not seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Thinned {
    /// The column that lines run along: a number or a date.
    pub along: String,
    /// The columns with amounts, each of which is a line.
    pub amounts: Vec<String>,
    /// The columns whose values make lines of their own.
    pub split_by: Vec<String>,
    /// How many columns of pixels there are between the first and the last row.
    pub pixels: u32,
}

/// A question without SQL text.
///
/// With keys or measures the rows are grouped; with neither, `columns` are taken row by row
/// (all of them when empty).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Query {
    /// Table or cell, by name.
    pub source: String,
    pub filters: Vec<Filter>,
    /// Marks that are kept or left out; they act as filters do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<Pick>,
    /// What the rest of a page leaves of the rows.
    #[serde(default, skip_serializing_if = "Selected::is_empty")]
    pub selected: Selected,
    /// Keeps the rows behind one mark: those that its keys put there.
    #[serde(default)]
    pub members: Vec<Member>,
    /// Keeps all rows but those behind the mark instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub apart: bool,
    /// Keys with a limit of members, by which nothing is grouped: only rows of the members that stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<Key>,
    pub keys: Vec<Key>,
    pub measures: Vec<Measure>,
    /// Groups the rows at several levels, for a pivot table; `order` says nothing then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Levels>,
    /// The key along which calculations run, by its output name.
    #[serde(default)]
    pub position: Option<String>,
    pub columns: Vec<String>,
    pub order: Vec<Order>,
    /// Of rows that are not grouped: only those that are enough to draw lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thinned: Option<Thinned>,
    pub limit: Option<u64>,
}

/// What is selected elsewhere on a page: values of controls, marks and ranges of other tiles. They keep
/// rows as the filters of a question do, but the width of bins follows only those on the field that
/// is in bins: what changes from click to click is seen on one scale.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default, deny_unknown_fields)]
pub struct Selected {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<Pick>,
}

impl Selected {
    /// Whether every row stays.
    pub fn is_empty(&self) -> bool {
        self.filters.is_empty() && self.picks.is_empty()
    }

    /// The part of it that looks at a field.
    #[must_use]
    pub fn on(&self, field: &str) -> Self {
        let is_field = |name: &str| name.to_lowercase() == field.to_lowercase();
        let filters = self.filters.iter().filter(|one| is_field(&one.field));
        let picks = self.picks.iter().filter(|pick| {
            let mut fields = pick.of.iter().map(|part| &part.pill.field);
            fields.any(|name| is_field(name))
        });
        Self {
            filters: filters.cloned().collect(),
            picks: picks.cloned().collect(),
        }
    }

    /// The fields that it looks at.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let of_picks = self.picks.iter().flat_map(|pick| &pick.of);
        let of_picks = of_picks.map(|part| part.pill.field.as_str());
        let of_filters = self.filters.iter().map(|filter| filter.field.as_str());
        of_filters.chain(of_picks)
    }
}
