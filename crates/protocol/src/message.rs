//! What application and engine say to each other. Plain data; rows travel beside a message as
//! Arrow IPC stream bytes, never inside it.

use model::{
    ColumnProfile, Diagnostic, Field, Filter, ImportOptions, ImportPreview, JobId, Order,
    RejectedRow, ResultHead, ResultId, SourceId, SourceSpec, TableInfo, Thinned,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::scope::{CellBinding, ParameterBinding, Scope, Statement};
use crate::words::{Step, WordsAnswer, WordsAsk};

/// One question to the engine. `id` is unique for the life of the process.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    pub id: u64,
    /// The job that this question belongs to, for progress and cancelling.
    pub job: Option<JobId>,
    pub ask: Ask,
}

/// What can be asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// Reads enough of a source to know its tables; answered by `Answer::Opened`.
    OpenSource {
        spec: SourceSpec,
    },
    CloseSource {
        source: SourceId,
    },
    /// First rows of a file and how they were read, within a second; `Answer::Preview`.
    Preview {
        path: String,
        options: ImportOptions,
    },
    /// Rows and values of a table that did not parse; `Answer::Rejected`.
    Rejected {
        table: String,
        offset: u64,
        limit: u32,
    },
    /// Binds a statement without running it; `Answer::Checked`.
    Check {
        statement: Statement,
        scope: Scope,
    },
    /// What may stand at `offset` (UTF-8 bytes) of a text; `Answer::Completions`.
    Complete {
        text: String,
        offset: u32,
        scope: Scope,
    },
    /// A question about a text that runs nothing; `Answer::Words`.
    Words {
        question: WordsAsk,
    },
    /// Computes an answer and keeps it as `result`; `Answer::Ran` or `Answer::Diagnosed`.
    Run {
        result: ResultId,
        statement: Statement,
        scope: Scope,
    },
    /// Rows `offset..offset+limit` of a kept answer under a view; `Answer::Window` with bytes.
    Window {
        result: ResultId,
        view: View,
        offset: u64,
        limit: u32,
    },
    /// Profiles of all columns, or of the named ones; `Answer::Profiles`.
    Profile {
        target: Target,
        columns: Vec<String>,
    },
    /// A gesture or statement printed as SQL; `Answer::Sql`.
    ShowSql {
        statement: Statement,
        scope: Scope,
    },
    /// The steps of a statement, measured by running it when `is_measured`; `Answer::Explained`
    /// or `Answer::Diagnosed`.
    Explain {
        statement: Statement,
        scope: Scope,
        is_measured: bool,
    },
    /// Writes a whole answer under a view to a new file; `Answer::Written`.
    Export {
        result: ResultId,
        view: View,
        format: DataFormat,
        path: String,
    },
    /// The first rows of an answer as Arrow bytes to be saved in a workbook; `Answer::Window`.
    Head {
        result: ResultId,
        limit: u32,
    },
    Forget {
        results: Vec<ResultId>,
    },
    Status,
    /// Asks a running job to stop. The supervisor kills the process if it does not.
    Cancel {
        job: JobId,
    },
    /// Ends the process after the message is read; the end of its input does the same.
    Quit,
}

/// How a person looks at an answer: filters first, then order; of lines only what is drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct View {
    pub filters: Vec<Filter>,
    pub order: Vec<Order>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thinned: Option<Thinned>,
}

/// What a profile is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Target {
    Table { name: String },
    Result { result: ResultId },
}

/// File formats that answers are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DataFormat {
    Csv,
    Json,
    Ndjson,
    Parquet,
    Arrow,
}

/// What the engine says. `Reply` answers the request with the same id.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "most of what is said are replies"
)]
pub enum Say {
    /// First word of a process: versions, for the log and the truth stamp.
    Ready {
        engine: String,
        protocol: u32,
        /// It has given up sockets and other programs for good.
        is_confined: bool,
    },
    Reply {
        id: u64,
        answer: Answer,
    },
    Progress {
        job: JobId,
        progress: Progress,
    },
    /// At least once a second.
    Heartbeat {
        memory_bytes: u64,
    },
    /// Last word before the process ends by itself.
    Dying {
        death: Death,
    },
}

