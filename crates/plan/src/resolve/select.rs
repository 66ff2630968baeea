//! One select: what it reads, its list, and every clause that looks at both.

use std::collections::HashSet;

use sqlparser::ast::{
    BinaryOperator, Distinct, Expr, GroupByExpr, NamedWindowDefinition, NamedWindowExpr, OrderBy,
    OrderByKind, Select, SelectFlavor, SelectItem, Spanned, WildcardAdditionalOptions, WindowSpec,
    WindowType,
};
use sqlparser::tokenizer::Span;

use super::Resolver;
use super::aggregate::{aggregate_in, is_aggregated, loose_columns, window_in};
use super::from::sample;
use super::grouping;
use super::order::Position;
use super::scope::Scope;
use super::star::Item;
use crate::guard;
use crate::near::shortened;
use crate::refuse;
use crate::tree;

impl Resolver<'_> {
    /// Resolves a select with the ORDER BY that follows it, and says the names of its columns.
    pub(super) fn select(
        &mut self,
        select: &mut Select,
        order_by: Option<&mut OrderBy>,
        parent: Option<&Scope<'_>>,
    ) -> Vec<String> {
        let sample = sample::of_all(select);
        if let Some((what, hint)) = refuse::select(select) {
            let span = select.select_token.0.span;
            self.unsupported(what, span, hint);
            return Vec::new();
        }
        let mut scope = Scope::inside(parent);
        self.from(&mut select.from, &mut scope);
        if select.flavor == SelectFlavor::FromFirstNoSelect && select.projection.is_empty() {
            select.projection = vec![SelectItem::Wildcard(WildcardAdditionalOptions::default())];
        }
        select.flavor = SelectFlavor::Standard;
        let errors_before = self.diagnostics.len();
        self.windows(select, &mut scope);
        let around = self.reading(select, &scope);
        let mut list = self.list(select, &mut scope);
        self.read_here = around;
        self.in_order_of_rows(&mut select.from, &mut list);
        let columns: Vec<String> = list.iter().filter_map(|item| item.name.clone()).collect();
        if let Some(condition) = &mut select.selection {
            self.rows_in_queries(condition, &scope);
            self.filter(condition, &scope);
            self.refuse_aggregate(condition, &scope);
            if let Some(span) = window_in(condition) {
                self.refuse_window(span, "WHERE");
            }
        }
        if let Some(sample) = sample {
            let rest = select.selection.take().map(tree::nested);
            select.selection = tree::all([Some(sample), rest].into_iter().flatten().collect());
        }
        let keys = self.group(select, &list, &scope);
        if let Some(condition) = &mut select.having {
            self.filter(condition, &scope);
            if let Some(span) = window_in(condition) {
                self.refuse_window(span, "HAVING");
            }
        }
        if let Some(condition) = &mut select.qualify {
            self.filter(condition, &scope);
        }
        if let Some(Distinct::On(items)) = &mut select.distinct {
            for item in items {
                self.key(item, &list, &scope, "DISTINCT ON");
            }
        }
        let mut order_by = order_by;
        if let Some(order_by) = &mut order_by {
            self.order(order_by, &columns, &scope);
        }
        self.first_of_each(select, &list, order_by.as_deref());
        if self.diagnostics.len() == errors_before {
            self.check_groups(select, (&list, &keys), order_by.as_deref(), &scope);
        }
        select.projection = list
            .into_iter()
            .map(|item| SelectItem::ExprWithAlias {
                alias: tree::exact(&item.name.unwrap_or_default(), item.span),
                expr: item.expr,
            })
            .collect();
        columns
    }

    /// The select list: stars gone, names exact, every output name its own.
    fn list(&mut self, select: &mut Select, scope: &mut Scope<'_>) -> Vec<Item> {
        let mut list = self.items(std::mem::take(&mut select.projection), scope);
        if list.len() > guard::COLUMNS {
            let message = format!(
                "This query has {} columns; at most {} are possible.",
                list.len(),
                guard::COLUMNS
            );
            let span = select.select_token.0.span;
            self.error(
                span,
                "SQL_TOO_MANY_COLUMNS",
                message,
                "Name the columns that you need.",
            );
            list.truncate(guard::COLUMNS);
        }
        if list.is_empty() && self.diagnostics.is_empty() {
            let span = select.select_token.0.span;
            self.error(
                span,
                "SQL_NO_COLUMNS",
                "This query has no columns.".to_owned(),
                "Write * or name a column after SELECT.",
            );
        }
        let mut taken = HashSet::new();
        for item in &mut list {
            if !item.is_resolved {
                self.expression(&mut item.expr, scope);
            }
            let name = own_spelling(item);
            item.name = Some(unused(&name, &mut taken));
            if item.is_alias {
                scope.aliases.push((name, item.expr.clone()));
            }
        }
        list
    }

    /// Named windows, each written out; calls take them over whole.
    fn windows(&mut self, select: &mut Select, scope: &mut Scope<'_>) {
        for NamedWindowDefinition(name, window) in std::mem::take(&mut select.named_window) {
            let mut window = match window {
                NamedWindowExpr::WindowSpec(spec) => WindowType::WindowSpec(spec),
                NamedWindowExpr::NamedWindow(other) => WindowType::NamedWindow(other),
            };
            self.window(&mut window, scope);
            if let WindowType::WindowSpec(mut spec) = window {
                self.window_spec(&mut spec, scope);
                scope.windows.push((name.value, spec));
            }
        }
    }

    /// Resolves GROUP BY and answers its keys.
    fn group(&mut self, select: &mut Select, list: &[Item], scope: &Scope<'_>) -> Vec<Expr> {
        let span = select.span();
        match &mut select.group_by {
            GroupByExpr::All(modifiers) => {
                if !modifiers.is_empty() {
                    self.unsupported("GROUP BY ALL WITH …", span, "List the keys.");
                }
                let keys = all_keys(list, scope);
                select.group_by = GroupByExpr::Expressions(keys.clone(), Vec::new());
                keys
            }
            GroupByExpr::Expressions(items, modifiers) => {
                if !modifiers.is_empty() {
                    self.unsupported("GROUP BY … WITH", span, "Write ROLLUP (…) or CUBE (…).");
                }
                let mut keys = Vec::new();
                for item in items {
                    if let Expr::GroupingSets(sets) = item
                        && !grouping::opened(sets)
                    {
                        let hint = "List the sets that matter.";
                        self.unsupported("GROUPING SETS of so many sets", span, hint);
                    }
                    match item {
                        Expr::GroupingSets(sets) | Expr::Cube(sets) | Expr::Rollup(sets) => {
                            for key in sets.iter_mut().flatten() {
                                self.key(key, list, scope, "GROUP BY");
                                keys.push(unwrapped(key).clone());
                            }
                            if !grouping::write_out(item) {
                                self.unsupported(
                                    "A CUBE of so many keys",
                                    span,
                                    "Write GROUPING SETS.",
                                );
                            }
                        }
                        key => {
                            self.key(key, list, scope, "GROUP BY");
                            keys.push(unwrapped(key).clone());
                            by_place(key, list, scope);
                        }
                    }
                }
                keys
            }
        }
    }

    /// One key of GROUP BY or DISTINCT ON: a position, or an expression.
    fn key(&mut self, key: &mut Expr, list: &[Item], scope: &Scope<'_>, clause: &str) {
        let span = tree::span_of(key);
        let position = self.position(key, list.len(), clause);
        match position {
            Position::At(at) => {
                if let Some(item) = list.get(at) {
                    *key = tree::nested(item.expr.clone());
                }
            }
            Position::Beyond => {}
            Position::None => self.expression(key, scope),
        }
        if clause == "GROUP BY" && aggregate_in(key).is_some() {
            self.error(
                span,
                "SQL_AGGREGATE_PLACE",
                "Rows cannot be grouped by an aggregate.".to_owned(),
                "Compute it in a named query (WITH) first, then group by its column.",
            );
        }
    }

    /// DISTINCT ON: the first row of each key in the given order, as a window function.
    fn first_of_each(&mut self, select: &mut Select, list: &[Item], order_by: Option<&OrderBy>) {
        let Some(Distinct::On(keys)) = &mut select.distinct else {
            return;
        };
        let keys = std::mem::take(keys);
        let span = keys.first().map_or(Span::empty(), tree::span_of);
        select.distinct = None;
        if select.qualify.is_some() {
            let hint = "Filter in a named query (WITH) first.";
            self.unsupported("DISTINCT ON together with QUALIFY", span, hint);
            return;
        }
        let mut order = match order_by.map(|order_by| &order_by.kind) {
            Some(OrderByKind::Expressions(items)) => items.clone(),
            _ => Vec::new(),
        };
        for item in &mut order {
            let Expr::Identifier(word) = &item.expr else {
                continue;
            };
            let output = list
                .iter()
                .find(|output| output.name.as_ref() == Some(&word.value));
            if let Some(output) = output {
                item.expr = output.expr.clone();
            }
        }
        let Expr::Function(mut number) = tree::call("row_number", Vec::new(), span) else {
            return;
        };
        number.over = Some(WindowType::WindowSpec(WindowSpec {
            window_name: None,
            partition_by: keys,
            order_by: order,
            window_frame: None,
        }));
        let is_first = tree::binary(
            Expr::Function(number),
            BinaryOperator::Eq,
            tree::number("1", span),
        );
        select.qualify = Some(is_first);
    }

    /// With groups, a column outside an aggregate must be a key.
    fn check_groups(
        &mut self,
        select: &Select,
        (list, keys): (&[Item], &[Expr]),
        order_by: Option<&OrderBy>,
        scope: &Scope<'_>,
    ) {
        let order: Vec<&Expr> = match order_by.map(|order_by| &order_by.kind) {
            Some(OrderByKind::Expressions(items)) => items.iter().map(|item| &item.expr).collect(),
            _ => Vec::new(),
        };
        let is_grouped = !keys.is_empty()
            || select.having.is_some()
            || list.iter().any(|item| is_aggregated(&item.expr))
            || order.iter().any(|expr| is_aggregated(expr));
        if !is_grouped {
            return;
        }
        let exprs = list
            .iter()
            .map(|item| &item.expr)
            .chain(&select.having)
            .chain(&select.qualify)
            .chain(order);
        for expr in exprs {
            let Some(Expr::CompoundIdentifier(words)) =
                loose_columns(expr, keys, scope).into_iter().next()
            else {
                continue;
            };
            let Some(word) = words.last() else { continue };
            let message = format!(
                "`{}` is neither a key of GROUP BY nor inside an aggregate.",
                shortened(&word.value)
            );
            let hint = if keys.is_empty() {
                "Add GROUP BY ALL, or put it into an aggregate such as max()."
            } else {
                "Add it to GROUP BY, or put it into an aggregate such as max()."
            };
            self.error(word.span, "SQL_NOT_GROUPED", message, hint);
        }
    }
}

