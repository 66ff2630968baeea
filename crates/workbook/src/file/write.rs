//! From contents to bytes: the same contents always give the same bytes.

use std::collections::HashSet;
use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use model::{Cell, CellBody};

use super::json::{fractions_to_text, write as write_json};
use super::manifest::{self, Manifest, Part};
use super::parts::{DOCUMENT, KIND, KIND_TEXT, page_part, rows_part, stamp_part, text_part};
use super::refusal::FileError;
use super::structure::{MOST_BYTES, MOST_PART_BYTES, MOST_PARTS, MOST_RATIO, RATIO_FROM};
use super::{Contents, SavedResult, answers_of};
use crate::signature;
use crate::words::size;

/// One part to be written.
pub(super) struct Piece {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) is_required: bool,
    pub(super) is_listed: bool,
}

impl Piece {
    /// A part that the manifest lists.
    pub(super) fn listed(name: String, bytes: Vec<u8>, is_required: bool) -> Self {
        Self {
            name,
            bytes,
            is_required,
            is_listed: true,
        }
    }
}

/// Writes a workbook file into memory.
///
/// # Errors
/// It is larger than a workbook may be.
pub fn write(contents: &Contents<'_>) -> Result<Vec<u8>, FileError> {
    let (manifest, pieces) = parts(contents)?;
    let kind = Piece::listed(KIND.to_owned(), KIND_TEXT.to_vec(), true);
    let manifest = Piece::listed(manifest::NAME.to_owned(), manifest, true);
    pack([kind, manifest].iter().chain(&pieces)).map_err(|error| {
        FileError::new("WB_NOT_WRITTEN", "The workbook could not be packed into one file. Nothing on disk was changed; try to save again.")
            .with_cause(std::io::Error::other(error))
    })
}

/// The manifest that a file with these contents has: what a signature is over.
pub(super) fn manifest_bytes(contents: &Contents<'_>) -> Result<Vec<u8>, FileError> {
    Ok(parts(contents)?.0)
}

/// The manifest, and every part behind it. A signature that does not fit this manifest is left out.
fn parts(contents: &Contents<'_>) -> Result<(Vec<u8>, Vec<Piece>), FileError> {
    let mut pieces = vec![Piece::listed(
        DOCUMENT.to_owned(),
        write_json(&document(contents)?),
        true,
    )];
    pieces.extend(texts(contents));
    pieces.extend(pages(contents)?);
    pieces.extend(results(contents)?);
    let ours: HashSet<String> = pieces
        .iter()
        .map(|piece| piece.name.to_ascii_lowercase())
        .collect();
    let mut extras: Vec<_> = contents.extras.0.iter().collect();
    extras.retain(|extra| !ours.contains(&extra.name.to_ascii_lowercase()));
    extras.sort_by_key(|extra| extra.place);
    // Places count the two parts that are always first.
    for extra in extras {
        let at = extra.place.saturating_sub(2).min(pieces.len());
        let (name, bytes) = (extra.name.clone(), extra.bytes.clone());
        pieces.insert(
            at,
            Piece {
                name,
                bytes,
                is_required: false,
                is_listed: extra.is_listed,
            },
        );
    }
    check_sizes(&pieces)?;
    let manifest = write_json(&manifest(contents, &pieces));
    let signature = contents.extras.signature(&manifest);
    if signature.is_none_or(|signature| !signature.fits) {
        pieces.retain(|piece| piece.name != signature::PART);
    }
    Ok((manifest, pieces))
}

fn document(contents: &Contents<'_>) -> Result<Value, FileError> {
    let cells: Result<Vec<Value>, _> = contents
        .workbook
        .cells
        .iter()
        .enumerate()
        .map(|(index, cell)| cell_json(index, cell))
        .collect();
    let mut document = json!({
        "cells": cells.map_err(not_json)?,
        "sources": serde_json::to_value(&contents.workbook.sources).map_err(not_json)?,
    });
    let hierarchies = &contents.workbook.hierarchies;
    if !hierarchies.is_empty() {
        document["hierarchies"] = serde_json::to_value(hierarchies).map_err(not_json)?;
    }
    let conventions = &contents.workbook.conventions;
    if !conventions.is_usual() {
        document["conventions"] = serde_json::to_value(conventions).map_err(not_json)?;
    }
    let event_tables = &contents.workbook.event_tables;
    if !event_tables.is_empty() {
        document["event_tables"] = serde_json::to_value(event_tables).map_err(not_json)?;
    }
    fractions_to_text(&mut document);
    Ok(document)
}

