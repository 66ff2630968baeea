//! Which format a file has: its first bytes decide, then its name.

use std::path::Path;

use model::FileKind;
use protocol::message::Failure;

use super::failures;

/// How the bytes of a file are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// The packing that the first bytes show.
pub(crate) fn packing(head: &[u8]) -> Packing {
    if head.starts_with(&[0x1f, 0x8b]) {
        Packing::Gzip
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Packing::Zstd
    } else {
        Packing::Plain
    }
}

/// The format of a file, from its unpacked first bytes and its name.
pub(crate) fn detect(path: &Path, head: &[u8]) -> Result<FileKind, Failure> {
    if head.starts_with(b"PAR1") {
        return Ok(FileKind::Parquet);
    }
    if head.starts_with(b"PARE") {
        return Err(failures::unsupported(
            path,
            "is an encrypted Parquet file",
            "Write it again without encryption.",
        ));
    }
    if head.starts_with(b"ARROW1") || head.starts_with(&[0xff, 0xff, 0xff, 0xff]) {
        return Ok(FileKind::ArrowIpc);
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Ok(FileKind::Sqlite);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Ok(FileKind::Excel);
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return if contains(head, &wide("EncryptedPackage")) {
            Err(protected(path))
        } else {
            Ok(FileKind::Excel)
        };
    }
    refuse_foreign(path, head)?;
    Ok(match extension(path).as_str() {
        "ndjson" | "jsonl" => FileKind::NdJson,
        "json" | "geojson" => json_kind(head).unwrap_or(FileKind::Json),
        "csv" | "tsv" | "tab" | "psv" => FileKind::Csv,
        _ => json_kind(head).unwrap_or(FileKind::Csv),
    })
}

/// A workbook that asks for a password.
pub(crate) fn protected(path: &Path) -> Failure {
    failures::unsupported(
        path,
        "is protected by a password",
        "Save a copy without the password and open that.",
    )
}

/// The last part of the name in lower case, without a packing suffix.
pub(crate) fn extension(path: &Path) -> String {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let name = [".gz", ".zst", ".zstd"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    name.rsplit_once('.')
        .map_or_else(String::new, |(_, end)| end.to_owned())
}

fn refuse_foreign(path: &Path, head: &[u8]) -> Result<(), Failure> {
    let known: [(&[u8], &str); 9] = [
        (b"%PDF-", "is a PDF document"),
        (b"\x89PNG", "is a picture"),
        (b"\xff\xd8\xff", "is a picture"),
        (b"\x7fELF", "is a program"),
        (b"7z\xbc\xaf", "is a 7z archive"),
        (b"GIF8", "is a picture"),
        (b"Obj\x01", "is an Avro file, which is not read yet"),
        (b"ORC", "is an ORC file, which is not read yet"),
        (b"BZh", "is packed with bzip2, which is not read"),
    ];
    let is_binary = head.iter().take(512).any(|byte| *byte < 9);
    for (at, (magic, what)) in known.into_iter().enumerate() {
        if head.starts_with(magic) && (at < 5 || is_binary) {
            return Err(failures::unsupported(
                path,
                what,
                "Choose a table: CSV, Parquet, JSON, Arrow, Excel or SQLite.",
            ));
        }
    }
    let text = head.trim_ascii_start();
    let start = text[..text.len().min(64)].to_ascii_lowercase();
    if start.starts_with(b"<html")
        || start.starts_with(b"<!doctype html")
        || start.starts_with(b"<?xml")
        || start.starts_with(b"<table")
    {
        return Err(failures::unsupported(
            path,
            "holds HTML or XML, whatever its name says",
            "Open it in a spreadsheet and save it as .xlsx or .csv.",
        ));
    }
    Ok(())
}

/// Whether text that starts like this is JSON, and whether it has one document or one per line.
fn json_kind(head: &[u8]) -> Option<FileKind> {
    let head = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    match head.first()? {
        b'[' => {
            let next = head[1..].trim_ascii_start().first().copied();
            matches!(
                next,
                None | Some(b'{' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
            )
            .then_some(FileKind::Json)
        }
        b'{' => {
            let next = head[1..].trim_ascii_start().first().copied();
            if !matches!(next, None | Some(b'"' | b'}')) {
                return None;
            }
            let line = head
                .split(|byte| *byte == b'\n')
                .next()
                .unwrap_or(head)
                .trim_ascii_end();
            let rest = head[line.len()..].trim_ascii_start();
            let is_whole = line.ends_with(b"}")
                && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
            Some(if is_whole && rest.starts_with(b"{") {
                FileKind::NdJson
            } else {
                FileKind::Json
            })
        }
        _ => None,
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
