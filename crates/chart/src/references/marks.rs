//! The marks of a chart as amounts and points, as far as references need them.

use std::collections::BTreeMap;

use model::{ChartSpec, Field, Mark, Shelf, Side, Stack};

use super::{sum, takes_references};
use crate::compile::{Encoded, Resolved};
use crate::facts::adds_up;
use crate::rows::{Rows, distance, number, plain, values};

/// What runs along X.
pub(super) enum Along {
    Number,
    /// Milliseconds since 1970 of the first position.
    Time {
        first: f64,
    },
    /// Categories, bins, parts of dates: they have no distances.
    Nothing,
}

pub(super) struct Marks {
    x: Option<Vec<f64>>,
    y: Option<Vec<f64>>,
    pub(super) along: Along,
    /// Points by their colour, where there are distances along X.
    pub(super) series: BTreeMap<String, Vec<(f64, f64)>>,
    pub(super) has_several_measures: bool,
}

/// Shelves whose dimensions make series.
const SPLITTING: [Shelf; 5] = [
    Shelf::Color,
    Shelf::Shape,
    Shelf::Detail,
    Shelf::Label,
    Shelf::Tooltip,
];

impl Marks {
    /// The marks, or why nothing can be drawn across them.
    pub(super) fn of(
        spec: &ChartSpec,
        resolved: &Resolved,
        fields: &[Field],
        rows: Rows<'_>,
    ) -> Result<Self, &'static str> {
        if !takes_references(resolved.mark) {
            return Err("This mark has no axis of amounts to draw across.");
        }
        if resolved.is_in_parts() {
            return Err("Small multiples have no lines across them.");
        }
        match resolved.mark {
            Mark::Scatter => Ok(scatter(resolved, rows)),
            _ => along_axis(spec, resolved, fields, rows),
        }
    }

    /// The amounts on an axis.
    pub(super) fn amounts(&self, axis: Side) -> Result<Vec<f64>, &'static str> {
        let amounts = match axis {
            Side::X => &self.x,
            Side::Y => &self.y,
        };
        amounts
            .clone()
            .ok_or("This axis carries positions; lines stand on the axis of amounts.")
    }
}

/// Which axes carry amounts.
pub(super) fn sides(resolved: &Resolved) -> Vec<Side> {
    match resolved.mark {
        Mark::Scatter => vec![Side::X, Side::Y],
        mark if !takes_references(mark) => Vec::new(),
        _ if is_horizontal(resolved) => vec![Side::X],
        _ => vec![Side::Y],
    }
}

fn is_horizontal(resolved: &Resolved) -> bool {
    resolved.on(Shelf::X).any(Encoded::is_measure)
        && resolved.on(Shelf::Y).any(|one| !one.is_measure())
}

fn scatter(resolved: &Resolved, rows: Rows<'_>) -> Marks {
    let column = |shelf: Shelf| {
        resolved
            .on(shelf)
            .next()
            .map(|one| values(rows, &one.column))
    };
    let (across, up) = (
        column(Shelf::X).unwrap_or_default(),
        column(Shelf::Y).unwrap_or_default(),
    );
    let color = column(Shelf::Color);
    let mut series: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (row, (x, y)) in across.iter().zip(up).enumerate() {
        if let (Some(x), Some(y)) = (number(x), number(y)) {
            let name = color.and_then(|values| values.get(row)).map(plain);
            series
                .entry(name.unwrap_or_default())
                .or_default()
                .push((x, y));
        }
    }
    let all = || series.values().flatten();
    Marks {
        x: Some(all().map(|(x, _)| *x).collect()),
        y: Some(all().map(|(_, y)| *y).collect()),
        along: Along::Number,
        series,
        has_several_measures: false,
    }
}

fn along_axis(
    spec: &ChartSpec,
    resolved: &Resolved,
    fields: &[Field],
    rows: Rows<'_>,
) -> Result<Marks, &'static str> {
    let is_flat = is_horizontal(resolved);
    let (places, amounts) = if is_flat {
        (Shelf::Y, Shelf::X)
    } else {
        (Shelf::X, Shelf::Y)
    };
    let position = resolved.on(places).find(|one| !one.is_measure());
    let measures: Vec<&Encoded> = resolved
        .on(amounts)
        .filter(|one| one.is_measure())
        .collect();
    let (Some(position), Some(first)) = (position, measures.first()) else {
        return Err("There is no axis of amounts.");
    };
    let split: Vec<&Encoded> = SPLITTING
        .into_iter()
        .flat_map(|shelf| resolved.on(shelf))
        .filter(|one| !one.is_measure() && one.column != position.column)
        .collect();
    let can_stack = (!split.is_empty() || measures.len() > 1)
        && resolved.mark != Mark::Line
        && measures.iter().all(|one| adds_up(&one.pill));
    if can_stack && spec.stack == Some(Stack::Normalized) {
        return Err("Shares of 100 % have no common amounts to draw across.");
    }
    let is_stacked = can_stack && spec.stack != Some(Stack::Grouped);
    let at = values(rows, &position.column);
    let mut totals: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut series: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (row, amount) in values(rows, &first.column).iter().enumerate() {
        let (Some(place), Some(amount)) = (at.get(row), number(amount)) else {
            continue;
        };
        totals.entry(plain(place)).or_default().push(amount);
        if let Some(x) = distance(place) {
            let member = split
                .iter()
                .map(|one| {
                    values(rows, &one.column)
                        .get(row)
                        .map(plain)
                        .unwrap_or_default()
                })
                .collect::<Vec<_>>()
                .join(" · ");
            series.entry(member).or_default().push((x, amount));
        }
    }
    let reached: Vec<f64> = if is_stacked {
        totals
            .into_values()
            .map(|all| sum(all.into_iter()))
            .collect()
    } else {
        totals.into_values().flatten().collect()
    };
    let field = fields
        .iter()
        .find(|field| field.name == position.pill.field);
    let has_distances = resolved.mark == Mark::Line && position.pill.part.is_none();
    let along = match field.filter(|_| has_distances) {
        Some(field) if field.data_type.is_temporal() => {
            let all = series.values().flatten().map(|(x, _)| *x);
            Along::Time {
                first: all.fold(f64::MAX, f64::min),
            }
        }
        Some(field) if field.data_type.is_numeric() => Along::Number,
        _ => Along::Nothing,
    };
    Ok(Marks {
        x: is_flat.then(|| reached.clone()),
        y: (!is_flat).then_some(reached),
        along,
        series,
        has_several_measures: measures.len() > 1,
    })
}
