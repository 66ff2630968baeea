//! What a picture shows, before it has a size in pixels.

use model::{DrawnReference, Value};

use crate::palette::Theme;

/// Width and height of a picture in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

/// A chart that is to be painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Over the picture; may be empty.
    pub title: String,
    pub body: Body,
    pub theme: Theme,
    pub size: Size,
    /// Said under the picture: "First 60 of 900 bars".
    pub notes: Vec<String>,
}

/// What stands in the picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Bars(AxisFigure),
    Lines(AxisFigure),
    Areas(AxisFigure),
    Points(PointFigure),
    Numbers(Vec<NumberFigure>),
    Rows(RowsFigure),
    Cells(GridFigure),
    Bins(BinsFigure),
    Boxes(BoxesFigure),
    Parts(PartsFigure),
    /// Why there is nothing to see.
    Empty(String),
}

/// A position along an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub label: String,
    /// Where it stands on an axis of numbers or time; none for categories.
    pub at: Option<f64>,
}

/// Values at positions, one list for each series.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing about the picture, in any combination"
)]
pub struct AxisFigure {
    pub places: Vec<Place>,
    pub series: Vec<Series>,
    pub is_horizontal: bool,
    pub is_stacked: bool,
    pub value_title: String,
    /// The last position is a period that has not ended: lines go there in dots.
    pub is_last_unfinished: bool,
    /// Only the places that are drawn were read: lines stand in columns of pixels.
    pub is_thinned: bool,
    /// Lines and bands across the marks.
    pub references: Vec<DrawnReference>,
}

/// One line, or one colour of bars. Values stand at the places with the same index.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

/// Dots between two axes of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PointFigure {
    pub x_title: String,
    pub y_title: String,
    pub groups: Vec<String>,
    pub points: Vec<PointMark>,
    /// Lines and bands across the points.
    pub references: Vec<DrawnReference>,
}

/// One dot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointMark {
    pub x: f64,
    pub y: f64,
    pub size: Option<f64>,
    /// Place in `PointFigure::groups`.
    pub group: usize,
}

/// Rows with names over their columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RowsFigure {
    pub columns: Vec<ColumnFigure>,
    pub rows: Vec<Vec<Value>>,
    /// All rows, of which these are the first.
    pub total: u64,
}

/// A column of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFigure {
    pub title: String,
    /// Set to the right.
    pub is_number: bool,
}

/// Cells of two dimensions, coloured by an amount.
#[derive(Debug, Clone, PartialEq)]
pub struct GridFigure {
    pub across: Vec<String>,
    /// From the top.
    pub down: Vec<String>,
    pub cells: Vec<CellFigure>,
    /// Of the amounts.
    pub title: String,
}

/// One cell by its places in `GridFigure::across` and `GridFigure::down`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellFigure {
    pub x: usize,
    pub y: usize,
    pub value: Option<f64>,
}

/// How many values lie in each bin.
#[derive(Debug, Clone, PartialEq)]
pub struct BinsFigure {
    pub bins: Vec<BinFigure>,
    /// Colours; empty when there is one alone.
    pub groups: Vec<String>,
    /// Values go across and counts up.
    pub is_upright: bool,
    /// Of the counts.
    pub title: String,
}

/// One bar: a bin from edge to edge, standing on what it has of other colours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinFigure {
    pub low: f64,
    pub high: f64,
    pub from: f64,
    pub to: f64,
    /// Place in `BinsFigure::groups`.
    pub group: usize,
}

/// Boxes from quartile to quartile.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxesFigure {
    pub names: Vec<String>,
    /// Colours; empty when there is one alone.
    pub groups: Vec<String>,
    pub boxes: Vec<BoxFigure>,
    /// Values go up.
    pub is_upright: bool,
    /// The column that the values are of.
    pub title: String,
}

/// One box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoxFigure {
    /// Place in `BoxesFigure::names`.
    pub place: usize,
    /// Place in `BoxesFigure::groups`.
    pub group: usize,
    /// The last values that are no outliers.
    pub whisker_low: f64,
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
    pub whisker_high: f64,
    pub least: f64,
    pub most: f64,
}

/// Parts of a whole with their amounts.
#[derive(Debug, Clone, PartialEq)]
pub struct PartsFigure {
    pub parts: Vec<(String, f64)>,
    pub title: String,
}

/// One big number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberFigure {
    pub title: String,
    pub value: Option<f64>,
}
