//! Comparisons with many values at once: `x > ANY (…)`, `x = ALL (…)`, `(a, b) IN (…)`.
//!
//! They are written as plain comparisons, aggregates and EXISTS, so that nulls count as SQL says: what
//! cannot be known is neither true nor false.

use sqlparser::ast::{
    BinaryOperator, CaseWhen, DataType, Expr, Query, SelectItem, SetExpr, UnaryOperator,
    helpers::attached_token::AttachedToken,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::aggregate::{aggregate_in, size};
use super::super::scope::Scope;
use super::member::is_plain;
use crate::{made, tree};

/// Row values of one list, at most: each is as many comparisons as it has fields.
const ROWS: usize = 500;

impl Resolver<'_> {
    /// Writes a comparison with many values in full, before its names are looked up.
    pub(super) fn compared(&mut self, expr: &mut Expr, scope: &Scope<'_>) {
        self.member(expr, scope);
        // Finding a place walks everything inside: not for each part of a long expression.
        let is_one = match expr {
            Expr::AnyOp { .. } | Expr::AllOp { .. } => true,
            Expr::InList { expr: row, .. }
            | Expr::InSubquery { expr: row, .. }
            | Expr::BinaryOp { left: row, .. } => matches!(row.as_ref(), Expr::Tuple(_)),
            _ => false,
        };
        if !is_one {
            return;
        }
        let span = tree::span_of(expr);
        let written = match expr {
            Expr::AnyOp {
                left,
                compare_op,
                right,
                ..
            } => self.quantified((left, compare_op, right), true, scope),
            Expr::AllOp {
                left,
                compare_op,
                right,
            } => self.quantified((left, compare_op, right), false, scope),
            Expr::InList {
                expr: row,
                list,
                negated,
            } => match row.as_ref() {
                Expr::Tuple(fields) => {
                    let (fields, negated) = (fields.clone(), *negated);
                    let list = std::mem::take(list);
                    self.in_rows(&fields, list, span)
                        .map(|found| if negated { not(found) } else { found })
                }
                _ => None,
            },
            Expr::BinaryOp {
                left,
                op: op @ (BinaryOperator::Eq | BinaryOperator::NotEq),
                right,
            } => match (left.as_ref(), right.as_ref()) {
                (Expr::Tuple(left), Expr::Tuple(right)) => {
                    let is_not = *op == BinaryOperator::NotEq;
                    let (left, right) = (left.clone(), right.clone());
                    self.equal_rows(&left, right, span)
                        .map(|equal| if is_not { not(equal) } else { equal })
                }
                _ => None,
            },
            Expr::InSubquery { expr: row, .. } if matches!(row.as_ref(), Expr::Tuple(_)) => {
                let hint = "Let it be a condition of WHERE, by itself or joined with AND and OR.";
                self.unsupported("A row IN (SELECT …) at this place", span, hint);
                Some(tree::null(span))
            }
            _ => None,
        };
        if let Some(written) = written {
            *expr = written;
        }
    }

    /// `x op ANY (…)` or `x op ALL (…)`, over a query or a written list.
    fn quantified(
        &mut self,
        (left, op, right): (&Expr, &BinaryOperator, &Expr),
        is_any: bool,
        scope: &Scope<'_>,
    ) -> Option<Expr> {
        let items = match right {
            Expr::Subquery(query) => return self.over_query((left, op, query), is_any, scope),
            Expr::Nested(inner) => return self.quantified((left, op, inner), is_any, scope),
            Expr::Array(array) => array.elem.clone(),
            Expr::Tuple(items) => items.clone(),
            _ => return None,
        };
        let span = tree::span_of(left);
        if !self.copies(size(left).saturating_mul(items.len()), span) {
            return None;
        }
        let joined = if is_any {
            BinaryOperator::Or
        } else {
            BinaryOperator::And
        };
        let compared = items
            .into_iter()
            .map(|item| tree::binary(tree::nested(left.clone()), op.clone(), tree::nested(item)))
            .collect();
        Some(balanced(compared, &joined).unwrap_or_else(|| tree::truth(!is_any, span)))
    }

    /// Over a query: compared with its extremes, its number of rows and its number of nulls.
    fn over_query(
        &mut self,
        (left, op, query): (&Expr, &BinaryOperator, &Query),
        is_any: bool,
        scope: &Scope<'_>,
    ) -> Option<Expr> {
        let span = tree::span_of(left);
        if matches!(
            (op, is_any),
            (BinaryOperator::Eq, true) | (BinaryOperator::NotEq, false)
        ) {
            let mut member = Expr::InSubquery {
                expr: Box::new(left.clone()),
                subquery: Box::new(query.clone()),
                negated: !is_any,
            };
            self.member(&mut member, scope);
            return Some(member);
        }
        let words = size(&Expr::Subquery(Box::new(query.clone())));
        if !self.copies((words + size(left)).saturating_mul(6), span) {
            return None;
        }
        let mut figure = |name: &str, is_count: bool| self.figure(query, name, is_count, span);
        let extremes: &[&str] = match (op, is_any) {
            (BinaryOperator::Lt | BinaryOperator::LtEq, true)
            | (BinaryOperator::Gt | BinaryOperator::GtEq, false) => &["max"],
            (BinaryOperator::Gt | BinaryOperator::GtEq, true)
            | (BinaryOperator::Lt | BinaryOperator::LtEq, false) => &["min"],
            (BinaryOperator::Eq | BinaryOperator::NotEq, _) => &["min", "max"],
            _ => return None,
        };
        let compared: Vec<Expr> = extremes
            .iter()
            .map(|name| tree::binary(tree::nested(left.clone()), op.clone(), figure(name, false)))
            .collect();
        let joined = if is_any {
            BinaryOperator::Or
        } else {
            BinaryOperator::And
        };
        let compared = tree::nested(balanced(compared, &joined)?);
        let rows = figure("count", true);
        let known = figure("count", false);
        let is_empty = tree::binary(rows.clone(), BinaryOperator::Eq, tree::number("0", span));
        let decided = if is_any {
            compared.clone()
        } else {
            not(compared.clone())
        };
        let unknown = tree::cast(tree::null(span), DataType::Boolean);
        Some(Expr::Case {
            case_token: AttachedToken::empty(),
            end_token: AttachedToken::empty(),
            operand: None,
            conditions: vec![
                when(is_empty, tree::truth(!is_any, span)),
                when(decided, tree::truth(is_any, span)),
                when(tree::binary(known, BinaryOperator::Lt, rows), unknown),
            ],
            else_result: Some(Box::new(compared)),
        })
    }

    /// One figure about the only column of a query: `(SELECT min(value) FROM (…))`.
    pub(super) fn figure(&mut self, query: &Query, name: &str, is_rows: bool, span: Span) -> Expr {
        if let Some(own) = plain_value(query) {
            // Without a query around it, it may look at the rows outside.
            let value = if is_rows {
                tree::number("1", span)
            } else {
                own
            };
            let mut query = query.clone();
            query.order_by = None;
            if let SetExpr::Select(select) = query.body.as_mut() {
                select.projection = vec![made::item(tree::call(name, vec![value], span), "figure")];
            }
            return Expr::Subquery(Box::new(query));
        }
        let part = self.made_name();
        let column = if is_rows {
            tree::number("1", span)
        } else {
            tree::column(&part, "value", span)
        };
        let mut from = made::derived(query.clone(), &part, &["value".to_owned()]);
        if let sqlparser::ast::TableFactor::Derived {
            alias: Some(alias), ..
        } = &mut from
        {
            alias.name.span = span;
        }
        let item = made::item(tree::call(name, vec![column], span), "figure");
        let select = made::select(vec![item], made::alone(from));
        Expr::Subquery(Box::new(made::query_of(select)))
    }

    /// `(a, b) IN ((1, 2), (3, 4))`.
    fn in_rows(&mut self, fields: &[Expr], list: Vec<Expr>, span: Span) -> Option<Expr> {
        if list.len() > ROWS {
            let message = format!("More than {ROWS} rows stand in this list.");
            let hint = "Put them into a file, add it as a source and join it.";
            self.error(span, "SQL_CHAIN_TOO_LONG", message, hint);
            return None;
        }
        let mut found = Vec::with_capacity(list.len());
        for row in list {
            let at = tree::span_of(&row);
            let Expr::Tuple(values) = row else {
                let message = "A row is compared with single values here.".to_owned();
                let hint = "Write a row for each: (a, b) IN ((1, 2), (3, 4)).";
                self.error(at, "SQL_COLUMN_COUNT", message, hint);
                return None;
            };
            found.push(self.equal_rows(fields, values, at)?);
        }
        Some(balanced(found, &BinaryOperator::Or).unwrap_or_else(|| tree::truth(false, span)))
    }

    fn equal_rows(&mut self, left: &[Expr], right: Vec<Expr>, span: Span) -> Option<Expr> {
        if left.len() != right.len() {
            let message = format!(
                "A row of {} values is compared with a row of {}.",
                left.len(),
                right.len()
            );
            self.error(
                span,
                "SQL_COLUMN_COUNT",
                message,
                "Give both as many values.",
            );
            return None;
        }
        let words: usize = left.iter().map(size).sum();
        if !self.copies(words, span) {
            return None;
        }
        let equal = left
            .iter()
            .zip(right)
            .map(|(left, right)| {
                tree::binary(
                    tree::nested(left.clone()),
                    BinaryOperator::Eq,
                    tree::nested(right),
                )
            })
            .collect();
        tree::all(equal).map(tree::nested)
    }

    /// `(a, b) IN (SELECT …)` where only what is true counts: conditions of WHERE.
    pub(in crate::resolve) fn rows_in_queries(&mut self, condition: &mut Expr, scope: &Scope<'_>) {
        match condition {
            Expr::Nested(inner) => self.rows_in_queries(inner, scope),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::And | BinaryOperator::Or,
                right,
            } => {
                self.rows_in_queries(left, scope);
                self.rows_in_queries(right, scope);
            }
            Expr::UnaryOp {
                op: UnaryOperator::Not,
                expr,
            } => {
                if let Expr::Nested(inner) = expr.as_mut()
                    && let Expr::InSubquery {
                        expr: row, negated, ..
                    } = inner.as_mut()
                    && matches!(row.as_ref(), Expr::Tuple(_))
                {
                    *negated = !*negated;
                    *condition = (**inner).clone();
                    self.rows_in_queries(condition, scope);
                }
            }
            Expr::InSubquery {
                expr: row,
                subquery,
                negated,
            } => {
                if let Expr::Tuple(fields) = row.as_mut()
                    && let Some(exists) = self.row_in_query(fields, subquery, *negated, scope)
                {
                    *condition = exists;
                }
            }
            _ => {}
        }
    }

    /// A row is in a query when some row equals it, and not in it when every row surely differs.
    fn row_in_query(
        &mut self,
        fields: &mut [Expr],
        query: &Query,
        negated: bool,
        scope: &Scope<'_>,
    ) -> Option<Expr> {
        let part = self.made_name();
        let names: Vec<String> = (1..=fields.len()).map(|at| format!("value{at}")).collect();
        let mut equal = Vec::with_capacity(fields.len());
        for (field, name) in fields.iter_mut().zip(&names) {
            let span = tree::span_of(field);
            self.expression(field, scope);
            if aggregate_in(field).is_some() {
                return None;
            }
            let same = tree::binary(
                tree::column(&part, name, span),
                BinaryOperator::Eq,
                tree::nested(field.clone()),
            );
            equal.push(if negated {
                Expr::IsNotFalse(Box::new(tree::nested(same)))
            } else {
                same
            });
        }
        let item = SelectItem::UnnamedExpr(tree::number("1", Span::empty()));
        let from = made::derived(query.clone(), &part, &names);
        let mut select = made::select(vec![item], made::alone(from));
        select.selection = tree::all(equal);
        Some(Expr::Exists {
            subquery: Box::new(made::query_of(select)),
            negated,
        })
    }
}

