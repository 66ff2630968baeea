//! ORDER BY: by output name, by position, by ALL, or by any expression.

use sqlparser::ast::{Expr, OrderBy, OrderByExpr, OrderByKind, Value};
use sqlparser::tokenizer::Span;

use super::Resolver;
use super::scope::{Scope, one_named};
use crate::tree;

impl Resolver<'_> {
    /// Orders a select: output names first, then anything its tables have.
    pub(super) fn order(&mut self, order_by: &mut OrderBy, columns: &[String], scope: &Scope<'_>) {
        self.refuse_fills(order_by);
        let items = self.order_items(order_by, columns);
        for item in items {
            if !self.output_column(item, columns) {
                self.expression(&mut item.expr, scope);
            }
        }
    }

    /// Orders a set operation or VALUES, which have nothing but output names.
    pub(super) fn order_of_columns(&mut self, order_by: &mut OrderBy, columns: &[String]) {
        let aliases = columns
            .iter()
            .map(|name| {
                (
                    name.clone(),
                    Expr::Identifier(tree::exact(name, Span::empty())),
                )
            })
            .collect();
        let scope = Scope {
            aliases,
            ..Scope::default()
        };
        self.order(order_by, columns, &scope);
    }

    fn refuse_fills(&mut self, order_by: &OrderBy) {
        let has_fill = match &order_by.kind {
            OrderByKind::Expressions(items) => items.iter().any(|item| item.with_fill.is_some()),
            OrderByKind::All(_) => false,
        };
        if has_fill || order_by.interpolate.is_some() {
            self.unsupported(
                "WITH FILL",
                Span::empty(),
                "Join a list of all positions instead.",
            );
        }
    }

    fn order_items<'o>(
        &mut self,
        order_by: &'o mut OrderBy,
        columns: &[String],
    ) -> &'o mut Vec<OrderByExpr> {
        if let OrderByKind::All(options) = &order_by.kind {
            let items = columns.iter().map(|name| OrderByExpr {
                expr: Expr::Identifier(tree::exact(name, Span::empty())),
                options: *options,
                with_fill: None,
            });
            order_by.kind = OrderByKind::Expressions(items.collect());
        }
        match &mut order_by.kind {
            OrderByKind::Expressions(items) => items,
            OrderByKind::All(_) => unreachable!("ALL was written out above"),
        }
    }

    /// Resolves an output name or position; false when it is neither.
    fn output_column(&mut self, item: &mut OrderByExpr, columns: &[String]) -> bool {
        if let Some(at) = self.position(&item.expr, columns.len(), "ORDER BY") {
            if let Some(name) = at.and_then(|at| columns.get(at)) {
                item.expr = Expr::Identifier(tree::exact(name, tree::span_of(&item.expr)));
            }
            return true;
        }
        let Expr::Identifier(word) = &item.expr else {
            return false;
        };
        let Some(&name) = one_named(word, columns, |name| name).first() else {
            return false;
        };
        item.expr = Expr::Identifier(tree::exact(name, word.span));
        true
    }

    /// The output column that a bare number means, from 0; the inner none means out of range.
    pub(super) fn position(
        &mut self,
        expr: &Expr,
        count: usize,
        clause: &str,
    ) -> Option<Option<usize>> {
        let (digits, span) = match expr {
            Expr::Value(value) => match &value.value {
                Value::Number(digits, _) => (digits.clone(), value.span),
                _ => return None,
            },
            Expr::UnaryOp {
                op: sqlparser::ast::UnaryOperator::Minus,
                expr,
            } => match expr.as_ref() {
                Expr::Value(value) if matches!(value.value, Value::Number(..)) => {
                    (format!("-{}", value.value), value.span)
                }
                _ => return None,
            },
            _ => return None,
        };
        if let Some(at) = digits
            .parse::<usize>()
            .ok()
            .filter(|at| (1..=count).contains(at))
        {
            return Some(Some(at - 1));
        }
        let digits = crate::near::shortened(&digits);
        let message = format!("{clause} names column {digits} of {count}.");
        self.error(
            span,
            "SQL_POSITION",
            message,
            "Columns are counted from 1; or use a name.",
        );
        Some(None)
    }
}
