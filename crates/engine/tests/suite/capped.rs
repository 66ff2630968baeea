//! Small files that hold more than fits into memory: pages of them are shown, and the limit holds.

use std::time::{Duration, Instant};

use model::ResultId;
use protocol::message::{Answer, Ask, View};

use crate::parquet_made::{Made, file, repeated};
use crate::process::{Process, run};

const MIB: u64 = 1 << 20;

/// How many rows a statement gives.
fn rows(process: &mut Process, sql: &str) -> u64 {
    match process.ask(run(sql)).0 {
        Answer::Ran { head } => head.rows,
        other => panic!("{sql}: {other:?}"),
    }
}

fn window(process: &mut Process, offset: u64) -> (Answer, usize) {
    let (answer, bytes) = process.ask(Ask::Window {
        result: ResultId::new("r"),
        view: View::default(),
        offset,
        limit: 100,
    });
    (answer, bytes.len())
}

/// F17: 200 million equal values in a few kilobytes are 1.6 GB in memory.
#[test]
fn f17_q33_a_small_file_of_equal_values_is_read_lazily_under_the_cap() {
    let group = repeated(7, 1_000_000);
    let made = Made {
        groups: vec![(1_000_000, group); 200],
        ..Made::default()
    };
    let bytes = file(&made, true);
    assert!(bytes.len() < 469_000, "{}", bytes.len());
    let mut process = Process::start(512 * MIB);
    let start = Instant::now();
    process.open_file("t", "t.parquet", &bytes);
    assert_eq!(rows(&mut process, "select * from t limit 100"), 100);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(rows(&mut process, "select sum(n) as s from t"), 1);
    // All of it: more than the cap, and any page of it can be seen.
    assert_eq!(rows(&mut process, "select n from t"), 200_000_000);
    let (answer, bytes) = window(&mut process, 199_999_950);
    assert!(
        matches!(answer, Answer::Window { count: 50, .. }) && bytes > 0,
        "{answer:?}"
    );
    let Answer::Status { status } = process.ask(Ask::Status).0 else {
        panic!("no status")
    };
    assert!(
        status.memory_bytes < 512 * MIB,
        "{} bytes",
        status.memory_bytes
    );
}

/// F16: a page that says one number a billion times ends at the memory limit, soon and in words.
#[test]
fn f16_r45_a_billion_values_of_one_page_end_at_the_memory_limit() {
    let rows = 1_000_000_000;
    let made = Made {
        groups: vec![(rows.into(), repeated(7, rows))],
        ..Made::default()
    };
    let bytes = file(&made, true);
    assert!(bytes.len() <= 300, "{}", bytes.len());
    let mut process = Process::start(512 * MIB);
    process.open_file("t", "t.parquet", &bytes);
    let start = Instant::now();
    assert!(process.ends_at_its_limit(run("select sum(n) as s from t")));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
}
