//! Events over the time axis of a chart: which tables it shows, whether they can be read, and their rows
//! in the time that the picture shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use chart::{MOST_EVENTS, Resolved, TimeAxis};
use model::{
    CellBody, CellId, ChartSpec, Compare, DrawnEvents, EventTable, Filter, JobId, Order, Query,
    Value,
};
use protocol::message::{Scope, View};

use super::Asked;
use super::facts::source_facts;
use super::notes::{Asker, Table};
use crate::app::fresh;
use crate::session::rows::{MOST_ROWS, Part};
use crate::session::stream::unframed;
use crate::session::{Body, Session, State};
use crate::{App, Error};

/// An events table that a chart shows.
pub(super) struct EventSource {
    pub(super) table: EventTable,
    /// The chart itself asks for it.
    pub(super) is_own: bool,
    pub(super) standing: Standing,
    /// Changes whenever its rows may have changed.
    pub(super) print: String,
}

/// Whether the rows of an events table can be read.
pub(super) enum Standing {
    /// From the engine.
    Ready(Scope),
    /// The cell was not run since the workbook was opened; this is its answer of then.
    Saved(CellId),
    /// The cell has no answer.
    NotRun(CellId),
    /// They cannot be read, for this reason.
    Not(String),
}

/// Rows of an events table.
struct Read {
    columns: Vec<(String, Vec<Value>)>,
    /// How many there are in the time that was asked for; none when that is not known.
    total: Option<u64>,
    /// What else is to be said of them.
    note: Option<String>,
}

/// The events tables that a chart shows.
pub(super) fn event_sources(state: &State, chart: &CellId, spec: &ChartSpec) -> Vec<EventSource> {
    let shown = state.book.event_tables.iter();
    let shown = shown.filter(|table| spec.shows_events(table));
    shown
        .map(|table| {
            let (standing, print) = standing(state, chart, table);
            EventSource {
                table: table.clone(),
                is_own: spec.events.iter().any(|one| one.table == table.id),
                standing,
                print,
            }
        })
        .collect()
}

fn standing(state: &State, chart: &CellId, table: &EventTable) -> (Standing, String) {
    let none = |why: String| (Standing::Not(why.clone()), why);
    let name = &table.source;
    let cell = state.book.cell_named(name);
    let cell = cell.filter(|cell| matches!(cell.body, CellBody::Sql { .. }));
    let facts = source_facts(state, chart, &ChartSpec::empty(name.clone()));
    let Some(cell) = cell else {
        let Some(known) = state.table(name) else {
            let is_opened = state.runs.get(chart).and_then(|run| run.shown.as_ref());
            let is_saved = is_opened.is_some_and(|shown| matches!(shown.body, Body::Saved(_)));
            return none(if is_saved {
                format!(
                    "{name} was not read since the workbook was opened. Run the chart to see them."
                )
            } else {
                format!(
                    "No table or SQL cell is named {name} now. Change the events, or bring it back."
                )
            });
        };
        if let Some(why) = chart::events_problem(table, &facts.fields) {
            return none(why);
        }
        return (Standing::Ready(facts.scope), known.fingerprint.clone());
    };
    let Some(shown) = state.runs.get(&cell.id).and_then(|run| run.shown.as_ref()) else {
        return (Standing::NotRun(cell.id.clone()), String::new());
    };
    if let Some(why) = chart::events_problem(table, &facts.fields) {
        return none(why);
    }
    let print = format!("{} {}", shown.stamp.content, shown.version);
    match shown.body {
        Body::Saved(_) => (Standing::Saved(cell.id.clone()), print),
        Body::Kept(_) => (Standing::Ready(facts.scope), print),
    }
}

impl Session {
    /// The events that a chart shows over some rows.
    pub(super) async fn events(
        self: &Arc<Self>,
        app: &App,
        asked: &Asked,
        drawn: &Resolved,
        rows: &[(String, Vec<Value>)],
    ) -> Vec<DrawnEvents> {
        let axis = TimeAxis::of(drawn, &asked.fields, rows);
        let mut found = Vec::new();
        for source in &asked.events {
            match &axis {
                Ok(axis) => found.push(self.events_of(app, source, axis).await),
                // What is shown on every chart is no wish of this one.
                Err(why) if source.is_own => found.push(none_of(source, (*why).to_owned())),
                Err(_) => {}
            }
        }
        found
    }

