//! The other form of a workbook: the same parts as plain files in a folder, for version control.
//!
//! The folder has no checksums, so that a person or a version control program may change its
//! texts. Packing it checks everything that opening a file checks, and gives the same bytes as
//! saving the workbook.

mod read;
mod write;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::refusal::FileError;
use super::structure::{MOST_PART_BYTES, entries};
use super::{Contents, Opened};
use crate::fs::Fs;
use crate::save::{failed_to_read, failed_to_write, resolve};
use crate::words::file_name;
pub(super) use read::{identity, read_folder};
pub(super) use write::save_folder;

/// What unpacking or packing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// Where the result is.
    pub path: PathBuf,
    /// How many parts were written.
    pub parts: usize,
    /// What a person may want to know, in words.
    pub notes: Vec<String>,
}

/// Folders that belong to the workbook alone: files in them that it no longer has are removed.
const OWN_FOLDERS: [&str; 4] = ["cells", "pages", "results", "versions"];
/// A save of the folder that is under way or was cut off: what it writes, whole.
const UNFINISHED: &str = ".assay-save";

/// Whether a path is a folder; a link is none.
fn is_folder(fs: &dyn Fs, path: &Path) -> bool {
    fs.facts(path).is_ok_and(|facts| !facts.is_file)
        && fs.resolve(path).is_ok_and(|real| real == path)
        && fs.list(path).is_ok()
}

/// Whether a path is the folder of an unpacked workbook, whole or not.
pub(super) fn holds_workbook(fs: &dyn Fs, folder: &Path) -> bool {
    if !is_folder(fs, folder) {
        return false;
    }
    let names = fs.list(folder).unwrap_or_default();
    names
        .iter()
        .any(|name| name == super::manifest::NAME || name == UNFINISHED)
}

/// Writes the parts of a workbook file into a folder, which is made when it is not there. A folder
/// that holds the same workbook is brought up to date; any other one that is not empty is refused.
///
/// # Errors
/// The file is refused with a `WB_` code, or a part cannot be written.
pub fn unpack(fs: &dyn Fs, file: &Path, folder: &Path) -> Result<Converted, FileError> {
    let (bytes, _) = super::load(fs, file)?;
    let opened = super::read(&bytes).map_err(|error| error.about(file))?;
    if let Some(error) = incomplete(&opened, file) {
        return Err(error);
    }
    fs.make_folder(folder)
        .map_err(|error| failed_to_write(folder, error))?;
    let folder = resolve(fs, folder)?;
    check_place(fs, &folder, &opened.workbook.id)?;
    let lock = fs
        .lock_folder(&folder)
        .map_err(|error| failed_to_write(&folder, error))?;
    let done = write::write_parts(fs, &folder, &bytes)?;
    drop(lock);
    match done.cut_off {
        Some(error) => Err(error),
        None => Ok(Converted {
            path: folder,
            parts: done.parts,
            notes: done.notes,
        }),
    }
}

/// Makes a workbook file of a folder that [`unpack`] wrote. It takes the place of the same workbook and
/// of an empty file, of nothing else.
///
/// # Errors
/// `WB_EXISTS`, `WB_NOT_A_WORKBOOK` when it is no such folder, another `WB_` code when a part is refused, or why
/// the file cannot be written.
pub fn pack_folder(fs: &dyn Fs, folder: &Path, file: &Path) -> Result<Converted, FileError> {
    let folder = resolve(fs, folder)?;
    let opened = read_folder(fs, &folder)?;
    if let Some(error) = incomplete(&opened, &folder) {
        return Err(error);
    }
    let bytes = super::write(&Contents {
        workbook: &opened.workbook,
        results: &opened.results,
        extras: &opened.extras,
    })?;
    let parts = entries(&bytes)?.len();
    let file = resolve(fs, file)?;
    let base = super::base_for(fs, &file, &opened.workbook.id)?;
    let saved = super::put(fs, &file, &bytes, &base)?;
    Ok(Converted {
        path: saved.path,
        parts,
        notes: opened.notes,
    })
}

/// Why a workbook cannot be written in its other form without a loss, when something of it was not
/// understood.
fn incomplete(opened: &Opened, path: &Path) -> Option<FileError> {
    let reason = opened.read_only.as_ref()?;
    let code = if opened.is_newer {
        "WB_NEWER_VERSION"
    } else {
        "WB_CHECKSUM"
    };
    let message = format!("Nothing was written, because not all of it could be. {reason}");
    Some(FileError::new(code, message).about(path))
}

fn part_bytes(fs: &dyn Fs, path: &Path) -> io::Result<Vec<u8>> {
    if !fs.facts(path)?.is_file {
        // A link: nothing outside is read.
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    fs.open(path)?
        .take(MOST_PART_BYTES + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder is empty, or holds the same workbook.
fn check_place(fs: &dyn Fs, folder: &Path, id: &str) -> Result<(), FileError> {
    let names = fs
        .list(folder)
        .map_err(|error| failed_to_read(folder, error))?;
    let mut others = names
        .iter()
        .filter(|name| !name.starts_with('.') || *name == UNFINISHED);
    if others.next().is_none() {
        return Ok(());
    }
    match read::identity(fs, folder) {
        Some(there) if there == id => Ok(()),
        _ => Err(FileError::new(
            "WB_EXISTS",
            format!(
                "{}: the folder holds other files. Name an empty folder, or one with this workbook. Nothing was written.",
                file_name(folder)
            ),
        )),
    }
}
