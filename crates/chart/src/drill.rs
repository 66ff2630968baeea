//! Going down and up on a chart: each step keeps one member of a dimension and puts the next level
//! in its place. Units of dates are levels by themselves; others are hierarchies of columns.

use model::{ChartSpec, DataType, DrillStep, Field, Hierarchy, Pick, PickPart, Pill, TimeUnit};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::compile::{Resolved, SHELVES, is_binned};
use crate::{field_of, is_measure};

/// A way down from the marks of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrillDown {
    /// The column of the chart's rows whose member is kept.
    pub column: String,
    pub from: Pill,
    pub to: Pill,
    /// The name of the hierarchy; none for units of a date.
    pub hierarchy: Option<String>,
}

/// The chart after its steps, and how many of them fit it; the others have no effect.
pub fn drilled(spec: &ChartSpec) -> (ChartSpec, usize) {
    let mut out = spec.clone();
    out.drill.clear();
    let mut taken = 0;
    for step in &spec.drill {
        if !replaced(&mut out, &step.from, &step.to) {
            break;
        }
        out.picks.push(kept(step));
        taken += 1;
    }
    (out, taken)
}

/// What a step leaves of the rows.
pub fn kept(step: &DrillStep) -> Pick {
    let pill = Pill {
        top: None,
        ..step.from.clone()
    };
    Pick {
        of: vec![PickPart {
            pill,
            values: vec![step.value.clone()],
        }],
        excluded: false,
    }
}

/// Puts a pill in the place of another, on every shelf; whether it lies on any.
fn replaced(spec: &mut ChartSpec, from: &Pill, to: &Pill) -> bool {
    let mut is_there = false;
    for shelf in SHELVES {
        for pill in spec
            .shelf_mut(shelf)
            .iter_mut()
            .filter(|pill| *pill == from)
        {
            pill.clone_from(to);
            is_there = true;
        }
    }
    is_there
}

/// The ways down from a chart, the nearest level of each dimension first.
pub fn ways_down(
    resolved: &Resolved,
    source: &str,
    (fields, hierarchies): (&[Field], &[Hierarchy]),
) -> Vec<DrillDown> {
    let mut found: Vec<DrillDown> = Vec::new();
    for one in &resolved.encodings {
        let pill = &one.pill;
        let is_plain = !is_measure(pill) && pill.part.is_none() && !is_binned(pill);
        let is_known = found.iter().any(|known| known.column == one.column);
        let Some(field) = field_of(pill, fields).filter(|_| is_plain && !one.is_implied) else {
            continue;
        };
        if is_known {
            continue;
        }
        let way = |to: Pill, hierarchy: Option<String>| DrillDown {
            column: one.column.clone(),
            from: pill.clone(),
            to,
            hierarchy,
        };
        let units = pill.unit.map_or(&[][..], finer).iter();
        found.extend(
            units
                .filter(|unit| has_unit(field, **unit))
                .map(|unit| way(level(field, Some(*unit)), None)),
        );
        let same_source =
            |hierarchy: &&Hierarchy| hierarchy.source.to_lowercase() == source.to_lowercase();
        for hierarchy in hierarchies.iter().filter(same_source) {
            if let Some(to) = below(hierarchy, field, fields) {
                found.push(way(to, Some(hierarchy.name.clone())));
            }
        }
    }
    found
}

/// What is said of levels that do not fit into each other: a week reaches into two months.
pub fn drill_notes(steps: &[DrillStep], resolved: &Resolved) -> Vec<String> {
    let is_cut = |pill: &Pill| {
        pill.unit == Some(TimeUnit::Week)
            && steps.iter().any(|step| {
                step.from.field == pill.field
                    && matches!(
                        step.from.unit,
                        Some(TimeUnit::Year | TimeUnit::Quarter | TimeUnit::Month)
                    )
            })
    };
    let cut = resolved.encodings.iter().find(|one| is_cut(&one.pill));
    cut.map(|one| {
        format!(
            "{}: the first and the last week count only their days within the period",
            one.pill.field
        )
    })
    .into_iter()
    .collect()
}

/// The next column of a hierarchy that the source has, as it lies on a shelf.
fn below(hierarchy: &Hierarchy, field: &Field, fields: &[Field]) -> Option<Pill> {
    let at = hierarchy
        .fields
        .iter()
        .position(|name| *name == field.name)?;
    let mut deeper = hierarchy.fields.iter().skip(at + 1);
    let next = deeper.find_map(|name| fields.iter().find(|field| field.name == *name))?;
    Some(level(
        next,
        next.data_type.is_temporal().then_some(TimeUnit::Year),
    ))
}

fn level(field: &Field, unit: Option<TimeUnit>) -> Pill {
    Pill {
        field: field.name.clone(),
        unit,
        ..Pill::default()
    }
}

/// The units within one, the nearest first; none that would make marks by the thousand.
fn finer(unit: TimeUnit) -> &'static [TimeUnit] {
    use TimeUnit::{Day, Hour, Minute, Month, Quarter, Second, Week, Year};
    match unit {
        Year => &[Quarter, Month, Week, Day],
        Quarter => &[Month, Week, Day],
        Month => &[Week, Day],
        Week => &[Day, Hour],
        Day => &[Hour, Minute],
        Hour => &[Minute, Second],
        Minute => &[Second],
        Second => &[],
    }
}

/// Whether a column of dates tells moments of this unit apart.
fn has_unit(field: &Field, unit: TimeUnit) -> bool {
    match field.data_type {
        DataType::Date => !matches!(unit, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second),
        DataType::DateTime { .. } => true,
        _ => false,
    }
}
