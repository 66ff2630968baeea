//! Rows that a statement writes out itself.

use datafusion_common::DFSchema;
use datafusion_expr::{Expr as Tree, Values};
use polars::prelude::*;

use super::expr::Scope;
use super::{Lowered, Lowering, literal, polars_types};
use crate::fault::Fault;

impl Lowering<'_> {
    /// Lowers VALUES: each cell is a constant, or computed by itself.
    pub(super) fn values(&self, values: &Values) -> Result<Lowered, Fault> {
        let types = polars_types(&values.schema)?;
        let names = self.fresh_names(types.len());
        let mut columns = Vec::with_capacity(types.len());
        let nothing = DFSchema::empty();
        let scope = Scope {
            lowering: self,
            schema: &nothing,
            names: &[],
            mask: None,
        };
        for (at, data_type) in types.iter().enumerate() {
            let mut cells = Vec::with_capacity(values.values.len());
            for row in &values.values {
                let cell = match &row[at] {
                    Tree::Literal(value, _) => literal::scalar(value)?,
                    computed => {
                        let frame = DataFrame::new(
                            1,
                            vec![Column::full_null(self.fresh(), 1, &DataType::Boolean)],
                        )?;
                        let answer = super::frame::collect(
                            frame.lazy().select([scope.expr(computed)?.alias("v")]),
                        )?;
                        let column = answer.column("v")?;
                        Scalar::new(column.dtype().clone(), column.get(0)?.into_static())
                    }
                };
                cells.push(cell);
            }
            let series = if cells.is_empty() {
                Series::new_empty(names[at].clone(), data_type)
            } else {
                let parts = cells.into_iter().map(|cell| {
                    let series = cell.into_series(names[at].clone());
                    if series.dtype() == data_type {
                        Ok(series)
                    } else {
                        series.strict_cast(data_type)
                    }
                });
                concatenated(parts)?
            };
            columns.push(series.into_column());
        }
        Ok(Lowered {
            frame: DataFrame::new(values.values.len(), columns)?.lazy(),
            names,
        })
    }
}

fn concatenated(parts: impl Iterator<Item = PolarsResult<Series>>) -> Result<Series, Fault> {
    let mut whole: Option<Series> = None;
    for part in parts {
        let part = part?;
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => {
                whole.append(&part)?;
            }
        }
    }
    Ok(whole.map(|series| series.rechunk()).unwrap_or_default())
}
