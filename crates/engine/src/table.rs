//! What the rest of the engine needs to know of one table of an open source: its fields and a
//! way to scan it. How a file becomes a scan is the business of `source`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::{Field, RejectedRow, TableInfo};
use polars::prelude::LazyFrame;
use protocol::message::Failure;

/// Makes a fresh scan; called once for each time a statement reads the table.
pub type MakeScan = dyn Fn() -> Result<LazyFrame, Failure> + Send + Sync;

/// Answers rejected rows `offset..offset + limit` and how many there are in all.
pub type ListRejected = dyn Fn(u64, u32) -> Result<(Vec<RejectedRow>, u64), Failure> + Send + Sync;

/// One table that a statement may read.
///
/// The scan has exactly the columns of `info.fields`, in that order, with those names and with
/// the Polars types that `types::to_polars` gives for them.
#[derive(Clone)]
pub struct Table {
    pub info: TableInfo,
    files: Vec<PathBuf>,
    scan: Arc<MakeScan>,
    rejected: Arc<ListRejected>,
}

impl Table {
    /// A table with its scan; no row of it was rejected.
    pub fn new(
        info: TableInfo,
        scan: impl Fn() -> Result<LazyFrame, Failure> + Send + Sync + 'static,
    ) -> Self {
        Self {
            info,
            files: Vec::new(),
            scan: Arc::new(scan),
            rejected: Arc::new(|_, _| Ok((Vec::new(), 0))),
        }
    }

    /// The same table with a list of what did not parse.
    #[must_use]
    pub fn with_rejected(
        mut self,
        rejected: impl Fn(u64, u32) -> Result<(Vec<RejectedRow>, u64), Failure> + Send + Sync + 'static,
    ) -> Self {
        self.rejected = Arc::new(rejected);
        self
    }

    /// The same table with the files that its rows come from, which no export may overwrite.
    #[must_use]
    pub fn with_files(mut self, files: Vec<PathBuf>) -> Self {
        self.files = files;
        self
    }

    /// The files that the rows come from.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    /// The name that SQL uses.
    pub fn name(&self) -> &str {
        &self.info.name
    }

    /// The columns, in file order.
    pub fn fields(&self) -> &[Field] {
        &self.info.fields
    }

    /// A fresh scan of all columns and rows.
    pub fn scan(&self) -> Result<LazyFrame, Failure> {
        (self.scan)()
    }

    /// Rejected rows `offset..offset + limit`, and how many there are in all.
    pub fn rejected(&self, offset: u64, limit: u32) -> Result<(Vec<RejectedRow>, u64), Failure> {
        (self.rejected)(offset, limit)
    }
}
