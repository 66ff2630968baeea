//! The steps in which a cell is computed.

use model::{CellId, JobId, SessionId};
use protocol::words::Step;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::door::Command;
use crate::{App, Error};

/// The steps of a SQL cell as it stands. With `is_measured` it is run once for the sake of the
/// figures; its answer is let go and the cell stays as it is. `job` names that run.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExplainCell {
    pub session: SessionId,
    pub cell: CellId,
    pub is_measured: bool,
    pub job: JobId,
}

/// The steps, the last one first, each before those whose rows it uses.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Explained {
    pub steps: Vec<Step>,
    /// Time for planning alone, in milliseconds.
    pub plan_ms: f64,
    /// Milliseconds of the run, with the work of measuring in it; none when nothing ran.
    pub took_ms: Option<f64>,
}

impl Command for ExplainCell {
    type Reply = Explained;
    const NAME: &'static str = "explain_cell";

    async fn run(self, app: &App) -> Result<Explained, Error> {
        app.session(&self.session)?.explain_cell(app, self).await
    }
}
