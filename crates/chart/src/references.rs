//! Reference lines, bands and trends, from the rows of a chart: pure arithmetic over the marks that
//! are drawn. Where a mark or an axis has none, it is said.

mod fit_line;
mod marks;

use model::{ChartSpec, DrawnReference, Field, Mark, Reference, ReferenceAt, ReferenceKind, Side};

use crate::check::within_hundred;
use crate::compile::Resolved;
use crate::rows::{DAY, Rows};

pub use fit_line::{Line, least_squares};
use marks::{Along, Marks};

/// Every reference of a chart with where it stands, given the chart's rows.
pub fn references(
    spec: &ChartSpec,
    resolved: &Resolved,
    fields: &[Field],
    rows: Rows<'_>,
) -> Vec<DrawnReference> {
    if spec.references.is_empty() {
        return Vec::new();
    }
    let marks = Marks::of(spec, resolved, fields, rows);
    let mut drawn = Vec::new();
    for (index, reference) in spec.references.iter().enumerate() {
        let one = |at: Option<ReferenceAt>, why: Option<String>| DrawnReference {
            index,
            reference: reference.clone(),
            at,
            why,
        };
        match placed(reference, &marks) {
            Ok(found) => drawn.extend(found.into_iter().map(|at| one(Some(at), None))),
            Err(why) => drawn.push(one(None, Some(why.to_owned()))),
        }
    }
    drawn
}

/// Whether a mark can have lines across it.
pub fn takes_references(mark: Mark) -> bool {
    matches!(mark, Mark::Bar | Mark::Line | Mark::Area | Mark::Scatter)
}

fn placed(
    reference: &Reference,
    marks: &Result<Marks, &'static str>,
) -> Result<Vec<ReferenceAt>, &'static str> {
    let marks = marks.as_ref().map_err(|why| *why)?;
    if reference.line == ReferenceKind::Trend {
        return trend(marks);
    }
    let amounts = marks.amounts(reference.axis)?;
    if let ReferenceKind::Constant { value } = &reference.line {
        let value: f64 = value.parse().map_err(|_| "This is no number.")?;
        return Ok(vec![ReferenceAt::Line { value }]);
    }
    if marks.has_several_measures {
        return Err("Several measures share this axis; a line of all of them says nothing.");
    }
    if amounts.is_empty() {
        return Err("There is no amount that it could be made of.");
    }
    let percent = |text: &str| within_hundred(text).ok_or("This is no percentile.");
    let line = |value: f64| Ok(vec![ReferenceAt::Line { value }]);
    match &reference.line {
        ReferenceKind::Average => line(mean(&amounts)),
        ReferenceKind::Median => line(percentile(&amounts, 50.0)),
        ReferenceKind::Percentile { percentile: at } => line(percentile(&amounts, percent(at)?)),
        ReferenceKind::Band { from, to } => {
            let (one, other) = (
                percentile(&amounts, percent(from)?),
                percentile(&amounts, percent(to)?),
            );
            Ok(vec![ReferenceAt::Band {
                low: one.min(other),
                high: one.max(other),
            }])
        }
        ReferenceKind::Constant { .. } | ReferenceKind::Trend => Ok(Vec::new()),
    }
}

fn trend(marks: &Marks) -> Result<Vec<ReferenceAt>, &'static str> {
    let (start, scale) = match marks.along {
        Along::Number => (0.0, 1.0),
        Along::Time { first } => (first, DAY),
        Along::Nothing => {
            return Err("A trend needs a scatter plot, or lines along dates or numbers.");
        }
    };
    let mut found = Vec::new();
    for (series, points) in &marks.series {
        let inner: Vec<(f64, f64)> = points
            .iter()
            .map(|(x, y)| ((x - start) / scale, *y))
            .collect();
        let Some(line) = least_squares(&inner) else {
            continue;
        };
        let ends = points
            .iter()
            .fold((f64::MAX, f64::MIN), |(low, high), (x, _)| {
                (low.min(*x), high.max(*x))
            });
        let at = |x: f64| (x, line.at((x - start) / scale));
        found.push(ReferenceAt::Trend {
            series: if marks.series.len() > 1 {
                series.clone()
            } else {
                String::new()
            },
            from: at(ends.0),
            to: at(ends.1),
            slope: line.slope,
            intercept: line.intercept,
            r_squared: line.r_squared,
            is_along_time: scale > 1.0,
        });
    }
    if found.is_empty() {
        return Err("A trend needs marks at two different positions.");
    }
    Ok(found)
}

/// The mean, summed with Neumaier's compensation (1974).
pub(crate) fn mean(amounts: &[f64]) -> f64 {
    sum(amounts.iter().copied()) / count(amounts.len())
}

/// Adds without losing the small among the large (Neumaier 1974).
pub(crate) fn sum(amounts: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for amount in amounts {
        let next = sum + amount;
        lost += if sum.abs() >= amount.abs() {
            (sum - next) + amount
        } else {
            (amount - next) + sum
        };
        sum = next;
    }
    sum + lost
}

/// A number of things as a number.
pub(crate) fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}

/// Linear between the two values around `(n - 1) * percent / 100`, as the aggregate of that name.
fn percentile(amounts: &[f64], percent: f64) -> f64 {
    let mut sorted = amounts.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = count(sorted.len().saturating_sub(1)) * percent / 100.0;
    let (mut below, mut above) = (f64::NAN, f64::NAN);
    for (at, value) in sorted.iter().enumerate() {
        let at = count(at);
        if at <= place {
            below = *value;
        }
        if at >= place {
            above = *value;
            break;
        }
    }
    below + (above - below) * (place - place.floor())
}

/// The words of a reference without its amounts: `Percentile 90`.
pub fn reference_words(reference: &Reference) -> String {
    match &reference.line {
        ReferenceKind::Constant { value } => value.clone(),
        ReferenceKind::Average => "Average".to_owned(),
        ReferenceKind::Median => "Median".to_owned(),
        ReferenceKind::Percentile { percentile } => format!("Percentile {percentile}"),
        ReferenceKind::Band { from, to } if from == "0" && to == "100" => {
            "Minimum to maximum".to_owned()
        }
        ReferenceKind::Band { from, to } => format!("Percentile {from} to {to}"),
        ReferenceKind::Trend => "Trend".to_owned(),
    }
}

/// Which axes of a chart carry amounts.
pub fn sides(resolved: &Resolved) -> Vec<Side> {
    marks::sides(resolved)
}
