//! WITH RECURSIVE: the part before UNION once, then the other part over and over on the rows that
//! were found last, until it finds none.

use datafusion_common::tree_node::TreeNodeRecursion;
use datafusion_expr::LogicalPlan;
use datafusion_expr::logical_plan::RecursiveQuery;
use polars::prelude::*;

use super::frame::collect;
use super::{Lowered, Lowering, polars_types};
use crate::fault::Fault;

/// Rounds after which a recursion counts as endless.
const MOST_ROUNDS: u64 = 100_000;

/// Rows that are worth no streaming.
const FEW_ROWS: usize = 10_000;

/// Rows that a recursive query found last, under the query's name and its own column names.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) frame: LazyFrame,
}

impl Lowering<'_> {
    /// Lowers a query that reads itself; its rows are computed here and now.
    pub(crate) fn recursive(&self, query: &RecursiveQuery) -> Result<Lowered, Fault> {
        let schema = query.static_term.schema();
        let types = polars_types(schema)?;
        let columns: Vec<PlSmallStr> = schema
            .fields()
            .iter()
            .map(|field| field.name().as_str().into())
            .collect();
        let shape: Vec<(PlSmallStr, DataType)> = columns.into_iter().zip(types).collect();
        let first = named(&self.node(&query.static_term)?, &shape);
        if self.is_dry {
            // Whether the repeated part can be computed at all is told by one round of it.
            drop(self.round(query, first.clone(), &shape)?);
            return Ok(self.found_rows(first, &shape));
        }
        let mut last = collect(if query.is_distinct {
            first.unique(None, UniqueKeepStrategy::Any)
        } else {
            first
        })?;
        let mut all = last.clone();
        let reads_only_itself = reads_only(&query.recursive_term, &query.name);
        let mut rounds = 0;
        while last.height() > 0 {
            self.stop_or_endless(query, rounds)?;
            rounds += 1;
            let last_rows = last.height();
            let mut next = self.round(query, last.lazy(), &shape)?;
            if query.is_distinct {
                next = unseen(next, all.clone().lazy(), &shape);
            }
            // The streaming engine takes a millisecond to begin, more than a few rows are worth.
            last = if reads_only_itself && last_rows <= FEW_ROWS {
                next.collect()?
            } else {
                collect(next)?
            };
            all.vstack_mut(&last)?;
        }
        all.align_chunks_par();
        Ok(self.found_rows(all.lazy(), &shape))
    }

    /// What the recursive query of this name found last, while it is being computed.
    pub(super) fn found_last(&self, name: &str) -> Option<LazyFrame> {
        let found = self.found.borrow();
        let known = found.iter().rev().find(|known| known.name == name)?;
        Some(known.frame.clone())
    }

    /// The repeated part over these rows.
    fn round(
        &self,
        query: &RecursiveQuery,
        rows: LazyFrame,
        shape: &[(PlSmallStr, DataType)],
    ) -> Result<LazyFrame, Fault> {
        let shared = self.shared.borrow().len();
        let kept = self.kept.borrow().len();
        self.found.borrow_mut().push(Found {
            name: query.name.clone(),
            frame: rows,
        });
        let lowered = self.node(&query.recursive_term);
        self.found.borrow_mut().pop();
        // What was computed once in this round is another in the next.
        self.shared.borrow_mut().truncate(shared);
        self.kept.borrow_mut().truncate(kept);
        Ok(named(&lowered?, shape))
    }

    fn stop_or_endless(&self, query: &RecursiveQuery, rounds: u64) -> Result<(), Fault> {
        if self.stop.is_set() {
            return Err(Fault::Cancelled);
        }
        if rounds < MOST_ROUNDS {
            return Ok(());
        }
        let message = format!(
            "The recursive query {} was still finding rows after {MOST_ROUNDS} rounds.",
            crate::error::clip(&query.name)
        );
        let diagnostic = model::Diagnostic::error("SQL_ENDLESS_RECURSION", message)
            .with_hint("Add a condition that ends it, such as WHERE level < 100, or use UNION instead of UNION ALL.");
        Err(Fault::Diagnosed(diagnostic))
    }

    fn found_rows(&self, frame: LazyFrame, shape: &[(PlSmallStr, DataType)]) -> Lowered {
        let names = self.fresh_names(shape.len());
        let columns: Vec<Expr> = shape
            .iter()
            .zip(&names)
            .map(|((old, _), new)| Expr::Column(old.clone()).alias(new.clone()))
            .collect();
        Lowered {
            frame: frame.select(columns),
            names,
        }
    }
}

/// Whether a tree scans nothing but the table of this name.
fn reads_only(logical: &LogicalPlan, name: &str) -> bool {
    let mut is_so = true;
    let walked = logical.apply_with_subqueries(|node| {
        if let LogicalPlan::TableScan(scan) = node {
            is_so &= scan.table_name.table() == name;
        }
        Ok(TreeNodeRecursion::Continue)
    });
    walked.is_ok() && is_so
}

/// Rows under the names and types of the query.
fn named(lowered: &Lowered, shape: &[(PlSmallStr, DataType)]) -> LazyFrame {
    let columns: Vec<Expr> = lowered
        .names
        .iter()
        .zip(shape)
        .map(|(old, (new, data_type))| col(old.clone()).cast(data_type.clone()).alias(new.clone()))
        .collect();
    lowered.frame.clone().select(columns)
}

/// Each row once, and none that was found before; missing values count as equal.
fn unseen(next: LazyFrame, seen: LazyFrame, shape: &[(PlSmallStr, DataType)]) -> LazyFrame {
    let keys: Vec<Expr> = shape
        .iter()
        .map(|(name, _)| Expr::Column(name.clone()))
        .collect();
    next.unique(None, UniqueKeepStrategy::Any)
        .join_builder()
        .with(seen)
        .left_on(&keys)
        .right_on(&keys)
        .how(JoinType::Anti)
        .join_nulls(true)
        .finish()
}
