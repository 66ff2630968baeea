//! A temporary application and short words for what flows do with it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "support of tests; each flow uses a part of it"
)]

mod fake;
pub(crate) mod real;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::{App, AppConfig, Asks, EngineChoice, Reply};
use arrow::array::Int64Array;
use model::SourceState;
use serde_json::{Value, json};

pub(crate) use fake::Fake;

/// An application in a temporary folder, on a made-up engine.
pub(crate) struct Flow {
    pub(crate) app: App,
    pub(crate) fake: Arc<Fake>,
    pub(crate) folder: tempfile::TempDir,
}

impl Flow {
    pub(crate) fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap())
    }

    /// Starts in a folder that someone else removes.
    pub(crate) fn over(folder: &std::path::Path) -> Self {
        let inside = tempfile::Builder::new()
            .prefix("own")
            .tempdir_in(folder)
            .unwrap();
        Self::with_state(inside, folder)
    }

    /// Starts again over the same folder, as after the program ended.
    pub(crate) fn start_in(folder: tempfile::TempDir) -> Self {
        let path = folder.path().to_owned();
        Self::with_state(folder, &path)
    }

    fn with_state(folder: tempfile::TempDir, over: &std::path::Path) -> Self {
        Self::with_state_and_samples(folder, over, None)
    }

    fn with_state_and_samples(
        folder: tempfile::TempDir,
        over: &std::path::Path,
        samples_dir: Option<std::path::PathBuf>,
    ) -> Self {
        let fake = Fake::new();
        let given = Arc::clone(&fake);
        let made = EngineChoice::Made(Arc::new(move || {
            given.started.fetch_add(1, Ordering::SeqCst);
            Arc::clone(&given) as Arc<dyn Asks>
        }));
        let config = AppConfig {
            samples_dir,
            ..AppConfig::new(made, over.join("state"))
        };
        Self {
            app: App::start(config).unwrap(),
            fake,
            folder,
        }
    }

    /// Starts again with the workbooks of the folder as samples.
    pub(crate) fn with_samples(self) -> Self {
        drop(self.app);
        let path = self.folder.path().to_owned();
        Self::with_state_and_samples(self.folder, &path, Some(path.clone()))
    }

    /// Words for an application that was started otherwise.
    pub(crate) fn around(app: App, folder: tempfile::TempDir) -> Self {
        Self {
            app,
            fake: Fake::new(),
            folder,
        }
    }

    /// Ends the application as a crash does, leaving journals behind, and starts it again.
    pub(crate) fn crash(self) -> Self {
        drop(self.app);
        Self::start_in(self.folder)
    }

    /// Notes of the catalog are written in the background; waits for the recent workbook.
    pub(crate) async fn until_recent(&self) -> Value {
        self.until_answer("hello", json!({}), |welcome| welcome["recent"] != json!([]))
            .await
    }

    pub(crate) async fn until_history(&self, words: &str) -> Value {
        let payload = json!({ "words": words, "limit": 10 });
        self.until_answer("list_history", payload, |found| {
            found["entries"] != json!([])
        })
        .await
    }

    async fn until_answer(
        &self,
        name: &str,
        payload: Value,
        is_so: impl Fn(&Value) -> bool,
    ) -> Value {
        let mut events = self.app.subscribe();
        for _ in 0..40 {
            let answer = self.call(name, payload.clone()).await;
            if is_so(&answer) {
                return answer;
            }
            let _ = tokio::time::timeout(Duration::from_millis(500), events.recv()).await;
        }
        panic!("{name} never answered so");
    }

    /// The reply to a command that succeeds.
    pub(crate) async fn call(&self, name: &str, payload: Value) -> Value {
        call(&self.app, name, payload).await
    }

    /// The code of a command that fails.
    pub(crate) async fn refused(&self, name: &str, payload: Value) -> String {
        app::call(&self.app, name, payload).await.unwrap_err().code
    }

    /// Rows of a command that answers bytes: the head and the values of the first column.
    pub(crate) async fn rows(&self, name: &str, payload: Value) -> (Value, Vec<i64>) {
        match app::call(&self.app, name, payload).await.unwrap() {
            Reply::Arrow(bytes) => unframe(&bytes),
            Reply::Json(json) => panic!("{name} answered {json}"),
        }
    }

    pub(crate) async fn new_workbook(&self) -> String {
        let view = self.call("new_workbook", json!({})).await;
        view["session"].as_str().unwrap().to_owned()
    }

    /// A workbook that is open; a new one when there may be one more.
    pub(crate) async fn new_workbook_or_open(&self) -> String {
        if let Ok(Reply::Json(view)) = app::call(&self.app, "new_workbook", json!({})).await {
            return view["session"].as_str().unwrap().to_owned();
        }
        let welcome = self.call("hello", json!({})).await;
        welcome["sessions"][0].as_str().unwrap().to_owned()
    }

    pub(crate) async fn edit(&self, session: &str, edit: Value) -> Value {
        self.call("apply_edit", json!({ "session": session, "edit": edit }))
            .await
    }

    /// Adds an SQL cell whose identity is its name.
    pub(crate) async fn sql(&self, session: &str, name: &str, text: &str) {
        let body = json!({ "type": "sql", "text": text, "mode": "on_change" });
        self.cell(session, name, body).await;
    }

    pub(crate) async fn cell(&self, session: &str, name: &str, body: Value) {
        let cell = json!({ "id": name, "name": name, "body": body });
        self.edit(
            session,
            json!({ "edit": "insert_cell", "index": 999, "cell": cell }),
        )
        .await;
    }

    /// Sets the text parameter `name`.
    pub(crate) async fn set(&self, session: &str, name: &str, value: &str) {
        let parameter = json!({ "label": name, "value": { "kind": "text", "value": value } });
        let edit = json!({ "edit": "set_parameter", "cell": name, "parameter": parameter });
        self.edit(session, edit).await;
    }

    pub(crate) async fn run(&self, session: &str, cell: &str) {
        let job = uuid::Uuid::now_v7().simple().to_string();
        self.call(
            "run_cell",
            json!({ "session": session, "cell": cell, "job": job }),
        )
        .await;
    }

    /// Runs a cell and waits until nothing runs.
    pub(crate) async fn run_to_end(&self, session: &str, cell: &str) {
        self.run(session, cell).await;
        self.settled(session).await;
    }

    /// Waits until no cell runs or waits; answers the view.
    pub(crate) async fn settled(&self, session: &str) -> Value {
        self.until(session, |view| {
            view["cells"]
                .as_array()
                .unwrap()
                .iter()
                .all(|cell| !matches!(cell["state"]["state"].as_str(), Some("running" | "waiting")))
        })
        .await
    }

    /// Waits for a state of the workbook; answers the view.
    pub(crate) async fn until(&self, session: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let mut events = self.app.subscribe();
        let limit = Duration::from_secs(20);
        tokio::time::timeout(limit, async {
            loop {
                let view = self
                    .call("get_workbook", json!({ "session": session }))
                    .await;
                if is_so(&view) {
                    return view;
                }
                let _ = tokio::time::timeout(Duration::from_millis(500), events.recv()).await;
            }
        })
        .await
        .expect("the workbook never came to this state")
    }

    pub(crate) async fn state_of(&self, session: &str, cell: &str) -> Value {
        let view = self
            .call("get_workbook", json!({ "session": session }))
            .await;
        state_in(&view, cell)
    }

    /// A file in the temporary folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().canonicalize().unwrap().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder
            .path()
            .canonicalize()
            .unwrap()
            .join(name)
            .to_str()
            .unwrap()
            .to_owned()
    }
}

