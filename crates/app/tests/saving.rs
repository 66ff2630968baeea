//! Saves on a disk that fails: what a person is told stays true at the next save.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests fail as tests do"
)]

#[path = "support/disk.rs"]
mod disk;
#[path = "support/flow.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::{App, AppConfig, Asks, EngineChoice};
use disk::UnsureDisk;
use serde_json::{Value, json};
use support::{Fake, Flow};

/// An application whose disk can be told to confirm nothing.
fn start(folder: tempfile::TempDir) -> (Flow, Arc<UnsureDisk>) {
    let disk = Arc::new(UnsureDisk::default());
    let fake = Fake::new();
    let engine = EngineChoice::Made(Arc::new(move || Arc::clone(&fake) as Arc<dyn Asks>));
    let config = AppConfig {
        disk: Arc::clone(&disk) as _,
        ..AppConfig::new(engine, folder.path().join("state"))
    };
    (Flow::around(App::start(config).unwrap(), folder), disk)
}

fn save(session: &str, path: Option<&str>) -> Value {
    json!({ "session": session, "path": path })
}

async fn view(flow: &Flow, session: &str) -> Value {
    flow.call("get_workbook", json!({ "session": session }))
        .await
}

/// P03: the folder's fsync fails after the file is in place; the next save is no conflict.
#[tokio::test(flavor = "multi_thread")]
async fn p03_a_save_that_the_disk_did_not_confirm_can_be_saved_again() {
    let (flow, disk) = start(tempfile::tempdir().unwrap());
    let session = flow.new_workbook().await;
    let path = flow.path("w.assay");
    flow.call("save_workbook", save(&session, Some(&path)))
        .await;
    flow.sql(&session, "a", "select 1").await;
    disk.unconfirmed.store(1, Ordering::SeqCst);
    let failed = app::call(&flow.app, "save_workbook", save(&session, None))
        .await
        .unwrap_err();
    assert_eq!(failed.code, "FILE_FAULT");
    assert!(failed.message.contains("did not confirm"), "{failed}");
    assert_eq!(view(&flow, &session).await["is_dirty"], true);

    flow.sql(&session, "b", "select 2").await;
    flow.call("save_workbook", save(&session, None)).await;
    assert_eq!(view(&flow, &session).await["is_dirty"], false);
    let found = workbook::file::open(&workbook::RealFs, path.as_ref()).unwrap();
    assert_eq!(found.workbook.cells.len(), 2);
}

/// The same at a new name: the workbook is there now, and stays where the person put it.
#[tokio::test(flavor = "multi_thread")]
async fn a_first_save_that_the_disk_did_not_confirm_can_be_saved_again() {
    let (flow, disk) = start(tempfile::tempdir().unwrap());
    let session = flow.new_workbook().await;
    let path = flow.path("w.assay");
    disk.unconfirmed.store(1, Ordering::SeqCst);
    assert_eq!(
        flow.refused("save_workbook", save(&session, Some(&path)))
            .await,
        "FILE_FAULT"
    );
    let now = view(&flow, &session).await;
    assert_eq!(
        (&now["path"], &now["is_dirty"]),
        (&json!(path), &json!(true))
    );

    flow.sql(&session, "a", "select 1").await;
    flow.call("save_workbook", save(&session, None)).await;
    assert_eq!(view(&flow, &session).await["is_dirty"], false);
}

/// The unsaved work that is offered. Notes in the background may hold the ended application, and
/// with it the journal, for a moment.
async fn offered(flow: &Flow) -> Value {
    let mut events = flow.app.subscribe();
    for _ in 0..100 {
        let welcome = flow.call("hello", json!({})).await;
        let recovery = &welcome["recoveries"][0]["recovery"];
        if recovery.is_string() {
            return recovery.clone();
        }
        let _ = tokio::time::timeout(Duration::from_millis(100), events.recv()).await;
    }
    panic!("the work was never offered");
}

