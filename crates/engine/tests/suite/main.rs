//! The engine as a whole: what SQL means, TPC-H against a second engine, windows, the process.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests fail as tests do"
)]

mod ask;
mod conformance;
mod process;
mod tpch;
mod tpch_data;
mod windows;
