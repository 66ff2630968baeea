//! Which rows a function sees for each row: ROWS, RANGE and GROUPS with their bounds.

use std::ops::Range;

use datafusion_common::ScalarValue;
use datafusion_expr::{WindowFrameBound, WindowFrameUnits};
use polars::prelude::*;

use super::Call;
use super::order::Ordered;
use crate::error::raise;
use crate::lower::calendar::{DAY, Moment};

/// The visible places for each place, as ranges inside its partition.
pub(crate) fn frames(call: &Call, ordered: &Ordered) -> PolarsResult<Vec<Range<usize>>> {
    let mut frames = Vec::with_capacity(ordered.len());
    for partition in &ordered.partitions {
        match call.frame.units {
            WindowFrameUnits::Rows => rows(call, partition, &mut frames)?,
            WindowFrameUnits::Groups => groups(call, partition, ordered, &mut frames)?,
            WindowFrameUnits::Range => range(call, partition, ordered, &mut frames)?,
        }
    }
    Ok(frames)
}

/// A bound without its unit.
enum Bound {
    Unbounded,
    /// So many before (negative) or after the current one.
    At(i64),
}

fn bound(of: &WindowFrameBound) -> PolarsResult<Bound> {
    let number = |value: &ScalarValue, sign: i64| -> PolarsResult<Bound> {
        if value.is_null() {
            return Ok(Bound::Unbounded);
        }
        match value.cast_to(&arrow::datatypes::DataType::Int64) {
            Ok(ScalarValue::Int64(Some(number))) => Ok(Bound::At(number.saturating_mul(sign))),
            _ => Err(odd_distance()),
        }
    };
    match of {
        WindowFrameBound::Preceding(value) => number(value, -1),
        WindowFrameBound::CurrentRow => Ok(Bound::At(0)),
        WindowFrameBound::Following(value) => number(value, 1),
    }
}

fn odd_distance() -> PolarsError {
    raise(
        "SQL_UNSUPPORTED",
        "A window frame with this distance is not supported yet. Use whole numbers, or an interval with a date.",
    )
}

fn is_unbounded(of: &WindowFrameBound) -> bool {
    match of {
        WindowFrameBound::Preceding(value) | WindowFrameBound::Following(value) => value.is_null(),
        WindowFrameBound::CurrentRow => false,
    }
}

fn moved(at: usize, by: i64, within: &Range<usize>) -> usize {
    let by_places = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
    let to = if by < 0 {
        at.saturating_sub(by_places)
    } else {
        at.saturating_add(by_places)
    };
    to.clamp(within.start, within.end)
}

fn rows(call: &Call, partition: &Range<usize>, frames: &mut Vec<Range<usize>>) -> PolarsResult<()> {
    let (start, end) = (
        bound(&call.frame.start_bound)?,
        bound(&call.frame.end_bound)?,
    );
    for at in partition.clone() {
        let from = match start {
            Bound::Unbounded => partition.start,
            Bound::At(by) => moved(at, by, partition),
        };
        let to = match end {
            Bound::Unbounded => partition.end,
            // The end lies behind the last visible row.
            Bound::At(by)
                if by < 0
                    && at
                        < partition
                            .start
                            .saturating_add(usize::try_from(-by).unwrap_or(usize::MAX)) =>
            {
                partition.start
            }
            Bound::At(by) => moved(at, by, partition)
                .saturating_add(1)
                .min(partition.end),
        };
        frames.push(from..to.max(from));
    }
    Ok(())
}

fn groups(
    call: &Call,
    partition: &Range<usize>,
    ordered: &Ordered,
    frames: &mut Vec<Range<usize>>,
) -> PolarsResult<()> {
    let (start, end) = (
        bound(&call.frame.start_bound)?,
        bound(&call.frame.end_bound)?,
    );
    let mut borders: Vec<(usize, usize)> = ordered.peers[partition.clone()].to_vec();
    borders.dedup();
    let group_at = |group: i64| {
        usize::try_from(group)
            .ok()
            .and_then(|group| borders.get(group).copied())
    };
    for (group, (peers_start, peers_end)) in borders.iter().enumerate() {
        let group = i64::try_from(group).unwrap_or(i64::MAX);
        let from = match start {
            Bound::Unbounded => partition.start,
            Bound::At(by) if group + by < 0 => partition.start,
            Bound::At(by) => {
                group_at(group.saturating_add(by)).map_or(partition.end, |(start, _)| start)
            }
        };
        let to = match end {
            Bound::Unbounded => partition.end,
            Bound::At(by) if group + by < 0 => partition.start,
            Bound::At(by) => {
                group_at(group.saturating_add(by)).map_or(partition.end, |(_, end)| end)
            }
        };
        for _ in *peers_start..*peers_end {
            frames.push(from..to.max(from));
        }
    }
    Ok(())
}

