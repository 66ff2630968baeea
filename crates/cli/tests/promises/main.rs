//! What the command line promises: its contract with other tools, serve mode, and bad input.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test may end this way, and counts what it skips"
)]

mod catalogue;
mod closed;
mod desk;
mod exchange;
mod full_disk;
mod import;
mod json;
mod limits;
mod linear;
mod names;
mod output;
mod package;
mod protect;
mod query;
mod received;
mod relink;
mod seed;
mod serve;
mod server;
mod traced;
mod trust;
mod workbook;
