//! What planning promises, one module per promise.
#![expect(
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::format_push_string,
    clippy::too_many_lines,
    reason = "helpers of tests fail as tests do"
)]

mod catalogue;
mod complete;
mod cubes;
mod describe;
mod diagnostics;
mod eager;
mod format;
mod functions;
mod fuzz;
mod gestures;
mod guard;
mod lineage;
mod mend;
mod mend_readers;
mod order;
mod parameters;
mod pieces;
mod plans;
mod refusals;
mod rename;
mod rename_column;
mod sets;
mod shared;
mod show;
mod snippets;
mod statements;
mod support;
mod texts;
mod tpcds;
mod tpch;
