//! A chart as the workbook records it: shelves with pills. Closed and versioned.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::mark::{Mark, Stack};
use crate::query::Filter;

/// Where a pill can be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    X,
    Y,
    Color,
    Size,
    Label,
    Detail,
    Tooltip,
}

/// How many values become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    Sum,
    Average,
    Median,
    Min,
    Max,
    /// Rows, or values that are not null when a field is given.
    Count,
    CountDistinct,
}

/// Truncation of a date to the start of its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
}

/// A field on a shelf. With an aggregate it is a measure, otherwise a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Pill {
    /// Column of the chart's source; empty for the count of rows.
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregate: Option<Aggregate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<TimeUnit>,
    /// Width of equal bins for a number used as a dimension, as decimal text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bin_width: Option<String>,
}

/// What an axis is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// By the position's own value: time, number, alphabet.
    Position,
    /// By the first measure.
    Value,
}

/// Order of the positions of an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SortBy {
    pub key: SortKey,
    pub descending: bool,
}

/// A chart: what it reads, its mark and what lies on its shelves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ChartSpec {
    /// Version of this grammar; now 1.
    pub version: u32,
    /// The cell or table it reads, by name. Empty until one is chosen.
    pub source: String,
    /// None: the best fit for the fields is chosen and explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// None: amounts that add up are stacked, others stand side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<Stack>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub y: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub color: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub size: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub label: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tooltip: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<SortBy>,
    /// Literacy notes that are not shown any more, by their identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed_notes: Vec<String>,
}

impl ChartSpec {
    /// An empty chart that reads `source`.
    pub fn empty(source: impl Into<String>) -> Self {
        Self {
            version: 1,
            source: source.into(),
            mark: None,
            stack: None,
            title: String::new(),
            x: Vec::new(),
            y: Vec::new(),
            color: Vec::new(),
            size: Vec::new(),
            label: Vec::new(),
            detail: Vec::new(),
            tooltip: Vec::new(),
            filters: Vec::new(),
            sort: None,
            dismissed_notes: Vec::new(),
        }
    }

    /// Gives columns of the source the names that `renamed` says; others stay.
    pub fn rename_fields(&mut self, renamed: impl Fn(&str) -> Option<String>) {
        let change = |field: &mut String| {
            if let Some(name) = renamed(field) {
                *field = name;
            }
        };
        let Self {
            version: _,
            source: _,
            mark: _,
            stack: _,
            title: _,
            x,
            y,
            color,
            size,
            label,
            detail,
            tooltip,
            filters,
            sort: _,
            dismissed_notes: _,
        } = self;
        for shelf in [x, y, color, size, label, detail, tooltip] {
            for pill in shelf {
                change(&mut pill.field);
            }
        }
        for filter in filters {
            change(&mut filter.field);
        }
    }

    /// The pills of one shelf, first to last.
    pub fn shelf(&self, shelf: Shelf) -> &Vec<Pill> {
        match shelf {
            Shelf::X => &self.x,
            Shelf::Y => &self.y,
            Shelf::Color => &self.color,
            Shelf::Size => &self.size,
            Shelf::Label => &self.label,
            Shelf::Detail => &self.detail,
            Shelf::Tooltip => &self.tooltip,
        }
    }

    /// The pills of one shelf, to change.
    pub fn shelf_mut(&mut self, shelf: Shelf) -> &mut Vec<Pill> {
        match shelf {
            Shelf::X => &mut self.x,
            Shelf::Y => &mut self.y,
            Shelf::Color => &mut self.color,
            Shelf::Size => &mut self.size,
            Shelf::Label => &mut self.label,
            Shelf::Detail => &mut self.detail,
            Shelf::Tooltip => &mut self.tooltip,
        }
    }
}
