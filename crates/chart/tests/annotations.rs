//! Where annotations stand: at marks, positions and ranges, and what is said of those that stand nowhere.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop at the first surprise"
)]

use chart::{annotations, resolve};
use model::{ChartSpec, DataType, Field, Value};
use serde_json::{Value as Json, json};

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("net", DataType::Float64),
        Field::new("cost", DataType::Float64),
    ]
}

type Rows = Vec<(String, Vec<Value>)>;

fn floats(values: &[f64]) -> Vec<Value> {
    values.iter().copied().map(Value::Float).collect()
}

fn days(values: &[&str]) -> Vec<Value> {
    let day = |text: &&str| Value::Date((*text).to_owned());
    values.iter().map(day).collect()
}

fn texts(values: &[&str]) -> Vec<Value> {
    let text = |text: &&str| Value::Text((*text).to_owned());
    values.iter().map(text).collect()
}

fn read(chart: &Json, at: &[Json]) -> ChartSpec {
    let mut text = json!({ "version": 1, "source": "sales" });
    for (key, value) in chart.as_object().unwrap() {
        text[key] = value.clone();
    }
    let listed = at.iter().enumerate();
    text["annotations"] = listed
        .map(|(id, at)| json!({ "id": id.to_string(), "text": "Here", "at": at }))
        .collect();
    chart::read_text(&text.to_string()).expect("a chart")
}

/// Where each annotation stands in words: `mark 2 sum_net`, `rule 1 @86400000`, or why nowhere.
fn placed(chart: &Json, rows: &Rows, at: &[Json]) -> Vec<String> {
    stands(chart, rows, at, false)
}

fn stands(chart: &Json, rows: &Rows, at: &[Json], is_thinned: bool) -> Vec<String> {
    let spec = read(chart, at);
    let resolved = resolve(&spec, &fields());
    assert!(resolved.query.is_some(), "{:?}", resolved.diagnostics);
    let drawn = annotations(&spec, &resolved, &fields(), rows, is_thinned);
    let spot = |at: &Json| match &at["at"] {
        Json::Null => at["row"].to_string(),
        exact => format!("{} @{}", at["row"], exact.as_f64().unwrap() / 86_400_000.0),
    };
    let words = |one: &model::DrawnAnnotation| {
        let at = serde_json::to_value(&one.at).unwrap();
        match at["kind"].as_str() {
            Some("mark") => format!("mark {} {}", at["row"], at["column"].as_str().unwrap()),
            Some("position") => format!("rule {}", spot(&at["spot"])),
            Some("range") => format!("from {} to {}", spot(&at["from"]), spot(&at["to"])),
            _ => one.why.clone().unwrap(),
        }
    };
    drawn.iter().map(words).collect()
}

fn mark(parts: &[(&str, Json)]) -> Json {
    let of = parts.iter();
    let of = of.map(|(field, value)| json!({ "pill": { "field": field }, "value": value }));
    json!({ "kind": "mark", "of": of.collect::<Vec<_>>() })
}

fn text(value: &str) -> Json {
    json!({ "type": "text", "value": value })
}

fn date(value: &str) -> Json {
    json!({ "type": "date", "value": value })
}

fn position(value: &Json) -> Json {
    json!({ "kind": "position", "value": value })
}

fn range(from: &Json, to: &Json) -> Json {
    json!({ "kind": "range", "from": from, "to": to })
}

fn by_region(more: &Json) -> Json {
    let mut chart = json!({
        "x": [{ "field": "region" }], "y": [{ "field": "net", "aggregate": "sum" }],
    });
    for (key, value) in more.as_object().unwrap() {
        chart[key] = value.clone();
    }
    chart
}

fn regions() -> Rows {
    vec![
        ("region".to_owned(), texts(&["a", "b", "c"])),
        ("sum_net".to_owned(), {
            let mut net = floats(&[1.0, 2.0]);
            net.push(Value::Null);
            net
        }),
    ]
}

#[test]
fn marks_and_members_are_found_by_their_values() {
    let at = [
        mark(&[("region", text("b"))]),
        position(&text("c")),
        range(&text("c"), &text("a")),
        mark(&[("region", text("Atlantis"))]),
        mark(&[("region", text("c"))]),
        position(&text("Atlantis")),
        mark(&[("day", date("2026-01-01"))]),
        mark(&[]),
    ];
    let other = "The chart shows other fields than its mark had.";
    assert_eq!(
        placed(&by_region(&json!({})), &regions(), &at),
        [
            "mark 1 sum_net",
            "rule 2",
            "from 0 to 2",
            "Its mark is not on the axis now.",
            "Its mark has no amount now.",
            "It is not on the axis now.",
            other,
            other,
        ]
    );
}

