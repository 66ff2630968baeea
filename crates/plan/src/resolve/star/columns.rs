//! `COLUMNS(…)` in the select list: an expression that is repeated for each column it picks.

use std::ops::ControlFlow;

use arrow::array::StringArray;
use arrow::compute::kernels::regexp::regexp_is_match_scalar;
use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Value, VisitMut,
    VisitorMut, WildcardAdditionalOptions,
};

use super::super::Resolver;
use super::super::aggregate::size;
use super::super::from::one_word;
use super::super::scope::Scope;
use super::{Item, shortened_text};
use crate::near::shortened;
use crate::tree;

impl Resolver<'_> {
    /// The items that an expression with COLUMNS stands for; none when it has no COLUMNS.
    pub(in crate::resolve) fn repeated(
        &mut self,
        expr: &Expr,
        alias: Option<&Ident>,
        scope: &Scope<'_>,
    ) -> Option<Vec<Item>> {
        let picks = picks_in(expr);
        let first = picks.first()?;
        let span = first.name.0.first().map_or_else(
            || tree::span_of(expr),
            |part| {
                part.as_ident()
                    .map_or_else(|| tree::span_of(expr), |name| name.span)
            },
        );
        if picks.iter().any(|pick| pick != first) {
            let hint = "Let all of them pick the same columns.";
            self.unsupported("COLUMNS with different columns in one item", span, hint);
            return Some(Vec::new());
        }
        let mut picked = Vec::new();
        if !self.picked(first, &mut picked, scope) {
            return Some(Vec::new());
        }
        if !self.copies(size(expr).saturating_mul(picked.len()), span) {
            return Some(Vec::new());
        }
        let mut items = Vec::with_capacity(picked.len());
        for column in picked {
            let name = column.name.unwrap_or_default();
            let own = Expr::Identifier(Ident::new(&name));
            let typed = shortened_text(&with_column(expr, &own));
            items.push(Item {
                expr: with_column(expr, &column.expr),
                name: Some(alias.map_or(typed, |alias| alias.value.clone())),
                is_alias: alias.is_some(),
                is_resolved: false,
                span,
            });
        }
        Some(items)
    }

    /// The columns that one COLUMNS picks; false when that went wrong and was said.
    fn picked(&mut self, pick: &Function, picked: &mut Vec<Item>, scope: &Scope<'_>) -> bool {
        let span = pick
            .name
            .0
            .first()
            .and_then(|part| part.as_ident())
            .map_or(sqlparser::tokenizer::Span::empty(), |name| name.span);
        let argument = match &pick.args {
            FunctionArguments::List(list) if list.args.len() == 1 => list.args.first(),
            _ => None,
        };
        let errors = self.diagnostics.len();
        match argument {
            Some(FunctionArg::Unnamed(FunctionArgExpr::Wildcard)) => {
                let options = WildcardAdditionalOptions::default();
                self.star(picked, scope.visible(span), options, scope);
            }
            Some(FunctionArg::Unnamed(FunctionArgExpr::WildcardWithOptions(options))) => {
                self.star(picked, scope.visible(span), options.clone(), scope);
            }
            Some(FunctionArg::Unnamed(FunctionArgExpr::QualifiedWildcard(name))) => {
                let columns = self.columns_of(name, scope);
                let options = WildcardAdditionalOptions::default();
                self.star(picked, columns, options, scope);
            }
            Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value)))) => {
                if let Value::SingleQuotedString(pattern) = &value.value {
                    let mut columns = scope.visible(span);
                    let names: Vec<&str> =
                        columns.iter().map(|column| column.name.as_str()).collect();
                    let Ok(matches) =
                        regexp_is_match_scalar(&StringArray::from(names), pattern, None)
                    else {
                        let pattern = shortened(pattern);
                        let message = format!("`{pattern}` is no regular expression.");
                        let hint = "Look for a bracket or parenthesis that does not end.";
                        self.error(value.span, "SQL_VALUE", message, hint);
                        return false;
                    };
                    let mut at = 0;
                    columns.retain(|_| {
                        at += 1;
                        matches.value(at - 1)
                    });
                    self.star(picked, columns, WildcardAdditionalOptions::default(), scope);
                } else {
                    self.odd_columns(span);
                }
            }
            Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Array(list)))) => {
                if let Some(columns) = self.listed(&list.elem, scope, span) {
                    let options = WildcardAdditionalOptions::default();
                    self.star(picked, columns, options, scope);
                }
            }
            Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Lambda(chosen)))) => {
                if let Some(columns) = self.chosen(chosen, scope, span) {
                    let options = WildcardAdditionalOptions::default();
                    self.star(picked, columns, options, scope);
                }
            }
            _ => self.odd_columns(span),
        }
        if picked.is_empty() && self.diagnostics.len() == errors && !scope.is_open() {
            let message = "COLUMNS picks no column here.".to_owned();
            self.error(
                span,
                "SQL_NO_COLUMNS",
                message,
                "Compare the pattern with the names of the columns.",
            );
        }
        self.diagnostics.len() == errors
    }

    pub(super) fn odd_columns(&mut self, span: sqlparser::tokenizer::Span) {
        let hint = "Write COLUMNS(*), COLUMNS(* EXCLUDE (a)), COLUMNS(['a', 'b']), COLUMNS('regular expression') or COLUMNS(c -> c LIKE 'a%').";
        self.unsupported("This form of COLUMNS", span, hint);
    }
}

fn is_pick(function: &Function) -> bool {
    function.over.is_none()
        && one_word(&function.name)
            .value
            .eq_ignore_ascii_case("columns")
}

/// Every COLUMNS in an expression, outside of subqueries.
fn picks_in(expr: &Expr) -> Vec<Function> {
    let mut expr = expr.clone();
    let mut walk = Picks {
        found: Vec::new(),
        column: None,
        queries: 0,
    };
    let _: ControlFlow<()> = VisitMut::visit(&mut expr, &mut walk);
    walk.found
}

/// The expression with a column in place of every COLUMNS.
fn with_column(expr: &Expr, column: &Expr) -> Expr {
    let mut expr = expr.clone();
    let mut walk = Picks {
        found: Vec::new(),
        column: Some(column),
        queries: 0,
    };
    let _: ControlFlow<()> = VisitMut::visit(&mut expr, &mut walk);
    expr
}

struct Picks<'c> {
    found: Vec<Function>,
    column: Option<&'c Expr>,
    queries: usize,
}

impl VisitorMut for Picks<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, _: &mut sqlparser::ast::Query) -> ControlFlow<()> {
        self.queries += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut sqlparser::ast::Query) -> ControlFlow<()> {
        self.queries -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.queries == 0
            && let Expr::Function(function) = expr
            && is_pick(function)
        {
            self.found.push(function.clone());
            if let Some(column) = self.column {
                *expr = column.clone();
            }
        }
        ControlFlow::Continue(())
    }
}
