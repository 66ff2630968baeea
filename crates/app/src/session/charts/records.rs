//! The rows behind a mark, and a chart as text.

use std::sync::Arc;

use model::{CellId, Edit, Overlays, ResultId, Value};
use protocol::message::{Answer, Ask, Scope, Statement, View};

use crate::app::fresh;
use crate::command::chart::ReadRecords;
use crate::command::notebook::WindowHead;
use crate::command::workbook::SessionView;
use crate::door::Rows;
use crate::session::pages::narrow;
use crate::session::rows::not_run;
use crate::session::stream::frame;
use crate::session::unexpected::unexpected;
use crate::session::{Kept, Session};
use crate::{App, Error};

/// Most rows behind a mark that are sent at once; the head says how many there are.
const MOST_RECORDS: u32 = 500;

impl Session {
    /// The first rows of the source behind a mark, and their number.
    pub(crate) async fn read_records(
        self: &Arc<Self>,
        app: &App,
        of: ReadRecords,
    ) -> Result<Rows, Error> {
        let cell = &of.cell;
        let (asked, by) = self.asked_at(app, cell, of.tile.as_ref()).await?;
        if let Some(name) = &asked.waits_for {
            return Err(not_run(name));
        }
        let mark: Vec<_> = of
            .values
            .into_iter()
            .map(|one| (one.column, one.value))
            .collect();
        let crowd = asked.crowd().filter(|_| of.crowded);
        let drawn = crowd
            .as_ref()
            .map_or(&asked.resolved, |crowd| &crowd.resolved);
        let mut query = chart::records(drawn, &mark)?;
        query.filters.extend(of.filters);
        query.picks.extend(of.picks);
        narrow(&mut query, &by);
        let statement = Statement::Query { query };
        self.first_rows(app, statement, asked.scope).await
    }

    /// The first rows behind one row of an answer, and their number.
    pub(crate) async fn read_behind(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        row: Vec<Value>,
    ) -> Result<Rows, Error> {
        self.kept_instead(app, cell).await?;
        let shown = self.shown(cell)?;
        let kept = shown.kept().ok_or_else(|| not_run("This cell"))?;
        let Statement::Sql { text } = &kept.statement else {
            return Err(Error::new(
                "NO_ROWS_BEHIND",
                "This answer is not of a SQL text. Look at the rows behind a mark of a chart instead.",
            ));
        };
        let statement = Statement::Behind {
            text: text.clone(),
            row,
        };
        let scope = kept.scope.clone();
        self.first_rows(app, statement, scope).await
    }

    /// Asks, takes the first rows, and lets the answer go.
    async fn first_rows(
        self: &Arc<Self>,
        app: &App,
        statement: Statement,
        scope: Scope,
    ) -> Result<Rows, Error> {
        // A job of the workbook, so that it ends when the workbook is closed.
        let handle = app
            .jobs()
            .begin(model::JobId::from_uuid(fresh()), Some(self.id.clone()))?;
        let cancel = &handle.token;
        self.open_sources(app, cancel).await?;
        let kept = Kept {
            result: ResultId::from_uuid(fresh()),
            statement,
            scope,
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
                    overlays: Overlays::default(),
                    pixels: None,
                    drawn_as: None,
                    pivot: None,
                },
                &bytes,
            ),
            (other, _) => Err(unexpected(other, "Reading the rows behind a number")),
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
