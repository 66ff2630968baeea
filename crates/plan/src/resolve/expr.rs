//! Expressions: columns, functions, parameters and short forms inside them.

mod call;
mod compared;
mod elsewhere;
mod forms;
mod interval;
mod items;
mod json;
mod lambda;
mod member;
mod operators;
mod row_order;
mod similar;
mod typed;
mod zero;

use std::ops::ControlFlow;

use sqlparser::ast::{
    AccessExpr, BinaryOperator, CastKind, Expr, Ident, Query, Spanned, Subscript, VisitMut,
    VisitorMut, WindowSpec,
};
use sqlparser::tokenizer::Span;

use super::Resolver;
use super::aggregate::size;
use super::scope::{Found, Scope};
use crate::guard;
use crate::near::shortened;
use crate::tree;

impl Resolver<'_> {
    /// Resolves every name of an expression in place.
    pub(super) fn expression(&mut self, expr: &mut Expr, scope: &Scope<'_>) {
        let _: ControlFlow<()> = expr.visit(&mut Walk {
            resolver: self,
            scope,
            queries: 0,
            params: Vec::new(),
        });
    }

    pub(super) fn window_spec(&mut self, spec: &mut WindowSpec, scope: &Scope<'_>) {
        let _: ControlFlow<()> = spec.visit(&mut Walk {
            resolver: self,
            scope,
            queries: 0,
            params: Vec::new(),
        });
    }

    pub(super) fn ambiguous(&mut self, word: &Ident, several: &[String]) {
        let mut listed = several.to_vec();
        listed.truncate(3);
        let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
        let name = shortened(&word.value);
        let message = format!(
            "`{name}` stands in several tables: {} columns are called so.",
            several.len()
        );
        let hint = format!("Say which one: {}.", crate::near::listed(&listed));
        self.error(word.span, "SQL_AMBIGUOUS_COLUMN", message, &hint);
    }

    /// One word: a column, a name of the select list, or a parameter.
    fn word(&mut self, word: &Ident, scope: &Scope<'_>) -> Option<Expr> {
        match scope.word(word) {
            Found::Meaning(meaning) => {
                let is_short = matches!(meaning, Expr::CompoundIdentifier(_));
                if !is_short && !self.copies(size(&meaning), word.span) {
                    return None;
                }
                Some(meaning)
            }
            Found::Several(several) => {
                self.ambiguous(word, &several);
                None
            }
            Found::Nothing if word.quote_style.is_none() && self.is_parameter(&word.value) => {
                self.parameter_value(&word.value, word.span)
            }
            Found::Nothing => {
                self.unknown_column(word, scope);
                None
            }
        }
    }

    /// Several words: a column of a table, or a field of a structure.
    fn words(&mut self, words: &[Ident], scope: &Scope<'_>) -> Option<Expr> {
        for cut in (1..words.len()).rev() {
            let (table, rest) = words.split_at(cut);
            let Some((name, fields)) = rest.split_first() else {
                continue;
            };
            let table = joined(table);
            let Some(source) = scope.source(&table) else {
                continue;
            };
            let here = Scope {
                sources: vec![source.clone()],
                ..Scope::default()
            };
            return match here.column(name) {
                Found::Meaning(meaning) => Some(fields_of(meaning, fields)),
                Found::Several(several) => {
                    self.ambiguous(name, &several);
                    None
                }
                Found::Nothing => {
                    self.unknown_column(name, &here);
                    None
                }
            };
        }
        let (first, rest) = words.split_first()?;
        match scope.word(first) {
            Found::Meaning(meaning) => Some(fields_of(meaning, rest)),
            Found::Several(several) => {
                self.ambiguous(first, &several);
                None
            }
            Found::Nothing if scope.is_open() => None,
            Found::Nothing => {
                let known = scope.source_names();
                self.unknown(("SQL_UNKNOWN_TABLE", "table"), first, " read here", &known);
                None
            }
        }
    }

    /// A query inside an expression, which sees the names around it.
    fn subquery(&mut self, query: &mut Query, scope: &Scope<'_>) {
        if self.subqueries == guard::SUBQUERIES {
            let span = query.body.span();
            let message = format!(
                "Subqueries nest more than {} levels deep here.",
                guard::SUBQUERIES
            );
            let hint = "Move an inner one into a named query (WITH) or a cell of its own.";
            self.error(span, "SQL_TOO_DEEP", message, hint);
            return;
        }
        self.subqueries += 1;
        self.inside(query, scope);
        self.subqueries -= 1;
    }
}

