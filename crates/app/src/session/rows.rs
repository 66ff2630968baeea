//! Rows of answers: from the engine, or from the copy that was saved in the workbook.

use std::sync::Arc;

use model::{CellId, Overlays, ResultId};
use protocol::message::{Answer, Ask, Statement, Target, View};
use tokio_util::sync::CancellationToken;

use super::stream::{frame, slice};
use super::unexpected::unexpected;
use super::{Body, Kept, Session, Shown};
use crate::clock::utc;
use crate::command::notebook::{Profiles, WindowHead};
use crate::command::system::Tag;
use crate::door::Rows;
use crate::{App, Error};

/// Most rows in one window.
pub(crate) const MOST_ROWS: u32 = 10_000;

/// What part of an answer is looked at.
pub(crate) struct Part {
    pub(crate) view: View,
    pub(crate) offset: u64,
    pub(crate) limit: u32,
}

impl Session {
    /// Rows of a cell's answer.
    pub(crate) async fn window(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        part: Part,
    ) -> Result<Rows, Error> {
        if part.limit > MOST_ROWS {
            return Err(Error::new(
                "TOO_MANY_ROWS",
                format!(
                    "At most {MOST_ROWS} rows are read at a time. Ask for fewer, page by page."
                ),
            ));
        }
        let shown = self.shown(cell)?;
        if let Body::Saved(arrow) = &shown.body {
            if part.view == View::default() {
                return saved_window(&shown, arrow, &part);
            }
            self.kept_instead(app, cell).await?;
        }
        let Part {
            view,
            offset,
            limit,
        } = part;
        let ask = |result: ResultId| Ask::Window {
            result,
            view: view.clone(),
            offset,
            limit,
        };
        let (answer, bytes, shown) = self.ask_about(app, cell, ask).await?;
        match answer {
            Answer::Window {
                rows,
                offset,
                count,
            } => frame(
                &WindowHead {
                    rows,
                    offset,
                    count,
                    total_rows: shown.stamp.rows,
                    overlays: Overlays::default(),
                    pixels: None,
                    drawn_as: None,
                    pivot: None,
                },
                &bytes,
            ),
            other => Err(unexpected(other, "Reading rows")),
        }
    }

