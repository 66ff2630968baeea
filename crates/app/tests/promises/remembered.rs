//! W25: the catalog is in the clear, so what an encrypted file says is not kept in it.

use serde_json::{Value, json};

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
