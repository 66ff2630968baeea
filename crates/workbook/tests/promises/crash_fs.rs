//! A disk in memory that fails on demand and tells every state a crash could leave behind.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use workbook::fs::{FileFacts, Fs, FsFile, Lock};

use crate::crash_states::{Op, State, states_after};

#[derive(Debug, Default)]
struct Disk {
    names: BTreeMap<PathBuf, usize>,
    contents: Vec<Vec<u8>>,
    modes: Vec<u32>,
    log: Vec<Op>,
    calls: usize,
    fail_at: Option<(usize, i32)>,
    locked: bool,
    locks_of_files: BTreeSet<usize>,
}

/// A disk in memory. Clones are the same disk.
#[derive(Clone, Default)]
pub(crate) struct CrashFs(Arc<Mutex<Disk>>);

struct CrashFile {
    disk: CrashFs,
    file: usize,
    holds_lock: bool,
}

struct CrashLock(CrashFs);

impl Lock for CrashLock {}

impl Drop for CrashLock {
    fn drop(&mut self) {
        self.0.0.lock().unwrap().locked = false;
    }
}

impl CrashFs {
    /// A disk that holds these files safely.
    pub(crate) fn holding(files: &[(&str, &[u8])]) -> Self {
        let fs = Self::default();
        for (path, bytes) in files {
            let mut file = fs.create_new(Path::new(path)).unwrap();
            file.append(bytes).unwrap();
            file.set_mode(0o640).unwrap();
            file.sync().unwrap();
        }
        fs.sync_folder(Path::new("/")).unwrap();
        fs
    }

    /// Lets the call with this number, from 1 on, fail with a system error number.
    pub(crate) fn fail_at(&self, call: usize, error: i32) {
        let mut disk = self.0.lock().unwrap();
        disk.fail_at = Some((call, error));
        disk.calls = 0;
    }

    pub(crate) fn never_fail(&self) {
        self.0.lock().unwrap().fail_at = None;
    }

    /// Whether the call that should fail was reached.
    pub(crate) fn has_failed(&self) -> bool {
        let disk = self.0.lock().unwrap();
        disk.fail_at.is_some_and(|(call, _)| disk.calls >= call)
    }

    /// How many things were done so far.
    pub(crate) fn moment(&self) -> usize {
        self.0.lock().unwrap().log.len()
    }

    /// What programs see now.
    pub(crate) fn now(&self) -> State {
        let disk = self.0.lock().unwrap();
        disk.names
            .iter()
            .map(|(path, file)| (path.clone(), disk.contents[*file].clone()))
            .collect()
    }

    pub(crate) fn mode(&self, path: &str) -> u32 {
        let disk = self.0.lock().unwrap();
        disk.modes[disk.names[Path::new(path)]]
    }

    /// Every state that a crash right after `moment` things could leave.
    pub(crate) fn crash_states(&self, moment: usize) -> Vec<State> {
        let log = self.0.lock().unwrap().log[..moment].to_vec();
        states_after(&log)
    }

    fn call(&self) -> io::Result<()> {
        let mut disk = self.0.lock().unwrap();
        disk.calls += 1;
        match disk.fail_at {
            Some((call, error)) if call == disk.calls => Err(io::Error::from_raw_os_error(error)),
            _ => Ok(()),
        }
    }

