//! Conditions that may follow `JOIN … ON`: pairs of columns that look like keys of each other.

use model::{DataType, Field};

use super::scan::{Place, Read};
use crate::names::{ColumnName, Names, Relation};
use crate::quote;

/// How names of keys end.
const ENDS: [&str; 7] = ["id", "key", "no", "code", "number", "sk", "uuid"];

/// A condition between the joined table and one before it.
pub(super) struct Pair {
    pub(super) condition: String,
    /// Why it is offered.
    pub(super) because: &'static str,
    /// Lower is better.
    pub(super) weight: u32,
    pub(super) columns: [ColumnName; 2],
}

/// The conditions between the table joined last and those before it, best first.
pub(super) fn conditions(place: &Place, names: &Names) -> Vec<Pair> {
    let Some((joined, before)) = place.joined.split_last() else {
        return Vec::new();
    };
    let Some(right) = known(place, names, joined) else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for read in before {
        let Some(left) = known(place, names, read) else {
            continue;
        };
        for one in &left.0.fields {
            for other in &right.0.fields {
                if let Some((weight, because)) = likeness((left.0, one), (right.0, other)) {
                    let condition = format!(
                        "{} = {}",
                        written(read, &one.name),
                        written(joined, &other.name)
                    );
                    pairs.push(Pair {
                        condition,
                        because,
                        weight,
                        columns: [named(left, one), named(right, other)],
                    });
                }
            }
        }
    }
    pairs.sort_by_key(|pair| pair.weight);
    pairs.truncate(12);
    pairs
}

fn known<'n>(place: &Place, names: &'n Names, read: &Read) -> Option<(&'n Relation, bool)> {
    let lower = read.name.to_lowercase();
    let is_named = |(name, _): &(String, _)| name.to_lowercase() == lower;
    if place.named_queries.iter().any(is_named) {
        return None;
    }
    let cells = names.cells.iter().map(|cell| (cell, true));
    let tables = names.tables.iter().map(|table| (table, false));
    cells
        .chain(tables)
        .find(|(relation, _)| relation.name.to_lowercase() == lower)
}

fn named((relation, is_cell): (&Relation, bool), field: &Field) -> ColumnName {
    ColumnName {
        relation: relation.name.clone(),
        is_cell,
        column: field.name.clone(),
    }
}

fn written(read: &Read, column: &str) -> String {
    let name = if read.alias.is_empty() {
        &read.name
    } else {
        &read.alias
    };
    format!("{}.{}", quote::name(name), quote::name(column))
}

/// How much two columns look like a key and what refers to it.
fn likeness(
    (left, one): (&Relation, &Field),
    (right, other): (&Relation, &Field),
) -> Option<(u32, &'static str)> {
    if kind(&one.data_type)? != kind(&other.data_type)? {
        return None;
    }
    let (first, second) = (plain(&one.name), plain(&other.name));
    if first == second {
        return Some(if is_key(&first) {
            (0, "same key")
        } else {
            (3, "same name")
        });
    }
    let refers = |holder: &str, target: &Relation, key: &str| {
        let table = plain(&target.name);
        let single = table.strip_suffix('s').unwrap_or(&table).to_owned();
        is_key(key)
            && [&table, &single].iter().any(|name| {
                ENDS.iter().any(|end| holder == format!("{name}{end}")) && ENDS.contains(&key)
            })
    };
    if refers(&first, right, &second) || refers(&second, left, &first) {
        return Some((1, "refers to its key"));
    }
    // o_custkey and c_custkey: the same key under the letters of its table.
    let bare = |name: &str| name.split_once('_').map(|(_, rest)| plain(rest));
    let (bare_one, bare_other) = (bare(&one.name), bare(&other.name));
    let is_same = bare_one.is_some() && bare_one == bare_other;
    let says_whose = |name: &String| is_key(name) && !ENDS.contains(&name.as_str());
    (is_same && bare_one.as_ref().is_some_and(says_whose)).then_some((2, "same key"))
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(['_', ' ', '-'], "")
}

fn is_key(name: &str) -> bool {
    ENDS.iter().any(|end| name.ends_with(end))
}

/// Types whose values can be equal.
fn kind(data_type: &DataType) -> Option<u8> {
    Some(match data_type {
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::Int128
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64
        | DataType::Decimal { scale: 0, .. } => 0,
        DataType::Text => 1,
        DataType::Date => 2,
        DataType::DateTime { .. } => 3,
        _ => return None,
    })
}
