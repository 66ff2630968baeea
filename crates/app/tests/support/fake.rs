//! A made-up engine that answers by simple rules and writes down what it was asked.
#![allow(
    clippy::unnecessary_wraps,
    reason = "answers have the type that engines give"
)]

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::{Answered, Asks};
use arrow::array::{Int64Array, RecordBatch};
use arrow::datatypes::{DataType as ArrowType, Field as ArrowField, Schema};
use arrow::ipc::writer::StreamWriter;
use model::{DataType, Diagnostic, Field, ResultHead, ResultId, TableInfo};
use protocol::message::{Answer, Ask, Check, Death, Failure, Scope, Statement, Status};
use protocol::supervisor::{EngineError, EngineEvent, EngineState};
use protocol::words::WordsAnswer;
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
/// A text with `boom` is diagnosed, `slow` waits for a cancel, `pause` takes a moment, `die` ends
/// the process, `rows=N` has N rows, everything else three. A file whose name has `deadly` in it ends the process.
pub(crate) struct Fake {
    pub(crate) asks: Mutex<Vec<Ask>>,
    kept: Mutex<BTreeMap<ResultId, Kept>>,
    events: broadcast::Sender<EngineEvent>,
    pub(crate) started: AtomicU64,
    /// Rows that every query answers; 0 leaves it to its text.
    pub(crate) rows_of_queries: AtomicU64,
    /// Added to every value, as when data changed.
    pub(crate) shift: AtomicI64,
}

impl Fake {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            asks: Mutex::default(),
            kept: Mutex::default(),
            events: broadcast::Sender::new(64),
            started: AtomicU64::new(0),
            rows_of_queries: AtomicU64::new(0),
            shift: AtomicI64::new(0),
        })
    }

    /// How many questions of a kind were asked.
    pub(crate) fn count(&self, is_kind: impl Fn(&Ask) -> bool) -> usize {
        self.asks
            .lock()
            .unwrap()
            .iter()
            .filter(|ask| is_kind(ask))
            .count()
    }

    /// Texts and queries that were run, in order.
    pub(crate) fn ran(&self) -> Vec<String> {
        let asks = self.asks.lock().unwrap();
        asks.iter()
            .filter_map(|ask| match ask {
                Ask::Run { statement, .. } => Some(words(statement)),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn clear(&self) {
        self.asks.lock().unwrap().clear();
    }

    /// As a restart does: every kept answer is gone.
    pub(crate) fn lose_everything(&self) {
        self.kept.lock().unwrap().clear();
    }

    async fn answer(&self, ask: Ask, cancel: &CancellationToken) -> Answered {
        let done = |answer: Answer| Ok((answer, Vec::new()));
        match ask {
            Ask::OpenSource { spec } if spec.path.contains("deadly") => {
                Err(EngineError::Died(Death::Crash { signal: Some(11) }))
            }
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
                if text.contains("pause") {
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
                if text.contains("die") {
                    return Err(EngineError::Died(Death::Crash { signal: Some(9) }));
                }
                if text.contains("boom") {
                    let diagnostics = vec![Diagnostic::error("SQL_BOOM", "This text says boom.")];
                    return done(Answer::Diagnosed { diagnostics });
                }
                let wanted = self.rows_of_queries.load(Ordering::SeqCst);
                let is_query = matches!(statement, Statement::Query { .. }) && wanted > 0;
                let rows = if is_query { wanted } else { rows(&text) };
                let kept = Kept {
                    rows,
                    seed: seed(&text, &scope) + self.shift.load(Ordering::SeqCst),
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
                wanted: None,
            }),
            Ask::Words { .. } => done(Answer::Words {
                told: WordsAnswer::Described { found: None },
            }),
            Ask::ShowSql { .. } => done(Answer::Sql {
                text: "SELECT 1".to_owned(),
            }),
            Ask::Explain { .. } => done(Answer::Explained {
                steps: Vec::new(),
                plan_ms: 0.0,
                took_ms: None,
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
        let end = kept.rows.min(offset + u64::from(limit.min(10_000)));
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
        Statement::Behind { text, row } => format!("behind {row:?} of {text}"),
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

/// Depends on the text, on the texts above it and on the parameters that they read, as a real
/// answer does.
fn seed(text: &str, scope: &Scope) -> i64 {
    let mut texts: Vec<String> = scope
        .cells
        .iter()
        .map(|cell| words(&cell.statement))
        .collect();
    texts.push(text.to_owned());
    texts.sort();
    let read = scope.parameters.iter().filter(|parameter| {
        let mention = format!(":{}", parameter.name);
        texts.iter().any(|text| text.contains(&mention))
    });
    let values: Vec<String> = read
        .map(|parameter| format!("{:?}", parameter.value))
        .collect();
    let words = format!("{texts:?} {values:?}");
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
