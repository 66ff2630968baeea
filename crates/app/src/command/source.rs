//! Adding data and knowing it: sources, tables, profiles, search.

use model::{
    ImportOptions, JobId, RejectedRow, SessionId, SourceId,
    SourceSpec, SourceState, TableInfo,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Reads the first rows of a file under options, within a second. Answers `ImportPreview`.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct PreviewFile {
    pub path: String,
    pub options: ImportOptions,
}

/// Adds a file, folder or glob to the workbook as an edit that can be undone.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct AddSource {
    pub session: SessionId,
    pub path: String,
    pub options: ImportOptions,
    /// None: taken from the file's name.
    pub name: Option<String>,
    pub job: JobId,
}

/// Reads a source again after it changed on disk; its readers become stale.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct RefreshSource {
    pub session: SessionId,
    pub source: SourceId,
}

/// The sources of a workbook with their tables.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct ListSources {
    pub session: SessionId,
}

/// Sources from top to bottom.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Sources {
    pub sources: Vec<SourceView>,
}

/// One source and what is known about it.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SourceView {
    pub spec: SourceSpec,
    pub state: SourceState,
    pub tables: Vec<TableInfo>,
}

/// Profiles of all columns of a table; computed once per fingerprint, then from the catalog.
/// Answers `Profiles`.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct ProfileTable {
    pub session: SessionId,
    pub table: String,
}

/// First rows of a table as an Arrow IPC stream with `WindowHead`.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct ReadTable {
    pub session: SessionId,
    pub table: String,
    pub offset: u64,
    pub limit: u32,
}

/// Rows of a table that did not parse.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct ListRejected {
    pub session: SessionId,
    pub table: String,
    pub offset: u64,
    pub limit: u32,
}

/// Rejected rows in file order.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct RejectedRows {
    pub rows: Vec<RejectedRow>,
    pub total: u64,
}

/// Finds tables, columns and values by words.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct SearchCatalog {
    /// None: everything this machine has seen.
    pub session: Option<SessionId>,
    pub words: String,
    pub limit: u32,
}

/// Hits, best first.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Hits {
    pub hits: Vec<Hit>,
}

/// Something found, and why.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Hit {
    pub source: String,
    pub table: String,
    pub column: Option<String>,
    /// In words: "value 'DACH' in region", "column name".
    pub reason: String,
    /// The table belongs to the open workbook.
    pub is_open: bool,
    pub path: String,
}

