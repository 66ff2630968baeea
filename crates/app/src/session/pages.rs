//! Dashboard pages of a workbook: tiles with their charts, narrowed by what is selected.

mod chosen;
mod controls;
mod detail;
mod export;
mod live;
mod rows;

use std::sync::Arc;

use dashboard::{Active, Narrowing, Reads};
use model::{
    CellBody, CellId, Diagnostic, Edit, Effect, Field, Page, PageId, Tile, TileContent, TilePlace,
};
use tokio_util::sync::CancellationToken;

use super::charts::{Asked, chart_view};
use super::{Session, State};
use crate::command::chart::TileAt;
use crate::command::page::{Arrange, PageView, TileView};
use crate::trust::Trust;
use crate::{App, Error};

pub(crate) use chosen::Selections;
pub(super) use detail::with_columns;
pub(crate) use rows::TileRows;
pub(super) use rows::{key as rows_key, narrow};

/// A tile's chart with what narrows it.
struct Narrowed {
    cell: CellId,
    asked: Asked,
    narrowing: Narrowing,
    version: u64,
}

impl Session {
    /// The page with its tiles, without rows.
    pub(crate) async fn view_page(
        self: &Arc<Self>,
        app: &App,
        id: &PageId,
    ) -> Result<PageView, Error> {
        if self.has_filters(id)? {
            // What is filtered has to be known by its columns; a source that cannot be read says
            // so on its own tiles.
            let _ = self.open_sources(app, &CancellationToken::new()).await;
        }
        let (page, clauses) = self.page_now(app, id).await?;
        let mut tiles = Vec::with_capacity(page.tiles.len());
        for tile in dashboard::in_reading_order(&page.tiles) {
            tiles.push(self.view_tile(app, &page, tile, &clauses).await);
        }
        Ok(PageView {
            page: page.id.clone(),
            tiles,
            clauses,
            came_from: self.came_from(&page.id),
            medium: dashboard::spread(&page.tiles, 6),
            narrow: dashboard::spread(&page.tiles, 1),
        })
    }

    /// Whether anything filters on a page, or could.
    fn has_filters(&self, id: &PageId) -> Result<bool, Error> {
        let state = self.state();
        let page = state.book.page(id).ok_or_else(no_page)?;
        let is_control = |tile: &Tile| matches!(tile.content, TileContent::Field { .. });
        Ok(page.tiles.iter().any(is_control) || state.selections.contains_key(id))
    }

    /// Where tiles would stand.
    pub(crate) fn plan_tiles(
        &self,
        page: &PageId,
        wish: &Arrange,
    ) -> Result<Vec<TilePlace>, Error> {
        let state = self.state();
        let tiles = &state.book.page(page).ok_or_else(no_page)?.tiles;
        Ok(match wish {
            Arrange::Settle { moved } if moved.len() > workbook::apply::MOST_TILES => {
                return Err(Error::new(
                    "PAGE_TOO_MANY",
                    "So many tiles cannot be moved at once. Move fewer.",
                ));
            }
            Arrange::Settle { moved } => dashboard::settle(tiles, moved),
            Arrange::Free {
                tile,
                width,
                height,
            } => vec![TilePlace {
                tile: tile.clone(),
                place: dashboard::free_place(tiles, *width, *height),
            }],
            Arrange::Compact => dashboard::compact(tiles),
            Arrange::Align { tiles: ids, edge } => dashboard::align(tiles, ids, *edge),
        })
    }

    /// What follows on pages when a cell is renamed: filters of its columns.
    pub(super) fn renamed_in_pages(&self, from: &str, to: &str) -> Vec<Edit> {
        let state = self.state();
        let mut edits = Vec::new();
        for page in &state.book.pages {
            for tile in &page.tiles {
                let mut tile = tile.clone();
                if let TileContent::Field { source, .. } = &mut tile.content
                    && source.to_lowercase() == from.to_lowercase()
                {
                    to.clone_into(source);
                    let page = page.id.clone();
                    edits.push(Edit::ReplaceTile { page, tile });
                }
            }
        }
        edits
    }

    async fn view_tile(
        self: &Arc<Self>,
        app: &App,
        page: &Page,
        tile: &Tile,
        clauses: &[Active],
    ) -> TileView {
        let mut view = TileView {
            tile: tile.id.clone(),
            chart: None,
            field: None,
            problem: None,
            waits_for: None,
            filters: Vec::new(),
            picks: Vec::new(),
            skipped: Vec::new(),
            highlights: Vec::new(),
            trend: None,
            version: 0,
        };
        match &tile.content {
            TileContent::Chart { cell } => match self.narrowed(app, page, tile, clauses).await {
                Ok(narrowed) => {
                    view.highlights =
                        dashboard::clauses_for(page, &tile.id, clauses, Effect::Highlight)
                            .cloned()
                            .collect();
                    view.waits_for = self.waits_for(&narrowed.asked);
                    view.filters = narrowed.narrowing.filters;
                    view.picks = narrowed.narrowing.picks;
                    view.skipped = narrowed.narrowing.skipped;
                    view.version = narrowed.version;
                    view.trend = rows::trend_field(&narrowed.asked);
                    let hierarchies = self.state().book.hierarchies.clone();
                    let chart = chart_view(narrowed.asked, String::new(), &hierarchies);
                    view.chart = Some(chart);
                }
                Err(_) if self.state().book.cell(cell).is_none() => {
                    view.problem = Some(gone("chart"));
                }
                Err(error) => view.problem = Some(Diagnostic::error(&error.code, error.message)),
            },
            TileContent::Control { cell } => {
                let state = self.state();
                let known = state.book.cell(cell);
                if !known.is_some_and(|cell| matches!(cell.body, CellBody::Parameter { .. })) {
                    view.problem = Some(gone("parameter"));
                }
            }
            TileContent::Field { source, field, .. } => {
                let state = self.state();
                match fields_of(&state, source) {
                    Some(fields) => {
                        view.field = fields.iter().find(|known| known.name == *field).cloned();
                        if view.field.is_none() {
                            view.problem = Some(no_field(source, field));
                        }
                    }
                    None if state.judged.trust == Trust::Restricted => {
                        view.problem = Some(not_read(source));
                    }
                    None => view.problem = Some(no_data(source)),
                }
            }
            TileContent::Text { .. } | TileContent::Section => {}
        }
        view
    }

