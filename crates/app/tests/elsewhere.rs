//! Sources that lie elsewhere on this machine, and columns that have other names now: found, mended
//! in one step, taken back by one undo.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/flow.rs"]
mod support;

use serde_json::{Value, json};
use support::Flow;
use support::real::Real;

const SALES: &str = "region,amount\nnorth,10\nsouth,20\nwest,5\n";

async fn add(flow: &Flow, session: &str, path: &str) {
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
}

/// Saves, closes and opens again.
async fn reopened(flow: &Flow, session: &str, path: &str, moved: impl FnOnce()) -> Value {
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    let close = json!({ "session": session, "discard": false });
    flow.call("close_workbook", close).await;
    moved();
    flow.call("open_workbook", json!({ "path": path })).await
}

async fn found(flow: &Flow, session: &str, folders: &[&str]) -> Value {
    let ask = json!({ "session": session, "folders": folders });
    flow.call("find_sources", ask).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_file_is_found_by_content_by_folder_and_by_name_and_relinked_in_one_step() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let at = |name: &str| flow.path(name);
    std::fs::create_dir_all(at("old/data")).unwrap();
    std::fs::create_dir_all(at("book")).unwrap();
    for (name, text) in [("a", "n\n1\n"), ("b", "n\n2\n"), ("c", "n\n3\n")] {
        let path = flow.file(&format!("old/data/{name}.csv"), text);
        add(&flow, &session, &path).await;
    }
    let book = at("book/w.assay");
    let view = reopened(&flow, &session, &book, || {
        // One under another name, one in a folder of the same name, one by its name alone but twice.
        std::fs::create_dir_all(at("book/data")).unwrap();
        std::fs::create_dir_all(at("book/x")).unwrap();
        std::fs::rename(at("old/data/a.csv"), at("book/x/other name.csv")).unwrap();
        std::fs::write(at("book/data/b.csv"), "n\n22\n").unwrap();
        std::fs::write(at("book/x/b.csv"), "n\n222\n").unwrap();
        std::fs::write(at("book/c.csv"), "n\n33\n").unwrap();
        std::fs::write(at("book/x/c.csv"), "n\n333\n").unwrap();
        std::fs::remove_dir_all(at("old")).unwrap();
    })
    .await;
    let session = view["session"].as_str().unwrap().to_owned();
    let lost = found(&flow, &session, &[]).await;
    let one = |at: usize| &lost["sources"][at];
    assert_eq!(
        one(0)["found"][0],
        json!({ "path": at("book/x/other name.csv"), "by": "content" })
    );
    assert_eq!(one(0)["is_sure"], true);
    assert_eq!(
        one(1)["found"][0],
        json!({ "path": at("book/data/b.csv"), "by": "place" })
    );
    assert_eq!(one(1)["is_sure"], true);
    assert_eq!(one(1)["found"][1]["by"], "name");
    assert_eq!(one(2)["is_sure"], false, "{}", one(2));
    assert_eq!(one(2)["found"].as_array().unwrap().len(), 2);

    let sources = view["workbook"]["sources"].as_array().unwrap();
    let edits: Vec<Value> = (0..2)
        .map(|at| {
            let mut source = sources[at].clone();
            source["path"] = one(at)["found"][0]["path"].clone();
            json!({ "edit": "replace_source", "source": source })
        })
        .collect();
    let edit = json!({ "edit": "batch", "label": "Find 2 sources elsewhere", "edits": edits });
    let view = flow.edit(&session, edit).await;
    assert_eq!(view["undo"], "Find 2 sources elsewhere");
    let left = found(&flow, &session, &[]).await;
    assert_eq!(left["sources"].as_array().unwrap().len(), 1);
    flow.call("undo", json!({ "session": session })).await;
    let again = found(&flow, &session, &[]).await;
    assert_eq!(again["sources"].as_array().unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_looked_for_where_a_person_says_and_never_for_a_restricted_workbook() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    for folder in ["old", "book", "share/deep"] {
        std::fs::create_dir_all(flow.path(folder)).unwrap();
    }
    let path = flow.file("old/a.csv", "n\n1\n");
    add(&flow, &session, &path).await;
    let book = flow.path("book/w.assay");
    let to = flow.path("share/deep/a.csv");
    let view = reopened(&flow, &session, &book, || {
        std::fs::rename(&path, &to).unwrap();
    })
    .await;
    let session = view["session"].as_str().unwrap().to_owned();
    let lost = found(&flow, &session, &[]).await;
    assert_eq!(lost["sources"][0]["found"], json!([]));
    let lost = found(&flow, &session, &[&flow.path("share")]).await;
    assert_eq!(lost["sources"][0]["found"][0]["path"], json!(to));
    let trust = json!({ "session": session, "trust": "restricted" });
    flow.call("set_trust", trust).await;
    for (name, ask) in [
        ("find_sources", json!({ "session": session, "folders": [] })),
        ("plan_repair", json!({ "session": session, "chosen": [] })),
    ] {
        assert_eq!(flow.refused(name, ask).await, "NOT_TRUSTED");
    }
}

/// The text of a cell.
fn text_of(view: &Value, name: &str) -> String {
    let cells = view["workbook"]["cells"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["name"] == name).unwrap();
    cell["body"]["text"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn renamed_columns_are_proposed_and_every_use_is_mended_by_one_step() {
    let Some(real) = Real::start(1 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    let path = flow.file("sales.csv", SALES);
    add(flow, &session, &path).await;
    flow.sql(
        &session,
        "by_region",
        "select region, sum(amount) as total from sales group by region",
    )
    .await;
    flow.sql(
        &session,
        "top",
        "select region from by_region order by total desc limit 1",
    )
    .await;
    let choice = json!({
        "kind": "choice", "several": true, "chosen": [],
        "options": { "from": "column", "source": "sales", "field": "region" },
    });
    let parameter =
        json!({ "type": "parameter", "parameter": { "label": "Region", "value": choice } });
    flow.cell(&session, "region", parameter).await;
    flow.run_to_end(&session, "top").await;
    let book = flow.path("w.assay");
    let view = reopened(flow, &session, &book, || {
        let renamed = SALES.replace("region,amount", "sales_area,net amount");
        std::fs::write(&path, renamed).unwrap();
    })
    .await;
    let session = view["session"].as_str().unwrap().to_owned();
    let _ = support::ready_source(flow, &session).await;
    let needs = flow
        .until(&session, |view| view["needs"]["gone"] != json!([]))
        .await;
    assert_eq!(needs["needs"], json!({ "lost": [], "gone": ["sales"] }));

    let plan = flow
        .call("plan_repair", json!({ "session": session, "chosen": [] }))
        .await;
    let region = &plan["columns"][0];
    assert_eq!(region["field"]["name"], "region");
    assert_eq!(region["to"], "sales_area", "its values are known: {region}");
    assert_eq!(region["proposals"][0]["shared"], json!([3, 3]));
    assert_eq!(region["uses"], json!(["by_region", "region"]));
    assert_eq!(plan["columns"][1]["to"], "net amount");
    assert_eq!(plan["left"], json!([]));
    let after = flow.edit(&session, plan["edit"].clone()).await;
    assert_eq!(
        text_of(&after, "by_region"),
        "select sales_area, sum(\"net amount\") as total from sales group by sales_area"
    );
    assert_eq!(
        text_of(&after, "top"),
        "select sales_area from by_region order by total desc limit 1"
    );
    assert!(after.to_string().contains(r#""field":"sales_area""#));
    assert_eq!(after["needs"]["gone"], json!([]));
    flow.run_to_end(&session, "top").await;
    assert_eq!(
        flow.state_of(&session, "top").await,
        json!({ "state": "fresh" })
    );

    let before = flow.call("undo", json!({ "session": session })).await;
    assert_eq!(
        before["workbook"], view["workbook"],
        "one undo takes all of it back"
    );
    assert_eq!(before["needs"]["gone"], json!(["sales"]));
    // A person may leave a column as it is.
    let leave = json!([
        { "table": "sales", "from": "region", "to": "sales_area" },
        { "table": "sales", "from": "amount", "to": null },
    ]);
    let plan = flow
        .call(
            "plan_repair",
            json!({ "session": session, "chosen": leave }),
        )
        .await;
    let after = flow.edit(&session, plan["edit"].clone()).await;
    assert!(text_of(&after, "by_region").contains("sum(amount)"));
    assert_eq!(after["needs"]["gone"], json!(["sales"]));
}

/// The page asks for profiles again whenever sources are told to have changed. A source that stays
/// lost must not be told anew by every question about another one, or the page never rests.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_stays_lost_is_told_once() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let here = flow.file("here.csv", SALES);
    let lost = flow.file("lost.csv", "region,target\nnorth,9\n");
    add(&flow, &session, &here).await;
    add(&flow, &session, &lost).await;
    let book = flow.path("w.assay");
    let view = reopened(&flow, &session, &book, || {
        std::fs::remove_file(&lost).unwrap();
    })
    .await;
    let session = view["session"].as_str().unwrap().to_owned();
    let profile = json!({ "session": session, "table": "here" });
    flow.call("profile_table", profile.clone()).await;
    let mut events = flow.app.subscribe();
    for _ in 0..3 {
        flow.call("profile_table", profile.clone()).await;
    }
    let mut tags = || -> Vec<_> {
        let events = std::iter::from_fn(|| events.try_recv().ok());
        events.flat_map(|event| event.tags).collect()
    };
    let told = tags();
    assert!(told.is_empty(), "{told:?}");

    // Back in its place, it is read by the next question, and that is told.
    std::fs::write(&lost, "region,target\nnorth,9\n").unwrap();
    flow.call(
        "profile_table",
        json!({ "session": session, "table": "lost" }),
    )
    .await;
    assert!(!tags().is_empty());
}
