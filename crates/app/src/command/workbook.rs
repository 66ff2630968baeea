//! Opening, changing, saving and closing workbooks.

use model::{CellId, Diagnostic, Edit, SessionId, TruthStamp, Workbook};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Makes an empty workbook and opens it.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct NewWorkbook {}

/// Opens a workbook file. Nothing runs.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct OpenWorkbook {
    pub path: String,
}

/// Opens a starter workbook as an unsaved copy.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct OpenSample {
    pub name: String,
}

/// Answers an open workbook as it is now.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct GetWorkbook {
    pub session: SessionId,
}

/// Applies one edit.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct ApplyEdit {
    pub session: SessionId,
    pub edit: Edit,
}

/// Takes the last step back.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct Undo {
    pub session: SessionId,
}

/// Does the step again that was taken back last.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct Redo {
    pub session: SessionId,
}

/// Saves the workbook: to `path`, or where it was opened.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct SaveWorkbook {
    pub session: SessionId,
    pub path: Option<String>,
    /// What to do when the file on disk is not the one that was opened.
    #[serde(default)]
    pub overwrite_changed: bool,
}

/// Closes a workbook. Unsaved work stays in the journal unless `discard`.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct CloseWorkbook {
    pub session: SessionId,
    pub discard: bool,
}

/// Opens the unsaved work that a crash left behind.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct RecoverWorkbook {
    pub recovery: String,
}

/// Deletes the unsaved work that a crash left behind.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct DiscardRecovery {
    pub recovery: String,
}

/// An open workbook as every view needs it. Results are asked for cell by cell.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SessionView {
    pub session: SessionId,
    pub workbook: Workbook,
    /// Where it is saved; none for new workbooks and samples.
    pub path: Option<String>,
    pub is_dirty: bool,
    /// Local wall-clock time of the last save, `14:32`; none when never saved.
    pub saved_at: Option<String>,
    /// Name of the step that undo would take back, in words.
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub cells: Vec<CellView>,
    /// Counts every change; equal numbers mean equal documents.
    pub revision: u64,
}

/// What is known about one cell besides its text.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CellView {
    pub cell: CellId,
    pub state: CellState,
    /// Tables, cells and parameters that it reads, by name.
    pub reads: Vec<String>,
    /// Cells that read it, by name.
    pub feeds: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
    /// The answer that can be shown now, fresh or not.
    pub result: Option<CellResult>,
}

/// Where a cell stands.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CellState {
    /// Never run, or nothing to run (Markdown, parameters).
    Idle,
    /// Waits for a cell that it reads.
    Waiting,
    Running { job: model::JobId },
    /// Its answer belongs to its text, parameters and inputs as they are now.
    Fresh,
    /// Something it depends on has changed since.
    Stale { because: String },
    Failed,
    /// A cell above failed: named here.
    Blocked { by: String },
    Cancelled,
}

/// An answer that can be shown.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CellResult {
    pub stamp: TruthStamp,
    /// Read from the workbook file and not recomputed here: only `stamp.saved_rows` can be seen.
    pub is_saved_copy: bool,
    /// Changes whenever the rows may have changed; part of cache keys.
    pub version: u64,
    /// Warnings about the answer.
    pub warnings: Vec<Diagnostic>,
    /// Bytes the answer takes.
    pub bytes: u64,
}

/// What a save did.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Saved {
    pub path: String,
    pub saved_at: String,
    pub bytes: u64,
}
