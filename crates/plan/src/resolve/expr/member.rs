//! `x IN (SELECT …)` and `EXISTS (…)` as values. As conditions of rows they become joins, which
//! know only true and not true; wherever "unknown" makes a difference they are written out as counts.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Array, BinaryOperator, DataType, Expr, Function, FunctionArgumentClause, FunctionArguments,
    GroupByExpr, OrderByKind, Query, Select, SelectItem, SetExpr, TableFactor, UnaryOperator,
    helpers::attached_token::AttachedToken, visit_expressions, visit_relations,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::aggregate::{aggregate_in, size, unnest_in, window_in};
use super::super::scope::Scope;
use super::compared::{not, plain_value, when};
use super::items::takes_lists_apart;
use crate::{made, tree};

impl Resolver<'_> {
    /// Resolves a condition of rows or groups.
    pub(in crate::resolve) fn filter(&mut self, condition: &mut Expr, scope: &Scope<'_>) {
        self.keep_memberships(condition, true, scope);
        let is_filter = std::mem::replace(&mut self.is_filter, true);
        self.expression(condition, scope);
        self.is_filter = is_filter;
    }

    /// Resolves a query inside an expression.
    pub(super) fn inside(&mut self, query: &mut Query, scope: &Scope<'_>) {
        let is_filter = std::mem::take(&mut self.is_filter);
        self.query(query, Some(scope));
        self.is_filter = is_filter;
    }

    /// Notes each `IN (SELECT …)` of which only the truth counts. `NOT IN` is one of them where
    /// it must hold by itself.
    fn keep_memberships(&mut self, condition: &Expr, by_itself: bool, scope: &Scope<'_>) {
        match condition {
            Expr::Nested(inner) => self.keep_memberships(inner, by_itself, scope),
            Expr::BinaryOp {
                left,
                op: op @ (BinaryOperator::And | BinaryOperator::Or),
                right,
            } => {
                let by_itself = by_itself && *op == BinaryOperator::And;
                self.keep_memberships(left, by_itself, scope);
                self.keep_memberships(right, by_itself, scope);
            }
            Expr::UnaryOp {
                op: UnaryOperator::Not,
                expr,
            } if by_itself => {
                let inner = unwrapped(expr);
                if let Some((false, span)) = membership(inner)
                    && !looks_outside(inner, scope)
                {
                    self.memberships.push(span);
                }
            }
            other => {
                if let Some((negated, span)) = membership(other)
                    && (!negated || by_itself && !looks_outside(other, scope))
                {
                    self.memberships.push(span);
                }
            }
        }
    }

    /// Writes membership and existence as values, where they are no plain conditions.
    pub(super) fn member(&mut self, expr: &mut Expr, scope: &Scope<'_>) {
        let written = match expr {
            Expr::InSubquery {
                expr: value,
                subquery,
                negated,
            } => {
                let span = tree::span_of(value);
                let is_row = matches!(value.as_ref(), Expr::Tuple(_));
                if is_row || self.memberships.contains(&span) {
                    return;
                }
                let (mut value, query, negated) = (value.clone(), subquery.clone(), *negated);
                self.expression(&mut value, scope);
                let found = self.found(&value, &query, span);
                found.map(|found| if negated { not(found) } else { found })
            }
            Expr::Exists { subquery, negated }
                if !self.is_filter || takes_lists_apart(subquery) =>
            {
                let (query, negated) = (subquery.clone(), *negated);
                let rows = self.rows_of(&query, None, Span::empty());
                let op = if negated {
                    BinaryOperator::Eq
                } else {
                    BinaryOperator::Gt
                };
                Some(tree::nested(is(rows, op, "0")))
            }
            _ => return,
        };
        if let Some(written) = written {
            *expr = written;
        }
    }

    /// True when a row is equal; otherwise unknown when the value or a row is missing.
    fn found(&mut self, value: &Expr, query: &Query, span: Span) -> Option<Expr> {
        let words = size(&Expr::Subquery(Box::new(query.clone())));
        if !self.copies((words + size(value)).saturating_mul(4), span) {
            return None;
        }
        let equal = self.rows_of(query, Some(value), span);
        let rows = self.figure(query, "count", true, span);
        let known = self.figure(query, "count", false, span);
        let unknown = tree::cast(tree::null(span), DataType::Boolean);
        let is_missing = Expr::IsNull(Box::new(tree::nested(value.clone())));
        let some_are_missing = tree::binary(known, BinaryOperator::Lt, rows.clone());
        Some(tree::nested(Expr::Case {
            case_token: AttachedToken::empty(),
            end_token: AttachedToken::empty(),
            operand: None,
            conditions: vec![
                when(is(equal, BinaryOperator::Gt, "0"), tree::truth(true, span)),
                when(is(rows, BinaryOperator::Eq, "0"), tree::truth(false, span)),
                when(is_missing, unknown.clone()),
                when(some_are_missing, unknown),
            ],
            else_result: Some(Box::new(tree::truth(false, span))),
        }))
    }

    /// How many rows a query has; only those that equal a value, where one is given.
    fn rows_of(&mut self, query: &Query, value: Option<&Expr>, span: Span) -> Expr {
        let (part, column) = (self.made_name(), self.made_name());
        let one = tree::call("count", vec![tree::number("1", span)], span);
        let one = vec![made::item(one, "figure")];
        let mut query = query.clone();
        if query.limit_clause.is_none() && query.fetch.is_none() {
            query.order_by = None;
        }
        // Without a query around it, it may look at the rows outside.
        let own = plain_value(&query);
        if let Some(select) = plain_select(&mut query) {
            let is_own = match (value, own) {
                (None, _) => Some(None),
                (Some(value), Some(own)) if !is_hidden(value, select) => Some(Some(tree::binary(
                    tree::nested(own),
                    BinaryOperator::Eq,
                    tree::nested(value.clone()),
                ))),
                _ => None,
            };
            if let Some(condition) = is_own {
                let conditions = select.selection.take().map(tree::nested);
                select.selection = tree::all(conditions.into_iter().chain(condition).collect());
                select.projection = one;
                return Expr::Subquery(Box::new(query));
            }
        }
        let names: &[String] = if value.is_some() {
            std::slice::from_ref(&column)
        } else {
            &[]
        };
        let from = made::derived(query, &part, names);
        let mut select = made::select(one, made::alone(from));
        select.selection = value.map(|value| {
            let own = tree::column(&part, &column, span);
            tree::binary(own, BinaryOperator::Eq, tree::nested(value.clone()))
        });
        Expr::Subquery(Box::new(made::query_of(select)))
    }
}

