//! One SELECT: its sources, its conditions, its columns.

use model::FilterKind;
use sqlparser::ast::{
    BinaryOperator, Expr, Join, JoinConstraint, JoinOperator, Select, SelectItem, TableFactor,
    TableWithJoins,
};

use super::Tracer;
use super::rows::{Column, Rows};

/// The sources of a select, and those of the queries around it.
pub(super) struct Sight<'s> {
    pub(super) sources: &'s [Rows],
    pub(super) around: &'s [Rows],
}

impl Sight<'_> {
    /// The column `name` of the source that is read as `source`; the nearest one wins.
    pub(super) fn column(&self, source: &str, name: &str) -> Option<&Column> {
        let all = self.around.iter().chain(self.sources).rev();
        all.filter(|rows| rows.name == source)
            .find_map(|rows| rows.column(name))
    }

    /// The only source, whose name says nothing in front of its columns.
    pub(super) fn only(&self) -> Option<&str> {
        match self.sources {
            [one] if self.around.is_empty() => Some(&one.name),
            _ => None,
        }
    }

    /// All sources in one, innermost last.
    pub(super) fn all(&self) -> Vec<Rows> {
        self.around.iter().chain(self.sources).cloned().collect()
    }
}

impl Tracer<'_> {
    pub(super) fn select(&mut self, select: &Select, around: &[Rows]) -> Rows {
        let mut from = From::default();
        for table in &select.from {
            self.table(table, &mut from, around);
        }
        let clauses = [
            (FilterKind::Where, &select.selection),
            (FilterKind::Having, &select.having),
            (FilterKind::Qualify, &select.qualify),
        ];
        for (kind, condition) in clauses {
            if let Some(condition) = condition {
                self.condition(kind, condition, &mut from, around);
            }
        }
        let mut whole = from.rows();
        for item in &select.projection {
            let (SelectItem::ExprWithAlias { expr, .. } | SelectItem::UnnamedExpr(expr)) = item
            else {
                continue;
            };
            let sight = Sight {
                sources: &from.sources,
                around,
            };
            let mut column = self.traced(expr, &sight);
            if let SelectItem::ExprWithAlias { alias, .. } = item {
                column.name.clone_from(&alias.value);
            }
            column.filters.extend(&from.filters);
            whole.columns.push(column);
        }
        whole
    }

    fn table(&mut self, table: &TableWithJoins, from: &mut From, around: &[Rows]) {
        self.factor(&table.relation, from, around);
        for join in &table.joins {
            self.join(join, from, around);
        }
    }

    fn factor(&mut self, factor: &TableFactor, from: &mut From, around: &[Rows]) {
        match factor {
            TableFactor::Table { name, alias, .. } => {
                let word = crate::resolve::one_word(name);
                from.add(self.relation(&word.value).under(alias.as_ref()));
            }
            TableFactor::Derived {
                subquery, alias, ..
            } => {
                let sight = Sight {
                    sources: &from.sources,
                    around,
                };
                let seen = sight.all();
                let name = alias.as_ref().map(|alias| alias.name.value.clone());
                let before = std::mem::replace(&mut self.within, name);
                let rows = self.query(subquery, &seen);
                self.within = before;
                from.add(rows.under(alias.as_ref()));
            }
            TableFactor::NestedJoin {
                table_with_joins, ..
            } => self.table(table_with_joins, from, around),
            TableFactor::UNNEST {
                array_exprs, alias, ..
            } => {
                let sight = Sight {
                    sources: &from.sources,
                    around,
                };
                let columns = array_exprs
                    .iter()
                    .map(|list| self.traced(list, &sight))
                    .collect();
                let rows = Rows {
                    columns,
                    ..Rows::default()
                };
                from.add(rows.under(alias.as_ref()));
            }
            _ => {}
        }
    }

    /// A named query, cell or table, by its exact name.
    fn relation(&self, name: &str) -> Rows {
        let named = self.named.iter().rev().find(|(known, _)| known == name);
        if let Some((_, rows)) = named {
            return rows.clone();
        }
        let cells = self.names.cells.iter().map(|cell| (cell, true));
        let tables = self.names.tables.iter().map(|table| (table, false));
        cells
            .chain(tables)
            .find(|(relation, _)| relation.name == name)
            .map_or_else(Rows::default, |(relation, is_cell)| {
                Rows::of(relation, is_cell)
            })
    }

    fn join(&mut self, join: &Join, from: &mut From, around: &[Rows]) {
        let before = from.sources.len();
        let relations = from.relations.clone();
        self.factor(&join.relation, from, around);
        let (kind, constraint) = kind_of(&join.join_operator);
        if let Some(JoinConstraint::On(condition)) = constraint {
            self.condition(kind, condition, from, around);
        }
        match join.join_operator {
            JoinOperator::LeftSemi(_) | JoinOperator::LeftAnti(_) => {
                for gone in from.sources.split_off(before) {
                    from.filters.extend(gone.every_filter());
                }
                from.relations = relations;
            }
            JoinOperator::RightSemi(_) | JoinOperator::RightAnti(_) => {
                for gone in from.sources.drain(..before) {
                    from.filters.extend(gone.every_filter());
                }
                from.relations.retain(|name| !relations.contains(name));
            }
            _ => {}
        }
    }

    /// Each part of a condition that must hold is a filter of its own.
    fn condition(&mut self, kind: FilterKind, condition: &Expr, from: &mut From, around: &[Rows]) {
        for part in parts(condition) {
            let sight = Sight {
                sources: &from.sources,
                around,
            };
            let filter = self.part(kind, part, &sight);
            from.filters.extend(filter);
        }
    }
}

