//! Charts through the one door: placing fields, rows, and what makes them anew.

#[path = "support/flow.rs"]
mod support;

use protocol::message::Ask;
use serde_json::{Value, json};
use support::Flow;

async fn with_chart(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1 rows=9").await;
    let spec = json!({ "version": 1, "source": "a" });
    flow.cell(
        &session,
        "picture",
        json!({ "type": "chart", "spec": spec }),
    )
    .await;
    session
}

fn of(session: &str) -> Value {
    json!({ "session": session, "cell": "picture" })
}

fn place(session: &str, field: &str, shelf: &str) -> Value {
    json!({ "session": session, "cell": "picture", "field": field, "shelf": shelf, "index": 0, "from": null })
}

fn queries(flow: &Flow) -> usize {
    flow.fake
        .ran()
        .iter()
        .filter(|text| text.starts_with("query"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_placed_as_edits_and_the_rows_are_asked_once() {
    let flow = Flow::start();
    let session = with_chart(&flow).await;
    assert_eq!(flow.refused("read_chart", of(&session)).await, "NOT_RUN");
    flow.run_to_end(&session, "a").await;
    let view = flow.call("place_field", place(&session, "n", "y")).await;
    assert_eq!(
        view["workbook"]["cells"][1]["body"]["spec"]["y"][0]["aggregate"],
        "sum"
    );
    assert!(view["undo"].as_str().unwrap().contains("picture"));
    assert!(
        !flow
            .refused("place_field", place(&session, "nobody", "x"))
            .await
            .is_empty()
    );

    let before = flow.call("view_chart", of(&session)).await;
    assert_eq!(before["source_fields"][0]["name"], "n");
    assert_eq!(before["encodings"][0]["shelf"], "y");
    assert_eq!(before["computed_at"], Value::Null, "not asked yet");
    let (head, _) = flow.rows("read_chart", of(&session)).await;
    assert_eq!(head["total_rows"], head["rows"]);
    flow.rows("read_chart", of(&session)).await;
    assert_eq!(queries(&flow), 1, "asked once");
    let after = flow.call("view_chart", of(&session)).await;
    assert_eq!(after["sql"], "SELECT 1");
    assert!(after["computed_at"].is_string());
    assert_eq!(
        after["version"],
        flow.call("view_chart", of(&session)).await["version"]
    );
    assert!(!after["summary"].as_str().unwrap().is_empty());

    flow.call("undo", json!({ "session": session })).await;
    let undone = flow.call("view_chart", of(&session)).await;
    assert_eq!(undone["encodings"], json!([]));
    assert_ne!(undone["version"], after["version"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_reads_the_answer_that_is_shown_and_follows_its_source() {
    let flow = Flow::start();
    let session = with_chart(&flow).await;
    flow.run_to_end(&session, "a").await;
    flow.call("place_field", place(&session, "n", "y")).await;
    let first = flow.rows("read_chart", of(&session)).await;
    let version = flow.call("view_chart", of(&session)).await["version"].clone();

    flow.edit(
        &session,
        json!({ "edit": "set_text", "cell": "a", "text": "select 2 rows=9" }),
    )
    .await;
    assert_eq!(
        flow.state_of(&session, "picture").await,
        json!({ "state": "stale", "because": "a changed" })
    );
    assert_eq!(
        flow.rows("read_chart", of(&session)).await,
        first,
        "typing changes no picture"
    );
    assert_eq!(queries(&flow), 1);

    flow.run_to_end(&session, "a").await;
    assert_ne!(
        flow.call("view_chart", of(&session)).await["version"],
        version
    );
    let second = flow.rows("read_chart", of(&session)).await;
    assert_ne!(second.1, first.1);
    assert_eq!(flow.state_of(&session, "picture").await["state"], "fresh");

    flow.fake.lose_everything();
    assert_eq!(
        flow.rows("read_chart", of(&session)).await,
        second,
        "after a restart"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_over_a_table_reads_the_source_first() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let path = flow.file("orders.csv", "n\n1\n");
    let add = json!({ "session": session, "path": path, "options": {}, "name": null, "job": "j" });
    flow.call("add_source", add).await;
    let spec =
        json!({ "version": 1, "source": "Orders", "y": [{ "field": "n", "aggregate": "sum" }] });
    flow.cell(
        &session,
        "picture",
        json!({ "type": "chart", "spec": spec }),
    )
    .await;
    flow.rows("read_chart", of(&session)).await;
    assert_eq!(queries(&flow), 1);
    assert_eq!(
        flow.fake.count(|ask| matches!(ask, Ask::OpenSource { .. })),
        1
    );
    let sources = flow
        .call("list_sources", json!({ "session": session }))
        .await;
    flow.file("orders.csv", "n\n1\n2\n");
    let refresh = json!({ "session": session, "source": sources["sources"][0]["spec"]["id"] });
    flow.call("refresh_source", refresh).await;
    flow.rows("read_chart", of(&session)).await;
    assert_eq!(queries(&flow), 2, "another file, other rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_marks_are_read_in_pages_and_cut_aloud() {
    let flow = Flow::start();
    let session = with_chart(&flow).await;
    flow.run_to_end(&session, "a").await;
    flow.fake
        .rows_of_queries
        .store(25_000, std::sync::atomic::Ordering::SeqCst);
    flow.call("place_field", place(&session, "n", "y")).await;
    let (head, values) = flow.rows("read_chart", of(&session)).await;
    assert_eq!(
        head,
        json!({ "rows": 25_000, "offset": 0, "count": 20_000, "total_rows": 25_000 })
    );
    assert_eq!(values.len(), 20_000);
    assert_eq!(values[19_999] - values[0], 19_999);
    let view = flow.call("view_chart", of(&session)).await;
    assert_eq!(view["notes"], json!(["20000 of 25000 points"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_waits_in_words_for_a_source_that_never_ran() {
    let flow = Flow::start();
    let session = with_chart(&flow).await;
    assert_eq!(
        flow.refused("place_field", place(&session, "n", "y")).await,
        "NOT_RUN"
    );
    let view = flow.call("view_chart", of(&session)).await;
    assert_eq!(view["diagnostics"][0]["code"], "NOT_RUN");
    assert!(flow.fake.ran().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_that_nobody_looked_at_is_saved_with_its_rows() {
    let flow = Flow::start();
    let session = with_chart(&flow).await;
    flow.run_to_end(&session, "a").await;
    flow.call("place_field", place(&session, "n", "y")).await;
    let path = flow.path("w.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    flow.fake.clear();
    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    let (head, _) = flow
        .rows("read_chart", of(opened["session"].as_str().unwrap()))
        .await;
    assert_eq!(head["rows"], 3);
    assert!(flow.fake.asks.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rows_behind_a_mark_are_asked_and_a_stale_mark_is_refused() {
    let flow = Flow::start();
    let session = with_chart(&flow).await;
    flow.run_to_end(&session, "a").await;
    flow.call("place_field", place(&session, "n", "y")).await;
    let mut asked = of(&session);
    asked["values"] = json!([]);
    let (head, _) = flow.rows("read_records", asked.clone()).await;
    assert_eq!(head["rows"], head["total_rows"]);
    asked["values"] = json!([{ "column": "gone", "value": { "type": "null" } }]);
    assert_eq!(
        flow.refused("read_records", asked).await,
        "CHART_NO_DIMENSION"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_as_text_is_one_edit_or_refused_whole() {
    let flow = Flow::start();
    let session = with_chart(&flow).await;
    let mut typed = of(&session);
    typed["text"] = json!("{\"version\": 1, \"source\": \"a\", \"colour\": []}");
    assert_eq!(
        flow.refused("set_chart_text", typed.clone()).await,
        "CHART_SPEC_KEY"
    );
    typed["text"] = json!("{\"version\": 1, \"source\": \"a\", \"title\": \"Typed\"}");
    let view = flow.call("set_chart_text", typed).await;
    let spec = |view: &Value| view["workbook"]["cells"][1]["body"]["spec"].clone();
    assert_eq!(spec(&view)["title"], "Typed");
    let undone = flow.call("undo", json!({ "session": session })).await;
    assert_eq!(spec(&undone)["title"], Value::Null);
}
