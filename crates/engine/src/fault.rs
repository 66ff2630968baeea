//! Why a question has no answer: a person's mistake, a failure of the world, or a wish to stop.

use model::{Diagnostic, Span};
use polars::prelude::PolarsError;
use protocol::message::{Answer, Failure};

use crate::error;

/// What stands between a question and its answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The statement asks for something that cannot be done.
    Diagnosed(Diagnostic),
    /// A file, a limit or a value of the data is in the way.
    Failed(Failure),
    /// Somebody asked to stop.
    Cancelled,
}

impl Fault {
    /// A part of SQL that is known but not computed here, named.
    pub fn unsupported(what: impl std::fmt::Display) -> Self {
        let message = format!("{what} is not supported yet.");
        let hint = "Write it another way, or compute it in an earlier cell.";
        Self::Diagnosed(Diagnostic::error("SQL_UNSUPPORTED", error::clip(&message)).with_hint(hint))
    }

    /// A value of the data that cannot be computed with.
    pub fn value(code: &str, message: impl Into<String>) -> Self {
        Self::Diagnosed(Diagnostic::error(code, message))
    }

    /// Says where in the statement, if that is known.
    #[must_use]
    pub fn at(self, place: Option<Span>) -> Self {
        match (self, place) {
            (Self::Diagnosed(diagnostic), Some(place)) => {
                Self::Diagnosed(diagnostic.with_span(place))
            }
            (fault, _) => fault,
        }
    }

    /// Whether a number left its type.
    pub fn is_overflow(&self) -> bool {
        matches!(self, Self::Diagnosed(diagnostic) if diagnostic.code == "SQL_OVERFLOW")
    }

    /// The answer that carries this fault to the application.
    pub fn into_answer(self) -> Answer {
        match self {
            Self::Diagnosed(diagnostic) => Answer::Diagnosed {
                diagnostics: vec![diagnostic],
            },
            Self::Failed(failure) => Answer::Failed { failure },
            Self::Cancelled => Answer::Cancelled,
        }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<PolarsError> for Fault {
    fn from(error: PolarsError) -> Self {
        error::explain(&error)
    }
}

impl From<datafusion_common::DataFusionError> for Fault {
    fn from(error: datafusion_common::DataFusionError) -> Self {
        tracing::warn!(%error, "the plan is not consistent");
        Self::Diagnosed(Diagnostic::error(
            "SQL_UNSUPPORTED",
            "This statement cannot be planned as written. Split it into smaller cells to see which part is at fault.",
        ))
    }
}
