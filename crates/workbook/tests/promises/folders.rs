//! The folder form: the same workbook, byte for byte, and safe to change by hand.

use std::path::Path;

use workbook::file::{self, Contents, pack_folder, unpack};
use workbook::{Fs, RealFs};

use crate::made::{self, file, results, workbook};
use crate::zipped;

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn unpacked_and_packed_again_the_bytes_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let bytes = file(&workbook(), &results());
    std::fs::write(at("a.assay"), &bytes).unwrap();
    let done = unpack(&RealFs, &at("a.assay"), &at("a")).unwrap();
    assert!(done.notes.is_empty() && done.parts > 4, "{done:?}");
    assert!(read(at("a/cells/03-revenue.sql")).starts_with("select month"));
    assert!(!read(at("a/manifest.json")).contains("blake3"));
    pack_folder(&RealFs, &at("a"), &at("b.assay")).unwrap();
    assert_eq!(std::fs::read(at("b.assay")).unwrap(), bytes);
}

#[test]
fn unknown_parts_keep_their_bytes_and_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let plain = file(&workbook(), &results());
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&plain)).unwrap();
    let mut entries: Vec<_> = (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
            zipped::stored(&part.name().unwrap(), &bytes)
        })
        .collect();
    entries.insert(3, zipped::stored("future/notes.bin", b"\0\x01x"));
    entries.push(zipped::stored("thumbnail.png", b"\x89PNG"));
    std::fs::write(at("a.assay"), zipped::zip(&entries)).unwrap();
    let opened = file::open_as_written(&RealFs, &at("a.assay")).unwrap();
    let bytes = file::write(&Contents {
        workbook: &opened.workbook,
        results: &opened.results,
        extras: &opened.extras,
    })
    .unwrap();
    unpack(&RealFs, &at("a.assay"), &at("a")).unwrap();
    pack_folder(&RealFs, &at("a"), &at("b.assay")).unwrap();
    assert_eq!(std::fs::read(at("b.assay")).unwrap(), bytes);
}

#[test]
fn a_text_changed_by_hand_is_in_the_packed_file_and_a_cell_gone_from_the_file_goes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.assay"), file(&workbook(), &results())).unwrap();
    unpack(&RealFs, &at("a.assay"), &at("a")).unwrap();
    std::fs::write(at("a/cells/03-revenue.sql"), "select 7").unwrap();
    std::fs::write(at("a/README.md"), "hello").unwrap();
    std::fs::write(at("a/.gitattributes"), "x").unwrap();
    let done = pack_folder(&RealFs, &at("a"), &at("b.assay")).unwrap();
    assert_eq!(done.notes, ["README.md is no part and was left out."]);
    let opened = file::open_as_written(&RealFs, &at("b.assay")).unwrap();
    let model::CellBody::Sql { text, .. } = &opened.workbook.cells[2].body else {
        unreachable!()
    };
    assert_eq!(text, "select 7");

    let mut smaller = workbook();
    smaller.cells.remove(0);
    std::fs::write(at("a.assay"), file(&smaller, &results())).unwrap();
    std::fs::remove_file(at("a/README.md")).unwrap();
    let done = unpack(&RealFs, &at("a.assay"), &at("a")).unwrap();
    assert!(
        done.notes
            .iter()
            .any(|note| note.contains("cells/01-Notes.md was removed"))
    );
    pack_folder(&RealFs, &at("a"), &at("c.assay")).unwrap();
    assert_eq!(
        std::fs::read(at("c.assay")).unwrap(),
        std::fs::read(at("a.assay")).unwrap()
    );
}

#[test]
fn folders_that_are_no_workbook_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.assay"), file(&workbook(), &results())).unwrap();
    std::fs::create_dir(at("mine")).unwrap();
    std::fs::write(at("mine/thesis.txt"), "years of work").unwrap();
    let error = unpack(&RealFs, &at("a.assay"), &at("mine")).unwrap_err();
    assert_eq!(error.code(), "WB_EXISTS");
    assert_eq!(RealFs.list(&at("mine")).unwrap(), ["thesis.txt"]);
    let error = pack_folder(&RealFs, &at("mine"), &at("b.assay")).unwrap_err();
    assert_eq!(error.code(), "WB_NOT_A_WORKBOOK");
    assert!(!at("b.assay").exists());
}

#[test]
fn w05_a_folder_that_leads_outside_by_a_link_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.assay"), file(&workbook(), &results())).unwrap();
    unpack(&RealFs, &at("a.assay"), &at("a")).unwrap();
    std::fs::create_dir(at("secret")).unwrap();
    std::fs::write(at("secret/03-revenue.sql"), "select 'secret'").unwrap();
    std::fs::remove_dir_all(at("a/cells")).unwrap();
    std::os::unix::fs::symlink(at("secret"), at("a/cells")).unwrap();
    let error = pack_folder(&RealFs, &at("a"), &at("b.assay")).unwrap_err();
    assert!(error.code().starts_with("WB_"), "{error}");
    assert!(!at("b.assay").exists());
}

