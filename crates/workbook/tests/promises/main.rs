//! What the workbook promises, one module for each promise. One program, so that it links once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise, and says what it skips"
)]

mod comparing;
mod crash_fs;
mod crash_states;
mod edits;
mod folder_saves;
mod folders;
mod full_disk;
mod journals;
mod kills;
mod listed_edits;
mod lives;
mod made;
mod manifests;
mod merging;
mod mutated;
mod published;
mod read_only;
mod readers;
mod refused;
mod round_trip;
mod saving;
mod schema;
mod shapes;
mod undo;
mod versions;
mod zipped;
