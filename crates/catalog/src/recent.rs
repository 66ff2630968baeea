//! Workbooks opened before.

use crate::{Catalog, CatalogError};

/// Most workbooks remembered.
const MOST: i64 = 200;

/// A workbook opened before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recent {
    pub path: String,
    pub title: String,
    pub about: String,
    /// UTC, ISO 8601.
    pub opened_at: String,
}

impl Catalog {
    /// Remembers that a workbook was opened or saved.
    ///
    /// # Errors
    /// It was not remembered.
    pub fn add_recent(&self, recent: &Recent) -> Result<(), CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "INSERT INTO recent (path, title, about, opened_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (path) DO UPDATE SET
                 title = excluded.title, about = excluded.about, opened_at = excluded.opened_at",
        )?;
        let Recent {
            path,
            title,
            about,
            opened_at,
        } = recent;
        statement.execute([path, title, about, opened_at])?;
        Ok(())
    }

    /// Workbooks opened before, newest first.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn recents(&self, limit: u32) -> Result<Vec<Recent>, CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT path, title, about, opened_at FROM recent
             ORDER BY opened_at DESC, path LIMIT ?1",
        )?;
        let rows = statement.query_map([limit], |row| {
            Ok(Recent {
                path: row.get(0)?,
                title: row.get(1)?,
                about: row.get(2)?,
                opened_at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets a workbook; the file is not touched.
    ///
    /// # Errors
    /// It was not forgotten.
    pub fn forget_recent(&self, path: &str) -> Result<(), CatalogError> {
        let connection = self.connection();
        connection
            .prepare_cached("DELETE FROM recent WHERE path = ?1")?
            .execute([path])?;
        Ok(())
    }

    pub(crate) fn prune_recents(&self) -> Result<(), CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "DELETE FROM recent WHERE path IN
                 (SELECT path FROM recent ORDER BY opened_at DESC, path LIMIT -1 OFFSET ?1)",
        )?;
        statement.execute([MOST])?;
        Ok(())
    }
}
