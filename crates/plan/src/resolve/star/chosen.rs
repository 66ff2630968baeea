//! Columns that COLUMNS picks by a list of names, or by a function of a name.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, LambdaFunction, OneOrManyWithParens, Value, VisitMut, VisitorMut};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::scope::{Scope, Visible};
use crate::{bind, tree};

impl Resolver<'_> {
    /// The columns of these names, as the table orders them; none when one is unknown, which was said.
    pub(super) fn listed(
        &mut self,
        names: &[Expr],
        scope: &Scope<'_>,
        span: Span,
    ) -> Option<Vec<Visible>> {
        let mut columns = scope.visible(span);
        let mut listed: Vec<String> = Vec::with_capacity(names.len());
        for name in names {
            let Some(wanted) = text_of(name) else {
                self.odd_columns(span);
                return None;
            };
            let lower = wanted.to_lowercase();
            let exact = columns.iter().find(|column| column.name == *wanted);
            let found = exact.or_else(|| {
                columns
                    .iter()
                    .find(|column| column.name.to_lowercase() == lower)
            });
            let Some(column) = found else {
                let word = tree::exact(wanted, tree::span_of(name));
                let known: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
                self.unknown(("SQL_UNKNOWN_COLUMN", "column"), &word, "", &known);
                return None;
            };
            listed.push(column.name.clone());
        }
        columns.retain(|column| listed.contains(&column.name));
        Some(columns)
    }

    /// The columns for whose names a function holds; none when that cannot be told, which was said.
    pub(super) fn chosen(
        &mut self,
        function: &LambdaFunction,
        scope: &Scope<'_>,
        span: Span,
    ) -> Option<Vec<Visible>> {
        let name = match &function.params {
            OneOrManyWithParens::One(one) => one.name.value.clone(),
            OneOrManyWithParens::Many(several) => several.first()?.name.value.clone(),
        };
        let mut chosen = scope.visible(span);
        let mut is_told = true;
        let errors = self.diagnostics.len();
        chosen.retain(|column| {
            if !is_told {
                return false;
            }
            let mut condition = with_name(&function.body, &name, &column.name);
            self.expression(&mut condition, &Scope::default());
            let holds = if self.diagnostics.len() == errors {
                bind::truth(condition)
            } else {
                None
            };
            is_told = holds.is_some();
            holds.unwrap_or(false)
        });
        if is_told {
            return Some(chosen);
        }
        if self.diagnostics.len() == errors {
            let message =
                "What this function says of a name is not known before it runs.".to_owned();
            let hint = "Compare the name with texts: COLUMNS(c -> c LIKE 'a%' OR c IN ('b', 'd')).";
            self.error(span, "SQL_VALUE", message, hint);
        }
        None
    }
}

fn text_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// A condition with a column's name in place of the function's value.
fn with_name(body: &Expr, parameter: &str, column: &str) -> Expr {
    struct Put<'n> {
        parameter: &'n str,
        column: &'n str,
    }
    impl VisitorMut for Put<'_> {
        type Break = ();
        fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            if let Expr::Identifier(word) = expr
                && word.value.eq_ignore_ascii_case(self.parameter)
            {
                *expr = tree::text(self.column, word.span);
            }
            ControlFlow::Continue(())
        }
    }
    let mut body = body.clone();
    let _: ControlFlow<()> = VisitMut::visit(&mut body, &mut Put { parameter, column });
    body
}
