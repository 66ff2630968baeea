//! The place that a file is written to: checked first, touched last.

use std::fs::{self, File, OpenOptions};
use std::io::{Error, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use protocol::message::Failure;

use crate::error::failure;
use crate::source::shown;

/// Temporary files of this process so far, so that their names differ.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// A target with its temporary file beside it, which is removed unless it is published.
pub(super) struct Target {
    path: PathBuf,
    temp: PathBuf,
    folder: PathBuf,
}

impl Target {
    /// Checks that a file may be put here.
    pub(super) fn prepare(path: &Path, inputs: &[PathBuf]) -> Result<Self, Failure> {
        let name = shown(path);
        // A link is followed: the file that it points to is replaced, and the link stays.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Ok(known) = fs::metadata(&path) {
            if known.is_dir() {
                return Err(failure(
                    "TARGET_IS_FOLDER",
                    format!("“{name}” is a folder. Add a file name to write to."),
                ));
            }
            if !known.is_file() {
                return Err(failure(
                    "TARGET_NOT_REGULAR",
                    format!(
                        "“{name}” is a device or a pipe, not a file. Choose an ordinary file name."
                    ),
                ));
            }
            let is_input = |input: &PathBuf| {
                fs::metadata(input)
                    .is_ok_and(|other| (other.dev(), other.ino()) == (known.dev(), known.ino()))
            };
            if inputs.iter().any(is_input) {
                return Err(failure(
                    "TARGET_IS_INPUT",
                    format!(
                        "“{name}” is a file that the answer is computed from. Nothing was written; choose another name."
                    ),
                ));
            }
        }
        let Some(file_name) = path.file_name() else {
            return Err(failure(
                "TARGET_IS_FOLDER",
                format!("“{name}” has no file name. Add one to write to."),
            ));
        };
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if !folder.is_dir() {
            return Err(failure(
                "FOLDER_NOT_FOUND",
                format!(
                    "“{name}” cannot be written: its folder does not exist. Make the folder first, or choose another."
                ),
            ));
        }
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let short: String = file_name.to_string_lossy().chars().take(40).collect();
        let temp = folder.join(format!(".{short}.{}.{number}.part", std::process::id()));
        Ok(Self { path, temp, folder })
    }

    pub(super) fn temp(&self) -> &Path {
        &self.temp
    }

    /// Makes the temporary file, which must not be there yet.
    pub(super) fn create(&self) -> Result<File, Failure> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&self.temp)
            .map_err(|error| self.io(&error))
    }

    /// Makes the written bytes durable and puts them in place. Answers their number.
    pub(super) fn publish(self) -> Result<u64, Failure> {
        self.publish_bytes().map_err(|error| self.io(&error))
    }

    fn publish_bytes(&self) -> Result<u64, Error> {
        let file = File::open(&self.temp)?;
        if let Ok(known) = fs::metadata(&self.path) {
            fs::set_permissions(&self.temp, known.permissions())?;
        }
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        fs::rename(&self.temp, &self.path)?;
        File::open(&self.folder)?.sync_all()?;
        Ok(bytes)
    }

    /// Whether the disk takes more: a little is added to what was written, which is of no use any more.
    ///
    /// # Errors
    /// Why it does not, in words.
    pub(super) fn room(&self) -> Result<(), Failure> {
        const LITTLE: usize = 64 << 10;
        let mut file = File::options()
            .append(true)
            .open(&self.temp)
            .map_err(|error| self.io(&error))?;
        file.write_all(&vec![0; LITTLE])
            .and_then(|()| file.sync_data())
            .map_err(|error| self.io(&error))
    }

    /// Says in words why writing failed.
    pub(super) fn io(&self, error: &Error) -> Failure {
        let name = shown(&self.path);
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => disk_full(),
            ErrorKind::PermissionDenied => failure(
                "TARGET_NOT_WRITABLE",
                format!(
                    "“{name}” cannot be written: its folder does not allow it. Choose a folder of yours."
                ),
            ),
            ErrorKind::ReadOnlyFilesystem => failure(
                "TARGET_NOT_WRITABLE",
                format!(
                    "“{name}” cannot be written: its disk is read-only. Choose another folder."
                ),
            ),
            ErrorKind::FileTooLarge => failure(
                "TARGET_FAILED",
                format!(
                    "“{name}” would become larger than the system allows. Nothing was changed; write fewer rows, or to another disk."
                ),
            ),
            _ => failure(
                "TARGET_FAILED",
                format!(
                    "“{name}” could not be written: the system reports an input or output error. Nothing was changed; check the disk and try again."
                ),
            ),
        }
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        fs::remove_file(&self.temp).ok();
    }
}

pub(super) fn disk_full() -> Failure {
    failure(
        "DISK_FULL",
        "The disk is full. Nothing was changed; free some space, or choose another disk, and write again.",
    )
}
