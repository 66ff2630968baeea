//! P21 and R30 to R34 on the command line: a workbook of someone else runs nothing until it is
//! trusted, and what is stored in it can be read all the same; and P24 for pages to be read.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, words};
use crate::workbook::received;

const CELLS: [(&str, &str); 1] = [("total", "select sum(amount) as s from sales")];

/// What a command that must be fine says as JSON.
pub(crate) fn json_of(desk: &Desk, args: &[&str]) -> Value {
    let output = desk.run(args);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{args:?}: {}",
        words(&output)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn p21_what_is_not_trusted_ends_with_5_and_once_leaves_nothing_behind() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &CELLS);
    let commands: [&[&str]; 5] = [
        &["run", "w.assay"],
        &["run", "w.assay", "--check"],
        &["check", "w.assay"],
        &["lineage", "w.assay"],
        &["export", "w.assay", "--chart", "c", "-o", "c.svg"],
    ];
    for command in commands {
        desk.check(command, 5, "not made on this computer");
    }
    let once = desk.run(&["run", "w.assay", "--trust-once"]);
    assert_eq!(once.status.code(), Some(0), "{}", words(&once));
    assert_eq!(String::from_utf8_lossy(&once.stdout), "s\n37.5\n");
    desk.check(&["run", "w.assay"], 5, "not made on this computer");

    let shown = json_of(&desk, &["trust", "w.assay", "--show", "--json"]);
    assert_eq!(shown["trust"], "restricted");
    assert_eq!(shown["runs"], serde_json::json!(["total"]));
    assert!(shown["opens"][0].as_str().unwrap().ends_with("sales.csv"));
    assert_eq!(
        json_of(&desk, &["trust", "w.assay", "--json"])["trust"],
        "trusted"
    );
    let run = desk.run(&["run", "w.assay", "--save"]);
    assert_eq!(run.status.code(), Some(0), "{}", words(&run));
    let again = desk.run(&["run", "w.assay"]);
    assert_eq!(
        again.status.code(),
        Some(0),
        "what was saved here is trusted"
    );
    json_of(&desk, &["trust", "w.assay", "--revoke", "--json"]);
    desk.check(&["run", "w.assay"], 5, "not made on this computer");
}

#[test]
fn stored_answers_are_compared_cell_by_cell_and_a_changed_source_is_named() {
    let Some(desk) = Desk::new() else { return };
    received(
        &desk,
        &[
            ("total", "select sum(amount) as s from sales"),
            ("one", "select 1 as n"),
        ],
    );
    desk.run(&["trust", "w.assay"]);
    desk.check(&["run", "w.assay", "--check"], 1, "holds no answers");
    assert_eq!(
        desk.run(&["run", "w.assay", "--save"]).status.code(),
        Some(0)
    );
    let same = json_of(&desk, &["run", "w.assay", "--check", "--json"]);
    assert_eq!(
        (&same["same"], &same["different"]),
        (&2.into(), &0.into()),
        "{same}"
    );
    fs::write(
        desk.path("sales.csv"),
        "day,region,amount\n2024-01-05,north,11.5\n",
    )
    .unwrap();
    let output = desk.run(&["run", "w.assay", "--check"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        told.contains("total: different, in row 1 s is 11.5, was 37.5\n"),
        "{told}"
    );
    assert!(
        told.contains("  because the data of sales changed\n"),
        "{told}"
    );
    assert!(told.contains("one: same\n"), "{told}");
    assert!(
        told.ends_with("1 same, 1 different, 0 without a stored answer\n"),
        "{told}"
    );
}

#[test]
fn p24_a_page_to_be_read_holds_what_is_stored_and_no_script_whatever_the_text_says() {
    let Some(desk) = Desk::new() else { return };
    let hostile = "select '<script>alert(1)</script>' as \"<img src=x onerror=alert(2)>\"";
    received(
        &desk,
        &[
            ("total", "select sum(amount) as s from sales"),
            ("evil", hostile),
        ],
    );
    let once = desk.run(&["run", "w.assay", "--trust-once", "--save"]);
    assert_eq!(once.status.code(), Some(0), "{}", words(&once));
    let written = json_of(&desk, &["view", "w.assay", "-o", "w.html", "--json"]);
    assert_eq!(written["without_answer"], serde_json::json!([]));
    let page = fs::read_to_string(desk.path("w.html")).unwrap();
    assert!(page.contains("<td class=\"n\">37.5</td>"), "{page}");
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
        "{page}"
    );
    for mark in ["<script", "<img", "<iframe", "<link", "@import", "url("] {
        assert!(!page.contains(mark), "{mark} in {page}");
    }
    let policy = "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:;";
    assert!(page.contains(policy), "{page}");
    desk.check(&["view", "w.assay", "-o", "w.html"], 4, "is there already");
    let forced = desk.run(&["view", "w.assay", "-o", "w.html", "--force"]);
    assert_eq!(forced.status.code(), Some(0), "{}", words(&forced));
    desk.run(&["view", "w.assay", "-o", "w.md"]);
    let text = fs::read_to_string(desk.path("w.md")).unwrap();
    assert!(text.contains("| s |\n| ---: |\n| 37.5 |\n"), "{text}");
    assert!(!text.contains("<script>alert(1)</script> |"), "{text}");
    desk.check(&["view", "w.assay", "-o", "w.txt"], 2, ".html, .md");
}

#[test]
fn a_new_workbook_is_made_opened_and_never_over_another() {
    let desk = Desk::bare();
    let made = json_of(&desk, &["new", "fresh.assay", "--title", "First", "--json"]);
    assert!(made["path"].as_str().unwrap().ends_with("fresh.assay"));
    let opened = json_of(&desk, &["open", "fresh.assay", "--json"]);
    assert_eq!(opened["workbook"]["title"], "First");
    assert_eq!(opened["trust"]["trust"], "trusted");
    desk.check(&["new", "fresh.assay"], 4, "fresh.assay");
}

/// W25: what someone else changed since the workbook was trusted stands in the refusal.
#[test]
fn w25_a_refusal_names_what_changed_since_the_workbook_was_trusted() {
    let Some(desk) = Desk::new() else { return };
    received(&desk, &CELLS);
    json_of(&desk, &["trust", "w.assay", "--json"]);
    json_of(&desk, &["unpack", "w.assay", "--json"]);
    let texts = fs::read_dir(desk.path("w/cells")).unwrap();
    for text in texts.map(|entry| entry.unwrap().path()) {
        fs::write(&text, "select 'other' as s\n").unwrap();
    }
    json_of(&desk, &["pack", "w", "--output", "x.assay", "--json"]);
    for command in [&["check", "x.assay"][..], &["run", "x.assay"]] {
        desk.check(
            command,
            5,
            "cell total: 1 line changed. Nothing in it runs.",
        );
    }
    let shown = desk.run(&["trust", "x.assay", "--show"]);
    let told = String::from_utf8_lossy(&shown.stdout);
    assert!(
        told.contains("  changed cell total: 1 line changed\n"),
        "{told}"
    );
    let shown = json_of(&desk, &["trust", "x.assay", "--show", "--json"]);
    assert_eq!(shown["changes"]["count"], 1);
}
