//! Groups below joins. Rows that are joined to small relations last, and then grouped, are grouped
//! by the keys of those joins first: each key is joined once instead of with every row, and texts
//! of the small relations are keys of few rows instead of many.
//!
//! This holds whatever the joins do: all rows of one group below meet the same partners, so that
//! sums, counts and extremes of the groups make those of the rows.

pub(super) mod parts;
mod spine;

use std::sync::Arc;

use datafusion_common::tree_node::Transformed;
use datafusion_common::{Column, JoinConstraint, Result};
use datafusion_expr::{Aggregate, Expr, GroupingSet, Join, LogicalPlan, Projection};

use super::order::Sizes;
use parts::Parts;
use spine::{Late, Spine};

/// Fewer rows are grouped as they are.
const LEAST_ROWS: f64 = 50_000.0;
/// How many rows a group below must have on average, as far as guesses go.
const ROWS_OF_GROUP: f64 = 4.0;

/// A tree whose joins have their order, with groups below joins where that leaves few rows to join.
pub(super) fn pushed(plan: LogicalPlan, sizes: &Sizes) -> Result<LogicalPlan> {
    let changed = plan.transform_up_with_subqueries(|node| match &node {
        LogicalPlan::Aggregate(aggregate) => Ok(match split(aggregate, sizes)? {
            Some(plan) => Transformed::yes(plan),
            None => Transformed::no(node),
        }),
        _ => Ok(Transformed::no(node)),
    })?;
    Ok(changed.data)
}

/// The same groups in two steps; none where that is not possible, or not worth it.
fn split(aggregate: &Aggregate, sizes: &Sizes) -> Result<Option<LogicalPlan>> {
    let Some(keys) = plain_keys(&aggregate.group_expr) else {
        return Ok(None);
    };
    let rows = sizes.rows(&aggregate.input);
    if keys.is_empty() || rows < LEAST_ROWS {
        return Ok(None);
    }
    let spine = Spine::of(&aggregate.input, sizes);
    let mut best: Option<(f64, usize, Cut)> = None;
    for joins in 1..=spine.late.len() {
        let Some(cut) = Cut::of(aggregate, &keys, &spine, joins) else {
            continue;
        };
        let groups = cut.groups(&spine.late[..joins], sizes);
        if groups * ROWS_OF_GROUP > rows {
            continue;
        }
        // Rows that are grouped, and groups that are joined and grouped again.
        let left = spine.late.len() - joins;
        let cost = rows * steps(left) + groups * steps(joins);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, joins, cut));
        }
    }
    match best {
        Some((_, joins, cut)) => cut.made(aggregate, &spine.late[..joins]).map(Some),
        None => Ok(None),
    }
}

/// Joins, and the grouping behind them.
fn steps(joins: usize) -> f64 {
    u32::try_from(joins).map_or(f64::INFINITY, f64::from) + 1.0
}

/// The columns that rows are grouped by, in any set; none when a key is computed.
fn plain_keys(group_expr: &[Expr]) -> Option<Vec<Column>> {
    let mut keys = Vec::new();
    for expr in group_expr {
        match expr {
            Expr::Column(column) => keys.push(column.clone()),
            Expr::GroupingSet(GroupingSet::Rollup(exprs) | GroupingSet::Cube(exprs)) => {
                keys.extend(plain_keys(exprs)?);
            }
            Expr::GroupingSet(GroupingSet::GroupingSets(sets)) => {
                for set in sets {
                    keys.extend(plain_keys(set)?);
                }
            }
            _ => return None,
        }
    }
    Some(keys)
}

/// A place between two joins at which rows are grouped first.
struct Cut<'p> {
    below: &'p LogicalPlan,
    /// Columns from below that joins, groups or conditions above look at.
    keys: Vec<Column>,
    parts: Parts,
}

impl<'p> Cut<'p> {
    /// The cut below so many joins; none when an aggregate cannot be put together from groups.
    fn of(
        aggregate: &Aggregate,
        grouped: &[Column],
        spine: &Spine<'p>,
        joins: usize,
    ) -> Option<Self> {
        let late = &spine.late[..joins];
        let below = late.last()?.below;
        let parts = Parts::of(&aggregate.aggr_expr, &aggregate.input, below.schema())?;
        let joined = late.iter().flat_map(|late| &late.keys);
        let read = grouped
            .iter()
            .chain(joined.map(|(own, _)| own))
            .chain(&parts.keys);
        let mut keys: Vec<Column> = Vec::new();
        for column in read {
            if below.schema().has_column(column) && !keys.contains(column) {
                keys.push(column.clone());
            }
        }
        (!keys.is_empty()).then_some(Self { below, keys, parts })
    }

    /// How many groups there are below at most, as far as it is guessed.
    fn groups(&self, late: &[Late<'_>], sizes: &Sizes) -> f64 {
        let values = self.keys.iter().map(|key| {
            let partners = late
                .iter()
                .filter(|late| late.keys.iter().any(|(own, _)| own == key))
                .map(|late| late.rows);
            let partners = partners.fold(f64::INFINITY, f64::min);
            spine::values_of(self.below, key, sizes).min(partners)
        });
        values.product()
    }

    /// Rows grouped below, joined, and grouped again; with the columns of the aggregate.
    fn made(self, aggregate: &Aggregate, late: &[Late<'p>]) -> Result<LogicalPlan> {
        let keys: Vec<Expr> = self.keys.iter().cloned().map(Expr::Column).collect();
        let inner = Aggregate::try_new(
            Arc::new(self.below.clone()),
            keys.clone(),
            self.parts
                .below
                .iter()
                .map(|(_, part)| part.clone())
                .collect(),
        )?;
        let names = self.parts.below.iter().map(|(name, _)| name);
        let named = names.enumerate().map(|(at, name)| {
            let column = Column::from(inner.schema.qualified_field(keys.len() + at));
            Expr::Column(column).alias(name)
        });
        let list = keys.iter().cloned().chain(named).collect();
        let inner = Projection::try_new(list, Arc::new(LogicalPlan::Aggregate(inner)))?;
        let mut joined = LogicalPlan::Projection(inner);
        for late in late.iter().rev() {
            let keys = late.keys.iter().cloned();
            let on = keys.map(|(own, other)| (Expr::Column(own), Expr::Column(other)));
            joined = LogicalPlan::Join(Join::try_new(
                Arc::new(joined),
                Arc::new(late.other.clone()),
                on.collect(),
                None,
                late.join_type,
                JoinConstraint::On,
                late.null_equality,
                false,
            )?);
        }
        let above = self.parts.above.iter().map(|(_, part)| part.clone());
        let outer = Aggregate::try_new(
            Arc::new(joined),
            aggregate.group_expr.clone(),
            above.collect(),
        )?;
        self.parts
            .finished(aggregate, LogicalPlan::Aggregate(outer))
    }
}
