//! Questions about a text that run nothing: what a name is, what renaming changes, and its regular form.

use model::{Aggregate, Diagnostic, Field, Lineage, Span, TextChange, TimeUnit, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::message::{Scope, Statement};

/// What can be asked about a text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum WordsAsk {
    /// What stands at `offset` (UTF-8 bytes); `WordsAnswer::Described`.
    Describe {
        text: String,
        offset: u32,
        scope: Scope,
    },
    /// The changes of every text; `WordsAnswer::Renamed` or `Refused`.
    Rename {
        what: Renamed,
        texts: Vec<String>,
        to: String,
    },
    /// What giving another name to the column named at `offset` (UTF-8 bytes) of the text of `cell`
    /// changes in the cells of the scope; `WordsAnswer::ColumnRenamed` or `Refused`.
    RenameColumn {
        scope: Scope,
        cell: String,
        offset: u32,
        to: String,
    },
    /// What the cells of the scope say when columns of `table`, as (old, new), are called otherwise
    /// now; `fields` are the columns that they were written for. `WordsAnswer::Mended`.
    MendColumns {
        scope: Scope,
        table: String,
        fields: Vec<Field>,
        renamed: Vec<(String, String)>,
    },
    /// A text in regular form; `WordsAnswer::Formatted` or `Refused`.
    Format { text: String },
    /// Where the answers of all cells of the scope come from, and those of statements that read
    /// them; `WordsAnswer::Traced`.
    Trace {
        scope: Scope,
        statements: Vec<Statement>,
    },
    /// The parts of a text that give an answer; `WordsAnswer::Pieces`.
    Answers { text: String },
    /// What of the answer of a text that groups rows can be taken apart; `WordsAnswer::Parts` or
    /// `Refused`.
    Parts { text: String, scope: Scope },
    /// The text that takes one row of the answer apart, given by all its values;
    /// `WordsAnswer::Formatted` or `Refused`.
    Apart {
        text: String,
        row: Vec<Value>,
        wish: Apart,
        scope: Scope,
    },
    /// One part of a text that runs by itself; `WordsAnswer::Pieces` with one, or `Refused`.
    Piece { text: String, wish: Wish },
}

/// What is asked of a row of a grouped answer; columns of the answer count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "apart", rename_all = "snake_case")]
pub enum Apart {
    /// Its amount in one column, or that of all other rows, whole or by a column of the rows behind.
    Amount {
        column: u32,
        is_rest: bool,
        by: Option<String>,
    },
    /// Its rows grouped by another column.
    By { field: String },
    /// Its rows by a finer unit of a date that they are grouped by.
    Closer { column: u32, unit: TimeUnit },
}

/// What of a grouped answer can be taken apart; columns of the answer count from 0.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RowParts {
    /// The columns of the rows behind.
    pub fields: Vec<Field>,
    /// The columns that rows are grouped by.
    pub keys: Vec<u32>,
    /// Those that are dates truncated to a unit.
    pub times: Vec<(u32, TimeUnit)>,
    /// The columns that are computed from groups, with the aggregate that a column is alone.
    pub amounts: Vec<(u32, Option<Aggregate>)>,
}

/// Which part of a text is wanted; places are UTF-8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Wish {
    Selection {
        start: u32,
        end: u32,
    },
    /// The statement around this place.
    Statement {
        offset: u32,
    },
    /// The statement around this place, from its beginning to it.
    UpTo {
        offset: u32,
    },
    /// The query named in WITH that stands around this place, or whose name stands there.
    NamedQuery {
        offset: u32,
    },
}

/// A part of a text that runs by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where it stands in the whole text.
    pub span: Span,
    /// What is run: as long as the text, with blanks where the rest stood, so that places stay.
    pub text: String,
    /// The named query that it looks at.
    pub named: Option<String>,
}

/// Answers, each to the ask that its name says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WordsAnswer {
    Described {
        found: Option<NameInText>,
    },
    Renamed {
        changes: Vec<Vec<TextChange>>,
    },
    /// The cells in which something changes.
    ColumnRenamed {
        cells: Vec<ColumnRenamed>,
    },
    /// One for each cell of the scope, in their order.
    Mended {
        cells: Vec<CellMended>,
    },
    Formatted {
        text: String,
    },
    Pieces {
        pieces: Vec<Piece>,
    },
    Parts {
        parts: RowParts,
    },
    Refused {
        diagnostic: Diagnostic,
    },
    /// One for each cell of the scope and for each statement, in their order.
    Traced {
        cells: Vec<Traced>,
        statements: Vec<Traced>,
    },
}

/// Where an answer comes from, or why that cannot be said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Traced {
    pub lineage: Option<Lineage>,
    /// Of the questions in front of the last one.
    pub earlier: Vec<Lineage>,
    /// Its columns.
    pub fields: Vec<Field>,
    /// The first mistake.
    pub problem: Option<Diagnostic>,
}

/// What renaming a column changes in one cell.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ColumnRenamed {
    /// The cell's name.
    pub cell: String,
    /// Changes of its text, in order.
    pub changes: Vec<TextChange>,
    /// Columns of its answer that get another name, as (old, new).
    pub columns: Vec<(String, String)>,
}

/// What other names of columns of a source change in one cell.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CellMended {
    /// The cell's name.
    pub cell: String,
    /// The whole text, when it changes.
    pub text: Option<String>,
    /// Columns of its answer that get another name, as (old, new).
    pub columns: Vec<(String, String)>,
    /// Why it could not be changed, and was left as it is.
    pub problem: Option<Diagnostic>,
}

/// What is to be renamed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all = "snake_case")]
pub enum Renamed {
    /// The short name or named query at this place (UTF-8 bytes) of the only text.
    Local { offset: u32 },
    /// A cell that texts read like a table.
    Relation { name: String },
    /// A parameter; `is_range` when its ends are read as `name_from` and `name_to`.
    Parameter { name: String, is_range: bool },
}

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    Table,
    Cell,
    /// A query named in WITH.
    NamedQuery,
    /// A short name of a table or query.
    Alias,
    Column,
    /// A name given in a select list.
    Output,
    Function,
    Parameter,
}

/// A name in a text, with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NameInText {
    pub kind: NameKind,
    /// Exact, where it is known.
    pub name: String,
    /// The word at the place that was asked about.
    pub span: Span,
    /// Where the text itself gives the name.
    pub defined: Option<Span>,
    /// Every place of this text that names the same thing, in order.
    pub places: Vec<Span>,
    /// The type of a column, the signature of a function, the columns of a table; may be empty.
    pub detail: String,
    /// A sentence: where it comes from, or what it does; may be empty.
    pub about: String,
    /// A call of a function with its value; may be empty.
    pub example: String,
    /// The table, cell or parameter that the name is, stands for, or is a column of.
    pub relation: Option<String>,
    pub relation_is_cell: bool,
}

/// One step in which an answer is computed. What only running tells is none before it ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Step {
    /// How many steps use the rows of this one, directly or not; each stands before those whose
    /// rows it uses.
    pub depth: u32,
    /// What is done, in a word or two.
    pub what: String,
    /// With what: columns, conditions, keys.
    pub with: String,
    /// Rows that it will give, told before it runs; none where the size of a table is not known.
    pub expected_rows: Option<u64>,
    /// Whether `expected_rows` is a guess rather than a number that is sure.
    pub is_guess: bool,
    /// Rows that it gave.
    pub rows: Option<u64>,
    /// Bytes that it gave, as they lie in memory.
    pub bytes: Option<u64>,
    /// Milliseconds that it took, without the steps whose rows it uses.
    pub took_ms: Option<f64>,
}