    /// A folder is there as long as something is in it.
    fn is_folder(&self, path: &Path) -> bool {
        let disk = self.0.lock().unwrap();
        disk.names
            .keys()
            .any(|name| name != path && name.starts_with(path))
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        let disk = self.0.lock().unwrap();
        disk.names
            .get(path)
            .copied()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl FsFile for CrashFile {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let failed = self.disk.call();
        // A refused write has often written a part.
        let written = if failed.is_ok() {
            bytes
        } else {
            &bytes[..bytes.len() / 2]
        };
        let mut disk = self.disk.0.lock().unwrap();
        disk.contents[self.file].extend_from_slice(written);
        disk.log.push(Op::Write {
            file: self.file,
            bytes: written.to_vec(),
        });
        failed
    }

    fn sync(&mut self) -> io::Result<()> {
        self.disk.call()?;
        self.disk
            .0
            .lock()
            .unwrap()
            .log
            .push(Op::Sync { file: self.file });
        Ok(())
    }

    fn set_mode(&mut self, mode: u32) -> io::Result<()> {
        self.disk.call()?;
        self.disk.0.lock().unwrap().modes[self.file] = mode;
        Ok(())
    }

    fn try_lock(&mut self) -> io::Result<bool> {
        let mut disk = self.disk.0.lock().unwrap();
        self.holds_lock |= disk.locks_of_files.insert(self.file);
        Ok(self.holds_lock)
    }
}

impl Drop for CrashFile {
    fn drop(&mut self) {
        if self.holds_lock {
            self.disk
                .0
                .lock()
                .unwrap()
                .locks_of_files
                .remove(&self.file);
        }
    }
}

impl Fs for CrashFs {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call()?;
        Ok(path.to_owned())
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        self.call()?;
        let file = self.file(path)?;
        let bytes = self.0.lock().unwrap().contents[file].clone();
        Ok(Box::new(io::Cursor::new(bytes)))
    }

    fn facts(&self, path: &Path) -> io::Result<FileFacts> {
        self.call()?;
        if self.is_folder(path) {
            return Ok(FileFacts {
                bytes: 0,
                mode: 0o755,
                links: 1,
                is_file: false,
                age: Duration::ZERO,
            });
        }
        let file = self.file(path)?;
        let disk = self.0.lock().unwrap();
        Ok(FileFacts {
            bytes: disk.contents[file].len() as u64,
            mode: disk.modes[file],
            links: 1,
            is_file: true,
            age: Duration::ZERO,
        })
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        self.call()?;
        let mut disk = self.0.lock().unwrap();
        if disk.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let file = disk.contents.len();
        disk.contents.push(Vec::new());
        disk.modes.push(0o600);
        disk.names.insert(path.to_owned(), file);
        disk.log.push(Op::Name {
            path: path.to_owned(),
            file,
        });
        drop(disk);
        Ok(Box::new(CrashFile {
            disk: self.clone(),
            file,
            holds_lock: false,
        }))
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn FsFile>> {
        self.call()?;
        let file = self.file(path)?;
        Ok(Box::new(CrashFile {
            disk: self.clone(),
            file,
            holds_lock: false,
        }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call()?;
        let file = self.file(from)?;
        let mut disk = self.0.lock().unwrap();
        disk.names.remove(from);
        disk.names.insert(to.to_owned(), file);
        disk.log.push(Op::Name {
            path: to.to_owned(),
            file,
        });
        disk.log.push(Op::Unname {
            path: from.to_owned(),
        });
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        if self.file(to).is_ok() {
            self.call()?;
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call()?;
        self.file(path)?;
        let mut disk = self.0.lock().unwrap();
        disk.names.remove(path);
        disk.log.push(Op::Unname {
            path: path.to_owned(),
        });
        Ok(())
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        self.call()?;
        self.0.lock().unwrap().log.push(Op::SyncNames);
        Ok(())
    }

    fn lock_folder(&self, _folder: &Path) -> io::Result<Option<Box<dyn Lock>>> {
        self.call()?;
        let mut disk = self.0.lock().unwrap();
        if std::mem::replace(&mut disk.locked, true) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        drop(disk);
        Ok(Some(Box::new(CrashLock(self.clone()))))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.call()?;
        let disk = self.0.lock().unwrap();
        let inside = disk.names.keys().filter_map(|path| {
            let first = path.strip_prefix(folder).ok()?.components().next()?;
            Some(first.as_os_str().to_str().unwrap().to_owned())
        });
        Ok(inside.collect::<BTreeSet<_>>().into_iter().collect())
    }

    fn make_folder(&self, _folder: &Path) -> io::Result<()> {
        self.call()
    }

    fn new_mode(&self) -> u32 {
        0o644
    }

    fn free_space(&self, _folder: &Path) -> Option<u64> {
        Some(4096)
    }
}
