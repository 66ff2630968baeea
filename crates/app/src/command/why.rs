//! Why a mark is what it is: the mark beside the rest, and the segments that make it.

use model::{CellId, JobId, SessionId, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::chart::TileAt;
use crate::command::notes::MarkValue;
use crate::door::Command;
use crate::{App, Error};

/// Compares a mark with the rest of its chart, and looks for the segments that make it what it is.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExplainMark {
    pub session: SessionId,
    pub cell: CellId,
    /// The values of the mark's dimensions in the chart's rows; none is the whole chart.
    pub values: Vec<MarkValue>,
    /// The column of the chart's rows with the amount; none is the first one.
    #[serde(default)]
    pub measure: Option<String>,
    /// The mark is one of those that are drawn instead of too many.
    #[serde(default)]
    pub crowded: bool,
    /// The tile that shows the chart: its rows are those that the selections of the page leave.
    #[serde(default)]
    pub tile: Option<TileAt>,
    pub job: JobId,
}

/// A mark beside the rest.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct MarkStory {
    /// What is measured: `SUM(net_amount)`.
    pub title: String,
    pub mark: Amount,
    /// All other rows under the filters of the chart.
    pub rest: Amount,
    pub adds: StoryAdds,
    /// Those that contribute most, first.
    pub segments: Vec<StorySegment>,
    /// Segments that were found, of which these are the first.
    pub found: u32,
    /// Columns whose segments were looked at.
    pub columns: Vec<String>,
    /// Columns with more values than are looked at.
    pub too_many: Vec<String>,
}

/// A figure and how many rows it is of.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
pub struct Amount {
    pub value: Value,
    pub rows: u64,
}

/// What the contributions of all segments of a column add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum StoryAdds {
    /// The mark: sums and counts.
    Mark,
    /// The mark less the rest: averages.
    Difference,
    /// Nothing: a median of medians is no median. Segments stand by their rows.
    Nothing,
}

/// One value of a column.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct StorySegment {
    pub field: String,
    pub value: Value,
    /// Within the mark, and within the rest.
    pub mark: Amount,
    pub rest: Amount,
    pub contribution: Option<f64>,
}

impl Command for ExplainMark {
    type Reply = MarkStory;
    const NAME: &'static str = "explain_mark";

    async fn run(self, app: &App) -> Result<MarkStory, Error> {
        app.session(&self.session)?.explain_mark(app, self).await
    }
}
