//! A spec and the columns it reads, resolved: mark, named columns, and the question to ask.

use model::{
    Aggregate, ChartSpec, Diagnostic, Field, Key, Mark, Measure, Order, Pill, Query, Shelf, SortKey,
};

use crate::fit::{MarkFit, fits};
use crate::place::missing_field;
use crate::words::{pill_title, unit_word};
use crate::{field_of, is_measure};

/// Shelves in the order in which their columns stand in the chart's rows.
const SHELVES: [Shelf; 7] = [
    Shelf::X,
    Shelf::Y,
    Shelf::Color,
    Shelf::Size,
    Shelf::Label,
    Shelf::Detail,
    Shelf::Tooltip,
];

/// Which column of the chart's rows carries a pill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    pub shelf: Shelf,
    pub index: usize,
    pub pill: Pill,
    /// Name of the column in the answer to `Resolved::query`.
    pub column: String,
    /// As axes and shelves show it: `SUM(net_amount)`.
    pub title: String,
}

/// A chart ready to be asked for and painted.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub mark: Mark,
    /// Why this mark, in one line.
    pub reason: String,
    /// All marks, best first.
    pub marks: Vec<MarkFit>,
    pub encodings: Vec<Encoded>,
    /// None when there is nothing to ask: empty shelves, or a missing field.
    pub query: Option<Query>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves a chart against the columns of its source.
///
/// A pill whose field is missing keeps its place and gets a diagnostic; a chosen mark that no
/// longer fits is replaced by the best fit, and said so.
pub fn resolve(spec: &ChartSpec, fields: &[Field]) -> Resolved {
    let mut diagnostics = problems(spec, fields);
    let marks = fits(spec, fields);
    let chosen = spec
        .mark
        .and_then(|mark| marks.iter().find(|fit| fit.mark == mark));
    let best = marks.iter().find(|fit| fit.applies);
    let used = match (chosen, best) {
        (Some(chosen), _) if chosen.applies => Some(chosen),
        (Some(chosen), best) => {
            if !is_empty(spec) {
                diagnostics.push(
                    Diagnostic::warning("CHART_MARK_DOES_NOT_FIT", chosen.reason.clone())
                        .with_hint("The best fitting mark is shown instead."),
                );
            }
            best
        }
        (None, best) => best,
    };
    let mark = used.map_or(spec.mark.unwrap_or(Mark::Bar), |fit| fit.mark);
    let reason = used.map_or_else(
        || "Drop a field on X and a measure on Y.".to_owned(),
        |fit| fit.reason.clone(),
    );
    let encodings = encode(spec);
    let can_ask =
        used.is_some() && !spec.source.is_empty() && !diagnostics.iter().any(Diagnostic::is_error);
    let query = can_ask.then(|| query(spec, fields, mark, &encodings));
    Resolved {
        mark,
        reason,
        marks,
        encodings,
        query,
        diagnostics,
    }
}

fn is_empty(spec: &ChartSpec) -> bool {
    spec.x.is_empty() && spec.y.is_empty()
}

fn pills(spec: &ChartSpec) -> impl Iterator<Item = (Shelf, usize, &Pill)> {
    SHELVES.into_iter().flat_map(move |shelf| {
        spec.shelf(shelf)
            .iter()
            .enumerate()
            .map(move |(index, pill)| (shelf, index, pill))
    })
}

fn problems(spec: &ChartSpec, fields: &[Field]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, _, pill) in pills(spec) {
        if pill.field.is_empty() {
            continue;
        }
        match field_of(pill, fields) {
            None => found.push(missing_field(&pill.field, fields)),
            Some(field) if needs_number(pill) && !field.data_type.is_numeric() => {
                let sentence = format!(
                    "{} is not a number, so it has no {}.",
                    field.name,
                    pill_title(pill)
                );
                found.push(
                    Diagnostic::error("CHART_NOT_A_NUMBER", sentence)
                        .with_hint("Choose Count or Count distinct, or another field."),
                );
            }
            Some(field) if pill.unit.is_some() && !field.data_type.is_temporal() => {
                let sentence = format!("{} is not a date any more.", field.name);
                found.push(
                    Diagnostic::error("CHART_NOT_A_DATE", sentence)
                        .with_hint("Remove the time unit from the pill, or choose a date."),
                );
            }
            Some(_) => {}
        }
    }
    for filter in &spec.filters {
        if !fields.iter().any(|field| field.name == filter.field) {
            found.push(missing_field(&filter.field, fields));
        }
    }
    found.dedup();
    found
}

fn needs_number(pill: &Pill) -> bool {
    pill.bin_width.is_some()
        || matches!(
            pill.aggregate,
            Some(Aggregate::Sum | Aggregate::Average | Aggregate::Median)
        )
}

/// Names one column for each different pill; equal pills share a column.
fn encode(spec: &ChartSpec) -> Vec<Encoded> {
    let mut encodings: Vec<Encoded> = Vec::new();
    for (shelf, index, pill) in pills(spec) {
        let known = encodings.iter().find(|encoded| encoded.pill == *pill);
        let column = match known {
            Some(encoded) => encoded.column.clone(),
            None => free_name(&column_name(pill), &encodings),
        };
        encodings.push(Encoded {
            shelf,
            index,
            pill: pill.clone(),
            column,
            title: pill_title(pill),
        });
    }
    encodings
}

