//! Help with a cell's text, and everything else that is asked of the engine in passing.

use std::sync::Arc;

use model::{CellId, Diagnostic, JobId, ResultId};
use protocol::message::{Answer, Ask, Check, Scope, Statement, Target, View};
use tokio_util::sync::CancellationToken;

use super::Session;
use super::unexpected::unexpected;
use crate::command::notebook::{ExportCell, Exported, Profiles};
use crate::command::source::{ListRejected, RejectedRows};
use crate::{App, Error, paths};

/// Longest text that is checked while typing, in bytes.
const LONGEST_TEXT: usize = 1024 * 1024;

/// Most rejected rows in one answer.
const MOST_REJECTED: u32 = 1_000;

impl Session {
    /// Binds a text as the cell's would be, without running or storing it.
    pub(crate) async fn check_text(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        text: String,
    ) -> Result<Check, Error> {
        let scope = match self.scope_of_text(app, cell, &text).await? {
            Ok(scope) => scope,
            Err(circle) => {
                return Ok(Check {
                    diagnostics: vec![circle],
                    ..Check::default()
                });
            }
        };
        let ask = Ask::Check {
            statement: Statement::Sql { text: text.clone() },
            scope: scope.clone(),
        };
        match self.ask(app, ask, None, &CancellationToken::new()).await? {
            (Answer::Checked { mut check }, _) => {
                self.offer_pivot_values(app, &text, &scope, &mut check)
                    .await;
                Ok(check)
            }
            (other, _) => Err(unexpected(other, "Checking the text")),
        }
    }

    /// Writes a cell's whole answer, as filtered and ordered on screen, to a file.
    pub(crate) async fn export(
        self: &Arc<Self>,
        app: &App,
        request: ExportCell,
    ) -> Result<Exported, Error> {
        let path = paths::text(&self.target_beside(&request.path)?)?;
        let handle = app.jobs().begin(request.job, Some(self.id.clone()))?;
        self.kept_instead(app, &request.cell).await?;
        let view = View {
            filters: request.filters,
            order: request.order,
            ..View::default()
        };
        let ask = |result: ResultId| Ask::Export {
            result,
            view: view.clone(),
            format: request.format,
            path: path.clone(),
        };
        match self.ask_in_job(app, &request.cell, ask, &handle).await? {
            (Answer::Written { rows, bytes }, _, _) => Ok(Exported { path, rows, bytes }),
            (other, _, _) => Err(unexpected(other, "Writing the file")),
        }
    }

    /// Profiles of a table, computed once per fingerprint.
    pub(crate) async fn profile_table(
        self: &Arc<Self>,
        app: &App,
        table: &str,
    ) -> Result<Profiles, Error> {
        // A job of the workbook, so that it ends when the workbook is closed.
        let handle = app
            .jobs()
            .begin(JobId::from_uuid(crate::app::fresh()), Some(self.id.clone()))?;
        self.open_sources(app, &handle.token).await?;
        let table = self.known_table(table)?;
        let fingerprint = table.fingerprint.clone();
        let known = app
            .recall(move |catalog| catalog.profiles(&fingerprint))
            .await;
        if let (Ok(Some(profiles)), Some(rows)) = (known, table.rows) {
            return Ok(Profiles { profiles, rows });
        }
        let ask = Ask::Profile {
            target: Target::Table {
                name: table.name.clone(),
            },
            columns: Vec::new(),
        };
        let job = Some(handle.id.clone());
        match self.ask(app, ask, job, &handle.token).await? {
            (Answer::Profiles { profiles, rows }, _) => {
                let (fingerprint, learnt) = (table.fingerprint, profiles.clone());
                app.remember(
                    move |catalog| catalog.put_profiles(&fingerprint, &learnt),
                    Vec::new(),
                );
                Ok(Profiles { profiles, rows })
            }
            (other, _) => Err(unexpected(other, "Profiling the table")),
        }
    }

    /// Rows of a table that did not parse.
    pub(crate) async fn rejected(
        self: &Arc<Self>,
        app: &App,
        request: ListRejected,
    ) -> Result<RejectedRows, Error> {
        let cancel = CancellationToken::new();
        self.open_sources(app, &cancel).await?;
        let table = self.known_table(&request.table)?.name;
        let limit = request.limit.min(MOST_REJECTED);
        let ask = Ask::Rejected {
            table,
            offset: request.offset,
            limit,
        };
        match self.ask(app, ask, None, &cancel).await? {
            (Answer::Rejected { rows, total }, _) => Ok(RejectedRows { rows, total }),
            (other, _) => Err(unexpected(other, "Listing the rows")),
        }
    }

    /// The scope that a text would have in place of a cell's own: only what it reads is above it.
    /// A circle is a mistake in the text.
    pub(super) async fn scope_of_text(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        text: &str,
    ) -> Result<Result<Scope, Diagnostic>, Error> {
        check_length(text)?;
        self.open_harmless_sources(app, &CancellationToken::new())
            .await?;
        let state = self.state();
        let mut cells = state.book.cells.clone();
        let known = cells
            .iter_mut()
            .find(|one| one.id == *cell)
            .ok_or_else(Error::no_cell)?;
        known.body = model::CellBody::Sql {
            text: text.to_owned(),
            mode: model::RunMode::Manual,
        };
        let graph = notebook::Graph::of(&cells, &state.table_names());
        let place = graph.place(cell).ok_or_else(Error::no_cell)?;
        let circle = graph.node(cell).filter(|node| node.is_circular);
        if let Some(diagnostic) = circle.and_then(|node| node.diagnostics.last()) {
            return Ok(Err(diagnostic.clone()));
        }
        Ok(Ok(state.scope(&graph, &state.standings(&graph), place)))
    }

    /// Everything that could be read: all cells that would not make a circle.
    pub(super) async fn scope_for_completion(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        text: &str,
    ) -> Result<Scope, Error> {
        check_length(text)?;
        self.open_harmless_sources(app, &CancellationToken::new())
            .await?;
        let state = self.state();
        let graph = state.graph();
        let place = graph.place(cell).ok_or_else(Error::no_cell)?;
        let mut above: std::collections::BTreeSet<usize> = (0..graph.nodes().len()).collect();
        above.remove(&place);
        for below in graph.descendants(place) {
            above.remove(&below);
        }
        Ok(state.scope_over(&graph, &state.standings(&graph), &above))
    }
}

pub(super) fn check_length(text: &str) -> Result<(), Error> {
    if text.len() <= LONGEST_TEXT {
        return Ok(());
    }
    Err(Error::new(
        "SQL_TOO_LONG",
        "This text is longer than 1 MiB. Shorten it to have it checked.",
    ))
}
