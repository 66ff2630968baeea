//! How long the texts of TPC-H and, where they lie beside the checkout, of TPC-DS take from text to
//! optimised plan: `cargo bench -p plan`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a bench prints, and stops at the first surprise"
)]

#[path = "../tests/suite/sets.rs"]
mod sets;

use std::path::Path;
use std::time::{Duration, Instant};

use plan::{Names, bind_sql};

/// Each text is planned this many times; the middle one counts.
const TIMES: usize = 5;

fn main() {
    let mut taken: Vec<(String, Duration)> = Vec::new();
    let tpch = sets::tpch();
    for number in 1..=22 {
        let name = format!("TPC-H q{number:02}");
        taken.push((name, planning(&sets::tpch_text(number), &tpch)));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sql/tpcds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("TPC-DS is skipped: its texts are not beside the checkout");
        told(taken);
        return;
    };
    let tpcds = sets::tpcds();
    for file in files.flatten() {
        let path = file.path();
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        taken.push((format!("TPC-DS {name}"), planning(&text, &tpcds)));
    }
    told(taken);
}

fn planning(text: &str, names: &Names) -> Duration {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let start = Instant::now();
            let bound = bind_sql(text, names);
            let taken = start.elapsed();
            assert!(bound.plan.is_some(), "{:?}", bound.diagnostics);
            taken
        })
        .collect();
    times.sort_unstable();
    times[TIMES / 2]
}

fn told(mut taken: Vec<(String, Duration)>) {
    taken.sort_by_key(|(_, time)| *time);
    let at = |share: usize| taken[(taken.len() - 1) * share / 100].1.as_secs_f64() * 1e3;
    println!(
        "{} texts: median {:.2} ms, p95 {:.2} ms",
        taken.len(),
        at(50),
        at(95)
    );
    for (name, time) in taken.iter().rev().take(10) {
        println!("{name}: {:.2} ms", time.as_secs_f64() * 1e3);
    }
}
