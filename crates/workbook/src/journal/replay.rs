//! Reading journals again: what can be recovered, and the document it leads to.

use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use model::Workbook;

use super::record::{FIRST_LINE, next};
use super::{ENDING, Entry, JournalError, MAKING, Start};
use crate::apply::{apply, is_identity};
use crate::file::Generation;
use crate::fs::Fs;

/// Most journals looked at; more than this is another fault.
const MOST_LISTED: usize = 200;
/// A journal that is still being begun after this long will never be.
const STALE_AFTER: Duration = Duration::from_mins(1);
const ASIDE: &str = ".unreadable";

/// Unsaved work that a crash left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The name that [`replay`] and [`super::discard`] take.
    pub name: String,
    pub title: String,
    pub path: Option<String>,
    /// UTC, ISO 8601, of the last edit.
    pub edited_at: String,
    /// Edits since the last save.
    pub steps: u32,
}

/// What a folder of journals holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Newest first.
    pub recoveries: Vec<Recovery>,
    /// Files that could not be read and were kept aside, with the reason, in words.
    pub notes: Vec<String>,
}

/// Unsaved work, ready to be opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Replayed {
    /// The document with every edit that could be read.
    pub workbook: Workbook,
    /// The document as it was at the start of the journal.
    pub start: Start,
    pub edited_at: String,
    pub steps: u32,
    /// The last record was torn or did not fit; what came before it is here.
    pub is_cut: bool,
}

impl Replayed {
    /// The file that the work began with, and what a save has to expect there.
    pub fn file(&self) -> Option<(PathBuf, Generation)> {
        let path = PathBuf::from(self.start.path.as_ref()?);
        Some((path, Generation::new(self.start.generation.clone()?)))
    }
}

/// Lists the unsaved work in `folder` that no running window holds. Journals without an edit are
/// removed; those that cannot be read are kept aside under another name.
pub fn list(fs: &dyn Fs, folder: &Path) -> Listing {
    let mut listing = Listing::default();
    let names = fs.list(folder).unwrap_or_default();
    for file in names.iter().filter(|file| file.ends_with(MAKING)) {
        let path = folder.join(file);
        let is_old = fs.facts(&path).is_ok_and(|facts| facts.age >= STALE_AFTER);
        if is_old && check_free(fs, &path).is_ok() {
            // A window that was killed while it began a journal had no edit yet.
            let _ = fs.remove(&path);
        }
    }
    let journals = names.iter().filter_map(|file| file.strip_suffix(ENDING));
    for name in journals.filter(|name| is_identity(name)).take(MOST_LISTED) {
        let path = folder.join(format!("{name}{ENDING}"));
        if check_free(fs, &path).is_err() {
            continue;
        }
        match read(fs, &path) {
            Ok(found) if found.steps == 0 && !found.is_cut => {
                // Nothing was done since the save: nothing to offer.
                let _ = fs.remove(&path);
            }
            Ok(found) => listing.recoveries.push(Recovery {
                name: name.to_owned(),
                title: found.workbook.title.clone(),
                path: found.start.path.clone(),
                edited_at: found.edited_at,
                steps: found.steps,
            }),
            Err(JournalError::Unreadable(why)) => {
                let aside = folder.join(format!("{name}{ENDING}{ASIDE}"));
                if fs.rename(&path, &aside).is_ok() {
                    listing.notes.push(format!(
                        "Unsaved work of an earlier session could not be read ({why}). It was kept as {}.",
                        crate::words::file_name(&aside)
                    ));
                }
            }
            Err(_) => {}
        }
    }
    listing
        .recoveries
        .sort_by(|a, b| b.edited_at.cmp(&a.edited_at).then(a.name.cmp(&b.name)));
    listing
}

/// Reads the unsaved work of this name. The journal stays until it is discarded.
///
/// # Errors
/// It is gone, in use, or cannot be read.
pub fn replay(fs: &dyn Fs, folder: &Path, name: &str) -> Result<Replayed, JournalError> {
    let path = path_of(folder, name)?;
    check_free(fs, &path)?;
    read(fs, &path)
}

/// The path of a journal; names come from outside and must not lead out of the folder.
pub(super) fn path_of(folder: &Path, name: &str) -> Result<PathBuf, JournalError> {
    if is_identity(name) {
        Ok(folder.join(format!("{name}{ENDING}")))
    } else {
        Err(JournalError::Gone)
    }
}

/// Refuses a journal that a running window writes.
pub(super) fn check_free(fs: &dyn Fs, path: &Path) -> Result<(), JournalError> {
    let mut file = match fs.open_append(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(JournalError::Gone),
        // It can still be read in a folder that cannot be written.
        Err(_) => return Ok(()),
    };
    match file.try_lock() {
        Ok(false) => Err(JournalError::InUse),
        _ => Ok(()),
    }
}

fn read(fs: &dyn Fs, path: &Path) -> Result<Replayed, JournalError> {
    let file = fs.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => JournalError::Gone,
        _ => JournalError::Unreadable("the disk refuses it"),
    })?;
    let mut file = Counted {
        inner: BufReader::new(file),
        bytes: 0,
    };
    let mut first = vec![0; FIRST_LINE.len()];
    if file.read_exact(&mut first).is_err() || first != FIRST_LINE {
        return Err(JournalError::Unreadable(
            "it is not a journal of this version of Assay",
        ));
    }
    let start: Start = next(&mut file)
        .and_then(|json| serde_json::from_slice(&json).ok())
        .ok_or(JournalError::Unreadable("its beginning is damaged"))?;
    let mut replayed = Replayed {
        workbook: start.workbook.clone(),
        edited_at: start.at.clone(),
        start,
        steps: 0,
        is_cut: false,
    };
    loop {
        let before = file.bytes;
        let Some(json) = next(&mut file) else {
            replayed.is_cut = file.bytes != before;
            return Ok(replayed);
        };
        let applied = serde_json::from_slice::<Entry>(&json).is_ok_and(|entry| {
            let is_applied = apply(&mut replayed.workbook, entry.edit).is_ok();
            if is_applied {
                replayed.edited_at = entry.at;
            }
            is_applied
        });
        if !applied {
            replayed.is_cut = true;
            return Ok(replayed);
        }
        replayed.steps = replayed.steps.saturating_add(1);
    }
}

/// Counts what was read, to tell the end of a journal from a torn record.
struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}
