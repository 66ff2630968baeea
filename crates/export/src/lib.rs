//! Pictures of charts for files: the same spec and the same rows as on the screen, painted with
//! plotters as SVG or PNG in the house's type and colours. What cannot be drawn is refused by name.
//!
//! No file is written here and nothing is asked: figures in, bytes out.

mod axis;
mod figure;
mod label;
mod layout;
mod numbers;
mod paint;
mod palette;
mod points;
mod read;
mod references;
mod scene;
mod text;
mod ticks;

pub use figure::{
    AxisFigure, Body, Figure, NumberFigure, Place, PointFigure, PointMark, Series, Size,
};
pub use paint::{PaintError, png, svg};
pub use palette::{Color, Theme};
pub use read::{Columns, Refusal, figure};
pub use scene::{Anchor, Scene, Shape};

/// The scene of a figure: every shape with its place in pixels.
pub fn scene(figure: &Figure) -> Scene {
    layout::scene(figure)
}
