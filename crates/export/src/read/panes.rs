//! Small multiples: the rows dealt into one picture for each value of the facet shelves, with the same
//! positions, the same scales and the same colours in all of them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chart::Resolved;
use model::{ChartSpec, Field, Mark, Shelf, Value};

use super::members::key;
use super::value::distance;
use super::{Columns, Refusal, largest_first, missing, on, one_picture};
use crate::figure::{
    AxisFigure, Body, PaneFigure, PanesFigure, Place, PointFigure, Series, SharedScales,
};
use crate::label::place_label;

/// Most pictures that are drawn.
const MOST_PANES: usize = 36;

/// The names of a facet in order, and to which of them each row belongs.
struct Facet {
    names: Vec<String>,
    places: Vec<usize>,
}

impl Facet {
    fn of(resolved: &Resolved, rows: &Columns, shelf: Shelf) -> Result<Option<Self>, Refusal> {
        let Some(encoded) = on(resolved, shelf).next() else {
            return Ok(None);
        };
        let values = rows.of(encoded).ok_or_else(missing)?;
        let mut order: Vec<&Value> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for value in values {
            known.entry(key(value)).or_insert_with(|| {
                order.push(value);
                0
            });
        }
        order.sort_by(|left, right| by_size(left, right));
        for (place, value) in order.iter().enumerate() {
            known.insert(key(value), place);
        }
        let place = |value: &Value| known.get(&key(value)).copied().unwrap_or(0);
        Ok(Some(Self {
            places: values.iter().map(place).collect(),
            names: order
                .iter()
                .map(|value| place_label(value, &encoded.pill))
                .collect(),
        }))
    }

    fn place(facet: Option<&Self>, row: usize) -> usize {
        facet.map_or(0, |one| one.places.get(row).copied().unwrap_or(0))
    }
}

/// Numbers and dates by size, texts by alphabet, missing values last.
fn by_size(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => {
            let is_null = |value: &Value| *value == Value::Null;
            is_null(left).cmp(&is_null(right))
        }
        (Value::Text(left), Value::Text(right)) => left.to_lowercase().cmp(&right.to_lowercase()),
        _ => {
            let size = |value: &Value| distance(value).unwrap_or(f64::INFINITY);
            size(left).total_cmp(&size(right))
        }
    }
}

/// All pictures of a chart with something on a facet shelf.
pub(super) fn panes(
    resolved: &Resolved,
    fields: &[Field],
    rows: &Columns,
    spec: &ChartSpec,
    notes: &mut Vec<String>,
) -> Result<PanesFigure, Refusal> {
    let wrap = Facet::of(resolved, rows, Shelf::FacetWrap)?;
    let is_wrapped = wrap.is_some();
    let down = Facet::of(resolved, rows, Shelf::FacetRow)?.filter(|_| !is_wrapped);
    let across = match wrap {
        Some(wrap) => Some(wrap),
        None => Facet::of(resolved, rows, Shelf::FacetColumn)?,
    };
    let mut dealt: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for row in 0..rows.count() {
        let at = (
            Facet::place(down.as_ref(), row),
            Facet::place(across.as_ref(), row),
        );
        dealt.entry(at).or_default().push(row);
    }
    if dealt.len() > MOST_PANES {
        notes.push(format!(
            "{MOST_PANES} of {} pictures are drawn",
            dealt.len()
        ));
    }
    let whole = one_picture(resolved, fields, rows, spec, notes)?;
    let mut panes = Vec::new();
    for ((row, column), places) in dealt.iter().take(MOST_PANES) {
        let part = some(rows, places);
        let body = one_picture(resolved, fields, &part, spec, &mut Vec::new())?;
        panes.push(PaneFigure {
            row: *row,
            column: *column,
            body,
        });
    }
    let series = alike(&mut panes, &whole, resolved.mark);
    let names = |facet: Option<Facet>| facet.map_or_else(Vec::new, |one| one.names);
    Ok(PanesFigure {
        rows: names(down),
        columns: names(across),
        is_wrapped,
        panes,
        series,
    })
}

fn some(rows: &Columns, places: &[usize]) -> Columns {
    let kept = |values: &Vec<Value>| {
        let one = |place: &usize| values.get(*place).cloned().unwrap_or(Value::Null);
        places.iter().map(one).collect()
    };
    Columns {
        columns: rows
            .columns
            .iter()
            .map(|(name, values)| (name.clone(), kept(values)))
            .collect(),
        total: places.len() as u64,
        is_thinned: rows.is_thinned,
    }
}

