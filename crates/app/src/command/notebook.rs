//! Running cells, looking at their answers, and help while typing.

use model::{CellId, ColumnProfile, Filter, JobId, Mark, Order, Overlays, SessionId};
use protocol::message::{Check, Completion, DataFormat, View};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::chart::Encoding;
use crate::door::{Command, Rows};
use crate::jobs::PATIENCE;
use crate::session::Part;
use crate::{App, Error};

/// Runs a cell and, before it, the cells it reads that are stale. Answers at once; progress and
/// outcome come as events.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RunCell {
    pub session: SessionId,
    pub cell: CellId,
    pub job: JobId,
}

/// Runs every cell that is stale or was never run.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RunStale {
    pub session: SessionId,
    pub job: JobId,
}

/// Runs every SQL cell, also those whose answer is fresh or stored in the file.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RunAll {
    pub session: SessionId,
    pub job: JobId,
}

/// Stops a job. Answers within 250 ms, whatever the engine does.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CancelJob {
    pub job: JobId,
}

/// Waits up to 25 s for the end of a job.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AwaitJob {
    pub job: JobId,
}

/// Whether a job is over; if not, it may be asked again.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct JobEnd {
    pub has_ended: bool,
}

/// Binds a text as the cell's text would be, without running or storing it.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CheckText {
    pub session: SessionId,
    pub cell: CellId,
    pub text: String,
}

/// What may stand at `offset` (UTF-8 bytes) of a text.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CompleteText {
    pub session: SessionId,
    pub cell: CellId,
    pub text: String,
    pub offset: u32,
}

/// Completions, best first.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Completions {
    pub completions: Vec<Completion>,
}

/// Rows of a cell's answer. The reply is bytes: the length of what follows as u32 in little-endian
/// order, `WindowHead` as JSON of that length, then an Arrow IPC stream.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadWindow {
    pub session: SessionId,
    pub cell: CellId,
    pub filters: Vec<Filter>,
    pub order: Vec<Order>,
    pub offset: u64,
    /// At most 10 000.
    pub limit: u32,
}

/// How many rows there are under the filters, and which ones these are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WindowHead {
    /// All rows under the filters.
    pub rows: u64,
    pub offset: u64,
    pub count: u32,
    /// Rows of the whole answer without filters.
    pub total_rows: u64,
    /// Of charts: what stands over the marks.
    #[serde(flatten)]
    pub overlays: Overlays,
    /// Of lines of which only those rows are sent that are drawn: in how many columns of pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pixels: Option<u32>,
    /// Of a chart with more marks than a picture shows: what is drawn instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn_as: Option<DrawnAs>,
    /// Of a pivot table that has more lines or columns than are sent: how many it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pivot: Option<PivotExtent>,
}

/// What is drawn of a chart that has more marks than a picture shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawnAs {
    pub mark: Mark,
    /// Names of the columns of these rows.
    pub encodings: Vec<Encoding>,
    /// Said under the picture.
    pub words: String,
}

/// How many lines and columns a pivot table has, totals not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PivotExtent {
    pub lines: u64,
    pub columns: u64,
}

/// Profiles of the columns of a cell's answer.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ProfileCell {
    pub session: SessionId,
    pub cell: CellId,
}

/// Profiles in column order.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Profiles {
    pub profiles: Vec<ColumnProfile>,
    pub rows: u64,
}

/// Writes a cell's whole answer, as filtered and ordered on screen, to a file.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportCell {
    pub session: SessionId,
    pub cell: CellId,
    pub filters: Vec<Filter>,
    pub order: Vec<Order>,
    pub format: DataFormat,
    pub path: String,
    pub job: JobId,
}

/// What was written.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Exported {
    pub path: String,
    pub rows: u64,
    pub bytes: u64,
}

impl Command for RunCell {
    type Reply = ();
    const NAME: &'static str = "run_cell";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.session(&self.session)?
            .run_cell(app, &self.cell, self.job)
    }
}

impl Command for RunStale {
    type Reply = ();
    const NAME: &'static str = "run_stale";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.session(&self.session)?.run_stale(app, self.job).await
    }
}

impl Command for RunAll {
    type Reply = ();
    const NAME: &'static str = "run_all";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.session(&self.session)?.run_every_cell(app, self.job)
    }
}

impl Command for CancelJob {
    type Reply = ();
    const NAME: &'static str = "cancel_job";

    async fn run(self, app: &App) -> Result<(), Error> {
        app.jobs().cancel(&self.job);
        Ok(())
    }
}

impl Command for AwaitJob {
    type Reply = JobEnd;
    const NAME: &'static str = "await_job";

    async fn run(self, app: &App) -> Result<JobEnd, Error> {
        let has_ended = app.jobs().has_ended(&self.job, PATIENCE).await;
        Ok(JobEnd { has_ended })
    }
}

impl Command for CheckText {
    type Reply = Check;
    const NAME: &'static str = "check_text";

    async fn run(self, app: &App) -> Result<Check, Error> {
        app.session(&self.session)?
            .check_text(app, &self.cell, self.text)
            .await
    }
}

impl Command for CompleteText {
    type Reply = Completions;
    const NAME: &'static str = "complete_text";

    async fn run(self, app: &App) -> Result<Completions, Error> {
        let session = app.session(&self.session)?;
        let completions = session
            .complete_text(app, &self.cell, self.text, self.offset)
            .await?;
        Ok(Completions { completions })
    }
}

impl Command for ReadWindow {
    type Reply = Rows;
    const NAME: &'static str = "read_window";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        let view = View {
            filters: self.filters,
            order: self.order,
            ..View::default()
        };
        let part = Part {
            view,
            offset: self.offset,
            limit: self.limit,
        };
        app.session(&self.session)?
            .window(app, &self.cell, part)
            .await
    }
}

impl Command for ProfileCell {
    type Reply = Profiles;
    const NAME: &'static str = "profile_cell";

    async fn run(self, app: &App) -> Result<Profiles, Error> {
        app.session(&self.session)?.profile(app, &self.cell).await
    }
}

impl Command for ExportCell {
    type Reply = Exported;
    const NAME: &'static str = "export_cell";

    async fn run(self, app: &App) -> Result<Exported, Error> {
        app.session(&self.session)?.export(app, self).await
    }
}
