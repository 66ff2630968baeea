//! Whether a saved workbook gives the same answers here and now as those that are stored in it.

use model::{CellId, JobId, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::lineage::LineageKind;
use crate::door::Command;
use crate::{App, Error};

/// Runs everything of the saved file beside the open workbook, which stays as it is, and compares
/// each answer with the stored one.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Reproduce {
    pub session: SessionId,
    pub job: JobId,
}

/// What came of it, cell by cell in the order of the workbook.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Reproduction {
    pub path: String,
    pub cells: Vec<Reproduced>,
    pub same: u32,
    /// Cells whose answer is another one, or that failed although an answer is stored.
    pub different: u32,
    /// Cells of which the file holds no answer.
    pub not_stored: u32,
    /// What differs between the environment that the file was saved in and this one.
    pub environment: Vec<String>,
}

/// One cell.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Reproduced {
    pub cell: CellId,
    pub name: String,
    pub kind: LineageKind,
    pub verdict: Verdict,
    /// What differs first, or how far they are the same, in words: `in row 2 n is 4, was 3`.
    pub detail: String,
    /// What may be why, in words, the likeliest first.
    pub because: Vec<String>,
    /// When the stored answer was computed (UTC, ISO 8601), and by which engine.
    pub computed_at: Option<String>,
    pub engine: Option<String>,
}

/// How an answer stands to the stored one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Same,
    Different,
    /// It did not run, though an answer is stored.
    Failed,
    /// There is nothing to compare with.
    NotStored,
}

impl Command for Reproduce {
    type Reply = Reproduction;
    const NAME: &'static str = "reproduce";

    async fn run(self, app: &App) -> Result<Reproduction, Error> {
        app.session(&self.session)?.reproduce(app, self.job).await
    }
}
