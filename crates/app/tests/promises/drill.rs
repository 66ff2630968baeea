//! Going down on a tile over the real engine: figures of each level against counting by hand, with
//! every other filter kept, and the document as it was.

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use arrow::ipc::reader::StreamReader;
use serde_json::{Value, json};

use super::pages::{marks, number, opened, page, sum, text, tile};
use crate::support::{Flow, real::Real};

fn day(text: &str) -> Value {
    json!({ "type": "date", "value": text })
}

fn unit(unit: &str) -> Value {
    json!({ "field": "day", "unit": unit })
}

fn drill(session: &str, tile: &str, steps: &Value) -> Value {
    json!({ "session": session, "page": "p", "tile": tile, "steps": steps })
}

/// A tile with amounts by year beside those of the page.
async fn with_years(flow: &Flow) -> String {
    let session = opened(flow).await;
    let spec = json!({ "version": 1, "source": "sales", "mark": "bar", "x": [unit("year")],
        "y": [{ "field": "amount", "aggregate": "sum" }] });
    flow.cell(&session, "years", json!({ "type": "chart", "spec": spec }))
        .await;
    let tile = json!({ "id": "years", "place": { "column": 0, "width": 6, "top": 40, "height": 40 },
        "content": { "type": "chart", "cell": "years" } });
    flow.edit(
        &session,
        json!({ "edit": "insert_tile", "page": "p", "index": 9, "tile": tile }),
    )
    .await;
    session
}

/// The amounts of a tile, from its first mark to its last.
async fn amounts(flow: &Flow, session: &str, view: &Value, id: &str) -> Vec<i64> {
    let version = &tile(view, id)["version"];
    let ask = json!({ "session": session, "page": "p", "tile": id, "version": version });
    asked(flow, "read_tile", ask).await.1
}

