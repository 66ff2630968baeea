//! A damaged, foreign, newer, older or unwritable catalog: it opens, says so, and loses no more
//! than it must.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use catalog::{Catalog, Opened, Recent, Run};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rusqlite::Connection;

const AT: &str = "2026-11-21T10:00:00Z";
const NEXT_DAY: &str = "2026-11-22T10:00:00Z";

fn file(folder: &Path) -> PathBuf {
    folder.join("catalog.sqlite")
}

fn recent(path: &str) -> Recent {
    Recent {
        path: path.to_owned(),
        title: "T".to_owned(),
        about: String::new(),
        opened_at: AT.to_owned(),
    }
}

/// A folder with a catalog that holds one workbook in its backup and two in its file.
fn used() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    Catalog::open(folder.path(), AT)
        .unwrap()
        .catalog
        .add_recent(&recent("first"))
        .unwrap();
    let opened = Catalog::open(folder.path(), NEXT_DAY).unwrap();
    assert!(opened.notices.is_empty() && opened.catalog.is_kept());
    opened.catalog.add_recent(&recent("second")).unwrap();
    for number in 0..200 {
        opened
            .catalog
            .set_setting(&number.to_string(), &"x".repeat(200))
            .unwrap();
    }
    folder
}

fn paths(catalog: &Catalog) -> Vec<String> {
    catalog
        .recents(99)
        .unwrap()
        .into_iter()
        .map(|recent| recent.path)
        .collect()
}

fn set_aside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.to_str().unwrap().contains("damaged"))
        .collect()
}

/// The catalog opens, says in words what happened, and works.
fn opens(folder: &Path) -> Opened {
    let started = Instant::now();
    let opened = Catalog::open(folder, NEXT_DAY).unwrap();
    assert!(
        started.elapsed() < Duration::from_secs(3),
        "{:?}",
        started.elapsed()
    );
    for notice in &opened.notices {
        assert!(
            notice.chars().count() <= 400 && notice.ends_with('.'),
            "{notice}"
        );
    }
    opened.catalog.add_recent(&recent("third")).unwrap();
    assert!(paths(&opened.catalog).contains(&"third".to_owned()));
    opened
}

#[test]
fn g01_what_is_no_catalog_is_set_aside_and_restored_from_the_backup() {
    let sqlite = tempfile::tempdir().unwrap();
    let foreign = sqlite.path().join("foreign.sqlite");
    Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE a (b)")
        .unwrap();
    for content in [
        Vec::new(),
        b"Dear reader, this is a text".to_vec(),
        vec![0; 8192],
        std::fs::read(&foreign).unwrap(),
    ] {
        let folder = used();
        std::fs::write(file(folder.path()), &content).unwrap();
        let opened = opens(folder.path());
        assert!(
            opened.notices[0].contains("copy of 2026-11-22"),
            "{:?}",
            opened.notices
        );
        assert_eq!(paths(&opened.catalog), ["first", "third"]);
        let aside = set_aside(folder.path());
        assert!(
            std::fs::read(&aside[0]).unwrap() == content,
            "kept as it was"
        );
        drop(opened);
        assert!(
            opens(folder.path()).notices.is_empty(),
            "and the next start is quiet"
        );
    }
}

#[test]
fn g01_without_a_backup_the_catalog_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(file(folder.path()), b"not a catalog at all, but a text").unwrap();
    let opened = opens(folder.path());
    assert!(opened.catalog.is_kept());
    assert!(
        opened.notices[0].contains("begins anew"),
        "{:?}",
        opened.notices
    );
}

#[test]
fn g01_a_newer_catalog_is_left_as_it_is() {
    let folder = used();
    let newer = Connection::open(file(folder.path())).unwrap();
    newer
        .execute_batch("PRAGMA user_version = 99; CREATE TABLE later (x)")
        .unwrap();
    drop(newer);
    let before = std::fs::read(file(folder.path())).unwrap();
    let opened = opens(folder.path());
    assert!(!opened.catalog.is_kept());
    assert!(
        opened.notices[0].contains("newer Assay"),
        "{:?}",
        opened.notices
    );
    drop(opened);
    assert!(std::fs::read(file(folder.path())).unwrap() == before);
}

