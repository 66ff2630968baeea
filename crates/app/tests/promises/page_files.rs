//! A page as a file, over the real engine: what is selected counts in it, and what cannot be drawn is named.

use serde_json::{Value, json};

use crate::support::{Flow, real::Real};

async fn opened(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    let csv = "region,category,amount\nnorth,a,10\nnorth,b,5\nsouth,a,7\n";
    let path = flow.file("sales.csv", csv);
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    let y = json!([{ "field": "amount", "aggregate": "sum" }]);
    let chart = |mark: Option<&str>, x: Value| {
        let spec = json!({ "version": 1, "source": "sales", "mark": mark, "y": y, "x": x });
        json!({ "type": "chart", "spec": spec })
    };
    flow.cell(&session, "total", chart(None, json!([]))).await;
    let by = |field: &str| json!([{ "field": field }]);
    flow.cell(&session, "by_region", chart(None, by("region")))
        .await;
    flow.cell(&session, "radar", chart(Some("treemap"), by("category")))
        .await;
    let tile = |id: &str, column: u32| {
        json!({
            "id": id, "place": { "column": column, "width": 4, "top": 0, "height": 60 },
            "content": { "type": "chart", "cell": id },
        })
    };
    let page = json!({
        "id": "p", "title": "Overview",
        "tiles": [tile("total", 0), tile("by_region", 4), tile("radar", 8)],
    });
    let insert = json!({ "edit": "insert_page", "index": 0, "page": page });
    flow.edit(&session, insert).await;
    session
}

async fn written(flow: &Flow, session: &str, format: &str) -> (Vec<u8>, Value) {
    let path = flow.file(&format!("page.{format}"), "before");
    let done = flow
        .call(
            "export_page",
            json!({
                "session": session, "page": "p", "path": path, "format": format,
                "theme": "light", "job": format!("export-{format}"),
            }),
        )
        .await;
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(done["bytes"], bytes.len());
    (bytes, done["notes"].clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_written_as_it_is_under_what_is_selected() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let (html, notes) = written(flow, &session, "html").await;
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains(">22</text>"), "the sum of all");
    assert!(
        html.contains("data-say=\"north\nSUM(amount): 15\""),
        "{html}"
    );
    assert_eq!(notes, json!([]), "every mark is drawn");
    let picks = json!([{
        "field": "region",
        "picked": { "by": "marks", "values": [{ "type": "text", "value": "south" }], "unit": null, "bin_width": null },
    }]);
    let select = json!({ "session": session, "page": "p", "tile": "by_region", "picks": picks });
    flow.call("set_selection", select).await;
    let (html, _) = written(flow, &session, "html").await;
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains(">7</text>") && html.contains("region is south"));
    assert!(html.contains("SUM(amount): 15"), "its own tile stays whole");
    let (pdf, _) = written(flow, &session, "pdf").await;
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let (png, _) = written(flow, &session, "png").await;
    assert_eq!(&png[1..4], b"PNG");
    let (xlsx, _) = written(flow, &session, "xlsx").await;
    assert_eq!(&xlsx[..2], b"PK");

    flow.call(
        "clear_selection",
        json!({ "session": session, "page": "p" }),
    )
    .await;
    let file = flow.path("w.assay");
    flow.call("save_workbook", json!({ "session": session, "path": file }))
        .await;
    let closed = json!({ "session": session, "discard": false });
    flow.call("close_workbook", closed).await;
    let view = flow.call("open_workbook", json!({ "path": file })).await;
    let session = view["session"].as_str().unwrap();
    let (html, notes) = written(flow, session, "html").await;
    assert!(
        notes[0].as_str().unwrap().contains("as saved in the file"),
        "{notes}"
    );
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains(">22</text>"));
    let tiles = html.split("<section class=\"tile\"").skip(1);
    let tiles = tiles.filter_map(|rest| rest.split("</section>").next());
    let pictures: Vec<&str> = tiles.filter(|tile| tile.contains("<figure")).collect();
    assert!(!pictures.is_empty());
    for tile in pictures {
        assert!(tile.contains("as saved in the file"), "{tile}");
    }
}

/// What the script of a page file reads of its tiles.
fn live(html: &str) -> Vec<Value> {
    let tiles = html.split("data-tile=\"").skip(1);
    let texts = tiles.map(|tile| {
        let start = tile.find("data-live=\"").unwrap() + "data-live=\"".len();
        let text = &tile[start..start + tile[start..].find('"').unwrap()];
        let text = text.replace("&quot;", "\"").replace("&#39;", "'");
        text.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    });
    texts
        .map(|text| serde_json::from_str(&text).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_file_has_the_aggregates_that_its_filters_need_and_they_add_up() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = opened(flow).await;
    let mean = json!({ "type": "chart", "spec": { "version": 1, "source": "sales",
        "x": [], "y": [{ "field": "amount", "aggregate": "average" }, { "field": "amount", "aggregate": "median" }] } });
    flow.cell(&session, "middle", mean).await;
    let tile = json!({
        "id": "middle", "place": { "column": 0, "width": 4, "top": 60, "height": 60 },
        "content": { "type": "chart", "cell": "middle" },
    });
    let control = json!({
        "id": "c", "place": { "column": 4, "width": 4, "top": 60, "height": 20 },
        "content": { "type": "field", "source": "sales", "field": "category", "control": "list" },
    });
    for tile in [tile, control] {
        let insert = json!({ "edit": "insert_tile", "page": "p", "index": 0, "tile": tile });
        flow.edit(&session, insert).await;
    }
    let (html, _) = written(flow, &session, "html").await;
    let html = String::from_utf8(html).unwrap();
    let tiles = live(&html);
    let [total, by_region, treemap, middle, control] = tiles.as_slice() else {
        panic!("{tiles:?}")
    };
    // By region and category: north a, north b, south a.
    let sums = |tile: &Value| -> Vec<f64> {
        let cells = tile["cells"].as_array().unwrap().iter();
        cells.map(|cell| cell[2][0].as_f64().unwrap()).collect()
    };
    let mut parts = sums(total);
    parts.sort_by(f64::total_cmp);
    assert_eq!(parts, [5.0, 7.0, 10.0], "{total}");
    assert_eq!(total["whole"], json!([[22.0]]));
    assert_eq!(total["by"].as_array().unwrap().len(), 2);
    // Its own choice does not narrow it, so that it is split by the control alone.
    assert_eq!(by_region["by"].as_array().unwrap().len(), 1, "{by_region}");
    assert!((sums(by_region).iter().sum::<f64>() - 22.0).abs() < 1e-9);
    assert_eq!(by_region["handle"]["by"], "marks");
    assert_eq!(control["handle"]["by"], "list");
    assert_eq!(treemap["fixed"], "this mark is drawn once");
    let why = middle["fixed"].as_str().unwrap();
    assert!(why.contains("cannot be put together from parts"), "{why}");
    assert!(
        html.contains("Its filters work on 6 aggregates."),
        "the size is said"
    );
}
