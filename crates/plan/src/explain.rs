//! The steps of a plan in plain words, the last step first: what EXPLAIN shows.

mod plain;
mod words;

use arrow::datatypes::DataType;
use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_common::{JoinType, ScalarValue};
use datafusion_expr::{Expr, LogicalPlan};

use crate::bind::Sizes;
use crate::names::Plan;

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How many steps use the rows of this one, directly or not.
    pub depth: usize,
    /// What is done, in a word or two.
    pub what: &'static str,
    /// With what: columns, conditions, keys.
    pub with: String,
    /// How many rows it will give; none where the size of a table is not known.
    pub expected: Option<Expected>,
    /// The node of the tree that it stands for.
    pub node: NodeId,
}

/// A number of rows, told before they are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    pub rows: u64,
    /// Whether it is a guess from the sizes of tables and the shape of conditions, rather than a
    /// number that follows from what is known.
    pub is_guess: bool,
}

/// The columns of `EXPLAIN ANALYZE`; `EXPLAIN` has the first [`PLANNED`] of them.
///
/// Rows and bytes are what the step gave, bytes as they lie in memory; `ms` are the milliseconds
/// that it took without the steps whose rows it uses.
pub const MEASURED: [&str; 7] = [
    "step",
    "details",
    "expected_rows",
    "is_guess",
    "rows",
    "bytes",
    "ms",
];

/// How many of the columns are known before anything runs.
pub const PLANNED: usize = 4;

impl Step {
    /// What is done, indented by the steps that use its rows.
    pub fn title(&self) -> String {
        format!("{}{}", "· ".repeat(self.depth), self.what)
    }
}

/// Tells the nodes of a tree apart for as long as the tree is not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(usize);

impl NodeId {
    /// The identity of a node where it stands.
    pub fn of(node: &LogicalPlan) -> Self {
        Self(std::ptr::from_ref(node).addr())
    }
}

/// The steps of a plan, each before those whose rows it uses.
pub fn steps(plan: &Plan) -> Vec<Step> {
    let mut walk = Walk {
        sizes: &plan.sizes,
        steps: Vec::new(),
    };
    walk.node(&plan.logical, 0);
    walk.steps
}

struct Walk<'s> {
    sizes: &'s Sizes,
    steps: Vec<Step>,
}

impl Walk<'_> {
    /// Takes a node down with everything below it; answers the rows that it is sure to give.
    fn node(&mut self, node: &LogicalPlan, depth: usize) -> Option<u64> {
        let Some((what, with)) = words::said(node) else {
            let below = node.inputs().into_iter();
            return below.map(|input| self.node(input, depth)).last().flatten();
        };
        let at = self.steps.len();
        self.steps.push(Step {
            depth,
            what,
            with,
            expected: None,
            node: NodeId::of(node),
        });
        let inputs = node.inputs().into_iter();
        let below: Vec<Option<u64>> = inputs.map(|input| self.node(input, depth + 1)).collect();
        self.values(node, depth + 1);
        let sure = self.sure(node, &below);
        let guess = || self.sizes.guess(node);
        let expected = match sure {
            Some(rows) => Some((rows, false)),
            None => guess().map(|rows| (rows, true)),
        };
        if let Some(step) = self.steps.get_mut(at) {
            step.expected = expected.map(|(rows, is_guess)| Expected { rows, is_guess });
        }
        sure
    }

    /// Queries inside of the expressions of a node, each of which gives a single value.
    fn values(&mut self, node: &LogicalPlan, depth: usize) {
        let mut walk = |expr: &Expr| {
            let _ = expr.apply(|part| {
                if let Expr::ScalarSubquery(query) = part {
                    self.node(&query.subquery, depth);
                }
                Ok(TreeNodeRecursion::Continue)
            });
        };
        if let LogicalPlan::TableScan(scan) = node {
            scan.filters.iter().for_each(&mut walk);
            return;
        }
        for expr in node.expressions() {
            // A copy keeps the query itself where it stands.
            walk(&expr);
        }
    }

    fn sure(&self, node: &LogicalPlan, below: &[Option<u64>]) -> Option<u64> {
        let only = below.first().copied().flatten();
        match node {
            LogicalPlan::TableScan(scan) if scan.filters.is_empty() => {
                let rows = self.sizes.of_table(scan.table_name.table())?;
                let most = scan.fetch.and_then(|most| u64::try_from(most).ok());
                Some(most.map_or(rows, |most| most.min(rows)))
            }
            LogicalPlan::Projection(_) | LogicalPlan::Window(_) => only,
            LogicalPlan::Sort(sort) => match sort.fetch.and_then(|most| u64::try_from(most).ok()) {
                Some(most) => only.map(|rows| rows.min(most)),
                None => only,
            },
            LogicalPlan::Limit(limit) => {
                let skip = count(limit.skip.as_deref()).unwrap_or(0);
                let left = only?.saturating_sub(skip);
                Some(count(limit.fetch.as_deref()).map_or(left, |most| most.min(left)))
            }
            LogicalPlan::Aggregate(aggregate) if aggregate.group_expr.is_empty() => Some(1),
            LogicalPlan::Union(_) => below.iter().copied().sum(),
            LogicalPlan::Values(values) => u64::try_from(values.values.len()).ok(),
            LogicalPlan::EmptyRelation(empty) => Some(u64::from(empty.produce_one_row)),
            LogicalPlan::Join(join)
                if join.join_type == JoinType::Inner
                    && join.on.is_empty()
                    && join.filter.is_none() =>
            {
                below
                    .iter()
                    .copied()
                    .try_fold(1_u64, |all, rows| all.checked_mul(rows?))
            }
            _ => None,
        }
    }
}

fn count(expr: Option<&Expr>) -> Option<u64> {
    match expr {
        Some(Expr::Literal(value, _)) => match value.cast_to(&DataType::UInt64) {
            Ok(ScalarValue::UInt64(rows)) => rows,
            _ => None,
        },
        _ => None,
    }
}

/// Whether a node is a step; the others only give names.
pub fn is_step(node: &LogicalPlan) -> bool {
    !matches!(
        node,
        LogicalPlan::SubqueryAlias(_) | LogicalPlan::Subquery(_) | LogicalPlan::Repartition(_)
    )
}
