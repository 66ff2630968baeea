//! Where a double meets a decimal, the decimal becomes a double: the planner's own rule is the
//! other way round, and would turn every value of a column into a decimal that may not hold it.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::tree_node::{Transformed, TreeNode};
use datafusion_common::{Column, DFSchema, Result, ScalarValue, TableReference};
use datafusion_expr::expr::{Between, InList, ScalarFunction};
use datafusion_expr::expr_rewriter::NamePreserver;
use datafusion_expr::logical_plan::{Union, Values};
use datafusion_expr::utils::merge_schema;
use datafusion_expr::{
    BinaryExpr, Case, Expr, ExprSchemable, LogicalPlan, LogicalPlanBuilder, cast,
};

/// Functions whose arguments become one type.
const ONE_TYPE: [&str; 5] = ["coalesce", "greatest", "least", "nullif", "nvl"];

/// Makes doubles and decimals agree everywhere they are compared or chosen between.
pub(super) fn agree(logical: LogicalPlan) -> Result<LogicalPlan> {
    let agreed = logical.transform_up_with_subqueries(|node| {
        let schema = merge_schema(&node.inputs());
        let names = NamePreserver::new(&node);
        let node = node.map_expressions(|expr| {
            let name = names.save(&expr);
            let agreed = expr.transform_up(|expr| Ok(in_expr(expr, &schema)))?;
            Ok(agreed.update_data(|expr| name.restore(expr)))
        })?;
        let node = node.transform_data(|node| match node {
            LogicalPlan::Union(union) => in_union(union),
            LogicalPlan::Values(values) => in_values(values),
            other => Ok(Transformed::no(other)),
        })?;
        node.map_data(LogicalPlan::recompute_schema)
    })?;
    Ok(agreed.data)
}

/// Columns of written rows that hold a double among decimals are doubles. The planner has put
/// casts to its own type around what has another type.
fn in_values(mut values: Values) -> Result<Transformed<LogicalPlan>> {
    let nothing = DFSchema::empty();
    let mut fields: Vec<(Option<TableReference>, FieldRef)> = values
        .schema
        .iter()
        .map(|(qualifier, field)| (qualifier.cloned(), Arc::clone(field)))
        .collect();
    let mut has_changed = false;
    for (at, (_, field)) in fields.iter_mut().enumerate() {
        let decimal = field.data_type().clone();
        let was_double = |row: &Vec<Expr>| match row.get(at) {
            Some(Expr::Cast(cast)) if *cast.field.data_type() == decimal => cast
                .expr
                .get_type(&nothing)
                .is_ok_and(|data_type| is_double(&data_type)),
            _ => false,
        };
        if !is_decimal(&decimal) || !values.values.iter().any(was_double) {
            continue;
        }
        has_changed = true;
        for value in values.values.iter_mut().filter_map(|row| row.get_mut(at)) {
            let given = match std::mem::take(value) {
                Expr::Cast(known) if *known.field.data_type() == decimal => *known.expr,
                other => other,
            };
            *value = cast(given, DataType::Float64);
        }
        *field = Arc::new(Field::new(field.name(), DataType::Float64, true));
    }
    if !has_changed {
        return Ok(Transformed::no(LogicalPlan::Values(values)));
    }
    let metadata = values.schema.metadata().clone();
    values.schema = Arc::new(DFSchema::new_with_metadata(fields, metadata)?);
    Ok(Transformed::yes(LogicalPlan::Values(values)))
}

/// The parts of a union agree column by column.
fn in_union(union: Union) -> Result<Transformed<LogicalPlan>> {
    let count = union
        .inputs
        .first()
        .map_or(0, |input| input.schema().fields().len());
    let has = |at: usize, is_wanted: fn(&DataType) -> bool| {
        union.inputs.iter().any(|input| {
            input
                .schema()
                .fields()
                .get(at)
                .is_some_and(|field| is_wanted(field.data_type()))
        })
    };
    let mixed: Vec<usize> = (0..count)
        .filter(|at| has(*at, is_double) && has(*at, is_decimal))
        .collect();
    if mixed.is_empty() {
        return Ok(Transformed::no(LogicalPlan::Union(union)));
    }
    let inputs = union
        .inputs
        .iter()
        .map(|input| as_doubles(input, &mixed).map(Arc::new));
    let inputs: Vec<Arc<LogicalPlan>> = inputs.collect::<Result<_>>()?;
    Ok(Transformed::yes(LogicalPlan::Union(Union {
        inputs,
        schema: union.schema,
    })))
}

