//! Detail pages over the real engine: what comes along gives the number that was clicked, and says
//! where each part came from.

use serde_json::{Value, json};

use super::pages::{marks, number, opened, page, sum, text, tile};
use crate::support::{Flow, real::Real};

fn pick(field: &str, unit: &Value, value: &Value) -> Value {
    json!({ "of": [{ "pill": { "field": field, "unit": unit }, "values": [value] }], "excluded": false })
}

fn on_tile(tile: &str) -> Value {
    json!({ "page": "p", "tile": tile, "cell": null })
}

/// A second page of the total, with a control that would show one region alone.
async fn with_detail(flow: &Flow) -> String {
    let session = opened(flow).await;
    let place = json!({ "column": 0, "width": 3, "top": 0, "height": 40 });
    let default = json!({ "by": "filters", "filters": [
        { "field": "region", "compare": "equal", "value": text("Iberia") }] });
    let tiles = json!([
        { "id": "d_total", "place": place, "content": { "type": "chart", "cell": "total" } },
        { "id": "d_visited", "place": place, "content": { "type": "chart", "cell": "visited" } },
        { "id": "d_region", "place": place, "content": { "type": "field", "source": "sales",
            "field": "region", "control": "list", "default": default } },
    ]);
    let detail = json!({ "id": "detail", "title": "Region", "tiles": tiles });
    flow.edit(
        &session,
        json!({ "edit": "insert_page", "index": 1, "page": detail }),
    )
    .await;
    flow.edit(
        &session,
        json!({ "edit": "set_detail", "page": "detail", "fields": ["region"] }),
    )
    .await;
    session
}

fn detail(session: &str) -> Value {
    json!({ "session": session, "page": "detail" })
}

async fn total(flow: &Flow, session: &str, view: &Value) -> i64 {
    let version = &tile(view, "d_total")["version"];
    let ask =
        json!({ "session": session, "page": "detail", "tile": "d_total", "version": version });
    flow.rows("read_tile", ask).await.1[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_goes_to_its_detail_page_with_every_filter_kept() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = with_detail(flow).await;
    let view = flow.call("view_page", detail(&session)).await;
    let iberia = sum(|row| row % 4 == 3);
    assert_eq!(
        total(flow, &session, &view).await,
        iberia,
        "its own default"
    );

    flow.call("view_page", page(&session)).await;
    let garden = marks(
        &session,
        "total",
        "category",
        &json!([text("Garden")]),
        None,
    );
    flow.call("set_selection", garden).await;
    let own = marks(
        &session,
        "by_region",
        "region",
        &json!([text("Nordics")]),
        None,
    );
    flow.call("set_selection", own).await;
    let go = json!({ "session": session, "page": "detail", "from": on_tile("by_region"),
        "picks": [pick("region", &Value::Null, &text("DACH"))], "filters": [] });
    let view = flow.call("go_to_detail", go).await;
    assert_eq!(view["page"], "detail");
    assert_eq!(view["came_from"], on_tile("by_region"));
    let clicked = sum(|row| row % 4 == 0 && row % 3 == 1);
    assert_eq!(
        total(flow, &session, &view).await,
        clicked,
        "the number that was clicked: garden of DACH, without the tile's own selection"
    );
    let said: Vec<(&Value, &Value, &Value)> = view["clauses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["field"], &one["tile"], &one["from"]["tile"]))
        .collect();
    assert_eq!(
        said,
        [
            (&json!("category"), &Value::Null, &json!("total")),
            (&json!("region"), &Value::Null, &json!("by_region")),
        ]
    );
    let skipped = &tile(&view, "d_visited")["skipped"];
    assert_eq!(skipped[0]["because"], "visits has no column category");

    let mut gone = view["clauses"][0].clone();
    for derived in ["filters", "picks", "problem", "members", "is_default"] {
        gone.as_object_mut().unwrap().remove(derived);
    }
    let drop = json!({ "session": session, "page": "detail", "clause": gone });
    let view = flow.call("drop_clause", drop).await;
    assert_eq!(total(flow, &session, &view).await, sum(|row| row % 4 == 0));

    let view = flow.call("leave_detail", detail(&session)).await;
    assert_eq!(view["came_from"], Value::Null);
    assert_eq!(total(flow, &session, &view).await, iberia, "as before");
    let back = flow.call("view_page", page(&session)).await;
    assert_eq!(
        number(flow, &session, &back, "total").await,
        sum(|row| row % 4 == 2),
        "what was selected where the number stands is still selected"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn months_filters_of_the_chart_and_steps_down_come_along() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = with_detail(flow).await;
    let month = json!({ "field": "day", "unit": "month" });
    let quarter = json!({ "field": "day", "unit": "quarter" });
    let day = |text: &str| json!({ "type": "date", "value": text });
    let spec = json!({ "version": 1, "source": "sales", "x": [quarter],
        "y": [{ "field": "amount", "aggregate": "sum" }],
        "filters": [{ "field": "amount", "compare": "less", "value": { "type": "integer", "value": "600" } }],
        "drill": [{ "from": quarter, "value": day("2026-07-01"), "to": month }] });
    flow.cell(&session, "months", json!({ "type": "chart", "spec": spec }))
        .await;
    let go = json!({ "session": session, "page": "detail",
        "from": { "page": null, "tile": null, "cell": "months" },
        "picks": [pick("day", &json!("month"), &day("2026-08-01"))], "filters": [] });
    let view = flow.call("go_to_detail", go).await;
    let august = |row: usize| row % 12 == 7 && row < 600;
    // No column that came along is the region, so its control still chooses by itself.
    assert_eq!(
        total(flow, &session, &view).await,
        sum(|row| august(row) && row % 4 == 3)
    );
    let view = flow.call("clear_selection", detail(&session)).await;
    assert_eq!(total(flow, &session, &view).await, sum(|_| true));
    let bad = json!({ "session": session, "page": "nobody", "picks": [], "filters": [],
        "from": { "page": null, "tile": null, "cell": "months" } });
    assert_eq!(flow.refused("go_to_detail", bad).await, "NO_SUCH_PAGE");
}
