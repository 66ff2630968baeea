//! Answers of the engine that are not the ones hoped for.

use protocol::message::Answer;

use crate::Error;

/// An answer that is not the one hoped for, as a failure.
pub(in crate::session) fn unexpected(answer: Answer, doing: &str) -> Error {
    match answer {
        Answer::Failed { failure } => failure.into(),
        Answer::Cancelled => Error::cancelled(),
        Answer::Missing { .. } => Error::new(
            "RESULT_NOT_KEPT",
            format!(
                "{doing} found no answer to read: the engine was restarted, or a newer answer took its place. Run it again."
            ),
        ),
        Answer::Diagnosed { diagnostics } => {
            match diagnostics.into_iter().find(model::Diagnostic::is_error) {
                Some(diagnostic) => diagnostic.into(),
                None => Error::fault(doing),
            }
        }
        other => {
            tracing::error!(?other, "an answer that does not belong to its question");
            Error::fault(doing)
        }
    }
}

#[cfg(test)]
mod tests {
    use model::ResultId;

    use super::*;

    #[test]
    fn an_answer_that_is_gone_is_no_fault_of_the_program() {
        let result = ResultId::from_uuid(crate::app::fresh());
        let error = unexpected(Answer::Missing { result }, "Reading the chart's rows");
        assert_eq!(error.code, "RESULT_NOT_KEPT");
        assert!(
            error.message.starts_with("Reading the chart's rows found"),
            "{error:?}"
        );
        assert!(error.message.ends_with("Run it again."), "{error:?}");
    }
}
