//! Lines, bands and trends across a chart: their arithmetic, and where there are none.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

use chart::{least_squares, references, resolve};
use model::{ChartSpec, DataType, DrawnReference, Field, ReferenceAt, Value};
use proptest::prelude::*;

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("net", DataType::Float64),
        Field::new("cost", DataType::Float64),
    ]
}

type Rows = Vec<(String, Vec<Value>)>;

fn numbers(values: &[f64]) -> Vec<Value> {
    values.iter().copied().map(Value::Float).collect()
}

fn texts(values: &[&str]) -> Vec<Value> {
    values
        .iter()
        .map(|text| Value::Text((*text).to_owned()))
        .collect()
}

fn drawn(rest: &serde_json::Value, rows: &Rows) -> Vec<DrawnReference> {
    let mut text = serde_json::json!({ "version": 1, "source": "sales" });
    for (key, value) in rest.as_object().unwrap() {
        text[key] = value.clone();
    }
    let spec: ChartSpec = chart::read_text(&text.to_string()).expect("a chart");
    let resolved = resolve(&spec, &fields());
    assert!(resolved.query.is_some(), "{:?}", resolved.diagnostics);
    references(&spec, &resolved, &fields(), rows)
}

fn line(axis: &str, kind: &str) -> serde_json::Value {
    serde_json::json!({ "axis": axis, "line": { "kind": kind } })
}

fn bars() -> serde_json::Value {
    serde_json::json!({
        "x": [{ "field": "region" }], "y": [{ "field": "net", "aggregate": "sum" }],
    })
}

fn at(found: &[DrawnReference]) -> Vec<Option<ReferenceAt>> {
    found.iter().map(|one| one.at.clone()).collect()
}

#[test]
fn lines_and_bands_are_made_of_the_marks_that_are_drawn() {
    let mut chart = bars();
    chart["references"] = serde_json::json!([
        line("y", "average"),
        line("y", "median"),
        { "axis": "y", "line": { "kind": "constant", "value": "-12.5" } },
        { "axis": "y", "line": { "kind": "percentile", "percentile": "25" } },
        { "axis": "y", "line": { "kind": "band", "from": "100", "to": "0" } },
    ]);
    let rows = vec![
        ("region".to_owned(), texts(&["a", "b", "c", "d"])),
        (
            "sum_net".to_owned(),
            vec![
                Value::Decimal("1".into()),
                Value::Null,
                Value::Text("3.0".into()),
                Value::Float(8.0),
            ],
        ),
    ];
    let value = |value: f64| Some(ReferenceAt::Line { value });
    let band = Some(ReferenceAt::Band {
        low: 1.0,
        high: 8.0,
    });
    let found = drawn(&chart, &rows);
    assert_eq!(
        at(&found),
        [value(4.0), value(3.0), value(-12.5), value(2.0), band]
    );
    assert_eq!(found[3].index, 3);
}

#[test]
fn stacked_bars_are_measured_by_their_totals() {
    let mut chart = bars();
    chart["color"] = serde_json::json!([{ "field": "day" }]);
    chart["references"] = serde_json::json!([line("y", "average")]);
    let rows = vec![
        ("region".to_owned(), texts(&["a", "a", "b"])),
        ("day".to_owned(), texts(&["1", "2", "1"])),
        ("sum_net".to_owned(), numbers(&[1.0, 2.0, 5.0])),
    ];
    let value = |value: f64| Some(ReferenceAt::Line { value });
    assert_eq!(at(&drawn(&chart, &rows)), [value(4.0)]);
    chart["stack"] = "grouped".into();
    assert_eq!(at(&drawn(&chart, &rows)), [value(8.0 / 3.0)]);
    chart["stack"] = "normalized".into();
    let refused = drawn(&chart, &rows);
    assert!(refused[0].why.as_ref().unwrap().contains("100 %"));
}

#[test]
fn what_has_no_line_says_why() {
    let rows = vec![
        ("region".to_owned(), texts(&["a"])),
        ("sum_net".to_owned(), vec![Value::Null]),
    ];
    for (change, axis, kind, words) in [
        (serde_json::json!({}), "y", "average", "no amount"),
        (serde_json::json!({}), "x", "average", "carries positions"),
        (serde_json::json!({}), "y", "trend", "needs a scatter plot"),
        (
            serde_json::json!({ "mark": "treemap" }),
            "y",
            "average",
            "no axis",
        ),
        (
            serde_json::json!({ "facet_wrap": [{ "field": "day" }] }),
            "y",
            "median",
            "multiples",
        ),
        (
            serde_json::json!({ "y": [{ "field": "net", "aggregate": "sum" },
                { "field": "cost", "aggregate": "sum" }] }),
            "y",
            "average",
            "Several measures",
        ),
    ] {
        let mut chart = bars();
        for (key, value) in change.as_object().unwrap() {
            chart[key] = value.clone();
        }
        chart["references"] = serde_json::json!([line(axis, kind)]);
        let found = drawn(&chart, &rows);
        let why = found[0].why.clone().unwrap_or_default();
        assert!(
            found[0].at.is_none() && why.contains(words),
            "{change} {kind}: {why}"
        );
    }
}

