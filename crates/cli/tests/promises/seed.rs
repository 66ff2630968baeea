//! Values by chance that are drawn from the seed of a workbook, or of one statement.

use std::fs;

use crate::desk::{Desk, words};
use crate::workbook::received;

const DRAWN: (&str, &str) = (
    "drawn",
    "select amount, random() as r, uuid() as u from sales",
);

fn code(desk: &Desk, args: &[&str], code: i32) -> String {
    let output = desk.run(args);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &words(&output);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    said
}

/// Sets the seed in the unpacked workbook `w` and packs it again.
fn with_seed(desk: &Desk, seed: &str) {
    let document = desk.path("w/workbook.json");
    let mut book: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&document).unwrap()).unwrap();
    book["conventions"] = serde_json::from_str(&format!("{{\"seed\": {seed}}}")).unwrap();
    fs::write(&document, book.to_string()).unwrap();
    fs::remove_file(desk.path("w.assay")).unwrap();
    code(desk, &["pack", "w", "-o", "w.assay"], 0);
    code(desk, &["trust", "w.assay"], 0);
}

#[test]
fn what_a_workbook_draws_from_a_seed_is_the_same_when_it_is_reproduced() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[DRAWN]);
    code(&desk, &["trust", "w.assay"], 0);
    code(&desk, &["run", "w.assay", "--save"], 0);
    let said = code(&desk, &["run", "w.assay", "--check"], 1);
    assert!(
        said.contains("it draws by chance, and the workbook has no seed"),
        "{said}"
    );

    code(&desk, &["unpack", "w.assay", "-o", "w"], 0);
    with_seed(&desk, "7");
    code(&desk, &["run", "w.assay", "--save"], 0);
    let said = code(&desk, &["run", "w.assay", "--check", "--json"], 0);
    assert!(said.contains("\"same\""), "{said}");

    fs::remove_dir_all(desk.path("w")).unwrap();
    code(&desk, &["unpack", "w.assay", "-o", "w"], 0);
    let environment = fs::read_to_string(desk.path("w/environment.json")).unwrap();
    assert!(environment.contains("\"seed\": 7"), "{environment}");
    with_seed(&desk, "8");
    let said = code(&desk, &["run", "w.assay", "--check"], 1);
    assert!(said.contains("the seed is 8, was 7"), "{said}");
}

#[test]
fn one_statement_is_drawn_from_a_seed_too() {
    let Some(desk) = Desk::new() else { return };
    let drawn = |seed: &str| {
        code(
            &desk,
            &["query", "--seed", seed, "select random(), uuid()"],
            0,
        )
    };
    assert_eq!(drawn("1"), drawn("1"));
    assert_ne!(drawn("1"), drawn("2"));
    let said = code(&desk, &["query", "--seed=-1", "select 1"], 2);
    assert!(said.contains("--seed"), "{said}");
}