impl Resolver<'_> {
    /// `array(SELECT …)`: the values of a query with one column as a list, empty where it has no row.
    pub(super) fn list_of_query(&mut self, function: &Function) -> Option<Expr> {
        let FunctionArguments::Subquery(query) = &function.args else {
            return None;
        };
        let is_array = function.name.to_string().eq_ignore_ascii_case("array");
        if !is_array {
            return None;
        }
        let list = ordered_list(query)
            .unwrap_or_else(|| self.figure(query, "array_agg", false, Span::empty()));
        let none = Expr::Array(Array {
            elem: Vec::new(),
            named: false,
        });
        Some(tree::call("coalesce", vec![list, none], Span::empty()))
    }
}

/// The values of a query in its order; none where it says none, or cuts its rows.
fn ordered_list(query: &Query) -> Option<Expr> {
    let value = plain_value(query)?;
    let mut query = query.clone();
    let OrderByKind::Expressions(mut keys) = query.order_by.take()?.kind else {
        return None;
    };
    let SetExpr::Select(select) = query.body.as_mut() else {
        return None;
    };
    let name = match select.projection.first() {
        Some(SelectItem::ExprWithAlias { alias, .. }) => Some(alias.value.to_lowercase()),
        _ => None,
    };
    for key in &mut keys {
        let is_value = match &key.expr {
            Expr::Value(place) => place.to_string() == "1",
            Expr::Identifier(word) => Some(word.value.to_lowercase()) == name,
            _ => false,
        };
        if is_value {
            key.expr = tree::nested(value.clone());
        }
    }
    let mut call = tree::call("array_agg", vec![value], Span::empty());
    if let Expr::Function(function) = &mut call
        && let FunctionArguments::List(list) = &mut function.args
    {
        list.clauses.push(FunctionArgumentClause::OrderBy(keys));
    }
    select.projection = vec![made::item(call, "figure")];
    Some(Expr::Subquery(Box::new(query)))
}

