//! W44: a file that can be read and not written: it opens, a save says why not and what to do, and it is
//! saved elsewhere.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use workbook::RealFs;
use workbook::file::{self, Base};

use crate::saving::{bytes, save};

/// Where the child finds the file, and where it may write.
const LOCKED: &str = "ASSAY_TEST_LOCKED";
const FREE: &str = "ASSAY_TEST_FREE";
const EXPECTED: &str = "ASSAY_TEST_EXPECTED";
/// Nobody, an account without rights.
const NOBODY: &str = "65534";

/// Not a test of its own: what the children of the tests below do.
#[test]
#[ignore = "run as a child by the tests of this module"]
fn child() {
    let var = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let (Some(locked), Some(free)) = (var(LOCKED), var(FREE)) else {
        return;
    };
    let before = std::fs::read(&locked).unwrap();
    let opened = file::open(&RealFs, &locked).unwrap();
    assert_eq!(opened.workbook.title, "old");
    for (path, base) in [
        (locked.clone(), Base::Same(opened.generation)),
        (locked.with_file_name("new.assay"), Base::New),
    ] {
        if base == Base::New && var(EXPECTED) == Some("file".into()) {
            continue;
        }
        let failure = save(&RealFs, &path, &bytes("new", 100), &base).unwrap_err();
        let said = failure.to_string();
        let codes = ["FILE_NO_PERMISSION", "FILE_READ_ONLY"];
        assert!(codes.contains(&failure.code()), "{said}");
        assert!(said.contains("your changes are still here"), "{said}");
        assert!(said.contains("Save it in another folder."), "{said}");
    }
    assert!(std::fs::read(&locked).unwrap() == before);
    let folder = std::fs::read_dir(locked.parent().unwrap()).unwrap();
    assert_eq!(folder.count(), 1, "nothing is left behind");
    let copy = free.join("copy.assay");
    save(&RealFs, &copy, &bytes("new", 100), &Base::New).expect("elsewhere it is saved");
    assert_eq!(file::open(&RealFs, &copy).unwrap().workbook.title, "new");
    println!("it held");
}

/// Runs the child behind `around`, a command that ends in the program and its arguments; false where
/// the system does not allow that.
fn holds(around: &[&str], locked: &Path, what: &str) -> bool {
    let free = tempfile::tempdir().unwrap();
    let anyone = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(free.path(), anyone).unwrap();
    // Another account may not look into the folder of the build.
    let program = free.path().join("tests");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let args = ["--exact", "read_only::child", "--ignored", "--nocapture"];
    let mut whole: Vec<&str> = around.to_vec();
    whole.push(program.to_str().unwrap());
    whole.extend(args);
    let done = Command::new(whole[0])
        .args(&whole[1..])
        .env(LOCKED, locked)
        .env(FREE, free.path())
        .env(EXPECTED, what)
        .current_dir("/")
        .stdin(Stdio::null())
        .output();
    let Ok(done) = done else { return false };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&done.stdout) + &text(&done.stderr);
    let refusals = ["unshare failed", "setpriv: "];
    if done.status.code() == Some(77) || refusals.iter().any(|words| said.contains(words)) {
        return false;
    }
    assert!(said.contains("it held"), "{said}");
    true
}

/// A folder with one workbook, which everyone may look into.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.assay");
    std::fs::write(&path, bytes("old", 100)).unwrap();
    (folder, path)
}

fn is_root(path: &Path) -> bool {
    path.metadata().unwrap().uid() == 0
}

#[test]
fn w44_a_folder_without_rights_lets_read_and_says_why_nothing_is_saved() {
    let (folder, path) = folder();
    let rights = |mode: u32| {
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    rights(0o555);
    let (user, group) = (format!("--reuid={NOBODY}"), format!("--regid={NOBODY}"));
    let held = if is_root(&path) {
        holds(
            &["setpriv", &user, &group, "--clear-groups"],
            &path,
            "folder",
        )
    } else {
        holds(&["env"], &path, "folder")
    };
    rights(0o755);
    if !held {
        eprintln!("SKIPPED 1: w44_a_folder_without_rights: no other account can be taken here");
    }
}

#[test]
fn w44_a_disk_that_can_only_be_read_says_so() {
    let (folder, path) = folder();
    let script =
        "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" || exit 77; exec \"$@\"";
    let place = folder.path().to_str().unwrap();
    let held = [&["--mount"][..], &["--mount", "--map-root-user"]]
        .iter()
        .any(|unshare| {
            let mut around = vec!["unshare"];
            around.extend_from_slice(unshare);
            around.extend(["sh", "-c", script, place]);
            holds(&around, &path, "folder")
        });
    if !held {
        eprintln!("SKIPPED 1: w44_a_disk_that_can_only_be_read: nothing can be mounted here");
    }
}

#[test]
fn w44_a_file_that_nobody_may_change_says_so() {
    let (_folder, path) = folder();
    let flag = |flag: &str| {
        let done = Command::new("chattr").arg(flag).arg(&path).output();
        done.is_ok_and(|done| done.status.success())
    };
    if !flag("+i") {
        eprintln!("SKIPPED 1: w44_a_file_that_nobody_may_change: no such flag can be set here");
        return;
    }
    let held = std::panic::catch_unwind(|| holds(&["env"], &path, "file"));
    assert!(flag("-i"));
    assert!(held.unwrap());
}
