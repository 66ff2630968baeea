//! `assay run`: runs SQL cells of a workbook and prints one answer.

use app::Reply;
use model::{CellId, Edit, JobId};
use protocol::message::{DataFormat, Failure};
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use super::view::{Cell, OneAnswer, View};
use super::{Book, kind_of, said};
use crate::args::{NamedValue, Run};
use crate::console;
use crate::exchange::path;
use crate::exit::Exit;
use crate::output::{First, Rows, Target, envelope};
use crate::query::parameter;
use crate::stopped::Stopped;

/// Runs cells of a workbook and prints one answer.
pub(crate) async fn run(asked: Run, cancel: &CancellationToken) -> Exit {
    match run_cells(&asked, cancel).await {
        Ok(exit) => exit,
        Err(stopped) => stopped.report(""),
    }
}

async fn run_cells(asked: &Run, cancel: &CancellationToken) -> Result<Exit, Stopped> {
    let inputs = std::iter::once(asked.file.as_path());
    let target = Target::of(asked.output.as_deref(), asked.format, inputs)?;
    let book = Book::open(&asked.file, asked.trust, cancel).await?;
    let outcome = book.run(asked, target).await;
    book.close().await;
    outcome
}

impl Book<'_> {
    async fn run(&self, asked: &Run, target: Target) -> Result<Exit, Stopped> {
        self.set(&asked.parameters).await?;
        let book = self.view().await?;
        let wanted = wanted(&book, asked.cell.as_deref())?;
        let to_run = if asked.cell.is_some() {
            self.run_cell(&wanted).await?;
            vec![wanted.clone()]
        } else {
            let job = JobId::new("run-all");
            self.run_job("run_all", json!({ "job": job }), &job).await?;
            book.sql_cells()
        };
        let book = self.view().await?;
        let mut exit = Exit::Fine;
        for cell in book
            .workbook
            .cells
            .iter()
            .filter(|cell| to_run.contains(&cell.id))
        {
            exit = exit.and(tell(&book, cell));
        }
        let told = asked.json.then(|| told(asked, &book, &to_run, &wanted));
        let answer = book.answer_of(&wanted).map(|answer| CellRows {
            book: self,
            cell: wanted.clone(),
            caption: format!("{:.0} ms · {}", answer.stamp.took_ms, answer.stamp.engine),
        });
        if let Some(told) = &told {
            let on_screen = answer.as_ref().filter(|_| asked.output.is_none());
            envelope::print(told, on_screen).await?;
        }
        if let Some(answer) = answer.filter(|_| told.is_none() || asked.output.is_some()) {
            target.fill(&answer).await?;
        }
        if asked.save {
            let saved = json!({ "path": null, "overwrite_changed": false });
            self.call("save_workbook", saved).await?;
        }
        Ok(exit)
    }

    pub(super) async fn set(&self, values: &[NamedValue]) -> Result<(), Stopped> {
        if values.is_empty() {
            return Ok(());
        }
        let book = self.view().await?;
        for value in values {
            let edit = setting(&book, value)?;
            let edit = serde_json::to_value(edit).map_err(|_| Stopped::unexpected())?;
            self.call("apply_edit", json!({ "edit": edit })).await?;
        }
        Ok(())
    }

    pub(super) async fn run_cell(&self, cell: &CellId) -> Result<(), Stopped> {
        if self.view().await?.is_computed(cell) {
            return Ok(());
        }
        let job = JobId::new("run-one");
        self.run_job("run_cell", json!({ "cell": cell, "job": job }), &job)
            .await
    }

    /// Starts a job and waits for its end. However many cells it runs, the workbook is not asked.
    async fn run_job(&self, command: &str, payload: Value, job: &JobId) -> Result<(), Stopped> {
        let ended = async {
            self.call(command, payload).await?;
            loop {
                let end = self.call("await_job", json!({ "job": job })).await?;
                if end["has_ended"] == true {
                    return Ok(());
                }
            }
        };
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => {
                let _ = self.call("cancel_job", json!({ "job": job })).await;
                Err(Stopped::because("CANCELLED", "Cancelled."))
            }
            ended = ended => ended,
        }
    }
}

/// How the cells ended, for other programs.
fn told(asked: &Run, book: &View, ran: &[CellId], shown: &CellId) -> Map<String, Value> {
    let of_cell = |cell: &model::Cell| {
        let known = book.cell(&cell.id);
        let stamp = book.answer_of(&cell.id).map(|answer| &answer.stamp);
        json!({
            "cell": cell.id, "name": cell.name, "kind": kind_of(cell),
            "state": known.map(|known| known.state.name.as_str()),
            "rows": stamp.map(|stamp| stamp.rows),
            "took_ms": stamp.map(|stamp| stamp.took_ms),
            "engine": stamp.map(|stamp| stamp.engine.as_str()),
            "diagnostics": known.map_or(&[][..], |known| &known.diagnostics),
        })
    };
    let cells = book.workbook.cells.iter();
    let cells: Vec<Value> = cells
        .filter(|cell| ran.contains(&cell.id))
        .map(of_cell)
        .collect();
    let shown = book.workbook.cell(shown).map(|cell| cell.name.as_str());
    Map::from_iter([
        ("path".to_owned(), json!(path(&asked.file))),
        ("cells".to_owned(), json!(cells)),
        ("shown".to_owned(), json!(shown)),
        (
            "output".to_owned(),
            json!(asked.output.as_deref().map(path)),
        ),
    ])
}

