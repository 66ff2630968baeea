//! Groups out of smaller groups: a sum is the sum of sums, a count the sum of counts. Grouping
//! sets that lie within each other read the rows once that way.

use polars::prelude::*;

use super::Reductions;
use crate::lower::Lowering;

/// What is computed of rows, and how groups of groups come from it.
pub(super) struct Roll {
    /// From rows.
    pub(super) first: Vec<(PlSmallStr, Expr)>,
    /// From groups, under the same names.
    pub(super) again: Vec<(PlSmallStr, Expr)>,
    /// Averages from their sums and counts, at the end.
    pub(super) last: Vec<Expr>,
}

impl Roll {
    /// None when a reduction needs the rows themselves.
    pub(super) fn of(lowering: &Lowering<'_>, reductions: &Reductions<'_, '_>) -> Option<Self> {
        if reductions.in_order || reductions.sorts_inside {
            return None;
        }
        let mut roll = Self {
            first: Vec::new(),
            again: Vec::new(),
            last: Vec::new(),
        };
        for (name, reduction) in &reductions.reduced {
            match again(name, reduction) {
                Some(again) => roll.add(name, reduction.clone(), again),
                None => roll.average(lowering, name, reduction)?,
            }
        }
        Some(roll)
    }

    fn add(&mut self, name: &PlSmallStr, first: Expr, again: Expr) {
        self.first.push((name.clone(), first));
        self.again.push((name.clone(), again));
    }

    /// An average of doubles is a sum and a count until the end.
    fn average(
        &mut self,
        lowering: &Lowering<'_>,
        name: &PlSmallStr,
        reduction: &Expr,
    ) -> Option<()> {
        let Expr::Agg(AggExpr::Mean(input)) = reduction else {
            return None;
        };
        if !is_doubles(input) {
            return None;
        }
        let (sum, count) = (lowering.fresh(), lowering.fresh());
        let values = input.as_ref().clone();
        self.add(&sum, values.clone().sum(), col(sum.clone()).sum());
        self.add(&count, values.count(), col(count.clone()).sum());
        let average = col(sum) / col(count.clone()).cast(DataType::Float64);
        self.last.push(
            when(col(count).gt(lit(0)))
                .then(average)
                .otherwise(lit(NULL))
                .alias(name.clone()),
        );
        Some(())
    }
}

/// The same reduction of what it gave for smaller groups.
fn again(name: &PlSmallStr, reduction: &Expr) -> Option<Expr> {
    let known = col(name.clone());
    Some(match reduction {
        Expr::Len => known.sum(),
        Expr::Agg(AggExpr::Count { input, .. } | AggExpr::Sum(input)) if is_of_rows(input) => {
            known.sum()
        }
        Expr::Agg(AggExpr::Min {
            input,
            propagate_nans,
        }) if is_of_rows(input) => Expr::Agg(AggExpr::Min {
            input: Arc::new(known),
            propagate_nans: *propagate_nans,
        }),
        Expr::Agg(AggExpr::Max {
            input,
            propagate_nans,
        }) if is_of_rows(input) => Expr::Agg(AggExpr::Max {
            input: Arc::new(known),
            propagate_nans: *propagate_nans,
        }),
        _ => return None,
    })
}

/// Whether a reduction reads each row's value, not the different ones or some.
fn is_of_rows(input: &Expr) -> bool {
    match input {
        Expr::Column(_) => true,
        Expr::Cast { expr, .. } => is_of_rows(expr),
        _ => false,
    }
}

fn is_doubles(input: &Expr) -> bool {
    match input {
        Expr::Cast { expr, dtype, .. } => {
            is_of_rows(expr) && *dtype == DataTypeExpr::Literal(DataType::Float64)
        }
        _ => false,
    }
}
