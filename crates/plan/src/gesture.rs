//! A question without SQL text: the same tree that typed SQL becomes, built from values.

mod bins;
mod calculation;
mod fences;
mod filter;
mod from;
mod key;
mod levels;
mod marks;
mod measure;
mod thin;

use model::{Diagnostic, Field, Order, Query};
use sqlparser::ast::{
    self, Expr, LimitClause, OrderBy, OrderByExpr, OrderByKind, OrderByOptions, Select, SetExpr,
};
use sqlparser::tokenizer::Span;

use crate::bind;
use crate::names::{Bound, Names, Relation};
use crate::near::{listed, nearest, shortened};
use crate::{made, tree};

/// Understands a question.
pub(crate) fn query(query: &Query, names: &Names) -> Bound {
    built(query, names).1
}

/// Understands a question; with its tree, whose names are exact, as far as it could be built.
pub(crate) fn built(query: &Query, names: &Names) -> (Option<ast::Query>, Bound) {
    let relation = match source(query, names) {
        Ok(relation) => relation,
        Err(diagnostic) => return (None, bind::refused(*diagnostic)),
    };
    let reads = vec![relation.name.clone()];
    let mut question = Question {
        relation,
        diagnostics: Vec::new(),
        fenced: Vec::new(),
    };
    let built = question.build(query);
    let mut bound = Bound {
        plan: None,
        diagnostics: question.diagnostics,
        reads,
    };
    if bound.diagnostics.is_empty() {
        match bind::plan(built.clone(), names, &[]) {
            Ok(plan) => bound.plan = Some(plan),
            Err(error) => bound.diagnostics.push(bind::explain_gesture(&error)),
        }
    }
    (Some(built), bound)
}

fn source<'n>(query: &Query, names: &'n Names) -> Result<&'n Relation, Box<Diagnostic>> {
    let lower = query.source.to_lowercase();
    let all = || names.cells.iter().chain(&names.tables);
    let found = all()
        .find(|relation| relation.name == query.source)
        .or_else(|| all().find(|relation| relation.name.to_lowercase() == lower));
    found.ok_or_else(|| {
        let near = nearest(&query.source, all().map(|relation| relation.name.as_str()));
        let message = format!("There is no table or cell `{}`.", shortened(&query.source));
        let diagnostic = Diagnostic::error("SQL_UNKNOWN_TABLE", message);
        Box::new(if near.is_empty() {
            diagnostic.with_hint("Choose another source.")
        } else {
            diagnostic.with_hint(format!("Did you mean {}?", listed(&near)))
        })
    })
}

struct Question<'n> {
    relation: &'n Relation,
    diagnostics: Vec<Diagnostic>,
    /// Columns whose fences are joined to the rows that are read.
    fenced: Vec<String>,
}

const HERE: Span = Span::empty();

/// The name of grouped rows of which something more is made.
const MARKS: &str = "marks";

impl Question<'_> {
    fn build(&mut self, query: &Query) -> ast::Query {
        if query.keys.is_empty() && query.measures.is_empty() {
            self.rows(query)
        } else {
            self.grouped(query)
        }
    }

    /// Rows as they are, or those behind a mark.
    fn rows(&mut self, query: &Query) -> ast::Query {
        let mut items = Vec::new();
        if query.columns.is_empty() {
            items.extend(self.relation.fields.iter().map(|field| {
                (
                    tree::column(&self.relation.name, &field.name, HERE),
                    field.name.clone(),
                )
            }));
        } else {
            for column in &query.columns {
                if let Some((expr, field)) = self.column(column) {
                    items.push((expr, field.name.clone()));
                }
            }
        }
        if let Some(thinned) = &query.thinned {
            return self.thinned(query, thinned, items);
        }
        let order = self.order(query, &items, false);
        self.refuse_same_names(&items);
        let list = items
            .into_iter()
            .map(|(expr, name)| made::item(expr, &name))
            .collect();
        let select = self.read(query, &[], list);
        statement(select, order, query.limit)
    }

    fn column(&mut self, name: &str) -> Option<(Expr, Field)> {
        let fields = &self.relation.fields;
        let lower = name.to_lowercase();
        let found = fields.iter().find(|field| field.name == name).or_else(|| {
            fields
                .iter()
                .find(|field| field.name.to_lowercase() == lower)
        });
        if let Some(field) = found {
            return Some((
                tree::column(&self.relation.name, &field.name, HERE),
                field.clone(),
            ));
        }
        let near = nearest(name, fields.iter().map(|field| field.name.as_str()));
        let message = format!(
            "There is no column `{}` in {}.",
            shortened(name),
            shortened(&self.relation.name)
        );
        let hint = if near.is_empty() {
            "Choose another column.".to_owned()
        } else {
            format!("Did you mean {}?", listed(&near))
        };
        self.diagnostics
            .push(Diagnostic::error("SQL_UNKNOWN_COLUMN", message).with_hint(hint));
        None
    }

    fn error(&mut self, code: &str, message: String, hint: &str) {
        self.diagnostics
            .push(Diagnostic::error(code, message).with_hint(hint));
    }

    fn order(
        &mut self,
        query: &Query,
        items: &[(Expr, String)],
        is_grouped: bool,
    ) -> Vec<OrderByExpr> {
        query
            .order
            .iter()
            .filter_map(|by| self.order_by(by, items, is_grouped))
            .collect()
    }

    /// One item of an order, by a column of the answer or, for plain rows, of the source.
    fn order_by(
        &mut self,
        by: &Order,
        items: &[(Expr, String)],
        is_grouped: bool,
    ) -> Option<OrderByExpr> {
        let output = items
            .iter()
            .find(|(_, name)| *name == by.field)
            .or_else(|| {
                items
                    .iter()
                    .find(|(_, name)| name.to_lowercase() == by.field.to_lowercase())
            });
        let expr = if let Some((_, name)) = output {
            Expr::Identifier(tree::exact(name, HERE))
        } else if is_grouped {
            let message = format!(
                "The answer has no column `{}` to order by.",
                shortened(&by.field)
            );
            self.error(
                "SQL_UNKNOWN_COLUMN",
                message,
                "Order by a key or a measure.",
            );
            return None;
        } else {
            self.column(&by.field)?.0
        };
        let options = OrderByOptions {
            asc: Some(!by.descending),
            nulls_first: None,
        };
        Some(OrderByExpr {
            expr,
            options,
            with_fill: None,
        })
    }

    fn refuse_same_names(&mut self, items: &[(Expr, String)]) {
        for (at, (_, name)) in items.iter().enumerate() {
            if items.iter().take(at).any(|(_, other)| other == name) {
                let message = format!(
                    "Two columns of the answer are called `{}`.",
                    shortened(name)
                );
                self.error(
                    "SQL_DUPLICATE_NAME",
                    message,
                    "Give one of them another name.",
                );
            }
        }
    }
}

fn statement(select: Select, order: Vec<OrderByExpr>, limit: Option<u64>) -> ast::Query {
    ast::Query {
        with: None,
        body: Box::new(SetExpr::Select(Box::new(select))),
        order_by: (!order.is_empty()).then_some(OrderBy {
            kind: OrderByKind::Expressions(order),
            interpolate: None,
        }),
        limit_clause: limit.map(|limit| LimitClause::LimitOffset {
            limit: Some(tree::number(&limit.to_string(), HERE)),
            offset: None,
            limit_by: Vec::new(),
        }),
        fetch: None,
        locks: Vec::new(),
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators: Vec::new(),
    }
}
