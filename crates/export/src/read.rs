//! From the resolved chart and its rows to a figure, by the rules of the screen: the same positions, the
//! same order of series, the same stacking.

mod cells;
mod pivot;
mod refuse;
mod spread;
mod table;
mod value;

use std::collections::BTreeMap;

use chart::{Encoded, Resolved};
use model::{ChartSpec, Field, Mark, Shelf, Stack, Value};

use crate::figure::{AxisFigure, Body, NumberFigure, Place, PointFigure, PointMark, Series};
use crate::label::{place_label, words};

use refuse::not_drawn;
pub use table::rows_figure;
pub(crate) use value::distance;
use value::number;

/// Most positions that bars are drawn for.
const MOST_BARS: usize = 60;

/// Shelves whose dimensions make series.
const SPLITTING: [Shelf; 5] = [
    Shelf::Color,
    Shelf::Shape,
    Shelf::Detail,
    Shelf::Label,
    Shelf::Tooltip,
];

/// Rows of a chart by the names of their columns, all of one length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    pub columns: Vec<(String, Vec<Value>)>,
    /// All rows, of which these may be the first.
    pub total: u64,
    /// Of lines: these are all the rows that are drawn.
    pub is_thinned: bool,
}

/// A chart that cannot be painted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{0}")]
    Reason(String),
}

impl Columns {
    fn of(&self, encoded: &Encoded) -> Option<&[Value]> {
        self.named(&encoded.column)
    }

    fn named(&self, column: &str) -> Option<&[Value]> {
        let found = self.columns.iter().find(|(name, _)| name == column);
        found.map(|(_, values)| values.as_slice())
    }

    fn count(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }
}

/// What is painted for a chart, and what is said under it. Marks that pictures do not know are refused by
/// name. Of the spec only its look counts: stacking, and what of a pivot table is open.
pub fn figure(
    resolved: &Resolved,
    fields: &[Field],
    rows: &Columns,
    spec: &ChartSpec,
) -> Result<(Body, Vec<String>), Refusal> {
    let stack = spec.stack;
    if rows.count() == 0 {
        return Ok((Body::Empty("No rows to draw".to_owned()), Vec::new()));
    }
    if resolved.is_in_parts() {
        return Err(Refusal::Reason(
            "Small multiples cannot be written as a picture. Take the field from the facet shelves, or export the data.".to_owned(),
        ));
    }
    let mut notes = Vec::new();
    let read = rows.count() as u64;
    if rows.is_thinned {
        notes.push(format!(
            "{} points: in each column of pixels the first, last, lowest and highest",
            rows.total
        ));
    } else if read < rows.total && resolved.mark != Mark::Pivot {
        notes.push(format!("{read} of {} rows", rows.total));
    }
    let body = match resolved.mark {
        Mark::Heatmap => Body::Cells(cells::cells(resolved, rows, &mut notes)?),
        Mark::Density => Body::Cells(cells::density(resolved, rows, &mut notes)?),
        Mark::Histogram => Body::Bins(spread::bins(resolved, rows, &mut notes)?),
        Mark::BoxPlot => Body::Boxes(spread::boxes(resolved, rows, &mut notes)?),
        Mark::Donut => Body::Parts(cells::parts(resolved, rows, &mut notes)?),
        Mark::Pivot => Body::Rows(pivot::pivot_rows(resolved, rows, &spec.pivot, &mut notes)?),
        Mark::Table => Body::Rows(rows_figure(resolved, rows, spec)),
        Mark::BigNumber => Body::Numbers(numbers(resolved, rows)),
        Mark::Scatter => Body::Points(points(resolved, rows, &mut notes)?),
        Mark::Bar => Body::Bars(axis(resolved, fields, rows, stack, &mut notes)?),
        Mark::Line => Body::Lines(axis(resolved, fields, rows, stack, &mut notes)?),
        Mark::Area => Body::Areas(axis(resolved, fields, rows, stack, &mut notes)?),
        other => return Err(not_drawn(other)),
    };
    Ok((body, notes))
}

fn is_measure(encoded: &Encoded) -> bool {
    encoded.pill.aggregate.is_some()
}

fn on(resolved: &Resolved, shelf: Shelf) -> impl Iterator<Item = &Encoded> {
    let encodings = resolved.encodings.iter();
    encodings.filter(move |encoded| encoded.shelf == shelf)
}

fn missing() -> Refusal {
    Refusal::Reason("The rows of the chart are not those that it shows. Run it again.".to_owned())
}

fn numbers(resolved: &Resolved, rows: &Columns) -> Vec<NumberFigure> {
    on(resolved, Shelf::Y)
        .chain(on(resolved, Shelf::X))
        .filter(|encoded| is_measure(encoded))
        .map(|encoded| NumberFigure {
            title: encoded.title.clone(),
            value: rows.of(encoded).and_then(|values| number(values.first()?)),
        })
        .collect()
}

