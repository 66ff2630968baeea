//! Files of every kind, well-formed and nasty, with the table or the failure that each must give.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "helpers of tests stop at the first surprise and make small files"
)]

#[path = "source_files/arrow.rs"]
mod arrow;
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
#[path = "source_files/parquet.rs"]
mod parquet;
#[path = "source_files/parquet_made.rs"]
mod parquet_made;
#[path = "source_files/places.rs"]
mod places;
#[path = "source_files/previews.rs"]
mod previews;
#[path = "source_files/profiled.rs"]
mod profiled;
#[path = "source_files/sqlite.rs"]
mod sqlite;
#[path = "source_files/support.rs"]
mod support;
#[path = "source_files/written.rs"]
mod written;
