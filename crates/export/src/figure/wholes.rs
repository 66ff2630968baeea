//! Parts that make a whole, flows and outlines.

use super::{Body, Series};

/// Parts within parts, drawn as rectangles or as rings.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeFigure {
    /// The outermost parts; all of one have its colour.
    pub branches: Vec<BranchFigure>,
    /// How many dimensions lie within each other.
    pub levels: usize,
    /// Of the amounts.
    pub title: String,
}

/// A part with the parts in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BranchFigure {
    pub name: String,
    pub size: f64,
    pub branches: Vec<BranchFigure>,
}

/// Flows from the members of one dimension to those of the next.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowsFigure {
    pub starts: Vec<String>,
    pub ends: Vec<String>,
    /// From the largest to the smallest.
    pub flows: Vec<FlowFigure>,
    /// Of all flows, also of those that are not drawn.
    pub total: f64,
    /// Of the amounts.
    pub title: String,
}

/// One flow by its places in `FlowsFigure::starts` and `FlowsFigure::ends`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlowFigure {
    pub start: usize,
    pub end: usize,
    pub size: f64,
}

/// Outlines around a middle, with an axis for each member.
#[derive(Debug, Clone, PartialEq)]
pub struct RadarFigure {
    pub axes: Vec<String>,
    pub outlines: Vec<Series>,
}

/// One picture for each value of the facet shelves, on the same scales and in the same colours.
#[derive(Debug, Clone, PartialEq)]
pub struct PanesFigure {
    /// Names beside the rows and over the columns; empty where nothing lies on that shelf.
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// The columns wrap to the next line, and each picture has its name.
    pub is_wrapped: bool,
    pub panes: Vec<PaneFigure>,
    /// Of all pictures, in the order of the colours; none for one alone.
    pub series: Vec<String>,
}

/// One of the pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct PaneFigure {
    pub row: usize,
    pub column: usize,
    pub body: Body,
}
