//! `ASOF JOIN` and `POSITIONAL JOIN`: joins that do not ask every pair of rows.

use sqlparser::ast::{BinaryOperator, Expr, Ident, Join, JoinConstraint, JoinOperator};
use sqlparser::tokenizer::Span;

use super::super::super::Resolver;
use super::super::super::scope::{Merged, Scope};
use super::super::lateral::{Sides, parts, sides};
use super::super::one_word;
use super::{Side, side};
use crate::{nodes, tree};

const HINT: &str = "Write ASOF JOIN prices p ON p.symbol = t.symbol AND t.time >= p.time, or USING (symbol, time).";

impl Resolver<'_> {
    /// Each row of the left with the nearest of the right; answers the columns that USING merges.
    pub(super) fn nearest(
        &mut self,
        join: &mut Join,
        (left, right): (&Scope<'static>, &Scope<'static>),
        parent: Option<&Scope<'_>>,
    ) -> Vec<Merged> {
        let span = sqlparser::ast::Spanned::span(&join.relation);
        let Some((Side::Inner | Side::Left, constraint)) = side(&mut join.join_operator) else {
            self.unsupported(
                "This kind of ASOF join",
                span,
                "Use ASOF JOIN or ASOF LEFT JOIN.",
            );
            return Vec::new();
        };
        let errors = self.diagnostics.len();
        let (conditions, merged) = match constraint {
            JoinConstraint::On(condition) => {
                let both = Self::both_sides(left, right, parent);
                self.expression(condition, &both);
                (parts(condition.clone()), Vec::new())
            }
            JoinConstraint::Using(names) => {
                let words: Vec<Ident> = names.iter().map(one_word).collect();
                let (on, merged) = self.using(&words, left, right, Side::Left);
                let mut conditions = on.map(parts).unwrap_or_default();
                if let Some(Expr::BinaryOp { op, .. }) = conditions.last_mut() {
                    *op = BinaryOperator::GtEq;
                }
                (conditions, merged)
            }
            JoinConstraint::Natural | JoinConstraint::None => (Vec::new(), Vec::new()),
        };
        let found: Vec<String> = right
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect();
        let (nearest, mut keys): (Vec<Expr>, Vec<Expr>) = conditions
            .into_iter()
            .partition(|condition| compares_both(condition, &found));
        match <[Expr; 1]>::try_from(nearest) {
            Ok([nearest]) => {
                keys.push(tree::call(nodes::NEAREST, vec![nearest], Span::empty()));
                if let Some(condition) = tree::all(keys) {
                    *constraint = JoinConstraint::On(condition);
                }
            }
            Err(_) if self.diagnostics.len() > errors => {}
            Err(_) => {
                let message =
                    "An ASOF join needs one comparison of both sides with >=, >, <= or <."
                        .to_owned();
                self.error(span, "SQL_JOIN_CONDITION", message, HINT);
            }
        }
        merged
    }

    /// Rows by their places: the first beside the first.
    pub(super) fn side_by_side(join: &mut Join) {
        let marker = tree::call(nodes::SIDE_BY_SIDE, Vec::new(), Span::empty());
        join.join_operator = JoinOperator::FullOuter(JoinConstraint::On(marker));
    }
}

/// Whether a condition compares a value of the left with one of the right, whose tables are given.
fn compares_both(condition: &Expr, right: &[String]) -> bool {
    match condition {
        Expr::BinaryOp {
            left: first,
            op:
                BinaryOperator::GtEq | BinaryOperator::Gt | BinaryOperator::LtEq | BinaryOperator::Lt,
            right: second,
        } => matches!(
            (sides(first, right), sides(second, right)),
            (Sides::Own, Sides::Around) | (Sides::Around, Sides::Own)
        ),
        _ => false,
    }
}
