//! The rows of a chart that are sent to be painted, read page by page; of a pivot table those of its
//! first lines and columns, with the number of all of them; of long lines what is drawn of them.

use std::sync::Arc;

use model::{CellId, Compare, Filter, Levels, Overlays, ResultId, Thinned, Value};
use protocol::message::{Answer, Ask, View};
use tokio_util::sync::CancellationToken;

use super::Asked;
use crate::command::notebook::{PivotExtent, WindowHead};
use crate::door::Rows;
use crate::session::Session;
use crate::session::rows::MOST_ROWS;
use crate::session::stream::{frame, joined};
use crate::session::unexpected::unexpected;
use crate::{App, Error};

/// Lines with fewer columns of pixels are no picture any more.
const FEWEST_PIXELS: u32 = 50;

/// Whose rows are read.
pub(in crate::session) enum Of<'a> {
    /// The answer that a cell shows.
    Cell(&'a CellId),
    /// An answer that the engine was asked to keep.
    Answer {
        result: &'a ResultId,
        rows: u64,
        cancel: &'a CancellationToken,
    },
}

/// What is left out of a chart's rows because it is not painted.
#[derive(Debug, Clone, Default)]
pub(in crate::session) struct Painting {
    /// A pivot table.
    levels: Option<Levels>,
    /// Lines, and the columns of pixels that they have.
    thinned: Option<Thinned>,
}

impl Painting {
    /// What is painted of a chart in some columns of pixels.
    pub(in crate::session) fn of(asked: &Asked, pixels: u32) -> Self {
        let query = asked.resolved.query.as_ref();
        // Reference lines are made of all marks.
        let is_free = asked.spec.references.is_empty();
        Self {
            levels: query.and_then(|query| query.levels.clone()),
            thinned: chart::thinned(&asked.resolved, &asked.fields, pixels).filter(|_| is_free),
        }
    }

    /// Whether the rows say by themselves what of them is left out.
    pub(super) fn says_more(&self) -> bool {
        self.levels.is_some() || self.thinned.is_some()
    }

    /// Lines whose places are fewer than their columns of pixels could hold are read whole.
    fn is_thinned(&self, rows: u64) -> Option<&Thinned> {
        const OF_EACH: u64 = 4;
        let thinned = self.thinned.as_ref()?;
        (rows > OF_EACH * u64::from(thinned.pixels)).then_some(thinned)
    }

    fn view(&self, rows: u64) -> View {
        match &self.levels {
            Some(levels) => painted(levels),
            None => View {
                thinned: self.is_thinned(rows).cloned(),
                ..View::default()
            },
        }
    }
}

/// A part of an answer under a view.
struct Page {
    /// Rows under the view, and of the whole answer.
    rows: u64,
    total_rows: u64,
    count: u32,
    bytes: Vec<u8>,
}

impl Session {
    /// The rows to be painted.
    pub(in crate::session) async fn painted_rows(
        self: &Arc<Self>,
        app: &App,
        of: Of<'_>,
        mut painting: Painting,
    ) -> Result<Rows, Error> {
        let most = match painting.levels {
            Some(_) => u64::MAX,
            None => u64::from(chart::MOST_MARKS),
        };
        let mut view = painting.view(self.rows_in(&of)?);
        let mut pages = Vec::new();
        let mut read = 0_u64;
        loop {
            let page = self.page(app, &of, view.clone(), (read, MOST_ROWS)).await?;
            if let Some(thinned) = &mut view.thinned
                && page.rows > most
                && thinned.pixels > FEWEST_PIXELS
            {
                // Many lines share what can be painted.
                thinned.pixels = narrowed(thinned.pixels, page.rows);
                continue;
            }
            pages.push(page.bytes);
            read += u64::from(page.count);
            if read >= page.rows.min(most) || page.count == 0 {
                let is_cut = page.rows < page.total_rows;
                let pivot = match painting.levels.take() {
                    Some(levels) if is_cut => Some(self.extent(app, &of, &levels).await?),
                    _ => None,
                };
                let head = WindowHead {
                    rows: page.rows,
                    offset: 0,
                    count: u32::try_from(read).unwrap_or(u32::MAX),
                    total_rows: page.total_rows,
                    overlays: Overlays::default(),
                    pixels: view.thinned.as_ref().map(|thinned| thinned.pixels),
                    drawn_as: None,
                    pivot,
                };
                return frame(&head, &joined(pages)?);
            }
        }
    }

    fn rows_in(&self, of: &Of<'_>) -> Result<u64, Error> {
        match of {
            Of::Cell(cell) => Ok(self.shown(cell)?.stamp.rows),
            Of::Answer { rows, .. } => Ok(*rows),
        }
    }

    async fn page(
        self: &Arc<Self>,
        app: &App,
        of: &Of<'_>,
        view: View,
        (offset, limit): (u64, u32),
    ) -> Result<Page, Error> {
        let ask = |result: ResultId| Ask::Window {
            result,
            view: view.clone(),
            offset,
            limit,
        };
        let (answer, bytes, total_rows) = match of {
            Of::Cell(cell) => {
                let (answer, bytes, shown) = self.ask_about(app, cell, ask).await?;
                (answer, bytes, shown.stamp.rows)
            }
            Of::Answer {
                result,
                rows,
                cancel,
            } => {
                let (answer, bytes) = self.ask(app, ask((*result).clone()), None, cancel).await?;
                (answer, bytes, *rows)
            }
        };
        match answer {
            Answer::Window { rows, count, .. } => Ok(Page {
                rows,
                total_rows,
                count,
                bytes,
            }),
            other => Err(unexpected(other, "Reading the chart's rows")),
        }
    }

    /// How many lines and columns a pivot table has, totals not counted.
    async fn extent(
        self: &Arc<Self>,
        app: &App,
        of: &Of<'_>,
        levels: &Levels,
    ) -> Result<PivotExtent, Error> {
        let totals = |depth: &str| View {
            filters: vec![at(depth, Compare::Equal, 0)],
            ..View::default()
        };
        // Each line has one mark for all columns, each column one for all lines.
        let lines = self
            .page(app, of, totals(&levels.column_depth), (0, 1))
            .await?;
        let columns = self
            .page(app, of, totals(&levels.row_depth), (0, 1))
            .await?;
        Ok(PivotExtent {
            lines: lines.rows.saturating_sub(1),
            columns: columns.rows.saturating_sub(1),
        })
    }
}

/// The lines and columns that are painted: the totals, which stand first, and the first others.
fn painted(levels: &Levels) -> View {
    let up_to = |place: &str, most: u32| at(place, Compare::LessOrEqual, most + 1);
    View {
        filters: vec![
            up_to(&levels.row_place, chart::MOST_PIVOT_LINES),
            up_to(&levels.column_place, chart::MOST_PIVOT_COLUMNS),
        ],
        ..View::default()
    }
}

/// So many columns of pixels that about as many places are drawn as are sent.
fn narrowed(pixels: u32, rows: u64) -> u32 {
    let fewer = u64::from(pixels) * u64::from(chart::MOST_MARKS) / rows.max(1);
    u32::try_from(fewer)
        .unwrap_or(pixels)
        .clamp(FEWEST_PIXELS, pixels - 1)
}

fn at(field: &str, compare: Compare, number: u32) -> Filter {
    Filter {
        field: field.to_owned(),
        compare,
        value: Value::Integer(number.to_string()),
    }
}
