//! Every query of TPC-H, as written in its specification, becomes a tree that the engine knows.

use crate::support::{planned, tpch, tpch_text};
use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_expr::Expr;

#[test]
fn all_22_queries_plan_without_correlated_subqueries() {
    let names = tpch();
    for number in 1..=22 {
        let plan = planned(&tpch_text(number), &names);
        plan.logical
            .apply_with_subqueries(|node| {
                node.apply_expressions(|expr| {
                    expr.apply(|expr| {
                        let is_left = matches!(expr, Expr::Exists(_) | Expr::InSubquery(_))
                            || matches!(expr, Expr::ScalarSubquery(subquery) if !subquery.outer_ref_columns.is_empty());
                        assert!(!is_left, "q{number}: {expr}");
                        Ok(TreeNodeRecursion::Continue)
                    })
                })
            })
            .unwrap();
    }
}
