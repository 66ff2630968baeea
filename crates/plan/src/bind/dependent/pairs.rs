//! Joins inside of a subquery that looks at the row around it.

use std::sync::Arc;

use datafusion_common::{NullEquality, Result, plan_err};
use datafusion_expr::logical_plan::{Join, Projection};
use datafusion_expr::{Expr, JoinType, LogicalPlan};

use super::{Domain, at_place};

impl Domain {
    /// A join inside of the subquery: the side that reads the domain carries it.
    pub(super) fn pairs(&self, join: &Join) -> Result<LogicalPlan> {
        let (left, right) = (self.is_read(&join.left)?, self.is_read(&join.right)?);
        let filter = join.filter.clone().map(|filter| self.inside(filter));
        let filter = filter.transpose()?;
        let carries_left = !right
            && matches!(
                join.join_type,
                JoinType::Inner | JoinType::Left | JoinType::LeftSemi | JoinType::LeftAnti
            );
        let carries_right = !left && right && join.join_type == JoinType::Inner;
        if carries_left {
            let left = self.rows_of(&join.left)?;
            return Ok(LogicalPlan::Join(Join::try_new(
                Arc::new(left),
                Arc::clone(&join.right),
                join.on.clone(),
                filter,
                join.join_type,
                join.join_constraint,
                join.null_equality,
                join.null_aware,
            )?));
        }
        if !carries_right {
            return self.both(join, filter);
        }
        let right = self.rows_of(&join.right)?;
        let whole = LogicalPlan::Join(Join::try_new(
            Arc::clone(&join.left),
            Arc::new(right),
            join.on.clone(),
            filter,
            join.join_type,
            join.join_constraint,
            join.null_equality,
            join.null_aware,
        )?);
        let first = join.left.schema().fields().len();
        let width = self.names.len();
        let columns = (first..first + width)
            .chain(0..first)
            .chain(first + width..whole.schema().fields().len());
        let columns = columns.map(|at| at_place(&whole, at)).collect();
        Ok(LogicalPlan::Projection(Projection::try_new(
            columns,
            Arc::new(whole),
        )?))
    }

    /// A join of which both sides carry the domain: only rows of one row around them meet.
    fn both(&self, join: &Join, filter: Option<Expr>) -> Result<LogicalPlan> {
        if !matches!(join.join_type, JoinType::Inner | JoinType::Left) {
            return plan_err!("a join of which both sides look at the row around them");
        }
        let width = self.names.len();
        let left = self.rows_of(&join.left)?;
        let right = self.renamed(self.rows_of(&join.right)?)?;
        let pairs = (0..width).map(|at| (at_place(&left, at), at_place(&right, at)));
        let (mut on, mut conditions) = (join.on.clone(), filter);
        let null_equality = if on.is_empty() || join.null_equality == NullEquality::NullEqualsNull {
            on.extend(pairs);
            NullEquality::NullEqualsNull
        } else {
            for (one, other) in pairs {
                let is_same = datafusion_expr::binary_expr(
                    one,
                    datafusion_expr::Operator::IsNotDistinctFrom,
                    other,
                );
                conditions = Some(match conditions {
                    Some(known) => known.and(is_same),
                    None => is_same,
                });
            }
            join.null_equality
        };
        let skipped = left.schema().fields().len();
        let whole = LogicalPlan::Join(Join::try_new(
            Arc::new(left),
            Arc::new(right),
            on,
            conditions,
            join.join_type,
            join.join_constraint,
            null_equality,
            join.null_aware,
        )?);
        let columns = (0..skipped).chain(skipped + width..whole.schema().fields().len());
        let columns = columns.map(|at| at_place(&whole, at)).collect();
        Ok(LogicalPlan::Projection(Projection::try_new(
            columns,
            Arc::new(whole),
        )?))
    }
}
