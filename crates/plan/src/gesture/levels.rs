//! Rows grouped at every level of a pivot table, in the order of its lines and columns.

use model::{Key, Levels, LineOrder, Query};
use sqlparser::ast::{self, BinaryOperator, DataType as TreeType, Expr, OrderByExpr};

use super::calculation::mark;
use super::from::{case, ordered, over};
use super::marks::{Parts, kept_name};
use super::{HERE, MARKS, Question, statement};
use crate::{made, tree};

/// Name of a measure that lines are ordered by and that is not shown.
const UNSEEN: &str = "ordered by";

impl Question<'_> {
    /// Grouped rows of all levels with their depths, what is calculated of them, and their places.
    pub(super) fn levelled(
        &mut self,
        query: &Query,
        levels: &Levels,
        keys: &[Parts],
        mut items: Vec<(Expr, String)>,
    ) -> ast::Query {
        if keys.len() != query.keys.len() || levels.rows > keys.len() {
            // A key that could not be made was said already.
            return made::query_of(tree::select(Vec::new(), &self.relation.name));
        }
        let (read, keys) = self.keyed(query, levels, keys);
        let (rows, columns) = keys.split_at(levels.rows);
        for (item, part) in items
            .iter_mut()
            .zip(keys.iter().flat_map(|parts| &parts.items))
        {
            *item = part.clone();
        }
        let mut shown: Vec<String> = items.iter().map(|(_, name)| name.clone()).collect();
        for (keys, name) in [(rows, &levels.row_depth), (columns, &levels.column_depth)] {
            items.push((depth(keys), name.clone()));
            shown.push(name.clone());
        }
        let by = levels
            .by
            .as_ref()
            .map(|by| self.measured(query, by, &mut items));
        items.extend(keys.iter().filter_map(|parts| parts.kept.clone()));
        self.refuse_same_names(&items);
        let list = items
            .iter()
            .map(|(expr, name)| made::item(expr.clone(), name))
            .collect();
        let select = made::select(list, made::alone(read));
        let sets = Expr::GroupingSets(sets(rows, columns));
        let mut answer = made::query_of(made::grouped(select, vec![sets]));
        let all: Vec<String> = items.into_iter().map(|(_, name)| name).collect();
        if query.measures.iter().any(|one| one.calculation.is_some()) {
            let made_of = all
                .iter()
                .filter_map(|name| Some(made::item(self.made_of(query, name)?, name)));
            answer = step(made_of.collect(), answer);
        }
        let (row_keys, column_keys) = query.keys.split_at(levels.rows);
        let mut amounts = Vec::new();
        if let (Some(by), Some(Some(name))) = (&levels.by, by) {
            let Some(value) = self.in_column(levels, by, column_keys, &name) else {
                return answer;
            };
            let mut list = made::same(MARKS, &all);
            for at in 1..=row_keys.len() {
                let name = made::free_name(&format!("amount at {at}"), &all);
                list.push(made::item(at_level(levels, row_keys, at, &value), &name));
                amounts.push((name, by.descending));
            }
            answer = step(list, answer);
        }
        let mut list = made::same(MARKS, &shown);
        let lines = order(row_keys, &levels.row_depth, &amounts, levels.descending);
        list.push(made::item(place(lines), &levels.row_place));
        let columns = order(column_keys, &levels.column_depth, &[], false);
        list.push(made::item(place(columns), &levels.column_place));
        let from = made::alone(made::derived(answer, MARKS, &[]));
        let places = [&levels.row_place, &levels.column_place];
        let order = places.map(|name| ordered(Expr::Identifier(tree::exact(name, HERE)), false));
        statement(made::select(list, from), order.to_vec(), query.limit)
    }

    /// The rows that are read with their keys as columns, under the name of the source; and the keys as
    /// these columns. A level is told by columns alone, not by what they are made of.
    fn keyed(
        &mut self,
        query: &Query,
        levels: &Levels,
        keys: &[Parts],
    ) -> (ast::TableFactor, Vec<Parts>) {
        let name = self.relation.name.clone();
        let measured = query
            .measures
            .iter()
            .chain(levels.by.iter().map(|by| &by.measure));
        let used: Vec<String> = measured
            .flat_map(|measure| [Some(&measure.field), measure.along.as_ref()])
            .flatten()
            .map(|field| field.to_lowercase())
            .collect();
        let fields = self.relation.fields.iter().map(|field| field.name.clone());
        let mut taken: Vec<String> = fields.collect();
        let read = taken
            .iter()
            .filter(|field| used.contains(&field.to_lowercase()));
        let mut list = made::same(&name, &read.cloned().collect::<Vec<String>>());
        let mut column = |expr: &Expr| {
            let own = made::free_name("key", &taken);
            taken.push(own.clone());
            list.push(made::item(expr.clone(), &own));
            tree::column(&name, &own, HERE)
        };
        let keys: Vec<Parts> = keys
            .iter()
            .map(|parts| {
                let mut own = |(expr, output): &(Expr, String)| (column(expr), output.clone());
                let items = parts.items.iter().map(&mut own).collect();
                Parts::plain(items, parts.kept.as_ref().map(own))
            })
            .collect();
        let read: Vec<&Key> = query.keys.iter().collect();
        let rows = made::query_of(self.read(query, &read, list));
        (made::derived(rows, &name, &[]), keys)
    }

    /// The name of the measure that lines are ordered by; one that is not shown is computed beside
    /// the others.
    fn measured(
        &mut self,
        query: &Query,
        by: &LineOrder,
        items: &mut Vec<(Expr, String)>,
    ) -> Option<String> {
        if query.measures.iter().any(|one| one.name == by.measure.name) {
            return Some(by.measure.name.clone());
        }
        let taken: Vec<String> = items.iter().map(|(_, name)| name.clone()).collect();
        let name = made::free_name(UNSEEN, &taken);
        items.push((self.measure(&by.measure)?, name.clone()));
        Some(name)
    }

    /// The amount of a mark that stands in a column; nothing in others.
    fn in_column(
        &mut self,
        levels: &Levels,
        by: &LineOrder,
        keys: &[Key],
        name: &str,
    ) -> Option<Expr> {
        let mut conditions = vec![equals(&levels.column_depth, by.column.len())];
        for (key, value) in keys.iter().zip(&by.column) {
            let value = self.value(value)?;
            let member = Box::new(mark(&key.name));
            conditions.push(Expr::IsNotDistinctFrom(member, Box::new(value)));
        }
        Some(case(vec![(tree::all(conditions)?, mark(name))], None))
    }
}

