//! What the catalog remembers of trusted workbooks (W25), and what a notebook brings back of one.

use std::sync::atomic::Ordering;

use catalog::Catalog;
use serde_json::{Value, json};
use workbook::file;

use crate::support::Flow;

const WORD: &str = "correct horse battery staple";

#[tokio::test]
async fn w25_what_an_encrypted_workbook_said_when_it_was_trusted_is_not_remembered() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    let path = flow.path("made.assay");
    let save = json!({ "session": session, "path": path });
    flow.call("save_workbook", save.clone()).await;
    let with = json!({ "session": session, "with": { "kind": "trusted" } });
    flow.call("compare_with", with.clone()).await;
    let set = json!({ "session": session, "passphrase": WORD });
    flow.call("set_passphrase", set).await;
    flow.call("save_workbook", save.clone()).await;
    let code = flow.refused("compare_with", with).await;
    assert_eq!(code, "TRUST_NOT_REMEMBERED", "and what it said before went");

    let other = Flow::start();
    let received = other.path("received.assay");
    std::fs::copy(&path, &received).unwrap();
    let unlock = json!({ "path": received, "passphrase": WORD });
    other.call("unlock_file", unlock).await;
    let file = |wish: &str| json!({ "path": received, "wish": wish });
    let trusted = other.call("trust_file", file("trust")).await;
    assert_eq!(trusted["trust"], "trusted");
    let title = json!({ "edit": "set_title", "title": "Changed there" });
    flow.edit(&session, title).await;
    flow.call("save_workbook", save).await;
    std::fs::copy(&path, &received).unwrap();
    let shown = other.call("trust_file", file("show")).await;
    assert!(shown["changed_since"].is_string(), "{shown}");
    assert_eq!(shown["changes"], Value::Null);
}

/// R30, W25: a package of a trusted workbook was made here and is trusted here, nowhere else; what the
/// workbook itself said when it was trusted last stays remembered.
#[tokio::test]
async fn r30_a_package_of_a_trusted_workbook_is_trusted_here_alone() {
    let (flow, other) = (Flow::start(), Flow::start());
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    let own = flow.path("own.assay");
    let save = json!({ "session": session, "path": own });
    flow.call("save_workbook", save).await;
    let package = async |name: &str| {
        let wish = json!({ "tables": [], "answers": false, "values": false });
        let path = flow.path(name);
        let request = json!({ "session": session, "wish": wish, "path": path, "overwrite": false, "job": "package" });
        flow.call("package_workbook", request).await;
        path
    };
    let trust_of = async |flow: &Flow, path: &str| {
        let asked = json!({ "path": path, "wish": "show" });
        flow.call("trust_file", asked).await
    };
    let packed = package("packed.assay").await;
    assert_eq!(trust_of(&flow, &packed).await["trust"], "trusted");
    let received = other.path("packed.assay");
    std::fs::copy(&packed, &received).unwrap();
    let there = trust_of(&other, &received).await;
    assert_eq!(there["trust"], "restricted");

    // Someone else renames the workbook itself: what differs is told from its own last state.
    let mut changed = file::read(&std::fs::read(&own).unwrap()).unwrap();
    changed.workbook.title = "Other".to_owned();
    let contents = file::Contents {
        workbook: &changed.workbook,
        results: &changed.results,
        extras: &changed.extras,
    };
    std::fs::write(&own, file::write(&contents).unwrap()).unwrap();
    let told = trust_of(&flow, &own).await;
    assert_eq!(told["changes"]["count"], 1, "{told}");

    let once = json!({ "session": session, "trust": "once" });
    flow.call("set_trust", once).await;
    // Another content: the same bytes would be those that are trusted already.
    let title = json!({ "edit": "set_title", "title": "Run once" });
    flow.edit(&session, title).await;
    let packed = package("once.assay").await;
    assert_eq!(trust_of(&flow, &packed).await["trust"], "restricted");
}

/// Saves a workbook elsewhere, trusts it here, and lets someone else change it.
async fn changed_since_trusted() -> (Flow, String) {
    let (there, here) = (Flow::start(), Flow::start());
    let session = there.new_workbook().await;
    there.sql(&session, "a", "select 1").await;
    let (path, received) = (there.path("made.assay"), here.path("received.assay"));
    let save = json!({ "session": session, "path": path });
    there.call("save_workbook", save.clone()).await;
    std::fs::copy(&path, &received).unwrap();
    let trust = json!({ "path": received, "wish": "trust" });
    here.call("trust_file", trust).await;
    let edit = json!({ "edit": "set_text", "cell": "a", "text": "select 2" });
    there.edit(&session, edit).await;
    there.call("save_workbook", save).await;
    std::fs::copy(&path, &received).unwrap();
    (here, received)
}

#[tokio::test]
async fn w25_a_document_that_was_changed_in_the_catalog_is_not_shown() {
    let (flow, received) = changed_since_trusted().await;
    let show = json!({ "path": received, "wish": "show" });
    let shown = flow.call("trust_file", show.clone()).await;
    assert_eq!(shown["changes"]["count"], 1, "{shown}");
    let view = flow
        .call("open_workbook", json!({ "path": received }))
        .await;
    let id = view["workbook"]["id"].as_str().unwrap().to_owned();
    let folder = flow.folder;
    drop(flow.app);
    {
        let state = folder.path().join("state");
        let catalog = Catalog::open(&state, "2026-11-23T10:00:00Z")
            .unwrap()
            .catalog;
        let record = catalog.trusted_before(&id).unwrap().remove(0);
        let mut kept = catalog.trusted_document(&id).unwrap().unwrap();
        let mut forged = file::read(&std::fs::read(&received).unwrap())
            .unwrap()
            .workbook;
        forged.title = "Nothing changed".to_owned();
        kept.document = file::pack_document(&forged, None).unwrap();
        catalog.put_trusted(&record, Some(&kept)).unwrap();
    }
    let flow = Flow::start_in(folder);
    let shown = flow.call("trust_file", show).await;
    assert!(shown["changed_since"].is_string(), "{shown}");
    assert_eq!(shown["changes"], Value::Null);
}

/// A notebook brings back the page and the answers, which are shown as stored and run nothing.
#[tokio::test]
async fn a_notebook_that_was_written_here_shows_its_page_and_answers_without_running() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1 rows=3").await;
    flow.run_to_end(&session, "a").await;
    for edit in [
        json!({ "edit": "set_about", "about": "What was sold" }),
        json!({ "edit": "insert_page", "index": 0, "page": {
            "id": "p", "title": "Overview", "tiles": [{
                "id": "t", "place": { "column": 0, "width": 4, "top": 0, "height": 20 },
                "content": { "type": "text", "text": "Hello" },
            }],
        } }),
    ] {
        flow.edit(&session, edit).await;
    }
    let path = flow.path("out.ipynb");
    let write = json!({ "session": session, "path": path, "format": "jupyter" });
    flow.call("export_paper", write).await;

    let other = Flow::start();
    let view = other.call("import_notebook", json!({ "path": path })).await;
    assert_eq!(view["notes"], json!([]));
    let book = &view["workbook"];
    assert_eq!(book["about"], "What was sold");
    assert_eq!(book["pages"][0]["tiles"][0]["content"]["text"], "Hello");
    assert_eq!(view["cells"][0]["result"]["is_saved_copy"], true);
    let look = json!({
        "session": view["session"], "cell": "a", "filters": [], "order": [], "offset": 0,
        "limit": 10,
    });
    assert_eq!(other.rows("read_window", look).await.1.len(), 3);
    assert_eq!(other.fake.started.load(Ordering::SeqCst), 0);
}
