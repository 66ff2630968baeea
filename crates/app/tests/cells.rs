//! Running cells through the one door: order, staleness, parameters, cancelling, restarts.

#[path = "support/flow.rs"]
mod support;

use protocol::message::Ask;
use serde_json::json;
use support::{Flow, state_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_is_run_with_what_it_reads_and_its_rows_are_seen() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "top", "select * from base rows=25")
        .await;
    flow.sql(&session, "base", "select 1").await;
    flow.run_to_end(&session, "top").await;
    assert_eq!(flow.fake.ran(), ["select 1", "select * from base rows=25"]);
    assert_eq!(
        flow.state_of(&session, "top").await,
        json!({ "state": "fresh" })
    );

    let window = json!({ "session": session, "cell": "top", "filters": [], "order": [], "offset": 20, "limit": 10 });
    let (head, values) = flow.rows("read_window", window).await;
    assert_eq!(
        head,
        json!({ "rows": 25, "offset": 20, "count": 5, "total_rows": 25 })
    );
    assert_eq!(values.len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_added_with_what_was_detected_and_can_be_undone() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let path = flow.file("Orders 2024.csv", "n\n1\n");
    let add = json!({ "session": session, "path": path, "options": {}, "name": null, "job": "j1" });
    let view = flow.call("add_source", add.clone()).await;
    let source = &view["workbook"]["sources"][0];
    assert_eq!(source["name"], "orders_2024");
    assert_eq!(
        source["options"]["delimiter"], ",",
        "what was detected is recorded"
    );
    let sources = flow
        .call("list_sources", json!({ "session": session }))
        .await;
    assert_eq!(sources["sources"][0]["state"]["state"], "ready");
    assert_eq!(sources["sources"][0]["tables"][0]["rows"], 3);

    flow.sql(&session, "a", "select * from orders_2024").await;
    flow.run_to_end(&session, "a").await;
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(view["cells"][0]["reads"], json!(["orders_2024"]));
    assert_eq!(
        view["cells"][0]["result"]["stamp"]["inputs"][0]["fingerprint"],
        "n\n1\n"
    );
    assert_eq!(
        flow.fake.count(|ask| matches!(ask, Ask::OpenSource { .. })),
        1,
        "opened once"
    );

    flow.call("undo", json!({ "session": session })).await;
    let view = flow.call("undo", json!({ "session": session })).await;
    assert_eq!(view["workbook"]["sources"], json!([]));
    let view = flow.call("redo", json!({ "session": session })).await;
    assert_eq!(view["workbook"]["sources"][0]["name"], "orders_2024");

    let missing = json!({ "session": session, "path": "/no/such.csv", "options": {}, "name": null, "job": "j2" });
    assert_eq!(flow.refused("add_source", missing).await, "FILE_NOT_FOUND");
    let twice = flow
        .call(
            "add_source",
            json!({ "session": session, "path": path, "options": {}, "name": null, "job": "j3" }),
        )
        .await;
    assert_eq!(twice["workbook"]["sources"][1]["name"], "orders_2024_2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_parameter_reruns_exactly_its_readers() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let value = json!({ "kind": "text", "value": "North" });
    let body = json!({ "type": "parameter", "parameter": { "label": "Region", "value": value } });
    flow.cell(&session, "region", body).await;
    flow.sql(&session, "sales", "select 1 from t where r = :region")
        .await;
    flow.sql(&session, "total", "select sum(x) from sales")
        .await;
    flow.sql(&session, "other", "select 2").await;
    flow.sql(&session, "never", "select 3 from sales").await;
    let slow = json!({ "type": "sql", "text": "select 4 from sales", "mode": "manual" });
    flow.cell(&session, "by_hand", slow).await;
    for cell in ["total", "other", "by_hand"] {
        flow.run_to_end(&session, cell).await;
    }
    let window = json!({ "session": session, "cell": "total", "filters": [], "order": [], "offset": 0, "limit": 10 });
    let (_, north) = flow.rows("read_window", window.clone()).await;

    flow.fake.clear();
    flow.set(&session, "region", "South").await;
    let view = flow
        .until(&session, |view| state_in(view, "total")["state"] == "fresh")
        .await;
    assert_eq!(
        flow.fake.ran(),
        [
            "select 1 from t where r = :region",
            "select sum(x) from sales"
        ]
    );
    assert_eq!(
        state_in(&view, "by_hand"),
        json!({ "state": "stale", "because": "sales changed" })
    );
    assert_eq!(state_in(&view, "never")["state"], "idle");
    let (_, south) = flow.rows("read_window", window).await;
    assert_ne!(north, south);

    flow.fake.clear();
    flow.call("undo", json!({ "session": session })).await;
    flow.until(&session, |view| state_in(view, "total")["state"] == "fresh")
        .await;
    assert_eq!(
        flow.fake.ran().len(),
        2,
        "undoing a parameter runs its readers, too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_cell_waits_for_its_run_and_then_its_readers_run() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    flow.sql(&session, "b", "select * from a").await;
    flow.run_to_end(&session, "b").await;
    flow.fake.clear();
    let view = flow
        .edit(
            &session,
            json!({ "edit": "set_text", "cell": "a", "text": "select 2" }),
        )
        .await;
    assert_eq!(
        state_in(&view, "a"),
        json!({ "state": "stale", "because": "its text changed" })
    );
    assert_eq!(
        state_in(&view, "b"),
        json!({ "state": "stale", "because": "a changed" })
    );
    assert!(flow.fake.ran().is_empty(), "typing runs nothing");
    flow.run(&session, "a").await;
    flow.until(&session, |view| state_in(view, "b")["state"] == "fresh")
        .await;
    assert_eq!(flow.fake.ran(), ["select 2", "select * from a"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_cell_blocks_only_what_reads_it() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "bad", "boom").await;
    flow.sql(&session, "reader", "select * from bad").await;
    flow.sql(&session, "free", "select 1").await;
    flow.call("run_stale", json!({ "session": session, "job": "j" }))
        .await;
    let view = flow
        .until(&session, |view| state_in(view, "free")["state"] == "fresh")
        .await;
    assert_eq!(state_in(&view, "bad")["state"], "failed");
    assert_eq!(
        state_in(&view, "reader"),
        json!({ "state": "blocked", "by": "bad" })
    );
    assert_eq!(view["cells"][0]["diagnostics"][0]["code"], "SQL_BOOM");

    let view = flow
        .edit(
            &session,
            json!({ "edit": "set_text", "cell": "bad", "text": "select 5" }),
        )
        .await;
    assert_eq!(
        view["cells"][0]["diagnostics"],
        json!([]),
        "what was said belongs to the old text"
    );
    flow.run_to_end(&session, "reader").await;
    assert_eq!(flow.state_of(&session, "reader").await["state"], "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_is_refused_with_its_members() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select * from b").await;
    flow.sql(&session, "b", "select * from a").await;
    let run = json!({ "session": session, "cell": "a", "job": "j" });
    assert_eq!(flow.refused("run_cell", run).await, "CELL_CIRCLE");
    assert!(flow.fake.ran().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_answers_at_once_and_the_cell_says_so() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "slow").await;
    flow.sql(&session, "b", "select * from a").await;
    flow.call(
        "run_cell",
        json!({ "session": session, "cell": "b", "job": "the-job" }),
    )
    .await;
    flow.until(&session, |view| {
        state_in(view, "a") == json!({ "state": "running", "job": "the-job" })
            && state_in(view, "b")["state"] == "waiting"
    })
    .await;
    let before = std::time::Instant::now();
    flow.call("cancel_job", json!({ "job": "the-job" })).await;
    let view = flow.settled(&session).await;
    assert!(before.elapsed().as_millis() < 250, "{:?}", before.elapsed());
    assert_eq!(state_in(&view, "a")["state"], "cancelled");
    assert_eq!(state_in(&view, "b")["state"], "idle");
    flow.call("cancel_job", json!({ "job": "the-job" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn running_a_cell_again_replaces_its_run() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "slow").await;
    flow.run(&session, "a").await;
    flow.until(&session, |view| state_in(view, "a")["state"] == "running")
        .await;
    flow.edit(
        &session,
        json!({ "edit": "set_text", "cell": "a", "text": "select 1" }),
    )
    .await;
    flow.run_to_end(&session, "a").await;
    assert_eq!(flow.state_of(&session, "a").await["state"], "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_restarted_engine_lost_is_computed_again_without_a_word() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1 rows=50").await;
    flow.run_to_end(&session, "a").await;
    let window = json!({ "session": session, "cell": "a", "filters": [], "order": [], "offset": 40, "limit": 5 });
    let before = flow.rows("read_window", window.clone()).await;
    flow.fake.lose_everything();
    let (first, second) = tokio::join!(
        flow.rows("read_window", window.clone()),
        flow.rows("read_window", window.clone())
    );
    assert_eq!(before, first);
    assert_eq!(before, second);
    assert_eq!(flow.fake.ran().len(), 2, "once for two readers");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_engine_leaves_no_spinner() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "die").await;
    flow.run_to_end(&session, "a").await;
    let view = flow.settled(&session).await;
    assert_eq!(state_in(&view, "a")["state"], "failed");
    let said = &view["cells"][0]["diagnostics"][0];
    assert_eq!(said["code"], "ENGINE_CRASHED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changed_makes_its_readers_stale() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let path = flow.file("orders.csv", "n\n1\n");
    let view = flow
        .call(
            "add_source",
            json!({ "session": session, "path": path, "options": {}, "name": null, "job": "j1" }),
        )
        .await;
    let source = view["workbook"]["sources"][0]["id"].clone();
    flow.sql(&session, "a", "select * from orders").await;
    flow.sql(&session, "b", "select * from a").await;
    flow.run_to_end(&session, "b").await;
    flow.file("orders.csv", "n\n1\n2\n");
    flow.call(
        "refresh_source",
        json!({ "session": session, "source": source }),
    )
    .await;
    for cell in ["a", "b"] {
        let state = flow.state_of(&session, cell).await;
        assert_eq!(
            state,
            json!({ "state": "stale", "because": "orders changed" })
        );
    }
    flow.run_to_end(&session, "b").await;
    assert_eq!(flow.state_of(&session, "b").await["state"], "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_changes_on_disk_is_noticed_and_read_again_with_the_next_run() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let path = flow.file("orders.csv", "n\n1\n");
    let add = json!({ "session": session, "path": path, "options": {}, "name": null, "job": "j1" });
    flow.call("add_source", add).await;
    flow.sql(&session, "a", "select * from orders").await;
    flow.run_to_end(&session, "a").await;
    flow.file("orders.csv", "n\n1\n2\n");
    let stale = json!({ "state": "stale", "because": "orders changed" });
    flow.until(&session, |view| state_in(view, "a") == stale)
        .await;
    let sources = flow
        .call("list_sources", json!({ "session": session }))
        .await;
    assert_eq!(sources["sources"][0]["state"]["state"], "stale");
    flow.run_to_end(&session, "a").await;
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(state_in(&view, "a")["state"], "fresh");
    assert_eq!(
        view["cells"][0]["result"]["stamp"]["inputs"][0]["fingerprint"],
        "n\n1\n2\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_cannot_be_read_is_named_by_what_reads_it() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let path = flow.file("orders.csv", "n\n1\n");
    let add = json!({ "session": session, "path": path, "options": {}, "name": null, "job": "j1" });
    let view = flow.call("add_source", add).await;
    flow.sql(&session, "a", "select * from orders").await;
    flow.sql(&session, "b", "select 1").await;
    std::fs::remove_file(&path).unwrap();
    let source = view["workbook"]["sources"][0]["id"].clone();
    let refresh = json!({ "session": session, "source": source });
    assert_eq!(
        flow.refused("refresh_source", refresh).await,
        "FILE_NOT_FOUND"
    );
    flow.call("run_stale", json!({ "session": session, "job": "j2" }))
        .await;
    let view = flow
        .until(&session, |view| state_in(view, "b")["state"] == "fresh")
        .await;
    assert_eq!(view["cells"][0]["diagnostics"][0]["code"], "FILE_NOT_FOUND");
    flow.file("orders.csv", "n\n1\n");
    flow.run_to_end(&session, "a").await;
    assert_eq!(
        flow.state_of(&session, "a").await["state"],
        "fresh",
        "the file is back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn checking_a_text_says_a_circle_instead_of_failing() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    flow.sql(&session, "b", "select * from a").await;
    let check = json!({ "session": session, "cell": "a", "text": "select * from b" });
    let check = flow.call("check_text", check).await;
    assert_eq!(check["diagnostics"][0]["code"], "CELL_CIRCLE");
    assert_eq!(check["diagnostics"][0]["span"]["start"], 14);
}
