//! Secrets of this machine, each a file of the state folder for this account alone.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// A longer file is none of ours.
const LONGEST: u64 = 64 << 10;

/// The secret under a name, made when there is none. Two programs that start at a time get the same.
///
/// # Errors
/// The folder cannot be read or written, or nothing could be made.
pub(super) fn secret(
    folder: &Path,
    name: &str,
    make: impl FnOnce() -> io::Result<Vec<u8>>,
) -> io::Result<Vec<u8>> {
    let path = folder.join(name);
    match read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A finished file is linked to its name, so that no one reads half a secret.
            let making = folder.join(format!("{name}.{}", crate::app::fresh().simple()));
            let made =
                write(&making, &make()?).and_then(|()| match fs::hard_link(&making, &path) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                    _ => Ok(()),
                });
            let _ = fs::remove_file(&making);
            made?;
            read(&path)
        }
        other => other,
    }
}

fn write(path: &Path, secret: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(secret)?;
    file.sync_all()
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut secret = Vec::new();
    fs::File::open(path)?
        .take(LONGEST)
        .read_to_end(&mut secret)?;
    Ok(secret)
}
