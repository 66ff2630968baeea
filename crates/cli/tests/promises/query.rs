//! `assay query` with the real engine: the contract with other tools, and the rows of bad input
//! that a command line meets (A, F, Q rows). Tests are skipped, and say so, where no engine is built.

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::desk::{Desk, words};

#[test]
fn an_answer_is_csv_with_header_empty_nulls_and_iso_dates() {
    let Some(desk) = Desk::new() else { return };
    assert_eq!(desk.answer(&["select 1 as x"]), "x\n1\n");
    assert_eq!(
        desk.answer(&["select day, region, amount from sales order by day"]),
        "day,region,amount\n2024-01-05,north,10.5\n2024-02-07,south,20.0\n2024-03-01,,7.0\n"
    );
    assert_eq!(
        desk.answer(&["select region from sales where amount > 100"]),
        "region\n"
    );
}

#[test]
fn the_steps_of_a_query_are_rows_like_any_others() {
    let Some(desk) = Desk::new() else { return };
    assert_eq!(
        desk.answer(&["explain select count(*) as n from sales where amount > 8"]),
        "step,details,expected_rows,is_guess\n\
         Compute columns,count(1) AS n,1,false\n\
         · Aggregate all rows,count(1),1,false\n\
         · · Read,sales: only the number of rows; where amount > 8.0,1,true\n"
    );
    let measured = desk.answer(&["explain analyze select region from sales where amount > 8"]);
    let lines: Vec<&str> = measured.lines().collect();
    assert_eq!(
        lines[0],
        "step,details,expected_rows,is_guess,rows,bytes,ms"
    );
    assert!(
        lines.iter().any(|line| line.contains(",true,2,")),
        "{lines:?}"
    );
}

#[test]
fn parameters_are_values_typed_by_their_content() {
    let Some(desk) = Desk::new() else { return };
    let check = |param: &str, condition: &str, expected: &str| {
        let sql = format!("select sum(amount) as s from sales where {condition}");
        assert_eq!(
            desk.answer(&["--param", param, &sql]),
            format!("s\n{expected}\n"),
            "{param}"
        );
    };
    check("least=10", "amount >= :least", "30.5");
    check("day=2024-02-07", "day = :day", "20.0");
    check("who=north", "region = :who", "10.5");
    check("who=north,south", "region in (:who)", "30.5");
    check("when=2024-02-01..2024-03-31", "day between :when", "27.0");
    check("who=x' or 'a'='a", "region = :who", "");
}

