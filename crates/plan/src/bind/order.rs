//! The order of inner joins: by the numbers of rows that relations are known to have and by how
//! much their filters leave, smallest first. Outer joins are never taken apart; one that stands
//! among inner joins is done after them when nothing needs its columns before.

mod estimate;
mod group;
mod semi;

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{Column, DFSchemaRef, JoinConstraint, JoinType, NullEquality, Result};
use datafusion_expr::utils::conjunction;
use datafusion_expr::{Expr, Filter, Join, LogicalPlan, Projection};

use crate::names::Names;
use estimate::Estimate;
pub(super) use estimate::share;
use group::{Group, Late};

/// Groups of more relations stay in the order in which they were written.
const MOST_RELATIONS: usize = 60;

/// How many rows each table has, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Sizes(Arc<BTreeMap<String, u64>>);

impl Sizes {
    /// The sizes of everything that a text may name.
    pub(crate) fn of(names: &Names) -> Self {
        let relations = names.tables.iter().chain(&names.cells);
        let known = relations.filter_map(|relation| Some((relation.name.clone(), relation.rows?)));
        Self(Arc::new(known.collect()))
    }

    /// These sizes and that of one more relation.
    pub(super) fn with(&self, name: &str, rows: f64) -> Self {
        let mut all = self.0.as_ref().clone();
        all.insert(name.to_owned(), whole(rows));
        Self(Arc::new(all))
    }

    /// About how many rows a part of a tree gives: a guess, at least one.
    pub fn rows(&self, part: &LogicalPlan) -> f64 {
        Estimate(self).rows(part)
    }

    /// About how many rows a part of a tree gives; none when the size of a table in it is not known.
    pub(crate) fn guess(&self, part: &LogicalPlan) -> Option<u64> {
        let is_unknown = |node: &LogicalPlan| match node {
            LogicalPlan::TableScan(scan) => self.of_table(scan.table_name.table()).is_none(),
            _ => false,
        };
        let has_unknown = part.exists(|node| Ok(is_unknown(node))).unwrap_or(true);
        (!has_unknown).then(|| whole(self.rows(part)))
    }

    /// About how many rows a part of a tree would give without its filters.
    pub(super) fn unfiltered(&self, part: &LogicalPlan) -> f64 {
        Estimate(self).unfiltered(part)
    }

    /// About how many rows the largest scan in a part of a tree reads.
    pub fn largest_scan(&self, part: &LogicalPlan) -> f64 {
        Estimate(self).largest_scan(part)
    }

    /// How many rows a table has, as far as it is known.
    pub fn of_table(&self, name: &str) -> Option<u64> {
        self.0.get(name).copied()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a guess of rows is never negative, and one beyond the range may stay at its end"
)]
fn whole(rows: f64) -> u64 {
    rows.round() as u64
}

/// Orders the joins of a tree and of the subqueries in it.
pub(super) fn order_joins(plan: LogicalPlan, sizes: &Sizes) -> Result<LogicalPlan> {
    order_inner_joins(semi::sunk(plan, sizes)?, sizes)
}

fn order_inner_joins(plan: LogicalPlan, sizes: &Sizes) -> Result<LogicalPlan> {
    plan.transform_down_with_subqueries(|node| match group::gather(&node) {
        Some(group) if group.leaves.len() > 2 && group.leaves.len() <= MOST_RELATIONS => {
            let leaves = group
                .leaves
                .into_iter()
                .map(|leaf| order_inner_joins(leaf, sizes))
                .collect::<Result<Vec<_>>>()?;
            let late = group
                .late
                .into_iter()
                .map(|late| {
                    let right = order_inner_joins(Arc::unwrap_or_clone(late.right), sizes)?;
                    Ok(Late {
                        right: Arc::new(right),
                        ..late
                    })
                })
                .collect::<Result<Vec<_>>>()?;
            let ordered = Group {
                leaves,
                late,
                ..group
            };
            let schema = Arc::clone(node.schema());
            let joined = Ordering::new(ordered, sizes).joined(&schema)?;
            Ok(Transformed::new(joined, true, TreeNodeRecursion::Jump))
        }
        _ => Ok(Transformed::no(node)),
    })
    .map(|done| done.data)
}

