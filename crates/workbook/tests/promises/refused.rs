//! Hostile and damaged workbook files: the rows of the catalogue of bad inputs, and mutations.

use std::collections::BTreeMap;
use std::time::Instant;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use workbook::RealFs;
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

fn check(bytes: &[u8], code: &str, words: &str) {
    let error = refusal(bytes);
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

/// Manifest and document as JSON and the other parts as bytes, to be changed and packed again.
struct Parts {
    manifest: Value,
    document: Value,
    others: Vec<(String, Vec<u8>)>,
}

fn parts() -> Parts {
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
    fn pack(&self) -> Vec<u8> {
        zip(&self.entries())
    }

    fn entries(&self) -> Vec<Entry> {
        let document = serde_json::to_vec(&self.document).unwrap();
        let all = [("workbook.json".to_owned(), document)]
            .into_iter()
            .chain(self.others.clone());
        let all: Vec<_> = all.collect();
        let mut manifest = self.manifest.clone();
        if let Some(listed) = manifest["parts"].as_array_mut() {
            listed.extend(all.iter().map(|(name, bytes)| {
                let checksum = blake3::hash(bytes).to_hex().to_string();
                json!({"name": name, "blake3": checksum, "required": !name.starts_with("results/")})
            }));
        }
        let manifest = serde_json::to_vec(&manifest).unwrap();
        let mut entries = vec![stored("mimetype", KIND), stored("manifest.json", &manifest)];
        entries.extend(all.iter().map(|(name, bytes)| stored(name, bytes)));
        entries
    }
}

fn with_manifest(raw: &[u8]) -> Vec<u8> {
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
fn w02_other_files_are_named_for_what_they_look_like() {
    for (bytes, looks) in [
        (&b"Dear reader"[..], "a plain text"),
        (b"{\"a\": 1}", "a JSON text"),
        (b"%PDF-1.7", "a PDF"),
        (b"PAR1xxxx", "a Parquet file"),
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
                    assert_eq!(opened.workbook, book, "bit {bit} of byte {at}");
                    assert!(opened.results.is_empty());
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
fn w10_a_part_that_unpacks_to_more_than_it_declares() {
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

#[test]
fn w16_to_w19_manifests_that_are_not_exact() {
    for (raw, words) in [
        (&br#"{"format": 1, "format": 1}"#[..], "twice"),
        (br#"{"format": 1e999}"#, "in format"),
        (br#"{"format": -0}"#, "-0"),
        (br#"{"format": 9223372036854775808}"#, "in format"),
        (br#"{"format": NaN}"#, "in format"),
        (b"{\"format\": \"\xff\"}", "byte 12"),
        (b"\xff\xfe{\0}\0", "UTF-16"),
        (br#"{"id": "\ud800"}"#, "in id"),
        (b"", "byte 0"),
        (b"[]", "not a JSON object"),
        (b"{} {}", "trailing"),
    ] {
        check(&with_manifest(raw), "WB_MANIFEST", words);
    }
    let mut with_mark = b"\xef\xbb\xbf".to_vec();
    let honest = parts().entries();
    with_mark.extend(&honest[1].data);
    file::read(&with_manifest(&with_mark)).expect("W19: a byte order mark is accepted");
}

#[test]
fn w20_w23_versions() {
    for (version, code, words) in [
        (json!(999), "WB_NEWER_VERSION", "format 999"),
        (json!(2), "WB_NEWER_VERSION", "Update Assay"),
        (json!(-1), "WB_MANIFEST", "format"),
        (json!(0), "WB_MANIFEST", "format"),
        (json!("1"), "WB_MANIFEST", "format"),
        (json!(1.5), "WB_MANIFEST", "format"),
        (Value::Null, "WB_MANIFEST", "format"),
    ] {
        let mut parts = parts();
        parts.manifest["format"] = version;
        check(&parts.pack(), code, words);
    }
    check(&with_manifest(b"{\"id\": \"w\"}"), "WB_MANIFEST", "missing");
}

#[test]
fn w22_required_parts_and_fields_of_newer_versions() {
    let mut unknown = parts();
    unknown
        .others
        .push(("recipes/clean.json".to_owned(), b"{}".to_vec()));
    check(&unknown.pack(), "WB_NEEDS_FEATURE", "recipes/clean.json");
    let mut field = parts();
    field.document["cells"][1]["body"]["cache"] = json!(true);
    check(&field.pack(), "WB_NEEDS_FEATURE", "cells.1.body.cache");
    let mut top = parts();
    top.document["dashboards"] = json!([]);
    check(&top.pack(), "WB_NEEDS_FEATURE", "dashboards");
    let mut in_manifest = parts();
    in_manifest.manifest["signature"] = json!("x");
    check(&in_manifest.pack(), "WB_NEEDS_FEATURE", "signature");
}

#[test]
fn w37_identities_that_are_doubled_or_bad() {
    let mut doubled = parts();
    doubled.document["cells"][1]["id"] = json!("c1");
    let opened = file::read(&doubled.pack()).unwrap();
    let ids: Vec<&str> = opened
        .workbook
        .cells
        .iter()
        .map(|cell| cell.id.as_str())
        .collect();
    assert_eq!(ids, ["c1", "c1-2"]);
    assert!(opened.notes[0].contains("two"), "{:?}", opened.notes);
    for id in ["a/b", "../x", "a b", "", &"x".repeat(10_000)] {
        let mut bad = parts();
        bad.document["cells"][0]["id"] = json!(id);
        check(&bad.pack(), "WB_BAD_NAME", "identity of cell 1");
    }
    let mut same_name = parts();
    same_name.document["cells"][1]["name"] = json!("ONE");
    check(&same_name.pack(), "WB_BAD_NAME", "Cells 1 and 2");
}

#[test]
fn texts_that_are_shared_missing_or_elsewhere() {
    let point = |to: &str| {
        let mut parts = parts();
        parts.document["cells"][1]["body"]["text"] = json!(to);
        parts.pack()
    };
    check(&point("cells/01-one.sql"), "WB_MANIFEST", "share");
    check(&point("cells/09-gone.sql"), "WB_INCONSISTENT", "missing");
    check(&point("manifest.json"), "WB_MANIFEST", "said to be in");
    check(&point("/etc/passwd"), "WB_MANIFEST", "said to be in");
    let mut invalid = parts();
    invalid.others[0].1 = b"select \xff".to_vec();
    check(&invalid.pack(), "WB_MANIFEST", "byte 7");
}

#[test]
fn w32_w34_sources_elsewhere_are_not_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    for (source, is_noted) in [
        ("/etc/passwd", false),
        ("../../x.csv", true),
        ("data/x.csv", false),
        ("link/x.csv", true),
    ] {
        let mut parts = parts();
        parts.document["sources"][0]["path"] = json!(source);
        std::fs::write(&path, parts.pack()).unwrap();
        let link = folder.path().join("link");
        let _ = std::os::unix::fs::symlink("/usr", link);
        let opened = file::open(&RealFs, &path).unwrap();
        assert_eq!(
            !opened.notes.is_empty(),
            is_noted,
            "{source}: {:?}",
            opened.notes
        );
    }
}

#[test]
fn w46_hostile_file_names_are_shown_with_escapes() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "a\nb.assay",
        "a\u{202e}b.assay",
        &format!("{}.assay", "x".repeat(249)),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, b"text").unwrap();
        let message = file::open(&RealFs, &path).unwrap_err().to_string();
        assert!(
            !message.contains(['\n', '\u{202e}']) && message.chars().count() <= 400,
            "{message}"
        );
    }
}

#[test]
fn folders_pipes_and_missing_files_answer_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let code = |path: &std::path::Path| file::open(&RealFs, path).unwrap_err().code();
    assert_eq!(code(folder.path()), "FILE_NOT_A_FILE");
    assert_eq!(code(&folder.path().join("gone.assay")), "FILE_NOT_FOUND");
    assert_eq!(code(std::path::Path::new("/dev/zero")), "FILE_NOT_A_FILE");
    assert_eq!(code(&folder.path().join("gone/x.assay")), "FILE_NOT_FOUND");
}

/// P20: mutated containers and mutated manifests; nothing panics, and what opens is whole.
#[test]
fn p20_twenty_thousand_mutations_never_panic() {
    const SEED: u64 = 20;
    let containers = [
        made::file(&made::workbook(), &made::results()),
        parts().pack(),
    ];
    let mut opened = 0;
    for case in 0..20_000_u64 {
        let mut random = StdRng::seed_from_u64(SEED + case);
        let bytes = if case % 2 == 0 {
            mutated(&containers[random.random_range(0..2)], &mut random)
        } else {
            let mut parts = parts();
            let honest = if case % 4 == 1 {
                &mut parts.manifest
            } else {
                &mut parts.document
            };
            let text = mutated(&serde_json::to_vec(honest).unwrap(), &mut random);
            match serde_json::from_slice(&text) {
                Ok(value) => *honest = value,
                Err(_) => continue_with(&text),
            }
            if !parts.manifest.is_object() {
                parts.manifest = json!({"parts": []});
            }
            parts.pack()
        };
        if let Ok(found) = file::read(&bytes) {
            opened += 1;
            let again = made::file(&found.workbook, &found.results);
            assert!(
                file::read(&again).is_ok(),
                "case {case} (seed {SEED}) saves what it cannot open"
            );
        }
    }
    assert!(
        opened > 100,
        "{opened}: the mutations reach beyond the first check"
    );
}

/// Text that is no JSON any more is tried as a raw manifest.
fn continue_with(text: &[u8]) {
    let _ = file::read(&with_manifest(text));
}

fn mutated(bytes: &[u8], random: &mut StdRng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.random_range(1..4) {
        if bytes.is_empty() {
            break;
        }
        let at = random.random_range(0..bytes.len());
        match random.random_range(0..6) {
            0 => bytes[at] ^= 1 << random.random_range(0..8),
            1 => bytes[at] = random.random(),
            2 => bytes.truncate(at),
            3 => {
                let end = (at + random.random_range(1..40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = random.random_range(0..bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => {
                let end = (at + 4).min(bytes.len());
                let extreme = [0_u32, 1, u32::MAX, 0x7fff_ffff, 0xffff][random.random_range(0..5)];
                bytes[at..end].copy_from_slice(&extreme.to_le_bytes()[..end - at]);
            }
            _ => {
                let end = (at + random.random_range(1..20)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
    }
    bytes
}
