//! P26: whatever a window sends, every command answers, refuses in words, and the application
//! goes on.

#[path = "support/flow.rs"]
mod support;

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Map, Value, json};
use support::Flow;

/// Payloads for each command; the promise of the whole house is more, run on demand.
const PAYLOADS: u64 = 1_000;

/// A payload of the right shape for most commands, to be bent by chance.
fn sound(name: &str, session: &str, folder: &str) -> Value {
    let view = json!({ "filters": [], "order": [] });
    let mut all = json!({
        "session": session, "cell": "a", "job": "j", "path": format!("{folder}/x.csv"), "name": "retail",
        "options": {}, "discard": false, "recovery": "r", "after": 0, "words": "a", "limit": 10,
        "offset": 0, "text": "select 1", "source": "s", "table": "orders", "field": "n",
        "shelf": "x", "index": 0, "from": null, "folder": folder, "format": "csv",
        "filters": view["filters"], "order": view["order"], "settings": { "theme": "dark" },
        "edit": { "edit": "set_title", "title": "T" },
    });
    // Opening a folder dialog or waiting for events is not what is tried here.
    if name == "poll_events" {
        all["after"] = json!(999);
    }
    all
}

/// The fields that a command has, found out by asking: each missing one is named.
async fn shape(flow: &Flow, name: &str, all: &Value) -> Map<String, Value> {
    let mut payload = Map::new();
    for _ in 0..20 {
        let given = Value::Object(payload.clone());
        let call = app::call(&flow.app, name, given);
        let Ok(answer) = tokio::time::timeout(Duration::from_secs(1), call).await else {
            break;
        };
        let Err(error) = answer else { break };
        let Some(field) = error.message.split("missing field `").nth(1) else {
            break;
        };
        let field = field.split('`').next().unwrap_or_default();
        payload.insert(field.to_owned(), all[field].clone());
    }
    payload
}

fn bend(random: &mut StdRng, payload: &Map<String, Value>) -> Value {
    let mut bent = payload.clone();
    let names: Vec<String> = bent.keys().cloned().collect();
    for _ in 0..random.random_range(1..3) {
        match random.random_range(0..6) {
            0 => {
                bent.insert(text(random), anything(random, 3));
            }
            1 if !names.is_empty() => {
                bent.remove(&names[random.random_range(0..names.len())]);
            }
            2 => return anything(random, 4),
            _ if !names.is_empty() => {
                let name = names[random.random_range(0..names.len())].clone();
                bent.insert(name, anything(random, 3));
            }
            _ => {}
        }
    }
    Value::Object(bent)
}

/// What writes files writes them in the folder of the test.
fn keep_inside(name: &str, payload: &mut Value, folder: &str) {
    let writes = matches!(name, "save_workbook" | "export_cell");
    let Some(path) = payload.get_mut("path").filter(|_| writes) else {
        return;
    };
    if path
        .as_str()
        .is_some_and(|path| path.starts_with('/') && !path.starts_with(folder))
    {
        *path = json!(format!("{folder}{}", path.as_str().unwrap_or_default()));
    }
}

fn anything(random: &mut StdRng, depth: u32) -> Value {
    match random.random_range(0..if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => json!(random.random::<bool>()),
        2 => json!(random.random::<i64>()),
        3 => json!(random.random::<f64>() * 1e300),
        4 => json!(u64::MAX),
        5 => json!(text(random)),
        6 => (0..random.random_range(0..4))
            .map(|_| anything(random, depth - 1))
            .collect(),
        _ => {
            let fields =
                (0..random.random_range(0..4)).map(|_| (text(random), anything(random, depth - 1)));
            Value::Object(fields.collect())
        }
    }
}

fn text(random: &mut StdRng) -> String {
    const TEXTS: [&str; 18] = [
        "",
        "a",
        "session",
        "../../etc/passwd",
        "/",
        "/dev/null",
        "/proc/self/mem",
        "a\0b",
        "é",
        "\u{202e}x",
        "select",
        ":p",
        "-1",
        "99999999999999999999",
        "type",
        "edit",
        "remove_cell",
        "__proto__",
    ];
    match random.random_range(0..20) {
        0 => "x".repeat(random.random_range(0..20_000)),
        pick => TEXTS[pick % TEXTS.len()].to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn p26_no_payload_ends_the_application() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    flow.file("x.csv", "n\n1\n");
    flow.sql(&session, "a", "select 1").await;
    let folder = flow.path("");
    for (number, name) in app::command_names().into_iter().enumerate() {
        let all = sound(name, &session, &folder);
        let payload = shape(&flow, name, &all).await;
        let mut waits = 0;
        for case in 0..PAYLOADS {
            let seed = number as u64 * 1_000_000 + case;
            let mut random = StdRng::seed_from_u64(seed);
            let mut bent = bend(&mut random, &payload);
            keep_inside(name, &mut bent, &folder);
            let call = app::call(&flow.app, name, bent.clone());
            // Waiting for an event is an answer, too.
            let Ok(answer) = tokio::time::timeout(Duration::from_millis(200), call).await else {
                assert_eq!(name, "poll_events", "{name} hung on seed {seed}: {bent}");
                waits += 1;
                if waits > 20 {
                    break;
                }
                continue;
            };
            if let Err(error) = answer {
                assert_ne!(error.code, "FAULT", "{name} seed {seed}: {bent}");
                assert!(error.message.chars().count() <= 400, "{name} seed {seed}");
            }
        }
    }
    let again = flow.new_workbook_or_open().await;
    flow.call("get_workbook", json!({ "session": again })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_fields_are_refused_with_their_path() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let cases = [
        (
            "get_workbook",
            json!({ "session": session, "extra": 1 }),
            "extra",
        ),
        (
            "apply_edit",
            json!({ "session": session, "edit": { "edit": "set_title", "title": "T", "why": true } }),
            "edit.why",
        ),
        (
            "read_window",
            json!({ "session": session, "cell": "a", "offset": 0, "limit": 1, "order": [],
                "filters": [{ "field": "n", "compare": "equal", "value": { "type": "null", "odd": 1 } }] }),
            "filters.0.value.odd",
        ),
        (
            "save_settings",
            json!({ "settings": { "colour": "red" } }),
            "colour",
        ),
    ];
    for (name, payload, path) in cases {
        let error = app::call(&flow.app, name, payload).await.unwrap_err();
        assert_eq!(error.code, "BAD_REQUEST");
        assert!(error.message.contains(path), "{}", error.message);
    }
    assert_eq!(
        flow.refused("no_such_command", json!({})).await,
        "UNKNOWN_COMMAND"
    );
}
