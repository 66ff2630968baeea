//! The other form of a workbook: the same parts as plain files in a folder, for version control.
//!
//! The folder has no checksums, so that a person or a version control program may change its
//! texts. Packing it checks everything that opening a file checks, and gives the same bytes as
//! saving the workbook.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::json::{read as read_json, refused, write as write_json};
use super::manifest::{self, Manifest, Part};
use super::parts::{DOCUMENT, KIND, KIND_TEXT};
use super::refusal::FileError;
use super::structure::{MOST_BYTES, MOST_PART_BYTES, MOST_PARTS, decode, entries};
use super::write::{Piece, pack};
use super::{Contents, Opened, read};
use crate::fs::Fs;
use crate::save::{Base, failed_to_read, failed_to_write, load, resolve, save};
use crate::words::{file_name, shown};

/// How deep folders in the folder are looked into.
const DEEPEST: usize = 8;

/// What unpacking or packing did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// Where the result is.
    pub path: PathBuf,
    /// How many parts were written.
    pub parts: usize,
    /// What a person may want to know, in words.
    pub notes: Vec<String>,
}

/// Folders that belong to the workbook alone: files in them that it no longer has are removed.
const OWN_FOLDERS: [&str; 3] = ["cells", "pages", "results"];

/// Writes the parts of a workbook file into a folder, which is made when it is not there. A folder
/// that holds the same workbook is brought up to date; any other one that is not empty is refused.
///
/// # Errors
/// The file is refused with a `WB_` code, or a part cannot be written.
pub fn unpack(fs: &dyn Fs, file: &Path, folder: &Path) -> Result<Converted, FileError> {
    let (_, bytes) = load(fs, file)?;
    let opened = read(&bytes).map_err(|error| error.about(file))?;
    if let Some(reason) = &opened.read_only {
        return Err(FileError::new("WB_CHECKSUM", reason.clone()).about(file));
    }
    let parts = plain(&bytes)?;
    fs.make_folder(folder)
        .map_err(|error| failed_to_write(folder, error))?;
    let folder = resolve(fs, folder)?;
    check_place(fs, &folder, &opened.workbook.id)?;
    let names: BTreeSet<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    for (name, bytes) in &parts {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs.make_folder(parent)
                .map_err(|error| failed_to_write(parent, error))?;
        }
        if part_bytes(fs, &path).is_ok_and(|there| there == *bytes) {
            continue;
        }
        save(fs, &path, bytes, &Base::Any)?;
    }
    let mut notes = Vec::new();
    for own in OWN_FOLDERS {
        for name in fs.list(&folder.join(own)).unwrap_or_default() {
            let part = format!("{own}/{name}");
            let path = folder.join(&part);
            let is_old =
                !names.contains(part.as_str()) && fs.facts(&path).is_ok_and(|facts| facts.is_file);
            if is_old && !name.starts_with('.') {
                fs.remove(&path)
                    .map_err(|error| failed_to_write(&path, error))?;
                notes.push(format!("{part} was removed: the workbook has it no more."));
            }
        }
    }
    Ok(Converted {
        path: folder,
        parts: parts.len(),
        notes,
    })
}

/// Makes a workbook file of a folder that [`unpack`] wrote.
///
/// # Errors
/// `WB_NOT_A_WORKBOOK` when it is no such folder, another `WB_` code when a part is refused, or why
/// the file cannot be written.
pub fn pack_folder(fs: &dyn Fs, folder: &Path, file: &Path) -> Result<Converted, FileError> {
    let folder = resolve(fs, folder)?;
    let (opened, notes) = read_folder(fs, &folder)?;
    let bytes = super::write(&Contents {
        workbook: &opened.workbook,
        results: &opened.results,
        extras: &opened.extras,
    })?;
    let parts = entries(&bytes)?.len();
    let saved = save(fs, &resolve(fs, file)?, &bytes, &Base::Any)?;
    Ok(Converted {
        path: saved.path,
        parts,
        notes,
    })
}

/// Reads a folder as if it were the file.
fn read_folder(fs: &dyn Fs, folder: &Path) -> Result<(Opened, Vec<String>), FileError> {
    let listed = fs
        .list(folder)
        .map_err(|error| failed_to_read(folder, error))?;
    if !listed.iter().any(|name| name == manifest::NAME) {
        return Err(FileError::new(
            "WB_NOT_A_WORKBOOK",
            format!(
                "{}: there is no {} in this folder, so it is no unpacked workbook. `assay unpack FILE` makes one.",
                file_name(folder),
                manifest::NAME
            ),
        ));
    }
    let head = part_bytes(fs, &folder.join(manifest::NAME))
        .map_err(|error| failed_to_read(&folder.join(manifest::NAME), error))?;
    let (head, extras) = folder_manifest(&head)?;
    let mut found = BTreeMap::new();
    let mut total = 0;
    collect(fs, folder, "", &mut found, &mut total)?;
    let mut notes = Vec::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let is_ours = |name: &str| {
        name == DOCUMENT
            || OWN_FOLDERS
                .iter()
                .any(|own| name.starts_with(&format!("{own}/")))
    };
    for (name, bytes) in &found {
        if matches!(name.as_str(), KIND | manifest::NAME) || extras.contains_key(name) {
            continue;
        }
        if is_ours(name) {
            let is_required = name == DOCUMENT || name.starts_with("cells/");
            pieces.push(Piece::listed(name.clone(), bytes.clone(), is_required));
        } else {
            notes.push(format!("{} is no part and was left out.", shown(name, 80)));
        }
    }
    let mut ordered: Vec<_> = extras.iter().collect();
    ordered.sort_by_key(|(_, extra)| extra.place);
    for (name, extra) in ordered {
        let bytes = found.get(name).ok_or_else(|| {
            FileError::new(
                "WB_INCONSISTENT",
                format!(
                    "The part {} is missing in the folder. Nothing was written.",
                    shown(name, 80)
                ),
            )
        })?;
        let mut piece = Piece::listed(name.clone(), bytes.clone(), false);
        piece.is_listed = extra.is_listed;
        pieces.insert(extra.place.saturating_sub(2).min(pieces.len()), piece);
    }
    let parts = pieces
        .iter()
        .filter(|piece| piece.is_listed)
        .map(|piece| Part {
            name: piece.name.clone(),
            checksum: blake3::hash(&piece.bytes).to_hex().to_string(),
            is_required: piece.is_required,
        });
    let parts = parts.collect();
    let head = Manifest { parts, ..head };
    let first = [
        Piece::listed(KIND.to_owned(), KIND_TEXT.to_vec(), true),
        Piece::listed(manifest::NAME.to_owned(), write_json(&head.to_json()), true),
    ];
    let bytes = pack(first.iter().chain(&pieces))
        .map_err(|error| failed_to_read(folder, io::Error::other(error)))?;
    let opened = read(&bytes).map_err(|error| error.about(folder))?;
    match &opened.read_only {
        Some(reason) => Err(FileError::new("WB_CHECKSUM", reason.clone()).about(folder)),
        None => Ok((opened, notes)),
    }
}

