//! How many rows `LIMIT` and `OFFSET` mean.

use arrow::datatypes::DataType as Arrow;
use datafusion_common::{DFSchema, ScalarValue};
use datafusion_expr::Expr as Tree;
use polars::prelude::*;

use super::Lowering;
use super::expr::Scope;
use super::frame::collect;
use crate::fault::Fault;

impl Lowering<'_> {
    /// A number of rows; none when nothing is said, or null. One that a query gives is computed.
    pub(super) fn row_count(&self, expr: Option<&Tree>) -> Result<Option<usize>, Fault> {
        let value = match expr {
            None => return Ok(None),
            Some(Tree::Literal(value, _)) if value.is_null() => return Ok(None),
            Some(Tree::Literal(value, _)) => match value.cast_to(&Arrow::Int64)? {
                ScalarValue::Int64(value) => value,
                _ => None,
            },
            Some(_) if self.is_dry => return Ok(None),
            Some(computed) => self.computed_count(computed)?,
        };
        match value.map(usize::try_from) {
            None => Ok(None),
            Some(Ok(rows)) => Ok(Some(rows)),
            Some(Err(_)) => Err(Fault::value(
                "SQL_LIMIT",
                "LIMIT and OFFSET need a whole number of rows, 0 or more.",
            )),
        }
    }

    fn computed_count(&self, expr: &Tree) -> Result<Option<i64>, Fault> {
        let schema = DFSchema::empty();
        let scope = Scope {
            lowering: self,
            schema: &schema,
            names: &[],
            mask: None,
        };
        let count = scope.expr(expr)?.cast(DataType::Int64).alias("count");
        let one = DataFrame::new(
            1,
            vec![Column::full_null("one".into(), 1, &DataType::Boolean)],
        )?;
        let rows = collect(one.lazy().with_columns([count]))?;
        Ok(rows.column("count")?.as_materialized_series().i64()?.get(0))
    }
}
