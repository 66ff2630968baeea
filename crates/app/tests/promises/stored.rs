//! The answers of all questions of a cell travel in the file.

use serde_json::json;

use crate::answers::{answers, ran, window};
use crate::opened::forge;
use crate::support::real::Real;
use crate::support::state_in;

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_in_the_file_shown_without_running_and_compared_anew() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text = "select count(*) as c from n;\nselect n from n where n in (8, 9) order by n;\n\
                select max(n) as m from n;";
    flow.sql(&session, "several", text).await;
    ran(flow, &session, "several").await;
    let found = answers(flow, &session).await;
    let file = flow.path("several.assay");
    let kept = json!({ "session": session, "path": file });
    flow.call("save_workbook", kept).await;
    let closed = json!({ "session": session, "discard": false });
    flow.call("close_workbook", closed).await;

    let opened = async || {
        let view = flow.call("open_workbook", json!({ "path": file })).await;
        view["session"].as_str().unwrap().to_owned()
    };
    let session = opened().await;
    let rows = [vec![1000], vec![8, 9], vec![999]];
    let again = answers(flow, &session).await;
    assert_eq!(again.len(), 3);
    for ((before, now), rows) in found.iter().zip(&again).zip(rows) {
        for part in ["id", "line", "label"] {
            assert_eq!(now[part], before[part]);
        }
        assert_eq!(now["result"]["is_saved_copy"], true);
        let asked = window(&session, &now["id"]);
        assert_eq!(flow.rows("read_window", asked).await.1, rows);
    }
    let page = flow.path("several.html");
    let asked = json!({ "session": session, "path": page, "format": "html", "overwrite": false });
    flow.call("export_paper", asked).await;
    let page = std::fs::read_to_string(page).unwrap();
    let at = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("no {text} on the page"))
    };
    assert!(at("<h4><code>select count(*) as c") < at("<td class=\"n\">1\u{202f}000</td>"));
    assert!(at("<h4><code>select n from n") < at("<h4><code>select max(n)"));

    let asked = json!({ "session": session, "job": "same" });
    let told = flow.call("reproduce", asked).await;
    let cell = &told["cells"][0];
    assert_eq!(
        (&told["different"], &cell["verdict"]),
        (&json!(0), &json!("same"))
    );
    let closed = json!({ "session": session, "discard": true });
    flow.call("close_workbook", closed).await;
    forge(&file, "several.1", |result| result.stamp.rows = 3);
    let session = opened().await;
    let trust = json!({ "session": session, "trust": "once" });
    flow.call("set_trust", trust).await;
    let asked = json!({ "session": session, "job": "other" });
    let told = flow.call("reproduce", asked).await;
    let said = "select n from n where n in (8, 9) order by n: 2 rows, were 3";
    assert_eq!(told["cells"][0]["detail"], said, "{told:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_over_an_answer_whose_file_changed_is_computed_once() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    let csv = flow.file("sales.csv", "region,net\nnorth,1\nsouth,2\n");
    let add = json!({ "session": session, "path": csv, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(&session, "a", "select * from sales").await;
    ran(flow, &session, "a").await;
    let spec = json!({ "version": 1, "source": "a", "mark": "bar",
        "x": [{ "field": "region" }], "y": [{ "field": "net", "aggregate": "sum" }] });
    flow.cell(
        &session,
        "picture",
        json!({ "type": "chart", "spec": spec }),
    )
    .await;
    let file = flow.path("sales.assay");
    flow.call("save_workbook", json!({ "session": session, "path": file }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    flow.file("sales.csv", "region,net\nnorth,10\nsouth,20\neast,30\n");

    let view = flow.call("open_workbook", json!({ "path": file })).await;
    let session = view["session"].as_str().unwrap().to_owned();
    // The sources are read, so that what changed is known; no cell runs.
    flow.sql(&session, "other", "select count(*) as n from sales")
        .await;
    ran(flow, &session, "other").await;
    let chart = json!({ "session": session, "cell": "picture" });
    let read = async || {
        app::call(&flow.app, "read_chart", chart.clone())
            .await
            .is_ok()
    };
    assert!(read().await);
    let before = flow.call("view_chart", chart.clone()).await["version"].clone();
    for _ in 0..3 {
        assert!(read().await);
    }
    let after = flow.call("view_chart", chart.clone()).await["version"].clone();
    assert_eq!(before, after, "a chart that was read is not computed again");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_answer_of_a_cell_that_fails_since_and_of_its_readers_is_in_the_file() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    flow.sql(&session, "a", "select max(n) as m from n").await;
    flow.sql(&session, "reader", "select m + 1 as next from a")
        .await;
    ran(flow, &session, "reader").await;
    let broken =
        json!({ "edit": "set_text", "cell": "a", "text": "select 1 / nothing as m from n" });
    flow.edit(&session, broken).await;
    flow.run_to_end(&session, "a").await;
    let file = flow.path("broken.assay");
    let saved = json!({ "session": session, "path": file });
    flow.call("save_workbook", saved).await;
    let closed = json!({ "session": session, "discard": false });
    flow.call("close_workbook", closed).await;

    let view = flow.call("open_workbook", json!({ "path": file })).await;
    let session = view["session"].as_str().unwrap().to_owned();
    for (cell, row) in [("a", 999), ("reader", 1000)] {
        assert_eq!(state_in(&view, cell)["state"], "stale", "{view:#}");
        let asked = window(&session, &json!(cell));
        assert_eq!(flow.rows("read_window", asked).await.1, [row]);
    }
}
