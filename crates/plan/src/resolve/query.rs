//! Queries around a select: WITH, set operations, VALUES, LIMIT.

mod copies;
mod kept;
mod sorted;
mod ties;

use std::rc::Rc;

use sqlparser::ast::{
    Expr, LimitClause, Offset, OffsetRows, Query, SetExpr, SetOperator, SetQuantifier, Spanned,
    Values, With,
};
use sqlparser::tokenizer::Span;

use super::scope::{Scope, Source};
use super::{NamedQuery, Resolver, ordered, recursive};
use crate::guard;
use crate::made;
use crate::near::shortened;
use crate::refuse;
use crate::tree;

impl Resolver<'_> {
    /// Resolves a query and says the names of its columns.
    pub(super) fn query(&mut self, query: &mut Query, parent: Option<&Scope<'_>>) -> Vec<String> {
        if let Some((what, hint)) = refuse::query(query) {
            let span = query.body.span();
            self.unsupported(what, span, hint);
            return Vec::new();
        }
        self.ties(query);
        let known = self.named_queries.len();
        if let Some(with) = &mut query.with {
            self.with(with, parent);
        }
        let mut order_by = query.order_by.take();
        let columns = match query.body.as_mut() {
            SetExpr::Select(select) => self.select(select, order_by.as_mut(), parent),
            body => {
                let columns = self.body(body, parent);
                if let Some(order_by) = &mut order_by {
                    self.order_of_columns(order_by, &columns);
                }
                columns
            }
        };
        query.order_by = order_by;
        self.sorted_by_queries(query, &columns);
        self.limits(query);
        self.named_queries.truncate(known);
        columns
    }

    fn with(&mut self, with: &mut With, parent: Option<&Scope<'_>>) {
        let mut here: Vec<String> = Vec::new();
        let span = with.with_token.0.span;
        if with.cte_tables.len() > guard::NAMED_QUERIES {
            let message = format!(
                "The statement has more than {} named queries.",
                guard::NAMED_QUERIES
            );
            self.error(
                span,
                "SQL_TOO_MANY_CTES",
                message,
                "Put some of them into cells.",
            );
            return;
        }
        for cte in &mut with.cte_tables {
            let name = &cte.alias.name;
            if here.contains(&name.value.to_lowercase()) {
                let message = format!("Two named queries are called `{}`.", shortened(&name.value));
                let span = name.span;
                self.error(span, "SQL_DUPLICATE_NAME", message, "Rename one of them.");
                continue;
            }
            here.push(name.value.to_lowercase());
            let name = tree::exact(&name.value, name.span);
            let lower = name.value.to_lowercase();
            let hides = |known: &NamedQuery| known.source.name.to_lowercase() == lower;
            let exact = if self.named_queries.iter().any(hides) {
                self.made_name()
            } else {
                name.value.clone()
            };
            let mut order = Vec::new();
            let columns = if with.recursive && recursive::reads(&cte.query, &name) {
                self.recursive(cte, &exact, parent)
            } else {
                let columns = self.query(&mut cte.query, parent);
                if with.recursive {
                    recursive::shielded(&mut cte.query);
                }
                let own = columns.clone();
                let columns = self.renamed(columns, &mut cte.alias.columns, name.span);
                order = ordered::by_columns(&cte.query, (&own, &columns));
                self.kept_once(cte, &columns);
                columns
            };
            cte.alias.name = tree::exact(&exact, name.span);
            let name = name.value;
            let source = Source { name, columns };
            self.named_queries.push(NamedQuery {
                source,
                exact,
                order,
                tree: self.may_ask_for_fields().then(|| Rc::new(cte.clone())),
            });
        }
    }

    /// Whether a star of a structure, or `unnest` of one, may stand anywhere.
    fn may_ask_for_fields(&self) -> bool {
        let text = self.text.as_str();
        text.contains(".*") || text.to_lowercase().contains("unnest")
    }

    /// The columns after the names of an alias: `t(a, b)`.
    pub(super) fn renamed(
        &mut self,
        columns: Vec<String>,
        names: &mut [sqlparser::ast::TableAliasColumnDef],
        span: Span,
    ) -> Vec<String> {
        if names.is_empty() {
            return columns;
        }
        if names.len() != columns.len() && !columns.is_empty() {
            let message = format!(
                "{} names are given for {} columns.",
                names.len(),
                columns.len()
            );
            self.error(
                span,
                "SQL_COLUMN_COUNT",
                message,
                "Give one name for each column.",
            );
        }
        for name in names.iter_mut() {
            name.name = tree::exact(&name.name.value, name.name.span);
        }
        names.iter().map(|name| name.name.value.clone()).collect()
    }

    pub(super) fn body(&mut self, body: &mut SetExpr, parent: Option<&Scope<'_>>) -> Vec<String> {
        match body {
            SetExpr::Select(select) => self.select(select, None, parent),
            SetExpr::Query(query) => self.query(query, parent),
            SetExpr::Values(values) => self.values(values, parent),
            SetExpr::SetOperation {
                op,
                left,
                right,
                set_quantifier,
            } => {
                let span = right.span();
                let (op, quantifier) = (*op, *set_quantifier);
                let left_columns = self.body(left, parent);
                let right_columns = self.body(right, parent);
                let is_same_width = left_columns.len() == right_columns.len();
                let columns = self.set_columns(left_columns, right_columns, (op, quantifier), span);
                let counts_copies = quantifier == SetQuantifier::All && op != SetOperator::Union;
                if counts_copies && is_same_width && !columns.is_empty() {
                    let nothing = || made::values(Vec::new());
                    let left = std::mem::replace(left.as_mut(), nothing());
                    let right = std::mem::replace(right.as_mut(), nothing());
                    *body = self.counted((left, right), &columns, op);
                }
                columns
            }
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                let span = body.span();
                self.error(
                    span,
                    "SQL_NOT_ALLOWED",
                    "Changing data is not allowed in a cell.".to_owned(),
                    "Write a SELECT.",
                );
                Vec::new()
            }
            SetExpr::Table(_) => {
                let span = body.span();
                self.unsupported("TABLE name", span, "Write FROM and the name.");
                Vec::new()
            }
        }
    }

    pub(super) fn set_columns(
        &mut self,
        mut left: Vec<String>,
        right: Vec<String>,
        (op, quantifier): (SetOperator, SetQuantifier),
        span: Span,
    ) -> Vec<String> {
        let by_name = matches!(
            quantifier,
            SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName
        );
        if by_name {
            if op != SetOperator::Union {
                self.unsupported("BY NAME other than with UNION", span, "List the columns.");
            }
            for name in right {
                if !left.contains(&name) {
                    left.push(name);
                }
            }
        } else if !left.is_empty() && !right.is_empty() && left.len() != right.len() {
            let message = format!(
                "{op} needs the same number of columns on both sides; here are {} and {}.",
                left.len(),
                right.len()
            );
            self.error(
                span,
                "SQL_COLUMN_COUNT",
                message,
                "Add or remove columns on one side.",
            );
        }
        left
    }

    fn values(&mut self, values: &mut Values, parent: Option<&Scope<'_>>) -> Vec<String> {
        let scope = Scope::inside(parent);
        let width = values.rows.first().map_or(0, |row| row.content.len());
        for row in &mut values.rows {
            if row.content.len() != width {
                let span = row.content.first().map_or(Span::empty(), tree::span_of);
                let message = format!(
                    "This row has {} values, the first has {width}.",
                    row.content.len()
                );
                self.error(
                    span,
                    "SQL_COLUMN_COUNT",
                    message,
                    "Give every row as many values.",
                );
            }
            for value in &mut row.content {
                self.expression(value, &scope);
            }
        }
        (1..=width).map(|at| format!("column{at}")).collect()
    }

    fn limits(&mut self, query: &mut Query) {
        let scope = Scope::default();
        match &mut query.limit_clause {
            Some(LimitClause::LimitOffset {
                limit,
                offset,
                limit_by,
            }) => {
                if let Some(by) = limit_by.first() {
                    let span = tree::span_of(by);
                    self.unsupported("LIMIT BY", span, "Use row_number() with QUALIFY.");
                }
                if let Some(limit) = limit {
                    self.limit(limit, &scope, "LIMIT");
                }
                if let Some(offset) = offset {
                    self.limit(&mut offset.value, &scope, "OFFSET");
                }
            }
            // `LIMIT 1, 2`: one row is passed over.
            Some(LimitClause::OffsetCommaLimit { offset, limit }) => {
                self.limit(offset, &scope, "OFFSET");
                self.limit(limit, &scope, "LIMIT");
                query.limit_clause = Some(LimitClause::LimitOffset {
                    limit: Some(limit.clone()),
                    offset: Some(Offset {
                        value: offset.clone(),
                        rows: OffsetRows::None,
                    }),
                    limit_by: Vec::new(),
                });
            }
            None => {}
        }
        if let Some(fetch) = query.fetch.take() {
            let mut quantity = fetch
                .quantity
                .unwrap_or_else(|| tree::number("1", Span::empty()));
            self.limit(&mut quantity, &scope, "FETCH");
            match &mut query.limit_clause {
                Some(LimitClause::LimitOffset {
                    limit: limit @ None,
                    ..
                }) => {
                    *limit = Some(quantity);
                }
                None => {
                    query.limit_clause = Some(LimitClause::LimitOffset {
                        limit: Some(quantity),
                        offset: None,
                        limit_by: Vec::new(),
                    });
                }
                Some(_) => {
                    let span = tree::span_of(&quantity);
                    self.unsupported("LIMIT together with FETCH", span, "Keep one of them.");
                }
            }
        }
    }

    fn limit(&mut self, expr: &mut Expr, scope: &Scope<'_>, clause: &str) {
        let span = tree::span_of(expr);
        self.expression(expr, scope);
        let is_negative = matches!(
            expr,
            Expr::UnaryOp {
                op: sqlparser::ast::UnaryOperator::Minus,
                ..
            }
        );
        let is_text = matches!(expr, Expr::Value(value)
            if !matches!(value.value, sqlparser::ast::Value::Number(..) | sqlparser::ast::Value::Null));
        if is_negative || is_text {
            let message = format!("{clause} needs a whole number of rows, 0 or more.");
            self.error(span, "SQL_LIMIT", message, "Write a number such as 100.");
        }
    }
}
