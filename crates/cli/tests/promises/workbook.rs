//! `assay run`, `assay check` and `assay lineage` over workbooks: sound, wrong, missing and hostile ones.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, words};
use crate::server::{Server, status};

/// Calls a command of a server and answers what it says.
fn call(server: &Server, name: &str, payload: &Value) -> Value {
    let answer = server.call(name, &payload.to_string());
    assert_eq!(status(&answer), 200, "{name}: {answer:.600}");
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// Saves a workbook over `sales.csv` with a parameter and these SQL cells, and trusts it.
pub(crate) fn workbook(desk: &Desk, cells: &[(&str, &str)]) {
    received(desk, cells);
    let trusted = desk.run(&["trust", "w.assay"]);
    assert_eq!(trusted.status.code(), Some(0), "{}", words(&trusted));
}

/// The same as it comes from someone else: a server with a home of its own made it.
pub(crate) fn received(desk: &Desk, cells: &[(&str, &str)]) {
    let server = Server::start_with(&desk.engine, &[]);
    let view = call(&server, "new_workbook", &json!({}));
    let session = &view["session"];
    let add = json!({
        "session": session, "path": desk.path("sales.csv"), "options": {}, "name": "sales",
        "job": "add",
    });
    call(&server, "add_source", &add);
    let value = json!({ "kind": "number", "value": "10", "min": null, "max": null, "step": null });
    let least = json!({ "type": "parameter", "parameter": { "label": "Least", "value": value } });
    let mut bodies = vec![("least", least)];
    for (name, text) in cells {
        bodies.push((
            name,
            json!({ "type": "sql", "text": text, "mode": "manual" }),
        ));
    }
    for (index, (name, body)) in bodies.iter().enumerate() {
        let cell = json!({ "id": format!("cell{index}"), "name": name, "body": body });
        let edit = json!({ "edit": "insert_cell", "index": 99, "cell": cell });
        call(
            &server,
            "apply_edit",
            &json!({ "session": session, "edit": edit }),
        );
    }
    let save = json!({ "session": session, "path": desk.path("w.assay") });
    call(&server, "save_workbook", &save);
}

#[test]
fn a_workbook_runs_with_other_values_and_prints_one_cell() {
    let Some(desk) = Desk::new() else { return };
    workbook(
        &desk,
        &[
            (
                "big",
                "select region, amount from sales where amount >= :least",
            ),
            ("total", "select sum(amount) as s from big"),
        ],
    );
    let before = fs::read(desk.path("w.assay")).unwrap();
    let check = |args: &[&str], expected: &str| {
        let output = desk.run(&[&["run", "w.assay"], args].concat());
        assert_eq!(
            output.status.code(),
            Some(0),
            "{args:?}: {}",
            words(&output)
        );
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            expected,
            "{args:?}"
        );
    };
    check(&[], "s\n30.5\n");
    check(&["--param", "least=15"], "s\n20.0\n");
    check(
        &["--cell", "big", "--param", "least=15"],
        "region,amount\nsouth,20.0\n",
    );
    check(&["--cell", "TOTAL", "--format", "ndjson"], "{\"s\":30.5}\n");
    assert_eq!(
        fs::read(desk.path("w.assay")).unwrap(),
        before,
        "nothing is saved unasked"
    );
    check(&["--param", "least=15", "--save"], "s\n20.0\n");
    check(&[], "s\n20.0\n");
    desk.check(&["run", "w.assay", "--cell", "none"], 2, "total");
    desk.check(&["run", "w.assay", "--cell", "least"], 2, "SQL");
    desk.check(&["run", "w.assay", "--param", "none=1"], 2, "least");
    desk.check(&["run", "w.assay", "--param", "least=north"], 2, "number");
    let output = desk.run(&["check", "w.assay"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("3 cells, no errors"));
}

#[test]
fn lineage_is_told_in_lines_and_as_json_and_nothing_runs() {
    let Some(desk) = Desk::new() else { return };
    workbook(
        &desk,
        &[
            (
                "big",
                "select region as r, amount from sales where amount >= :least",
            ),
            (
                "total",
                "select r, sum(amount) as s, count(*) as n\nfrom big\ngroup by r\nhaving count(*) > 1",
            ),
        ],
    );
    let output = desk.run(&["lineage", "w.assay", "--cell", "TOTAL"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "total (SQL)\n  reads big\n  column r\n    copied from big.r\n    in the end sales.region\n  \
         column s = sum(amount)\n    aggregated from big.amount\n    in the end sales.amount\n  \
         column n = count(*)\n    rows of big\n  rows HAVING count(*) > 1, line 4\n  \
         rows WHERE amount >= 10, in cell big, line 1\n"
    );
    let output = desk.run(&["lineage", "w.assay", "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["sources"][0]["tables"], json!(["sales"]));
    let names: Vec<&str> = told["cells"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|cell| cell["name"].as_str())
        .collect();
    assert_eq!(names, ["least", "big", "total"]);
    assert_eq!(told["cells"][1]["feeds"], json!(["total"]));
    let root = &told["cells"][2]["lineage"]["columns"][1]["roots"][0];
    let amount = json!({
        "relation": "sales", "is_cell": false, "column": "amount", "made": "aggregated",
    });
    assert_eq!(*root, amount);
    desk.check(&["lineage", "w.assay", "--cell", "none"], 2, "total");
    desk.check(&["lineage", "missing.assay"], 4, "missing.assay");
    desk.check(&["lineage"], 2, "FILE");
}

#[test]
fn the_lineage_of_a_cell_with_several_questions_tells_all_of_them() {
    let Some(desk) = Desk::new() else { return };
    workbook(
        &desk,
        &[
            (
                "both",
                "select amount from sales; select region from sales where amount > 1",
            ),
            ("after", "select * from both"),
        ],
    );
    let output = desk.run(&["lineage", "w.assay", "--cell", "both"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "both (SQL)\n  reads sales\n  answer 1 of 2\n  column amount\n    copied from sales.amount\n  \
         answer 2 of 2\n  column region\n    copied from sales.region\n  \
         rows WHERE amount > 1, line 1\n  read by after\n"
    );
    let output = desk.run(&["lineage", "w.assay", "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let cell = |name: &str| {
        let cells = told["cells"].as_array().unwrap();
        cells.iter().find(|cell| cell["name"] == name).unwrap()
    };
    assert_eq!(cell("both")["earlier"][0]["columns"][0]["name"], "amount");
    assert_eq!(cell("after")["lineage"]["columns"][0]["name"], "region");
    assert_eq!(cell("after")["earlier"], json!([]));
}

#[test]
fn cells_that_do_not_bind_are_named_and_the_others_are_still_traced() {
    let Some(desk) = Desk::new() else { return };
    workbook(
        &desk,
        &[
            ("wrong", "select reigon from sales"),
            ("after", "select * from wrong"),
            ("fine", "select region from sales"),
        ],
    );
    let output = desk.run(&["lineage", "w.assay"]);
    assert_eq!(output.status.code(), Some(1));
    let said = words(&output);
    assert!(
        said.contains("error[CELL_NOT_TRACED]: The columns of wrong"),
        "{said}"
    );
    assert!(
        said.contains("The cell `wrong` that this reads does not run"),
        "{said}"
    );
}

#[test]
fn a_wrong_cell_is_named_with_its_place_and_ends_with_1() {
    let Some(desk) = Desk::new() else { return };
    workbook(
        &desk,
        &[
            ("wrong", "select\n  reigon from sales"),
            ("after", "select * from wrong"),
        ],
    );
    desk.check(
        &["check", "w.assay"],
        1,
        "In wrong:\nerror[SQL_UNKNOWN_COLUMN]",
    );
    desk.check(&["check", "w.assay"], 1, "  --> 2:3");
    desk.check(&["run", "w.assay"], 1, "error[SQL_UNKNOWN_COLUMN]");
    fs::remove_file(desk.path("sales.csv")).unwrap();
    let output = desk.run(&["check", "w.assay"]);
    assert!(
        [Some(1), Some(4)].contains(&output.status.code()),
        "{}",
        words(&output)
    );
    assert!(words(&output).contains("sales"), "{}", words(&output));
}

#[test]
fn files_that_are_no_workbooks_end_with_4_or_6() {
    let desk = Desk::bare();
    fs::write(desk.path("empty.assay"), "").unwrap();
    fs::write(desk.path("text.assay"), "select 1").unwrap();
    for command in ["run", "check"] {
        desk.check(&[command, "missing.assay"], 4, "missing.assay");
        desk.check(&[command, "empty.assay"], 6, "WB_EMPTY");
        desk.check(&[command, "text.assay"], 6, "WB_NOT_A_WORKBOOK");
        desk.check(&[command, "."], 4, "error[");
        desk.check(&[command], 2, "FILE");
    }
}

#[test]
fn serving_a_file_opens_it_and_an_engine_that_is_missing_ends_with_3() {
    let desk = Desk::bare();
    let file = desk.path("w.assay");
    let server = Server::start();
    let session = call(&server, "new_workbook", &json!({}))["session"].clone();
    let body = json!({ "type": "sql", "text": "select 1 as x", "mode": "manual" });
    let cell = json!({ "id": "one", "name": "one", "body": body });
    let edit = json!({ "edit": "insert_cell", "index": 0, "cell": cell });
    call(
        &server,
        "apply_edit",
        &json!({ "session": session, "edit": edit }),
    );
    call(
        &server,
        "save_workbook",
        &json!({ "session": session, "path": file }),
    );
    drop(server);

    let server = Server::start_with(&desk.engine, &[&file]);
    let welcome = call(&server, "hello", &json!({}));
    let open = welcome["sessions"].as_array().unwrap();
    assert_eq!(open.len(), 1);
    let view = call(&server, "get_workbook", &json!({ "session": open[0] }));
    assert_eq!(view["workbook"]["cells"][0]["name"], "one");
    drop(server);

    desk.check(&["run", "w.assay", "--trust-once"], 3, "ENGINE_NOT_STARTED");
    desk.check(
        &["check", "w.assay", "--trust-once"],
        3,
        "ENGINE_NOT_STARTED",
    );
    desk.check(&["serve", "missing.assay"], 4, "missing.assay");
}
