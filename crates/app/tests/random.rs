//! Whatever is edited, run, cancelled, undone and lost in between: in the end every answer is what
//! a clean run of the same document gives.
#![allow(clippy::unwrap_used, reason = "support of tests")]

#[path = "support/flow.rs"]
mod support;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use support::Flow;

const SEEDS: u64 = 24;
const STEPS: u32 = 40;
const CELLS: u32 = 6;

fn text(random: &mut StdRng) -> String {
    let other = random.random_range(0..CELLS);
    match random.random_range(0..8) {
        0 => "boom".to_owned(),
        1 => "slow".to_owned(),
        2 | 3 => format!("select {} where x = :p", random.random_range(0..9)),
        4 => "select 1 from orders".to_owned(),
        _ => format!(
            "select {} from c{other} rows={}",
            random.random_range(0..9),
            other + 1
        ),
    }
}

async fn step(flow: &Flow, session: &str, random: &mut StdRng, number: u32) {
    let cell = format!("c{}", random.random_range(0..CELLS));
    let job = format!("job-{number}");
    let (name, payload) = match random.random_range(0..12) {
        0..3 => {
            let edit = json!({ "edit": "set_text", "cell": cell, "text": text(random) });
            ("apply_edit", json!({ "session": session, "edit": edit }))
        }
        3 => {
            let value = random.random_range(0..3).to_string();
            let parameter = json!({ "label": "", "value": { "kind": "text", "value": value } });
            let edit = json!({ "edit": "set_parameter", "cell": "p", "parameter": parameter });
            ("apply_edit", json!({ "session": session, "edit": edit }))
        }
        4 => {
            let mode = if random.random::<bool>() {
                "manual"
            } else {
                "on_change"
            };
            let edit = json!({ "edit": "set_run_mode", "cell": cell, "mode": mode });
            ("apply_edit", json!({ "session": session, "edit": edit }))
        }
        5 => ("undo", json!({ "session": session })),
        6 => ("redo", json!({ "session": session })),
        7 => {
            let edit =
                json!({ "edit": "move_cell", "cell": cell, "index": random.random_range(0..7) });
            ("apply_edit", json!({ "session": session, "edit": edit }))
        }
        8 => ("run_stale", json!({ "session": session, "job": job })),
        9 => {
            let before = number.saturating_sub(random.random_range(1..4));
            ("cancel_job", json!({ "job": format!("job-{before}") }))
        }
        _ => (
            "run_cell",
            json!({ "session": session, "cell": cell, "job": job }),
        ),
    };
    // Circles, and cells that undo took away, are refused, which is an answer.
    if let Err(error) = app::call(&flow.app, name, payload).await {
        let is_expected =
            ["CELL_CIRCLE", "EDIT_NO_SUCH_CELL", "NO_SUCH_CELL"].contains(&error.code.as_str());
        assert!(is_expected, "{name}: {} {}", error.code, error.message);
    }
    match random.random_range(0..6) {
        0 => flow.fake.lose_everything(),
        1 => tokio::task::yield_now().await,
        2 => {
            let window = window(session, &cell);
            // Rows may not be there, be computed again, or be cancelled.
            let _ = tokio::time::timeout(
                std::time::Duration::from_millis(50),
                app::call(&flow.app, "read_window", window),
            )
            .await;
        }
        _ => {}
    }
}

fn window(session: &str, cell: &str) -> Value {
    json!({ "session": session, "cell": cell, "filters": [], "order": [], "offset": 0, "limit": 10 })
}

/// Stops what never ends by itself, runs the rest, and answers state and rows of every cell.
async fn outcome(flow: &Flow, session: &str) -> Vec<(String, String, Option<Vec<i64>>)> {
    for cell in 0..CELLS {
        let view = flow
            .call("get_workbook", json!({ "session": session }))
            .await;
        let cells = view["workbook"]["cells"].as_array().unwrap();
        let id = format!("c{cell}");
        let is_slow = cells
            .iter()
            .any(|one| one["id"] == id.as_str() && one["body"]["text"] == "slow");
        if is_slow {
            let edit = json!({ "edit": "set_text", "cell": id, "text": "select 0" });
            flow.edit(session, edit).await;
        }
    }
    for job in 0..STEPS {
        flow.call("cancel_job", json!({ "job": format!("job-{job}") }))
            .await;
    }
    flow.settled(session).await;
    flow.call(
        "run_stale",
        json!({ "session": session, "job": "the-last" }),
    )
    .await;
    let view = flow.settled(session).await;
    let mut found = Vec::new();
    for cell in view["cells"].as_array().unwrap() {
        let id = cell["cell"].as_str().unwrap();
        let state = cell["state"]["state"].as_str().unwrap().to_owned();
        let rows = if state == "fresh" {
            Some(flow.rows("read_window", window(session, id)).await.1)
        } else {
            None
        };
        found.push((id.to_owned(), state, rows));
    }
    found.sort();
    found
}

async fn start(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    let value = json!({ "kind": "text", "value": "0" });
    let body = json!({ "type": "parameter", "parameter": { "label": "", "value": value } });
    flow.cell(&session, "p", body).await;
    for cell in 0..CELLS {
        let above = if cell == 0 {
            "orders".to_owned()
        } else {
            format!("c{}", cell - 1)
        };
        flow.sql(
            &session,
            &format!("c{cell}"),
            &format!("select {cell} from {above}"),
        )
        .await;
    }
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn any_history_ends_where_a_clean_run_ends() {
    for seed in 0..SEEDS {
        let mut random = StdRng::seed_from_u64(seed);
        let flow = Flow::start();
        let session = start(&flow).await;
        for number in 0..STEPS {
            step(&flow, &session, &mut random, number).await;
        }
        let lived = outcome(&flow, &session).await;

        let view = flow
            .call("get_workbook", json!({ "session": session }))
            .await;
        let clean = flow.new_workbook().await;
        for cell in view["workbook"]["cells"].as_array().unwrap() {
            let edit = json!({ "edit": "insert_cell", "index": 999, "cell": cell });
            flow.edit(&clean, edit).await;
        }
        assert_eq!(lived, outcome(&flow, &clean).await, "seed {seed}");
        flow.call(
            "close_workbook",
            json!({ "session": session, "discard": true }),
        )
        .await;
        flow.call(
            "close_workbook",
            json!({ "session": clean, "discard": true }),
        )
        .await;
    }
}
