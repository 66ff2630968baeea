//! The question that a chart asks: keys, measures, the position that calculations run along, and
//! the order of the answer.

use model::{
    Aggregate, ChartSpec, Field, Key, Mark, Measure, Order, Pill, Query, Shelf, SortKey, TopKey,
};

use crate::compile::{Encoded, is_binned};
use crate::pivot::{levels, sides};
use crate::{field_of, is_measure};

/// The question behind a chart whose pills are known to fit.
pub(crate) fn question(
    spec: &ChartSpec,
    fields: &[Field],
    mark: Mark,
    encodings: &[Encoded],
) -> Query {
    let mut keys: Vec<Key> = Vec::new();
    let mut measures: Vec<Measure> = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    let is_grouped = encodings
        .iter()
        .any(|encoded| is_measure(&encoded.pill) || is_derived(&encoded.pill));
    let along = time_field(spec, fields);
    let is_pivot = mark == Mark::Pivot;
    if is_pivot {
        let (dimensions, _) = sides(encodings);
        keys.extend(dimensions.into_iter().map(|one| key(spec, one, along)));
    }
    for encoded in encodings {
        if is_measure(&encoded.pill) {
            push_new(
                &mut measures,
                measure(&encoded.pill, &encoded.column, along),
            );
        } else if is_grouped && !is_pivot {
            push_new(&mut keys, key(spec, encoded, along));
        } else if !is_grouped {
            push_new(&mut columns, encoded.pill.field.clone());
        }
    }
    Query {
        source: spec.source.clone(),
        filters: spec.filters.clone(),
        picks: spec.picks.clone(),
        order: if is_pivot {
            Vec::new()
        } else {
            order(spec, fields, mark, encodings)
        },
        levels: is_pivot.then(|| levels(spec, fields, encodings)),
        position: position(encodings, fields).map(|encoded| encoded.column.clone()),
        keys,
        measures,
        columns,
        ..Query::default()
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Whether a dimension is more than the column itself, so that rows must be grouped.
fn is_derived(pill: &Pill) -> bool {
    pill.unit.is_some() || pill.part.is_some() || pill.top.is_some() || is_binned(pill)
}

/// The measure of a pill under a name; first and last go along a date.
pub(crate) fn measure(pill: &Pill, name: &str, along: Option<&str>) -> Measure {
    let aggregate = pill.aggregate.unwrap_or_default();
    let follows_time = matches!(aggregate, Aggregate::First | Aggregate::Last);
    Measure {
        field: pill.field.clone(),
        aggregate,
        percentile: pill.percentile.clone(),
        along: along.filter(|_| follows_time).map(str::to_owned),
        calculation: pill.calculation.clone(),
        name: name.to_owned(),
    }
}

fn key(spec: &ChartSpec, encoded: &Encoded, along: Option<&str>) -> Key {
    let pill = &encoded.pill;
    Key {
        field: pill.field.clone(),
        unit: pill.unit,
        part: pill.part,
        bin_width: pill.bin_width.clone(),
        bin_count: pill.bin_count,
        bin_end: encoded.end_column.clone(),
        top: pill.top.map(|top| TopKey {
            top,
            by: Box::new(ranking(spec, along)),
        }),
        name: encoded.column.clone(),
    }
}

/// What members are ranked by: the first measure of the axes before any calculation, or the count
/// of rows.
fn ranking(spec: &ChartSpec, along: Option<&str>) -> Measure {
    let first = spec.y.iter().chain(&spec.x).find(|pill| is_measure(pill));
    match first {
        Some(pill) => Measure {
            calculation: None,
            ..measure(pill, "rank", along)
        },
        None => Measure {
            name: "rank".to_owned(),
            ..Measure::default()
        },
    }
}

/// The date that says what is first and last: that of the axes, or else the first date of the data.
pub(crate) fn time_field<'a>(spec: &'a ChartSpec, fields: &'a [Field]) -> Option<&'a str> {
    let is_time =
        |pill: &&Pill| field_of(pill, fields).is_some_and(|field| field.data_type.is_temporal());
    let on_axis = spec.x.iter().chain(&spec.y).find(is_time);
    let any = || fields.iter().find(|field| field.data_type.is_temporal());
    on_axis
        .map(|pill| pill.field.as_str())
        .or_else(|| any().map(|field| field.name.as_str()))
}

/// The dimension of the axes that calculations run along: a date first.
pub(crate) fn position<'a>(encodings: &'a [Encoded], fields: &[Field]) -> Option<&'a Encoded> {
    let on_axes = || {
        encodings.iter().filter(|encoded| {
            matches!(encoded.shelf, Shelf::X | Shelf::Y) && !is_measure(&encoded.pill)
        })
    };
    on_axes()
        .find(|encoded| {
            encoded.pill.part.is_none()
                && field_of(&encoded.pill, fields)
                    .is_some_and(|field| field.data_type.is_temporal())
        })
        .or_else(|| on_axes().next())
}