#[test]
fn a_catalog_with_a_strange_table_or_trigger_is_not_trusted() {
    for sql in [
        "CREATE TRIGGER t AFTER INSERT ON recent BEGIN DELETE FROM setting; END",
        "CREATE TABLE extra (x)",
        "DROP TABLE run",
    ] {
        let folder = used();
        Connection::open(file(folder.path()))
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        let opened = opens(folder.path());
        assert!(
            opened.notices[0].contains("restored"),
            "{sql}: {:?}",
            opened.notices
        );
    }
}

/// P10 and G02: flipped bits, zeroed and random pages, cut off files, foreign and missing logs.
#[test]
fn p10_no_damage_stops_the_start() {
    const SEED: u64 = 10;
    let whole = used();
    let bytes = std::fs::read(file(whole.path())).unwrap();
    let backup = whole.path().join("backups/catalog-2026-11-22.sqlite");
    let backup = std::fs::read(backup).unwrap();
    let mut restored = 0;
    for case in 0..250_u64 {
        let mut random = StdRng::seed_from_u64(SEED + case);
        let folder = tempfile::tempdir().unwrap();
        let mut damaged = bytes.clone();
        let page = random.random_range(0..bytes.len() / 4096) * 4096;
        match case % 5 {
            0 => {
                for _ in 0..20 {
                    let at = random.random_range(0..damaged.len());
                    damaged[at] ^= 1 << random.random_range(0..8);
                }
            }
            1 => damaged[page..page + 4096].fill(0),
            2 => damaged[page..page + 4096].fill_with(|| random.random()),
            3 => damaged.truncate(random.random_range(0..bytes.len())),
            _ => {
                let mut log = vec![0_u8; random.random_range(32..20_000)];
                log.fill_with(|| random.random());
                log[..4].copy_from_slice(&[0x37, 0x7f, 0x06, 0x82]);
                std::fs::write(folder.path().join("catalog.sqlite-wal"), log).unwrap();
            }
        }
        std::fs::write(file(folder.path()), &damaged).unwrap();
        std::fs::create_dir(folder.path().join("backups")).unwrap();
        let copy = folder.path().join("backups/catalog-2026-11-21.sqlite");
        std::fs::write(copy, &backup).unwrap();
        let opened = opens(folder.path());
        assert!(
            opened.catalog.is_kept(),
            "case {case} (seed {SEED}): {:?}",
            opened.notices
        );
        if !opened.notices.is_empty() {
            restored += 1;
            assert_eq!(
                paths(&opened.catalog),
                ["first", "third"],
                "case {case} (seed {SEED})"
            );
            assert!(!set_aside(folder.path()).is_empty());
        }
    }
    assert!(restored > 50, "{restored} of 250 were noticed");
}

#[test]
fn a_damaged_backup_is_passed_over_for_an_older_one() {
    let folder = used();
    let backups = folder.path().join("backups");
    std::fs::write(backups.join("catalog-2026-11-23.sqlite"), b"rubbish").unwrap();
    std::fs::write(file(folder.path()), b"rubbish").unwrap();
    let opened = opens(folder.path());
    assert!(
        opened.notices[0].contains("2026-11-22"),
        "{:?}",
        opened.notices
    );
}

#[test]
fn seven_daily_backups_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    for day in 1..=12 {
        let now = format!("2026-11-{day:02}T10:00:00Z");
        Catalog::open(folder.path(), &now).unwrap();
        Catalog::open(folder.path(), &now).unwrap();
    }
    let backups = std::fs::read_dir(folder.path().join("backups")).unwrap();
    let mut days: Vec<_> = backups.map(|entry| entry.unwrap().file_name()).collect();
    days.sort();
    assert_eq!(days.len(), 7, "{days:?}");
    assert_eq!(days[0], "catalog-2026-11-06.sqlite");
}

