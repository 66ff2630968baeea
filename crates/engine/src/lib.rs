//! The typed tree to Polars, and sources to scans; builds assay-engine.
//!
//! The rooms meet at these functions, which `serve` calls on a worker thread:
//! - `source::open(&SourceSpec, cache: &Path, &Stop) -> Result<source::Opened, Failure>` with
//!   `Opened { spec: SourceSpec, tables: Vec<Table> }`;
//! - `source::preview(path: &str, &ImportOptions, cache: &Path) -> Result<ImportPreview, Failure>`;
//! - `profile::profile(LazyFrame, &[Field], columns: &[String], &Stop)
//!   -> Result<(Vec<ColumnProfile>, u64), Failure>` (the number is the rows);
//! - `write::write(LazyFrame, DataFormat, path: &str, &Stop) -> Result<write::Written, Failure>`
//!   with `Written { rows: u64, bytes: u64 }`.

pub mod compute;
pub mod error;
pub mod fault;
pub mod ipc;
pub mod keep;
pub mod litter;
pub mod lower;
pub mod memory;
pub mod nulls;
pub mod profile;
pub mod question;
pub mod rights;
pub mod serve;
pub mod session;
pub mod source;
pub mod stop;
pub mod table;
pub mod types;
pub mod value;
pub mod view;
pub mod write;
