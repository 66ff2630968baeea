//! PIVOT without a list of values: the rows are asked for them first, then the statement is planned.

use model::Span;

use crate::names::Bound;

/// Values that one PIVOT makes columns of, at most.
pub const MOST_VALUES: usize = 1_000;

/// A value as a text of SQL would write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A text in single quotes.
    Text(String),
    /// A number by its digits.
    Number(String),
    /// True or false.
    Truth(bool),
    /// A day: `2026-11-20`.
    Day(String),
    /// A day and a time of day: `2026-11-20 18:42:00`.
    Instant(String),
}

/// The values of one column of a PIVOT, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// Where the column stands in the text.
    pub place: Span,
    /// Each value once; missing ones make no column.
    pub values: Vec<Written>,
}

/// What must be asked before a PIVOT can be planned: its answer has one column, of
/// [`MOST_VALUES`] rows and one more at most.
#[derive(Debug)]
pub struct Turning {
    /// Where the column stands in the text.
    pub place: Span,
    /// The question for its values, or what is wrong with it.
    pub bound: Bound,
}