#[test]
fn mistakes_in_the_statement_are_shown_with_their_place() {
    let Some(desk) = Desk::new() else { return };
    let source = "sales=sales.csv";
    let check = |sql: &str, said: &str| desk.check(&["query", "--source", source, sql], 1, said);
    check("select reigon from sales", "error[SQL_UNKNOWN_COLUMN]");
    check("select reigon from sales", "  --> 1:8\n");
    check("select reigon from sales", "region");
    check("select *\nfrom sales\nwhere and", "3:");
    check("select * from sale", "sales");
    check("select :missing from sales", "missing");
    check("select 1; select 2", "SQL_ONE_STATEMENT");
    check("drop table sales", "SQL_NOT_ALLOWED");
    check("explain analyze delete from sales", "SQL_NOT_ALLOWED");
    check(
        "select * from read_csv('/etc/passwd')",
        "SQL_FORBIDDEN_SOURCE",
    );
    check("select * from '/etc/passwd'", "error[SQL_");
    check("select 9223372036854775807 * 2", "error[SQL_");
    check("   ", "SQL_EMPTY");
    let long = format!("select '{}'", "x".repeat(300_000));
    let output = desk
        .command(&["query", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = output.unwrap();
    let _ = child.stdin.take().unwrap().write_all(long.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        words(&output).contains("SQL_TOO_LONG"),
        "{}",
        words(&output)
    );
}

#[test]
fn a13_the_statement_may_come_from_standard_input() {
    let Some(desk) = Desk::new() else { return };
    let check = |input: &[u8], code: i32, said: &str| {
        let mut child = desk
            .command(&["query", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        let all = String::from_utf8_lossy(&output.stdout).into_owned() + &words(&output);
        assert!(all.contains(said), "{all}");
    };
    check(b"select 2 as y", 0, "y\n2\n");
    check(b"\xef\xbb\xbfselect 3 as z\n", 0, "z\n3\n");
    check(b"", 1, "SQL_EMPTY");
    check(b"select \xff", 1, "SQL_NOT_TEXT");
    check(&vec![b' '; 1 << 20], 1, "SQL_TOO_LONG");
}

#[test]
fn a04_files_that_cannot_be_read_are_named_each_in_its_way() {
    let Some(desk) = Desk::new() else { return };
    let check = |source: &str, said: &str| {
        desk.check(&["query", "--source", source, "select 1"], 4, said);
    };
    check("gone=no/such/file.csv", "file.csv");
    fs::create_dir(desk.path("empty")).unwrap();
    check("empty=empty", "empty");
    fs::write(desk.path("nothing.parquet"), "").unwrap();
    check("nothing=nothing.parquet", "nothing.parquet");
    desk.check(
        &["query", "--source-dir", "no/such", "select 1"],
        4,
        "FOLDER_UNREADABLE",
    );
    desk.check(
        &["query", "--source-dir", "sales.csv", "select 1"],
        4,
        "FOLDER_UNREADABLE",
    );
}

#[test]
fn a_folder_gives_each_file_under_its_stem() {
    let Some(desk) = Desk::new() else { return };
    fs::create_dir(desk.path("data")).unwrap();
    fs::copy(desk.path("sales.csv"), desk.path("data/Sales.csv")).unwrap();
    fs::write(desk.path("data/broken.parquet"), "no parquet").unwrap();
    fs::write(
        desk.path("data/regions.ndjson"),
        "{\"region\":\"north\",\"lead\":\"Ann\"}\n",
    )
    .unwrap();
    let sql = "select lead, amount from sales join regions on sales.region = regions.region";
    let output = desk.run(&["query", "--source-dir", "data", sql]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "lead,amount\nAnn,10.5\n",
        "{}",
        words(&output)
    );
    let args = ["query", "--source-dir", "data", "select * from regoins"];
    desk.check(&args, 1, "regions");
    fs::write(desk.path("data/sales.json"), "[]").unwrap();
    desk.check(
        &["query", "--source-dir", "data", "select * from sales"],
        2,
        "CLI_SAME_NAME",
    );
}

/// A million millions of rows: more than any machine answers while a test waits.
const ENDLESS: &str = "select sum(a.amount + x) from sales a, range(1000000) as b(x), \
                       range(1000000) as c(y) where (x * y + 3) % 7 = 3";

#[test]
fn a09_an_interrupt_ends_a_query_with_130_at_once() {
    let Some(desk) = Desk::new() else { return };
    let mut child = desk
        .command(&["query", "--source", "sales=sales.csv", ENDLESS])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(700));
    assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
    let at = Instant::now();
    kill_process(
        Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap(),
        Signal::INT,
    )
    .unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(
        at.elapsed() < Duration::from_millis(500),
        "{:?}",
        at.elapsed()
    );
}

#[test]
fn a_statement_over_its_time_ends_with_3() {
    let Some(desk) = Desk::new() else { return };
    let args = [
        "query",
        "--source",
        "sales=sales.csv",
        "--timeout",
        "300ms",
        ENDLESS,
    ];
    desk.check(&args, 3, "ENGINE_TIMEOUT");
}

#[test]
fn usage_errors_end_with_2_and_say_what_is_wanted() {
    let desk = Desk::bare();
    desk.check(&[], 2, "query");
    desk.check(&["qurey"], 2, "query");
    desk.check(&["query", "--format", "xml", "select 1"], 2, "parquet");
    desk.check(&["query", "--memory", "1", "select 1"], 2, "64MiB");
    desk.check(&["query", "--timeout=-1", "select 1"], 2, "24h");
    desk.check(&["query", "--source", "sales", "select 1"], 2, "NAME=PATH");
    desk.check(
        &["query", "--param", "d=2024-02-30", "select 1"],
        2,
        "calendar",
    );
    let twice = [
        "query",
        "--source",
        "a=sales.csv",
        "--source",
        "A=sales.csv",
        "select 1",
    ];
    desk.check(&twice, 2, "CLI_SAME_NAME");
    let output = desk.run(&["--version"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("assay "));
}

#[test]
fn a03_names_like_switches_work_after_two_dashes() {
    let Some(desk) = Desk::new() else { return };
    let output = desk.run(&["query", "--", "-- a comment\nselect 4 as four"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "four\n4\n",
        "{}",
        words(&output)
    );
    fs::copy(desk.path("sales.csv"), desk.path("-x.csv")).unwrap();
    let output = desk.run(&[
        "query",
        "--source",
        "x=-x.csv",
        "select count(*) as n from x",
    ]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "n\n3\n",
        "{}",
        words(&output)
    );
}

#[test]
fn a16_odd_surroundings_work_or_are_said_in_one_line() {
    let Some(desk) = Desk::new() else { return };
    let sql = ["query", "select 1 as x"];
    let mut bare = desk.command(&sql);
    bare.env_clear().env("ASSAY_ENGINE", &desk.engine);
    let output = bare.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    let mut plain = desk.command(&sql);
    let output = plain
        .env("LC_ALL", "C")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    fs::write(desk.path("file"), "").unwrap();
    let mut blocked = desk.command(&sql);
    let output = blocked
        .env("XDG_CACHE_HOME", desk.path("file"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", words(&output));
    assert_eq!(words(&output).lines().count(), 1, "{}", words(&output));
    let mut lost = desk.command(&sql);
    let output = lost
        .env("ASSAY_ENGINE", "/no/such/engine")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(words(&output).contains("ENGINE_NOT_STARTED"));
}