/// GROUP BY ALL: every item without an aggregate, and the loose columns of the others.
fn all_keys(list: &[Item], scope: &Scope<'_>) -> Vec<Expr> {
    let mut keys: Vec<Expr> = Vec::new();
    for item in list {
        let expr = unwrapped(&item.expr);
        if is_aggregated(expr) || window_in(expr).is_some() {
            continue;
        }
        let is_constant = loose_columns(expr, &[], scope).is_empty();
        if !is_constant && !keys.contains(expr) {
            keys.push(expr.clone());
        }
    }
    for item in list.iter().filter(|item| is_aggregated(&item.expr)) {
        for column in loose_columns(&item.expr, &keys, scope) {
            keys.push(column);
        }
    }
    keys
}

/// The planner computes constants of GROUP BY and reads a whole number as a place in the list: a
/// constant key is named by the place of its item, so that it means itself.
fn by_place(key: &mut Expr, list: &[Item], scope: &Scope<'_>) {
    if !loose_columns(unwrapped(key), &[], scope).is_empty() {
        return;
    }
    let span = tree::span_of(key);
    let place = list
        .iter()
        .position(|item| unwrapped(&item.expr) == unwrapped(key));
    *key = match place {
        Some(place) => tree::number(&(place + 1).to_string(), span),
        None => tree::text("", span),
    };
}

fn unwrapped(expr: &Expr) -> &Expr {
    match expr {
        Expr::Nested(inner) => unwrapped(inner),
        other => other,
    }
}

/// The name of an item; a column keeps the spelling of its table.
fn own_spelling(item: &Item) -> String {
    let name = item.name.clone().unwrap_or_default();
    if item.is_alias || item.is_resolved {
        return name;
    }
    match unwrapped(&item.expr) {
        Expr::CompoundIdentifier(words) => match words.last() {
            Some(word) if word.value.to_lowercase() == name.to_lowercase() => word.value.clone(),
            _ => name,
        },
        _ => name,
    }
}

/// A name that no other output column has: `id`, `id_1`, `id_2`.
pub(super) fn unused(name: &str, taken: &mut HashSet<String>) -> String {
    let mut unused = name.to_owned();
    let mut count = 0;
    while !taken.insert(unused.clone()) {
        count += 1;
        unused = format!("{name}_{count}");
    }
    unused
}
