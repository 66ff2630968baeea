//! Failures as every host shows them. The only place that knows the codes a screen acts on.

use model::Diagnostic;
use protocol::message::Failure;
use protocol::supervisor::EngineError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use workbook::EditError;
use workbook::file::FileError;

/// A failure of a command, for a person: what happened, to what, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[ts(export, rename = "CallError")]
#[error("{message}")]
pub struct Error {
    /// Stable code such as `FILE_NOT_FOUND`, `WB_CHANGED_ON_DISK`, `CANCELLED`.
    pub code: String,
    pub message: String,
}

/// Longest message, in characters.
const LONGEST: usize = 400;

impl Error {
    /// A failure with a code and a sentence; longer sentences are cut.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        let message: String = message.into();
        let message = if message.chars().count() > LONGEST {
            message.chars().take(LONGEST - 1).chain(['…']).collect()
        } else {
            message
        };
        Self {
            code: code.to_owned(),
            message,
        }
    }

    /// The name of a command that there is not.
    pub fn unknown_command(name: &str) -> Self {
        Self::new(
            "UNKNOWN_COMMAND",
            format!("There is no command {}.", shown(name)),
        )
    }

    /// A payload that is not what the command takes.
    pub fn bad_request(command: &str, why: &str) -> Self {
        Self::new("BAD_REQUEST", format!("{command}: {why}."))
    }

    /// A workbook that is not open, or no longer.
    pub fn no_session() -> Self {
        Self::new(
            "NO_SUCH_WORKBOOK",
            "This workbook is not open any more. Open it again from the start page.",
        )
    }

    /// A cell that the workbook does not have.
    pub fn no_cell() -> Self {
        Self::new(
            "NO_SUCH_CELL",
            "This cell is no longer in the workbook. Undo brings it back if it was removed.",
        )
    }

    /// A source that the workbook does not have.
    pub fn no_source() -> Self {
        Self::new(
            "NO_SUCH_SOURCE",
            "This source is no longer in the workbook.",
        )
    }

    /// The person's own cancel.
    pub fn cancelled() -> Self {
        EngineError::Cancelled.into()
    }

    /// A fault of Assay itself, said without its innards; those go to the log.
    pub fn fault(doing: &str) -> Self {
        Self::new(
            "FAULT",
            format!(
                "{doing} did not work because of a fault in Assay. Nothing in the workbook is lost. Try again; if it happens again, please report it with the steps that led here."
            ),
        )
    }
}

/// Foreign text, safe to stand in a message.
pub(crate) fn shown(text: &str) -> String {
    let clean: String = text.chars().take(80).flat_map(char::escape_debug).collect();
    format!("“{clean}”")
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::new(&failure.code, failure.message)
    }
}

impl From<EngineError> for Error {
    fn from(error: EngineError) -> Self {
        error.failure().into()
    }
}

impl From<EditError> for Error {
    fn from(error: EditError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<catalog::CatalogError> for Error {
    fn from(error: catalog::CatalogError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<workbook::journal::JournalError> for Error {
    fn from(error: workbook::journal::JournalError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Self {
        let message = match &diagnostic.hint {
            Some(hint) => format!("{} {hint}", diagnostic.message),
            None => diagnostic.message,
        };
        Self::new(&diagnostic.code, message)
    }
}
