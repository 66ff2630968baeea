//! Cells of a heatmap and parts of a donut from rows.

use chart::Resolved;
use model::Shelf;

use super::members::Members;
use super::value::number;
use super::{Columns, Refusal, is_measure, missing};
use crate::figure::{CellFigure, GridFigure, PartsFigure};
use crate::label::words;

/// Most columns and lines of cells: a narrower one cannot be told from its neighbour.
const MOST_ACROSS: usize = 200;
const MOST_DOWN: usize = 100;
/// Bins of a density along one side.
const MOST_BINS: usize = 1_000;
/// A donut with more parts is not read any more.
const MOST_PARTS: usize = 4;

/// The cells of a heatmap; an axis keeps what lies on it.
pub(super) fn cells(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<GridFigure, Refusal> {
    let mut dimensions = resolved.encodings.iter().filter(|one| !is_measure(one));
    let (first, second) = (dimensions.next(), dimensions.next());
    let (first, second) = first.zip(second).ok_or_else(missing)?;
    let (across, down) = if first.shelf == Shelf::Y && second.shelf != Shelf::Y {
        (second, first)
    } else {
        (first, second)
    };
    let measure = resolved.encodings.iter().find(|one| is_measure(one));
    let measure = measure.ok_or_else(missing)?;
    let (xs, ys) = (Members::of(across, rows)?, Members::of(down, rows)?);
    let mut cells = Vec::new();
    let mut hidden = 0;
    for row in 0..rows.count() {
        let place = |members: &Members| members.places.get(row).copied().unwrap_or(0);
        let (x, y) = (place(&xs), place(&ys));
        if x >= MOST_ACROSS || y >= MOST_DOWN {
            hidden += 1;
            continue;
        }
        let value = rows.of(measure).and_then(|values| number(values.get(row)?));
        cells.push(CellFigure { x, y, value });
    }
    if hidden > 0 {
        notes.push(format!("{} of {} cells", cells.len(), cells.len() + hidden));
    }
    let first = |names: Vec<String>, most: usize| names.into_iter().take(most).collect();
    Ok(GridFigure {
        across: first(xs.names, MOST_ACROSS),
        down: first(ys.names, MOST_DOWN),
        cells,
        title: measure.title.clone(),
    })
}

/// The cells of a density: as wide and as high as their bins, so that one without rows is a gap.
pub(super) fn density(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<GridFigure, Refusal> {
    let binned = |shelf: Shelf| {
        let mut encodings = resolved.encodings.iter();
        encodings.find(|one| one.shelf == shelf && one.end_column.is_some())
    };
    let (across, up) = (binned(Shelf::X), binned(Shelf::Y));
    let (across, up) = across.zip(up).ok_or_else(missing)?;
    let counted = resolved.encodings.iter().find(|one| is_measure(one));
    let counted = counted.ok_or_else(missing)?;
    let (xs, ys) = (Bins::of(across, rows)?, Bins::of(up, rows)?);
    let mut cells = Vec::new();
    let mut without = 0.0;
    for row in 0..rows.count() {
        let value = rows.of(counted).and_then(|values| number(values.get(row)?));
        match (xs.place(row), ys.place(row)) {
            // The lines of a grid count from the top.
            (Some(x), Some(y)) => cells.push(CellFigure {
                x,
                y: ys.labels.len() - 1 - y,
                value,
            }),
            _ => without += value.unwrap_or(0.0),
        }
    }
    if without > 0.0 {
        notes.push(format!("{without} rows have no number on both axes"));
    }
    Ok(GridFigure {
        across: xs.labels,
        down: ys.labels.into_iter().rev().collect(),
        cells,
        title: counted.title.clone(),
    })
}

/// All bins from the first to the last that has rows.
struct Bins {
    labels: Vec<String>,
    /// Of each row, when it has a number.
    places: Vec<Option<usize>>,
}

impl Bins {
    fn of(encoded: &chart::Encoded, rows: &Columns) -> Result<Self, Refusal> {
        let numbers =
            |values: &[model::Value]| -> Vec<Option<f64>> { values.iter().map(number).collect() };
        let lows = numbers(rows.of(encoded).ok_or_else(missing)?);
        let end = encoded.end_column.as_deref().unwrap_or_default();
        let highs = numbers(rows.named(end).ok_or_else(missing)?);
        let widths = lows
            .iter()
            .zip(&highs)
            .filter_map(|(low, high)| Some((*high)? - (*low)?));
        let width = widths.fold(f64::MAX, f64::min);
        let first = lows.iter().flatten().copied().fold(f64::MAX, f64::min);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bins are at most some hundred"
        )]
        let place = |low: f64| ((low - first) / width).round() as usize;
        let places: Vec<Option<usize>> = lows.iter().map(|low| low.map(place)).collect();
        let count = places.iter().flatten().max().map_or(0, |last| last + 1);
        if count == 0 || count > MOST_BINS {
            return Err(missing());
        }
        let label = |at: usize| crate::text::amount(first + crate::axis::whole(at) * width);
        Ok(Self {
            labels: (0..count).map(label).collect(),
            places,
        })
    }

    fn place(&self, row: usize) -> Option<usize> {
        self.places.get(row).copied().flatten()
    }
}

/// The parts of a donut; only amounts above zero have an area.
pub(super) fn parts(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<PartsFigure, Refusal> {
    if rows.count() > MOST_PARTS {
        return Err(Refusal::Reason(format!(
            "A donut of {} parts is not read any more. Choose bars, or keep the {MOST_PARTS} largest.",
            rows.count()
        )));
    }
    let dimension = resolved.encodings.iter().find(|one| !is_measure(one));
    let measure = resolved.encodings.iter().find(|one| is_measure(one));
    let (dimension, measure) = dimension.zip(measure).ok_or_else(missing)?;
    let names = rows.of(dimension).ok_or_else(missing)?;
    let sizes = rows.of(measure).ok_or_else(missing)?;
    let all = names.iter().zip(sizes);
    let parts: Vec<(String, f64)> = all
        .filter_map(|(name, size)| Some((words(name), number(size).filter(|size| *size > 0.0)?)))
        .collect();
    if parts.is_empty() {
        return Err(Refusal::Reason(
            "No amount is above zero, so there are no parts.".to_owned(),
        ));
    }
    if parts.len() < rows.count() {
        let left = rows.count() - parts.len();
        notes.push(format!("{left} parts are not above zero and have no area"));
    }
    Ok(PartsFigure {
        parts,
        title: measure.title.clone(),
    })
}
