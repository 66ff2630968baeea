//! `assay query`: one statement over files, answered on standard output or in a file.

pub(crate) mod parameter;

mod output;
mod source;
mod statement;
mod table;

use std::io::IsTerminal;

use model::{Diagnostic, JobId, ResultHead, ResultId};
use protocol::message::{Answer, Ask, Failure, Scope, Statement, View};
use protocol::supervisor::{Engine, EngineError};
use tokio_util::sync::CancellationToken;

use crate::args::{Format, Query};
use crate::console;
use crate::exit::Exit;
use crate::host;
use output::Target;
use source::Shelf;

/// Why there is no answer.
pub(crate) enum Stopped {
    /// Wrong, unreadable, over a limit: said with its code.
    Failed(Failure),
    /// The statement does not run.
    Diagnosed(Vec<Diagnostic>),
}

impl Stopped {
    fn because(code: &str, message: impl Into<String>) -> Self {
        Self::Failed(Failure {
            code: code.to_owned(),
            message: message.into(),
        })
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<EngineError> for Stopped {
    fn from(error: EngineError) -> Self {
        Self::Failed(error.failure())
    }
}

/// Runs the command and says on standard error what went wrong.
pub(crate) async fn query(asked: Query, cancel: &CancellationToken) -> Exit {
    let text = match statement::read(asked.sql.as_deref(), cancel).await {
        Ok(text) => text,
        Err(failure) => {
            console::report(&failure);
            return Exit::of(&failure);
        }
    };
    match answer(&asked, &text, cancel).await {
        Ok(()) => Exit::Fine,
        Err(Stopped::Diagnosed(diagnostics)) => {
            console::report_all(&diagnostics, &text);
            Exit::Wrong
        }
        Err(Stopped::Failed(failure)) => {
            if failure.code == "CANCELLED" {
                console::say("Cancelled.\n");
            } else {
                console::report(&failure);
            }
            Exit::of(&failure)
        }
    }
}

async fn answer(asked: &Query, text: &str, cancel: &CancellationToken) -> Result<(), Stopped> {
    let shelf = Shelf::of(asked)?;
    let format = format_of(asked);
    let target = Target::of(asked.output.as_deref(), format, &shelf)?;
    let mut config = host::engine(&host::places()?);
    config.keep_spare = false;
    config.statement_timeout = asked.timeout;
    config.launch.threads = asked.threads.unwrap_or(0);
    if let Some(bytes) = asked.memory {
        config.launch.memory_cap_bytes = bytes;
    }
    let engine = Engine::start(config);
    let watch = console::Watch::begin(&engine);
    let asking = Asking {
        engine: &engine,
        cancel,
    };
    let head = run(&asking, &shelf, asked, text).await?;
    let outcome = target.fill(&asking, &head).await;
    drop(watch);
    console::report_all(&head.warnings, text);
    outcome
}

/// The engine, with what may stop a question to it.
pub(crate) struct Asking<'a> {
    engine: &'a Engine,
    cancel: &'a CancellationToken,
}

impl Asking<'_> {
    async fn put(&self, ask: Ask) -> Result<(Answer, Vec<u8>), Stopped> {
        match self
            .engine
            .ask(ask, Some(JobId::new("query")), self.cancel)
            .await?
        {
            (Answer::Failed { failure }, _) => Err(failure.into()),
            (Answer::Diagnosed { diagnostics }, _) => Err(Stopped::Diagnosed(diagnostics)),
            (Answer::Missing { .. }, _) => Err(Stopped::because(
                "ENGINE_RESTARTED",
                "The engine was started again while the answer was being written, so the answer \
                 is gone. Run the command again.",
            )),
            answered => Ok(answered),
        }
    }
}

async fn run(
    asking: &Asking<'_>,
    shelf: &Shelf,
    asked: &Query,
    text: &str,
) -> Result<ResultHead, Stopped> {
    let statement = Statement::Sql {
        text: text.to_owned(),
    };
    let scope = Scope {
        cells: Vec::new(),
        parameters: asked.parameters.clone(),
    };
    let ask = Ask::Run {
        result: result(),
        statement,
        scope,
    };
    shelf.open_mentioned(asking, text).await?;
    let outcome = match asking.put(ask.clone()).await {
        // Names of files that the text does not mention make better hints.
        Err(Stopped::Diagnosed(_)) if shelf.open_others(asking).await? => asking.put(ask).await,
        outcome => outcome,
    };
    match outcome?.0 {
        Answer::Ran { head } => Ok(head),
        _ => Err(unexpected()),
    }
}

fn result() -> ResultId {
    ResultId::new("query")
}

fn unexpected() -> Stopped {
    EngineError::Died(protocol::message::Death::Protocol {
        detail: String::new(),
    })
    .into()
}

fn format_of(asked: &Query) -> Format {
    let by_name = || {
        let ending = asked
            .output
            .as_ref()?
            .extension()?
            .to_str()?
            .to_ascii_lowercase();
        match ending.as_str() {
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "parquet" => Some(Format::Parquet),
            "arrow" => Some(Format::Arrow),
            _ => None,
        }
    };
    let by_place = || {
        if asked.output.is_none() && std::io::stdout().is_terminal() {
            Format::Table
        } else {
            Format::Csv
        }
    };
    asked.format.or_else(by_name).unwrap_or_else(by_place)
}

/// A look at everything, in the order of the statement.
fn whole() -> View {
    View::default()
}
