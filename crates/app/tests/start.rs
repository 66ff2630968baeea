//! What a person is told about workbooks that were named when the program was started.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

#[path = "support/flow.rs"]
mod support;

use app::command::system::NoticeLevel;
use serde_json::json;
use support::Flow;

/// Opens as a shell does with the files of its command line.
async fn open_named(flow: &Flow, path: &str) {
    let failed = app::call(&flow.app, "open_workbook", json!({ "path": path })).await;
    flow.app.tell_failure(&failed.err().unwrap());
}

/// A04: what was named on the command line and cannot be opened is said on the first screen.
#[tokio::test(flavor = "multi_thread")]
async fn a04_a_workbook_that_did_not_open_at_the_start_is_told_with_the_welcome() {
    let flow = Flow::start();
    let missing = flow.path("missing.assay");
    let damaged = flow.file("damaged.assay", "no workbook at all");
    open_named(&flow, &missing).await;
    open_named(&flow, &damaged).await;
    let welcome = flow.call("hello", json!({})).await;
    let notices = welcome["notices"].as_array().unwrap();
    assert_eq!(notices.len(), 2, "{notices:?}");
    for (notice, name) in notices.iter().zip(["missing.assay", "damaged.assay"]) {
        let notice = notice.as_str().unwrap();
        assert!(notice.contains(name), "{notice}");
        assert!(notice.chars().count() <= 400, "{notice}");
    }
    assert_eq!(welcome["sessions"], json!([]));
}

/// A second start, while a page is there: it hears of the failure at once, and only once.
#[tokio::test(flavor = "multi_thread")]
async fn a04_a_workbook_that_did_not_open_later_is_told_as_an_event() {
    let flow = Flow::start();
    flow.call("hello", json!({})).await;
    let mut events = flow.app.subscribe();
    open_named(&flow, &flow.path("missing.assay")).await;
    let notice = loop {
        if let Some(notice) = events.recv().await.unwrap().notice {
            break notice;
        }
    };
    assert!(matches!(notice.level, NoticeLevel::Error));
    assert_eq!(notice.code, "FILE_NOT_FOUND");
    assert!(notice.message.contains("missing.assay"), "{notice:?}");
    let again = flow.call("hello", json!({})).await;
    assert_eq!(again["notices"], json!([]));
}
