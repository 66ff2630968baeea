//! What is chosen on the pages of a workbook: selections on tiles, and controls with what the
//! workbook chooses as long as nobody has chosen anything else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dashboard::{Active, CameFrom, Clause, Moment};
use model::{DrillStep, Filter, Page, PageId, Picked, Tile, TileContent, TileId};

use super::{fields_of, no_page, no_tile, source_of};
use crate::command::page::TilePick;
use crate::session::{Session, State};
use crate::{App, Error};

/// Most values that are picked at once on a page.
const MOST_PICKED: usize = 20_000;
/// Most steps down a chart, as in a workbook.
const MOST_STEPS: usize = 40;

/// What is chosen on the pages of a workbook. Not part of the document.
pub(crate) type Selections = BTreeMap<PageId, Chosen>;

/// What is chosen on one page.
#[derive(Default)]
pub(crate) struct Chosen {
    /// Oldest first.
    clauses: Vec<Clause>,
    /// Controls that a person has set, to nothing too: their default does not act.
    set: BTreeSet<TileId>,
    /// How far charts on tiles have been gone down; a tile that is not named is where the workbook
    /// has its chart.
    drills: BTreeMap<TileId, Vec<DrillStep>>,
    /// Where a person came from, when it is looked at as a detail page.
    came_from: Option<CameFrom>,
}

impl Chosen {
    /// What came along to a detail page, instead of what was chosen on it before.
    pub(super) fn came(clauses: Vec<Clause>, set: BTreeSet<TileId>, came_from: CameFrom) -> Self {
        Self {
            clauses,
            set,
            came_from: Some(came_from),
            ..Self::default()
        }
    }
}

impl Session {
    /// Replaces what is selected on a tile.
    pub(crate) fn set_selection(
        &self,
        app: &App,
        page: &PageId,
        tile: &TileId,
        picks: Vec<TilePick>,
    ) -> Result<(), Error> {
        let mut state = self.state();
        let found = state.book.page(page).ok_or_else(no_page)?;
        let found = found.tile(tile).ok_or_else(no_tile)?;
        let source = source_of(&state, found).ok_or_else(no_tile)?;
        let mut made = Vec::with_capacity(picks.len());
        for TilePick { field, picked } in picks {
            let clause = Clause {
                tile: Some(tile.clone()),
                from: None,
                source: source.clone(),
                field,
                picked,
            };
            let filters = meaning(&state, app, &clause).map_err(|because| {
                Error::new(
                    "PAGE_CANNOT_FILTER",
                    format!("This cannot be selected: {because}."),
                )
            })?;
            if filters.iter().map(values_in).sum::<usize>() > MOST_PICKED {
                return Err(Error::new(
                    "PAGE_TOO_MANY",
                    format!("At most {MOST_PICKED} values can be selected at once. Use a range."),
                ));
            }
            let is_more = matches!(clause.picked, Picked::Top { .. } | Picked::Picks { .. });
            if !filters.is_empty() || is_more {
                made.push(clause);
            }
        }
        let chosen = state.selections.entry(page.clone()).or_default();
        chosen
            .clauses
            .retain(|clause| clause.tile.as_ref() != Some(tile));
        chosen.clauses.extend(made);
        chosen.set.insert(tile.clone());
        Ok(())
    }

    /// Ends one of the selections of a page, or what the workbook chooses in a control.
    pub(crate) fn drop_clause(&self, page: &PageId, gone: &Clause) -> Result<(), Error> {
        let mut state = self.state();
        state.book.page(page).ok_or_else(no_page)?;
        let chosen = state.selections.entry(page.clone()).or_default();
        chosen.clauses.retain(|clause| clause != gone);
        chosen.set.extend(gone.tile.clone());
        Ok(())
    }

    /// Where a person came from to a detail page.
    pub(super) fn came_from(&self, page: &PageId) -> Option<CameFrom> {
        self.state().selections.get(page)?.came_from.clone()
    }

    /// Ends what came along to a detail page.
    pub(crate) fn leave_detail(&self, page: &PageId) -> Result<(), Error> {
        let mut state = self.state();
        state.book.page(page).ok_or_else(no_page)?;
        let chosen = state.selections.entry(page.clone()).or_default();
        chosen.clauses.retain(|clause| clause.tile.is_some());
        if chosen.came_from.take().is_some() {
            // Controls that gave way to what came along choose by themselves again.
            chosen.set.clear();
        }
        Ok(())
    }

    /// Ends every selection of a page, those that the workbook makes too.
    pub(crate) fn clear_selection(&self, page: &PageId) -> Result<(), Error> {
        let mut state = self.state();
        let found = state.book.page(page).ok_or_else(no_page)?;
        let set = found.tiles.iter().map(|tile| tile.id.clone()).collect();
        let chosen = state.selections.entry(page.clone()).or_default();
        chosen.clauses.clear();
        chosen.set = set;
        Ok(())
    }

