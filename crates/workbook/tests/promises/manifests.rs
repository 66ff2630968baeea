//! Hostile manifests and documents inside honest containers, and files that are no files.

use serde_json::{Value, json};
use workbook::RealFs;
use workbook::file;

use crate::refused::{check, parts, with_manifest};
use crate::zipped::{stored, zip};

#[test]
fn w16_a_manifest_with_a_key_that_stands_twice_names_it() {
    refused(br#"{"format": 1, "format": 1}"#, "twice (byte");
    refused(br#"{"format": 1, "format": 1}"#, "in format)");
}

#[test]
fn w17_numbers_that_are_not_exact_are_refused_with_their_field() {
    for raw in ["1e999", "9223372036854775808", "NaN", "-0"] {
        for field in ["format", "readable_since"] {
            let manifest = format!(r#"{{"id": "w", "{field}": {raw}}}"#);
            refused(manifest.as_bytes(), &format!("in {field}"));
        }
    }
    let mut document = parts();
    document.document["cells"][1]["body"]["wide"] = json!(9_223_372_036_854_775_808_u64);
    check(&document.pack(), "WB_MANIFEST", "in cells.1.body.wide");
}

#[test]
fn w19_only_utf8_is_read_and_the_fault_has_its_byte() {
    refused(b"{\"format\": \"\xff\"}", "byte 12");
    refused(b"\xff\xfe{\0}\0", "UTF-16");
    refused(br#"{"id": "\ud800"}"#, "in id");
    let mut with_mark = b"\xef\xbb\xbf".to_vec();
    let honest = parts().entries();
    with_mark.extend(&honest[1].data);
    file::read(&with_manifest(&with_mark)).expect("a byte order mark is accepted");
}

#[test]
fn a_manifest_that_is_no_object_is_refused() {
    refused(b"", "byte 0");
    refused(b"[]", "not a JSON object");
    refused(b"{} {}", "trailing");
}

/// A container whose manifest is this text is refused in these words.
fn refused(manifest: &[u8], words: &str) {
    check(&with_manifest(manifest), "WB_MANIFEST", words);
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
    only_read(&field.pack(), "cells.1.body.cache");
    let mut top = parts();
    top.document["dashboards"] = json!([]);
    only_read(&top.pack(), "dashboards");
    let mut kind = parts();
    kind.document["cells"][1]["body"] = json!({ "type": "canvas", "strokes": [1, 2] });
    kind.others.pop();
    let opened = only_read(&kind.pack(), "cell kind canvas");
    let model::CellBody::Markdown { text } = &opened.workbook.cells[1].body else {
        panic!("a note stands in its place");
    };
    assert!(text.contains("canvas"), "{text}");
    let mut in_manifest = parts();
    in_manifest.manifest["signature"] = json!("x");
    check(&in_manifest.pack(), "WB_NEEDS_FEATURE", "signature");
}

/// A file of a newer version is open to be read, says what is not known, and is never written over.
fn only_read(bytes: &[u8], named: &str) -> file::Opened {
    let opened = file::read(bytes).expect("what is understood is shown");
    let reason = opened.read_only.clone().expect("it is only read");
    assert!(
        reason.contains(named) && reason.contains("newer Assay"),
        "{reason}"
    );
    assert!(opened.notes.contains(&reason), "a person is told");
    opened
}

#[test]
fn p11_a_newer_format_that_says_so_is_open_to_be_read() {
    let mut newer = parts();
    newer.manifest["format"] = json!(3);
    newer.manifest["readable_since"] = json!(1);
    newer.manifest["calendar"] = json!("gregorian");
    let opened = only_read(&newer.pack(), "format 3");
    assert!(opened.read_only.unwrap().contains("calendar"));
    assert_eq!(opened.workbook.cells.len(), 2);
    newer.manifest["readable_since"] = json!(2);
    check(&newer.pack(), "WB_NEWER_VERSION", "format 3");
    newer.manifest["readable_since"] = json!("1");
    check(&newer.pack(), "WB_NEWER_VERSION", "format 3");
}

#[test]
fn d08_d13_d25_d26_r28_charts_with_unknown_keys_or_of_newer_versions() {
    let chart = |spec: Value| {
        let mut parts = parts();
        parts.document["cells"][1] =
            json!({"id": "c2", "name": "two", "body": {"type": "chart", "spec": spec}});
        parts.others.pop();
        parts.pack()
    };
    let plain = chart(json!({"version": 1, "source": "one"}));
    assert_eq!(file::read(&plain).unwrap().workbook.cells.len(), 2);
    let newer = chart(json!({"version": 2, "source": "one"}));
    check(&newer, "WB_NEEDS_FEATURE", "newer Assay");
    for key in ["formatter", "title.link", "graphic", "dataset", "__proto__"] {
        let mut spec = json!({"version": 1, "source": "one"});
        spec[key] = json!("function () { alert(1) }");
        check(&chart(spec), "WB_MANIFEST", key);
    }
    // The grammar has no patterns for numbers and days, no stops of colours and no addresses.
    for (key, value) in [
        ("number_format", json!("{0:999999999}")),
        ("date_pattern", json!("Y".repeat(10_000))),
        ("colour_stops", json!([0.5, null])),
        ("map_url", json!("https://example.com/map.json")),
        ("font_url", json!("https://example.com/font.woff2")),
    ] {
        let mut spec = json!({"version": 1, "source": "one"});
        spec[key] = value;
        check(&chart(spec), "WB_MANIFEST", key);
    }
}

#[test]
fn what_edits_refuse_is_refused_in_files_too() {
    let mut long = parts();
    long.manifest["title"] = json!("x".repeat(401));
    check(&long.pack(), "WB_TOO_LARGE", "title");
    let mut path = parts();
    path.document["sources"][0]["path"] = json!("x".repeat(5_000));
    check(&path.pack(), "WB_TOO_LARGE", "Source 1");
    let mut source = parts();
    source.document["sources"][0]["name"] = json!("a\"b");
    check(&source.pack(), "WB_BAD_NAME", "quotation mark");
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

/// Nothing of a file watches, alerts or asks again by itself: what claims to is an unknown part, kept
/// byte for byte and read by nothing; a page with a field that is not known stays in the file, unread.
#[test]
fn w40_d19_alerts_and_refresh_intervals_are_inert() {
    let alert = br#"{"armed": true, "url": "https://203.0.113.7/hook", "every": "1 s"}"#;
    let mut entries = parts().entries();
    entries.push(stored("alerts/1.json", alert));
    let opened = file::read(&zip(&entries)).unwrap();
    assert_eq!(opened.extras.names().collect::<Vec<_>>(), ["alerts/1.json"]);
    let shown = serde_json::to_string(&opened.workbook).unwrap();
    assert!(
        !shown.contains("203.0.113.7"),
        "it is no part of the document"
    );
    for interval in [json!(0), json!(-1), json!("1 ms"), json!(1e12)] {
        let page = json!({ "id": "p1", "title": "Now", "tiles": [], "refresh": interval });
        let mut parts = parts();
        let name = "pages/001-p1.json";
        parts
            .others
            .push((name.to_owned(), page.to_string().into_bytes()));
        let opened = file::read(&parts.pack()).unwrap();
        assert!(opened.workbook.pages.is_empty(), "{interval}");
        assert!(opened.notes[0].contains(name), "{:?}", opened.notes);
        assert_eq!(opened.extras.names().collect::<Vec<_>>(), [name]);
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

#[test]
fn d14_tiles_outside_the_grid_are_moved_with_a_note() {
    let tile = |id: &str, column: i64, width: i64, top: i64| json!({ "id": id, "place": { "column": column, "width": width, "top": top, "height": 10 }, "content": { "type": "section" } });
    let tiles = json!([
        tile("left", -3, 6, 0),
        tile("wide", 0, 1_000_000_000, -9_000_000_000),
        tile("over", 2, 4, 5),
        tile("deep", 11, 4, 4_000_000_000_000),
    ]);
    let opened = read_with_page(&tiles);
    let page = &opened.workbook.pages[0];
    let places: Vec<[u32; 4]> = page
        .tiles
        .iter()
        .map(|tile| {
            let place = tile.place;
            [place.column, place.width, place.top, place.height]
        })
        .collect();
    let expected = [
        [0, 6, 0, 10],
        [0, 12, 10, 10],
        [2, 4, 20, 10],
        [8, 4, 99_990, 10],
    ];
    assert_eq!(places, expected);
    let note = &opened.notes[0];
    assert!(
        note.starts_with("Tiles of the page Now stood outside"),
        "{note}"
    );
    assert!(opened.read_only.is_none(), "it can be edited and saved");

    let crowd: Vec<Value> = (0..5000)
        .map(|at| tile(&format!("t{at}"), 0, 1, 0))
        .collect();
    let opened = read_with_page(&json!(crowd));
    assert!(opened.workbook.pages.is_empty());
    let note = &opened.notes[0];
    assert!(
        note.contains("pages/001-p1.json") && note.contains("stays"),
        "{note}"
    );
}

/// An honest workbook with one page of these tiles.
fn read_with_page(tiles: &Value) -> file::Opened {
    let page = json!({ "id": "p1", "title": "Now", "tiles": tiles });
    let mut parts = parts();
    parts.others.push((
        "pages/001-p1.json".to_owned(),
        page.to_string().into_bytes(),
    ));
    file::read(&parts.pack()).unwrap()
}
