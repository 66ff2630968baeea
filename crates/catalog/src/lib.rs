//! What is known about data, kept in SQLite, with search.
//!
//! A cache and a memory: sources with their tables and profiles, recent workbooks, runs, settings.
//! Losing it never stops the work: what is damaged is set aside and restored from a backup or
//! begun anew, and where nothing can be kept it lives in memory. Deliberately absent: clocks (the
//! caller passes times as ISO 8601 UTC), secrets, and reading any data itself.

mod backup;
mod connect;
mod error;
mod recent;
mod run;
mod schema;
mod search;
mod setting;
mod source;
mod start;
mod trusted;

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub use error::CatalogError;
pub use recent::Recent;
pub use run::{PastRun, Run, TableUse};
pub use search::Hit;
pub use source::{KnownSource, SourceEntry};
pub use start::Opened;
pub use trusted::{Trusted, TrustedDocument};

/// The catalog of this machine. Share it freely between threads; calls wait for one another.
#[derive(Debug)]
pub struct Catalog {
    connection: Mutex<Connection>,
    is_kept: bool,
}

impl Catalog {
    /// A catalog that is forgotten when the program ends.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn in_memory() -> Result<Self, CatalogError> {
        let mut connection = connect::in_memory()?;
        schema::migrate(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
            is_kept: false,
        })
    }

    /// Whether what is learnt now is still known after the program ends.
    pub fn is_kept(&self) -> bool {
        self.is_kept
    }

    fn kept(connection: Connection) -> Self {
        Self {
            connection: Mutex::new(connection),
            is_kept: true,
        }
    }

    /// A thread that panicked left no half change behind: those are rolled back.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
