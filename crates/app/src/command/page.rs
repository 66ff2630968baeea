//! Dashboard pages: what their tiles are, the rows behind them, and what is selected.

use dashboard::{Active, CameFrom, Edge, Skipped};
use model::{
    CellId, Diagnostic, DrillStep, Field, Filter, JobId, PageId, Pick, Picked, SessionId, TileId,
    TilePlace, Value,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::chart::ChartView;
use crate::command::picture::PictureTheme;
use crate::command::system::Tag;
use crate::door::{Command, Rows};
use crate::{App, Error};

/// A page as it is to be painted: its tiles with charts resolved, and what is selected.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ViewPage {
    pub session: SessionId,
    pub page: PageId,
}

/// Rows of a tile's chart under the selections of the page, in bytes as `ReadWindow` answers
/// them. As many rows as of a chart. Refused when the tile has changed since `version`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadTile {
    pub session: SessionId,
    pub page: PageId,
    pub tile: TileId,
    /// `TileView::version`.
    pub version: u64,
}

/// The figure of a metric tile month by month under the selections of the page, in bytes as
/// `ReadWindow` answers them: month, figure, and the last day or moment of the month with rows.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadTrend {
    pub session: SessionId,
    pub page: PageId,
    pub tile: TileId,
    /// `TileView::version`.
    pub version: u64,
}

/// Rows that the selections of a page leave, of the data that most of its tiles read.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CountPage {
    pub session: SessionId,
    pub page: PageId,
}

/// Replaces what is selected on a tile. Nothing picked ends the selection of the tile.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetSelection {
    pub session: SessionId,
    pub page: PageId,
    pub tile: TileId,
    pub picks: Vec<TilePick>,
}

/// Goes down or up on the chart of a tile. No steps is the top of what lies on its shelves.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SetDrill {
    pub session: SessionId,
    pub page: PageId,
    pub tile: TileId,
    pub steps: Vec<DrillStep>,
}

/// What is picked of a column of what the tile reads.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TilePick {
    pub field: String,
    pub picked: Picked,
}

/// Ends every selection of a page, those that its controls make by default too.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClearSelection {
    pub session: SessionId,
    pub page: PageId,
}

/// Gives controls back what the workbook chooses: one of them, or all of the page.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ResetControls {
    pub session: SessionId,
    pub page: PageId,
    pub tile: Option<TileId>,
}

/// The values that the list of a control offers: those that remain under what the other controls
/// of the page choose, in order, at most 500.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadValues {
    pub session: SessionId,
    pub page: PageId,
    pub tile: TileId,
    /// Also those that the other controls leave out.
    pub all: bool,
    /// Letters that the values contain; empty for every value.
    pub search: String,
}

/// Values of a column to choose from.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct ControlValues {
    pub values: Vec<Value>,
    /// How many there are by what was asked; more than `values` when not all are sent.
    pub found: u64,
    /// How many different values the other controls leave.
    pub left: u64,
    /// How many there are in the data.
    pub total: u64,
}

/// Where tiles would stand; changes nothing. Answers the places that change.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlanTiles {
    pub session: SessionId,
    pub page: PageId,
    pub wish: Arrange,
}

/// Writes a page to a file as it is now, under what is selected; whole or not at all.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ExportPage {
    pub session: SessionId,
    pub page: PageId,
    pub path: String,
    pub format: PageFormat,
    pub theme: PictureTheme,
    pub job: JobId,
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PageFormat {
    /// One file that needs nothing else: pictures that answer the pointer, and the rows behind them.
    Html,
    /// One picture, 1 200 pixels wide at twice the density.
    Png,
    /// Sheets of paper with lines and letters.
    Pdf,
    /// The rows behind every tile, one sheet each.
    Xlsx,
}

/// What was written.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct ExportedPage {
    pub path: String,
    pub bytes: u64,
    /// Tiles that are not drawn or hold stored figures, and letters that are not in the type.
    pub notes: Vec<String>,
    /// Tiles that could not be computed; why stands in their place.
    pub failed: Vec<String>,
}

/// What a person wants of the places on a page.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "arrange", rename_all = "snake_case")]
pub enum Arrange {
    /// These tiles here, the others out of their way; a tile may be new to the page.
    Settle { moved: Vec<TilePlace> },
    /// A new tile at the first free place.
    Free {
        tile: TileId,
        width: u32,
        height: u32,
    },
    /// Everything up as far as it goes.
    Compact,
    /// An edge or size like the first of the tiles.
    Align { tiles: Vec<TileId>, edge: Edge },
}

/// Where tiles would stand: those whose place changes.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct TilePlan {
    pub places: Vec<TilePlace>,
}

/// A page ready to be painted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PageView {
    pub page: PageId,
    /// In reading order.
    pub tiles: Vec<TileView>,
    /// What acts now: what the workbook chooses, then what is selected, oldest first.
    pub clauses: Vec<Active>,
    /// Where a person came from, when it is looked at as a detail page.
    #[serde(default)]
    pub came_from: Option<CameFrom>,
    /// Places on six columns, for windows of middle width.
    pub medium: Vec<TilePlace>,
    /// Places on one column.
    pub narrow: Vec<TilePlace>,
}

