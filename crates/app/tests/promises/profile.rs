//! Profiles of large tables: soon there, and gone with the workbook that asked for them.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::real::{Real, is_alive};

/// A person waits this long for the profile of ten million rows, no longer.
const ACCEPTABLE: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn p13_the_profile_of_a_large_table_is_soon_there_and_ends_with_its_workbook() {
    let Some(real) = Real::start(3 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text = "select a.n * 10000 + b.n * 10 + c.n as id, (a.n * 7919 + b.n * 104729 + c.n * 31) % 1000 as k, \
                (b.n * c.n + a.n) * 0.5 as x, 'note ' || (a.n * b.n % 977) as note \
                from n a, n b, n c where c.n < 10";
    flow.sql(&session, "all", text).await;
    assert_eq!(real.outcome(&session, "all").await.0, "fresh");
    let path = flow.path("ten.parquet");
    let export = json!({ "session": session, "cell": "all", "filters": [], "order": [], "format": "parquet", "path": path, "job": "export" });
    flow.call("export_cell", export).await;
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": "ten", "job": "add" });
    flow.call("add_source", add).await;

    for (name, what, of) in [
        ("profile_cell", "cell", "all"),
        ("profile_table", "table", "other"),
    ] {
        let flow = &real.flow;
        let session = flow.new_workbook().await;
        let add = json!({ "session": session, "path": path, "options": {}, "name": "other", "job": "add" });
        flow.call("add_source", add).await;
        flow.sql(&session, "all", "select * from other").await;
        assert_eq!(real.outcome(&session, "all").await.0, "fresh");
        let engine = real.pid().await;
        let (app, payload) = (flow.app.clone(), json!({ "session": session, what: of }));
        let profiling = tokio::spawn(async move { app::call(&app, name, payload).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(
            !profiling.is_finished(),
            "{name} is too quick: {:?}",
            profiling.await
        );
        let closed = Instant::now();
        flow.call(
            "close_workbook",
            json!({ "session": session, "discard": true }),
        )
        .await;
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

    let asked = Instant::now();
    let answer = flow
        .call(
            "profile_table",
            json!({ "session": session, "table": "ten" }),
        )
        .await;
    eprintln!(
        "profile of a table of 10 M rows and 4 columns: {:?}",
        asked.elapsed()
    );
    assert!(asked.elapsed() <= ACCEPTABLE, "{:?}", asked.elapsed());
    assert_eq!(answer["rows"], 10_000_000);
    assert_eq!(answer["profiles"][1]["distinct"], 1000);
    assert_eq!(answer["profiles"][1]["nulls"], 0);
}
