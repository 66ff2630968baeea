//! How many rows a part of a tree has, guessed from the sizes of tables and the shape of filters.

use datafusion_common::JoinType;
use datafusion_expr::utils::split_conjunction;
use datafusion_expr::{Distinct, Expr, LogicalPlan, Operator};

use super::Sizes;

/// Rows of a table whose size is not known.
const UNKNOWN_ROWS: f64 = 10_000.0;

/// Guesses from the sizes of tables.
pub(super) struct Estimate<'a>(pub &'a Sizes);

impl Estimate<'_> {
    /// Rows that this part gives; at least one.
    pub(super) fn rows(&self, plan: &LogicalPlan) -> f64 {
        self.guess(plan).max(1.0)
    }

    /// Rows before any filter: how many values a key may have at most.
    pub(super) fn unfiltered(&self, plan: &LogicalPlan) -> f64 {
        match plan {
            LogicalPlan::TableScan(scan) => self.table(scan.table_name.table()),
            LogicalPlan::Filter(filter) => self.unfiltered(&filter.input),
            LogicalPlan::SubqueryAlias(alias) => self.unfiltered(&alias.input),
            LogicalPlan::Projection(projection) => self.unfiltered(&projection.input),
            other => self.rows(other),
        }
    }

    fn table(&self, name: &str) -> f64 {
        self.0.of_table(name).map_or(UNKNOWN_ROWS, as_rows).max(1.0)
    }

    fn guess(&self, plan: &LogicalPlan) -> f64 {
        match plan {
            LogicalPlan::TableScan(scan) => {
                let shares = scan.filters.iter().map(share);
                let rows = self.table(scan.table_name.table()) * shares.product::<f64>();
                scan.fetch.map_or(rows, |most| rows.min(count(most)))
            }
            LogicalPlan::Filter(filter) => self.rows(&filter.input) * share(&filter.predicate),
            LogicalPlan::Aggregate(aggregate) => {
                let rows = self.rows(&aggregate.input);
                if aggregate.group_expr.is_empty() {
                    1.0
                } else {
                    rows * 0.2
                }
            }
            LogicalPlan::Distinct(Distinct::All(input)) => self.rows(input) * 0.3,
            LogicalPlan::Distinct(Distinct::On(on)) => self.rows(&on.input) * 0.3,
            LogicalPlan::Join(join) => self.join(join),
            LogicalPlan::Union(union) => union.inputs.iter().map(|input| self.rows(input)).sum(),
            LogicalPlan::Values(values) => count(values.values.len()),
            LogicalPlan::EmptyRelation(_) => 1.0,
            LogicalPlan::Limit(limit) => {
                let rows = self.rows(&limit.input);
                match limit.get_fetch_type() {
                    Ok(datafusion_expr::FetchType::Literal(Some(most))) => rows.min(count(most)),
                    _ => rows,
                }
            }
            LogicalPlan::Sort(sort) => {
                let rows = self.rows(&sort.input);
                sort.fetch.map_or(rows, |most| rows.min(count(most)))
            }
            other => match other.inputs().as_slice() {
                [] => UNKNOWN_ROWS,
                inputs => inputs
                    .iter()
                    .map(|input| self.rows(input))
                    .fold(1.0, f64::max),
            },
        }
    }

    /// The share of its rows that a part keeps, as far as a semi join feels it.
    fn kept(&self, part: &LogicalPlan) -> f64 {
        (self.rows(part) / self.unfiltered(part)).clamp(0.01, 0.5)
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
        let (left, right) = (self.rows(&join.left), self.rows(&join.right));
        let filtered = join.filter.as_ref().map_or(1.0, share);
        let pairs = if join.on.is_empty() {
            left * right * filtered
        } else {
            let keys = self
                .unfiltered(&join.left)
                .min(self.unfiltered(&join.right));
            left * right / keys.max(1.0) * filtered
        };
        match join.join_type {
            JoinType::Inner => pairs,
            JoinType::Left => pairs.max(left),
            JoinType::Right => pairs.max(right),
            JoinType::Full => pairs.max(left + right),
            JoinType::LeftSemi => left * self.kept(&join.right),
            JoinType::RightSemi => right * self.kept(&join.left),
            JoinType::LeftAnti => left * 0.5,
            JoinType::RightAnti => right * 0.5,
            JoinType::LeftMark => left,
            JoinType::RightMark => right,
        }
    }
}

/// The share of rows for which a condition holds.
pub(super) fn share(condition: &Expr) -> f64 {
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
