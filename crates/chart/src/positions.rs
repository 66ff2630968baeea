//! The axis of positions of a chart: which row holds a value, and where a value stands between rows.

use std::collections::BTreeSet;

use model::{AxisSpot, Field, Kind, Mark, TimeUnit, Value};

use crate::compile::{Encoded, Resolved};
use crate::crowd::MOST_BARS;
use crate::references::takes_references;
use crate::rows::{DAY, Rows, civil, distance, is_same, plain, values};

/// The positions of a chart along one axis.
pub(crate) struct Positions<'r> {
    values: &'r [Value],
    /// Of bins: where each ends.
    ends: Option<&'r [Value]>,
    unit: Option<TimeUnit>,
    /// Along time and numbers the distance of each row; none for categories.
    distances: Option<Vec<Option<f64>>>,
    /// Of bars: the members that are drawn; none is all of them.
    drawn: Option<BTreeSet<String>>,
    /// What lies between two positions has a place of its own.
    is_continuous: bool,
}

impl<'r> Positions<'r> {
    /// The positions of the chart's rows, or why it has none.
    pub(crate) fn of(
        resolved: &Resolved,
        fields: &[Field],
        rows: Rows<'r>,
    ) -> Result<Self, &'static str> {
        if !takes_references(resolved.mark) {
            return Err("Bars, lines, areas and points have a place for it, this mark has none.");
        }
        if resolved.is_in_parts() {
            return Err("Small multiples have no place for it.");
        }
        Self::along(resolved, fields, rows)
    }

    /// The positions of rows of any mark that has some.
    pub(crate) fn along(
        resolved: &Resolved,
        fields: &[Field],
        rows: Rows<'r>,
    ) -> Result<Self, &'static str> {
        let encoded = position(resolved).ok_or("The chart has no axis of positions.")?;
        let field = crate::field_of(&encoded.pill, fields);
        let is_time =
            encoded.pill.part.is_none() && field.is_some_and(|field| field.data_type.is_temporal());
        let is_number = encoded.pill.part.is_none()
            && field
                .is_some_and(|field| field.data_type.is_numeric() && field.kind == Kind::Number)
            && (resolved.mark != Mark::Bar || encoded.end_column.is_some());
        let all = values(rows, &encoded.column);
        Ok(Self {
            values: all,
            ends: encoded
                .end_column
                .as_ref()
                .map(|column| values(rows, column)),
            unit: encoded.pill.unit,
            distances: (is_time || is_number).then(|| all.iter().map(distance).collect()),
            drawn: (resolved.mark == Mark::Bar).then(|| first_members(all)),
            is_continuous: !matches!(resolved.mark, Mark::Bar | Mark::Candlestick),
        })
    }

    /// Whether the positions are moments.
    pub(crate) fn is_along_time(resolved: &Resolved, fields: &[Field]) -> bool {
        position(resolved).is_some_and(|encoded| {
            let field = crate::field_of(&encoded.pill, fields);
            let is_time = field.is_some_and(|field| field.data_type.is_temporal());
            encoded.pill.part.is_none() && is_time
        })
    }

    /// Whether positions run from the top down.
    pub(crate) fn is_from_the_top(resolved: &Resolved) -> bool {
        position(resolved).is_some_and(|encoded| encoded.shelf == model::Shelf::Y)
    }

    /// Whether positions with distances rise or fall from each to the next. What lies on a scale does
    /// so by itself.
    pub(crate) fn is_in_order(&self) -> bool {
        let known = self.distances.iter().flatten().flatten();
        let mut steps: Vec<f64> = Vec::new();
        for at in known {
            if steps.last() != Some(at) {
                steps.push(*at);
            }
        }
        self.is_continuous || steps.is_sorted() || steps.iter().rev().is_sorted()
    }

    /// The first moment on an axis of time, and the first one after the period that is the last.
    pub(crate) fn time(&self) -> Option<(f64, f64)> {
        let distances = self.distances.as_ref()?;
        let (_, last) = last_up_to(distances, f64::MAX)?;
        Some((least(distances)?, after(last, self.unit)))
    }

    /// Whether the position of a row is in the picture, which has the first bars alone.
    pub(crate) fn is_drawn(&self, row: usize) -> bool {
        let value = self.values.get(row).map(plain);
        let is_among = |drawn: &BTreeSet<String>| value.is_some_and(|value| drawn.contains(&value));
        self.drawn.as_ref().is_none_or(is_among)
    }

    /// Where a value stands; none when it is not on the axis.
    pub(crate) fn spot(&self, value: &Value) -> Option<AxisSpot> {
        let Some(distances) = &self.distances else {
            let row = self.values.iter().position(|one| is_same(one, value))?;
            return Some(AxisSpot { row, at: None });
        };
        let wanted = distance(value)?;
        let (row, from) = last_up_to(distances, wanted)?;
        let (_, most) = last_up_to(distances, f64::MAX)?;
        let is_between = self.is_continuous && wanted <= most;
        (is_between || self.holds(row, from, (value, wanted))).then(|| AxisSpot {
            row,
            at: Some(wanted.min(most)),
        })
    }

    /// Where a range stands, as much of it as is on the axis.
    pub(crate) fn range(&self, from: &Value, to: &Value) -> Option<(AxisSpot, AxisSpot)> {
        let Some(distances) = &self.distances else {
            let (one, other) = (self.spot(from)?, self.spot(to)?);
            return Some(if one.row <= other.row {
                (one, other)
            } else {
                (other, one)
            });
        };
        let (one, other) = (distance(from)?, distance(to)?);
        let (low, high) = (one.min(other), one.max(other));
        let lower = if one <= other { from } else { to };
        let (last, end) = last_up_to(distances, high)?;
        let (_, most) = last_up_to(distances, f64::MAX)?;
        let first = match last_up_to(distances, low) {
            Some((row, at)) if self.holds(row, at, (lower, low)) => Some((row, at)),
            _ => first_from(distances, low),
        };
        match first {
            Some((row, start)) if start <= end => {
                let at = if self.is_continuous {
                    low.max(least(distances)?)
                } else {
                    start
                };
                let spot = |row, at| AxisSpot { row, at: Some(at) };
                Some((spot(row, at), spot(last, high.min(most))))
            }
            // Between two positions of a line there is room for it all the same.
            _ if self.is_continuous && high <= most => {
                let spot = |at| AxisSpot {
                    row: last,
                    at: Some(at),
                };
                Some((spot(low), spot(high)))
            }
            _ => None,
        }
    }

    /// Whether the position of a row is the period or bin of a value.
    fn holds(&self, row: usize, from: f64, (value, wanted): (&Value, f64)) -> bool {
        let until = |length: f64| wanted - from < length;
        if let Some(ends) = self.ends {
            return ends
                .get(row)
                .and_then(distance)
                .is_some_and(|end| wanted < end);
        }
        match self.unit {
            None => (wanted - from).abs() < f64::EPSILON,
            Some(TimeUnit::Second) => until(1000.0),
            Some(TimeUnit::Minute) => until(60_000.0),
            Some(TimeUnit::Hour) => until(3_600_000.0),
            Some(TimeUnit::Day) => until(DAY),
            Some(TimeUnit::Week) => until(7.0 * DAY),
            Some(unit @ (TimeUnit::Month | TimeUnit::Quarter | TimeUnit::Year)) => {
                let own = self.values.get(row).and_then(|own| period(own, unit));
                own.is_some() && own == period(value, unit)
            }
        }
    }
}

