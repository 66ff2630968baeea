//! Charts in words: pill titles and the sentence that names a chart for a screen reader.

use model::{
    Aggregate, Calculation, DatePart, Earlier, Mark, Pill, PillMark, Shelf, TimeUnit, Within,
};

use crate::compile::{Resolved, is_binned};
use crate::layers::as_layer;

/// A pill as shelves and axes show it: `SUM(net_amount)`, `MONTH(order_date)`, `region`.
pub fn pill_title(pill: &Pill) -> String {
    let field = pill.field.as_str();
    if let Some(aggregate) = pill.aggregate {
        let reduced = if field.is_empty() {
            "COUNT(rows)".to_owned()
        } else {
            format!("{}({field})", aggregate_word(aggregate, pill))
        };
        return match &pill.calculation {
            Some(calculation) => format!("{reduced}, {}", calculation_words(calculation)),
            None => reduced,
        };
    }
    match (pill.unit, pill.part, pill.top) {
        (Some(unit), _, _) => format!("{}({field})", unit_word(unit).to_uppercase()),
        (None, Some(part), _) => format!("{}({field})", part_word(part).to_uppercase()),
        (None, None, _) if is_binned(pill) => format!("BIN({field})"),
        (None, None, Some(top)) => {
            let which = if top.smallest { "bottom" } else { "top" };
            format!("{field}, {which} {}", top.count)
        }
        (None, None, None) => field.to_owned(),
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
    let mut sentence = layered(resolved).unwrap_or_else(|| {
        let mark = mark_word(resolved.mark);
        format!("{mark} of {}", join_or(&up, &across))
    });
    let over = resolved.encodings.iter().find(|one| one.mark.is_some());
    let along = match over.map(|one| one.shelf) {
        Some(Shelf::X) => &up,
        _ => &across,
    };
    if !across.is_empty() && !up.is_empty() {
        sentence.push_str(if matches!(resolved.mark, Mark::Scatter | Mark::Density) {
            " against "
        } else {
            " by "
        });
        sentence.push_str(&along.join(" and "));
    }
    if !color.is_empty() {
        sentence.push_str(", coloured by ");
        sentence.push_str(&color.join(" and "));
    }
    sentence
}

/// What each kind of marks is of, where measures on the same axes are drawn in several ways.
fn layered(resolved: &Resolved) -> Option<String> {
    let over = resolved.encodings.iter().find(|one| one.mark.is_some())?;
    let kinds = [
        (PillMark::Bar, "bars"),
        (PillMark::Area, "areas"),
        (PillMark::Line, "lines"),
        (PillMark::Point, "points"),
        (PillMark::Band, "a band"),
    ];
    let of = |(mark, word): (PillMark, &str)| {
        let measures = resolved.on(over.shelf).filter(|one| one.is_measure());
        let drawn = measures.filter(|one| one.mark.or(as_layer(resolved.mark)) == Some(mark));
        let said: Vec<String> = drawn.map(|one| plain(&one.pill)).collect();
        (!said.is_empty()).then(|| format!("{word} of {}", said.join(" and ")))
    };
    let said: Vec<String> = kinds.into_iter().filter_map(of).collect();
    let words = said.join(", ");
    let mut letters = words.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
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
        Mark::Gauge => "Gauge",
        Mark::Radar => "Radar",
        Mark::Calendar => "Calendar",
        Mark::Sankey => "Flows",
        Mark::Candlestick => "Candles",
        Mark::Strip => "Strips",
        Mark::Histogram => "Histogram",
        Mark::BoxPlot => "Boxes",
        Mark::Density => "Density",
        Mark::SymbolMap | Mark::Choropleth => "Map",
        Mark::Pivot => "Pivot table",
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
    if let Some(aggregate) = pill.aggregate {
        let reduced = if field.is_empty() {
            "row count".to_owned()
        } else {
            format!("{} of {field}", plain_aggregate(aggregate, pill))
        };
        return match &pill.calculation {
            Some(calculation) => format!("{reduced} ({})", calculation_words(calculation)),
            None => reduced,
        };
    }
    match (pill.unit, pill.part, pill.top) {
        (Some(unit), _, _) => format!("{} of {field}", unit_word(unit)),
        (None, Some(part), _) => format!("{} of {field}", plain_part(part)),
        (None, None, _) if is_binned(pill) => format!("bins of {field}"),
        (None, None, Some(top)) => {
            let which = if top.smallest { "bottom" } else { "top" };
            format!("the {which} {} of {field}", top.count)
        }
        (None, None, None) => field.to_owned(),
    }
}

fn plain_aggregate(aggregate: Aggregate, pill: &Pill) -> String {
    let word = match aggregate {
        Aggregate::Sum => "sum",
        Aggregate::Average => "average",
        Aggregate::Median => "median",
        Aggregate::Percentile => return format!("percentile {}", percentile_digits(pill)),
        Aggregate::Min => "minimum",
        Aggregate::Max => "maximum",
        Aggregate::Count => "count",
        Aggregate::CountDistinct => "distinct count",
        Aggregate::StandardDeviation => "standard deviation",
        Aggregate::Variance => "variance",
        Aggregate::First => "first",
        Aggregate::Last => "last",
        Aggregate::LowerWhisker => "lower whisker",
        Aggregate::UpperWhisker => "upper whisker",
        Aggregate::Outliers => "outlier count",
        Aggregate::IntervalLow => "lower end of the 95 % interval",
        Aggregate::IntervalHigh => "upper end of the 95 % interval",
        Aggregate::ShareTrue => "share of true values",
        Aggregate::ShareLow => "lower end of the 95 % interval of the share",
        Aggregate::ShareHigh => "upper end of the 95 % interval of the share",
    };
    word.to_owned()
}

fn percentile_digits(pill: &Pill) -> &str {
    pill.percentile.as_deref().unwrap_or("?")
}

fn aggregate_word(aggregate: Aggregate, pill: &Pill) -> String {
    let word = match aggregate {
        Aggregate::Sum => "SUM",
        Aggregate::Average => "AVG",
        Aggregate::Median => "MEDIAN",
        Aggregate::Percentile => return format!("P{}", percentile_digits(pill)),
        Aggregate::Min => "MIN",
        Aggregate::Max => "MAX",
        Aggregate::Count => "COUNT",
        Aggregate::CountDistinct => "COUNT DISTINCT",
        Aggregate::StandardDeviation => "STDDEV",
        Aggregate::Variance => "VARIANCE",
        Aggregate::First => "FIRST",
        Aggregate::Last => "LAST",
        Aggregate::LowerWhisker => "LOWER WHISKER",
        Aggregate::UpperWhisker => "UPPER WHISKER",
        Aggregate::Outliers => "OUTLIERS",
        Aggregate::IntervalLow => "95 % LOW",
        Aggregate::IntervalHigh => "95 % HIGH",
        Aggregate::ShareTrue => "SHARE TRUE",
        Aggregate::ShareLow => "SHARE 95 % LOW",
        Aggregate::ShareHigh => "SHARE 95 % HIGH",
    };
    word.to_owned()
}

/// What is calculated, behind the measure: `growth to last year`.
fn calculation_words(calculation: &Calculation) -> String {
    let place = |within: Within, all: &str| match within {
        Within::Chart => all.to_owned(),
        Within::Position => "in its position".to_owned(),
        Within::Series => "in its series".to_owned(),
    };
    let earlier = |to: Earlier| match to {
        Earlier::Period => "previous period",
        Earlier::Year => "last year",
    };
    match calculation {
        Calculation::Share { within } => format!("share {}", place(*within, "of total")),
        Calculation::Running => "running total".to_owned(),
        Calculation::Difference { to } => format!("change to {}", earlier(*to)),
        Calculation::Growth { to } => format!("growth to {}", earlier(*to)),
        Calculation::Rank { within, ascending } => {
            let from = if *ascending {
                "rank from smallest"
            } else {
                "rank"
            };
            format!("{from} {}", place(*within, "of all"))
                .trim()
                .to_owned()
        }
        Calculation::MovingAverage { periods } => format!("moving average of {periods}"),
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
        TimeUnit::Second => "second",
    }
}

/// A part as titles name it: unlike a unit, it is the same for all years.
pub(crate) fn part_word(part: DatePart) -> &'static str {
    match part {
        DatePart::Year => "year number",
        DatePart::Quarter => "quarter of year",
        DatePart::Month => "month of year",
        DatePart::IsoWeek => "iso week",
        DatePart::Day => "day of month",
        DatePart::DayOfYear => "day of year",
        DatePart::Weekday => "weekday",
        DatePart::Hour => "hour of day",
        DatePart::Minute => "minute of hour",
        DatePart::Second => "second of minute",
    }
}

/// A part within a sentence.
pub(crate) fn plain_part(part: DatePart) -> &'static str {
    match part {
        DatePart::IsoWeek => "ISO week",
        other => part_word(other),
    }
}
