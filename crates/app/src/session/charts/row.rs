//! A row of an answer whose SQL groups rows: what of it can be taken apart, and its number beside the rest.

use std::sync::Arc;

use model::{CellId, Query, Value};
use protocol::message::{Scope, Statement};
use protocol::words::{Apart, RowParts, WordsAnswer, WordsAsk};
use tokio_util::sync::CancellationToken;

use super::notes::Asker;
use super::why::{Of, Why, adds};
use crate::command::row::{ExplainRow, RowText, TakeRow};
use crate::command::why::MarkStory;
use crate::session::Session;
use crate::session::naming::refused;
use crate::session::rows::not_run;
use crate::{App, Error};

impl Session {
    /// What of a cell's answer can be taken apart, or why nothing can.
    pub(crate) async fn row_parts(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<RowParts, Error> {
        let (text, scope) = self.grouping(app, cell).await?;
        self.parts_of(app, text, scope).await
    }

    async fn parts_of(
        self: &Arc<Self>,
        app: &App,
        text: String,
        scope: Scope,
    ) -> Result<RowParts, Error> {
        self.open_sources(app, &CancellationToken::new()).await?;
        match self.words(app, WordsAsk::Parts { text, scope }).await? {
            WordsAnswer::Parts { parts } => Ok(parts),
            other => Err(refused(other)),
        }
    }

    /// The SQL that takes one row of a cell's answer apart.
    pub(crate) async fn take_row(
        self: &Arc<Self>,
        app: &App,
        asked: TakeRow,
    ) -> Result<RowText, Error> {
        let (text, scope) = self.grouping(app, &asked.cell).await?;
        let row = (text.as_str(), asked.row.as_slice());
        let text = self.taken_apart(app, row, asked.apart, &scope).await?;
        Ok(RowText { text })
    }

    /// The SQL that takes one row of a text's answer apart.
    pub(super) async fn taken_apart(
        self: &Arc<Self>,
        app: &App,
        (text, row): (&str, &[Value]),
        wish: Apart,
        scope: &Scope,
    ) -> Result<String, Error> {
        let ask = WordsAsk::Apart {
            text: text.to_owned(),
            row: row.to_vec(),
            wish,
            scope: scope.clone(),
        };
        match self.words(app, ask).await? {
            WordsAnswer::Formatted { text } => Ok(text),
            other => Err(refused(other)),
        }
    }

    /// Compares a number of a row with the rest of what the cell reads.
    pub(crate) async fn explain_row(
        self: &Arc<Self>,
        app: &App,
        asked: ExplainRow,
    ) -> Result<MarkStory, Error> {
        let handle = app.jobs().begin(asked.job, Some(self.id.clone()))?;
        handle.at(&asked.cell);
        let (text, scope) = self.grouping(app, &asked.cell).await?;
        let parts = self.parts_of(app, text.clone(), scope.clone()).await?;
        let amount = parts.amounts.iter().find(|(at, _)| *at == asked.column);
        let (_, aggregate) = amount.ok_or_else(|| {
            Error::new(
                "ROW_NO_AMOUNT",
                "This column is what rows are grouped by. Ask about a column that is computed from them.",
            )
        })?;
        let fields = &self.shown(&asked.cell)?.stamp.fields;
        let name = |at: u32| {
            let field = fields.get(usize::try_from(at).ok()?)?;
            Some(field.name.clone())
        };
        let asker = Asker {
            session: self,
            app,
            handle: &handle,
            scope,
            query: Query::default(),
        };
        let why = Why {
            asker: &asker,
            title: name(asked.column).unwrap_or_default(),
            adds: adds(*aggregate),
            told: parts.keys.iter().filter_map(|at| name(*at)).collect(),
            of: Of::Row {
                text,
                row: asked.row,
                column: asked.column,
            },
        };
        why.story(&parts.fields).await
    }

    /// The text whose answer a cell shows, and what the names in it mean.
    async fn grouping(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<(String, Scope), Error> {
        self.kept_instead(app, cell).await?;
        let shown = self.shown(cell)?;
        let kept = shown.kept().ok_or_else(|| not_run("This cell"))?;
        match &kept.statement {
            Statement::Sql { text } => Ok((text.clone(), kept.scope.clone())),
            _ => Err(Error::new(
                "NO_ROWS_BEHIND",
                "This answer is not of a SQL text. Ask a mark of a chart instead.",
            )),
        }
    }
}