#[test]
fn one_of_several_colours_and_measures_is_told_apart() {
    let both = json!({ "color": [{ "field": "day" }], "y": [
        { "field": "net", "aggregate": "sum" }, { "field": "cost", "aggregate": "max" },
    ] });
    let rows = vec![
        ("region".to_owned(), texts(&["a", "a"])),
        ("sum_net".to_owned(), floats(&[1.0, 2.0])),
        ("max_cost".to_owned(), floats(&[3.0, 4.0])),
        ("day".to_owned(), days(&["2026-01-01", "2026-01-02"])),
    ];
    let whole = [("region", text("a")), ("day", date("2026-01-02"))];
    let with = |measure: Json| {
        let mut at = mark(&whole);
        at["measure"] = measure;
        at
    };
    let at = [
        mark(&whole),
        with(json!({ "field": "cost", "aggregate": "max" })),
        with(json!({ "field": "cost", "aggregate": "min" })),
        mark(&[("region", text("a"))]),
    ];
    assert_eq!(
        placed(&by_region(&both), &rows, &at),
        [
            "mark 1 sum_net",
            "mark 1 max_cost",
            "The chart does not show its measure now.",
            "The chart shows other fields than its mark had.",
        ]
    );
}

fn months(mark: &str) -> (Json, Rows) {
    let chart = json!({ "mark": mark, "x": [{ "field": "day", "unit": "month" }],
        "y": [{ "field": "net", "aggregate": "sum" }] });
    let rows = vec![
        (
            "day_month".to_owned(),
            days(&["1970-01-01", "1970-02-01", "1970-04-01"]),
        ),
        ("sum_net".to_owned(), floats(&[1.0, 2.0, 3.0])),
    ];
    (chart, rows)
}

#[test]
fn moments_stand_in_the_period_that_holds_them() {
    let at = [
        position(&date("1970-01-01")),
        position(&json!({ "type": "date_time", "value": "1970-02-11T12:00:00" })),
        // No row is of March.
        position(&date("1970-03-15")),
        // The last month goes on after its first day.
        position(&date("1970-04-30")),
        position(&date("1970-05-01")),
        position(&date("1969-12-31")),
        range(&date("1970-02-20"), &date("1970-04-02")),
        range(&date("1969-01-01"), &date("1970-01-31")),
        range(&date("1970-03-02"), &date("1970-03-09")),
        range(&date("1971-03-02"), &date("1972-03-09")),
        position(&text("spring")),
    ];
    let gone = "It is not on the axis now.";
    let (chart, rows) = months("bar");
    assert_eq!(
        placed(&chart, &rows, &at),
        [
            "rule 0 @0",
            "rule 1 @41.5",
            gone,
            "rule 2 @90",
            gone,
            gone,
            "from 1 @31 to 2 @90",
            "from 0 @0 to 0 @30",
            gone,
            gone,
            gone,
        ]
    );
    let (chart, rows) = months("line");
    assert_eq!(
        placed(&chart, &rows, &at),
        [
            "rule 0 @0",
            "rule 1 @41.5",
            "rule 1 @73",
            "rule 2 @90",
            gone,
            gone,
            "from 1 @50 to 2 @90",
            "from 0 @0 to 0 @30",
            "from 1 @60 to 1 @67",
            gone,
            gone,
        ]
    );
}

#[test]
fn a_mark_that_a_thinned_line_leaves_out_stands_at_its_position() {
    let (chart, rows) = months("line");
    let part = json!({ "pill": { "field": "day", "unit": "month" }, "value": date("1970-03-01") });
    let at = [json!({ "kind": "mark", "of": [part] })];
    assert_eq!(
        placed(&chart, &rows, &at),
        ["Its mark is not on the axis now."]
    );
    assert_eq!(stands(&chart, &rows, &at, true), ["rule 1 @59"]);
}

#[test]
fn the_end_of_an_axis_holds_what_comes_after_in_its_unit() {
    for (unit, last, inside, outside) in [
        ("year", "2026-01-01", "2026-12-31", "2027-01-01"),
        ("quarter", "2026-10-01", "2026-12-31", "2027-01-01"),
        ("month", "2026-02-01", "2026-02-28", "2026-03-01"),
        ("week", "2026-02-02", "2026-02-08", "2026-02-09"),
        ("day", "2026-02-02", "2026-02-02", "2026-02-03"),
    ] {
        let chart = json!({ "mark": "bar", "x": [{ "field": "day", "unit": unit }],
            "y": [{ "field": "net", "aggregate": "sum" }] });
        let rows = vec![
            (format!("day_{unit}"), days(&["2020-01-01", last])),
            ("sum_net".to_owned(), floats(&[1.0, 2.0])),
        ];
        let at = [position(&date(inside)), position(&date(outside))];
        let found = placed(&chart, &rows, &at);
        assert!(found[0].starts_with("rule 1"), "{unit}: {found:?}");
        assert_eq!(found[1], "It is not on the axis now.", "{unit}");
    }
}

