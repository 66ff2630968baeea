//! Opening the catalog so that it always opens: checked, migrated on a copy, restored, or begun
//! anew, and in memory where nothing can be kept.

use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::backup::{copy_to, install, is_whole, make_daily, newest_whole};
use crate::schema::{Standing, migrate, standing};
use crate::{Catalog, CatalogError, connect};

const FILE: &str = "catalog.sqlite";
const LOCK: &str = "catalog.lock";
const MOST_SET_ASIDE: usize = 3;
const LOCK_TRIES: u32 = 250;

/// An opened catalog and what a person should know about how that went.
#[derive(Debug)]
pub struct Opened {
    pub catalog: Catalog,
    /// In words; empty on a good day.
    pub notices: Vec<String>,
}

impl Catalog {
    /// Opens the catalog in the state folder, which is made when missing. `now` is ISO 8601 UTC.
    ///
    /// # Errors
    /// Not even memory can be had.
    pub fn open(folder: &Path, now: &str) -> Result<Opened, CatalogError> {
        let mut notices = Vec::new();
        match open_kept(folder, now, &mut notices) {
            Ok(Kept::Open(connection)) => {
                let catalog = Self::kept(connection);
                catalog.prune()?;
                let backed_up = make_daily(&catalog.connection(), folder, now);
                if let Err(error) = backed_up {
                    tracing::warn!(%error, "no daily copy of the catalog");
                    notices.push("The daily copy of the catalog could not be made; its disk may be full. Work is not affected.".to_owned());
                }
                Ok(Opened { catalog, notices })
            }
            Ok(Kept::Newer) => {
                notices.push("The catalog was written by a newer Assay and was left as it is. In this session, recent workbooks, search and settings are not kept. Update Assay to use them again.".to_owned());
                Ok(Opened {
                    catalog: Self::in_memory()?,
                    notices,
                })
            }
            Err(error) => {
                tracing::warn!(%error, "the catalog lives in memory");
                notices.push("The folder for Assay's catalog cannot be written. In this session, recent workbooks, search and settings are not kept. Free some space or mend its permissions, then start again.".to_owned());
                Ok(Opened {
                    catalog: in_memory_copy(&folder.join(FILE))?,
                    notices,
                })
            }
        }
    }

    /// Drops what is beyond the bounds of the lists.
    fn prune(&self) -> Result<(), CatalogError> {
        self.prune_recents()?;
        self.prune_profiles()?;
        self.prune_trusted()?;
        self.prune_runs()
    }
}

enum Kept {
    Open(Connection),
    Newer,
}

/// Why nothing can be kept.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn open_kept(folder: &Path, now: &str, notices: &mut Vec<String>) -> Result<Kept, Failure> {
    make_private_folder(folder)?;
    let _lock = lock(folder)?;
    let path = folder.join(FILE);
    if let Some(kept) = try_open(&path)? {
        return Ok(kept);
    }
    let aside = set_aside(folder, now)?;
    let aside = aside
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if let Some((backup, day)) = newest_whole(folder) {
        let temporary = path.with_extension("making");
        std::fs::copy(&backup, &temporary)?;
        install(&temporary, &path)?;
        if let Some(kept) = try_open(&path)? {
            notices.push(format!("The catalog was damaged and was restored from its copy of {day}. Later runs and settings are missing from it; your workbooks are not affected. The damaged file was kept as {aside}."));
            return Ok(kept);
        }
        set_aside(folder, now)?;
    }
    notices.push(format!("The catalog was damaged and there was no copy of it, so it begins anew: recent workbooks, search and settings fill again as you work. Your workbooks are not affected. The damaged file was kept as {aside}."));
    try_open(&path)?.ok_or_else(|| {
        Failure::Io(io::Error::new(
            io::ErrorKind::InvalidData,
            "a new catalog is not whole",
        ))
    })
}

/// Opens the file, new or old; none when it is damaged or not a catalog.
fn try_open(path: &Path) -> Result<Option<Kept>, Failure> {
    let is_new = !path.try_exists()?;
    let opened = connect::open(path).and_then(|connection| {
        let standing = standing(&connection)?;
        let is_whole = is_whole(&connection)?;
        Ok((connection, standing, is_whole))
    });
    let (mut connection, standing, is_whole) = match opened {
        Ok(opened) => opened,
        Err(error) if is_damage(&error) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    match standing {
        Standing::Newer => Ok(Some(Kept::Newer)),
        _ if !is_whole => Ok(None),
        Standing::Fresh if is_new => {
            connect::make_durable(&connection)?;
            migrate(&mut connection)?;
            Ok(Some(Kept::Open(connection)))
        }
        Standing::Fresh | Standing::Foreign => Ok(None),
        Standing::Current => {
            connect::make_durable(&connection)?;
            Ok(Some(Kept::Open(connection)))
        }
        Standing::Older => {
            migrate_on_copy(&connection, path)?;
            drop(connection);
            let connection = connect::open(path)?;
            connect::make_durable(&connection)?;
            Ok(Some(Kept::Open(connection)))
        }
    }
}

/// The old file stays as it is until the new one is complete beside it.
fn migrate_on_copy(connection: &Connection, path: &Path) -> Result<(), Failure> {
    let temporary = path.with_extension("migrating");
    copy_to(connection, &temporary)?;
    let mut copy = Connection::open(&temporary)?;
    migrate(&mut copy)?;
    if !is_whole(&copy)? {
        return Err(
            io::Error::new(io::ErrorKind::InvalidData, "the migrated copy is not whole").into(),
        );
    }
    drop(copy);
    // What is still in the log of the old file must not be applied to the new one.
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    if mode != "delete" {
        return Err(io::Error::new(io::ErrorKind::WouldBlock, "another program uses it").into());
    }
    Ok(install(&temporary, path)?)
}

fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(code) => matches!(
            code,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
        ),
        // Values of unexpected types come from a damaged file too.
        None => true,
    }
}

