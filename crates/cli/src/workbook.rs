//! A workbook without a window, through the one door.

pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod lineage;
pub(crate) mod package;
pub(crate) mod relink;
pub(crate) mod reproduce;
pub(crate) mod run;
mod view;

use std::path::Path;

use app::App;
use app::command::trust::ChangesSinceTrust;
use model::Diagnostic;
use protocol::message::Failure;
use serde::Deserialize as _;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::args::TrustOnce;
use crate::console;
use crate::exit::Exit;
use crate::host;
use crate::stopped::Stopped;
use view::View;

/// An open workbook, with what may stop its work.
struct Book<'a> {
    app: App,
    session: String,
    cancel: &'a CancellationToken,
}

impl<'a> Book<'a> {
    /// Opens a file whose cells are to be read or run, when it is trusted.
    async fn open(
        file: &Path,
        trust: TrustOnce,
        cancel: &'a CancellationToken,
    ) -> Result<Self, Stopped> {
        let places = host::places()?;
        let mut engine = host::engine(&places);
        engine.keep_spare = false;
        let app = host::start(engine, places)?;
        let view = host::open(&app, file).await?;
        let session = view["session"].as_str().unwrap_or_default().to_owned();
        let book = Self {
            app,
            session,
            cancel,
        };
        if view["trust"]["trust"] == "restricted" {
            if !trust.trust_once {
                book.close().await;
                return Err(not_trusted(file, &view["trust"], ", or add --trust-once"));
            }
            book.call("set_trust", json!({ "trust": "once" })).await?;
        }
        Ok(book)
    }

    /// Leaves the file as it is: what was not saved is not offered for recovery.
    async fn close(&self) {
        let _ = self
            .call("close_workbook", json!({ "discard": true }))
            .await;
    }

    async fn stoppable<T>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Stopped> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Stopped::because("CANCELLED", "Cancelled.")),
            done = work => done.map_err(Stopped::from),
        }
    }

    async fn view(&self) -> Result<View, Stopped> {
        let view = self.call("get_workbook", json!({})).await?;
        serde_json::from_value(view).map_err(|_| Stopped::unexpected())
    }

    async fn call(&self, name: &str, mut payload: Value) -> Result<Value, Failure> {
        if !matches!(name, "cancel_job" | "await_job") {
            payload["session"] = json!(self.session);
        }
        host::call(&self.app, name, payload).await
    }
}

/// The refusal of a command that only a trusted workbook allows; `or` is what else would do.
pub(crate) fn not_trusted(file: &Path, trust: &Value, or: &str) -> Stopped {
    let name = console::printable(&file.display().to_string());
    let changes = ChangesSinceTrust::deserialize(&trust["changes"]).ok();
    let why = match trust["changed_since"].as_str() {
        Some(since) => format!("was {}", crate::trust::changed(since, changes.as_ref())),
        None => "was not made on this computer and is not trusted".to_owned(),
    };
    Stopped::because(
        "NOT_TRUSTED",
        format!(
            "{name} {why}. Nothing in it runs. See what it would run and open with `assay \
             trust --show`, then trust it with `assay trust`{or}."
        ),
    )
}

/// What a cell is, as the workbook file says it: `sql`, `chart`, `parameter` or `markdown`.
fn kind_of(cell: &model::Cell) -> &'static str {
    match cell.body {
        model::CellBody::Sql { .. } => "sql",
        model::CellBody::Chart { .. } => "chart",
        model::CellBody::Parameter { .. } => "parameter",
        model::CellBody::Markdown { .. } => "markdown",
    }
}

/// Says what is wrong with a cell, and answers the exit that the worst of it asks for.
fn said<'a>(cell: &model::Cell, diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Exit {
    let text = match &cell.body {
        model::CellBody::Sql { text, .. } => text.as_str(),
        _ => "",
    };
    diagnostics.fold(Exit::Fine, |exit, diagnostic| {
        console::say(&format!("In {}:\n", console::printable(&cell.name)));
        console::report_all(std::slice::from_ref(diagnostic), text);
        if diagnostic.is_error() {
            exit.and(Exit::of_code(&diagnostic.code))
        } else {
            exit
        }
    })
}
