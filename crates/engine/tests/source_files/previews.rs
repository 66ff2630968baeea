//! The preview agrees with what opening gives, fills in what it detected, and is quick.

use std::time::{Duration, Instant};

use engine::source::preview;
use engine::stop::Stop;
use engine::write::write;
use model::{DataType, FileKind, ImportOptions};
use polars::prelude::{Column, DataFrame, IpcStreamWriter, NamedFrom, SerWriter, Series};
use protocol::message::DataFormat;

use crate::support::{Folder, check, refused, type_word, word};

#[test]
fn every_format_previews_the_fields_and_rows_that_opening_gives() {
    let folder = Folder::new();
    let csv = folder.write("t.csv", "id,name,day\n1,x,2024-01-05\n2,,2024-02-29\n");
    let opened = folder.open(&csv, ImportOptions::default()).unwrap();
    let mut files = vec![(csv, FileKind::Csv)];
    for (name, format, kind) in [
        ("t.json", DataFormat::Json, FileKind::Json),
        ("t.ndjson", DataFormat::Ndjson, FileKind::NdJson),
        ("t.parquet", DataFormat::Parquet, FileKind::Parquet),
        ("t.arrow", DataFormat::Arrow, FileKind::ArrowIpc),
    ] {
        let path = folder.path(name);
        write(
            opened.tables[0].scan().unwrap(),
            format,
            path.to_str().unwrap(),
            &Stop::default(),
        )
        .unwrap();
        files.push((path, kind));
    }
    let base = folder.path("t.db");
    rusqlite::Connection::open(&base)
        .unwrap()
        .execute_batch("create table t(id, name, day); insert into t values (1, 'x', '2024-01-05'), (2, null, '2024-02-29')")
        .unwrap();
    files.push((base, FileKind::Sqlite));
    for (path, kind) in files {
        let found = preview(
            path.to_str().unwrap(),
            &ImportOptions::default(),
            &folder.cache(),
        )
        .unwrap();
        let types: Vec<String> = found
            .fields
            .iter()
            .map(|field| type_word(&field.data_type))
            .collect();
        assert_eq!(
            (found.kind, types.join(" ")),
            (kind, "int64 text date".to_owned())
        );
        let rows: Vec<String> = found
            .rows
            .iter()
            .map(|row| row.iter().map(word).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(rows, ["1 \"x\" 2024-01-05", "2 · 2024-02-29"], "{path:?}");
        assert_eq!(found.bytes, path.metadata().unwrap().len());
        let again = folder.open(&path, found.options).unwrap();
        assert_eq!(again.tables[0].fields(), found.fields);
    }
}

#[test]
fn a_choice_changes_the_preview() {
    let folder = Folder::new();
    let path = folder.write("t.csv", "a;b\n1,5;03/04/2024\n");
    let path = path.to_str().unwrap();
    let found = preview(path, &ImportOptions::default(), &folder.cache()).unwrap();
    assert_eq!(found.options.delimiter.as_deref(), Some(";"));
    assert!(
        found
            .notes
            .iter()
            .any(|note| note.starts_with("Dates may be day first or month first"))
    );
    let types = [("a".to_owned(), DataType::Text)].into_iter().collect();
    let chosen = ImportOptions {
        header_row: Some(0),
        delimiter: Some("|".to_owned()),
        types,
        ..found.options
    };
    let found = preview(path, &chosen, &folder.cache()).unwrap();
    assert_eq!((found.fields.len(), found.rows.len()), (1, 2));
}

#[test]
fn the_first_rows_of_a_large_file_come_within_a_second() {
    let folder = Folder::new();
    let path = folder.write(
        "big.csv",
        "id,name,amount\n1,some words,2.5\n".repeat(60_000),
    );
    std::fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap()
        .set_len(3 << 30)
        .unwrap();
    let begun = Instant::now();
    let found = preview(
        path.to_str().unwrap(),
        &ImportOptions::default(),
        &folder.cache(),
    )
    .unwrap();
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(found.rows.len(), 100);
}

#[test]
fn f14_a_sparse_terabyte_is_refused_without_reading_it() {
    let folder = Folder::new();
    let path = folder.write("sparse.csv", "a,b\n1,2\n");
    std::fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    let begun = Instant::now();
    let Err(failure) = folder.open(&path, ImportOptions::default()) else {
        panic!("opened")
    };
    assert!(refused(&failure).starts_with("FILE_UNSUPPORTED: “sparse.csv” is not text"));
    assert!(begun.elapsed() < Duration::from_secs(2));
}

#[test]
fn arrow_streams_and_odd_parquet_types_are_read() {
    let numbers: Column = Series::new("n".into(), [1_i64, 2]).into();
    let mut frame = DataFrame::new(2, vec![numbers]).unwrap();
    let mut bytes = Vec::new();
    IpcStreamWriter::new(&mut bytes).finish(&mut frame).unwrap();
    check("s.arrows", &bytes, "n int64\n1\n2");
    check(
        "s.arrow",
        &bytes[..40],
        "FILE_DAMAGED: “s.arrow” cannot be read: its content does not follow its format. Get a fresh copy of the file, or export it again.",
    );
    check(
        "p.parquet",
        b"PAR1PAR1",
        "FILE_DAMAGED: “p.parquet” cannot be read: its content does not follow its format. Get a fresh copy of the file, or export it again.",
    );
    check(
        "e.parquet",
        b"PARE....PARE",
        "FILE_UNSUPPORTED: “e.parquet” is an encrypted Parquet file. Write it again without encryption.",
    );
}
