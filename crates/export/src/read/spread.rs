//! Bins and boxes from the columns that the engine computed for them.

use chart::{Encoded, Resolved};
use model::{Aggregate, Shelf};

use super::value::number;
use super::{Columns, Refusal, is_measure, missing};
use crate::figure::{BinFigure, BinsFigure, BoxFigure, BoxesFigure};
use crate::label::words;

/// Most boxes side by side.
const MOST_BOXES: usize = 60;

/// Members by the order in which they come.
#[derive(Default)]
struct Names {
    names: Vec<String>,
}

impl Names {
    fn place(&mut self, name: String) -> usize {
        let known = self.names.iter().position(|one| *one == name);
        known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }
}

fn at(rows: &Columns, encoded: &Encoded, row: usize) -> Option<f64> {
    rows.of(encoded)?.get(row).and_then(number)
}

fn member(rows: &Columns, encoded: &Encoded, row: usize) -> String {
    let value = rows.of(encoded).and_then(|values| values.get(row));
    value.map(words).unwrap_or_default()
}

/// The bars of a histogram: stacked where a colour splits them.
pub(super) fn bins(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<BinsFigure, Refusal> {
    let all = || resolved.encodings.iter();
    let bin = all()
        .find(|one| one.end_column.is_some())
        .ok_or_else(missing)?;
    let counted = all().find(|one| is_measure(one)).ok_or_else(missing)?;
    let ends = bin.end_column.as_ref().and_then(|name| rows.named(name));
    let ends = ends.ok_or_else(missing)?;
    let split =
        all().find(|one| !is_measure(one) && one.column != bin.column && rows.of(one).is_some());
    let mut groups = Names::default();
    let mut bins: Vec<BinFigure> = Vec::new();
    let mut without = 0.0;
    for row in 0..rows.count() {
        let amount = at(rows, counted, row).unwrap_or(0.0);
        let high = ends.get(row).and_then(number);
        let (Some(low), Some(high)) = (at(rows, bin, row), high) else {
            without += amount;
            continue;
        };
        let group = split.map_or(0, |one| groups.place(member(rows, one, row)));
        let below = bins
            .iter()
            .filter(|one| same(one.low, low))
            .map(|one| one.to);
        let from = below.fold(0.0, f64::max);
        bins.push(BinFigure {
            low,
            high,
            from,
            to: from + amount,
            group,
        });
    }
    if bins.is_empty() {
        return Err(Refusal::Reason("There is no number to draw.".to_owned()));
    }
    if without > 0.0 {
        notes.push(format!("{without} rows have no number"));
    }
    Ok(BinsFigure {
        bins,
        groups: groups.names,
        is_upright: bin.shelf == Shelf::X,
        title: counted.title.clone(),
    })
}

fn same(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

/// The boxes of a box plot.
pub(super) fn boxes(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<BoxesFigure, Refusal> {
    let of = |aggregate: Aggregate, percentile: Option<&str>| {
        let found = resolved.encodings.iter().find(|one| {
            one.is_implied
                && one.pill.aggregate == Some(aggregate)
                && one.pill.percentile.as_deref() == percentile
        });
        found.ok_or_else(missing)
    };
    let median = of(Aggregate::Median, None)?;
    let columns = [
        of(Aggregate::LowerWhisker, None)?,
        of(Aggregate::Percentile, Some("25"))?,
        median,
        of(Aggregate::Percentile, Some("75"))?,
        of(Aggregate::UpperWhisker, None)?,
        of(Aggregate::Min, None)?,
        of(Aggregate::Max, None)?,
    ];
    // The number itself lies on a shelf too, and has no column of its own.
    let is_dimension = |one: &&Encoded| !is_measure(one) && rows.of(one).is_some();
    let dimensions = || resolved.encodings.iter().filter(is_dimension);
    let placed = dimensions().find(|one| matches!(one.shelf, Shelf::X | Shelf::Y));
    let split = dimensions().find(|one| placed.is_none_or(|placed| placed.column != one.column));
    let (mut names, mut groups) = (Names::default(), Names::default());
    let mut boxes = Vec::new();
    let (mut hidden, mut empty) = (0, 0);
    for row in 0..rows.count() {
        let place = placed.map_or(0, |one| names.place(member(rows, one, row)));
        let group = split.map_or(0, |one| groups.place(member(rows, one, row)));
        let figures = columns.map(|one| at(rows, one, row));
        let [
            Some(whisker_low),
            Some(lower),
            Some(median),
            Some(upper),
            Some(whisker_high),
            Some(least),
            Some(most),
        ] = figures
        else {
            empty += 1;
            continue;
        };
        if place >= MOST_BOXES {
            hidden += 1;
            continue;
        }
        boxes.push(BoxFigure {
            place,
            group,
            whisker_low,
            lower,
            median,
            upper,
            whisker_high,
            least,
            most,
        });
    }
    if boxes.is_empty() {
        return Err(Refusal::Reason("There is no number to draw.".to_owned()));
    }
    if hidden > 0 {
        notes.push(format!("{} of {} boxes", boxes.len(), boxes.len() + hidden));
    }
    if empty > 0 {
        notes.push(format!("{empty} boxes have no values"));
    }
    names.names.truncate(MOST_BOXES);
    if names.names.is_empty() {
        names.names.push(String::new());
    }
    Ok(BoxesFigure {
        names: names.names,
        groups: groups.names,
        boxes,
        is_upright: median.shelf == Shelf::Y,
        title: median.pill.field.clone(),
    })
}