/// How far a job has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Progress {
    /// In words: "Planning", "Reading orders.csv", "Computing".
    pub stage: String,
    pub rows: u64,
    /// 0 to 1 when it can be known.
    pub share: Option<f64>,
}

/// Answers, each to the ask that its name says.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// `spec` has every detected option filled in, to be recorded.
    Opened {
        spec: SourceSpec,
        tables: Vec<TableInfo>,
    },
    Preview {
        preview: ImportPreview,
    },
    Rejected {
        rows: Vec<RejectedRow>,
        total: u64,
    },
    Checked {
        check: Check,
    },
    Completions {
        completions: Vec<Completion>,
        /// Instead of completions: the column whose values may stand here.
        wanted: Option<WantedValues>,
    },
    Words {
        told: WordsAnswer,
    },
    Ran {
        head: ResultHead,
    },
    /// The statement does not run: at least one diagnostic is an error.
    Diagnosed {
        diagnostics: Vec<Diagnostic>,
    },
    /// Bytes are an Arrow IPC stream of the rows. `rows` counts all rows under the view.
    Window {
        rows: u64,
        offset: u64,
        count: u32,
    },
    Profiles {
        profiles: Vec<ColumnProfile>,
        rows: u64,
    },
    Sql {
        text: String,
    },
    /// `took_ms` is the time of the run, none when nothing ran.
    Explained {
        steps: Vec<Step>,
        plan_ms: f64,
        took_ms: Option<f64>,
    },
    Written {
        rows: u64,
        bytes: u64,
    },
    Status {
        status: Status,
    },
    Done,
    /// The engine no longer has this answer (it was restarted); run the cell again.
    Missing {
        result: ResultId,
    },
    /// The world failed: a file, a limit, a format. Code as in `Diagnostic`.
    Failed {
        failure: Failure,
    },
    Cancelled,
}

/// A failure that is not in the statement's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Failure {
    /// Stable code such as `FILE_NOT_FOUND`.
    pub code: String,
    /// What happened, to what, why, and what to do; at most 400 characters.
    pub message: String,
}

/// What binding found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Check {
    pub diagnostics: Vec<Diagnostic>,
    /// Columns of the answer; empty when it does not bind.
    pub fields: Vec<Field>,
    /// Tables, cells and parameters that the text reads, by name as written there.
    pub reads: Vec<String>,
}

/// One entry of a completion list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Completion {
    /// What is shown and matched.
    pub label: String,
    /// What is inserted, quoted where needed.
    pub insert: String,
    pub kind: CompletionKind,
    /// Type of a column, signature of a function, rows of a table.
    pub detail: String,
    /// A sentence of documentation; may be empty.
    pub about: String,
    /// Start of the text that is replaced, UTF-8 bytes.
    pub from: u32,
    /// The column that it names, or the two that a condition compares; empty when not known.
    pub columns: Vec<ColumnName>,
}

/// A column by the exact name of its table or cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColumnName {
    pub relation: String,
    pub is_cell: bool,
    pub column: String,
}

/// A column whose values may stand in the quotes at a place of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedValues {
    pub column: ColumnName,
    /// What stands in the quotes before the place.
    pub typed: String,
    /// Where it begins, UTF-8 bytes.
    pub from: u32,
    /// The closing quote stands behind the place already.
    pub is_closed: bool,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum CompletionKind {
    Table,
    Cell,
    Column,
    Function,
    Keyword,
    Parameter,
    Value,
    /// A condition of a join.
    Join,
}

/// How the engine is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Status {
    pub memory_bytes: u64,
    pub memory_cap_bytes: u64,
    pub kept_results: u32,
    pub kept_bytes: u64,
}

/// Why an engine process ended, in words a program can act on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "death", rename_all = "snake_case")]
pub enum Death {
    Cancelled,
    MemoryLimit {
        cap_bytes: u64,
    },
    /// Killed by a signal, or ended by itself without a word.
    Crash {
        signal: Option<i32>,
    },
    /// No heartbeat, or the statement's time limit was reached.
    Timeout {
        limit_ms: u64,
    },
    /// It said something that is not in this file.
    Protocol {
        detail: String,
    },
}
