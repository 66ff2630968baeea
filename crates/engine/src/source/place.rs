//! Files as they lie on disk: what may be opened, and what was there when it was opened.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use protocol::message::Failure;

use super::failures::{self, failure, shown};

/// Files under this size are fingerprinted by their whole content.
const HASHED_BYTES: u64 = 64 << 20;
/// Pieces of a larger file that are, from its start to its end.
const SAMPLES: u64 = 32;
/// Bytes of each.
const SAMPLE_BYTES: u64 = 64 << 10;

/// A regular file and how it stood at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub path: PathBuf,
    pub bytes: u64,
    changed: (i64, i64),
    identity: (u64, u64),
}

impl Place {
    /// Looks at a path; anything but a regular file is refused.
    pub(crate) fn look(path: &Path) -> Result<Self, Failure> {
        if is_of_the_system(path) {
            return Err(not_regular(path, "it belongs to the system"));
        }
        let known = path
            .metadata()
            .map_err(|error| failures::io(path, &error))?;
        Self::of(path, &known)
    }

    fn of(path: &Path, known: &Metadata) -> Result<Self, Failure> {
        if known.is_dir() {
            return Err(failure(
                "FILE_IS_FOLDER",
                format!(
                    "“{}” is a folder where a file is wanted. Choose a file inside it.",
                    shown(path)
                ),
            ));
        }
        if !known.is_file() {
            return Err(not_regular(path, "it is a device, a pipe or a socket"));
        }
        Ok(Self {
            path: path.to_owned(),
            bytes: known.len(),
            changed: (known.mtime(), known.mtime_nsec()),
            identity: (known.dev(), known.ino()),
        })
    }

    /// Opens the file without waiting, and only if it is still the one that was looked at.
    pub(crate) fn open(&self) -> Result<File, Failure> {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC;
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(flags.bits().cast_signed())
            .open(&self.path)
            .map_err(|error| failures::io(&self.path, &error))?;
        let known = file
            .metadata()
            .map_err(|error| failures::io(&self.path, &error))?;
        if Self::of(&self.path, &known)? == *self {
            Ok(file)
        } else {
            Err(failures::changed(&self.path))
        }
    }

    /// Fails when the file is no longer what it was.
    pub(crate) fn verify(&self) -> Result<(), Failure> {
        if Self::look(&self.path)? == *self {
            Ok(())
        } else {
            Err(failures::changed(&self.path))
        }
    }

    /// The first bytes of the file, at most `limit`.
    pub(crate) fn head(&self, limit: u64) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        self.open()?
            .take(limit)
            .read_to_end(&mut bytes)
            .map_err(|error| failures::io(&self.path, &error))?;
        Ok(bytes)
    }

    /// BLAKE3 of the ending, the size and the content, so that a copy of the file on another machine is
    /// known as the same; of large files the modification time and samples stand for the content.
    pub(crate) fn fingerprint(&self) -> Result<String, Failure> {
        let mut hash = blake3::Hasher::new();
        let ending = self.path.extension().unwrap_or_default();
        hash.update(ending.to_ascii_lowercase().as_encoded_bytes());
        hash.update(&[0]);
        hash.update(&self.bytes.to_le_bytes());
        let unread = |error| failures::io(&self.path, &error);
        let mut file = self.open()?;
        if self.bytes < HASHED_BYTES {
            hash.update_reader(file.take(HASHED_BYTES))
                .map_err(unread)?;
        } else {
            hash.update(&self.changed.0.to_le_bytes());
            hash.update(&self.changed.1.to_le_bytes());
            for sample in 0..SAMPLES {
                let start = (self.bytes - SAMPLE_BYTES) / (SAMPLES - 1) * sample;
                file.seek(SeekFrom::Start(start)).map_err(unread)?;
                hash.update_reader(file.by_ref().take(SAMPLE_BYTES))
                    .map_err(unread)?;
            }
        }
        Ok(hash.finalize().to_hex().to_string())
    }
}

/// Kernel interfaces look like files, but reading them may block or change things.
fn is_of_the_system(path: &Path) -> bool {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    ["/proc", "/sys", "/dev"].iter().any(|root| {
        (path.starts_with(root) || real.starts_with(root)) && !real.starts_with("/dev/shm")
    })
}

fn not_regular(path: &Path, why: &str) -> Failure {
    failure(
        "FILE_NOT_REGULAR",
        format!(
            "“{}” is not an ordinary file: {why}. Copy its content into a file and open that.",
            shown(path)
        ),
    )
}
