//! Operators of other databases, written with those that the planner knows.

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use crate::tree;

impl Resolver<'_> {
    /// The same with other operators; none where it is known as it stands.
    pub(super) fn operator(&mut self, expr: &mut Expr) -> Option<Expr> {
        let span = tree::span_of(expr);
        match expr {
            // The bits turned over.
            Expr::UnaryOp {
                op: UnaryOperator::BitwiseNot,
                expr: inner,
            } => {
                let value = tree::nested((**inner).clone());
                let turned = tree::binary(tree::number("-1", span), BinaryOperator::Minus, value);
                Some(tree::nested(turned))
            }
            Expr::BinaryOp { left, op, right } => binary(left, op, right, span),
            Expr::Like {
                any: true,
                negated,
                expr: text,
                pattern,
                escape_char,
            } => {
                let Expr::Tuple(patterns) = pattern.as_ref() else {
                    let hint = "Write the patterns in brackets: name LIKE ANY ('A%', 'B%').";
                    self.unsupported("LIKE ANY of something else than patterns", span, hint);
                    return Some(tree::null(span));
                };
                let each = patterns.iter().map(|pattern| {
                    tree::nested(Expr::Like {
                        any: false,
                        negated: false,
                        expr: text.clone(),
                        pattern: Box::new(pattern.clone()),
                        escape_char: escape_char.clone(),
                    })
                });
                let either =
                    each.reduce(|left, right| tree::binary(left, BinaryOperator::Or, right));
                let either = tree::nested(either.unwrap_or_else(|| tree::truth(false, span)));
                Some(if *negated {
                    Expr::UnaryOp {
                        op: UnaryOperator::Not,
                        expr: Box::new(either),
                    }
                } else {
                    either
                })
            }
            Expr::Collate { .. } => {
                let hint = "Texts are compared letter by letter. Write lower(a) = lower(b) to leave out the case.";
                self.unsupported("COLLATE", span, hint);
                Some(tree::null(span))
            }
            _ => None,
        }
    }
}

fn binary(left: &Expr, op: &BinaryOperator, right: &Expr, span: Span) -> Option<Expr> {
    let pair = || vec![left.clone(), right.clone()];
    match op {
        BinaryOperator::Xor => {
            let (left, right) = (tree::nested(left.clone()), tree::nested(right.clone()));
            let differ = tree::binary(left, BinaryOperator::NotEq, right);
            Some(tree::nested(differ))
        }
        BinaryOperator::PGStartsWith => Some(tree::call("starts_with", pair(), span)),
        BinaryOperator::PGOverlap if is_condition(left) || is_condition(right) => {
            let (left, right) = (tree::nested(left.clone()), tree::nested(right.clone()));
            Some(tree::nested(tree::binary(left, BinaryOperator::And, right)))
        }
        BinaryOperator::PGOverlap => Some(tree::call("array_has_any", pair(), span)),
        _ => None,
    }
}

fn is_condition(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner) => is_condition(inner),
        Expr::BinaryOp { op, .. } => matches!(
            op,
            BinaryOperator::Eq
                | BinaryOperator::NotEq
                | BinaryOperator::Lt
                | BinaryOperator::LtEq
                | BinaryOperator::Gt
                | BinaryOperator::GtEq
                | BinaryOperator::And
                | BinaryOperator::Or
        ),
        Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::Like { .. } | Expr::InList { .. } => true,
        _ => false,
    }
}
