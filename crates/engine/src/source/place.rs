//! Files as they lie on disk: what may be opened, and what was there when it was opened.

use std::fs::{File, Metadata, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use protocol::message::Failure;

use super::failures::{self, failure, shown};

/// Files under this size are fingerprinted by content as well.
const HASHED_BYTES: u64 = 64 << 20;

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

    /// BLAKE3 of path, size and modification time, and of the content of small files.
    pub(crate) fn fingerprint(&self) -> Result<String, Failure> {
        let mut hash = blake3::Hasher::new();
        self.add_to(&mut hash);
        if self.bytes < HASHED_BYTES {
            hash.update_reader(self.open()?.take(HASHED_BYTES))
                .map_err(|error| failures::io(&self.path, &error))?;
        }
        Ok(hash.finalize().to_hex().to_string())
    }

    /// Adds path, size and modification time to a hash.
    pub(crate) fn add_to(&self, hash: &mut blake3::Hasher) {
        hash.update(self.path.as_os_str().as_encoded_bytes());
        hash.update(&[0]);
        hash.update(&self.bytes.to_le_bytes());
        hash.update(&self.changed.0.to_le_bytes());
        hash.update(&self.changed.1.to_le_bytes());
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