    /// Goes down or up on the chart of a tile: these are its steps from now on.
    pub(crate) fn set_drill(
        &self,
        page: &PageId,
        tile: &TileId,
        steps: Vec<DrillStep>,
    ) -> Result<(), Error> {
        if steps.len() > MOST_STEPS {
            return Err(Error::new(
                "PAGE_TOO_MANY",
                format!("A chart is gone down at most {MOST_STEPS} steps. Go up first."),
            ));
        }
        let mut state = self.state();
        let found = state.book.page(page).ok_or_else(no_page)?;
        let found = found.tile(tile).ok_or_else(no_tile)?;
        if !matches!(found.content, TileContent::Chart { .. }) {
            return Err(no_tile());
        }
        let chosen = state.selections.entry(page.clone()).or_default();
        chosen.drills.insert(tile.clone(), steps);
        Ok(())
    }

    /// The steps down the chart of a tile in this session; none where the workbook says.
    pub(super) fn steps_down(&self, page: &PageId, tile: &TileId) -> Option<Vec<DrillStep>> {
        let state = self.state();
        state.selections.get(page)?.drills.get(tile).cloned()
    }

    /// Gives controls back what the workbook chooses: one of them, or all of the page.
    pub(crate) fn reset_controls(&self, page: &PageId, tile: Option<&TileId>) -> Result<(), Error> {
        let mut state = self.state();
        let found = state.book.page(page).ok_or_else(no_page)?;
        let is_meant = |one: &&Tile| {
            matches!(one.content, TileContent::Field { .. }) && tile.is_none_or(|id| one.id == *id)
        };
        let meant: BTreeSet<TileId> = found
            .tiles
            .iter()
            .filter(is_meant)
            .map(|tile| tile.id.clone())
            .collect();
        if meant.is_empty() && tile.is_some() {
            return Err(no_tile());
        }
        let chosen = state.selections.entry(page.clone()).or_default();
        chosen.clauses.retain(|clause| {
            !clause
                .tile
                .as_ref()
                .is_some_and(|tile| meant.contains(tile))
        });
        chosen.set.retain(|tile| !meant.contains(tile));
        Ok(())
    }

    /// The page and what acts on it now, without selections of tiles that are gone.
    pub(super) async fn page_now(
        self: &Arc<Self>,
        app: &App,
        id: &PageId,
    ) -> Result<(Page, Vec<Active>), Error> {
        let (page, mut active) = {
            let state = self.state();
            let page = state.book.page(id).cloned().ok_or_else(no_page)?;
            let active = active_on(&state, app, &page);
            (page, active)
        };
        for at in 0..active.len() {
            if matches!(active[at].clause.picked, Picked::Top { .. })
                && active[at].problem.is_none()
            {
                active[at] = self.with_largest(app, &page, &active, at).await;
            }
        }
        Ok((page, active))
    }
}

/// The selections of the session, and the defaults of controls that nobody has set.
fn active_on(state: &State, app: &App, page: &Page) -> Vec<Active> {
    let nothing = Chosen::default();
    let chosen = state.selections.get(&page.id).unwrap_or(&nothing);
    let defaults = page.tiles.iter().filter_map(|tile| {
        let TileContent::Field {
            source,
            field,
            default: Some(picked),
            ..
        } = &tile.content
        else {
            return None;
        };
        let clause = Clause {
            tile: Some(tile.id.clone()),
            from: None,
            source: source.clone(),
            field: field.clone(),
            picked: picked.clone(),
        };
        (!chosen.set.contains(&tile.id)).then_some((clause, true))
    });
    let made = chosen.clauses.iter().cloned().map(|clause| (clause, false));
    defaults
        .chain(made)
        .filter(|(clause, _)| {
            let tile = clause.tile.as_ref();
            tile.is_none_or(|tile| page.tile(tile).is_some())
        })
        .map(|(clause, is_default)| {
            let meaning = meaning(state, app, &clause);
            let (filters, problem) = match meaning {
                Ok(filters) => (filters, None),
                Err(because) => (Vec::new(), Some(because)),
            };
            let picks = match &clause.picked {
                Picked::Picks { picks } if problem.is_none() => picks.clone(),
                _ => Vec::new(),
            };
            Active {
                clause,
                filters,
                picks,
                problem,
                members: None,
                is_default,
            }
        })
        .collect()
}

/// What a clause stands for now.
fn meaning(state: &State, app: &App, clause: &Clause) -> Result<Vec<Filter>, String> {
    let now = app.now_here();
    let fields = fields_of(state, &clause.source).unwrap_or_default();
    let field = fields.iter().find(|field| field.name == clause.field);
    dashboard::filters_of(clause, Moment { now: &now, field })
}

fn values_in(filter: &Filter) -> usize {
    match &filter.value {
        model::Value::List(values) => values.len(),
        _ => 1,
    }
}
