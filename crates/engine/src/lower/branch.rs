//! CASE: Polars computes every branch for every row, so what a branch reads is blanked where the
//! branch is not taken. A cast or division in it can then neither fail nor warn for other rows.

use datafusion_common::tree_node::TreeNode;
use datafusion_expr::{Case, Expr as Tree, Operator};
use polars::prelude::*;

use super::expr::Scope;
use super::literal::missing;
use crate::fault::Fault;

/// Lowers `CASE [operand] WHEN … THEN … ELSE … END`.
pub(crate) fn case(scope: &Scope<'_, '_>, whole: &Tree, case: &Case) -> Result<Expr, Fault> {
    let to = scope.polars(whole)?;
    let operand = case
        .expr
        .as_deref()
        .map(|operand| scope.expr(operand))
        .transpose()?;
    let mut before: Option<Expr> = None;
    let mut branches = Vec::with_capacity(case.when_then_expr.len());
    for (condition, value) in &case.when_then_expr {
        let condition_scope = masked(scope, before.as_ref(), condition);
        let holds = match &operand {
            Some(operand) => operand.clone().eq(condition_scope.expr(condition)?),
            None => condition_scope.expr(condition)?,
        };
        let holds = holds.eq_missing(lit(true));
        let value = masked(scope, Some(&holds), value)
            .expr(value)?
            .cast(to.clone());
        before = Some(match before {
            None => holds.clone().not(),
            Some(before) => before.and(holds.clone().not()),
        });
        branches.push((holds, value));
    }
    let mut result = match &case.else_expr {
        Some(value) => masked(scope, before.as_ref(), value).expr(value)?.cast(to),
        None => missing(to),
    };
    for (holds, value) in branches.into_iter().rev() {
        result = when(holds).then(value).otherwise(result);
    }
    Ok(result)
}

fn masked<'a, 'b>(scope: &Scope<'a, 'b>, condition: Option<&Expr>, expr: &Tree) -> Scope<'a, 'b> {
    let mask = match (condition, can_fail(expr)) {
        (Some(condition), true) => Some(match &scope.mask {
            None => condition.clone(),
            Some(outer) => outer.clone().and(condition.clone()),
        }),
        _ => scope.mask.clone(),
    };
    Scope {
        lowering: scope.lowering,
        schema: scope.schema,
        names: scope.names,
        mask,
    }
}

/// Whether an expression may fail or warn for some rows.
pub(super) fn can_fail(expr: &Tree) -> bool {
    expr.exists(|part| {
        Ok(match part {
            Tree::Cast(_) | Tree::Negative(_) | Tree::ScalarFunction(_) => true,
            Tree::BinaryExpr(binary) => matches!(
                binary.op,
                Operator::Plus
                    | Operator::Minus
                    | Operator::Multiply
                    | Operator::Divide
                    | Operator::IntegerDivide
                    | Operator::Modulo
            ),
            _ => false,
        })
    })
    .unwrap_or(true)
}
