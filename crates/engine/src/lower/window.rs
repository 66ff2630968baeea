//! Window functions over the whole input at once: rows are put in order once for each different
//! window, then every function walks the partitions. Exact sums, peers in default frames, ROWS,
//! RANGE and GROUPS alike; nothing is left to an engine's own idea of a window.

mod exact;
mod exclude;
mod frame;
mod grouped;
mod number;
mod order;
mod value;

use std::sync::Arc;

use datafusion_expr::expr::{NullTreatment, WindowFunction};
use datafusion_expr::logical_plan::Window;
use datafusion_expr::{Expr as Tree, SortExpr, WindowFrame};
use polars::prelude::*;

use super::expr::Scope;
use super::label::Label;
use super::{Lowered, Lowering};
use crate::fault::Fault;
use exclude::Exclude;
use grouped::Grouped;
use order::Ordered;
pub(super) use order::changes;

/// One window function, with the columns that it reads.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) args: Vec<PlSmallStr>,
    /// The arguments that are constants, by place.
    pub(crate) constants: Vec<Option<i64>>,
    pub(crate) frame: WindowFrame,
    /// The rows around the current one that its frame leaves out.
    pub(crate) exclude: Option<Exclude>,
    pub(crate) skips_missing: bool,
    /// How it is computed when no module here knows a quicker way.
    pub(crate) grouped: Option<Grouped>,
    pub(crate) out: PlSmallStr,
    pub(crate) to: DataType,
    pub(crate) label: Label,
}

/// Functions that share an order of rows.
struct Shared {
    partition: Vec<PlSmallStr>,
    order: Vec<PlSmallStr>,
    descending: Vec<bool>,
    nulls_last: Vec<bool>,
    calls: Vec<Call>,
}

impl Lowering<'_> {
    /// Lowers window functions.
    pub(crate) fn window(&self, window: &Window) -> Result<Lowered, Fault> {
        let input = self.node(&window.input)?;
        let schema = window.input.schema();
        let scope = Scope::of(self, schema, &input);
        let mut read: Vec<Expr> = Vec::new();
        let mut groups: Vec<(Vec<Tree>, Vec<SortExpr>, Shared)> = Vec::new();
        let mut names = input.names.clone();
        for expr in &window.window_expr {
            let function = function_of(expr)?;
            let params = &function.params;
            let (partition_by, exclude) = exclude::split(&params.partition_by)?;
            let at = groups.iter().position(|(partition, order, _)| {
                *partition == partition_by && *order == params.order_by
            });
            let at = if let Some(at) = at {
                at
            } else {
                let partition = self.read_columns(&scope, &partition_by, &mut read)?;
                let keys: Vec<Tree> = params.order_by.iter().map(|key| key.expr.clone()).collect();
                let shared = Shared {
                    partition,
                    order: self.read_columns(&scope, &keys, &mut read)?,
                    descending: params.order_by.iter().map(|key| !key.asc).collect(),
                    nulls_last: params.order_by.iter().map(|key| !key.nulls_first).collect(),
                    calls: Vec::new(),
                };
                groups.push((partition_by, params.order_by.clone(), shared));
                groups.len() - 1
            };
            let call = Call {
                exclude,
                ..self.window_call(&scope, expr, function, &mut read)?
            };
            names.push(call.out.clone());
            groups[at].2.calls.push(call);
        }
        let mut frame = input.frame.clone().with_columns(read);
        for (_, _, shared) in groups {
            frame = computed(frame, shared);
        }
        Ok(Lowered { frame, names })
    }

    fn read_columns(
        &self,
        scope: &Scope<'_, '_>,
        exprs: &[Tree],
        read: &mut Vec<Expr>,
    ) -> Result<Vec<PlSmallStr>, Fault> {
        let mut names = Vec::with_capacity(exprs.len());
        for expr in exprs {
            let name = self.fresh();
            read.push(scope.expr(expr)?.alias(name.clone()));
            names.push(name);
        }
        Ok(names)
    }

    fn window_call(
        &self,
        scope: &Scope<'_, '_>,
        expr: &Tree,
        function: &WindowFunction,
        read: &mut Vec<Expr>,
    ) -> Result<Call, Fault> {
        let params = &function.params;
        let name = function.fun.name().to_lowercase();
        let is_known = value::is_known(&name) || number::is_known(&name);
        if !is_known || params.distinct {
            let (columns, grouped) = grouped::prepared(self, scope, function)?;
            let names = columns.iter().map(|(name, _)| name.clone()).collect();
            read.extend(columns.into_iter().map(|(name, column)| column.alias(name)));
            return Ok(Call {
                name,
                args: names,
                constants: Vec::new(),
                frame: params.window_frame.clone(),
                exclude: None,
                skips_missing: false,
                grouped: Some(grouped),
                out: self.fresh(),
                to: scope.polars(expr)?,
                label: self.label(expr),
            });
        }
        let condition = params
            .filter
            .as_deref()
            .map(|filter| scope.expr(filter))
            .transpose()?;
        let mut args = Vec::with_capacity(params.args.len());
        for arg in &params.args {
            let mut column = scope.expr(arg)?;
            if let Some(condition) = &condition {
                column = when(condition.clone()).then(column).otherwise(lit(NULL));
            }
            let arg_name = self.fresh();
            read.push(column.alias(arg_name.clone()));
            args.push(arg_name);
        }
        if args.is_empty() && name == "count" {
            let every = match condition {
                None => lit(true),
                Some(condition) => when(condition).then(lit(true)).otherwise(lit(NULL)),
            };
            let arg_name = self.fresh();
            read.push(every.alias(arg_name.clone()));
            args.push(arg_name);
        }
        let constant = |arg: &Tree| match arg {
            Tree::Literal(value, _) => match value.cast_to(&arrow::datatypes::DataType::Int64) {
                Ok(datafusion_common::ScalarValue::Int64(value)) => value,
                _ => None,
            },
            _ => None,
        };
        Ok(Call {
            name,
            args,
            constants: params.args.iter().map(constant).collect(),
            frame: params.window_frame.clone(),
            exclude: None,
            skips_missing: params.null_treatment == Some(NullTreatment::IgnoreNulls),
            grouped: None,
            out: self.fresh(),
            to: scope.polars(expr)?,
            label: self.label(expr),
        })
    }
}

