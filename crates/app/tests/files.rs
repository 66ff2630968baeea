//! Saving, reopening, recovering, samples: nothing runs and nothing is lost.

#[path = "support/flow.rs"]
mod support;

use serde_json::{Value, json};
use support::{Flow, ready_source, state_in};

fn window(session: &str, cell: &str) -> Value {
    json!({ "session": session, "cell": cell, "filters": [], "order": [], "offset": 0, "limit": 100 })
}

fn chart(source: &str) -> Value {
    let spec = json!({
        "version": 1, "source": source, "title": "N",
        "x": [{ "field": "n" }], "y": [{ "field": "", "aggregate": "count" }],
    });
    json!({ "type": "chart", "spec": spec })
}

/// A workbook with a source, two cells that ran and a chart that was seen.
async fn filled(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    let path = flow.file("orders.csv", "n\n1\n");
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(&session, "a", "select * from orders").await;
    flow.sql(&session, "b", "select * from a rows=30").await;
    flow.cell(&session, "picture", chart("b")).await;
    flow.run_to_end(&session, "b").await;
    flow.rows(
        "read_chart",
        json!({ "session": session, "cell": "picture" }),
    )
    .await;
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reopened_workbook_is_the_same_and_nothing_runs() {
    let flow = Flow::start();
    let session = filled(&flow).await;
    let before = flow.rows("read_window", window(&session, "b")).await;
    let chart = json!({ "session": session, "cell": "picture" });
    let painted = flow.rows("read_chart", chart).await;
    let path = flow.path("review");
    let saved = flow
        .call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    assert!(saved["path"].as_str().unwrap().ends_with("review.assay"));
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(view["is_dirty"], false);
    assert_eq!(view["saved_at"].as_str().unwrap().len(), 5);
    let recent = flow.until_recent().await;
    assert_eq!(recent["recent"][0]["path"], saved["path"]);
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    assert_eq!(
        flow.refused("get_workbook", json!({ "session": session }))
            .await,
        "NO_SUCH_WORKBOOK"
    );

    flow.fake.clear();
    let opened = flow
        .call("open_workbook", json!({ "path": saved["path"] }))
        .await;
    let again = opened["session"].as_str().unwrap();
    assert_eq!(opened["workbook"], view["workbook"]);
    assert_eq!(opened["is_dirty"], false);
    for cell in ["a", "b", "picture"] {
        assert_eq!(state_in(&opened, cell)["state"], "fresh", "{cell}");
    }
    assert_eq!(opened["cells"][1]["result"]["is_saved_copy"], true);
    assert_eq!(flow.rows("read_window", window(again, "b")).await, before);
    let part = json!({ "session": again, "cell": "b", "filters": [], "order": [], "offset": 28, "limit": 5 });
    let (head, values) = flow.rows("read_window", part).await;
    assert_eq!(
        head,
        json!({ "rows": 30, "offset": 28, "count": 2, "total_rows": 30 })
    );
    assert_eq!(values, before.1[28..]);
    let seen = flow
        .call("view_chart", json!({ "session": again, "cell": "picture" }))
        .await;
    assert_eq!(seen["is_saved_copy"], true);
    assert_eq!(seen["diagnostics"], json!([]));
    assert_eq!(
        flow.rows("read_chart", json!({ "session": again, "cell": "picture" }))
            .await,
        painted
    );
    assert_eq!(
        flow.fake.asks.lock().unwrap().len(),
        0,
        "opening asks the engine nothing"
    );

    let twice = flow
        .call("open_workbook", json!({ "path": saved["path"] }))
        .await;
    assert_eq!(twice["session"], again, "open once");
}

#[tokio::test(flavor = "multi_thread")]
async fn saving_without_a_change_gives_the_same_bytes() {
    let flow = Flow::start();
    let session = filled(&flow).await;
    let path = flow.path("same.assay");
    let save = json!({ "session": session, "path": path });
    flow.call("save_workbook", save.clone()).await;
    let first = std::fs::read(&path).unwrap();
    flow.call("save_workbook", json!({ "session": session, "path": null }))
        .await;
    assert_eq!(std::fs::read(&path).unwrap(), first);
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    flow.call(
        "save_workbook",
        json!({ "session": opened["session"], "path": null }),
    )
    .await;
    assert_eq!(
        std::fs::read(&path).unwrap(),
        first,
        "saved copies travel on"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_copy_is_computed_when_it_is_sorted_and_stale_when_its_file_changed() {
    let flow = Flow::start();
    let session = filled(&flow).await;
    let path = flow.path("w.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    flow.fake.lose_everything();
    flow.file("orders.csv", "n\n1\n2\n");
    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    let session = opened["session"].as_str().unwrap();
    ready_source(&flow, session).await;
    let state = flow.state_of(session, "b").await;
    assert_eq!(
        state,
        json!({ "state": "stale", "because": "orders changed" })
    );
    let mut sorted = window(session, "b");
    sorted["order"] = json!([{ "field": "n", "descending": true }]);
    flow.rows("read_window", sorted).await;
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(view["cells"][1]["result"]["is_saved_copy"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_changed_by_another_is_not_written_over() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    assert_eq!(
        flow.refused("save_workbook", json!({ "session": session, "path": null }))
            .await,
        "WB_NO_PATH"
    );
    let path = flow.path("w.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    std::fs::write(&path, b"someone else's").unwrap();
    flow.sql(&session, "b", "select 2").await;
    let save = json!({ "session": session, "path": null });
    assert_eq!(
        flow.refused("save_workbook", save).await,
        "WB_CHANGED_ON_DISK"
    );
    assert_eq!(std::fs::read(&path).unwrap(), b"someone else's");
    flow.call(
        "save_workbook",
        json!({ "session": session, "path": null, "overwrite_changed": true }),
    )
    .await;
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(view["is_dirty"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn p06_r13_unsaved_work_is_offered_after_a_crash_and_comes_back() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    flow.edit(
        &session,
        json!({ "edit": "set_text", "cell": "a", "text": "select 42" }),
    )
    .await;
    flow.edit(
        &session,
        json!({ "edit": "set_title", "title": "Half done" }),
    )
    .await;
    flow.call("undo", json!({ "session": session })).await;
    flow.call("redo", json!({ "session": session })).await;
    let flow = flow.crash();
    let welcome = flow.call("hello", json!({})).await;
    let offered = &welcome["recoveries"][0];
    assert_eq!(offered["title"], "Half done");
    let recovery = json!({ "recovery": offered["recovery"] });
    let view = flow.call("recover_workbook", recovery.clone()).await;
    assert_eq!(view["workbook"]["cells"][0]["body"]["text"], "select 42");
    assert_eq!(view["is_dirty"], true);
    assert_eq!(
        flow.call("hello", json!({})).await["recoveries"],
        json!([]),
        "it is open now"
    );
    assert_eq!(
        flow.refused("recover_workbook", recovery).await,
        "JOURNAL_GONE"
    );

    let flow = flow.crash();
    let welcome = flow.call("hello", json!({})).await;
    assert_eq!(
        welcome["recoveries"][0]["title"], "Half done",
        "a crash right after recovering"
    );
    let recovery = welcome["recoveries"][0]["recovery"].clone();
    flow.call("discard_recovery", json!({ "recovery": recovery }))
        .await;
    assert_eq!(flow.call("hello", json!({})).await["recoveries"], json!([]));
    for bad in ["", "../../x", "nobody"] {
        assert_eq!(
            flow.refused("discard_recovery", json!({ "recovery": bad }))
                .await,
            "JOURNAL_GONE"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_and_discarded_work_is_not_offered_again() {
    let flow = Flow::start();
    let saved = flow.new_workbook().await;
    flow.sql(&saved, "a", "select 1").await;
    flow.call(
        "save_workbook",
        json!({ "session": saved, "path": flow.path("w.assay") }),
    )
    .await;
    let discarded = flow.new_workbook().await;
    flow.sql(&discarded, "a", "select 1").await;
    flow.call(
        "close_workbook",
        json!({ "session": discarded, "discard": true }),
    )
    .await;
    let left = flow.new_workbook().await;
    flow.edit(&left, json!({ "edit": "set_title", "title": "Left open" }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": left, "discard": false }),
    )
    .await;
    let welcome = flow.call("hello", json!({})).await;
    assert_eq!(
        welcome["recoveries"][0]["title"], "Left open",
        "closed without saving"
    );
    let flow = flow.crash();
    let welcome = flow.call("hello", json!({})).await;
    assert_eq!(
        welcome["recoveries"].as_array().unwrap().len(),
        1,
        "{}",
        welcome["recoveries"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_and_history_are_kept_across_starts() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1 as unusual").await;
    flow.run_to_end(&session, "a").await;
    let settings = json!({
        "theme": "dark", "locale": null, "side_panel_open": false, "inspector_open": true,
        "memory_cap_bytes": null, "author": "Ada", "versions_kept": 12, "versions_bytes": 1 << 20,
        "snapshots_kept": 5, "snapshots_bytes": 1 << 20, "signers": [{ "name": "Ben", "key": "RW" }],
    });
    flow.call("save_settings", json!({ "settings": settings }))
        .await;
    flow.until_history("unusual").await;
    let flow = flow.crash();
    assert_eq!(flow.call("hello", json!({})).await["settings"], settings);
    let history = flow.until_history("unusual").await;
    assert_eq!(history["entries"][0]["cell"], "a");
    assert_eq!(history["entries"][0]["rows"], 3);
    let tiny = json!({ "settings": { "memory_cap_bytes": 1 } });
    assert_eq!(
        flow.refused("save_settings", tiny).await,
        "SETTING_TOO_SMALL"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_opens_as_an_unsaved_copy_with_its_pictures() {
    let flow = Flow::start();
    let session = filled(&flow).await;
    flow.edit(
        &session,
        json!({ "edit": "set_title", "title": "Orders overview" }),
    )
    .await;
    flow.call(
        "save_workbook",
        json!({ "session": session, "path": flow.path("orders.assay") }),
    )
    .await;
    let flow = flow.with_samples();
    flow.fake.clear();
    let welcome = flow.call("hello", json!({})).await;
    assert_eq!(welcome["samples"].as_array().unwrap().len(), 1);
    let sample = &welcome["samples"][0];
    assert_eq!(
        (&sample["name"], &sample["title"]),
        (&json!("orders"), &json!("Orders overview"))
    );
    assert_eq!(sample["contents"], "1 source, 3 cells");
    let view = flow.call("open_sample", json!({ "name": "orders" })).await;
    let copy = view["session"].as_str().unwrap();
    assert_eq!(view["path"], Value::Null);
    assert_eq!(
        flow.rows("read_window", window(copy, "b")).await.0["rows"],
        30
    );
    flow.rows("read_chart", json!({ "session": copy, "cell": "picture" }))
        .await;
    assert_eq!(flow.fake.asks.lock().unwrap().len(), 0);
    assert_eq!(
        flow.refused("save_workbook", json!({ "session": copy, "path": null }))
            .await,
        "WB_NO_PATH",
        "the sample itself is never written"
    );
    for name in ["", "../orders", "nobody", "orders.assay"] {
        assert_eq!(
            flow.refused("open_sample", json!({ "name": name })).await,
            "NO_SUCH_SAMPLE"
        );
    }
}
