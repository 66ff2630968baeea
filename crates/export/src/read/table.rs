//! The rows of a chart as a table.

use chart::Resolved;
use model::{ChartSpec, Mark, Value};

use super::Columns;
use super::pivot::pivot_rows;
use crate::figure::{ColumnFigure, RowsFigure};

/// The rows of a chart under the titles of its columns, in the order of the shelves; a pivot table as
/// it is shown.
pub fn rows_figure(resolved: &Resolved, rows: &Columns, spec: &ChartSpec) -> RowsFigure {
    if resolved.mark == Mark::Pivot
        && let Ok(figure) = pivot_rows(resolved, rows, &spec.pivot, &mut Vec::new())
    {
        return figure;
    }
    let mut known: Vec<(&str, &[Value], &str)> = Vec::new();
    for encoded in &resolved.encodings {
        if let Some(values) = rows.of(encoded)
            && !known.iter().any(|(column, _, _)| *column == encoded.column)
        {
            known.push((&encoded.column, values, &encoded.title));
        }
    }
    for (name, values) in &rows.columns {
        if !known.iter().any(|(column, _, _)| column == name) {
            known.push((name, values, name));
        }
    }
    let columns = known.iter().map(|(name, values, title)| ColumnFigure {
        title: (*title).to_owned(),
        name: (*name).to_owned(),
        is_number: values.iter().any(|value| {
            matches!(
                value,
                Value::Integer(_) | Value::Float(_) | Value::Decimal(_)
            )
        }),
    });
    let value = |values: &[Value], row: usize| values.get(row).cloned().unwrap_or(Value::Null);
    RowsFigure {
        columns: columns.collect(),
        rows: (0..rows.count())
            .map(|row| {
                known
                    .iter()
                    .map(|(_, values, _)| value(values, row))
                    .collect()
            })
            .collect(),
        total: rows.total,
    }
}
