//! Dashboard pages without pixels and rows: where tiles stand on the grid, and who filters whom.
//! Pure; the session keeps what is selected, and the engine answers what is left.

mod grid;
mod select;
mod words;

pub use grid::{COLUMNS, Edge, align, compact, free_place, in_reading_order, settle, spread};
pub use select::{Clause, Narrowing, Picked, Reads, Skipped, clauses_for, filters_of, narrowing};
pub use words::clause_words;
