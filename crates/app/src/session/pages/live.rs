//! Filters of a page file: what its readers can choose on it, and the aggregates that its tiles follow
//! them by. How many there are is bounded, and what a tile cannot follow is said on it.

mod follow;

use std::sync::Arc;

use dashboard::Reads;
use export::{
    Columns, Cube, CubeNames, Handle, LiveColumn, LiveKind, LiveRows, LiveTile, PageFigure,
};
use model::{Effect, Field, FieldControl, Key, Page, Pill, Tile, TileContent, TimeUnit};

use super::rows::{key, narrow};
use super::{Narrowed, fields_of};
use crate::session::Session;
use crate::session::charts::{Painting, Table};
use crate::session::stream::unframed;
use crate::{App, Error};

use follow::{acting_on, begun, listed, marks, parts_of};

/// Most aggregates of one tile, and of a whole page.
const MOST_OF_TILE: u64 = 20_000;
const MOST_OF_PAGE: usize = 150_000;

/// The rows of a tile that is written.
pub(super) struct Read {
    pub(super) narrowed: Narrowed,
    pub(super) rows: Columns,
    /// Why its rows stay as they are, where that is known already.
    pub(super) stays_because: Option<String>,
}

/// The tiles of a page in reading order, with their rows.
pub(super) struct Written<'a> {
    pub(super) page: &'a Page,
    pub(super) tiles: Vec<(&'a Tile, Option<Read>)>,
}

/// Columns that are filtered by, each once.
#[derive(Default)]
struct Known(Vec<(Field, Pill)>);

impl Known {
    /// The place of a column.
    fn place(&mut self, field: &Field, pill: Pill) -> usize {
        let is_same = |(_, known): &(Field, Pill)| {
            known.field.to_lowercase() == pill.field.to_lowercase()
                && (known.unit, known.part) == (pill.unit, pill.part)
        };
        if let Some(place) = self.0.iter().position(is_same) {
            return place;
        }
        self.0.push((field.clone(), pill));
        self.0.len() - 1
    }

    fn columns(self) -> Vec<LiveColumn> {
        let columns = self.0.into_iter();
        columns
            .map(|(field, pill)| LiveColumn {
                title: dashboard::column_words(&pill),
                kind: match pill {
                    Pill { part: Some(_), .. } => LiveKind::Number,
                    _ if field.data_type.is_temporal() => LiveKind::Date,
                    _ if field.data_type.is_numeric() => LiveKind::Number,
                    _ => LiveKind::Text,
                },
                pill,
            })
            .collect()
    }
}

impl Session {
    /// Gives the tiles of a page file their filters; answers how many aggregates are in it.
    pub(super) async fn enliven(
        self: &Arc<Self>,
        app: &App,
        written: &Written<'_>,
        figure: &mut PageFigure,
    ) -> usize {
        let mut known = Known::default();
        let page = written.page;
        for ((tile, read), shown) in written.tiles.iter().zip(&mut figure.tiles) {
            let places = written.tiles.iter().enumerate();
            let others = places.filter(|(_, (from, _))| from.id != tile.id);
            let ignores = others
                .filter(|(_, (from, _))| page.effect(&from.id, &tile.id) != Effect::Filter)
                .map(|(at, _)| at);
            shown.live = LiveTile {
                ignores: ignores.collect(),
                rows: read.as_ref().map_or(LiveRows::None, |read| {
                    begun(read, &shown.content).map_or_else(LiveRows::Fixed, LiveRows::Cube)
                }),
                handle: None,
            };
            shown.live.handle = match read {
                Some(read) => marks(read, &shown.live.rows, &mut known),
                None => self.control(tile, &mut known),
            };
        }
        let mut left = MOST_OF_PAGE;
        for at in 0..figure.tiles.len() {
            let Some((_, Some(read))) = written.tiles.get(at) else {
                continue;
            };
            let acting = acting_on(at, figure);
            let rows = std::mem::take(&mut figure.tiles[at].live.rows);
            figure.tiles[at].live.rows = match rows {
                LiveRows::Cube(cube) => {
                    let asked = self.cube(app, read, cube, (&acting, &known, left)).await;
                    asked.map_or_else(LiveRows::Fixed, |cube| {
                        left = left.saturating_sub(cube.cells.len());
                        LiveRows::Cube(cube)
                    })
                }
                other => other,
            };
        }
        let has_filters = figure.tiles.iter().any(
            |tile| matches!(&tile.live.rows, LiveRows::Cube(cube) if !cube.columns.is_empty()),
        );
        if has_filters {
            figure.live = known.columns();
        }
        MOST_OF_PAGE - left
    }

