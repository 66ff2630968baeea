//! The disk of this machine.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, OFlags, RenameFlags};

use super::{FileFacts, Fs, FsFile, Lock};

const LOCK_TRIES: u32 = 250;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealFs;

struct RealFile(File);

struct FolderLock(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

impl Lock for FolderLock {}

impl FsFile for RealFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        self.0
            .set_permissions(std::fs::Permissions::from_mode(mode & 0o7777))
    }

    fn try_lock(&mut self) -> io::Result<bool> {
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Fs for RealFs {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let mut path = std::path::absolute(path)?;
        // A dangling link leads to a file that does not exist yet: follow it by hand.
        for _ in 0..40 {
            match std::fs::canonicalize(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                found => return found,
            }
            let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
                return Err(io::ErrorKind::NotFound.into());
            };
            let folder = std::fs::canonicalize(folder)?;
            let here = folder.join(name);
            match std::fs::read_link(&here) {
                Ok(target) => path = folder.join(target),
                Err(_) => return Ok(here),
            }
        }
        Err(io::Error::from(rustix::io::Errno::LOOP))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        let flags = OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(bits(flags))
            .open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a regular file",
            ));
        }
        Ok(Box::new(file))
    }

    fn facts(&self, path: &Path) -> io::Result<FileFacts> {
        let found = std::fs::symlink_metadata(path)?;
        let age = found.modified()?.elapsed().unwrap_or_default();
        Ok(FileFacts {
            bytes: found.len(),
            mode: found.mode() & 0o7777,
            links: found.nlink(),
            is_file: found.is_file(),
            age,
        })
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        Ok(Box::new(RealFile(file)))
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
        let file = OpenOptions::new()
            .append(true)
            .custom_flags(bits(flags))
            .open(path)?;
        Ok(Box::new(RealFile(file)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Ok(()) => Ok(()),
            // Some file systems cannot; a hard link cannot replace anything either.
            Err(
                rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP,
            ) => {
                std::fs::hard_link(from, to)?;
                std::fs::remove_file(from)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn lock_folder(&self, folder: &Path) -> io::Result<Option<Box<dyn Lock>>> {
        let file = File::open(folder)?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Box::new(FolderLock(file)))),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(_)) => return Ok(None),
            }
        }
        Err(io::Error::new(
            io::ErrorKind::WouldBlock,
            "another program is saving in this folder",
        ))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            if let Ok(name) = entry?.file_name().into_string() {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
    }

    fn new_mode(&self) -> u32 {
        // The mask can only be asked for by setting it; Linux shows it here.
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("Umask:"));
        let mask = mask.and_then(|mask| u32::from_str_radix(mask.trim(), 8).ok());
        0o666 & !mask.unwrap_or(0o077)
    }

    fn free_space(&self, folder: &Path) -> Option<u64> {
        let found = rustix::fs::statvfs(folder).ok()?;
        found.f_bavail.checked_mul(found.f_frsize)
    }
}

fn bits(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}