/// Other relations joined in the way of a join; they have its columns.
pub(super) fn joined_as(
    join: &Join,
    left: Arc<LogicalPlan>,
    right: Arc<LogicalPlan>,
) -> Result<LogicalPlan> {
    Ok(LogicalPlan::Join(Join::try_new(
        left,
        right,
        join.on.clone(),
        join.filter.clone(),
        join.join_type,
        join.join_constraint,
        join.null_equality,
        join.null_aware,
    )?))
}

/// Some relations of a group that were joined already.
struct Part {
    plan: LogicalPlan,
    /// A bit for each leaf in it.
    leaves: u64,
    rows: f64,
}

/// Columns that are equal to each other in every row of the answer.
type Equal = Vec<(usize, Column)>;

/// One group while it is joined.
struct Ordering {
    parts: Vec<Part>,
    equal: Vec<Equal>,
    /// Conditions that wait for the relations that they name.
    waiting: Vec<(u64, Expr)>,
    late: Vec<Late>,
    last: Vec<Expr>,
    /// Rows of each leaf before its filters.
    unfiltered: Vec<f64>,
}

impl Ordering {
    fn new(group: Group, sizes: &Sizes) -> Self {
        let estimate = Estimate(sizes);
        let unfiltered = group
            .leaves
            .iter()
            .map(|leaf| estimate.unfiltered(leaf))
            .collect();
        let parts = group
            .leaves
            .into_iter()
            .enumerate()
            .map(|(at, plan)| Part {
                rows: estimate.rows(&plan),
                plan,
                leaves: 1 << at,
            })
            .collect();
        Self {
            parts,
            equal: group.equal,
            waiting: group.conditions,
            late: group.late,
            last: group.last,
            unfiltered,
        }
    }

    /// All relations joined, smallest result first, with the columns of the schema.
    fn joined(mut self, schema: &DFSchemaRef) -> Result<LogicalPlan> {
        self.filter_leaves()?;
        while self.parts.len() > 1 {
            let (left, right) = self.next_pair();
            // The later one first, so that the place of the other stays.
            let second = self.parts.remove(left.max(right));
            let first = self.parts.remove(left.min(right));
            let rows = self.joined_rows(&first, &second);
            let (large, small) = if first.rows >= second.rows {
                (first, second)
            } else {
                (second, first)
            };
            let part = self.join(large, small, rows)?;
            self.parts.insert(left.min(right), part);
        }
        let mut plan = match self.parts.pop() {
            Some(part) => part.plan,
            None => return datafusion_common::plan_err!("a join without relations"),
        };
        for late in self.late {
            let (left, right) = (Arc::new(plan), late.right);
            plan = LogicalPlan::Join(Join::try_new(
                left,
                right,
                late.on,
                late.filter,
                JoinType::Left,
                JoinConstraint::On,
                late.null_equality,
                false,
            )?);
        }
        let rest = self.waiting.into_iter().map(|(_, condition)| condition);
        if let Some(predicate) = conjunction(rest.chain(self.last)) {
            plan = LogicalPlan::Filter(Filter::try_new(predicate, Arc::new(plan))?);
        }
        Ok(LogicalPlan::Projection(Projection::new_from_schema(
            Arc::new(plan),
            Arc::clone(schema),
        )))
    }

    /// Puts conditions about one relation on it.
    fn filter_leaves(&mut self) -> Result<()> {
        for at in 0..self.parts.len() {
            let leaves = self.parts[at].leaves;
            let mut own = self.covered(leaves);
            for class in &self.equal {
                let mut here = class.iter().filter(|(leaf, _)| 1 << leaf == leaves);
                if let Some((_, first)) = here.next() {
                    own.extend(here.map(|(_, other)| {
                        Expr::Column(first.clone()).eq(Expr::Column(other.clone()))
                    }));
                }
            }
            if let Some(predicate) = conjunction(own) {
                let part = &mut self.parts[at];
                let plan = Arc::new(part.plan.clone());
                part.rows *= estimate::share(&predicate);
                part.plan = LogicalPlan::Filter(Filter::try_new(predicate, plan)?);
            }
        }
        Ok(())
    }

