//! Lines across a chart over the real engine, against SQL over the same marks.

use std::fmt::Write as _;

use app::Reply;
use arrow::array::Float64Array;
use arrow::ipc::reader::StreamReader;
use serde_json::{Value, json};

use crate::support::{Flow, real::Real};

fn sales() -> String {
    let mut csv = "region,net,cost\n".to_owned();
    let mut state = 3_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for row in 0..700 {
        let cost = next(100_000);
        let net = cost * 2 + next(50_000) + 1_000_000;
        writeln!(csv, "r{},{}.{:02},{}", row % 23, net, next(100), cost).unwrap();
    }
    csv
}

/// The one row of an SQL cell.
async fn one_row(flow: &Flow, session: &str, name: &str, sql: &str) -> Vec<f64> {
    flow.sql(session, name, sql).await;
    flow.run_to_end(session, name).await;
    let ask = json!({ "session": session, "cell": name, "filters": [], "order": [], "offset": 0, "limit": 1 });
    answered(flow, "read_window", ask).await.1
}

/// The head of a reply, and the doubles of its first row.
async fn answered(flow: &Flow, name: &str, ask: Value) -> (Value, Vec<f64>) {
    let bytes = match app::call(&flow.app, name, ask).await {
        Ok(Reply::Arrow(bytes)) => bytes,
        Ok(Reply::Json(json)) => panic!("{json}"),
        Err(error) => panic!("{name}: {}", error.message),
    };
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let head = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    let mut reader = StreamReader::try_new(&bytes[4 + length..], None).unwrap();
    let first = reader.next().unwrap().unwrap();
    let doubles = first.columns().iter().filter_map(|column| {
        let doubles = column.as_any().downcast_ref::<Float64Array>()?;
        Some(doubles.value(0))
    });
    (head, doubles.collect())
}

async fn references(flow: &Flow, session: &str, cell: &str) -> Vec<Value> {
    let ask = json!({ "session": session, "cell": cell });
    let (head, _) = answered(flow, "read_chart", ask).await;
    head["references"].as_array().unwrap().clone()
}

fn close(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        (found - wanted).abs() <= 1e-9 * wanted.abs(),
        "{found} is not {wanted}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_bands_and_trends_are_what_sql_says_of_the_marks() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    let path = flow.file("sales.csv", &sales());
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    let marks = "(select region, sum(net) as v from sales group by region) as m";
    let wanted = one_row(
        flow,
        &session,
        "by_sql",
        &format!(
            "select cast(avg(v) as double), cast(median(v) as double), \
             cast(quantile_cont(v, 0.9) as double), cast(min(v) as double), \
             cast(max(v) as double) from {marks}"
        ),
    )
    .await;
    let of = |line: Value| json!({ "axis": "y", "line": line });
    let lines = json!([
        of(json!({ "kind": "average" })),
        of(json!({ "kind": "median" })),
        of(json!({ "kind": "percentile", "percentile": "90" })),
        of(json!({ "kind": "band", "from": "0", "to": "100" })),
    ]);
    let bars = json!({ "version": 1, "source": "sales", "references": lines,
        "x": [{ "field": "region" }], "y": [{ "field": "net", "aggregate": "sum" }] });
    flow.cell(&session, "bars", json!({ "type": "chart", "spec": bars }))
        .await;
    let found = references(flow, &session, "bars").await;
    for (at, figure) in [(0, 0), (1, 1), (2, 2)] {
        close(&found[at]["at"]["value"], wanted[figure]);
    }
    close(&found[3]["at"]["low"], wanted[3]);
    close(&found[3]["at"]["high"], wanted[4]);

    let wanted = one_row(
        flow,
        &session,
        "fit_by_sql",
        "select cast(regr_slope(net, cost) as double), cast(regr_intercept(net, cost) as double), \
         cast(regr_r2(net, cost) as double) from sales",
    )
    .await;
    let points = json!({ "version": 1, "source": "sales",
        "references": [of(json!({ "kind": "trend" }))],
        "x": [{ "field": "cost" }], "y": [{ "field": "net" }] });
    flow.cell(
        &session,
        "points",
        json!({ "type": "chart", "spec": points }),
    )
    .await;
    let found = references(flow, &session, "points").await;
    for (at, figure) in [("slope", 0), ("intercept", 1), ("r_squared", 2)] {
        close(&found[0]["at"][at], wanted[figure]);
    }
}
