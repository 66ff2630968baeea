//! Pictures of charts for files: the same spec and the same rows as on the screen, as SVG, or painted with
//! plotters as PNG, in the house's type and colours. Rows that a mark cannot show are refused
//! in words.
//!
//! A dashboard page is written as one picture, as sheets of paper, as HTML and as the rows of its tiles.
//!
//! No file is written here and nothing is asked: figures in, bytes out.

mod annotations;
mod axis;
mod candles;
mod csv;
mod days;
mod donut;
mod events;
mod figure;
mod flows;
mod frame;
mod gauge;
mod heat;
mod intervals;
mod label;
mod layout;
mod live;
mod map;
mod numbers;
mod page;
mod paint;
mod palette;
mod panes;
mod points;
mod radar;
mod ramp;
mod read;
mod references;
mod rows;
mod scene;
mod spread;
mod steps;
mod svg;
mod text;
mod ticks;
mod tree;
mod world;

pub use csv::rows_csv;
pub use figure::{
    AxisFigure, BinFigure, BinsFigure, Body, BoxFigure, BoxesFigure, BranchFigure, BulletsFigure,
    CandlesFigure, CellFigure, ColumnFigure, CountryFigure, DayFigure, DaysFigure, Figure,
    FlowFigure, FlowsFigure, GaugeFigure, GridFigure, Interval, MapFigure, NumberFigure,
    PaneFigure, PanesFigure, PartsFigure, Place, PointFigure, PointMark, RadarFigure, RowsFigure,
    Series, SharedScales, Size, StepsFigure, StripFigure, SymbolFigure, TreeFigure,
};
pub use live::{
    Cube, CubeCell, CubeMeasure, CubeNames, Handle, LiveColumn, LiveKind, LiveRows, LiveTile,
    Parts, fill, stays_because, values_of,
};
pub use page::{
    PageFigure, Pdf, TileBody, TileFigure, page_html, page_pdf, page_png, page_xlsx, rows_xlsx,
};
pub use paint::{PaintError, png};
pub use palette::{Color, Theme};
pub use read::{Columns, Refusal, figure, mark_columns, rows_figure};
pub use scene::{Anchor, Scene, Shape};
pub use svg::svg;

/// How many columns of pixels the lines of a figure have, at which a thinned line is the same picture
/// as a whole one; none where it has no lines.
pub fn pixel_columns(figure: &Figure) -> Option<u32> {
    layout::pixel_columns(figure)
}

/// The scene of a figure: every shape with its place in pixels.
pub fn scene(figure: &Figure) -> Scene {
    layout::scene(figure)
}
