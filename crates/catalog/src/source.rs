//! Sources with their tables, columns and profiles.

use model::{ColumnProfile, FileKind, TableInfo, Value};
use rusqlite::{OptionalExtension, Transaction};

use crate::{Catalog, CatalogError};

/// Most sources remembered; those seen longest ago go first.
const MOST: i64 = 5_000;
/// Most columns of one table that can be found by name.
const MOST_COLUMNS: u32 = 20_000;
/// Longest text that is indexed, in bytes.
const LONGEST_TEXT: usize = 1_000;

/// A source as it was just read.
#[derive(Debug, Clone, Copy)]
pub struct SourceEntry<'known> {
    /// Absolute path of the file, folder or glob.
    pub path: &'known str,
    pub name: &'known str,
    pub kind: Option<FileKind>,
    pub tables: &'known [TableInfo],
    /// UTC, ISO 8601.
    pub seen_at: &'known str,
}

/// A source as it is remembered.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownSource {
    pub path: String,
    pub name: String,
    pub kind: Option<FileKind>,
    pub tables: Vec<TableInfo>,
    /// UTC, ISO 8601.
    pub seen_at: String,
}

impl Catalog {
    /// Remembers a source and its tables; what was known about them before is replaced, how often
    /// they were used is kept.
    ///
    /// # Errors
    /// Nothing of it was remembered.
    pub fn put_source(&self, source: &SourceEntry<'_>) -> Result<(), CatalogError> {
        let mut connection = self.connection();
        let change = connection.transaction()?;
        let kind = source
            .kind
            .map(|kind| serde_json::to_string(&kind))
            .transpose()?;
        let id: i64 = change
            .prepare_cached(
                "INSERT INTO source (path, name, kind, seen_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (path) DO UPDATE SET
                     name = excluded.name, kind = excluded.kind, seen_at = excluded.seen_at
                 RETURNING id",
            )?
            .query_row((source.path, source.name, kind, source.seen_at), |row| {
                row.get(0)
            })?;
        let names: Vec<&str> = source
            .tables
            .iter()
            .map(|table| table.name.as_str())
            .collect();
        change
            .prepare_cached(
                "DELETE FROM source_table
                 WHERE source = ?1 AND name NOT IN (SELECT value FROM json_each(?2))",
            )?
            .execute((id, serde_json::to_string(&names)?))?;
        for (place, table) in (0_u32..).zip(source.tables) {
            put_table(&change, id, place, table)?;
        }
        change
            .prepare_cached(
                "DELETE FROM source WHERE id IN
                     (SELECT id FROM source ORDER BY seen_at DESC, id DESC LIMIT -1 OFFSET ?1)",
            )?
            .execute([MOST])?;
        Ok(change.commit()?)
    }

    /// Forgets a source; the file is not touched.
    ///
    /// # Errors
    /// It was not forgotten.
    pub fn forget_source(&self, path: &str) -> Result<(), CatalogError> {
        let connection = self.connection();
        connection
            .prepare_cached("DELETE FROM source WHERE path = ?1")?
            .execute([path])?;
        Ok(())
    }

    /// What is remembered about a source.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn source(&self, path: &str) -> Result<Option<KnownSource>, CatalogError> {
        let connection = self.connection();
        let found = connection
            .prepare_cached("SELECT id, path, name, kind, seen_at FROM source WHERE path = ?1")?
            .query_row([path], |row| {
                let kind: Option<String> = row.get(3)?;
                let kind = kind.and_then(|kind| serde_json::from_str(&kind).ok());
                let (path, name, seen_at) = (row.get(1)?, row.get(2)?, row.get(4)?);
                let tables = Vec::new();
                Ok((
                    row.get::<_, i64>(0)?,
                    KnownSource {
                        path,
                        name,
                        kind,
                        tables,
                        seen_at,
                    },
                ))
            })
            .optional()?;
        let Some((id, mut source)) = found else {
            return Ok(None);
        };
        let mut statement = connection
            .prepare_cached("SELECT info FROM source_table WHERE source = ?1 ORDER BY place")?;
        let infos = statement.query_map([id], |row| row.get::<_, String>(0))?;
        for info in infos {
            // An entry of another version is as good as none: it will be read again.
            source
                .tables
                .extend(serde_json::from_str::<TableInfo>(&info?).ok());
        }
        Ok(Some(source))
    }

    /// Paths of all remembered sources, seen last first.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn source_paths(&self) -> Result<Vec<String>, CatalogError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT path FROM source ORDER BY seen_at DESC, path")?;
        let rows = statement.query_map((), |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers the profiles of a table's columns under its fingerprint.
    ///
    /// # Errors
    /// Nothing of it was remembered.
    pub fn put_profiles(
        &self,
        fingerprint: &str,
        profiles: &[ColumnProfile],
    ) -> Result<(), CatalogError> {
        let mut connection = self.connection();
        let change = connection.transaction()?;
        change
            .prepare_cached("DELETE FROM profile WHERE fingerprint = ?1")?
            .execute([fingerprint])?;
        for (place, profile) in (0_u32..).zip(profiles) {
            let json = serde_json::to_string(profile)?;
            change
                .prepare_cached(
                    "INSERT INTO profile (fingerprint, place, profile) VALUES (?1, ?2, ?3)",
                )?
                .execute((fingerprint, place, json))?;
        }
        let tables: Vec<i64> = change
            .prepare_cached("SELECT id FROM source_table WHERE fingerprint = ?1")?
            .query_map([fingerprint], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for table in tables {
            index_values(&change, table, profiles)?;
        }
        Ok(change.commit()?)
    }

    /// The profiles of the table with this fingerprint, in the order of its columns; none when
    /// they are not known.
    ///
    /// # Errors
    /// The catalog did not answer.
    pub fn profiles(&self, fingerprint: &str) -> Result<Option<Vec<ColumnProfile>>, CatalogError> {
        let connection = self.connection();
        let found = known_profiles(&connection, fingerprint)?;
        Ok(found.filter(|profiles| !profiles.is_empty()))
    }
}

impl Catalog {
    /// Drops profiles of tables that are not remembered any more.
    pub(crate) fn prune_profiles(&self) -> Result<(), CatalogError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "DELETE FROM profile
             WHERE fingerprint NOT IN (SELECT fingerprint FROM source_table)",
        )?;
        statement.execute(())?;
        Ok(())
    }
}

