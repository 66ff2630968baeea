//! What is sent of large charts over the real engine: no more marks than a picture shows, nothing left
//! out without a word, and every figure that of all rows.

use std::fmt::Write as _;

use app::Reply;
use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{Float64Type, Int64Type, UInt32Type, UInt64Type};
use arrow::ipc::reader::StreamReader;
use serde_json::{Value, json};

use crate::support::{Flow, real::Real};

/// The head of a chart's rows, and its columns as text.
pub(crate) async fn rows(flow: &Flow, name: &str, ask: Value) -> (Value, Vec<Vec<String>>) {
    let bytes = match app::call(&flow.app, name, ask).await {
        Ok(Reply::Arrow(bytes)) => bytes,
        Ok(Reply::Json(json)) => panic!("{json}"),
        Err(error) => panic!("{name}: {}", error.message),
    };
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let head = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    let mut rows = Vec::new();
    for batch in StreamReader::try_new(&bytes[4 + length..], None).unwrap() {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            rows.push(
                batch
                    .columns()
                    .iter()
                    .map(|column| cell(column, row))
                    .collect(),
            );
        }
    }
    (head, rows)
}

fn cell(column: &ArrayRef, row: usize) -> String {
    if column.is_null(row) {
        return "-".to_owned();
    }
    if let Some(numbers) = column.as_primitive_opt::<Float64Type>() {
        return numbers.value(row).to_string();
    }
    if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        return numbers.value(row).to_string();
    }
    if let Some(numbers) = column.as_primitive_opt::<UInt32Type>() {
        return numbers.value(row).to_string();
    }
    if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
        return numbers.value(row).to_string();
    }
    column.as_string_opt::<i64>().map_or_else(
        || column.as_string_view().value(row).to_owned(),
        |text| text.value(row).to_owned(),
    )
}

/// 40 000 rows: a place each, one of 200 shops (none of them has two rows after each other), an amount.
pub(crate) fn visits() -> String {
    let mut csv = "at,shop,amount,client\n".to_owned();
    let mut state = 11_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for at in 0..40_000_u64 {
        writeln!(
            csv,
            "{at},s{:03},{}.5,c{}",
            at % 200,
            next(1_000),
            next(900)
        )
        .unwrap();
    }
    csv
}

pub(crate) async fn opened(real: &Real) -> String {
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    let path = flow.file("visits.csv", &visits());
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    session
}

async fn chart(flow: &Flow, session: &str, name: &str, spec: Value) -> (Value, Vec<Vec<String>>) {
    let mut whole = json!({ "version": 1, "source": "visits" });
    for (key, value) in spec.as_object().unwrap() {
        whole[key] = value.clone();
    }
    flow.cell(session, name, json!({ "type": "chart", "spec": whole }))
        .await;
    rows(
        flow,
        "read_chart",
        json!({ "session": session, "cell": name }),
    )
    .await
}

