//! Named versions inside a file, and the way back to one as edits that can be undone.

use std::collections::BTreeMap;

use model::{Edit, EventTable, EventTableId, Hierarchy, HierarchyId, Workbook};
use proptest::prelude::*;
use workbook::compare::{Change, compare};
use workbook::file::{self, Base, Bounds, Contents, Extras, VersionHead, pack_folder, unpack};
use workbook::restore::{Part, edits_between, with_part};
use workbook::{History, RealFs, apply};

use crate::made;

const WIDE: Bounds = Bounds {
    count: 30,
    bytes: 1 << 24,
};

fn head(number: usize) -> VersionHead {
    VersionHead {
        id: format!("v{number:03}"),
        name: format!("Version {number}"),
        who: "Ada".to_owned(),
        at: format!("2026-11-{:02}T10:00:00Z", number % 28 + 1),
        bytes: 0,
    }
}

fn saved(book: &Workbook, extras: &Extras) -> Vec<u8> {
    file::write(&Contents {
        workbook: book,
        results: &BTreeMap::new(),
        extras,
    })
    .unwrap()
}

#[test]
fn versions_come_back_from_the_file_and_from_the_folder_form_with_their_paths() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().canonicalize().unwrap();
    let mut book = made::workbook();
    let inside = folder.join("orders.csv").to_str().unwrap().to_owned();
    book.sources[0].path.clone_from(&inside);
    let empty = Extras::default();
    let (extras, gone) = empty
        .with_version(&head(1), &book, Some(&folder), WIDE)
        .unwrap();
    assert!(gone.is_empty());
    let mut later = book.clone();
    later.title = "Later".to_owned();
    let contents = Contents {
        workbook: &later,
        results: &BTreeMap::new(),
        extras: &extras,
    };
    file::save(&RealFs, &folder.join("a.assay"), &contents, &Base::New).unwrap();
    unpack(&RealFs, &folder.join("a.assay"), &folder.join("a")).unwrap();
    let text = std::fs::read_to_string(folder.join("a/versions/v001.json")).unwrap();
    assert!(
        !text.contains(folder.to_str().unwrap()),
        "no path of this machine: {text}"
    );
    pack_folder(&RealFs, &folder.join("a"), &folder.join("b.assay")).unwrap();
    for name in ["a.assay", "a", "b.assay"] {
        let opened = file::open(&RealFs, &folder.join(name)).unwrap();
        let [found] = &opened.extras.versions()[..] else {
            panic!("one version in {name}")
        };
        assert_eq!(
            (found.name.as_str(), found.who.as_str()),
            ("Version 1", "Ada")
        );
        let then = opened
            .extras
            .version(&RealFs, Some(&folder), &found.id)
            .unwrap();
        assert_eq!(then, book, "{name}");
    }
}

#[test]
fn the_oldest_versions_go_by_count_and_by_size_and_are_named() {
    let book = made::workbook();
    let mut extras = Extras::default();
    let three = Bounds { count: 3, ..WIDE };
    for number in 1..=3 {
        extras = extras
            .with_version(&head(number), &book, None, three)
            .unwrap()
            .0;
    }
    let (extras, gone) = extras.with_version(&head(4), &book, None, three).unwrap();
    assert_eq!(gone, ["Version 1"]);
    let names: Vec<String> = extras
        .versions()
        .into_iter()
        .map(|head| head.name)
        .collect();
    assert_eq!(names, ["Version 4", "Version 3", "Version 2"]);
    let tight = Bounds {
        count: 30,
        bytes: 10,
    };
    let (extras, gone) = extras.with_version(&head(5), &book, None, tight).unwrap();
    assert_eq!(gone.len(), 3);
    assert_eq!(extras.versions().len(), 1, "the newest always stays");
    assert!(extras.without_version("v005").versions().is_empty());
    // A version packs small: the same document once more is a few kilobytes.
    let one = saved(&book, &extras).len() - saved(&book, &Extras::default()).len();
    assert!(one < 6_000, "{one} bytes");
}

#[test]
fn a_part_that_is_no_version_stays_in_the_file_and_is_not_listed() {
    let book = made::workbook();
    let (extras, _) = Extras::default()
        .with_version(&head(1), &book, None, WIDE)
        .unwrap();
    let bytes = saved(&book, &extras);
    let opened = file::read(&bytes).unwrap();
    assert_eq!(
        saved(&opened.workbook, &opened.extras),
        bytes,
        "saving without a change"
    );
    assert!(opened.extras.version(&RealFs, None, "v002").is_none());
}

fn restored(now: &Workbook, then: &Workbook) {
    let edits = edits_between(now, then).unwrap();
    let mut book = now.clone();
    let batch = Edit::Batch {
        label: "Restore".to_owned(),
        edits,
    };
    let back = apply(&mut book, batch).unwrap();
    assert_eq!(
        Workbook {
            id: then.id.clone(),
            ..book.clone()
        },
        *then
    );
    apply(&mut book, back).unwrap();
    assert_eq!(book, *now, "undo takes it back");
}

#[test]
fn hierarchies_stay_in_the_file_and_come_back_with_a_version() {
    let of = |id: &str, fields: [&str; 2]| Hierarchy {
        id: HierarchyId::new(id),
        name: id.to_uppercase(),
        source: "orders".to_owned(),
        fields: fields.map(str::to_owned).into(),
    };
    let mut then = made::workbook();
    then.hierarchies = vec![of("h1", ["region", "city"]), of("h2", ["group", "item"])];
    let bytes = saved(&then, &Extras::default());
    assert_eq!(file::read(&bytes).unwrap().workbook, then);
    let mut now = then.clone();
    now.hierarchies = vec![
        of("h3", ["a", "b"]),
        of("h2", ["group", "line"]),
        of("h1", ["region", "city"]),
    ];
    restored(&now, &then);
    restored(&then, &now);
    let words: Vec<String> = compare(&then, &now).iter().map(Change::words).collect();
    assert_eq!(
        words,
        [
            "workbook: hierarchy H3 added",
            "workbook: hierarchy H2 changed"
        ]
    );
}

