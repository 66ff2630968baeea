//! From bytes to contents: everything is checked before anything is believed.

mod further;
mod newer;
mod pages;

use std::collections::{BTreeMap, HashMap, HashSet};

use model::{Cell, CellBody, CellId, SourceSpec, TruthStamp, Workbook};
use serde_json::Value;

use further::Further;

use super::json::{first_lost, read as read_json, refused};
use super::manifest::{self, Manifest, Part};
use super::mend::mend;
use super::parts::{DOCUMENT, Extra, Extras, KIND, KIND_TEXT, rows_part, stamp_part};
use super::refusal::FileError;
use super::structure::{Entry, decode, entries};
use super::{Generation, Opened, SavedResult};
use crate::apply::{LONGEST_TEXT, MOST_CELLS, MOST_SOURCES};
use crate::words::shown;

const LONGEST_JSON: usize = 32 * 1024 * 1024;

/// Reads a workbook file from memory.
///
/// # Errors
/// A `WB_` code with the reason. Damage of an optional part is no error: the rest is opened, and
/// [`Opened::read_only`] says why it must not be written over.
pub fn read(file: &[u8]) -> Result<Opened, FileError> {
    let entries = entries(file)?;
    check_kind(file, &entries)?;
    let manifest = entries.get(1).filter(|entry| entry.name == manifest::NAME);
    let manifest = manifest.ok_or_else(|| missing(manifest::NAME))?;
    let manifest_bytes = limited(manifest::NAME, decode(file, manifest)?)?;
    let manifest = Manifest::read(&manifest_bytes)?;

    let by_name = entries.iter().map(|entry| (entry.name.as_str(), entry));
    let listed = manifest.parts.iter().map(|part| (part.name.as_str(), part));
    let mut parts = Parts {
        file,
        entries: &entries,
        by_name: by_name.collect(),
        manifest: &manifest,
        listed: listed.collect(),
        taken: HashSet::new(),
    };
    parts.check_required()?;
    let document = parts.required(DOCUMENT)?;
    let mut damaged = Vec::new();
    let mut notes = Vec::new();
    let pages = pages::pages(&mut parts, &mut damaged, &mut notes)?;
    let mut unknown = manifest.unknown.clone();
    let mut workbook = workbook(&manifest, &document, &mut parts, &mut unknown)?;
    workbook.pages = pages;
    mend(&mut workbook, &mut notes)?;
    let results = results(&workbook, &mut parts, &mut damaged)?;
    let extras = extras(&mut parts, &mut damaged)?;
    let mut signature = extras.signature(&manifest_bytes);
    if let Some(signature) = &mut signature {
        signature.fits &= damaged.is_empty();
    }
    let read_only = if unknown.is_empty() {
        (!damaged.is_empty()).then(|| {
        format!(
            "Damaged in this file and left out: {}. It is open without saving over it; save it under another name to keep the rest.",
            shown(&damaged.join(", "), 200)
        )
    })
    } else {
        notes.push(newer::note(&unknown));
        Some(newer::note(&unknown))
    };
    Ok(Opened {
        workbook,
        results,
        extras,
        generation: Generation::of(file),
        read_only,
        is_newer: !unknown.is_empty(),
        notes,
        signature,
    })
}

/// The parts of one file, each asked for once.
struct Parts<'file> {
    file: &'file [u8],
    entries: &'file [Entry],
    by_name: HashMap<&'file str, &'file Entry>,
    manifest: &'file Manifest,
    listed: HashMap<&'file str, &'file Part>,
    taken: HashSet<String>,
}

impl Parts<'_> {
    /// Every part that the manifest calls required is known to this version and there.
    fn check_required(&self) -> Result<(), FileError> {
        let mut names = HashSet::new();
        for part in &self.manifest.parts {
            let name = part.name.as_str();
            if !names.insert(name.to_ascii_lowercase()) {
                return Err(refused(
                    manifest::NAME,
                    &format!("it lists {} twice", shown(name, 80)),
                ));
            }
            let is_ours = name == DOCUMENT || name.starts_with("cells/");
            if part.is_required && !is_ours {
                return Err(FileError::new(
                    "WB_NEEDS_FEATURE",
                    format!(
                        "The workbook needs its part “{}”, which this Assay does not know. Update Assay to open it. The file was not changed.",
                        shown(name, 120)
                    ),
                ));
            }
            if part.is_required && !self.by_name.contains_key(name) {
                return Err(missing(name));
            }
        }
        Ok(())
    }

    /// A part without which there is no workbook.
    fn required(&mut self, name: &str) -> Result<Vec<u8>, FileError> {
        self.optional(name)?.ok_or_else(|| missing(name))
    }

    /// A part that may be absent; an error when it is damaged.
    fn optional(&mut self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        let Some(entry) = self.by_name.get(name) else {
            return Ok(None);
        };
        let listed = self.listed.get(name).ok_or_else(|| {
            refused(
                manifest::NAME,
                &format!("it does not list the part {}", shown(name, 80)),
            )
        })?;
        self.taken.insert(name.to_owned());
        let bytes = decode(self.file, entry)?;
        if blake3::hash(&bytes).to_hex().as_str() == listed.checksum {
            Ok(Some(bytes))
        } else {
            Err(checksum(name))
        }
    }
}

