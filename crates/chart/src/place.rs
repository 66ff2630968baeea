//! Putting a field on a shelf: which aggregate or time unit it gets, what it replaces, and why a
//! shelf refuses it.

use model::{Aggregate, ChartSpec, DataType, Diagnostic, Field, Kind, Mark, Pill, Shelf, TimeUnit};

use crate::compile::is_binned;
use crate::places::{is_latitude, is_longitude};
use crate::{field_of, is_measure};

/// A shelf and a position on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PillPosition {
    pub shelf: Shelf,
    pub index: usize,
}

/// One drop. With `from`, an existing pill is moved and keeps what was set on it where it can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Column of the source; empty for the count of rows.
    pub field: String,
    pub to: PillPosition,
    pub from: Option<PillPosition>,
}

/// The chart after a drop, or why the shelf refuses it. The spec given is not changed.
pub fn place(
    spec: &ChartSpec,
    fields: &[Field],
    placement: &Placement,
) -> Result<ChartSpec, Diagnostic> {
    let mut next = spec.clone();
    let moved = placement.from.and_then(|from| take(&mut next, from));
    let mut pill = match moved {
        Some(pill) if !changes_role(placement, &pill, fields) => pill,
        _ => fresh_pill(&next, fields, placement)?,
    };
    refuse_unsuited(&pill, fields, placement.to.shelf)?;
    if !matches!(placement.to.shelf, Shelf::X | Shelf::Y) {
        pill.mark = None;
    }
    if placement.to.shelf == Shelf::X && is_raw_number(&pill, fields) {
        compare_row_by_row(&mut next, fields);
    }
    for other in displaced(placement.to.shelf) {
        next.shelf_mut(*other).clear();
    }
    let shelf = next.shelf_mut(placement.to.shelf);
    if holds_one(placement.to.shelf) {
        shelf.clear();
    }
    let index = placement.to.index.min(shelf.len());
    shelf.insert(index, pill);
    Ok(next)
}

fn take(spec: &mut ChartSpec, from: PillPosition) -> Option<Pill> {
    let shelf = spec.shelf_mut(from.shelf);
    (from.index < shelf.len()).then(|| shelf.remove(from.index))
}

/// Shelves that split: a number dropped there is a dimension too.
fn takes_dimensions(shelf: Shelf) -> bool {
    matches!(
        shelf,
        Shelf::Detail | Shelf::Shape | Shelf::FacetRow | Shelf::FacetColumn | Shelf::FacetWrap
    )
}

/// A measure moved to a shelf that splits becomes a dimension; everything else keeps its settings.
fn changes_role(placement: &Placement, pill: &Pill, fields: &[Field]) -> bool {
    match placement.to.shelf {
        shelf if takes_dimensions(shelf) => is_measure(pill),
        Shelf::Size => !is_measure(pill) && !is_raw_number(pill, fields),
        _ => false,
    }
}

fn fresh_pill(
    spec: &ChartSpec,
    fields: &[Field],
    placement: &Placement,
) -> Result<Pill, Diagnostic> {
    let mut pill = Pill {
        field: placement.field.clone(),
        ..Pill::default()
    };
    if placement.field.is_empty() {
        if takes_dimensions(placement.to.shelf) {
            return Err(Diagnostic::error(
                "CHART_SHELF_SPLITS",
                "The count of rows splits nothing.",
            )
            .with_hint("Drop a field here whose values make the parts."));
        }
        pill.aggregate = Some(Aggregate::Count);
        return Ok(pill);
    }
    let Some(field) = field_of(&pill, fields) else {
        return Err(missing_field(&placement.field, fields));
    };
    if field.data_type.is_temporal() {
        pill.unit = Some(default_unit(placement.to.shelf, &field.data_type));
    } else if is_longitude(field) || is_latitude(field) {
        // Degrees are neither summed nor counted: together they are places.
    } else if field.kind == Kind::Number && field.data_type.is_numeric() {
        pill.aggregate = number_aggregate(spec, fields, placement.to.shelf);
    } else if placement.to.shelf == Shelf::Size
        || (placement.to.shelf == Shelf::Y
            && has_dimension(&spec.x, fields)
            && spec.mark != Some(Mark::Pivot))
    {
        pill.aggregate = Some(Aggregate::CountDistinct);
    }
    Ok(pill)
}

