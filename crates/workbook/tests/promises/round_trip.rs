//! What is written is read back; what is not understood is kept byte for byte.

use std::collections::BTreeMap;
use std::io::Read;

use model::{CellBody, CellId, ParameterValue, Value, Workbook};
use workbook::RealFs;
use workbook::file::{self, Contents, Extras};

use crate::{made, zipped};

fn names(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| archive.by_index(at).unwrap().name().unwrap().into_owned())
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn again(opened: &file::Opened) -> Vec<u8> {
    let file::Opened {
        workbook,
        results,
        extras,
        ..
    } = opened;
    file::write(&Contents {
        workbook,
        results,
        extras,
    })
    .unwrap()
}

#[test]
fn a_workbook_comes_back_as_it_was_and_saves_to_the_same_bytes() {
    let (book, results) = (made::workbook(), made::results());
    let bytes = made::file(&book, &results);
    assert_eq!(bytes, made::file(&book, &results), "twice the same");
    let opened = file::read(&bytes).unwrap();
    assert_eq!(opened.workbook, book);
    assert_eq!(opened.results, results);
    assert_eq!((&opened.read_only, &opened.notes), (&None, &Vec::new()));
    assert!(opened.extras.is_empty());
    assert_eq!(again(&opened), bytes);
}

#[test]
fn the_answers_of_all_questions_of_a_cell_come_back_and_those_of_an_older_text_do_not() {
    let book = made::workbook();
    let mut results = made::results();
    let cell = CellId::new("c3");
    for at in 0..2 {
        let mut other = made::result(format!("ARROW rows {at}").as_bytes());
        other.stamp.asked_at = Some(model::AskedAt {
            line: 3,
            label: "select 1".to_owned(),
        });
        results.insert(cell.answer(at), other);
    }
    let bytes = made::file(&book, &results);
    let opened = file::read(&bytes).unwrap();
    assert_eq!(opened.results, results);
    assert_eq!(again(&opened), bytes);
    let listed = names(&bytes);
    let stored = listed.iter().filter(|name| name.starts_with("results/"));
    let expected = ["", ".0", ".1"]
        .map(|at| {
            [
                format!("results/c3{at}.arrow"),
                format!("results/c3{at}.json"),
            ]
        })
        .concat();
    assert_eq!(stored.cloned().collect::<Vec<_>>(), expected);
    let stamp = serde_json::from_str(&part(&bytes, "results/c3.1.json")).unwrap();
    crate::schema::Schema::published()
        .check("stamp", &stamp)
        .unwrap();

    // Someone with an older version ran the cell with another text and saved.
    "newer".clone_into(&mut results.get_mut(&cell).unwrap().stamp.content);
    let opened = file::read(&made::file(&book, &results)).unwrap();
    assert_eq!(opened.results.keys().collect::<Vec<_>>(), [&cell]);
    assert!(
        opened.extras.is_empty(),
        "nothing of the older text is kept"
    );
}

#[test]
fn the_parts_are_readable_texts_in_a_stable_order() {
    let bytes = made::file(&made::workbook(), &made::results());
    let expected = [
        "mimetype",
        "manifest.json",
        "workbook.json",
        "cells/01-Notes.md",
        "cells/03-revenue.sql",
        "pages/001-p1.json",
        "pages/002-p2.json",
        "results/c3.arrow",
        "results/c3.json",
    ];
    assert_eq!(names(&bytes), expected);
    assert_eq!(&bytes[30..38], b"mimetype", "told apart by its first bytes");
    assert_eq!(&bytes[38..68], b"application/vnd.assay.workbook");
    let sql = part(&bytes, "cells/03-revenue.sql");
    assert_eq!(sql, "select month, sum(amount) from orders group by 1");
    let document = part(&bytes, "workbook.json");
    assert!(
        document.contains("\"text\": \"cells/03-revenue.sql\""),
        "{document}"
    );
    assert!(
        !document.contains("group by"),
        "texts live in their own parts"
    );
    let manifest = part(&bytes, "manifest.json");
    assert!(
        manifest.starts_with("{\n  \"about\": \"Made up\",\n  \"format\": 1,"),
        "{manifest}"
    );
}

#[test]
fn fractions_and_what_json_cannot_write_keep_every_bit() {
    let mut book = made::workbook();
    let numbers = [
        0.1,
        1.0 / 3.0,
        5e-324,
        1.797_693_134_862_315_7e308,
        -0.0,
        123_456_789.123_456_78,
    ];
    for (index, number) in numbers.iter().enumerate() {
        let mut cell = made::parameter(&format!("p{index}"), &format!("p{index}"));
        if let CellBody::Parameter { parameter } = &mut cell.body {
            let ParameterValue::Choice { chosen, .. } = &mut parameter.value else {
                panic!()
            };
            chosen.push(Value::Float(*number));
        }
        book.cells.push(cell);
    }
    let bytes = made::file(&book, &BTreeMap::new());
    let opened = file::read(&bytes).unwrap();
    assert_eq!(format!("{:?}", opened.workbook), format!("{book:?}"));
    assert_eq!(again(&opened), bytes);
}

