//! From the resolved chart and its rows to a figure, by the rules of the screen: the same positions, the
//! same order of series, the same stacking.

mod cells;
mod intervals;
mod map;
mod members;
mod panes;
mod pivot;
mod points;
mod scale;
mod sides;
mod spread;
mod steps;
mod table;
mod value;
mod wholes;

use std::collections::BTreeMap;

use chart::{Encoded, Resolved};
use model::{Aggregate, Calculation, ChartSpec, Field, Mark, Overlays, Shelf, Stack, Value};

use crate::figure::{AxisFigure, Body, NumberFigure, Place, Series};
use crate::label::{member_name, place_label, words};

use intervals::Intervals;
pub use sides::mark_columns;
use sides::{Sides, sides};
pub use table::rows_figure;
pub(crate) use value::{distance, number};

/// Most positions that bars are drawn for.
const MOST_BARS: usize = 60;

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

    /// A value; null where there is no such row or column.
    pub(crate) fn at(&self, column: &str, row: usize) -> Value {
        let value = self.named(column).and_then(|values| values.get(row));
        value.cloned().unwrap_or(Value::Null)
    }

    pub(crate) fn count(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }
}

/// What is painted for a chart, and what is said under it. Rows that a mark cannot show are refused in
/// words. Of the spec only its look counts: stacking, and what of a pivot table is open.
pub fn figure(
    resolved: &Resolved,
    fields: &[Field],
    rows: &Columns,
    spec: &ChartSpec,
) -> Result<(Body, Vec<String>), Refusal> {
    if rows.count() == 0 {
        return Ok((Body::Empty("No rows to draw".to_owned()), Vec::new()));
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
    let body = if resolved.is_in_parts() {
        Body::Panes(panes::panes(resolved, fields, rows, spec, &mut notes)?)
    } else {
        one_picture(resolved, fields, rows, spec, &mut notes)?
    };
    Ok((body, notes))
}

/// The picture of some rows.
fn one_picture(
    resolved: &Resolved,
    fields: &[Field],
    rows: &Columns,
    spec: &ChartSpec,
    notes: &mut Vec<String>,
) -> Result<Body, Refusal> {
    let along = |notes: &mut Vec<String>| axis(resolved, fields, rows, spec.stack, notes);
    Ok(match resolved.mark {
        Mark::Bar => Body::Bars(along(notes)?),
        Mark::Line => Body::Lines(along(notes)?),
        Mark::Area => Body::Areas(along(notes)?),
        Mark::Scatter => Body::Points(points::points(resolved, rows, notes)?),
        Mark::Heatmap => Body::Cells(cells::cells(resolved, rows, notes)?),
        Mark::Density => Body::Cells(cells::density(resolved, rows, notes)?),
        Mark::Histogram => Body::Bins(spread::bins(resolved, rows, notes)?),
        Mark::BoxPlot => Body::Boxes(spread::boxes(resolved, rows, notes)?),
        Mark::Strip => Body::Strip(steps::strip(resolved, fields, rows, notes)?),
        Mark::Donut => Body::Parts(cells::parts(resolved, rows, notes)?),
        Mark::Treemap => Body::Treemap(wholes::tree(resolved, rows, notes)?),
        Mark::Sunburst => Body::Sunburst(wholes::tree(resolved, rows, notes)?),
        Mark::Waterfall => Body::Waterfall(steps::waterfall(resolved, rows, notes)?),
        Mark::Funnel => Body::Funnel(steps::funnel(resolved, rows, notes)?),
        Mark::Bullet => Body::Bullets(steps::bullets(resolved, rows, notes)?),
        Mark::Gauge => Body::Gauge(steps::gauge(resolved, rows)?),
        Mark::Choropleth => Body::Map(map::countries(resolved, rows, notes)?),
        Mark::SymbolMap => Body::Map(map::symbols(resolved, rows, notes)?),
        Mark::Candlestick => Body::Candles(steps::candles(resolved, rows, notes)?),
        Mark::Sankey => Body::Flows(wholes::flows(resolved, rows, notes)?),
        Mark::Radar => Body::Radar(wholes::radar(resolved, rows)?),
        Mark::Calendar => Body::Calendar(wholes::days(resolved, rows, notes)?),
        Mark::Pivot => Body::Rows(pivot::pivot_rows(resolved, rows, &spec.pivot, notes)?),
        Mark::Table => Body::Rows(rows_figure(resolved, rows, spec)),
        Mark::BigNumber => Body::Numbers(numbers(resolved, rows)),
    })
}

/// Measures that are drawn; those on Label and Tooltip are only told.
fn drawn_measures(resolved: &Resolved) -> Vec<&Encoded> {
    let mut known: Vec<&Encoded> = Vec::new();
    let drawn = [Shelf::X, Shelf::Y, Shelf::Color, Shelf::Size];
    for one in resolved.encodings.iter().filter(|one| is_measure(one)) {
        if drawn.contains(&one.shelf) && !known.iter().any(|other| other.column == one.column) {
            known.push(one);
        }
    }
    known
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

/// Along a date the numbers are those of the last period; a missing date stands last and is no period.
fn numbers(resolved: &Resolved, rows: &Columns) -> Vec<NumberFigure> {
    let date = on(resolved, Shelf::X).find(|encoded| !is_measure(encoded));
    let dates = date.and_then(|date| rows.of(date));
    let last = dates.map_or(Some(0), |dates| {
        dates.iter().rposition(|date| *date != Value::Null)
    });
    let measures = on(resolved, Shelf::Y)
        .chain(on(resolved, Shelf::X))
        .filter(|encoded| is_measure(encoded));
    measures
        .map(|encoded| {
            let values: Vec<Option<f64>> = rows
                .of(encoded)
                .map_or_else(Vec::new, |values| values.iter().map(number).collect());
            NumberFigure {
                title: encoded.title.clone(),
                column: encoded.column.clone(),
                value: last.and_then(|at| values.get(at).copied().flatten()),
                course: match (dates, last) {
                    (Some(_), Some(at)) => values.into_iter().take(at + 1).collect(),
                    _ => Vec::new(),
                },
            }
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
    let Sides {
        position,
        measures,
        split,
        is_horizontal,
    } = sides(resolved)?;
    let first = measures.first().ok_or_else(missing)?;
    let field = fields
        .iter()
        .find(|field| field.name == position.pill.field);
    let mut collected = collect(resolved, position, &measures, &split, rows)?;
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
            series.rows.truncate(MOST_BARS);
            series.intervals.truncate(MOST_BARS);
        }
    }
    let adds_up = |one: &&Encoded| chart::adds_up(&one.pill);
    let stacked = || measures.iter().filter(|one| one.mark.is_none());
    let can_stack = collected
        .series
        .iter()
        .filter(|one| one.mark.is_none())
        .count()
        > 1
        && resolved.mark != Mark::Line
        && stacked().all(adds_up);
    let in_percent = |one: &&Encoded| {
        let calculation = &one.pill.calculation;
        let is_share = one.pill.aggregate == Some(Aggregate::ShareTrue) && calculation.is_none();
        is_share
            || matches!(
                calculation,
                Some(Calculation::Share { .. } | Calculation::Growth { .. })
            )
    };
    let figure = AxisFigure {
        places: collected
            .places
            .iter()
            .map(|value| Place {
                label: place_label(value, &position.pill),
                at: distance(value).filter(|_| has_distances),
            })
            .collect(),
        is_stacked: can_stack && stack != Some(Stack::Grouped),
        is_normalized: can_stack && stack == Some(Stack::Normalized),
        is_percent: measures.iter().all(in_percent),
        shared: None,
        series: largest_first(collected.series),
        is_time: field.is_some_and(|field| field.data_type.is_temporal()),
        is_horizontal,
        value_title: if measures.len() == 1 {
            first.title.clone()
        } else {
            String::new()
        },
        is_last_unfinished: false,
        is_thinned: rows.is_thinned,
        overlays: Overlays::default(),
    };
    notes.extend(scale::far_apart(&measures, &figure.series));
    let alone = figure.series.iter().map(intervals::without).sum::<usize>();
    if alone > 0 {
        notes.push(format!(
            "{alone} averages have too few values for an interval"
        ));
    }
    let without = figure.without_shares();
    if without > 0 {
        notes.push(format!(
            "{without} positions have amounts of both signs and no shares"
        ));
    }
    Ok(figure)
}

struct Collected {
    places: Vec<Value>,
    series: Vec<Series>,
}

/// Positions in the order of the rows, and for each series its value at each of them.
fn collect(
    resolved: &Resolved,
    position: &Encoded,
    measures: &[&Encoded],
    split: &[&Encoded],
    rows: &Columns,
) -> Result<Collected, Refusal> {
    let at = rows.of(position).ok_or_else(missing)?;
    let mut places: Vec<Value> = Vec::new();
    let mut place_of: BTreeMap<String, usize> = BTreeMap::new();
    let intervals: Vec<Option<Intervals<'_>>> = measures
        .iter()
        .map(|measure| Intervals::of(resolved, rows, measure))
        .collect();
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
                let value = rows.of(one).and_then(|values| values.get(row));
                Ok(member_name(value.ok_or_else(missing)?, &one.pill))
            })
            .collect();
        let member = members?.join(" · ");
        for (measure, interval) in measures.iter().zip(&intervals) {
            let name = match (member.as_str(), measures.len()) {
                ("", _) => measure.title.clone(),
                (member, 1) => member.to_owned(),
                (member, _) => format!("{member} · {}", measure.title),
            };
            let known = *series_of.entry(name.clone()).or_insert_with(|| {
                series.push(Series {
                    name,
                    column: measure.column.clone(),
                    mark: measure.mark,
                    member: member.clone(),
                    ..Series::default()
                });
                series.len() - 1
            });
            let one = &mut series[known];
            if one.values.len() <= place {
                one.values.resize(place + 1, None);
                one.rows.resize(place + 1, None);
            }
            one.values[place] = rows.of(measure).and_then(|values| number(values.get(row)?));
            one.rows[place] = Some(row);
            if let Some(interval) = interval {
                let known = &mut series[known].intervals;
                known.resize(known.len().max(place + 1), None);
                known[place] = interval.at(row);
            }
        }
    }
    for one in &mut series {
        one.values.resize(places.len(), None);
        one.rows.resize(places.len(), None);
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
    // What lies over the others comes after them, whatever its size.
    let order = |one: &Series| one.mark.is_some();
    series.sort_by(|left, right| {
        let by_size = size(right).total_cmp(&size(left));
        order(left).cmp(&order(right)).then(by_size)
    });
    series
}
