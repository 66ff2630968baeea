//! Versions in the file, going back to them, and merging another file into the open workbook: every
//! one a step that undo takes back, and nothing of a file that is not trusted.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/flow.rs"]
mod support;

use serde_json::{Value, json};
use support::Flow;

fn text_of(view: &Value, name: &str) -> Value {
    let cells = view["workbook"]["cells"].as_array().unwrap();
    let found = cells.iter().find(|cell| cell["name"] == name);
    found.map_or(Value::Null, |cell| cell["body"]["text"].clone())
}

async fn set_text(flow: &Flow, session: &str, name: &str, text: &str) {
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    let cells = view["workbook"]["cells"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["name"] == name).unwrap();
    let edit = json!({ "edit": "set_text", "cell": cell["id"], "text": text });
    flow.call("apply_edit", json!({ "session": session, "edit": edit }))
        .await;
}

async fn save_as(flow: &Flow, session: &str, path: &str) {
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_version_is_listed_after_reopening_compared_and_restored_in_one_step() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1\nfrom t").await;
    flow.sql(&session, "b", "select 2").await;
    let keep = json!({ "session": session, "name": "Before review" });
    assert_eq!(
        flow.refused("keep_version", keep.clone()).await,
        "WB_NO_PATH"
    );
    let path = flow.path("w.assay");
    save_as(&flow, &session, &path).await;
    let settings = flow.call("hello", json!({})).await["settings"].clone();
    let mut named = settings.clone();
    named["author"] = json!("Ada");
    flow.call("save_settings", json!({ "settings": named }))
        .await;
    let kept = flow.call("keep_version", keep).await;
    assert_eq!(kept["dropped"], json!([]));
    let refused = json!({ "session": session, "name": " \n " });
    assert_eq!(
        flow.refused("keep_version", refused).await,
        "VERSION_BAD_NAME"
    );
    set_text(&flow, &session, "a", "select 1\nfrom u").await;
    flow.sql(&session, "c", "select 3").await;
    flow.call("save_workbook", json!({ "session": session, "path": null }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;

    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    let session = opened["session"].as_str().unwrap().to_owned();
    let listed = flow
        .call("list_versions", json!({ "session": session }))
        .await;
    let version = &listed["versions"][0];
    assert_eq!(
        (&version["name"], &version["who"]),
        (&json!("Before review"), &json!("Ada"))
    );
    let with = json!({ "kind": "version", "version": version["id"] });
    let found = flow
        .call("compare_with", json!({ "session": session, "with": with }))
        .await;
    let parts = found["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 2, "{found}");
    assert_eq!(parts[0]["words"], json!(["1 line changed"]));
    assert_eq!(parts[0]["before"], "select 1\nfrom t");
    assert_eq!(parts[0]["after"], "select 1\nfrom u");

    let one = json!({ "session": session, "from": with, "part": parts[0]["part"] });
    let view = flow.call("take_over", one).await;
    assert_eq!(text_of(&view, "a"), "select 1\nfrom t");
    assert_eq!(text_of(&view, "c"), "select 3", "the rest stays");
    let all = json!({ "session": session, "from": with, "part": null });
    let view = flow.call("take_over", all).await;
    assert_eq!(text_of(&view, "c"), Value::Null);
    assert_eq!(view["undo"], "Go back to Before review");
    let view = flow.call("undo", json!({ "session": session })).await;
    assert_eq!(text_of(&view, "c"), "select 3");
    let view = flow.call("undo", json!({ "session": session })).await;
    assert_eq!(text_of(&view, "a"), "select 1\nfrom u");

    let forget = json!({ "session": session, "version": version["id"] });
    flow.call("forget_version", forget.clone()).await;
    assert_eq!(
        flow.refused("forget_version", forget).await,
        "NO_SUCH_VERSION"
    );
    let listed = flow
        .call("list_versions", json!({ "session": session }))
        .await;
    assert_eq!(listed["versions"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_versions_is_bounded_by_the_settings_and_what_goes_is_named() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    save_as(&flow, &session, &flow.path("w.assay")).await;
    let mut settings = flow.call("hello", json!({})).await["settings"].clone();
    settings["versions_kept"] = json!(2);
    flow.call("save_settings", json!({ "settings": settings }))
        .await;
    for (name, dropped) in [("1", json!([])), ("2", json!([])), ("3", json!(["1"]))] {
        let keep = json!({ "session": session, "name": name });
        assert_eq!(flow.call("keep_version", keep).await["dropped"], dropped);
    }
    settings["versions_kept"] = json!(0);
    let wrong = json!({ "settings": settings });
    assert_eq!(flow.refused("save_settings", wrong).await, "SETTING_WRONG");
}

/// Two copies of one workbook with a version that both hold, open in one application.
async fn copies(flow: &Flow) -> (String, String) {
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    flow.sql(&session, "b", "select 2").await;
    let (ours, theirs) = (flow.path("ours.assay"), flow.path("theirs.assay"));
    save_as(flow, &session, &ours).await;
    let keep = json!({ "session": session, "name": "Common" });
    flow.call("keep_version", keep).await;
    save_as(flow, &session, &theirs).await;
    set_text(flow, &session, "a", "select 'theirs'").await;
    set_text(flow, &session, "b", "select 22").await;
    flow.call("save_workbook", json!({ "session": session, "path": null }))
        .await;
    let close = json!({ "session": session, "discard": true });
    flow.call("close_workbook", close).await;
    let opened = flow.call("open_workbook", json!({ "path": ours })).await;
    (opened["session"].as_str().unwrap().to_owned(), theirs)
}

#[tokio::test(flavor = "multi_thread")]
async fn another_file_is_merged_by_the_version_that_both_hold_and_a_person_decides_conflicts() {
    let flow = Flow::start();
    let (session, theirs) = copies(&flow).await;
    set_text(&flow, &session, "a", "select 'ours'").await;
    let plan = json!({ "session": session, "path": theirs, "choices": [] });
    let found = flow.call("plan_merge", plan.clone()).await;
    assert_eq!(found["base"]["name"], "Common");
    assert_eq!(found["can_take"], true);
    let conflicts = found["conflicts"].as_array().unwrap();
    assert_eq!(conflicts.len(), 1, "{found}");
    assert_eq!(conflicts[0]["place"], "cell a, text");
    assert_eq!(conflicts[0]["kept"], "both");
    for (side, text) in [("ours", "select 'ours'"), ("theirs", "select 'theirs'")] {
        let choices = json!([{ "path": conflicts[0]["path"], "keep": side }]);
        let merge = json!({ "session": session, "path": theirs, "choices": choices });
        let planned = flow.call("plan_merge", merge.clone()).await;
        assert_eq!(planned["conflicts"][0]["kept"], side);
        let view = flow.call("merge_into", merge).await;
        assert_eq!(text_of(&view, "a"), text);
        assert_eq!(text_of(&view, "b"), "select 22", "{side}");
        let view = flow.call("undo", json!({ "session": session })).await;
        assert_eq!(text_of(&view, "b"), "select 2", "one step");
    }
    let view = flow.call("merge_into", plan).await;
    let both = text_of(&view, "a");
    assert!(
        both.as_str().unwrap().contains("-- the other file:"),
        "{both}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn r30_nothing_of_a_file_that_is_not_trusted_is_taken_into_a_trusted_workbook() {
    let elsewhere = Flow::start();
    let (_, theirs) = copies(&elsewhere).await;
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let with = json!({ "kind": "file", "path": theirs });
    let compare = json!({ "session": session, "with": with });
    let found = flow.call("compare_with", compare).await;
    assert_eq!(found["can_take"], false);
    assert!(!found["parts"].as_array().unwrap().is_empty());
    let take = json!({ "session": session, "from": with, "part": null });
    assert_eq!(flow.refused("take_over", take).await, "NOT_TRUSTED");
    let merge = json!({ "session": session, "path": theirs, "choices": [] });
    assert_eq!(
        flow.refused("merge_into", merge.clone()).await,
        "NOT_TRUSTED"
    );
    let trust = json!({ "path": theirs, "wish": "trust" });
    flow.call("trust_file", trust).await;
    let view = flow.call("merge_into", merge).await;
    assert_eq!(text_of(&view, "b"), "select 22");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unpacked_workbook_is_opened_changed_and_saved_back_in_its_folder() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    let file = flow.path("w.assay");
    save_as(&flow, &session, &file).await;
    let close = json!({ "session": session, "discard": true });
    flow.call("close_workbook", close).await;
    let folder = flow.path("w");
    let unpack = json!({ "file": file, "folder": folder });
    flow.call("unpack_file", unpack).await;
    for given in [folder.clone(), format!("{folder}/manifest.json")] {
        let opened = flow.call("open_workbook", json!({ "path": given })).await;
        assert_eq!(
            opened["trust"]["trust"], "trusted",
            "the content was made here"
        );
        assert!(opened["path"].as_str().unwrap().ends_with("/w"), "{opened}");
        let session = opened["session"].as_str().unwrap();
        set_text(&flow, session, "a", &format!("select '{}'", given.len())).await;
        let keep = json!({ "session": session, "name": "In the folder" });
        flow.call("keep_version", keep).await;
        let close = json!({ "session": session, "discard": false });
        flow.call("close_workbook", close).await;
        let text = std::fs::read_to_string(format!("{folder}/cells/01-a.sql")).unwrap();
        assert_eq!(text, format!("select '{}'", given.len()));
    }
    let versions = std::fs::read_dir(format!("{folder}/versions")).unwrap();
    assert_eq!(versions.count(), 2);
}
