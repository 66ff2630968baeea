//! Files of every kind, well-formed and nasty, with the table or the failure that each must give.

#[path = "source_files/csv.rs"]
mod csv;
#[path = "source_files/csv_types.rs"]
mod csv_types;
#[path = "source_files/excel.rs"]
mod excel;
#[path = "source_files/folders.rs"]
mod folders;
#[path = "source_files/json.rs"]
mod json;
#[path = "source_files/mutated.rs"]
mod mutated;
#[path = "source_files/places.rs"]
mod places;
#[path = "source_files/profiled.rs"]
mod profiled;
#[path = "source_files/sqlite.rs"]
mod sqlite;
#[path = "source_files/support.rs"]
mod support;
#[path = "source_files/written.rs"]
mod written;
