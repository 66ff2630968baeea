//! A save is all or nothing: under power loss, under every failing call, under two writers.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use workbook::file::{self, Base, Contents, Extras, FileError, Generation, Saved};
use workbook::{Fs, RealFs};

use crate::crash_fs::CrashFs;
use crate::made;

const TARGET: &str = "/w/a.assay";
const ERRORS: [(i32, &str); 6] = [
    (28, "FILE_NO_SPACE"),
    (5, "FILE_FAULT"),
    (122, "FILE_NO_SPACE"),
    (30, "FILE_READ_ONLY"),
    (13, "FILE_NO_PERMISSION"),
    (24, "SYSTEM_LIMIT"),
];

/// A workbook of about `size` bytes that cannot be packed much.
pub(crate) fn bytes(title: &str, size: u32) -> Vec<u8> {
    let mut book = made::workbook();
    book.title = title.into();
    let noise: Vec<u8> = (0..size / 4)
        .flat_map(|number| {
            number
                .wrapping_mul(2_654_435_761)
                .rotate_left(number % 31)
                .to_le_bytes()
        })
        .collect();
    made::file(
        &book,
        &BTreeMap::from(
            [("c3".to_owned(), noise)]
                .map(|(id, rows)| (model::CellId::new(id), made::result(&rows))),
        ),
    )
}

pub(crate) fn save(
    fs: &dyn Fs,
    path: &Path,
    bytes: &[u8],
    base: &Base,
) -> Result<Saved, FileError> {
    let opened = file::read(bytes).unwrap();
    let file::Opened {
        workbook,
        results,
        extras,
        ..
    } = &opened;
    file::save(
        fs,
        path,
        &Contents {
            workbook,
            results,
            extras,
        },
        base,
    )
}

/// P02: in no state that a power loss leaves is the workbook anything but whole, old or new; and
/// once acknowledged it is new (R14).
#[test]
fn p02_r14_a_save_survives_power_loss_at_every_moment() {
    let (old, new, third) = (
        bytes("old", 4_000),
        bytes("new", 90_000),
        bytes("third", 60_000),
    );
    let mut states = 0;
    for first in [true, false] {
        let fs = if first {
            CrashFs::default()
        } else {
            CrashFs::holding(&[(TARGET, &old)])
        };
        let start = fs.moment();
        let base = if first {
            Base::New
        } else {
            Base::Same(Generation::of(&old))
        };
        let saved = save(&fs, Path::new(TARGET), &new, &base).unwrap();
        let after_first = fs.moment();
        save(
            &fs,
            Path::new(TARGET),
            &third,
            &Base::Same(saved.generation),
        )
        .unwrap();
        let end = fs.moment();
        for moment in start..=end {
            for state in fs.crash_states(moment) {
                states += 1;
                let found = state.get(Path::new(TARGET)).map(Vec::as_slice);
                let is_fine = match found {
                    None => first && moment < after_first,
                    Some(found) if found == old => !first && moment < after_first,
                    Some(found) if found == new => moment < end,
                    Some(found) => found == third && moment > after_first,
                };
                assert!(is_fine, "after {moment} of {start}..{after_first}..{end}");
            }
        }
    }
    assert!(states > 500, "{states} states were looked at");
}

/// The model finds what a save forgets: without the first fsync, a crash can leave a torn file.
#[test]
fn p02_a_save_without_fsync_would_be_found_out() {
    let old = bytes("old", 4_000);
    let new = bytes("new", 9_000);
    let fs = CrashFs::holding(&[(TARGET, &old)]);
    let temporary = Path::new("/w/t");
    fs.create_new(temporary).unwrap().append(&new).unwrap();
    fs.rename(temporary, Path::new(TARGET)).unwrap();
    fs.sync_folder(Path::new("/w")).unwrap();
    let states = fs.crash_states(fs.moment());
    let is_torn = |found: &Vec<u8>| *found != old && *found != new;
    assert!(
        states
            .iter()
            .any(|state| state.get(Path::new(TARGET)).is_some_and(is_torn))
    );
}

