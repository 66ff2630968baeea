//! Where events stand on a time axis: which moments it shows, spans as much as is shown, and what is said of
//! events and axes that do not fit.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use chart::{TimeAxis, events_problem, resolve};
use model::{DataType, DrawnEvent, EventTable, EventTableId, Field, Value};
use serde_json::{Value as Json, json};

type Rows = Vec<(String, Vec<Value>)>;

fn fields() -> Vec<Field> {
    vec![
        Field::new("day", DataType::Date),
        Field::new("region", DataType::Text),
        Field::new("net", DataType::Float64),
    ]
}

fn day(text: &str) -> Value {
    Value::Date(text.to_owned())
}

fn days(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| day(text)).collect()
}

fn texts(texts: &[&str]) -> Vec<Value> {
    texts
        .iter()
        .map(|text| Value::Text((*text).to_owned()))
        .collect()
}

fn floats(values: &[f64]) -> Vec<Value> {
    values.iter().copied().map(Value::Float).collect()
}

fn releases() -> EventTable {
    EventTable {
        id: EventTableId::new("e1"),
        name: "Releases".to_owned(),
        source: "releases".to_owned(),
        start: "at".to_owned(),
        end: Some("until".to_owned()),
        text: "what".to_owned(),
        kind: Some("kind".to_owned()),
        on_every_chart: true,
    }
}

fn happened(events: &[(Value, Value, &str)]) -> Rows {
    let column = |pick: fn(&(Value, Value, &str)) -> Value| events.iter().map(pick).collect();
    vec![
        ("at".to_owned(), column(|one| one.0.clone())),
        ("until".to_owned(), column(|one| one.1.clone())),
        (
            "what".to_owned(),
            column(|one| Value::Text(one.2.to_owned())),
        ),
        ("kind".to_owned(), vec![Value::Null; events.len()]),
    ]
}

fn chart(mark: &str, unit: &str) -> Json {
    json!({ "version": 1, "source": "sales", "mark": mark, "x": [{ "field": "day", "unit": unit }],
        "y": [{ "field": "net", "aggregate": "sum" }] })
}

fn monthly(months: &[&str]) -> Rows {
    vec![
        ("day_month".to_owned(), days(months)),
        ("sum_net".to_owned(), floats(&vec![1.0; months.len()])),
    ]
}

/// The moments of an axis in words, then each event: `1 @33 v1`, days since 1970, or why there is no axis.
fn told(chart: &Json, rows: &Rows, events: &Rows) -> Vec<String> {
    let spec = chart::read_text(&chart.to_string()).unwrap();
    let resolved = resolve(&spec, &fields());
    let axis = match TimeAxis::of(&resolved, &fields(), rows) {
        Ok(axis) => axis,
        Err(why) => return vec![why.to_owned()],
    };
    let (from, until) = axis.span();
    let text = |value: &Value| match value {
        Value::Date(text) | Value::DateTime(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let (found, beside) = axis.events(&releases(), events);
    let spot = |at: &model::AxisSpot| {
        let exact = at.at.unwrap() / 86_400_000.0;
        format!("{} @{}", at.row, (exact * 100.0).round() / 100.0)
    };
    let words = |one: &DrawnEvent| {
        let to = one.to.as_ref().map(|to| format!(" to {}", spot(to)));
        format!("{}{} {}", spot(&one.from), to.unwrap_or_default(), one.text)
    };
    let span = format!("{} until {}, {beside} beside", text(&from), text(&until));
    std::iter::once(span)
        .chain(found.iter().map(words))
        .collect()
}

fn several() -> Rows {
    let no = Value::Null;
    happened(&[
        (day("1970-02-11"), no.clone(), "v1"),
        (
            Value::DateTime("1970-01-01T12:00:00".to_owned()),
            no.clone(),
            "v0",
        ),
        (day("1969-12-31"), no.clone(), "too early"),
        (day("1970-05-01"), no.clone(), "too late"),
        (day("1970-04-30"), no.clone(), "last day"),
        (day("1970-03-15"), no.clone(), "no bar"),
        (day("1970-02-20"), day("1970-04-02"), "lasting"),
        (day("1969-11-01"), day("1970-01-03"), "begun before"),
        (day("1969-11-01"), day("1969-12-03"), "over before"),
        (
            day("1970-01-20"),
            day("1970-01-10"),
            "ends before it begins",
        ),
        (no.clone(), no, "never"),
    ])
}

#[test]
fn events_stand_in_the_periods_of_bars_and_between_the_points_of_lines() {
    let rows = monthly(&["1970-01-01", "1970-02-01", "1970-04-01"]);
    assert_eq!(
        told(&chart("line", "month"), &rows, &several()),
        [
            "1970-01-01 until 1970-05-01, 0 beside",
            "0 @0 to 0 @3 begun before",
            "0 @0.5 v0",
            "0 @19 ends before it begins",
            "1 @41 v1",
            "1 @50 to 2 @90 lasting",
            "1 @73 no bar",
            "2 @90 last day",
        ]
    );
    assert_eq!(
        told(&chart("bar", "month"), &rows, &several()),
        [
            "1970-01-01 until 1970-05-01, 1 beside",
            "0 @0 to 0 @3 begun before",
            "0 @0.5 v0",
            "0 @19 ends before it begins",
            "1 @41 v1",
            "1 @31 to 2 @90 lasting",
            "2 @90 last day",
        ]
    );
}

#[test]
fn an_axis_ends_with_its_last_period() {
    for (unit, last, until) in [
        ("year", "2026-01-01", "2027-01-01"),
        ("quarter", "2026-10-01", "2027-01-01"),
        ("month", "2026-12-01", "2027-01-01"),
        ("month", "2028-02-01", "2028-03-01"),
        ("week", "2026-02-23", "2026-03-02"),
        ("day", "2028-02-28", "2028-02-29"),
        ("day", "1999-12-31", "2000-01-01"),
    ] {
        let rows = vec![
            (format!("day_{unit}"), days(&["1900-03-01", last])),
            ("sum_net".to_owned(), floats(&[1.0, 2.0])),
        ];
        let said = told(&chart("line", unit), &rows, &happened(&[]));
        assert_eq!(
            said,
            [format!("1900-03-01 until {until}, 0 beside")],
            "{unit} {last}"
        );
    }
}

#[test]
fn charts_without_a_place_for_events_say_what_would_give_them_one() {
    let rows = monthly(&["1970-01-01", "1970-02-01"]);
    let with = |key: &str, value: Json| {
        let mut chart = chart("bar", "month");
        chart[key] = value;
        chart
    };
    let said = |chart: &Json, rows: &Rows| told(chart, rows, &several())[0].clone();
    let region = json!([{ "field": "region" }]);
    assert!(said(&with("x", region.clone()), &rows).starts_with("The chart has no time axis."));
    assert!(
        said(&with("mark", json!("treemap")), &rows).starts_with("The chart has no time axis.")
    );
    let part = json!([{ "field": "day", "part": "month" }]);
    assert!(said(&with("x", part), &rows).starts_with("The chart has no time axis."));
    assert!(said(&with("facet_wrap", region), &rows).starts_with("Small multiples"));
    let mut across = chart("bar", "month");
    across["y"] = across["x"].take();
    across["x"] = json!([{ "field": "net", "aggregate": "sum" }]);
    assert!(said(&across, &rows).contains("Put the date on Columns"));
    let mixed = monthly(&["1970-02-01", "1970-01-01", "1970-04-01"]);
    assert!(said(&chart("bar", "month"), &mixed).starts_with("The positions are not in the order"));
    let back = monthly(&["1970-04-01", "1970-02-01", "1970-01-01"]);
    assert_eq!(
        said(&chart("bar", "month"), &back),
        "1970-01-01 until 1970-05-01, 1 beside"
    );
}

#[test]
fn events_beyond_the_bars_that_are_drawn_are_counted() {
    let months: Vec<String> = (1..=75).map(|year| format!("19{year:02}-01-01")).collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    let rows = vec![
        ("day_year".to_owned(), days(&months)),
        ("sum_net".to_owned(), floats(&vec![1.0; months.len()])),
    ];
    let events = happened(&[
        (day("1960-06-01"), Value::Null, "drawn"),
        (day("1961-06-01"), Value::Null, "beyond"),
        (day("1959-06-01"), day("1970-01-01"), "beyond in part"),
    ]);
    let found = told(&chart("bar", "year"), &rows, &events);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].ends_with("2 beside") && found[1].ends_with(" drawn"),
        "{found:?}"
    );
}

