//! Parts within parts, flows, outlines and days.

use chart::{Encoded, Resolved};
use model::Value;

use super::members::Members;
use super::value::number;
use super::{Columns, Refusal, drawn_measures, is_measure, missing};
use crate::figure::{
    BranchFigure, DayFigure, DaysFigure, FlowFigure, FlowsFigure, RadarFigure, Series, TreeFigure,
};
use crate::label::place_label;

/// How many parts can be told apart.
const MOST_PARTS: usize = 2_000;
const MOST_FLOWS: usize = 400;
const AXES: std::ops::RangeInclusive<usize> = 3..=12;
const MOST_OUTLINES: usize = 8;
const MOST_YEARS: usize = 6;

fn dimensions(resolved: &Resolved) -> Vec<&Encoded> {
    let all = resolved.encodings.iter();
    let mut known: Vec<&Encoded> = Vec::new();
    for one in all.filter(|one| !is_measure(one)) {
        if !known.iter().any(|other| other.column == one.column) {
            known.push(one);
        }
    }
    known
}

/// Amounts above zero by their rows, the largest `most`; what is left out is noted.
fn sizes(
    rows: &Columns,
    measure: &Encoded,
    notes: &mut Vec<String>,
) -> Result<Vec<(usize, f64)>, Refusal> {
    let values = rows.of(measure).ok_or_else(missing)?;
    let sized = |(row, value): (usize, &Value)| Some((row, number(value)?));
    let all: Vec<(usize, f64)> = values.iter().enumerate().filter_map(sized).collect();
    let negative = all.iter().filter(|(_, size)| *size < 0.0).count();
    if negative > 0 {
        notes.push(format!(
            "{negative} negative amounts have no area and are not drawn"
        ));
    }
    let above: Vec<(usize, f64)> = all.into_iter().filter(|(_, size)| *size > 0.0).collect();
    if above.is_empty() {
        return Err(Refusal::Reason(
            "No amount is above zero, so there are no parts.".to_owned(),
        ));
    }
    Ok(above)
}