/// Says how a cell ended.
fn tell(book: &View, cell: &model::Cell) -> Exit {
    let Some(Cell {
        state,
        diagnostics,
        result,
        answers,
        ..
    }) = book.cell(&cell.id)
    else {
        return Exit::Fine;
    };
    let others = answers.split_last().map_or(&[][..], |(_, others)| others);
    let all = others.iter().map(|one| &one.result).chain(result);
    let warnings = all.flat_map(|result| &result.warnings);
    let exit = said(cell, diagnostics.iter().chain(warnings));
    match (state.name.as_str(), result) {
        ("blocked", _) => {
            console::say(&format!(
                "{}: not run, because a cell it reads failed\n",
                cell.name
            ));
            Exit::Wrong
        }
        ("failed", _) => exit.and(Exit::Wrong),
        (_, Some(result)) => {
            for OneAnswer { line, result } in others {
                let (rows, took_ms) = (result.stamp.rows, result.stamp.took_ms);
                let name = &cell.name;
                console::say(&format!(
                    "{name}, line {line}: {rows} rows, {took_ms:.0} ms\n"
                ));
            }
            let stamp = &result.stamp;
            console::say(&format!(
                "{}: {} rows, {:.0} ms\n",
                cell.name, stamp.rows, stamp.took_ms
            ));
            exit
        }
        _ => exit,
    }
}

fn wanted(book: &View, name: Option<&str>) -> Result<CellId, Stopped> {
    let sql = book.sql_cells();
    let found = match name {
        Some(name) => book.workbook.cell_named(name).map(|cell| cell.id.clone()),
        None => sql.last().cloned(),
    };
    match (found, name) {
        (Some(cell), _) if sql.contains(&cell) => Ok(cell),
        (Some(_), Some(name)) => Err(Stopped::because(
            "CLI_NOT_SQL",
            format!(
                "The cell {} is no SQL cell, so it has no answer to print.",
                quoted(name)
            ),
        )),
        (_, Some(name)) => Err(Stopped::because(
            "CLI_NO_SUCH_CELL",
            format!(
                "The workbook has no cell {}. Its SQL cells are: {}.",
                quoted(name),
                names(book, &sql)
            ),
        )),
        _ => Err(Stopped::because(
            "CELL_NONE",
            "The workbook has no SQL cell, so there is nothing to run.",
        )),
    }
}

fn setting(book: &View, given: &NamedValue) -> Result<Edit, Stopped> {
    let known: Vec<&model::Cell> = book
        .workbook
        .cells
        .iter()
        .filter(|cell| matches!(cell.body, model::CellBody::Parameter { .. }))
        .collect();
    let found = known
        .iter()
        .find(|cell| cell.name.to_lowercase() == given.name.to_lowercase());
    let Some((cell, model::CellBody::Parameter { parameter })) =
        found.map(|cell| (cell, &cell.body))
    else {
        let names: Vec<&str> = known
            .iter()
            .map(|cell| cell.name.as_str())
            .take(20)
            .collect();
        return Err(Stopped::because(
            "CLI_NO_SUCH_PARAMETER",
            format!(
                "The workbook has no parameter {}. Its parameters are: {}.",
                quoted(&given.name),
                clipped(&names.join(", "))
            ),
        ));
    };
    let value = parameter::fitted(&parameter.value, given).map_err(|why| {
        Stopped::because(
            "CLI_PARAMETER_VALUE",
            format!("The value of {} does not fit: {why}.", quoted(&given.name)),
        )
    })?;
    let parameter = model::Parameter {
        label: parameter.label.clone(),
        value,
    };
    Ok(Edit::SetParameter {
        cell: cell.id.clone(),
        parameter,
    })
}

fn names(book: &View, cells: &[CellId]) -> String {
    let names: Vec<&str> = cells
        .iter()
        .filter_map(|id| book.workbook.cell(id))
        .map(|cell| cell.name.as_str())
        .take(20)
        .collect();
    clipped(&names.join(", "))
}

pub(super) fn quoted(name: &str) -> String {
    format!("`{}`", clipped(name))
}

pub(super) fn clipped(text: &str) -> String {
    text.chars().take(200).collect()
}

/// The answer of a cell.
struct CellRows<'a> {
    book: &'a Book<'a>,
    cell: CellId,
    caption: String,
}

impl Rows for CellRows<'_> {
    async fn export(&self, format: DataFormat, path: &str) -> Result<(), Stopped> {
        let payload = json!({
            "cell": self.cell, "filters": [], "order": [], "format": format, "path": path,
            "job": "export",
        });
        self.book
            .stoppable(self.book.call("export_cell", payload))
            .await
            .map(drop)
    }

    async fn first(&self, limit: u32) -> Result<First, Stopped> {
        let payload = json!({
            "session": self.book.session, "cell": self.cell, "filters": [], "order": [],
            "offset": 0, "limit": limit,
        });
        let asked = async {
            app::call(&self.book.app, "read_window", payload)
                .await
                .map_err(|error| Failure {
                    code: error.code,
                    message: error.message,
                })
        };
        let Reply::Arrow(bytes) = self.book.stoppable(asked).await? else {
            return Err(Stopped::unexpected());
        };
        first_of(&bytes).ok_or_else(Stopped::unexpected)
    }

    fn caption(&self) -> String {
        self.caption.clone()
    }
}

/// Takes the head off the bytes of a window.
fn first_of(bytes: &[u8]) -> Option<First> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (head, stream) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let head: Value = serde_json::from_slice(head).ok()?;
    Some(First {
        rows: head["rows"].as_u64()?,
        stream: stream.to_vec(),
    })
}
