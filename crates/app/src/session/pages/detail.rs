//! Going to a detail page: what acts where a person stands becomes what acts there, each part with
//! the place that it came from.

use std::collections::BTreeSet;
use std::sync::Arc;

use dashboard::{Active, CameFrom, Clause};
use model::{CellBody, Edit, Effect, Filter, Page, Pick, Picked, TileContent, TileId};

use super::chosen::Chosen;
use super::{no_page, no_tile};
use crate::command::chart::TileAt;
use crate::command::detail::GoToDetail;
use crate::session::{Session, State};
use crate::{App, Error};

/// Most conditions and marks that come along.
const MOST_CAME: usize = 500;

impl Session {
    /// Replaces what is chosen on a detail page by what is known of a number elsewhere.
    pub(crate) async fn go_to_detail(
        self: &Arc<Self>,
        app: &App,
        asked: GoToDetail,
    ) -> Result<(), Error> {
        let detail = {
            let state = self.state();
            state.book.page(&asked.page).cloned().ok_or_else(no_page)?
        };
        let mut clauses = self.known_at(app, &asked.from).await?;
        let source = self.source_at(&asked.from)?;
        let came = Came {
            from: &asked.from,
            source: &source,
        };
        clauses.extend(came.of_filters(&asked.filters));
        clauses.extend(asked.picks.iter().filter_map(|pick| came.of_pick(pick)));
        if clauses.len() > MOST_CAME {
            return Err(Error::new(
                "PAGE_TOO_MANY",
                format!("At most {MOST_CAME} filters come along. Remove some where you came from."),
            ));
        }
        let mut once: Vec<Clause> = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let is_known =
                |one: &Clause| (&one.field, &one.picked) == (&clause.field, &clause.picked);
            if !once.iter().any(is_known) {
                once.push(clause);
            }
        }
        let set = giving_way(&detail, &once);
        let chosen = Chosen::came(once, set, asked.from);
        self.state().selections.insert(asked.page, chosen);
        Ok(())
    }

    /// What acts where a person stands: the filters of a page that act on the tile, and those of its
    /// chart.
    async fn known_at(self: &Arc<Self>, app: &App, from: &CameFrom) -> Result<Vec<Clause>, Error> {
        let mut known = Vec::new();
        let at = match (&from.page, &from.tile) {
            (Some(page), Some(tile)) => Some(TileAt {
                page: page.clone(),
                tile: tile.clone(),
            }),
            _ => None,
        };
        if let Some(at) = &at {
            let (page, active) = self.page_now(app, &at.page).await?;
            page.tile(&at.tile).ok_or_else(no_tile)?;
            let acting = dashboard::clauses_for(&page, &at.tile, &active, Effect::Filter);
            known.extend(
                acting
                    .filter(|one| one.problem.is_none())
                    .map(|one| came_along(one, &page)),
            );
        }
        let cell = {
            let state = self.state();
            let tile = at
                .as_ref()
                .and_then(|at| state.book.page(&at.page)?.tile(&at.tile));
            let of_tile = tile.and_then(|tile| match &tile.content {
                TileContent::Chart { cell } => Some(cell),
                _ => None,
            });
            let cell = of_tile.or(from.cell.as_ref());
            let cell = cell.and_then(|cell| state.book.cell(cell));
            cell.filter(|cell| matches!(cell.body, CellBody::Chart { .. }))
                .map(|cell| cell.id.clone())
        };
        if let Some(cell) = cell {
            let (chart, _) = self.asked_at(app, &cell, at.as_ref()).await?;
            let came = Came {
                from,
                source: &chart.spec.source,
            };
            known.extend(came.of_filters(&chart.spec.filters));
            known.extend(
                chart
                    .spec
                    .picks
                    .iter()
                    .filter_map(|pick| came.of_pick(pick)),
            );
        }
        Ok(known)
    }

    /// The table or cell that the number is of.
    fn source_at(&self, from: &CameFrom) -> Result<String, Error> {
        let state = self.state();
        let page = from.page.as_ref().and_then(|page| state.book.page(page));
        let tile = from.tile.as_ref();
        if let Some(tile) = page.zip(tile).and_then(|(page, tile)| page.tile(tile)) {
            return super::source_of(&state, tile).ok_or_else(no_tile);
        }
        let cell = from.cell.as_ref().and_then(|cell| state.book.cell(cell));
        let cell = cell.ok_or_else(Error::no_cell)?;
        Ok(match &cell.body {
            CellBody::Chart { spec } => spec.source.clone(),
            _ => cell.name.clone(),
        })
    }
}

/// What comes along from a place.
struct Came<'a> {
    from: &'a CameFrom,
    source: &'a str,
}

impl Came<'_> {
    fn clause(&self, field: &str, picked: Picked) -> Clause {
        Clause {
            tile: None,
            from: Some(self.from.clone()),
            source: self.source.to_owned(),
            field: field.to_owned(),
            picked,
        }
    }

    /// Conditions, those of one column together.
    fn of_filters(&self, filters: &[Filter]) -> Vec<Clause> {
        let mut made: Vec<(String, Vec<Filter>)> = Vec::new();
        for filter in filters {
            match made.iter_mut().find(|(field, _)| *field == filter.field) {
                Some((_, known)) => known.push(filter.clone()),
                None => made.push((filter.field.clone(), vec![filter.clone()])),
            }
        }
        made.into_iter()
            .map(|(field, filters)| self.clause(&field, Picked::Filters { filters }))
            .collect()
    }

    fn of_pick(&self, pick: &Pick) -> Option<Clause> {
        let first = pick.of.first()?;
        let picks = vec![pick.clone()];
        Some(self.clause(&first.pill.field, Picked::Picks { picks }))
    }
}

/// A filter of another page as one that came along. The largest members are those of the moment.
fn came_along(active: &Active, page: &Page) -> Clause {
    let clause = &active.clause;
    let here = CameFrom {
        page: Some(page.id.clone()),
        tile: clause.tile.clone(),
        cell: None,
    };
    let filters = active.filters.clone();
    Clause {
        tile: None,
        from: Some(clause.from.clone().unwrap_or(here)),
        picked: match &clause.picked {
            Picked::Top { .. } => Picked::Filters { filters },
            other => other.clone(),
        },
        ..clause.clone()
    }
}

/// Controls of a detail page whose default would speak against what came along.
fn giving_way(detail: &Page, clauses: &[Clause]) -> BTreeSet<TileId> {
    let came = |field: &str| {
        let lower = field.to_lowercase();
        clauses.iter().any(|one| one.field.to_lowercase() == lower)
    };
    let controls = detail.tiles.iter().filter(|tile| match &tile.content {
        TileContent::Field { field, .. } => came(field),
        _ => false,
    });
    controls.map(|tile| tile.id.clone()).collect()
}

/// The edits when columns get the names that `renamed` says for what tiles of detail pages read.
pub(in crate::session) fn with_columns(
    state: &State,
    renamed: impl Fn(&str, &str) -> Option<String>,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for page in state
        .book
        .pages
        .iter()
        .filter(|page| !page.detail_for.is_empty())
    {
        let sources = page
            .tiles
            .iter()
            .filter_map(|tile| super::source_of(state, tile));
        let sources: Vec<String> = sources.collect();
        let name = |field: &String| {
            let found = sources.iter().find_map(|source| renamed(source, field));
            found.unwrap_or_else(|| field.clone())
        };
        let fields: Vec<String> = page.detail_for.iter().map(name).collect();
        if fields != page.detail_for {
            let page = page.id.clone();
            edits.push(Edit::SetDetail { page, fields });
        }
    }
    edits
}
