//! Saving into the folder form: the same promises as of a file, at every moment of a crash, with
//! every write failing once, and against what others did to the folder meanwhile.

use std::collections::BTreeMap;
use std::path::Path;

use model::Workbook;
use workbook::file::{self, Base, Contents, FileError, Generation, Opened, Saved, unpack};
use workbook::{Fs, RealFs};

use crate::crash_fs::CrashFs;
use crate::crash_states::State;
use crate::made;

const FOLDER: &str = "/w";
const NO_SPACE: i32 = 28;

fn titled(title: &str, text: &str) -> Workbook {
    let mut book = made::workbook();
    title.clone_into(&mut book.title);
    book.cells.truncate(2);
    book.cells.push(made::sql("c9", "last", text));
    book.pages.clear();
    book
}

fn save(fs: &dyn Fs, path: &Path, book: &Workbook, base: &Base) -> Result<Saved, FileError> {
    let contents = Contents {
        workbook: book,
        results: &BTreeMap::new(),
        extras: &file::Extras::default(),
    };
    file::save(fs, path, &contents, base)
}

/// A disk with a workbook as a folder.
fn disk() -> (CrashFs, Generation) {
    let fs = CrashFs::default();
    let folder = Path::new(FOLDER);
    save(
        &fs,
        Path::new("/w.assay"),
        &titled("old", "select 1"),
        &Base::New,
    )
    .unwrap();
    unpack(&fs, Path::new("/w.assay"), folder).unwrap();
    fs.sync_folder(Path::new("/")).unwrap();
    let opened = file::open(&fs, folder).unwrap();
    assert_eq!(opened.workbook.title, "old");
    (fs, opened.generation)
}

/// The workbook that a state of the disk holds in the folder.
fn held(state: &State) -> Opened {
    let files: Vec<(&str, &[u8])> = state
        .iter()
        .map(|(path, bytes)| (path.to_str().unwrap(), &bytes[..]))
        .collect();
    file::open(&CrashFs::holding(&files), Path::new(FOLDER))
        .unwrap_or_else(|error| panic!("{error}: {:?}", state.keys()))
}

fn is_one_of(opened: &Opened) -> bool {
    let is = |title: &str, text: &str| {
        opened.workbook.cells == titled(title, text).cells && opened.workbook.title == title
    };
    is("old", "select 1") || is("new", "select 2")
}

#[test]
fn p01_a_crash_at_any_moment_leaves_the_old_folder_or_the_new_one() {
    let (fs, opened) = disk();
    let before = fs.moment();
    let mut smaller = titled("new", "select 2");
    smaller.cells.remove(0);
    save(&fs, Path::new(FOLDER), &smaller, &Base::Same(opened)).unwrap();
    let (mut states, mut old, mut new) = (0, 0, 0);
    for moment in before..=fs.moment() {
        for state in fs.crash_states(moment) {
            states += 1;
            let found = held(&state).workbook;
            match found.title.as_str() {
                "old" => assert_eq!(found.cells, titled("old", "select 1").cells),
                _ => assert_eq!(found.cells, smaller.cells),
            }
            old += usize::from(found.title == "old");
            new += usize::from(found.title == "new");
        }
    }
    assert!(states > 60 && old > 10 && new > 10, "{states} {old} {new}");
    let left = fs.now();
    assert!(
        !left
            .keys()
            .any(|path| path.to_string_lossy().contains("/.")),
        "{:?}",
        left.keys()
    );
}