/// Gives all pictures the positions, scales and colours of the whole; answers the names of the colours.
fn alike(panes: &mut [PaneFigure], whole: &Body, mark: Mark) -> Vec<String> {
    match whole {
        Body::Bars(whole) | Body::Lines(whole) | Body::Areas(whole) => {
            let names = in_one_order(panes, &whole.places);
            let ends = ends_of(panes, mark);
            for axis in axes(panes) {
                axis.shared = Some(ends);
                axis.is_stacked = whole.is_stacked;
                axis.is_normalized = whole.is_normalized;
            }
            names
                .into_iter()
                .filter(|_| whole.series.len() > 1)
                .collect()
        }
        Body::Points(whole) => {
            on_one_scale(panes, whole);
            whole.groups.clone()
        }
        _ => Vec::new(),
    }
}

fn axes(panes: &mut [PaneFigure]) -> impl Iterator<Item = &mut AxisFigure> {
    panes.iter_mut().filter_map(|pane| match &mut pane.body {
        Body::Bars(axis) | Body::Lines(axis) | Body::Areas(axis) => Some(axis),
        _ => None,
    })
}

/// The same positions in all pictures and every series in each, the largest over all of them first.
fn in_one_order(panes: &mut [PaneFigure], places: &[Place]) -> Vec<String> {
    let mut all: Vec<Series> = Vec::new();
    for series in axes(panes).flat_map(|axis| &axis.series) {
        match all.iter_mut().find(|one| one.name == series.name) {
            Some(known) => known.values.extend(&series.values),
            None => all.push(series.clone()),
        }
    }
    let all = largest_first(all);
    let known = |place: &Place| {
        place
            .at
            .map_or_else(|| place.label.clone(), |at| at.to_string())
    };
    for axis in axes(panes) {
        let own: BTreeMap<String, usize> = axis.places.iter().map(known).zip(0..).collect();
        let value = |name: &String, place: &Place| {
            let series = axis.series.iter().find(|one| one.name == *name)?;
            series
                .values
                .get(*own.get(&known(place))?)
                .copied()
                .flatten()
        };
        let interval = |name: &String, place: &Place| {
            let series = axis.series.iter().find(|one| one.name == *name)?;
            series
                .intervals
                .get(*own.get(&known(place))?)
                .copied()
                .flatten()
        };
        axis.series = all
            .iter()
            .map(|one| Series {
                name: one.name.clone(),
                values: places.iter().map(|place| value(&one.name, place)).collect(),
                intervals: places
                    .iter()
                    .map(|place| interval(&one.name, place))
                    .collect(),
                mark: one.mark,
                member: one.member.clone(),
                ..Series::default()
            })
            .collect();
        axis.places = places.to_vec();
    }
    all.into_iter().map(|one| one.name).collect()
}

/// Lowest and highest amount over all pictures; of stacks their heights.
fn ends_of(panes: &mut [PaneFigure], mark: Mark) -> (f64, f64) {
    let ends = axes(panes).map(|axis| crate::axis::reach(axis));
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), (from, to)| {
        (low.min(from), high.max(to))
    });
    if mark == Mark::Line {
        (low, high)
    } else {
        (low.min(0.0), high.max(0.0))
    }
}

/// Points of all pictures on the scales, in the colours and with the shapes of the whole.
fn on_one_scale(panes: &mut [PaneFigure], whole: &PointFigure) {
    let ends = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    };
    let sizes = whole.points.iter().filter_map(|point| point.size);
    let shared = SharedScales {
        x: ends(&mut whole.points.iter().map(|point| point.x)),
        y: ends(&mut whole.points.iter().map(|point| point.y)),
        size: sizes.map(f64::abs).fold(0.0, f64::max),
    };
    for pane in panes {
        let Body::Points(points) = &mut pane.body else {
            continue;
        };
        let place = |names: &[String], name: &String| names.iter().position(|one| one == name);
        for point in &mut points.points {
            let group = points.groups.get(point.group);
            point.group = group
                .and_then(|name| place(&whole.groups, name))
                .unwrap_or(0);
            let symbol = points.symbols.get(point.symbol);
            point.symbol = symbol
                .and_then(|name| place(&whole.symbols, name))
                .unwrap_or(0);
        }
        points.groups.clone_from(&whole.groups);
        points.symbols.clone_from(&whole.symbols);
        points.shared = Some(Box::new(shared));
    }
}
