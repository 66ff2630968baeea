//! Why a workbook file was not read or not written: a stable code and a sentence.

use std::io;
use std::path::Path;

use crate::save::Saved;
use crate::words;

/// Why a file was refused or could not be written. Whatever was on disk is whole.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct FileError {
    code: &'static str,
    message: String,
    #[source]
    cause: Option<io::Error>,
    written: Option<Box<Saved>>,
}

impl FileError {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        let message: String = message.into().chars().take(400).collect();
        Self {
            code,
            message,
            cause: None,
            written: None,
        }
    }

    pub(crate) fn and_say(mut self, more: &str) -> Self {
        self.message.push_str(more);
        self
    }

    pub(crate) fn with_cause(mut self, cause: io::Error) -> Self {
        self.cause = Some(cause);
        self
    }

    /// The same fault while parts of a folder are put in their places: all of it is on the disk.
    pub(crate) fn settling(mut self, folder: &Path) -> Self {
        self.message = format!(
            "{} was saved, but not all of its files are in their places yet: {}",
            words::file_name(folder),
            self.message
        )
        .chars()
        .take(400)
        .collect();
        self
    }

    pub(crate) fn with_written(mut self, written: Saved) -> Self {
        self.written = Some(Box::new(written));
        self
    }

    /// What is on disk although the save is not certain: what the next save has to expect there.
    pub fn written(&self) -> Option<&Saved> {
        self.written.as_deref()
    }

    /// Stable code such as `WB_EMPTY`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Begins the message with the name of the file it is about.
    pub(crate) fn about(mut self, path: &Path) -> Self {
        let message = format!("{}: {}", words::file_name(path), self.message);
        self.message = message.chars().take(400).collect();
        self
    }
}
