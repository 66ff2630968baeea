//! A cell with several questions keeps the answer of each; a part of a text runs by itself without
//! changing the cell; a rename is one step, whatever it touches.

use serde_json::{Value, json};

use crate::support::real::Real;
use crate::support::{Flow, state_in};

pub(crate) fn window(session: &str, cell: &Value) -> Value {
    json!({ "session": session, "cell": cell, "filters": [], "order": [], "offset": 0, "limit": 5 })
}

async fn view(flow: &Flow, session: &str) -> Value {
    let session = json!({ "session": session });
    flow.call("get_workbook", session).await
}

/// Runs a cell to its answer.
pub(crate) async fn ran(flow: &Flow, session: &str, cell: &str) {
    flow.run_to_end(session, cell).await;
    let view = view(flow, session).await;
    assert_eq!(state_in(&view, cell)["state"], "fresh", "{view:#}");
}

pub(crate) async fn answers(flow: &Flow, session: &str) -> Vec<Value> {
    let view = view(flow, session).await;
    view["cells"][0]["answers"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_question_of_a_cell_keeps_its_answer() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text = "select count(*) as c from n;\ncreate view small as select n from n where n < 10;\n\
                select n from small where n > 7 order by n;\n  select max(n) as m from small;";
    flow.sql(&session, "several", text).await;
    flow.sql(&session, "reader", "select m + 1 as next from several")
        .await;
    ran(flow, &session, "reader").await;
    let found = answers(flow, &session).await;
    let said: Vec<(u64, &str)> = found
        .iter()
        .map(|one| {
            (
                one["line"].as_u64().unwrap(),
                one["label"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        (1, "select count(*) as c from n"),
        (3, "select n from small where n > 7 order by n"),
        (4, "select max(n) as m from small"),
    ];
    assert_eq!(said, expected);
    assert_eq!(found[2]["id"], "several", "the last one is the cell's own");
    let mut rows = Vec::new();
    for one in &found {
        rows.push(
            flow.rows("read_window", window(&session, &one["id"]))
                .await
                .1,
        );
    }
    assert_eq!(rows, [vec![1000], vec![8, 9], vec![9]]);
    assert_eq!(
        flow.rows("read_window", window(&session, &json!("reader")))
            .await
            .1,
        [10]
    );
    let profiled = json!({ "session": session, "cell": found[1]["id"] });
    assert_eq!(flow.call("profile_cell", profiled).await["rows"], 2);
    let export = json!({ "session": session, "cell": found[1]["id"], "filters": [], "order": [],
        "format": "csv", "path": flow.path("small.csv"), "job": "export" });
    assert_eq!(flow.call("export_cell", export).await["rows"], 2);

    // An engine that was killed computes each of them again when it is looked at.
    crate::support::real::signal(real.pid().await, rustix::process::Signal::KILL);
    let again = loop {
        // A question that was out when the engine died says so; the next is answered.
        let asked = window(&session, &found[1]["id"]);
        match app::call(&flow.app, "read_window", asked.clone()).await {
            Ok(_) => break flow.rows("read_window", asked).await.1,
            Err(error) => assert_eq!(error.code, "ENGINE_CRASHED"),
        }
    };
    assert_eq!(again, [8, 9]);

    // One question again: no list of answers.
    flow.edit(
        &session,
        json!({ "edit": "set_text", "cell": "several", "text": "select 5 as m" }),
    )
    .await;
    ran(flow, &session, "several").await;
    assert!(answers(flow, &session).await.is_empty());
    let gone = flow
        .refused("read_window", window(&session, &found[1]["id"]))
        .await;
    assert_eq!(gone, "NOT_RUN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_in_one_statement_keeps_the_last_good_answers_and_its_place() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    flow.sql(&session, "several", "select 1 as a; select 2 as b")
        .await;
    ran(flow, &session, "several").await;
    for (text, code, line) in [
        (
            "select 1 as a;\nselect x from n; select 3",
            "SQL_UNKNOWN_COLUMN",
            2,
        ),
        (
            "select 1 as a;\nselect cast(n || 'x' as integer) from n;\nselect 3",
            "",
            2,
        ),
    ] {
        flow.edit(
            &session,
            json!({ "edit": "set_text", "cell": "several", "text": text }),
        )
        .await;
        flow.run_to_end(&session, "several").await;
        let view = view(flow, &session).await;
        assert_eq!(state_in(&view, "several")["state"], "failed", "{text}");
        let said = &view["cells"][0]["diagnostics"][0];
        assert!(said["code"].as_str().unwrap().contains(code), "{said}");
        assert_eq!(said["span"]["line"], line, "{said}");
        let kept = view["cells"][0]["answers"].as_array().unwrap();
        assert_eq!(kept.len(), 2, "the last good answers stay");
        let first = flow
            .rows("read_window", window(&session, &kept[0]["id"]))
            .await
            .1;
        assert_eq!(first, [1]);
    }
}

async fn part(flow: &Flow, session: &str, text: &str, part: Value) -> Value {
    let run = json!({ "session": session, "cell": "kept", "text": text, "part": part, "job": part["part"] });
    flow.call("run_part", run).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_runs_beside_the_answer_of_the_cell() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let text = "with low as (select n from n where n < 3) select cast(sum(n) as bigint) as s from low; select 7 as x";
    flow.sql(&session, "kept", text).await;
    ran(flow, &session, "kept").await;
    let before = view(flow, &session).await["cells"][0].clone();

    let low = part(
        flow,
        &session,
        text,
        json!({ "part": "named_query", "offset": 10 }),
    )
    .await;
    assert_eq!(low["named"], "low");
    assert_eq!(
        low["sampled"],
        json!([]),
        "a thousand rows are fewer than a sample"
    );
    let rows = flow
        .rows("read_window", window(&session, &low["id"]))
        .await
        .1;
    assert_eq!(rows, [0, 1, 2]);
    let first = part(
        flow,
        &session,
        text,
        json!({ "part": "statement", "offset": 50 }),
    )
    .await;
    assert_eq!(
        flow.rows("read_window", window(&session, &first["id"]))
            .await
            .1,
        [3]
    );
    let up = json!({ "part": "up_to", "offset": 18 });
    let wrong = part(flow, &session, "select n form n where n > 1", up).await;
    assert_eq!(wrong["result"], Value::Null);
    assert_eq!(wrong["diagnostics"][0]["code"], "SQL_SYNTAX", "{wrong}");

    assert_eq!(
        view(flow, &session).await["cells"][0],
        before,
        "the cell is as it was"
    );
    let cell = json!({ "session": session, "cell": "kept" });
    flow.call("close_trial", cell).await;
    let gone = flow
        .refused("read_window", window(&session, &low["id"]))
        .await;
    assert_eq!(gone, "NOT_RUN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_query_is_looked_at_with_the_first_rows_of_what_it_reads() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    flow.sql(
        &session,
        "many",
        "select n.n from n, n as other where other.n < 20",
    )
    .await;
    let text = "with counted as (select count(*) as c from many) from counted";
    flow.sql(&session, "kept", text).await;
    ran(flow, &session, "kept").await;
    assert_eq!(
        flow.rows("read_window", window(&session, &json!("kept")))
            .await
            .1,
        [20_000]
    );
    let sample = part(
        flow,
        &session,
        text,
        json!({ "part": "named_query", "offset": 8 }),
    )
    .await;
    let many = json!([{ "name": "many", "first": 10_000, "rows": 20_000 }]);
    assert_eq!(sample["sampled"], many);
    assert_eq!(
        flow.rows("read_window", window(&session, &sample["id"]))
            .await
            .1,
        [10_000]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rename_is_one_step_everywhere() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    flow.sql(
        &session,
        "low",
        "with part as (select n from n where n < 4) select cast(sum(n) as bigint) as total from part",
    )
    .await;
    flow.sql(
        &session,
        "above",
        "select total + 1 as t from low where 'low' <> 'x'",
    )
    .await;
    let rename = json!({ "session": session, "cell": "low", "offset": null, "to": "small" });
    let plan = flow.call("plan_rename", rename).await;
    assert_eq!(plan["places"].as_array().unwrap().len(), 2, "{plan}");
    let after = flow.edit(&session, plan["edit"].clone()).await;
    assert_eq!(after["workbook"]["cells"][0]["name"], "small");
    let text = &after["workbook"]["cells"][1]["body"]["text"];
    assert_eq!(text, "select total + 1 as t from small where 'low' <> 'x'");
    ran(flow, &session, "above").await;
    assert_eq!(
        flow.rows("read_window", window(&session, &json!("above")))
            .await
            .1,
        [7]
    );

    let offset = "with p".len();
    let rename = json!({ "session": session, "cell": "low", "offset": offset, "to": "first" });
    let plan = flow.call("plan_rename", rename).await;
    let after = flow.edit(&session, plan["edit"].clone()).await;
    let text = &after["workbook"]["cells"][0]["body"]["text"];
    assert_eq!(
        text,
        "with first as (select n from n where n < 4) select cast(sum(n) as bigint) as total from first"
    );
    let undo = json!({ "session": session });
    flow.call("undo", undo.clone()).await;
    let back = flow.call("undo", undo).await;
    assert_eq!(back["workbook"]["cells"][0]["name"], "low");
    assert!(
        back["workbook"]["cells"][1]["body"]["text"]
            .as_str()
            .unwrap()
            .contains("from low")
    );
    let taken = json!({ "session": session, "cell": "low", "offset": null, "to": "above" });
    assert_eq!(flow.refused("plan_rename", taken).await, "RENAME_TAKEN");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_for_a_column_reaches_cells_and_charts_in_one_step() {
    let Some(real) = Real::start(2 << 30, false) else {
        return;
    };
    let flow = &real.flow;
    let session = real.with_numbers().await;
    let low = "select n % 3 as part, count(*) as total from n group by part order by total";
    flow.sql(&session, "low", low).await;
    flow.sql(&session, "above", "select part, total from low")
        .await;
    let spec = json!({
        "version": 1, "source": "above",
        "x": [{ "field": "part" }],
        "y": [{ "field": "total", "aggregate": "sum" }],
        "filters": [{ "field": "total", "compare": "greater", "value": { "type": "integer", "value": "1" } }]
    });
    let body = json!({ "type": "chart", "spec": spec });
    flow.cell(&session, "picture", body).await;

    let offset = "select part, tot".len();
    let rename = json!({ "session": session, "cell": "above", "offset": offset, "to": "n_rows" });
    let plan = flow.call("plan_rename", rename).await;
    assert_eq!(plan["places"].as_array().unwrap().len(), 3, "{plan}");
    let after = flow.edit(&session, plan["edit"].clone()).await;
    let cells = &after["workbook"]["cells"];
    let text = &cells[0]["body"]["text"];
    assert_eq!(text, &low.replace("total", "n_rows"));
    let spec = &cells[2]["body"]["spec"];
    assert_eq!(spec["y"][0]["field"], "n_rows");
    assert_eq!(spec["filters"][0]["field"], "n_rows");
    ran(flow, &session, "above").await;

    let undo = json!({ "session": session });
    let back = flow.call("undo", undo).await;
    assert_eq!(back["workbook"]["cells"][0]["body"]["text"], low);
    let spec = &back["workbook"]["cells"][2]["body"]["spec"];
    assert_eq!(spec["y"][0]["field"], "total");

    // A column of the table itself keeps its name.
    let rename = json!({ "session": session, "cell": "low", "offset": 7, "to": "m" });
    assert_eq!(flow.refused("plan_rename", rename).await, "RENAME_NOTHING");
}
