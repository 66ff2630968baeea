//! The workbook file `.assay`: one ZIP of readable parts, written whole or not at all.
//!
//! Opening reads and checks; it runs nothing, unpacks nothing and touches no other file.

mod data;
mod document;
mod folder;
mod json;
mod manifest;
mod mend;
mod parts;
mod paths;
mod read;
mod refusal;
mod shapes;
mod sign;
mod snapshots;
mod structure;
mod versions;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{CellId, TruthStamp, Workbook};

use crate::fs::Fs;
use crate::passphrase;
pub use crate::save::{Base, Saved};
use crate::signature::Signature;
pub use data::INSIDE;
pub use document::{pack_document, unpack_document};
pub use folder::{Converted, pack_folder, unpack};
use folder::{holds_workbook, read_folder, save_folder};
pub(crate) use json::fractions_to_text;
pub use parts::Extras;
use paths::{absolute_sources, relative_sources};
pub use read::read;
pub use refusal::FileError;
pub use sign::sign;
pub use snapshots::{SnapshotContent, SnapshotHead};
pub use versions::{Bounds, VersionHead, VersionPart};
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
    /// Made by a newer version, so that something in it is not known here.
    pub is_newer: bool,
    /// What was mended or left out on the way in, in words.
    pub notes: Vec<String>,
    /// Who signed it, and whether that still fits; none where nobody did.
    pub signature: Option<Signature>,
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

/// The workbook that a path means: the manifest of an unpacked one stands for its folder.
pub fn form_of(path: &Path) -> PathBuf {
    let is_manifest = path.file_name().is_some_and(|name| name == manifest::NAME);
    match path.parent().filter(|_| is_manifest) {
        Some(folder) => folder.to_owned(),
        None => path.to_owned(),
    }
}

/// Reads a workbook from disk, in either form. Sources inside the folder that it lies in get
/// absolute paths.
///
/// # Errors
/// It cannot be read, or is refused with a `WB_` code; the file is untouched.
pub fn open(fs: &dyn Fs, path: &Path) -> Result<Opened, FileError> {
    let real = crate::save::resolve(fs, path)?;
    let mut opened = open_as_written(fs, path)?;
    if let Some(folder) = real.parent() {
        opened
            .notes
            .extend(absolute_sources(fs, &mut opened.workbook, folder));
    }
    Ok(opened)
}

/// Writes a workbook to disk, all or nothing, in the form that is there already, unless the file there is not the expected one.
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
    let real = crate::save::resolve_to_write(fs, path)?;
    let mut workbook = contents.workbook.clone();
    if let Some(folder) = real.parent() {
        relative_sources(&mut workbook, folder);
    }
    let contents = Contents {
        workbook: &workbook,
        ..*contents
    };
    save_resolved(fs, &real, &contents, base)
}

/// Reads a workbook from disk and leaves the paths of its sources as they are written there.
///
/// # Errors
/// As [`open`].
pub fn open_as_written(fs: &dyn Fs, path: &Path) -> Result<Opened, FileError> {
    let real = crate::save::resolve(fs, path)?;
    if holds_workbook(fs, &real) {
        return read_folder(fs, &real);
    }
    let (bytes, generation) = load(fs, path)?;
    let opened = read(&bytes).map_err(|error| error.about(path))?;
    Ok(Opened {
        generation,
        ..opened
    })
}

/// What lies at a path now, to be compared with what was opened.
///
/// # Errors
/// Nothing that can be read lies there.
pub fn generation_at(fs: &dyn Fs, path: &Path) -> Result<Generation, FileError> {
    let real = crate::save::resolve(fs, path)?;
    if holds_workbook(fs, &real) {
        return Ok(read_folder(fs, &real)?.generation);
    }
    let (_, bytes) = crate::save::load(fs, &real)?;
    Ok(Generation::of(&bytes))
}

/// The bytes of a workbook file, decrypted where it is encrypted, and which bytes lie on the disk.
pub(crate) fn load(fs: &dyn Fs, path: &Path) -> Result<(Vec<u8>, Generation), FileError> {
    let (real, bytes) = crate::save::load(fs, path)?;
    let generation = Generation::of(&bytes);
    if !passphrase::is_encrypted(&bytes) {
        return Ok((bytes, generation));
    }
    let known = fs.passphrase(&real);
    let opened = passphrase::decrypt(&bytes, known.as_ref(), structure::MOST_BYTES);
    Ok((opened.map_err(|error| error.about(path))?, generation))
}

/// Writes a workbook at `path`, all or nothing, with its paths as they are. It takes the place of the
/// same workbook and of an empty file, of nothing else.
///
/// # Errors
/// `WB_EXISTS`, or why it could not be written; the old file is whole.
pub fn save_as_written(
    fs: &dyn Fs,
    path: &Path,
    contents: &Contents<'_>,
) -> Result<Saved, FileError> {
    let real = crate::save::resolve_to_write(fs, path)?;
    let base = base_for(fs, &real, &contents.workbook.id)?;
    save_resolved(fs, &real, contents, &base)
}

/// What a workbook that is made of others is written over: nothing, an empty file as version control
/// hands over, or the same workbook.
fn base_for(fs: &dyn Fs, real: &Path, id: &str) -> Result<Base, FileError> {
    let Ok(facts) = fs.facts(real) else {
        return Ok(Base::New);
    };
    if facts.is_file && facts.bytes == 0 {
        return Ok(Base::Any);
    }
    let found = if holds_workbook(fs, real) {
        folder::identity(fs, real).map(|there| (there, Base::Any))
    } else {
        let there = open_as_written(fs, real).ok();
        there.map(|there| (there.workbook.id, Base::Same(there.generation)))
    };
    match found {
        Some((there, base)) if there == id => Ok(base),
        _ => Err(FileError::new(
            "WB_EXISTS",
            format!(
                "{} is there already and is another file than this workbook, so it was left alone. Nothing was written; choose another name.",
                crate::words::file_name(real)
            ),
        )),
    }
}

fn save_resolved(
    fs: &dyn Fs,
    real: &Path,
    contents: &Contents<'_>,
    base: &Base,
) -> Result<Saved, FileError> {
    if holds_workbook(fs, real) {
        return save_folder(fs, real, contents, base);
    }
    put(fs, real, &write(contents)?, base)
}

/// Puts the bytes of a workbook at a place, encrypted where it has a passphrase.
pub(crate) fn put(fs: &dyn Fs, real: &Path, bytes: &[u8], base: &Base) -> Result<Saved, FileError> {
    match fs.passphrase(real) {
        None => crate::save::save(fs, real, bytes, base),
        Some(word) => crate::save::save(fs, real, &passphrase::encrypt(bytes, &word)?, base),
    }
}
