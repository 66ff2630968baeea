//! What lies on which side of a plot with an axis of positions.

use chart::{Encoded, Resolved};
use model::{Mark, Shelf};

use super::{Refusal, is_measure, missing, on};

/// Shelves whose dimensions make series.
const SPLITTING: [Shelf; 5] = [
    Shelf::Color,
    Shelf::Shape,
    Shelf::Detail,
    Shelf::Label,
    Shelf::Tooltip,
];

/// What lies along an axis of positions, what is measured there, and what makes series.
pub(super) struct Sides<'a> {
    pub(super) position: &'a Encoded,
    pub(super) measures: Vec<&'a Encoded>,
    pub(super) split: Vec<&'a Encoded>,
    pub(super) is_horizontal: bool,
}

/// The sides of a chart with an axis of positions.
pub(super) fn sides(resolved: &Resolved) -> Result<Sides<'_>, Refusal> {
    let across: Vec<&Encoded> = on(resolved, Shelf::X).collect();
    let up: Vec<&Encoded> = on(resolved, Shelf::Y).collect();
    let is_horizontal =
        across.iter().any(|one| is_measure(one)) && up.iter().any(|one| !is_measure(one));
    let (places, values) = if is_horizontal {
        (up, across)
    } else {
        (across, up)
    };
    let position = places.into_iter().find(|one| !is_measure(one));
    let position = position.ok_or_else(missing)?;
    let splitting = SPLITTING.into_iter();
    Ok(Sides {
        position,
        measures: values.into_iter().filter(|one| is_measure(one)).collect(),
        split: splitting
            .flat_map(|shelf| on(resolved, shelf))
            .filter(|one| !is_measure(one) && one.column != position.column)
            .collect(),
        is_horizontal,
    })
}

/// The dimensions that tell the marks along an axis apart: of the position first, then of the series.
pub fn mark_columns(resolved: &Resolved) -> Vec<&Encoded> {
    let along = matches!(resolved.mark, Mark::Bar | Mark::Line | Mark::Area);
    match sides(resolved) {
        Ok(sides) if along => [sides.position].into_iter().chain(sides.split).collect(),
        _ => Vec::new(),
    }
}
