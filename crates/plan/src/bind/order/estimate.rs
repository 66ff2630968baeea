//! How many rows a part of a tree has, guessed from the sizes of tables and the shape of filters.

use datafusion_common::JoinType;
use datafusion_expr::utils::split_conjunction;
use datafusion_expr::{Distinct, Expr, LogicalPlan, Operator};

use super::Sizes;

/// Rows of a table whose size is not known.
const UNKNOWN_ROWS: f64 = 10_000.0;

/// Guesses from the sizes of tables.
pub(super) struct Estimate<'a>(pub &'a Sizes);

/// What is guessed of a part of a tree.
#[derive(Debug, Clone, Copy)]
struct Guess {
    /// Rows that it gives; at least one.
    rows: f64,
    /// Rows before any filter; at least one.
    unfiltered: f64,
}

impl Guess {
    /// Of something that is not known to have been filtered.
    fn of(rows: f64) -> Self {
        let rows = rows.max(1.0);
        Self {
            rows,
            unfiltered: rows,
        }
    }

    /// The share of its rows that a part keeps, as far as a semi join feels it.
    fn kept(self) -> f64 {
        (self.rows / self.unfiltered).clamp(0.01, 0.5)
    }

    /// The same rows before filters, with fewer after them.
    fn with_rows(self, rows: f64) -> Self {
        Self {
            rows: rows.max(1.0),
            ..self
        }
    }
}

impl Estimate<'_> {
    /// Rows that this part gives; at least one.
    pub(super) fn rows(&self, plan: &LogicalPlan) -> f64 {
        self.guess(plan).rows
    }

    /// Rows before any filter: how many values a key may have at most.
    pub(super) fn unfiltered(&self, plan: &LogicalPlan) -> f64 {
        self.guess(plan).unfiltered
    }

    fn table(&self, name: &str) -> f64 {
        self.0.of_table(name).map_or(UNKNOWN_ROWS, as_rows).max(1.0)
    }

    /// Looks at every node once: a chain of a hundred joins is no more than a hundred steps.
    fn guess(&self, plan: &LogicalPlan) -> Guess {
        #[cfg(test)]
        tests::LOOKS.with(|looks| looks.set(looks.get() + 1));
        match plan {
            LogicalPlan::TableScan(scan) => {
                let all = self.table(scan.table_name.table());
                let shares = scan.filters.iter().map(share);
                let rows = all * shares.product::<f64>();
                let rows = scan.fetch.map_or(rows, |most| rows.min(count(most)));
                Guess::of(all).with_rows(rows)
            }
            LogicalPlan::Filter(filter) => {
                let input = self.guess(&filter.input);
                input.with_rows(input.rows * share(&filter.predicate))
            }
            LogicalPlan::SubqueryAlias(alias) => self.guess(&alias.input),
            LogicalPlan::Projection(projection) => self.guess(&projection.input),
            LogicalPlan::Aggregate(aggregate) => {
                let rows = self.rows(&aggregate.input);
                Guess::of(if aggregate.group_expr.is_empty() {
                    1.0
                } else {
                    rows * 0.2
                })
            }
            LogicalPlan::Distinct(Distinct::All(input)) => Guess::of(self.rows(input) * 0.3),
            LogicalPlan::Distinct(Distinct::On(on)) => Guess::of(self.rows(&on.input) * 0.3),
            LogicalPlan::Join(join) => Guess::of(self.join(join)),
            LogicalPlan::Union(union) => {
                Guess::of(union.inputs.iter().map(|input| self.rows(input)).sum())
            }
            LogicalPlan::Values(values) => Guess::of(count(values.values.len())),
            LogicalPlan::EmptyRelation(_) => Guess::of(1.0),
            LogicalPlan::Limit(limit) => {
                let rows = self.rows(&limit.input);
                Guess::of(match limit.get_fetch_type() {
                    Ok(datafusion_expr::FetchType::Literal(Some(most))) => rows.min(count(most)),
                    _ => rows,
                })
            }
            LogicalPlan::Sort(sort) => {
                let rows = self.rows(&sort.input);
                Guess::of(sort.fetch.map_or(rows, |most| rows.min(count(most))))
            }
            other => Guess::of(match other.inputs().as_slice() {
                [] => UNKNOWN_ROWS,
                inputs => inputs
                    .iter()
                    .map(|input| self.rows(input))
                    .fold(1.0, f64::max),
            }),
        }
    }

    /// Rows of the largest scan in a part.
    pub(super) fn largest_scan(&self, part: &LogicalPlan) -> f64 {
        let below = part.inputs().into_iter();
        below.map(|input| self.largest_scan(input)).fold(
            match part {
                LogicalPlan::TableScan(_) => self.rows(part),
                _ => 1.0,
            },
            f64::max,
        )
    }

    fn join(&self, join: &datafusion_expr::Join) -> f64 {
        let (of_left, of_right) = (self.guess(&join.left), self.guess(&join.right));
        let (left, right) = (of_left.rows, of_right.rows);
        let filtered = join.filter.as_ref().map_or(1.0, share);
        let pairs = if join.on.is_empty() {
            left * right * filtered
        } else {
            let keys = of_left.unfiltered.min(of_right.unfiltered);
            left * right / keys.max(1.0) * filtered
        };
        match join.join_type {
            JoinType::Inner => pairs,
            JoinType::Left => pairs.max(left),
            JoinType::Right => pairs.max(right),
            JoinType::Full => pairs.max(left + right),
            JoinType::LeftSemi => left * of_right.kept(),
            JoinType::RightSemi => right * of_left.kept(),
            JoinType::LeftAnti => left * 0.5,
            JoinType::RightAnti => right * 0.5,
            JoinType::LeftMark => left,
            JoinType::RightMark => right,
        }
    }
}

