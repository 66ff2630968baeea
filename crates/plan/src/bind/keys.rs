//! Equalities become the keys of joins, but not of joins where a missing key meets a missing one
//! (`IS NOT DISTINCT FROM`): the planner's own rules would make them meet in the new keys too.

use datafusion_common::tree_node::{Transformed, TreeNodeRecursion};
use datafusion_common::{NullEquality, Result};
use datafusion_expr::{JoinType, LogicalPlan};
use datafusion_optimizer::eliminate_cross_join::EliminateCrossJoin;
use datafusion_optimizer::extract_equijoin_predicate::ExtractEquijoinPredicate;
use datafusion_optimizer::optimizer::ApplyOrder;
use datafusion_optimizer::{OptimizerConfig, OptimizerRule};

/// The planner's rule, kept away from joins on keys that may be missing on both sides.
#[derive(Debug)]
pub(super) struct ExtractKeys(ExtractEquijoinPredicate);

impl ExtractKeys {
    pub(super) fn new() -> Self {
        Self(ExtractEquijoinPredicate::new())
    }
}

impl OptimizerRule for ExtractKeys {
    fn name(&self) -> &'static str {
        "extract_keys"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        config: &dyn OptimizerConfig,
    ) -> Result<Transformed<LogicalPlan>> {
        match &plan {
            LogicalPlan::Join(join) if join.null_equality == NullEquality::NullEqualsNull => {
                Ok(Transformed::no(plan))
            }
            _ => self.0.rewrite(plan, config),
        }
    }
}

/// The planner's rule for tables beside each other, kept away from trees with such joins: it gives
/// all joins that it puts together what one of them says of missing keys. Conditions are pushed
/// into joins all the same, and [`ExtractKeys`] makes keys of them.
#[derive(Debug)]
pub(super) struct JoinTables(EliminateCrossJoin);

impl JoinTables {
    pub(super) fn new() -> Self {
        Self(EliminateCrossJoin::new())
    }
}

impl OptimizerRule for JoinTables {
    fn name(&self) -> &'static str {
        "join_tables"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        config: &dyn OptimizerConfig,
    ) -> Result<Transformed<LogicalPlan>> {
        if has_null_safe_join(&plan)? {
            return Ok(Transformed::no(plan));
        }
        self.0.rewrite(plan, config)
    }
}

fn has_null_safe_join(plan: &LogicalPlan) -> Result<bool> {
    let mut has = false;
    plan.apply_with_subqueries(|node| {
        has = matches!(node, LogicalPlan::Join(join) if join.join_type == JoinType::Inner
            && join.null_equality == NullEquality::NullEqualsNull);
        Ok(if has {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    })?;
    Ok(has)
}
