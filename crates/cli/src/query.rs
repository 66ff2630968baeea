//! `assay query`: one statement over files, answered on standard output or in a file.

pub(crate) mod parameter;

mod source;
mod statement;

use model::{Diagnostic, JobId, ResultHead, ResultId};
use protocol::message::{Answer, Ask, DataFormat, Scope, Statement, View};
use protocol::supervisor::Engine;
use protocol::words::{WordsAnswer, WordsAsk};
use serde_json::{Map, json};
use tokio_util::sync::CancellationToken;

use crate::args::{NamedValue, Query};
use crate::console;
use crate::exchange::path;
use crate::exit::Exit;
use crate::host;
use crate::output::{First, Rows, Target, envelope};
use crate::stopped::Stopped;
use source::Shelf;

/// Runs the command and says on standard error what went wrong.
pub(crate) async fn query(asked: Query, cancel: &CancellationToken) -> Exit {
    let text = match statement::read(asked.sql.as_deref(), cancel).await {
        Ok(text) => text,
        Err(failure) => return Stopped::from(failure).report(""),
    };
    match answer(&asked, &text, cancel).await {
        Ok(()) => Exit::Fine,
        Err(stopped) => stopped.report(&text),
    }
}

async fn answer(asked: &Query, text: &str, cancel: &CancellationToken) -> Result<(), Stopped> {
    let shelf = Shelf::of(asked)?;
    let target = Target::of(asked.output.as_deref(), asked.format, shelf.paths())?;
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
    one_question(&asking, text).await?;
    let head = run(&asking, &shelf, asked, text).await?;
    let ran = Ran {
        asking,
        head: &head,
    };
    let outcome = if asked.json {
        told(asked, &ran, target).await
    } else {
        target.fill(&ran).await
    };
    // What lies on disk is removed now rather than by the next engine.
    let results = vec![result()];
    let _ = asking.put(Ask::Forget { results }).await;
    drop(watch);
    console::report_all(&head.warnings, text);
    outcome
}

/// The engine, with what may stop a question to it.
#[derive(Clone, Copy)]
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

/// One answer is printed, so more than one question is refused at the second.
async fn one_question(asking: &Asking<'_>, text: &str) -> Result<(), Stopped> {
    if !text.contains(';') {
        return Ok(());
    }
    let question = WordsAsk::Answers {
        text: text.to_owned(),
    };
    let told = asking.put(Ask::Words { question }).await?.0;
    let Answer::Words {
        told: WordsAnswer::Pieces { pieces },
    } = told
    else {
        return Err(Stopped::unexpected());
    };
    let Some(second) = pieces.get(1) else {
        return Ok(());
    };
    let refused = Diagnostic::error(
        "SQL_ONE_STATEMENT",
        "One answer is printed, and here a second question begins.",
    )
    .with_span(second.span)
    .with_hint("Run it by itself, or put both into a workbook, where every answer is kept.");
    Err(Stopped::Diagnosed(vec![refused]))
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
        parameters: asked.parameters.iter().map(NamedValue::binding).collect(),
        sample: None,
        seed: asked.seed,
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
        _ => Err(Stopped::unexpected()),
    }
}

/// Prints what is known of the answer as JSON, with the rows when they go to no file.
async fn told(asked: &Query, ran: &Ran<'_>, target: Target) -> Result<(), Stopped> {
    let head = ran.head;
    let told = Map::from_iter([
        ("columns".to_owned(), json!(head.fields)),
        ("rows".to_owned(), json!(head.rows)),
        ("took_ms".to_owned(), json!(head.took_ms)),
        ("engine".to_owned(), json!(head.engine)),
        ("inputs".to_owned(), json!(head.inputs)),
        ("warnings".to_owned(), json!(head.warnings)),
        (
            "output".to_owned(),
            json!(asked.output.as_deref().map(path)),
        ),
    ]);
    if asked.output.is_some() {
        target.fill(ran).await?;
        return envelope::print(&told, None::<&Ran<'_>>).await;
    }
    envelope::print(&told, Some(ran)).await
}

fn result() -> ResultId {
    ResultId::new("query")
}

/// The answer that the engine keeps.
struct Ran<'a> {
    asking: Asking<'a>,
    head: &'a ResultHead,
}

impl Rows for Ran<'_> {
    async fn export(&self, format: DataFormat, path: &str) -> Result<(), Stopped> {
        let view = View::default();
        let ask = Ask::Export {
            result: result(),
            view,
            format,
            path: path.to_owned(),
        };
        match self.asking.put(ask).await? {
            (Answer::Written { .. }, _) => Ok(()),
            _ => Err(Stopped::unexpected()),
        }
    }

    async fn first(&self, limit: u32) -> Result<First, Stopped> {
        let view = View::default();
        let ask = Ask::Window {
            result: result(),
            view,
            offset: 0,
            limit,
        };
        match self.asking.put(ask).await? {
            (Answer::Window { rows, .. }, stream) => Ok(First { rows, stream }),
            _ => Err(Stopped::unexpected()),
        }
    }

    fn caption(&self) -> String {
        format!("{:.0} ms · {}", self.head.took_ms, self.head.engine)
    }
}
