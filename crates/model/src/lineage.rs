//! Where the columns of an answer come from, and what chose its rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Span;

/// How a value was made of others, from the least change to the most.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// Handed on as it is.
    #[default]
    Copied,
    /// Made of values of the same row.
    Computed,
    /// Made of values of neighbouring rows: a window function.
    Windowed,
    /// Made of values of many rows.
    Aggregated,
}

/// A column of a table or cell that values come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Origin {
    /// The exact name of the table or cell.
    pub relation: String,
    pub is_cell: bool,
    pub column: String,
    /// What happened to its values on the way.
    pub made: Made,
}

/// Where one column of an answer comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColumnLineage {
    pub name: String,
    pub made: Made,
    /// What computes it, as SQL; empty when it is handed on as it is.
    pub expression: String,
    /// The columns that the statement itself reads for it. None of them: it is a constant, or it
    /// counts rows.
    pub origins: Vec<Origin>,
    /// The columns of tables behind them, through all cells between.
    pub roots: Vec<Origin>,
    /// Tables and cells whose rows it counts or numbers without reading a column of them.
    pub rows_of: Vec<String>,
    /// Places in [`Lineage::filters`] of what chose the rows behind it.
    pub filters: Vec<u32>,
}

/// What kind of condition chooses rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum FilterKind {
    Where,
    Having,
    /// Also `DISTINCT ON` and `WITH TIES`, which mean the same.
    Qualify,
    /// Which rows of two tables belong together.
    Join,
    /// Only rows with, or only rows without, a partner elsewhere: `IN`, `EXISTS`, `SEMI JOIN`,
    /// `ANTI JOIN`, `INTERSECT`, `EXCEPT`.
    SemiJoin,
    /// `FILTER` of one aggregate: it chooses the rows of that column alone.
    Aggregate,
    /// `LIMIT` and `OFFSET`.
    Limit,
}

/// A condition that chooses rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RowFilter {
    pub kind: FilterKind,
    /// The condition as SQL.
    pub text: String,
    /// The named query or subquery that it stands in; none for the statement itself.
    pub within: Option<String>,
    /// The cell in whose text it stands; none for the text that was asked about.
    pub cell: Option<String>,
    /// Its place in that text, where it is known.
    pub span: Option<Span>,
    /// The columns that it reads.
    pub reads: Vec<Origin>,
}

/// Where an answer comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Lineage {
    /// One for each column of the answer, in its order.
    pub columns: Vec<ColumnLineage>,
    /// What chose the rows: of the text itself first, then of the cells that it reads.
    pub filters: Vec<RowFilter>,
}
