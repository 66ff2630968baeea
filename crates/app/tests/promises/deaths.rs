//! P23: an engine process may be ended in the middle of anything. Edits stay, the cell says why,
//! no job is left behind, sources are opened again without a word, and the next run works.

use std::time::{Duration, Instant};

use protocol::message::Ask;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rustix::process::Signal;
use serde_json::json;

use crate::support::real::{Real, is_alive, outcome_in, signal};
use crate::support::{Flow, state_in};

const CAP: u64 = 3 << 30;
const SLOW: &str =
    "select count(*) as c from n a, n b, n c, n d where (a.n * b.n + c.n * d.n) % 7 = 3";
/// After this a spinner that still turns is stuck.
const STUCK: Duration = Duration::from_secs(5);

/// Sends a signal until it is obeyed: a program that looks for overflows of its stack lets the first
/// fault from outside pass.
async fn end_by(pid: u32, with: Signal) {
    while is_alive(pid) {
        signal(pid, with);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn insert_markdown(name: &str) -> serde_json::Value {
    let cell = json!({ "id": name, "name": name, "body": { "type": "markdown", "text": name } });
    json!({ "edit": "insert_cell", "index": 999, "cell": cell })
}

#[tokio::test(flavor = "multi_thread")]
async fn p23_an_engine_that_is_killed_in_a_run_is_told_and_the_next_run_works() {
    let Some(real) = Real::start(CAP, true) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    flow.sql(&session, "slow", SLOW).await;
    flow.sql(&session, "quick", "select sum(n) as s from n")
        .await;
    let seed = 23;
    let mut random = StdRng::seed_from_u64(seed);
    let signals = [Signal::KILL, Signal::SEGV, Signal::ABORT];
    for round in 0..9_usize {
        let job = format!("slow-{round}");
        real.begin(&session, "slow", &job).await;
        flow.edit(&session, insert_markdown(&format!("note_{round}")))
            .await;
        tokio::time::sleep(Duration::from_millis(random.random_range(0..200))).await;
        let ended = Instant::now();
        let pid = real.pid().await;
        end_by(pid, signals[round % signals.len()]).await;
        let (state, code) = real.ended(&session, "slow").await;
        assert!(ended.elapsed() <= STUCK, "{:?}", ended.elapsed());
        assert_eq!(
            (state.as_str(), code.as_str()),
            ("failed", "ENGINE_CRASHED"),
            "seed {seed}, {round}"
        );
        let (state, _) = real.outcome_after(&job, &session, "quick").await;
        assert_eq!(state, "fresh", "seed {seed}, {round}");
        let (_, sum) = flow.rows("read_window", window(&session, "quick", 0)).await;
        assert_eq!(sum, [499_500]);
    }
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(
        view["workbook"]["cells"].as_array().unwrap().len(),
        11,
        "every edit is there"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn p23_a_silent_engine_is_found_by_its_heartbeat() {
    let Some(real) = Real::start(CAP, true) else {
        return;
    };
    let session = real.with_numbers().await;
    real.flow.sql(&session, "slow", SLOW).await;
    real.begin(&session, "slow", "slow").await;
    let pid = real.pid().await;
    let stopped = Instant::now();
    signal(pid, Signal::STOP);
    let (state, code) = real.ended(&session, "slow").await;
    eprintln!(
        "P23: a stopped engine was found after {:?}",
        stopped.elapsed()
    );
    assert_eq!(
        (state.as_str(), code.as_str()),
        ("failed", "ENGINE_TIMEOUT")
    );
    assert!(stopped.elapsed() <= STUCK, "{:?}", stopped.elapsed());
    real.flow
        .sql(&session, "quick", "select sum(n) as s from n")
        .await;
    assert_eq!(real.outcome(&session, "quick").await.0, "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn p23_an_engine_that_is_killed_while_rows_are_read_costs_one_question() {
    let Some(real) = Real::start(CAP, true) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text =
        "select a.n * 1000 + b.n as id, (a.n * b.n) % 997 as k from n a, n b, n c where c.n < 3";
    flow.sql(&session, "all", text).await;
    assert_eq!(real.outcome(&session, "all").await.0, "fresh");
    for round in 0..3_u64 {
        let mut sorted = window(&session, "all", 0);
        sorted["order"] = json!([{ "field": "k", "descending": round % 2 == 0 }]);
        let app = flow.app.clone();
        let reading = tokio::spawn(async move { app::call(&app, "read_window", sorted).await });
        tokio::time::sleep(Duration::from_millis(20 * round)).await;
        signal(real.pid().await, Signal::KILL);
        let asked = Instant::now();
        match reading.await.unwrap() {
            // The answer was on its way already.
            Ok(_) => eprintln!("round {round}: the rows were quicker than the signal"),
            Err(error) => assert_eq!(error.code, "ENGINE_CRASHED", "{}", error.message),
        }
        assert!(asked.elapsed() <= STUCK, "{:?}", asked.elapsed());
        let (head, rows) = flow
            .rows("read_window", window(&session, "all", 2_999_990))
            .await;
        assert_eq!((head["rows"].as_u64(), rows.len()), (Some(3_000_000), 10));
    }
    assert_eq!(real.ended(&session, "all").await.0, "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn p23_an_engine_that_is_killed_in_an_import_leaves_the_workbook_as_it_was() {
    let Some(real) = Real::start(CAP, true) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let rows: Vec<String> = (0..1_500_000)
        .map(|at| format!("{at},{}.5,some words\n", at % 977))
        .collect();
    let path = flow.file("large.csv", &format!("id,amount,note\n{}", rows.concat()));
    let add = |job: &str| json!({ "session": session, "path": path, "options": {}, "name": "large", "job": job });
    let (app, payload) = (flow.app.clone(), add("import"));
    let importing = tokio::spawn(async move { app::call(&app, "add_source", payload).await });
    tokio::time::sleep(Duration::from_millis(150)).await;
    let killed = Instant::now();
    signal(real.pid().await, Signal::KILL);
    let error = importing
        .await
        .unwrap()
        .expect_err("the import outran the signal");
    assert!(killed.elapsed() <= STUCK, "{:?}", killed.elapsed());
    assert_eq!(error.code, "ENGINE_CRASHED", "{}", error.message);
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(
        view["workbook"]["sources"].as_array().unwrap().len(),
        1,
        "only the numbers"
    );
    flow.call("add_source", add("import")).await;
    flow.sql(&session, "counted", "select count(*) as c from large")
        .await;
    assert_eq!(real.outcome(&session, "counted").await.0, "fresh");
    let (_, counted) = flow
        .rows("read_window", window(&session, "counted", 0))
        .await;
    assert_eq!(counted, [1_500_000]);
}

/// Whoever kills engines again and again, also while they open sources, loses nothing for ever.
#[tokio::test(flavor = "multi_thread")]
async fn p23_a_storm_of_kills_loses_no_edit_and_no_source() {
    let Some(real) = Real::start(CAP, true) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let rows: Vec<String> = (0..300_000)
        .map(|at| format!("{at},{}.5\n", at % 977))
        .collect();
    let path = flow.file("sales.csv", &format!("id,amount\n{}", rows.concat()));
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": "sales", "job": "add" });
    flow.call("add_source", add).await;
    flow.sql(
        &session,
        "total",
        "select count(*) as c from sales, n where n.n < 2",
    )
    .await;
    let seed = 2323;
    let mut random = StdRng::seed_from_u64(seed);
    for round in 0..20 {
        for pid in real.processes() {
            signal(pid, Signal::KILL);
        }
        flow.edit(&session, insert_markdown(&format!("note_{round}")))
            .await;
        flow.run(&session, "total").await;
        tokio::time::sleep(Duration::from_millis(random.random_range(5..250))).await;
    }
    flow.settled(&session).await;
    // The first question after the storm may still meet an engine that was hit.
    real.outcome(&session, "total").await;
    let (state, code) = real.outcome(&session, "total").await;
    assert_eq!(
        (state.as_str(), code.as_str()),
        ("fresh", ""),
        "seed {seed}"
    );
    let (_, counted) = flow.rows("read_window", window(&session, "total", 0)).await;
    assert_eq!(counted, [600_000]);
    let view = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(
        view["workbook"]["cells"].as_array().unwrap().len(),
        21,
        "every edit is there"
    );
    assert_eq!(state_in(&view, "total")["state"], "fresh");
    real.until_spare().await;
    assert_eq!(real.processes().len(), 2, "one in use, one to take over");
}

/// A file that ends every engine that reads it is not read at every key that is pressed.
#[tokio::test(flavor = "multi_thread")]
async fn p23_a_deadly_file_is_read_when_something_runs_and_not_while_typing() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let path = flow.file("deadly.csv", "n\n1\n");
    let source = json!({ "id": "s", "name": "deadly", "path": path, "kind": null, "options": {} });
    flow.edit(
        &session,
        json!({ "edit": "insert_source", "index": 0, "source": source }),
    )
    .await;
    flow.sql(&session, "reads", "select * from deadly").await;
    let opened = || flow.fake.count(|ask| matches!(ask, Ask::OpenSource { .. }));
    for text in ["s", "se", "sel"] {
        let check = json!({ "session": session, "cell": "reads", "text": text });
        flow.call("check_text", check).await;
        let complete = json!({ "session": session, "cell": "reads", "text": text, "offset": 1 });
        flow.call("complete_text", complete).await;
    }
    assert_eq!(opened(), 1);
    for runs in 2..4 {
        flow.run_to_end(&session, "reads").await;
        let view = flow.settled(&session).await;
        let failed = ("failed".to_owned(), "ENGINE_CRASHED".to_owned());
        assert_eq!(outcome_in(&view, "reads"), failed);
        assert_eq!(opened(), runs, "a run tries again");
    }
}

fn window(session: &str, cell: &str, offset: u64) -> serde_json::Value {
    json!({ "session": session, "cell": cell, "filters": [], "order": [], "offset": offset, "limit": 10 })
}
