//! Controls of fields over the real engine: ranges that move with the clock, the largest, lists
//! that depend on each other, and what the workbook chooses by default.

use serde_json::{Value, json};

use crate::pages::{number, opened, page, sum, text, tile};
use crate::support::Flow;
use crate::support::real::Real;

/// Adds the control of a field of the sales.
async fn control(flow: &Flow, session: &str, field: &str, more: &Value) {
    let mut content = json!({ "type": "field", "source": "sales", "field": field });
    let parts = content.as_object_mut().unwrap();
    parts.extend(more.as_object().unwrap().clone());
    let tile = json!({
        "id": format!("of_{field}"),
        "place": { "column": 0, "width": 3, "top": 100, "height": 20 },
        "content": content,
    });
    let edit = json!({ "edit": "insert_tile", "page": "p", "index": 99, "tile": tile });
    flow.edit(session, edit).await;
}

fn choose(session: &str, field: &str, picked: &Value) -> Value {
    let picks = if picked.is_null() {
        json!([])
    } else {
        json!([{ "field": field, "picked": picked }])
    };
    json!({ "session": session, "page": "p", "tile": format!("of_{field}"), "picks": picks })
}

fn values(field: &str, compare: &str, values: &[&str]) -> Value {
    let list: Vec<Value> = values.iter().map(|value| text(value)).collect();
    json!({ "by": "filters", "filters": [
        { "field": field, "compare": compare, "value": { "type": "list", "value": list } } ] })
}

fn range(count: u32, unit: &str, to_date: bool) -> Value {
    json!({ "by": "relative", "range": { "count": count, "unit": unit, "to_date": to_date } })
}

fn largest(count: u32, smallest: bool) -> Value {
    json!({ "by": "top", "top": { "count": count, "others": false, "smallest": smallest },
        "figure": { "field": "amount", "aggregate": "sum" } })
}

