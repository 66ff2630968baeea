//! Grouped rows, and what is made of them afterwards: calculations over the marks, and an order by
//! something that the answer does not show.

use model::{Key, Order, Query};
use sqlparser::ast::{self, Expr, OrderByExpr};

use super::calculation::mark;
use super::from::{joined, ordered};
use super::key::fixed_bin_end;
use super::{HERE, MARKS, Question, statement};
use crate::{made, tree};

/// A key as columns of the grouped rows.
pub(super) struct Parts {
    /// By what rows are grouped, with the names of the output.
    pub(super) items: Vec<(Expr, String)>,
    /// Whether a member is among the largest, under a name that no output has.
    pub(super) kept: Option<(Expr, String)>,
}

impl Parts {
    /// Everything that rows are grouped by for this key.
    pub(super) fn group_by(&self) -> impl Iterator<Item = &Expr> {
        self.items.iter().chain(&self.kept).map(|(expr, _)| expr)
    }
}

impl Question<'_> {
    pub(super) fn grouped(&mut self, query: &Query) -> ast::Query {
        let keys: Vec<Parts> = query
            .keys
            .iter()
            .filter_map(|key| self.parts(key))
            .collect();
        let group_by: Vec<Expr> = keys.iter().flat_map(Parts::group_by).cloned().collect();
        let mut items: Vec<(Expr, String)> =
            keys.iter().flat_map(|parts| parts.items.clone()).collect();
        let fences = self.fences(query, &group_by);
        for measure in &query.measures {
            if let Some(expr) = self.measure(measure) {
                items.push((expr, measure.name.clone()));
            }
        }
        if let Some(levels) = &query.levels {
            return self.levelled(query, levels, &keys, items);
        }
        self.refuse_same_names(&items);
        let has_second_step = query.measures.iter().any(|one| one.calculation.is_some())
            || query.keys.iter().any(|key| key.top.is_some())
            || query.order.iter().any(|order| order.by.is_some());
        let order = (!has_second_step).then(|| self.order(query, &items, true));
        if order.is_none() {
            items.extend(keys.iter().filter_map(|parts| parts.kept.clone()));
        }
        let list = items
            .iter()
            .map(|(expr, name)| made::item(expr.clone(), name))
            .collect();
        let read: Vec<&Key> = query.keys.iter().collect();
        let mut select = self.read(query, &read, list);
        if let Some(from) = select.from.first_mut() {
            from.joins.extend(fences);
        }
        self.fenced.clear();
        let select = made::grouped(select, group_by);
        match order {
            Some(order) => statement(select, order, query.limit),
            None => self.second_step(query, &items, made::query_of(select)),
        }
    }

    pub(super) fn parts(&mut self, key: &Key) -> Option<Parts> {
        let mut items = Vec::new();
        let mut kept = None;
        if let Some(top) = &key.top {
            let (member, is_kept) = self.top_member(key, top)?;
            items.push((member, key.name.clone()));
            kept = Some((is_kept, kept_name(key)));
        } else if key.bin_count.is_some() {
            let (low, high) = self.bin_edges(key)?;
            items.push((low, key.name.clone()));
            items.extend(key.bin_end.clone().map(|name| (high, name)));
        } else {
            let expr = self.key(key)?;
            if let (Some(name), Some(end)) = (&key.bin_end, fixed_bin_end(key, &expr)) {
                items.push((expr, key.name.clone()));
                items.push((end, name.clone()));
            } else {
                items.push((expr, key.name.clone()));
            }
        }
        Some(Parts { items, kept })
    }

    /// What a mark has as the value of a key.
    pub(super) fn member(&mut self, key: &Key) -> Option<Expr> {
        let parts = self.parts(key)?;
        parts.items.into_iter().next().map(|(expr, _)| expr)
    }

    fn second_step(
        &mut self,
        query: &Query,
        items: &[(Expr, String)],
        inner: ast::Query,
    ) -> ast::Query {
        let hidden: Vec<String> = query
            .keys
            .iter()
            .filter(|key| key.top.is_some())
            .map(kept_name)
            .collect();
        let shown = items.iter().filter(|(_, name)| !hidden.contains(name));
        let list = shown
            .filter_map(|(_, name)| Some(made::item(self.made_of(query, name)?, name)))
            .collect();
        let mut from = made::alone(made::derived(inner, MARKS, &[]));
        let mut order: Vec<OrderByExpr> = Vec::new();
        for (at, by) in query.order.iter().enumerate() {
            let key = query.keys.iter().find(|key| key.name == by.field);
            if let Some(key) = key.filter(|key| key.top.is_some()) {
                order.push(ordered(mark(&kept_name(key)), true));
            }
            match (&by.by, key) {
                (Some(_), Some(key)) => {
                    let name = format!("order {}", at + 1);
                    if let Some(factor) = self.ordering(query, key, by, &name) {
                        let member = tree::column(&name, "member", HERE);
                        let same =
                            Expr::IsNotDistinctFrom(Box::new(mark(&key.name)), Box::new(member));
                        from.joins.push(joined(factor, Some(same)));
                        let measured = tree::column(&name, "measured", HERE);
                        order.push(ordered(measured, by.descending));
                    }
                }
                _ => order.extend(self.order_by(by, items, true)),
            }
        }
        statement(made::select(list, from), order, query.limit)
    }

    /// A column of the marks, or what is calculated of it.
    pub(super) fn made_of(&mut self, query: &Query, name: &str) -> Option<Expr> {
        let measure = query.measures.iter().find(|one| one.name == name);
        match measure.and_then(|one| Some((one, one.calculation.as_ref()?))) {
            None => Some(mark(name)),
            Some((measure, calculation)) => self.calculation(query, measure, calculation),
        }
    }

    /// Each member of a key with a measure over all of its rows.
    fn ordering(
        &mut self,
        query: &Query,
        key: &Key,
        by: &Order,
        name: &str,
    ) -> Option<ast::TableFactor> {
        let member = self.member(key)?;
        let measured = self.measure(by.by.as_ref()?)?;
        let list = vec![
            made::item(member.clone(), "member"),
            made::item(measured, "measured"),
        ];
        let select = made::grouped(self.read(query, &[key], list), vec![member]);
        Some(made::derived(made::query_of(select), name, &[]))
    }
}

/// The name under which grouped rows say whether a member is among the largest.
pub(super) fn kept_name(key: &Key) -> String {
    format!("{} is kept", key.name)
}
