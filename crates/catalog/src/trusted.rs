//! Which contents of workbook files this machine trusts, and what the last one of each workbook said.
//!
//! The catalog only keeps the records. Whether one is genuine is decided by its seal, which only
//! the caller can make and check.

use rusqlite::{OptionalExtension, Row, Transaction, TransactionBehavior};

use crate::{Catalog, CatalogError};

/// Most contents remembered; the oldest go first.
const MOST: i64 = 5_000;
/// Most documents remembered, and most bytes of all of them; the oldest go first.
const MOST_DOCUMENTS: i64 = 500;
const MOST_DOCUMENT_BYTES: i64 = 32 << 20;
/// A larger one is not remembered, so that it does not drive out the others.
const LARGEST_DOCUMENT: usize = 4 << 20;

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

/// What a workbook said when it was trusted last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedDocument {
    /// Packed by the caller.
    pub document: Vec<u8>,
    /// BLAKE3 of the bytes of the file that said it.
    pub content: String,
    /// Made by the caller from the rest and the identity of the workbook.
    pub seal: String,
}

impl Catalog {
    /// Remembers that a content is trusted, and what it says in place of what an earlier content of
    /// the workbook said. Without a document nothing is remembered of what the workbook says.
    ///
    /// # Errors
    /// Neither was remembered.
    pub fn put_trusted(
        &self,
        trusted: &Trusted,
        document: Option<&TrustedDocument>,
    ) -> Result<(), CatalogError> {
        let mut connection = self.connection();
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_record(&change, trusted)?;
        put_document(&change, trusted, document)?;
        change.commit()?;
        Ok(())
    }

    /// Remembers that a copy of a workbook is trusted; what is remembered of what the workbook says
    /// stays, since a copy with less in it says less.
    ///
    /// # Errors
    /// It was not remembered.
    pub fn put_trusted_copy(&self, trusted: &Trusted) -> Result<(), CatalogError> {
        let mut connection = self.connection();
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_record(&change, trusted)?;
        change.commit()?;
        Ok(())
    }

    /// What a workbook said when it was trusted last.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn trusted_document(
        &self,
        workbook: &str,
    ) -> Result<Option<TrustedDocument>, CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT document, content, seal FROM trusted_document WHERE workbook = ?1",
        )?;
        let read = |row: &Row<'_>| {
            Ok(TrustedDocument {
                document: row.get(0)?,
                content: row.get(1)?,
                seal: row.get(2)?,
            })
        };
        Ok(statement.query_row([workbook], read).optional()?)
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
        let mut connection = self.connection();
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let gone = change
            .prepare_cached("DELETE FROM trusted WHERE content = ?1 OR workbook = ?2")?
            .execute([content, workbook])?;
        change
            .prepare_cached("DELETE FROM trusted_document WHERE content = ?1 OR workbook = ?2")?
            .execute([content, workbook])?;
        change.commit()?;
        Ok(gone)
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

fn put_record(change: &Transaction<'_>, trusted: &Trusted) -> Result<(), CatalogError> {
    let Trusted {
        content,
        workbook,
        since,
        seal,
    } = trusted;
    change
        .prepare_cached(
            "INSERT INTO trusted (content, workbook, since, seal) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (content) DO UPDATE SET
                 workbook = excluded.workbook, since = excluded.since, seal = excluded.seal",
        )?
        .execute([content, workbook, since, seal])?;
    Ok(())
}

fn put_document(
    change: &Transaction<'_>,
    trusted: &Trusted,
    document: Option<&TrustedDocument>,
) -> rusqlite::Result<()> {
    change
        .prepare_cached("DELETE FROM trusted_document WHERE workbook = ?1")?
        .execute([&trusted.workbook])?;
    let fits = |kept: &&TrustedDocument| kept.document.len() <= LARGEST_DOCUMENT;
    let Some(kept) = document.filter(fits) else {
        return Ok(());
    };
    change
        .prepare_cached(
            "INSERT INTO trusted_document (workbook, content, kept_at, document, seal)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((
            &trusted.workbook,
            &kept.content,
            &trusted.since,
            &kept.document,
            &kept.seal,
        ))?;
    change
        .prepare_cached(
            "DELETE FROM trusted_document WHERE workbook IN (
                 SELECT workbook FROM (
                     SELECT workbook,
                         row_number() OVER newest AS place,
                         sum(length(document)) OVER newest AS bytes
                     FROM trusted_document
                     WINDOW newest AS (
                         ORDER BY kept_at DESC, rowid DESC ROWS UNBOUNDED PRECEDING
                     )
                 )
                 WHERE place > ?1 OR bytes > ?2
             )",
        )?
        .execute([MOST_DOCUMENTS, MOST_DOCUMENT_BYTES])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Trusted> {
    Ok(Trusted {
        content: row.get(0)?,
        workbook: row.get(1)?,
        since: row.get(2)?,
        seal: row.get(3)?,
    })
}
