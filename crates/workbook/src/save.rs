//! The one way a user's file reaches the disk: all of it or nothing, and never over work that
//! someone else put there meanwhile.
//!
//! Temporary file beside the target, write, fsync, reopen and verify, compare the generation under
//! a lock, rename, fsync the folder. Only then is it saved.

mod failure;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::file::{FileError, Generation};
use crate::fs::{FileFacts, Fs};
use failure::Step;
pub(crate) use failure::{changed, exists, failed};

/// Most bytes read of a file that should be a workbook.
const MOST_READ: u64 = 512 * 1024 * 1024;
const TEMPORARY_START: &str = ".assay-";
const TEMPORARY_END: &str = ".tmp";
/// Temporary files younger than this may belong to a save that is under way.
const STALE_AFTER: Duration = Duration::from_mins(1);

/// What the save expects to find at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// No file: a new workbook, or a new name.
    New,
    /// The file that was opened or saved last, or none.
    Same(Generation),
    /// Whatever is there is to be replaced: a person decided so.
    Any,
}

/// What a save did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Where the bytes are: links followed.
    pub path: PathBuf,
    /// What the next save has to expect there.
    pub generation: Generation,
    pub bytes: u64,
    /// What a person may want to know, in words.
    pub notes: Vec<String>,
}

/// Where a path leads, in words when it leads nowhere.
pub(crate) fn resolve(fs: &dyn Fs, path: &Path) -> Result<PathBuf, FileError> {
    fs.resolve(path)
        .map_err(|error| failed(Step::Open, path, error))
}

/// Where what is to be saved at a path is written, in words when that is nowhere.
pub(crate) fn resolve_to_write(fs: &dyn Fs, path: &Path) -> Result<PathBuf, FileError> {
    fs.resolve(path)
        .map_err(|error| failed(Step::Write, path, error))
}

/// Why something could not be read, in words.
pub(crate) fn failed_to_read(path: &Path, error: io::Error) -> FileError {
    failed(Step::Open, path, error)
}

/// Why something could not be written, in words.
pub(crate) fn failed_to_write(path: &Path, error: io::Error) -> FileError {
    failed(Step::Write, path, error)
}

/// Why something is not surely on the disk, in words.
pub(crate) fn failed_to_settle(path: &Path, error: io::Error) -> FileError {
    failed(Step::Settle, path, error)
}

