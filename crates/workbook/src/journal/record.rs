//! The bytes of a journal: a first line, then records of length, checksum and JSON.

use std::io::{self, Read};

use model::Edit;
use serde::Serialize;

use super::{Entry, Start};
use crate::file::fractions_to_text;

/// First line: what it is and which version of it.
pub(super) const FIRST_LINE: &[u8] = b"assay journal 1\n";
/// Longest record. An edit is far shorter; a start holds a whole document.
const LONGEST: usize = 256 * 1024 * 1024;
const CHECKSUM_BYTES: usize = 16;

/// First line and first record.
pub(super) fn head(start: &Start) -> io::Result<Vec<u8>> {
    let mut bytes = FIRST_LINE.to_vec();
    bytes.extend(record(start)?);
    Ok(bytes)
}

/// The record of an edit.
pub(super) fn entry(edit: &Edit, at: &str) -> io::Result<Vec<u8>> {
    record(&Entry {
        at: at.to_owned(),
        edit: edit.clone(),
    })
}

fn record<T: Serialize>(value: &T) -> io::Result<Vec<u8>> {
    let mut value = serde_json::to_value(value)?;
    fractions_to_text(&mut value);
    let json = serde_json::to_vec(&value)?;
    let length = u32::try_from(json.len())
        .ok()
        .filter(|length| *length as usize <= LONGEST);
    let length = length.ok_or(io::ErrorKind::FileTooLarge)?;
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend_from_slice(checksum(&json).as_slice());
    bytes.extend_from_slice(&json);
    Ok(bytes)
}

/// The next record, or none at the end or where the journal is torn.
pub(super) fn next(file: &mut impl Read) -> Option<Vec<u8>> {
    let mut head = [0_u8; 4 + CHECKSUM_BYTES];
    file.read_exact(&mut head).ok()?;
    let (length, sum) = head.split_at(4);
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    if length == 0 || length > LONGEST {
        return None;
    }
    // Read what is there, never reserve what is promised.
    let mut json = Vec::new();
    file.take(length as u64).read_to_end(&mut json).ok()?;
    (json.len() == length && checksum(&json) == *sum).then_some(json)
}

fn checksum(json: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let mut sum = [0; CHECKSUM_BYTES];
    sum.copy_from_slice(&blake3::hash(json).as_bytes()[..CHECKSUM_BYTES]);
    sum
}
