//! A made-up engine and a temporary application, for flows through the one door.
#![allow(dead_code, reason = "each flow uses a part of it")]

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::{Answered, App, AppConfig, Asks, EngineChoice, Reply};
use arrow::array::{Int64Array, RecordBatch};
use arrow::datatypes::{DataType as ArrowType, Field as ArrowField, Schema};
use arrow::ipc::writer::StreamWriter;
use model::{DataType, Diagnostic, Field, ResultHead, ResultId, SourceState, TableInfo};
use protocol::message::{Answer, Ask, Check, Failure, Scope, Statement, Status};
use protocol::supervisor::{EngineError, EngineEvent, EngineState};
use serde_json::{Value, json};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// What the made-up engine keeps of an answer.
#[derive(Clone)]
struct Kept {
    rows: u64,
    seed: i64,
}

/// An engine that answers by simple rules and writes down what it was asked.
///
/// A text with `boom` is diagnosed, `slow` waits for a cancel, `die` ends the process, `rows=N`
/// has N rows, everything else three.
pub struct Fake {
    pub asks: Mutex<Vec<Ask>>,
    kept: Mutex<BTreeMap<ResultId, Kept>>,
    events: broadcast::Sender<EngineEvent>,
    pub started: AtomicU64,
}

impl Fake {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            asks: Mutex::default(),
            kept: Mutex::default(),
            events: broadcast::Sender::new(64),
            started: AtomicU64::new(0),
        })
    }

    /// How many questions of a kind were asked.
    pub fn count(&self, is_kind: impl Fn(&Ask) -> bool) -> usize {
        self.asks
            .lock()
            .unwrap()
            .iter()
            .filter(|ask| is_kind(ask))
            .count()
    }

    /// Texts and queries that were run, in order.
    pub fn ran(&self) -> Vec<String> {
        let asks = self.asks.lock().unwrap();
        asks.iter()
            .filter_map(|ask| match ask {
                Ask::Run { statement, .. } => Some(words(statement)),
                _ => None,
            })
            .collect()
    }

    pub fn clear(&self) {
        self.asks.lock().unwrap().clear();
    }

    /// As a restart does: every kept answer is gone.
    pub fn lose_everything(&self) {
        self.kept.lock().unwrap().clear();
    }

    async fn answer(&self, ask: Ask, cancel: &CancellationToken) -> Answered {
        let done = |answer: Answer| Ok((answer, Vec::new()));
        match ask {
            Ask::OpenSource { spec } => open(spec),
            Ask::Run {
                result,
                statement,
                scope,
            } => {
                let text = words(&statement);
                if text.contains("slow") {
                    cancel.cancelled().await;
                    return Err(EngineError::Cancelled);
                }
                if text.contains("die") {
                    return Err(EngineError::Died(protocol::message::Death::Crash {
                        signal: Some(9),
                    }));
                }
                if text.contains("boom") {
                    let diagnostics = vec![Diagnostic::error("SQL_BOOM", "This text says boom.")];
                    return done(Answer::Diagnosed { diagnostics });
                }
                let kept = Kept {
                    rows: rows(&text),
                    seed: seed(&text, &scope),
                };
                let head = head(&result, &kept);
                self.kept.lock().unwrap().insert(result, kept);
                done(Answer::Ran { head })
            }
            Ask::Window {
                result,
                offset,
                limit,
                ..
            } => self.rows(result, offset, limit),
            Ask::Head { result, limit } => self.rows(result, 0, limit),
            Ask::Check { .. } => done(Answer::Checked {
                check: Check::default(),
            }),
            Ask::Complete { .. } => done(Answer::Completions {
                completions: Vec::new(),
            }),
            Ask::ShowSql { .. } => done(Answer::Sql {
                text: "SELECT 1".to_owned(),
            }),
            Ask::Status => done(Answer::Status {
                status: Status::default(),
            }),
            Ask::Profile { .. } => done(Answer::Profiles {
                profiles: Vec::new(),
                rows: 3,
            }),
            Ask::Rejected { .. } => done(Answer::Rejected {
                rows: Vec::new(),
                total: 0,
            }),
            Ask::Export { path, .. } => {
                std::fs::write(&path, "n\n1\n").unwrap();
                done(Answer::Written { rows: 1, bytes: 4 })
            }
            Ask::Preview { path, .. } => done(Answer::Failed {
                failure: missing(&path),
            }),
            Ask::Forget { results } => {
                let mut kept = self.kept.lock().unwrap();
                for result in results {
                    kept.remove(&result);
                }
                done(Answer::Done)
            }
            Ask::CloseSource { .. } | Ask::Cancel { .. } | Ask::Quit => done(Answer::Done),
        }
    }

    fn rows(&self, result: ResultId, offset: u64, limit: u32) -> Answered {
        let Some(kept) = self.kept.lock().unwrap().get(&result).cloned() else {
            return Ok((Answer::Missing { result }, Vec::new()));
        };
        let end = kept.rows.min(offset + u64::from(limit));
        let values: Vec<i64> = (offset..end)
            .map(|at| kept.seed + i64::try_from(at).unwrap())
            .collect();
        let count = u32::try_from(values.len()).unwrap();
        Ok((
            Answer::Window {
                rows: kept.rows,
                offset,
                count,
            },
            stream(values),
        ))
    }
}