/// The share of rows for which a condition holds.
pub(in crate::bind) fn share(condition: &Expr) -> f64 {
    let parts = split_conjunction(condition);
    let product: f64 = parts.into_iter().map(share_of_one).product();
    product.max(1e-6)
}

fn share_of_one(condition: &Expr) -> f64 {
    const EQUAL: f64 = 0.05;
    match condition {
        Expr::BinaryExpr(binary) => match binary.op {
            Operator::Eq => EQUAL,
            Operator::NotEq => 0.9,
            Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq => 0.4,
            Operator::Or => (share(&binary.left) + share(&binary.right)).min(1.0),
            Operator::And => share(&binary.left) * share(&binary.right),
            _ => 0.5,
        },
        Expr::Between(between) if between.negated => 0.8,
        Expr::InList(list) => {
            let found = (EQUAL * count(list.list.len())).min(0.6);
            if list.negated { 1.0 - found } else { found }
        }
        Expr::Like(like) if like.negated => 0.9,
        Expr::Between(_) | Expr::Like(_) | Expr::IsNull(_) => 0.1,
        Expr::Not(inner) => 1.0 - share(inner),
        Expr::IsNotNull(_) => 0.95,
        _ => 0.5,
    }
}

fn count(rows: usize) -> f64 {
    as_rows(rows as u64)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a guess needs no more digits than a double has"
)]
fn as_rows(rows: u64) -> f64 {
    rows as f64
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// How many nodes were looked at.
        pub(super) static LOOKS: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn a_long_chain_of_joins_is_looked_at_once() -> datafusion_common::Result<()> {
        use datafusion_expr::{LogicalPlanBuilder, col, lit};
        let table = |at: usize| {
            LogicalPlanBuilder::values(vec![vec![lit(1)]])?
                .project(vec![col("column1").alias(format!("c{at}"))])?
                .build()
        };
        let mut chain = LogicalPlanBuilder::from(table(0)?);
        for at in 1..60 {
            let keys = (vec![format!("c{}", at - 1)], vec![format!("c{at}")]);
            chain = chain.join(table(at)?, JoinType::Inner, keys, None)?;
        }
        let chain = chain.build()?;
        LOOKS.with(|looks| looks.set(0));
        let rows = Estimate(&Sizes::default()).rows(&chain);
        assert!(rows >= 1.0);
        // 59 joins, 60 renamings, 60 tables.
        assert_eq!(LOOKS.with(Cell::get), 179);
        Ok(())
    }
}
