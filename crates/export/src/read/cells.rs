//! Cells of a heatmap and parts of a donut from rows.

use chart::Resolved;
use model::Shelf;

use super::spread::Members;
use super::value::number;
use super::{Columns, Refusal, is_measure, missing};
use crate::figure::{CellFigure, GridFigure, PartsFigure};
use crate::label::{place_label, words};

/// Most columns and lines of cells: a narrower one cannot be told from its neighbour.
const MOST_ACROSS: usize = 200;
const MOST_DOWN: usize = 100;
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
    let (mut xs, mut ys) = (Members::default(), Members::default());
    let mut cells = Vec::new();
    let mut hidden = 0;
    for row in 0..rows.count() {
        let place = |encoded: &chart::Encoded, members: &mut Members| {
            let value = rows.of(encoded).and_then(|values| values.get(row));
            let value = value.ok_or_else(missing)?;
            Ok::<usize, Refusal>(members.place(place_label(value, &encoded.pill)))
        };
        let (x, y) = (place(across, &mut xs)?, place(down, &mut ys)?);
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
    xs.names.truncate(MOST_ACROSS);
    ys.names.truncate(MOST_DOWN);
    Ok(GridFigure {
        across: xs.names,
        down: ys.names,
        cells,
        title: measure.title.clone(),
    })
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
