//! What the sources held, kept in the file: it comes back, holds no value, and changes no byte when
//! nothing has changed; two that differ are no conflict of a merge.

use std::collections::BTreeMap;

use model::{DataType, Field, SourceShape, TableShape};
use workbook::file::{self, Contents, Extras};
use workbook::merge::{Side, merge_files};

use crate::made;
use crate::schema::Schema;

fn shape(content: &str, columns: &[&str]) -> SourceShape {
    SourceShape {
        source: made::workbook().sources[0].id.clone(),
        content: Some(content.repeat(64)),
        bytes: Some(12),
        tables: vec![TableShape {
            name: "orders".to_owned(),
            fields: columns
                .iter()
                .map(|name| Field::new(*name, DataType::Text))
                .collect(),
        }],
    }
}

fn saved(extras: &Extras) -> Vec<u8> {
    file::write(&Contents {
        workbook: &made::workbook(),
        results: &BTreeMap::new(),
        extras,
    })
    .unwrap()
}

#[test]
fn shapes_come_back_and_the_same_ones_change_no_byte() {
    let shapes = [shape("a", &["region", "net amount"])];
    let extras = Extras::default().with_shapes(&shapes).unwrap();
    let bytes = saved(&extras);
    let opened = file::read(&bytes).unwrap();
    assert_eq!(opened.extras.shapes(), shapes);
    assert_eq!(opened.read_only, None);
    let again = opened.extras.with_shapes(&shapes).unwrap();
    assert_eq!(saved(&again), bytes);
    let other = [shape("b", &["area"])];
    let changed = opened.extras.with_shapes(&other).unwrap();
    assert_eq!(file::read(&saved(&changed)).unwrap().extras.shapes(), other);
    assert_eq!(changed.names().count(), 1, "one part, not two");
    let none = changed.with_shapes(&[]).unwrap();
    assert_eq!(none.names().count(), 0);
}

#[test]
fn the_part_is_what_the_schema_says() {
    let extras = Extras::default()
        .with_shapes(&[shape("a", &["region"])])
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.assay");
    std::fs::write(&path, saved(&extras)).unwrap();
    file::unpack(&workbook::RealFs, &path, &folder.path().join("w")).unwrap();
    let part = std::fs::read(folder.path().join("w/sources.json")).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&part).unwrap();
    let schema = Schema::published();
    assert_eq!(schema.check("sources", &value), Ok(()));
    let mut more = value.clone();
    more["sources"][0]["value"] = serde_json::json!("north");
    assert!(schema.check("sources", &more).is_err());
}

#[test]
fn a_part_that_cannot_be_read_is_kept_and_says_nothing() {
    let extras = Extras::default()
        .with_shapes(&[shape("a", &["region"])])
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.assay");
    std::fs::write(&path, saved(&extras)).unwrap();
    let unpacked = folder.path().join("w");
    file::unpack(&workbook::RealFs, &path, &unpacked).unwrap();
    std::fs::write(unpacked.join("sources.json"), "{\"sources\": 7}").unwrap();
    let opened = file::open(&workbook::RealFs, &unpacked).unwrap();
    assert_eq!(opened.extras.shapes(), []);
    let kept = opened.extras.with_shapes(&[shape("b", &["area"])]).unwrap();
    assert_eq!(
        kept, opened.extras,
        "another version's part is not ours to change"
    );
}

#[test]
fn shapes_of_two_machines_are_no_conflict() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, content) in [("base", "a"), ("ours", "b"), ("theirs", "c")] {
        let extras = Extras::default()
            .with_shapes(&[shape(content, &["region"])])
            .unwrap();
        std::fs::write(at(name), saved(&extras)).unwrap();
    }
    let opened = |name: &str| file::open_as_written(&workbook::RealFs, &at(name)).unwrap();
    let (base, ours, theirs) = (opened("base"), opened("ours"), opened("theirs"));
    let merged = merge_files(&base, &ours, &theirs, Side::Ours).unwrap();
    assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
}

#[test]
fn the_environment_comes_back_beside_what_the_sources_held() {
    let environment = model::Environment {
        assay: "0.1.0".to_owned(),
        engine: "Local".to_owned(),
        locale: "en-GB".to_owned(),
        time_zone: "UTC".to_owned(),
        week_start: "Monday".to_owned(),
        calendar: "Gregorian".to_owned(),
        seed: None,
    };
    let shapes = [shape("a", &["region"])];
    let extras = Extras::default().with_shapes(&shapes).unwrap();
    let extras = extras.with_environment(&environment).unwrap();
    let bytes = saved(&extras);
    let opened = file::read(&bytes).unwrap();
    assert_eq!(opened.extras.environment(), Some(environment.clone()));
    assert_eq!(opened.extras.shapes(), shapes);
    let again = opened.extras.with_environment(&environment).unwrap();
    assert_eq!(saved(&again), bytes);
    let value = serde_json::to_value(&environment).unwrap();
    assert_eq!(Schema::published().check("environment", &value), Ok(()));
    let moved = model::Environment {
        time_zone: "Europe/Berlin".to_owned(),
        ..environment
    };
    let changed = again.with_environment(&moved).unwrap();
    assert_eq!(changed.names().count(), 2, "one part, not two");
    assert_eq!(changed.environment(), Some(moved));
}
