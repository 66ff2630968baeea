//! Why a command has no answer, and how it says so.

use model::Diagnostic;
use protocol::message::{Death, Failure};
use protocol::supervisor::EngineError;

use crate::console;
use crate::exit::Exit;

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// Wrong, unreadable, over a limit: said with its code.
    Failed(Failure),
    /// The statement does not run.
    Diagnosed(Vec<Diagnostic>),
}

impl Stopped {
    /// Stopped with a code and a sentence.
    pub(crate) fn because(code: &str, message: impl Into<String>) -> Self {
        Self::Failed(Failure {
            code: code.to_owned(),
            message: message.into(),
        })
    }

    /// The engine answered another question than was asked.
    pub(crate) fn unexpected() -> Self {
        EngineError::Died(Death::Protocol {
            detail: String::new(),
        })
        .into()
    }

    /// Says it on standard error, with its place in `text`, and answers how to exit.
    pub(crate) fn report(&self, text: &str) -> Exit {
        match self {
            Self::Diagnosed(diagnostics) => {
                console::report_all(diagnostics, text);
                Exit::Wrong
            }
            Self::Failed(failure) => {
                if failure.code == "CANCELLED" {
                    console::say("Cancelled.\n");
                } else {
                    console::complain(&failure.code, &failure.message);
                }
                Exit::of_code(&failure.code)
            }
        }
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<EngineError> for Stopped {
    fn from(error: EngineError) -> Self {
        Self::Failed(error.failure())
    }
}
