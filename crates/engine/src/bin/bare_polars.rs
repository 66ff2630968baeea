//! The questions of `make bench` put to Polars without the house around it: no planner, no other
//! process, no kept answer. They are what the house itself asks of Polars for the same SQL.
//!
//! `bare_polars FILE.parquet QUESTION` runs once for each line of standard input and prints the
//! milliseconds and the rows.

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;

use mimalloc::MiMalloc;
use polars::prelude::*;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [file, question] = args.as_slice() else {
        return ExitCode::from(2);
    };
    match answer(file, question) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody listens when standard error is closed.
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn answer(file: &str, question: &str) -> PolarsResult<()> {
    for line in std::io::stdin().lock().lines() {
        line?;
        let start = Instant::now();
        let scan = LazyFrame::scan_parquet(PlRefPath::new(file), ScanArgsParquet::default())?;
        let frame = ask(scan, question)?
            .collect_with_engine(Engine::Streaming)?
            .unwrap_single();
        let took_ms = start.elapsed().as_secs_f64() * 1000.0;
        writeln!(std::io::stdout(), "{took_ms:.3} {}", frame.height())?;
    }
    Ok(())
}

/// The same questions stand as SQL in `tests/bench/run.mjs`.
fn ask(scan: LazyFrame, question: &str) -> PolarsResult<LazyFrame> {
    let descending = || SortMultipleOptions::default().with_order_descending(true);
    // Equal values stay in the order of the file, as everywhere in the house.
    let stable = || descending().with_maintain_order(true);
    Ok(match question {
        "group" => scan
            .group_by([col("k")])
            .agg([
                len().alias("n"),
                col("x").sum().alias("total"),
                col("id").max().alias("last"),
            ])
            .sort(["total"], stable())
            .limit(100),
        "filter" => scan
            .filter(col("k").lt(lit(100)).and(col("x").gt(lit(1000.0))))
            .select([col("id"), col("x")]),
        "top" => scan
            .select([col("id"), col("k"), col("x")])
            .sort(["x"], stable())
            .limit(1000),
        "top, ties in any order" => scan
            .select([col("id"), col("k"), col("x")])
            .sort(["x"], descending())
            .limit(1000),
        "all" => scan,
        _ => polars_bail!(ComputeError: "no such question: {question}"),
    })
}
