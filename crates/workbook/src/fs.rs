//! The file system as saving and journals need it, so that every failure can be tried in tests.
//!
//! [`RealFs`] is the disk. Tests bring a model that fails on demand and enumerates crash states.

mod real;

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Passphrase;
pub use real::RealFs;

/// What can be asked about a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    pub bytes: u64,
    /// Permission bits.
    pub mode: u32,
    /// How many names the file has.
    pub links: u64,
    pub is_file: bool,
    /// How long ago it was written, as far as the clock can be trusted.
    pub age: Duration,
}

/// A file that was made here and is written from start to end.
pub trait FsFile: Send {
    /// Appends all bytes.
    ///
    /// # Errors
    /// The system's refusal; some of the bytes may have been written.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when everything written is on stable storage.
    ///
    /// # Errors
    /// The system's refusal; nothing is known about the bytes then.
    fn sync(&mut self) -> io::Result<()>;
    /// Sets the permission bits.
    ///
    /// # Errors
    /// The system's refusal.
    fn set_mode(&mut self, mode: u32) -> io::Result<()>;
    /// Marks the file as in use until it is closed or the process ends; false if another has.
    ///
    /// # Errors
    /// The system's refusal; locks may be unknown on some network folders.
    fn try_lock(&mut self) -> io::Result<bool>;
}

/// Holds a lock until dropped.
pub trait Lock {}

/// Everything saving and journals ask of a disk.
pub trait Fs: Send + Sync {
    /// Where a path leads: every link followed. The last part need not exist.
    ///
    /// # Errors
    /// A folder on the way is missing or may not be read.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Opens a regular file for reading, without waiting for pipes or devices.
    ///
    /// # Errors
    /// Missing, not allowed, or not a regular file.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>>;
    /// Facts about what a path names, links not followed.
    ///
    /// # Errors
    /// Missing or not allowed.
    fn facts(&self, path: &Path) -> io::Result<FileFacts>;
    /// Makes a file that must not exist, readable by its owner alone.
    ///
    /// # Errors
    /// It exists, or the system refuses.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>>;
    /// Opens an existing file to append to it or to lock it.
    ///
    /// # Errors
    /// Missing, or the system refuses.
    fn open_append(&self, path: &Path) -> io::Result<Box<dyn FsFile>>;
    /// Puts a file in the place of another, in one step.
    ///
    /// # Errors
    /// The system's refusal; `to` is unchanged.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Puts a file in a place that must be free, in one step.
    ///
    /// # Errors
    /// `AlreadyExists`, or the system's refusal; `to` is unchanged.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file's name.
    ///
    /// # Errors
    /// The system's refusal.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Returns when the names in a folder are on stable storage.
    ///
    /// # Errors
    /// The system's refusal.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Locks a folder against other saves; none where the file system knows no locks.
    ///
    /// # Errors
    /// Another program holds it for too long.
    fn lock_folder(&self, folder: &Path) -> io::Result<Option<Box<dyn Lock>>>;
    /// Names in a folder, sorted; names that are not UTF-8 are left out.
    ///
    /// # Errors
    /// Missing or not allowed.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Makes a folder, and those above it, readable by its owner alone.
    ///
    /// # Errors
    /// The system's refusal.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Permission bits that this process gives to new files that others may see.
    fn new_mode(&self) -> u32;
    /// Bytes that can still be written to the disk of a folder, if known.
    fn free_space(&self, folder: &Path) -> Option<u64>;
    /// The passphrase that a workbook file is read and written with; none for one in the clear, and
    /// where none is known.
    fn passphrase(&self, _file: &Path) -> Option<Passphrase> {
        None
    }
}