fn column_name(pill: &Pill) -> String {
    let field = pill.field.as_str();
    match (pill.aggregate, pill.unit, &pill.bin_width) {
        (Some(Aggregate::Count), _, _) if field.is_empty() => "rows".to_owned(),
        (Some(aggregate), _, _) => {
            let word = match aggregate {
                Aggregate::Sum => "sum",
                Aggregate::Average => "avg",
                Aggregate::Median => "median",
                Aggregate::Min => "min",
                Aggregate::Max => "max",
                Aggregate::Count => "count",
                Aggregate::CountDistinct => "distinct",
            };
            format!("{word}_{field}")
        }
        (None, Some(unit), _) => format!("{field}_{}", unit_word(unit)),
        (None, None, Some(_)) => format!("{field}_bin"),
        (None, None, None) => field.to_owned(),
    }
}

fn free_name(wanted: &str, taken: &[Encoded]) -> String {
    let is_free = |name: &str| {
        !taken
            .iter()
            .any(|encoded| encoded.column.to_lowercase() == name.to_lowercase())
    };
    if is_free(wanted) {
        return wanted.to_owned();
    }
    // With n names taken, one of the n + 1 numbered ones is free.
    (2..=taken.len() + 2)
        .map(|number| format!("{wanted}_{number}"))
        .find(|name| is_free(name))
        .unwrap_or_else(|| wanted.to_owned())
}

fn query(spec: &ChartSpec, fields: &[Field], mark: Mark, encodings: &[Encoded]) -> Query {
    let mut keys: Vec<Key> = Vec::new();
    let mut measures: Vec<Measure> = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let grouped = encodings.iter().any(|encoded| is_measure(&encoded.pill));
    for encoded in encodings {
        let pill = &encoded.pill;
        if let Some(aggregate) = pill.aggregate {
            let measure = Measure {
                field: pill.field.clone(),
                aggregate,
                name: encoded.column.clone(),
            };
            push_new(&mut measures, measure);
        } else if grouped || pill.unit.is_some() || pill.bin_width.is_some() {
            let key = Key {
                field: pill.field.clone(),
                unit: pill.unit,
                bin_width: pill.bin_width.clone(),
                name: encoded.column.clone(),
            };
            push_new(&mut keys, key);
        } else {
            push_new(&mut columns, pill.field.clone());
        }
    }
    // A query either groups or lists rows: with any key, plain columns are keys too.
    if !keys.is_empty() {
        for column in columns.drain(..) {
            keys.push(Key {
                field: column.clone(),
                unit: None,
                bin_width: None,
                name: column,
            });
        }
    }
    Query {
        source: spec.source.clone(),
        filters: spec.filters.clone(),
        order: order(spec, fields, mark, encodings),
        keys,
        measures,
        columns,
        limit: None,
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Bars of categories are sorted by value unless a person chose otherwise; everything else runs
/// along its position. Ties and series follow by their own values, so that answers repeat.
fn order(spec: &ChartSpec, fields: &[Field], mark: Mark, encodings: &[Encoded]) -> Vec<Order> {
    let on_axis = |encoded: &&Encoded| matches!(encoded.shelf, Shelf::X | Shelf::Y);
    let position = encodings
        .iter()
        .filter(on_axis)
        .find(|encoded| !is_measure(&encoded.pill));
    let value = encodings
        .iter()
        .filter(on_axis)
        .find(|encoded| is_measure(&encoded.pill));
    let has_own_order = position.is_none_or(|encoded| {
        field_of(&encoded.pill, fields)
            .is_some_and(|field| field.data_type.is_temporal() || field.data_type.is_numeric())
    });
    let (key, descending) = match spec.sort {
        Some(sort) => (sort.key, sort.descending),
        None if sorts_by_value(mark) && !has_own_order => (SortKey::Value, true),
        None => (SortKey::Position, false),
    };
    let by = |encoded: Option<&Encoded>, descending: bool| {
        encoded.map(|encoded| Order {
            field: encoded.column.clone(),
            descending,
        })
    };
    let mut order: Vec<Order> = match key {
        SortKey::Value => by(value, descending)
            .into_iter()
            .chain(by(position, false))
            .collect(),
        SortKey::Position => by(position, descending).into_iter().collect(),
    };
    for encoded in encodings {
        let is_new = !order.iter().any(|known| known.field == encoded.column);
        if encoded.shelf == Shelf::Color && !is_measure(&encoded.pill) && is_new {
            order.push(Order {
                field: encoded.column.clone(),
                descending: false,
            });
        }
    }
    if matches!(mark, Mark::Scatter | Mark::Strip) {
        Vec::new()
    } else {
        order
    }
}

/// Marks whose positions stand from the largest to the smallest.
fn sorts_by_value(mark: Mark) -> bool {
    matches!(
        mark,
        Mark::Bar | Mark::Donut | Mark::Treemap | Mark::Funnel | Mark::Waterfall | Mark::Bullet
    )
}
