//! P21, R30 to R33: what may be done with a workbook before and after it is trusted, and who may
//! grant that.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/flow.rs"]
mod support;

use std::sync::atomic::Ordering;

use app::trust::{Action, Permission, TABLE, TRUSTS, Trust, action_of, permission};
use serde_json::{Value, json};
use support::{Flow, state_in};

/// A saved workbook with an answer and a chart, and where it is.
async fn made(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    let orders = flow.file("orders.csv", "n\n1\n");
    let add =
        json!({ "session": session, "path": orders, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(&session, "a", "select * from orders").await;
    let spec = json!({
        "version": 1, "source": "a", "title": "N",
        "x": [{ "field": "n" }], "y": [{ "field": "", "aggregate": "count" }],
    });
    flow.cell(
        &session,
        "picture",
        json!({ "type": "chart", "spec": spec }),
    )
    .await;
    flow.run_to_end(&session, "a").await;
    flow.rows(
        "read_chart",
        json!({ "session": session, "cell": "picture" }),
    )
    .await;
    let path = flow.path("made.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": true }),
    )
    .await;
    path
}

/// The same file as it comes to another machine.
fn elsewhere(path: &str) -> (Flow, String) {
    let other = Flow::start();
    let received = other.path("received.assay");
    std::fs::copy(path, &received).unwrap();
    (other, received)
}

async fn open(flow: &Flow, path: &str) -> Value {
    flow.call("open_workbook", json!({ "path": path })).await
}

fn id(view: &Value) -> String {
    view["session"].as_str().unwrap().to_owned()
}

