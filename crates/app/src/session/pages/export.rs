//! A page as a file: its tiles as they are now, under what is selected, with the rows behind them.

use std::fmt::Write as _;
use std::sync::Arc;

use dashboard::Active;
use export::{Columns, LiveTile, PageFigure, TileBody, TileFigure};
use model::{CellBody, CellId, Page, Tile, TileContent};

use super::Narrowed;
use super::live::{Read, Written};
use crate::clock::utc;
use crate::command::page::{ExportPage, ExportedPage, PageFormat};
use crate::command::picture::PictureTheme;
use crate::jobs::JobHandle;
use crate::session::charts::{Table, not_written, write_whole};
use crate::session::paper::chosen;
use crate::session::rows::not_run;
use crate::session::stream::unframed;
use crate::session::{Body, Session};
use crate::{App, Error, paths};

/// The page that is written, what is selected on it, and the job that writes it.
struct Writing<'a> {
    page: &'a Page,
    clauses: &'a [Active],
    handle: &'a JobHandle,
}

/// What stands on a tile.
struct Made {
    content: TileBody,
    /// When it was computed, where that was not now.
    stored: Option<String>,
    /// Of a chart.
    read: Option<Read>,
}

/// What is to be said of the tiles of a page, each with its title.
#[derive(Default)]
struct Said {
    /// Those that could not be computed.
    failed: Vec<String>,
    /// Those that show what the file held.
    stored: Vec<String>,
}

impl Session {
    /// Writes a page to a file, whole or not at all.
    pub(crate) async fn export_page(
        self: &Arc<Self>,
        app: &App,
        request: ExportPage,
    ) -> Result<ExportedPage, Error> {
        let path = self.target_beside(&request.path)?;
        let handle = app
            .jobs()
            .begin(request.job.clone(), Some(self.id.clone()))?;
        let (figure, Said { failed, stored }) = self.page_figure(app, &request, &handle).await?;
        let mut notes: Vec<String> = figure.tiles.iter().filter_map(left_out).collect();
        notes.extend(stored);
        let format = request.format;
        let made = tokio::task::spawn_blocking(move || made(&figure, format));
        let (bytes, also) = made.await.map_err(|_| Error::fault("Writing the page"))??;
        notes.extend(also);
        let written = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let target = path.clone();
        tokio::task::spawn_blocking(move || write_whole(&target, &bytes))
            .await
            .map_err(|_| Error::fault("Writing the page"))?
            .map_err(|error| not_written(&path, &error))?;
        Ok(ExportedPage {
            path: paths::text(&path)?,
            bytes: written,
            notes,
            failed,
        })
    }

    /// The page, and what is to be said of its tiles.
    async fn page_figure(
        self: &Arc<Self>,
        app: &App,
        request: &ExportPage,
        handle: &JobHandle,
    ) -> Result<(PageFigure, Said), Error> {
        // What is selected has to be known by its columns, as on the screen.
        self.view_page(app, &request.page).await?;
        let (page, clauses) = self.page_now(app, &request.page).await?;
        let writing = Writing {
            page: &page,
            clauses: &clauses,
            handle,
        };
        let mut tiles = Vec::with_capacity(page.tiles.len());
        let mut reads = Vec::with_capacity(page.tiles.len());
        let mut said = Said::default();
        for tile in dashboard::in_reading_order(&page.tiles) {
            if handle.token.is_cancelled() {
                return Err(Error::new(
                    "CANCELLED",
                    "Stopped before anything was written.",
                ));
            }
            let title = self.tile_title(tile);
            let (content, stored, read) = match self.tile_body(app, &writing, tile).await {
                Ok(made) => (made.content, made.stored, made.read),
                Err(error) => {
                    said.failed.push(format!("{title}: {}", error.message));
                    (TileBody::Words(error.message), None, None)
                }
            };
            let words = stored.iter().map(|words| format!("{title}: {words}"));
            said.stored.extend(words);
            reads.push((tile, read));
            tiles.push(TileFigure {
                place: tile.place,
                title,
                subtitle: tile.subtitle.clone(),
                content,
                stored,
                live: LiveTile::default(),
            });
        }
        let book = self.state().book.title.clone();
        let mut figure = PageFigure {
            title: match page.title.trim() {
                "" => "Untitled page".to_owned(),
                title => title.to_owned(),
            },
            filters: clauses.iter().map(dashboard::clause_words).collect(),
            tiles,
            theme: match request.theme {
                PictureTheme::Light => export::Theme::Light,
                PictureTheme::Dark => export::Theme::Dark,
            },
            foot: foot(&book, &utc(app.now()), said.stored.len()),
            live: Vec::new(),
        };
        if request.format == PageFormat::Html {
            let written = Written {
                page: &page,
                tiles: reads,
            };
            let count = self.enliven(app, &written, &mut figure).await;
            if !figure.live.is_empty() {
                let _ = write!(figure.foot, " Its filters work on {count} aggregates.");
            }
        }
        Ok((figure, said))
    }

    async fn tile_body(
        self: &Arc<Self>,
        app: &App,
        writing: &Writing<'_>,
        tile: &Tile,
    ) -> Result<Made, Error> {
        let content = match &tile.content {
            TileContent::Chart { .. } => return self.chart_body(app, writing, tile).await,
            TileContent::Control { cell } => TileBody::Words(self.value_of(cell)),
            TileContent::Field { .. } => {
                let own = writing
                    .clauses
                    .iter()
                    .filter(|one| one.clause.tile.as_ref() == Some(&tile.id));
                let words: Vec<String> = own.map(dashboard::clause_words).collect();
                TileBody::Words(if words.is_empty() {
                    "All".to_owned()
                } else {
                    words.join(", ")
                })
            }
            TileContent::Text { text } => TileBody::Prose(text.clone()),
            TileContent::Section => TileBody::Heading,
        };
        Ok(Made {
            content,
            stored: None,
            read: None,
        })
    }

