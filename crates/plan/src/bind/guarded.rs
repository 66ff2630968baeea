//! Rules of the planner's own library, kept away from trees that they would get wrong.

use datafusion_common::tree_node::{Transformed, TreeNodeRecursion};
use datafusion_common::{NullEquality, Result};
use datafusion_expr::{Expr, JoinType, LogicalPlan};
use datafusion_optimizer::eliminate_cross_join::EliminateCrossJoin;
use datafusion_optimizer::extract_equijoin_predicate::ExtractEquijoinPredicate;
use datafusion_optimizer::push_down_filter::PushDownFilter;
use datafusion_optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule};

/// A rule that passes over the trees for which `spares` holds.
#[derive(Debug)]
pub(super) struct Guarded<Rule> {
    rule: Rule,
    spares: fn(&LogicalPlan) -> Result<bool>,
}

impl<Rule: OptimizerRule> OptimizerRule for Guarded<Rule> {
    fn name(&self) -> &str {
        self.rule.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.rule.apply_order()
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        config: &dyn OptimizerConfig,
    ) -> Result<Transformed<LogicalPlan>> {
        if (self.spares)(&plan)? {
            return Ok(Transformed::no(plan));
        }
        self.rule.rewrite(plan, config)
    }
}

/// Filters on their way to the scans, but for one above a grouping of all rows: below it even a
/// condition that never holds leaves the one row of the grouping.
pub(super) fn push_filters() -> Guarded<PushDownFilter> {
    Guarded {
        rule: PushDownFilter::new(),
        spares: |plan| {
            Ok(matches!(plan, LogicalPlan::Filter(filter) if groups_all_rows(&filter.input)))
        },
    }
}

/// Equalities become the keys of joins, but not of joins where a missing key meets a missing one
/// (`IS NOT DISTINCT FROM`): they would meet in the new keys too.
pub(super) fn extract_keys() -> Guarded<ExtractEquijoinPredicate> {
    Guarded {
        rule: ExtractEquijoinPredicate::new(),
        spares: |plan| {
            Ok(matches!(plan, LogicalPlan::Join(join)
                if join.null_equality == NullEquality::NullEqualsNull))
        },
    }
}

/// Tables beside each other become joins, but not in trees with joins on missing keys: the rule
/// gives all joins that it puts together what one of them says of missing keys. Conditions are
/// pushed into joins all the same, and [`extract_keys`] makes keys of them.
pub(super) fn join_tables() -> Guarded<EliminateCrossJoin> {
    Guarded {
        rule: EliminateCrossJoin::new(),
        spares: has_null_safe_join,
    }
}

fn groups_all_rows(plan: &LogicalPlan) -> bool {
    let LogicalPlan::Aggregate(aggregate) = plan else {
        return false;
    };
    let keys = &aggregate.group_expr;
    keys.is_empty() || keys.iter().any(|key| matches!(key, Expr::GroupingSet(_)))
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
