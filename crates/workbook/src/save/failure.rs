//! What a refusal of the system means for a person, and what to do next.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::file::FileError;
use crate::words::{file_name, size};

const TOO_MANY_OPEN: [i32; 2] = [23, 24];

/// What was being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Open,
    Write,
    /// The file that is there now is looked at before it is replaced.
    Compare,
    /// The file is in place; whether it survives a power cut is not certain.
    Settle,
}

/// The error of a step, in words.
pub(crate) fn failed(step: Step, path: &Path, cause: io::Error) -> FileError {
    let name = file_name(path);
    let (code, why, next) = reason(step, &cause);
    let message = match step {
        Step::Open => format!("{name} could not be opened: {why}. {next}"),
        Step::Write => format!(
            "{name} was not saved: {why}. The file on disk is as it was and your changes are still here. {next}"
        ),
        Step::Compare => format!(
            "{name} was not saved: the file that is there now could not be read to compare it: {why}. Your changes are still here. {next}"
        ),
        Step::Settle => format!(
            "{name} was written, but the disk did not confirm it ({why}), so a power cut could lose it. Your changes are still here; save again."
        ),
    };
    FileError::new(code, message).with_cause(cause)
}

fn reason(step: Step, cause: &io::Error) -> (&'static str, &'static str, &'static str) {
    if cause
        .raw_os_error()
        .is_some_and(|number| TOO_MANY_OPEN.contains(&number))
    {
        return (
            "SYSTEM_LIMIT",
            "the system limit of open files is reached",
            "Close other programs and try again.",
        );
    }
    match cause.kind() {
        ErrorKind::NotFound if step == Step::Open => (
            "FILE_NOT_FOUND",
            "it is not there",
            "It may have been moved or renamed, or its disk is not connected.",
        ),
        ErrorKind::NotFound => (
            "FILE_NOT_FOUND",
            "its folder is not there",
            "Save it in another folder, or connect the disk again.",
        ),
        ErrorKind::PermissionDenied if step == Step::Open => (
            "FILE_NO_PERMISSION",
            "you have no permission to read it",
            "Ask its owner, or copy it to a folder of your own.",
        ),
        ErrorKind::PermissionDenied => (
            "FILE_NO_PERMISSION",
            "you have no permission to write it, or in its folder",
            "Save it in another folder.",
        ),
        ErrorKind::ReadOnlyFilesystem => (
            "FILE_READ_ONLY",
            "its disk can only be read",
            "Save it in another folder.",
        ),
        ErrorKind::StorageFull => (
            "FILE_NO_SPACE",
            "the disk is full",
            "Free some space and save again, or save it on another disk.",
        ),
        ErrorKind::QuotaExceeded => (
            "FILE_NO_SPACE",
            "your share of the disk is used up",
            "Free some space and save again, or save it on another disk.",
        ),
        ErrorKind::IsADirectory => (
            "FILE_NOT_A_FILE",
            "there is a folder or device of that name",
            "Choose another name.",
        ),
        ErrorKind::InvalidInput if step == Step::Open => (
            "FILE_NOT_A_FILE",
            "it is a folder or device, not a file",
            "Choose a file.",
        ),
        ErrorKind::NotADirectory => (
            "FILE_NOT_FOUND",
            "part of its path is a file, not a folder",
            "Choose another folder.",
        ),
        ErrorKind::InvalidFilename => (
            "FILE_BAD_NAME",
            "its name is too long or not allowed here",
            "Choose a shorter name.",
        ),
        ErrorKind::WouldBlock => (
            "FILE_BUSY",
            "another program is saving in the same folder",
            "Try again in a moment.",
        ),
        ErrorKind::InvalidData => (
            "FILE_NOT_VERIFIED",
            "what the disk gave back is not what was written",
            "The disk may be failing: save it on another one.",
        ),
        _ => (
            "FILE_FAULT",
            "the disk or network reported a fault",
            "Try again, or save it on another disk.",
        ),
    }
}

/// Someone else wrote the file since it was opened.
pub(crate) fn changed(path: &Path) -> FileError {
    FileError::new(
        "WB_CHANGED_ON_DISK",
        format!(
            "{} was not saved: the file on disk has changed since you opened it, perhaps by another window or a sync program. Both versions still exist. Save yours under another name, open the other one, or save over it.",
            file_name(path)
        ),
    )
}

/// A file is where a new one should go.
pub(crate) fn exists(path: &Path) -> FileError {
    FileError::new(
        "WB_EXISTS",
        format!(
            "{} was not saved: there is already a file of that name, and it was left alone. Choose another name, or save over it.",
            file_name(path)
        ),
    )
}

/// The file is marked as not to be written.
pub(super) fn read_only(path: &Path) -> FileError {
    FileError::new(
        "FILE_READ_ONLY",
        format!(
            "{} was not saved: the file is marked as read-only. Your changes are still here. Save them under another name.",
            file_name(path)
        ),
    )
}

/// Adds how much space is needed and how much there is.
pub(super) fn no_space(error: FileError, needed: u64, free: Option<u64>) -> FileError {
    let needed = size(needed);
    let space = match free {
        Some(free) => format!(" Needed: {needed}; free: {}.", size(free)),
        None => format!(" Needed: {needed}."),
    };
    error.and_say(&space)
}
