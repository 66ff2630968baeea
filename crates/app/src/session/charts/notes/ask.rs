//! Bounded questions about the rows behind a chart. Nothing here reads more rows than it says.

use std::sync::Arc;

use model::{Aggregate, Compare, Field, Filter, Kind, Measure, Order, Query, ResultId, Value};
use protocol::message::{Answer, Ask, Scope, Statement, View};

use super::rows::Table;
use crate::app::fresh;
use crate::jobs::JobHandle;
use crate::session::rows::MOST_ROWS;
use crate::session::unexpected::unexpected;
use crate::session::{Kept, Session};
use crate::{App, Error};

/// Asks the engine about the data of one chart.
pub(in crate::session::charts) struct Asker<'a> {
    pub(in crate::session::charts) session: &'a Arc<Session>,
    pub(in crate::session::charts) app: &'a App,
    pub(in crate::session::charts) handle: &'a JobHandle,
    pub(in crate::session::charts) scope: Scope,
    /// The chart's own question: source and filters are taken from it.
    pub(in crate::session::charts) query: Query,
}

impl Asker<'_> {
    /// The chart's source and filters, asking nothing yet.
    pub(super) fn empty(&self) -> Query {
        Query {
            keys: Vec::new(),
            measures: Vec::new(),
            levels: None,
            columns: Vec::new(),
            order: Vec::new(),
            limit: None,
            ..self.query.clone()
        }
    }

    /// The first rows of an answer.
    pub(in crate::session::charts) async fn table(&self, query: Query) -> Result<Table, Error> {
        self.table_of(Statement::Query { query }).await
    }

    /// The first rows of the answer to a statement.
    pub(in crate::session::charts) async fn table_of(
        &self,
        statement: Statement,
    ) -> Result<Table, Error> {
        self.windows_of(statement, &[(0, MOST_ROWS)])
            .await?
            .pop()
            .ok_or_else(|| Error::fault("Looking at the data of the chart"))
    }

    /// Some windows (offset, rows) of one answer, which is not kept.
    pub(super) async fn windows(
        &self,
        query: Query,
        windows: &[(u64, u32)],
    ) -> Result<Vec<Table>, Error> {
        self.windows_of(Statement::Query { query }, windows).await
    }

    async fn windows_of(
        &self,
        statement: Statement,
        windows: &[(u64, u32)],
    ) -> Result<Vec<Table>, Error> {
        let kept = Kept {
            result: ResultId::from_uuid(fresh()),
            statement,
            scope: self.scope.clone(),
        };
        let cancel = &self.handle.token;
        let head = self.session.compute(self.app, &kept, cancel).await?;
        let mut tables = Vec::new();
        for (offset, limit) in windows {
            let ask = Ask::Window {
                result: kept.result.clone(),
                view: View::default(),
                offset: *offset,
                limit: *limit,
            };
            match self.session.ask(self.app, ask, None, cancel).await {
                Ok((Answer::Window { rows, .. }, bytes)) => {
                    let read = Table::read(&bytes, rows);
                    tables.push(read.map(|table| table.with_exact_numbers(&head.fields)));
                }
                Ok((other, _)) => tables.push(Err(unexpected(other, "Looking at the data"))),
                Err(error) => tables.push(Err(error.into())),
            }
        }
        self.session.forget([kept.result]);
        tables.into_iter().collect()
    }
}

/// An aggregate under a name.
pub(super) fn measure(aggregate: Aggregate, field: &str, name: &str) -> Measure {
    Measure {
        field: field.to_owned(),
        aggregate,
        name: name.to_owned(),
        ..Measure::default()
    }
}

/// An order by one column.
pub(super) fn order(field: &str, descending: bool) -> Order {
    Order {
        field: field.to_owned(),
        descending,
        by: None,
    }
}

/// A condition on one column.
pub(super) fn filter(field: &str, compare: Compare, value: Value) -> Filter {
    Filter {
        field: field.to_owned(),
        compare,
        value,
    }
}

/// Columns that may cut the rows into segments.
pub(in crate::session::charts) fn segment_fields<'a>(
    fields: &'a [Field],
    except: &str,
) -> Vec<&'a Field> {
    fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Text | Kind::Place | Kind::Bool))
        .filter(|field| field.name != except)
        .collect()
}

/// Columns that may name what a row belongs to.
pub(super) fn key_fields<'a>(fields: &'a [Field], except: &str) -> Vec<&'a Field> {
    fields
        .iter()
        .filter(|field| field.kind == Kind::Key && field.name != except)
        .collect()
}