fn range(
    call: &Call,
    partition: &Range<usize>,
    ordered: &Ordered,
    frames: &mut Vec<Range<usize>>,
) -> PolarsResult<()> {
    let (start, end) = (&call.frame.start_bound, &call.frame.end_bound);
    let plain =
        |of: &WindowFrameBound| is_unbounded(of) || matches!(of, WindowFrameBound::CurrentRow);
    let keys = if plain(start) && plain(end) {
        None
    } else {
        Some(Keys::new(ordered, partition)?)
    };
    for at in partition.clone() {
        let (peers_start, peers_end) = ordered.peers[at];
        let side = |of: &WindowFrameBound, is_start: bool| -> PolarsResult<usize> {
            if is_unbounded(of) {
                return Ok(if is_start {
                    partition.start
                } else {
                    partition.end
                });
            }
            let own = if is_start { peers_start } else { peers_end };
            let (distance, is_back) = match of {
                WindowFrameBound::CurrentRow => return Ok(own),
                WindowFrameBound::Preceding(distance) => (distance, true),
                WindowFrameBound::Following(distance) => (distance, false),
            };
            match &keys {
                Some(keys) => Ok(keys
                    .border(at, (&keys.distance(distance)?, is_back), is_start)
                    .unwrap_or(own)),
                None => Ok(own),
            }
        };
        let (from, to) = (side(start, true)?, side(end, false)?);
        frames.push(from..to.max(from));
    }
    Ok(())
}

const DAY_NANOS: f64 = 86_400_000_000_000.0;

/// How far a frame reaches: months, and the rest in units of the key.
struct Distance {
    months: i64,
    rest: f64,
}

/// The order key of one partition as numbers, for distances between values.
struct Keys {
    values: Vec<Option<f64>>,
    partition: Range<usize>,
    /// Places whose key is known; they are together.
    known: Range<usize>,
    is_descending: bool,
    data_type: DataType,
}

impl Keys {
    fn new(ordered: &Ordered, partition: &Range<usize>) -> PolarsResult<Self> {
        let key = ordered.key.as_ref().ok_or_else(odd_distance)?;
        let data_type = key.dtype().clone();
        let from = i64::try_from(partition.start).unwrap_or(i64::MAX);
        let part = key.slice(from, partition.len());
        let part = match data_type {
            DataType::Date => part.cast(&DataType::Int32)?,
            DataType::Datetime(..) | DataType::Duration(_) => part.cast(&DataType::Int64)?,
            _ => part,
        };
        let values: Vec<Option<f64>> = part.cast(&DataType::Float64)?.f64()?.iter().collect();
        let first = values.iter().position(Option::is_some).unwrap_or(0);
        let count = values.iter().flatten().count();
        let known = partition.start + first..partition.start + first + count;
        Ok(Self {
            values,
            partition: partition.clone(),
            known,
            is_descending: ordered.is_descending,
            data_type,
        })
    }

    /// The first place inside the distance, or the one behind the last; none for a missing key,
    /// which has only its peers.
    fn border(
        &self,
        at: usize,
        (distance, is_back): (&Distance, bool),
        is_start: bool,
    ) -> Option<usize> {
        let value = self.values[at - self.partition.start]?;
        let direction = if self.is_descending { -1.0 } else { 1.0 };
        let limit = self.moved(value, distance, is_back != self.is_descending) * direction;
        let known = &self.values
            [self.known.start - self.partition.start..self.known.end - self.partition.start];
        let lies_before = |other: &Option<f64>| {
            let other = other.unwrap_or(f64::NAN) * direction;
            if is_start {
                other < limit
            } else {
                other <= limit
            }
        };
        Some(self.known.start + known.partition_point(lies_before))
    }

    /// Nanoseconds in one of the key's units.
    fn unit(&self) -> f64 {
        match &self.data_type {
            DataType::Date => DAY_NANOS,
            DataType::Datetime(TimeUnit::Milliseconds, _)
            | DataType::Duration(TimeUnit::Milliseconds) => 1_000_000.0,
            DataType::Datetime(TimeUnit::Microseconds, _)
            | DataType::Duration(TimeUnit::Microseconds) => 1000.0,
            _ => 1.0,
        }
    }

    /// A key so far before or after; of months, the last day where a month has no such day.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "microseconds of the years 1 to 9999 are near enough to whole doubles"
    )]
    fn moved(&self, value: f64, distance: &Distance, is_back: bool) -> f64 {
        let sign = if is_back { -1.0 } else { 1.0 };
        if distance.months == 0 {
            return value + sign * distance.rest;
        }
        let micros = (value * self.unit() / 1000.0).round() as i64;
        let months = if is_back {
            -distance.months
        } else {
            distance.months
        };
        let moved = Moment::of(micros).plus_months(months);
        let moved = moved.days() * DAY + moved.of_day;
        moved as f64 * 1000.0 / self.unit() + sign * distance.rest
    }

    fn distance(&self, distance: &ScalarValue) -> PolarsResult<Distance> {
        let plain = |rest: f64| Distance { months: 0, rest };
        let is_time = matches!(self.data_type, DataType::Date | DataType::Datetime(..));
        #[expect(
            clippy::cast_precision_loss,
            reason = "distances of windows are far below 2^53"
        )]
        let (months, nanos) = match distance {
            ScalarValue::IntervalMonthDayNano(Some(value)) if value.months == 0 || is_time => (
                i64::from(value.months),
                f64::from(value.days) * DAY_NANOS + value.nanoseconds as f64,
            ),
            ScalarValue::IntervalYearMonth(Some(months)) if is_time => (i64::from(*months), 0.0),
            ScalarValue::IntervalDayTime(Some(value)) => (
                0,
                f64::from(value.days) * DAY_NANOS + f64::from(value.milliseconds) * 1_000_000.0,
            ),
            other => match other.cast_to(&arrow::datatypes::DataType::Float64) {
                Ok(ScalarValue::Float64(Some(number))) => return Ok(plain(number)),
                _ => return Err(odd_distance()),
            },
        };
        let rest = nanos / self.unit();
        Ok(Distance { months, rest })
    }
}
