//! `kill -9` in the middle of writing the catalog: a child writes, the parent kills it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use catalog::Catalog;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const AT: &str = "2026-11-21T10:00:00Z";

/// Not a test of its own: what the child of the test below does. Without a task it does nothing.
#[test]
#[ignore = "run as a child by the test of this module"]
fn child() {
    let mut task = String::new();
    std::io::stdin().lock().read_line(&mut task).unwrap();
    let Some((folder, first)) = task.trim_end().rsplit_once(' ') else {
        return;
    };
    let catalog = Catalog::open(folder.as_ref(), AT).unwrap().catalog;
    for number in first.parse::<u64>().unwrap().. {
        catalog
            .set_setting(&format!("row {number}"), &number.to_string())
            .unwrap();
        let mut out = std::io::stdout().lock();
        out.write_all(format!("ack {number}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

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
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    rest.into_iter()
        .filter_map(number)
        .next_back()
        .max(last)
        .unwrap()
}

/// P09: after every kill the catalog is whole and holds every acknowledged row.
#[test]
fn p09_no_acknowledged_row_is_lost_by_kill_9() {
    rows_survive(200);
}

#[test]
#[ignore = "part of `make soak`"]
fn soak_p09_10_000_kills_lose_no_acknowledged_row() {
    rows_survive(10_000);
}

fn rows_survive(kills: u64) {
    const SEED: u64 = 9;
    let mut random = StdRng::seed_from_u64(SEED);
    let folder = tempfile::tempdir().unwrap();
    let mut next = 0;
    for kill in 0..kills {
        let pause = Duration::from_micros(random.random_range(0..8_000));
        let task = format!("{} {next}", folder.path().display());
        let acknowledged = kill_after(&task, pause);
        let opened = Catalog::open(folder.path(), AT).unwrap();
        assert!(
            opened.notices.is_empty(),
            "kill {kill} (seed {SEED}): {:?}",
            opened.notices
        );
        for number in next..=acknowledged {
            let found = opened.catalog.setting(&format!("row {number}")).unwrap();
            assert_eq!(found, Some(number.to_string()), "kill {kill} (seed {SEED})");
        }
        next = acknowledged + 1;
    }
    let catalog = Catalog::open(folder.path(), AT).unwrap().catalog;
    for number in 0..next {
        assert!(
            catalog.setting(&format!("row {number}")).unwrap().is_some(),
            "{number}"
        );
    }
}

/// Not a test of its own: what the child of the test below does inside its small file system.
#[test]
#[ignore = "run as a child by the test of this module"]
fn small_disk() {
    let mut task = String::new();
    std::io::stdin().lock().read_line(&mut task).unwrap();
    let Some(folder) = task.trim_end().strip_prefix("fill ") else {
        return;
    };
    let folder = std::path::Path::new(folder);
    let filler = folder.join("filler");
    let (mut kept, mut refused) = (0, 0);
    for step in 0..24 {
        let opened = Catalog::open(&folder.join("state"), AT).unwrap();
        assert!(
            opened.catalog.is_kept(),
            "step {step}: {:?}",
            opened.notices
        );
        // Near the end only a part of it fits: then the disk is full to the last byte.
        let _ = std::fs::write(&filler, vec![1; step * 128 * 1024]);
        for number in 0..40 {
            let key = format!("{step} {number}");
            match opened.catalog.set_setting(&key, &"x".repeat(4_000)) {
                Ok(()) => kept += 1,
                Err(error) => {
                    assert_eq!(error.code(), "CAT_NO_SPACE", "step {step}: {error}");
                    refused += 1;
                    break;
                }
            }
        }
        std::fs::remove_file(&filler).unwrap();
        opened
            .catalog
            .set_setting("after", "x")
            .expect("with space again it is written");
        for number in 0..40 {
            // Room for the next step: values stay, but short.
            opened
                .catalog
                .set_setting(&format!("{step} {number}"), "kept")
                .unwrap();
        }
        drop(opened);
        let again = Catalog::open(&folder.join("state"), AT).unwrap();
        assert!(again.notices.is_empty(), "step {step}: {:?}", again.notices);
        assert_eq!(
            again
                .catalog
                .setting(&format!("{step} 0"))
                .unwrap()
                .as_deref(),
            Some("kept")
        );
    }
    assert!(kept > 0 && refused > 0, "{kept} kept, {refused} refused");
    std::io::stdout()
        .lock()
        .write_all(b"all steps held\n")
        .unwrap();
}

/// P04: a full disk refuses a row in words, damages nothing, and takes it when there is space.
/// Skipped, with a line that says so, where no file system can be mounted.
#[test]
fn p04_a_full_disk_damages_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let script = "mount -t tmpfs -o size=3m tmpfs \"$0\" || exit 77; exec \"$@\"";
    for unshare in [&["--mount"][..], &["--mount", "--map-root-user"]] {
        let child = Command::new("unshare")
            .args(unshare)
            .args(["sh", "-c", script, place])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "kills::small_disk", "--ignored", "--nocapture"])
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
    let line = b"SKIPPED p04_a_full_disk_damages_nothing: no file system can be mounted here\n";
    std::io::stderr().lock().write_all(line).unwrap();
}
