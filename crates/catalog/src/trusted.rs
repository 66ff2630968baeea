//! Which contents of workbook files this machine trusts.
//!
//! The catalog only keeps the records. Whether one is genuine is decided by its seal, which only
//! the caller can make and check.

use rusqlite::{OptionalExtension, Row};

use crate::{Catalog, CatalogError};

/// Most contents remembered; the oldest go first.
const MOST: i64 = 5_000;

/// One content of a workbook file that a person trusted, or that was saved here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    /// BLAKE3 of the bytes of the file, in hexadecimal.
    pub content: String,
    /// Identity of the workbook, as the file says.
    pub workbook: String,
    /// UTC, ISO 8601.
    pub since: String,
    /// Made by the caller from the rest with a key of this machine.
    pub seal: String,
}

impl Catalog {
    /// Remembers that a content is trusted.
    ///
    /// # Errors
    /// It was not remembered.
    pub fn put_trusted(&self, trusted: &Trusted) -> Result<(), CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "INSERT INTO trusted (content, workbook, since, seal) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (content) DO UPDATE SET
                 workbook = excluded.workbook, since = excluded.since, seal = excluded.seal",
        )?;
        let Trusted {
            content,
            workbook,
            since,
            seal,
        } = trusted;
        statement.execute([content, workbook, since, seal])?;
        Ok(())
    }

    /// The record of a content.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn trusted(&self, content: &str) -> Result<Option<Trusted>, CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT content, workbook, since, seal FROM trusted WHERE content = ?1",
        )?;
        Ok(statement.query_row([content], read).optional()?)
    }

    /// The records of a workbook, newest first, at most 100.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn trusted_before(&self, workbook: &str) -> Result<Vec<Trusted>, CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT content, workbook, since, seal FROM trusted WHERE workbook = ?1
             ORDER BY since DESC, rowid DESC LIMIT 100",
        )?;
        let rows = statement.query_map([workbook], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets a content and every other one of the same workbook. Answers how many there were.
    ///
    /// # Errors
    /// They were not forgotten.
    pub fn forget_trusted(&self, content: &str, workbook: &str) -> Result<usize, CatalogError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("DELETE FROM trusted WHERE content = ?1 OR workbook = ?2")?;
        Ok(statement.execute([content, workbook])?)
    }

    pub(crate) fn prune_trusted(&self) -> Result<(), CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "DELETE FROM trusted WHERE content IN
                 (SELECT content FROM trusted ORDER BY since DESC, content LIMIT -1 OFFSET ?1)",
        )?;
        statement.execute([MOST])?;
        Ok(())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Trusted> {
    Ok(Trusted {
        content: row.get(0)?,
        workbook: row.get(1)?,
        since: row.get(2)?,
        seal: row.get(3)?,
    })
}