/// P03: whichever call fails, the old file is whole, the message is plain, and trying again works.
#[test]
fn p03_every_call_may_fail() {
    let (old, new) = (bytes("old", 2_000), bytes("new", 3_000));
    for (error, code) in ERRORS {
        let mut call = 1;
        loop {
            let fs = CrashFs::holding(&[(TARGET, &old)]);
            fs.fail_at(call, error);
            let base = Base::Same(Generation::of(&old));
            let saved = save(&fs, Path::new(TARGET), &new, &base);
            let has_failed = fs.has_failed();
            fs.never_fail();
            let now = fs.now();
            let found = &now[Path::new(TARGET)];
            let base = match &saved {
                Ok(saved) => Base::Same(saved.generation.clone()),
                Err(failure) => {
                    let message = failure.to_string();
                    assert_eq!(failure.code(), code, "call {call}: {message}");
                    assert!(
                        message.chars().count() <= 400 && !message.contains("os error"),
                        "{message}"
                    );
                    assert!(message.starts_with("a.assay"), "{message}");
                    match failure.written() {
                        Some(written) => assert_eq!(written.generation, Generation::of(found)),
                        None => assert_eq!(found, &old, "call {call}"),
                    }
                    let written = failure.written().map(|saved| saved.generation.clone());
                    Base::Same(written.unwrap_or(Generation::of(&old)))
                }
            };
            assert_eq!(
                now.len(),
                1,
                "call {call} leaves nothing behind: {:?}",
                now.keys()
            );
            let third = bytes("third", 1_000);
            save(&fs, Path::new(TARGET), &third, &base).unwrap();
            assert_eq!(fs.now()[Path::new(TARGET)], third, "call {call}");
            if !has_failed {
                assert!(call > 12, "{call} calls were tried");
                break;
            }
            call += 1;
        }
    }
}

#[test]
fn a_full_disk_names_the_needed_and_the_free_space() {
    let old = bytes("old", 100);
    let fs = CrashFs::holding(&[(TARGET, &old)]);
    let mut call = 1;
    let message = loop {
        fs.fail_at(call, 28);
        match save(&fs, Path::new(TARGET), &bytes("new", 50_000), &Base::Any) {
            Err(failure) if failure.to_string().contains("Needed") => break failure.to_string(),
            _ => call += 1,
        }
        assert!(call < 30);
    };
    assert!(
        message.contains("Needed: 5") && message.contains("free: 4.0 kB"),
        "{message}"
    );
}

#[test]
fn a_file_that_changed_on_disk_is_not_written_over() {
    let (old, other, new) = (bytes("old", 100), bytes("other", 100), bytes("new", 100));
    let fs = CrashFs::holding(&[(TARGET, &other)]);
    let path = Path::new(TARGET);
    let failure = save(&fs, path, &new, &Base::Same(Generation::of(&old))).unwrap_err();
    assert_eq!(failure.code(), "WB_CHANGED_ON_DISK");
    let failure = save(&fs, path, &new, &Base::New).unwrap_err();
    assert_eq!(failure.code(), "WB_EXISTS");
    assert_eq!(fs.now()[path], other);
    save(&fs, path, &new, &Base::Any).unwrap();
    assert_eq!(fs.now()[path], new);
    assert_eq!(fs.mode(TARGET), 0o640, "the mode stays");
    save(&fs, path, &new, &Base::New).expect("the same bytes again are no conflict");
    let gone = CrashFs::default();
    save(&gone, path, &new, &Base::Same(Generation::of(&old)))
        .expect("W43: a deleted file comes back");
    assert_eq!(gone.mode(TARGET), 0o644);
}

