//! Rows of the catalogue of bad input that a person meets at the command line with the real
//! engine: Q14, Q26, Q36, V14, A18, G11 and X05.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::desk::{Desk, words};

const ODD: &str = "select x from (values (cast('-inf' as double)), (-1e308), (-0.0e0), (5e-324), \
                   (1e0), (cast('inf' as double)), (cast('NaN' as double)), (null)) as t(x)";

/// A short pattern that stands for a thousand million letters.
const BOMB: &str = "((((a{1000}){1000}){1000}))";

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The program with limits of the shell around it: `ulimit -n 64`.
fn limited(desk: &Desk, limit: &str, args: &[&str]) -> Command {
    let program = desk.command(args);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{limit}; exec \"$0\" \"$@\"")])
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(desk.folder.path())
        .stdin(Stdio::null());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

#[test]
fn q14_division_by_zero_is_missing_everywhere_and_said() {
    let Some(desk) = Desk::new() else { return };
    fs::write(desk.path("z.csv"), "n,f\n0,0.0\n2,0.5\n").unwrap();
    let check = |expression: &str, expected: &str| {
        let sql = format!("select {expression} as x from z order by n");
        let output = desk.run(&["query", "--source", "z=z.csv", &sql]);
        let said_once = words(&output).matches("SQL_DIVISION_BY_ZERO").count();
        assert_eq!(said(&output), format!("x\n{expected}\n"), "{expression}");
        assert_eq!(said_once, 1, "{expression}: {}", words(&output));
        assert_eq!(output.status.code(), Some(0), "{expression}");
    };
    check("7 / n", "\n3.5");
    check("0 / n", "\n0.0");
    check("7 // n", "\n3");
    check("7 % n", "\n1");
    check("div(7, n)", "\n3");
    check("1e0 / f", "\n2.0");
    check("f % n", "\n0.5");
    check("1 / 0", "\n");
    check("0 / 0", "\n");
    check("0e0 / 0", "\n");
    check("n % 0", "\n");
    check("n // 0", "\n");
    check("cast(n as decimal(9, 2)) / 0", "\n");
    check("cast(n as decimal(9, 2)) % n", "\n0.00");
    check("sum(n) over () / (n - n)", "\n");
    check("n / 0 + 1 / n", "\n");
    let meant = "select 7 / nullif(n, 0) as x from z order by n";
    let output = desk.run(&["query", "--source", "z=z.csv", meant]);
    assert_eq!(said(&output), "x\n\n3.5\n");
}

#[test]
fn q26_a_pattern_that_grows_without_end_is_refused_and_none_runs_without_end() {
    let Some(desk) = Desk::new() else { return };
    fs::write(desk.path("p.csv"), format!("p\n\"{BOMB}\"\n")).unwrap();
    for condition in [
        &format!("p ~ '{BOMB}'"),
        &format!("p !~* '{BOMB}'"),
        &format!("regexp_like(p, '{BOMB}')"),
        &format!("regexp_replace(p, '{BOMB}', 'x') = 'x'"),
        "regexp_like('aaa', p)",
        "p ~ '('",
    ] {
        let sql = format!("select * from p where {condition}");
        let start = Instant::now();
        desk.check(&["query", "--source", "p=p.csv", &sql], 1, "error[SQL_");
        let took = start.elapsed();
        assert!(took < Duration::from_secs(3), "{condition}: {took:?}");
    }
    // A pattern that backtracking engines try for ever is answered at once.
    let long = "select regexp_like(repeat('a', 50000) || '!', '^(a+)+$') as x";
    let start = Instant::now();
    assert_eq!(desk.answer(&[long]), "x\nfalse\n");
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn q36_odd_numbers_and_days_are_sorted_and_written_as_documented() {
    let Some(desk) = Desk::new() else { return };
    let written = |format: &str, sql: &str| desk.answer(&["--format", format, sql]);
    let up = format!("{ODD} order by x");
    let down = format!("{ODD} order by x desc");
    assert_eq!(
        written("csv", &up),
        "x\n-inf\n-1e308\n-0.0\n5e-324\n1.0\ninf\nNaN\n\n"
    );
    assert_eq!(
        written("csv", &down),
        "x\n\nNaN\ninf\n1.0\n5e-324\n-0.0\n-1e308\n-inf\n"
    );
    // JSON knows no such numbers.
    let lines = written("ndjson", &up);
    let values: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["x"].clone())
        .collect();
    let null = serde_json::Value::Null;
    assert_eq!([&values[0], &values[5], &values[6], &values[7]], [&null; 4]);
    assert_eq!(values[1], serde_json::json!(-1e308));
    assert_eq!(values[3], serde_json::json!(5e-324));
    let days = "select date '0001-01-05' - 4 as first, date '9999-12-30' + 1 as last";
    assert_eq!(written("csv", days), "first,last\n0001-01-01,9999-12-31\n");
    for outside in [
        "date '0001-01-01' - 1",
        "date '9999-12-31' + 1",
        "date '0000-01-01'",
    ] {
        desk.check(
            &["query", &format!("select {outside} as day")],
            1,
            "outside the years 1 to 9999",
        );
    }
    // What was written reads back as the same numbers.
    fs::write(desk.path("odd.csv"), written("csv", &up)).unwrap();
    let back = desk.run(&["query", "--source", "odd=odd.csv", "select * from odd"]);
    assert_eq!(said(&back), written("csv", &up), "{}", words(&back));
}

