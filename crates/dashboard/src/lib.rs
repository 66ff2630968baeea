//! Dashboard pages without pixels and rows: where tiles stand on the grid, and who filters whom.
//! Pure; the session keeps what is selected, and the engine answers what is left.

mod grid;
mod meaning;
mod select;
mod words;

pub use grid::{
    COLUMNS, Edge, LOWEST, align, compact, free_place, in_reading_order, settle, spread,
};
pub use meaning::{Moment, filters_of};
pub use select::{
    Active, CameFrom, Clause, Narrowing, Reads, Skipped, clauses_for, counterpart, narrowing,
};
pub use words::{clause_words, column_words};
