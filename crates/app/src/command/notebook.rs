//! Running cells, looking at their answers, and help while typing.

use model::{CellId, ColumnProfile, Filter, JobId, Order, SessionId};
use protocol::message::{Completion, DataFormat};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Runs a cell and, before it, the cells it reads that are stale. Answers at once; progress and
/// outcome come as events.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct RunCell {
    pub session: SessionId,
    pub cell: CellId,
    pub job: JobId,
}

/// Runs every cell that is stale or was never run.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct RunStale {
    pub session: SessionId,
    pub job: JobId,
}

/// Stops a job. Answers within 250 ms, whatever the engine does.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct CancelJob {
    pub job: JobId,
}

/// Binds a text as the cell's text would be, without running or storing it.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
pub struct CheckText {
    pub session: SessionId,
    pub cell: CellId,
    pub text: String,
}

/// What may stand at `offset` (UTF-8 bytes) of a text.
#[derive(Debug, Deserialize, TS)]
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

/// Rows of a cell's answer as an Arrow IPC stream. The schema's metadata key `assay` holds
/// `WindowHead` as JSON.
#[derive(Debug, Deserialize, TS)]
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
}

/// Profiles of the columns of a cell's answer.
#[derive(Debug, Deserialize, TS)]
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
#[derive(Debug, Deserialize, TS)]
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
