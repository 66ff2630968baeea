//! A saved workbook is run anew and its answers compared with the stored ones: the same, or
//! another one and why.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/flow.rs"]
mod support;

use std::sync::atomic::Ordering;

use serde_json::{Value, json};
use support::{Flow, state_in};

async fn saved(flow: &Flow) -> (String, String) {
    let session = flow.new_workbook().await;
    let orders = flow.file("orders.csv", "n\n1\n");
    let add =
        json!({ "session": session, "path": orders, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(&session, "a", "select * from orders").await;
    flow.sql(&session, "b", "select * from a rows=30").await;
    flow.sql(&session, "never", "select 1").await;
    flow.run_to_end(&session, "b").await;
    let path = flow.path("made.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    (session, path)
}

async fn reproduce(flow: &Flow, session: &str) -> Value {
    flow.call("reproduce", json!({ "session": session, "job": "again" }))
        .await
}

fn verdicts(told: &Value) -> Vec<(String, String)> {
    let cells = told["cells"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    cells
        .map(|cell| (text(&cell["name"]), text(&cell["verdict"])))
        .collect()
}

fn told(name: &str, verdict: &str) -> (String, String) {
    (name.to_owned(), verdict.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_the_stored_ones_are_the_same_and_the_open_workbook_stays_as_it_is() {
    let flow = Flow::start();
    let (session, path) = saved(&flow).await;
    let bytes = std::fs::read(&path).unwrap();
    let before = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    let found = reproduce(&flow, &session).await;
    assert_eq!(
        verdicts(&found),
        [
            told("a", "same"),
            told("b", "same"),
            told("never", "not_stored")
        ]
    );
    assert_eq!(
        (&found["same"], &found["different"]),
        (&json!(2), &json!(0))
    );
    let after = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(before, after);
    assert_eq!(
        state_in(&after, "never")["state"],
        "idle",
        "it ran elsewhere"
    );
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    let sessions = &flow.call("hello", json!({})).await["sessions"];
    assert_eq!(sessions.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_another_one_says_what_differs_and_why() {
    let flow = Flow::start();
    let (session, path) = saved(&flow).await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": true }),
    )
    .await;
    // One line more, and the made-up engine gives the file another fingerprint.
    flow.file("orders.csv", "n\n1\n2\n3\n4\n5\n6\n7\n");
    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    let session = opened["session"].as_str().unwrap();
    flow.fake.shift.store(1, Ordering::SeqCst);
    let found = reproduce(&flow, session).await;
    let a = &found["cells"][0];
    assert_eq!(a["verdict"], "different");
    let detail = a["detail"].as_str().unwrap();
    assert!(detail.starts_with("in row 1 n is "), "{detail}");
    assert_eq!(a["because"][0], "the data of orders changed");
    let b = &found["cells"][1];
    assert_eq!(b["verdict"], "different");
    assert_eq!(b["because"][0], "it reads a, which differs");
    assert_eq!(found["different"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_without_file_or_answers_or_trust_is_refused() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let asked = json!({ "session": session, "job": "again" });
    assert_eq!(flow.refused("reproduce", asked.clone()).await, "WB_NO_PATH");
    let path = flow.path("empty.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    let refused = flow.refused("reproduce", asked.clone()).await;
    assert_eq!(refused, "NOT_STORED");
    let restrict = json!({ "session": session, "trust": "restricted" });
    flow.call("set_trust", restrict).await;
    assert_eq!(flow.refused("reproduce", asked).await, "NOT_TRUSTED");
}
