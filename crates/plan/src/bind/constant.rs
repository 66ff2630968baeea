//! Whole-number calculations over constants are computed here, where an overflow is noticed:
//! the planner's own folding wraps around in silence. So are instants as text, which it would
//! write with a `T` in the middle.

use arrow::datatypes::DataType;
use datafusion_common::tree_node::{Transformed, TreeNode};
use datafusion_common::{DFSchema, Result, ScalarValue};
use datafusion_expr::expr_rewriter::NamePreserver;
use datafusion_expr::simplify::SimplifyContext;
use datafusion_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator};
use datafusion_optimizer::simplify_expressions::ExprSimplifier;

use super::arithmetic::folded;

/// Folds `+ - *` over whole-number constants, inside subqueries too.
pub(super) fn checked(logical: LogicalPlan) -> Result<LogicalPlan> {
    let folded = logical.transform_up_with_subqueries(|node| {
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let folded = expr.transform_up(fold)?;
            Ok(folded.update_data(|expr| name.restore(expr)))
        })
    })?;
    Ok(folded.data)
}

fn fold(expr: Expr) -> Result<Transformed<Expr>> {
    if let Expr::Cast(cast) = &expr
        && *cast.field.data_type() == DataType::Utf8
        && is_constant(&cast.expr)
        && let Ok(DataType::Timestamp(_, None)) = cast.expr.get_type(&DFSchema::empty())
    {
        let simplifier = ExprSimplifier::new(SimplifyContext::default());
        let folded = simplifier.simplify(expr.clone())?;
        return Ok(match folded {
            Expr::Literal(ScalarValue::Utf8(Some(text)), data) => {
                let text = text.replacen('T', " ", 1);
                Transformed::yes(Expr::Literal(ScalarValue::Utf8(Some(text)), data))
            }
            _ => Transformed::no(expr),
        });
    }
    let Expr::BinaryExpr(BinaryExpr { left, op, right }) = &expr else {
        return Ok(Transformed::no(expr));
    };
    let is_checked = matches!(op, Operator::Plus | Operator::Minus | Operator::Multiply);
    if !is_checked || !is_constant(left) || !is_constant(right) {
        return Ok(Transformed::no(expr));
    }
    let simplifier = ExprSimplifier::new(SimplifyContext::default());
    let left = simplifier.simplify((**left).clone())?;
    let right = simplifier.simplify((**right).clone())?;
    Ok(match folded(&left, *op, &right)? {
        Some(folded) => Transformed::yes(folded),
        None => Transformed::no(expr),
    })
}

fn is_constant(expr: &Expr) -> bool {
    !expr.is_volatile()
        && !expr
            .exists(|expr| {
                Ok(matches!(
                    expr,
                    Expr::Column(_)
                        | Expr::OuterReferenceColumn(..)
                        | Expr::ScalarSubquery(_)
                        | Expr::InSubquery(_)
                        | Expr::Exists(_)
                        | Expr::SetComparison(_)
                        | Expr::AggregateFunction(_)
                        | Expr::WindowFunction(_)
                        | Expr::Placeholder(_)
                        | Expr::Unnest(_)
                        | Expr::GroupingSet(_)
                ))
            })
            .unwrap_or(true)
}
