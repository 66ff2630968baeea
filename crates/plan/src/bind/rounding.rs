//! Casts to whole numbers round half away from zero, which is said in the tree: the planner's own
//! folding of constants would cut the digits off.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion_common::tree_node::{Transformed, TreeNode};
use datafusion_common::{DFSchema, Result};
use datafusion_expr::expr::ScalarFunction;
use datafusion_expr::expr_rewriter::NamePreserver;
use datafusion_expr::utils::merge_schema;
use datafusion_expr::{Expr, ExprSchemable, LogicalPlan};

/// Writes `round()` into every cast of a decimal or double to a whole number, in subqueries too.
pub(super) fn stated(logical: LogicalPlan) -> Result<LogicalPlan> {
    let stated = logical.transform_up_with_subqueries(|node| {
        let schema = merge_schema(&node.inputs());
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let stated = expr.transform_up(|expr| Ok(rounded(expr, &schema)))?;
            Ok(stated.update_data(|expr| name.restore(expr)))
        })
    })?;
    Ok(stated.data)
}

fn rounded(mut expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let (operand, to) = match &mut expr {
        Expr::Cast(cast) => (&mut cast.expr, cast.field.data_type()),
        Expr::TryCast(cast) => (&mut cast.expr, cast.field.data_type()),
        _ => return Transformed::no(expr),
    };
    if !to.is_integer() || !has_fraction(operand, schema) {
        return Transformed::no(expr);
    }
    let round = datafusion_functions::math::round();
    let whole = ScalarFunction::new_udf(Arc::clone(&round), vec![operand.as_ref().clone()]);
    **operand = Expr::ScalarFunction(whole);
    Transformed::yes(expr)
}

fn has_fraction(expr: &Expr, schema: &DFSchema) -> bool {
    expr.get_type(schema)
        .is_ok_and(|data_type| match data_type {
            DataType::Decimal128(_, scale) => scale > 0,
            other => other.is_floating(),
        })
}
