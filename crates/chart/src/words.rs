//! Charts in words: pill titles and the sentence that names a chart for a screen reader.

use model::{Aggregate, Mark, Pill, Shelf, TimeUnit};

use crate::compile::Resolved;

/// A pill as shelves and axes show it: `SUM(net_amount)`, `MONTH(order_date)`, `region`.
pub fn pill_title(pill: &Pill) -> String {
    let field = pill.field.as_str();
    match (pill.aggregate, pill.unit) {
        (Some(Aggregate::Count), _) if field.is_empty() => "COUNT(rows)".to_owned(),
        (Some(aggregate), _) => format!("{}({field})", aggregate_word(aggregate)),
        (None, Some(unit)) => format!("{}({field})", unit_word(unit).to_uppercase()),
        (None, None) => field.to_owned(),
    }
}

/// One sentence: what is drawn, by what, split by what.
pub fn describe(resolved: &Resolved) -> String {
    let on = |shelf: Shelf| -> Vec<String> {
        resolved
            .encodings
            .iter()
            .filter(|encoded| encoded.shelf == shelf)
            .map(|encoded| plain(&encoded.pill))
            .collect()
    };
    let (across, up, color) = (on(Shelf::X), on(Shelf::Y), on(Shelf::Color));
    let mark = mark_word(resolved.mark);
    let mut sentence = format!("{mark} of {}", join_or(&up, &across));
    if !across.is_empty() && !up.is_empty() {
        sentence.push_str(if resolved.mark == Mark::Scatter {
            " against "
        } else {
            " by "
        });
        sentence.push_str(&across.join(" and "));
    }
    if !color.is_empty() {
        sentence.push_str(", coloured by ");
        sentence.push_str(&color.join(" and "));
    }
    sentence
}

fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::Bar => "Bars",
        Mark::Line => "Lines",
        Mark::Area => "Areas",
        Mark::Scatter => "Points",
        Mark::BigNumber => "Number",
        Mark::Heatmap => "Heatmap",
        Mark::Donut => "Donut",
        Mark::Treemap => "Treemap",
        Mark::Sunburst => "Sunburst",
        Mark::Waterfall => "Waterfall",
        Mark::Funnel => "Funnel",
        Mark::Bullet => "Bullets",
        Mark::Radar => "Radar",
        Mark::Calendar => "Calendar",
        Mark::Sankey => "Flows",
        Mark::Candlestick => "Candles",
        Mark::Strip => "Strips",
        Mark::Table => "Table",
    }
}

fn join_or(first: &[String], second: &[String]) -> String {
    if first.is_empty() {
        second.join(" and ")
    } else {
        first.join(" and ")
    }
}

fn plain(pill: &Pill) -> String {
    let field = pill.field.as_str();
    match (pill.aggregate, pill.unit) {
        (Some(Aggregate::Count), _) if field.is_empty() => "row count".to_owned(),
        (Some(aggregate), _) => {
            let word = match aggregate {
                Aggregate::Sum => "sum",
                Aggregate::Average => "average",
                Aggregate::Median => "median",
                Aggregate::Min => "minimum",
                Aggregate::Max => "maximum",
                Aggregate::Count => "count",
                Aggregate::CountDistinct => "distinct count",
            };
            format!("{word} of {field}")
        }
        (None, Some(unit)) => format!("{} of {field}", unit_word(unit)),
        (None, None) => field.to_owned(),
    }
}

pub(crate) fn aggregate_word(aggregate: Aggregate) -> &'static str {
    match aggregate {
        Aggregate::Sum => "SUM",
        Aggregate::Average => "AVG",
        Aggregate::Median => "MEDIAN",
        Aggregate::Min => "MIN",
        Aggregate::Max => "MAX",
        Aggregate::Count => "COUNT",
        Aggregate::CountDistinct => "COUNT DISTINCT",
    }
}

pub(crate) fn unit_word(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Year => "year",
        TimeUnit::Quarter => "quarter",
        TimeUnit::Month => "month",
        TimeUnit::Week => "week",
        TimeUnit::Day => "day",
        TimeUnit::Hour => "hour",
        TimeUnit::Minute => "minute",
    }
}
