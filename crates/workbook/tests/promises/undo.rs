//! Every change can be taken back, byte for byte.

use model::{
    Cell, CellBody, CellId, ChartSpec, Edit, Effect, PageId, Parameter, ParameterValue, Place,
    RunMode, SourceId, TileContent, TileId, TileLink, TilePlace, Workbook,
};
use proptest::prelude::*;
use workbook::{History, apply, label};

use crate::listed_edits::{event_edit, hierarchy_edit};
use crate::made;

fn bytes(book: &Workbook) -> String {
    serde_json::to_string(book).unwrap()
}

fn id() -> impl Strategy<Value = CellId> {
    (0..6_u8).prop_map(|number| CellId::new(format!("c{number}")))
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]{1,2}",
        "[A-C]",
        Just("revenue".to_owned()),
        Just("Größe".to_owned()),
        ".{0,5}",
    ]
}

fn cell() -> impl Strategy<Value = Cell> {
    (id(), name(), 0..4_u8).prop_map(|(id, name, kind)| {
        let id = id.as_str();
        match kind {
            0 => made::markdown(id, &name, "text"),
            1 => made::sql(id, &name, "select 1"),
            2 => made::parameter(id, &name),
            _ => made::chart(id, &name),
        }
    })
}

fn source() -> impl Strategy<Value = model::SourceSpec> {
    (0..4_u8, name()).prop_map(|(id, name)| made::source(&format!("s{id}"), &name, "/a.csv"))
}

fn tile_id() -> impl Strategy<Value = TileId> {
    (1..6_u8).prop_map(|number| TileId::new(format!("t{number}")))
}

fn place() -> impl Strategy<Value = Place> {
    (0..13_u32, 0..13_u32, 0..40_u32, 0..40_u32).prop_map(|(column, width, top, height)| Place {
        column,
        width,
        top,
        height,
    })
}

fn tile() -> impl Strategy<Value = model::Tile> {
    let content = prop_oneof![
        Just(TileContent::Section),
        ".{0,4}".prop_map(|text| TileContent::Text { text }),
        id().prop_map(|cell| TileContent::Chart { cell }),
        id().prop_map(|cell| TileContent::Control { cell }),
    ];
    (tile_id(), place(), content).prop_map(|(id, place, content)| model::Tile {
        place,
        ..made::tile(id.as_str(), content)
    })
}