/// The one row of an SQL cell.
async fn by_sql(flow: &Flow, session: &str, name: &str, sql: &str) -> Vec<String> {
    flow.sql(session, name, sql).await;
    flow.run_to_end(session, name).await;
    let ask = json!({ "session": session, "cell": name, "filters": [], "order": [], "offset": 0, "limit": 1 });
    rows(flow, "read_window", ask).await.1.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_categories_are_folded_into_others_from_their_rows() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let (flow, session) = (&real.flow, opened(&real).await);
    let others = "from visits where shop not in \
                  (select shop from visits group by shop order by sum(amount) desc, shop limit 59)";
    for (name, aggregate, field, sql) in [
        ("sums", "sum", "amount", "cast(sum(amount) as double)"),
        ("means", "average", "amount", "cast(avg(amount) as double)"),
        (
            "clients",
            "count_distinct",
            "client",
            "cast(count(distinct client) as double)",
        ),
    ] {
        // All are ranked by the first measure, so it is the sum in each of them.
        let measures = json!([{ "field": "amount", "aggregate": "sum" }, { "field": field, "aggregate": aggregate }]);
        let measures = if name == "sums" {
            json!([measures[0]])
        } else {
            measures
        };
        let spec = json!({ "x": [{ "field": "shop" }], "y": measures, "mark": "bar" });
        let (head, marks) = chart(flow, &session, name, spec).await;
        assert_eq!(marks.len(), 60, "{name}");
        assert!(
            head["drawn_as"]["words"]
                .as_str()
                .unwrap()
                .contains("59 largest"),
            "{head}"
        );
        let last = marks.last().unwrap();
        assert_eq!(last[0], "Others (141)", "{name}");
        let wanted = by_sql(
            flow,
            &session,
            &format!("{name}_sql"),
            &format!("select {sql} {others}"),
        )
        .await;
        let (found, wanted): (f64, f64) = (
            last.last().unwrap().parse().unwrap(),
            wanted[0].parse().unwrap(),
        );
        assert!(
            (found - wanted).abs() <= 1e-9 * wanted.abs(),
            "{name}: {found} is not {wanted}"
        );
        // The rows behind the others are all that have no bar of their own.
        let values =
            json!([{ "column": "shop", "value": { "type": "text", "value": "Others (141)" } }]);
        let ask = json!({ "session": session, "cell": name, "values": values, "crowded": true, "tile": null });
        let (head, _) = rows(flow, "read_records", ask).await;
        assert_eq!(head["total_rows"], 141 * 200, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_points_are_counted_in_cells_and_none_is_lost() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let (flow, session) = (&real.flow, opened(&real).await);
    let spec = json!({ "mark": "scatter", "x": [{ "field": "at" }], "y": [{ "field": "amount" }],
        "color": [{ "field": "shop" }] });
    let (head, cells) = chart(flow, &session, "points", spec).await;
    assert_eq!(head["drawn_as"]["mark"], "density");
    assert!(
        head["drawn_as"]["words"]
            .as_str()
            .unwrap()
            .starts_with("40000 points"),
        "{head}"
    );
    assert!(cells.len() <= 20_000);
    let counted: u64 = cells
        .iter()
        .map(|cell| cell.last().unwrap().parse::<u64>().unwrap())
        .sum();
    assert_eq!(counted, 40_000, "{:?}", cells.first());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_line_is_sent_as_what_is_drawn_of_it() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let (flow, session) = (&real.flow, opened(&real).await);
    let spec = json!({ "mark": "line", "x": [{ "field": "at" }],
        "y": [{ "field": "amount", "aggregate": "sum" }] });
    let (head, places) = chart(flow, &session, "line", spec).await;
    assert_eq!(head["pixels"], 2_000);
    assert_eq!(head["total_rows"], 40_000);
    assert!((4_000..=8_000).contains(&places.len()), "{}", places.len());
    let ends = by_sql(
        flow,
        &session,
        "ends",
        "select cast(min(amount) as double), cast(max(amount) as double) from visits",
    )
    .await;
    let amounts: Vec<f64> = places
        .iter()
        .map(|place| place[1].parse().unwrap())
        .collect();
    let low = amounts.iter().copied().fold(f64::MAX, f64::min);
    let high = amounts.iter().copied().fold(f64::MIN, f64::max);
    assert_eq!(
        [low.to_string(), high.to_string()],
        [ends[0].clone(), ends[1].clone()]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pivot_table_says_how_many_lines_and_columns_it_has() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let (flow, session) = (&real.flow, opened(&real).await);
    let sum = json!([{ "field": "amount", "aggregate": "sum" }]);
    let wide = json!({ "mark": "pivot", "y": [{ "field": "shop" }], "x": [{ "field": "client" }], "size": sum });
    let (head, marks) = chart(flow, &session, "wide", wide).await;
    assert_eq!(head["pivot"], json!({ "lines": 200, "columns": 900 }));
    let places = |marks: &[Vec<String>], from_end: usize| {
        let places = marks
            .iter()
            .map(|mark| mark[mark.len() - from_end].parse::<u32>().unwrap());
        places.max().unwrap()
    };
    // The totals, and the first columns.
    assert_eq!([places(&marks, 2), places(&marks, 1)], [201, 61]);
    let long =
        json!({ "mark": "pivot", "y": [{ "field": "shop" }, { "field": "client" }], "size": sum });
    let (head, marks) = chart(flow, &session, "long", long).await;
    let sql = "select count(distinct shop) + count(distinct shop || client) from visits";
    let lines = by_sql(flow, &session, "lines", sql).await;
    assert_eq!(head["pivot"]["lines"].to_string(), lines[0]);
    assert_eq!([places(&marks, 2), places(&marks, 1)], [1_001, 1]);
    // What fits is whole and says nothing.
    let spec = json!({ "mark": "pivot", "y": [{ "field": "shop" }],
        "x": [{ "field": "amount", "aggregate": "average" }] });
    let (head, marks) = chart(flow, &session, "small", spec).await;
    assert_eq!(head["pivot"], Value::Null);
    assert_eq!(marks.len(), 201);
}
