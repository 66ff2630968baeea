//! PIVOT without a list of values: the rows are asked for them before the statement is planned.

use model::{Diagnostic, Severity};
use plan::Bound;
use plan::turned::{MOST_VALUES, Turned, Written};
use polars::prelude::*;
use protocol::message::Statement;

use crate::compute;
use crate::fault::Fault;
use crate::lower;
use crate::question::{CELL_NOT_RUN, Meaning, PIVOT_VALUES};
use crate::stop::Stop;

/// PIVOTs of one statement whose values are asked for.
const MOST_ASKED: usize = 20;

/// Binds a statement that is going to run; the values that its PIVOTs turn are asked for first.
pub(super) fn bound(
    meaning: &mut Meaning,
    statement: &Statement,
    stop: &Stop,
) -> Result<Bound, Fault> {
    loop {
        let bound = meaning.bind(statement);
        let asks = bound
            .diagnostics
            .iter()
            .any(|found| found.code == PIVOT_VALUES);
        let Statement::Sql { text } = statement else {
            return Ok(bound);
        };
        if !asks || meaning.names.turned.len() >= MOST_ASKED {
            return Ok(bound);
        }
        let Some(turning) = plan::turning(text, &meaning.names) else {
            return Ok(bound);
        };
        let Some(asked) = turning.bound.plan else {
            let asked = turning.bound.diagnostics;
            return Ok(Bound {
                diagnostics: asked,
                ..bound
            });
        };
        let ready = lower::lower(&asked, &|name| meaning.scan(name), stop)?;
        let rows = compute::collected(ready.frame)?;
        let Some(column) = rows.columns().first() else {
            return Ok(bound);
        };
        if column.len() > MOST_VALUES {
            let message =
                format!("PIVOT would make more than {MOST_VALUES} columns of the values here.");
            let refused = Diagnostic::error("SQL_TOO_MANY_COLUMNS", message)
                .with_span(turning.place)
                .with_hint("List the values that you need: IN ('a', 'b').");
            return Err(Fault::Diagnosed(refused));
        }
        if column.is_empty() {
            let message = "PIVOT makes a column of each value, and no row has one here.";
            let refused = Diagnostic::error(PIVOT_VALUES, message)
                .with_span(turning.place)
                .with_hint("List the values that you expect: IN ('a', 'b').");
            return Err(Fault::Diagnosed(refused));
        }
        let values = column.as_materialized_series();
        let values: Option<Vec<Written>> = values.iter().map(|value| written(&value)).collect();
        let Some(values) = values else {
            return Ok(bound);
        };
        let place = turning.place;
        meaning.names.turned.push(Turned { place, values });
    }
}

/// A value as a text of SQL would write it; none for those that cannot be written.
fn written(value: &AnyValue<'_>) -> Option<Written> {
    Some(match value {
        AnyValue::String(text) => Written::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Written::Text(text.to_string()),
        AnyValue::Boolean(is_true) => Written::Truth(*is_true),
        AnyValue::Date(_) => Written::Day(value.to_string()),
        AnyValue::Datetime(_, _, None) | AnyValue::DatetimeOwned(_, _, None) => {
            Written::Instant(value.to_string())
        }
        AnyValue::Float32(number) if number.is_finite() => Written::Number(number.to_string()),
        AnyValue::Float64(number) if number.is_finite() => Written::Number(number.to_string()),
        AnyValue::Decimal(..) => Written::Number(value.to_string()),
        other if other.is_integer() => Written::Number(other.to_string()),
        _ => return None,
    })
}

/// While typing nothing is asked of the rows: that values are missing is no mistake then, as long
/// as they could be asked for.
pub(super) fn as_a_note(
    statement: &Statement,
    meaning: &Meaning,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for diagnostic in diagnostics.iter_mut() {
        if diagnostic.code == CELL_NOT_RUN {
            diagnostic.severity = Severity::Warning;
        }
    }
    let Statement::Sql { text } = statement else {
        return;
    };
    if !diagnostics.iter().any(|found| found.code == PIVOT_VALUES) {
        return;
    }
    let Some(turning) = plan::turning(text, &meaning.names) else {
        return;
    };
    if turning.bound.plan.is_none() {
        *diagnostics = turning.bound.diagnostics;
        return;
    }
    for diagnostic in diagnostics
        .iter_mut()
        .filter(|found| found.code == PIVOT_VALUES)
    {
        diagnostic.severity = Severity::Warning;
        "PIVOT makes a column of each value that it finds when it runs."
            .clone_into(&mut diagnostic.message);
        diagnostic.hint = Some("List them to keep the columns the same: IN ('a', 'b').".to_owned());
    }
}
