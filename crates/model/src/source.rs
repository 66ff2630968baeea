//! Where data comes from and how a file is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DataType, Field, SourceId, Value};

/// The format of a file or folder, decided by content first and name second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Csv,
    Parquet,
    Json,
    NdJson,
    ArrowIpc,
    Excel,
    Sqlite,
}

/// The sign between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    Point,
    Comma,
}

/// The order of day, month and year in written dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

/// How a file is to be read. `None` means: detect. What a person chose or accepted is recorded
/// in the workbook, so that the file reads the same elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default, deny_unknown_fields)]
pub struct ImportOptions {
    /// Field separator, one or more characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// Quote character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// WHATWG encoding label: `utf-8`, `windows-1252`, `utf-16le`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// 1-based line or sheet row that holds the column names; 0 means there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// Excel: only these sheets; SQLite: only these tables. Empty: every one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Types that a person set, by column name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, DataType>,
    /// Rows with too few or too many fields: filled and listed (`true`) or refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill_ragged_rows: Option<bool>,
}

/// A source as the workbook records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SourceSpec {
    pub id: SourceId,
    /// The name that SQL uses when the source is one table; otherwise the prefix of its tables.
    pub name: String,
    /// File, folder or glob. In a saved workbook, relative to the workbook's folder when inside it.
    pub path: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<FileKind>,
    #[serde(default)]
    pub options: ImportOptions,
}

/// How a source stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SourceState {
    /// Known to the workbook, not read since it was opened.
    Unread,
    Reading,
    Ready,
    /// The file changed on disk since it was read.
    Stale,
    /// It cannot be read: the reason and what to do.
    Failed {
        code: String,
        message: String,
    },
}

/// One table of a source: a CSV file has one, a workbook of sheets has many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TableInfo {
    /// The name that SQL uses.
    pub name: String,
    pub source: SourceId,
    pub fields: Vec<Field>,
    /// Exact number of rows; none while it is being counted.
    pub rows: Option<u64>,
    /// Bytes on disk.
    pub bytes: u64,
    /// BLAKE3 of path, size and modification time (content for files under 64 MiB).
    pub fingerprint: String,
    /// How many rows or values did not parse; listed by `RejectedRow`.
    pub rejected: u64,
    /// Notes about reading: renamed headers, guessed encoding, skipped bytes.
    pub notes: Vec<String>,
}

/// What a source held when the workbook was saved: by this its file is found again on another
/// machine, and columns that have gone since are noticed. It holds no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceShape {
    pub source: SourceId,
    /// BLAKE3 of the file's content; none for folders, globs and large files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Bytes of the file that `content` was computed of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    pub tables: Vec<TableShape>,
}

/// The columns of one table that cells were written for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableShape {
    /// The name that SQL uses.
    pub name: String,
    pub fields: Vec<Field>,
}

/// A row or value that did not parse. It is listed, never silently null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RejectedRow {
    /// 1-based line of the file, or row of the sheet.
    pub line: u64,
    /// None when the whole row is malformed.
    pub column: Option<String>,
    /// The text as found, at most 200 characters.
    pub text: String,
    pub reason: String,
}

/// What the importer sees before a person accepts it: first rows and how they were read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportPreview {
    pub kind: FileKind,
    /// Everything detected, filled in; a person may override each.
    pub options: ImportOptions,
    /// Sheets of a spreadsheet, tables of a database; empty for one-table files.
    pub parts: Vec<String>,
    /// Columns of the first table.
    pub fields: Vec<Field>,
    /// The first rows, in the order of `fields`.
    pub rows: Vec<Vec<Value>>,
    pub rejected: Vec<RejectedRow>,
    /// What to look at: "Dates may be day first or month first", "2 headers were renamed".
    pub notes: Vec<String>,
    /// Bytes on disk.
    pub bytes: u64,
}
