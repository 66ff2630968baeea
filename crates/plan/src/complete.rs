//! What may stand at a place of a text that is still being written.
//!
//! Works on words, not on a tree: an unfinished text has no tree. Names in scope are collected
//! from FROM and WITH of the innermost parentheses outwards.

mod join;
mod scan;
mod value;

pub use value::WantedValues;
pub(crate) use value::wanted;

use std::collections::HashSet;

use model::Field;

use crate::functions::areas;
use crate::names::{ColumnName, Completion, CompletionKind, Names, Relation};
use crate::quote;
use crate::types::words;
use scan::{Clause, Place, scan};

/// Completions at `offset`, best first.
pub(crate) fn complete(text: &str, offset: usize, names: &Names) -> Vec<Completion> {
    if text.len() > crate::guard::TEXT_BYTES {
        return Vec::new();
    }
    let place = scan(text, offset);
    let mut list = List {
        place: &place,
        entries: Vec::new(),
    };
    if place.is_inside_text {
        return Vec::new();
    }
    if place.after_colon {
        parameters(&mut list, names, true);
    } else if let Some(qualifier) = &place.qualifier {
        members(&mut list, names, qualifier);
    } else if place.clause == Clause::From {
        relations(&mut list, names);
        keywords(
            &mut list,
            &[
                "SELECT",
                "WHERE",
                "JOIN",
                "LEFT JOIN",
                "ON",
                "USING",
                "AS",
                "GROUP BY",
                "ORDER BY",
                "LIMIT",
            ],
        );
    } else {
        for pair in join::conditions(&place, names) {
            list.add_pair(&pair);
        }
        expressions(&mut list, names);
    }
    list.ranked()
}

struct List<'p> {
    place: &'p Place,
    entries: Vec<(u32, Completion)>,
}

impl List<'_> {
    fn add(
        &mut self,
        weight: u32,
        (kind, label): (CompletionKind, &str),
        insert: String,
        detail: String,
    ) {
        let typed = self.place.typed.to_lowercase();
        let lower = label.to_lowercase();
        let rank = if lower == typed && !typed.is_empty() {
            0
        } else if lower.starts_with(&typed) {
            100
        } else if typed.len() > 1 && lower.contains(&typed) {
            300
        } else if is_spread(&typed, &lower) {
            500
        } else {
            return;
        };
        let from = u32::try_from(self.place.from).unwrap_or(u32::MAX);
        let completion = Completion {
            label: label.to_owned(),
            insert,
            kind,
            detail,
            about: String::new(),
            from,
            columns: Vec::new(),
        };
        self.entries.push((rank + weight, completion));
    }

    fn add_pair(&mut self, pair: &join::Pair) {
        let before = self.entries.len();
        self.add(
            pair.weight,
            (CompletionKind::Join, &pair.condition),
            pair.condition.clone(),
            pair.because.to_owned(),
        );
        for (_, completion) in &mut self.entries[before..] {
            completion.columns = pair.columns.to_vec();
        }
    }

    /// A column, with the table or cell that it is of.
    fn add_column(&mut self, weight: u32, (name, detail, origin): &Shown) {
        let before = self.entries.len();
        let kind = (CompletionKind::Column, name.as_str());
        self.add(weight, kind, quote::name(name), detail.clone());
        for (_, completion) in &mut self.entries[before..] {
            completion.columns = origin.iter().cloned().collect();
        }
    }

    fn ranked(mut self) -> Vec<Completion> {
        self.entries
            .sort_by(|(a, left), (b, right)| a.cmp(b).then(left.label.cmp(&right.label)));
        let mut seen = HashSet::new();
        self.entries
            .into_iter()
            .map(|(_, completion)| completion)
            .filter(|completion| seen.insert((completion.label.clone(), completion.kind)))
            .take(200)
            .collect()
    }
}

/// Whether the letters of `typed` stand in `label` in this order: `od` in `order_date`.
fn is_spread(typed: &str, label: &str) -> bool {
    if typed.len() < 2 || typed.chars().next() != label.chars().next() {
        return false;
    }
    let mut letters = label.chars();
    typed
        .chars()
        .all(|wanted| letters.any(|letter| letter == wanted))
}

fn relations(list: &mut List<'_>, names: &Names) {
    for name in list.place.named_queries.clone() {
        list.add(
            0,
            (CompletionKind::Table, &name.0),
            quote::name(&name.0),
            "named query".to_owned(),
        );
    }
    for (relations, kind, weight) in [
        (&names.cells, CompletionKind::Cell, 1),
        (&names.tables, CompletionKind::Table, 2),
    ] {
        for relation in relations {
            list.add(
                weight,
                (kind, &relation.name),
                quote::name(&relation.name),
                rows(relation),
            );
        }
    }
}

fn rows(relation: &Relation) -> String {
    let columns = relation.fields.len();
    match relation.rows {
        Some(1) => "1 row".to_owned(),
        Some(rows) => format!("{rows} rows"),
        None => format!("{columns} columns"),
    }
}

/// Columns behind `o.`, whatever `o` is.
fn members(list: &mut List<'_>, names: &Names, qualifier: &str) {
    let lower = qualifier.to_lowercase();
    let source = list
        .place
        .sources
        .iter()
        .find(|source| source.alias.to_lowercase() == lower)
        .map_or_else(|| qualifier.to_owned(), |source| source.name.clone());
    for column in columns_of(list.place, names, &source) {
        list.add_column(0, &column);
    }
}

