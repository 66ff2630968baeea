//! Small services over lazy frames.

use polars::prelude::*;

use super::{Lowered, Lowering};
use crate::fault::Fault;

/// Computes a frame with the streaming engine.
pub(crate) fn collect(frame: LazyFrame) -> Result<DataFrame, Fault> {
    Ok(frame.collect_with_engine(Engine::Streaming)?.unwrap_single())
}

/// Adds computed columns and keeps only those, so that even a row of literals is repeated for
/// each row of the frame.
pub(crate) fn project(lowering: &Lowering<'_>, frame: LazyFrame, columns: Vec<Expr>) -> Lowered {
    let names = lowering.fresh_names(columns.len());
    let named: Vec<Expr> = columns.into_iter().zip(&names).map(|(column, name)| column.alias(name.clone())).collect();
    let kept: Vec<Expr> = names.iter().map(|name| col(name.clone())).collect();
    Lowered { frame: frame.with_columns(named).select(kept), names }
}

/// The same frame under fresh names, so that it can meet its twin in a join.
pub(crate) fn renamed(lowering: &Lowering<'_>, lowered: &Lowered) -> Lowered {
    let names = lowering.fresh_names(lowered.names.len());
    let columns: Vec<Expr> =
        lowered.names.iter().zip(&names).map(|(old, new)| col(old.clone()).alias(new.clone())).collect();
    Lowered { frame: lowered.frame.clone().select(columns), names }
}
