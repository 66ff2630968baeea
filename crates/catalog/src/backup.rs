//! Daily verified copies of the catalog, the newest seven kept.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::connect;
use crate::schema::{Standing, standing};

const FOLDER: &str = "backups";
const START: &str = "catalog-";
const END: &str = ".sqlite";
const MOST_KEPT: usize = 7;
const PAGES_AT_ONCE: i32 = 1_000;

/// Makes today's copy unless there is one. `now` is ISO 8601.
pub(crate) fn make_daily(connection: &Connection, folder: &Path, now: &str) -> io::Result<()> {
    let Some(day) = now.get(..10).filter(|day| is_day(day)) else {
        return Ok(());
    };
    let folder = folder.join(FOLDER);
    let target = folder.join([START, day, END].concat());
    if target.exists() {
        return Ok(());
    }
    crate::start::make_private_folder(&folder)?;
    copy_to(connection, &target)?;
    let all = all(&folder);
    for old in all.iter().skip(MOST_KEPT) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}

/// Puts a copy of an open catalog at `target`, verified and on stable storage before it appears.
pub(crate) fn copy_to(connection: &Connection, target: &Path) -> io::Result<()> {
    let temporary = target.with_extension("making");
    remove_if_there(&temporary)?;
    let copied = fill(connection, &temporary).and_then(|()| verified(&temporary));
    match copied {
        Ok(true) => {}
        Ok(false) => {
            remove_if_there(&temporary)?;
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the copy is not whole",
            ));
        }
        Err(error) => {
            remove_if_there(&temporary)?;
            return Err(io::Error::other(error));
        }
    }
    install(&temporary, target)
}

/// Moves a complete file into its place.
pub(crate) fn install(temporary: &Path, target: &Path) -> io::Result<()> {
    File::open(temporary)?.sync_all()?;
    std::fs::rename(temporary, target)?;
    match target.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// The newest copy that is whole, and the day it was made.
pub(crate) fn newest_whole(folder: &Path) -> Option<(PathBuf, String)> {
    all(&folder.join(FOLDER)).into_iter().find_map(|path| {
        let name = path.file_name()?.to_str()?;
        let day = name.strip_prefix(START)?.strip_suffix(END)?.to_owned();
        verified(&path).ok()?.then_some((path, day))
    })
}

/// Copies every page of `connection` into a new file.
pub(crate) fn fill(connection: &Connection, path: &Path) -> rusqlite::Result<()> {
    let mut copy = Connection::open(path)?;
    Backup::new(connection, &mut copy)?.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
    // A copy is one file: nothing of it may stay in a log beside it.
    copy.pragma_update(None, "journal_mode", "DELETE")
}

fn verified(path: &Path) -> rusqlite::Result<bool> {
    let connection = connect::open_to_read(path)?;
    let is_known = matches!(standing(&connection)?, Standing::Current | Standing::Older);
    Ok(is_known && is_whole(&connection)?)
}

/// Whether SQLite finds nothing wrong in the file.
pub(crate) fn is_whole(connection: &Connection) -> rusqlite::Result<bool> {
    let answer: String = connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0))?;
    Ok(answer == "ok")
}

/// Newest first: days sort as text.
fn all(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            let day = name.and_then(|name| name.strip_prefix(START)?.strip_suffix(END));
            day.is_some_and(is_day)
        })
        .collect();
    paths.sort();
    paths.reverse();
    paths
}

fn is_day(day: &str) -> bool {
    day.len() == 10
        && day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
