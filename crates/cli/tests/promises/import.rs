//! `assay import` and the notebooks and scripts that `assay view` writes: there and back.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, words};
use crate::workbook::received;

fn said(desk: &Desk, args: &[&str]) -> String {
    let output = desk.run(args);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{args:?}: {}",
        words(&output)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_workbook_goes_to_jupyter_and_to_a_script_and_comes_back() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    said(&desk, &["trust", "w.assay"]);
    said(&desk, &["run", "w.assay", "--save", "--format", "csv"]);
    said(&desk, &["view", "w.assay", "-o", "w.ipynb"]);
    let notebook: Value = serde_json::from_slice(&fs::read(desk.path("w.ipynb")).unwrap()).unwrap();
    let cell = &notebook["cells"][1];
    assert_eq!(cell["source"][0], "%%sql --save total\n");
    let shown = cell["outputs"][0]["data"]["text/plain"].as_str().unwrap();
    assert!(shown.starts_with("s\n37.5\n1 row. Computed "), "{shown}");
    let told = said(&desk, &["import", "w.ipynb", "-o", "back.assay"]);
    assert!(told.contains("1 SQL cells, 0 text cells"), "{told}");
    let back = said(&desk, &["open", "back.assay", "--json"]);
    assert!(
        back.contains("select sum(amount) as s from sales"),
        "{back}"
    );
    assert!(
        back.contains("\"name\": \"least\""),
        "the parameter is back: {back}"
    );

    said(&desk, &["view", "w.assay", "-o", "w.sql"]);
    let script = fs::read_to_string(desk.path("w.sql")).unwrap();
    assert!(
        script.contains("-- name: total\nselect sum(amount) as s from sales;"),
        "{script}"
    );
    let told = said(&desk, &["import", "w.sql", "-o", "script.assay"]);
    assert!(told.contains("1 SQL cells"), "{told}");
}

#[test]
fn what_is_no_notebook_is_refused_and_nothing_is_written() {
    let desk = Desk::bare();
    fs::write(desk.path("a.ipynb"), "{}").unwrap();
    fs::write(desk.path("b.sql"), [0x73, 0xff]).unwrap();
    fs::write(desk.path("c.txt"), "select 1").unwrap();
    fs::write(desk.path("d.sql"), "select 1;\nselect 2;").unwrap();
    for (file, said) in [
        ("a.ipynb", "FOREIGN_NOT_READ"),
        ("b.sql", "FOREIGN_NOT_TEXT"),
        ("c.txt", "FOREIGN_UNKNOWN"),
        ("none.sql", "FILE_NOT_FOUND"),
    ] {
        let output = desk.run(&["import", file]);
        assert_ne!(output.status.code(), Some(0), "{file}");
        assert!(words(&output).contains(said), "{file}: {}", words(&output));
    }
    assert!(!desk.path("a.assay").exists());
    assert!(said_is_two(&desk));
    let again = desk.run(&["import", "d.sql"]);
    assert_eq!(again.status.code(), Some(4), "{}", words(&again));
}

fn said_is_two(desk: &Desk) -> bool {
    said(desk, &["import", "d.sql"]).contains("2 SQL cells")
}