/// Whether a name in a value could mean something else among the tables of a query.
fn is_hidden(value: &Expr, select: &Select) -> bool {
    let mut tables = Vec::new();
    let _ = visit_relations(&select.from, |name| {
        tables.push(name.to_string().to_lowercase());
        ControlFlow::<()>::Continue(())
    });
    for table in &select.from {
        let joined = table.joins.iter().map(|join| &join.relation);
        for factor in std::iter::once(&table.relation).chain(joined) {
            match factor {
                TableFactor::Table { alias, .. } | TableFactor::Derived { alias, .. } => {
                    let alias = alias.as_ref().map(|alias| alias.name.value.to_lowercase());
                    tables.extend(alias);
                }
                _ => return true,
            }
        }
    }
    visit_expressions(value, |expr| match expr {
        Expr::CompoundIdentifier(words) => {
            let table = words.first().map(|word| word.value.to_lowercase());
            if table.is_some_and(|table| tables.contains(&table)) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
        Expr::Identifier(_) | Expr::Subquery(_) | Expr::Exists { .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .is_break()
}

/// The body of a query that has a row for each row of its tables.
fn plain_select(query: &mut Query) -> Option<&mut Select> {
    if !is_plain(query) {
        return None;
    }
    match query.body.as_mut() {
        SetExpr::Select(select) => Some(select),
        _ => None,
    }
}

/// Whether a query has a row for each row of its tables that its condition keeps.
pub(super) fn is_plain(query: &Query) -> bool {
    let SetExpr::Select(select) = query.body.as_ref() else {
        return false;
    };
    let is_grouped =
        !matches!(&select.group_by, GroupByExpr::Expressions(keys, _) if keys.is_empty());
    let has_other_rows = select.projection.iter().any(|item| match item {
        SelectItem::UnnamedExpr(value) | SelectItem::ExprWithAlias { expr: value, .. } => {
            aggregate_in(value).is_some()
                || window_in(value).is_some()
                || unnest_in(value).is_some()
        }
        _ => false,
    });
    query.with.is_none()
        && query.limit_clause.is_none()
        && query.fetch.is_none()
        && select.distinct.is_none()
        && select.having.is_none()
        && select.qualify.is_none()
        && !is_grouped
        && !has_other_rows
}

fn is(number: Expr, op: BinaryOperator, other: &str) -> Expr {
    tree::binary(number, op, tree::number(other, Span::empty()))
}

fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => unwrapped(inner),
        other => other,
    }
}

/// Whether an expression is a membership that can be a join: negated or not, and the place of its
/// value.
fn membership(expr: &Expr) -> Option<(bool, Span)> {
    let (negated, value, query) = match expr {
        Expr::InSubquery {
            expr: value,
            subquery,
            negated,
        } => (*negated, value, subquery.as_ref()),
        Expr::AnyOp {
            left,
            compare_op: BinaryOperator::Eq,
            right,
            ..
        } => (false, left, inner_query(right)?),
        Expr::AllOp {
            left,
            compare_op: BinaryOperator::NotEq,
            right,
        } => (true, left, inner_query(right)?),
        _ => return None,
    };
    (!takes_lists_apart(query)).then(|| (negated, tree::span_of(value)))
}

/// Whether the query of a membership names a table of the rows around it, which no join for
/// `NOT IN` can.
fn looks_outside(expr: &Expr, scope: &Scope<'_>) -> bool {
    let Expr::InSubquery { subquery, .. } = expr else {
        return false;
    };
    let known = scope.source_names();
    visit_expressions(subquery, |expr| match expr {
        Expr::CompoundIdentifier(words)
            if words.first().is_some_and(|word| {
                known
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(&word.value))
            }) =>
        {
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    })
    .is_break()
}

fn inner_query(expr: &Expr) -> Option<&Query> {
    match unwrapped(expr) {
        Expr::Subquery(query) => Some(query),
        _ => None,
    }
}