    async fn events_of(
        self: &Arc<Self>,
        app: &App,
        source: &EventSource,
        axis: &TimeAxis<'_>,
    ) -> DrawnEvents {
        let read = match &source.standing {
            Standing::Not(why) => return none_of(source, why.clone()),
            Standing::NotRun(cell) => {
                let name = &source.table.source;
                return DrawnEvents {
                    waits_for: Some(cell.clone()),
                    ..none_of(
                        source,
                        format!("{name} has not been run yet. Run it to see them."),
                    )
                };
            }
            Standing::Ready(scope) => self.event_rows(app, source, scope, axis).await,
            Standing::Saved(cell) => self.saved_event_rows(app, cell).await,
        };
        match read {
            Ok(read) => drawn_of(source, read, axis),
            Err(error) => none_of(source, error.message),
        }
    }

    /// Those that begin in the time of the axis, and those that began before and last into it.
    async fn event_rows(
        self: &Arc<Self>,
        app: &App,
        source: &EventSource,
        scope: &Scope,
        axis: &TimeAxis<'_>,
    ) -> Result<Read, Error> {
        let handle = app
            .jobs()
            .begin(JobId::from_uuid(fresh()), Some(self.id.clone()))?;
        self.open_sources(app, &handle.token).await?;
        let asker = Asker {
            session: self,
            app,
            handle: &handle,
            scope: scope.clone(),
            query: Query::default(),
        };
        let table = &source.table;
        let (from, until) = axis.span();
        let begun = [
            filter(&table.start, Compare::GreaterOrEqual, from.clone()),
            filter(&table.start, Compare::Less, until),
        ];
        let read = asker.table(question(table, begun.into())).await?;
        let mut total = read.rows;
        let mut columns = read.into_columns();
        if let Some(end) = &table.end {
            let lasting = [
                filter(&table.start, Compare::Less, from.clone()),
                filter(end, Compare::GreaterOrEqual, from),
            ];
            let earlier = asker.table(question(table, lasting.into())).await?;
            total += earlier.rows;
            // Both have the columns of the same question.
            for ((_, values), (_, more)) in columns.iter_mut().zip(earlier.into_columns()) {
                values.extend(more);
            }
        }
        Ok(Read {
            columns,
            total: Some(total),
            note: None,
        })
    }

    /// The rows that were saved with the workbook.
    async fn saved_event_rows(self: &Arc<Self>, app: &App, cell: &CellId) -> Result<Read, Error> {
        let part = Part {
            view: View::default(),
            offset: 0,
            limit: MOST_ROWS,
        };
        let rows = self.window(app, cell, part).await?;
        let (head, stream) = unframed(&rows)?;
        let note = (u64::from(head.count) < head.total_rows).then(|| {
            format!(
                "Only the first {} of {} rows were saved with the workbook. Run the cell for all.",
                head.count, head.total_rows
            )
        });
        Ok(Read {
            columns: Table::read(stream, head.rows)?.into_columns(),
            total: None,
            note,
        })
    }
}

fn question(table: &EventTable, filters: Vec<Filter>) -> Query {
    let columns: BTreeSet<&String> = table.columns().collect();
    Query {
        source: table.source.clone(),
        filters,
        columns: columns.into_iter().cloned().collect(),
        order: vec![Order {
            field: table.start.clone(),
            ..Order::default()
        }],
        ..Query::default()
    }
}

fn filter(field: &str, compare: Compare, value: Value) -> Filter {
    Filter {
        field: field.to_owned(),
        compare,
        value,
    }
}

fn drawn_of(source: &EventSource, read: Read, axis: &TimeAxis<'_>) -> DrawnEvents {
    let (mut events, beside) = axis.events(&source.table, &read.columns);
    let placed = events.len() as u64;
    let total = read.total.unwrap_or(placed + beside);
    events.truncate(MOST_EVENTS as usize);
    let cut = ((events.len() as u64) < total - beside.min(total)).then(|| {
        format!(
            "The first {} of {total} are shown. Keep fewer of them in an SQL cell.",
            events.len()
        )
    });
    let beside = (beside > 0).then(|| {
        format!("{beside} of {total} fall where the chart has no mark, or beyond those it draws.")
    });
    let said: Vec<String> = [read.note, cut, beside].into_iter().flatten().collect();
    DrawnEvents {
        table: source.table.id.clone(),
        name: source.table.name.clone(),
        events,
        total,
        why: (!said.is_empty()).then(|| said.join(" ")),
        waits_for: None,
    }
}

fn none_of(source: &EventSource, why: String) -> DrawnEvents {
    DrawnEvents {
        table: source.table.id.clone(),
        name: source.table.name.clone(),
        events: Vec::new(),
        total: 0,
        why: Some(why),
        waits_for: None,
    }
}
