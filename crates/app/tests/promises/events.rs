//! Events over the real engine: read in the time that a chart shows, from tables and cells, as one
//! declaration for all charts; what cannot be read says why, and the chart is drawn all the same.

use app::Reply;
use serde_json::{Value, json};

use crate::support::{Flow, real::Real};

const SALES: &str = "day,region,net\n2026-01-05,DACH,4\n2026-02-09,DACH,9\n2026-02-10,Iberia,2\n2026-04-30,DACH,1\n";
const HAPPENED: &str = "at,until,what,kind\n2026-02-20,,Version <b>,release\n2025-12-01,2026-01-10,Move,office\n\
2026-03-03,,Strike,outage\n2026-04-30,2026-08-01,Sale,\n2027-01-01,,Later,release\n2024-01-01,2024-02-01,Before,office\n";

async fn head(flow: &Flow, session: &str, cell: &str) -> Value {
    let ask = json!({ "session": session, "cell": cell });
    let bytes = match app::call(&flow.app, "read_chart", ask).await {
        Ok(Reply::Arrow(bytes)) => bytes,
        Ok(Reply::Json(json)) => panic!("{json}"),
        Err(error) => panic!("{}", error.message),
    };
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    serde_json::from_slice(&bytes[4..4 + length]).unwrap()
}

async fn drawn(flow: &Flow, session: &str, cell: &str) -> Vec<Value> {
    let head = head(flow, session, cell).await;
    head["events"].as_array().cloned().unwrap_or_default()
}

fn texts(drawn: &Value) -> Vec<&str> {
    let events = drawn["events"].as_array().unwrap();
    events
        .iter()
        .map(|one| one["text"].as_str().unwrap())
        .collect()
}

fn table(source: &str, start: &str) -> Value {
    json!({ "id": "e1", "name": "What happened", "source": source, "start": start, "end": "until",
        "text": "what", "kind": "kind", "on_every_chart": true })
}

fn by_month(mark: &str) -> Value {
    json!({ "version": 1, "source": "sales", "mark": mark,
        "x": [{ "field": "day", "unit": "month" }], "y": [{ "field": "net", "aggregate": "sum" }] })
}

async fn stage(flow: &Flow) -> String {
    let session = flow.new_workbook().await;
    for (name, text) in [("sales", SALES), ("happened", HAPPENED)] {
        let path = flow.file(&format!("{name}.csv"), text);
        let add =
            json!({ "session": session, "path": path, "options": {}, "name": null, "job": name });
        flow.call("add_source", add).await;
    }
    for mark in ["line", "bar"] {
        let body = json!({ "type": "chart", "spec": by_month(mark) });
        flow.cell(&session, mark, body).await;
    }
    session
}