fn clause<'a>(view: &'a Value, field: &str) -> &'a Value {
    let clauses = view["clauses"].as_array().unwrap();
    clauses.iter().find(|one| one["field"] == field).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_moves_with_the_clock_of_the_application() {
    // Half past midnight of the first of November where the reader is: still October in UTC.
    let Some(real) = Real::at("2026-10-31T23:30:00Z") else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let previous = json!({ "control": "range", "default": range(1, "month", false) });
    control(flow, &session, "day", &previous).await;
    let view = flow.call("view_page", page(&session)).await;
    let ends = &clause(&view, "day")["filters"];
    assert_eq!(ends[0]["value"]["value"], "2026-10-01");
    assert_eq!(ends[1]["value"]["value"], "2026-11-01");
    assert_eq!(clause(&view, "day")["is_default"], true);
    let october = sum(|row| row % 12 == 9);
    assert_eq!(number(flow, &session, &view, "total").await, october);
    assert_eq!(
        tile(&view, "visited")["skipped"][0]["because"],
        "visits has no column day"
    );

    let year = choose(&session, "day", &range(1, "year", true));
    let so_far = flow.call("set_selection", year).await;
    assert_eq!(clause(&so_far, "day")["is_default"], false);
    assert_eq!(
        number(flow, &session, &so_far, "total").await,
        sum(|row| row % 12 < 10),
        "up to the end of today"
    );
    let none = choose(&session, "day", &Value::Null);
    let all = flow.call("set_selection", none).await;
    assert_eq!(
        all["clauses"],
        json!([]),
        "a person chose nothing, so the default does not act"
    );
    let reset = json!({ "session": session, "page": "p", "tile": "of_day" });
    let back = flow.call("reset_controls", reset).await;
    assert_eq!(number(flow, &session, &back, "total").await, october);
    let cleared = flow.call("clear_selection", page(&session)).await;
    assert_eq!(
        number(flow, &session, &cleared, "total").await,
        sum(|_| true)
    );
    let every = json!({ "session": session, "page": "p", "tile": null });
    let back = flow.call("reset_controls", every).await;
    assert_eq!(number(flow, &session, &back, "total").await, october);

    let hours = choose(&session, "day", &range(1, "hour", false));
    assert_eq!(
        flow.refused("set_selection", hours).await,
        "PAGE_CANNOT_FILTER",
        "days have no hours"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_are_ranked_under_the_other_controls() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let top = json!({ "control": "top", "default": largest(2, false) });
    control(flow, &session, "region", &top).await;
    control(flow, &session, "category", &json!({ "control": "list" })).await;
    let view = flow.call("view_page", page(&session)).await;
    let kept = |view: &Value| clause(view, "region")["filters"][0]["value"]["value"].clone();
    assert_eq!(kept(&view), json!([text("Iberia"), text("Nordics")]));
    assert_eq!(clause(&view, "region")["members"], 4);
    let two = sum(|row| row % 4 >= 2);
    assert_eq!(number(flow, &session, &view, "total").await, two);
    assert_eq!(
        number(flow, &session, &view, "visited").await,
        5,
        "other data with a field of that name has the same members"
    );

    // What is selected on a mark changes no ranking: a tile would narrow itself by it.
    let marks = crate::pages::marks(
        &session,
        "by_region",
        "region",
        &json!([text("Nordics")]),
        None,
    );
    let narrowed = flow.call("set_selection", marks).await;
    assert_eq!(kept(&narrowed), kept(&view));
    assert_eq!(
        number(flow, &session, &narrowed, "total").await,
        sum(|row| row % 4 == 2)
    );
    flow.call(
        "set_selection",
        crate::pages::marks_off(&session, "by_region"),
    )
    .await;

    let smallest = choose(&session, "region", &largest(1, true));
    let least = flow.call("set_selection", smallest).await;
    assert_eq!(kept(&least), json!([text("DACH")]));

    let but = values("category", "not_in", &["Kitchen", "Garden"]);
    let but = flow
        .call("set_selection", choose(&session, "category", &but))
        .await;
    assert_eq!(
        number(flow, &session, &but, "total").await,
        sum(|row| row % 3 == 2 && row % 4 == smallest_of_textiles())
    );
    let none = choose(
        &session,
        "region",
        &json!({ "by": "top", "top": { "count": 0 }, "figure": { "field": "" } }),
    );
    assert_eq!(
        flow.refused("set_selection", none).await,
        "PAGE_CANNOT_FILTER"
    );
}

/// The region with the smallest sum among the textiles.
fn smallest_of_textiles() -> usize {
    (0..4)
        .min_by_key(|region| sum(|row| row % 3 == 2 && row % 4 == *region))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_shows_what_the_other_controls_leave_and_all_on_request() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    control(flow, &session, "day", &json!({ "control": "range" })).await;
    control(flow, &session, "region", &json!({ "control": "list" })).await;
    control(
        flow,
        &session,
        "category",
        &json!({ "control": "list", "single": true }),
    )
    .await;
    flow.call("view_page", page(&session)).await;
    let listed = async |all: bool, search: &str| {
        let ask = json!({ "session": session, "page": "p", "tile": "of_region", "all": all, "search": search });
        let found = flow.call("read_values", ask).await;
        let values = found["values"].as_array().unwrap().clone();
        let words: Vec<String> = values
            .iter()
            .map(|value| value["value"].as_str().unwrap().to_owned())
            .collect();
        (
            words.join(", "),
            found["found"].as_u64(),
            found["left"].as_u64(),
            found["total"].as_u64(),
        )
    };
    let every = "DACH, Iberia, Nordics, UK & IE".to_owned();
    assert_eq!(
        listed(false, "").await,
        (every.clone(), Some(4), Some(4), Some(4))
    );
    // In January there are rows of one region alone.
    let day = |compare: &str, day: &str| json!({ "field": "day", "compare": compare, "value": { "type": "date", "value": day } });
    let january = json!({ "by": "filters", "filters": [
        day("greater_or_equal", "2026-01-01"), day("less", "2026-02-01") ] });
    flow.call("set_selection", choose(&session, "day", &january))
        .await;
    assert_eq!(
        listed(false, "").await,
        ("DACH".to_owned(), Some(1), Some(1), Some(4))
    );
    assert_eq!(listed(true, "").await, (every, Some(4), Some(1), Some(4)));
    assert_eq!(
        listed(true, "i").await,
        (
            "Iberia, Nordics, UK & IE".to_owned(),
            Some(3),
            Some(1),
            Some(4)
        )
    );
    // Its own choice leaves the list as it is: something else can be chosen.
    let dach = values("region", "in", &["DACH"]);
    flow.call("set_selection", choose(&session, "region", &dach))
        .await;
    assert_eq!(listed(false, "").await.1, Some(1));
    flow.call("set_selection", choose(&session, "day", &Value::Null))
        .await;
    assert_eq!(listed(false, "").await.1, Some(4));
    let wrong =
        json!({ "session": session, "page": "p", "tile": "total", "all": false, "search": "" });
    assert_eq!(flow.refused("read_values", wrong).await, "NO_SUCH_TILE");
}

#[tokio::test(flavor = "multi_thread")]
async fn defaults_are_in_the_file_and_what_a_person_chose_is_not() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let default = values("region", "not_in", &["DACH"]);
    let list = json!({ "control": "list", "default": default });
    control(flow, &session, "region", &list).await;
    let others = sum(|row| row % 4 != 0);
    let view = flow.call("view_page", page(&session)).await;
    assert_eq!(number(flow, &session, &view, "total").await, others);
    let iberia = choose(&session, "region", &values("region", "in", &["Iberia"]));
    let chosen = flow.call("set_selection", iberia).await;
    assert_eq!(
        number(flow, &session, &chosen, "total").await,
        sum(|row| row % 4 == 3)
    );
    flow.call("undo", json!({ "session": session })).await;
    flow.call("redo", json!({ "session": session })).await;

    let path = flow.folder.path().join("sales.assay");
    let save = json!({ "session": session, "path": path, "overwrite_changed": false });
    flow.call("save_workbook", save).await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": true }),
    )
    .await;
    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    let session = opened["session"].as_str().unwrap().to_owned();
    let view = flow.call("view_page", page(&session)).await;
    assert_eq!(clause(&view, "region")["is_default"], true);
    assert_eq!(number(flow, &session, &view, "total").await, others);
}
