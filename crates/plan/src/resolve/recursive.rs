//! WITH RECURSIVE: a named query that reads itself.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Cte, Expr, Ident, ObjectName, Query, Select, SelectItem, SetExpr, SetOperator, SetQuantifier,
    Visit, visit_relations,
};
use sqlparser::tokenizer::Span;

use super::scope::{Scope, Source};
use super::{NamedQuery, Resolver};
use crate::refuse;
use crate::tree;

/// A named query that reads itself, as far as the typed tree no longer tells it.
#[derive(Debug, Clone)]
pub(crate) struct Recursive {
    /// Its exact name.
    pub(crate) name: String,
    /// For each column of the repeated part: whether a person wrote its type, and where it stands.
    pub(crate) columns: Vec<(bool, Span)>,
}

/// Whether a part of a query reads a table of this name.
pub(super) fn reads<Part: Visit>(part: &Part, name: &Ident) -> bool {
    let found = visit_relations(part, |relation: &ObjectName| {
        let is_it = match relation.0.as_slice() {
            [one] => one
                .as_ident()
                .is_some_and(|word| word.value.eq_ignore_ascii_case(&name.value)),
            _ => false,
        };
        if is_it {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    found.is_break()
}

/// A query that does not read itself, so that the planner takes it as it is: beside queries that
/// do, it would only look at both sides of a union.
pub(super) fn shielded(query: &mut Query) {
    if !matches!(query.body.as_ref(), SetExpr::SetOperation { .. }) {
        return;
    }
    let outer = Query {
        with: None,
        body: Box::new(SetExpr::Values(sqlparser::ast::Values {
            explicit_row: false,
            value_keyword: false,
            rows: Vec::new(),
        })),
        order_by: None,
        limit_clause: None,
        fetch: None,
        locks: Vec::new(),
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators: Vec::new(),
    };
    let inner = std::mem::replace(query, outer);
    *query.body = SetExpr::Query(Box::new(inner));
}

impl Resolver<'_> {
    /// Resolves a named query that reads itself: the part before UNION first, whose columns the
    /// part behind it may read under the query's own name.
    pub(super) fn recursive(
        &mut self,
        cte: &mut Cte,
        exact: &str,
        parent: Option<&Scope<'_>>,
    ) -> Vec<String> {
        let name = tree::exact(&cte.alias.name.value, cte.alias.name.span);
        let query = cte.query.as_mut();
        if let Some((what, hint)) = refuse::query(query) {
            self.unsupported(what, name.span, hint);
            return Vec::new();
        }
        let around = query.with.is_some()
            || query.order_by.is_some()
            || query.limit_clause.is_some()
            || query.fetch.is_some();
        let (left, right, quantifier) = match query.body.as_mut() {
            SetExpr::SetOperation {
                op: SetOperator::Union,
                left,
                right,
                set_quantifier:
                    quantifier @ (SetQuantifier::All | SetQuantifier::None | SetQuantifier::Distinct),
            } if !around && !reads(left, &name) => (left, right, *quantifier),
            _ => {
                self.unsupported(
                    "A recursive query of this form",
                    name.span,
                    "Write SELECT … UNION ALL SELECT …, where only the part behind UNION reads the \
                     query itself, without WITH, ORDER BY or LIMIT around the two.",
                );
                return Vec::new();
            }
        };
        let columns = self.body(left, parent);
        let columns = self.renamed(columns, &mut cte.alias.columns, name.span);
        let source = Source {
            name: name.value,
            columns: columns.clone(),
        };
        let exact = exact.to_owned();
        self.named_queries.push(NamedQuery {
            source,
            exact: exact.clone(),
            order: Vec::new(),
            tree: None,
        });
        let span = sqlparser::ast::Spanned::span(right.as_ref());
        let next = self.body(right, parent);
        self.named_queries.pop();
        let made = Recursive {
            name: exact,
            columns: written_types(right, next.len(), span),
        };
        self.recursive.push(made);
        self.set_columns(columns, next, (SetOperator::Union, quantifier), span)
    }
}

/// Which columns of a part have a type that a person wrote.
fn written_types(part: &SetExpr, count: usize, span: Span) -> Vec<(bool, Span)> {
    let select: Option<&Select> = match part {
        SetExpr::Select(select) => Some(select),
        _ => None,
    };
    let written = |at: usize| {
        let item = select?.projection.get(at)?;
        let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else {
            return None;
        };
        let is_written = matches!(expr, Expr::Cast { .. } | Expr::TypedString(_));
        Some((is_written, tree::span_of(expr)))
    };
    (0..count)
        .map(|at| written(at).unwrap_or((false, span)))
        .collect()
}
