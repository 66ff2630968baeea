//! The disk of this machine, which fails to confirm folders on demand.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use workbook::fs::{FileFacts, FsFile, Lock};
use workbook::{Fs, RealFs};

/// Writes as the real disk does, but refuses the next `unconfirmed` fsyncs of a folder.
#[derive(Default)]
pub(crate) struct UnsureDisk {
    pub(crate) unconfirmed: AtomicU32,
}

impl Fs for UnsureDisk {
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let less = |left: u32| left.checked_sub(1);
        let refused = self
            .unconfirmed
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
        match refused {
            Ok(_) => Err(io::Error::from_raw_os_error(5)),
            Err(_) => RealFs.sync_folder(folder),
        }
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        RealFs.resolve(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        RealFs.open(path)
    }

    fn facts(&self, path: &Path) -> io::Result<FileFacts> {
        RealFs.facts(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        RealFs.create_new(path)
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        RealFs.open_append(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealFs.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealFs.rename_new(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealFs.remove(path)
    }

    fn lock_folder(&self, folder: &Path) -> io::Result<Option<Box<dyn Lock>>> {
        RealFs.lock_folder(folder)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        RealFs.list(folder)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        RealFs.make_folder(folder)
    }

    fn new_mode(&self) -> u32 {
        RealFs.new_mode()
    }

    fn free_space(&self, folder: &Path) -> Option<u64> {
        RealFs.free_space(folder)
    }
}
