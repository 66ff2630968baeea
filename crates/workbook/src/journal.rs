//! Unsaved work, kept so that a crash loses at most the last seconds.
//!
//! One file for each open workbook, in the state folder: a first record with the document as it
//! was, then one record for each edit, each with length and checksum. The caller says when to
//! [`Journal::sync`]. A journal is locked while its process lives; one that is not is a recovery,
//! offered to a person and never applied by itself.

mod record;
mod replay;

use std::io;
use std::path::{Path, PathBuf};

use model::{Edit, Workbook};
use serde::{Deserialize, Serialize};

use crate::file::Generation;
use crate::fs::{Fs, FsFile};

pub use replay::{Listing, Recovery, Replayed, list, replay};

const ENDING: &str = ".journal";
/// Ending of a journal that is being begun.
const MAKING: &str = ".journal-making";

/// Where the unsaved work of one workbook began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// The file it was opened from or saved to; none for a new workbook.
    pub path: Option<String>,
    /// Which bytes that file had.
    pub generation: Option<String>,
    /// UTC, ISO 8601.
    pub at: String,
    /// The whole document at that time.
    pub workbook: Workbook,
    /// The workbook was not trusted, so what is recovered is not either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
}

impl Start {
    /// Begins at a document that was opened from or saved to a file, or is new.
    pub fn new(workbook: Workbook, file: Option<(&Path, &Generation)>, at: &str) -> Self {
        Self {
            path: file.map(|(path, _)| path.to_string_lossy().into_owned()),
            generation: file.map(|(_, generation)| generation.as_str().to_owned()),
            at: at.to_owned(),
            workbook,
            restricted: false,
        }
    }

    /// Says whether the workbook was not trusted.
    #[must_use]
    pub fn with_restriction(mut self, restricted: bool) -> Self {
        self.restricted = restricted;
        self
    }
}

/// One edit and when it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    at: String,
    edit: Edit,
}

/// Why the journal could not be kept. Editing goes on without it.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error(
        "Unsaved work cannot be kept safe: the folder for it cannot be written. Save often until that is mended."
    )]
    Write(#[source] io::Error),
    #[error("This unsaved work cannot be read: {0}.")]
    Unreadable(&'static str),
    #[error("This unsaved work is no longer there: it was recovered or discarded before.")]
    Gone,
    #[error("This unsaved work belongs to a window that is still open.")]
    InUse,
}

impl JournalError {
    /// Stable code for screens and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Write(_) => "JOURNAL_NOT_WRITTEN",
            Self::Unreadable(_) => "JOURNAL_UNREADABLE",
            Self::Gone => "JOURNAL_GONE",
            Self::InUse => "JOURNAL_IN_USE",
        }
    }
}

/// The journal of one open workbook. Dropping it leaves the file as a recovery.
pub struct Journal {
    path: PathBuf,
    folder: PathBuf,
    file: Box<dyn FsFile>,
    bytes: u64,
    edits: u64,
    is_broken: bool,
}

impl Journal {
    /// Begins a journal in `folder`, which is made when it is missing. `name` is any short text of
    /// letters, digits, `-` and `_` that no other journal has, such as a session's identity.
    ///
    /// # Errors
    /// The folder cannot be written, or the name is taken.
    pub fn create(
        fs: &dyn Fs,
        folder: &Path,
        name: &str,
        start: &Start,
    ) -> Result<Self, JournalError> {
        if !crate::apply::is_identity(name) {
            return Err(JournalError::Write(io::ErrorKind::InvalidFilename.into()));
        }
        fs.make_folder(folder).map_err(JournalError::Write)?;
        let path = folder.join(format!("{name}{ENDING}"));
        let head = record::head(start).map_err(JournalError::Write)?;
        // Under its own name a journal is always complete and locked: no other program takes a
        // half begun one for a damaged one.
        let making = folder.join(format!("{name}{MAKING}"));
        let mut file = fs.create_new(&making).map_err(JournalError::Write)?;
        // Where locks are unknown, recoveries of open windows are listed too: better than none.
        let _ = file.try_lock();
        let begun = file.append(&head).and_then(|()| file.sync());
        if let Err(error) = begun.and_then(|()| fs.rename_new(&making, &path)) {
            let _ = fs.remove(&making);
            return Err(JournalError::Write(error));
        }
        fs.sync_folder(folder).map_err(JournalError::Write)?;
        Ok(Self {
            path,
            folder: folder.to_owned(),
            file,
            bytes: head.len() as u64,
            edits: 0,
            is_broken: false,
        })
    }

    /// Appends an edit that has been applied (undo and redo are edits too). `at` is UTC, ISO 8601.
    /// A killed process loses nothing of it; a power cut what came after [`Journal::sync`].
    ///
    /// # Errors
    /// It was not written; begin a new journal with the document as it is.
    pub fn append(&mut self, edit: &Edit, at: &str) -> Result<(), JournalError> {
        let bytes = record::entry(edit, at).map_err(JournalError::Write)?;
        self.append_bytes(&bytes)?;
        self.edits += 1;
        Ok(())
    }

    /// Returns when everything appended survives a power cut.
    ///
    /// # Errors
    /// The disk did not confirm it.
    pub fn sync(&mut self) -> Result<(), JournalError> {
        self.file.sync().map_err(JournalError::Write)
    }

    /// Begins anew after a save, or when the journal has grown long: the new journal is complete
    /// on disk before this one goes. `name` is a new name.
    ///
    /// # Errors
    /// As [`Journal::create`]; this journal stays as it was.
    pub fn restart(&mut self, fs: &dyn Fs, name: &str, start: &Start) -> Result<(), JournalError> {
        let fresh = Self::create(fs, &self.folder, name, start)?;
        let old = std::mem::replace(self, fresh);
        old.discard(fs)
    }

    /// Ends the journal: the work is saved, or a person gave it up.
    ///
    /// # Errors
    /// The file could not be removed; it will be offered as a recovery.
    pub fn discard(self, fs: &dyn Fs) -> Result<(), JournalError> {
        fs.remove(&self.path).map_err(JournalError::Write)
    }

    /// Bytes written so far; beyond some megabytes [`Journal::restart`] keeps it quick to read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Edits since its start; none means that there is nothing to recover.
    pub fn edits(&self) -> u64 {
        self.edits
    }

    fn append_bytes(&mut self, bytes: &[u8]) -> Result<(), JournalError> {
        // After a torn record nothing that follows could be read.
        if self.is_broken {
            return Err(JournalError::Write(io::ErrorKind::BrokenPipe.into()));
        }
        self.file.append(bytes).map_err(|error| {
            self.is_broken = true;
            JournalError::Write(error)
        })?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }
}

/// Deletes the unsaved work that a crash left behind.
///
/// # Errors
/// It is gone, or still in use by an open window.
pub fn discard(fs: &dyn Fs, folder: &Path, name: &str) -> Result<(), JournalError> {
    let path = replay::path_of(folder, name)?;
    replay::check_free(fs, &path)?;
    fs.remove(&path).map_err(JournalError::Write)
}