/// Each beginning of the rows with each beginning of the columns.
fn sets(rows: &[Parts], columns: &[Parts]) -> Vec<Vec<Expr>> {
    let first = |keys: &[Parts], count: usize| -> Vec<Expr> {
        keys.iter().take(count).flat_map(Parts::group_by).collect()
    };
    let pairs = (0..=rows.len())
        .rev()
        .flat_map(|row| (0..=columns.len()).rev().map(move |column| (row, column)));
    pairs
        .map(|(row, column)| [first(rows, row), first(columns, column)].concat())
        .collect()
}

/// How many of some keys a mark is grouped by.
fn depth(keys: &[Parts]) -> Expr {
    let number = |count: usize| whole(tree::number(&count.to_string(), HERE));
    let left_out = keys
        .iter()
        .filter_map(|parts| parts.items.first())
        .map(|(key, _)| whole(tree::call("grouping", vec![key.clone()], HERE)));
    left_out.fold(number(keys.len()), |known, one| {
        tree::nested(tree::binary(known, BinaryOperator::Minus, one))
    })
}

fn whole(expr: Expr) -> Expr {
    tree::cast(expr, TreeType::BigInt(None))
}

fn compared(depth: &str, op: BinaryOperator, count: usize) -> Expr {
    tree::binary(mark(depth), op, tree::number(&count.to_string(), HERE))
}

fn equals(depth: &str, count: usize) -> Expr {
    compared(depth, BinaryOperator::Eq, count)
}

/// 1 for marks that are at least so deep, 0 for those above.
fn is_below(depth: &str, count: usize) -> Expr {
    let is_deep = compared(depth, BinaryOperator::GtEq, count);
    let number = |digit: &str| tree::number(digit, HERE);
    case(vec![(is_deep, number("1"))], Some(number("0")))
}

/// The amount of the line at a level that a mark belongs to.
fn at_level(levels: &Levels, keys: &[Key], level: usize, value: &Expr) -> Expr {
    let is_line = equals(&levels.row_depth, level);
    let own = case(vec![(is_line, value.clone())], None);
    let mut group: Vec<Expr> = keys.iter().take(level).map(|key| mark(&key.name)).collect();
    group.push(is_below(&levels.row_depth, level));
    over("max", vec![own], group, Vec::new(), None)
}

/// Level by level: what stands above first, then the largest amounts, others last, then members.
fn order(
    keys: &[Key],
    depth: &str,
    amounts: &[(String, bool)],
    descending: bool,
) -> Vec<OrderByExpr> {
    let mut order = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        order.push(ordered(is_below(depth, at + 1), false));
        if key.top.is_some() {
            order.push(ordered(mark(&kept_name(key)), true));
        }
        if let Some((name, descending)) = amounts.get(at) {
            order.push(ordered(mark(name), *descending));
        }
        order.push(ordered(mark(&key.name), descending));
    }
    order
}

/// Places without gaps; marks of one line share theirs.
fn place(order: Vec<OrderByExpr>) -> Expr {
    if order.is_empty() {
        return whole(tree::number("1", HERE));
    }
    whole(over("dense_rank", Vec::new(), Vec::new(), order, None))
}

/// A select from a query whose rows are the marks.
pub(super) fn step(list: Vec<ast::SelectItem>, from: ast::Query) -> ast::Query {
    let from = made::alone(made::derived(from, MARKS, &[]));
    made::query_of(made::select(list, from))
}
