//! The workbook file `.assay`: one ZIP of readable parts, written whole or not at all.
//!
//! Opening reads and checks; it runs nothing, unpacks nothing and touches no other file.

mod folder;
mod json;
mod manifest;
mod mend;
mod parts;
mod paths;
mod read;
mod refusal;
mod structure;
mod write;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use model::{CellId, TruthStamp, Workbook};

use crate::fs::Fs;
pub use crate::save::{Base, Saved};
pub use folder::{Converted, pack_folder, unpack};
pub(crate) use json::fractions_to_text;
pub use parts::Extras;
use paths::{absolute_sources, relative_sources};
pub use read::read;
pub use refusal::FileError;
pub use write::write;

/// The end of a workbook's file name, without the point.
pub const EXTENSION: &str = "assay";

/// An answer saved with its cell, to be seen without running.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedResult {
    pub stamp: TruthStamp,
    /// An Arrow IPC stream.
    pub arrow: Arc<[u8]>,
}

/// The saved answers of a cell, its own one first, then those of the other questions in their order.
pub(crate) fn answers_of<'saved>(
    results: &'saved BTreeMap<CellId, SavedResult>,
    cell: &CellId,
) -> impl Iterator<Item = (CellId, &'saved SavedResult)> {
    let addresses = std::iter::once(cell.clone()).chain((0..).map(|at| cell.answer(at)));
    addresses.map_while(|address| results.get(&address).map(|result| (address, result)))
}

/// Everything one file holds.
#[derive(Debug, Clone, Copy)]
pub struct Contents<'book> {
    pub workbook: &'book Workbook,
    /// By cell; those of the other questions of its text by [`CellId::answer`].
    pub results: &'book BTreeMap<CellId, SavedResult>,
    /// Parts this version does not know, as they were read.
    pub extras: &'book Extras,
}

/// A workbook as it came from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub workbook: Workbook,
    pub results: BTreeMap<CellId, SavedResult>,
    pub extras: Extras,
    /// Which bytes these were: compared before they are replaced.
    pub generation: Generation,
    /// Why the file must not be written over, in words: something in it was damaged.
    pub read_only: Option<String>,
    /// What was mended or left out on the way in, in words.
    pub notes: Vec<String>,
}

/// Which bytes a file had: their BLAKE3.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Generation(String);

impl Generation {
    /// The generation of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).to_hex().to_string())
    }

    /// Wraps a text that [`Generation::as_str`] gave, for example from a journal.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As hexadecimal text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a workbook from disk. Sources inside its folder get absolute paths.
///
/// # Errors
/// It cannot be read, or is refused with a `WB_` code; the file is untouched.
pub fn open(fs: &dyn Fs, path: &Path) -> Result<Opened, FileError> {
    let (real, bytes) = crate::save::load(fs, path)?;
    let mut opened = read(&bytes).map_err(|error| error.about(path))?;
    if let Some(folder) = real.parent() {
        opened
            .notes
            .extend(absolute_sources(fs, &mut opened.workbook, folder));
    }
    Ok(opened)
}

/// Writes a workbook to disk, all or nothing, unless the file there is not the expected one.
///
/// Paths of sources inside the workbook's folder are written relative to it.
///
/// # Errors
/// `WB_CHANGED_ON_DISK`, `WB_EXISTS`, or why it could not be written; the old file is whole.
pub fn save(
    fs: &dyn Fs,
    path: &Path,
    contents: &Contents<'_>,
    base: &Base,
) -> Result<Saved, FileError> {
    let real = crate::save::resolve(fs, path)?;
    let mut workbook = contents.workbook.clone();
    if let Some(folder) = real.parent() {
        relative_sources(&mut workbook, folder);
    }
    let bytes = write(&Contents {
        workbook: &workbook,
        ..*contents
    })?;
    crate::save::save(fs, &real, &bytes, base)
}

/// Reads a workbook from disk and leaves the paths of its sources as they are written there.
///
/// # Errors
/// As [`open`].
pub fn open_as_written(fs: &dyn Fs, path: &Path) -> Result<Opened, FileError> {
    let (_, bytes) = crate::save::load(fs, path)?;
    read(&bytes).map_err(|error| error.about(path))
}

/// Writes a workbook over whatever is at `path`, all or nothing, with its paths as they are.
///
/// # Errors
/// Why it could not be written; the old file is whole.
pub fn save_as_written(
    fs: &dyn Fs,
    path: &Path,
    contents: &Contents<'_>,
) -> Result<Saved, FileError> {
    let real = crate::save::resolve(fs, path)?;
    crate::save::save(fs, &real, &write(contents)?, &Base::Any)
}
