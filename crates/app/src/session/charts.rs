//! Charts of a workbook: the spec resolved against the columns it reads, and the rows behind it.

mod asked;
mod crowd;
mod events;
mod facts;
mod notes;
mod overlays;
mod painted;
mod picture;
mod records;
mod row;
mod vega;
mod why;

use std::sync::Arc;

use chart::{PillPosition, Placement};
use dashboard::Narrowing;
use model::{CellId, Edit, Hierarchy, ResultId, TruthStamp};
use notebook::{Outcome, Record};
use protocol::message::{Answer, Ask, Statement, View};
use tokio_util::sync::CancellationToken;

pub(super) use asked::Asked;
use asked::chart_of;
pub(super) use facts::source_facts;
pub(super) use notes::Table;
pub(super) use painted::{Of, Painting};
pub(super) use picture::{not_written, write_whole};

use super::rows::{MOST_ROWS, Part, not_run};
use super::{Body, Kept, Session, Shown};
use crate::app::fresh;
use crate::clock::utc;
use crate::command::chart::{ChartView, Encoding, MarkChoice, PillAt, PlaceField};
use crate::command::system::Tag;
use crate::command::workbook::SessionView;
use crate::door::Rows;
use crate::{App, Error};

/// The chart as it is to be painted.
pub(super) fn chart_view(asked: Asked, sql: String, hierarchies: &[Hierarchy]) -> ChartView {
    let shown = asked.shown.as_ref();
    let resolved = &asked.resolved;
    ChartView {
        mark: resolved.mark,
        reason: resolved.reason.clone(),
        marks: resolved
            .marks
            .iter()
            .map(|fit| MarkChoice {
                mark: fit.mark,
                applies: fit.applies,
                reason: fit.reason.clone(),
            })
            .collect(),
        encodings: resolved.encodings.iter().map(Encoding::of).collect(),
        levels: resolved
            .query
            .as_ref()
            .and_then(|query| query.levels.clone()),
        diagnostics: asked.diagnostics(),
        sql,
        notes: asked.notes(),
        summary: chart::describe(resolved),
        version: asked.version(),
        is_saved_copy: shown.is_some_and(|shown| matches!(shown.body, Body::Saved(_))),
        computed_at: shown.map(|shown| shown.stamp.computed_at.clone()),
        down: chart::ways_down(resolved, &asked.spec.source, (&asked.fields, hierarchies)),
        path: asked.path,
        source_fields: asked.fields,
        spec: *asked.recorded,
    }
}

