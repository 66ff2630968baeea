//! Literacy notes: what a chart does not say by itself, with the rows that show it.

use model::{CellId, JobId, Query, SessionId, TimeUnit, Value};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::door::{Command, Rows};
use crate::{App, Error};

/// Looks at the data behind a chart. Runs beside the picture and can be cancelled.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChartNotes {
    pub session: SessionId,
    pub cell: CellId,
    pub job: JobId,
}

/// The rows that show a note, as `ReadWindow` answers them: at most `MOST_EVIDENCE_ROWS`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadEvidence {
    pub session: SessionId,
    pub cell: CellId,
    /// `LiteracyNote::rows`; it reads the chart's own data.
    pub query: Query,
    pub job: JobId,
}

/// What was found, and what was not looked at.
#[derive(Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct LiteracyNotes {
    /// Most serious first; those that `ChartSpec::dismissed_notes` names too.
    pub notes: Vec<LiteracyNote>,
    /// Marks whose rows were counted.
    pub marks: u64,
    pub limits: Vec<NoteLimit>,
}

/// Something that was not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "limit", rename_all = "snake_case")]
pub enum NoteLimit {
    /// The chart lists rows instead of aggregating them.
    NotAggregated,
    /// Calculations, parts of dates, bins by count, top members or picked marks: not looked at.
    Calculated,
    /// More marks than are looked at.
    TooManyMarks { most: u32 },
    /// Marks with so many rows that their outliers were not looked for.
    LargeMarks { marks: u32, most: u32 },
}

/// One note.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct LiteracyNote {
    /// The same as long as it is about the same: what a workbook remembers when it is dismissed.
    pub id: String,
    pub about: NoteAbout,
    /// The marks that it is about; none when it is about the whole chart.
    pub marks: Vec<Vec<MarkValue>>,
    /// The question whose rows show it.
    pub rows: Option<Query>,
    /// The evidence when it is no rows.
    pub words: Vec<String>,
}

/// The value of a mark in one column of the chart's rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MarkValue {
    pub column: String,
    pub value: Value,
}

/// What a note says. Shares are from 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NoteAbout {
    /// A value that repeats with a key is summed several times.
    FanOut {
        key: String,
        field: String,
        rows: f64,
        keys: u32,
    },
    /// A few rows carry a mark.
    Outliers {
        rows: u32,
        share: f64,
        field: String,
        is_average: bool,
    },
    /// The whole goes one way, every segment the other way.
    Reversal {
        field: String,
        column: String,
        segments: u32,
        is_up: bool,
    },
    AverageOfAverages {
        field: String,
        weight: String,
        plain: f64,
        weighted: f64,
    },
    /// `is_whole`: missing overall, not in one mark.
    MissingValues {
        field: String,
        share: f64,
        is_whole: bool,
    },
    /// The rows behind an average changed in number at a period.
    ChangedBase {
        before: f64,
        after: f64,
        from: Value,
        unit: TimeUnit,
    },
    /// The last period goes only to `through`.
    Unfinished {
        period: Value,
        unit: TimeUnit,
        through: Value,
    },
    SmallSamples {
        marks: u32,
        of: u32,
        fewest: f64,
    },
    ManyLooks {
        looks: u32,
        chance: f64,
    },
    TruncatedAxis {
        start: f64,
        times: f64,
    },
}

impl Command for ChartNotes {
    type Reply = LiteracyNotes;
    const NAME: &'static str = "chart_notes";

    async fn run(self, app: &App) -> Result<LiteracyNotes, Error> {
        app.session(&self.session)?.chart_notes(app, self).await
    }
}

impl Command for ReadEvidence {
    type Reply = Rows;
    const NAME: &'static str = "read_evidence";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        app.session(&self.session)?.read_evidence(app, self).await
    }
}
