//! Small services over lazy frames.

use polars::prelude::*;

use super::{Lowered, Lowering};
use crate::compute;
use crate::fault::Fault;

/// Computes a frame.
pub(crate) fn collect(frame: LazyFrame) -> Result<DataFrame, Fault> {
    compute::collected(frame)
}

/// Adds computed columns and keeps only those, so that even a row of literals is repeated for
/// each row of the frame.
pub(crate) fn project(
    lowering: &Lowering<'_>,
    frame: LazyFrame,
    columns: Vec<Expr>,
) -> Result<Lowered, Fault> {
    // A frame without columns would forget how many rows it has.
    if columns.is_empty() {
        return Ok(Lowered {
            frame,
            names: Vec::new(),
        });
    }
    let columns = anchored(&frame, columns)?;
    let names = lowering.fresh_names(columns.len());
    let named: Vec<Expr> = columns
        .into_iter()
        .zip(&names)
        .map(|(column, name)| column.alias(name.clone()))
        .collect();
    let kept: Vec<Expr> = names.iter().map(|name| col(name.clone())).collect();
    Ok(Lowered {
        frame: frame.with_columns(named).select(kept),
        names,
    })
}

/// Any column that the frame really has.
pub(crate) fn anchor(frame: &LazyFrame) -> Result<Expr, Fault> {
    let schema = frame.clone().collect_schema()?;
    let name = schema.iter_names().next().cloned();
    Ok(name.map_or_else(|| lit(true), col))
}

/// The same columns. When all are literals they are tied to a column of the frame: otherwise
/// nothing would be read, and the number of rows be lost.
pub(crate) fn anchored(frame: &LazyFrame, columns: Vec<Expr>) -> Result<Vec<Expr>, Fault> {
    let reads = |column: &Expr| {
        column
            .into_iter()
            .any(|part| matches!(part, Expr::Column(_)))
    };
    if columns.iter().any(reads) {
        return Ok(columns);
    }
    let anchor = anchor(frame)?;
    Ok(columns
        .into_iter()
        .map(|column| {
            when(anchor.clone().is_null())
                .then(column.clone())
                .otherwise(column)
        })
        .collect())
}

/// The same frame under fresh names, so that it can meet its twin in a join.
pub(crate) fn renamed(lowering: &Lowering<'_>, lowered: &Lowered) -> Lowered {
    let names = lowering.fresh_names(lowered.names.len());
    let columns: Vec<Expr> = lowered
        .names
        .iter()
        .zip(&names)
        .map(|(old, new)| col(old.clone()).alias(new.clone()))
        .collect();
    Lowered {
        frame: lowered.frame.clone().select(columns),
        names,
    }
}
