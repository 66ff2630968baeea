//! Equalities of a join's condition become its keys, but not where a missing key meets a missing one:
//! the planner's own rule would make them meet in the new keys too.

use datafusion_common::tree_node::Transformed;
use datafusion_common::{NullEquality, Result};
use datafusion_expr::LogicalPlan;
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
