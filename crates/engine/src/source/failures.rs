//! What can be wrong with a file, in words: what happened, to which file, why, what to do.

use std::io::{Error, ErrorKind};
use std::path::Path;

use polars::prelude::PolarsError;
use protocol::message::Failure;

pub(crate) use crate::error::failure;

/// The name of a file as a person knows it, with control characters made harmless.
pub(crate) fn shown(path: &Path) -> String {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    clip(&name, 80)
}

/// At most `longest` characters, without line breaks and control characters.
pub(crate) fn clip(text: &str, longest: usize) -> String {
    let mut short: String = text
        .chars()
        .take(longest)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    if text.chars().nth(longest).is_some() {
        short.pop();
        short.push('…');
    }
    short
}

/// The operating system refused to open, list or read.
pub(crate) fn io(path: &Path, error: &Error) -> Failure {
    let name = shown(path);
    match error.kind() {
        ErrorKind::NotFound => failure(
            "FILE_NOT_FOUND",
            format!(
                "There is no file or folder “{}”. Check the spelling, or choose the file again.",
                clip(&path.to_string_lossy(), 200)
            ),
        ),
        ErrorKind::PermissionDenied => failure(
            "FILE_NOT_READABLE",
            format!(
                "“{name}” may not be opened: permission denied. Change its permissions, or copy it to a folder of yours."
            ),
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => disk_full(),
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData => {
            damaged(path, "it ends too early or does not follow its format")
        }
        _ => failure(
            "FILE_FAILED",
            format!(
                "“{name}” could not be read: the system reports an input or output error. Check that the disk is connected, then try again."
            ),
        ),
    }
}

/// The cache folder has no room for a converted copy.
pub(crate) fn disk_full() -> Failure {
    failure(
        "DISK_FULL",
        "The disk with the cache folder is full. Free some space, then open the file again.",
    )
}

/// The content does not follow its format.
pub(crate) fn damaged(path: &Path, why: &str) -> Failure {
    failure(
        "FILE_DAMAGED",
        format!(
            "“{}” cannot be read: {}. Get a fresh copy of the file, or export it again.",
            shown(path),
            clip(why, 200)
        ),
    )
}

/// A known format or feature that is not read here.
pub(crate) fn unsupported(path: &Path, what: &str, instead: &str) -> Failure {
    failure(
        "FILE_UNSUPPORTED",
        format!("“{}” {what}. {instead}", shown(path)),
    )
}

/// Larger than what is read safely.
pub(crate) fn too_large(path: &Path, why: &str) -> Failure {
    failure(
        "FILE_TOO_LARGE",
        format!("“{}” is refused: {why}.", shown(path)),
    )
}

/// The file was not the same at the end of reading as at its beginning.
pub(crate) fn changed(path: &Path) -> Failure {
    failure(
        "FILE_CHANGED",
        format!(
            "“{}” changed on disk since it was opened. Refresh the source to read it as it is now.",
            shown(path)
        ),
    )
}

/// An option that a person set does not make sense.
pub(crate) fn option(message: impl AsRef<str>) -> Failure {
    failure("OPTION_WRONG", message)
}

/// Somebody asked to stop.
pub(crate) fn cancelled() -> Failure {
    failure("CANCELLED", "Reading was cancelled.")
}

/// What the engine said about a file, in words of the file.
pub(crate) fn engine(path: &Path, error: &PolarsError) -> Failure {
    tracing::debug!(%error, "a file could not be read");
    if let PolarsError::IO { error, .. } = error {
        return io(path, error);
    }
    let text = error.to_string().to_lowercase();
    let features: [(&str, &str); 6] = [
        ("encrypt", "is encrypted"),
        (
            "codec",
            "is compressed with a method that is not known here",
        ),
        (
            "compress",
            "is compressed with a method that is not known here, or the compressed bytes are damaged",
        ),
        ("precision", "has decimals of more than 38 digits"),
        ("decimal", "has decimals of a kind that is not known here"),
        (
            "not yet",
            "uses a feature of its format that is not read yet",
        ),
    ];
    for (word, what) in features {
        if text.contains(word) {
            return unsupported(
                path,
                what,
                "Write it again with plainer settings, such as zstd or no compression.",
            );
        }
    }
    damaged(path, "its content does not follow its format")
}
