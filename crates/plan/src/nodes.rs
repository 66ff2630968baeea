//! Nodes of the tree that the planner's own library does not have: the nearest row of another
//! table, rows side by side, a sample of rows.
//!
//! The planner reads text into plain joins and filters with a marker in their condition; the
//! markers become nodes before anything is optimised, so that no rule takes them for conditions.

mod asof;
mod kept;
mod positional;
mod sample;

use std::sync::Arc;

use datafusion_common::tree_node::Transformed;
use datafusion_common::{DFSchema, DFSchemaRef, Result, ScalarValue};
use datafusion_expr::logical_plan::{Extension, Filter, Join, UserDefinedLogicalNode};
use datafusion_expr::utils::{conjunction, split_conjunction_owned};
use datafusion_expr::{Expr, JoinType, LogicalPlan};

pub use asof::AsofJoin;
pub use kept::Kept;
pub use positional::PositionalJoin;
pub use sample::{Sample, Share};

use crate::bind::Mistake;

/// The condition of an ASOF join that says which row is nearest; no typed name is like this.
pub(crate) const NEAREST: &str = "\u{1}nearest";
/// The condition of a join that takes rows by their places.
pub(crate) const SIDE_BY_SIDE: &str = "\u{1}side_by_side";
/// The condition of a filter that takes a sample.
pub(crate) const SAMPLED: &str = "\u{1}sampled";
/// The condition of a filter that says that its rows are computed once for all who read them.
pub(crate) const KEPT: &str = "\u{1}kept";
/// A key of a partition that says which rows the frames of its window leave out.
pub(crate) const EXCLUDED: &str = "\u{1}excluded";
/// Every marker.
pub(crate) const MARKERS: [&str; 5] = [NEAREST, SIDE_BY_SIDE, SAMPLED, KEPT, EXCLUDED];
/// The value that a query gives for a row, when it has no more than one: else an error. Its
/// arguments are the value and how many there are.
pub const THE_ONLY: &str = "\u{1}the only";

/// Joins and filters that carry a marker become the nodes that they stand for.
pub(crate) fn from_markers(logical: LogicalPlan) -> Result<LogicalPlan> {
    let changed = logical.transform_up_with_subqueries(|node| {
        Ok(match node {
            LogicalPlan::Join(join) if has_marker(join.filter.as_ref(), SIDE_BY_SIDE) => {
                Transformed::yes(extension(PositionalJoin::new(join.left, join.right)?))
            }
            LogicalPlan::Join(join) if has_marker(join.filter.as_ref(), NEAREST) => {
                Transformed::yes(nearest(join)?)
            }
            LogicalPlan::Filter(filter) if has_marker(Some(&filter.predicate), SAMPLED) => {
                Transformed::yes(sampled(filter)?)
            }
            LogicalPlan::Filter(filter) if has_marker(Some(&filter.predicate), KEPT) => {
                let (_, args) = without_marker(filter.predicate, KEPT);
                Transformed::yes(extension(Kept::new(filter.input, &args)?))
            }
            other => Transformed::no(other),
        })
    })?;
    Ok(changed.data)
}

/// What the frames of a window leave out, when a key of its partition says so: `current row`,
/// `group` or `ties`.
pub fn excluded(key: &Expr) -> Option<&str> {
    match key {
        Expr::ScalarFunction(call) if call.func.name() == EXCLUDED => match call.args.first() {
            Some(Expr::Literal(ScalarValue::Utf8(Some(what)), _)) => Some(what),
            _ => None,
        },
        _ => None,
    }
}

fn extension(node: impl UserDefinedLogicalNode + 'static) -> LogicalPlan {
    LogicalPlan::Extension(Extension {
        node: Arc::new(node),
    })
}

fn has_marker(condition: Option<&Expr>, marker: &str) -> bool {
    condition.is_some_and(|condition| match condition {
        Expr::BinaryExpr(both) if both.op == datafusion_expr::Operator::And => {
            has_marker(Some(&both.left), marker) || has_marker(Some(&both.right), marker)
        }
        Expr::ScalarFunction(call) => call.func.name() == marker,
        _ => false,
    })
}

/// What a condition says besides a marker, and the marker's arguments.
fn without_marker(condition: Expr, marker: &str) -> (Vec<Expr>, Vec<Expr>) {
    let mut args = Vec::new();
    let mut rest = Vec::new();
    for part in split_conjunction_owned(condition) {
        match part {
            Expr::ScalarFunction(call) if call.func.name() == marker => args = call.args,
            other => rest.push(other),
        }
    }
    (rest, args)
}

fn nearest(join: Join) -> Result<LogicalPlan> {
    let Some(condition) = join.filter else {
        return Err(asof::conditions().into());
    };
    let (conditions, nearest) = without_marker(condition, NEAREST);
    let right = Arc::clone(join.right.schema());
    let reads_right = |condition: &Expr| {
        let columns = condition.column_refs();
        columns.iter().all(|column| right.has_column(column))
    };
    let (among, keys): (Vec<Expr>, Vec<Expr>) = conditions.into_iter().partition(reads_right);
    let right = match conjunction(among) {
        Some(among) => Arc::new(LogicalPlan::Filter(Filter::try_new(among, join.right)?)),
        None => join.right,
    };
    let keeps_left = match join.join_type {
        JoinType::Inner => false,
        JoinType::Left => true,
        _ => return Err(asof::conditions().into()),
    };
    let node = AsofJoin::new((join.left, right), keys, nearest, keeps_left)?;
    Ok(extension(node))
}

fn sampled(filter: Filter) -> Result<LogicalPlan> {
    let (rest, args) = without_marker(filter.predicate, SAMPLED);
    let node = extension(Sample::new(filter.input, &args)?);
    Ok(match conjunction(rest) {
        Some(rest) => LogicalPlan::Filter(Filter::try_new(rest, Arc::new(node))?),
        None => node,
    })
}

/// The places of the columns of `schema` that `exprs` read.
fn columns_read(exprs: &[&Expr], schema: &DFSchema) -> Vec<usize> {
    let mut places: Vec<usize> = exprs
        .iter()
        .flat_map(|expr| expr.column_refs())
        .filter_map(|column| schema.maybe_index_of_column(column))
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The places that a node's two inputs must give, for wanted places of what it gives.
fn wanted_of_two(wanted: &[usize], left: &DFSchemaRef) -> Vec<Vec<usize>> {
    let width = left.fields().len();
    let (of_left, of_right): (Vec<usize>, Vec<usize>) =
        wanted.iter().partition(|place| **place < width);
    vec![
        of_left,
        of_right.into_iter().map(|place| place - width).collect(),
    ]
}

/// A node of ours that was rebuilt with something that it cannot be made of.
fn beyond_repair() -> Mistake {
    Mistake::new(
        "SQL_UNSUPPORTED",
        "This combination of joins and samples cannot be planned.",
        "Compute its parts in named queries (WITH) of their own.",
    )
}
