//! `--json` of every command: one shape each, as docs/command-line.md says it; and what shells and
//! `man` are told.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, words};
use crate::workbook::received;

/// What a command prints, and whether it holds exactly these fields.
fn shape(desk: &Desk, args: &[&str], code: i32, fields: &[&str]) -> Value {
    let output = desk.run(&[args, &["--json"]].concat());
    assert_eq!(
        output.status.code(),
        Some(code),
        "{args:?}: {}",
        words(&output)
    );
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{args:?}: {error}: {}", words(&output)));
    let mut found: Vec<&str> = told
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut wanted = fields.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted, "{args:?}");
    let page = "../../docs/command-line.md";
    let page = fs::read_to_string(page).unwrap();
    let row = format!("| `{}` | `{}` |", args[0], fields.join("`, `"));
    let is_check = args.contains(&"--check");
    assert!(is_check || page.contains(&row), "the page lacks: {row}");
    told
}

#[test]
fn what_is_sent_and_what_is_found_again_has_one_shape() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    let trusted = desk.run(&["trust", "w.assay"]);
    assert_eq!(trusted.status.code(), Some(0), "{}", words(&trusted));
    fs::write(desk.path("s.sql"), "select 1").unwrap();
    shape(
        &desk,
        &["import", "s.sql"],
        0,
        &["path", "sql", "text", "notes"],
    );
    let package = [
        "path",
        "bytes",
        "tables",
        "answers",
        "answers_left",
        "texts",
        "values",
        "values_left",
        "versions_left",
    ];
    shape(&desk, &["package", "w.assay"], 0, &package);
    let relink = [
        "path", "saved", "relinked", "left", "lost", "folders", "is_cut",
    ];
    shape(&desk, &["relink", "w.assay"], 0, &relink);
    shape(
        &desk,
        &["sign", "w.assay"],
        0,
        &["state", "name", "key", "at"],
    );
    shape(&desk, &["signers"], 0, &["public_key", "signers"]);
}

const REPRODUCED: [&str; 6] = [
    "path",
    "cells",
    "same",
    "different",
    "not_stored",
    "environment",
];

#[test]
fn every_command_has_one_shape_and_the_page_names_its_fields() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    let trust = [
        "path",
        "title",
        "trust",
        "changed_since",
        "changes",
        "signature",
        "content",
        "runs",
        "opens",
    ];
    shape(&desk, &["trust", "w.assay"], 0, &trust);
    let told = shape(
        &desk,
        &[
            "query",
            "--source",
            "sales=sales.csv",
            "select region, amount from sales",
        ],
        0,
        &[
            "columns", "rows", "took_ms", "engine", "inputs", "warnings", "output", "answer",
        ],
    );
    assert_eq!(told["rows"], 3);
    assert_eq!(told["answer"][0]["amount"], 10.5);
    assert_eq!(told["columns"][0]["name"], "region");
    let ran = ["path", "cells", "shown", "output", "answer"];
    let told = shape(&desk, &["run", "w.assay", "--save"], 0, &ran);
    assert_eq!(
        (&told["shown"], &told["answer"][0]["s"]),
        (&"total".into(), &37.5.into())
    );
    assert_eq!(told["cells"][0]["state"], "fresh");
    let told = shape(&desk, &["run", "w.assay", "-o", "t.csv"], 0, &ran);
    assert_eq!(told["answer"], Value::Null);
    assert_eq!(fs::read_to_string(desk.path("t.csv")).unwrap(), "s\n37.5\n");
    let told = shape(&desk, &["run", "w.assay", "--check"], 0, &REPRODUCED);
    assert_eq!(told["same"], 1);
    let told = shape(
        &desk,
        &["check", "w.assay"],
        0,
        &["path", "fine", "cells", "sources"],
    );
    assert_eq!(told["cells"][1]["kind"], "sql");
    shape(&desk, &["lineage", "w.assay"], 0, &["sources", "cells"]);
    shape(
        &desk,
        &["open", "w.assay"],
        0,
        &["path", "trust", "workbook", "cells", "notes", "read_only"],
    );
    shape(&desk, &["new", "n.assay"], 0, &["path"]);
    shape(
        &desk,
        &["view", "w.assay"],
        0,
        &["path", "bytes", "without_answer", "notes"],
    );
    shape(
        &desk,
        &["unpack", "w.assay"],
        0,
        &["path", "parts", "notes"],
    );
    shape(
        &desk,
        &["pack", "w", "-o", "p.assay"],
        0,
        &["path", "parts", "notes"],
    );
    shape(&desk, &["diff", "w.assay", "p.assay"], 0, &["changes"]);
    let sample = fs::canonicalize("../../assets/samples/retail-overview.assay").unwrap();
    let picture = ["--chart", "revenue_trend", "-o", "c.svg", "--trust-once"];
    let told = shape(
        &desk,
        &[&["export", sample.to_str().unwrap()], &picture[..]].concat(),
        0,
        &["path", "bytes", "notes", "failed"],
    );
    let bytes = fs::metadata(desk.path("c.svg")).unwrap().len();
    assert_eq!(told["bytes"], bytes);
    shape(
        &desk,
        &["merge", "w.assay", "w.assay", "p.assay", "-o", "m.assay"],
        0,
        &["path", "conflicts"],
    );
}

#[test]
fn what_is_wrong_is_in_the_json_of_a_check_and_of_a_run() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select nothing from sales")]);
    desk.run(&["trust", "w.assay"]);
    let told = shape(
        &desk,
        &["check", "w.assay"],
        1,
        &["path", "fine", "cells", "sources"],
    );
    assert_eq!(told["fine"], false);
    let found = &told["cells"][1]["diagnostics"][0];
    assert_eq!(found["code"], "SQL_UNKNOWN_COLUMN", "{told}");
    let told = shape(
        &desk,
        &["run", "w.assay"],
        1,
        &["path", "cells", "shown", "output", "answer"],
    );
    assert_eq!(told["cells"][0]["state"], "failed");
    assert_eq!(told["answer"], Value::Null);
    desk.check(
        &["query", "--json", "--format", "csv", "select 1"],
        2,
        "--format",
    );
}

#[test]
fn shells_and_man_learn_every_command() {
    let desk = Desk::bare();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = desk.run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        let script = String::from_utf8(output.stdout).unwrap();
        for word in ["unpack", "trust-once", "lineage"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    desk.check(&["completions", "cmd"], 2, "bash");
    fs::create_dir(desk.path("man")).unwrap();
    let output = desk.run(&["man", "man"]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let page = fs::read_to_string(desk.path("man/assay-merge.1")).unwrap();
    assert!(page.contains("prefer\\-theirs"), "{page}");
    assert!(desk.path("man/assay.1").is_file());
    desk.check(&["man", "missing"], 4, "missing");
}