/// What a crash leaves after such a save still knows which file it belongs to.
#[tokio::test(flavor = "multi_thread")]
async fn work_recovered_after_an_unconfirmed_save_is_no_conflict_either() {
    let (flow, disk) = start(tempfile::tempdir().unwrap());
    let session = flow.new_workbook().await;
    let path = flow.path("w.assay");
    flow.call("save_workbook", save(&session, Some(&path)))
        .await;
    flow.sql(&session, "a", "select 1").await;
    disk.unconfirmed.store(1, Ordering::SeqCst);
    flow.refused("save_workbook", save(&session, None)).await;

    let flow = flow.crash();
    let recovery = offered(&flow).await;
    let recovered = flow
        .call("recover_workbook", json!({ "recovery": recovery }))
        .await;
    let session = recovered["session"].as_str().unwrap();
    flow.sql(session, "b", "select 2").await;
    flow.call("save_workbook", save(session, None)).await;
    let found = workbook::file::open(&workbook::RealFs, path.as_ref()).unwrap();
    assert_eq!(found.workbook.cells.len(), 2);
}

/// Somebody else's change between the two saves is still a conflict.
#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_save_does_not_hide_a_real_conflict() {
    let (flow, disk) = start(tempfile::tempdir().unwrap());
    let session = flow.new_workbook().await;
    let path = flow.path("w.assay");
    disk.unconfirmed.store(1, Ordering::SeqCst);
    flow.refused("save_workbook", save(&session, Some(&path)))
        .await;
    std::fs::write(&path, b"someone else's").unwrap();
    assert_eq!(
        flow.refused("save_workbook", save(&session, None)).await,
        "WB_CHANGED_ON_DISK"
    );
    assert_eq!(std::fs::read(&path).unwrap(), b"someone else's");
}

/// Damages the first byte of a part's content, so that its checksum no longer fits.
fn damage(file: &mut [u8], part: &str) {
    let header = (0..file.len() - 30)
        .find(|&at| {
            file[at..].starts_with(b"PK\x03\x04") && file[at + 30..].starts_with(part.as_bytes())
        })
        .expect("the part is there");
    let length = |at: usize| usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
    let content = header + 30 + length(header + 26) + length(header + 28);
    file[content] ^= 0x55;
}

#[tokio::test(flavor = "multi_thread")]
async fn w04_a_damaged_workbook_says_once_that_it_wants_another_name() {
    let (flow, _disk) = start(tempfile::tempdir().unwrap());
    let session = flow.new_workbook().await;
    flow.sql(&session, "a", "select 1").await;
    flow.run_to_end(&session, "a").await;
    let path = flow.path("w.assay");
    flow.call("save_workbook", save(&session, Some(&path)))
        .await;
    let close = json!({ "session": session, "discard": true });
    flow.call("close_workbook", close).await;
    let mut file = std::fs::read(&path).unwrap();
    damage(&mut file, "results/");
    std::fs::write(&path, &file).unwrap();

    let opened = flow.call("open_workbook", json!({ "path": path })).await;
    let session = opened["session"].as_str().unwrap();
    let refused = app::call(&flow.app, "save_workbook", save(session, None))
        .await
        .unwrap_err();
    assert_eq!(refused.code, "WB_READ_ONLY");
    let message = refused.message.to_lowercase();
    assert!(message.contains("results/"), "{message}");
    assert_eq!(message.matches("another name").count(), 1, "{message}");
    assert_eq!(std::fs::read(&path).unwrap(), file);
    let other = flow.path("other.assay");
    flow.call("save_workbook", save(session, Some(&other)))
        .await;
}

/// A workbook that nobody has named takes the name of its first file, and keeps it.
#[tokio::test(flavor = "multi_thread")]
async fn the_first_save_names_a_workbook_that_has_no_name() {
    let flow = Flow::start();
    let session = flow.new_workbook().await;
    let title = async || view(&flow, &session).await["workbook"]["title"].clone();
    flow.sql(&session, "a", "select 1").await;
    let first = flow.path("Q3 review.assay");
    flow.call("save_workbook", save(&session, Some(&first)))
        .await;
    assert_eq!(title().await, "Q3 review");
    assert_eq!(view(&flow, &session).await["is_dirty"], false);
    let second = flow.path("copy.assay");
    flow.call("save_workbook", save(&session, Some(&second)))
        .await;
    assert_eq!(title().await, "Q3 review", "only the first file names it");
    let opened = flow.call("open_workbook", json!({ "path": first })).await;
    assert_eq!(
        opened["workbook"]["title"], "Q3 review",
        "as it is in the file"
    );

    let named = flow.new_workbook().await;
    flow.edit(&named, json!({ "edit": "set_title", "title": "Mine" }))
        .await;
    flow.call(
        "save_workbook",
        save(&named, Some(&flow.path("other.assay"))),
    )
    .await;
    assert_eq!(view(&flow, &named).await["workbook"]["title"], "Mine");
}
