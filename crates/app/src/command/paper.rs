//! A workbook as a page to be read: HTML that needs nothing else, or Markdown; and as a notebook or
//! script of other programs, which are read too.

use model::SessionId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::workbook::SessionView;
use crate::door::Command;
use crate::{App, Error};

/// Writes what a workbook shows to a file, whole or not at all. Nothing is computed.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportPaper {
    pub session: SessionId,
    pub path: String,
    pub format: PaperFormat,
    /// Write over a file that is there.
    #[serde(default)]
    pub overwrite: bool,
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PaperFormat {
    /// One file with pictures, without scripts.
    Html,
    /// Text with tables; charts as the rows behind them.
    Markdown,
    /// A Jupyter notebook with SQL magics and the answers as outputs.
    Jupyter,
    /// The texts of SQL cells as a script.
    Script,
}

/// What was written.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportedPaper {
    pub path: String,
    pub bytes: u64,
    /// Cells whose answer is not stored, by name.
    pub without_answer: Vec<String>,
    /// What stays out of the file, in sentences.
    pub notes: Vec<String>,
}

/// Reads a Jupyter notebook or a script of SQL as a new workbook that is in no file. Nothing runs.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportNotebook {
    /// Ends in `.ipynb` or `.sql`.
    pub path: String,
}

impl Command for ImportNotebook {
    type Reply = SessionView;
    const NAME: &'static str = "import_notebook";

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.import_notebook(&self.path).await
    }
}

impl Command for ExportPaper {
    type Reply = ExportedPaper;
    const NAME: &'static str = "export_paper";

    async fn run(self, app: &App) -> Result<ExportedPaper, Error> {
        app.session(&self.session)?.export_paper(app, self).await
    }
}
