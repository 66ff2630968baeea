//! Marks that pictures do not know, by name.

use model::Mark;

use super::Refusal;

/// A mark that is drawn on the screen alone.
pub(super) fn not_drawn(mark: Mark) -> Refusal {
    let name = match mark {
        Mark::Bar => "bar chart",
        Mark::Line => "line chart",
        Mark::Area => "area chart",
        Mark::Scatter => "scatter plot",
        Mark::BigNumber => "big number",
        Mark::Heatmap => "heatmap",
        Mark::Donut => "donut",
        Mark::Treemap => "treemap",
        Mark::Sunburst => "sunburst",
        Mark::Waterfall => "waterfall",
        Mark::Funnel => "funnel",
        Mark::Bullet => "bullet chart",
        Mark::Radar => "radar chart",
        Mark::Calendar => "calendar",
        Mark::Sankey => "flow chart",
        Mark::Candlestick => "candlestick chart",
        Mark::Strip => "strip plot",
        Mark::Histogram => "histogram",
        Mark::BoxPlot => "box plot",
        Mark::Density => "density",
        Mark::Pivot => "pivot table",
        Mark::Table => "table",
    };
    Refusal::Reason(format!(
        "A {name} cannot be written as a picture. Choose another mark, such as bars or a heatmap, or export the data."
    ))
}