impl Asks for Fake {
    fn ask<'a>(
        &'a self,
        ask: Ask,
        _job: Option<model::JobId>,
        cancel: &'a CancellationToken,
    ) -> Pin<Box<dyn Future<Output = Answered> + Send + 'a>> {
        self.asks.lock().unwrap().push(ask.clone());
        Box::pin(async move {
            tokio::select! {
                biased;
                () = cancel.cancelled() => Err(EngineError::Cancelled),
                answer = self.answer(ask, cancel) => answer,
            }
        })
    }

    fn events(&self) -> broadcast::Receiver<EngineEvent> {
        self.events.subscribe()
    }

    fn state(&self) -> EngineState {
        EngineState {
            is_ready: true,
            engine: "Made-up 1".to_owned(),
            ..EngineState::default()
        }
    }
}

/// A source is a file whose bytes are its fingerprint.
fn open(mut spec: model::SourceSpec) -> Answered {
    let Ok(bytes) = std::fs::read(&spec.path) else {
        return Ok((
            Answer::Failed {
                failure: missing(&spec.path),
            },
            Vec::new(),
        ));
    };
    spec.kind = Some(model::FileKind::Csv);
    spec.options.delimiter = Some(",".to_owned());
    let table = TableInfo {
        name: spec.name.clone(),
        source: spec.id.clone(),
        fields: vec![Field::new("n", DataType::Int64)],
        rows: Some(3),
        bytes: bytes.len() as u64,
        fingerprint: String::from_utf8_lossy(&bytes).into_owned(),
        rejected: 0,
        notes: Vec::new(),
    };
    Ok((
        Answer::Opened {
            spec,
            tables: vec![table],
        },
        Vec::new(),
    ))
}

fn missing(path: &str) -> Failure {
    Failure {
        code: "FILE_NOT_FOUND".to_owned(),
        message: format!("There is no file {path}."),
    }
}

fn words(statement: &Statement) -> String {
    match statement {
        Statement::Sql { text } => text.clone(),
        Statement::Query { query } => format!("query {}", serde_json::to_string(query).unwrap()),
    }
}

fn rows(text: &str) -> u64 {
    let given = text.split("rows=").nth(1).map(|rest| {
        rest.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    });
    given.and_then(|digits| digits.parse().ok()).unwrap_or(3)
}

/// Depends on the text, on the texts above it and on the parameters, as a real answer does.
fn seed(text: &str, scope: &Scope) -> i64 {
    let cells: Vec<String> = scope
        .cells
        .iter()
        .map(|cell| words(&cell.statement))
        .collect();
    let words = format!("{text} {cells:?} {:?}", scope.parameters);
    words
        .bytes()
        .fold(7_i64, |sum, byte| (sum * 31 + i64::from(byte)) % 1_000_003)
}

fn head(result: &ResultId, kept: &Kept) -> ResultHead {
    ResultHead {
        id: result.clone(),
        fields: vec![Field::new("n", DataType::Int64)],
        rows: kept.rows,
        bytes: kept.rows * 8,
        took_ms: 1.0,
        plan_ms: 0.5,
        engine: "Made-up 1".to_owned(),
        inputs: Vec::new(),
        warnings: Vec::new(),
    }
}

fn stream(values: Vec<i64>) -> Vec<u8> {
    let schema = Arc::new(Schema::new(vec![ArrowField::new(
        "n",
        ArrowType::Int64,
        true,
    )]));
    let batch = RecordBatch::try_new(
        Arc::clone(&schema),
        vec![Arc::new(Int64Array::from(values))],
    )
    .unwrap();
    let mut out = Vec::new();
    let mut writer = StreamWriter::try_new(&mut out, &schema).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    out
}

/// An application in a temporary folder, on a made-up engine.
pub struct Flow {
    pub app: App,
    pub fake: Arc<Fake>,
    pub folder: tempfile::TempDir,
}

