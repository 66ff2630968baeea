//! Semi and anti joins on their way down: what keeps or leaves out rows of one relation does so
//! before that relation is joined with larger ones.

use std::sync::Arc;

use datafusion_common::tree_node::Transformed;
use datafusion_common::{Column, DFSchema, Result};
use datafusion_expr::{Join, JoinType, LogicalPlan};

use super::{Sizes, joined_as};

/// A tree whose semi and anti joins stand on the relations that they are about.
pub(super) fn sunk(plan: LogicalPlan, sizes: &Sizes) -> Result<LogicalPlan> {
    let changed = plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Join(join) if is_kept_by(&join) => {
            let columns = read_on_the_left(&join);
            let Some(rows) = rows_below(&join.left, &columns, sizes) else {
                return Ok(Transformed::no(LogicalPlan::Join(join)));
            };
            if columns.is_empty() || rows >= sizes.rows(&join.left) {
                return Ok(Transformed::no(LogicalPlan::Join(join)));
            }
            let left = join.left.as_ref().clone();
            Ok(Transformed::yes(put_down(left, &columns, &join)?))
        }
        other => Ok(Transformed::no(other)),
    })?;
    Ok(changed.data)
}

/// Whether a join only keeps or leaves out rows of its left side.
fn is_kept_by(join: &Join) -> bool {
    matches!(join.join_type, JoinType::LeftSemi | JoinType::LeftAnti)
}

/// The columns of the left side that decide.
fn read_on_the_left(join: &Join) -> Vec<Column> {
    let keys = join.on.iter().map(|(left, _)| left);
    let read = keys.chain(&join.filter).flat_map(|expr| expr.column_refs());
    let mut columns: Vec<Column> = read
        .filter(|column| join.left.schema().has_column(column))
        .cloned()
        .collect();
    columns.sort();
    columns.dedup();
    columns
}

fn has_all(schema: &DFSchema, columns: &[Column]) -> bool {
    columns.iter().all(|column| schema.has_column(column))
}

/// The side of a join whose rows are kept or left out with all of their partners.
fn side_of(join: &Join, columns: &[Column]) -> Option<Side> {
    let (of_left, of_right) = match join.join_type {
        JoinType::Inner => (true, true),
        JoinType::Left | JoinType::LeftSemi | JoinType::LeftAnti => (true, false),
        _ => (false, false),
    };
    if of_left && has_all(join.left.schema(), columns) {
        Some(Side::Left)
    } else if of_right && has_all(join.right.schema(), columns) {
        Some(Side::Right)
    } else {
        None
    }
}

#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// About how many rows the lowest part has on which these columns can be judged; none when that is
/// the tree itself.
fn rows_below(tree: &LogicalPlan, columns: &[Column], sizes: &Sizes) -> Option<f64> {
    let below = match tree {
        LogicalPlan::Join(join) => match side_of(join, columns)? {
            Side::Left => &join.left,
            Side::Right => &join.right,
        },
        LogicalPlan::Filter(filter) => &filter.input,
        _ => return None,
    };
    Some(rows_below(below, columns, sizes).unwrap_or_else(|| sizes.rows(below)))
}

/// Puts a semi or anti join onto that part.
fn put_down(tree: LogicalPlan, columns: &[Column], join: &Join) -> Result<LogicalPlan> {
    let down = |part: Arc<LogicalPlan>| -> Result<Arc<LogicalPlan>> {
        Ok(Arc::new(put_down(
            Arc::unwrap_or_clone(part),
            columns,
            join,
        )?))
    };
    Ok(match tree {
        LogicalPlan::Join(mut around) => match side_of(&around, columns) {
            Some(Side::Left) => {
                around.left = down(around.left)?;
                LogicalPlan::Join(around)
            }
            Some(Side::Right) => {
                around.right = down(around.right)?;
                LogicalPlan::Join(around)
            }
            None => on_top(LogicalPlan::Join(around), join)?,
        },
        LogicalPlan::Filter(mut filter) => {
            filter.input = down(filter.input)?;
            LogicalPlan::Filter(filter)
        }
        other => on_top(other, join)?,
    })
}

fn on_top(tree: LogicalPlan, join: &Join) -> Result<LogicalPlan> {
    joined_as(join, Arc::new(tree), Arc::clone(&join.right))
}
