//! Where answers go: formats, files that are whole or absent, readers that leave (A06, A07, P12).

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use crate::desk::{Desk, words};
use crate::workbook::workbook;

#[test]
fn every_format_can_be_written_and_read_again() {
    let Some(desk) = Desk::new() else { return };
    let sql = "select region, amount from sales order by amount";
    let lines = desk.answer(&["--format", "ndjson", sql]);
    assert_eq!(lines.lines().count(), 3, "{lines}");
    assert!(
        lines
            .lines()
            .all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
    );
    let list: serde_json::Value =
        serde_json::from_str(&desk.answer(&["--format", "json", sql])).unwrap();
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    let table = desk.answer(&["--format", "table", sql]);
    assert!(
        table.contains("north") && table.contains("3 rows"),
        "{table}"
    );
    for (format, name) in [
        ("parquet", "out.parquet"),
        ("arrow", "out.arrow"),
        ("csv", "out.csv"),
    ] {
        assert_eq!(
            desk.answer(&["--format", format, "--output", name, sql]),
            ""
        );
        let again = format!("again={name}");
        let output = desk.run(&[
            "query",
            "--source",
            &again,
            "select sum(amount) as s from again",
        ]);
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "s\n37.5\n",
            "{format}: {}",
            words(&output)
        );
    }
}

#[test]
fn a06_an_input_is_never_written_over() {
    let desk = Desk::bare();
    let before = fs::read(desk.path("sales.csv")).unwrap();
    std::os::unix::fs::symlink(desk.path("sales.csv"), desk.path("link.csv")).unwrap();
    fs::hard_link(desk.path("sales.csv"), desk.path("hard.csv")).unwrap();
    for output in ["sales.csv", "./sales.csv", "link.csv", "hard.csv"] {
        let args = [
            "query",
            "--source",
            "sales=sales.csv",
            "--output",
            output,
            "select 1 from sales",
        ];
        desk.check(&args, 2, "CLI_SAME_FILE");
    }
    assert_eq!(fs::read(desk.path("sales.csv")).unwrap(), before);
}

#[test]
fn a07_p12_an_output_is_whole_or_as_it_was() {
    let Some(desk) = Desk::new() else { return };
    fs::write(desk.path("out.csv"), "before").unwrap();
    let wrong = ["query", "--output", "out.csv", "select nothing"];
    desk.check(&wrong, 1, "error[");
    assert_eq!(fs::read_to_string(desk.path("out.csv")).unwrap(), "before");
    desk.check(
        &["query", "--output", "/dev/full", "select 1"],
        4,
        "FILE_UNWRITABLE",
    );
    desk.check(
        &["query", "--output", "no/such/out.csv", "select 1"],
        4,
        "FILE_UNWRITABLE",
    );
    desk.check(
        &["query", "--output", ".", "select 1"],
        4,
        "FILE_UNWRITABLE",
    );
    desk.check(
        &["query", "--output", "/proc/out.csv", "select 1"],
        4,
        "FILE_UNWRITABLE",
    );
    assert_eq!(
        desk.answer(&["--output", "out.csv", "select 5 as five"]),
        ""
    );
    assert_eq!(
        fs::read_to_string(desk.path("out.csv")).unwrap(),
        "five\n5\n"
    );
    let left: Vec<_> = fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// P12: whenever a command that writes a file is killed, the file is the old one or the whole new one.
#[test]
fn p12_kills_in_the_middle_leave_the_old_file_or_the_new_one() {
    killed_while_writing(12);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_p12_1_000_kills_leave_the_old_file_or_the_new_one() {
    killed_while_writing(334);
}

/// Kills each of the commands so often.
fn killed_while_writing(kills: u32) {
    let Some(desk) = Desk::new() else { return };
    let sql = "select a.amount from sales a, sales b, sales c, sales d, sales e, sales f, sales g, \
               sales h, sales i order by 1";
    workbook(&desk, &[("rows", sql)]);
    let query = [
        "query",
        "--source",
        "sales=sales.csv",
        "--output",
        "q.csv",
        sql,
    ];
    let run = ["run", "w.assay", "--output", "r.csv"];
    let package = [
        "package", "w.assay", "--table", "sales", "--force", "-o", "p.assay",
    ];
    for (args, file) in [
        (&query[..], "q.csv"),
        (&run, "r.csv"),
        (&package, "p.assay"),
    ] {
        killed_while(&desk, args, file, kills);
    }
}

fn killed_while(desk: &Desk, args: &[&str], file: &str, kills: u32) {
    let seed = 7_u64;
    eprintln!("{}: seed {seed}", args[0]);
    let started = std::time::Instant::now();
    let done = desk.run(args);
    assert_eq!(done.status.code(), Some(0), "{}", words(&done));
    let whole = u64::try_from(started.elapsed().as_millis()).unwrap();
    let new = fs::read(desk.path(file)).unwrap();
    let (mut dice, mut old_left) = (seed, 0);
    for _ in 0..kills {
        fs::write(desk.path(file), "before").unwrap();
        let mut child = desk.command(args).spawn().unwrap();
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_millis((dice >> 33) % (whole + 50)));
        let _ = child.kill();
        let _ = child.wait();
        let now = fs::read(desk.path(file)).unwrap();
        assert!(now == b"before" || now == new, "{} bytes", now.len());
        old_left += u32::from(now == b"before");
    }
    assert!(old_left > 0, "{}: no kill came before its end", args[0]);
}

#[test]
fn a15_cells_are_raw_in_files_and_escaped_in_tables() {
    let Some(desk) = Desk::new() else { return };
    fs::write(desk.path("h.csv"), "t\n\u{1b}[31mred\n").unwrap();
    let raw = desk.run(&["query", "--source", "h=h.csv", "select t from h"]);
    assert!(raw.stdout.contains(&0x1b), "{}", words(&raw));
    let table = desk.run(&[
        "query",
        "--source",
        "h=h.csv",
        "--format",
        "table",
        "select t from h",
    ]);
    assert!(!table.stdout.contains(&0x1b) && !table.stdout.is_empty());
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let Some(desk) = Desk::new() else { return };
    let sql = "select a.amount from sales a, sales b, sales c, sales d, sales e, sales f, sales g, \
               sales h, sales i, sales j, sales k";
    let mut child = desk
        .command(&["query", "--source", "sales=sales.csv", sql])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert!(words(&output).is_empty(), "{}", words(&output));
}
