//! The reviewed combinations: read line by line, not copied from what is offered.

/// Shelves, the accepted first offers, and marks that must be refused.
pub(crate) const TABLE: &[(&str, &str, &str)] = &[
    // Trend: one measure, a date on X.
    (
        "x: month(date) | y: sum(net)",
        "line",
        "donut sankey radar scatter funnel",
    ),
    (
        "x: year(date) | y: sum(net)",
        "line bar",
        "donut sankey radar",
    ),
    ("x: day(date) | y: sum(net)", "line", "donut funnel radar"),
    (
        "x: month(date) | y: avg(net)",
        "line",
        "area waterfall treemap",
    ),
    ("x: month(date) | y: count()", "line bar", "donut"),
    (
        "x: month(date) | y: distinct(region)",
        "line bar",
        "area waterfall treemap",
    ),
    ("x: month(date) | y: min(net)", "line", "area treemap"),
    ("x: month(date) | y: max(net)", "line", "area treemap"),
    ("x: month(date) | y: median(net)", "line", "area treemap"),
    ("x: date | y: sum(net)", "line", "donut"),
    ("x: date | y: net", "line", "area bar treemap donut"),
    // Trend split by a category.
    (
        "x: month(date) | y: sum(net) | color: region",
        "line",
        "donut big_number waterfall bullet",
    ),
    (
        "x: month(date) | y: avg(net) | color: region",
        "line",
        "area treemap sunburst sankey",
    ),
    (
        "x: month(date) | y: sum(net) | detail: region",
        "line",
        "donut big_number",
    ),
    (
        "x: month(date) | y: count() | color: returned",
        "line area bar",
        "donut scatter",
    ),
    (
        "x: month(date) | y: sum(net) | color: region | detail: category",
        "line",
        "heatmap sankey",
    ),
    // Trend of several measures.
    (
        "x: month(date) | y: sum(net), sum(cost)",
        "line",
        "donut treemap big_number",
    ),
    (
        "x: month(date) | y: sum(net), avg(cost)",
        "line",
        "area treemap",
    ),
    // Prices.
    (
        "x: day(date) | y: sum(open), max(high), min(low), sum(close)",
        "candlestick",
        "donut bullet",
    ),
    (
        "x: month(date) | y: avg(open), max(high), min(low), avg(close)",
        "candlestick line",
        "area",
    ),
    (
        "x: month(date) | y: sum(net), sum(cost), max(target), min(low)",
        "line",
        "bullet donut",
    ),
    // Ranking: one category, one measure.
    (
        "x: region | y: sum(net)",
        "bar",
        "line scatter heatmap sankey sunburst calendar",
    ),
    (
        "y: region | x: sum(net)",
        "bar",
        "line scatter heatmap sankey",
    ),
    (
        "x: region | y: avg(net)",
        "bar",
        "donut treemap waterfall funnel area",
    ),
    (
        "x: region | y: median(net)",
        "bar",
        "donut treemap waterfall funnel",
    ),
    ("x: region | y: count()", "bar", "line scatter strip"),
    (
        "x: region | y: distinct(segment)",
        "bar",
        "donut treemap waterfall",
    ),
    ("x: returned | y: sum(net)", "bar donut", "line"),
    ("x: returned | y: count()", "bar donut", "line scatter"),
    ("x: region | y: max(net)", "bar", "donut treemap"),
    ("y: region | x: avg(net)", "bar", "donut"),
    // Composition: two or three categories, one measure.
    (
        "x: region | y: sum(net) | color: category",
        "bar heatmap",
        "donut big_number waterfall bullet",
    ),
    (
        "x: region | y: avg(net) | color: category",
        "bar heatmap",
        "sankey treemap sunburst",
    ),
    (
        "x: region | y: count() | color: returned",
        "bar",
        "donut line",
    ),
    (
        "x: region | y: sum(net) | detail: category",
        "bar heatmap treemap",
        "donut",
    ),
    (
        "y: region | x: sum(net) | color: category",
        "bar heatmap",
        "line",
    ),
    (
        "x: region | y: sum(net) | color: category | detail: segment",
        "bar treemap sunburst",
        "sankey heatmap",
    ),
    (
        "y: sum(net) | color: region",
        "bar treemap donut",
        "line scatter big_number",
    ),
    (
        "y: sum(net) | detail: region, category",
        "treemap bar heatmap",
        "big_number donut",
    ),
    // Crossing: a category on each axis.
    (
        "x: region | y: category | color: sum(net)",
        "heatmap",
        "line scatter donut bullet",
    ),
    (
        "x: region | y: category | color: avg(net)",
        "heatmap",
        "sankey treemap sunburst",
    ),
    (
        "x: region | y: category | color: count()",
        "heatmap",
        "donut big_number",
    ),
    (
        "x: region | y: category | size: sum(net)",
        "heatmap",
        "line donut",
    ),
    (
        "x: month(date) | y: region | color: sum(net)",
        "heatmap",
        "donut radar sankey",
    ),
    (
        "x: month(date) | y: region | color: avg(net)",
        "heatmap",
        "area treemap sankey",
    ),
    // Correlation: two numbers.
    ("x: net | y: cost", "scatter", "bar area donut heatmap line"),
    (
        "x: net | y: cost | color: region",
        "scatter",
        "bar donut radar",
    ),
    ("x: net | y: cost | size: target", "scatter", "bar area"),
    (
        "x: net | y: cost | detail: region",
        "scatter",
        "donut sankey",
    ),
    (
        "x: sum(net) | y: sum(cost) | detail: region",
        "scatter",
        "donut treemap area",
    ),
    (
        "x: avg(net) | y: avg(cost) | color: category",
        "scatter",
        "donut treemap area",
    ),
    (
        "x: bin(net) | y: avg(cost)",
        "line bar scatter",
        "donut treemap area",
    ),
    // Distribution.
    (
        "x: bin(net) | y: count()",
        "histogram bar",
        "scatter calendar box_plot",
    ),
    // One number by itself.
    ("x: net", "histogram", "bar line scatter strip donut"),
    ("x: net | y: count()", "histogram", "box_plot donut"),
    ("x: net | color: region", "histogram", "line scatter donut"),
    ("y: net | x: count()", "histogram", "box_plot donut"),
    (
        "x: region | y: net",
        "box_plot strip",
        "bar line area donut treemap",
    ),
    (
        "y: region | x: net",
        "box_plot strip",
        "donut treemap heatmap histogram",
    ),
    (
        "x: returned | y: net",
        "box_plot strip",
        "bar donut histogram",
    ),
    (
        "x: region | y: net | color: category",
        "box_plot strip",
        "histogram donut",
    ),
    (
        "x: bin(net) | y: count() | color: region",
        "histogram bar",
        "donut calendar",
    ),
    // Deviation: a value and its target.
    (
        "x: region | y: sum(net), sum(target)",
        "bar bullet",
        "donut treemap big_number",
    ),
    (
        "x: region | y: avg(net), avg(target)",
        "bar bullet",
        "donut treemap",
    ),
    (
        "y: sum(net), sum(target)",
        "big_number bullet",
        "line area donut",
    ),
    (
        "x: region | y: sum(net), sum(cost), sum(target)",
        "bar radar",
        "bullet donut",
    ),
    // One number.
    ("y: sum(net)", "big_number", "bar line donut heatmap bullet"),
    ("x: avg(net)", "big_number", "bar line donut"),
    ("y: count()", "big_number", "bar line donut"),
    (
        "y: sum(net), avg(cost), count()",
        "big_number",
        "bar line donut",
    ),
    // Nothing to aggregate.
    ("x: region", "table", "bar line donut heatmap big_number"),
    ("x: region | y: category", "table", "bar heatmap donut"),
    (
        "detail: region, category, segment",
        "table",
        "treemap sunburst bar",
    ),
    ("x: month(date)", "table", "line bar calendar"),
    // Places: maps only where the column says where something is.
    (
        "x: country | y: sum(net)",
        "bar choropleth",
        "line sankey sunburst gauge",
    ),
    ("y: country | x: sum(net)", "bar choropleth", "line sankey"),
    (
        "x: country | y: avg(net)",
        "bar choropleth",
        "treemap donut funnel",
    ),
    (
        "detail: country | color: sum(net)",
        "bar choropleth",
        "line",
    ),
    (
        "x: segment | y: sum(net)",
        "bar",
        "choropleth symbol_map gauge",
    ),
    (
        "x: country | y: sum(net) | color: category",
        "bar",
        "choropleth symbol_map",
    ),
    (
        "x: longitude | y: latitude",
        "symbol_map",
        "choropleth bar line gauge",
    ),
    (
        "x: longitude | y: latitude | size: sum(net)",
        "symbol_map",
        "choropleth line",
    ),
    (
        "x: longitude | y: latitude | color: region",
        "symbol_map",
        "choropleth bar",
    ),
    ("x: latitude | y: longitude", "table", "symbol_map"),
    // One amount on its way.
    (
        "y: sum(net), sum(target), max(cost)",
        "big_number gauge",
        "bullet bar",
    ),
];