    /// Takes the conditions that name no other than these leaves.
    fn covered(&mut self, leaves: u64) -> Vec<Expr> {
        let (now, later) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|(needs, _)| *needs != 0 && needs & !leaves == 0);
        self.waiting = later;
        now.into_iter().map(|(_, condition)| condition).collect()
    }

    /// The pair whose join is smallest; pairs with an equal column before pairs without.
    fn next_pair(&self) -> (usize, usize) {
        let mut best = (0, 1);
        let mut least = (false, f64::INFINITY);
        for left in 0..self.parts.len() {
            for right in left + 1..self.parts.len() {
                let (a, b) = (&self.parts[left], &self.parts[right]);
                let is_linked = self.is_linked(a, b);
                let rows = self.joined_rows(a, b);
                let is_better = match (is_linked, least.0) {
                    (true, false) => true,
                    (false, true) => false,
                    _ => rows < least.1,
                };
                if is_better {
                    least = (is_linked, rows);
                    best = (left, right);
                }
            }
        }
        best
    }

    /// Whether an equality holds between columns of two parts.
    fn is_linked(&self, a: &Part, b: &Part) -> bool {
        self.links(a, b).next().is_some()
            || self
                .waiting
                .iter()
                .any(|(needs, condition)| key_pair(condition, *needs, a, b).is_some())
    }

    /// Classes of equal columns that have members in both parts.
    fn links<'b>(&'b self, a: &'b Part, b: &'b Part) -> impl Iterator<Item = &'b Equal> {
        let within =
            |class: &Equal, part: &Part| class.iter().any(|(leaf, _)| part.leaves >> leaf & 1 == 1);
        self.equal
            .iter()
            .filter(move |class| within(class, a) && within(class, b))
    }

    /// How many rows two parts have when they are joined.
    fn joined_rows(&self, a: &Part, b: &Part) -> f64 {
        let mut keys = 1.0;
        let (mut most_a, mut most_b): (f64, f64) = (1.0, 1.0);
        for class in self.links(a, b) {
            let rows = |leaf: &usize| self.unfiltered[*leaf];
            let values = class.iter().map(|(leaf, _)| rows(leaf));
            keys *= values.fold(f64::INFINITY, f64::min).max(1.0);
            for (leaf, _) in class {
                if a.leaves >> leaf & 1 == 1 {
                    most_a = most_a.max(rows(leaf));
                }
                if b.leaves >> leaf & 1 == 1 {
                    most_b = most_b.max(rows(leaf));
                }
            }
        }
        // Several keys together have no more values than the smaller relation has rows.
        let mut rows = a.rows * b.rows / keys.min(most_a.min(most_b)).max(1.0);
        for (needs, condition) in &self.waiting {
            if needs & !(a.leaves | b.leaves) == 0 {
                rows *= estimate::share(condition);
            }
        }
        rows.max(1.0)
    }

    fn join(&mut self, left: Part, right: Part, rows: f64) -> Result<Part> {
        let mut on = Vec::new();
        for class in self.links(&left, &right) {
            let member = |part: &Part| {
                class
                    .iter()
                    .find(|(leaf, _)| part.leaves >> leaf & 1 == 1)
                    .map(|(_, column)| Expr::Column(column.clone()))
            };
            on.extend(member(&left).zip(member(&right)));
        }
        let leaves = left.leaves | right.leaves;
        let mut rest = Vec::new();
        for condition in self.covered(leaves) {
            match key_pair(&condition, leaves, &left, &right) {
                Some(pair) => on.push(pair),
                None => rest.push(condition),
            }
        }
        let plan = LogicalPlan::Join(Join::try_new(
            Arc::new(left.plan),
            Arc::new(right.plan),
            on,
            conjunction(rest),
            JoinType::Inner,
            JoinConstraint::On,
            NullEquality::NullEqualsNothing,
            false,
        )?);
        Ok(Part { plan, leaves, rows })
    }
}

/// The sides of an equality of which one belongs to each part.
fn key_pair(condition: &Expr, needs: u64, left: &Part, right: &Part) -> Option<(Expr, Expr)> {
    if needs & !(left.leaves | right.leaves) != 0 {
        return None;
    }
    let (one, other) = group::equality(condition)?;
    let within = |expr: &Expr, part: &Part| {
        let columns = expr.column_refs();
        !columns.is_empty()
            && columns
                .iter()
                .all(|column| part.plan.schema().has_column(column))
    };
    if within(one, left) && within(other, right) {
        return Some((one.clone(), other.clone()));
    }
    (within(other, left) && within(one, right)).then(|| (other.clone(), one.clone()))
}
