//! `kill -9` in the middle of saving and of typing: a child works, the parent kills it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use model::{CellId, Edit};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use workbook::file::{self, Base, Contents};
use workbook::journal::{self, Journal, Start};
use workbook::{History, RealFs};

use crate::made;

/// Three times: for a small file, for a larger one, and for a folder.
const SAVES_KILLED: u64 = 150;
/// The same in `make soak`, so that 10 000 saves are killed in all.
const SAVES_KILLED_IN_SOAK: u64 = 3_334;

/// Not a test of its own: what the children of the tests below do. Without a task it does nothing.
#[test]
#[ignore = "run as a child by the tests of this module"]
fn child() {
    let mut task = String::new();
    std::io::stdin().lock().read_line(&mut task).unwrap();
    if let Some(folder) = task.trim_end().strip_prefix("save ") {
        save_for_ever(Path::new(folder));
    } else if let Some(folder) = task.trim_end().strip_prefix("copy ") {
        save_as_for_ever(Path::new(folder));
    } else if let Some(folder) = task.trim_end().strip_prefix("type ") {
        type_for_ever(Path::new(folder));
    }
}

fn acknowledge(number: u64) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("ack {number}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

fn save_for_ever(folder: &Path) {
    let path = place(folder);
    let mut opened = file::open(&RealFs, &path).unwrap();
    let mut number: u64 = opened.workbook.title.parse().unwrap();
    loop {
        number += 1;
        opened.workbook.title = number.to_string();
        let file::Opened {
            workbook,
            results,
            extras,
            generation,
            ..
        } = &opened;
        let base = Base::Same(generation.clone());
        let saved = file::save(
            &RealFs,
            &path,
            &Contents {
                workbook,
                results,
                extras,
            },
            &base,
        )
        .unwrap();
        opened.generation = saved.generation;
        acknowledge(number);
    }
}

/// Saves under one new name after another.
fn save_as_for_ever(folder: &Path) {
    let mut opened = file::open(&RealFs, &folder.join("a.assay")).unwrap();
    for number in copies(folder).len() + 1.. {
        opened.workbook.title = number.to_string();
        let contents = Contents {
            workbook: &opened.workbook,
            results: &opened.results,
            extras: &opened.extras,
        };
        let path = folder.join(format!("b{number}.assay"));
        file::save(&RealFs, &path, &contents, &Base::New).unwrap();
        acknowledge(number as u64);
    }
}

/// The files that were saved under new names.
fn copies(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_copy = |path: &std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with('b') && name.ends_with(".assay")
    };
    paths.filter(is_copy).collect()
}

/// What is saved in a folder of a test: a file, or an unpacked workbook when there is one.
fn place(folder: &Path) -> std::path::PathBuf {
    let unpacked = folder.join("a");
    if unpacked.is_dir() {
        unpacked
    } else {
        folder.join("a.assay")
    }
}

fn type_for_ever(folder: &Path) {
    let mut book = made::workbook();
    let mut history = History::new();
    let start = Start::new(book.clone(), None, "2026-11-21T10:00:00Z");
    let mut journal = Journal::create(&RealFs, folder, "child", &start).unwrap();
    for number in 1.. {
        let edit = Edit::SetText {
            cell: CellId::new("c3"),
            text: format!("select {number}"),
        };
        history.apply(&mut book, edit.clone(), number).unwrap();
        journal.append(&edit, "2026-11-21T10:00:01Z").unwrap();
        acknowledge(number);
    }
}

/// Starts a child, kills it after a while and answers the last number it acknowledged.
fn kill_after(task: &str, pause: Duration) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "kills::child",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{task}").unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let number = |line: String| {
        line.split("ack ")
            .nth(1)
            .and_then(|number| number.parse().ok())
    };
    let mut last: Option<u64> = None;
    while last.is_none() {
        last = number(lines.next().expect("the child acknowledges").unwrap());
    }
    std::thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    // What the child said before it died still waits in the pipe; its last line may be torn.
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    rest.into_iter()
        .filter_map(number)
        .next_back()
        .max(last)
        .unwrap()
}

/// P01: whenever a save is killed, the file opens and is not older than the last acknowledged save.
#[test]
fn p01_no_save_of_a_small_file_is_lost_or_torn_by_kill_9() {
    saves_survive(1, 100, false, SAVES_KILLED);
}

/// As above for a file that takes longer to write.
#[test]
fn p01_no_save_of_a_larger_file_is_lost_or_torn_by_kill_9() {
    saves_survive(2, 60_000, false, SAVES_KILLED);
}

/// The same for the folder form, which is many files.
#[test]
fn p01_no_save_of_a_folder_is_lost_or_torn_by_kill_9() {
    saves_survive(3, 2_000, true, SAVES_KILLED);
}

