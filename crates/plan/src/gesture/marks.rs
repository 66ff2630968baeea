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
    /// What each row has, with the names of the output.
    pub(super) items: Vec<(Expr, String)>,
    /// Whether a member is among the largest, under a name that no output has.
    pub(super) kept: Option<(Expr, String)>,
    /// What rows are grouped by instead of the items, which follow from it.
    root: Option<Root>,
}

/// One thing that all items of a key follow from, and the items as they follow for groups.
struct Root {
    by: Expr,
    items: Vec<Expr>,
}

impl Parts {
    /// A key whose rows are grouped by its items.
    pub(super) fn plain(items: Vec<(Expr, String)>, kept: Option<(Expr, String)>) -> Self {
        Self {
            items,
            kept,
            root: None,
        }
    }

    /// Everything that rows are grouped by for this key.
    pub(super) fn group_by(&self) -> Vec<Expr> {
        let kept = self.kept.iter().map(|(expr, _)| expr.clone());
        let by: Vec<Expr> = match &self.root {
            Some(root) => vec![root.by.clone()],
            None => self.items.iter().map(|(expr, _)| expr.clone()).collect(),
        };
        by.into_iter().chain(kept).collect()
    }

    /// The items of a group.
    fn of_group(&self) -> Vec<(Expr, String)> {
        let Some(root) = &self.root else {
            return self.items.clone();
        };
        let names = self.items.iter().map(|(_, name)| name.clone());
        root.items.iter().cloned().zip(names).collect()
    }
}

impl Question<'_> {
    pub(super) fn grouped(&mut self, query: &Query) -> ast::Query {
        let keys: Vec<Parts> = query
            .keys
            .iter()
            .filter_map(|key| self.parts(key))
            .collect();
        let group_by: Vec<Expr> = keys.iter().flat_map(Parts::group_by).collect();
        let mut items: Vec<(Expr, String)> = keys.iter().flat_map(Parts::of_group).collect();
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
        let name = key.name.clone();
        if let Some(top) = &key.top {
            let (member, is_kept) = self.top_member(key, top)?;
            let kept = (is_kept, kept_name(key));
            return Some(Parts::plain(vec![(member, name)], Some(kept)));
        }
        let (by, edges, of_group) = if key.bin_count.is_some() {
            let bin = self.bin(key)?;
            (bin.at, bin.edges, bin.edges_of_group)
        } else {
            let low = self.key(key)?;
            let Some(high) = key.bin_end.as_ref().and(fixed_bin_end(key, &low)) else {
                return Some(Parts::plain(vec![(low, name)], None));
            };
            let edges = [low.clone(), high];
            (low, edges.clone(), edges)
        };
        let names = std::iter::once(name).chain(key.bin_end.clone());
        let items: Vec<(Expr, String)> = edges.into_iter().zip(names).collect();
        let of_group = of_group.into_iter().take(items.len()).collect();
        let root = Some(Root {
            by,
            items: of_group,
        });
        Some(Parts {
            items,
            kept: None,
            root,
        })
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
