//! The engine as a whole: what SQL means, TPC-H against a second engine, windows, the process.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests fail as tests do"
)]

mod ask;
mod behind;
mod capped;
mod catalogue;
mod conformance;
mod eager;
mod explain;
mod functions;
mod gestures;
mod late;
mod narrow;
#[expect(
    dead_code,
    reason = "shared with the tests of files, which use all of it"
)]
#[path = "../source_files/parquet_made.rs"]
mod parquet_made;
mod places;
mod process;
mod random;
mod rights;
mod rolled;
mod scans;
mod seeded;
mod texts;
mod tpch;
mod tpch_data;
mod windows;
