//! Functions of the planner's own library, called on columns: a column crosses over as an Arrow
//! stream and its answer comes back the same way.

use std::io::Cursor;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{Field as ArrowField, FieldRef, Schema as ArrowSchema};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use datafusion_common::ScalarValue;
use datafusion_common::config::ConfigOptions;
use datafusion_expr::expr::ScalarFunction;
use datafusion_expr::{ColumnarValue, Expr as Tree, ExprSchemable, ScalarFunctionArgs};
use polars::prelude::*;

use super::expr::Scope;
use super::function::{Call, rows};
use crate::error::{raise, raise_at};
use crate::fault::Fault;

/// Lowers a call of a function that the planner's library computes.
pub(crate) fn planner_function(
    scope: &Scope<'_, '_>,
    whole: &Tree,
    planned: &ScalarFunction,
    call: &Call<'_>,
) -> Result<Expr, Fault> {
    if call.args.is_empty() {
        return Err(Fault::unsupported(format!("The function {}()", call.name)));
    }
    let fields = planned
        .args
        .iter()
        .map(|arg| Ok(arg.to_field(scope.schema)?.1))
        .collect::<Result<Vec<FieldRef>, Fault>>()?;
    let constants: Vec<Option<ScalarValue>> = planned
        .args
        .iter()
        .map(|arg| match arg {
            Tree::Literal(value, _) => Some(value.clone()),
            _ => None,
        })
        .collect();
    let return_field = whole.to_field(scope.schema)?.1;
    let (function, to, label) = (
        Arc::clone(&planned.func),
        call.to.clone(),
        call.label.clone(),
    );
    Ok(rows(call.args.clone(), call.to.clone(), move |columns| {
        let failed = |_| {
            raise_at(
                label.place(),
                "SQL_VALUE",
                &format!(
                    "`{label}` cannot be computed for one of its values. Leave out the rows that it is not meant for."
                ),
            )
        };
        let rows = columns[0].len();
        let arrays = to_arrow(columns)?;
        let mut args = Vec::with_capacity(arrays.len());
        for ((array, constant), field) in arrays.into_iter().zip(&constants).zip(&fields) {
            args.push(match constant {
                Some(constant) => ColumnarValue::Scalar(constant.clone()),
                None => ColumnarValue::Array(
                    arrow::compute::cast(&array, field.data_type()).map_err(crossing)?,
                ),
            });
        }
        let answer = function
            .invoke_with_args(ScalarFunctionArgs {
                args,
                arg_fields: fields.clone(),
                number_rows: rows,
                return_field: Arc::clone(&return_field),
                config_options: Arc::new(ConfigOptions::default()),
            })
            .and_then(|answer| answer.into_array(rows))
            .map_err(failed)?;
        from_arrow(answer)?.cast(&to)
    }))
}

/// Columns of one length as arrays of the planner's library.
fn to_arrow(columns: &[Series]) -> PolarsResult<Vec<ArrayRef>> {
    let height = columns.first().map_or(0, |column| column.len());
    let named = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let name = PlSmallStr::from_string(at.to_string());
            column.clone().with_name(name).into_column()
        })
        .collect();
    let mut frame = DataFrame::new(height, named)?;
    frame.rechunk_mut();
    let mut bytes = Vec::new();
    IpcStreamWriter::new(&mut bytes)
        .with_compat_level(CompatLevel::oldest())
        .finish(&mut frame)?;
    let reader = StreamReader::try_new(Cursor::new(bytes), None).map_err(crossing)?;
    let schema = reader.schema();
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(crossing)?;
    let whole = arrow::compute::concat_batches(&schema, &batches).map_err(crossing)?;
    Ok(whole.columns().to_vec())
}

/// An array of the planner's library as a column.
pub(crate) fn from_arrow(array: ArrayRef) -> PolarsResult<Series> {
    let field = ArrowField::new("0", array.data_type().clone(), true);
    let schema = Arc::new(ArrowSchema::new(vec![field]));
    let batch = RecordBatch::try_new(Arc::clone(&schema), vec![array]).map_err(crossing)?;
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &schema).map_err(crossing)?;
    writer.write(&batch).map_err(crossing)?;
    writer.finish().map_err(crossing)?;
    drop(writer);
    let frame = IpcStreamReader::new(Cursor::new(bytes)).finish()?;
    Ok(frame.columns()[0].as_materialized_series().clone())
}

fn crossing(_: ArrowError) -> PolarsError {
    raise(
        "SQL_UNSUPPORTED",
        "A value of this type cannot be computed with here yet. Cast it to text or a number first.",
    )
}