impl Session {
    /// What the chart is, without its rows.
    pub(crate) async fn view_chart(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<ChartView, Error> {
        self.read_source_of(app, cell).await?;
        let asked = self.asked(cell)?;
        let sql = self.sql_of(&asked).await;
        let hierarchies = self.state().book.hierarchies.clone();
        Ok(chart_view(asked, sql, &hierarchies))
    }

    /// The rows of a chart, computed when they are not there yet; of long lines what is drawn in some
    /// columns of pixels.
    pub(crate) async fn read_chart(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        pixels: u32,
    ) -> Result<Rows, Error> {
        self.read_source_of(app, cell).await?;
        let asked = self.asked(cell)?;
        if asked.shown.is_none() {
            self.compute_chart(app, cell, asked).await?;
        }
        if let Body::Saved(_) = self.shown(cell)?.body {
            let part = Part {
                view: View::default(),
                offset: 0,
                limit: MOST_ROWS,
            };
            let rows = self.window(app, cell, part).await?;
            return self.with_overlays(app, rows, &self.asked(cell)?).await;
        }
        let asked = self.asked(cell)?;
        let painting = Painting::of(&asked, pixels);
        let total = self.shown(cell)?.stamp.rows;
        if let Some(rows) = self
            .crowd_rows(app, &asked, &Narrowing::default(), total)
            .await?
        {
            return self.with_overlays(app, rows, &asked).await;
        }
        let rows = self.painted_rows(app, Of::Cell(cell), painting).await?;
        self.with_overlays(app, rows, &self.asked(cell)?).await
    }

    /// Makes sure that the rows of a chart are there.
    pub(super) async fn have_chart(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<(), Error> {
        let asked = self.asked(cell)?;
        match asked.shown {
            Some(_) => Ok(()),
            None => self.compute_chart(app, cell, asked).await,
        }
    }

    /// Puts a field on a shelf, as an edit.
    pub(crate) async fn place_field(
        self: &Arc<Self>,
        app: &App,
        place: PlaceField,
    ) -> Result<SessionView, Error> {
        self.read_source_of(app, &place.cell).await?;
        let asked = self.asked(&place.cell)?;
        if let Some(name) = &asked.waits_for {
            return Err(not_run(name));
        }
        let position = |at: PillAt| PillPosition {
            shelf: at.shelf,
            index: at.index,
        };
        let placement = Placement {
            field: place.field,
            to: PillPosition {
                shelf: place.shelf,
                index: place.index,
            },
            from: place.from.map(position),
        };
        let spec = chart::place(&asked.recorded, &asked.fields, &placement)?;
        self.apply(
            app,
            &Edit::SetChart {
                cell: place.cell,
                spec,
            },
        )
    }

    /// A chart over a table needs its columns: reads the sources unless they are known or saved.
    pub(super) async fn read_source_of(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<(), Error> {
        let is_needed = {
            let state = self.state();
            let spec = chart_of(&state, cell)?;
            let is_saved = state.runs.get(cell).is_some_and(|run| run.shown.is_some());
            !spec.source.is_empty()
                && state.book.cell_named(&spec.source).is_none()
                && state.table(&spec.source).is_none()
                && !is_saved
        };
        if is_needed {
            self.open_sources(app, &CancellationToken::new()).await?;
        }
        Ok(())
    }

    async fn compute_chart(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        asked: Asked,
    ) -> Result<(), Error> {
        if let Some(name) = asked.waits_for {
            return Err(not_run(&name));
        }
        let Some(query) = asked.resolved.query else {
            let said = asked
                .resolved
                .diagnostics
                .into_iter()
                .find(model::Diagnostic::is_error);
            return Err(said.map_or_else(
                || Error::new("CHART_EMPTY", asked.resolved.reason),
                Error::from,
            ));
        };
        let cancel = CancellationToken::new();
        self.open_sources(app, &cancel).await?;
        let kept = Kept {
            result: ResultId::from_uuid(fresh()),
            statement: Statement::Query { query },
            scope: asked.scope,
        };
        let head = self.compute(app, &kept, &cancel).await?;
        let mut state = self.state();
        let version = state.next_version();
        let run = state.run_mut(cell);
        let stamp: TruthStamp =
            super::run::stamp(&head, &asked.content, asked.inputs.clone(), utc(app.now()));
        run.record = Some(Record {
            content: asked.content,
            inputs: asked.inputs,
            outcome: Outcome::Done,
        });
        let shown = Shown {
            stamp,
            version,
            warnings: head.warnings,
            bytes: head.bytes,
            body: Body::Kept(Arc::new(kept)),
        };
        let before = run.shown.replace(shown);
        state.touch();
        drop(state);
        self.forget(before.and_then(|before| before.kept().map(|kept| kept.result.clone())));
        let session = self.id.clone();
        app.events().tell(vec![
            Tag::workbook(&session),
            Tag::Cell {
                session,
                cell: cell.clone(),
            },
        ]);
        Ok(())
    }

    /// The question as SQL, from an engine that runs anyway.
    async fn sql_of(&self, asked: &Asked) -> String {
        let (Some(engine), Some(query)) = (self.engine_if_started(), &asked.resolved.query) else {
            return String::new();
        };
        let ask = Ask::ShowSql {
            statement: Statement::Query {
                query: query.clone(),
            },
            scope: asked.scope.clone(),
        };
        match engine.ask(ask, None, &CancellationToken::new()).await {
            Ok((Answer::Sql { text }, _)) => text,
            _ => String::new(),
        }
    }
}
