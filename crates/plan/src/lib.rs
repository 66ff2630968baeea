//! SQL text or a query to a typed tree, with diagnostics, completion and printing.
//!
//! Deliberately absent: I/O, clocks, Polars. Rows stay with the engine; this crate only knows
//! the names and types of what may be read.

mod names;
pub mod types;

pub use names::{Body, Bound, Completion, CompletionKind, Names, Plan, Relation};

use model::{Diagnostic, Query};

/// Understands a text: guarded, parsed, its names and types bound, optimised.
pub fn bind_sql(_text: &str, _names: &Names) -> Bound {
    not_yet()
}

/// Understands a question that was put without SQL text.
pub fn bind_query(_query: &Query, _names: &Names) -> Bound {
    not_yet()
}

/// What may stand at `offset` (UTF-8 bytes) of a text, best first. The text may be unfinished.
pub fn complete(_text: &str, _offset: usize, _names: &Names) -> Vec<Completion> {
    Vec::new()
}

/// Prints a plan as SQL, or says why it cannot be written as one statement.
pub fn show_sql(_plan: &Plan) -> Result<String, Diagnostic> {
    Err(Diagnostic::error(
        "SQL_NOT_SUPPORTED",
        "This question cannot be shown as SQL.",
    ))
}

fn not_yet() -> Bound {
    let diagnostic = Diagnostic::error("SQL_NOT_SUPPORTED", "This text cannot be planned.");
    Bound {
        diagnostics: vec![diagnostic],
        ..Bound::default()
    }
}
