//! Hostile and damaged workbook files: the rows of the catalogue of bad inputs, and mutations.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Value, json};
use workbook::file::{self, FileError};

use crate::made;
use crate::zipped::{Entry, deflated, stored, zip};

const KIND: &[u8] = b"application/vnd.assay.workbook";

fn refusal(bytes: &[u8]) -> FileError {
    let error = file::read(bytes).expect_err("this file has to be refused");
    let message = error.to_string();
    assert!(
        message.chars().count() <= 400 && message.ends_with('.'),
        "{message}"
    );
    for word in ["Os {", "::", "panic", "unwrap", "serde", "zip::"] {
        assert!(!message.contains(word), "{message}");
    }
    error
}

pub(crate) fn check(bytes: &[u8], code: &str, words: &str) {
    let error = refusal(bytes);
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

/// Manifest and document as JSON and the other parts as bytes, to be changed and packed again.
pub(crate) struct Parts {
    pub(crate) manifest: Value,
    pub(crate) document: Value,
    pub(crate) others: Vec<(String, Vec<u8>)>,
}

pub(crate) fn parts() -> Parts {
    let mut manifest = json!({"format": 1, "id": "w1", "title": "T", "about": ""});
    manifest["parts"] = json!([]);
    let text = |name: &str| json!({"type": "sql", "mode": "on_change", "text": name});
    let document = json!({
        "cells": [
            {"id": "c1", "name": "one", "body": text("cells/01-one.sql")},
            {"id": "c2", "name": "two", "body": text("cells/02-two.sql")},
        ],
        "sources": [{"id": "s1", "name": "orders", "path": "orders.csv", "options": {}}],
    });
    let others = [
        ("cells/01-one.sql", "select 1"),
        ("cells/02-two.sql", "select 2"),
    ];
    let others = others
        .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
        .into();
    Parts {
        manifest,
        document,
        others,
    }
}

impl Parts {
    /// Packs the parts with true checksums.
    pub(crate) fn pack(&self) -> Vec<u8> {
        zip(&self.entries())
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        let document = serde_json::to_vec(&self.document).unwrap();
        let all = [("workbook.json".to_owned(), document)]
            .into_iter()
            .chain(self.others.clone());
        let all: Vec<_> = all.collect();
        let mut manifest = self.manifest.clone();
        if let Some(listed) = manifest["parts"].as_array_mut() {
            listed.extend(all.iter().map(|(name, bytes)| {
                let checksum = blake3::hash(bytes).to_hex().to_string();
                let required = !name.starts_with("results/") && !name.starts_with("pages/");
                json!({"name": name, "blake3": checksum, "required": required})
            }));
        }
        let manifest = serde_json::to_vec(&manifest).unwrap();
        let mut entries = vec![stored("mimetype", KIND), stored("manifest.json", &manifest)];
        entries.extend(all.iter().map(|(name, bytes)| stored(name, bytes)));
        entries
    }
}

pub(crate) fn with_manifest(raw: &[u8]) -> Vec<u8> {
    let mut entries = parts().entries();
    entries[1] = stored("manifest.json", raw);
    zip(&entries)
}

fn with_entry(entry: Entry) -> Vec<u8> {
    let mut entries = parts().entries();
    entries.push(entry);
    zip(&entries)
}

#[test]
fn the_base_of_these_tests_opens() {
    let opened = file::read(&parts().pack()).unwrap();
    assert_eq!(opened.workbook.cells.len(), 2);
}

#[test]
fn w01_an_empty_file() {
    check(b"", "WB_EMPTY", "0 bytes");
}

#[test]
fn w02_w47_other_files_are_named_for_what_they_look_like() {
    for (bytes, looks) in [
        (&b"Dear reader"[..], "a plain text"),
        (b"{\"a\": 1}", "a JSON text"),
        (b"%PDF-1.7", "a PDF"),
        (b"PAR1xxxx", "a Parquet file"),
        (b"SQLite format 3\0\x10\0", "an SQLite database"),
        (b"ARROW1\0\0", "an Arrow file"),
        (b"\0\0\0\0\0\0", "zeros"),
        (b"\x01\x02\xff\xfe\xfd", "some other kind of file"),
    ] {
        check(bytes, "WB_NOT_A_WORKBOOK", looks);
    }
    let sheet = zip(&[
        stored("[Content_Types].xml", b"<x/>"),
        stored("xl/workbook.xml", b"<x/>"),
    ]);
    check(&sheet, "WB_NOT_A_WORKBOOK", "spreadsheet");
    check(
        &zip(&[stored("a.txt", b"a")]),
        "WB_NOT_A_WORKBOOK",
        "ZIP archive",
    );
    check(&zip(&[]), "WB_NOT_A_WORKBOOK", "ZIP archive");
    check(
        &zip(&[stored("mimetype", b"application/epub+zip")]),
        "WB_NOT_A_WORKBOOK",
        "another program",
    );
}

#[test]
fn w04_any_flipped_bit_is_noticed_or_harmless() {
    let (book, results) = (made::workbook(), made::results());
    let bytes = made::file(&book, &results);
    let mut codes: BTreeMap<&str, u32> = BTreeMap::new();
    for at in 0..bytes.len() {
        for bit in [at % 8, (at + 3) % 8] {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            match file::read(&flipped) {
                Ok(opened) if opened.read_only.is_none() => {
                    assert_eq!(opened.workbook, book, "bit {bit} of byte {at}");
                    assert_eq!(opened.results, results, "bit {bit} of byte {at}");
                    assert!(opened.extras.is_empty(), "bit {bit} of byte {at}");
                    *codes.entry("harmless").or_default() += 1;
                }
                Ok(opened) => {
                    // One optional part is left out: the rows of the cell, or one of the pages.
                    let pages = &opened.workbook.pages;
                    let lost = book.pages.len() - pages.len();
                    assert_eq!(lost + usize::from(opened.results.is_empty()), 1);
                    assert!(pages.iter().all(|page| book.pages.contains(page)));
                    let rest = model::Workbook {
                        pages: book.pages.clone(),
                        ..opened.workbook
                    };
                    assert_eq!(rest, book, "bit {bit} of byte {at}");
                    *codes.entry("opened without the damaged part").or_default() += 1;
                }
                Err(error) => *codes.entry(error.code()).or_default() += 1,
            }
        }
    }
    for expected in [
        "opened without the damaged part",
        "WB_CHECKSUM",
        "WB_INCONSISTENT",
    ] {
        assert!(codes.contains_key(expected), "{codes:?}");
    }
    let flips = u32::try_from(bytes.len() * 2).unwrap();
    assert!(
        codes["harmless"] < flips / 5,
        "only unread header fields: {codes:?}"
    );
}

#[test]
fn w04_a_damaged_optional_part_opens_the_rest_read_only_and_is_named() {
    let mut parts = parts();
    parts
        .others
        .push(("results/c1.arrow".to_owned(), b"rows".to_vec()));
    let mut entries = parts.entries();
    entries[5] = stored("results/c1.arrow", b"rowz");
    let opened = file::read(&zip(&entries)).unwrap();
    assert!(opened.read_only.unwrap().contains("results/c1.arrow"));
    assert!(opened.results.is_empty() && opened.extras.is_empty());
    let mut entries = parts.entries();
    entries[3] = stored("cells/01-one.sql", b"select 9");
    check(&zip(&entries), "WB_CHECKSUM", "cells/01-one.sql");
}

#[test]
fn w05_names_that_lead_outside() {
    let names = [
        "../../x",
        "..\\x",
        "/abs",
        "C:\\x",
        "C:x",
        "a/../../b",
        "a//b",
        "./a",
        "",
        "a\0b",
        "a/",
        "é",
        "e\u{301}",
        "a\u{202e}b",
        "a b",
        "..",
        &"x".repeat(201),
    ];
    for name in names {
        check(
            &with_entry(stored(name, b"x")),
            "WB_BAD_NAME",
            "Nothing was opened",
        );
    }
    let link = Entry {
        attributes: 0o120_777 << 16,
        ..stored("link", b"/etc/passwd")
    };
    check(&with_entry(link), "WB_BAD_NAME", "a link or a device");
    let device = Entry {
        attributes: 0o020_666 << 16,
        ..stored("device", b"")
    };
    check(&with_entry(device), "WB_BAD_NAME", "a link or a device");
}

#[test]
fn w07_two_parts_of_one_name() {
    check(
        &with_entry(stored("workbook.json", b"{}")),
        "WB_DUPLICATE",
        "workbook.json",
    );
    check(
        &with_entry(stored("Workbook.JSON", b"{}")),
        "WB_DUPLICATE",
        "twice",
    );
    let mut doubled = parts();
    doubled.manifest["parts"] = json!([{"name": "WORKBOOK.json", "blake3": "", "required": false}]);
    check(&doubled.pack(), "WB_MANIFEST", "workbook.json twice");
}

#[test]
fn w08_headers_that_disagree() {
    let honest = stored("extra", b"12345");
    for entry in [
        Entry {
            local_name: Some(b"other".to_vec()),
            ..honest.clone()
        },
        Entry {
            local_bytes: Some(6),
            ..honest.clone()
        },
        Entry {
            bytes: 6,
            ..honest.clone()
        },
        Entry {
            flags: 8,
            ..honest.clone()
        },
        Entry {
            method: 12,
            ..honest.clone()
        },
        Entry {
            offset: Some(0),
            ..honest.clone()
        },
        Entry {
            offset: Some(u32::MAX),
            ..honest.clone()
        },
    ] {
        check(&with_entry(entry), "WB_INCONSISTENT", "another copy");
    }
    let whole = parts().pack();
    for (at, byte) in [(22, 1), (18, 1), (14, 9), (12, 9), (10, 2), (6, 1), (2, 1)] {
        let mut broken = whole.clone();
        let end = broken.len();
        broken[end - at] = byte;
        refusal(&broken);
    }
    let mut hidden = whole.clone();
    hidden.splice(
        0..0,
        b"PK\x03\x04 hidden bytes before the first part, mimetype"
            .iter()
            .copied(),
    );
    refusal(&hidden);
    let mut tail = whole.clone();
    tail.extend(b"and after the end");
    check(&tail, "WB_INCONSISTENT", "its end is missing");
    for length in (1..whole.len()).step_by(7) {
        refusal(&whole[..length]);
    }
}

#[test]
fn w10_r45_a_part_that_unpacks_to_more_than_it_declares() {
    let zeros = vec![0; 64 * 1024 * 1024];
    let bomb = deflated("bomb", &zeros);
    let started = Instant::now();
    let lying = Entry {
        bytes: 1000,
        ..bomb.clone()
    };
    check(
        &with_entry(lying),
        "WB_INCONSISTENT",
        "the size it declares",
    );
    check(&with_entry(bomb), "WB_TOO_LARGE", "fill up memory");
    let large = Entry {
        bytes: 300 * 1024 * 1024,
        ..deflated("large", b"x")
    };
    check(&with_entry(large), "WB_TOO_LARGE", "at most");
    assert!(started.elapsed().as_secs() < 2, "P16: refused cheaply");
}

#[test]
fn w11_too_many_parts() {
    let mut bytes = parts().pack();
    let end = bytes.len();
    bytes[end - 14..end - 10].copy_from_slice(&[0xff; 4]);
    check(&bytes, "WB_TOO_MANY_PARTS", "65,000");
    let many: Vec<Entry> = (0..10_001)
        .map(|number| stored(&format!("x{number}"), b""))
        .collect();
    let many: Vec<Entry> = [stored("mimetype", KIND)].into_iter().chain(many).collect();
    check(&zip(&many), "WB_TOO_MANY_PARTS", "10002");
}

#[test]
fn w13_parts_that_overlap() {
    let mut entries = parts().entries();
    entries.push(Entry {
        offset: Some(0),
        ..stored("mimetype2", KIND)
    });
    check(&zip(&entries), "WB_INCONSISTENT", "disagree");
    let first = stored("mimetype", KIND);
    let inside = stored("inner", b"x");
    let mut outer = Vec::new();
    outer.extend(zip(std::slice::from_ref(&inside)));
    let start = 30 + 8 + u32::try_from(KIND.len()).unwrap() + 30 + 5;
    let quine = [
        first,
        stored("outer", &outer),
        Entry {
            offset: Some(start),
            ..inside
        },
    ];
    check(&zip(&quine), "WB_INCONSISTENT", "overlaps");
}

#[test]
fn w14_encrypted_parts() {
    for flags in [1, 1 << 6, 1 << 13] {
        check(
            &with_entry(Entry {
                flags,
                ..stored("x", b"x")
            }),
            "WB_ENCRYPTED",
            "password",
        );
    }
}
