//! Window functions that give a place, or a value of another row.

use std::ops::Range;

use polars::prelude::*;

use super::Call;
use super::exclude::{self, Seen};
use super::frame::frames;
use super::order::Ordered;
use crate::error::raise;
use crate::lower::node::idx;

/// Whether this module computes a function.
pub(crate) fn is_known(name: &str) -> bool {
    const KNOWN: [&str; 11] = [
        "row_number",
        "rank",
        "dense_rank",
        "percent_rank",
        "cume_dist",
        "ntile",
        "lag",
        "lead",
        "first_value",
        "last_value",
        "nth_value",
    ];
    KNOWN.contains(&name)
}

/// The values of a function, in the order of the window.
pub(crate) fn compute(call: &Call, args: &[Series], ordered: &Ordered) -> PolarsResult<Series> {
    match call.name.as_str() {
        "lag" => shifted(call, args, ordered, -1),
        "lead" => shifted(call, args, ordered, 1),
        "first_value" | "last_value" | "nth_value" => picked(call, args, ordered),
        "percent_rank" | "cume_dist" => Ok(shares(call, ordered)),
        _ => numbers(call, ordered),
    }
}

fn numbers(call: &Call, ordered: &Ordered) -> PolarsResult<Series> {
    let mut values: Vec<i64> = Vec::with_capacity(ordered.len());
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    for partition in &ordered.partitions {
        let mut group = 0;
        for at in partition.clone() {
            let first_peer = ordered.peers[at].0;
            group += i64::from(first_peer == at);
            values.push(match call.name.as_str() {
                "rank" => whole(first_peer - partition.start + 1),
                "dense_rank" => group,
                "ntile" => {
                    let tiles = call
                        .constants
                        .first()
                        .copied()
                        .flatten()
                        .filter(|tiles| *tiles > 0)
                        .ok_or_else(|| {
                            raise(
                                "SQL_VALUE",
                                "ntile() takes a constant number of tiles above zero.",
                            )
                        })?;
                    tile(whole(at - partition.start), whole(partition.len()), tiles)
                }
                _ => whole(at - partition.start + 1),
            });
        }
    }
    Ok(Int64Chunked::from_vec(PlSmallStr::EMPTY, values).into_series())
}

/// The first tiles are one row longer when the rows do not divide evenly.
fn tile(place: i64, rows: i64, tiles: i64) -> i64 {
    let (size, longer) = (rows / tiles, rows % tiles);
    let in_longer = longer * (size + 1);
    if place < in_longer {
        place / (size + 1) + 1
    } else {
        longer + (place - in_longer) / size.max(1) + 1
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "partitions are far below 2^53 rows"
)]
fn shares(call: &Call, ordered: &Ordered) -> Series {
    let mut values: Vec<f64> = Vec::with_capacity(ordered.len());
    for partition in &ordered.partitions {
        for at in partition.clone() {
            let (first, end) = ordered.peers[at];
            values.push(if call.name == "cume_dist" {
                (end - partition.start) as f64 / partition.len() as f64
            } else if partition.len() < 2 {
                0.0
            } else {
                (first - partition.start) as f64 / (partition.len() - 1) as f64
            });
        }
    }
    Float64Chunked::from_vec(PlSmallStr::EMPTY, values).into_series()
}

fn shifted(call: &Call, args: &[Series], ordered: &Ordered, sign: i64) -> PolarsResult<Series> {
    let Some(values) = args.first() else {
        return Err(raise("SQL_VALUE", "lag() and lead() need a column."));
    };
    let by = match call.constants.get(1) {
        None => 1,
        Some(Some(by)) => *by,
        Some(None) => {
            return Err(raise(
                "SQL_UNSUPPORTED",
                "lag() and lead() with a computed distance are not supported yet. Write a number.",
            ));
        }
    };
    let by = by.saturating_mul(sign);
    let missing = values.is_null();
    let is_missing = |at: usize| missing.get(at) == Some(true);
    let mut found: Vec<Option<IdxSize>> = Vec::with_capacity(ordered.len());
    for partition in &ordered.partitions {
        for at in partition.clone() {
            found.push(
                if call.skips_missing {
                    skip_from(at, by, partition, &is_missing)
                } else {
                    step_from(at, by, partition)
                }
                .map(idx),
            );
        }
    }
    let result = taken(values, &found)?;
    let Some(default) = args.get(2) else {
        return Ok(result);
    };
    // The default stands where there is no such row, not where its value is missing.
    let outside: BooleanChunked = found.iter().map(|row| Some(row.is_none())).collect();
    check_default(&default.filter(&outside)?, result.dtype())?;
    default.cast(result.dtype())?.zip_with(&outside, &result)
}