fn axis(
    resolved: &Resolved,
    fields: &[Field],
    rows: &Columns,
    stack: Option<Stack>,
    notes: &mut Vec<String>,
) -> Result<AxisFigure, Refusal> {
    let across: Vec<&Encoded> = on(resolved, Shelf::X).collect();
    let up: Vec<&Encoded> = on(resolved, Shelf::Y).collect();
    let is_dimension = |encoded: &&&Encoded| !is_measure(encoded);
    let is_horizontal =
        across.iter().any(|one| is_measure(one)) && up.iter().any(|one| !is_measure(one));
    let (places, values) = if is_horizontal {
        (&up, &across)
    } else {
        (&across, &up)
    };
    let position = places.iter().find(is_dimension).ok_or_else(missing)?;
    let measures: Vec<&Encoded> = values
        .iter()
        .copied()
        .filter(|one| is_measure(one))
        .collect();
    let first = measures.first().ok_or_else(missing)?;
    let split: Vec<&Encoded> = SPLITTING
        .into_iter()
        .flat_map(|shelf| on(resolved, shelf))
        .filter(|one| !is_measure(one) && one.column != position.column)
        .collect();
    let field = fields
        .iter()
        .find(|field| field.name == position.pill.field);
    let mut collected = collect(position, &measures, &split, rows)?;
    let has_distances = position.pill.part.is_none()
        && field.is_some_and(|field| {
            field.data_type.is_temporal()
                || (field.data_type.is_numeric() && field.kind == model::Kind::Number)
        });
    let all = collected.places.len();
    if resolved.mark == Mark::Bar && all > MOST_BARS {
        notes.push(format!("First {MOST_BARS} of {all} bars"));
        collected.places.truncate(MOST_BARS);
        for series in &mut collected.series {
            series.values.truncate(MOST_BARS);
        }
    }
    let adds_up = |one: &&Encoded| chart::adds_up(&one.pill);
    let can_stack =
        collected.series.len() > 1 && resolved.mark != Mark::Line && measures.iter().all(adds_up);
    if can_stack && stack == Some(Stack::Normalized) {
        return Err(Refusal::Reason(
            "Shares of each position cannot be written as a picture. Choose stacked or side by side, or export the data.".to_owned(),
        ));
    }
    Ok(AxisFigure {
        places: collected
            .places
            .iter()
            .map(|value| Place {
                label: place_label(value, &position.pill),
                at: distance(value).filter(|_| has_distances),
            })
            .collect(),
        is_stacked: can_stack && stack != Some(Stack::Grouped),
        series: largest_first(collected.series),
        is_horizontal,
        value_title: if measures.len() == 1 {
            first.title.clone()
        } else {
            String::new()
        },
        is_last_unfinished: false,
        is_thinned: rows.is_thinned,
        references: Vec::new(),
    })
}

struct Collected {
    places: Vec<Value>,
    series: Vec<Series>,
}

/// Positions in the order of the rows, and for each series its value at each of them.
fn collect(
    position: &Encoded,
    measures: &[&Encoded],
    split: &[&Encoded],
    rows: &Columns,
) -> Result<Collected, Refusal> {
    let at = rows.of(position).ok_or_else(missing)?;
    let mut places: Vec<Value> = Vec::new();
    let mut place_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut series: Vec<Series> = Vec::new();
    let mut series_of: BTreeMap<String, usize> = BTreeMap::new();
    for (row, value) in at.iter().enumerate() {
        let place = *place_of.entry(words(value)).or_insert_with(|| {
            places.push(value.clone());
            places.len() - 1
        });
        let members: Result<Vec<String>, Refusal> = split
            .iter()
            .map(|one| {
                Ok(words(
                    rows.of(one)
                        .and_then(|values| values.get(row))
                        .ok_or_else(missing)?,
                ))
            })
            .collect();
        let member = members?.join(" · ");
        for measure in measures {
            let name = match (member.as_str(), measures.len()) {
                ("", _) => measure.title.clone(),
                (member, 1) => member.to_owned(),
                (member, _) => format!("{member} · {}", measure.title),
            };
            let known = *series_of.entry(name.clone()).or_insert_with(|| {
                series.push(Series {
                    name,
                    values: Vec::new(),
                });
                series.len() - 1
            });
            let values = &mut series[known].values;
            if values.len() <= place {
                values.resize(place + 1, None);
            }
            values[place] = rows.of(measure).and_then(|values| number(values.get(row)?));
        }
    }
    for one in &mut series {
        one.values.resize(places.len(), None);
    }
    Ok(Collected { places, series })
}

fn largest_first(mut series: Vec<Series>) -> Vec<Series> {
    let size = |one: &Series| {
        one.values
            .iter()
            .flatten()
            .map(|value| value.abs())
            .sum::<f64>()
    };
    series.sort_by(|left, right| size(right).total_cmp(&size(left)));
    series
}

fn points(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<PointFigure, Refusal> {
    let x = on(resolved, Shelf::X).next().ok_or_else(missing)?;
    let y = on(resolved, Shelf::Y).next().ok_or_else(missing)?;
    let size = on(resolved, Shelf::Size).next();
    let color = on(resolved, Shelf::Color).next();
    let at = |encoded: &Encoded, row: usize| rows.of(encoded).and_then(|values| values.get(row));
    let mut groups: Vec<String> = Vec::new();
    let mut points = Vec::new();
    for row in 0..rows.count() {
        let place = |encoded| at(encoded, row).and_then(number);
        let (Some(across), Some(up)) = (place(x), place(y)) else {
            continue;
        };
        let name = color
            .and_then(|color| at(color, row))
            .map(words)
            .unwrap_or_default();
        let group = groups
            .iter()
            .position(|known| *known == name)
            .unwrap_or_else(|| {
                groups.push(name);
                groups.len() - 1
            });
        points.push(PointMark {
            x: across,
            y: up,
            size: size.and_then(place),
            group,
        });
    }
    if points.len() < rows.count() {
        let left = rows.count() - points.len();
        notes.push(format!("{left} rows have no number on both axes"));
    }
    if on(resolved, Shelf::Shape).next().is_some() {
        notes.push("Every shape is drawn as a dot".to_owned());
    }
    if color.is_none() {
        groups.clear();
    }
    Ok(PointFigure {
        x_title: x.title.clone(),
        y_title: y.title.clone(),
        groups,
        points,
        references: Vec::new(),
    })
}
