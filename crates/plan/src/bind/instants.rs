//! Instants count microseconds, which reach from year 1 to 9999. The planner's own rules make
//! nanoseconds of whatever meets an instant, and those end in 2262: an open end such as
//! 9999-12-31 would be lost.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, TimeUnit};
use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{DFSchema, Result, ScalarValue, TableReference};
use datafusion_expr::expr::Cast;
use datafusion_expr::expr_rewriter::NamePreserver;
use datafusion_expr::logical_plan::Values;
use datafusion_expr::utils::merge_schema;
use datafusion_expr::{Expr, ExprSchemable, LogicalPlan, cast};

/// Nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// The type of instants that are computed here.
pub(super) const INSTANT: DataType = DataType::Timestamp(TimeUnit::Microsecond, None);

/// Makes microseconds of all nanoseconds that come from the planner, subqueries too. A statement
/// that reads a column of nanoseconds keeps them: no digit of a file is lost.
pub(super) fn in_micros(logical: LogicalPlan) -> Result<LogicalPlan> {
    if reads_nanos(&logical)? {
        return Ok(logical);
    }
    let counted = logical.transform_up_with_subqueries(|node| {
        let schema = merge_schema(&node.inputs());
        let names = NamePreserver::new(&node);
        let node = node.map_expressions(|expr| {
            let name = names.save(&expr);
            let counted = expr.transform_up(|expr| Ok(in_expr(expr, &schema)))?;
            Ok(counted.update_data(|expr| name.restore(expr)))
        })?;
        let node = node.transform_data(|node| match node {
            LogicalPlan::Values(values) => in_values(values),
            other => Ok(Transformed::no(other)),
        })?;
        node.map_data(LogicalPlan::recompute_schema)
    })?;
    Ok(counted.data)
}

/// Whether a column of nanoseconds is read anywhere.
fn reads_nanos(logical: &LogicalPlan) -> Result<bool> {
    let mut names = BTreeSet::new();
    logical.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            let fields = scan.projected_schema.fields().iter();
            let nanos = fields.filter(|field| in_micros_of(field.data_type()).is_some());
            names.extend(nanos.map(|field| field.name().clone()));
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    let mut is_read = false;
    logical.apply_with_subqueries(|node| {
        if names.is_empty() || is_read {
            return Ok(TreeNodeRecursion::Stop);
        }
        node.apply_expressions(|expr| {
            is_read |= expr
                .column_refs()
                .iter()
                .any(|column| names.contains(&column.name));
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(TreeNodeRecursion::Continue)
    })?;
    // Without a select list the columns of the scan are the answer.
    Ok(is_read || matches!(logical, LogicalPlan::TableScan(_)) && !names.is_empty())
}

fn in_expr(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    match expr {
        Expr::Cast(mut known) => {
            let changed = in_field(&mut known.field) | as_instant(&mut known, schema);
            Transformed::new_transformed(Expr::Cast(known), changed)
        }
        Expr::TryCast(mut known) => {
            let changed = in_field(&mut known.field);
            Transformed::new_transformed(Expr::TryCast(known), changed)
        }
        Expr::Literal(ScalarValue::TimestampNanosecond(value, zone), data) => {
            let micros = value.map(|value| value.div_euclid(1000));
            Transformed::yes(Expr::Literal(
                ScalarValue::TimestampMicrosecond(micros, zone),
                data,
            ))
        }
        Expr::ScalarFunction(call) if call.func.name() == "now" => {
            Transformed::yes(cast(Expr::ScalarFunction(call), INSTANT))
        }
        other => Transformed::no(other),
    }
}

/// What a clock shows becomes an instant of a zone as a reading of UTC's clock, which all values
/// without a zone are where they meet one.
fn as_instant(known: &mut Cast, schema: &DFSchema) -> bool {
    let DataType::Timestamp(_, Some(_)) = known.field.data_type() else {
        return false;
    };
    let is_reading = known.expr.get_type(schema).is_ok_and(|from| {
        matches!(
            from,
            DataType::Timestamp(_, None) | DataType::Date32 | DataType::Utf8
        )
    });
    if is_reading {
        let utc = DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC")));
        let reading = cast(std::mem::take(&mut *known.expr), INSTANT);
        *known.expr = cast(reading, utc);
    }
    is_reading
}

fn in_field(field: &mut FieldRef) -> bool {
    let Some(micros) = in_micros_of(field.data_type()) else {
        return false;
    };
    *field = Arc::new(Field::clone(field).with_data_type(micros));
    true
}

/// The type with microseconds in the place of nanoseconds; none when it has none.
fn in_micros_of(data_type: &DataType) -> Option<DataType> {
    match data_type {
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => {
            Some(DataType::Timestamp(TimeUnit::Microsecond, zone.clone()))
        }
        DataType::List(item) => {
            let micros = in_micros_of(item.data_type())?;
            Some(DataType::List(Arc::new(
                Field::clone(item).with_data_type(micros),
            )))
        }
        _ => None,
    }
}

/// Columns of written rows have the types of their values.
fn in_values(mut values: Values) -> Result<Transformed<LogicalPlan>> {
    let mut has_changed = false;
    let fields = values.schema.iter().map(|(qualifier, field)| {
        let mut field = Arc::clone(field);
        has_changed |= in_field(&mut field);
        (qualifier.cloned(), field)
    });
    let fields: Vec<(Option<TableReference>, FieldRef)> = fields.collect();
    if has_changed {
        let metadata = values.schema.metadata().clone();
        values.schema = Arc::new(DFSchema::new_with_metadata(fields, metadata)?);
    }
    let values = LogicalPlan::Values(values);
    Ok(Transformed::new_transformed(values, has_changed))
}

/// Whether a constant interval is not of whole days: a day moved by it is an instant.
pub(super) fn is_moved_off(by: &Expr) -> bool {
    matches!(
        by,
        Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(by)), _) if by.nanoseconds % DAY != 0
    )
}