#[test]
fn p03_every_write_failing_once_loses_nothing_and_the_next_save_finishes() {
    for call in 1.. {
        let (fs, opened) = disk();
        fs.fail_at(call, NO_SPACE);
        let saved = save(
            &fs,
            Path::new(FOLDER),
            &titled("new", "select 2"),
            &Base::Same(opened.clone()),
        );
        let has_failed = fs.has_failed();
        fs.never_fail();
        let found = file::open(&fs, Path::new(FOLDER)).unwrap();
        assert!(is_one_of(&found), "call {call}");
        let base = match &saved {
            Ok(saved) => saved.generation.clone(),
            Err(error) => error
                .written()
                .map_or(opened, |saved| saved.generation.clone()),
        };
        assert_eq!(
            found.generation, base,
            "call {call}: the next save knows what is there"
        );
        if saved.is_ok() {
            assert_eq!(found.workbook.title, "new", "call {call}");
        }
        let again = save(
            &fs,
            Path::new(FOLDER),
            &titled("new", "select 2"),
            &Base::Same(base),
        );
        again.unwrap_or_else(|error| panic!("call {call}: {error}"));
        assert_eq!(
            file::open(&fs, Path::new(FOLDER)).unwrap().workbook.title,
            "new"
        );
        if !has_failed {
            assert!(call > 30, "{call} calls");
            return;
        }
    }
}

#[test]
fn what_someone_else_did_to_the_folder_is_never_written_over() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    save(
        &RealFs,
        &at("w.assay"),
        &titled("old", "select 1"),
        &Base::New,
    )
    .unwrap();
    unpack(&RealFs, &at("w.assay"), &at("w")).unwrap();
    std::fs::create_dir(at("w/.git")).unwrap();
    std::fs::write(at("w/.git/config"), "mine").unwrap();
    std::fs::write(at("w/README.md"), "hello").unwrap();
    let opened = file::open(&RealFs, &at("w")).unwrap();
    assert_eq!(opened.notes, ["README.md is no part and was left out."]);
    std::fs::write(at("w/cells/03-last.sql"), "select 'by hand'").unwrap();
    let new = titled("new", "select 2");
    let refused = save(&RealFs, &at("w"), &new, &Base::Same(opened.generation)).unwrap_err();
    assert_eq!(refused.code(), "WB_CHANGED_ON_DISK");
    let by_hand = file::open(&RealFs, &at("w")).unwrap();
    let saved = save(&RealFs, &at("w"), &new, &Base::Same(by_hand.generation)).unwrap();
    let again = file::open(&RealFs, &at("w")).unwrap();
    assert_eq!(
        (again.workbook.title.as_str(), again.generation),
        ("new", saved.generation)
    );
    assert_eq!(
        std::fs::read_to_string(at("w/.git/config")).unwrap(),
        "mine"
    );
    assert_eq!(std::fs::read_to_string(at("w/README.md")).unwrap(), "hello");
    let file = std::fs::read(at("w.assay")).unwrap();
    file::pack_folder(&RealFs, &at("w"), &at("p.assay")).unwrap();
    assert_ne!(std::fs::read(at("p.assay")).unwrap(), file);
    let packed = file::open(&RealFs, &at("p.assay")).unwrap();
    assert_eq!(
        packed.generation,
        file::open(&RealFs, &at("w")).unwrap().generation
    );
}

#[test]
fn a_folder_changed_after_a_save_was_cut_off_is_for_a_person_to_decide() {
    let (fs, opened) = disk();
    let before = fs.moment();
    save(
        &fs,
        Path::new(FOLDER),
        &titled("new", "select 2"),
        &Base::Same(opened),
    )
    .unwrap();
    let cut = (before..fs.moment())
        .flat_map(|moment| fs.crash_states(moment))
        .find(|state| {
            state.keys().any(|path| path.ends_with(".assay-save"))
                && held(state).workbook.title == "new"
        })
        .expect("a save cut off in the middle");
    assert!(held(&cut).notes[0].contains("was cut off"));
    let mut mixed = cut.clone();
    mixed.insert("/w/cells/03-last.sql".into(), b"select 'by hand'".to_vec());
    let files: Vec<(&str, &[u8])> = mixed
        .iter()
        .map(|(path, bytes)| (path.to_str().unwrap(), &bytes[..]))
        .collect();
    let error = file::open(&CrashFs::holding(&files), Path::new(FOLDER)).unwrap_err();
    assert_eq!(error.code(), "WB_INCONSISTENT");
    assert!(error.to_string().contains("cells/03-last.sql"), "{error}");
}
