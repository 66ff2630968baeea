//! `assay package`: what the command line agrees to leaves, is said beforehand, and is read elsewhere.

use std::fs;

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
fn a_package_holds_what_was_named_and_runs_without_the_file() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    desk.check(&["package", "w.assay"], 5, "is not trusted");
    said(&desk, &["trust", "w.assay"]);
    let some = [
        "package",
        "w.assay",
        "--where",
        "sales.region=north,south",
        "--drop",
        "sales.day",
        "--hash",
        "sales.region",
    ];
    let plan = said(&desk, &some);
    assert!(plan.contains("Nothing was written."), "{plan}");
    assert!(plan.contains("table sales: 2 of 3 rows"), "{plan}");
    assert!(
        plan.contains("as hashes: region") && plan.contains("left out: day"),
        "{plan}"
    );
    let out = said(&desk, &[&some[..], &["-o", "p.assay"]].concat());
    assert!(out.contains("p.assay: "), "{out}");
    desk.check(&[&some[..], &["-o", "p.assay"]].concat(), 4, "WB_EXISTS");
    fs::remove_file(desk.path("sales.csv")).unwrap();
    let run = said(
        &desk,
        &["run", "p.assay", "--trust-once", "--format", "csv"],
    );
    assert_eq!(run, "s\n30.5\n");
    said(&desk, &["unpack", "p.assay"]);
    assert!(desk.path("p/data/sales.parquet").is_file());
}

#[test]
fn options_that_do_not_fit_together_are_usage_errors() {
    let desk = Desk::bare();
    fs::write(desk.path("w.assay"), "").unwrap();
    for (args, why) in [
        (vec!["--drop", "sales.day"], "does not leave yet"),
        (vec!["--drop", "day"], "TABLE.COLUMN"),
        (vec!["--group", "sales"], "TABLE=COLUMN"),
        (vec!["--where", "region=north"], "TABLE.COLUMN"),
        (
            vec!["--group", "sales=region", "--where", "sales.region=north"],
            "does not go with it",
        ),
    ] {
        let all = [&["package", "w.assay"], args.as_slice()].concat();
        desk.check(&all, 2, why);
    }
}