/// An error when a default of `lag()` or `lead()` that is needed changes by taking the type of the
/// column.
fn check_default(default: &Series, to: &DataType) -> PolarsResult<()> {
    let fitted = default.cast(to)?;
    let is_same = fitted.null_count() == default.null_count()
        && fitted.cast(default.dtype())?.equals_missing(default);
    if is_same {
        return Ok(());
    }
    Err(raise(
        "SQL_VALUE",
        "The default of lag() or lead() is no value of the column's type. Cast the column, for example to DECIMAL(38, 2), or write another default.",
    ))
}

fn step_from(at: usize, by: i64, partition: &Range<usize>) -> Option<usize> {
    let to = i64::try_from(at).ok()?.checked_add(by)?;
    usize::try_from(to).ok().filter(|to| partition.contains(to))
}

fn skip_from(
    at: usize,
    by: i64,
    partition: &Range<usize>,
    is_missing: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let mut left = by.unsigned_abs();
    let mut place = at;
    while left > 0 {
        place = step_from(place, by.signum(), partition)?;
        if !is_missing(place) {
            left -= 1;
        }
    }
    Some(place)
}

fn picked(call: &Call, args: &[Series], ordered: &Ordered) -> PolarsResult<Series> {
    let Some(values) = args.first() else {
        return Err(raise("SQL_VALUE", "This window function needs a column."));
    };
    let nth = match call.name.as_str() {
        "nth_value" => call
            .constants
            .get(1)
            .copied()
            .flatten()
            .filter(|nth| *nth != 0)
            .ok_or_else(|| {
                raise(
                    "SQL_VALUE",
                    "nth_value() takes a constant place, counted from 1.",
                )
            })?,
        "last_value" => -1,
        _ => 1,
    };
    let found = match call.exclude {
        None => nth_of(call, values, nth, &frames(call, ordered)?),
        Some(left_out) => nth_of(call, values, nth, &exclude::parts(call, left_out, ordered)?),
    };
    taken(values, &found)
}

/// The place of the nth row of each frame, from its end when below zero.
fn nth_of<S: Seen>(call: &Call, values: &Series, nth: i64, frames: &[S]) -> Vec<Option<IdxSize>> {
    let missing = values.is_null();
    let is_meant = |at: &usize| !call.skips_missing || missing.get(*at) == Some(false);
    let skip = usize::try_from(nth.unsigned_abs() - 1).unwrap_or(usize::MAX);
    let of_frame = |seen: &S| {
        let whole = seen.whole().filter(|_| !call.skips_missing);
        let place = match whole {
            Some(frame) if nth > 0 => frame.start.checked_add(skip),
            Some(frame) => frame.end.checked_sub(skip.saturating_add(1)),
            None if nth > 0 => seen.parts().flatten().filter(is_meant).nth(skip),
            None => seen.parts().flatten().rev().filter(is_meant).nth(skip),
        };
        place.filter(|at| seen.parts().any(|part| part.contains(at)))
    };
    let places = frames.iter().map(of_frame);
    places.map(|place| place.map(idx)).collect()
}

/// The values at these places; missing where there is none.
pub(crate) fn taken(values: &Series, places: &[Option<IdxSize>]) -> PolarsResult<Series> {
    let places: IdxCa = places.iter().copied().collect();
    values.take(&places)
}
