//! From a folder to contents: everything is checked as it is of a file.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde_json::Value;

use super::{OWN_FOLDERS, is_folder, part_bytes, write};
use crate::file::json::{read as read_json, refused, write as write_json};
use crate::file::manifest::{self, Manifest, Part};
use crate::file::parts::{DOCUMENT, KIND, KIND_TEXT};
use crate::file::structure::{MOST_BYTES, MOST_PART_BYTES, MOST_PARTS};
use crate::file::write::{Piece, pack};
use crate::file::{self, Contents, FileError, Generation, Opened};
use crate::fs::Fs;
use crate::save::failed_to_read;
use crate::words::{file_name, shown};

/// How deep folders in the folder are looked into.
const DEEPEST: usize = 8;

/// Reads a folder as if it were the file.
///
/// # Errors
/// `WB_NOT_A_WORKBOOK` when it is no such folder, or another `WB_` code when a part is refused.
pub(in crate::file) fn read_folder(fs: &dyn Fs, folder: &Path) -> Result<Opened, FileError> {
    if let Some(unfinished) = write::unfinished(fs, folder)? {
        return Ok(unfinished);
    }
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
    let mut notes = leave_torn_answers(&mut found);
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
    let mut opened = file::read(&bytes).map_err(|error| error.about(folder))?;
    // As packing it would write it, however its texts are laid out.
    opened.generation = Generation::of(&file::write(&Contents {
        workbook: &opened.workbook,
        results: &opened.results,
        extras: &opened.extras,
    })?);
    opened.notes.extend(notes);
    Ok(opened)
}

/// Takes answers out whose two parts do not belong together any more, as a merge by another program
/// leaves them: they are computed again by running, and keep nothing else closed.
fn leave_torn_answers(found: &mut BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let stem = |name: &String| {
        let (folder, file) = name.split_once('/')?;
        let (stem, _) = file.rsplit_once('.')?;
        (folder == "results").then(|| format!("{folder}/{stem}"))
    };
    let stems: BTreeSet<String> = found.keys().filter_map(stem).collect();
    let mut torn = Vec::new();
    for stem in stems {
        let (rows, stamp) = (format!("{stem}.arrow"), format!("{stem}.json"));
        let is_whole = found.contains_key(&rows)
            && found
                .get(&stamp)
                .is_some_and(|bytes| read_json(&stamp, bytes).is_ok());
        if !is_whole {
            found.remove(&rows);
            found.remove(&stamp);
            torn.push(stem);
        }
    }
    if torn.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "Stored answers that do not fit together were left out, as after a merge: {}. Run their cells again.",
        shown(&torn.join(", "), 200)
    )]
}

/// The identity of the workbook in a folder; none where there is none.
pub(in crate::file) fn identity(fs: &dyn Fs, folder: &Path) -> Option<String> {
    if let Ok(Some(unfinished)) = write::unfinished(fs, folder) {
        return Some(unfinished.workbook.id);
    }
    let head = part_bytes(fs, &folder.join(manifest::NAME)).ok()?;
    Some(folder_manifest(&head).ok()?.0.id)
}

/// Where an unknown part stands among all parts, and whether the manifest lists it.
struct ExtraPlace {
    place: usize,
    is_listed: bool,
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
