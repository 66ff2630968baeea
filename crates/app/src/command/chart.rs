//! Charts: dropping fields, and the numbers behind the picture.

use chart::DrillDown;
use model::{
    CellId, ChartSpec, Diagnostic, DrillStep, Field, Filter, Levels, Mark, PageId, Pick, Pill,
    PillMark, SessionId, Shelf, TileId, Value,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::notes::MarkValue;
use crate::command::system::Tag;
use crate::command::workbook::SessionView;
use crate::door::{Command, Rows};
use crate::{App, Error};

/// Puts a field on a shelf; aggregate, time unit and bin are chosen to suit. Applies an edit.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlaceField {
    pub session: SessionId,
    pub cell: CellId,
    pub field: String,
    pub shelf: Shelf,
    /// Position on the shelf; past the end appends.
    pub index: usize,
    /// The shelf and position it comes from when an existing pill is moved.
    pub from: Option<PillAt>,
}

/// One pill of a chart.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, TS)]
#[ts(export)]
pub struct PillAt {
    pub shelf: Shelf,
    pub index: usize,
}

/// What the chart is, resolved: mark, axes, query, notes. Rows come from `ReadChart`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ViewChart {
    pub session: SessionId,
    pub cell: CellId,
}

/// Rows of a chart, in bytes as `ReadWindow` answers them. At most `MOST_MARKS` rows;
/// of a pivot table its first lines and columns.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadChart {
    pub session: SessionId,
    pub cell: CellId,
}

/// The rows of the source behind one mark, in bytes as `ReadWindow` answers them: the first of them,
/// and how many there are.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadRecords {
    pub session: SessionId,
    pub cell: CellId,
    /// The values of the mark's dimensions in the chart's rows; none is the whole chart.
    pub values: Vec<MarkValue>,
    /// Of several marks: what holds for the rows behind all of them.
    #[serde(default)]
    pub filters: Vec<Filter>,
    #[serde(default)]
    pub picks: Vec<Pick>,
    /// The mark is one of those that are drawn instead of too many.
    #[serde(default)]
    pub crowded: bool,
    /// The tile that shows the chart: its rows are those that the selections of the page leave.
    #[serde(default)]
    pub tile: Option<TileAt>,
}

/// The rows behind one row of a cell's answer, where its SQL groups them; in bytes as `ReadWindow`
/// answers them: the first of them, and how many there are.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadBehind {
    pub session: SessionId,
    pub cell: CellId,
    /// All values of the row, in the order of its columns.
    pub row: Vec<Value>,
}

/// A tile of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TileAt {
    pub page: PageId,
    pub tile: TileId,
}

/// Replaces a chart by one that is written as text (docs/chart-spec.md). Applies an edit.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetChartText {
    pub session: SessionId,
    pub cell: CellId,
    pub text: String,
}

/// A chart ready to be painted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChartView {
    /// As the workbook has it.
    pub spec: ChartSpec,
    /// The steps down that are taken; what follows is after them.
    #[serde(default)]
    pub path: Vec<DrillStep>,
    /// The ways further down, the nearest level of each dimension first.
    #[serde(default)]
    pub down: Vec<DrillDown>,
    /// The mark in use: the chosen one, or the best fit.
    pub mark: Mark,
    /// Why this mark fits, in one line.
    pub reason: String,
    /// All marks, best first, with the reason a mark does not apply.
    pub marks: Vec<MarkChoice>,
    /// Columns of the source, for the field list.
    pub source_fields: Vec<Field>,
    /// Names of the columns in `ReadChart` that carry each shelf's pills, in shelf order.
    pub encodings: Vec<Encoding>,
    /// Of a pivot table: which of its dimensions are rows, and the columns that say where marks stand.
    pub levels: Option<Levels>,
    pub diagnostics: Vec<Diagnostic>,
    /// The question as SQL.
    pub sql: String,
    /// Said on the chart: "5 000 of 12 402 points", "12 categories folded into others".
    pub notes: Vec<String>,
    /// One sentence computed from the data, for the accessible name.
    pub summary: String,
    /// Part of cache keys: changes whenever the rows may have changed.
    pub version: u64,
    /// From the workbook file, not recomputed here.
    pub is_saved_copy: bool,
    /// UTC time when the rows were computed.
    pub computed_at: Option<String>,
}

/// A mark and whether it applies.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MarkChoice {
    pub mark: Mark,
    pub applies: bool,
    /// What question it answers, or what is missing.
    pub reason: String,
}

/// Which column of the chart's rows carries a pill.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Encoding {
    pub shelf: Shelf,
    pub index: usize,
    pub pill: Pill,
    pub column: String,
    /// Column with the upper edge of each bin; `column` has the lower edge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_column: Option<String>,
    /// In words: `SUM(net_amount)`.
    pub title: String,
    /// On no shelf: the mark asks for it by itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_implied: bool,
    /// The own mark of a measure, where it is another one than that of the chart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<PillMark>,
}

impl Encoding {
    /// A resolved pill as the screen knows it.
    pub(crate) fn of(encoded: &chart::Encoded) -> Self {
        Self {
            shelf: encoded.shelf,
            index: encoded.index,
            pill: encoded.pill.clone(),
            column: encoded.column.clone(),
            end_column: encoded.end_column.clone(),
            title: encoded.title.clone(),
            is_implied: encoded.is_implied,
            mark: encoded.mark,
        }
    }
}

impl Command for PlaceField {
    type Reply = SessionView;
    const NAME: &'static str = "place_field";

    fn stale(&self) -> Vec<Tag> {
        Tag::workbook_and_cell(&self.session, &self.cell)
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.place_field(app, self).await
    }
}

impl Command for ReadRecords {
    type Reply = Rows;
    const NAME: &'static str = "read_records";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        app.session(&self.session)?.read_records(app, self).await
    }
}

impl Command for ReadBehind {
    type Reply = Rows;
    const NAME: &'static str = "read_behind";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        app.session(&self.session)?
            .read_behind(app, &self.cell, self.row)
            .await
    }
}

impl Command for SetChartText {
    type Reply = SessionView;
    const NAME: &'static str = "set_chart_text";

    fn stale(&self) -> Vec<Tag> {
        Tag::workbook_and_cell(&self.session, &self.cell)
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?
            .set_chart_text(app, self.cell, &self.text)
    }
}

impl Command for ViewChart {
    type Reply = ChartView;
    const NAME: &'static str = "view_chart";

    async fn run(self, app: &App) -> Result<ChartView, Error> {
        app.session(&self.session)?
            .view_chart(app, &self.cell)
            .await
    }
}

impl Command for ReadChart {
    type Reply = Rows;
    const NAME: &'static str = "read_chart";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        app.session(&self.session)?
            .read_chart(app, &self.cell, chart::PIXELS)
            .await
    }
}
