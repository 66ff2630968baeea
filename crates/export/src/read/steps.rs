//! Marks along one side of members: waterfall, funnel, bullets, candles and strips.

use chart::{Encoded, Resolved};
use model::{Overlays, Shelf};

use super::members::Members;
use super::value::number;
use super::{Columns, Refusal, drawn_measures, is_measure, missing};
use crate::figure::{BulletsFigure, CandlesFigure, GaugeFigure, StepsFigure, StripFigure};
use crate::label::place_label;

const MOST_STEPS: usize = 60;
const MOST_STAGES: usize = 24;
const MOST_BULLETS: usize = 40;
const MOST_CANDLES: usize = 500;
const MOST_CATEGORIES: usize = 40;

/// The names of the first rows; one without a name where there is no dimension.
fn names(
    resolved: &Resolved,
    rows: &Columns,
    most: usize,
    notes: &mut Vec<String>,
) -> Result<Vec<String>, Refusal> {
    let shown = rows.count().min(most);
    if shown < rows.count() {
        notes.push(format!("{shown} of {} marks", rows.count()));
    }
    let Some(member) = resolved.encodings.iter().find(|one| !is_measure(one)) else {
        return Ok(vec![String::new(); shown]);
    };
    let values = rows.of(member).ok_or_else(missing)?.iter().take(shown);
    Ok(values
        .map(|value| place_label(value, &member.pill))
        .collect())
}

fn amounts(rows: &Columns, measure: &Encoded, most: usize) -> Result<Vec<Option<f64>>, Refusal> {
    let values = rows.of(measure).ok_or_else(missing)?;
    Ok(values.iter().take(most).map(number).collect())
}

/// Each position begins where the one before it ended.
pub(super) fn waterfall(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<StepsFigure, Refusal> {
    if rows.count() > MOST_STEPS {
        return Err(Refusal::Reason(format!(
            "A waterfall shows up to {MOST_STEPS} steps; here are {}. Filter, or choose a longer period.",
            rows.count()
        )));
    }
    steps(resolved, rows, MOST_STEPS, notes)
}

/// Stages as they come, from the first one down.
pub(super) fn funnel(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<StepsFigure, Refusal> {
    let figure = steps(resolved, rows, MOST_STAGES, notes)?;
    let starts = figure.values.first().copied().flatten();
    let is_down = |value: &Option<f64>| value.is_some_and(|value| value < 0.0);
    if starts.is_none_or(|first| first <= 0.0) || figure.values.iter().any(is_down) {
        return Err(Refusal::Reason(
            "These amounts make no funnel. Stages need amounts from zero up, and the first one above zero.".to_owned(),
        ));
    }
    Ok(figure)
}

fn steps(
    resolved: &Resolved,
    rows: &Columns,
    most: usize,
    notes: &mut Vec<String>,
) -> Result<StepsFigure, Refusal> {
    let measures = drawn_measures(resolved);
    let measure = measures.first().ok_or_else(missing)?;
    Ok(StepsFigure {
        names: names(resolved, rows, most, notes)?,
        values: amounts(rows, measure, most)?,
        title: measure.title.clone(),
    })
}

/// The first measure with the second as its target.
pub(super) fn bullets(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<BulletsFigure, Refusal> {
    let measures = drawn_measures(resolved);
    let [value, target, ..] = measures.as_slice() else {
        return Err(missing());
    };
    let values = amounts(rows, value, MOST_BULLETS)?;
    let targets = amounts(rows, target, MOST_BULLETS)?;
    Ok(BulletsFigure {
        names: names(resolved, rows, MOST_BULLETS, notes)?,
        values: values.into_iter().zip(targets).collect(),
        value_title: value.title.clone(),
        target_title: target.title.clone(),
    })
}

/// One amount, then its target, then the ends of bands.
pub(super) fn gauge(resolved: &Resolved, rows: &Columns) -> Result<GaugeFigure, Refusal> {
    let measures = drawn_measures(resolved);
    let first = |measure: &&Encoded| {
        let values = rows.of(measure);
        values.and_then(|values| values.first()).and_then(number)
    };
    let value = measures.first().ok_or_else(missing)?;
    let mut bands: Vec<f64> = measures.iter().skip(2).filter_map(first).collect();
    bands.sort_by(f64::total_cmp);
    Ok(GaugeFigure {
        value: first(value).ok_or_else(|| {
            Refusal::Reason("There is no amount to draw: the amount is missing.".to_owned())
        })?,
        target: measures.get(1).and_then(first),
        bands,
        value_title: value.title.clone(),
        target_title: measures
            .get(1)
            .map_or_else(String::new, |one| one.title.clone()),
    })
}

/// Open, high, low and close, in this order.
pub(super) fn candles(
    resolved: &Resolved,
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<CandlesFigure, Refusal> {
    let measures = drawn_measures(resolved);
    let [open, high, low, close, ..] = measures.as_slice() else {
        return Err(missing());
    };
    let four = [open, high, low, close];
    let columns: Result<Vec<Vec<Option<f64>>>, Refusal> = four
        .iter()
        .map(|one| amounts(rows, one, MOST_CANDLES))
        .collect();
    let columns = columns?;
    let at = |row: usize, column: usize| columns.get(column).and_then(|all| *all.get(row)?);
    let names = names(resolved, rows, MOST_CANDLES, notes)?;
    Ok(CandlesFigure {
        candles: (0..names.len())
            .map(|row| [0, 1, 2, 3].map(|column| at(row, column)))
            .collect(),
        names,
        titles: four.iter().map(|one| one.title.clone()).collect(),
        overlays: Overlays::default(),
    })
}

/// One point for each row beside its member.
pub(super) fn strip(
    resolved: &Resolved,
    fields: &[model::Field],
    rows: &Columns,
    notes: &mut Vec<String>,
) -> Result<StripFigure, Refusal> {
    let is_raw = |one: &&Encoded| {
        let field = fields.iter().find(|field| field.name == one.pill.field);
        !is_measure(one)
            && one.pill.bin_width.is_none()
            && one.pill.bin_count.is_none()
            && one.pill.top.is_none()
            && field.is_some_and(|field| {
                field.data_type.is_numeric() && field.kind == model::Kind::Number
            })
    };
    let raw = resolved.encodings.iter().find(is_raw).ok_or_else(missing)?;
    let is_member = |one: &&Encoded| !is_measure(one) && one.column != raw.column;
    let member = resolved.encodings.iter().find(is_member);
    let members = Members::of(member.ok_or_else(missing)?, rows)?;
    let values = rows.of(raw).ok_or_else(missing)?;
    let (mut points, mut hidden, mut without) = (Vec::new(), 0, 0);
    for (place, value) in members.places.iter().zip(values) {
        match number(value) {
            None => without += 1,
            Some(_) if *place >= MOST_CATEGORIES => hidden += 1,
            Some(value) => points.push((*place, value)),
        }
    }
    if hidden > 0 {
        let all = points.len() + hidden;
        notes.push(format!("{} of {all} marks", points.len()));
    }
    if without > 0 {
        notes.push(format!("{without} rows have no number"));
    }
    let mut names = members.names;
    names.truncate(MOST_CATEGORIES);
    Ok(StripFigure {
        names,
        points,
        is_upright: raw.shelf != Shelf::X,
        title: raw.title.clone(),
    })
}