fn check_kind(file: &[u8], entries: &[Entry]) -> Result<(), FileError> {
    let first = entries.first().filter(|entry| entry.name == KIND);
    let kind = first.map(|entry| decode(file, entry)).transpose()?;
    if kind.as_deref() == Some(KIND_TEXT) {
        return Ok(());
    }
    Err(FileError::new(
        "WB_NOT_A_WORKBOOK",
        "This is not an Assay workbook. It is an archive of another program.",
    ))
}

fn workbook(
    manifest: &Manifest,
    document: &[u8],
    parts: &mut Parts<'_>,
    unknown: &mut Vec<String>,
) -> Result<Workbook, FileError> {
    let document = read_json(DOCUMENT, &limited(DOCUMENT, document.to_vec())?)?;
    let Value::Object(mut document) = document else {
        return Err(refused(DOCUMENT, "it is not a JSON object"));
    };
    let given_cells = list(document.remove("cells"), "cells", MOST_CELLS)?;
    let given_sources = list(document.remove("sources"), "sources", MOST_SOURCES)?;
    let further = Further::take(&mut document);
    unknown.extend(document.keys().cloned());
    let mut sources = Vec::with_capacity(given_sources.len());
    for (index, value) in given_sources.into_iter().enumerate() {
        let place = format!("sources.{index}");
        sources.push(typed::<SourceSpec>(value, &place, unknown)?);
    }
    let mut cells = Vec::with_capacity(given_cells.len());
    for (index, value) in given_cells.into_iter().enumerate() {
        if let Some((cell, what)) = newer::stand_in(&value) {
            unknown.push(what);
            cells.push(cell);
            continue;
        }
        let mut cell = typed::<Cell>(value, &format!("cells.{index}"), unknown)?;
        if let CellBody::Sql { text, .. } | CellBody::Markdown { text } = &mut cell.body {
            *text = cell_text(text, parts)?;
        }
        cells.push(cell);
    }
    let (id, title, about) = (&manifest.id, &manifest.title, &manifest.about);
    let mut workbook = Workbook {
        id: id.clone(),
        title: title.clone(),
        about: about.clone(),
        sources,
        cells,
        ..Workbook::default()
    };
    further.put(&mut workbook, unknown)?;
    Ok(workbook)
}

/// Reads a value and notes what in it would be lost on the next save.
fn typed<T: serde::Serialize + serde::de::DeserializeOwned>(
    value: Value,
    place: &str,
    unknown: &mut Vec<String>,
) -> Result<T, FileError> {
    let given = value.clone();
    let read: T = serde_json::from_value(value).map_err(|error| {
        refused(
            DOCUMENT,
            &format!("in {place}: {}", shown(&error.to_string(), 160)),
        )
    })?;
    let understood = serde_json::to_value(&read)
        .map_err(|_| refused(DOCUMENT, &format!("in {place}: a value cannot be kept")))?;
    let lost = first_lost(&given, &understood);
    unknown.extend(lost.map(|key| format!("{place}.{key}")));
    Ok(read)
}

fn list(value: Option<Value>, name: &str, most: usize) -> Result<Vec<Value>, FileError> {
    match value {
        Some(Value::Array(items)) if items.len() <= most => Ok(items),
        Some(Value::Array(_)) => Err(FileError::new(
            "WB_TOO_MANY_PARTS",
            format!("The workbook has more than {most} {name}. It was not opened."),
        )),
        _ => Err(refused(
            DOCUMENT,
            &format!("the field {name} is missing or not a list"),
        )),
    }
}

