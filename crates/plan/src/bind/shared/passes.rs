//! How far down a condition about a column goes.

use datafusion_common::Column;
use datafusion_expr::expr::WindowFunctionParams;
use datafusion_expr::{Distinct, Expr, JoinType, LogicalPlan};

/// Whether a condition about the column at this place leaves less to compute inside of a part, and
/// not only fewer rows of what came out of it.
pub(super) fn passes(part: &LogicalPlan, at: usize) -> bool {
    match part {
        LogicalPlan::TableScan(_)
        | LogicalPlan::Values(_)
        | LogicalPlan::Distinct(Distinct::All(_)) => true,
        LogicalPlan::Projection(projection) => projection
            .expr
            .get(at)
            .is_some_and(|expr| all_pass(expr, &projection.input)),
        LogicalPlan::SubqueryAlias(alias) => passes(&alias.input, at),
        LogicalPlan::Filter(filter) => passes(&filter.input, at),
        LogicalPlan::Sort(sort) => sort.fetch.is_none() && passes(&sort.input, at),
        LogicalPlan::Union(union) => union.inputs.iter().all(|input| passes(input, at)),
        LogicalPlan::Aggregate(aggregate) => {
            let is_plain = |key: &Expr| !matches!(key, Expr::GroupingSet(_));
            at < aggregate.group_expr.len() && aggregate.group_expr.iter().all(is_plain)
        }
        LogicalPlan::Window(window) => {
            let input = window.input.schema();
            at < input.fields().len() && {
                let column = Column::from(input.qualified_field(at));
                let mut windows = window.window_expr.iter();
                windows.all(|expr| is_divided_by(expr, &column)) && passes(&window.input, at)
            }
        }
        LogicalPlan::Join(join) => {
            let width = join.left.schema().fields().len();
            let (of_left, of_right) = match join.join_type {
                JoinType::Inner => (true, true),
                JoinType::Left | JoinType::LeftSemi | JoinType::LeftAnti | JoinType::LeftMark => {
                    (true, false)
                }
                JoinType::Right
                | JoinType::RightSemi
                | JoinType::RightAnti
                | JoinType::RightMark => (false, true),
                JoinType::Full => (false, false),
            };
            match join.join_type {
                JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark => {
                    passes(&join.right, at)
                }
                _ if at < width => of_left && passes(&join.left, at),
                _ => of_right && passes(&join.right, at - width),
            }
        }
        _ => false,
    }
}

/// Whether a condition about a computed column goes down through all columns that it reads.
fn all_pass(expr: &Expr, input: &LogicalPlan) -> bool {
    expr.column_refs().into_iter().all(|column| {
        let at = input.schema().maybe_index_of_column(column);
        at.is_some_and(|at| passes(input, at))
    })
}

/// Whether a window function looks only at rows that have one value in this column.
fn is_divided_by(expr: &Expr, column: &Column) -> bool {
    match expr {
        Expr::Alias(alias) => is_divided_by(&alias.expr, column),
        Expr::WindowFunction(call) => {
            let WindowFunctionParams { partition_by, .. } = &call.params;
            let is_column = |key: &Expr| matches!(key, Expr::Column(key) if key == column);
            partition_by.iter().any(is_column)
        }
        _ => false,
    }
}