#[test]
fn a_text_that_is_missing_is_the_name_of_the_table_and_kinds_are_kept() {
    let mut events = happened(&[(day("1970-01-02"), Value::Null, " ")]);
    events[3].1 = texts(&["outage"]);
    let spec = chart::read_text(&chart("line", "month").to_string()).unwrap();
    let resolved = resolve(&spec, &fields());
    let rows = monthly(&["1970-01-01", "1970-02-01"]);
    let axis = TimeAxis::of(&resolved, &fields(), &rows);
    let (found, _) = axis.ok().unwrap().events(&releases(), &events);
    assert_eq!(found[0].text, "Releases");
    assert_eq!(found[0].kind.as_deref(), Some("outage"));
}

#[test]
fn a_column_that_is_gone_or_no_date_is_named_with_the_way_out() {
    let field = |name: &str, of: DataType| Field::new(name, of);
    let known = |start: &str, of: DataType| {
        vec![
            field(start, of),
            field("until", DataType::Date),
            field("what", DataType::Text),
            field("kind", DataType::Text),
        ]
    };
    let said = |fields: &[Field]| events_problem(&releases(), fields);
    assert_eq!(said(&known("at", DataType::Date)), None);
    assert_eq!(
        said(&known("at_day", DataType::Date)).unwrap(),
        "releases has no column at now. The closest column is at_day. \
         Change the events, or bring the column back."
    );
    assert_eq!(
        said(&known("at", DataType::Text)).unwrap(),
        "at of releases is no date or moment. Change the events, or cast it in an SQL cell."
    );
    assert!(said(&[]).unwrap().contains("now. Change the events"));
}

#[test]
fn a_chart_says_for_itself_what_it_shows_and_else_follows_the_table() {
    let mut spec = chart::read_text(&chart("line", "month").to_string()).unwrap();
    let mut table = releases();
    assert!(spec.shows_events(&table));
    table.on_every_chart = false;
    assert!(!spec.shows_events(&table));
    let mut text = chart("line", "month");
    text["events"] = json!([{ "table": "e1", "is_on": true }]);
    spec = chart::read_text(&text.to_string()).unwrap();
    assert!(spec.shows_events(&table));
    text["events"] = json!([{ "table": "e1", "is_off": true }]);
    let refused = chart::read_text(&text.to_string()).unwrap_err();
    assert_eq!(refused.code, "CHART_SPEC_KEY");
}