/// The state of a cell in a view: `{"state": "fresh"}`.
pub(crate) fn state_in(view: &Value, cell: &str) -> Value {
    let cells = view["cells"].as_array().unwrap();
    let found = cells
        .iter()
        .find(|one| one["cell"] == cell)
        .expect("no such cell");
    found["state"].clone()
}

pub(crate) async fn call(app: &App, name: &str, payload: Value) -> Value {
    match app::call(app, name, payload).await {
        Ok(Reply::Json(json)) => json,
        Ok(Reply::Arrow(_)) => panic!("{name} answered bytes"),
        Err(error) => panic!("{name} failed: {} {}", error.code, error.message),
    }
}

/// `WindowHead` and the values of the first column of a reply in bytes.
pub(crate) fn unframe(bytes: &[u8]) -> (Value, Vec<i64>) {
    let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
    let head = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
    let reader = arrow::ipc::reader::StreamReader::try_new(&bytes[4 + length..], None).unwrap();
    let mut values = Vec::new();
    for batch in reader {
        let batch = batch.unwrap();
        let column = batch.column(0).as_any().downcast_ref::<Int64Array>();
        values.extend(column.unwrap().values().iter().copied());
    }
    (head, values)
}

/// Sources are read in the background; this waits until the first is ready.
pub(crate) async fn ready_source(flow: &Flow, session: &str) -> Value {
    let mut events = flow.app.subscribe();
    for _ in 0..40 {
        let sources = flow
            .call("list_sources", json!({ "session": session }))
            .await;
        let ready = serde_json::to_value(SourceState::Ready).unwrap();
        if sources["sources"][0]["state"] == ready {
            return sources;
        }
        let _ = tokio::time::timeout(Duration::from_millis(500), events.recv()).await;
    }
    panic!("the source was never ready");
}
