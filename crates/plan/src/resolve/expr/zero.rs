//! Divisors that are written as zero: the answer is known while planning, and said while typing.

use model::Diagnostic;
use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value};

use super::super::Resolver;
use crate::tree;

impl Resolver<'_> {
    /// Warns of `x / 0`, which the planner replaces by a missing value before any row is read.
    pub(super) fn check_divisor(&mut self, expr: &Expr) {
        let Expr::BinaryOp { op, right, .. } = expr else {
            return;
        };
        let divides = matches!(
            op,
            BinaryOperator::Divide
                | BinaryOperator::Modulo
                | BinaryOperator::DuckIntegerDivide
                | BinaryOperator::MyIntegerDivide
        );
        if divides && is_zero(right) {
            let message = "A division by zero has no result; it is shown as missing.";
            let hint = "Divide by another number, or write nullif(divisor, 0) to say it is meant.";
            let warning = Diagnostic::warning("SQL_DIVISION_BY_ZERO", message).with_hint(hint);
            self.report(tree::span_of(right), warning);
        }
    }
}

fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::Nested(inner)
        | Expr::UnaryOp {
            op: UnaryOperator::Minus | UnaryOperator::Plus,
            expr: inner,
        } => is_zero(inner),
        Expr::Value(value) => match &value.value {
            Value::Number(digits, _) => digits.parse::<f64>().is_ok_and(|number| number == 0.0),
            _ => false,
        },
        _ => false,
    }
}
