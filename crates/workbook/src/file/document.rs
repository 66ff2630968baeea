//! The document of a workbook in one piece: as a version in its file holds it, and packed, as a
//! machine remembers what it trusted. Answers, versions and unknown parts are no part of it.

use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use model::Workbook;
use serde_json::Value;

use super::json::{fractions_to_text, read as read_json, write as write_json};
use super::paths::{absolute_sources, relative_sources};
use super::refusal::FileError;
use crate::fs::Fs;

/// The longest document that is packed, in bytes.
const LONGEST: u64 = 16 << 20;
/// What a packed document is called where it cannot be read.
const NAME: &str = "document";

/// A document with the paths of its sources as seen from `folder`.
pub(super) fn written(workbook: &Workbook, folder: Option<&Path>) -> Result<Value, FileError> {
    let mut workbook = workbook.clone();
    if let Some(folder) = folder {
        relative_sources(&mut workbook, folder);
    }
    serde_json::to_value(&workbook)
        .map_err(|error| FileError::new("WB_NOT_WRITTEN", error.to_string()))
}

/// A document with the paths of its sources absolute, as seen from `folder`.
pub(super) fn read(fs: &dyn Fs, value: Value, folder: Option<&Path>) -> Option<Workbook> {
    let mut workbook: Workbook = serde_json::from_value(value).ok()?;
    if let Some(folder) = folder {
        // What leads out of the folder stays as it is written, and is not opened by this.
        absolute_sources(fs, &mut workbook, folder);
    }
    Some(workbook)
}

/// Packs a document, with the paths of its sources as seen from `folder`. None when it cannot be
/// written, or is longer than 16 MiB.
pub fn pack_document(workbook: &Workbook, folder: Option<&Path>) -> Option<Vec<u8>> {
    let mut value = written(workbook, folder).ok()?;
    fractions_to_text(&mut value);
    let text = write_json(&value);
    if text.len() as u64 > LONGEST {
        return None;
    }
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&text).ok()?;
    packer.finish().ok()
}

/// Reads what [`pack_document`] made, as seen from `folder`; none when it is nothing of that.
pub fn unpack_document(fs: &dyn Fs, packed: &[u8], folder: Option<&Path>) -> Option<Workbook> {
    let mut text = Vec::new();
    let mut unpacked = DeflateDecoder::new(packed).take(LONGEST + 1);
    unpacked.read_to_end(&mut text).ok()?;
    if text.len() as u64 > LONGEST {
        return None;
    }
    read(fs, read_json(NAME, &text).ok()?, folder)
}
