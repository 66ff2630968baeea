//! The menu of a mark over the real engine: the mark beside the rest, and the segments that make it, against SQL.

use serde_json::{Value, json};

use super::scale::rows;
use crate::support::{Flow, real::Real};

/// Region, channel and amount; web is dear in the north alone; two amounts are missing.
const SALES: &str = "\
region,channel,client,amount
north,web,a,100
north,web,b,300
north,shop,c,10
north,shop,d,
south,web,e,20
south,shop,f,10
south,shop,g,30
south,,h,40
,shop,i,
,shop,j,5
";

async fn opened(real: &Real) -> String {
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    let path = flow.file("sales.csv", SALES);
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    session
}

async fn told(flow: &Flow, session: &str, name: &str, aggregate: &str, region: Value) -> Value {
    let spec = json!({ "version": 1, "source": "sales", "mark": "bar", "x": [{ "field": "region" }],
        "y": [{ "field": "amount", "aggregate": aggregate }] });
    flow.cell(session, name, json!({ "type": "chart", "spec": spec }))
        .await;
    let ask = json!({ "session": session, "cell": name, "measure": null, "crowded": false, "tile": null,
        "values": [{ "column": "region", "value": region }], "job": format!("why_{name}") });
    flow.call("explain_mark", ask).await
}

fn north() -> Value {
    json!({ "type": "text", "value": "north" })
}

fn number(amount: &Value) -> f64 {
    let value = &amount["value"]["value"];
    value
        .as_f64()
        .unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

/// What the segments of a column contribute, all together.
fn whole(story: &Value, field: &str) -> f64 {
    let segments = story["segments"].as_array().unwrap().iter();
    segments
        .filter(|one| one["field"] == field)
        .filter_map(|one| one["contribution"].as_f64())
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sum_is_taken_apart_into_its_segments() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let (flow, session) = (&real.flow, opened(&real).await);
    let story = told(flow, &session, "sums", "sum", north()).await;
    assert_eq!(story["adds"], "mark");
    assert_eq!(
        (number(&story["mark"]), story["mark"]["rows"].as_u64()),
        (410.0, Some(4))
    );
    // The rest has the rows without a region too.
    assert_eq!(
        (number(&story["rest"]), story["rest"]["rows"].as_u64()),
        (105.0, Some(6))
    );
    assert!((whole(&story, "channel") - 410.0).abs() < 1e-9, "{story}");
    let first = &story["segments"][0];
    assert_eq!(first["field"], "channel");
    assert_eq!(first["value"]["value"], "web");
    assert_eq!(first["mark"]["rows"], 2);
    assert!((number(&first["rest"]) - 20.0).abs() < 1e-9);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_difference_of_an_average_is_taken_apart_exactly() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let (flow, session) = (&real.flow, opened(&real).await);
    let story = told(flow, &session, "means", "average", north()).await;
    assert_eq!(story["adds"], "difference");
    // 410 by 3 amounts, and 105 by 5.
    let difference = 410.0 / 3.0 - 105.0 / 5.0;
    assert!((number(&story["mark"]) - 410.0 / 3.0).abs() < 1e-9);
    assert!(
        (whole(&story, "channel") - difference).abs() < 1e-9,
        "{story}"
    );
    // Rows without a region are a mark like others.
    let story = told(
        flow,
        &session,
        "nowhere",
        "average",
        json!({ "type": "null" }),
    )
    .await;
    assert_eq!(
        (number(&story["mark"]), story["mark"]["rows"].as_u64()),
        (5.0, Some(2))
    );
    assert_eq!(story["rest"]["rows"].as_u64(), Some(8));
    let story = told(flow, &session, "medians", "median", north()).await;
    assert_eq!(story["adds"], "nothing");
    assert!((number(&story["mark"]) - 100.0).abs() < 1e-9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_of_a_pivot_table_is_explained_by_its_own_rows() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let (flow, session) = (&real.flow, opened(&real).await);
    let spec = json!({ "version": 1, "source": "sales", "mark": "pivot",
        "y": [{ "field": "region" }, { "field": "channel" },
              { "field": "amount", "aggregate": "sum" }, { "field": "amount", "aggregate": "max" }] });
    flow.cell(&session, "pivot", json!({ "type": "chart", "spec": spec }))
        .await;
    let ask = json!({ "session": session, "cell": "pivot", "measure": "max_amount", "crowded": false,
        "tile": null, "values": [{ "column": "region", "value": north() }], "job": "why_pivot" });
    let story = flow.call("explain_mark", ask).await;
    assert_eq!(story["title"], "MAX(amount)");
    assert!((number(&story["mark"]) - 300.0).abs() < 1e-9);
    assert!((number(&story["rest"]) - 40.0).abs() < 1e-9);
    let ask = json!({ "session": session, "cell": "pivot", "values": [], "crowded": false, "tile": null });
    let (head, _) = rows(flow, "read_records", ask).await;
    assert_eq!(head["total_rows"], 10);
}
