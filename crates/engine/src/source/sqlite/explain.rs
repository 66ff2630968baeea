//! What SQLite says about a file, in words of the file.

use std::path::Path;

use protocol::message::Failure;
use rusqlite::ErrorCode;

use crate::source::failures::{self, failure, shown};

/// A table or view that cannot be read while others can.
pub(super) const BROKEN: &str = "TABLE_BROKEN";

/// Says in words why a database could not be read.
pub(super) fn explained(path: &Path, error: &rusqlite::Error) -> Failure {
    tracing::debug!(%error, "a database could not be read");
    let code = match error {
        rusqlite::Error::SqliteFailure(error, _) => Some(error.code),
        _ => None,
    };
    match code {
        Some(ErrorCode::NotADatabase) => {
            failures::damaged(path, "it is no SQLite file, or it is encrypted")
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            failures::damaged(path, "its pages contradict each other")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => failure(
            "FILE_BUSY",
            format!(
                "“{}” is being written by another program. Close it there, or try again.",
                shown(path)
            ),
        ),
        Some(ErrorCode::CannotOpen) => failure(
            "FILE_NOT_READABLE",
            format!(
                "“{}” cannot be opened: its journal cannot be read. Copy the file with its -wal file to a folder of yours.",
                shown(path)
            ),
        ),
        Some(ErrorCode::Unknown) | None => failure(
            BROKEN,
            "its definition refers to something that is missing. Mend it in the program that made it.",
        ),
        Some(_) => failures::damaged(path, "reading its pages failed"),
    }
}
