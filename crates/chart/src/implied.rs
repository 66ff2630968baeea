//! What a mark asks for beside what lies on the shelves: a histogram its bins and counts, a box plot
//! the quartiles and whiskers of its values.

use std::borrow::Cow;

use model::{Aggregate, ChartSpec, Field, Mark, Pill};

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
        counts.push(Pill {
            aggregate: Some(Aggregate::Count),
            ..Pill::default()
        });
    }
    asks.sort = None;
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
