//! Workbooks from elsewhere whose content is wrong or hostile: W28, W29, W35 and F37. Nothing of
//! this needs the real engine.

use std::path::Path;

use model::CellId;
use serde_json::{Value, json};
use workbook::file::{self, Contents};

use crate::support::{Flow, state_in};

/// A saved workbook whose cell `a` has the rows 0, 1, 2 as its saved answer.
async fn saved(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1 rows=3").await;
    flow.run_to_end(&session, "a").await;
    let path = flow.path("sent.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    path
}

/// Writes the file again with another saved answer, as somebody with a ZIP program can.
pub(crate) fn forge(path: &str, answer: &str, change: impl FnOnce(&mut file::SavedResult)) {
    let mut opened = file::read(&std::fs::read(path).unwrap()).unwrap();
    change(opened.results.get_mut(&CellId::new(answer)).unwrap());
    let contents = Contents {
        workbook: &opened.workbook,
        results: &opened.results,
        extras: &opened.extras,
    };
    std::fs::write(Path::new(path), file::write(&contents).unwrap()).unwrap();
}

async fn opened(flow: &Flow, path: &str) -> (String, Value) {
    flow.fake.clear();
    let view = flow.call("open_workbook", json!({ "path": path })).await;
    (view["session"].as_str().unwrap().to_owned(), view)
}

fn window(session: &str) -> Value {
    json!({ "session": session, "cell": "a", "filters": [], "order": [], "offset": 0, "limit": 100 })
}

/// Trusts a file that someone changed; until then nothing of it runs.
async fn trusted(flow: &Flow, session: &str) {
    let job = uuid::Uuid::now_v7().simple().to_string();
    let run = json!({ "session": session, "cell": "a", "job": job });
    assert_eq!(flow.refused("run_cell", run).await, "NOT_TRUSTED");
    let trust = json!({ "session": session, "trust": "trusted" });
    flow.call("set_trust", trust).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w28_forged_numbers_are_marked_as_saved_until_they_are_computed_here() {
    let flow = Flow::start();
    let path = saved(&flow).await;
    // Another cell's honest rows under this cell's name, and a stamp that claims a billion rows.
    let other = flow.new_workbook().await;
    flow.sql(&other, "a", "select 1 rows=7").await;
    flow.run_to_end(&other, "a").await;
    let second = flow.path("other.assay");
    flow.call("save_workbook", json!({ "session": other, "path": second }))
        .await;
    let theirs = file::read(&std::fs::read(&second).unwrap()).unwrap();
    let rows = theirs.results[&CellId::new("a")].arrow.clone();
    forge(&path, "a", |result| {
        result.arrow = rows;
        result.stamp.saved_rows = 7;
        result.stamp.rows = 1_000_000_000;
        "2099-01-01T00:00:00Z".clone_into(&mut result.stamp.computed_at);
    });
    let (session, view) = opened(&flow, &path).await;
    let result = &view["cells"][0]["result"];
    assert_eq!(result["is_saved_copy"], true, "{result}");
    let (head, values) = flow.rows("read_window", window(&session)).await;
    assert_eq!(
        (head["rows"].as_u64(), head["total_rows"].as_u64()),
        (Some(7), Some(1_000_000_000)),
        "the view says 7 of a billion"
    );
    assert_eq!(values.len(), 7);
    assert!(
        flow.fake.asks.lock().unwrap().is_empty(),
        "opening ran something"
    );
    trusted(&flow, &session).await;
    flow.run_to_end(&session, "a").await;
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(view["cells"][0]["result"]["is_saved_copy"], false);
    assert_eq!(view["cells"][0]["result"]["stamp"]["rows"], 3);
    assert_eq!(flow.rows("read_window", window(&session)).await.1.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn w29_a_saved_answer_that_is_no_table_is_refused_in_words_and_computed_anew() {
    let flow = Flow::start();
    for (number, content) in [
        &b"<script>alert(1)</script>"[..],
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60",
        b"",
        b"\xff\xff\xff\xff\xff\xff\xff\x7f",
        b"\xff\xff\xff\xff\0\0\0\0",
    ]
    .into_iter()
    .enumerate()
    {
        let path = saved(&flow).await;
        forge(&path, "a", |result| result.arrow = content.into());
        let (session, view) = opened(&flow, &path).await;
        let code = match app::call(&flow.app, "read_window", window(&session)).await {
            Err(error) => {
                assert!(error.message.contains("Run the cell"), "{}", error.message);
                error.code
            }
            Ok(_) => panic!("case {number} was read: {view}"),
        };
        assert_eq!(code, "WB_RESULT_DAMAGED", "case {number}");
        assert!(flow.fake.ran().is_empty(), "case {number} ran something");
        trusted(&flow, &session).await;
        flow.run_to_end(&session, "a").await;
        assert_eq!(flow.rows("read_window", window(&session)).await.1.len(), 3);
        flow.call(
            "close_workbook",
            json!({ "session": session, "discard": true }),
        )
        .await;
        std::fs::remove_file(&path).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn w35_cells_in_a_circle_are_named_and_the_others_run() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    for (name, text) in [
        ("a", "select * from b"),
        ("b", "select * from c"),
        ("c", "select * from a"),
        ("own", "select * from own"),
        ("reader", "select * from a"),
        ("free", "select 1"),
    ] {
        flow.sql(&session, name, text).await;
    }
    let path = flow.path("circle.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    let (session, _) = opened(&flow, &path).await;
    flow.call("run_stale", json!({ "session": session, "job": "all" }))
        .await;
    let view = flow
        .until(&session, |view| state_in(view, "free")["state"] == "fresh")
        .await;
    assert!(view.is_object());
    let view = flow.settled(&session).await;
    for (index, members) in [(0, "a, b, c"), (1, "a, b, c"), (2, "a, b, c"), (3, "own")] {
        let cell = &view["cells"][index];
        let found = &cell["diagnostics"][0];
        assert_eq!(found["code"], "CELL_CIRCLE", "{cell}");
        for member in members.split(", ") {
            assert!(
                found["message"].as_str().unwrap().contains(member),
                "{found}"
            );
        }
    }
    // What only reads of the circle is asked for, and waits for the circle to be mended.
    flow.run_to_end(&session, "reader").await;
    let reader = flow.state_of(&session, "reader").await;
    assert_eq!(reader["state"], "blocked", "{reader}");
    for cell in ["a", "own"] {
        let run = json!({ "session": session, "cell": cell, "job": format!("run-{cell}") });
        assert_eq!(flow.refused("run_cell", run).await, "CELL_CIRCLE", "{cell}");
    }
    assert_eq!(flow.fake.ran().len(), 1, "{:?}", flow.fake.ran());
}

#[tokio::test(flavor = "multi_thread")]
async fn f37_a_text_of_50_mb_is_refused_and_the_cell_keeps_its_own() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "query", "select 1").await;
    flow.cell(
        &session,
        "note",
        json!({ "type": "markdown", "text": "Hello" }),
    )
    .await;
    let before = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    let mib = 1 << 20;
    for length in [mib + 1, 50 * mib] {
        for cell in ["query", "note"] {
            let edit =
                json!({ "edit": "set_text", "cell": cell, "text": "<b>x".repeat(length / 4 + 1) });
            let payload = json!({ "session": session, "edit": edit });
            let error = app::call(&flow.app, "apply_edit", payload)
                .await
                .unwrap_err();
            assert!(error.message.chars().count() <= 400, "{}", error.message);
            assert!(
                error.message.contains("1 MiB"),
                "{}: {}",
                error.code,
                error.message
            );
        }
    }
    let after = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(after["workbook"], before["workbook"]);
    assert_eq!(after["undo"], before["undo"]);
    let edit = json!({ "edit": "set_text", "cell": "note", "text": "x".repeat(mib) });
    let view = flow.edit(&session, edit).await;
    let text = view["workbook"]["cells"][1]["body"]["text"]
        .as_str()
        .unwrap();
    assert_eq!(text.len(), mib);
}

/// Work on a part of a workbook and a save leave the answers of the other cells in the file.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_not_fresh_any_more_stays_in_the_file_and_says_so() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let body = json!({ "type": "sql", "text": "select 1 rows=3", "mode": "manual" });
    flow.cell(&session, "a", body).await;
    flow.run_to_end(&session, "a").await;
    let text = json!({ "edit": "set_text", "cell": "a", "text": "select 2 rows=2" });
    flow.edit(&session, text).await;
    let path = flow.path("kept.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    let close = |session: &str| json!({ "session": session, "discard": false });
    flow.call("close_workbook", close(&session)).await;
    for _ in 0..2 {
        let (session, view) = opened(&flow, &path).await;
        let cell = &view["cells"][0];
        assert_eq!(cell["state"]["state"], "stale", "{cell}");
        assert_eq!(cell["result"]["is_saved_copy"], true, "{cell}");
        assert_eq!(cell["result"]["stamp"]["rows"], 3, "{cell}");
        assert_eq!(flow.rows("read_window", window(&session)).await.1.len(), 3);
        // Saved once more, the stamp is still that of the rows.
        let about = json!({ "edit": "set_about", "about": "seen" });
        flow.edit(&session, about).await;
        flow.call("save_workbook", json!({ "session": session }))
            .await;
        flow.call("close_workbook", close(&session)).await;
    }
}