fn default_unit(shelf: Shelf, data_type: &DataType) -> TimeUnit {
    match (shelf, data_type) {
        (Shelf::X | Shelf::Y | Shelf::Detail | Shelf::Tooltip, _) => TimeUnit::Month,
        (_, _) => TimeUnit::Year,
    }
}

/// Numbers are summed, except where both axes compare numbers row by row.
fn number_aggregate(spec: &ChartSpec, fields: &[Field], shelf: Shelf) -> Option<Aggregate> {
    let rows = spec
        .x
        .iter()
        .chain(&spec.y)
        .any(|pill| is_raw_number(pill, fields));
    match shelf {
        Shelf::X if has_dimension(&spec.y, fields) => Some(Aggregate::Sum),
        Shelf::X => None,
        shelf if takes_dimensions(shelf) => None,
        _ if rows => None,
        _ => Some(Aggregate::Sum),
    }
}

/// A number dropped on X beside measures on Y: both become row values, as in a scatter plot.
fn compare_row_by_row(spec: &mut ChartSpec, fields: &[Field]) {
    if spec.y.is_empty() || has_dimension(&spec.y, fields) {
        return;
    }
    for shelf in [
        Shelf::Y,
        Shelf::Size,
        Shelf::Color,
        Shelf::Label,
        Shelf::Tooltip,
    ] {
        for pill in spec.shelf_mut(shelf) {
            let is_number = field_of(pill, fields)
                .is_some_and(|field| field.data_type.is_numeric() && field.kind == Kind::Number);
            if is_number && pill.aggregate == Some(Aggregate::Sum) {
                pill.aggregate = None;
                pill.mark = None;
            }
        }
    }
}

fn refuse_unsuited(pill: &Pill, fields: &[Field], shelf: Shelf) -> Result<(), Diagnostic> {
    let takes_numbers = shelf == Shelf::Size;
    if takes_numbers && !is_measure(pill) && !is_raw_number(pill, fields) {
        return Err(
            Diagnostic::error("CHART_SHELF_TAKES_NUMBER", "Size takes a number.")
                .with_hint("Drop a measure here, or put this field on Colour or Detail."),
        );
    }
    let nested = field_of(pill, fields).is_some_and(|field| field.kind == Kind::Nested);
    if nested && !matches!(pill.aggregate, Some(Aggregate::Count)) {
        let sentence = format!(
            "{} holds lists or structures, which a chart cannot place.",
            pill.field
        );
        return Err(Diagnostic::error("CHART_NESTED_FIELD", sentence)
            .with_hint("Take one part of it in an SQL cell and chart that cell."));
    }
    Ok(())
}

pub(crate) fn missing_field(name: &str, fields: &[Field]) -> Diagnostic {
    let near = fields
        .iter()
        .map(|field| {
            (
                strsim::jaro_winkler(&field.name.to_lowercase(), &name.to_lowercase()),
                field,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    let diagnostic = Diagnostic::error(
        "CHART_MISSING_FIELD",
        format!("{name} is missing from the data."),
    );
    match near {
        Some((_, field)) => diagnostic.with_hint(format!("The closest column is {}.", field.name)),
        None => diagnostic.with_hint("Remove the pill, or bring the column back."),
    }
}

/// Pictures stand in rows and columns, or are wrapped, not both.
fn displaced(shelf: Shelf) -> &'static [Shelf] {
    match shelf {
        Shelf::FacetWrap => &[Shelf::FacetRow, Shelf::FacetColumn],
        Shelf::FacetRow | Shelf::FacetColumn => &[Shelf::FacetWrap],
        _ => &[],
    }
}

fn holds_one(shelf: Shelf) -> bool {
    matches!(
        shelf,
        Shelf::X
            | Shelf::Color
            | Shelf::Size
            | Shelf::Shape
            | Shelf::FacetRow
            | Shelf::FacetColumn
            | Shelf::FacetWrap
    )
}

pub(crate) fn is_raw_number(pill: &Pill, fields: &[Field]) -> bool {
    !is_measure(pill)
        && !is_binned(pill)
        && field_of(pill, fields)
            .is_some_and(|field| field.kind == Kind::Number && field.data_type.is_numeric())
}

fn has_dimension(pills: &[Pill], fields: &[Field]) -> bool {
    pills
        .iter()
        .any(|pill| !is_measure(pill) && !is_raw_number(pill, fields))
}