    /// What is chosen in the control of a field.
    fn control(&self, tile: &Tile, known: &mut Known) -> Option<Handle> {
        let TileContent::Field {
            source,
            field,
            control,
            single,
            ..
        } = &tile.content
        else {
            return None;
        };
        let fields = fields_of(&self.state(), source)?;
        let field = fields.into_iter().find(|known| known.name == *field)?;
        let has_size = field.data_type.is_temporal() || field.data_type.is_numeric();
        let is_range = *control == FieldControl::Range && has_size;
        let pill = Pill {
            field: field.name.clone(),
            // Ranges of moments are of whole days.
            unit: (is_range && field.data_type.is_temporal()).then_some(TimeUnit::Day),
            ..Pill::default()
        };
        let column = known.place(&field, pill);
        Some(match control {
            FieldControl::Range if has_size => Handle::Range { column },
            FieldControl::Search => Handle::Search { column },
            _ => Handle::List {
                column,
                is_single: *single,
            },
        })
    }

    /// The aggregates of a tile by the columns that act on it, as far as they are not too many.
    async fn cube(
        self: &Arc<Self>,
        app: &App,
        read: &Read,
        mut cube: Cube,
        (acting, known, left): (&[usize], &Known, usize),
    ) -> Result<Cube, String> {
        let asked = &read.narrowed.asked;
        let reads = Reads {
            source: &asked.spec.source,
            fields: &asked.fields,
        };
        let mut keys = Vec::new();
        for place in acting {
            let (field, pill) = &known.0[*place];
            match dashboard::counterpart(field, reads) {
                Ok(own) => keys.push((*place, own.name.clone(), pill)),
                Err(because) => cube.without.push((*place, because)),
            }
        }
        let most = MOST_OF_TILE.min(left as u64);
        let query = asked.resolved.query.clone().unwrap_or_default();
        if query.keys.is_empty() && query.measures.is_empty() {
            return listed(read, cube, &keys, most);
        }
        if keys.is_empty() {
            let nothing = (&Columns::default(), &CubeNames::default());
            return Ok(export::fill(cube, &query, &read.rows, nothing));
        }
        let all: Vec<usize> = (0..keys.len()).collect();
        let mut taken = all.clone();
        let mut answer = self.answer(app, read, &cube, (&keys, &taken)).await?;
        if answer.0.total > most {
            // As many columns as there is room for, from the first one on.
            taken = Vec::new();
            answer = self.answer(app, read, &cube, (&keys, &taken)).await?;
            for at in all {
                let more: Vec<usize> = taken.iter().copied().chain([at]).collect();
                let wider = self.answer(app, read, &cube, (&keys, &more)).await?;
                if wider.0.total > most {
                    let because = format!(
                        "that takes {} aggregates, and there is room for {most} of this tile",
                        wider.0.total
                    );
                    cube.without.push((keys[at].0, because));
                } else {
                    (taken, answer) = (more, wider);
                }
            }
        }
        if answer.0.total > most {
            return Err(format!(
                "the file has no room for its {} aggregates",
                answer.0.total
            ));
        }
        cube.columns = taken.iter().map(|at| keys[*at].0).collect();
        let (columns, names) = answer;
        let cube = export::fill(cube, &query, &read.rows, (&columns, &names));
        // An answer that the workbook held may be of other data than are here now.
        if cube.adds_up() {
            Ok(cube)
        } else {
            Err("its figures are not those of the data that are here now".to_owned())
        }
    }

    /// The parts of the measures of a tile by its own keys and by some columns.
    async fn answer(
        self: &Arc<Self>,
        app: &App,
        read: &Read,
        cube: &Cube,
        (keys, taken): (&[(usize, String, &Pill)], &[usize]),
    ) -> Result<(Columns, CubeNames), String> {
        let Narrowed {
            asked, narrowing, ..
        } = &read.narrowed;
        let mut query = asked.resolved.query.clone().unwrap_or_default();
        narrow(&mut query, narrowing);
        let (names, parts) = parts_of(&query, cube);
        let more: Vec<Key> = taken
            .iter()
            .map(|at| {
                let (place, field, pill) = &keys[*at];
                Key {
                    field: field.clone(),
                    unit: pill.unit,
                    part: pill.part,
                    name: format!("filtered by {place}"),
                    ..Key::default()
                }
            })
            .collect();
        let names = CubeNames {
            columns: more.iter().map(|key| key.name.clone()).collect(),
            parts: names,
        };
        query.keys.extend(more);
        query.measures = parts;
        query.order = Vec::new();
        query.limit = None;
        query.position = None;
        let of = format!("filters {taken:?} {:?} {}", names, key(asked, narrowing));
        let _turn = self.tiling.lock().await;
        let scope = asked.scope.clone();
        let rows = self
            .kept_rows(app, of, (query, scope), Painting::default())
            .await;
        let answer = || -> Result<Columns, Error> {
            let rows = rows?;
            let (head, stream) = unframed(&rows)?;
            let total = head.total_rows.max(head.rows);
            Ok(Columns {
                columns: Table::read(stream, total)?.into_columns(),
                total,
                is_thinned: false,
            })
        };
        let answer = answer().map_err(|error| error.message)?;
        Ok((answer, names))
    }
}
