//! Opening, changing, saving and closing workbooks.

use model::{CellId, Diagnostic, Edit, SessionId, TruthStamp, Workbook};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::relink::SourceNeeds;
use crate::command::system::Tag;
use crate::command::trust::TrustView;
use crate::door::Command;
use crate::{App, Error};

/// Makes an empty workbook and opens it.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewWorkbook {}

/// Opens a workbook file. Nothing runs.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenWorkbook {
    pub path: String,
}

/// Opens what lies on the disk in place of an open workbook; its unsaved changes are dropped.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReloadWorkbook {
    pub session: SessionId,
}

/// Looks whether someone else wrote the file since it was opened or saved here.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CheckFile {
    pub session: SessionId,
}

/// What became of a file since it was opened or saved here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum FileNow {
    Same,
    Changed,
    /// It is not there, or cannot be read.
    Gone,
}

/// Opens a starter workbook as an unsaved copy.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenSample {
    pub name: String,
}

/// Answers an open workbook as it is now.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetWorkbook {
    pub session: SessionId,
}

/// Applies one edit.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ApplyEdit {
    pub session: SessionId,
    pub edit: Edit,
}

/// Takes the last step back.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Undo {
    pub session: SessionId,
}

/// Does the step again that was taken back last.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Redo {
    pub session: SessionId,
}

/// Saves the workbook: to `path`, or where it was opened.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveWorkbook {
    pub session: SessionId,
    pub path: Option<String>,
    /// What to do when the file on disk is not the one that was opened.
    #[serde(default)]
    pub overwrite_changed: bool,
}

/// Closes a workbook. Unsaved work stays in the journal unless `discard`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CloseWorkbook {
    pub session: SessionId,
    pub discard: bool,
}

/// Opens the unsaved work that a crash left behind.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RecoverWorkbook {
    pub recovery: String,
}

/// Deletes the unsaved work that a crash left behind.
#[derive(Debug, Serialize, Deserialize, TS)]
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
    /// The next save encrypts it with a passphrase.
    pub is_encrypted: bool,
    pub is_dirty: bool,
    /// Local wall-clock time of the last save, `14:32`; none when never saved.
    pub saved_at: Option<String>,
    /// Name of the step that undo would take back, in words.
    pub undo: Option<String>,
    pub redo: Option<String>,
    pub cells: Vec<CellView>,
    /// Counts every change; equal numbers mean equal documents.
    pub revision: u64,
    /// What was noticed when its file was opened: what could not be read, and what was mended.
    pub notes: Vec<String>,
    /// Why a save must not write over its file; none when it may.
    pub read_only: Option<String>,
    /// How far it is trusted on this machine.
    pub trust: TrustView,
    /// Sources that are lost or lack columns.
    pub needs: SourceNeeds,
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
    /// Every answer of a text that asks several questions, in order, the last one as in `result`;
    /// empty for one question, and for answers that were read from the file.
    pub answers: Vec<CellAnswer>,
}

/// One of several answers of a cell.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct CellAnswer {
    /// Stands for the cell where rows, profiles and files of this answer are asked for.
    pub id: CellId,
    /// Where its statement began when it ran, counted from 1.
    pub line: u32,
    /// The beginning of its statement in one line.
    pub label: String,
    pub result: CellResult,
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
    Running {
        job: model::JobId,
    },
    /// Its answer belongs to its text, parameters and inputs as they are now.
    Fresh,
    /// Something it depends on has changed since.
    Stale {
        because: String,
    },
    Failed,
    /// A cell above failed: named here.
    Blocked {
        by: String,
    },
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

impl Command for NewWorkbook {
    type Reply = SessionView;
    const NAME: &'static str = "new_workbook";

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.new_workbook()
    }
}

impl Command for OpenWorkbook {
    type Reply = SessionView;
    const NAME: &'static str = "open_workbook";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::Recent]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.open_workbook(&self.path).await
    }
}

impl Command for ReloadWorkbook {
    type Reply = SessionView;
    const NAME: &'static str = "reload_workbook";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::Recent]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.reload_workbook(&self.session).await
    }
}

impl Command for CheckFile {
    type Reply = FileNow;
    const NAME: &'static str = "check_file";

    async fn run(self, app: &App) -> Result<FileNow, Error> {
        app.check_file(&self.session).await
    }
}

impl Command for OpenSample {
    type Reply = SessionView;
    const NAME: &'static str = "open_sample";

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.open_sample(&self.name).await
    }
}

impl Command for GetWorkbook {
    type Reply = SessionView;
    const NAME: &'static str = "get_workbook";

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        Ok(app.session(&self.session)?.view())
    }
}

impl Command for ApplyEdit {
    type Reply = SessionView;
    const NAME: &'static str = "apply_edit";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::workbook(&self.session)]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.apply(app, &self.edit)
    }
}

impl Command for Undo {
    type Reply = SessionView;
    const NAME: &'static str = "undo";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::workbook(&self.session)]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.undo(app)
    }
}

impl Command for Redo {
    type Reply = SessionView;
    const NAME: &'static str = "redo";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::workbook(&self.session)]
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.redo(app)
    }
}

impl Command for SaveWorkbook {
    type Reply = Saved;
    const NAME: &'static str = "save_workbook";

    async fn run(self, app: &App) -> Result<Saved, Error> {
        app.session(&self.session)?.save(app, self).await
    }
}

impl Command for CloseWorkbook {
    type Reply = ();
    const NAME: &'static str = "close_workbook";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.close_workbook(&self.session, self.discard)
    }
}

impl Command for RecoverWorkbook {
    type Reply = SessionView;
    const NAME: &'static str = "recover_workbook";

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.recover_workbook(self.recovery).await
    }
}

impl Command for DiscardRecovery {
    type Reply = ();
    const NAME: &'static str = "discard_recovery";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.discard_recovery(self.recovery).await
    }
}