/// P11: parts that this version does not know survive byte for byte, in place, listed or not.
#[test]
fn p11_r12_unknown_parts_are_kept_in_place() {
    let bytes = made::file(&made::workbook(), &made::results());
    let opened = file::read(&bytes).unwrap();
    let secret: Vec<u8> = (0..5000_u32).flat_map(u32::to_le_bytes).collect();
    let mut entries: Vec<_> = names(&bytes)
        .iter()
        .map(|name| zipped::deflated(name, part(&bytes, name).as_bytes()))
        .collect();
    entries[0] = zipped::stored("mimetype", b"application/vnd.assay.workbook");
    entries.insert(4, zipped::deflated("recipes/clean.json", &secret));
    entries.push(zipped::stored("thumbnail.png", b"\x89PNG"));
    let with_extras = file::read(&zipped::zip(&entries)).unwrap();
    assert_eq!(with_extras.workbook, opened.workbook);

    let saved = again(&with_extras);
    assert_eq!(names(&saved)[4], "recipes/clean.json");
    assert_eq!(names(&saved).last().unwrap(), "thumbnail.png");
    let back = file::read(&saved).unwrap();
    assert_eq!(back.extras, with_extras.extras);
    assert_eq!(
        again(&back),
        saved,
        "saving without a change gives the same bytes"
    );

    let mut changed = with_extras.workbook.clone();
    changed.cells.remove(0);
    let contents = Contents {
        workbook: &changed,
        results: &back.results,
        extras: &back.extras,
    };
    let back = file::read(&file::write(&contents).unwrap()).unwrap();
    let kept: Vec<&str> = back.extras.names().collect();
    assert_eq!(kept, ["recipes/clean.json", "thumbnail.png"]);
}

#[test]
fn results_of_removed_cells_are_not_saved() {
    let mut book = made::workbook();
    book.cells.retain(|cell| cell.id != CellId::new("c3"));
    let opened = file::read(&made::file(&book, &made::results())).unwrap();
    assert!(opened.results.is_empty() && opened.extras.is_empty());
}

#[test]
fn rows_that_shrink_too_well_are_stored_so_that_they_open_again() {
    let results = BTreeMap::from([(CellId::new("c3"), made::result(&vec![7; 3_000_000]))]);
    let opened = file::read(&made::file(&made::workbook(), &results)).unwrap();
    assert_eq!(opened.results, results);
}

#[test]
fn sources_inside_the_folder_travel_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().canonicalize().unwrap();
    let mut book = made::workbook();
    let inside = here.join("data/orders.csv");
    book.sources[0].path = inside.to_str().unwrap().to_owned();
    book.sources
        .push(made::source("s2", "outside", "/elsewhere/a.csv"));
    let (results, extras) = (BTreeMap::new(), Extras::default());
    let contents = Contents {
        workbook: &book,
        results: &results,
        extras: &extras,
    };
    let path = here.join("a.assay");
    file::save(&RealFs, &path, &contents, &file::Base::New).unwrap();
    assert_eq!(
        file::open(&RealFs, &path).unwrap().workbook,
        book,
        "absolute while open"
    );
    let raw = file::read(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(
        raw.workbook.sources[0].path, "data/orders.csv",
        "relative in the file"
    );

    let moved = tempfile::tempdir().unwrap();
    std::fs::copy(&path, moved.path().join("b.assay")).unwrap();
    let opened = file::open(&RealFs, &moved.path().join("b.assay")).unwrap();
    let there = moved.path().canonicalize().unwrap().join("data/orders.csv");
    assert_eq!(opened.workbook.sources[0].path, there.to_str().unwrap());
    assert_eq!(opened.workbook.sources[1].path, "/elsewhere/a.csv");
}

#[test]
fn an_empty_and_a_large_workbook_come_back() {
    let mut book = Workbook {
        id: "w".into(),
        title: String::new(),
        about: String::new(),
        ..Workbook::default()
    };
    let none = BTreeMap::new();
    assert_eq!(
        file::read(&made::file(&book, &none)).unwrap().workbook,
        book
    );
    for number in 0..2000 {
        book.cells.push(made::sql(
            &format!("c{number}"),
            &format!("ça {number}"),
            "select 1",
        ));
    }
    assert_eq!(
        file::read(&made::file(&book, &none)).unwrap().workbook,
        book
    );
}

/// P11: a file that the first version wrote opens for ever, and means the same.
#[test]
fn p11_the_first_format_opens_for_ever() {
    let opened = file::read(include_bytes!("../golden/format-1.assay")).unwrap();
    let first = Workbook {
        pages: Vec::new(),
        ..made::workbook()
    };
    assert_eq!(opened.workbook, first);
    assert_eq!(opened.results, made::results());
}

/// A page of a later version keeps no workbook closed and no byte of it is lost.
#[test]
fn a_page_that_is_not_understood_stays_in_the_file() {
    let later = r#"{ "id": "p9", "title": "Later", "tiles": [{ "hologram": 1 }] }"#;
    let known = r#"{ "id": "p1", "title": "Now", "tiles": [] }"#;
    let mut parts = crate::refused::parts();
    for (name, text) in [("pages/001-p1.json", known), ("pages/002-p9.json", later)] {
        parts
            .others
            .push((name.to_owned(), text.as_bytes().to_vec()));
    }
    let opened = file::read(&parts.pack()).unwrap();
    assert_eq!(opened.workbook.pages.len(), 1);
    assert!(opened.read_only.is_none(), "nothing is damaged");
    let note = &opened.notes[0];
    assert!(note.contains("pages/002-p9.json"), "{note}");
    let saved = again(&opened);
    assert_eq!(part(&saved, "pages/002-p9.json"), later);
    let back = file::read(&saved).unwrap();
    assert_eq!(again(&back), saved, "saved again to the same bytes");
}
