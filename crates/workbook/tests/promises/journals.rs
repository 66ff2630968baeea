//! Unsaved work comes back: torn, cut off, zeroed, of another version, still in use.

use std::path::Path;

use model::{CellId, Edit};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use workbook::file::Generation;
use workbook::journal::{self, Journal, Start};
use workbook::{History, RealFs, apply};

use crate::crash_fs::CrashFs;
use crate::made;

const AT: &str = "2026-11-21T10:00:00Z";

fn edit(number: usize) -> Edit {
    Edit::SetText {
        cell: CellId::new("c3"),
        text: format!("select {number}"),
    }
}

fn start() -> Start {
    Start::new(
        made::workbook(),
        Some((Path::new("/w/a.assay"), &Generation::of(b"x"))),
        AT,
    )
}

fn text(book: &model::Workbook) -> String {
    serde_json::to_string(book).unwrap()
}

/// A journal of `count` edits as bytes, and where each record ends.
fn written(folder: &Path, count: usize) -> (Vec<u8>, Vec<u64>) {
    let mut journal = Journal::create(&RealFs, folder, "made", &start()).unwrap();
    let mut ends = vec![journal.bytes()];
    for number in 0..count {
        journal
            .append(&edit(number), &format!("2026-11-21T10:00:{number:02}Z"))
            .unwrap();
        ends.push(journal.bytes());
    }
    let bytes = std::fs::read(folder.join("made.journal")).unwrap();
    journal.discard(&RealFs).unwrap();
    (bytes, ends)
}

#[test]
fn unsaved_work_is_offered_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("state/journals");
    let mut book = made::workbook();
    let mut history = History::new();
    let mut journal = Journal::create(&RealFs, &folder, "s1", &start()).unwrap();
    for number in 0..3_u64 {
        let edit = Edit::SetTitle {
            title: number.to_string(),
        };
        history
            .apply(&mut book, edit.clone(), number * 5000)
            .unwrap();
        journal.append(&edit, AT).unwrap();
    }
    let undone = history.undo(&mut book).unwrap().unwrap();
    journal.append(&undone, "2026-11-21T11:00:00Z").unwrap();
    journal.sync().unwrap();
    assert!(
        journal::list(&RealFs, &folder).recoveries.is_empty(),
        "its window is still open"
    );
    assert_eq!(
        journal::replay(&RealFs, &folder, "s1").unwrap_err().code(),
        "JOURNAL_IN_USE"
    );
    assert!(journal::discard(&RealFs, &folder, "s1").is_err());
    drop(journal);

    let listing = journal::list(&RealFs, &folder);
    let found = &listing.recoveries[0];
    assert_eq!((found.title.as_str(), found.steps), ("1", 4));
    assert_eq!(found.edited_at, "2026-11-21T11:00:00Z");
    assert_eq!(found.path.as_deref(), Some("/w/a.assay"));
    let replayed = journal::replay(&RealFs, &folder, &found.name).unwrap();
    assert_eq!(replayed.workbook, book);
    assert!(!replayed.is_cut);
    let (path, generation) = replayed.file().unwrap();
    assert_eq!(
        (path.to_str().unwrap(), generation),
        ("/w/a.assay", Generation::of(b"x"))
    );
    journal::discard(&RealFs, &folder, "s1").unwrap();
    assert_eq!(
        journal::replay(&RealFs, &folder, "s1").unwrap_err().code(),
        "JOURNAL_GONE"
    );
    assert_eq!(journal::list(&RealFs, &folder), journal::Listing::default());
}

#[test]
fn a_save_begins_a_new_journal_and_one_without_edits_is_not_offered() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(&RealFs, folder.path(), "s1", &start()).unwrap();
    journal.append(&edit(1), AT).unwrap();
    journal.restart(&RealFs, "s2", &start()).unwrap();
    assert_eq!(
        (journal.edits(), folder.path().join("s1.journal").exists()),
        (0, false)
    );
    assert!(
        journal.restart(&RealFs, "s2", &start()).is_err(),
        "the name is taken"
    );
    drop(journal);
    assert!(journal::list(&RealFs, folder.path()).recoveries.is_empty());
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "removed"
    );
}

/// G08: cut off at every byte, the journal gives back every whole record before the cut.
#[test]
fn g08_a_torn_journal_gives_back_what_came_before() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, ends) = written(folder.path(), 6);
    let path = folder.path().join("torn.journal");
    for length in 0..=bytes.len() {
        std::fs::write(&path, &bytes[..length]).unwrap();
        let whole = ends.iter().filter(|end| **end <= length as u64).count();
        match journal::replay(&RealFs, folder.path(), "torn") {
            Ok(found) => {
                assert_eq!(found.steps as usize + 1, whole, "cut at {length}");
                assert_eq!(
                    found.is_cut,
                    !ends.contains(&(length as u64)),
                    "cut at {length}"
                );
                let mut expected = made::workbook();
                (0..whole - 1).for_each(|number| drop(apply(&mut expected, edit(number)).unwrap()));
                assert_eq!(text(&found.workbook), text(&expected));
            }
            Err(error) => {
                assert_eq!(
                    (whole, error.code()),
                    (0, "JOURNAL_UNREADABLE"),
                    "cut at {length}"
                );
            }
        }
    }
}