/// The members of the first bars, in the order of the rows.
fn first_members(values: &[Value]) -> BTreeSet<String> {
    let mut members = BTreeSet::new();
    for value in values {
        if members.len() == MOST_BARS as usize {
            break;
        }
        members.insert(plain(value));
    }
    members
}

/// The dimension along the axis of positions; of points the number across.
fn position(resolved: &Resolved) -> Option<&Encoded> {
    use model::Shelf::{X, Y};
    if resolved.mark == Mark::Scatter {
        return resolved.on(X).next();
    }
    let on = |shelf| resolved.on(shelf).find(|one| !one.is_measure());
    let is_horizontal = resolved.on(X).any(Encoded::is_measure) && on(Y).is_some();
    if is_horizontal { on(Y) } else { on(X) }
}

/// The beginning of the period after the one that begins with a moment; the next moment of none.
fn after(at: f64, unit: Option<TimeUnit>) -> f64 {
    let months = match unit {
        None => return at + 1.0,
        Some(TimeUnit::Second) => return at + 1000.0,
        Some(TimeUnit::Minute) => return at + 60_000.0,
        Some(TimeUnit::Hour) => return at + 3_600_000.0,
        Some(TimeUnit::Day) => return at + DAY,
        Some(TimeUnit::Week) => return at + 7.0 * DAY,
        Some(TimeUnit::Month) => 1.0,
        Some(TimeUnit::Quarter) => 3.0,
        Some(TimeUnit::Year) => 12.0,
    };
    let (year, month, _) = civil((at / DAY).floor());
    let month = month - 1.0 + months;
    let (year, month) = (year + (month / 12.0).floor(), month % 12.0 + 1.0);
    let first = Value::Date(format!("{year:04}-{month:02}-01"));
    distance(&first).unwrap_or(at + months * 28.0 * DAY)
}

/// Year and month, quarter or nothing of a moment.
fn period(value: &Value, unit: TimeUnit) -> Option<(&str, u32)> {
    let (Value::Date(text) | Value::DateTime(text)) = value else {
        return None;
    };
    let month: u32 = text.get(5..7)?.parse().ok()?;
    let part = match unit {
        TimeUnit::Month => month,
        TimeUnit::Quarter => month.div_ceil(3),
        _ => 0,
    };
    Some((text.get(..4)?, part))
}

/// The first row with the largest distance up to `wanted`, and that distance.
fn last_up_to(distances: &[Option<f64>], wanted: f64) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for (row, at) in distances.iter().enumerate() {
        if let Some(at) = at.filter(|at| *at <= wanted)
            && best.is_none_or(|(_, known)| at > known)
        {
            best = Some((row, at));
        }
    }
    best
}

/// The first row with the smallest distance from `wanted` on.
fn first_from(distances: &[Option<f64>], wanted: f64) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for (row, at) in distances.iter().enumerate() {
        if let Some(at) = at.filter(|at| *at >= wanted)
            && best.is_none_or(|(_, known)| at < known)
        {
            best = Some((row, at));
        }
    }
    best
}

fn least(distances: &[Option<f64>]) -> Option<f64> {
    first_from(distances, f64::MIN).map(|(_, at)| at)
}
