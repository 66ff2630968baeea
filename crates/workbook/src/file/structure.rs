//! The shape of the container, checked byte for byte before anything in it is decoded.
//!
//! Stricter than ZIP on purpose: entries follow one another without gaps or overlaps, both
//! headers of an entry agree, and nothing is hidden, encrypted or linked. So no two programs can
//! see two different workbooks in one file.

use std::collections::HashSet;
use std::io::Read;
use std::ops::Range;

use super::refusal::FileError;
use crate::words::{shown, size};

/// Most parts of a workbook file.
pub(super) const MOST_PARTS: usize = 10_000;
/// Most bytes of one part when decoded.
pub(super) const MOST_PART_BYTES: u64 = 256 * 1024 * 1024;
/// Most bytes of all parts when decoded, and of the file itself.
pub(crate) const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// Parts over a mebibyte may shrink to a hundredth at best; what shrinks more is stored as it is.
pub(super) const MOST_RATIO: u64 = 100;
/// From this size on, `MOST_RATIO` holds.
pub(super) const RATIO_FROM: u64 = 1024 * 1024;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END_BYTES: usize = 22;
const ENCRYPTED_FLAGS: u16 = 1 | (1 << 6) | (1 << 13);
const STREAMED_FLAG: u16 = 1 << 3;

/// One part of the container, not yet decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    range: Range<usize>,
    is_deflated: bool,
    bytes: u64,
    crc: u32,
}

/// Checks the whole container and lists its parts in file order.
pub(super) fn entries(file: &[u8]) -> Result<Vec<Entry>, FileError> {
    if file.is_empty() {
        return Err(FileError::new(
            "WB_EMPTY",
            "The file is empty (0 bytes). Its writing may have been cut off; look for another copy.",
        ));
    }
    if !file.starts_with(b"PK\x03\x04") && !file.starts_with(b"PK\x05\x06") {
        return Err(not_a_workbook(file));
    }
    if file.starts_with(b"PK\x05\x06") || file.get(30..38).is_some_and(|name| name != b"mimetype") {
        return Err(other_archive(file));
    }
    if file.len() as u64 > MOST_BYTES {
        return Err(too_large("The file", file.len() as u64, MOST_BYTES));
    }
    let (count, central) = directory(file)?;
    let mut entries = Vec::with_capacity(count.min(MOST_PARTS));
    let mut names = HashSet::new();
    let (mut at, mut data_end, mut total) = (central.start, 0, 0_u64);
    for _ in 0..count {
        let (entry, next) = entry(file, at, data_end)?;
        check_size(&entry)?;
        if !names.insert(entry.name.to_ascii_lowercase()) {
            return Err(FileError::new(
                "WB_DUPLICATE",
                format!(
                    "The part {} is in the file twice (upper and lower case do not count), so it is not clear which one is meant. Nothing was opened.",
                    shown(&entry.name, 80)
                ),
            ));
        }
        total = total.saturating_add(entry.bytes);
        if total > MOST_BYTES {
            return Err(too_large("The workbook, unpacked,", total, MOST_BYTES));
        }
        at = next;
        data_end = entry.range.end;
        entries.push(entry);
    }
    if at != central.end || data_end != central.start {
        return Err(inconsistent("there are bytes that belong to no part"));
    }
    Ok(entries)
}

/// Decodes one part, never more than it declares.
pub(super) fn decode(file: &[u8], entry: &Entry) -> Result<Vec<u8>, FileError> {
    let raw = file.get(entry.range.clone()).unwrap_or_default();
    let mut bytes = Vec::new();
    if entry.is_deflated {
        let mut decoder = flate2::read::DeflateDecoder::new(raw).take(entry.bytes + 1);
        if decoder.read_to_end(&mut bytes).is_err() {
            return Err(damaged(&entry.name));
        }
        let left = decoder.into_inner();
        if left.total_in() != raw.len() as u64 && bytes.len() as u64 == entry.bytes {
            return Err(inconsistent(
                "a part is followed by bytes that belong to no part",
            ));
        }
    } else {
        bytes.extend_from_slice(raw);
    }
    if bytes.len() as u64 != entry.bytes {
        return Err(inconsistent(&format!(
            "the part {} does not have the size it declares",
            shown(&entry.name, 80)
        )));
    }
    let mut crc = flate2::Crc::new();
    crc.update(&bytes);
    if crc.sum() == entry.crc {
        Ok(bytes)
    } else {
        Err(damaged(&entry.name))
    }
}