/// A column's name, what is said of it, and where it comes from when that is known.
type Shown = (String, String, Option<ColumnName>);

fn columns_of(place: &Place, names: &Names, source: &str) -> Vec<Shown> {
    let lower = source.to_lowercase();
    if let Some((_, columns)) = place
        .named_queries
        .iter()
        .find(|(name, _)| name.to_lowercase() == lower)
    {
        return columns
            .iter()
            .map(|name| (name.clone(), "column".to_owned(), None))
            .collect();
    }
    every_relation(names)
        .find(|(relation, _)| relation.name.to_lowercase() == lower)
        .map(|of| {
            of.0.fields
                .iter()
                .map(|field| described(of, field))
                .collect()
        })
        .unwrap_or_default()
}

/// Cells and tables, and whether each is a cell.
fn every_relation(names: &Names) -> impl Iterator<Item = (&Relation, bool)> {
    let cells = names.cells.iter().map(|cell| (cell, true));
    cells.chain(names.tables.iter().map(|table| (table, false)))
}

fn described((relation, is_cell): (&Relation, bool), field: &Field) -> Shown {
    let origin = ColumnName {
        relation: relation.name.clone(),
        is_cell,
        column: field.name.clone(),
    };
    (field.name.clone(), words(&field.data_type), Some(origin))
}

/// Words that may stand around expressions.
const KEYWORDS: [&str; 41] = [
    "FROM",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "QUALIFY",
    "ORDER BY",
    "LIMIT",
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "LIKE",
    "ILIKE",
    "IS NULL",
    "IS NOT NULL",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "AS",
    "DISTINCT",
    "OVER",
    "PARTITION BY",
    "FILTER",
    "UNION",
    "UNION ALL",
    "EXISTS",
    "CAST",
    "INTERVAL",
    "DATE",
    "NULL",
    "TRUE",
    "FALSE",
    "JOIN",
    "LEFT JOIN",
    "ON",
    "USING",
    "EXCLUDE",
    "SELECT",
];

fn expressions(list: &mut List<'_>, names: &Names) {
    if list.place.clause == Clause::Start {
        keywords(list, &["SELECT", "FROM", "WITH", "VALUES"]);
        return;
    }
    let sources = list.place.sources.clone();
    for source in &sources {
        for column in columns_of(list.place, names, &source.name) {
            list.add_column(0, &column);
        }
    }
    for alias in list.place.select_names.clone() {
        list.add(
            5,
            (CompletionKind::Column, &alias),
            quote::name(&alias),
            "named in SELECT".to_owned(),
        );
    }
    for source in &sources {
        let name = if source.alias.is_empty() {
            &source.name
        } else {
            &source.alias
        };
        list.add(
            10,
            (CompletionKind::Table, name),
            quote::name(name),
            source.name.clone(),
        );
    }
    if sources.is_empty() {
        for of in every_relation(names) {
            for field in &of.0.fields {
                let mut column = described(of, field);
                column.1 = format!("{} in {}", column.1, of.0.name);
                list.add_column(20, &column);
            }
        }
    }
    parameters(list, names, false);
    if list.place.clause == Clause::By {
        keywords(
            list,
            &["ALL", "ASC", "DESC", "NULLS FIRST", "NULLS LAST", "LIMIT"],
        );
    }
    calls(list);
    keywords(list, &KEYWORDS);
}

fn keywords(list: &mut List<'_>, words: &[&str]) {
    for word in words {
        list.add(
            60,
            (CompletionKind::Keyword, word),
            (*word).to_owned(),
            String::new(),
        );
    }
}

fn parameters(list: &mut List<'_>, names: &Names, after_colon: bool) {
    for (name, value) in &names.parameters {
        let (kinds, detail): (&[&str], &str) = match value {
            model::ParameterValue::DateRange { .. } => (&["", "_from", "_to"], "range of days"),
            model::ParameterValue::Date { .. } => (&[""], "day"),
            model::ParameterValue::Choice { several: true, .. } => (&[""], "list"),
            model::ParameterValue::Choice { .. } => (&[""], "choice"),
            model::ParameterValue::Number { .. } => (&[""], "number"),
            model::ParameterValue::Text { .. } => (&[""], "text"),
        };
        for kind in kinds {
            let name = format!("{name}{kind}");
            let insert = if after_colon {
                name.clone()
            } else {
                format!(":{name}")
            };
            let detail = if kind.is_empty() { detail } else { "day" };
            list.add(
                15,
                (CompletionKind::Parameter, &name),
                insert,
                detail.to_owned(),
            );
        }
    }
}

/// Functions by every name; those of rarer areas, and other names, stand behind the keywords.
fn calls(list: &mut List<'_>) {
    for area in areas() {
        for entry in area.entries {
            for name in entry.names() {
                let is_common = area.is_common && name == entry.name();
                let weight = if is_common { 40 } else { 70 };
                let before = list.entries.len();
                list.add(
                    weight,
                    (CompletionKind::Function, name),
                    format!("{name}("),
                    entry.call_as(name),
                );
                for (_, completion) in &mut list.entries[before..] {
                    entry.about.clone_into(&mut completion.about);
                }
            }
        }
    }
}
