//! Profiles of large tables: soon there, and gone with the workbook that asked for them.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::real::{Real, computed, is_alive};

/// A person waits this long for the profile of ten million rows, no longer, even with one core.
const ACCEPTABLE: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn p13_the_profile_of_a_large_table_is_soon_there_and_ends_with_its_workbook() {
    let Some(real) = Real::start(3 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text = "select a.n * 10000 + b.n * 10 + c.n as id, (a.n * 7919 + b.n * 104729 + c.n * 31) % 1000 as k, \
                (b.n * c.n + a.n) * 0.5e0 as x, 'note ' || (a.n * b.n % 977) as note \
                from n a, n b, n c where c.n < 10";
    flow.sql(&session, "all", text).await;
    assert_eq!(real.outcome(&session, "all").await.0, "fresh");
    let path = flow.path("ten.parquet");
    let export = json!({ "session": session, "cell": "all", "filters": [], "order": [], "format": "parquet", "path": path, "job": "export" });
    flow.call("export_cell", export).await;
    let of_cell = json!({ "session": session, "cell": "all" });
    ends_with_its_workbook(&real, "profile_cell", of_cell).await;

    let session = with_ten(&real, &path).await;
    let of_table = json!({ "session": session, "table": "ten" });
    ends_with_its_workbook(&real, "profile_table", of_table).await;

    let session = with_ten(&real, &path).await;
    let engine = real.pid().await;
    let (asked, before) = (Instant::now(), computed(engine));
    let of_table = json!({ "session": session, "table": "ten" });
    let answer = flow.call("profile_table", of_table).await;
    let took = computed(engine).saturating_sub(before);
    eprintln!(
        "profile of 10 M rows and 4 columns: {took:?} computed, {:?} waited",
        asked.elapsed()
    );
    assert!(took <= ACCEPTABLE, "{took:?}");
    assert_eq!(answer["rows"], 10_000_000);
    assert_eq!(answer["profiles"][1]["distinct"], 1000);
    assert_eq!(answer["profiles"][1]["nulls"], 0);
}

async fn with_ten(real: &Real, path: &str) -> String {
    let session = real.flow.new_workbook().await;
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": "ten", "job": "add" });
    real.flow.call("add_source", add).await;
    session
}

/// Asks for a profile and closes its workbook meanwhile.
async fn ends_with_its_workbook(real: &Real, name: &'static str, payload: Value) {
    let engine = real.pid().await;
    let session = payload["session"].clone();
    let app = real.flow.app.clone();
    let profiling = tokio::spawn(async move { app::call(&app, name, payload).await });
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(
        !profiling.is_finished(),
        "{name} is too quick: {:?}",
        profiling.await
    );
    let closed = Instant::now();
    let close = json!({ "session": session, "discard": true });
    real.flow.call("close_workbook", close).await;
    let error = profiling
        .await
        .unwrap()
        .expect_err("closed workbooks have no profiles");
    assert_eq!(error.code, "CANCELLED", "{name}: {}", error.message);
    assert!(
        closed.elapsed() <= Duration::from_millis(250),
        "{name}: {:?}",
        closed.elapsed()
    );
    real.engines.lock().unwrap().clear();
    while is_alive(engine) {
        assert!(
            closed.elapsed() < Duration::from_secs(2),
            "{name}: the engine works on for nobody"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    eprintln!(
        "{name}: engine gone {:?} after its workbook was closed",
        closed.elapsed()
    );
}