/// The parts of a treemap or a sunburst.
pub(super) fn tree(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<TreeFigure, Refusal> {
    let measures = drawn_measures(resolved);
    let measure = measures.first().ok_or_else(missing)?;
    let dimensions = dimensions(resolved);
    let mut parts = sizes(rows, measure, notes)?;
    let all = parts.len();
    if all > MOST_PARTS {
        parts.sort_by(|left, right| right.1.total_cmp(&left.1));
        parts.truncate(MOST_PARTS);
        notes.push(format!("{MOST_PARTS} of {all} marks"));
    }
    let mut root = BranchFigure::default();
    for (row, size) in parts {
        let mut branch = &mut root;
        branch.size += size;
        for one in &dimensions {
            let value = rows.of(one).and_then(|values| values.get(row));
            let name = place_label(value.ok_or_else(missing)?, &one.pill);
            branch = below(branch, name);
            branch.size += size;
        }
    }
    Ok(TreeFigure {
        branches: root.branches,
        levels: dimensions.len(),
        title: measure.title.clone(),
    })
}

fn below(branch: &mut BranchFigure, name: String) -> &mut BranchFigure {
    let known = branch.branches.iter().position(|one| one.name == name);
    let at = known.unwrap_or_else(|| {
        branch.branches.push(BranchFigure {
            name,
            ..BranchFigure::default()
        });
        branch.branches.len() - 1
    });
    &mut branch.branches[at]
}

/// The flows of a sankey, the largest first.
pub(super) fn flows(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<FlowsFigure, Refusal> {
    let dimensions = dimensions(resolved);
    let (Some(start), Some(end)) = (dimensions.first(), dimensions.get(1)) else {
        return Err(missing());
    };
    let measures = drawn_measures(resolved);
    let measure = measures.first().ok_or_else(missing)?;
    let (starts, ends) = (Members::of(start, rows)?, Members::of(end, rows)?);
    let mut sizes = sizes(rows, measure, notes)?;
    let total = sizes.iter().map(|(_, size)| size).sum();
    sizes.sort_by(|left, right| right.1.total_cmp(&left.1));
    if sizes.len() > MOST_FLOWS {
        notes.push(format!("{MOST_FLOWS} of {} marks", sizes.len()));
        sizes.truncate(MOST_FLOWS);
    }
    let flow = |(row, size): &(usize, f64)| FlowFigure {
        start: starts.places.get(*row).copied().unwrap_or(0),
        end: ends.places.get(*row).copied().unwrap_or(0),
        size: *size,
    };
    Ok(FlowsFigure {
        flows: sizes.iter().map(flow).collect(),
        starts: starts.names,
        ends: ends.names,
        total,
        title: measure.title.clone(),
    })
}

/// The outlines of a radar: the second dimension makes them, or else the measures.
pub(super) fn radar(resolved: &Resolved, rows: &Columns) -> Result<RadarFigure, Refusal> {
    let dimensions = dimensions(resolved);
    let measures = drawn_measures(resolved);
    let spokes = Members::of(dimensions.first().ok_or_else(missing)?, rows)?;
    let split = dimensions.get(1).map(|one| Members::of(one, rows));
    let split = split.transpose()?;
    let names: Vec<String> = match &split {
        Some(members) => members.names.clone(),
        None => measures.iter().map(|one| one.title.clone()).collect(),
    };
    if !AXES.contains(&spokes.names.len()) || names.len() > MOST_OUTLINES {
        return Err(Refusal::Reason(format!(
            "A radar has {} to {} axes and up to {MOST_OUTLINES} outlines; here are {} and {}. Choose bars or a heatmap, or keep fewer members by a filter.",
            AXES.start(),
            AXES.end(),
            spokes.names.len(),
            names.len()
        )));
    }
    let mut outlines: Vec<Series> = names
        .into_iter()
        .map(|name| Series {
            name,
            values: vec![None; spokes.names.len()],
            ..Series::default()
        })
        .collect();
    let drawn = if split.is_some() { 1 } else { measures.len() };
    for (index, measure) in measures.iter().take(drawn).enumerate() {
        let values = rows.of(measure).ok_or_else(missing)?;
        for (row, (spoke, value)) in spokes.places.iter().zip(values).enumerate() {
            let outline = split
                .as_ref()
                .map_or(Some(index), |one| one.places.get(row).copied());
            if let Some(one) = outline.and_then(|at| outlines.get_mut(at)) {
                one.values[*spoke] = number(value);
            }
        }
    }
    let mut all = outlines.iter().flat_map(|one| one.values.iter().flatten());
    if all.clone().next().is_none() || all.any(|value| *value < 0.0) {
        return Err(Refusal::Reason(
            "These amounts make no radar. Outlines start at zero in the middle, so amounts cannot be below it.".to_owned(),
        ));
    }
    Ok(RadarFigure {
        axes: spokes.names,
        outlines,
    })
}

/// The days of a calendar.
pub(super) fn days(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<DaysFigure, Refusal> {
    let is_day = |value: &Value| matches!(value, Value::Date(_) | Value::DateTime(_));
    let dimensions = dimensions(resolved);
    let mut dated = dimensions
        .iter()
        .filter(|one| rows.of(one).is_some_and(|all| all.iter().any(is_day)));
    let (Some(date), Some(measure)) = (dated.next(), drawn_measures(resolved).first().copied())
    else {
        return Err(Refusal::Reason(
            "There is no day to draw. All dates are missing.".to_owned(),
        ));
    };
    let values = rows.of(date).ok_or_else(missing)?;
    let amounts = rows.of(measure).ok_or_else(missing)?;
    let (mut days, mut years) = (Vec::new(), Vec::new());
    let mut hidden = 0;
    for (value, amount) in values.iter().zip(amounts) {
        let Some((year, day)) = day_of_year(value) else {
            hidden += 1;
            continue;
        };
        if !years.contains(&year) && years.len() < MOST_YEARS {
            years.push(year);
        }
        if !years.contains(&year) {
            hidden += 1;
            continue;
        }
        days.push(DayFigure {
            label: place_label(value, &date.pill),
            year,
            day,
            value: number(amount),
        });
    }
    if hidden > 0 {
        notes.push(format!("{} of {} marks", days.len(), days.len() + hidden));
    }
    years.sort_unstable();
    Ok(DaysFigure {
        days,
        years,
        title: measure.title.clone(),
    })
}

/// The year of a date, and the days since its beginning.
fn day_of_year(value: &Value) -> Option<(i32, u32)> {
    let (Value::Date(text) | Value::DateTime(text)) = value else {
        return None;
    };
    let year = text.get(0..4)?;
    let first = super::value::distance(&Value::Date(format!("{year}-01-01")))?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 365 days after the first"
    )]
    let day = (super::value::distance(value)? - first).floor() as u32;
    Some((year.parse().ok()?, day))
}