    /// A tile's chart and what narrows it now.
    async fn narrowed(
        self: &Arc<Self>,
        app: &App,
        page: &Page,
        tile: &Tile,
        clauses: &[Active],
    ) -> Result<Narrowed, Error> {
        let TileContent::Chart { cell } = &tile.content else {
            return Err(no_tile());
        };
        self.read_source_of(app, cell).await?;
        let steps = self.steps_down(&page.id, &tile.id);
        let asked = self.asked_after(cell, steps.as_deref())?;
        let reads = Reads {
            source: &asked.spec.source,
            fields: &asked.fields,
        };
        let acting = dashboard::clauses_for(page, &tile.id, clauses, Effect::Filter);
        let narrowing = if asked.waits_for.is_some() {
            Narrowing::default()
        } else {
            dashboard::narrowing(acting, reads)
        };
        let version = rows::version(&asked, &narrowing);
        Ok(Narrowed {
            cell: cell.clone(),
            asked,
            narrowing,
            version,
        })
    }

    /// A chart as it is shown, and what narrows it: by itself, or on a tile under what is selected on
    /// its page.
    pub(super) async fn asked_at(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        at: Option<&TileAt>,
    ) -> Result<(Asked, Narrowing), Error> {
        let Some(at) = at else {
            self.read_source_of(app, cell).await?;
            return Ok((self.asked(cell)?, Narrowing::default()));
        };
        let (page, clauses) = self.page_now(app, &at.page).await?;
        let tile = page.tile(&at.tile).ok_or_else(no_tile)?;
        let narrowed = self.narrowed(app, &page, tile, &clauses).await?;
        if narrowed.cell != *cell {
            return Err(no_tile());
        }
        Ok((narrowed.asked, narrowed.narrowing))
    }

    /// The cell that a chart waits for, to be run.
    fn waits_for(&self, asked: &Asked) -> Option<CellId> {
        let name = asked.waits_for.as_ref()?;
        let state = self.state();
        state.book.cell_named(name).map(|cell| cell.id.clone())
    }
}

/// The table or cell that a tile reads, by name.
fn source_of(state: &State, tile: &Tile) -> Option<String> {
    match &tile.content {
        TileContent::Chart { cell } => match &state.book.cell(cell)?.body {
            CellBody::Chart { spec } => Some(spec.source.clone()),
            _ => None,
        },
        TileContent::Field { source, .. } => Some(source.clone()),
        TileContent::Control { .. } | TileContent::Text { .. } | TileContent::Section => None,
    }
}

/// Columns of a cell's answer or of a table, when known.
fn fields_of(state: &State, source: &str) -> Option<Vec<Field>> {
    if let Some(cell) = state.book.cell_named(source) {
        let shown = state.runs.get(&cell.id)?.shown.as_ref()?;
        return Some(shown.stamp.fields.clone());
    }
    state.table(source).map(|table| table.fields.clone())
}

fn gone(what: &str) -> Diagnostic {
    let code = "TILE_GONE";
    Diagnostic::error(
        code,
        format!("The {what} of this tile is no longer in the workbook."),
    )
    .with_hint("Undo brings it back. Otherwise remove the tile or choose another.")
}

fn no_field(source: &str, field: &str) -> Diagnostic {
    let (source, field) = (crate::error::shown(source), crate::error::shown(field));
    Diagnostic::error(
        "TILE_NO_FIELD",
        format!("{source} has no column {field} any more."),
    )
    .with_hint("It may have been renamed. Remove this filter and add one for another column.")
}

fn no_data(source: &str) -> Diagnostic {
    let source = crate::error::shown(source);
    Diagnostic::error(
        "TILE_NO_DATA",
        format!("{source} is not there or has not been run yet."),
    )
    .with_hint("Run its cell, or add its file again.")
}

fn not_read(source: &str) -> Diagnostic {
    let source = crate::error::shown(source);
    Diagnostic::error(
        "NOT_TRUSTED",
        format!("The values of {source} are not in the workbook, and nothing is read for one that is not trusted."),
    )
    .with_hint("Trust the workbook to filter by it.")
}

pub(super) fn no_page() -> Error {
    Error::new(
        "NO_SUCH_PAGE",
        "This page is no longer in the workbook. Undo brings it back if it was removed.",
    )
}

fn no_tile() -> Error {
    Error::new(
        "NO_SUCH_TILE",
        "This tile is no longer on the page. Undo brings it back if it was removed.",
    )
}