/// One tile of a page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TileView {
    pub tile: TileId,
    /// The chart that it shows; without SQL, which `ViewChart` answers.
    pub chart: Option<ChartView>,
    /// The column that its filter is about, when it is there.
    pub field: Option<Field>,
    /// Why it shows nothing, and the way out.
    pub problem: Option<Diagnostic>,
    /// The cell that has to run first.
    pub waits_for: Option<CellId>,
    /// What narrows it.
    pub filters: Vec<Filter>,
    #[serde(default)]
    pub picks: Vec<Pick>,
    /// Selections that cannot narrow it, in words.
    pub skipped: Vec<Skipped>,
    /// Selections that stand out in it instead of narrowing it.
    pub highlights: Vec<Active>,
    /// The column of dates along which its only figure can be followed; see `ReadTrend`.
    pub trend: Option<String>,
    /// Part of cache keys: changes whenever the rows may have changed.
    pub version: u64,
}

/// How many rows the selections leave.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PageCount {
    /// The table or cell that is counted; none when no tile reads one.
    pub source: Option<String>,
    pub rows: u64,
    pub total_rows: u64,
}

impl Command for ViewPage {
    type Reply = PageView;
    const NAME: &'static str = "view_page";

    async fn run(self, app: &App) -> Result<PageView, Error> {
        app.session(&self.session)?.view_page(app, &self.page).await
    }
}

impl Command for ReadTile {
    type Reply = Rows;
    const NAME: &'static str = "read_tile";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        let session = app.session(&self.session)?;
        session
            .read_tile(app, &self.page, &self.tile, self.version)
            .await
    }
}

impl Command for ReadTrend {
    type Reply = Rows;
    const NAME: &'static str = "read_trend";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        let session = app.session(&self.session)?;
        session
            .read_trend(app, &self.page, &self.tile, self.version)
            .await
    }
}

impl Command for CountPage {
    type Reply = PageCount;
    const NAME: &'static str = "count_page";

    async fn run(self, app: &App) -> Result<PageCount, Error> {
        app.session(&self.session)?
            .count_page(app, &self.page)
            .await
    }
}

impl Command for ExportPage {
    type Reply = ExportedPage;
    const NAME: &'static str = "export_page";

    async fn run(self, app: &App) -> Result<ExportedPage, Error> {
        app.session(&self.session)?.export_page(app, self).await
    }
}

impl Command for SetSelection {
    type Reply = PageView;
    const NAME: &'static str = "set_selection";

    fn stale(&self) -> Vec<Tag> {
        vec![selections(&self.session, &self.page)]
    }

    async fn run(self, app: &App) -> Result<PageView, Error> {
        let session = app.session(&self.session)?;
        session.set_selection(app, &self.page, &self.tile, self.picks)?;
        session.view_page(app, &self.page).await
    }
}

impl Command for SetDrill {
    type Reply = PageView;
    const NAME: &'static str = "set_drill";

    fn stale(&self) -> Vec<Tag> {
        vec![selections(&self.session, &self.page)]
    }

    async fn run(self, app: &App) -> Result<PageView, Error> {
        let session = app.session(&self.session)?;
        session.set_drill(&self.page, &self.tile, self.steps)?;
        session.view_page(app, &self.page).await
    }
}

impl Command for ClearSelection {
    type Reply = PageView;
    const NAME: &'static str = "clear_selection";

    fn stale(&self) -> Vec<Tag> {
        vec![selections(&self.session, &self.page)]
    }

    async fn run(self, app: &App) -> Result<PageView, Error> {
        let session = app.session(&self.session)?;
        session.clear_selection(&self.page)?;
        session.view_page(app, &self.page).await
    }
}

impl Command for ResetControls {
    type Reply = PageView;
    const NAME: &'static str = "reset_controls";

    fn stale(&self) -> Vec<Tag> {
        vec![selections(&self.session, &self.page)]
    }

    async fn run(self, app: &App) -> Result<PageView, Error> {
        let session = app.session(&self.session)?;
        session.reset_controls(&self.page, self.tile.as_ref())?;
        session.view_page(app, &self.page).await
    }
}

impl Command for ReadValues {
    type Reply = ControlValues;
    const NAME: &'static str = "read_values";

    async fn run(self, app: &App) -> Result<ControlValues, Error> {
        app.session(&self.session)?.read_values(app, self).await
    }
}

impl Command for PlanTiles {
    type Reply = TilePlan;
    const NAME: &'static str = "plan_tiles";

    async fn run(self, app: &App) -> Result<TilePlan, Error> {
        let session = app.session(&self.session)?;
        let places = session.plan_tiles(&self.page, &self.wish)?;
        Ok(TilePlan { places })
    }
}

fn selections(session: &SessionId, page: &PageId) -> Tag {
    Tag::Page {
        session: session.clone(),
        page: page.clone(),
    }
}
