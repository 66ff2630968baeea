//! The tables of the catalog and how older ones become today's.

use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as an Assay catalog ("asay").
const APPLICATION: i32 = 0x6173_6179;

/// Each step leads from the version of its place to the next.
const MIGRATIONS: [&str; 4] = [
    WHAT_IS_KNOWN,
    WHAT_IS_FOUND,
    WHAT_IS_TRUSTED,
    WHAT_WAS_TRUSTED,
];

const WHAT_IS_KNOWN: &str = "
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT,
    seen_at TEXT NOT NULL
) STRICT;
CREATE TABLE source_table (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    info TEXT NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,
    used_at TEXT,
    UNIQUE (source, name)
) STRICT;
CREATE INDEX source_table_fingerprint ON source_table (fingerprint);
CREATE TABLE table_column (
    source_table INTEGER NOT NULL REFERENCES source_table (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (source_table, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE profile (
    fingerprint TEXT NOT NULL,
    place INTEGER NOT NULL,
    profile TEXT NOT NULL,
    PRIMARY KEY (fingerprint, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE recent (
    path TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    about TEXT NOT NULL,
    opened_at TEXT NOT NULL
) STRICT;
CREATE INDEX recent_opened_at ON recent (opened_at);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    workbook TEXT NOT NULL,
    cell TEXT NOT NULL,
    ran_at TEXT NOT NULL,
    took_ms REAL NOT NULL,
    rows INTEGER,
    failed INTEGER NOT NULL
) STRICT;
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
";

/// One row for each name and value that can be found, and two indexes over them: whole words and
/// word beginnings, and any three letters in a row.
const WHAT_IS_FOUND: &str = "
CREATE TABLE findable (
    id INTEGER PRIMARY KEY,
    source_table INTEGER NOT NULL REFERENCES source_table (id) ON DELETE CASCADE,
    what TEXT NOT NULL CHECK (what IN ('table', 'column', 'value')),
    column_name TEXT,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX findable_table ON findable (source_table, what);
CREATE VIRTUAL TABLE findable_words USING fts5 (
    text, content='findable', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE VIRTUAL TABLE findable_letters USING fts5 (
    text, content='findable', content_rowid='id', tokenize='trigram'
);
CREATE TRIGGER findable_added AFTER INSERT ON findable BEGIN
    INSERT INTO findable_words (rowid, text) VALUES (new.id, new.text);
    INSERT INTO findable_letters (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER findable_removed AFTER DELETE ON findable BEGIN
    INSERT INTO findable_words (findable_words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO findable_letters (findable_letters, rowid, text) VALUES ('delete', old.id, old.text);
END;
INSERT INTO findable (source_table, what, text) SELECT id, 'table', name FROM source_table;
INSERT INTO findable (source_table, what, column_name, text)
    SELECT source_table, 'column', name, name FROM table_column;
";

/// Contents of workbook files that may run here.
const WHAT_IS_TRUSTED: &str = "
CREATE TABLE trusted (
    content TEXT NOT NULL PRIMARY KEY,
    workbook TEXT NOT NULL,
    since TEXT NOT NULL,
    seal TEXT NOT NULL
) STRICT;
CREATE INDEX trusted_workbook ON trusted (workbook, since);
";

/// What workbooks said when they were trusted last, to tell what changed since.
const WHAT_WAS_TRUSTED: &str = "
CREATE TABLE trusted_document (
    workbook TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    document BLOB NOT NULL,
    seal TEXT NOT NULL
) STRICT;
";

/// How an opened file stands to this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing in it yet.
    Fresh,
    Current,
    Older,
    Newer,
    /// Another program's file, or one whose tables are not the ones they should be.
    Foreign,
}

/// How a file stands, by its marks and its tables.
pub(crate) fn standing(connection: &Connection) -> rusqlite::Result<Standing> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i32 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables = tables(connection)?;
    let newest = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if application == 0 && version == 0 && tables.is_empty() {
        return Ok(Standing::Fresh);
    }
    if application != APPLICATION || version < 1 {
        return Ok(Standing::Foreign);
    }
    if version > newest {
        return Ok(Standing::Newer);
    }
    let mut model = crate::connect::in_memory()?;
    migrate_to(&mut model, usize::try_from(version).unwrap_or_default())?;
    let is_whole = tables == self::tables(&model)?;
    Ok(match is_whole {
        false => Standing::Foreign,
        true if version == newest => Standing::Current,
        true => Standing::Older,
    })
}

/// Brings a file to this version, in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    migrate_to(connection, MIGRATIONS.len())
}

/// Brings a file to an earlier or this version; tests make old files with it.
pub(crate) fn migrate_to(connection: &mut Connection, target: usize) -> rusqlite::Result<()> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (next, sql) in (1_i64..).zip(MIGRATIONS).take(target) {
        if next > version {
            change.execute_batch(sql)?;
            change.pragma_update(None, "user_version", next)?;
        }
    }
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.commit()
}

fn tables(connection: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut statement = connection.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name",
    )?;
    let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
