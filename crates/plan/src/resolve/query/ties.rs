//! `FETCH … WITH TIES` and `FETCH … PERCENT`, written as conditions on the rank of a row.

use sqlparser::ast::{
    BinaryOperator, DataType, Distinct, Expr, Fetch, FunctionArg, FunctionArgExpr,
    FunctionArguments, LimitClause, OrderByExpr, OrderByKind, Query, Select, SelectItem, SetExpr,
    Value, WindowType,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use crate::{made, tree};

impl Resolver<'_> {
    /// Turns a FETCH with ties or percent into QUALIFY, before any name is looked up.
    pub(super) fn ties(&mut self, query: &mut Query) {
        let Some(fetch) = query
            .fetch
            .take_if(|fetch| fetch.with_ties || fetch.percent)
        else {
            return;
        };
        let what = if fetch.with_ties {
            "FETCH WITH TIES"
        } else {
            "A share of the rows"
        };
        let span = fetch.quantity.as_ref().map_or(Span::empty(), tree::span_of);
        let order = match query.order_by.as_ref().map(|order| &order.kind) {
            None => Vec::new(),
            Some(OrderByKind::Expressions(items)) => items.clone(),
            Some(OrderByKind::All(_)) => {
                self.unsupported(
                    &format!("{what} with ORDER BY ALL"),
                    span,
                    "List the columns.",
                );
                return;
            }
        };
        if fetch.with_ties && order.is_empty() {
            let message = "FETCH WITH TIES needs an order: without one, nothing ties.".to_owned();
            self.error(span, "SQL_LIMIT", message, "Add ORDER BY.");
            return;
        }
        let offset = match &query.limit_clause {
            None => None,
            Some(LimitClause::LimitOffset {
                limit: None,
                offset,
                ..
            }) => offset.as_ref().map(|offset| offset.value.clone()),
            Some(_) => {
                self.unsupported("LIMIT together with FETCH", span, "Keep one of them.");
                return;
            }
        };
        let hint = "Put the query into a named query (WITH), and select from that.";
        let SetExpr::Select(select) = query.body.as_mut() else {
            self.unsupported(&format!("{what} after a set operation"), span, hint);
            return;
        };
        let is_plain = matches!(select.distinct, None | Some(Distinct::All));
        if !is_plain || select.qualify.is_some() {
            self.unsupported(&format!("{what} with DISTINCT or QUALIFY"), span, hint);
            return;
        }
        let mut keys = Vec::with_capacity(order.len());
        for mut key in order {
            let Some(meaning) = meaning(&key.expr, select) else {
                self.unsupported(
                    &format!("{what} ordered by a position"),
                    span,
                    "Order by a name.",
                );
                return;
            };
            key.expr = meaning;
            keys.push(key);
        }
        select.qualify = Some(kept(fetch, offset, keys, span));
    }
}

/// What a key of ORDER BY means where the rows are numbered: names of the list written out.
fn meaning(key: &Expr, select: &Select) -> Option<Expr> {
    let item = match key {
        Expr::Identifier(word) => select.projection.iter().find(|item| {
            matches!(item, SelectItem::ExprWithAlias { alias, .. }
                if alias.value.to_lowercase() == word.value.to_lowercase())
        }),
        Expr::Value(value) => {
            let Value::Number(digits, _) = &value.value else {
                return Some(key.clone());
            };
            let at = digits.parse::<usize>().ok()?.checked_sub(1)?;
            let items = select.projection.get(..=at)?;
            let is_star = |item: &SelectItem| {
                matches!(
                    item,
                    SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..)
                )
            };
            if items.iter().any(is_star) {
                return None;
            }
            items.last()
        }
        _ => None,
    };
    Some(match item {
        Some(SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr)) => {
            tree::nested(expr.clone())
        }
        _ => key.clone(),
    })
}

/// The condition that keeps as many rows as asked for, and those that tie with the last.
fn kept(fetch: Fetch, offset: Option<Expr>, order: Vec<OrderByExpr>, span: Span) -> Expr {
    let quantity = fetch.quantity.unwrap_or_else(|| tree::number("1", span));
    let mut most = if fetch.percent {
        let share = tree::binary(
            tree::cast(tree::nested(quantity), DataType::DoublePrecision),
            BinaryOperator::Multiply,
            tree::cast(rows(span), DataType::DoublePrecision),
        );
        let share = tree::binary(
            tree::nested(share),
            BinaryOperator::Divide,
            tree::cast(tree::number("100", span), DataType::DoublePrecision),
        );
        tree::call("ceil", vec![share], span)
    } else {
        quantity
    };
    if let Some(offset) = offset {
        most = tree::binary(
            tree::nested(offset),
            BinaryOperator::Plus,
            tree::nested(most),
        );
    }
    let name = if fetch.with_ties {
        "rank"
    } else {
        "row_number"
    };
    let mut rank = made::over(name, Vec::new(), Vec::new());
    if let Expr::Function(function) = &mut rank
        && let Some(WindowType::WindowSpec(window)) = &mut function.over
    {
        window.order_by = order;
    }
    tree::binary(rank, BinaryOperator::LtEq, tree::nested(most))
}

/// The number of all rows, on each of them.
fn rows(span: Span) -> Expr {
    let mut count = made::over("count", vec![tree::number("1", span)], Vec::new());
    if let Expr::Function(function) = &mut count
        && let FunctionArguments::List(list) = &mut function.args
    {
        list.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Wildcard)];
    }
    count
}