    /// The picture of a chart, and when it was computed where that was not now.
    async fn chart_body(
        self: &Arc<Self>,
        app: &App,
        writing: &Writing<'_>,
        tile: &Tile,
    ) -> Result<Made, Error> {
        let Writing {
            page,
            clauses,
            handle,
        } = *writing;
        let mut narrowed = Box::pin(self.narrowed(app, page, tile, clauses)).await?;
        if let Some(name) = &narrowed.asked.waits_for {
            return Err(not_run(name));
        }
        let read = self.read_tile(app, &page.id, &tile.id, narrowed.version);
        let framed = Box::pin(read).await?;
        let stored = self.stored_words(&narrowed);
        let (head, stream) = unframed(&framed)?;
        let total = head.total_rows.max(head.rows);
        let rows = Columns {
            columns: Table::read(stream, total)?.into_columns(),
            total,
            is_thinned: head.pixels.is_some(),
        };
        narrowed.asked.resolved = narrowed.asked.drawn_as(&head);
        let asked = &narrowed.asked;
        let known = export::rows_figure(&asked.resolved, &rows, &asked.spec);
        let content = match self.drawn(app, asked, &rows, handle).await {
            Ok((mut body, mut notes)) => {
                if let export::Body::Numbers(numbers) = &mut body
                    && let [only] = numbers.as_mut_slice()
                {
                    // The tile says what it is.
                    only.title.clear();
                }
                notes.extend(head.drawn_as.as_ref().map(|drawn| drawn.words.clone()));
                notes.extend(narrowed.narrowing.skipped.iter().map(|skipped| {
                    format!("Not filtered by {}: {}", skipped.field, skipped.because)
                }));
                TileBody::Chart {
                    body,
                    notes,
                    summary: chart::describe(&asked.resolved),
                    rows: known,
                }
            }
            Err(error) if error.code == "CHART_NOT_DRAWABLE" => TileBody::Rows {
                why: error.message,
                rows: known,
            },
            Err(error) => return Err(error),
        };
        let is_folded = head.drawn_as.is_some();
        let because = is_folded.then_some("it shows less than all of its marks");
        Ok(Made {
            content,
            stored,
            read: Some(Read {
                narrowed,
                rows,
                stays_because: because.map(str::to_owned),
            }),
        })
    }

    /// When an answer that was not computed here was, and whether it is out of date.
    fn stored_words(&self, narrowed: &Narrowed) -> Option<String> {
        let is_whole = narrowed.narrowing.filters.is_empty();
        let shown = narrowed.asked.shown.as_ref().filter(|_| is_whole)?;
        matches!(shown.body, Body::Saved(_)).then(|| self.stamp_of(shown, &narrowed.cell))
    }

    /// What a tile is called, as on the screen.
    pub(in crate::session) fn tile_title(&self, tile: &Tile) -> String {
        if !tile.title.is_empty() {
            return tile.title.clone();
        }
        match &tile.content {
            TileContent::Chart { cell } | TileContent::Control { cell } => {
                let state = self.state();
                state.book.cell(cell).map_or_else(String::new, |cell| {
                    let own = match &cell.body {
                        CellBody::Chart { spec } => spec.title.clone(),
                        CellBody::Parameter { parameter } => parameter.label.clone(),
                        _ => String::new(),
                    };
                    if own.is_empty() {
                        cell.name.clone()
                    } else {
                        own
                    }
                })
            }
            TileContent::Field { field, .. } => field.clone(),
            TileContent::Text { .. } | TileContent::Section => String::new(),
        }
    }

    /// The value of a parameter in words.
    pub(in crate::session) fn value_of(&self, cell: &CellId) -> String {
        let state = self.state();
        match state.book.cell(cell).map(|cell| &cell.body) {
            Some(CellBody::Parameter { parameter }) => chosen(&parameter.value),
            _ => "The parameter of this tile is no longer in the workbook.".to_owned(),
        }
    }
}

/// What is said about a tile that is not drawn.
fn left_out(tile: &TileFigure) -> Option<String> {
    match &tile.content {
        TileBody::Rows { why, .. } => Some(format!("{}: {why}", tile.title)),
        _ => None,
    }
}

/// The line below the page: what it is, and how many figures are not of now.
fn foot(book: &str, now: &str, stored: usize) -> String {
    let written = format!("{book}. Written {now} by Assay.");
    match stored {
        0 => written,
        count => format!("{written} Figures as saved in the file, not computed again: {count}."),
    }
}

/// The bytes of the file, and what is to be said about it.
fn made(page: &PageFigure, format: PageFormat) -> Result<(Vec<u8>, Vec<String>), Error> {
    let made = match format {
        PageFormat::Html => Ok((export::page_html(page).into_bytes(), Vec::new())),
        PageFormat::Png => export::page_png(page).map(|bytes| (bytes, Vec::new())),
        PageFormat::Xlsx => export::page_xlsx(page).map(|bytes| (bytes, Vec::new())),
        PageFormat::Pdf => export::page_pdf(page).map(|pdf| {
            let count = pdf.without_shape.len();
            let said = (count > 0).then(|| {
                let some: String = pdf.without_shape.iter().take(12).collect();
                format!(
                    "{count} letters are not in the type of the file and stand as boxes: {some}"
                )
            });
            (pdf.bytes, said.into_iter().collect())
        }),
    };
    made.map_err(|error| {
        tracing::error!(%error, "a page could not be written");
        Error::new("PAGE_NOT_WRITTEN", error.to_string())
    })
}
