//! Limits of `assay query` with the real engine: memory (P17), time and Ctrl+C (P13, A09), and what
//! is left behind (P05). Tests are skipped, and say so, where no engine is built.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::desk::{Desk, words};

const SLOW: &str =
    "select count(*) as c from n a, n b, n c, n d where (a.n * b.n + c.n * d.n) % 7 = 3";
const FIVE_MILLION: &str = "from n a, n b, n c where c.n < 5";

fn desk() -> Option<Desk> {
    let desk = Desk::new()?;
    let numbers: Vec<String> = (0..1000).map(|number| format!("{number}\n")).collect();
    fs::write(desk.path("n.csv"), format!("n\n{}", numbers.concat())).unwrap();
    Some(desk)
}

/// A run that ends with 3 says all of this, and answers nothing.
fn said(desk: &Desk, args: &[&str], wanted: &[&str]) {
    let output = desk.run(args);
    let words = words(&output);
    assert_eq!(output.status.code(), Some(3), "{args:?}: {words}");
    assert!(output.stdout.is_empty(), "{args:?} prints an answer");
    for part in wanted {
        assert!(words.contains(part), "{args:?}: {words}");
    }
    assert!(words.chars().count() <= 460, "{words}");
}

#[test]
fn p17_a_statement_over_the_memory_limit_ends_with_3_and_says_what_to_do() {
    let Some(desk) = desk() else { return };
    let id = "a.n * 10000 + b.n * 10 + c.n";
    let check = |sql: &str| {
        let limited = ["query", "--source", "n=n.csv", "--memory", "256MiB", sql];
        said(
            &desk,
            &limited,
            &[
                "error[ENGINE_MEMORY_LIMIT]",
                "limit of 256 MiB",
                "raise the memory limit",
            ],
        );
    };
    check(&format!(
        "select {id} as id {FIVE_MILLION} order by (a.n * b.n) % 9973, 1 desc"
    ));
    check(&format!(
        "select {id} as id, count(*) as c {FIVE_MILLION} group by 1 order by 2, 1"
    ));
    check("select max(length(repeat('x', 1000000) || cast(n as varchar))) as m from n");
    let output = desk.run(&[
        "query",
        "--source",
        "n=n.csv",
        "--memory",
        "256MiB",
        "select sum(n) as s from n",
    ]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "s\n499500\n",
        "{}",
        words(&output)
    );
}

/// An answer that is larger than the limit itself is written whole, by way of the disk, and nothing
/// of it stays there.
#[test]
fn p05_an_answer_over_the_memory_limit_is_written_whole_and_leaves_nothing_behind() {
    let Some(desk) = desk() else { return };
    let left = || {
        let answers = desk.path("home/cache/assay/engine/answers");
        fs::read_dir(answers).map_or(0, Iterator::count)
    };
    let sql = format!(
        "select a.n * 10000 + b.n * 10 + c.n as id, cast(b.n as double) as x, cast(c.n as double) as y {FIVE_MILLION}"
    );
    let run = [
        "query",
        "--source",
        "n=n.csv",
        "--memory",
        "256MiB",
        "--format",
        "parquet",
        "--output",
        "five.parquet",
        &sql,
    ];
    let output = desk.run(&run);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    assert_eq!(left(), 0, "an answer stays on disk");
    let counted = desk.run(&[
        "query",
        "--source",
        "five=five.parquet",
        "select count(distinct id) as c from five",
    ]);
    assert_eq!(
        String::from_utf8_lossy(&counted.stdout),
        "c\n5000000\n",
        "{}",
        words(&counted)
    );

    // What a killed program leaves behind, the next one removes.
    let mut child = desk.command(&run).stderr(Stdio::null()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(20);
    while left() == 0 {
        assert!(
            Instant::now() < deadline && child.try_wait().unwrap().is_none(),
            "nothing went to disk"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while left() > 0 {
        assert!(
            Instant::now() < deadline,
            "an answer of a killed program stays on disk"
        );
        // The engine of the killed program may need a moment to notice.
        desk.run(&["query", "select 1 as x"]);
    }
}

#[test]
fn p13_a_time_limit_is_kept_and_said() {
    let Some(desk) = desk() else { return };
    let limited = ["query", "--source", "n=n.csv", "--timeout", "1s", SLOW];
    let asked = Instant::now();
    said(
        &desk,
        &limited,
        &[
            "error[ENGINE_TIMEOUT]",
            "within 1 s",
            "raise the time limit",
        ],
    );
    let took = asked.elapsed();
    assert!(took >= Duration::from_secs(1), "{took:?}");
    assert!(took <= Duration::from_millis(1500), "{took:?}");
}

#[test]
fn a09_ctrl_c_ends_with_130_in_half_a_second_and_twice_at_once() {
    let Some(desk) = desk() else { return };
    for interrupts in [1, 2, 1, 2] {
        let mut child = desk
            .command(&["query", "--source", "n=n.csv", SLOW])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(500));
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        assert!(
            child.try_wait().unwrap().is_none(),
            "the statement is too quick"
        );
        let asked = Instant::now();
        for _ in 0..interrupts {
            kill_process(pid, Signal::INT).unwrap();
            std::thread::sleep(Duration::from_millis(1));
        }
        let status = child.wait().unwrap();
        let took = asked.elapsed();
        assert_eq!((status.code(), status.signal()), (Some(130), None));
        assert!(
            took <= Duration::from_millis(500),
            "{interrupts} interrupts: {took:?}"
        );
    }
}