/// G08: a flipped bit anywhere ends the replay at the last good record, never in a wrong document.
#[test]
fn g08_a_flipped_bit_ends_the_replay_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, ends) = written(folder.path(), 4);
    let mut random = StdRng::seed_from_u64(8);
    let path = folder.path().join("flipped.journal");
    for _ in 0..2_000 {
        let mut flipped = bytes.clone();
        let at = random.random_range(0..bytes.len());
        flipped[at] ^= 1 << random.random_range(0..8);
        std::fs::write(&path, &flipped).unwrap();
        let whole = ends.iter().filter(|end| **end <= at as u64).count();
        match journal::replay(&RealFs, folder.path(), "flipped") {
            Ok(found) => assert_eq!(
                (found.steps as usize + 1, found.is_cut),
                (whole, true),
                "{at}"
            ),
            Err(_) => assert_eq!(whole, 0, "byte {at}"),
        }
    }
}

#[test]
fn g08_other_versions_bad_lengths_and_huge_files_are_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    let (bytes, _) = written(folder.path(), 1);
    let mut newer = bytes.clone();
    newer[14] = b'2';
    let mut long = bytes[..16].to_vec();
    long.extend(u32::MAX.to_le_bytes());
    long.extend([7; 100]);
    for (name, content) in [("newer", &newer), ("long", &long), ("empty", &Vec::new())] {
        std::fs::write(folder.path().join(format!("{name}.journal")), content).unwrap();
    }
    let huge = std::fs::File::create(folder.path().join("huge.journal")).unwrap();
    huge.set_len(2 << 30).unwrap();
    drop(huge);
    std::fs::write(folder.path().join("good.journal"), &bytes).unwrap();
    let listing = journal::list(&RealFs, folder.path());
    assert_eq!(listing.recoveries.len(), 1);
    assert_eq!(listing.notes.len(), 4, "{:?}", listing.notes);
    let aside = std::fs::read(folder.path().join("newer.journal.unreadable")).unwrap();
    assert_eq!(aside, newer, "nothing is thrown away");
    assert!(
        journal::list(&RealFs, folder.path()).notes.is_empty(),
        "said once"
    );
}

#[test]
fn names_from_outside_stay_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["../x", "a/b", "", ".", "x.journal"] {
        assert!(
            journal::replay(&RealFs, folder.path(), name).is_err(),
            "{name}"
        );
        assert!(
            journal::discard(&RealFs, folder.path(), name).is_err(),
            "{name}"
        );
        assert!(
            Journal::create(&RealFs, folder.path(), name, &start()).is_err(),
            "{name}"
        );
    }
}

/// P02 for journals: after a sync, every state that a power loss leaves holds every edit before it.
#[test]
fn p02_what_was_synced_survives_power_loss() {
    let fs = CrashFs::default();
    let folder = Path::new("/j");
    let mut journal = Journal::create(&fs, folder, "s1", &start()).unwrap();
    let mut promised = vec![(fs.moment(), 0)];
    for number in 0..5 {
        journal.append(&edit(number), AT).unwrap();
        if number % 2 == 0 {
            journal.sync().unwrap();
            promised.push((fs.moment(), number + 1));
        }
    }
    let mut states = 0;
    for moment in promised[0].0..=fs.moment() {
        let least = promised
            .iter()
            .filter(|(at, _)| *at <= moment)
            .map(|(_, steps)| *steps)
            .max();
        for state in fs.crash_states(moment) {
            states += 1;
            let bytes = &state[Path::new("/j/s1.journal")];
            let after = CrashFs::holding(&[("/j/s1.journal", bytes)]);
            let found = journal::replay(&after, folder, "s1").unwrap();
            assert!(found.steps as usize >= least.unwrap(), "at {moment}");
        }
    }
    assert!(states >= 12, "{states}");
}

/// P02 for a new beginning: at every moment of it one journal or the other has all the work.
#[test]
fn p02_a_new_beginning_never_leaves_the_work_without_a_journal() {
    let fs = CrashFs::default();
    let folder = Path::new("/j");
    let mut journal = Journal::create(&fs, folder, "s1", &start()).unwrap();
    let mut book = made::workbook();
    apply(&mut book, edit(1)).unwrap();
    journal.append(&edit(1), AT).unwrap();
    journal.sync().unwrap();
    let before = fs.moment();
    let now = Start::new(book.clone(), None, AT);
    journal.restart(&fs, "s2", &now).unwrap();
    for moment in before..=fs.moment() {
        for state in fs.crash_states(moment) {
            let files: Vec<(&str, &[u8])> = state
                .iter()
                .map(|(path, bytes)| (path.to_str().unwrap(), &bytes[..]))
                .collect();
            let after = CrashFs::holding(&files);
            let is_there = ["s1", "s2"].iter().any(|name| {
                journal::replay(&after, folder, name).is_ok_and(|found| found.workbook == book)
            });
            assert!(is_there, "at {moment}: {:?}", state.keys());
        }
    }
}

/// P03 for journals: whichever call fails, what was appended before is there.
#[test]
fn p03_a_failing_append_loses_nothing_before_it() {
    for call in 1..12 {
        let fs = CrashFs::default();
        fs.fail_at(call, 28);
        let Ok(mut journal) = Journal::create(&fs, Path::new("/j"), "s1", &start()) else {
            continue;
        };
        let mut kept = 0;
        for number in 0..6 {
            if journal.append(&edit(number), AT).is_err() {
                break;
            }
            kept += 1;
        }
        assert_eq!(
            journal.append(&edit(9), AT).is_ok(),
            kept == 6,
            "a torn journal takes no more"
        );
        drop(journal);
        fs.never_fail();
        let found = journal::replay(&fs, Path::new("/j"), "s1").unwrap();
        assert!(found.steps >= kept, "call {call}");
    }
}
