//! The nearest row of another table, and rows side by side.
//!
//! Both tables are laid into one list of keys and places, put in order, and walked once: the last
//! row of the right that was met is the nearest for every row of the left that follows.

use std::sync::Arc;

use datafusion_expr::Operator;
use plan::nodes::{AsofJoin, PositionalJoin};
use polars::prelude::*;

use super::expr::Scope;
use super::window::changes;
use super::{Lowered, Lowering};
use crate::fault::Fault;

/// Names of the columns of the walked list.
struct Walk {
    keys: Vec<PlSmallStr>,
    at: PlSmallStr,
    /// Which table stands later where both are at the same point.
    side: PlSmallStr,
    left_place: PlSmallStr,
    right_place: PlSmallStr,
}

impl Lowering<'_> {
    /// Lowers an ASOF join.
    pub(crate) fn nearest(&self, join: &AsofJoin) -> Result<Lowered, Fault> {
        let walk = Walk {
            keys: self.fresh_names(join.keys.len()),
            at: self.fresh(),
            side: self.fresh(),
            left_place: self.fresh(),
            right_place: self.fresh(),
        };
        let left = placed(self.node(&join.left)?, &walk.left_place);
        let right = placed(self.node(&join.right)?, &walk.right_place);
        let (from_left, operator, from_right) = &join.nearest;
        let scope = Scope::of(self, join.left.schema(), &left);
        let mut columns = Vec::with_capacity(join.keys.len() + 4);
        for ((key, _), name) in join.keys.iter().zip(&walk.keys) {
            columns.push(scope.expr(key)?.alias(name.clone()));
        }
        // Where both stand at one point, the right comes first when it may be equal.
        let is_open = matches!(operator, Operator::Gt | Operator::Lt);
        columns.push(scope.expr(from_left)?.alias(walk.at.clone()));
        columns.push(lit(!is_open).alias(walk.side.clone()));
        columns.push(col(walk.left_place.clone()));
        columns.push(no_place().alias(walk.right_place.clone()));
        let lookers = left.frame.clone().select(columns);

        let scope = Scope::of(self, join.right.schema(), &right);
        let mut columns = Vec::with_capacity(join.keys.len() + 4);
        for ((_, key), name) in join.keys.iter().zip(&walk.keys) {
            columns.push(scope.expr(key)?.alias(name.clone()));
        }
        columns.push(scope.expr(from_right)?.alias(walk.at.clone()));
        columns.push(lit(is_open).alias(walk.side.clone()));
        columns.push(no_place().alias(walk.left_place.clone()));
        columns.push(col(walk.right_place.clone()));
        let mut found = right.frame.clone().select(columns);
        for name in walk.keys.iter().chain([&walk.at]) {
            found = found.filter(col(name.clone()).is_not_null());
        }

        let is_forward = matches!(operator, Operator::Lt | Operator::LtEq);
        let pairs = walk.pairs(concat([lookers, found], UnionArgs::default())?, is_forward);
        let pairs = if join.keeps_left {
            pairs
        } else {
            pairs.filter(col(walk.right_place.clone()).is_not_null())
        };
        let how = if join.keeps_left {
            JoinType::Left
        } else {
            JoinType::Inner
        };
        let place = |name: &PlSmallStr| [col(name.clone())];
        let frame = left
            .frame
            .join(
                pairs,
                place(&walk.left_place),
                place(&walk.left_place),
                JoinArgs::new(JoinType::Inner),
            )
            .join(
                right.frame,
                place(&walk.right_place),
                place(&walk.right_place),
                JoinArgs::new(how),
            );
        Ok(only(frame, [left.names, right.names].concat()))
    }

    /// Lowers a positional join.
    pub(crate) fn side_by_side(&self, join: &PositionalJoin) -> Result<Lowered, Fault> {
        let place = self.fresh();
        let left = placed(self.node(&join.left)?, &place);
        let right = placed(self.node(&join.right)?, &place);
        let args = JoinArgs::new(JoinType::Full).with_coalesce(JoinCoalesce::CoalesceColumns);
        let frame = left
            .frame
            .join(
                right.frame,
                [col(place.clone())],
                [col(place.clone())],
                args,
            )
            .sort([place], SortMultipleOptions::default());
        Ok(only(frame, [left.names, right.names].concat()))
    }
}

fn no_place() -> Expr {
    lit(NULL).cast(IDX_DTYPE)
}

/// Rows with their places, computed once.
fn placed(lowered: Lowered, place: &PlSmallStr) -> Lowered {
    let frame = lowered.frame.with_row_index(place.clone(), None).cache();
    Lowered {
        frame,
        names: lowered.names,
    }
}

fn only(frame: LazyFrame, names: Vec<PlSmallStr>) -> Lowered {
    let kept: Vec<Expr> = names.iter().map(|name| col(name.clone())).collect();
    Lowered {
        frame: frame.select(kept),
        names,
    }
}

impl Walk {
    /// The places on the left, each with the place that it found on the right.
    fn pairs(&self, both: LazyFrame, is_forward: bool) -> LazyFrame {
        let mut by: Vec<PlSmallStr> = self.keys.clone();
        by.extend([self.at.clone(), self.side.clone(), self.right_place.clone()]);
        let falls: Vec<bool> = by
            .iter()
            .map(|name| is_forward && *name == self.at)
            .collect();
        // A point that is missing stands before all others, and so finds nothing.
        let options = SortMultipleOptions::default()
            .with_order_descending_multi(falls)
            .with_nulls_last(false);
        let (keys, left, right) = (
            self.keys.clone(),
            self.left_place.clone(),
            self.right_place.clone(),
        );
        let schema = Schema::from_iter([
            Field::new(left.clone(), IDX_DTYPE),
            Field::new(right.clone(), IDX_DTYPE),
        ]);
        both.sort(by, options).map(
            move |frame| found(&frame, &keys, (&left, &right)),
            AllowedOptimizations::empty(),
            Some(Arc::new(move |_: &Schema| Ok(Arc::new(schema.clone())))),
            Some("nearest"),
        )
    }
}

/// One walk over rows in order.
fn found(
    frame: &DataFrame,
    keys: &[PlSmallStr],
    (left, right): (&PlSmallStr, &PlSmallStr),
) -> PolarsResult<DataFrame> {
    let starts = changes(frame, keys)?;
    let of = |name: &PlSmallStr| -> PolarsResult<IdxCa> {
        Ok(frame.column(name)?.as_materialized_series().idx()?.clone())
    };
    let (lefts, rights) = (of(left)?, of(right)?);
    let mut last = None;
    let mut pairs: (Vec<IdxSize>, Vec<Option<IdxSize>>) = (Vec::new(), Vec::new());
    for ((looking, candidate), starts) in lefts.iter().zip(rights.iter()).zip(starts) {
        if starts {
            last = None;
        }
        match looking {
            Some(place) => {
                pairs.0.push(place);
                pairs.1.push(last);
            }
            None => last = candidate,
        }
    }
    let places = IdxCa::from_vec(left.clone(), pairs.0).into_series();
    let found: IdxCa = pairs.1.into_iter().collect();
    let found = found.into_series().with_name(right.clone());
    DataFrame::new(
        places.len(),
        vec![places.into_column(), found.into_column()],
    )
}