/// P08: two windows that save one file again and again never lose a step of each other.
#[test]
fn p08_two_writers_never_lose_work() {
    two_writers(150);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_p08_two_writers_of_1_000_saves_never_lose_work() {
    two_writers(1_000);
}

fn two_writers(saves: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    let link = folder.path().join("link.assay");
    std::fs::write(&path, bytes("0", 100)).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let conflicts = std::sync::atomic::AtomicU64::new(0);
    let work = |path: &Path, who: &str| {
        let mut done = 0;
        while done < saves {
            let mut opened = file::open(&RealFs, path).unwrap();
            let count: u64 = opened.workbook.title.parse().unwrap();
            opened.workbook.title = (count + 1).to_string();
            // Two saves of the same bytes would be one.
            who.clone_into(&mut opened.workbook.about);
            let file::Opened {
                workbook,
                results,
                extras,
                generation,
                ..
            } = &opened;
            let base = Base::Same(generation.clone());
            match file::save(
                &RealFs,
                path,
                &Contents {
                    workbook,
                    results,
                    extras,
                },
                &base,
            ) {
                Ok(_) => done += 1,
                Err(failure) => {
                    assert_eq!(failure.code(), "WB_CHANGED_ON_DISK", "{failure}");
                    conflicts.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| work(&path, "first"));
        scope.spawn(|| work(&link, "second"));
    });
    let title = file::open(&RealFs, &path).unwrap().workbook.title;
    assert_eq!(
        title,
        (2 * saves).to_string(),
        "with {conflicts:?} conflicts"
    );
    assert!(link.is_symlink(), "the link is still a link");
}

#[test]
fn r16_a_link_is_followed_permissions_stay_and_hard_links_are_mentioned() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("there");
    std::fs::create_dir(&there).unwrap();
    let (real, link) = (there.join("a.assay"), folder.path().join("link.assay"));
    std::os::unix::fs::symlink("there/a.assay", &link).unwrap();
    let first = save(&RealFs, &link, &bytes("1", 100), &Base::New).expect("a link to nothing yet");
    assert_eq!(first.path, real.canonicalize().unwrap());
    assert!(first.notes.is_empty());
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::fs::hard_link(&real, there.join("b.assay")).unwrap();
    let second = save(
        &RealFs,
        &link,
        &bytes("2", 100),
        &Base::Same(first.generation),
    )
    .unwrap();
    assert!(second.notes[0].contains("hard links"));
    assert_eq!(mode(&real), 0o640, "who may read it stays");
    assert!(link.is_symlink(), "the link stays a link");
    assert_eq!(file::open(&RealFs, &link).unwrap().workbook.title, "2");
    assert_eq!(
        file::open(&RealFs, &there.join("b.assay"))
            .unwrap()
            .workbook
            .title,
        "1"
    );
}

#[test]
fn w44_what_cannot_be_written_says_so_and_stays() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    std::fs::write(&path, bytes("old", 100)).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let failure = save(&RealFs, &path, &bytes("new", 100), &Base::Any).unwrap_err();
    assert_eq!(failure.code(), "FILE_READ_ONLY");
    assert_eq!(file::open(&RealFs, &path).unwrap().workbook.title, "old");
    let gone = folder.path().join("gone/a.assay");
    let failure = save(&RealFs, &gone, &bytes("new", 100), &Base::New).unwrap_err();
    assert_eq!(failure.code(), "FILE_NOT_FOUND");
    let said = failure.to_string();
    assert!(said.contains("Save it in another folder"), "{said}");
    let failure = save(&RealFs, folder.path(), &bytes("new", 100), &Base::Any).unwrap_err();
    assert_eq!(failure.code(), "FILE_NOT_A_FILE");
    let long = folder.path().join("x".repeat(300));
    assert_eq!(
        save(&RealFs, &long, &bytes("new", 100), &Base::New)
            .unwrap_err()
            .code(),
        "FILE_BAD_NAME"
    );
}

/// P05: what killed saves leave behind goes with the next save, and nothing else does.
#[test]
fn p05_only_own_old_unused_temporary_files_are_swept() {
    let folder = tempfile::tempdir().unwrap();
    let make = |name: &str, age: u64| -> PathBuf {
        let path = folder.path().join(name);
        let file = std::fs::File::create(&path).unwrap();
        let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        if age > 0 {
            file.set_modified(then).unwrap();
        }
        path
    };
    let old = make(".assay-0123.tmp", 1);
    let young = make(".assay-4567.tmp", 0);
    let foreign = make(".other-0123.tmp", 1);
    let used = make(".assay-89ab.tmp", 1);
    let lock = std::fs::File::open(&used).unwrap();
    lock.lock().unwrap();
    let (results, extras) = (BTreeMap::new(), Extras::default());
    let contents = Contents {
        workbook: &made::workbook(),
        results: &results,
        extras: &extras,
    };
    file::save(
        &RealFs,
        &folder.path().join("a.assay"),
        &contents,
        &Base::New,
    )
    .unwrap();
    assert!(!old.exists(), "old and unused");
    assert!(young.exists() && foreign.exists() && used.exists());
}
