//! Which chart? What lies on the shelves, and the marks that a person who knows the craft accepts
//! as the first offer; and what each mark must not be offered for.
//!
//! The accepted answers follow the practice of the field (Cleveland, Few, Wilke): lines for time,
//! bars sorted for rankings, points for two numbers, cells for two categories, shares only of
//! amounts that add up.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

use chart::{MarkFit, resolve};
use model::{Aggregate, ChartSpec, DataType, Field, Mark, Pill, Shelf, TimeUnit};

fn fields() -> Vec<Field> {
    let mut fields = vec![
        Field::new("date", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("category", DataType::Text),
        Field::new("segment", DataType::Text),
        Field::new("returned", DataType::Boolean),
    ];
    let numbers = ["net", "cost", "target", "open", "high", "low", "close"];
    fields.extend(numbers.map(|name| Field::new(name, DataType::Float64)));
    fields
}

/// `sum(net)`, `avg(net)`, `count()`, `month(date)`, `day(date)`, `bin(net)`, `net`, `region`.
fn pill(words: &str) -> Pill {
    let (function, field) = match words.split_once('(') {
        Some((function, rest)) => (function, rest.trim_end_matches(')')),
        None => ("", words),
    };
    let mut json = serde_json::json!({ "field": field });
    match function {
        "" => {}
        "day" | "month" | "year" => json["unit"] = function.into(),
        "bin" => json["bin_width"] = "10".into(),
        "avg" => json["aggregate"] = "average".into(),
        "distinct" => json["aggregate"] = "count_distinct".into(),
        other => json["aggregate"] = other.into(),
    }
    serde_json::from_value(json).expect("the words of a pill")
}

/// `x: month(date) | y: sum(net) | color: region`.
fn spec(words: &str) -> ChartSpec {
    let mut spec = ChartSpec::empty("orders");
    for part in words
        .split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (shelf, pills) = part.split_once(':').expect("shelf: pills");
        let shelf = match shelf {
            "x" => Shelf::X,
            "y" => Shelf::Y,
            "color" => Shelf::Color,
            "size" => Shelf::Size,
            "detail" => Shelf::Detail,
            other => panic!("no shelf {other}"),
        };
        for one in pills.split(',').map(str::trim) {
            spec.shelf_mut(shelf).push(pill(one));
        }
    }
    spec
}

fn offered(words: &str) -> Vec<MarkFit> {
    resolve(&spec(words), &fields()).marks
}

fn name(mark: Mark) -> String {
    serde_json::to_value(mark)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

/// Shelves, the accepted first offers, and marks that must be refused.
const TABLE: &[(&str, &str, &str)] = &[
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
    ("x: bin(net) | y: count()", "bar line", "scatter calendar"),
    ("x: region | y: net", "strip", "bar line area donut treemap"),
    ("y: region | x: net", "strip", "donut treemap heatmap"),
    ("x: returned | y: net", "strip", "bar donut"),
    (
        "x: bin(net) | y: count() | color: region",
        "bar line",
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
];

#[test]
fn what_lies_on_the_shelves_is_offered_what_people_expect() {
    assert!(TABLE.len() >= 60, "{} combinations", TABLE.len());
    let mut wrong = Vec::new();
    for (words, accepted, refused) in TABLE {
        let marks = offered(words);
        let first = name(marks[0].mark);
        if !marks[0].applies || !accepted.split(' ').any(|one| one == first) {
            wrong.push(format!("{words}: offered {first}, accepted {accepted}"));
        }
        for mark in refused.split(' ') {
            let fit = marks.iter().find(|fit| name(fit.mark) == mark).unwrap();
            if fit.applies {
                wrong.push(format!("{words}: {mark} must not apply"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_mark_is_offered_once_with_a_reason_and_what_applies_stands_first() {
    for (words, ..) in TABLE {
        let marks = offered(words);
        assert_eq!(marks.len(), Mark::ALL.len(), "{words}");
        for mark in Mark::ALL {
            let count = marks.iter().filter(|fit| fit.mark == mark).count();
            assert_eq!(count, 1, "{words}: {mark:?}");
        }
        assert!(marks.is_sorted_by_key(|fit| !fit.applies), "{words}");
        for fit in marks {
            let is_sentence = fit.reason.ends_with(['.', '?']) && fit.reason.len() > 20;
            assert!(is_sentence, "{:?}: {}", fit.mark, fit.reason);
        }
    }
}

#[test]
fn each_mark_is_possible_for_some_fields() {
    for mark in Mark::ALL {
        let is_possible = TABLE.iter().any(|(words, ..)| {
            offered(words)
                .iter()
                .any(|fit| fit.mark == mark && fit.applies)
        });
        assert!(is_possible, "{mark:?}");
    }
}

#[test]
fn a_chosen_mark_stays_while_it_fits_and_gives_way_with_a_warning_when_not() {
    let mut chosen = spec("x: region | y: sum(net)");
    chosen.mark = Some(Mark::Treemap);
    assert_eq!(resolve(&chosen, &fields()).mark, Mark::Treemap);
    chosen.y[0].aggregate = Some(Aggregate::Average);
    let resolved = resolve(&chosen, &fields());
    assert_eq!(resolved.mark, Mark::Bar);
    assert_eq!(resolved.diagnostics[0].code, "CHART_MARK_DOES_NOT_FIT");
    assert!(resolved.query.is_some());
}

#[test]
fn no_fields_offer_nothing() {
    assert!(offered("").iter().all(|fit| !fit.applies));
    let day = spec("x: day(date) | y: sum(net)");
    assert_eq!(day.x[0].unit, Some(TimeUnit::Day));
}
