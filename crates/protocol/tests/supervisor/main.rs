//! What the supervisor promises whatever its engine does, tried with an engine that misbehaves on
//! demand: P13 (cancel is felt at once) and P23 (the death of an engine is contained).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may end this way, and says its seed"
)]

mod cancel;
mod deaths;
mod desk;
mod sources;
mod start;