#[test]
fn a_line_without_a_number_is_refused_in_words() {
    for (line, is_read) in [
        (
            serde_json::json!({ "kind": "constant", "value": "1e3" }),
            true,
        ),
        (
            serde_json::json!({ "kind": "constant", "value": "many" }),
            false,
        ),
        (
            serde_json::json!({ "kind": "constant", "value": "inf" }),
            false,
        ),
        (
            serde_json::json!({ "kind": "percentile", "percentile": "101" }),
            false,
        ),
        (
            serde_json::json!({ "kind": "band", "from": "5", "to": "-1" }),
            false,
        ),
    ] {
        let mut spec = bars();
        spec["version"] = 1.into();
        spec["source"] = "sales".into();
        spec["references"] = serde_json::json!([{ "axis": "y", "line": line }]);
        let spec = chart::read_text(&spec.to_string()).unwrap();
        let said = resolve(&spec, &fields()).diagnostics;
        assert_eq!(
            said.iter().all(|one| one.code != "CHART_REFERENCE"),
            is_read,
            "{line}"
        );
    }
}

#[test]
fn a_trend_over_time_counts_days_and_each_colour_has_its_own() {
    let chart = serde_json::json!({
        "x": [{ "field": "day", "unit": "month" }],
        "y": [{ "field": "net", "aggregate": "sum" }], "color": [{ "field": "region" }],
        "references": [line("y", "trend")],
    });
    let date = |text: &str| Value::Date(text.to_owned());
    let rows = vec![
        (
            "day_month".to_owned(),
            vec![
                date("2026-01-01"),
                date("2026-02-01"),
                date("2026-03-01"),
                date("2026-01-01"),
                date("2026-03-01"),
            ],
        ),
        ("region".to_owned(), texts(&["a", "a", "a", "b", "b"])),
        (
            "sum_net".to_owned(),
            numbers(&[100.0, 131.0, 159.0, 7.0, 7.0]),
        ),
    ];
    let found = at(&drawn(&chart, &rows));
    let jan = 1_767_225_600_000.0;
    assert_eq!(
        found[0],
        Some(ReferenceAt::Trend {
            series: "a".to_owned(),
            from: (jan, 100.0),
            to: (jan + 59.0 * 86_400_000.0, 159.0),
            slope: 1.0,
            intercept: 100.0,
            r_squared: Some(1.0),
            is_along_time: true,
        })
    );
    let Some(ReferenceAt::Trend {
        slope, r_squared, ..
    }) = &found[1]
    else {
        panic!("{found:?}");
    };
    assert_eq!((*slope, *r_squared), (0.0, None));
}

/// Slope, intercept and R² of whole numbers as exact fractions, divided once at the end.
fn exact(points: &[(i64, i64)]) -> Option<(f64, f64, Option<f64>)> {
    let sum = |of: fn(i128, i128) -> i128| -> i128 {
        points
            .iter()
            .map(|(x, y)| of(i128::from(*x), i128::from(*y)))
            .sum()
    };
    let many = i128::try_from(points.len()).ok()?;
    let (x, y) = (sum(|x, _| x), sum(|_, y| y));
    let xx = many * sum(|x, _| x * x) - x * x;
    let xy = many * sum(|x, y| x * y) - x * y;
    let yy = many * sum(|_, y| y * y) - y * y;
    #[expect(clippy::cast_precision_loss, reason = "rounded once is the point")]
    let divide = |above: i128, below: i128| above as f64 / below as f64;
    (xx > 0).then(|| {
        (
            divide(xy, xx),
            divide(y * xx - xy * x, many * xx),
            (yy > 0).then(|| divide(xy * xy, xx) / divide(yy, 1)),
        )
    })
}

fn close(one: f64, other: f64, size: f64) -> bool {
    (one - other).abs() <= 1e-9 * size.abs().max(other.abs()).max(1e-300)
}

proptest! {
    #[test]
    fn the_line_is_that_of_exact_fractions(
        points in prop::collection::vec((-1_000_000_i64..1_000_000, -1_000_000_i64..1_000_000), 0..40),
        away in prop::sample::select(vec![0_i64, 1_000_000_000]),
    ) {
        #[expect(clippy::cast_precision_loss, reason = "small enough for a double")]
        let doubles: Vec<(f64, f64)> =
            points.iter().map(|(x, y)| ((x + away) as f64, *y as f64)).collect();
        let moved: Vec<(i64, i64)> = points.iter().map(|(x, y)| (x + away, *y)).collect();
        match (least_squares(&doubles), exact(&moved)) {
            (None, None) => {}
            (Some(line), Some((slope, intercept, r_squared))) => {
                let middle = doubles.iter().map(|(x, _)| x.abs()).fold(1.0, f64::max);
                prop_assert!(close(line.slope, slope, 0.0) || close(line.slope * middle, slope * middle, 1e6));
                // Far from the points the intercept is as certain as the slope times the distance.
                prop_assert!(close(line.intercept, intercept, slope * middle));
                match (line.r_squared, r_squared) {
                    (Some(one), Some(other)) => prop_assert!((one - other).abs() < 1e-9),
                    (one, other) => prop_assert_eq!(one, other),
                }
            }
            (one, other) => prop_assert!(false, "{:?} {:?}", one, other),
        }
    }

    #[test]
    fn no_other_line_has_smaller_squares(
        points in prop::collection::vec((-1e3_f64..1e3, -1e3_f64..1e3), 2..30),
        turn in -1.0_f64..1.0,
        lift in -1.0_f64..1.0,
    ) {
        if let Some(line) = least_squares(&points) {
            let squares = |slope: f64, intercept: f64| -> f64 {
                points.iter().map(|(x, y)| (y - intercept - slope * x).powi(2)).sum()
            };
            let least = squares(line.slope, line.intercept);
            prop_assert!(least <= squares(line.slope + turn, line.intercept + lift) * (1.0 + 1e-9) + 1e-6);
        }
    }
}