fn directory(file: &[u8]) -> Result<(usize, Range<usize>), FileError> {
    let cut_off = || inconsistent("its end is missing, as after a copy that was cut off");
    let at = file.len().checked_sub(END_BYTES).ok_or_else(cut_off)?;
    let end = Fields(file.get(at..).unwrap_or_default());
    if end.u32(0) != Some(END) || end.u16(20) != Some(0) {
        return Err(cut_off());
    }
    let field = |at| end.u16(at).map_or(0, usize::from);
    let (disks, here, count) = (field(4) + field(6), field(8), field(10));
    if count > MOST_PARTS {
        return Err(FileError::new(
            "WB_TOO_MANY_PARTS",
            format!(
                "The file says that it has {} parts; a workbook has at most 10,000. It was not opened.",
                if count == 0xffff {
                    "more than 65,000".to_owned()
                } else {
                    count.to_string()
                }
            ),
        ));
    }
    let long = |at| end.u32(at).and_then(|number| usize::try_from(number).ok());
    let (Some(bytes), Some(start)) = (long(12), long(16)) else {
        return Err(cut_off());
    };
    if disks != 0 || here != count || start.checked_add(bytes) != Some(at) {
        return Err(inconsistent("its table of contents does not fit the file"));
    }
    Ok((count, start..at))
}

fn entry(file: &[u8], at: usize, data_end: usize) -> Result<(Entry, usize), FileError> {
    let broken = || inconsistent("its table of contents is damaged");
    let central = Fields(file.get(at..).unwrap_or_default());
    if central.u32(0) != Some(CENTRAL) {
        return Err(broken());
    }
    let short = |at| central.u16(at).ok_or_else(broken);
    let long = |at| central.u32(at).ok_or_else(broken);
    let (made_by, flags, method) = (short(4)?, short(8)?, short(10)?);
    let (crc, packed, bytes) = (long(16)?, long(20)?, long(24)?);
    let (name_len, extra_len, comment_len) = (
        short(28)? as usize,
        short(30)? as usize,
        short(32)? as usize,
    );
    let (attributes, offset) = (long(38)?, long(42)? as usize);
    let raw_name = central.0.get(46..46 + name_len).ok_or_else(broken)?;
    let name = part_name(raw_name)?;

    if flags & ENCRYPTED_FLAGS != 0 {
        return Err(FileError::new(
            "WB_ENCRYPTED",
            format!(
                "The part {name} is encrypted. Assay does not read encrypted workbooks; ask the sender for one without a password."
            ),
        ));
    }
    let unix_type = (attributes >> 16) & 0o170_000;
    if made_by >> 8 == 3 && unix_type != 0 && unix_type != 0o100_000 {
        return Err(FileError::new(
            "WB_BAD_NAME",
            format!(
                "The part {name} is a link or a device, not a file. A workbook holds only files; this one was not opened."
            ),
        ));
    }
    if flags & STREAMED_FLAG != 0 || !matches!(method, 0 | 8) || comment_len != 0 {
        return Err(inconsistent(&format!(
            "the part {name} is packed in a way that Assay does not write"
        )));
    }
    if method == 0 && packed != bytes {
        return Err(disagree(&name));
    }

    let local = Fields(file.get(offset..).unwrap_or_default());
    let local_name_len = local.u16(26).map_or(0, usize::from);
    let agrees = local.u32(0) == Some(LOCAL)
        && local.u16(6) == Some(flags)
        && local.u16(8) == Some(method)
        && local.u32(14) == Some(crc)
        && local.u32(18) == Some(packed)
        && local.u32(22) == Some(bytes)
        && local.0.get(30..30 + local_name_len) == Some(raw_name);
    if !agrees {
        return Err(disagree(&name));
    }
    if offset != data_end {
        return Err(inconsistent(&format!(
            "the part {name} overlaps another or hides bytes before it"
        )));
    }
    let start = offset + 30 + local_name_len + local.u16(28).map_or(0, usize::from);
    let end = start.checked_add(packed as usize).filter(|end| *end <= at);
    let end =
        end.ok_or_else(|| inconsistent(&format!("the part {name} reaches past its place")))?;
    let is_deflated = method == 8;
    let entry = Entry {
        name,
        range: start..end,
        is_deflated,
        bytes: u64::from(bytes),
        crc,
    };
    Ok((entry, at + 46 + name_len + extra_len + comment_len))
}