#[test]
fn p21_r31_r32_every_command_has_its_row_and_nothing_is_computed_or_opened_before_trust() {
    for command in app::command_names() {
        assert!(action_of(command).is_some(), "{command} has no action");
    }
    assert_eq!(action_of("no_such_command"), None);
    for (action, _) in TABLE {
        let restricted = permission(action, Trust::Restricted);
        let is_host = action == Action::Host;
        assert_eq!(restricted == Permission::Allowed, is_host, "{action:?}");
        assert_eq!(permission(action, Trust::Trusted), Permission::Allowed);
    }
    for action in [
        Action::Run,
        Action::Reach,
        Action::Export,
        Action::SaveAsOwn,
    ] {
        assert_eq!(permission(action, Trust::Restricted), Permission::Refused);
    }
    let once = permission(Action::SaveAsOwn, Trust::Once);
    assert_eq!(once, Permission::Refused, "once leaves nothing behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn p21_each_command_does_what_the_table_says_in_each_trust() {
    let here = Flow::start();
    let path = made(&here).await;
    for trust in TRUSTS {
        let (flow, received) = elsewhere(&path);
        let session = id(&open(&flow, &received).await);
        let word = serde_json::to_value(trust).unwrap();
        flow.call("set_trust", json!({ "session": session, "trust": word }))
            .await;
        for command in app::command_names() {
            // These end the session or wait for events.
            let is_left_out = [
                "close_workbook",
                "reload_workbook",
                "poll_events",
                "set_trust",
            ];
            if is_left_out.contains(&command) {
                continue;
            }
            let action = action_of(command).unwrap();
            let is_refused = permission(action, trust) == Permission::Refused;
            let answer = app::call(&flow.app, command, json!({ "session": session })).await;
            let code = answer.err().map(|error| error.code).unwrap_or_default();
            assert_eq!(
                code == "NOT_TRUSTED",
                is_refused,
                "{command} in {trust:?}: {code}"
            );
        }
        let may_run = permission(action_of("run_cell").unwrap(), trust) == Permission::Allowed;
        assert!(
            may_run || flow.fake.started.load(Ordering::SeqCst) == 0,
            "no engine is started in {trust:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn p21_a_received_workbook_shows_what_was_saved_and_asks_no_engine() {
    let here = Flow::start();
    let path = made(&here).await;
    let (flow, received) = elsewhere(&path);
    let opened = open(&flow, &received).await;
    let session = id(&opened);
    assert_eq!(
        opened["trust"],
        json!({
            "trust": "restricted", "changed_since": null, "changes": null, "signature": null,
        })
    );
    let look = json!({ "session": session, "cell": "a", "filters": [], "order": [], "offset": 0, "limit": 10 });
    let (head, rows) = flow.rows("read_window", look.clone()).await;
    assert_eq!((head["rows"].as_u64(), rows.len()), (Some(3), 3));
    let chart = json!({ "session": session, "cell": "picture" });
    assert!(!flow.rows("read_chart", chart.clone()).await.1.is_empty());
    flow.call("view_chart", chart).await;
    flow.call("list_sources", json!({ "session": session }))
        .await;
    // What is not stored is refused, in each way that leads to the engine from inside.
    let mut sorted = look;
    sorted["order"] = json!([{ "field": "n", "descending": true }]);
    assert_eq!(flow.refused("read_window", sorted).await, "NOT_TRUSTED");
    // A change of the document is possible; nothing follows from it but the change.
    let body = json!({ "type": "parameter", "parameter": { "label": "p", "value": { "kind": "text", "value": "x" } } });
    flow.cell(&session, "p", body).await;
    flow.set(&session, "p", "y").await;
    flow.sql(&session, "b", "select :p").await;
    flow.set(&session, "p", "z").await;
    let view = flow.settled(&session).await;
    assert_eq!(state_in(&view, "a")["state"], "fresh");
    assert_eq!(state_in(&view, "b")["state"], "idle");
    assert_eq!(flow.fake.started.load(Ordering::SeqCst), 0);
    assert_eq!(flow.fake.count(|_| true), 0);
}

/// Saving from a restricted or once trusted workbook grants nothing; a journal neither.
#[tokio::test(flavor = "multi_thread")]
async fn r30_no_way_round_leads_to_trust() {
    let here = Flow::start();
    let path = made(&here).await;
    let (flow, received) = elsewhere(&path);
    let session = id(&open(&flow, &received).await);
    for trust in ["restricted", "once"] {
        flow.call("set_trust", json!({ "session": session, "trust": trust }))
            .await;
        let title = json!({ "edit": "set_title", "title": trust });
        flow.edit(&session, title).await;
        let copy = flow.path(&format!("{trust}.assay"));
        flow.call("save_workbook", json!({ "session": session, "path": copy }))
            .await;
        let shown = flow
            .call("trust_file", json!({ "path": copy, "wish": "show" }))
            .await;
        assert_eq!(shown["trust"], "restricted", "saved while {trust}");
    }
    flow.edit(&session, json!({ "edit": "set_title", "title": "unsaved" }))
        .await;
    let flow = flow.crash();
    let welcome = flow.call("hello", json!({})).await;
    let recovery = welcome["recoveries"][0]["recovery"].clone();
    let again = flow
        .call("recover_workbook", json!({ "recovery": recovery }))
        .await;
    assert_eq!(again["workbook"]["title"], "unsaved");
    assert_eq!(again["trust"]["trust"], "restricted");
}

/// W25 and W26: trust belongs to a content, whatever its name or folder; a change ends it.
#[tokio::test(flavor = "multi_thread")]
async fn w25_w26_trust_follows_the_content_and_ends_with_a_change_by_someone_else() {
    let here = Flow::start();
    let path = made(&here).await;
    assert_eq!(
        open(&here, &path).await["trust"]["trust"],
        "trusted",
        "saved here"
    );
    let (flow, received) = elsewhere(&path);
    let trusted = flow
        .call("trust_file", json!({ "path": received, "wish": "trust" }))
        .await;
    assert_eq!(trusted["trust"], "trusted");
    assert_eq!(trusted["runs"], json!(["a", "picture"]));
    std::fs::create_dir(flow.path("folder")).unwrap();
    let moved = flow.path("folder/other name.assay");
    std::fs::copy(&received, &moved).unwrap();
    assert_eq!(open(&flow, &moved).await["trust"]["trust"], "trusted");

    // Someone else changes one letter.
    let session = id(&open(&here, &path).await);
    let edit = json!({ "edit": "set_text", "cell": "a", "text": "select * from orderz" });
    here.edit(&session, edit).await;
    here.call("save_workbook", json!({ "session": session }))
        .await;
    std::fs::copy(&path, &received).unwrap();
    let changed = open(&flow, &received).await;
    assert_eq!(changed["trust"]["trust"], "restricted");
    assert!(changed["trust"]["changed_since"].is_string());

    // The records of another machine grant nothing here: their seal is of another key.
    let flow = Flow::start_in({
        drop(flow.app);
        flow.folder
    });
    assert_eq!(open(&flow, &moved).await["trust"]["trust"], "trusted");
    drop(flow.app);
    std::fs::remove_file(flow.folder.path().join("state/trust.key")).unwrap();
    let flow = Flow::start_in(flow.folder);
    assert_eq!(open(&flow, &moved).await["trust"]["trust"], "restricted");
}

#[tokio::test(flavor = "multi_thread")]
async fn trust_that_is_ended_stops_what_runs_and_is_forgotten() {
    let flow = Flow::start();
    let path = made(&flow).await;
    let session = id(&open(&flow, &path).await);
    flow.run_to_end(&session, "a").await;
    let restricted = json!({ "session": session, "trust": "restricted" });
    let view = flow.call("set_trust", restricted).await;
    assert_eq!(view["trust"]["trust"], "restricted");
    let run = json!({ "session": session, "cell": "a", "job": "j" });
    assert_eq!(flow.refused("run_cell", run).await, "NOT_TRUSTED");
    assert_eq!(
        view["cells"][0]["result"]["is_saved_copy"], true,
        "as in the file"
    );
    let close = json!({ "session": session, "discard": true });
    flow.call("close_workbook", close).await;
    let again = open(&flow, &path).await;
    assert_eq!(
        again["trust"],
        json!({
            "trust": "restricted", "changed_since": null, "changes": null, "signature": null,
        })
    );
    let trusted = json!({ "session": id(&again), "trust": "trusted" });
    flow.call("set_trust", trusted).await;
    flow.run_to_end(&id(&again), "a").await;
    assert_eq!(flow.state_of(&id(&again), "a").await["state"], "fresh");
    assert_eq!(
        permission(action_of("run_cell").unwrap(), Trust::Once),
        Permission::Allowed
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_is_trusted_when_all_that_it_grew_from_is() {
    let here = Flow::start();
    let path = made(&here).await;
    let out = here.path("out.assay");
    let asked = |base: &str, out: &str| json!({ "base": base, "ours": base, "theirs": base, "output": out });
    here.call("merge_files", asked(&path, &out)).await;
    assert_eq!(open(&here, &out).await["trust"]["trust"], "trusted");
    let (flow, received) = elsewhere(&path);
    let out = flow.path("out.assay");
    flow.call("merge_files", asked(&received, &out)).await;
    assert_eq!(open(&flow, &out).await["trust"]["trust"], "restricted");
}

/// Someone else writes another text into the file, or only saves it anew.
async fn changed_by_another(here: &Flow, path: &str, text: &str) {
    let session = id(&open(here, path).await);
    let edit = json!({ "edit": "set_text", "cell": "a", "text": text });
    here.edit(&session, edit).await;
    here.call("save_workbook", json!({ "session": session }))
        .await;
    let close = json!({ "session": session, "discard": true });
    here.call("close_workbook", close).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn w25_r33_what_changed_since_a_workbook_was_trusted_is_said_and_can_be_taken_back() {
    let here = Flow::start();
    let path = made(&here).await;
    let (flow, received) = elsewhere(&path);
    let session = id(&open(&flow, &received).await);
    let trust = json!({ "session": session, "trust": "trusted" });
    flow.call("set_trust", trust).await;
    let close = json!({ "session": session, "discard": true });
    flow.call("close_workbook", close).await;

    changed_by_another(&here, &path, "select * from orders where n > 1").await;
    std::fs::create_dir(flow.path("mail")).unwrap();
    for name in ["received.assay", "mail/again.assay"] {
        let copy = flow.path(name);
        std::fs::copy(&path, &copy).unwrap();
        let view = open(&flow, &copy).await;
        assert_eq!(view["trust"]["trust"], "restricted", "{name}");
        let changes = json!({ "words": ["cell a: 1 line changed"], "count": 1 });
        assert_eq!(view["trust"]["changes"], changes, "{name}");
        let shown = json!({ "path": copy, "wish": "show" });
        assert_eq!(flow.call("trust_file", shown).await["changes"], changes);
        let with = json!({ "session": id(&view), "with": { "kind": "trusted" } });
        let found = flow.call("compare_with", with).await;
        assert_eq!(found["can_take"], true);
        assert_eq!(found["parts"].as_array().map(Vec::len), Some(1), "{found}");
        assert_eq!(found["parts"][0]["before"], "select * from orders");
        assert_eq!(
            found["parts"][0]["after"],
            "select * from orders where n > 1"
        );
    }
    let session = id(&open(&flow, &received).await);
    let back = json!({
        "session": session, "from": { "kind": "trusted" }, "part": { "kind": "cell", "cell": "a" },
    });
    let view = flow.call("take_over", back).await;
    assert_eq!(
        view["workbook"]["cells"][0]["body"]["text"],
        "select * from orders"
    );
    assert_eq!(view["trust"]["trust"], "restricted");
    assert_eq!(flow.fake.started.load(Ordering::SeqCst), 0, "nothing runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn w25_a_file_that_only_stores_other_answers_says_so_and_ended_trust_remembers_nothing() {
    let here = Flow::start();
    let path = made(&here).await;
    let (flow, received) = elsewhere(&path);
    let file = |wish: &str| json!({ "path": received, "wish": wish });
    flow.call("trust_file", file("trust")).await;
    let session = id(&open(&here, &path).await);
    let keep = json!({ "session": session, "name": "Kept" });
    here.call("keep_version", keep).await;
    std::fs::copy(&path, &received).unwrap();
    let shown = flow.call("trust_file", file("show")).await;
    assert_eq!(shown["trust"], "restricted");
    assert_eq!(shown["changes"], json!({ "words": [], "count": 0 }));
    flow.call("trust_file", file("revoke")).await;
    let shown = flow.call("trust_file", file("show")).await;
    assert_eq!(
        (&shown["changed_since"], &shown["changes"]),
        (&Value::Null, &Value::Null)
    );
    let session = id(&open(&flow, &received).await);
    let with = json!({ "session": session, "with": { "kind": "trusted" } });
    let code = flow.refused("compare_with", with).await;
    assert_eq!(code, "TRUST_NOT_REMEMBERED");
}
