//! The rows behind a mark, and a chart as text.

use std::sync::Arc;

use model::{CellId, Edit, ResultId};
use protocol::message::{Answer, Ask, Statement, View};

use crate::app::fresh;
use crate::command::chart::ReadRecords;
use crate::command::notebook::WindowHead;
use crate::command::workbook::SessionView;
use crate::door::Rows;
use crate::session::rows::not_run;
use crate::session::sources::unexpected;
use crate::session::stream::frame;
use crate::session::{Kept, Session};
use crate::{App, Error};

/// Most rows behind a mark that are sent at once; the head says how many there are.
const MOST_RECORDS: u32 = 500;

impl Session {
    /// The first rows of the source behind a mark, and their number.
    pub(crate) async fn read_records(
        self: &Arc<Self>,
        app: &App,
        request: ReadRecords,
    ) -> Result<Rows, Error> {
        let cell = &request.cell;
        self.read_source_of(app, cell).await?;
        let asked = self.asked(cell)?;
        if let Some(name) = &asked.waits_for {
            return Err(not_run(name));
        }
        let mark: Vec<_> = request
            .values
            .into_iter()
            .map(|one| (one.column, one.value))
            .collect();
        let mut query = chart::records(&asked.resolved, &mark)?;
        query.filters.extend(request.filters);
        query.picks.extend(request.picks);
        if let Some(at) = &request.tile {
            query.filters.extend(self.filters_on(app, cell, at).await?);
        }
        // A job of the workbook, so that it ends when the workbook is closed.
        let handle = app
            .jobs()
            .begin(model::JobId::from_uuid(fresh()), Some(self.id.clone()))?;
        let cancel = &handle.token;
        self.open_sources(app, cancel).await?;
        let kept = Kept {
            result: ResultId::from_uuid(fresh()),
            statement: Statement::Query { query },
            scope: asked.scope,
        };
        let head = self.compute(app, &kept, cancel).await?;
        let ask = Ask::Window {
            result: kept.result.clone(),
            view: View::default(),
            offset: 0,
            limit: MOST_RECORDS,
        };
        let answered = self.ask(app, ask, None, cancel).await;
        self.forget([kept.result]);
        match answered? {
            (Answer::Window { offset, count, .. }, bytes) => frame(
                &WindowHead {
                    rows: head.rows,
                    offset,
                    count,
                    total_rows: head.rows,
                    references: Vec::new(),
                },
                &bytes,
            ),
            (other, _) => Err(unexpected(other, "Reading the rows behind a mark")),
        }
    }

    /// Replaces a chart by its text, as an edit.
    pub(crate) fn set_chart_text(
        self: &Arc<Self>,
        app: &App,
        cell: CellId,
        text: &str,
    ) -> Result<SessionView, Error> {
        let spec = chart::read_text(text)?;
        self.apply(app, &Edit::SetChart { cell, spec })
    }
}
