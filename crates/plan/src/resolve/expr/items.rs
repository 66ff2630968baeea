//! Lists whose items are named: `[a, b]`, and queries inside of expressions whose rows are the items
//! of lists, `x IN (SELECT unnest(tags))`.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Array, Expr, Query, SelectItem, SetExpr, TableFactor, Visit, visit_expressions,
};
use sqlparser::tokenizer::Span;

use super::super::aggregate::unnest_in;
use super::super::from::{gives_rows, one_word};
use crate::tree;

/// Whether the rows of a query are the items of lists that are named and not written: only the
/// rows around it can hold them, and no join of conditions looks at these.
pub(super) fn takes_lists_apart(query: &Query) -> bool {
    let SetExpr::Select(select) = query.body.as_ref() else {
        return false;
    };
    match select.from.as_slice() {
        [] => select.projection.iter().any(|item| match item {
            SelectItem::UnnamedExpr(value) | SelectItem::ExprWithAlias { expr: value, .. } => {
                unnest_in(value).is_some() && names_a_column(value)
            }
            _ => false,
        }),
        [only] if only.joins.is_empty() => match &only.relation {
            TableFactor::Derived { subquery, .. } => takes_lists_apart(subquery),
            TableFactor::UNNEST { array_exprs, .. } => names_a_column(array_exprs),
            TableFactor::Table {
                name,
                args: Some(args),
                ..
            } => gives_rows(&one_word(name).value) && names_a_column(&args.args),
            _ => false,
        },
        _ => false,
    }
}

/// `[a, b]` as a call: in the brackets the planner knows no names but those of the rows at hand.
pub(super) fn listed(list: &Array) -> Expr {
    tree::call("make_array", list.elem.clone(), Span::empty())
}

/// Whether a column, or a value that a function gives a name to, is named in a part of a query.
pub(super) fn names_a_column(part: &impl Visit) -> bool {
    visit_expressions(part, |expr| match expr {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    })
    .is_break()
}
