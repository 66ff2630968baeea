//! The menu of a cell of a result whose SQL groups rows, over the real engine: what it can be taken
//! apart by, the SQL that does it, and its number beside the rest, against SQL and by hand.

use serde_json::{Value, json};

use super::scale::rows;
use crate::support::{Flow, real::Real};

const SALES: &str = "\
day,region,channel,client,amount
2024-01-05,north,web,a,100
2024-01-20,north,web,b,300
2024-02-01,north,shop,c,10
2024-02-02,north,shop,d,
2024-01-07,south,web,e,20
2024-02-09,south,shop,f,10
2024-02-10,south,shop,g,30
2024-03-01,south,,h,40
2024-03-02,,shop,i,
2024-03-03,,shop,j,5
";

async fn asked(real: &Real, name: &str, sql: &str) -> String {
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    let path = flow.file("sales.csv", SALES);
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(&session, name, sql).await;
    flow.run_to_end(&session, name).await;
    session
}

/// The rows of a cell that has run.
async fn lines(flow: &Flow, session: &str, cell: &str) -> String {
    flow.run_to_end(session, cell).await;
    let ask = json!({ "session": session, "cell": cell, "filters": [], "order": [], "offset": 0, "limit": 100 });
    let (_, rows) = rows(flow, "read_window", ask).await;
    let lines: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
    lines.join(", ")
}

fn text(words: &str) -> Value {
    json!({ "type": "text", "value": words })
}

fn whole(digits: &str) -> Value {
    json!({ "type": "integer", "value": digits })
}

fn number(amount: &Value) -> f64 {
    let value = &amount["value"]["value"];
    value
        .as_f64()
        .unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

async fn story(flow: &Flow, session: &str, row: &Value, column: u32) -> Value {
    let ask = json!({ "session": session, "cell": "q", "row": row, "column": column,
        "job": format!("why_{column}") });
    flow.call("explain_row", ask).await
}

const BY_REGION: &str = "select region, sum(amount) as total, avg(amount) as mean, max(amount) - 1 as high from sales where client <> 'h' group by region";

fn north() -> Value {
    json!([text("north"), whole("410"), { "type": "float", "value": 136.7 }, whole("299")])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_a_row_is_compared_with_the_rest_and_taken_apart() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = asked(&real, "q", BY_REGION).await;
    let parts = flow
        .call("view_row_parts", json!({ "session": session, "cell": "q" }))
        .await;
    assert_eq!(parts["keys"], json!([0]));
    assert_eq!(
        parts["amounts"],
        json!([[1, "sum"], [2, "average"], [3, null]])
    );
    assert_eq!(parts["fields"].as_array().unwrap().len(), 5);

    let sum = story(flow, &session, &north(), 1).await;
    assert_eq!(
        (sum["title"].as_str(), sum["adds"].as_str()),
        (Some("total"), Some("mark"))
    );
    assert!((number(&sum["mark"]) - 410.0).abs() < 1e-9);
    assert_eq!(sum["mark"]["rows"], 4);
    // South without client h, and those without a region.
    assert!((number(&sum["rest"]) - 65.0).abs() < 1e-9, "{sum}");
    assert_eq!(sum["rest"]["rows"], 5);
    let segments = sum["segments"].as_array().unwrap();
    let all: f64 = segments
        .iter()
        .filter(|one| one["field"] == "channel")
        .filter_map(|one| one["contribution"].as_f64())
        .sum();
    assert!((all - 410.0).abs() < 1e-9, "{sum}");
    assert!(segments.iter().all(|one| one["field"] != "region"));

    let mean = story(flow, &session, &north(), 2).await;
    assert_eq!(mean["adds"], "difference");
    let contributed: f64 = mean["segments"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["field"] == "channel")
        .filter_map(|one| one["contribution"].as_f64())
        .sum();
    assert!(
        (contributed - (410.0 / 3.0 - 65.0 / 4.0)).abs() < 1e-9,
        "{mean}"
    );
    let high = story(flow, &session, &north(), 3).await;
    assert_eq!(
        (high["adds"].as_str(), number(&high["mark"])),
        (Some("nothing"), 299.0)
    );
    let key = json!({ "session": session, "cell": "q", "row": north(), "column": 0, "job": "k" });
    assert_eq!(flow.refused("explain_row", key).await, "ROW_NO_AMOUNT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_becomes_a_query_by_another_column_or_a_finer_time() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let sql = "select date_trunc('month', day) as m, sum(amount) as total, count(*) as n from sales where amount > 0 group by 1 order by total desc limit 2";
    let session = asked(&real, "q", sql).await;
    let january = json!([{ "type": "date", "value": "2024-01-01" }, whole("420"), whole("3")]);
    let take =
        |apart: Value| json!({ "session": session, "cell": "q", "row": january, "apart": apart });
    let by = flow
        .call(
            "take_row",
            take(json!({ "apart": "by", "field": "region" })),
        )
        .await;
    let by = by["text"].as_str().unwrap();
    flow.sql(&session, "by_region", by).await;
    assert_eq!(
        lines(flow, &session, "by_region").await,
        "north 400 2, south 20 1",
        "{by}"
    );
    let days = flow
        .call(
            "take_row",
            take(json!({ "apart": "closer", "column": 0, "unit": "day" })),
        )
        .await;
    let days = days["text"].as_str().unwrap();
    flow.sql(&session, "by_day", days).await;
    flow.run_to_end(&session, "by_day").await;
    let shown =
        "select cast(extract(day from day) as bigint) as d, total, n from by_day order by d";
    flow.sql(&session, "shown", shown).await;
    assert_eq!(
        lines(flow, &session, "shown").await,
        "5 100 1, 7 20 1, 20 300 1",
        "{days}"
    );
    let unknown = take(json!({ "apart": "by", "field": "nowhere" }));
    assert_eq!(
        flow.refused("take_row", unknown).await,
        "SQL_NO_ROWS_BEHIND"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_nothing_was_grouped_into_say_so() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = asked(&real, "q", "select * from sales").await;
    let parts = json!({ "session": session, "cell": "q" });
    assert_eq!(
        flow.refused("view_row_parts", parts).await,
        "SQL_NO_ROWS_BEHIND"
    );
}