struct Walk<'w, 'a, 's> {
    resolver: &'w mut Resolver<'a>,
    scope: &'s Scope<'s>,
    queries: usize,
    /// What functions without a name, from the outermost in, call their values.
    params: Vec<Vec<String>>,
}

impl Walk<'_, '_, '_> {
    /// Several words: a field of what a function without a name is given, or a column.
    fn words(&mut self, words: &[Ident]) -> Option<Expr> {
        let first = words.first()?;
        match lambda::parameter(&self.params, first) {
            Some(name) => {
                let item = Expr::Identifier(tree::exact(name, first.span));
                Some(fields_of(item, words.get(1..).unwrap_or_default()))
            }
            None => self.resolver.words(words, self.scope),
        }
    }
}

impl VisitorMut for Walk<'_, '_, '_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        if self.queries == 0 {
            self.resolver.subquery(query, self.scope);
        }
        self.queries += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.queries -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.queries > 0 {
            return ControlFlow::Continue(());
        }
        self.resolver.compare_with_parameters(expr, self.scope);
        self.resolver.check_divisor(expr);
        self.resolver.rows_in_order(expr);
        self.resolver.compared(expr, self.scope);
        match expr {
            Expr::Lambda(lambda) => {
                let names = lambda::parameters(lambda);
                if self.params.len() == guard::FUNCTIONS {
                    self.resolver.functions_too_deep(lambda);
                    *expr = tree::null(Span::empty());
                    return ControlFlow::Continue(());
                }
                self.params.push(names);
            }
            Expr::BinaryOp { op, .. } if *op == BinaryOperator::HashArrow => {
                *op = BinaryOperator::Arrow;
            }
            Expr::MatchAgainst { .. }
            | Expr::OuterJoin(_)
            | Expr::Prior(_)
            | Expr::MemberOf(_)
            | Expr::Prefixed { .. }
            | Expr::Wildcard(_)
            | Expr::QualifiedWildcard(..)
            | Expr::GroupingSets(_)
            | Expr::Cube(_)
            | Expr::Rollup(_) => {
                let span = expr.span();
                let hint = "Write it with plain operators and functions.";
                self.resolver
                    .unsupported("This form of expression", span, hint);
                *expr = tree::null(span);
            }
            Expr::Function(function) => {
                call::unit_as_text(function, self.scope);
                if let Some(list) = self.resolver.list_of_query(function) {
                    *expr = list;
                }
            }
            Expr::CompoundFieldAccess { root, access_chain } => {
                table_in_front(root, access_chain, self.scope);
                for access in access_chain {
                    open_ends(access);
                    if let AccessExpr::Dot(Expr::Identifier(field)) = access {
                        let index = tree::text(&field.value, field.span);
                        *access = AccessExpr::Subscript(Subscript::Index { index });
                    }
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.queries > 0 {
            return ControlFlow::Continue(());
        }
        let replacement = match expr {
            Expr::Lambda(_) => {
                self.params.pop();
                None
            }
            Expr::Identifier(word) => {
                let word = word.clone();
                match lambda::parameter(&self.params, &word) {
                    Some(name) => Some(Expr::Identifier(tree::exact(name, word.span))),
                    None => self.resolver.word(&word, self.scope),
                }
            }
            Expr::CompoundIdentifier(words) => {
                let words = words.clone();
                self.words(&words)
            }
            Expr::Function(function) => self.resolver.function(function, self.scope),
            Expr::BinaryOp {
                left,
                op: BinaryOperator::BitwiseXor,
                right,
            } => {
                let both = vec![(**left).clone(), (**right).clone()];
                Some(tree::call("power", both, tree::span_of(left)))
            }
            Expr::Cast {
                data_type,
                expr: inner,
                kind,
                ..
            } => {
                self.resolver.settle_type(data_type, tree::span_of(inner));
                self.resolver.check_type(data_type, inner);
                let gives_null = matches!(kind, CastKind::TryCast | CastKind::SafeCast);
                if let (Expr::Value(value), false) = (inner.as_mut(), gives_null) {
                    self.resolver.settle_value(data_type, value);
                }
                None
            }
            Expr::Extract {
                field, expr: date, ..
            } => {
                let unit = field.to_string();
                forms::long_part(&unit, date).or_else(|| {
                    self.resolver.check_unit(&unit, tree::span_of(date));
                    forms::part_of_age(&unit, date)
                })
            }
            Expr::AtTimeZone {
                timestamp,
                time_zone,
            } => Some(forms::in_zone(timestamp, time_zone)),
            Expr::SimilarTo { .. } => self.resolver.similar_to(expr),
            Expr::TypedString(typed) => {
                self.resolver
                    .settle_type(&mut typed.data_type, typed.value.span);
                self.resolver
                    .settle_value(&typed.data_type, &mut typed.value);
                None
            }
            Expr::CompoundFieldAccess { root, access_chain } => {
                elsewhere::item_of_list(root, access_chain)
            }
            Expr::Map(map) => Some(forms::map(map)),
            Expr::Array(list) if items::names_a_column(&list.elem) => Some(items::listed(list)),
            Expr::Convert {
                expr: inner,
                data_type: Some(data_type),
                charset: None,
                ..
            } => {
                self.resolver.settle_type(data_type, tree::span_of(inner));
                Some(tree::cast((**inner).clone(), data_type.clone()))
            }
            Expr::Subquery(query) => {
                self.resolver.first_of_each_key(query, true);
                None
            }
            Expr::Value(value) => self.resolver.written_value(value),
            Expr::Interval(interval) => {
                let interval = interval.clone();
                self.resolver.interval(&interval)
            }
            _ => self.resolver.operator(expr),
        };
        if let Some(replacement) = replacement {
            *expr = replacement;
        }
        ControlFlow::Continue(())
    }
}

/// `t.list[1]`: the parser sees a field of `t`; a table in front becomes part of the column's name.
fn table_in_front(root: &mut Box<Expr>, access_chain: &mut Vec<AccessExpr>, scope: &Scope<'_>) {
    let Expr::Identifier(word) = root.as_ref() else {
        return;
    };
    let Some(AccessExpr::Dot(Expr::Identifier(field))) = access_chain.first() else {
        return;
    };
    if matches!(scope.word(word), Found::Nothing) && scope.source(word).is_some() {
        **root = Expr::CompoundIdentifier(vec![word.clone(), field.clone()]);
        access_chain.remove(0);
    }
}

/// `list[2:]` goes to the last item, `list[:2]` begins at the first.
fn open_ends(access: &mut AccessExpr) {
    if let AccessExpr::Subscript(Subscript::Slice {
        lower_bound,
        upper_bound,
        ..
    }) = access
    {
        let end = |place: &str| tree::number(place, Span::empty());
        lower_bound.get_or_insert_with(|| end("1"));
        upper_bound.get_or_insert_with(|| end("-1"));
    }
}

/// A field of a structure, by `['name']` for each word.
pub(super) fn fields_of(root: Expr, fields: &[Ident]) -> Expr {
    if fields.is_empty() {
        return root;
    }
    Expr::CompoundFieldAccess {
        root: Box::new(root),
        access_chain: fields
            .iter()
            .map(|field| {
                let index = tree::text(&field.value, field.span);
                AccessExpr::Subscript(Subscript::Index { index })
            })
            .collect(),
    }
}

fn joined(words: &[Ident]) -> Ident {
    if let [one] = words {
        return one.clone();
    }
    let parts: Vec<&str> = words.iter().map(|word| word.value.as_str()).collect();
    Ident {
        value: parts.join("."),
        quote_style: None,
        span: words.first().map_or(Span::empty(), |word| word.span),
    }
}
