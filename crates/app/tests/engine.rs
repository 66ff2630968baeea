//! Flows on the real engine, when it was built beside these tests; skipped and said otherwise.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "support of tests, and skips are said"
)]

#[path = "support/flow.rs"]
mod support;

use std::time::Duration;

use app::Reply;
use arrow::array::Array;
use serde_json::{Value, json};
use support::real::{Real, signal};
use support::{Flow, state_in};

fn real() -> Option<Real> {
    Real::start(2 << 30, false)
}

impl Real {
    /// Rows of a cell as text, column by column.
    async fn columns(&self, session: &str, cell: &str) -> (Value, Vec<Vec<String>>) {
        let window = json!({ "session": session, "cell": cell, "filters": [], "order": [], "offset": 0, "limit": 100 });
        self.table("read_window", window).await
    }

    async fn table(&self, name: &str, payload: Value) -> (Value, Vec<Vec<String>>) {
        let Ok(Reply::Arrow(bytes)) = app::call(&self.flow.app, name, payload).await else {
            panic!("{name} did not answer rows");
        };
        let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
        let head = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
        let reader = arrow::ipc::reader::StreamReader::try_new(&bytes[4 + length..], None).unwrap();
        let mut columns: Vec<Vec<String>> = vec![Vec::new(); reader.schema().fields().len()];
        for batch in reader {
            let batch = batch.unwrap();
            for (column, out) in batch.columns().iter().zip(&mut columns) {
                out.extend((0..column.len()).map(|row| shown(column, row)));
            }
        }
        (head, columns)
    }

    async fn with_orders(&self) -> String {
        let flow = &self.flow;
        let session = flow.new_workbook().await;
        let regions = ["North", "South", "West"];
        let rows: Vec<String> = (0..1000)
            .map(|at| format!("{at},{},{at}.5\n", regions[at % 3]))
            .collect();
        let rows = rows.concat();
        let path = flow.file("orders.csv", &format!("id,region,amount\n{rows}"));
        let add =
            json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
        flow.call("add_source", add).await;
        let value = json!({ "kind": "text", "value": "North" });
        let body =
            json!({ "type": "parameter", "parameter": { "label": "Region", "value": value } });
        flow.cell(&session, "region_picked", body).await;
        flow.sql(
            &session,
            "picked",
            "select * from orders where region = :region_picked",
        )
        .await;
        flow.sql(
            &session,
            "total",
            "select count(*) as n, sum(amount) as amount from picked",
        )
        .await;
        session
    }

    fn kill(&self) {
        for pid in self.processes() {
            signal(pid, rustix::process::Signal::KILL);
        }
    }
}

