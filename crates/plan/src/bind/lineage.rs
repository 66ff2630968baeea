//! Which column of a table or cell an output column is a plain copy of.

use datafusion_expr::{Expr, LogicalPlan};
use model::Field;

use crate::names::Names;

/// The field that output column `at` passes on unchanged, if it does.
pub(super) fn origin<'n>(logical: &LogicalPlan, at: usize, names: &'n Names) -> Option<&'n Field> {
    match logical {
        LogicalPlan::Projection(projection) => {
            let Expr::Column(column) = plain(projection.expr.get(at)?) else {
                return None;
            };
            let at = projection.input.schema().maybe_index_of_column(column)?;
            origin(&projection.input, at, names)
        }
        LogicalPlan::Aggregate(aggregate) => {
            let Expr::Column(column) = plain(aggregate.group_expr.get(at)?) else {
                return None;
            };
            let at = aggregate.input.schema().maybe_index_of_column(column)?;
            origin(&aggregate.input, at, names)
        }
        LogicalPlan::Join(join) => {
            let left = join.left.schema().fields().len();
            match join.join_type {
                datafusion_expr::JoinType::RightSemi
                | datafusion_expr::JoinType::RightAnti
                | datafusion_expr::JoinType::RightMark => origin(&join.right, at, names),
                _ if at < left => origin(&join.left, at, names),
                _ => origin(&join.right, at - left, names),
            }
        }
        LogicalPlan::TableScan(scan) => {
            let name = scan.projected_schema.fields().get(at)?.name();
            let table = scan.table_name.table();
            let relation = names
                .cells
                .iter()
                .chain(&names.tables)
                .find(|relation| relation.name == table)?;
            relation.fields.iter().find(|field| field.name == *name)
        }
        LogicalPlan::Filter(filter) => origin(&filter.input, at, names),
        LogicalPlan::Sort(sort) => origin(&sort.input, at, names),
        LogicalPlan::Limit(limit) => origin(&limit.input, at, names),
        LogicalPlan::SubqueryAlias(alias) => origin(&alias.input, at, names),
        LogicalPlan::Window(window) if at < window.input.schema().fields().len() => {
            origin(&window.input, at, names)
        }
        _ => None,
    }
}

fn plain(expr: &Expr) -> &Expr {
    match expr {
        Expr::Alias(alias) => plain(&alias.expr),
        other => other,
    }
}