/// Puts bytes at a path in one step, whatever is there, and answers whether the disk confirmed it.
/// The caller holds the lock of the folder.
pub(crate) fn put(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> Result<io::Result<()>, FileError> {
    let folder = path.parent().unwrap_or(path);
    sweep(fs, folder);
    let mode = existing(fs, path)?.map_or_else(|| fs.new_mode(), |facts| facts.mode);
    let temporary = temporary_in(folder);
    let placed =
        write_beside(fs, &temporary, bytes, mode).and_then(|()| fs.rename(&temporary, path));
    match placed {
        Ok(()) => Ok(fs.sync_folder(folder)),
        Err(error) => {
            // Best effort: what stays behind is swept by a later save.
            let _ = fs.remove(&temporary);
            let error = failed(Step::Write, path, error);
            Err(no_space(fs, folder, bytes.len(), error))
        }
    }
}

fn temporary_in(folder: &Path) -> PathBuf {
    let name = uuid::Uuid::now_v7().simple();
    folder.join(format!("{TEMPORARY_START}{name}{TEMPORARY_END}"))
}

/// Reads a whole file of at most the size of a workbook.
pub(crate) fn load(fs: &dyn Fs, path: &Path) -> Result<(PathBuf, Vec<u8>), FileError> {
    let real = resolve(fs, path)?;
    let bytes = read_all(fs, &real).map_err(|error| failed(Step::Open, path, error))?;
    Ok((real, bytes))
}

/// Puts `bytes` at `path`, which has no links in it.
pub(crate) fn save(
    fs: &dyn Fs,
    path: &Path,
    bytes: &[u8],
    base: &Base,
) -> Result<Saved, FileError> {
    let (Some(folder), Some(_)) = (path.parent(), path.file_name()) else {
        return Err(failed(
            Step::Write,
            path,
            io::ErrorKind::IsADirectory.into(),
        ));
    };
    sweep(fs, folder);
    let before = existing(fs, path)?;
    let mode = before.map_or_else(|| fs.new_mode(), |facts| facts.mode);
    let temporary = temporary_in(folder);
    let placed = write_beside(fs, &temporary, bytes, mode)
        .map_err(|error| no_space(fs, folder, bytes.len(), failed(Step::Write, path, error)))
        .and_then(|()| replace(fs, &temporary, path, bytes, base));
    let confirmed = match placed {
        Ok(confirmed) => confirmed,
        Err(error) => {
            // Best effort: what stays behind is swept by a later save.
            let _ = fs.remove(&temporary);
            return Err(error);
        }
    };
    let mut notes = Vec::new();
    if before.is_some_and(|facts| facts.links > 1) {
        notes.push("The file had other names in the file system (hard links). They keep the version before this save.".to_owned());
    }
    let saved = Saved {
        path: path.to_owned(),
        generation: Generation::of(bytes),
        bytes: bytes.len() as u64,
        notes,
    };
    match confirmed {
        Ok(()) => Ok(saved),
        Err(error) => Err(failed(Step::Settle, path, error).with_written(saved)),
    }
}

/// Removes temporary files that a killed save left in a folder: own names, old, not in use.
pub fn sweep(fs: &dyn Fs, folder: &Path) {
    for name in fs.list(folder).unwrap_or_default() {
        if !name.starts_with(TEMPORARY_START) || !name.ends_with(TEMPORARY_END) {
            continue;
        }
        let path = folder.join(name);
        let is_old = fs
            .facts(&path)
            .is_ok_and(|facts| facts.is_file && facts.age >= STALE_AFTER);
        let is_free = || {
            fs.open_append(&path)
                .is_ok_and(|mut file| file.try_lock().unwrap_or(true))
        };
        if is_old && is_free() {
            // Another program may have been faster; either way it is gone.
            let _ = fs.remove(&path);
        }
    }
}

fn existing(fs: &dyn Fs, path: &Path) -> Result<Option<FileFacts>, FileError> {
    match fs.facts(path) {
        Ok(facts) if !facts.is_file => Err(failed(
            Step::Write,
            path,
            io::ErrorKind::IsADirectory.into(),
        )),
        Ok(facts) if facts.mode & 0o222 == 0 => Err(failure::read_only(path)),
        Ok(facts) => Ok(Some(facts)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(Step::Write, path, error)),
    }
}

fn write_beside(fs: &dyn Fs, temporary: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut file = fs.create_new(temporary)?;
    // Where locks are unknown the age alone protects the file from being swept.
    let _ = file.try_lock();
    file.append(bytes)?;
    file.set_mode(mode)?;
    file.sync()?;
    let found = read_all(fs, temporary)?;
    if found == bytes {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidData,
        "what was read back differs from what was written",
    ))
}

/// Puts the temporary file in its place, if the file there is the expected one. Answers whether
/// the disk confirmed it.
fn replace(
    fs: &dyn Fs,
    temporary: &Path,
    path: &Path,
    bytes: &[u8],
    base: &Base,
) -> Result<io::Result<()>, FileError> {
    let folder = path.parent().unwrap_or(path);
    let lock = fs
        .lock_folder(folder)
        .map_err(|error| failed(Step::Write, path, error))?;
    let found = match read_all(fs, path) {
        Ok(found) => Some(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(Step::Compare, path, error)),
    };
    // The same bytes are there already: a save that is tried again, and no one's lost work.
    let is_same = found.as_deref() == Some(bytes);
    match (base, &found) {
        (Base::New, Some(_)) if !is_same => return Err(exists(path)),
        (Base::Same(opened), Some(found)) if !is_same && Generation::of(found) != *opened => {
            return Err(changed(path));
        }
        _ => {}
    }
    let renamed = match found {
        None => fs.rename_new(temporary, path),
        Some(_) => fs.rename(temporary, path),
    };
    match renamed {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(exists(path).with_cause(error));
        }
        Err(error) => return Err(failed(Step::Write, path, error)),
    }
    let confirmed = fs.sync_folder(folder);
    drop(lock);
    Ok(confirmed)
}

fn read_all(fs: &dyn Fs, path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs.open(path)?.take(MOST_READ + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn no_space(fs: &dyn Fs, folder: &Path, needed: usize, error: FileError) -> FileError {
    if error.code() == "FILE_NO_SPACE" {
        failure::no_space(error, needed as u64, fs.free_space(folder))
    } else {
        error
    }
}