fn known_profiles(
    connection: &rusqlite::Connection,
    fingerprint: &str,
) -> rusqlite::Result<Option<Vec<ColumnProfile>>> {
    let mut statement = connection
        .prepare_cached("SELECT profile FROM profile WHERE fingerprint = ?1 ORDER BY place")?;
    let rows = statement.query_map([fingerprint], |row| row.get::<_, String>(0))?;
    let mut profiles = Vec::new();
    for row in rows {
        let Ok(profile) = serde_json::from_str(&row?) else {
            return Ok(None);
        };
        profiles.push(profile);
    }
    Ok(Some(profiles))
}

fn put_table(
    change: &Transaction<'_>,
    source: i64,
    place: u32,
    table: &TableInfo,
) -> Result<(), CatalogError> {
    let info = serde_json::to_string(table)?;
    let unchanged = change
        .prepare_cached(
            "UPDATE source_table SET place = ?2 WHERE source = ?1 AND name = ?3 AND info = ?4",
        )?
        .execute((source, place, &table.name, &info))?;
    if unchanged > 0 {
        return Ok(());
    }
    let id: i64 = change
        .prepare_cached(
            "INSERT INTO source_table (source, place, name, fingerprint, info)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (source, name) DO UPDATE SET
                 place = excluded.place, fingerprint = excluded.fingerprint, info = excluded.info
             RETURNING id",
        )?
        .query_row(
            (source, place, &table.name, &table.fingerprint, &info),
            |row| row.get(0),
        )?;
    change
        .prepare_cached("DELETE FROM table_column WHERE source_table = ?1")?
        .execute([id])?;
    change
        .prepare_cached("DELETE FROM findable WHERE source_table = ?1")?
        .execute([id])?;
    add_findable(change, id, "table", None, &table.name)?;
    for (place, field) in (0_u32..MOST_COLUMNS).zip(&table.fields) {
        change
            .prepare_cached(
                "INSERT INTO table_column (source_table, place, name, field)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((id, place, &field.name, serde_json::to_string(field)?))?;
        add_findable(change, id, "column", Some(&field.name), &field.name)?;
    }
    let profiles = known_profiles(change, &table.fingerprint)?;
    index_values(change, id, &profiles.unwrap_or_default())
}

/// Makes the top values of a table findable.
fn index_values(
    change: &Transaction<'_>,
    table: i64,
    profiles: &[ColumnProfile],
) -> Result<(), CatalogError> {
    change
        .prepare_cached("DELETE FROM findable WHERE source_table = ?1 AND what = 'value'")?
        .execute([table])?;
    for profile in profiles {
        for top in profile.top.iter().take(20) {
            if let Value::Text(text) = &top.value {
                add_findable(change, table, "value", Some(&profile.field.name), text)?;
            }
        }
    }
    Ok(())
}

fn add_findable(
    change: &Transaction<'_>,
    table: i64,
    what: &str,
    column: Option<&str>,
    text: &str,
) -> Result<(), CatalogError> {
    let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
    change
        .prepare_cached(
            "INSERT INTO findable (source_table, what, column_name, text) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((table, what, column, text))?;
    Ok(())
}
