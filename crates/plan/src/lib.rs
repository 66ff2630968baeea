//! SQL text or a query to a typed tree, with diagnostics, completion and printing.
//!
//! Deliberately absent: I/O, clocks, Polars. Rows stay with the engine; this crate only knows
//! the names and types of what may be read.

mod apart;
mod behind;
mod bind;
mod complete;
mod day;
mod describe;
mod dialect;
pub mod explain;
mod format;
pub mod functions;
mod gesture;
pub mod guard;
mod help;
mod made;
mod mend;
mod names;
mod near;
pub mod nodes;
mod outline;
mod parse;
mod pieces;
mod place;
mod question;
mod quote;
mod refuse;
mod rename;
mod resolve;
mod show;
mod spots;
mod target;
mod trace;
mod tree;
pub mod turned;
pub mod types;

pub use apart::{AMOUNT_COLUMNS, Apart, Parts};
pub use bind::{CAST, Cube, Cubed, Sizes, TRY_CAST, cubed};
pub use complete::WantedValues;
pub use describe::{NameInText, NameKind};
pub use names::{Body, Bound, ColumnName, Completion, CompletionKind, Names, Plan, Relation};
pub use pieces::{Piece, Wish};
pub use place::Places;
pub use rename::{CellText, ColumnRenamed, ReaderMended, Renamed};
pub use trace::Traced;

use model::{Diagnostic, Field, Query, TextChange, Value};

/// Understands a text: guarded, parsed, its names and types bound, optimised.
pub fn bind_sql(text: &str, names: &Names) -> Bound {
    let mut bound =
        bind::on_deep_stack(|| bind::sql(text, names)).unwrap_or_else(bind::beyond_repair);
    mend::mend(text, names, &mut bound.diagnostics, |changed| {
        bind::on_deep_stack(|| bind::sql(changed, names))
            .unwrap_or_else(bind::beyond_repair)
            .diagnostics
    });
    bound
}

/// The question for the values of a PIVOT that lists none, to be computed and added to
/// [`Names::turned`] before the text is bound again; none when there is nothing to ask.
pub fn turning(text: &str, names: &Names) -> Option<turned::Turning> {
    bind::on_deep_stack(|| bind::turning(text, names)).flatten()
}

/// Understands a question that was put without SQL text.
pub fn bind_query(query: &Query, names: &Names) -> Bound {
    bind::on_deep_stack(|| gesture::query(query, names)).unwrap_or_else(bind::beyond_repair)
}

/// Understands what stands behind one row of a text's answer, given by all its values: the rows that it
/// was grouped from.
pub fn bind_behind(text: &str, row: &[Value], names: &Names) -> Bound {
    bind::on_deep_stack(|| bind::behind(text, row, names)).unwrap_or_else(bind::beyond_repair)
}

/// What of the answer of a text can be taken apart; a diagnostic when nothing can.
pub fn parts(text: &str, names: &Names) -> Result<Parts, Diagnostic> {
    bind::on_deep_stack(|| apart::parts(text, names)).unwrap_or_else(|| Ok(Parts::default()))
}

/// The text that takes one row of the answer of a text apart, given by all its values; a diagnostic
/// when it cannot be.
pub fn take_apart(
    text: &str,
    row: &[Value],
    wish: &Apart,
    names: &Names,
) -> Result<String, Diagnostic> {
    bind::on_deep_stack(|| apart::apart(text, row, wish, names))
        .unwrap_or_else(|| Err(format::not_laid_out()))
}

/// What may stand at `offset` (UTF-8 bytes) of a text, best first. The text may be unfinished.
pub fn complete(text: &str, offset: usize, names: &Names) -> Vec<Completion> {
    complete::complete(text, offset, names)
}

/// The column whose values may stand in the quotes around `offset` (UTF-8 bytes) of a text.
pub fn wanted_values(text: &str, offset: usize, names: &Names) -> Option<WantedValues> {
    complete::wanted(text, offset, names)
}

