//! The points of a scatter plot.

use chart::{Encoded, Resolved};
use model::{Overlays, Shelf};

use super::intervals::Intervals;
use super::value::number;
use super::{Columns, Refusal, missing, on};
use crate::figure::{PointFigure, PointMark};
use crate::label::member_name;

/// Points between two numbers, by colour, size and shape.
pub(super) fn points(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<PointFigure, Refusal> {
    let x = on(resolved, Shelf::X).next().ok_or_else(missing)?;
    let y = on(resolved, Shelf::Y).next().ok_or_else(missing)?;
    let size = on(resolved, Shelf::Size).next();
    let color = on(resolved, Shelf::Color).next();
    let shape = on(resolved, Shelf::Shape).next();
    let at = |encoded: &Encoded, row: usize| rows.of(encoded).and_then(|values| values.get(row));
    let named = |encoded: Option<&Encoded>, row: usize| {
        let name = encoded.and_then(|one| Some(member_name(at(one, row)?, &one.pill)));
        name.unwrap_or_default()
    };
    let intervals = [x, y].map(|one| Intervals::of(resolved, rows, one));
    let [alongside, upright] = &intervals;
    let (mut groups, mut symbols) = (Vec::new(), Vec::new());
    let mut points = Vec::new();
    for row in 0..rows.count() {
        let place = |encoded| at(encoded, row).and_then(number);
        let (Some(across), Some(up)) = (place(x), place(y)) else {
            continue;
        };
        points.push(PointMark {
            x: across,
            y: up,
            size: size.and_then(place),
            group: known(&mut groups, named(color, row)),
            symbol: known(&mut symbols, named(shape, row)),
            across: alongside.as_ref().and_then(|one| one.at(row)),
            row,
            up: upright.as_ref().and_then(|one| one.at(row)),
        });
    }
    if points.len() < rows.count() {
        let left = rows.count() - points.len();
        notes.push(format!("{left} rows have no number on both axes"));
    }
    if color.is_none() {
        groups.clear();
    }
    if shape.is_none() {
        symbols.clear();
    }
    Ok(PointFigure {
        x_title: x.title.clone(),
        y_title: y.title.clone(),
        groups,
        symbols,
        points,
        shared: None,
        overlays: Overlays::default(),
    })
}

/// The place of a name among those that are known, where it is put when it is new.
fn known(names: &mut Vec<String>, name: String) -> usize {
    let place = names.iter().position(|one| *one == name);
    place.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}
