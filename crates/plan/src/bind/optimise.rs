//! Types made to agree, subqueries turned into joins, filters and columns pushed to the scans.

use std::sync::Arc;

use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_common::{DataFusionError, Result};
use datafusion_expr::{Expr, LogicalPlan};
use datafusion_optimizer::analyzer::Analyzer;
use datafusion_optimizer::common_subexpr_eliminate::CommonSubexprEliminate;
use datafusion_optimizer::decorrelate_lateral_join::DecorrelateLateralJoin;
use datafusion_optimizer::decorrelate_predicate_subquery::DecorrelatePredicateSubquery;
use datafusion_optimizer::eliminate_duplicated_expr::EliminateDuplicatedExpr;
use datafusion_optimizer::eliminate_filter::EliminateFilter;
use datafusion_optimizer::eliminate_group_by_constant::EliminateGroupByConstant;
use datafusion_optimizer::eliminate_join::EliminateJoin;
use datafusion_optimizer::eliminate_limit::EliminateLimit;
use datafusion_optimizer::eliminate_outer_join::EliminateOuterJoin;
use datafusion_optimizer::optimize_projections::OptimizeProjections;
use datafusion_optimizer::optimize_unions::OptimizeUnions;
use datafusion_optimizer::propagate_empty_relation::PropagateEmptyRelation;
use datafusion_optimizer::push_down_limit::PushDownLimit;
use datafusion_optimizer::replace_distinct_aggregate::ReplaceDistinctWithAggregate;
use datafusion_optimizer::rewrite_set_comparison::RewriteSetComparison;
use datafusion_optimizer::scalar_subquery_to_join::ScalarSubqueryToJoin;
use datafusion_optimizer::simplify_expressions::SimplifyExpressions;
use datafusion_optimizer::{Optimizer, OptimizerContext, OptimizerRule};

use super::Mistake;
use super::guarded::{extract_keys, join_tables, push_filters};
use super::order::{Sizes, order_joins};
use super::shared;
use crate::nodes;

/// Types, then rules, then a look at what is left. What looks at the row around it in a way that
/// the rules do not know is made a join before them.
pub(super) fn optimise(logical: LogicalPlan, sizes: &Sizes) -> Result<LogicalPlan> {
    let logical = nodes::from_markers(logical)?;
    let logical = super::lateral::over_the_left(logical)?;
    if !super::dependent::has_any(&logical) {
        return ruled(logical, sizes);
    }
    ruled(logical.clone(), sizes).or_else(|error| {
        let joined = super::dependent::joined(logical);
        // When it does not help, the first refusal says what it is about.
        joined
            .and_then(|joined| ruled(joined, sizes))
            .map_err(|_| error)
    })
}

fn ruled(logical: LogicalPlan, sizes: &Sizes) -> Result<LogicalPlan> {
    let settings = super::settings();
    let logical = super::floats::agree(logical)?;
    let typed = Analyzer::new().execute_and_check(logical, &settings, |_, _| {})?;
    let typed = super::nested::as_calls(typed)?;
    let typed = super::instants::in_micros(typed)?;
    let typed = super::rounding::stated(super::constant::checked(typed)?)?;
    let context = OptimizerContext::new_with_config_options(Arc::new(settings));
    let (tree, mut parts) = shared::taken_out(typed)?;
    let mut sizes = sizes.clone();
    for part in parts.iter_mut().rev() {
        part.plan = shaped(std::mem::take(&mut part.plan), &context)?;
        sizes = part.sized(&sizes);
    }
    let tree = arranged(shaped(tree, &context)?, &sizes)?;
    let optimised = shared::put_back(tree, parts, |part| {
        arranged(shaped(part, &context)?, &sizes)
    })?;
    refuse_what_is_left(&optimised)?;
    Ok(optimised)
}

/// Subqueries as joins, and filters where they belong.
fn shaped(tree: LogicalPlan, context: &OptimizerContext) -> Result<LogicalPlan> {
    Optimizer::with_rules(shape())
        .optimize(tree, context, |_, _| {})
        .map_err(of_a_rule)
}

/// Joins in their order, and no column that nobody reads.
fn arranged(tree: LogicalPlan, sizes: &Sizes) -> Result<LogicalPlan> {
    let once = OptimizerContext::new().with_max_passes(1);
    let ordered = super::eager::pushed(order_joins(tree, sizes)?, sizes)?;
    Optimizer::with_rules(columns())
        .optimize(ordered, &once, |_, _| {})
        .map_err(of_a_rule)
}

/// Names were settled before: a rule that confuses them is at its end, and no mistake of a person.
fn of_a_rule(error: DataFusionError) -> DataFusionError {
    if matches!(error.find_root(), DataFusionError::SchemaError(..)) {
        return beyond_a_join().into();
    }
    error
}

/// The planner's own list without rules that help only its own execution: distinct aggregates
/// stay distinct aggregates, keys are not filtered for nulls, structures are not taken apart.
fn shape() -> Vec<Arc<dyn OptimizerRule + Send + Sync>> {
    vec![
        Arc::new(RewriteSetComparison::new()),
        Arc::new(OptimizeUnions::new()),
        Arc::new(SimplifyExpressions::new()),
        Arc::new(ReplaceDistinctWithAggregate::new()),
        Arc::new(EliminateJoin::new()),
        Arc::new(DecorrelatePredicateSubquery::new()),
        Arc::new(ScalarSubqueryToJoin::new()),
        Arc::new(DecorrelateLateralJoin::new()),
        Arc::new(extract_keys()),
        Arc::new(EliminateDuplicatedExpr::new()),
        Arc::new(EliminateFilter::new()),
        Arc::new(join_tables()),
        Arc::new(EliminateLimit::new()),
        Arc::new(PropagateEmptyRelation::new()),
        Arc::new(EliminateOuterJoin::new()),
        Arc::new(PushDownLimit::new()),
        Arc::new(push_filters()),
        Arc::new(EliminateGroupByConstant::new()),
    ]
}

/// What is left to do when joins have their order: nothing here changes it again.
fn columns() -> Vec<Arc<dyn OptimizerRule + Send + Sync>> {
    vec![
        Arc::new(push_filters()),
        Arc::new(PushDownLimit::new()),
        Arc::new(CommonSubexprEliminate::new()),
        Arc::new(OptimizeProjections::new()),
        Arc::new(EliminateJoin::new()),
    ]
}

/// What the engine cannot lower is refused here, with words.
fn refuse_what_is_left(logical: &LogicalPlan) -> Result<()> {
    let mut found: Option<Mistake> = None;
    logical.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| {
            expr.apply(|expr| {
                found = left_over(expr);
                Ok(if found.is_some() {
                    TreeNodeRecursion::Stop
                } else {
                    TreeNodeRecursion::Continue
                })
            })
        })?;
        Ok(if found.is_some() {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    })?;
    found.map_or(Ok(()), |mistake| Err(DataFusionError::from(mistake)))
}

fn left_over(expr: &Expr) -> Option<Mistake> {
    let is_correlated = match expr {
        Expr::Exists(_)
        | Expr::InSubquery(_)
        | Expr::SetComparison(_)
        | Expr::OuterReferenceColumn(..) => true,
        Expr::ScalarSubquery(subquery) => !subquery.outer_ref_columns.is_empty(),
        _ => false,
    };
    is_correlated.then(beyond_a_join)
}

fn beyond_a_join() -> Mistake {
    Mistake::new(
        "SQL_UNSUPPORTED",
        "A subquery depends on the query around it in a way that cannot be planned.",
        "Write it as a join with a named query (WITH) that computes its value for each key.",
    )
}