#[test]
fn conventions_stay_in_the_file_and_come_back_with_a_version() {
    let then = made::workbook();
    let usual = saved(&then, &Extras::default());
    let mut now = then.clone();
    now.conventions.seed = Some(7);
    let bytes = saved(&now, &Extras::default());
    assert_ne!(bytes, usual);
    assert_eq!(file::read(&bytes).unwrap().workbook, now);
    assert_eq!(file::read(&usual).unwrap().workbook, then);
    restored(&now, &then);
    restored(&then, &now);
    let words: Vec<String> = compare(&then, &now).iter().map(Change::words).collect();
    assert_eq!(words, ["workbook: seed set to 7"]);
}

#[test]
fn events_tables_stay_in_the_file_and_come_back_with_a_version() {
    let of = |id: &str, end: Option<&str>| EventTable {
        id: EventTableId::new(id),
        name: id.to_uppercase(),
        source: "releases".to_owned(),
        start: "at".to_owned(),
        end: end.map(str::to_owned),
        text: "what".to_owned(),
        kind: None,
        on_every_chart: true,
    };
    let mut then = made::workbook();
    then.event_tables = vec![of("e1", None), of("e2", Some("until")), of("e4", None)];
    let bytes = saved(&then, &Extras::default());
    assert_eq!(file::read(&bytes).unwrap().workbook, then);
    let mut now = then.clone();
    now.event_tables = vec![of("e3", None), of("e2", None), of("e1", None)];
    restored(&now, &then);
    restored(&then, &now);
    let words: Vec<String> = compare(&then, &now).iter().map(Change::words).collect();
    assert_eq!(
        words,
        [
            "workbook: events E3 added",
            "workbook: events E2 changed",
            "workbook: events E4 removed"
        ]
    );
}

#[test]
fn cells_that_swapped_names_kinds_and_places_come_back() {
    let then = made::workbook();
    let mut now = then.clone();
    now.cells.reverse();
    let (first, second) = (now.cells[0].name.clone(), now.cells[1].name.clone());
    now.cells[0].name = second;
    now.cells[1].name = first;
    now.cells[2] = made::markdown(now.cells[2].id.as_str(), "other", "now a text");
    now.cells.push(made::sql("new", "fresh", "select 1"));
    now.sources.reverse();
    now.sources.push(made::source("s9", "nine", "/nine.csv"));
    now.pages.clear();
    now.title = "Now".to_owned();
    restored(&now, &then);
    restored(&then, &now);
}

#[test]
fn one_part_comes_back_and_the_rest_stays() {
    let then = made::workbook();
    let mut now = then.clone();
    let cell = now.cells.remove(2);
    now.title = "Now".to_owned();
    let wanted = with_part(&now, &then, &Part::Cell(cell.id.clone()));
    assert_eq!((wanted.title.as_str(), &wanted.cells[2]), ("Now", &cell));
    restored(&now, &wanted);
    let without = with_part(&then, &now, &Part::Cell(cell.id));
    assert_eq!(without.cells, now.cells);
    assert_eq!(without.title, then.title);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_two_states_of_a_workbook_lead_to_one_another(
        keep in prop::collection::vec(any::<bool>(), 12),
        turn in 0_usize..6,
        text in "[a-z ]{0,12}",
    ) {
        let then = made::workbook();
        let mut now = then.clone();
        let mut at = 0;
        now.cells.retain(|_| { at += 1; keep.get(at).copied().unwrap_or(true) });
        now.sources.retain(|_| { at += 1; keep.get(at).copied().unwrap_or(true) });
        let count = now.cells.len().max(1);
        now.cells.rotate_left(turn % count);
        now.about = text;
        now.pages.clear();
        restored(&now, &then);
        restored(&then, &now);
    }
}

#[test]
fn a_restored_version_is_one_step_of_the_history() {
    let then = made::workbook();
    let mut book = then.clone();
    let mut history = History::new();
    book.title = "Now".to_owned();
    book.cells.remove(0);
    let before = book.clone();
    let edits = edits_between(&book, &then).unwrap();
    let label = "Restore version 1".to_owned();
    history
        .apply(&mut book, Edit::Batch { label, edits }, 1)
        .unwrap();
    history.undo(&mut book).unwrap();
    assert_eq!(book, before);
}

#[test]
fn a_packed_document_is_the_document_seen_from_where_it_lies_and_damage_is_nothing() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let here = one.path().canonicalize().unwrap();
    let there = other.path().canonicalize().unwrap();
    let mut book = made::workbook();
    book.sources[0].path = here.join("orders.csv").to_str().unwrap().to_owned();
    let packed = file::pack_document(&book, Some(&here)).unwrap();
    let same = file::unpack_document(&RealFs, &packed, Some(&here)).unwrap();
    assert_eq!(compare(&book, &same), []);
    let moved = file::unpack_document(&RealFs, &packed, Some(&there)).unwrap();
    assert!(moved.sources[0].path.starts_with(there.to_str().unwrap()));
    for end in 0..packed.len() {
        assert_eq!(file::unpack_document(&RealFs, &packed[..end], None), None);
    }
    for wrong in [&b""[..], b"PK", &[0; 100], &[0xff; 100]] {
        assert_eq!(file::unpack_document(&RealFs, wrong, None), None);
    }
}