fn cell_text(part: &str, parts: &mut Parts<'_>) -> Result<String, FileError> {
    let is_ours = part.starts_with("cells/") && is_text_part(part);
    if !is_ours {
        return Err(refused(
            DOCUMENT,
            &format!("the text of a cell is said to be in “{}”", shown(part, 80)),
        ));
    }
    if parts.taken.contains(part) {
        return Err(refused(
            DOCUMENT,
            &format!("two cells share the text {}", shown(part, 80)),
        ));
    }
    let bytes = parts.required(part)?;
    if bytes.len() > LONGEST_TEXT {
        return Err(FileError::new(
            "WB_TOO_LARGE",
            format!(
                "The text {} is longer than 1 MiB. Nothing was opened.",
                shown(part, 80)
            ),
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        refused(part, &format!("it is not valid UTF-8 from byte {at} on"))
    })
}

/// Endings are exactly those that are written: no other file is taken for a text.
fn is_text_part(part: &str) -> bool {
    matches!(part.rsplit_once('.'), Some((_, "sql" | "md")))
}

fn results(
    workbook: &Workbook,
    parts: &mut Parts<'_>,
    damaged: &mut Vec<String>,
) -> Result<BTreeMap<CellId, SavedResult>, FileError> {
    let mut results = BTreeMap::new();
    for cell in &workbook.cells {
        let own = saved(&cell.id, parts, damaged)?;
        let content = own.as_ref().map(|own| own.stamp.content.clone());
        for address in (0..).map(|at| cell.id.answer(at)) {
            let Some(other) = saved(&address, parts, damaged)? else {
                break;
            };
            // A version that knows one answer only leaves the others of an older text behind.
            if Some(&other.stamp.content) == content.as_ref() {
                results.insert(address, other);
            }
        }
        results.extend(own.map(|own| (cell.id.clone(), own)));
    }
    damaged.dedup();
    Ok(results)
}

/// A saved answer, when it is there and whole.
fn saved(
    address: &CellId,
    parts: &mut Parts<'_>,
    damaged: &mut Vec<String>,
) -> Result<Option<SavedResult>, FileError> {
    let mut part = |name: String| match parts.optional(&name) {
        Err(error) if error.code() == "WB_CHECKSUM" => {
            damaged.push(name);
            Ok(None)
        }
        other => other,
    };
    let (rows, stamp) = (part(rows_part(address))?, part(stamp_part(address))?);
    match (rows, stamp) {
        (Some(rows), Some(stamp)) => match stamp_of(address, &stamp) {
            Ok(stamp) => {
                return Ok(Some(SavedResult {
                    stamp,
                    arrow: rows.into(),
                }));
            }
            Err(_) => damaged.push(stamp_part(address)),
        },
        (None, None) => {}
        (Some(_), None) => damaged.push(rows_part(address)),
        (None, Some(_)) => damaged.push(stamp_part(address)),
    }
    Ok(None)
}

fn stamp_of(cell: &CellId, bytes: &[u8]) -> Result<TruthStamp, FileError> {
    let name = stamp_part(cell);
    let value = read_json(&name, bytes)?;
    serde_json::from_value(value).map_err(|error| refused(&name, &error.to_string()))
}

fn extras(parts: &mut Parts<'_>, damaged: &mut Vec<String>) -> Result<Extras, FileError> {
    let mut extras = Vec::new();
    for (place, entry) in parts.entries.iter().enumerate().skip(2) {
        if parts.taken.contains(&entry.name) {
            continue;
        }
        let listed = parts.listed.get(entry.name.as_str());
        let bytes = match decode(parts.file, entry) {
            Ok(bytes) => bytes,
            Err(error) if error.code() == "WB_CHECKSUM" => {
                damaged.push(entry.name.clone());
                continue;
            }
            Err(error) => return Err(error),
        };
        let fits =
            listed.is_none_or(|part| part.checksum == blake3::hash(&bytes).to_hex().as_str());
        if !fits {
            damaged.push(entry.name.clone());
            continue;
        }
        extras.push(Extra {
            name: entry.name.clone(),
            bytes,
            place,
            is_listed: listed.is_some(),
        });
    }
    Ok(Extras(extras))
}

fn limited(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, FileError> {
    if bytes.len() > LONGEST_JSON {
        return Err(FileError::new(
            "WB_TOO_LARGE",
            format!("The part {name} is larger than 32 MiB. Nothing was opened."),
        ));
    }
    Ok(bytes)
}

fn checksum(name: &str) -> FileError {
    FileError::new(
        "WB_CHECKSUM",
        format!(
            "The part {} of the workbook is damaged: its checksum does not fit. Nothing was opened; look for another copy.",
            shown(name, 80)
        ),
    )
}

fn missing(name: &str) -> FileError {
    FileError::new(
        "WB_INCONSISTENT",
        format!(
            "The part {} of the workbook is missing. Nothing was opened; look for another copy.",
            shown(name, 80)
        ),
    )
}
