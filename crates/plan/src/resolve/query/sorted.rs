//! ORDER BY with queries inside: their values become columns first, because the planner joins
//! queries in select lists alone.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, OrderByKind, Query, SelectItem, SetExpr, Visit, Visitor};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use crate::{made, tree};

impl Resolver<'_> {
    /// A resolved query whose order looks into other queries, as one that orders the columns of
    /// another.
    pub(super) fn sorted_by_queries(&mut self, query: &mut Query, columns: &[String]) {
        let Some(OrderByKind::Expressions(keys)) =
            query.order_by.as_mut().map(|order| &mut order.kind)
        else {
            return;
        };
        if !keys.iter().any(|key| holds_query(&key.expr)) {
            return;
        }
        let SetExpr::Select(select) = query.body.as_mut() else {
            return;
        };
        let is_named = |item: &SelectItem| matches!(item, SelectItem::ExprWithAlias { .. });
        if select.distinct.is_some() || !select.projection.iter().all(is_named) {
            return;
        }
        let part = self.made_name();
        for (place, key) in keys.iter_mut().enumerate() {
            let name = match &key.expr {
                Expr::Identifier(word) if columns.contains(&word.value) => word.value.clone(),
                other => {
                    let name = format!("{part}_key_{place}");
                    select.projection.push(made::item(other.clone(), &name));
                    name
                }
            };
            key.expr = tree::column(&part, &name, Span::empty());
        }
        let inner = std::mem::replace(query.body.as_mut(), made::values(Vec::new()));
        let list = made::same(&part, columns);
        let inner = made::derived(made::query(inner), &part, &[]);
        let outer = made::select(list, made::alone(inner));
        *query.body = SetExpr::Select(Box::new(outer));
    }
}

fn holds_query(expr: &Expr) -> bool {
    struct Look;
    impl Visitor for Look {
        type Break = ();
        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }
    expr.visit(&mut Look).is_break()
}
