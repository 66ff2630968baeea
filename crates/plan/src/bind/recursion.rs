//! Types of recursive queries. The part before UNION says the type of each column; where the
//! repeated part would lose something on the way into it, the query is refused.

use arrow::datatypes::DataType;
use datafusion_common::tree_node::TreeNodeRecursion;
use datafusion_common::{DFSchema, Result};
use datafusion_expr::expr_rewriter::unalias;
use datafusion_expr::logical_plan::RecursiveQuery;
use datafusion_expr::utils::merge_schema;
use datafusion_expr::{Expr, ExprSchemable, LogicalPlan};

use super::Mistake;
use super::fault::kind_of;
use crate::near::shortened;
use crate::resolve::Recursive;

/// Refuses recursive queries whose repeated part does not fit into the types of the first.
pub(super) fn check(logical: &LogicalPlan, known: &[Recursive]) -> Result<()> {
    logical.apply_with_subqueries(|node| {
        if let LogicalPlan::RecursiveQuery(query) = node
            && let Some(written) = known.iter().find(|one| one.name == query.name)
        {
            columns(query, written)?;
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(())
}

fn columns(query: &RecursiveQuery, written: &Recursive) -> Result<()> {
    let LogicalPlan::Projection(repeated) = query.recursive_term.as_ref() else {
        return Ok(());
    };
    let inputs = merge_schema(&[repeated.input.as_ref()]);
    for (at, expr) in repeated.expr.iter().enumerate() {
        let Expr::Cast(cast) = unalias(expr.clone()) else {
            continue;
        };
        let field = query.static_term.schema().field(at);
        let from = cast.expr.get_type(&inputs)?;
        let (is_written, span) = written.columns.get(at).copied().unzip();
        let is_day = field.data_type() == &DataType::Date32 && counts_days(&cast.expr, &inputs);
        if is_written.unwrap_or(true) || is_day || fits(&from, field.data_type()) {
            continue;
        }
        let message = format!(
            "The column `{}` begins as {} and goes on as {}.",
            shortened(field.name()),
            word(field.data_type()),
            word(&from)
        );
        let hint = "Cast it in the part before UNION to the type that it needs later, as in CAST(1 AS double).";
        return Err(Mistake::new("SQL_TYPES", message, hint).at(span).into());
    }
    Ok(())
}

/// Whether an expression is a calculation with a day: those are made with whole numbers.
fn counts_days(expr: &Expr, inputs: &DFSchema) -> bool {
    match expr {
        Expr::Cast(cast) => {
            let is_day = |data_type| data_type == DataType::Date32;
            cast.expr.get_type(inputs).is_ok_and(is_day) || counts_days(&cast.expr, inputs)
        }
        Expr::BinaryExpr(binary) => {
            counts_days(&binary.left, inputs) || counts_days(&binary.right, inputs)
        }
        _ => false,
    }
}

/// The word for a type, telling kinds of numbers apart.
fn word(data_type: &DataType) -> &'static str {
    match data_type {
        data_type if data_type.is_integer() => "a whole number",
        data_type if data_type.is_floating() => "a double",
        DataType::Decimal128(..) => "a decimal with other digits",
        data_type => kind_of(data_type),
    }
}

/// Whether every value of one type has its like in another.
fn fits(from: &DataType, to: &DataType) -> bool {
    use DataType::{Date32, Decimal128, Null, Timestamp};
    match (from, to) {
        (Null, _) => true,
        (from, to) if from == to => true,
        (from, to) if from.is_integer() && to.is_integer() => {
            to.primitive_width() >= from.primitive_width()
        }
        (from, to) if from.is_numeric() && to.is_floating() => true,
        (from, Decimal128(..)) if from.is_integer() => true,
        (Decimal128(_, from), Decimal128(_, to)) => to >= from,
        (Date32 | Timestamp(..), Timestamp(..)) => true,
        (from, to) => is_text(from) && is_text(to),
    }
}

fn is_text(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}