fn check_size(entry: &Entry) -> Result<(), FileError> {
    let what = format!("The part {}", entry.name);
    if entry.bytes > MOST_PART_BYTES {
        return Err(too_large(&what, entry.bytes, MOST_PART_BYTES));
    }
    let packed = entry.range.len() as u64;
    if entry.bytes > RATIO_FROM && entry.bytes / MOST_RATIO > packed {
        return Err(FileError::new(
            "WB_TOO_LARGE",
            format!(
                "{what} would grow from {} to {} when unpacked; files that do this are made to fill up memory. It was not opened.",
                size(packed),
                size(entry.bytes)
            ),
        ));
    }
    Ok(())
}

/// Part names are plain ASCII paths, so that no two of them can look or fold alike.
fn part_name(raw: &[u8]) -> Result<String, FileError> {
    let plain = raw
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(byte));
    let name = String::from_utf8_lossy(raw).into_owned();
    let inside = name
        .split('/')
        .all(|step| !step.is_empty() && step != "." && step != "..");
    if plain && inside && (1..=200).contains(&raw.len()) {
        return Ok(name);
    }
    Err(FileError::new(
        "WB_BAD_NAME",
        format!(
            "A part is named “{}”, which could lead outside the workbook. Names are letters, digits, . _ - and /. Nothing was opened or written.",
            shown(&name, 80)
        ),
    ))
}

fn not_a_workbook(file: &[u8]) -> FileError {
    let head = file.get(..4096).unwrap_or(file);
    let looks = match head {
        _ if head.starts_with(b"SQLite format 3\0") => {
            "an SQLite database; add it as a source instead"
        }
        _ if head.starts_with(b"PAR1") => "a Parquet file; add it as a source instead",
        _ if head.starts_with(b"ARROW1") => "an Arrow file; add it as a source instead",
        _ if head.starts_with(b"%PDF") => "a PDF document",
        _ if head.starts_with(b"\x1f\x8b") => "a gzip archive",
        _ if head.starts_with(b"\xd0\xcf\x11\xe0") => "an old Office document",
        _ if head.starts_with(b"\x89PNG") || head.starts_with(b"\xff\xd8\xff") => "a picture",
        _ if head.trim_ascii_start().starts_with(b"{") => "a JSON text",
        _ if head.trim_ascii_start().starts_with(b"<") => "an HTML or XML text",
        _ if head.iter().all(|byte| *byte == 0) => "nothing but zeros, as after a failed disk",
        _ if std::str::from_utf8(head).is_ok_and(|text| !text.contains('\0')) => "a plain text",
        _ => "some other kind of file, or a damaged one",
    };
    FileError::new(
        "WB_NOT_A_WORKBOOK",
        format!("This is not an Assay workbook. It looks like {looks}."),
    )
}

fn other_archive(file: &[u8]) -> FileError {
    let is_office = file
        .get(30..)
        .is_some_and(|rest| rest.starts_with(b"[Content_Types].xml"));
    let looks = if is_office {
        "a spreadsheet or Office document; add a spreadsheet as a source instead"
    } else {
        "a ZIP archive of other files"
    };
    FileError::new(
        "WB_NOT_A_WORKBOOK",
        format!("This is not an Assay workbook. It looks like {looks}."),
    )
}

fn inconsistent(what: &str) -> FileError {
    FileError::new(
        "WB_INCONSISTENT",
        format!(
            "The workbook file is damaged or was put together by hand: {what}. Nothing was opened; look for another copy."
        ),
    )
}

fn disagree(name: &str) -> FileError {
    inconsistent(&format!(
        "the table of contents and the part {name} disagree"
    ))
}

fn damaged(name: &str) -> FileError {
    FileError::new(
        "WB_CHECKSUM",
        format!(
            "The part {} of the workbook is damaged: its checksum does not fit. Look for another copy.",
            shown(name, 80)
        ),
    )
}

fn too_large(what: &str, bytes: u64, limit: u64) -> FileError {
    FileError::new(
        "WB_TOO_LARGE",
        format!(
            "{what} has {}; at most {} are opened. Save fewer rows with the workbook.",
            size(bytes),
            size(limit)
        ),
    )
}

/// Little-endian numbers at fixed places.
struct Fields<'bytes>(&'bytes [u8]);

impl Fields<'_> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = self.0.get(at..at + 2)?;
        Some(u16::from_le_bytes(bytes.try_into().ok()?))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = self.0.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }
}
