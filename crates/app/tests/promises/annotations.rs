//! Annotations over the real engine: where they stand follows the rows, they are in files, undone, and kept.

use app::Reply;
use serde_json::{Value, json};

use crate::support::{Flow, real::Real};

const SALES: &str = "day,region,net\n2026-01-05,DACH,4\n2026-02-09,DACH,9\n2026-02-10,Iberia,2\n2026-04-30,DACH,1\n";

async fn drawn(flow: &Flow, session: &str) -> Vec<Value> {
    let ask = json!({ "session": session, "cell": "picture" });
    let bytes = match app::call(&flow.app, "read_chart", ask).await {
        Ok(Reply::Arrow(bytes)) => bytes,
        Ok(Reply::Json(json)) => panic!("{json}"),
        Err(error) => panic!("{}", error.message),
    };
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let head: Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    head["annotations"].as_array().cloned().unwrap_or_default()
}

async fn set(flow: &Flow, session: &str, spec: &Value) {
    let edit = json!({ "edit": "set_chart", "cell": "picture", "spec": spec });
    flow.edit(session, edit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn annotations_follow_the_rows_and_are_in_files() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = flow.new_workbook().await;
    let path = flow.file("sales.csv", SALES);
    let add =
        json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add" });
    flow.call("add_source", add).await;
    let month = json!({ "field": "day", "unit": "month" });
    let day = |day: &str| json!({ "type": "date", "value": day });
    let mut spec = json!({ "version": 1, "source": "sales", "mark": "line",
        "x": [month], "y": [{ "field": "net", "aggregate": "sum" }],
        "annotations": [
            { "id": "1", "text": "Best month <b>", "at": { "kind": "mark",
                "of": [{ "pill": month, "value": day("2026-02-01") }] } },
            { "id": "2", "text": "Strike", "at": { "kind": "position", "value": day("2026-03-15") } },
            { "id": "3", "text": "Later", "at": { "kind": "position", "value": day("2027-03-15") } },
        ] });
    flow.cell(
        &session,
        "picture",
        json!({ "type": "chart", "spec": spec }),
    )
    .await;

    let found = drawn(flow, &session).await;
    assert_eq!(found[0]["at"]["kind"], "mark");
    assert_eq!(found[0]["at"]["row"], 1);
    assert_eq!(found[1]["at"]["spot"]["at"], 1_773_532_800_000.0);
    assert_eq!(found[2]["at"], Value::Null);
    assert_eq!(found[2]["why"], "It is not on the axis now.");

    // Files have them too, and say which they lack.
    let written = flow.path("picture.svg");
    let export = json!({ "session": session, "cell": "picture", "path": written, "format": "svg",
        "theme": "light", "width": 900, "height": 500, "job": "export" });
    let told = flow.call("export_chart", export).await;
    assert!(told["notes"].to_string().contains("Later"), "{told}");
    let svg = std::fs::read_to_string(&written).unwrap();
    assert!(svg.contains(">Strike</text>"), "{svg}");
    assert!(svg.contains("Best month &lt;b&gt;"), "{svg}");

    // Other rows, the same annotation: it stands where its month is now.
    spec["filters"] =
        json!([{ "field": "day", "compare": "greater_or_equal", "value": day("2026-02-01") }]);
    set(flow, &session, &spec).await;
    assert_eq!(drawn(flow, &session).await[0]["at"]["row"], 0);
    spec["x"] = json!([{ "field": "day", "unit": "year" }]);
    set(flow, &session, &spec).await;
    let found = drawn(flow, &session).await;
    assert_eq!(
        found[0]["why"],
        "The chart shows other fields than its mark had."
    );
    assert_eq!(found[0]["annotation"]["text"], "Best month <b>");

    // Taking one away is one edit, and comes back.
    spec["annotations"].as_array_mut().unwrap().remove(0);
    set(flow, &session, &spec).await;
    assert_eq!(drawn(flow, &session).await.len(), 2);
    flow.call("undo", json!({ "session": session })).await;
    assert_eq!(drawn(flow, &session).await.len(), 3);
}
