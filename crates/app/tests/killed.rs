//! P06: a program killed at any moment loses no edit that was answered.

#[path = "support/flow.rs"]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use support::Flow;

const FOLDER: &str = "ASSAY_TEST_FOLDER";
const KILLS: u64 = 25;

/// Not a test by itself: the program that is killed. It types and says which edit was answered.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "started and killed by p06_kill_9_loses_no_answered_edit"]
async fn typist() {
    #[expect(
        clippy::disallowed_methods,
        reason = "the only way to hand a folder to a test"
    )]
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let flow = Flow::over(Path::new(&folder));
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "0").await;
    for number in 1..100_000 {
        let edit = json!({ "edit": "set_text", "cell": "a", "text": number.to_string() });
        flow.edit(&session, edit).await;
        let mut out = std::io::stdout();
        if writeln!(out, "answered {number}")
            .and_then(|()| out.flush())
            .is_err()
        {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn p06_kill_9_loses_no_answered_edit() {
    let seed = 6;
    let mut random = StdRng::seed_from_u64(seed);
    for kill in 0..KILLS {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "typist", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let until: u64 = random.random_range(1..60);
        let mut answered = 0;
        for line in out.lines().map_while(Result::ok) {
            let Some(number) = line.split("answered ").nth(1) else {
                continue;
            };
            answered = number.trim().parse().unwrap();
            if answered == until {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(
            answered >= until,
            "seed {seed}, kill {kill}: the typist ended early"
        );

        let flow = Flow::start_in(folder);
        let welcome = flow.call("hello", json!({})).await;
        let recovery = welcome["recoveries"][0]["recovery"].clone();
        let view = flow
            .call("recover_workbook", json!({ "recovery": recovery }))
            .await;
        let text = view["workbook"]["cells"][0]["body"]["text"]
            .as_str()
            .unwrap();
        let recovered: u64 = text.parse().unwrap();
        assert!(
            recovered >= answered,
            "seed {seed}, kill {kill}: {recovered} of {answered}"
        );
    }
}
