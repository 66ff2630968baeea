//! Edits and their inverses, and the workbook file: container, journal, migrations.
//!
//! The document changes only by [`apply`]; [`History`] keeps the way back; [`file`] reads and
//! writes `.assay`; [`journal`] keeps unsaved work through a crash. Deliberately absent: clocks
//! (the caller passes times), running anything, and knowing what a cell's text means.

pub mod apply;
pub mod compare;
pub mod file;
pub mod fs;
pub mod history;
pub mod journal;
pub mod label;
pub mod merge;
pub mod names;
pub mod passphrase;
pub mod restore;
pub mod save;
pub mod signature;
mod words;

pub use apply::{EditError, apply};
pub use fs::{Fs, RealFs};
pub use history::History;
pub use label::label;
pub use passphrase::Passphrase;
