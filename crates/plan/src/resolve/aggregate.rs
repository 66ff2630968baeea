//! Where a resolved expression holds aggregates, windows and columns outside of them.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Function, Query, Visit, Visitor};
use sqlparser::tokenizer::Span;

use super::Resolver;
use super::from::one_word;
use super::scope::Scope;
use crate::functions::functions;
use crate::tree;

impl Resolver<'_> {
    /// WHERE cannot hold an aggregate, be it of these rows or of those around.
    pub(super) fn refuse_aggregate(&mut self, condition: &Expr, scope: &Scope<'_>) {
        let Some(span) = aggregate_in(condition) else {
            return;
        };
        if is_of_rows_around(condition, scope) {
            let message =
                "A query inside of another one cannot look at an aggregate of the rows around it.";
            let hint = "Group in a named query (WITH) first, and compare with its column.";
            self.error(span, "SQL_UNSUPPORTED", message.to_owned(), hint);
        } else {
            let message = "WHERE looks at single rows and cannot hold an aggregate.";
            let hint = "Put the condition into HAVING.";
            self.error(span, "SQL_AGGREGATE_PLACE", message.to_owned(), hint);
        }
    }

    pub(super) fn refuse_window(&mut self, span: Span, clause: &str) {
        let message = format!("{clause} cannot hold a window function.");
        let hint = "Put the condition into QUALIFY.";
        self.error(span, "SQL_WINDOW_PLACE", message, hint);
    }
}

/// Whether an aggregate reads columns, and all of them are of queries around.
fn is_of_rows_around(condition: &Expr, scope: &Scope<'_>) -> bool {
    struct Read<'s> {
        scope: &'s Scope<'s>,
        aggregates: usize,
        here: usize,
        around: usize,
    }
    impl Visitor for Read<'_> {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Function(function) if is_aggregate(function) => self.aggregates += 1,
                Expr::CompoundIdentifier(words) if self.aggregates > 0 => {
                    let source = words.first().map_or("", |word| word.value.as_str());
                    let is_here = self.scope.sources.iter().any(|known| known.name == source);
                    self.here += usize::from(is_here);
                    self.around += usize::from(!is_here);
                }
                _ => {}
            }
            ControlFlow::Continue(())
        }
        fn post_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            if let Expr::Function(function) = expr {
                self.aggregates -= usize::from(is_aggregate(function));
            }
            ControlFlow::Continue(())
        }
    }
    let mut read = Read {
        scope,
        aggregates: 0,
        here: 0,
        around: 0,
    };
    let _: ControlFlow<()> = condition.visit(&mut read);
    read.here == 0 && read.around > 0
}

/// The place of the first aggregate that is not a window function.
pub(super) fn aggregate_in(expr: &Expr) -> Option<Span> {
    first_call(expr, is_aggregate)
}

/// Whether an expression is computed from groups of rows.
pub(super) fn is_aggregated(expr: &Expr) -> bool {
    aggregate_in(expr).is_some()
}

/// The place of the first window function.
pub(super) fn window_in(expr: &Expr) -> Option<Span> {
    first_call(expr, |function| function.over.is_some())
}

/// The place of the first `unnest`, which makes several rows of one.
pub(super) fn unnest_in(expr: &Expr) -> Option<Span> {
    first_call(expr, is_unnest)
}

/// Whether a call takes a list or a structure apart.
pub(super) fn is_unnest(function: &Function) -> bool {
    function.over.is_none()
        && one_word(&function.name)
            .value
            .eq_ignore_ascii_case("unnest")
}

/// Columns of `scope` in `expr` that are outside aggregates and not part of one of `keys`.
pub(super) fn loose_columns(expr: &Expr, keys: &[Expr], scope: &Scope<'_>) -> Vec<Expr> {
    let mut walk = Loose {
        keys,
        scope,
        skipped: Vec::new(),
        queries: 0,
        found: Vec::new(),
    };
    let _: ControlFlow<()> = expr.visit(&mut walk);
    walk.found
}

/// The number of expressions in an expression.
pub(super) fn size(expr: &Expr) -> usize {
    struct Count(usize);
    impl Visitor for Count {
        type Break = ();
        fn pre_visit_expr(&mut self, _: &Expr) -> ControlFlow<()> {
            self.0 += 1;
            ControlFlow::Continue(())
        }
    }
    let mut count = Count(0);
    let _: ControlFlow<()> = expr.visit(&mut count);
    count.0
}

fn is_aggregate(function: &Function) -> bool {
    function.over.is_none()
        && function
            .name
            .0
            .last()
            .and_then(|part| part.as_ident())
            .is_some_and(|name| functions().aggregate(&name.value).is_some())
}

fn first_call(expr: &Expr, is_wanted: fn(&Function) -> bool) -> Option<Span> {
    struct First {
        is_wanted: fn(&Function) -> bool,
        queries: usize,
    }
    impl Visitor for First {
        type Break = Span;
        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<Span> {
            self.queries += 1;
            ControlFlow::Continue(())
        }
        fn post_visit_query(&mut self, _: &Query) -> ControlFlow<Span> {
            self.queries -= 1;
            ControlFlow::Continue(())
        }
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Span> {
            match expr {
                Expr::Function(function) if self.queries == 0 && (self.is_wanted)(function) => {
                    let name = function.name.0.first().and_then(|part| part.as_ident());
                    ControlFlow::Break(name.map_or_else(|| tree::span_of(expr), |name| name.span))
                }
                _ => ControlFlow::Continue(()),
            }
        }
    }
    match expr.visit(&mut First {
        is_wanted,
        queries: 0,
    }) {
        ControlFlow::Break(span) => Some(span),
        ControlFlow::Continue(()) => None,
    }
}

struct Loose<'k, 's> {
    keys: &'k [Expr],
    scope: &'s Scope<'s>,
    /// One entry per expression around: whether everything inside it is to be skipped.
    skipped: Vec<bool>,
    queries: usize,
    found: Vec<Expr>,
}

impl Visitor for Loose<'_, '_> {
    type Break = ();

    fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.queries += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
        self.queries -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        let is_skipped = self.queries > 0
            || self.skipped.last().copied().unwrap_or(false)
            || self.keys.contains(expr)
            || matches!(expr, Expr::Function(function) if is_aggregate(function) || is_grouping(function));
        if !is_skipped && let Expr::CompoundIdentifier(words) = expr {
            let source = words.first().map_or("", |word| word.value.as_str());
            let is_here = self.scope.sources.iter().any(|known| known.name == source);
            if is_here && !self.found.contains(expr) {
                self.found.push(expr.clone());
            }
        }
        self.skipped.push(is_skipped);
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, _: &Expr) -> ControlFlow<()> {
        self.skipped.pop();
        ControlFlow::Continue(())
    }
}

fn is_grouping(function: &Function) -> bool {
    function
        .name
        .0
        .last()
        .and_then(|part| part.as_ident())
        .is_some_and(|name| name.value == "grouping")
}
