//! What edits refuse, in words, and what they suggest instead.

use model::{CellId, ChartSpec, Edit, Parameter, ParameterValue, RunMode, SourceId, Workbook};
use workbook::{EditError, apply};

use crate::made;

fn bytes(book: &Workbook) -> String {
    serde_json::to_string(book).unwrap()
}

fn text(cell: &str, text: &str) -> Edit {
    Edit::SetText {
        cell: CellId::new(cell),
        text: text.to_owned(),
    }
}

#[test]
fn a_taken_name_comes_with_a_free_one() {
    let mut book = made::workbook();
    let rename = |name: &str| Edit::RenameCell {
        cell: CellId::new("c3"),
        name: name.to_owned(),
    };
    let error = apply(&mut book, rename("NOTES")).unwrap_err();
    assert_eq!(
        (error.code(), error.suggestion()),
        ("EDIT_NAME_TAKEN", Some("NOTES_2"))
    );
    let error = apply(&mut book, rename(" ")).unwrap_err();
    assert_eq!(error.code(), "EDIT_BAD_NAME");
    assert_eq!(error.suggestion(), Some("cell"));
    apply(&mut book, rename("Revenue")).unwrap();

    let parameter = Edit::RenameCell {
        cell: CellId::new("c2"),
        name: "my region".into(),
    };
    let error = apply(&mut book, parameter).unwrap_err();
    assert_eq!(error.suggestion(), Some("my_region"), "{error}");
    let wrong = Edit::SetRunMode {
        cell: CellId::new("c1"),
        mode: RunMode::Manual,
    };
    assert!(matches!(
        apply(&mut book, wrong),
        Err(EditError::WrongKind { .. })
    ));
}

#[test]
fn every_refusal_is_a_short_sentence_with_a_code() {
    let mut book = made::workbook();
    let long = "x".repeat(2 * 1024 * 1024);
    let edits = [
        text("nope", "x"),
        text("c4", "x"),
        text("c3", &long),
        Edit::SetTitle {
            title: long.clone(),
        },
        Edit::RenameCell {
            cell: CellId::new("c3"),
            name: long.clone(),
        },
        Edit::InsertCell {
            index: 0,
            cell: made::sql("c1", "new", ""),
        },
        Edit::InsertCell {
            index: 0,
            cell: made::sql("../x", "new", ""),
        },
        Edit::RemoveSource {
            source: SourceId::new("nope"),
        },
        Edit::InsertSource {
            index: 0,
            source: made::source("s1", "x", "/a"),
        },
        Edit::InsertSource {
            index: 0,
            source: made::source("s2", "ORDERS", "/a"),
        },
    ];
    let before = bytes(&book);
    for edit in edits {
        let error = apply(&mut book, edit).unwrap_err();
        let message = error.to_string();
        assert!(
            message.chars().count() <= 400 && message.ends_with('.'),
            "{message}"
        );
        assert!(error.code().starts_with("EDIT_"), "{message}");
    }
    assert_eq!(before, bytes(&book));
}

#[test]
fn values_and_charts_keep_within_their_bounds() {
    let mut book = made::workbook();
    let choice = |count: usize, text: &str| Parameter {
        label: "l".to_owned(),
        value: ParameterValue::Choice {
            options: model::ChoiceOptions::Values { values: Vec::new() },
            several: true,
            chosen: vec![model::Value::Text(text.to_owned()); count],
        },
    };
    let set = |parameter| Edit::SetParameter {
        cell: CellId::new("c2"),
        parameter,
    };
    apply(&mut book, set(choice(20_000, "x"))).expect("V05: twenty thousand values work");
    let code = |book: &mut Workbook, edit| apply(book, edit).unwrap_err().code();
    assert_eq!(code(&mut book, set(choice(20_001, "x"))), "EDIT_TOO_MANY");
    assert_eq!(
        code(&mut book, set(choice(1, &"x".repeat(65_537)))),
        "EDIT_TOO_LONG"
    );
    let newer = ChartSpec {
        version: 2,
        ..ChartSpec::empty("a")
    };
    let chart = Edit::SetChart {
        cell: CellId::new("c4"),
        spec: newer,
    };
    assert_eq!(code(&mut book, chart), "EDIT_NEWER_CHART");
    let folded = Edit::InsertCell {
        index: 0,
        cell: made::sql("C1", "other", ""),
    };
    assert_eq!(code(&mut book, folded), "EDIT_EXISTS");
}