/// Bars of categories are sorted by value unless a person chose otherwise; everything else runs
/// along its position. Ties and series follow by their own values, so that answers repeat.
fn order(spec: &ChartSpec, fields: &[Field], mark: Mark, encodings: &[Encoded]) -> Vec<Order> {
    if matches!(mark, Mark::Scatter | Mark::Strip) {
        return Vec::new();
    }
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
    let (key, descending) = match &spec.sort {
        Some(sort) => (sort.key, sort.descending),
        None if sorts_by_value(mark) && !has_own_order => (SortKey::Value, true),
        None => (SortKey::Position, false),
    };
    let mut order: Vec<Order> = Vec::new();
    if key == SortKey::Value {
        order.extend(by_value(
            spec,
            fields,
            (position, value),
            encodings,
            descending,
        ));
    }
    let along = position.filter(|_| key == SortKey::Position || value.is_some() || has_by(spec));
    order.extend(along.map(|encoded| Order {
        field: encoded.column.clone(),
        descending: key == SortKey::Position && descending,
        by: None,
    }));
    for encoded in encodings {
        let is_new = !order.iter().any(|known| known.field == encoded.column);
        if encoded.shelf == Shelf::Color && !is_measure(&encoded.pill) && is_new {
            order.push(Order {
                field: encoded.column.clone(),
                descending: false,
                by: None,
            });
        }
    }
    order
}

fn has_by(spec: &ChartSpec) -> bool {
    spec.sort.as_ref().is_some_and(|sort| sort.by.is_some())
}

/// Positions by a measure: of the mark where each position has one, else over all rows of the
/// position, whatever splits it.
fn by_value(
    spec: &ChartSpec,
    fields: &[Field],
    (position, value): (Option<&Encoded>, Option<&Encoded>),
    encodings: &[Encoded],
    descending: bool,
) -> Option<Order> {
    let along = time_field(spec, fields);
    let chosen = spec.sort.as_ref().and_then(|sort| sort.by.as_ref());
    let is_split = encodings.iter().any(|encoded| {
        !is_measure(&encoded.pill)
            && position.is_some_and(|position| position.column != encoded.column)
    });
    // Others stand last, which only an order of the members themselves can say.
    let has_others =
        position.is_some_and(|position| position.pill.top.is_some_and(|top| top.others));
    let measured = match (chosen, value) {
        (Some(pill), _) => Some(measure(pill, "order", along)),
        (None, Some(value)) if is_split || has_others => Some(measure(&value.pill, "order", along)),
        _ => None,
    };
    match (measured, position, value) {
        (Some(by), Some(position), _) => Some(Order {
            field: position.column.clone(),
            descending,
            by: Some(Measure {
                calculation: None,
                ..by
            }),
        }),
        (_, _, Some(value)) => Some(Order {
            field: value.column.clone(),
            descending,
            by: None,
        }),
        _ => None,
    }
}

/// Marks whose positions stand from the largest to the smallest.
fn sorts_by_value(mark: Mark) -> bool {
    matches!(
        mark,
        Mark::Bar
            | Mark::Donut
            | Mark::Treemap
            | Mark::Funnel
            | Mark::Waterfall
            | Mark::Bullet
            | Mark::BoxPlot
            | Mark::SymbolMap
    )
}
