//! `kill -9` in the middle of writing the catalog: a child writes, the parent kills it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use catalog::Catalog;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const KILLS: u64 = 200;
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
    const SEED: u64 = 9;
    let mut random = StdRng::seed_from_u64(SEED);
    let folder = tempfile::tempdir().unwrap();
    let mut next = 0;
    for kill in 0..KILLS {
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