    /// Profiles of the columns of a cell's answer.
    pub(crate) async fn profile(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<Profiles, Error> {
        if matches!(self.shown(cell)?.body, Body::Saved(_)) {
            return Err(Error::new(
                "SAVED_COPY",
                "This is the copy that was saved with the workbook. Run the cell to see its columns' profiles.",
            ));
        }
        let ask = |result: ResultId| Ask::Profile {
            target: Target::Result { result },
            columns: Vec::new(),
        };
        match self.ask_about(app, cell, ask).await? {
            (Answer::Profiles { profiles, rows }, _, _) => Ok(Profiles { profiles, rows }),
            (other, _, _) => Err(unexpected(other, "Profiling the answer")),
        }
    }

    /// Makes sure that the engine has the whole answer of a cell of which only a copy was saved.
    pub(crate) async fn kept_instead(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<(), Error> {
        if matches!(self.shown(cell)?.body, Body::Kept(_)) {
            return Ok(());
        }
        let owner = super::answers::owner(cell);
        self.run_now(app, &owner).await?;
        if matches!(self.shown(cell)?.body, Body::Kept(_)) {
            return Ok(());
        }
        let state = self.state();
        let said = state
            .runs
            .get(&owner)
            .and_then(|run| run.diagnostics.first().cloned());
        Err(said.map_or_else(Error::cancelled, Error::from))
    }

    /// Puts a question about a kept answer. When the engine was restarted and no longer has it,
    /// it is computed again first, without a word.
    pub(crate) async fn ask_about(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        ask: impl Fn(ResultId) -> Ask,
    ) -> Result<(Answer, Vec<u8>, Shown), Error> {
        let job = model::JobId::from_uuid(crate::app::fresh());
        let handle = app.jobs().begin(job, Some(self.id.clone()))?;
        self.ask_in_job(app, cell, ask, &handle).await
    }

    /// As `ask_about`, as part of a job that a person can cancel.
    pub(crate) async fn ask_in_job(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        ask: impl Fn(ResultId) -> Ask,
        handle: &crate::jobs::JobHandle,
    ) -> Result<(Answer, Vec<u8>, Shown), Error> {
        let put = async || -> Result<Option<(Answer, Vec<u8>, Shown)>, Error> {
            let shown = self.shown(cell)?;
            let kept = shown.kept().ok_or_else(|| not_run("This cell"))?;
            let ask = ask(kept.result.clone());
            let job = Some(handle.id.clone());
            let (answer, bytes) = self.ask(app, ask, job, &handle.token).await?;
            let is_missing = matches!(answer, Answer::Missing { .. });
            Ok((!is_missing).then_some((answer, bytes, shown)))
        };
        if let Some(found) = put().await? {
            return Ok(found);
        }
        let _gate = self.recomputing.lock().await;
        if let Some(found) = put().await? {
            return Ok(found);
        }
        self.recompute(app, cell, &handle.token).await?;
        put().await?.ok_or_else(|| {
            Error::new(
                "RESULT_NOT_KEPT",
                "The engine could not keep this answer. Run the cell again, with fewer rows or columns.",
            )
        })
    }

    async fn recompute(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        cancel: &CancellationToken,
    ) -> Result<(), Error> {
        let shown = self.shown(cell)?;
        let Body::Kept(kept) = &shown.body else {
            return Ok(());
        };
        self.open_sources(app, cancel).await?;
        let head = self.compute(app, kept, cancel).await?;
        let mut state = self.state();
        let version = state.next_version();
        for now in state.answers_mut(cell, shown.version) {
            // The file may have changed in between, so the rows may be others.
            if now.stamp.rows != head.rows || now.stamp.fields != head.fields {
                now.version = version;
            }
            now.stamp.rows = head.rows;
            now.stamp.fields.clone_from(&head.fields);
            now.stamp.computed_at = utc(app.now());
        }
        state.touch();
        drop(state);
        app.events().tell(vec![Tag::workbook(&self.id)]);
        Ok(())
    }

    /// Computes an answer and keeps it in the engine.
    pub(super) async fn compute(
        &self,
        app: &App,
        kept: &Kept,
        cancel: &CancellationToken,
    ) -> Result<model::ResultHead, Error> {
        let ask = Ask::Run {
            result: kept.result.clone(),
            statement: kept.statement.clone(),
            scope: kept.scope.clone(),
        };
        let job = model::JobId::from_uuid(crate::app::fresh());
        match self.ask(app, ask, Some(job), cancel).await? {
            (Answer::Ran { head }, _) => Ok(head),
            (other, _) => Err(unexpected(other, "Computing the answer")),
        }
    }

    /// The first rows of a table.
    pub(crate) async fn table_rows(
        self: &Arc<Self>,
        app: &App,
        table: &str,
        offset: u64,
        limit: u32,
    ) -> Result<Rows, Error> {
        if limit > MOST_ROWS {
            return Err(Error::new(
                "TOO_MANY_ROWS",
                format!("At most {MOST_ROWS} rows are read at a time."),
            ));
        }
        // A job of the workbook, so that it ends when the workbook is closed.
        let job = model::JobId::from_uuid(crate::app::fresh());
        let handle = app.jobs().begin(job, Some(self.id.clone()))?;
        let cancel = &handle.token;
        self.open_sources(app, cancel).await?;
        let table = self.known_table(table)?;
        // The rest of a table whose rows are counted need not be read for these.
        let end = offset.saturating_add(u64::from(limit));
        let query = model::Query {
            source: table.name,
            limit: table.rows.map(|_| end),
            ..model::Query::default()
        };
        let kept = Kept {
            result: ResultId::from_uuid(crate::app::fresh()),
            statement: Statement::Query { query },
            scope: protocol::message::Scope::default(),
        };
        let head = self.compute(app, &kept, cancel).await?;
        let ask = Ask::Window {
            result: kept.result.clone(),
            view: View::default(),
            offset,
            limit,
        };
        let answered = self.ask(app, ask, None, cancel).await;
        let total_rows = table.rows.unwrap_or(head.rows);
        self.forget([kept.result]);
        match answered? {
            (Answer::Window { offset, count, .. }, bytes) => frame(
                &WindowHead {
                    rows: total_rows,
                    offset,
                    count,
                    total_rows,
                    overlays: Overlays::default(),
                    pixels: None,
                    drawn_as: None,
                    pivot: None,
                },
                &bytes,
            ),
            (other, _) => Err(unexpected(other, "Reading rows")),
        }
    }

    /// A table of the workbook, by name.
    pub(crate) fn known_table(&self, table: &str) -> Result<model::TableInfo, Error> {
        self.state().table(table).cloned().ok_or_else(|| {
            Error::new(
                "NO_SUCH_TABLE",
                format!("No source of this workbook has a table {}. It may have been removed or renamed.", crate::error::shown(table)),
            )
        })
    }

    /// An answer by the identity of its cell, or its own address.
    pub(crate) fn shown(&self, cell: &CellId) -> Result<Shown, Error> {
        self.state().answer(cell).cloned()
    }
}

/// A cell that has no answer yet.
pub(super) fn not_run(name: &str) -> Error {
    Error::new(
        "NOT_RUN",
        format!("{name} has not been run yet. Run it to see its answer."),
    )
}

fn saved_window(shown: &Shown, arrow: &[u8], part: &Part) -> Result<Rows, Error> {
    let rows = shown.stamp.saved_rows;
    let offset = part.offset.min(rows);
    let (bytes, count) = slice(arrow, offset, part.limit).map_err(|error| {
        tracing::warn!(%error, "a saved answer could not be read");
        Error::new(
            "WB_RESULT_DAMAGED",
            "The copy of this answer in the workbook cannot be read. Run the cell to compute it again.",
        )
    })?;
    frame(
        &WindowHead {
            rows,
            offset,
            count,
            total_rows: shown.stamp.rows,
            overlays: Overlays::default(),
            pixels: None,
            drawn_as: None,
            pivot: None,
        },
        &bytes,
    )
}