#[test]
fn g05_a_clock_that_jumps_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let years = ["2026", "2016", "2036", "2026"];
    for (at, year) in years.iter().enumerate() {
        let now = format!("{year}-11-23T10:00:00Z");
        let opened = Catalog::open(folder.path(), &now).unwrap();
        assert_eq!(opened.notices, Vec::<String>::new(), "{year}");
        assert_eq!(paths(&opened.catalog).len(), at, "{year}");
        let path = format!("/w/{at}.assay");
        opened.catalog.add_recent(&recent(&path)).unwrap();
    }
    let opened = Catalog::open(folder.path(), NEXT_DAY).unwrap();
    assert_eq!(paths(&opened.catalog).len(), years.len());
}

#[test]
fn many_damaged_files_do_not_pile_up() {
    let folder = used();
    for _ in 0..6 {
        std::fs::write(file(folder.path()), b"rubbish").unwrap();
        opens(folder.path());
    }
    assert!(set_aside(folder.path()).len() <= 3);
}

#[test]
fn g04_where_nothing_can_be_kept_it_lives_in_memory() {
    let parent = tempfile::tempdir().unwrap();
    let blocked = parent.path().join("state");
    std::fs::write(&blocked, b"a file where the folder should be").unwrap();
    let opened = opens(&blocked);
    assert!(!opened.catalog.is_kept());
    assert!(
        opened.notices[0].contains("cannot be written"),
        "{:?}",
        opened.notices
    );
    assert!(!opens(Path::new("/proc/assay")).catalog.is_kept());
}

#[test]
fn a_link_in_place_of_the_catalog_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    std::fs::write(&elsewhere, b"precious").unwrap();
    let state = folder.path().join("state");
    std::fs::create_dir(&state).unwrap();
    std::os::unix::fs::symlink(&elsewhere, file(&state)).unwrap();
    opens(&state);
    assert_eq!(std::fs::read(&elsewhere).unwrap(), b"precious");
}

#[test]
fn two_programs_share_one_catalog() {
    let folder = used();
    let one = Catalog::open(folder.path(), NEXT_DAY).unwrap().catalog;
    let two = Catalog::open(folder.path(), NEXT_DAY).unwrap().catalog;
    std::thread::scope(|scope| {
        for catalog in [&one, &two] {
            scope.spawn(move || {
                for number in 0..50 {
                    catalog.add_recent(&recent(&format!("{number}"))).unwrap();
                }
            });
        }
    });
    assert_eq!(paths(&one), paths(&two));
}

/// G10: a catalog with very many rows starts quickly and is pruned.
#[test]
fn g10_a_hundred_thousand_rows_start_quickly() {
    let folder = used();
    let full = Connection::open(file(folder.path())).unwrap();
    let rows = "
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)";
    let runs = "INSERT INTO run (text, workbook, cell, ran_at, took_ms, failed)
        SELECT 'select ' || i, 'w', 'c', 'now', 1.0, 0 FROM n";
    let recents = "INSERT INTO recent (path, title, about, opened_at)
        SELECT 'p' || i, 't', '', printf('%08d', i) FROM n";
    full.execute_batch(&[rows, runs].concat()).unwrap();
    full.execute_batch(&[rows, recents].concat()).unwrap();
    drop(full);
    let started = Instant::now();
    let catalog = Catalog::open(folder.path(), NEXT_DAY).unwrap().catalog;
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(catalog.runs("", u32::MAX).unwrap().len(), 10_000);
    assert_eq!(catalog.recents(u32::MAX).unwrap().len(), 200);
    let run = Run {
        text: "select 1",
        workbook: "w",
        cell: "c",
        ran_at: AT,
        took_ms: f64::NAN,
        rows: Some(u64::MAX),
        failed: false,
        reads: &[],
    };
    catalog.add_run(&run).unwrap();
    assert_eq!(catalog.runs("", 1).unwrap()[0].rows, None);
}