/// What stands at `offset` (UTF-8 bytes) of a text; none where no known name stands. The text may be
/// unfinished or wrong elsewhere.
pub fn describe(text: &str, offset: usize, names: &Names) -> Option<NameInText> {
    describe::describe(text, offset, names)
}

/// A text in regular form, with its comments; a diagnostic when it is not complete SQL yet.
pub fn format(text: &str) -> Result<String, Diagnostic> {
    bind::on_deep_stack(|| format::format(text)).unwrap_or_else(|| Err(format::not_laid_out()))
}

/// The parts of a text that give an answer, in order: its questions, and a name made behind them.
pub fn answers(text: &str) -> Vec<Piece> {
    pieces::answers(text)
}

/// The part of a text that is wanted; a diagnostic when there is none.
pub fn piece(text: &str, wish: Wish) -> Result<Piece, Diagnostic> {
    pieces::piece(text, wish)
}

/// The changes that give a thing another name in all of `texts`, one list for each text; a
/// diagnostic when the new name would mean something else somewhere.
pub fn rename(
    what: &Renamed,
    texts: &[String],
    to: &str,
) -> Result<Vec<Vec<TextChange>>, Diagnostic> {
    rename::rename(what, texts, to)
}

/// What giving another name to the column named at `offset` (UTF-8 bytes) of the text of
/// `cells[cell]` changes, for each of `cells`, of which each reads only earlier ones. `names` are
/// those of tables and parameters. A diagnostic when the new name would mean something else.
pub fn rename_column(
    names: &Names,
    cells: &[CellText],
    (cell, offset): (usize, usize),
    to: &str,
) -> Result<Vec<ColumnRenamed>, Diagnostic> {
    bind::on_deep_stack(|| rename::rename_column(names, cells, (cell, offset), to))
        .unwrap_or_else(|| Err(rename::not_renamed()))
}

/// What the texts say when columns of a table, as (old, new), are called otherwise now; the table
/// in `names` has the columns that the texts were written for, and each cell reads only earlier
/// ones. A text whose meaning would change is left as it is, and says why.
pub fn mend_readers(
    names: &Names,
    cells: &[CellText],
    table: &str,
    renamed: &[(String, String)],
) -> Vec<ReaderMended> {
    bind::on_deep_stack(|| rename::mend_readers(names, cells, table, renamed)).unwrap_or_else(
        || {
            let left = ReaderMended {
                problem: Some(rename::not_renamed()),
                ..ReaderMended::default()
            };
            vec![left; cells.len()]
        },
    )
}

/// Where the columns of a text's answer come from, and what chooses its rows. Other cells are read
/// as tables are.
pub fn trace_sql(text: &str, names: &Names) -> Traced {
    bind::on_deep_stack(|| trace::sql(text, names)).unwrap_or_default()
}

/// Where the columns of a question without text come from.
pub fn trace_query(query: &Query, names: &Names) -> Traced {
    bind::on_deep_stack(|| trace::question(query, names)).unwrap_or_default()
}

/// Prints a plan as SQL, or says why it cannot be written as one statement.
pub fn show_sql(plan: &Plan) -> Result<String, Diagnostic> {
    let not_shown = || {
        Diagnostic::error("SQL_UNSUPPORTED", "This question cannot be shown as SQL.")
            .with_hint("It still runs.")
    };
    bind::on_deep_stack(|| show::sql(plan)).unwrap_or_else(|| Err(not_shown()))
}

/// What a text would give, without running it: its columns, what it reads, what is wrong.
pub fn check(text: &str, names: &Names) -> (Vec<Field>, Vec<String>, Vec<Diagnostic>) {
    let bound = bind_sql(text, names);
    let fields = bound.plan.map(|plan| plan.fields).unwrap_or_default();
    (fields, bound.reads, bound.diagnostics)
}
