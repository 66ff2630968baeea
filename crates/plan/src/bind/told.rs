//! The planner names a cast like what is cast, and `//` like `/`: `sum(x)` and `sum(x::int)` are one
//! column to it, and it refuses both. Where that happens the tree is planned again with a call
//! around each of them that makes the names differ; it goes when the tree is planned.

use std::ops::ControlFlow;

use datafusion_common::{DataFusionError, SchemaError};
use sqlparser::ast::{BinaryOperator, Expr, Query, Visit, VisitMut, Visitor, VisitorMut};

use crate::tree;

/// The name of the call.
pub(super) const NAME: &str = "told apart";

/// Whether planning failed because two columns had one name.
pub(super) fn is_about_names(error: &DataFusionError) -> bool {
    let is_double = |error: &SchemaError| {
        use SchemaError::{DuplicateQualifiedField, DuplicateUnqualifiedField};
        matches!(
            error,
            DuplicateQualifiedField { .. } | DuplicateUnqualifiedField { .. }
        )
    };
    match error.find_root() {
        DataFusionError::SchemaError(error, _) => is_double(error),
        DataFusionError::Plan(message) => message.contains("unique expression names"),
        _ => false,
    }
}

/// Puts the call around casts of what rows hold, and around quotients cut to whole numbers.
pub(super) fn told_apart(mut query: Query) -> Query {
    struct Mark;
    impl VisitorMut for Mark {
        type Break = ();
        fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            let kind = match expr {
                Expr::Cast {
                    expr: inner,
                    data_type,
                    kind,
                    ..
                } if reads_rows(inner) => format!("{kind:?} {data_type}"),
                Expr::BinaryOp {
                    op: BinaryOperator::DuckIntegerDivide | BinaryOperator::MyIntegerDivide,
                    ..
                } => "//".to_owned(),
                _ => return ControlFlow::Continue(()),
            };
            let span = tree::span_of(expr);
            let args = vec![
                std::mem::replace(expr, tree::null(span)),
                tree::text(&kind, span),
            ];
            *expr = tree::call(NAME, args, span);
            ControlFlow::Continue(())
        }
    }
    let _ = VisitMut::visit(&mut query, &mut Mark);
    query
}

fn reads_rows(expr: &Expr) -> bool {
    struct Look;
    impl Visitor for Look {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Identifier(_) | Expr::CompoundIdentifier(_) | Expr::Subquery(_) => {
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            }
        }
    }
    expr.visit(&mut Look).is_break()
}
