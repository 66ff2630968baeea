//! From contents to a folder, so that a crash at any moment leaves the old workbook or the new one.
//!
//! What is to be written lies whole in one file first. From then on that file is what the folder
//! holds; the parts are put in their places one by one, and the file goes last.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use super::read::read_folder;
use super::{OWN_FOLDERS, UNFINISHED, part_bytes};
use crate::file::json::write as write_json;
use crate::file::manifest::{self, Manifest};
use crate::file::parts::KIND;
use crate::file::structure::{decode, entries};
use crate::file::{self, Contents, FileError, Generation, Opened};
use crate::fs::Fs;
use crate::save::{
    Base, Saved, changed, exists, failed_to_read, failed_to_settle, failed_to_write, load, put,
};
use crate::words::{file_name, shown};

/// The parts of a folder by their names.
type Parts = BTreeMap<String, Vec<u8>>;

/// What writing the parts did.
pub(super) struct Written {
    pub(super) parts: usize,
    pub(super) notes: Vec<String>,
    /// Why not every part is in its place yet, although all of it is on the disk.
    pub(super) cut_off: Option<FileError>,
}

/// Saves into a folder that holds the same workbook, all or nothing, unless what is there is not
/// what is expected.
///
/// # Errors
/// `WB_CHANGED_ON_DISK`, `WB_EXISTS`, or why it could not be written.
pub(in crate::file) fn save_folder(
    fs: &dyn Fs,
    folder: &Path,
    contents: &Contents<'_>,
    base: &Base,
) -> Result<Saved, FileError> {
    let bytes = file::write(contents)?;
    let lock = fs
        .lock_folder(folder)
        .map_err(|error| failed_to_write(folder, error))?;
    let generation = Generation::of(&bytes);
    match base {
        Base::New => return Err(exists(folder)),
        Base::Any => {}
        Base::Same(expected) => {
            let found = read_folder(fs, folder)?.generation;
            if found != *expected && found != generation {
                return Err(changed(folder));
            }
        }
    }
    let written = write_parts(fs, folder, &bytes)?;
    drop(lock);
    let saved = Saved {
        path: folder.to_owned(),
        generation,
        bytes: bytes.len() as u64,
        notes: written.notes,
    };
    match written.cut_off {
        Some(error) => Err(error.with_written(saved)),
        None => Ok(saved),
    }
}

/// Brings the parts in a folder to those of a file; the caller holds the lock of the folder.
///
/// # Errors
/// Why nothing was written.
pub(super) fn write_parts(fs: &dyn Fs, folder: &Path, bytes: &[u8]) -> Result<Written, FileError> {
    let opened = file::read(bytes)?;
    let parts = plain(bytes, &opened)?;
    let old = old_parts(fs, folder, &parts);
    let gone: Vec<String> = old
        .keys()
        .filter(|name| !parts.contains_key(*name))
        .cloned()
        .collect();
    let fresh: Vec<(&String, &Vec<u8>)> = parts
        .iter()
        .filter(|(name, bytes)| old.get(*name) != Some(*bytes))
        .collect();
    let notes = gone
        .iter()
        .map(|name| format!("{name} was removed: the workbook has it no more."))
        .collect();
    let unfinished = folder.join(UNFINISHED);
    if fresh.is_empty() && gone.is_empty() && fs.facts(&unfinished).is_err() {
        return Ok(Written {
            parts: parts.len(),
            notes,
            cut_off: None,
        });
    }
    let placed = match put(fs, &unfinished, &intent(&old, bytes))? {
        Ok(()) => place(fs, folder, &fresh, &gone),
        Err(error) => Err(failed_to_settle(folder, error)),
    };
    Ok(Written {
        parts: parts.len(),
        notes,
        cut_off: placed.err(),
    })
}

/// Puts every part in its place; from here on the new workbook is on the disk.
fn place(
    fs: &dyn Fs,
    folder: &Path,
    fresh: &[(&String, &Vec<u8>)],
    gone: &[String],
) -> Result<(), FileError> {
    let settle = |error| failed_to_settle(folder, error);
    for (name, bytes) in fresh {
        let path = folder.join(name);
        if let Some(parent) = path.parent().filter(|parent| *parent != folder) {
            fs.make_folder(parent).map_err(settle)?;
            fs.sync_folder(folder).map_err(settle)?;
        }
        put(fs, &path, bytes)
            .map_err(|error| error.settling(folder))?
            .map_err(settle)?;
    }
    for name in gone {
        let path = folder.join(name);
        fs.remove(&path).map_err(settle)?;
        fs.sync_folder(path.parent().unwrap_or(folder))
            .map_err(settle)?;
    }
    fs.remove(&folder.join(UNFINISHED)).map_err(settle)?;
    fs.sync_folder(folder).map_err(settle)
}

