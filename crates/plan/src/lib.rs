//! SQL text or a query to a typed tree, with diagnostics, completion and printing.
//!
//! Deliberately absent: I/O, clocks, Polars. Rows stay with the engine; this crate only knows
//! the names and types of what may be read.

mod bind;
mod day;
mod dialect;
mod functions;
mod gesture;
pub mod guard;
mod names;
mod near;
mod parse;
mod place;
mod quote;
mod refuse;
mod resolve;
mod tree;
pub mod types;

pub use names::{Body, Bound, Completion, CompletionKind, Names, Plan, Relation};

use model::{Diagnostic, Query};

/// Understands a text: guarded, parsed, its names and types bound, optimised.
pub fn bind_sql(text: &str, names: &Names) -> Bound {
    bind::on_deep_stack(|| bind::sql(text, names)).unwrap_or_else(bind::beyond_repair)
}

/// Understands a question that was put without SQL text.
pub fn bind_query(query: &Query, names: &Names) -> Bound {
    bind::on_deep_stack(|| gesture::query(query, names)).unwrap_or_else(bind::beyond_repair)
}

/// What may stand at `offset` (UTF-8 bytes) of a text, best first. The text may be unfinished.
pub fn complete(_text: &str, _offset: usize, _names: &Names) -> Vec<Completion> {
    Vec::new()
}

/// Prints a plan as SQL, or says why it cannot be written as one statement.
pub fn show_sql(_plan: &Plan) -> Result<String, Diagnostic> {
    Err(Diagnostic::error(
        "SQL_UNSUPPORTED",
        "This question cannot be shown as SQL.",
    ))
}
