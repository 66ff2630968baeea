//! What the application promises about the engine process, proven with the real one: P13, P17 and
//! P23 of the reliability guide, and pages of ten million rows. Skipped, and said so, where no
//! engine is built.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "tests may end this way, say what they skip and print what they measured"
)]

#[path = "../support/flow.rs"]
mod support;

mod annotations;
mod answers;
mod cancel;
mod catalogue;
mod controls;
mod deaths;
mod detail;
mod drill;
mod events;
mod large;
mod memory;
mod opened;
mod page_files;
mod pages;
mod profile;
mod references;
mod remembered;
mod row;
mod scale;
mod snapshots;
mod stored;
mod why;
