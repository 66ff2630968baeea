//! Pictures of charts for files: the same spec and the same rows as on the screen, as SVG, or painted with
//! plotters as PNG, in the house's type and colours. What cannot be drawn is refused by name.
//!
//! A dashboard page is written as one picture, as sheets of paper, as HTML and as the rows of its tiles.
//!
//! No file is written here and nothing is asked: figures in, bytes out.

mod axis;
mod figure;
mod label;
mod layout;
mod numbers;
mod page;
mod paint;
mod palette;
mod points;
mod read;
mod references;
mod rows;
mod scene;
mod svg;
mod text;
mod ticks;

pub use figure::{
    AxisFigure, Body, ColumnFigure, Figure, NumberFigure, Place, PointFigure, PointMark,
    RowsFigure, Series, Size,
};
pub use page::{PageFigure, Pdf, TileBody, TileFigure, page_html, page_pdf, page_png, page_xlsx};
pub use paint::{PaintError, png};
pub use palette::{Color, Theme};
pub use read::{Columns, Refusal, figure, rows_figure};
pub use scene::{Anchor, Scene, Shape};
pub use svg::svg;

/// The scene of a figure: every shape with its place in pixels.
pub fn scene(figure: &Figure) -> Scene {
    layout::scene(figure)
}
