//! What a pivot table asks for: which of its pills are rows, which are columns, and in which order
//! its lines stand.

use model::{ChartSpec, Field, Levels, LineOrder, Shelf, SortKey};

use crate::compile::{Encoded, free_name};
use crate::is_measure;
use crate::question::{measure, time_field};

/// The dimensions of a pivot table, rows first, and how many of them are rows. Rows lie on Y and
/// columns on X; what lies on other shelves makes rows where there are none, else columns.
pub(crate) fn sides(encodings: &[Encoded]) -> (Vec<&Encoded>, usize) {
    let mut rows: Vec<&Encoded> = Vec::new();
    let mut columns: Vec<&Encoded> = Vec::new();
    let has_rows = encodings
        .iter()
        .any(|one| one.shelf == Shelf::Y && !is_measure(&one.pill));
    let dimensions = || encodings.iter().filter(|one| !is_measure(&one.pill));
    let on_axes = dimensions().filter(|one| matches!(one.shelf, Shelf::X | Shelf::Y));
    let elsewhere = dimensions().filter(|one| !matches!(one.shelf, Shelf::X | Shelf::Y));
    for one in on_axes.chain(elsewhere) {
        let is_known = |known: &&Encoded| known.column == one.column;
        let is_row = one.shelf == Shelf::Y || (one.shelf != Shelf::X && !has_rows);
        // A field on both sides groups its rows once.
        if rows.iter().any(is_known) || columns.iter().any(is_known) {
            continue;
        }
        if is_row {
            rows.push(one);
        } else {
            columns.push(one);
        }
    }
    let count = rows.len();
    rows.append(&mut columns);
    (rows, count)
}

/// The levels at which a pivot table is grouped, and the order of its lines.
pub(crate) fn levels(spec: &ChartSpec, fields: &[Field], encodings: &[Encoded]) -> Levels {
    let (dimensions, rows) = sides(encodings);
    let name = |wanted: &str| free_name(wanted, encodings);
    let by_value = spec.sort.as_ref().filter(|sort| sort.key == SortKey::Value);
    let by = by_value.and_then(|sort| {
        let shown = |encoded: &&Encoded| match &sort.by {
            Some(pill) => encoded.pill == *pill,
            None => is_measure(&encoded.pill),
        };
        let along = time_field(spec, fields);
        let measure = match (encodings.iter().find(shown), &sort.by) {
            (Some(encoded), _) => measure(&encoded.pill, &encoded.column, along),
            (None, Some(pill)) => measure(pill, &name("ordered by"), along),
            (None, None) => return None,
        };
        let is_there = sort.column.len() <= dimensions.len() - rows;
        Some(LineOrder {
            measure,
            column: if is_there {
                sort.column.clone()
            } else {
                Vec::new()
            },
            descending: sort.descending,
        })
    });
    Levels {
        rows,
        descending: spec
            .sort
            .as_ref()
            .is_some_and(|sort| sort.key == SortKey::Position && sort.descending),
        by,
        row_depth: name("row_depth"),
        row_place: name("row_place"),
        column_depth: name("column_depth"),
        column_place: name("column_place"),
    }
}