/// A part of a union with decimals in these columns made doubles.
fn as_doubles(input: &LogicalPlan, columns: &[usize]) -> Result<LogicalPlan> {
    let exprs = input
        .schema()
        .iter()
        .enumerate()
        .map(|(at, (qualifier, field))| {
            let column = Expr::Column(Column::from((qualifier, field)));
            if columns.contains(&at) && is_decimal(field.data_type()) {
                cast(column, DataType::Float64).alias_qualified(qualifier.cloned(), field.name())
            } else {
                column
            }
        });
    let exprs: Vec<Expr> = exprs.collect();
    LogicalPlanBuilder::from(input.clone())
        .project(exprs)?
        .build()
}

fn is_double(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Float32 | DataType::Float64)
}

fn is_decimal(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Decimal128(..) | DataType::Decimal256(..)
    )
}

fn in_expr(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    match expr {
        Expr::BinaryExpr(BinaryExpr {
            mut left,
            op,
            mut right,
        }) => {
            let changed = together(&mut [&mut left, &mut right], schema);
            Transformed::new_transformed(Expr::BinaryExpr(BinaryExpr { left, op, right }), changed)
        }
        Expr::Between(mut between) => {
            let Between {
                expr, low, high, ..
            } = &mut between;
            let changed = together(&mut [expr, low, high], schema);
            Transformed::new_transformed(Expr::Between(between), changed)
        }
        Expr::InList(list) if super::within::is_list(&list, schema) => super::within::held(list),
        Expr::InList(mut list) => {
            let InList {
                expr, list: items, ..
            } = &mut list;
            let mut all: Vec<&mut Expr> = vec![&mut **expr];
            all.extend(items.iter_mut());
            let changed = together(&mut all, schema);
            Transformed::new_transformed(Expr::InList(list), changed)
        }
        Expr::Case(mut case) => {
            let Case {
                when_then_expr,
                else_expr,
                ..
            } = &mut case;
            let results = when_then_expr.iter_mut().map(|(_, then)| &mut **then);
            let mut all: Vec<&mut Expr> = results.collect();
            all.extend(else_expr.iter_mut().map(|otherwise| &mut **otherwise));
            let changed = together(&mut all, schema);
            Transformed::new_transformed(Expr::Case(case), changed)
        }
        Expr::ScalarFunction(ScalarFunction { func, mut args })
            if ONE_TYPE.contains(&func.name()) =>
        {
            let mut all: Vec<&mut Expr> = args.iter_mut().collect();
            let changed = together(&mut all, schema);
            let func = Arc::clone(&func);
            Transformed::new_transformed(
                Expr::ScalarFunction(ScalarFunction { func, args }),
                changed,
            )
        }
        Expr::InSubquery(mut within) => {
            let inner = within.subquery.subquery.schema().fields().first().cloned();
            let (Some(inner), Ok(outer)) = (inner, within.expr.get_type(schema)) else {
                return Transformed::no(Expr::InSubquery(within));
            };
            let mut changed = false;
            if is_decimal(&outer) && is_double(inner.data_type()) {
                *within.expr = double(std::mem::take(&mut *within.expr));
                changed = true;
            } else if is_double(&outer)
                && is_decimal(inner.data_type())
                && let Ok(doubles) = as_doubles(&within.subquery.subquery, &[0])
            {
                within.subquery.subquery = Arc::new(doubles);
                changed = true;
            }
            Transformed::new_transformed(Expr::InSubquery(within), changed)
        }
        other => Transformed::no(other),
    }
}

/// Casts decimals to doubles when a double is among the expressions; true when any was.
fn together(exprs: &mut [&mut Expr], schema: &DFSchema) -> bool {
    let types: Vec<Option<DataType>> = exprs
        .iter()
        .map(|expr| expr.get_type(schema).ok())
        .collect();
    if !types.iter().flatten().any(is_double) {
        return false;
    }
    let mut changed = false;
    for (expr, data_type) in exprs.iter_mut().zip(&types) {
        if data_type.as_ref().is_some_and(is_decimal) {
            let decimal = std::mem::take(*expr);
            **expr = double(decimal);
            changed = true;
        }
    }
    changed
}

/// A decimal as a double; a constant at once.
fn double(decimal: Expr) -> Expr {
    if let Expr::Literal(value, _) = &decimal
        && let Ok(double) = value.cast_to(&DataType::Float64)
        && matches!(double, ScalarValue::Float64(_))
    {
        return Expr::Literal(double, None);
    }
    cast(decimal, DataType::Float64)
}
