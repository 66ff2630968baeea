//! Rows of answers whose SQL groups rows: what of them can be taken apart, the SQL that does it, and a
//! number beside the rest.

use model::{CellId, JobId, SessionId, Value};
use protocol::words::{Apart, RowParts};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::why::MarkStory;
use crate::door::Command;
use crate::{App, Error};

/// What of the answer of a cell can be taken apart. Refused when its SQL does not group rows.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ViewRowParts {
    pub session: SessionId,
    pub cell: CellId,
}

/// The SQL that takes one row of a cell's answer apart; nothing runs and nothing changes.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TakeRow {
    pub session: SessionId,
    pub cell: CellId,
    /// All values of the row, in the order of its columns.
    pub row: Vec<Value>,
    pub apart: Apart,
}

/// A text to be run.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct RowText {
    pub text: String,
}

/// Compares one number of a row with all other rows that the cell reads, and looks for the segments
/// that make it what it is.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExplainRow {
    pub session: SessionId,
    pub cell: CellId,
    /// All values of the row, in the order of its columns.
    pub row: Vec<Value>,
    /// The column of the number, counted from 0.
    pub column: u32,
    pub job: JobId,
}

impl Command for ViewRowParts {
    type Reply = RowParts;
    const NAME: &'static str = "view_row_parts";

    async fn run(self, app: &App) -> Result<RowParts, Error> {
        app.session(&self.session)?.row_parts(app, &self.cell).await
    }
}

impl Command for TakeRow {
    type Reply = RowText;
    const NAME: &'static str = "take_row";

    async fn run(self, app: &App) -> Result<RowText, Error> {
        app.session(&self.session)?.take_row(app, self).await
    }
}

impl Command for ExplainRow {
    type Reply = MarkStory;
    const NAME: &'static str = "explain_row";

    async fn run(self, app: &App) -> Result<MarkStory, Error> {
        app.session(&self.session)?.explain_row(app, self).await
    }
}
