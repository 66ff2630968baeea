//! Errors of the computing engine in plain words: what happened, to what, what to do.
//!
//! Our own kernels raise errors that already carry a code and a sentence; they travel through
//! Polars as text behind a mark and come out here again.

use model::{Diagnostic, Span};
use polars::prelude::{PolarsError, polars_err};
use protocol::message::Failure;

use crate::fault::Fault;

const MARK: &str = "\u{1}assay\u{1}";
const LONGEST: usize = 400;

/// An error of a kernel that a person can act on.
pub fn raise(code: &str, message: &str) -> PolarsError {
    raise_at(None, code, message)
}

/// An error of a kernel, with the place in the statement of what it is about.
pub fn raise_at(place: Option<Span>, code: &str, message: &str) -> PolarsError {
    let place = place.map_or_else(String::new, |place| {
        let Span {
            start,
            end,
            line,
            column,
        } = place;
        format!("{start} {end} {line} {column}")
    });
    polars_err!(ComputeError: "{MARK}{code}\u{1}{place}\u{1}{message}\u{1}")
}

/// A failure of the world with its code and sentence.
pub fn failure(code: &str, message: impl AsRef<str>) -> Failure {
    Failure {
        code: code.to_owned(),
        message: clip(message.as_ref()),
    }
}

/// A text of at most 400 characters.
pub fn clip(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}

/// Says in words what went wrong while computing.
pub fn explain(error: &PolarsError) -> Fault {
    let text = error.to_string();
    if let Some(fault) = marked(&text) {
        return fault;
    }
    tracing::warn!(kind = kind(error), "computing failed");
    match error {
        PolarsError::IO { error, .. } => Fault::Failed(explain_io(error)),
        PolarsError::Context { error, .. } => explain(error),
        _ if text.contains("parquet:") && text.to_lowercase().contains("not yet supported") => {
            Fault::Failed(failure(
                "FILE_UNSUPPORTED",
                "A Parquet file that the statement reads uses a compression or a type that is not read here. Write it again with plainer settings, such as zstd.",
            ))
        }
        _ if text.contains("not supported") || text.contains("not implemented") => {
            Fault::unsupported("One operation of this statement on these types")
        }
        PolarsError::SchemaMismatch(_)
        | PolarsError::SchemaFieldNotFound(_)
        | PolarsError::ColumnNotFound(_) => Fault::Failed(failure(
            "DATA_CHANGED",
            "The data no longer has the columns or types it had when it was opened. Refresh the source and run again.",
        )),
        _ => Fault::Failed(failure(
            "COMPUTE_FAILED",
            "The statement could not be computed on this data. Run parts of it as separate cells to see which one is at fault.",
        )),
    }
}

/// What a kernel raised, out of the words of a panic: filters inside a file's reader do not hand
/// errors on. None when it was no kernel.
pub(crate) fn said(panic: &str) -> Option<Fault> {
    // An error quoted in an error quoted in a panic.
    let text = panic
        .replace("\\\\u{1}", "\u{1}")
        .replace("\\u{1}", "\u{1}");
    marked(&text)
}

/// The fault that a kernel raised, out of a text with its mark.
fn marked(text: &str) -> Option<Fault> {
    let rest = &text[text.find(MARK)? + MARK.len()..];
    let mut parts = rest.split('\u{1}');
    let (code, place, message) = (parts.next()?, parts.next()?, parts.next()?);
    let fault = Fault::Diagnosed(Diagnostic::error(code, clip(message)));
    Some(fault.at(span(place)))
}

fn span(written: &str) -> Option<Span> {
    let mut numbers = written.split(' ').map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    Some(Span {
        start: next()?,
        end: next()?,
        line: next()?,
        column: next()?,
    })
}

fn kind(error: &PolarsError) -> &'static str {
    match error {
        PolarsError::IO { .. } => "io",
        PolarsError::ComputeError(_) => "compute",
        PolarsError::InvalidOperation(_) => "operation",
        PolarsError::SchemaMismatch(_) => "schema",
        PolarsError::ColumnNotFound(_) => "column",
        _ => "other",
    }
}

/// Says in words why a file could not be read or written.
pub fn explain_io(error: &std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let (code, message) = match error.kind() {
        ErrorKind::NotFound => (
            "FILE_NOT_FOUND",
            "A file that the statement reads is no longer there. Put it back, or point the source to its new place.",
        ),
        ErrorKind::PermissionDenied => (
            "FILE_NOT_READABLE",
            "A file that the statement reads may not be opened. Change its permissions, or choose another file.",
        ),
        ErrorKind::StorageFull => (
            "DISK_FULL",
            "The disk with the cache folder is full. Free some space, or narrow the question, then run again.",
        ),
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData => (
            "FILE_DAMAGED",
            "A file that the statement reads ends early or is damaged. Get a fresh copy and refresh the source.",
        ),
        _ => (
            "FILE_FAILED",
            "Reading or writing a file failed. Check that the disk is connected, then run again.",
        ),
    };
    failure(code, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_error_keeps_its_code_and_sentence_through_context() {
        let error =
            raise("SQL_OVERFLOW", "`a + b` is too large.").context("while computing".into());
        let Fault::Diagnosed(diagnostic) = explain(&error) else {
            panic!("{error}")
        };
        assert_eq!(
            (diagnostic.code.as_str(), diagnostic.message.as_str()),
            ("SQL_OVERFLOW", "`a + b` is too large.")
        );
    }

    #[test]
    fn no_engine_words_reach_a_person() {
        for error in [
            polars_err!(ComputeError: "PanicException in polars-core/src/x.rs"),
            polars_err!(ColumnNotFound: "c17"),
            polars_err!(InvalidOperation: "`add` operation not supported for dtype `str`"),
        ] {
            let text = match explain(&error) {
                Fault::Diagnosed(diagnostic) => diagnostic.message,
                Fault::Failed(failure) => failure.message,
                Fault::Cancelled => String::new(),
            };
            assert!(
                !text.contains("polars") && !text.contains("dtype") && !text.contains("c17"),
                "{text}"
            );
            assert!(text.chars().count() <= 400);
        }
    }
}
