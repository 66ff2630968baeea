//! A file that someone else wrote while it was open here.

#[path = "support/flow.rs"]
mod support;

use serde_json::json;
use support::Flow;

/// What another wrote is noticed before a save, and read in place of the own changes.
#[tokio::test(flavor = "multi_thread")]
async fn p08_a_file_that_another_wrote_is_noticed_and_reloaded() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let path = flow.path("w.assay");
    let check = json!({ "session": session });
    assert_eq!(flow.call("check_file", check.clone()).await, "same");
    flow.sql(&session, "a", "select 1").await;
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    let theirs = std::fs::read(&path).unwrap();
    flow.edit(
        &session,
        json!({ "edit": "set_text", "cell": "a", "text": "select 2" }),
    )
    .await;
    flow.call("save_workbook", json!({ "session": session, "path": null }))
        .await;
    assert_eq!(flow.call("check_file", check.clone()).await, "same");

    std::fs::write(&path, b"someone else's").unwrap();
    flow.sql(&session, "b", "select 3").await;
    assert_eq!(flow.call("check_file", check.clone()).await, "changed");
    flow.refused("reload_workbook", check.clone()).await;
    let view = flow.call("get_workbook", check.clone()).await;
    assert_eq!(view["workbook"]["cells"].as_array().unwrap().len(), 2);

    std::fs::write(&path, &theirs).unwrap();
    let view = flow.call("reload_workbook", check.clone()).await;
    assert_ne!(view["session"], session);
    assert_eq!(view["is_dirty"], false);
    assert_eq!(view["workbook"]["cells"][0]["body"]["text"], "select 1");
    let again = json!({ "session": view["session"] });
    assert_eq!(flow.call("check_file", again.clone()).await, "same");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(flow.call("check_file", again).await, "gone");
    let welcome = flow.call("hello", json!({})).await;
    assert_eq!(
        welcome["recoveries"],
        json!([]),
        "what was dropped is dropped"
    );
}
