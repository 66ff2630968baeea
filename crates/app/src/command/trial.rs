//! Running a part of a cell's text by itself, beside the answer that the cell keeps.

use model::{CellId, Diagnostic, JobId, SessionId, Span};
use protocol::words::Wish;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::workbook::CellResult;
use crate::door::Command;
use crate::{App, Error};

/// Runs a part of `text` as if it were the cell's, keeps its answer beside the cell's own and shows
/// it until the next trial. A named query is computed from a sample; all else from all rows.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RunPart {
    pub session: SessionId,
    pub cell: CellId,
    pub text: String,
    pub part: Wish,
    pub job: JobId,
}

/// Lets the answer of the last trial go.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CloseTrial {
    pub session: SessionId,
    pub cell: CellId,
}

/// How a trial ended.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Trial {
    /// Stands for the cell where rows, profiles and files of this answer are asked for.
    pub id: CellId,
    /// The part of the text that ran.
    pub span: Span,
    /// The named query that was looked at.
    pub named: Option<String>,
    /// None when the part does not run.
    pub result: Option<CellResult>,
    pub diagnostics: Vec<Diagnostic>,
    /// What was not read to its end; empty when the answer is the whole one.
    pub sampled: Vec<Sampled>,
}

/// A table or cell of which only the first rows were read.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Sampled {
    pub name: String,
    /// The rows that were read at most.
    pub first: u32,
    /// All of its rows, when they are known.
    pub rows: Option<u64>,
}

impl Command for RunPart {
    type Reply = Trial;
    const NAME: &'static str = "run_part";

    async fn run(self, app: &App) -> Result<Trial, Error> {
        app.session(&self.session)?.run_part(app, self).await
    }
}

impl Command for CloseTrial {
    type Reply = ();
    const NAME: &'static str = "close_trial";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.session(&self.session)?.close_trial(&self.cell);
        Ok(())
    }
}