#[tokio::test(flavor = "multi_thread")]
async fn one_declaration_stands_on_every_chart_in_the_time_that_it_shows() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = stage(flow).await;
    assert!(drawn(flow, &session, "line").await.is_empty());
    let before = flow
        .call("view_chart", json!({ "session": session, "cell": "line" }))
        .await;
    let insert =
        json!({ "edit": "insert_event_table", "index": 0, "table": table("happened", "at") });
    let view = flow.edit(&session, insert).await;
    assert_eq!(view["undo"], "Add events What happened");
    let after = flow
        .call("view_chart", json!({ "session": session, "cell": "line" }))
        .await;
    assert_ne!(
        before["version"], after["version"],
        "the rows are read again"
    );

    let found = drawn(flow, &session, "line").await;
    assert_eq!(texts(&found[0]), ["Move", "Version <b>", "Strike", "Sale"]);
    assert_eq!(
        (&found[0]["total"], &found[0]["why"]),
        (&json!(4), &Value::Null)
    );
    let events = &found[0]["events"];
    // The fifty days before the picture are not in it.
    assert_eq!(events[0]["from"]["at"], 1_767_225_600_000.0);
    assert_eq!(events[1]["kind"], "release");
    assert_eq!(
        events[2]["from"]["row"], 1,
        "March has no point and lies behind February"
    );

    // No bar is of March, which is counted.
    let found = drawn(flow, &session, "bar").await;
    assert_eq!(texts(&found[0]), ["Move", "Version <b>", "Sale"]);
    assert_eq!(
        found[0]["why"],
        "1 of 4 fall where the chart has no mark, or beyond those it draws."
    );

    // Files have them too.
    let written = flow.path("picture.svg");
    let export = json!({ "session": session, "cell": "bar", "path": written, "format": "svg",
        "theme": "light", "width": 900, "height": 500, "job": "export" });
    let told = flow.call("export_chart", export).await;
    assert!(
        told["notes"].to_string().contains("What happened: 1 of 4"),
        "{told}"
    );
    let svg = std::fs::read_to_string(&written).unwrap();
    assert!(svg.contains("release: Version &lt;b&gt;"), "{svg}");

    // A filter of the chart makes its time shorter, and its events fewer.
    let mut spec = by_month("line");
    let from = json!({ "type": "date", "value": "2026-02-01" });
    spec["filters"] = json!([{ "field": "day", "compare": "greater_or_equal", "value": from }]);
    let set = |spec: &Value| json!({ "edit": "set_chart", "cell": "line", "spec": spec });
    flow.edit(&session, set(&spec)).await;
    let found = drawn(flow, &session, "line").await;
    assert_eq!(texts(&found[0]), ["Version <b>", "Strike", "Sale"]);

    // A chart switches them off for itself.
    spec["events"] = json!([{ "table": "e1", "is_on": false }]);
    flow.edit(&session, set(&spec)).await;
    assert!(drawn(flow, &session, "line").await.is_empty());
    assert_eq!(drawn(flow, &session, "bar").await.len(), 1);

    // Charts without a time axis say nothing of what stands on all, and why of what they ask for.
    spec["x"] = json!([{ "field": "region" }]);
    spec["events"] = json!([]);
    flow.edit(&session, set(&spec)).await;
    assert!(drawn(flow, &session, "line").await.is_empty());
    spec["events"] = json!([{ "table": "e1", "is_on": true }]);
    flow.edit(&session, set(&spec)).await;
    let found = drawn(flow, &session, "line").await;
    assert!(
        found[0]["why"]
            .as_str()
            .unwrap()
            .starts_with("The chart has no time axis."),
        "{found:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_says_why_and_follows_names() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = stage(flow).await;
    let put = |edit: &str, table: Value| match edit {
        "insert_event_table" => json!({ "edit": edit, "index": 0, "table": table }),
        _ => json!({ "edit": edit, "table": table }),
    };
    let mut bad = table("happened", "at");
    bad["text"] = json!("");
    let refused = json!({ "session": session, "edit": put("insert_event_table", bad) });
    assert_eq!(flow.refused("apply_edit", refused).await, "EDIT_BAD_EVENTS");
    flow.edit(&session, put("insert_event_table", table("nowhere", "at")))
        .await;
    let why = async || {
        drawn(flow, &session, "line").await[0]["why"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(
        why()
            .await
            .starts_with("No table or SQL cell is named nowhere now.")
    );
    flow.edit(
        &session,
        put("replace_event_table", table("happened", "at_day")),
    )
    .await;
    assert!(
        why()
            .await
            .starts_with("happened has no column at_day now. The closest column is at.")
    );
    flow.edit(
        &session,
        put("replace_event_table", table("happened", "what")),
    )
    .await;
    assert!(
        why()
            .await
            .starts_with("what of happened is no date or moment.")
    );

    // A cell that was not run is named, to be run.
    let text = "select at as opened, until, what, kind from happened where kind = 'release'";
    let body = json!({ "type": "sql", "text": text, "mode": "manual" });
    flow.cell(&session, "releases", body).await;
    flow.edit(
        &session,
        put("replace_event_table", table("releases", "opened")),
    )
    .await;
    let found = drawn(flow, &session, "line").await;
    assert_eq!(found[0]["waits_for"], "releases");
    assert_eq!(
        found[0]["why"],
        "releases has not been run yet. Run it to see them."
    );
    let run = json!({ "session": session, "cell": "releases", "job": "run" });
    flow.call("run_cell", run).await;
    flow.settled(&session).await;
    let found = drawn(flow, &session, "line").await;
    assert_eq!(texts(&found[0]), ["Version <b>"]);

    // The declaration follows the names of its cell and its columns, as one step.
    let rename = |to: &str, offset: Value| json!({ "session": session, "cell": "releases", "offset": offset, "to": to });
    let plan = flow
        .call("plan_rename", rename("shipped", Value::Null))
        .await;
    flow.edit(&session, plan["edit"].clone()).await;
    let plan = flow
        .call("plan_rename", rename("since", json!("select at as ".len())))
        .await;
    let view = flow.edit(&session, plan["edit"].clone()).await;
    let known = &view["workbook"]["event_tables"][0];
    assert_eq!(
        (&known["source"], &known["start"]),
        (&json!("shipped"), &json!("since"))
    );
    let view = flow.call("undo", json!({ "session": session })).await;
    assert_eq!(view["workbook"]["event_tables"][0]["start"], "opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_events_than_a_picture_reads_are_counted() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = stage(flow).await;
    let text = "select timestamp '2026-01-01 00:00:00' + n * interval '1 hour' as at, null::date as until, \
        'e' || n as what, 'k' as kind from range(0, 2500) as t(n)";
    flow.sql(&session, "many", text).await;
    let run = json!({ "session": session, "cell": "many", "job": "run" });
    flow.call("run_cell", run).await;
    flow.settled(&session).await;
    let insert = json!({ "edit": "insert_event_table", "index": 0, "table": table("many", "at") });
    flow.edit(&session, insert).await;
    let found = drawn(flow, &session, "line").await;
    assert_eq!(
        found[0]["events"].as_array().unwrap().len(),
        1_000,
        "{}",
        found[0]["why"]
    );
    assert_eq!(
        found[0]["why"],
        "The first 1000 of 2500 are shown. Keep fewer of them in an SQL cell."
    );
}