/// The value of a query that gives one for each row of its tables.
pub(super) fn plain_value(query: &Query) -> Option<Expr> {
    let SetExpr::Select(select) = query.body.as_ref() else {
        return None;
    };
    let [SelectItem::UnnamedExpr(value) | SelectItem::ExprWithAlias { expr: value, .. }] =
        select.projection.as_slice()
    else {
        return None;
    };
    is_plain(query).then(|| value.clone())
}

pub(super) fn when(condition: Expr, result: Expr) -> CaseWhen {
    CaseWhen { condition, result }
}

pub(super) fn not(expr: Expr) -> Expr {
    Expr::UnaryOp {
        op: UnaryOperator::Not,
        expr: Box::new(Expr::Nested(Box::new(expr))),
    }
}

/// Conditions joined as a tree of little depth; none of none.
fn balanced(mut conditions: Vec<Expr>, op: &BinaryOperator) -> Option<Expr> {
    while conditions.len() > 1 {
        let mut halved = Vec::with_capacity(conditions.len().div_ceil(2));
        let mut rest = conditions.into_iter();
        while let Some(left) = rest.next() {
            halved.push(match rest.next() {
                Some(right) => Expr::Nested(Box::new(tree::binary(left, op.clone(), right))),
                None => left,
            });
        }
        conditions = halved;
    }
    conditions.pop()
}