/// How many rows there are, and the values of their sums.
async fn asked(flow: &Flow, name: &str, payload: Value) -> (u64, Vec<i64>) {
    let bytes = match app::call(&flow.app, name, payload).await.unwrap() {
        app::Reply::Arrow(bytes) => bytes,
        app::Reply::Json(json) => panic!("{json}"),
    };
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let head: Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    let reader = StreamReader::try_new(&bytes[4 + length..], None).unwrap();
    let mut values = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        if let Some(column) = batch.column_by_name("sum_amount") {
            values.extend(column.as_primitive::<Int64Type>().values().iter().copied());
        }
    }
    (head["rows"].as_u64().unwrap(), values)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_level_shows_the_figures_of_the_rows_that_the_steps_keep() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = with_years(flow).await;
    let before = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    let view = flow.call("view_page", page(&session)).await;
    let down = &tile(&view, "years")["chart"]["down"];
    assert_eq!(down[0]["to"], unit("quarter"));
    assert_eq!(
        amounts(flow, &session, &view, "years").await,
        [sum(|_| true)]
    );

    let year = json!({ "from": unit("year"), "value": day("2026-01-01"), "to": unit("quarter") });
    let view = flow
        .call("set_drill", drill(&session, "years", &json!([year])))
        .await;
    let quarter = |at: usize| sum(|row| (row % 12) / 3 == at);
    assert_eq!(
        amounts(flow, &session, &view, "years").await,
        [quarter(0), quarter(1), quarter(2), quarter(3)]
    );
    assert_eq!(
        number(flow, &session, &view, "total").await,
        sum(|_| true),
        "no other tile"
    );

    let third = json!({ "from": unit("quarter"), "value": day("2026-07-01"), "to": unit("month") });
    let view = flow
        .call("set_drill", drill(&session, "years", &json!([year, third])))
        .await;
    let select = marks(
        &session,
        "by_region",
        "region",
        &json!([text("DACH")]),
        None,
    );
    let month = |at: usize| sum(move |row| row % 12 == at);
    assert_eq!(
        amounts(flow, &session, &view, "years").await,
        [month(6), month(7), month(8)]
    );
    let view = flow.call("set_selection", select).await;
    let dach = sum(|row| row % 12 == 8 && row % 4 == 0);
    assert_eq!(
        amounts(flow, &session, &view, "years").await,
        [dach],
        "the other filters stay: DACH has every fourth month"
    );
    let shown = &tile(&view, "years")["chart"];
    assert_eq!(shown["path"].as_array().unwrap().len(), 2);
    assert_eq!(
        shown["spec"]["drill"],
        Value::Null,
        "the workbook's chart has no steps"
    );

    let behind = json!({ "session": session, "cell": "years", "tile": { "page": "p", "tile": "years" },
        "values": [{ "column": "day_month", "value": day("2026-09-01") }] });
    assert_eq!(asked(flow, "read_records", behind).await.0, 100);

    let view = flow.call("clear_selection", page(&session)).await;
    assert_eq!(
        amounts(flow, &session, &view, "years").await,
        [month(6), month(7), month(8)],
        "ending the filters does not go up"
    );
    let view = flow
        .call("set_drill", drill(&session, "years", &json!([])))
        .await;
    assert_eq!(
        amounts(flow, &session, &view, "years").await,
        [sum(|_| true)]
    );
    let after = flow
        .call("get_workbook", json!({ "session": session }))
        .await;
    assert_eq!(before["workbook"], after["workbook"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_canvas_a_step_is_an_edit_and_goes_by_undo() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = with_years(flow).await;
    let hierarchy =
        json!({ "id": "h", "name": "Range", "source": "sales", "fields": ["region", "category"] });
    flow.edit(
        &session,
        json!({ "edit": "insert_hierarchy", "index": 0, "hierarchy": hierarchy }),
    )
    .await;
    let region = json!({ "field": "region" });
    let category = json!({ "field": "category" });
    let spec = json!({ "version": 1, "source": "sales", "x": [region],
        "y": [{ "field": "amount", "aggregate": "sum" }],
        "drill": [{ "from": region, "value": text("DACH"), "to": category }] });
    let chart = json!({ "session": session, "cell": "by_region" });
    let view = flow.call("view_chart", chart.clone()).await;
    assert_eq!(view["down"][0]["hierarchy"], "Range");
    flow.edit(
        &session,
        json!({ "edit": "set_chart", "cell": "by_region", "spec": spec }),
    )
    .await;
    let view = flow.call("view_chart", chart.clone()).await;
    assert_eq!(view["encodings"][0]["column"], "category");
    let rows = asked(flow, "read_chart", chart.clone()).await.1;
    let mut of = [0, 1, 2].map(|at| sum(|row| row % 4 == 0 && row % 3 == at));
    of.sort_unstable_by(|left, right| right.cmp(left));
    assert_eq!(rows, of);
    flow.call("undo", json!({ "session": session })).await;
    let view = flow.call("view_chart", chart).await;
    assert_eq!(view["encodings"][0]["column"], "region");
    assert_eq!(view["path"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hierarchy_follows_the_names_of_its_cell_and_columns() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    flow.sql(&session, "revenue", "select 'a' as region, 'b' as city")
        .await;
    let insert = |fields: Value| {
        let hierarchy =
            json!({ "id": "h", "name": "Place", "source": "revenue", "fields": fields });
        json!({ "edit": "insert_hierarchy", "index": 0, "hierarchy": hierarchy })
    };
    for fields in [json!(["region"]), json!(["city", "city"])] {
        let edit = json!({ "session": session, "edit": insert(fields) });
        assert_eq!(flow.refused("apply_edit", edit).await, "EDIT_BAD_HIERARCHY");
    }
    flow.edit(&session, insert(json!(["region", "city"]))).await;
    let rename = |to: &str, cell: Value, offset: Value| json!({ "session": session, "cell": cell, "offset": offset, "to": to });
    let plan = flow
        .call(
            "plan_rename",
            rename("turnover", json!("revenue"), Value::Null),
        )
        .await;
    flow.edit(&session, plan["edit"].clone()).await;
    let plan = flow
        .call(
            "plan_rename",
            rename(
                "town",
                json!("revenue"),
                json!("select 'a' as region, 'b' as ".len()),
            ),
        )
        .await;
    let view = flow.edit(&session, plan["edit"].clone()).await;
    let known = &view["workbook"]["hierarchies"][0];
    assert_eq!(
        (&known["source"], &known["fields"]),
        (&json!("turnover"), &json!(["region", "town"]))
    );
}