/// Moves the damaged file and its logs out of the way.
fn set_aside(folder: &Path, now: &str) -> io::Result<PathBuf> {
    let stamp: String = now
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    let mut number = 1;
    let aside = loop {
        let aside = folder.join(format!("catalog-damaged-{stamp}-{number:02}.sqlite"));
        if !aside.exists() {
            break aside;
        }
        number += 1;
    };
    std::fs::rename(folder.join(FILE), &aside)?;
    for log in ["-wal", "-shm"] {
        let from = folder.join([FILE, log].concat());
        if from.exists() {
            let mut to = aside.clone().into_os_string();
            to.push(log);
            std::fs::rename(from, to)?;
        }
    }
    keep_few(folder)?;
    Ok(aside)
}

fn keep_few(folder: &Path) -> io::Result<()> {
    let mut damaged: Vec<PathBuf> = std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| {
                name.starts_with("catalog-damaged-") && name.ends_with(".sqlite")
            })
        })
        .collect();
    damaged.sort();
    let surplus = damaged.len().saturating_sub(MOST_SET_ASIDE);
    for old in damaged.into_iter().take(surplus) {
        std::fs::remove_file(&old)?;
        for log in ["-wal", "-shm"] {
            let mut beside = old.clone().into_os_string();
            beside.push(log);
            // Most have no logs.
            let _ = std::fs::remove_file(beside);
        }
    }
    Ok(())
}

/// What can still be read of a catalog that cannot be written.
fn in_memory_copy(path: &Path) -> Result<Catalog, CatalogError> {
    let copied = connect::open_to_read(path).and_then(|file| {
        if !is_whole(&file)? || standing(&file)? != Standing::Current {
            return Ok(None);
        }
        let mut memory = connect::in_memory()?;
        Backup::new(&file, &mut memory)?.run_to_completion(1_000, Duration::ZERO, None)?;
        Ok(Some(memory))
    });
    match copied {
        Ok(Some(memory)) => Ok(Catalog {
            is_kept: false,
            ..Catalog::kept(memory)
        }),
        _ => Catalog::in_memory(),
    }
}

/// One program at a time checks, restores and migrates.
fn lock(folder: &Path) -> io::Result<Option<File>> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(folder.join(LOCK))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
    Err(io::ErrorKind::WouldBlock.into())
}

/// Makes a folder that only its owner can look into.
pub(crate) fn make_private_folder(folder: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::migrate_to;

    const AT: &str = "2026-11-21T10:00:00Z";

    fn old(folder: &Path) {
        let mut connection = connect::open(&folder.join(FILE)).unwrap();
        connect::make_durable(&connection).unwrap();
        migrate_to(&mut connection, 1).unwrap();
        connection
            .execute_batch(
                "INSERT INTO source (path, name, seen_at) VALUES ('/a.csv', 'a', 'now');
                 INSERT INTO source_table (source, place, name, fingerprint, info)
                     VALUES (1, 0, 'orders', 'f', '{}');
                 INSERT INTO table_column (source_table, place, name, field)
                     VALUES (1, 0, 'region', '{}');",
            )
            .unwrap();
    }

    #[test]
    fn an_older_catalog_becomes_todays_with_everything_in_it() {
        let folder = tempfile::tempdir().unwrap();
        old(folder.path());
        let opened = Catalog::open(folder.path(), AT).unwrap();
        assert!(
            opened.notices.is_empty() && opened.catalog.is_kept(),
            "{:?}",
            opened.notices
        );
        let hits = opened.catalog.search("region", None, 9).unwrap();
        assert_eq!(hits[0].table, "orders");
        let connection = opened.catalog.connection();
        assert_eq!(standing(&connection).unwrap(), Standing::Current);
    }

    /// G07: whatever a killed migration left beside the catalog, the next start finishes it.
    #[test]
    fn g07_a_migration_that_was_killed_is_done_again() {
        let folder = tempfile::tempdir().unwrap();
        old(folder.path());
        let making = folder.path().join("catalog.making");
        let migrating = folder.path().join("catalog.migrating");
        let whole = folder.path().join("whole");
        copy_to(&connect::open(&folder.path().join(FILE)).unwrap(), &whole).unwrap();
        let whole = std::fs::read(&whole).unwrap();
        for length in (0..=whole.len()).step_by(whole.len() / 12) {
            let again = tempfile::tempdir().unwrap();
            old(again.path());
            for left in [&making, &migrating] {
                let left = again.path().join(left.file_name().unwrap());
                std::fs::write(left, &whole[..length]).unwrap();
            }
            let opened = Catalog::open(again.path(), AT).unwrap();
            assert!(
                opened.notices.is_empty() && opened.catalog.is_kept(),
                "left at {length}"
            );
            assert_eq!(opened.catalog.search("region", None, 9).unwrap().len(), 1);
        }
    }
}
