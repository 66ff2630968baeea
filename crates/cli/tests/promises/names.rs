//! Names of files that are no text, that lead into folders which are not there, and options that
//! would do nothing: refused by name, with nothing done.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use crate::desk::{Desk, words};
use crate::workbook::received;

/// Every command that takes a file, as it is called on one.
const COMMANDS: [&[&str]; 15] = [
    &["new"],
    &["open"],
    &["check"],
    &["run"],
    &["view"],
    &["lineage"],
    &["unpack"],
    &["pack"],
    &["diff", "w.assay"],
    &["merge", "w.assay", "w.assay", "-o", "out.assay"],
    &["trust"],
    &["sign"],
    &["package"],
    &["relink"],
    &["export", "--chart", "c", "-o", "c.svg"],
];

#[test]
fn w46_a_name_that_is_no_text_is_refused_by_name_in_every_command() {
    let desk = Desk::bare();
    let odd = OsStr::from_bytes(b"sales-\xff.assay");
    fs::write(desk.folder.path().join(odd), b"PK").unwrap();
    for command in COMMANDS {
        let output = desk.command(command).arg(odd).output().unwrap();
        let words = words(&output);
        assert_eq!(output.status.code(), Some(2), "{command:?}: {words}");
        assert!(
            words.contains("error[CLI_NOT_UTF8]"),
            "{command:?}: {words}"
        );
        assert!(words.contains("sales-"), "{command:?}: {words}");
    }
    let folder = desk.folder.path().join(OsStr::from_bytes(b"f\xe9"));
    fs::create_dir(&folder).unwrap();
    let made = desk
        .command(&["new", "a.assay"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(made.status.code(), Some(2), "{}", words(&made));
    assert!(
        words(&made).contains("name of this folder"),
        "{}",
        words(&made)
    );
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    desk.run(&["trust", "w.assay"]);
    let commands: [&[&str]; 4] = [
        &["run", "w.assay", "-o", "gone/a.csv"],
        &["view", "w.assay", "-o", "gone/a.html"],
        &["new", "gone/a.assay"],
        &["package", "w.assay", "-o", "gone/a.assay"],
    ];
    for command in commands {
        let output = desk.run(command);
        let words = words(&output);
        assert_eq!(output.status.code(), Some(4), "{command:?}: {words}");
        assert!(words.contains("folder"), "{command:?}: {words}");
        assert!(words.contains("gone"), "{command:?}: {words}");
        assert!(!words.contains("choose it again"), "{command:?}: {words}");
    }
    assert!(!desk.path("gone").exists());
}

#[test]
fn a_floor_without_groups_is_refused() {
    let desk = Desk::bare();
    let floor = ["package", "w.assay", "--table", "sales", "--floor", "9"];
    let output = desk.run(&floor);
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
    assert!(words(&output).contains("--group"), "{}", words(&output));
}

/// A06: what is written is never what is read, by any spelling or link.
#[test]
fn a06_a_page_or_picture_is_never_written_over_the_workbook_or_its_sources() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &[("total", "select sum(amount) as s from sales")]);
    // Its sources are not looked at before it is trusted, but their names are known.
    let view = [
        "view",
        "w.assay",
        "-o",
        "sales.csv",
        "--force",
        "--format",
        "html",
    ];
    assert_eq!(desk.run(&view).status.code(), Some(2));
    desk.run(&["trust", "w.assay"]);
    fs::create_dir(desk.path("in")).unwrap();
    std::os::unix::fs::symlink("../w.assay", desk.path("in/link.html")).unwrap();
    fs::hard_link(desk.path("sales.csv"), desk.path("hard.md")).unwrap();
    let before = ["w.assay", "sales.csv"].map(|name| fs::read(desk.path(name)).unwrap());
    for target in [
        "w.assay",
        "./in/../w.assay",
        "in/link.html",
        "sales.csv",
        "hard.md",
    ] {
        let view = [
            "view", "w.assay", "-o", target, "--force", "--format", "html",
        ];
        let output = desk.run(&view);
        let words = words(&output);
        assert_eq!(output.status.code(), Some(2), "{target}: {words}");
        assert!(words.contains("Nothing was written"), "{target}: {words}");
    }
    let after = ["w.assay", "sales.csv"].map(|name| fs::read(desk.path(name)).unwrap());
    assert_eq!(before, after);
    for folder in ["/", "in/"] {
        let made = desk.run(&["new", folder]);
        assert_eq!(made.status.code(), Some(4), "{folder}: {}", words(&made));
        assert!(words(&made).contains("names no file"), "{}", words(&made));
    }
    assert!(!desk.path("in/.assay").exists());
}
