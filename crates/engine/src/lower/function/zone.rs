//! Clocks of time zones, and the time that has passed between two moments.

use std::fmt::Write as _;

use polars::prelude::*;

use super::date::{micros, of_micros};
use super::{Call, Collect, rows};
use crate::fault::Fault;
use crate::lower::calendar::{DAY, Moment, last_day};
use crate::lower::kernel::too_large;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "timezone" => zoned(call)?,
        "age" => age(call)?,
        "epoch_us" => since_1970(call, 1)?,
        "epoch_ns" => nanoseconds(call)?,
        _ => return Ok(None),
    }))
}

fn since_1970(call: &Call<'_>, unit: i64) -> Result<Expr, Fault> {
    Ok(of_micros(
        vec![micros(call, 0)?],
        DataType::Int64,
        move |row| Ok(Some(row[0].div_euclid(unit))),
    ))
}

fn zoned(call: &Call<'_>) -> Result<Expr, Fault> {
    let zone = call
        .literal_text(0)
        .and_then(plan::functions::known_zone)
        .and_then(|zone| TimeZone::opt_try_new(Some(zone)).ok().flatten())
        .ok_or_else(|| call.refused("with a computed zone"))?;
    let moment = call.arg(1)?;
    if matches!(call.types[1], DataType::Datetime(_, Some(_))) {
        let shown = moment.dt().convert_time_zone(zone);
        return Ok(shown
            .dt()
            .replace_time_zone(None, lit("raise"), NonExistent::Raise));
    }
    let local = moment.cast(DataType::Datetime(TimeUnit::Microseconds, None));
    // A clock that is set back shows an hour twice: the second time is meant. One that is
    // set forward leaves an hour out: it is counted as if the clock had not been set yet.
    let shown = |local: Expr| {
        local
            .dt()
            .replace_time_zone(Some(zone.clone()), lit("latest"), NonExistent::Null)
    };
    let from_before = |hours: i64| {
        let before = local.clone().dt().offset_by(lit(format!("-{hours}h")));
        shown(before).dt().offset_by(lit(format!("{hours}h")))
    };
    Ok(coalesce(&[
        shown(local.clone()),
        from_before(3),
        from_before(25),
    ]))
}

/// Years, months, days and time between two moments, as a text.
fn age(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![micros(call, 0)?, micros(call, 1)?];
    Ok(rows(args, DataType::String, |columns| {
        let (later, earlier) = (columns[0].i64()?, columns[1].i64()?);
        let texts = later.iter().zip(earlier.iter()).map(|pair| match pair {
            (Some(later), Some(earlier)) => Some(passed(later, earlier)),
            _ => None,
        });
        Series::collected(texts.collect(), &DataType::String)
    }))
}

fn passed(later: i64, earlier: i64) -> String {
    let is_backwards = later < earlier;
    let (last, first) = if is_backwards {
        (Moment::of(earlier), Moment::of(later))
    } else {
        (Moment::of(later), Moment::of(earlier))
    };
    let mut of_day = last.of_day - first.of_day;
    let mut days = last.day - first.day;
    let mut months = (last.year - first.year) * 12 + last.month - first.month;
    if of_day < 0 {
        of_day += DAY;
        days -= 1;
    }
    if days < 0 {
        days += last_day(first.year, first.month);
        months -= 1;
    }
    let sign = if is_backwards { -1 } else { 1 };
    let mut text = String::new();
    for (count, name) in [(months / 12, "year"), (months % 12, "mon"), (days, "day")] {
        if count != 0 {
            let ending = if count == 1 && !is_backwards { "" } else { "s" };
            let space = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{space}{} {name}{ending}", count * sign);
        }
    }
    if of_day != 0 || text.is_empty() {
        let (seconds, part) = (of_day / 1_000_000, of_day % 1_000_000);
        let space = if text.is_empty() { "" } else { " " };
        let minus = if is_backwards && of_day != 0 { "-" } else { "" };
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        let _ = write!(
            text,
            "{space}{minus}{hours:02}:{minutes:02}:{:02}",
            seconds % 60
        );
        if part != 0 {
            let _ = write!(text, ".{}", format!("{part:06}").trim_end_matches('0'));
        }
    }
    text
}

/// Nanoseconds since 1970; an error where 64 bits do not hold them.
fn nanoseconds(call: &Call<'_>) -> Result<Expr, Fault> {
    let label = call.label.clone();
    Ok(rows(
        vec![since_1970(call, 1)?],
        DataType::Int64,
        move |columns| {
            let nanos = columns[0]
                .i64()?
                .iter()
                .map(|micros| match micros {
                    None => Ok(None),
                    Some(micros) => micros
                        .checked_mul(1000)
                        .map(Some)
                        .ok_or_else(|| too_large(&label, "a whole number of 64 bits")),
                })
                .collect::<PolarsResult<Int64Chunked>>()?;
            Ok(nanos.into_series())
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::{Moment, passed};

    #[test]
    fn ages_are_counted_in_years_months_and_days() {
        let at = |year, month, day, of_day| {
            Moment {
                year,
                month,
                day,
                of_day,
            }
            .micros()
            .unwrap()
        };
        for (later, earlier, wanted) in [
            (
                at(2001, 4, 10, 0),
                at(1957, 6, 13, 0),
                "43 years 9 mons 27 days",
            ),
            (at(2024, 3, 1, 0), at(2024, 1, 31, 0), "1 mon 1 day"),
            (at(2024, 1, 31, 0), at(2024, 3, 1, 0), "-1 mons -1 days"),
            (at(2024, 3, 1, 1_500_000), at(2024, 3, 1, 0), "00:00:01.5"),
            (at(2024, 3, 1, 0), at(2024, 3, 1, 0), "00:00:00"),
        ] {
            assert_eq!(passed(later, earlier), wanted);
        }
    }
}
