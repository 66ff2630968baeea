//! Dashboard pages over the real engine: what is selected on one tile narrows the others, to the
//! figures that counting by hand gives.

use std::fmt::Write as _;

use app::Reply;
use serde_json::{Value, json};

use crate::support::{Flow, real::Real, unframe};

/// 4 regions × 3 categories; row `i` has amount `i`.
const ROWS: usize = 1200;
const REGIONS: [&str; 4] = ["DACH", "UK & IE", "Nordics", "Iberia"];
const CATEGORIES: [&str; 3] = ["Kitchen", "Garden", "Textiles"];

fn sales() -> String {
    let mut csv = "region,category,day,amount\n".to_owned();
    for row in 0..ROWS {
        let (region, category) = (REGIONS[row % 4], CATEGORIES[row % 3]);
        let month = row % 12 + 1;
        writeln!(csv, "{region},{category},2026-{month:02}-15,{row}").unwrap();
    }
    csv
}

/// The sum of amounts of the rows that fit.
pub(crate) fn sum(fits: impl Fn(usize) -> bool) -> i64 {
    (0..ROWS)
        .filter(|row| fits(*row))
        .map(|row| i64::try_from(row).unwrap())
        .sum()
}

pub(crate) async fn opened(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    let path = flow.file("sales.csv", &sales());
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    let visits = flow.file("visits.csv", "Region,visits\nDACH,7\nIberia,5\n");
    let add =
        json!({ "session": session, "path": visits, "options": {}, "name": null, "job": "add2" });
    flow.call("add_source", add).await;
    let total = |field: &str| json!([{ "field": field, "aggregate": "sum" }]);
    let chart = |source: &str, y: Value, x: Value| json!({ "type": "chart", "spec": { "version": 1, "source": source, "y": y, "x": x } });
    let none = json!([]);
    flow.cell(
        &session,
        "total",
        chart("sales", total("amount"), none.clone()),
    )
    .await;
    let by_region = json!([{ "field": "region" }]);
    flow.cell(
        &session,
        "by_region",
        chart("sales", total("amount"), by_region),
    )
    .await;
    flow.cell(&session, "visited", chart("visits", total("visits"), none))
        .await;
    let tile = |id: &str, column: u32| {
        json!({
            "id": id, "place": { "column": column, "width": 3, "top": 0, "height": 40 },
            "content": { "type": "chart", "cell": id },
        })
    };
    let page = json!({
        "id": "p", "title": "Overview",
        "tiles": [tile("total", 0), tile("by_region", 3), tile("visited", 6)],
    });
    flow.edit(
        &session,
        json!({ "edit": "insert_page", "index": 0, "page": page }),
    )
    .await;
    session
}

pub(crate) fn page(session: &str) -> Value {
    json!({ "session": session, "page": "p" })
}

pub(crate) fn tile<'a>(view: &'a Value, id: &str) -> &'a Value {
    let tiles = view["tiles"].as_array().unwrap();
    tiles.iter().find(|one| one["tile"] == id).unwrap()
}

async fn read(flow: &Flow, session: &str, view: &Value, id: &str) -> Result<Vec<u8>, String> {
    let version = &tile(view, id)["version"];
    let ask = json!({ "session": session, "page": "p", "tile": id, "version": version });
    match app::call(&flow.app, "read_tile", ask).await {
        Ok(Reply::Arrow(bytes)) => Ok(bytes),
        Ok(Reply::Json(json)) => panic!("{json}"),
        Err(error) => Err(error.code),
    }
}

pub(crate) async fn number(flow: &Flow, session: &str, view: &Value, id: &str) -> i64 {
    unframe(&read(flow, session, view, id).await.unwrap()).1[0]
}

pub(crate) fn marks(
    session: &str,
    tile: &str,
    field: &str,
    values: &Value,
    unit: Option<&str>,
) -> Value {
    let picked = json!({ "by": "marks", "values": values, "unit": unit, "bin_width": null });
    let picks = json!([{ "field": field, "picked": picked }]);
    json!({ "session": session, "page": "p", "tile": tile, "picks": picks })
}

pub(crate) fn marks_off(session: &str, tile: &str) -> Value {
    json!({ "session": session, "page": "p", "tile": tile, "picks": [] })
}