fn function_of(expr: &Tree) -> Result<&WindowFunction, Fault> {
    match expr {
        Tree::WindowFunction(function) => Ok(function),
        Tree::Alias(alias) => function_of(&alias.expr),
        _ => Err(Fault::unsupported(
            "A calculation around a window function in this place",
        )),
    }
}

fn computed(frame: LazyFrame, shared: Shared) -> LazyFrame {
    let added: Vec<(PlSmallStr, DataType)> = shared
        .calls
        .iter()
        .map(|call| (call.out.clone(), call.to.clone()))
        .collect();
    let schema = move |input: &Schema| -> PolarsResult<SchemaRef> {
        let mut schema = input.clone();
        for (name, data_type) in &added {
            schema.with_column(name.clone(), data_type.clone());
        }
        Ok(Arc::new(schema))
    };
    let compute =
        move |frame: DataFrame| -> PolarsResult<DataFrame> { with_functions(frame, &shared) };
    frame.map(
        compute,
        AllowedOptimizations::empty(),
        Some(Arc::new(schema)),
        Some("windows"),
    )
}

fn with_functions(mut frame: DataFrame, shared: &Shared) -> PolarsResult<DataFrame> {
    frame.rechunk_mut();
    let ordered = Ordered::new(&frame, shared)?;
    let mut columns = Vec::with_capacity(shared.calls.len());
    for call in &shared.calls {
        let args = call
            .args
            .iter()
            .map(|name| ordered.in_order(frame.column(name)?.as_materialized_series()))
            .collect::<PolarsResult<Vec<_>>>()?;
        let values = if let Some(grouped) = &call.grouped {
            grouped::compute(call, grouped, &args, &ordered)?
        } else if value::is_known(&call.name) {
            value::compute(call, &args, &ordered)?
        } else {
            number::compute(call, &args, &ordered)?
        };
        let values = ordered.back(&values)?.cast(&call.to)?;
        columns.push(values.with_name(call.out.clone()).into_column());
    }
    for column in columns {
        frame.with_column(column)?;
    }
    Ok(frame)
}
