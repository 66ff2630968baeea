//! The steps in which a cell is computed, as planned or as measured by a run of its own.

use std::sync::Arc;

use model::CellBody;
use protocol::message::{Answer, Ask, Statement};

use super::Session;
use super::unexpected::unexpected;
use crate::command::explain::{ExplainCell, Explained};
use crate::{App, Error};

impl Session {
    /// The steps of a SQL cell.
    pub(crate) async fn explain_cell(
        self: &Arc<Self>,
        app: &App,
        request: ExplainCell,
    ) -> Result<Explained, Error> {
        let handle = app.jobs().begin(request.job, Some(self.id.clone()))?;
        self.open_harmless_sources(app, &handle.token).await?;
        let ask = {
            let state = self.state();
            let graph = state.graph();
            let place = graph.place(&request.cell).ok_or_else(Error::no_cell)?;
            let known = state.book.cell(&request.cell).ok_or_else(Error::no_cell)?;
            let CellBody::Sql { text, .. } = &known.body else {
                return Err(Error::new(
                    "CELL_DOES_NOT_RUN",
                    format!("{} is no SQL cell, so it has no steps.", known.name),
                ));
            };
            let circle = graph.node(&request.cell).filter(|node| node.is_circular);
            if let Some(diagnostic) = circle.and_then(|node| node.diagnostics.last()) {
                return Err(diagnostic.clone().into());
            }
            Ask::Explain {
                statement: Statement::Sql { text: text.clone() },
                scope: state.scope(&graph, &state.standings(&graph), place),
                is_measured: request.is_measured,
            }
        };
        let job = Some(handle.id.clone());
        match self.ask(app, ask, job, &handle.token).await? {
            (
                Answer::Explained {
                    steps,
                    plan_ms,
                    took_ms,
                },
                _,
            ) => Ok(Explained {
                steps,
                plan_ms,
                took_ms,
            }),
            (Answer::Diagnosed { diagnostics }, _) => {
                let mistake = diagnostics.into_iter().find(model::Diagnostic::is_error);
                Err(mistake.map_or_else(|| Error::fault("Explaining the cell"), Error::from))
            }
            (other, _) => Err(unexpected(other, "Explaining the cell")),
        }
    }
}
