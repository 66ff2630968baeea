//! What a mark asks for beside what lies on the shelves: a histogram its bins and counts, a box plot
//! the quartiles and whiskers of its values, error bars their ends, a density its cells, a pivot table without amounts the number of rows.

use std::borrow::Cow;

use model::{Aggregate, ChartSpec, Field, Mark, Pill, Shelf};

use crate::compile::pills;
use crate::is_measure;
use crate::place::is_raw_number;

/// About how many bins a histogram has when nothing else is chosen.
const BINS: u32 = 20;

/// The chart whose pills are asked for, given its mark.
pub(crate) fn asked_by<'s>(
    mark: Mark,
    spec: &'s ChartSpec,
    fields: &[Field],
) -> Cow<'s, ChartSpec> {
    match mark {
        Mark::Histogram => Cow::Owned(histogram(spec, fields)),
        Mark::BoxPlot => Cow::Owned(box_plot(spec, fields)),
        Mark::Density => Cow::Owned(density(spec)),
        Mark::Pivot if !pills(spec).any(|(_, _, pill)| is_measure(pill)) => {
            Cow::Owned(counted(spec))
        }
        Mark::Bar | Mark::Line | Mark::Area | Mark::Scatter
            if spec.x.iter().chain(&spec.y).any(|pill| pill.interval) =>
        {
            Cow::Owned(with_intervals(spec))
        }
        _ => Cow::Borrowed(spec),
    }
}

/// The axis with the values, and the other one.
fn axes<'s>(spec: &'s mut ChartSpec, fields: &[Field]) -> (&'s mut Vec<Pill>, &'s mut Vec<Pill>) {
    let holds = |pills: &[Pill]| pills.iter().any(|pill| is_raw_number(pill, fields));
    let is_upright = holds(&spec.y) || (!holds(&spec.x) && spec.x.iter().all(is_measure));
    if is_upright {
        (&mut spec.y, &mut spec.x)
    } else {
        (&mut spec.x, &mut spec.y)
    }
}

fn histogram(spec: &ChartSpec, fields: &[Field]) -> ChartSpec {
    let mut asks = spec.clone();
    let (values, counts) = axes(&mut asks, fields);
    for pill in values.iter_mut().filter(|pill| is_raw_number(pill, fields)) {
        pill.bin_count = Some(BINS);
    }
    if counts.is_empty() {
        counts.push(count_of_rows());
    }
    asks.sort = None;
    asks
}

fn count_of_rows() -> Pill {
    Pill {
        aggregate: Some(Aggregate::Count),
        ..Pill::default()
    }
}

/// About how many cells a density has along each side.
const CELLS: u32 = 60;

/// Bins of both numbers, and the rows in each pair of them.
fn density(spec: &ChartSpec) -> ChartSpec {
    let mut asks = spec.clone();
    for pill in asks.x.iter_mut().chain(&mut asks.y) {
        pill.bin_count = Some(CELLS);
    }
    // What splits or sizes points has no place in a cell.
    for shelf in [
        Shelf::Color,
        Shelf::Size,
        Shelf::Shape,
        Shelf::Label,
        Shelf::Detail,
        Shelf::Tooltip,
    ] {
        asks.shelf_mut(shelf).clear();
    }
    asks.color.push(count_of_rows());
    asks.sort = None;
    asks
}

/// Measures with the ends of their intervals and how many values they are of, which the tooltip tells.
fn with_intervals(spec: &ChartSpec) -> ChartSpec {
    let mut asks = spec.clone();
    for pill in spec.x.iter().chain(&spec.y).filter(|pill| pill.interval) {
        let ends = pill.aggregate.and_then(Aggregate::interval);
        for aggregate in ends.into_iter().flatten().chain([Aggregate::Count]) {
            let end = Pill {
                field: pill.field.clone(),
                aggregate: Some(aggregate),
                ..Pill::default()
            };
            if !asks.tooltip.contains(&end) {
                asks.tooltip.push(end);
            }
        }
    }
    asks
}

/// A pivot table without amounts counts its rows.
fn counted(spec: &ChartSpec) -> ChartSpec {
    let mut asks = spec.clone();
    asks.y.push(count_of_rows());
    asks
}

/// The median first: it is what boxes are ordered by.
fn box_plot(spec: &ChartSpec, fields: &[Field]) -> ChartSpec {
    let mut asks = spec.clone();
    let (values, _) = axes(&mut asks, fields);
    let field = values
        .iter()
        .find(|pill| is_raw_number(pill, fields))
        .map(|pill| pill.field.clone())
        .unwrap_or_default();
    let of = |aggregate: Aggregate, percentile: Option<&str>| Pill {
        field: field.clone(),
        aggregate: Some(aggregate),
        percentile: percentile.map(str::to_owned),
        ..Pill::default()
    };
    *values = vec![
        of(Aggregate::Median, None),
        of(Aggregate::Percentile, Some("25")),
        of(Aggregate::Percentile, Some("75")),
        of(Aggregate::LowerWhisker, None),
        of(Aggregate::UpperWhisker, None),
        of(Aggregate::Min, None),
        of(Aggregate::Max, None),
        of(Aggregate::Count, None),
        of(Aggregate::Outliers, None),
    ];
    asks
}