impl Flow {
    pub fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap())
    }

    /// Starts again over the same folder, as after the program ended.
    pub fn start_in(folder: tempfile::TempDir) -> Self {
        let fake = Fake::new();
        let given = Arc::clone(&fake);
        let made = EngineChoice::Made(Arc::new(move || {
            given.started.fetch_add(1, Ordering::SeqCst);
            Arc::clone(&given) as Arc<dyn Asks>
        }));
        let config = AppConfig::new(made, folder.path().join("state"));
        Self {
            app: App::start(config).unwrap(),
            fake,
            folder,
        }
    }

    /// Ends the application as a crash does, leaving journals behind, and starts it again.
    pub fn crash(self) -> Self {
        drop(self.app);
        Self::start_in(self.folder)
    }

    /// Notes of the catalog are written in the background; waits for the recent workbook.
    pub async fn until_recent(&self) -> Value {
        self.until_answer("hello", json!({}), |welcome| welcome["recent"] != json!([]))
            .await
    }

    pub async fn until_history(&self, words: &str) -> Value {
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
    pub async fn call(&self, name: &str, payload: Value) -> Value {
        call(&self.app, name, payload).await
    }

    /// The code of a command that fails.
    pub async fn refused(&self, name: &str, payload: Value) -> String {
        app::call(&self.app, name, payload).await.unwrap_err().code
    }

    /// Rows of a command that answers bytes: the head and the values of the first column.
    pub async fn rows(&self, name: &str, payload: Value) -> (Value, Vec<i64>) {
        match app::call(&self.app, name, payload).await.unwrap() {
            Reply::Arrow(bytes) => unframe(&bytes),
            Reply::Json(json) => panic!("{name} answered {json}"),
        }
    }

    pub async fn new_workbook(&self) -> String {
        let view = self.call("new_workbook", json!({})).await;
        view["session"].as_str().unwrap().to_owned()
    }

    /// A workbook that is open; a new one when there may be one more.
    pub async fn new_workbook_or_open(&self) -> String {
        match app::call(&self.app, "new_workbook", json!({})).await {
            Ok(Reply::Json(view)) => view["session"].as_str().unwrap().to_owned(),
            _ => {
                let welcome = self.call("hello", json!({})).await;
                welcome["sessions"][0].as_str().unwrap().to_owned()
            }
        }
    }

    pub async fn edit(&self, session: &str, edit: Value) -> Value {
        self.call("apply_edit", json!({ "session": session, "edit": edit }))
            .await
    }

    /// Adds an SQL cell whose identity is its name.
    pub async fn sql(&self, session: &str, name: &str, text: &str) {
        let body = json!({ "type": "sql", "text": text, "mode": "on_change" });
        self.cell(session, name, body).await;
    }

    pub async fn cell(&self, session: &str, name: &str, body: Value) {
        let cell = json!({ "id": name, "name": name, "body": body });
        self.edit(
            session,
            json!({ "edit": "insert_cell", "index": 999, "cell": cell }),
        )
        .await;
    }

    /// Sets the text parameter `name`.
    pub async fn set(&self, session: &str, name: &str, value: &str) {
        let parameter = json!({ "label": name, "value": { "kind": "text", "value": value } });
        let edit = json!({ "edit": "set_parameter", "cell": name, "parameter": parameter });
        self.edit(session, edit).await;
    }

    pub async fn run(&self, session: &str, cell: &str) {
        let job = uuid::Uuid::now_v7().simple().to_string();
        self.call(
            "run_cell",
            json!({ "session": session, "cell": cell, "job": job }),
        )
        .await;
    }

    /// Runs a cell and waits until nothing runs.
    pub async fn run_to_end(&self, session: &str, cell: &str) {
        self.run(session, cell).await;
        self.settled(session).await;
    }

    /// Waits until no cell runs or waits; answers the view.
    pub async fn settled(&self, session: &str) -> Value {
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
    pub async fn until(&self, session: &str, is_so: impl Fn(&Value) -> bool) -> Value {
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

    pub async fn state_of(&self, session: &str, cell: &str) -> Value {
        let view = self
            .call("get_workbook", json!({ "session": session }))
            .await;
        state_in(&view, cell)
    }

    /// A file in the temporary folder.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().canonicalize().unwrap().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn path(&self, name: &str) -> String {
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
pub fn state_in(view: &Value, cell: &str) -> Value {
    let cells = view["cells"].as_array().unwrap();
    let found = cells
        .iter()
        .find(|one| one["cell"] == cell)
        .expect("no such cell");
    found["state"].clone()
}

pub async fn call(app: &App, name: &str, payload: Value) -> Value {
    match app::call(app, name, payload).await {
        Ok(Reply::Json(json)) => json,
        Ok(Reply::Arrow(_)) => panic!("{name} answered bytes"),
        Err(error) => panic!("{name} failed: {} {}", error.code, error.message),
    }
}

/// `WindowHead` and the values of the first column of a reply in bytes.
pub fn unframe(bytes: &[u8]) -> (Value, Vec<i64>) {
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
pub async fn ready_source(flow: &Flow, session: &str) -> Value {
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
