//! P04: a full disk ends one export or one question, in words, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::desk::{Desk, words};

const STEP: usize = 64 * 1024;
/// Steps of the disk that files are exported to.
const STEPS: usize = 16;
/// About ten steps as CSV.
const ROWS: &str = "select n, md5(cast(n as varchar)) as h from generate_series(1, 18000) t(n)";
/// Where a child finds its small disk.
const DISK: &str = "ASSAY_TEST_DISK";
const FORMATS: [&str; 5] = ["csv", "json", "ndjson", "parquet", "arrow"];

/// Runs this test again as a child that has a small file system in memory at `disk`; false, and said
/// so, where none can be mounted.
fn on_small_disk(desk: &Desk, test: &str, bytes: usize) -> bool {
    let disk = desk.path("disk");
    fs::create_dir(&disk).unwrap();
    let script = format!("mount -t tmpfs -o size={bytes} tmpfs \"$0\" || exit 77; exec \"$@\"");
    for unshare in [&["--mount"][..], &["--mount", "--map-root-user"]] {
        let child = Command::new("unshare")
            .args(unshare)
            .args(["sh", "-c", &script, disk.to_str().unwrap()])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture"])
            .env(DISK, &disk)
            .stdin(Stdio::null())
            .output();
        let Ok(done) = child else { break };
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &words(&done);
        if said.contains("all steps held") {
            return true;
        }
        let could_not_mount = done.status.code() == Some(77) || said.contains("unshare failed");
        assert!(could_not_mount, "{said}");
    }
    false
}

fn skipped(test: &str) {
    eprintln!("SKIPPED 1: {test}: no file system can be mounted here");
}

fn fill(disk: &Path, steps: usize) {
    fs::write(disk.join("filler"), vec![1; steps * STEP]).unwrap();
}

#[test]
fn p04_an_export_to_a_full_disk_is_refused_in_words_and_leaves_the_old_file() {
    let Some(desk) = Desk::new() else { return };
    if !on_small_disk(&desk, "full_disk::child_exports", (STEPS + 2) * STEP) {
        skipped("p04_an_export_to_a_full_disk");
    }
}

/// Not a test of its own: what the child of the test above does.
#[test]
#[ignore = "run as a child by the test of this module"]
fn child_exports() {
    let (Some(disk), Some(desk)) = (std::env::var_os(DISK), Desk::new()) else {
        return;
    };
    let disk = PathBuf::from(disk);
    for format in FORMATS {
        let file = disk.join(format!("out.{format}"));
        let output = file.to_str().unwrap();
        let export = ["query", "--format", format, "--output", output, ROWS];
        let mut refused = 0;
        for step in 0..=STEPS {
            fs::write(&file, "before").unwrap();
            fill(&disk, step);
            let done = desk.run(&export);
            let said = words(&done);
            if done.status.success() {
                assert!(fs::metadata(&file).unwrap().len() > 6, "{format} {step}");
            } else {
                refused += 1;
                assert_eq!(done.status.code(), Some(4), "{format} {step}: {said}");
                assert!(said.contains("DISK_FULL"), "{format} {step}: {said}");
                assert_eq!(fs::read(&file).unwrap(), b"before", "{format} {step}");
            }
            fs::remove_file(disk.join("filler")).unwrap();
            let left = fs::read_dir(&disk).unwrap().count();
            assert_eq!(left, 1, "{format} {step}: nothing else is left behind");
        }
        assert!((2..STEPS).contains(&refused), "{format}: {refused} refused");
        let done = desk.run(&export);
        assert!(done.status.success(), "with space again: {}", words(&done));
        fs::remove_file(&file).unwrap();
    }
    println!("all steps held");
}

#[test]
fn p04_a_full_cache_folder_ends_only_the_question_that_spills() {
    let Some(desk) = Desk::new() else { return };
    if !on_small_disk(&desk, "full_disk::child_spills", 8 << 20) {
        skipped("p04_a_full_cache_folder");
    }
}

/// Not a test of its own: what the child of the test above does.
#[test]
#[ignore = "run as a child by the test of this module"]
fn child_spills() {
    let (Some(disk), Some(desk)) = (std::env::var_os(DISK), Desk::new()) else {
        return;
    };
    let disk = PathBuf::from(disk);
    let ask = |rows: &str| {
        let sql =
            format!("select n, md5(cast(n as varchar)) as h from generate_series(1, {rows}) t(n)");
        let args = [
            "query",
            "--memory",
            "512MiB",
            "--output",
            "out.parquet",
            &sql,
        ];
        desk.command(&args)
            .env("XDG_CACHE_HOME", &disk)
            .output()
            .unwrap()
    };
    let large = ask("6000000");
    let said = words(&large);
    assert_eq!(large.status.code(), Some(4), "{said}");
    assert!(
        said.contains("DISK_FULL") && said.contains("cache folder"),
        "{said}"
    );
    assert!(!desk.path("out.parquet").exists());
    assert!(
        ask("1000").status.success(),
        "a question that fits is answered"
    );
    let mut left = 0;
    let mut folders = vec![disk];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.metadata().unwrap() {
                about if about.is_dir() => folders.push(entry.path()),
                about => left += about.len(),
            }
        }
    }
    assert_eq!(left, 0, "bytes are left in the cache folder");
    println!("all steps held");
}
