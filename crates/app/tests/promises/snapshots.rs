//! Snapshots of pages over the real engine: what was on a page stays as it was, whatever happens to
//! its data, and is shown without an engine.

use app::Reply;
use serde_json::{Value, json};

use crate::pages::{marks, number, opened, page, sum, text};
use crate::support::real::Real;
use crate::support::{Flow, unframe};

async fn figure(flow: &Flow, session: &str, snapshot: &str, tile: &str) -> i64 {
    let ask = json!({ "session": session, "snapshot": snapshot, "tile": tile, "part": "rows" });
    match app::call(&flow.app, "read_snapshot", ask).await.unwrap() {
        Reply::Arrow(bytes) => unframe(&bytes).1[0],
        Reply::Json(json) => panic!("{json}"),
    }
}

fn keep(session: &str, name: &str) -> Value {
    json!({ "session": session, "page": "p", "name": name })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_shows_what_the_page_showed_whatever_became_of_the_data() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    assert_eq!(
        flow.refused("keep_snapshot", keep(&session, "too early"))
            .await,
        "WB_NO_PATH"
    );
    let path = flow.folder.path().join("sales.assay");
    let save = json!({ "session": session, "path": path, "overwrite_changed": false });
    flow.call("save_workbook", save).await;
    assert_eq!(
        flow.refused("keep_snapshot", keep(&session, " ")).await,
        "VERSION_BAD_NAME"
    );
    let dach = json!([text("DACH")]);
    let select = marks(&session, "by_region", "region", &dach, None);
    flow.call("set_selection", select).await;
    let kept = flow.call("keep_snapshot", keep(&session, "DACH")).await;
    let first = kept["snapshot"].as_str().unwrap().to_owned();
    let dach = sum(|row| row % 4 == 0);
    assert_eq!(figure(flow, &session, &first, "total").await, dach);

    // The page goes on: another selection, another snapshot, other data.
    flow.call("clear_selection", page(&session)).await;
    let second = flow.call("keep_snapshot", keep(&session, "All")).await;
    let second = second["snapshot"].as_str().unwrap().to_owned();
    flow.file(
        "sales.csv",
        "region,category,day,amount\nDACH,Kitchen,2026-01-15,5\n",
    );
    let sources = flow
        .call("list_sources", json!({ "session": session }))
        .await;
    let source = sources["sources"].as_array().unwrap();
    let sales = source.iter().find(|one| one["spec"]["name"] == "sales");
    let id = &sales.unwrap()["spec"]["id"];
    let refresh = json!({ "session": session, "source": id });
    flow.call("refresh_source", refresh).await;
    let now = flow.call("view_page", page(&session)).await;
    assert_eq!(number(flow, &session, &now, "total").await, 5);

    let ask = json!({ "session": session, "snapshot": first });
    let shown = flow.call("view_snapshot", ask).await;
    assert_eq!(figure(flow, &session, &first, "total").await, dach);
    assert_eq!(
        figure(flow, &session, &second, "total").await,
        sum(|_| true)
    );
    assert_eq!(shown["changed"], json!(["sales"]));
    assert_eq!(shown["view"]["clauses"][0]["field"], "region");
    assert_eq!(shown["count"]["rows"], 300);
    assert_eq!(shown["titles"]["total"], "total");

    let listed = flow
        .call("list_snapshots", json!({ "session": session }))
        .await;
    let names: Vec<&str> = listed["snapshots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["All", "DACH"], "newest first");
    let forget = json!({ "session": session, "snapshot": second });
    flow.call("forget_snapshot", forget.clone()).await;
    assert_eq!(
        flow.refused("forget_snapshot", forget).await,
        "NO_SUCH_SNAPSHOT"
    );

    // Another computer: no engine, no file of data, no trust, and the same figures.
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": true }),
    )
    .await;
    let bytes = std::fs::read(&path).unwrap();
    let elsewhere = Flow::start();
    let copy = elsewhere.folder.path().join("copy.assay");
    std::fs::write(&copy, bytes).unwrap();
    let opened = elsewhere
        .call("open_workbook", json!({ "path": copy }))
        .await;
    assert_eq!(opened["trust"]["trust"], "restricted");
    let session = opened["session"].as_str().unwrap().to_owned();
    assert_eq!(figure(&elsewhere, &session, &first, "total").await, dach);
    let ask = json!({ "session": session, "snapshot": first });
    let shown = elsewhere.call("view_snapshot", ask).await;
    assert_eq!(shown["unread"], json!(["sales", "visits"]));
    let none = json!({ "session": session, "snapshot": first, "tile": "nobody", "part": "rows" });
    assert_eq!(
        elsewhere.refused("read_snapshot", none).await,
        "SNAPSHOT_NO_ROWS"
    );
}
