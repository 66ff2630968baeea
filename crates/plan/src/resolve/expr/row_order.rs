//! Rows in their order: `(a, b) > (1, 2)` looks at the first fields, and where they are equal at the
//! next ones.

use sqlparser::ast::{BinaryOperator, Expr};

use super::super::Resolver;
use super::super::aggregate::size;
use crate::tree;

impl Resolver<'_> {
    /// Writes `<`, `<=`, `>` and `>=` of two rows as comparisons of their fields.
    pub(super) fn rows_in_order(&mut self, expr: &mut Expr) {
        let Expr::BinaryOp { left, op, right } = expr else {
            return;
        };
        let strict = match op {
            BinaryOperator::Lt | BinaryOperator::LtEq => BinaryOperator::Lt,
            BinaryOperator::Gt | BinaryOperator::GtEq => BinaryOperator::Gt,
            _ => return,
        };
        let (Expr::Tuple(left), Expr::Tuple(right)) = (left.as_ref(), right.as_ref()) else {
            return;
        };
        let span = tree::span_of(left.first().unwrap_or(&Expr::Tuple(Vec::new())));
        if left.len() != right.len() || left.is_empty() {
            let message = format!(
                "A row of {} values is compared with a row of {}.",
                left.len(),
                right.len()
            );
            let hint = "Give both as many values.";
            self.error(span, "SQL_COLUMN_COUNT", message, hint);
            return;
        }
        let words: usize = left.iter().chain(right).map(size).sum();
        if !self.copies(words.saturating_mul(2), span) {
            return;
        }
        let mut compared: Option<Expr> = None;
        for (left, right) in left.iter().zip(right).rev() {
            let of = |op: BinaryOperator| {
                tree::binary(tree::nested(left.clone()), op, tree::nested(right.clone()))
            };
            compared = Some(match compared.take() {
                // The last fields: the sign as it is written.
                None => of(op.clone()),
                Some(rest) => {
                    let rest = tree::binary(
                        tree::nested(of(BinaryOperator::Eq)),
                        BinaryOperator::And,
                        tree::nested(rest),
                    );
                    tree::binary(
                        tree::nested(of(strict.clone())),
                        BinaryOperator::Or,
                        tree::nested(rest),
                    )
                }
            });
        }
        if let Some(compared) = compared {
            *expr = tree::nested(compared);
        }
    }
}
