//! Lists and joined texts of a query that is ordered: aggregates over it take its order, when they
//! say none themselves.

use std::ops::ControlFlow;

use sqlparser::ast::{
    Expr, FunctionArgumentClause, FunctionArguments, OrderByExpr, OrderByKind, Query, SelectItem,
    SetExpr, TableAlias, TableFactor, TableWithJoins, VisitMut, VisitorMut,
};

use super::Resolver;
use super::from::one_word;
use super::star::Item;
use crate::{made, tree};

/// Aggregates whose result depends on the order of rows.
const IN_ORDER: [&str; 4] = ["array_agg", "string_agg", "first_value", "last_value"];

impl Resolver<'_> {
    /// Hands the order of the one query in FROM to the aggregates of a select list.
    pub(super) fn in_order_of_rows(&mut self, from: &mut [TableWithJoins], list: &mut [Item]) {
        let [only] = from else {
            return;
        };
        let wants = |item: &Item| {
            let mut look = InOrder::default();
            let _: ControlFlow<()> = item.expr.clone().visit(&mut look);
            look.found
        };
        if !only.joins.is_empty() || !list.iter().any(wants) {
            return;
        }
        let keys = match &mut only.relation {
            TableFactor::Derived {
                lateral: false,
                subquery,
                alias: Some(alias),
                ..
            } => {
                let part = self.made_name();
                keys_of(subquery, alias, &part)
            }
            TableFactor::Table { name, alias, .. } => {
                let exact = one_word(name).value;
                let shown = alias
                    .as_ref()
                    .map_or(exact.as_str(), |alias| &alias.name.value);
                let named = self
                    .named_queries
                    .iter()
                    .rev()
                    .find(|query| query.exact == exact);
                // Other names for its columns are not looked through.
                let is_plain = alias.as_ref().is_none_or(|alias| alias.columns.is_empty());
                let keys = named.filter(|_| is_plain).map(|query| query.order.clone());
                let named = keys.unwrap_or_default().into_iter().map(|mut key| {
                    if let Expr::Identifier(word) = &key.expr {
                        key.expr = tree::column(shown, &word.value, word.span);
                    }
                    key
                });
                named.collect()
            }
            _ => Vec::new(),
        };
        if keys.is_empty() {
            return;
        }
        for item in list {
            let mut put = InOrder {
                keys: keys.clone(),
                ..InOrder::default()
            };
            let _: ControlFlow<()> = item.expr.visit(&mut put);
        }
    }
}

/// The order of a resolved query by its own columns, under the names that they have outside; empty
/// when it is ordered by anything else.
pub(super) fn by_columns(
    query: &Query,
    (own, outside): (&[String], &[String]),
) -> Vec<OrderByExpr> {
    let Some(OrderByKind::Expressions(keys)) = query.order_by.as_ref().map(|order| &order.kind)
    else {
        return Vec::new();
    };
    let by_column = keys.iter().map(|key| match &key.expr {
        Expr::Identifier(word) => {
            let at = own.iter().position(|name| *name == word.value)?;
            Some(OrderByExpr {
                expr: Expr::Identifier(tree::exact(outside.get(at)?, word.span)),
                ..key.clone()
            })
        }
        _ => None,
    });
    by_column.collect::<Option<_>>().unwrap_or_default()
}

/// The order of a query in FROM, by the columns that it is read by. What is no column of it
/// becomes one that no star lists.
fn keys_of(query: &mut Query, alias: &mut TableAlias, part: &str) -> Vec<OrderByExpr> {
    let Some(OrderByKind::Expressions(order)) = query.order_by.as_ref().map(|order| &order.kind)
    else {
        return Vec::new();
    };
    let SetExpr::Select(select) = query.body.as_mut() else {
        return Vec::new();
    };
    let mut keys = Vec::with_capacity(order.len());
    for (place, key) in order.iter().enumerate() {
        let known = select.projection.iter().position(|item| match item {
            SelectItem::ExprWithAlias { expr, alias } => match &key.expr {
                Expr::Identifier(word) => word.value == alias.value,
                other => expr == other,
            },
            _ => false,
        });
        let at = match known {
            Some(at) => at,
            None if select.distinct.is_none() && alias.columns.is_empty() => {
                let name = format!("{part}_key_{place}");
                select.projection.push(made::item(key.expr.clone(), &name));
                select.projection.len() - 1
            }
            None => return Vec::new(),
        };
        let Some(SelectItem::ExprWithAlias { alias: own, .. }) = select.projection.get(at) else {
            return Vec::new();
        };
        let name = alias.columns.get(at).map_or(own, |column| &column.name);
        keys.push(OrderByExpr {
            expr: tree::column(&alias.name.value, &name.value, own.span),
            ..key.clone()
        });
    }
    keys
}

/// Finds aggregates that say no order, and gives them one when there are keys.
#[derive(Default)]
struct InOrder {
    keys: Vec<OrderByExpr>,
    found: bool,
    queries: usize,
}

impl VisitorMut for InOrder {
    type Break = ();

    fn pre_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.queries += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.queries -= 1;
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        let Expr::Function(function) = expr else {
            return ControlFlow::Continue(());
        };
        let is_meant = self.queries == 0
            && function.over.is_none()
            && IN_ORDER.contains(&one_word(&function.name).value.as_str());
        if let FunctionArguments::List(list) = &mut function.args
            && is_meant
            && list.duplicate_treatment.is_none()
            && !list
                .clauses
                .iter()
                .any(|clause| matches!(clause, FunctionArgumentClause::OrderBy(_)))
        {
            self.found = true;
            if !self.keys.is_empty() {
                let order = FunctionArgumentClause::OrderBy(self.keys.clone());
                list.clauses.push(order);
            }
        }
        ControlFlow::Continue(())
    }
}