/// What stands in FROM so far.
#[derive(Default)]
struct From {
    sources: Vec<Rows>,
    relations: std::collections::BTreeSet<String>,
    /// Conditions of this select, which touch every one of its columns.
    filters: std::collections::BTreeSet<usize>,
}

impl From {
    fn add(&mut self, rows: Rows) {
        self.relations.extend(rows.relations.iter().cloned());
        self.sources.push(rows);
    }

    /// The rows of all sources, without columns yet.
    fn rows(&self) -> Rows {
        let mut filters = self.filters.clone();
        filters.extend(self.sources.iter().flat_map(|source| &source.filters));
        Rows {
            relations: self.relations.clone(),
            filters,
            ..Rows::default()
        }
    }
}

fn kind_of(operator: &JoinOperator) -> (FilterKind, Option<&JoinConstraint>) {
    match operator {
        JoinOperator::Semi(on)
        | JoinOperator::Anti(on)
        | JoinOperator::LeftSemi(on)
        | JoinOperator::LeftAnti(on)
        | JoinOperator::RightSemi(on)
        | JoinOperator::RightAnti(on) => (FilterKind::SemiJoin, Some(on)),
        JoinOperator::Join(on)
        | JoinOperator::Inner(on)
        | JoinOperator::Left(on)
        | JoinOperator::LeftOuter(on)
        | JoinOperator::Right(on)
        | JoinOperator::RightOuter(on)
        | JoinOperator::FullOuter(on)
        | JoinOperator::CrossJoin(on)
        | JoinOperator::StraightJoin(on)
        | JoinOperator::AsOf { constraint: on, .. } => (FilterKind::Join, Some(on)),
        _ => (FilterKind::Join, None),
    }
}

/// The parts of a condition that must all hold.
pub(super) fn parts(condition: &Expr) -> Vec<&Expr> {
    match condition {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => {
            let mut found = parts(left);
            found.extend(parts(right));
            found
        }
        Expr::Nested(inner) => match inner.as_ref() {
            Expr::BinaryOp {
                op: BinaryOperator::And,
                ..
            } => parts(inner),
            _ => vec![condition],
        },
        _ => vec![condition],
    }
}