/// The same where each save is a new file: every acknowledged one is there, and none is torn.
#[test]
fn p01_no_save_under_a_new_name_is_lost_or_torn_by_kill_9() {
    copies_survive(4, 100);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_p01_no_save_of_50_mb_is_lost_or_torn_by_kill_9() {
    let rows = 50_000_000 / 4;
    saves_survive(14, rows, false, 200);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_10_000_saves_killed_lose_and_tear_nothing() {
    copies_survive(15, 1_000);
    saves_survive(11, 100, false, SAVES_KILLED_IN_SOAK);
    saves_survive(12, 60_000, false, SAVES_KILLED_IN_SOAK);
    saves_survive(13, 2_000, true, SAVES_KILLED_IN_SOAK);
}

fn copies_survive(seed: u64, kills: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let bytes = made::file(&made::workbook(), &made::results());
    std::fs::write(folder.path().join("a.assay"), bytes).unwrap();
    let mut saved = 0;
    for kill in 0..kills {
        let pause = Duration::from_micros(random.random_range(0..10_000));
        let acknowledged = kill_after(&format!("copy {}", folder.path().display()), pause);
        let found = copies(folder.path());
        let count = found.len() as u64;
        assert!(
            count >= acknowledged,
            "kill {kill} (seed {seed}): {count} of {acknowledged}"
        );
        // Those of earlier kills were opened then.
        for number in saved + 1..=count {
            let path = folder.path().join(format!("b{number}.assay"));
            let opened = file::open(&RealFs, &path).unwrap();
            assert_eq!(opened.read_only, None, "kill {kill} (seed {seed})");
            assert_eq!(opened.workbook.title, number.to_string());
            assert_eq!(opened.results, made::results());
        }
        saved = count;
    }
    assert!(saved >= kills, "{saved} saves");
}

fn saves_survive(seed: u64, rows: u32, is_folder: bool, kills: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    let mut book = made::workbook();
    book.title = "0".into();
    let rows: Vec<u8> = (0..rows)
        .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
        .collect();
    let results_bytes = rows.len();
    let results = [(CellId::new("c3"), made::result(&rows))].into();
    std::fs::write(&path, made::file(&book, &results)).unwrap();
    if is_folder {
        file::unpack(&RealFs, &path, &folder.path().join("a")).unwrap();
        std::fs::remove_file(&path).unwrap();
    }
    let path = place(folder.path());
    // A save of 50 MB takes longer than all of the others.
    let longest = if results_bytes > 1_000_000 {
        400_000
    } else {
        10_000
    };
    let mut saves = 0;
    for kill in 0..kills {
        let pause = Duration::from_micros(random.random_range(0..longest));
        let acknowledged = kill_after(&format!("save {}", folder.path().display()), pause);
        let opened = file::open(&RealFs, &path).unwrap();
        assert!(opened.read_only.is_none(), "kill {kill} (seed {seed})");
        let found: u64 = opened.workbook.title.parse().unwrap();
        assert!(
            found >= acknowledged,
            "kill {kill} (seed {seed}): {found} is older than {acknowledged}"
        );
        assert_eq!(opened.results, results);
        saves = found;
    }
    assert!(saves >= kills, "{saves} saves");
    if !is_folder {
        sweep_leaves_nothing(folder.path());
    }
}

/// P05: a minute later the next save clears away what the killed ones left.
fn sweep_leaves_nothing(folder: &Path) {
    let mut left = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "tmp") {
            left += 1;
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000))
                .unwrap();
        }
    }
    workbook::save::sweep(&RealFs, folder);
    let names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["a.assay"], "{left} were left by the kills");
}

/// P06: a killed window loses no edit that its journal had taken.
#[test]
fn p06_no_typing_is_lost_by_kill_9() {
    typing_survives(60);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_p06_1_000_kills_lose_no_typing() {
    typing_survives(1_000);
}

fn typing_survives(kills: u64) {
    const SEED: u64 = 6;
    let mut random = StdRng::seed_from_u64(SEED);
    let folder = tempfile::tempdir().unwrap();
    for kill in 0..kills {
        let pause = Duration::from_micros(random.random_range(0..20_000));
        let acknowledged = kill_after(&format!("type {}", folder.path().display()), pause);
        let listing = journal::list(&RealFs, folder.path());
        let name = &listing.recoveries[0].name;
        let found = journal::replay(&RealFs, folder.path(), name).unwrap();
        let steps = u64::from(found.steps);
        assert!(
            steps >= acknowledged,
            "kill {kill} (seed {SEED}): {steps} of {acknowledged}"
        );
        let expected = Edit::SetText {
            cell: CellId::new("c3"),
            text: format!("select {steps}"),
        };
        let mut book = made::workbook();
        workbook::apply(&mut book, expected).unwrap();
        assert_eq!(found.workbook, book);
        journal::discard(&RealFs, folder.path(), name).unwrap();
    }
}