pub(crate) fn text(value: &str) -> Value {
    json!({ "type": "text", "value": value })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_selection_narrows_every_other_tile_to_the_right_figures() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let view = flow.call("view_page", page(&session)).await;
    assert_eq!(number(flow, &session, &view, "total").await, sum(|_| true));
    assert_eq!(number(flow, &session, &view, "visited").await, 12);
    let counted = flow.call("count_page", page(&session)).await;
    assert_eq!(
        (counted["rows"].as_u64(), counted["source"].as_str()),
        (Some(1200), Some("sales"))
    );

    let select = marks(
        &session,
        "by_region",
        "region",
        &json!([text("DACH")]),
        None,
    );
    let narrowed = flow.call("set_selection", select).await;
    assert_eq!(
        number(flow, &session, &narrowed, "total").await,
        sum(|row| row % 4 == 0)
    );
    assert_eq!(
        number(flow, &session, &narrowed, "visited").await,
        7,
        "other data, narrowed by its field Region"
    );
    assert_eq!(
        tile(&narrowed, "by_region")["filters"],
        json!([]),
        "never its own"
    );
    assert_eq!(
        tile(&narrowed, "by_region")["version"],
        tile(&view, "by_region")["version"]
    );
    let counted = flow.call("count_page", page(&session)).await;
    assert_eq!(
        counted["rows"], 300,
        "the source's own selection counts too"
    );

    let late = read(flow, &session, &view, "total").await;
    assert_eq!(
        late.unwrap_err(),
        "TILE_CHANGED",
        "an older question is not answered"
    );

    let select = marks(
        &session,
        "total",
        "category",
        &json!([text("Garden")]),
        None,
    );
    let both = flow.call("set_selection", select).await;
    assert_eq!(
        number(flow, &session, &both, "total").await,
        sum(|row| row % 4 == 0),
        "not by its own category"
    );
    let said = &tile(&both, "visited")["skipped"][0]["because"];
    assert_eq!(said, "visits has no column category");
    let counted = flow.call("count_page", page(&session)).await;
    assert_eq!(counted["rows"], 100);

    let cleared = flow.call("clear_selection", page(&session)).await;
    assert_eq!(cleared["clauses"], json!([]));
    assert_eq!(
        number(flow, &session, &cleared, "total").await,
        sum(|_| true)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn months_are_picked_from_the_first_to_the_last_and_a_pair_can_be_left_out() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let day = |text: &str| json!({ "type": "date", "value": text });
    let months = json!([day("2026-11-01"), day("2026-12-01")]);
    let select = marks(&session, "by_region", "day", &months, Some("month"));
    let view = flow.call("set_selection", select).await;
    assert_eq!(
        number(flow, &session, &view, "total").await,
        sum(|row| row % 12 >= 10)
    );

    let link = json!({ "from": "by_region", "to": "total", "effect": "ignore" });
    flow.edit(
        &session,
        json!({ "edit": "link_tiles", "page": "p", "link": link }),
    )
    .await;
    let ignored = flow.call("view_page", page(&session)).await;
    assert_eq!(
        number(flow, &session, &ignored, "total").await,
        sum(|_| true)
    );
    flow.call("undo", json!({ "session": session })).await;
    let again = flow.call("view_page", page(&session)).await;
    assert_eq!(
        number(flow, &session, &again, "total").await,
        sum(|row| row % 12 >= 10)
    );

    flow.edit(&session, json!({ "edit": "remove_cell", "cell": "total" }))
        .await;
    let gone = flow.call("view_page", page(&session)).await;
    assert_eq!(
        tile(&gone, "total")["problem"]["code"],
        "TILE_GONE",
        "the tile keeps its place"
    );
    let bad = marks(&session, "by_region", "day", &json!([]), Some("month"));
    assert_eq!(
        flow.refused("set_selection", bad).await,
        "PAGE_CANNOT_FILTER"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_behind_a_mark_on_a_tile_are_those_that_the_page_leaves() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let records = |cell: &str, tile: Value, values: Value| json!({ "session": session, "cell": cell, "values": values, "tile": tile });
    let counted = |bytes: Reply| match bytes {
        Reply::Arrow(bytes) => {
            let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
            let head: Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
            head["total_rows"].as_u64().unwrap()
        }
        Reply::Json(json) => panic!("{json}"),
    };
    let ask = |payload: Value| app::call(&flow.app, "read_records", payload);
    flow.call("view_page", page(&session)).await;
    let select = marks(
        &session,
        "by_region",
        "region",
        &json!([text("DACH")]),
        None,
    );
    flow.call("set_selection", select).await;
    let on = |tile: &str| json!({ "page": "p", "tile": tile });
    let all = ask(records("total", Value::Null, json!([]))).await.unwrap();
    assert_eq!(counted(all), 1200, "no tile: the chart itself");
    let left = ask(records("total", on("total"), json!([]))).await.unwrap();
    assert_eq!(counted(left), 300, "what the selection leaves");
    let nordics = json!([{ "column": "region", "value": text("Nordics") }]);
    let own = ask(records("by_region", on("by_region"), nordics))
        .await
        .unwrap();
    assert_eq!(
        counted(own),
        300,
        "a tile is not narrowed by its own selection"
    );
    let other = ask(records("total", on("by_region"), json!([]))).await;
    assert_eq!(other.unwrap_err().code, "NO_SUCH_TILE");
}
