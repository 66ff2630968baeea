//! A dashboard page for files: its tiles where they stand on the screen, as one picture, as sheets of paper,
//! as HTML that needs nothing else, or as the rows behind every tile.

mod cards;
mod html;
mod pdf;
mod sheets;
mod xlsx;

use crate::figure::{Body, RowsFigure};
use crate::live::{LiveColumn, LiveTile};
use crate::paint::{PaintError, png};
use crate::palette::Theme;

pub use html::page_html;
pub use pdf::{Pdf, page_pdf};
pub use xlsx::{page_xlsx, rows_xlsx};

/// Highest picture of a page in pixels.
const HIGHEST: f64 = 12_000.0;

/// A page that is to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct PageFigure {
    pub title: String,
    /// What is selected on the page, one sentence each.
    pub filters: Vec<String>,
    /// In reading order.
    pub tiles: Vec<TileFigure>,
    pub theme: Theme,
    /// Where it comes from and when it was computed, in one sentence.
    pub foot: String,
    /// The columns that readers of the file can filter by.
    pub live: Vec<LiveColumn>,
}

/// One tile of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TileFigure {
    /// On the grid of twelve columns.
    pub place: model::Place,
    pub title: String,
    pub subtitle: String,
    pub content: TileBody,
    /// When its answer was computed, where that was not for this file; said under it.
    pub stored: Option<String>,
    /// Of a file with filters.
    pub live: LiveTile,
}

/// What stands on a tile.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a page has few tiles, and most of them are charts"
)]
pub enum TileBody {
    /// A chart with the rows behind it.
    Chart {
        body: Body,
        /// Said under the picture.
        notes: Vec<String>,
        /// The chart in one sentence, for those who do not see it.
        summary: String,
        rows: RowsFigure,
    },
    /// A chart that pictures do not know: why, and the rows behind it.
    Rows { why: String, rows: RowsFigure },
    /// Markdown.
    Prose(String),
    /// A heading across the page: the title of the tile.
    Heading,
    /// What a control says, or why there is nothing to see.
    Words(String),
}

impl TileFigure {
    /// What is said under it.
    pub(crate) fn said(&self) -> Vec<&str> {
        let own: &[String] = match &self.content {
            TileBody::Chart { notes, .. } => notes,
            TileBody::Rows { why, .. } => std::slice::from_ref(why),
            TileBody::Prose(_) | TileBody::Heading | TileBody::Words(_) => &[],
        };
        own.iter().chain(&self.stored).map(String::as_str).collect()
    }

    /// The rows behind it, if it has any.
    pub(crate) fn rows(&self) -> Option<&RowsFigure> {
        match &self.content {
            TileBody::Chart { rows, .. } | TileBody::Rows { rows, .. } => Some(rows),
            TileBody::Prose(_) | TileBody::Heading | TileBody::Words(_) => None,
        }
    }

    /// What its picture leaves to be read as rows: a table, or a chart that is not drawn.
    pub(crate) fn as_rows(&self) -> Option<&RowsFigure> {
        match &self.content {
            TileBody::Chart {
                body: Body::Rows(rows),
                ..
            }
            | TileBody::Rows { rows, .. } => Some(rows),
            _ => None,
        }
    }
}

/// The page as one PNG picture, 1 200 pixels wide at twice the density.
pub fn page_png(page: &PageFigure) -> Result<Vec<u8>, PaintError> {
    let scene = sheets::whole(page);
    if f64::from(scene.size.height) > HIGHEST {
        return Err(PaintError::because(format!(
            "the page is {} pixels high, and a picture has at most {HIGHEST}. Write a PDF or HTML file",
            scene.size.height
        )));
    }
    png(&scene)
}
