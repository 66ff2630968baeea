//! ORDER BY: by output name, by position, by ALL, or by any expression.

use sqlparser::ast::{Expr, OrderBy, OrderByExpr, OrderByKind, Value};
use sqlparser::tokenizer::Span;

use super::Resolver;
use super::scope::{Scope, one_named};
use crate::tree;

/// What a bare number says about the select list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// This item, counted from 0.
    At(usize),
    /// No item has this number.
    Beyond,
    /// It is no number.
    None,
}

impl Position {
    pub(super) fn at(self) -> Option<usize> {
        match self {
            Self::At(at) => Some(at),
            Self::Beyond | Self::None => None,
        }
    }
}

impl Resolver<'_> {
    /// Orders a select: output names first, then anything its tables have.
    pub(super) fn order(&mut self, order_by: &mut OrderBy, columns: &[String], scope: &Scope<'_>) {
        self.refuse_fills(order_by);
        let items = std::mem::replace(&mut order_by.kind, OrderByKind::Expressions(Vec::new()));
        let mut items = match items {
            OrderByKind::Expressions(items) => items,
            OrderByKind::All(options) => columns
                .iter()
                .map(|name| OrderByExpr {
                    expr: Expr::Identifier(tree::exact(name, Span::empty())),
                    options,
                    with_fill: None,
                })
                .collect(),
        };
        for item in &mut items {
            if !self.output_column(item, columns) {
                self.expression(&mut item.expr, scope);
            }
        }
        order_by.kind = OrderByKind::Expressions(items);
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

    /// Resolves an output name or position; false when it is neither.
    fn output_column(&mut self, item: &mut OrderByExpr, columns: &[String]) -> bool {
        let position = self.position(&item.expr, columns.len(), "ORDER BY");
        if position != Position::None {
            if let Some(name) = position.at().and_then(|at| columns.get(at)) {
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

    /// The output column that a bare number means.
    pub(super) fn position(&mut self, expr: &Expr, count: usize, clause: &str) -> Position {
        let (digits, span) = match expr {
            Expr::Value(value) => match &value.value {
                Value::Number(digits, _) => (digits.clone(), value.span),
                _ => return Position::None,
            },
            Expr::UnaryOp {
                op: sqlparser::ast::UnaryOperator::Minus,
                expr,
            } => match expr.as_ref() {
                Expr::Value(value) if matches!(value.value, Value::Number(..)) => {
                    (format!("-{}", value.value), value.span)
                }
                _ => return Position::None,
            },
            _ => return Position::None,
        };
        if let Some(at) = digits
            .parse::<usize>()
            .ok()
            .filter(|at| (1..=count).contains(at))
        {
            return Position::At(at - 1);
        }
        let digits = crate::near::shortened(&digits);
        let message = format!("{clause} names column {digits} of {count}.");
        self.error(
            span,
            "SQL_POSITION",
            message,
            "Columns are counted from 1; or use a name.",
        );
        Position::Beyond
    }
}