#[test]
fn what_is_beyond_the_bars_that_are_drawn_is_said() {
    let days: Vec<String> = (1..=75).map(|day| format!("19{day:02}-01-01")).collect();
    let listed: Vec<&str> = days.iter().map(String::as_str).collect();
    let chart = |mark: &str| {
        json!({ "mark": mark, "x": [{ "field": "day", "unit": "year" }],
            "y": [{ "field": "net", "aggregate": "sum" }] })
    };
    let rows = vec![
        ("day_year".to_owned(), self::days(&listed)),
        ("sum_net".to_owned(), floats(&[1.0; 75])),
    ];
    let year = json!({ "field": "day", "unit": "year" });
    let at = [
        position(&date("1960-06-01")),
        position(&date("1961-06-01")),
        range(&date("1950-01-01"), &date("1970-01-01")),
        json!({ "kind": "mark", "of": [{ "pill": year, "value": date("1975-01-01") }] }),
    ];
    let beyond = "It is beyond the bars that are drawn.";
    let found = placed(&chart("bar"), &rows, &at);
    assert!(found[0].starts_with("rule 59"), "{found:?}");
    assert_eq!(found[1..], [beyond, beyond, beyond]);
    let found = placed(&chart("line"), &rows, &at);
    assert!(found.iter().all(|one| one != beyond), "{found:?}");
}

#[test]
fn points_are_found_by_all_their_values() {
    let chart = json!({ "x": [{ "field": "cost" }], "y": [{ "field": "net" }] });
    let rows = vec![
        ("cost".to_owned(), floats(&[1.0, 4.0])),
        ("net".to_owned(), floats(&[2.0, 2.0])),
    ];
    let number = |value: &str| json!({ "type": "integer", "value": value });
    let at = [
        mark(&[("cost", number("4")), ("net", number("2"))]),
        mark(&[("cost", number("4")), ("net", number("3"))]),
        position(&number("3")),
        position(&number("5")),
    ];
    let found = placed(&chart, &rows, &at);
    assert_eq!(found[0], "mark 1 net");
    assert_eq!(found[1], "Its mark is not on the axis now.");
    assert!(found[2].starts_with("rule 0 @"), "{found:?}");
    assert_eq!(found[3], "It is not on the axis now.");
}

#[test]
fn marks_without_a_place_say_so() {
    let at = [mark(&[("region", text("a"))])];
    for more in [
        json!({ "mark": "treemap" }),
        json!({ "facet_wrap": [{ "field": "day" }] }),
    ] {
        let found = placed(&by_region(&more), &regions(), &at);
        assert!(
            found[0].contains("no") && found[0].contains("place"),
            "{found:?}"
        );
    }
}

#[test]
fn a_text_that_is_missing_and_an_id_given_twice_are_said_and_the_chart_is_drawn() {
    let text = json!({ "version": 1, "source": "sales", "x": [{ "field": "region" }],
        "y": [{ "field": "net", "aggregate": "sum" }], "annotations": [
            { "id": "1", "text": " ", "at": position(&text("a")) },
            { "id": "1", "text": "b", "at": position(&text("b")) },
        ] });
    let spec = chart::read_text(&text.to_string()).unwrap();
    let resolved = resolve(&spec, &fields());
    let said: Vec<&str> = resolved
        .diagnostics
        .iter()
        .map(|one| one.message.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "Annotation 1 has no text.",
            "Two annotations have the id 1."
        ]
    );
    assert!(resolved.query.is_some());
}

#[test]
fn a_renamed_column_keeps_its_annotations() {
    let mut at = mark(&[("region", text("b"))]);
    at["measure"] = json!({ "field": "net", "aggregate": "sum" });
    let mut spec = read(&by_region(&json!({})), &[at]);
    spec.rename_fields(|field| Some(format!("{field}_2")));
    let renamed = serde_json::to_value(&spec.annotations[0].at).unwrap();
    assert_eq!(renamed["of"][0]["pill"]["field"], "region_2");
    assert_eq!(renamed["measure"]["field"], "net_2");
}