fn cell_json(index: usize, cell: &Cell) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(cell)?;
    if let Some(part) = text_part(index, cell) {
        value["body"]["text"] = Value::String(part);
    }
    Ok(value)
}

fn texts(contents: &Contents<'_>) -> impl Iterator<Item = Piece> {
    contents
        .workbook
        .cells
        .iter()
        .enumerate()
        .filter_map(|(index, cell)| match &cell.body {
            CellBody::Sql { text, .. } | CellBody::Markdown { text } => Some(Piece::listed(
                text_part(index, cell)?,
                text.clone().into_bytes(),
                true,
            )),
            CellBody::Parameter { .. } | CellBody::Chart { .. } => None,
        })
}

/// Pages in the order of their tabs. A version without pages keeps them as they are.
fn pages(contents: &Contents<'_>) -> Result<Vec<Piece>, FileError> {
    let pages = contents.workbook.pages.iter().enumerate();
    pages
        .map(|(index, page)| {
            let mut value = serde_json::to_value(page).map_err(not_json)?;
            fractions_to_text(&mut value);
            Ok(Piece::listed(
                page_part(index, page),
                write_json(&value),
                false,
            ))
        })
        .collect()
}

/// Results in the order of their cells; those of cells that are gone are left out.
fn results(contents: &Contents<'_>) -> Result<Vec<Piece>, FileError> {
    let mut pieces = Vec::new();
    for cell in &contents.workbook.cells {
        for (address, result) in answers_of(contents.results, &cell.id) {
            let stamp = write_json(&stamp(result)?);
            pieces.push(Piece::listed(
                rows_part(&address),
                result.arrow.to_vec(),
                false,
            ));
            pieces.push(Piece::listed(stamp_part(&address), stamp, false));
        }
    }
    Ok(pieces)
}

fn stamp(result: &SavedResult) -> Result<Value, FileError> {
    let mut stamp = result.stamp.clone();
    // Three decimals read back exactly, so that saving again gives the same bytes.
    let took = (stamp.took_ms * 1000.0).round() / 1000.0;
    stamp.took_ms = if (0.0..1e12).contains(&took) {
        took.abs()
    } else {
        0.0
    };
    serde_json::to_value(&stamp).map_err(not_json)
}

fn manifest(contents: &Contents<'_>, pieces: &[Piece]) -> Value {
    let parts = pieces
        .iter()
        .filter(|piece| piece.is_listed)
        .map(|piece| Part {
            name: piece.name.clone(),
            checksum: blake3::hash(&piece.bytes).to_hex().to_string(),
            is_required: piece.is_required,
        });
    let workbook = contents.workbook;
    let manifest = Manifest {
        unknown: Vec::new(),
        id: workbook.id.clone(),
        title: workbook.title.clone(),
        about: workbook.about.clone(),
        parts: parts.collect(),
    };
    manifest.to_json()
}

fn check_sizes(pieces: &[Piece]) -> Result<(), FileError> {
    let mut total = 0_u64;
    for piece in pieces {
        let bytes = piece.bytes.len() as u64;
        total += bytes;
        if bytes > MOST_PART_BYTES || total > MOST_BYTES / 2 {
            return Err(FileError::new(
                "WB_TOO_LARGE",
                format!(
                    "The workbook would be larger than {}, mostly by {}. Save fewer rows with it. Nothing on disk was changed.",
                    size(MOST_BYTES / 2),
                    piece.name
                ),
            ));
        }
    }
    if pieces.len() + 2 > MOST_PARTS {
        return Err(FileError::new(
            "WB_TOO_MANY_PARTS",
            "The workbook would have more than 10,000 parts. Remove cells or saved results. Nothing on disk was changed.",
        ));
    }
    Ok(())
}

pub(super) fn pack<'piece>(
    pieces: impl Iterator<Item = &'piece Piece>,
) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for piece in pieces {
        let method = if piece.name == KIND || shrinks_too_well(&piece.bytes) {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        writer.start_file(piece.name.as_str(), options)?;
        writer.write_all(&piece.bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Whether a reader would take the packed part for a trap.
fn shrinks_too_well(bytes: &[u8]) -> bool {
    if (bytes.len() as u64) <= RATIO_FROM {
        return false;
    }
    let mut encoder =
        flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    // Half the limit, since another version may pack a little better.
    packed.is_ok_and(|packed| (bytes.len() as u64) / (MOST_RATIO / 2) > packed.len() as u64)
}

fn not_json(error: serde_json::Error) -> FileError {
    FileError::new("WB_NOT_WRITTEN", "The workbook holds something that cannot be written down. Nothing on disk was changed; undo the last steps and save again.")
        .with_cause(std::io::Error::other(error))
}
