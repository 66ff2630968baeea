//! The disk as this application sees it: with the passphrases that a person gave for encrypted
//! files. They are in memory alone and end with the program.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use workbook::fs::{FileFacts, FsFile, Lock};
use workbook::passphrase::is_encrypted;
use workbook::{Fs, Passphrase};

/// A disk and the passphrases of files on it.
pub(crate) struct Disk {
    below: Arc<dyn Fs>,
    /// For every encrypted file that has none of its own.
    common: Option<Passphrase>,
    /// By path with every link followed; none where a file is to be in the clear.
    own: Mutex<BTreeMap<PathBuf, Option<Passphrase>>>,
}

impl Disk {
    pub(crate) fn new(below: Arc<dyn Fs>, common: Option<Passphrase>) -> Self {
        Self {
            below,
            common,
            own: Mutex::default(),
        }
    }

    /// Reads and writes a file with this passphrase from now on, or in the clear.
    pub(crate) fn set_passphrase(&self, file: &Path, passphrase: Option<Passphrase>) {
        let real = self.below.resolve(file).unwrap_or_else(|_| file.to_owned());
        self.own().insert(real, passphrase);
    }

    fn own(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Option<Passphrase>>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a file can be read with a passphrase alone.
    pub(crate) fn is_encrypted(&self, file: &Path) -> bool {
        let mut start = Vec::new();
        let opened = self.below.open(file);
        opened.is_ok_and(|file| file.take(64).read_to_end(&mut start).is_ok())
            && is_encrypted(&start)
    }
}

impl Fs for Disk {
    fn passphrase(&self, file: &Path) -> Option<Passphrase> {
        let own = self.own().get(file).cloned();
        own.unwrap_or_else(|| {
            let common = self.common.clone()?;
            self.is_encrypted(file).then_some(common)
        })
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.below.resolve(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        self.below.open(path)
    }

    fn facts(&self, path: &Path) -> io::Result<FileFacts> {
        self.below.facts(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        self.below.create_new(path)
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        self.below.open_append(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.below.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.below.rename_new(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.below.remove(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.below.sync_folder(folder)
    }

    fn lock_folder(&self, folder: &Path) -> io::Result<Option<Box<dyn Lock>>> {
        self.below.lock_folder(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.below.list(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.below.make_folder(folder)
    }

    fn new_mode(&self) -> u32 {
        self.below.new_mode()
    }

    fn free_space(&self, folder: &Path) -> Option<u64> {
        self.below.free_space(folder)
    }
}