/// The parts that are there now, of those that are to be written and of those that are only ours.
fn old_parts(fs: &dyn Fs, folder: &Path, fresh: &Parts) -> Parts {
    let mut names: BTreeSet<String> = fresh.keys().cloned().collect();
    for own in OWN_FOLDERS {
        let there = fs.list(&folder.join(own)).unwrap_or_default();
        let there = there.into_iter().filter(|name| !name.starts_with('.'));
        names.extend(there.map(|name| format!("{own}/{name}")));
    }
    let bytes = |name: String| Some((part_bytes(fs, &folder.join(&name)).ok()?, name));
    let found = names.into_iter().filter_map(bytes);
    found.map(|(bytes, name)| (name, bytes)).collect()
}

/// A save as it lies in one file: a line that says what the parts were before, and the new workbook.
fn intent(old: &Parts, bytes: &[u8]) -> Vec<u8> {
    let before: BTreeMap<&String, String> = old
        .iter()
        .map(|(name, bytes)| (name, checksum(bytes)))
        .collect();
    let mut whole = json!({ "before": before }).to_string().into_bytes();
    whole.push(b'\n');
    whole.extend_from_slice(bytes);
    whole
}

/// What a save that was cut off wrote; none where there was none.
///
/// # Errors
/// A part is neither as it was before that save nor as the save makes it: someone changed it since,
/// and nothing here may decide which of the two counts.
pub(super) fn unfinished(fs: &dyn Fs, folder: &Path) -> Result<Option<Opened>, FileError> {
    let path = folder.join(UNFINISHED);
    if !fs.facts(&path).is_ok_and(|facts| facts.is_file) {
        return Ok(None);
    }
    let (_, whole) = load(fs, &path)?;
    let end = whole.iter().position(|byte| *byte == b'\n');
    let (line, bytes) = whole.split_at(end.map_or(0, |end| end + 1));
    let line: Value = serde_json::from_slice(line).unwrap_or_default();
    let before = |name: &str| line["before"][name].as_str().map(str::to_owned);
    let mut opened = file::read(bytes).map_err(|error| error.about(&path))?;
    let parts = plain(bytes, &opened)?;
    let removed = line["before"].as_object().into_iter().flatten();
    let names: BTreeSet<&String> = parts.keys().chain(removed.map(|(name, _)| name)).collect();
    for name in names {
        let there = part_bytes(fs, &folder.join(name));
        let there = match there {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed_to_read(&folder.join(name), error)),
        };
        let is_new = there.as_ref() == parts.get(name);
        let is_old = there.as_deref().map(checksum) == before(name);
        if !is_new && !is_old {
            return Err(mixed(folder, name));
        }
    }
    opened.notes.push(format!(
        "A save of {} was cut off. What it saved is shown, and the next save finishes it.",
        file_name(folder)
    ));
    Ok(Some(opened))
}

fn mixed(folder: &Path, part: &str) -> FileError {
    FileError::new(
        "WB_INCONSISTENT",
        format!(
            "{}: a save was cut off, and {} was changed since. To take the files as they lie there, remove {UNFINISHED} from the folder; what the save wrote is in that file.",
            file_name(folder),
            shown(part, 80)
        ),
    )
}

fn checksum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The parts as they stand in a folder: no `mimetype`, and a manifest without checksums.
fn plain(file: &[u8], opened: &Opened) -> Result<Parts, FileError> {
    let mut parts = Parts::new();
    for entry in entries(file)? {
        if entry.name == KIND {
            continue;
        }
        let bytes = decode(file, &entry)?;
        let bytes = if entry.name == manifest::NAME {
            let extras: Vec<Value> = opened
                .extras
                .0
                .iter()
                .map(|extra| {
                    json!({"listed": extra.is_listed, "name": extra.name, "place": extra.place})
                })
                .collect();
            let mut head = Manifest::read(&bytes)?.to_json();
            if let Some(fields) = head.as_object_mut() {
                fields.remove("parts");
                fields.insert("extras".to_owned(), Value::Array(extras));
            }
            write_json(&head)
        } else {
            bytes
        };
        parts.insert(entry.name, bytes);
    }
    Ok(parts)
}
