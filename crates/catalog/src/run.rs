//! Statements that were run, and which tables they used.

use crate::{Catalog, CatalogError};

/// Most runs remembered.
const MOST: i64 = 10_000;
/// Runs added between two prunings.
const PRUNE_EVERY: i64 = 500;
/// Longest text remembered, in bytes.
const LONGEST_TEXT: usize = 256 * 1024;

/// A table that a statement read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableUse<'text> {
    /// Path of its source.
    pub path: &'text str,
    /// Its name.
    pub table: &'text str,
}

/// A run to be remembered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run<'text> {
    pub text: &'text str,
    /// Title of the workbook.
    pub workbook: &'text str,
    /// Name of the cell.
    pub cell: &'text str,
    /// UTC, ISO 8601.
    pub ran_at: &'text str,
    pub took_ms: f64,
    pub rows: Option<u64>,
    pub failed: bool,
    /// What it read: these tables rank higher in search.
    pub reads: &'text [TableUse<'text>],
}

/// A run as it is remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct PastRun {
    pub text: String,
    pub workbook: String,
    pub cell: String,
    /// UTC, ISO 8601.
    pub ran_at: String,
    pub took_ms: f64,
    pub rows: Option<u64>,
    pub failed: bool,
}

impl Catalog {
    /// Remembers a run.
    ///
    /// # Errors
    /// It was not remembered.
    pub fn add_run(&self, run: &Run<'_>) -> Result<(), CatalogError> {
        let mut connection = self.connection();
        let change = connection.transaction()?;
        let text = &run.text[..run.text.floor_char_boundary(LONGEST_TEXT)];
        let rows = run.rows.and_then(|rows| i64::try_from(rows).ok());
        let took_ms = if run.took_ms.is_finite() {
            run.took_ms
        } else {
            0.0
        };
        change
            .prepare_cached(
                "INSERT INTO run (text, workbook, cell, ran_at, took_ms, rows, failed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                text,
                run.workbook,
                run.cell,
                run.ran_at,
                took_ms,
                rows,
                run.failed,
            ))?;
        let id = change.last_insert_rowid();
        for used in run.reads {
            change
                .prepare_cached(
                    "UPDATE source_table SET uses = uses + 1, used_at = ?3
                     WHERE name = ?2 AND source = (SELECT id FROM source WHERE path = ?1)",
                )?
                .execute((used.path, used.table, run.ran_at))?;
        }
        change.commit()?;
        drop(connection);
        if id % PRUNE_EVERY == 0 {
            self.prune_runs()
        } else {
            Ok(())
        }
    }

    /// Runs whose text holds all `words` without regard to case, newest first.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn runs(&self, words: &str, limit: u32) -> Result<Vec<PastRun>, CatalogError> {
        let words: Vec<String> = words
            .split_whitespace()
            .take(16)
            .map(str::to_lowercase)
            .collect();
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT text, workbook, cell, ran_at, took_ms, rows, failed FROM run ORDER BY id DESC",
        )?;
        let mut rows = statement.query(())?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if found.len() >= limit as usize {
                break;
            }
            let past = PastRun {
                text: row.get(0)?,
                workbook: row.get(1)?,
                cell: row.get(2)?,
                ran_at: row.get(3)?,
                took_ms: row.get(4)?,
                rows: row
                    .get::<_, Option<i64>>(5)?
                    .and_then(|rows| u64::try_from(rows).ok()),
                failed: row.get(6)?,
            };
            let text = past.text.to_lowercase();
            if words.iter().all(|word| text.contains(word)) {
                found.push(past);
            }
        }
        Ok(found)
    }

    pub(crate) fn prune_runs(&self) -> Result<(), CatalogError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached("DELETE FROM run WHERE id <= (SELECT max(id) FROM run) - ?1")?;
        statement.execute([MOST])?;
        Ok(())
    }
}