/// Where an unknown part stands among all parts, and whether the manifest lists it.
struct ExtraPlace {
    place: usize,
    is_listed: bool,
}

/// The parts as they stand in a folder: no `mimetype`, and a manifest without checksums.
fn plain(file: &[u8]) -> Result<Vec<(String, Vec<u8>)>, FileError> {
    let opened = read(file)?;
    let mut parts = Vec::new();
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
        parts.push((entry.name, bytes));
    }
    Ok(parts)
}

fn folder_manifest(bytes: &[u8]) -> Result<(Manifest, BTreeMap<String, ExtraPlace>), FileError> {
    let wrong = || {
        refused(
            manifest::NAME,
            "the field extras is missing or of the wrong kind",
        )
    };
    let mut head = read_json(manifest::NAME, bytes)?;
    let fields = head.as_object_mut().ok_or_else(wrong)?;
    let Some(Value::Array(extras)) = fields.remove("extras") else {
        return Err(wrong());
    };
    fields.insert("parts".to_owned(), Value::Array(Vec::new()));
    let head = Manifest::read(&write_json(&head))?;
    let mut places = BTreeMap::new();
    for extra in extras {
        let name = extra
            .get("name")
            .and_then(Value::as_str)
            .ok_or_else(wrong)?;
        let place = extra
            .get("place")
            .and_then(Value::as_u64)
            .ok_or_else(wrong)?;
        let is_listed = extra
            .get("listed")
            .and_then(Value::as_bool)
            .ok_or_else(wrong)?;
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(MOST_PARTS);
        places.insert(name.to_owned(), ExtraPlace { place, is_listed });
    }
    Ok((head, places))
}

/// Every file below a folder by its path from there; names that begin with a point are left out.
fn collect(
    fs: &dyn Fs,
    folder: &Path,
    prefix: &str,
    found: &mut BTreeMap<String, Vec<u8>>,
    total: &mut u64,
) -> Result<(), FileError> {
    let names = fs
        .list(folder)
        .map_err(|error| failed_to_read(folder, error))?;
    for name in names.iter().filter(|name| !name.starts_with('.')) {
        let path = folder.join(name);
        let facts = fs
            .facts(&path)
            .map_err(|error| failed_to_read(&path, error))?;
        let name = format!("{prefix}{name}");
        if facts.is_file {
            *total += facts.bytes;
            if facts.bytes > MOST_PART_BYTES || *total > MOST_BYTES || found.len() >= MOST_PARTS {
                return Err(FileError::new(
                    "WB_TOO_LARGE",
                    format!(
                        "The folder is larger than a workbook may be, at {}. Nothing was written.",
                        shown(&name, 80)
                    ),
                ));
            }
            let bytes = part_bytes(fs, &path).map_err(|error| failed_to_read(&path, error))?;
            found.insert(name, bytes);
        } else if name.matches('/').count() < DEEPEST && is_folder(fs, &path) {
            collect(fs, &path, &format!("{name}/"), found, total)?;
        }
    }
    Ok(())
}

/// A link is none: nothing outside is read.
fn is_folder(fs: &dyn Fs, path: &Path) -> bool {
    fs.resolve(path).is_ok_and(|real| real == path) && fs.list(path).is_ok()
}

fn part_bytes(fs: &dyn Fs, path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs.open(path)?
        .take(MOST_PART_BYTES + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder is empty, or holds the same workbook.
fn check_place(fs: &dyn Fs, folder: &Path, id: &str) -> Result<(), FileError> {
    let names = fs
        .list(folder)
        .map_err(|error| failed_to_read(folder, error))?;
    let mut visible = names.iter().filter(|name| !name.starts_with('.'));
    if visible.next().is_none() {
        return Ok(());
    }
    let there = part_bytes(fs, &folder.join(manifest::NAME))
        .ok()
        .and_then(|bytes| folder_manifest(&bytes).ok());
    match there {
        Some((head, _)) if head.id == id => Ok(()),
        _ => Err(FileError::new(
            "WB_EXISTS",
            format!(
                "{}: the folder holds other files. Name an empty folder, or one with this workbook. Nothing was written.",
                file_name(folder)
            ),
        )),
    }
}