fn page_edit() -> impl Strategy<Value = Edit> {
    let page = || (1..4_u8).prop_map(|number| PageId::new(format!("p{number}")));
    let effect = prop_oneof![
        Just(Effect::Filter),
        Just(Effect::Highlight),
        Just(Effect::Ignore)
    ];
    let link =
        (tile_id(), tile_id(), effect).prop_map(|(from, to, effect)| TileLink { from, to, effect });
    let places = (tile_id(), place()).prop_map(|(tile, place)| TilePlace { tile, place });
    prop_oneof![
        (page(), 0..4_usize).prop_map(|(page, index)| Edit::InsertPage {
            index,
            page: made::page(page.as_str(), "New"),
        }),
        page().prop_map(|page| Edit::RemovePage { page }),
        (page(), 0..4_usize).prop_map(|(page, index)| Edit::MovePage { page, index }),
        (page(), ".{0,5}").prop_map(|(page, title)| Edit::RenamePage { page, title }),
        (page(), 0..6_usize, tile()).prop_map(|(page, index, tile)| Edit::InsertTile {
            page,
            index,
            tile
        }),
        (page(), tile_id()).prop_map(|(page, tile)| Edit::RemoveTile { page, tile }),
        (page(), tile()).prop_map(|(page, tile)| Edit::ReplaceTile { page, tile }),
        (page(), prop::collection::vec(places, 0..4))
            .prop_map(|(page, places)| Edit::PlaceTiles { page, places }),
        (page(), link).prop_map(|(page, link)| Edit::LinkTiles { page, link }),
        (page(), prop::collection::vec("[a-c]", 0..3))
            .prop_map(|(page, fields)| Edit::SetDetail { page, fields }),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let mode = prop_oneof![Just(RunMode::OnChange), Just(RunMode::Manual)];
    let parameter = ".{0,3}".prop_map(|value| Parameter {
        label: "l".to_owned(),
        value: ParameterValue::Text { value },
    });
    let one = prop_oneof![
        ".{0,8}".prop_map(|title| Edit::SetTitle { title }),
        ".{0,8}".prop_map(|about| Edit::SetAbout { about }),
        any::<Option<u32>>().prop_map(|seed| Edit::SetConventions {
            conventions: model::Conventions { seed },
        }),
        (0..9_usize, cell()).prop_map(|(index, cell)| Edit::InsertCell { index, cell }),
        id().prop_map(|cell| Edit::RemoveCell { cell }),
        (id(), 0..9_usize).prop_map(|(cell, index)| Edit::MoveCell { cell, index }),
        (id(), name()).prop_map(|(cell, name)| Edit::RenameCell { cell, name }),
        (id(), ".{0,8}").prop_map(|(cell, text)| Edit::SetText { cell, text }),
        (id(), mode).prop_map(|(cell, mode)| Edit::SetRunMode { cell, mode }),
        (id(), parameter).prop_map(|(cell, parameter)| Edit::SetParameter { cell, parameter }),
        (id(), name()).prop_map(|(cell, source)| Edit::SetChart {
            cell,
            spec: ChartSpec::empty(source),
        }),
        (0..9_usize, source()).prop_map(|(index, source)| Edit::InsertSource { index, source }),
        (0..4_u8).prop_map(|id| Edit::RemoveSource {
            source: SourceId::new(format!("s{id}"))
        }),
        source().prop_map(|source| Edit::ReplaceSource { source }),
        page_edit(),
        page_edit(),
        hierarchy_edit(),
        event_edit(),
    ];
    one.prop_recursive(2, 8, 4, |inner| {
        prop::collection::vec(inner, 0..5).prop_map(|edits| Edit::Batch {
            label: "several".to_owned(),
            edits,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// P07: undo all gives the byte-identical start, redo all the identical end.
    #[test]
    fn p07_undo_all_gives_the_start_and_redo_all_the_end(edits in steps()) {
        undone_and_redone(edits)?;
    }

    /// The inverse of an inverse does the edit again.
    #[test]
    fn an_edit_and_its_inverse_cancel_out(edit in edit()) {
        let mut book = made::workbook();
        let start = bytes(&book);
        if let Ok(inverse) = apply(&mut book, edit) {
            let end = bytes(&book);
            let again = apply(&mut book, inverse).unwrap();
            prop_assert_eq!(&start, &bytes(&book));
            apply(&mut book, again).unwrap();
            prop_assert_eq!(&end, &bytes(&book));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "part of `make soak`"]
    fn soak_p07_10_000_sequences_are_undone_and_redone(edits in steps()) {
        undone_and_redone(edits)?;
    }
}

/// Up to 200 edits, each with the milliseconds since the one before.
fn steps() -> impl Strategy<Value = Vec<(Edit, u64)>> {
    prop::collection::vec((edit(), 0..1500_u64), 0..200)
}

fn undone_and_redone(edits: Vec<(Edit, u64)>) -> Result<(), TestCaseError> {
    let mut book = made::workbook();
    let start = bytes(&book);
    let mut history = History::new();
    let mut now = 0;
    for (edit, later) in edits {
        now += later;
        let before = bytes(&book);
        let steps = history.undo_steps();
        if history.apply(&mut book, edit, now).is_err() {
            prop_assert_eq!(&before, &bytes(&book), "a refused edit changes nothing");
            prop_assert_eq!(steps, history.undo_steps());
        }
    }
    let end = bytes(&book);
    while history.undo(&mut book).unwrap().is_some() {}
    prop_assert_eq!(&start, &bytes(&book));
    prop_assert!(!history.is_dirty());
    while history.redo(&mut book).unwrap().is_some() {}
    prop_assert_eq!(&end, &bytes(&book));
    while history.undo(&mut book).unwrap().is_some() {}
    prop_assert_eq!(&start, &bytes(&book));
    Ok(())
}

fn text(cell: &str, text: &str) -> Edit {
    Edit::SetText {
        cell: CellId::new(cell),
        text: text.to_owned(),
    }
}

fn text_of(book: &Workbook, cell: &str) -> String {
    match &book.cell(&CellId::new(cell)).unwrap().body {
        CellBody::Markdown { text } | CellBody::Sql { text, .. } => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn typing_is_one_step_until_a_pause() {
    let mut book = made::workbook();
    let mut history = History::new();
    for (count, at) in [(1, 0), (2, 400), (3, 1_300)] {
        history
            .apply(&mut book, text("c3", &"x".repeat(count)), at)
            .unwrap();
    }
    assert_eq!(history.undo_steps(), 1);
    history.apply(&mut book, text("c3", "xxxx"), 2_300).unwrap();
    assert_eq!(history.undo_steps(), 2, "a pause of a second ends the step");
    history.apply(&mut book, text("c1", "y"), 2_301).unwrap();
    assert_eq!(history.undo_steps(), 3, "another cell is another step");
    history.undo(&mut book).unwrap();
    history.undo(&mut book).unwrap();
    assert_eq!(text_of(&book, "c3"), "xxx");
    history.undo(&mut book).unwrap();
    assert_eq!(text_of(&book, "c3"), text_of(&made::workbook(), "c3"));
}

#[test]
fn undoing_back_to_the_save_is_clean_and_typing_after_it_is_a_new_step() {
    let mut book = made::workbook();
    let mut history = History::new();
    assert!(!history.is_dirty());
    history.apply(&mut book, text("c3", "a"), 0).unwrap();
    assert!(history.is_dirty());
    history.mark_saved();
    history.apply(&mut book, text("c3", "ab"), 10).unwrap();
    assert!(history.is_dirty());
    history.undo(&mut book).unwrap();
    assert!(!history.is_dirty(), "back at the save");
    assert_eq!(text_of(&book, "c3"), "a");
    history.undo(&mut book).unwrap();
    assert!(history.is_dirty(), "undo survives the save");
    history.redo(&mut book).unwrap();
    assert!(!history.is_dirty());
    history.mark_unsaved();
    assert!(history.is_dirty());
}

#[test]
fn history_holds_five_hundred_steps_and_stays_under_fifty_megabytes() {
    let mut book = made::workbook();
    let mut history = History::new();
    for number in 0..600_u64 {
        let title = number.to_string();
        history
            .apply(&mut book, Edit::SetTitle { title }, number)
            .unwrap();
    }
    assert_eq!(history.undo_steps(), 600);
    let long = "x".repeat(1024 * 1024);
    for number in 0..120_u64 {
        history
            .apply(
                &mut book,
                text("c3", &format!("{number}{}", &long[8..])),
                number * 5_000,
            )
            .unwrap();
    }
    let kept = history.undo_steps();
    assert!((48..=52).contains(&kept), "{kept}");
    while history.undo(&mut book).unwrap().is_some() {}
}

#[test]
fn steps_are_named_in_words() {
    let book = made::workbook();
    let cell = || CellId::new("c3");
    let check = |edit: Edit, expected: &str| assert_eq!(label(&edit, &book), expected);
    check(
        Edit::RenameCell {
            cell: cell(),
            name: "sales".into(),
        },
        "Rename revenue to sales",
    );
    check(Edit::RemoveCell { cell: cell() }, "Remove revenue");
    check(
        Edit::MoveCell {
            cell: cell(),
            index: 0,
        },
        "Move revenue up",
    );
    check(
        Edit::MoveCell {
            cell: cell(),
            index: 3,
        },
        "Move revenue down",
    );
    check(text("c3", "x"), "Edit revenue");
    check(
        Edit::SetRunMode {
            cell: cell(),
            mode: RunMode::Manual,
        },
        "Run revenue by hand",
    );
    check(
        Edit::InsertCell {
            index: 0,
            cell: made::chart("c9", "trend"),
        },
        "Add chart trend",
    );
    check(
        Edit::RemoveSource {
            source: SourceId::new("s1"),
        },
        "Remove source orders",
    );
    check(
        Edit::SetTitle {
            title: "Review".into(),
        },
        "Rename workbook to Review",
    );
    let renamed = made::source("s1", "sales", "/a");
    check(
        Edit::ReplaceSource { source: renamed },
        "Rename source orders to sales",
    );
    let edits = vec![text("c3", "x"), text("c1", "x")];
    check(
        Edit::Batch {
            label: "Use discount".into(),
            edits,
        },
        "Use discount",
    );
    let hostile = Edit::SetTitle {
        title: "a\u{202e}b\n".repeat(90),
    };
    assert!(
        label(&hostile, &book)
            .chars()
            .all(|letter| !letter.is_control())
    );
}

#[test]
fn a_step_that_does_not_fit_any_more_is_kept() {
    let mut book = made::workbook();
    let mut history = History::new();
    history.apply(&mut book, text("c3", "a"), 0).unwrap();
    let cell = book.cells.remove(2);
    assert!(history.undo(&mut book).is_err(), "changed behind its back");
    book.cells.insert(2, cell);
    history
        .undo(&mut book)
        .unwrap()
        .expect("the step is still there");
    assert_eq!(book, made::workbook());
}
