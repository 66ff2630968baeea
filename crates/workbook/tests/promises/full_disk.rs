//! A disk that is full at any moment: a small file system in memory, filled step by step.

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use model::{CellId, Edit};
use workbook::RealFs;
use workbook::file::{self, Base, Contents};
use workbook::journal::{self, Journal, Start};

use crate::made;
use crate::saving::{bytes, save};

const STEP: usize = 64 * 1024;
const STEPS: usize = 16;

/// Not a test of its own: what the child of the test below does inside its small file system.
#[test]
#[ignore = "run as a child by the test of this module"]
fn child() {
    let mut task = String::new();
    std::io::stdin().lock().read_line(&mut task).unwrap();
    if let Some(folder) = task.trim_end().strip_prefix("fill ") {
        let folder = Path::new(folder);
        let refused = (0..=STEPS)
            .filter(|step| !save_beside(folder, *step))
            .count();
        assert!(
            (2..STEPS).contains(&refused),
            "{refused} of {STEPS} saves were refused"
        );
        let refused = (0..=STEPS)
            .filter(|step| !save_folder_beside(folder, *step))
            .count();
        assert!(
            (1..STEPS).contains(&refused),
            "{refused} of {STEPS} saves of the folder were refused"
        );
        let cut = (0..=STEPS)
            .filter(|step| !type_beside(folder, *step))
            .count();
        assert!(cut >= 1, "at least one journal met the end of the disk");
        std::io::stdout()
            .lock()
            .write_all(b"all steps held\n")
            .unwrap();
    }
}

/// Saves beside a file that fills `step` steps of the disk; answers whether there was space.
fn save_beside(folder: &Path, step: usize) -> bool {
    let path = folder.join("a.assay");
    let (old, new) = (bytes("old", 100_000), bytes("new", 200_000));
    std::fs::write(&path, &old).unwrap();
    fill(folder, step);
    let saved = save(&RealFs, &path, &new, &Base::Any);
    let found = std::fs::read(&path).unwrap();
    let fitted = match saved {
        Ok(_) => {
            assert!(found == new, "step {step}");
            true
        }
        Err(error) => {
            assert!(found == old, "step {step}: the old file is whole");
            assert_eq!(error.code(), "FILE_NO_SPACE", "step {step}: {error}");
            assert!(error.to_string().contains("Needed: "), "{error}");
            assert!(error.to_string().contains("free: "), "{error}");
            false
        }
    };
    empty(folder);
    save(&RealFs, &path, &new, &Base::Any).expect("with space again it is saved");
    assert_eq!(file::open(&RealFs, &path).unwrap().workbook.title, "new");
    let names = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(names, 1, "step {step}: nothing is left behind");
    std::fs::remove_file(path).unwrap();
    fitted
}

/// The same with the workbook as a folder, which holds the old or the new one at every step; answers
/// whether there was space.
fn save_folder_beside(disk: &Path, step: usize) -> bool {
    let (packed, folder) = (disk.join("a.assay"), disk.join("a"));
    let write = |title: &str, size: u32| {
        std::fs::write(&packed, bytes(title, size)).unwrap();
        let opened = file::open_as_written(&RealFs, &packed).unwrap();
        std::fs::remove_file(&packed).unwrap();
        opened
    };
    std::fs::write(&packed, bytes("old", 50_000)).unwrap();
    file::unpack(&RealFs, &packed, &folder).unwrap();
    let new = write("new", 150_000);
    let contents = Contents {
        workbook: &new.workbook,
        results: &new.results,
        extras: &new.extras,
    };
    fill(disk, step);
    let saved = file::save_as_written(&RealFs, &folder, &contents);
    let found = file::open(&RealFs, &folder).unwrap();
    let fitted = match saved {
        Ok(_) => {
            assert_eq!(found.workbook.title, "new", "step {step}");
            true
        }
        Err(error) => {
            // Once the save lies beside the parts it is done; they follow when there is space.
            assert!(["old", "new"].contains(&found.workbook.title.as_str()));
            assert_eq!(error.code(), "FILE_NO_SPACE", "step {step}: {error}");
            false
        }
    };
    empty(disk);
    file::save_as_written(&RealFs, &folder, &contents).expect("with space again it is saved");
    let found = file::open(&RealFs, &folder).unwrap();
    assert_eq!((found.workbook, found.results), (new.workbook, new.results));
    let left = std::fs::read_dir(&folder).unwrap();
    let left = left.filter(|one| {
        one.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with('.')
    });
    assert_eq!(left.count(), 0, "step {step}: nothing is left behind");
    std::fs::remove_dir_all(folder).unwrap();
    fitted
}

/// Types until the journal is long or the disk is full; answers whether all of it fitted.
fn type_beside(folder: &Path, step: usize) -> bool {
    let journals = folder.join("journals");
    fill(folder, step);
    let start = Start::new(made::workbook(), None, "2026-11-21T10:00:00Z");
    let Ok(mut journal) = Journal::create(&RealFs, &journals, "full", &start) else {
        empty(folder);
        return false;
    };
    let mut kept = 0;
    for number in 0..40_u32 {
        let text = format!("{number}{}", "x".repeat(20_000));
        let edit = Edit::SetText {
            cell: CellId::new("c3"),
            text,
        };
        if journal.append(&edit, "2026-11-21T10:00:01Z").is_err() {
            break;
        }
        kept += 1;
    }
    drop(journal);
    let found = journal::replay(&RealFs, &journals, "full").unwrap();
    assert_eq!(
        found.steps, kept,
        "step {step}: every edit that was taken is there"
    );
    journal::discard(&RealFs, &journals, "full").unwrap();
    empty(folder);
    kept == 40
}

fn fill(folder: &Path, steps: usize) {
    std::fs::write(folder.join("filler"), vec![1; steps * STEP]).unwrap();
}

fn empty(folder: &Path) {
    std::fs::remove_file(folder.join("filler")).unwrap();
}

/// P04: at every step of filling, a save is refused in words or done, and works once there is
/// space again. Skipped, with a line that says so, where no file system can be mounted.
#[test]
fn p04_a_full_disk_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let size = (STEPS + 2) * STEP;
    let script = format!("mount -t tmpfs -o size={size} tmpfs \"$0\" || exit 77; exec \"$@\"");
    for unshare in [&["--mount"][..], &["--mount", "--map-root-user"]] {
        let child = Command::new("unshare")
            .args(unshare)
            .args(["sh", "-c", &script, place])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "full_disk::child", "--ignored", "--nocapture"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            break;
        };
        // A child that could not mount is gone already.
        let _ = writeln!(child.stdin.take().unwrap(), "fill {place}");
        let done = child.wait_with_output().unwrap();
        if String::from_utf8_lossy(&done.stdout).contains("all steps held") {
            return;
        }
        let said = String::from_utf8_lossy(&done.stderr);
        let could_not_mount = done.status.code() == Some(77) || said.contains("unshare failed");
        assert!(
            could_not_mount,
            "{said}{}",
            String::from_utf8_lossy(&done.stdout)
        );
    }
    let line = b"SKIPPED p04_a_full_disk_loses_nothing: no file system can be mounted here\n";
    std::io::stderr().lock().write_all(line).unwrap();
}
