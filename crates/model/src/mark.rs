//! The shapes that carry values, and how several of them share a position.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The shape that carries a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Bar,
    Line,
    Area,
    Scatter,
    /// Alone, or over time with its course as a small line.
    BigNumber,
    /// A cell for each pair of two dimensions, coloured by amount.
    Heatmap,
    /// Parts of one whole, four at most.
    Donut,
    /// Nested rectangles, one level for each dimension.
    Treemap,
    /// Nested rings, one for each dimension.
    Sunburst,
    /// Amounts that add up from the first position to the last.
    Waterfall,
    /// Stages below each other, each with its share of the first.
    Funnel,
    /// The first measure as a bar, the second as its target.
    Bullet,
    /// The first measure along half a ring, the second as its target, further ones as the ends of bands.
    Gauge,
    /// One axis for each member of a dimension, around a middle.
    Radar,
    /// A cell for each day, coloured by amount.
    Calendar,
    /// Flows from the members of one dimension to those of the next.
    Sankey,
    /// Open, high, low and close: four measures in this order.
    Candlestick,
    /// One point for each row, beside its category.
    Strip,
    /// How many values lie in each of some bins of a round width.
    Histogram,
    /// Quartiles as a box, whiskers to the last values within 1.5 box heights of it, outliers beyond.
    BoxPlot,
    /// How many rows lie in each cell of two numbers, coloured by their count.
    Density,
    /// Circles where places are, by longitude and latitude or by country.
    SymbolMap,
    /// Countries coloured by amount.
    Choropleth,
    /// Members of dimensions along rows and columns, with totals of each level.
    Pivot,
    /// The rows themselves.
    Table,
}

impl Mark {
    /// Every mark, in the order in which equally good ones are offered.
    pub const ALL: [Self; 25] = [
        Self::Bar,
        Self::Line,
        Self::Area,
        Self::Heatmap,
        Self::Scatter,
        Self::Treemap,
        Self::Donut,
        Self::Waterfall,
        Self::Funnel,
        Self::Sunburst,
        Self::Sankey,
        Self::Bullet,
        Self::Gauge,
        Self::Radar,
        Self::Calendar,
        Self::Candlestick,
        Self::Strip,
        Self::Histogram,
        Self::BoxPlot,
        Self::Density,
        Self::Choropleth,
        Self::SymbolMap,
        Self::BigNumber,
        Self::Pivot,
        Self::Table,
    ];
}

/// How a measure is drawn over the others on the same axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PillMark {
    Bar,
    Line,
    Area,
    Point,
    /// The room between two measures that have this mark.
    Band,
}

/// How series share a position of bars or areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Stack {
    /// Side by side; areas lie over each other.
    Grouped,
    /// On top of each other: amounts that add up.
    Stacked,
    /// As shares of their position, 100 % each.
    Normalized,
}