#[test]
fn v14_a_row_limit_of_nothing_less_or_far_too_much() {
    let Some(desk) = Desk::new() else { return };
    let sql = "select region from sales limit :n";
    let rows = |n: &str| desk.answer(&["--param", &format!("n={n}"), sql]);
    assert_eq!(rows("0"), "region\n");
    assert_eq!(rows("2"), "region\nnorth\nsouth\n");
    assert_eq!(rows("1000000000000").lines().count(), 4);
    for n in ["n=-1", "n=2.5"] {
        let args = ["query", "--source", "sales=sales.csv", "--param", n, sql];
        desk.check(&args, 1, "error[SQL_LIMIT]");
    }
}

/// The window's stand-in is a server with the same folders: all of them use one catalog.
#[test]
fn a18_two_runs_and_a_server_share_one_catalog() {
    let Some(desk) = Desk::new() else { return };
    let mut server = desk
        .command(&["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut address = String::new();
    BufReader::new(server.stdout.as_mut().unwrap())
        .read_line(&mut address)
        .unwrap();
    assert!(address.starts_with("http://"), "{address}");
    let children: Vec<_> = (0..4)
        .map(|number| {
            let sql = format!("select sum(amount) + {number} as s from sales");
            desk.command(&["query", "--source", "sales=sales.csv", &sql])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for (number, child) in children.into_iter().enumerate() {
        let output = child.wait_with_output().unwrap();
        let expected = format!("s\n{}.5\n", 37 + number);
        assert_eq!(said(&output), expected, "{}", words(&output));
    }
    assert!(server.try_wait().unwrap().is_none(), "the server ended");
    let second = desk
        .command(&["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut second = second.unwrap();
    let mut address = String::new();
    BufReader::new(second.stdout.as_mut().unwrap())
        .read_line(&mut address)
        .unwrap();
    assert!(address.starts_with("http://"), "{address}");
    for child in [&mut server, &mut second] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn g11_tight_limits_of_the_system_are_survived_or_named() {
    let Some(desk) = Desk::new() else { return };
    let query = [
        "query",
        "--source",
        "sales=sales.csv",
        "select count(*) as c from sales",
    ];
    for (limit, must_work) in [
        ("ulimit -n 64", true),
        ("ulimit -n 16", false),
        ("ulimit -u 50", false),
        ("ulimit -v 262144", false),
        ("ulimit -v 65536", false),
    ] {
        let start = Instant::now();
        let output = limited(&desk, limit, &query).output().unwrap();
        let words = words(&output);
        assert!(start.elapsed() < Duration::from_secs(10), "{limit}");
        match output.status.code() {
            Some(0) => assert_eq!(said(&output), "c\n3\n", "{limit}"),
            Some(3) if !must_work => {
                assert!(
                    words.contains("error[") && words.contains("ystem"),
                    "{limit}: {words}"
                );
                assert!(words.chars().count() <= 500, "{limit}: {words}");
            }
            code => panic!("{limit}: {code:?} {:?} {words}", output.status),
        }
        for innards in ["panicked", "RUST_BACKTRACE", "Os {"] {
            assert!(!words.contains(innards), "{limit}: {words}");
        }
    }
}

/// A disk that is full at some point of the way: the old file stays, and nothing else.
#[test]
fn x05_a_disk_that_fills_up_leaves_the_old_file_and_no_part() {
    let Some(desk) = Desk::new() else { return };
    fs::write(desk.path("out.csv"), "before").unwrap();
    let sql = "select a.day, repeat('x', 1000) as x from sales a, sales b, sales c, sales d, sales e, sales f";
    for blocks in [1, 64, 256, 512] {
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}");
        let args = [
            "query",
            "--source",
            "sales=sales.csv",
            "--output",
            "out.csv",
            sql,
        ];
        let output = limited(&desk, &limit, &args).output().unwrap();
        let words = words(&output);
        assert!(
            matches!(output.status.code(), Some(3 | 4)),
            "{blocks}: {words}"
        );
        assert!(words.contains("error["), "{blocks}: {words}");
        assert_eq!(fs::read_to_string(desk.path("out.csv")).unwrap(), "before");
        let mut left: Vec<_> = fs::read_dir(desk.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "home")
            .collect();
        left.sort();
        assert_eq!(left, ["out.csv", "sales.csv"], "{blocks}");
        if blocks >= 64 {
            assert!(words.contains("out.csv"), "{blocks}: {words}");
        }
    }
}