fn shown(column: &dyn Array, row: usize) -> String {
    use arrow::array::{AsArray, StringViewArray};
    use arrow::datatypes::{DataType, Float64Type, Int64Type, UInt32Type, UInt64Type};
    match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).to_string(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).to_string(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(row).to_string(),
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).to_owned(),
        DataType::Utf8View => column
            .as_any()
            .downcast_ref::<StringViewArray>()
            .unwrap()
            .value(row)
            .to_owned(),
        other => format!("a value of {other}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_file_to_rows_and_a_parameter_that_reruns_its_readers() {
    let Some(real) = real() else { return };
    let flow = &real.flow;
    let session = real.with_orders().await;
    flow.run_to_end(&session, "total").await;
    let view = flow.settled(&session).await;
    assert_eq!(state_in(&view, "total")["state"], "fresh", "{view:#}");
    let (head, north) = real.columns(&session, "total").await;
    assert_eq!(head["rows"], 1);
    assert_eq!(
        north,
        [["334"], ["167000"]].map(|column| column.map(str::to_owned).to_vec())
    );

    flow.set(&session, "region_picked", "South").await;
    let view = flow
        .until(&session, |view| state_in(view, "total")["state"] == "fresh")
        .await;
    let (_, south) = real.columns(&session, "total").await;
    assert_eq!(south[0], ["333"]);
    assert_eq!(view["cells"][2]["reads"], json!(["picked"]));

    flow.edit(
        &session,
        json!({ "edit": "set_text", "cell": "total", "text": "select amuont from picked" }),
    )
    .await;
    flow.run_to_end(&session, "total").await;
    let view = flow.settled(&session).await;
    assert_eq!(state_in(&view, "total")["state"], "failed");
    let said = &view["cells"][2]["diagnostics"][0];
    assert!(said["hint"].as_str().unwrap().contains("amount"), "{said}");
    assert_eq!(said["span"]["start"], 7, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn windows_are_sorted_and_filtered_and_say_how_many() {
    let Some(real) = real() else { return };
    let session = real.with_orders().await;
    real.flow.run_to_end(&session, "picked").await;
    let window = json!({
        "session": session, "cell": "picked", "offset": 0, "limit": 3,
        "filters": [{ "field": "id", "compare": "less", "value": { "type": "integer", "value": "100" } }],
        "order": [{ "field": "id", "descending": true }],
    });
    let (head, columns) = real.table("read_window", window).await;
    assert_eq!(
        head,
        json!({ "rows": 34, "offset": 0, "count": 3, "total_rows": 334 })
    );
    assert_eq!(columns[0], ["99", "96", "93"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_engine_costs_nothing_but_time() {
    let Some(real) = real() else { return };
    let flow = &real.flow;
    let session = real.with_orders().await;
    flow.run_to_end(&session, "total").await;
    let before = real.columns(&session, "total").await;
    for _ in 0..3 {
        real.kill();
        let after = tokio::time::timeout(Duration::from_secs(30), async {
            loop {
                // A question that was out when the engine died says so; the next is answered.
                let window = json!({ "session": session, "cell": "total", "filters": [], "order": [], "offset": 0, "limit": 100 });
                match app::call(&flow.app, "read_window", window).await {
                    Ok(_) => return real.columns(&session, "total").await,
                    Err(error) => assert_eq!(error.code, "ENGINE_CRASHED"),
                }
            }
        });
        assert_eq!(after.await.unwrap(), before);
    }
    let view = flow.settled(&session).await;
    assert_eq!(state_in(&view, "total")["state"], "fresh");
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_and_reopened_without_an_engine() {
    let Some(real) = real() else { return };
    let flow = &real.flow;
    let session = real.with_orders().await;
    let spec = json!({ "version": 1, "source": "picked",
        "x": [{ "field": "region" }], "y": [{ "field": "amount", "aggregate": "sum" }] });
    flow.cell(
        &session,
        "picture",
        json!({ "type": "chart", "spec": spec }),
    )
    .await;
    flow.run_to_end(&session, "total").await;
    let rows = real.columns(&session, "total").await;
    let chart = json!({ "session": session, "cell": "picture" });
    let painted = real.table("read_chart", chart).await;
    assert_eq!(painted.1[0], ["North"]);
    let path = flow.path("review.assay");
    flow.call("save_workbook", json!({ "session": session, "path": path }))
        .await;
    flow.call(
        "close_workbook",
        json!({ "session": session, "discard": false }),
    )
    .await;
    let started = real.engines.lock().unwrap().len();

    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    let session = opened["session"].as_str().unwrap();
    assert_eq!(state_in(&opened, "total")["state"], "fresh");
    assert_eq!(real.columns(session, "total").await, rows);
    let chart = json!({ "session": session, "cell": "picture" });
    let seen = flow.call("view_chart", chart.clone()).await;
    assert_eq!(seen["is_saved_copy"], true);
    assert_eq!(real.table("read_chart", chart).await, painted);
    assert_eq!(
        real.engines.lock().unwrap().len(),
        started,
        "no engine was started"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_shows_its_pictures_and_runs_without_a_fault() {
    let Some(real) = real() else { return };
    let flow = &real.flow;
    let welcome = flow.call("hello", json!({})).await;
    for sample in welcome["samples"].as_array().unwrap() {
        let view = flow
            .call("open_sample", json!({ "name": sample["name"] }))
            .await;
        let session = view["session"].as_str().unwrap();
        let started = real.engines.lock().unwrap().len();
        let cells = view["workbook"]["cells"].as_array().unwrap();
        for cell in cells.iter().filter(|cell| cell["body"]["type"] == "sql") {
            real.columns(session, cell["id"].as_str().unwrap()).await;
        }
        for cell in cells.iter().filter(|cell| cell["body"]["type"] == "chart") {
            let chart = json!({ "session": session, "cell": cell["id"] });
            let (_, columns) = real.table("read_chart", chart).await;
            assert!(!columns[0].is_empty(), "{}", cell["name"]);
        }
        assert_eq!(
            real.engines.lock().unwrap().len(),
            started,
            "{}",
            sample["name"]
        );
        for (number, cell) in view["workbook"]["cells"]
            .as_array()
            .unwrap()
            .iter()
            .enumerate()
        {
            if cell["body"]["type"] == "sql" {
                let job = format!("run-{number}");
                let run = json!({ "session": session, "cell": cell["id"], "job": job });
                flow.call("run_cell", run).await;
                let view = flow.settled(session).await;
                let name = cell["id"].as_str().unwrap();
                assert_eq!(
                    state_in(&view, name)["state"],
                    "fresh",
                    "{}",
                    view["cells"][number]
                );
            }
        }
        flow.call(
            "close_workbook",
            json!({ "session": session, "discard": true }),
        )
        .await;
    }
}

/// What is left of a job is cleared away before its name is free: done later, it would clear away
/// the next job of that name, and its answer with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_may_have_the_name_of_one_that_has_just_ended() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    for number in 0..50 {
        for name in ["first", "next"] {
            let cell = format!("{name}{number}");
            flow.sql(&session, &cell, "select 1 pause").await;
            let run = json!({ "session": session, "cell": cell, "job": "again" });
            while let Err(error) = app::call(&flow.app, "run_cell", run.clone()).await {
                assert_eq!(error.code, "JOB_EXISTS", "{}", error.message);
                tokio::task::yield_now().await;
            }
        }
        let view = flow.settled(&session).await;
        let next = state_in(&view, &format!("next{number}"));
        assert_eq!(next["state"], "fresh", "round {number}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_steps_of_a_cell_are_told_and_measured_and_the_cell_stays_as_it_is() {
    let Some(real) = real() else { return };
    let flow = &real.flow;
    let session = real.with_orders().await;
    flow.run_to_end(&session, "total").await;
    let before = flow.settled(&session).await;
    let explain = |cell: &str, is_measured: bool| json!({ "session": session, "cell": cell, "is_measured": is_measured, "job": format!("{cell}{is_measured}") });
    let planned = flow.call("explain_cell", explain("total", false)).await;
    assert_eq!(planned["took_ms"], Value::Null);
    let read = planned["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&read["what"], &read["expected_rows"], &read["rows"]),
        (&json!("Read"), &json!(334), &Value::Null)
    );
    let measured = flow.call("explain_cell", explain("picked", true)).await;
    assert!(measured["took_ms"].as_f64() > Some(0.0));
    let read = measured["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&read["rows"], &read["is_guess"]),
        (&json!(334), &json!(true))
    );
    assert!(read["bytes"].as_u64() > Some(0), "{read}");
    let after = flow.settled(&session).await;
    assert_eq!(after["cells"], before["cells"]);

    let parameter = explain("region_picked", false);
    assert_eq!(
        flow.refused("explain_cell", parameter).await,
        "CELL_DOES_NOT_RUN"
    );
    flow.edit(
        &session,
        json!({ "edit": "set_text", "cell": "total", "text": "select amuont from picked" }),
    )
    .await;
    assert_eq!(
        flow.refused("explain_cell", explain("total", true)).await,
        "SQL_UNKNOWN_COLUMN"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pivot_without_values_offers_to_list_them() {
    let Some(real) = real() else { return };
    let flow = &real.flow;
    let session = real.with_orders().await;
    let check = async |text: &str| {
        let text = json!({ "session": session, "cell": "total", "text": text });
        flow.call("check_text", text).await
    };
    let text = "pivot orders on region using sum(amount)";
    let told = check(text).await;
    let mistake = &told["diagnostics"][0];
    assert_eq!(mistake["code"], "SQL_PIVOT_VALUES");
    let fix = &mistake["fixes"][0];
    assert_eq!(fix["label"], "List its 3 values");
    let at = usize::try_from(fix["changes"][0]["start"].as_u64().unwrap()).unwrap();
    let mut mended = text.to_owned();
    mended.insert_str(at, fix["changes"][0]["text"].as_str().unwrap());
    assert_eq!(
        mended,
        "pivot orders on region IN ('North', 'South', 'West') using sum(amount)"
    );
    assert_eq!(check(&mended).await["diagnostics"], json!([]));

    // A list that is written but is no list of values, and a column of many values.
    let other = check("select * from orders pivot (sum(amount) for region in (any))").await;
    assert_eq!(other["diagnostics"][0]["fixes"], Value::Null);
    let many = check("pivot orders on id using sum(amount)").await;
    let hint = many["diagnostics"][0]["hint"].as_str().unwrap();
    assert!(hint.contains("1000 values"), "{hint}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_a_pivot_that_never_ran_is_told_to_run_it() {
    let Some(real) = real() else { return };
    let flow = &real.flow;
    let session = real.with_orders().await;
    let pivot = "pivot orders on region using sum(amount)";
    let turned = json!({ "edit": "set_text", "cell": "total", "text": pivot });
    flow.edit(&session, turned).await;
    let reader = json!({ "session": session, "cell": "picked", "text": "select * from total" });
    let told = flow.call("check_text", reader.clone()).await;
    let note = &told["diagnostics"][0];
    assert_eq!(
        (&note["code"], &note["severity"]),
        (&json!("CELL_NOT_RUN"), &json!("warning")),
        "{told}"
    );
    assert!(
        note["hint"]
            .as_str()
            .unwrap()
            .starts_with("Run the cell `total`")
    );
}
