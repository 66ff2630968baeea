//! Private folders for answers that are not complete yet. A killed program leaves its folder
//! behind; the next one that writes there sweeps it away.

use std::fs::{File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PREFIX: &str = ".assay-";
const LOCK: &str = "lock";
/// Folders younger than this are not swept: their owner may not have locked them yet.
const SWEPT_AFTER: Duration = Duration::from_mins(1);

/// A folder of this process; it goes when this is dropped.
pub(super) struct Scratch {
    folder: tempfile::TempDir,
    /// Held as long as the folder is used.
    _lock: File,
}

impl Scratch {
    /// Makes a folder inside another, and sweeps what was left there.
    pub(super) fn inside(place: &Path) -> io::Result<Self> {
        sweep(place, SWEPT_AFTER);
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(place)?;
        let lock = File::create_new(folder.path().join(LOCK))?;
        // Where locks are not known, the folder counts as left behind after a minute.
        let _ = lock.try_lock();
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    /// Where the answer is written.
    pub(super) fn answer(&self) -> PathBuf {
        self.folder.path().join("answer")
    }

    /// Where the answer is written that goes to a file; a message about it carries that name.
    pub(super) fn answer_for(&self, target: &Path) -> PathBuf {
        match target.file_name() {
            Some(name) if name != LOCK => self.folder.path().join(name),
            _ => self.answer(),
        }
    }
}

fn sweep(place: &Path, older: Duration) {
    let Ok(entries) = std::fs::read_dir(place) else {
        return;
    };
    for entry in entries.flatten().take(10_000) {
        let is_ours = entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(PREFIX));
        if is_ours && is_left_behind(&entry, older) {
            // What belongs to another account stays.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn is_left_behind(entry: &std::fs::DirEntry, older: Duration) -> bool {
    // Of the entry itself: a link to a folder is not ours.
    let Ok(about) = entry.metadata() else {
        return false;
    };
    let is_old = about
        .modified()
        .is_ok_and(|at| at.elapsed().is_ok_and(|age| age >= older));
    if !about.is_dir() || !is_old {
        return false;
    }
    match File::open(entry.path().join(LOCK)) {
        Ok(lock) => !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p05_only_folders_that_nobody_uses_are_swept() {
        let place = tempfile::tempdir().unwrap();
        let used = Scratch::inside(place.path()).unwrap();
        std::fs::write(used.answer(), "half").unwrap();
        let left = place.path().join(".assay-killed");
        std::fs::create_dir(&left).unwrap();
        std::fs::write(left.join(LOCK), "").unwrap();
        std::fs::write(left.join("answer"), "half").unwrap();
        let other = place.path().join("other");
        std::fs::create_dir(&other).unwrap();
        std::os::unix::fs::symlink(&other, place.path().join(".assay-link")).unwrap();

        sweep(place.path(), SWEPT_AFTER);
        assert!(left.exists(), "too young to be swept");
        sweep(place.path(), Duration::ZERO);
        assert!(!left.exists());
        assert!(used.answer().exists() && other.exists());
        assert!(place.path().join(".assay-link").exists());
        let path = used.answer();
        drop(used);
        assert!(!path.exists());
    }
}