#[test]
fn damaged_json_in_the_folder_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.assay"), file(&workbook(), &results())).unwrap();
    unpack(&RealFs, &at("a.assay"), &at("a")).unwrap();
    std::fs::write(at("a/workbook.json"), "{\"cells\": [").unwrap();
    let error = pack_folder(&RealFs, &at("a"), &at("b.assay")).unwrap_err();
    assert_eq!(error.code(), "WB_MANIFEST");
    assert!(error.to_string().contains("workbook.json"), "{error}");
    assert!(!at("b.assay").exists());
}

#[test]
fn p11_a_workbook_of_a_newer_version_is_not_unpacked_and_the_code_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut newer = crate::refused::parts();
    newer.manifest["format"] = serde_json::json!(3);
    newer.manifest["readable_since"] = serde_json::json!(1);
    std::fs::write(at("a.assay"), newer.pack()).unwrap();
    let error = unpack(&RealFs, &at("a.assay"), &at("a")).unwrap_err();
    assert_eq!(error.code(), "WB_NEWER_VERSION");
    assert!(error.to_string().contains("newer Assay"), "{error}");
    assert!(!at("a").exists());
}

/// As git leaves a folder after two people ran their cells again.
#[test]
fn answers_that_a_merge_tore_apart_are_left_out_and_the_folder_can_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (file, unpacked) = (folder.path().join("a.assay"), folder.path().join("a"));
    std::fs::write(&file, made::file(&made::workbook(), &made::results())).unwrap();
    unpack(&RealFs, &file, &unpacked).unwrap();
    let stamps: Vec<_> = std::fs::read_dir(unpacked.join("results"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    let torn = "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n";
    std::fs::write(&stamps[0], torn).unwrap();
    let opened = file::open(&RealFs, &unpacked).unwrap();
    assert_eq!(opened.read_only, None);
    assert_eq!(opened.results.len(), made::results().len() - 1);
    let name = stamps[0].file_stem().unwrap().to_str().unwrap();
    assert!(opened.notes[0].contains(name), "{:?}", opened.notes);
    pack_folder(&RealFs, &unpacked, &folder.path().join("b.assay")).unwrap();
}

#[test]
fn p11_a_folder_of_a_newer_version_is_read_and_not_packed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, unpacked) = (folder.path().join("a.assay"), folder.path().join("a"));
    std::fs::write(&file, made::file(&made::workbook(), &made::results())).unwrap();
    unpack(&RealFs, &file, &unpacked).unwrap();
    let path = unpacked.join("workbook.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen('{', "{ \"dashboards\": [],", 1)).unwrap();
    let opened = file::open(&RealFs, &unpacked).unwrap();
    assert!(opened.read_only.unwrap().contains("newer Assay"));
    assert_eq!(opened.workbook.cells.len(), made::workbook().cells.len());
    let packed = folder.path().join("b.assay");
    let error = pack_folder(&RealFs, &unpacked, &packed).unwrap_err();
    assert_eq!(error.code(), "WB_NEWER_VERSION");
    assert!(error.to_string().contains("Nothing was written"), "{error}");
    assert!(!packed.exists());
}

/// T30: what is made of a folder or of several files never takes the place of something else.
#[test]
fn packing_and_merging_leave_files_alone_that_are_not_the_same_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let own = file(&workbook(), &results());
    std::fs::write(at("a.assay"), &own).unwrap();
    unpack(&RealFs, &at("a.assay"), &at("a")).unwrap();
    let mut other = workbook();
    other.id = "wb2".to_owned();
    let other = file(&other, &results());
    let opened = file::open_as_written(&RealFs, &at("a.assay")).unwrap();
    let contents = Contents {
        workbook: &opened.workbook,
        results: &opened.results,
        extras: &opened.extras,
    };
    for bytes in [&b"years of work"[..], &other, &own[..own.len() - 9]] {
        std::fs::write(at("b"), bytes).unwrap();
        let packed = pack_folder(&RealFs, &at("a"), &at("b")).unwrap_err();
        let merged = file::save_as_written(&RealFs, &at("b"), &contents).unwrap_err();
        assert_eq!([packed.code(), merged.code()], ["WB_EXISTS"; 2]);
        assert_eq!(std::fs::read(at("b")).unwrap(), bytes);
    }
    for bytes in [&b""[..], &own] {
        std::fs::write(at("b"), bytes).unwrap();
        pack_folder(&RealFs, &at("a"), &at("b")).unwrap();
        assert_eq!(std::fs::read(at("b")).unwrap(), own);
    }
}
