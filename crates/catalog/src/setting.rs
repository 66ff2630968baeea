//! Settings of this machine, as text by key.

use rusqlite::OptionalExtension;

use crate::{Catalog, CatalogError};

impl Catalog {
    /// The value stored under a key.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn setting(&self, key: &str) -> Result<Option<String>, CatalogError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Stores a value under a key.
    ///
    /// # Errors
    /// It was not stored.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<(), CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "INSERT INTO setting (key, value) VALUES (?1, ?2)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?;
        statement.execute([key, value])?;
        Ok(())
    }
}
