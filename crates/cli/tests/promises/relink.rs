//! `assay relink`: a workbook whose data lies elsewhere on this machine runs again after one command.

use std::fs;

use crate::desk::{Desk, words};
use crate::workbook::received;

#[test]
fn a_file_that_was_moved_and_renamed_is_found_by_its_content_and_the_workbook_runs() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    desk.check(&["relink", "w.assay"], 5, "is not trusted");
    let trusted = desk.run(&["trust", "w.assay"]);
    assert_eq!(trusted.status.code(), Some(0), "{}", words(&trusted));
    fs::create_dir_all(desk.path("elsewhere/deep")).unwrap();
    let moved = desk.path("elsewhere/deep/ledger.csv");
    fs::rename(desk.path("sales.csv"), &moved).unwrap();
    let run = desk.run(&["run", "w.assay"]);
    assert_ne!(run.status.code(), Some(0));

    let shown = desk.run(&["relink", "w.assay", "--show"]);
    assert_eq!(shown.status.code(), Some(0), "{}", words(&shown));
    let said = String::from_utf8(shown.stdout).unwrap();
    assert!(said.contains("ledger.csv (the same content)"), "{said}");
    assert!(said.contains("Nothing was changed."), "{said}");
    let done = desk.run(&["relink", "w.assay"]);
    assert_eq!(done.status.code(), Some(0), "{}", words(&done));
    let run = desk.run(&["run", "w.assay", "--format", "csv"]);
    assert_eq!(String::from_utf8(run.stdout).unwrap(), "s\n37.5\n");
    let opened = desk.run(&["open", "w.assay", "--json"]);
    let said = String::from_utf8(opened.stdout).unwrap();
    assert!(said.contains("elsewhere/deep/ledger.csv"), "{said}");
}

#[test]
fn what_is_not_clear_is_left_and_listed_and_a_name_decides() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    let trusted = desk.run(&["trust", "w.assay"]);
    assert_eq!(trusted.status.code(), Some(0), "{}", words(&trusted));
    fs::remove_file(desk.path("sales.csv")).unwrap();
    for (folder, amount) in [("a", 1), ("b", 2)] {
        fs::create_dir_all(desk.path(folder)).unwrap();
        let text = format!("day,region,amount\n2024-01-05,north,{amount}\n");
        fs::write(desk.path(folder).join("sales.csv"), text).unwrap();
    }
    let left = desk.run(&["relink", "w.assay"]);
    assert_eq!(left.status.code(), Some(4), "{}", words(&left));
    let said = String::from_utf8(left.stdout).unwrap();
    assert_eq!(said.matches("perhaps").count(), 2, "{said}");
    desk.check(
        &["relink", "w.assay", "nothing=a/sales.csv"],
        2,
        "no source nothing. It has: sales.",
    );
    desk.run(&["new", "none.assay"]);
    let named = ["relink", "none.assay", "nothing=a/sales.csv"];
    desk.check(&named, 2, "It has no sources; add the file in the window.");
    let done = desk.run(&["relink", "w.assay", "SALES=b/sales.csv"]);
    assert_eq!(done.status.code(), Some(0), "{}", words(&done));
    let run = desk.run(&["run", "w.assay", "--format", "csv"]);
    assert_eq!(String::from_utf8(run.stdout).unwrap(), "s\n2\n");
}
