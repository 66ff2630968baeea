//! Pivot tables: how they look, and the levels at which their rows are grouped.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::query::Measure;
use crate::value::Value;

/// How the amounts of a pivot table stand out from each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum CellFormat {
    #[default]
    Plain,
    /// Coloured by amount, each measure from low to high by itself.
    Heat,
    /// With a bar as long as the amount.
    Bar,
}

/// How a pivot table looks. None of it changes an amount.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PivotLook {
    #[serde(default, skip_serializing_if = "CellFormat::is_plain")]
    pub format: CellFormat,
    /// Groups show no amounts of their own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_subtotals: bool,
    /// No line and no column stands for everything.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_totals: bool,
    /// Groups of rows that are closed, each by its members from the outside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collapsed: Vec<Vec<Value>>,
}

impl CellFormat {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    fn is_plain(&self) -> bool {
        *self == Self::Plain
    }
}

impl PivotLook {
    /// Whether nothing was chosen.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// Groups the rows at every level of a pivot table: by each beginning of the row keys together with
/// each beginning of the column keys, so that every total is computed from the rows at its level.
///
/// The answer has a line for each line and column of the table that meet, in their order, and four
/// more columns, which say how many row and column keys it is grouped by, and its place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Levels {
    /// How many of the keys, from the first, are rows; the others are columns.
    pub rows: usize,
    /// Lines from the last member to the first.
    pub descending: bool,
    /// Orders the lines of each group by an amount instead.
    #[serde(default)]
    pub by: Option<LineOrder>,
    /// Name of the output column with the number of row keys; 0 is the total.
    pub row_depth: String,
    /// Name of the output column with the place of the line; 1 is the total.
    pub row_place: String,
    /// Name of the output column with the number of column keys; 0 is the total.
    pub column_depth: String,
    /// Name of the output column with the place of the column; 1 is the total.
    pub column_place: String,
}

/// An order of lines by their amounts in one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LineOrder {
    /// One of the measures of the question by its name, or one that is not shown.
    pub measure: Measure,
    /// The members of the column from the outside; empty is the total.
    pub column: Vec<Value>,
    pub descending: bool,
}
