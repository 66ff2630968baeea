//! Functions of days and instants.

use polars::prelude::*;

use super::{Call, Collect, rows};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::calendar::{self, DAY, Moment};
use crate::lower::date_form::{MONTHS, WEEKDAYS};
use crate::lower::{parse, temporal};

/// Instants as our own functions give them.
const INSTANT: DataType = DataType::Datetime(TimeUnit::Microseconds, None);

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "date_trunc" => {
            let unit = call
                .literal_text(0)
                .ok_or_else(|| call.refused("with a computed unit"))?;
            match years_of(unit) {
                Some(years) => first_of_years(call, years)?,
                None => temporal::truncate(call.arg(1)?, unit, &call.to)?,
            }
        }
        "date_part" => {
            let unit = call
                .literal_text(0)
                .ok_or_else(|| call.refused("with a computed unit"))?;
            temporal::part(call.arg(1)?, unit, &call.types[1])?
        }
        "make_date" => make_date(call)?,
        "make_timestamp" => make_timestamp(call)?,
        "make_time" => make_time(call)?,
        "dayname" => named(micros(call, 0)?, |moment| {
            usize::try_from(moment.weekday() - 1)
                .ok()
                .and_then(|at| WEEKDAYS.get(at).copied())
        }),
        "monthname" => named(micros(call, 0)?, |moment| {
            usize::try_from(moment.month - 1)
                .ok()
                .and_then(|at| MONTHS.get(at).copied())
        }),
        "last_day" => of_micros(vec![micros(call, 0)?], DataType::Date, |row| {
            let moment = Moment::of(row[0]);
            let days = moment.days() - moment.day + calendar::last_day(moment.year, moment.month);
            Ok(Some(days))
        }),
        "epoch_ms" if call.types[0].is_integer() => from_epoch(call, 1000)?,
        "epoch_ms" if call.types[0] == DataType::Null => {
            crate::lower::literal::missing(DataType::Int64)
        }
        "epoch_ms" => since_1970(call, 1000)?,
        "to_unixtime" => since_1970(call, 1_000_000)?,
        "from_unixtime" => from_epoch(call, 1_000_000)?,
        "to_timestamp_millis" => from_epoch(call, 1000)?,
        "to_timestamp_micros" => from_epoch(call, 1)?,
        "to_date" if call.args.len() == 1 => to_date(call)?,
        "to_timestamp" if call.args.len() == 1 => to_timestamp(call)?,
        _ => {
            return match super::moment_text::lower(call)? {
                None => super::between::lower(call),
                known => Ok(known),
            };
        }
    }))
}

/// The years of a long unit, and the number of its first year: centuries begin in the year 1.
fn years_of(unit: &str) -> Option<(i64, i64)> {
    Some(match unit.to_lowercase().as_str() {
        "decade" => (10, 0),
        "century" => (100, 1),
        "millennium" => (1000, 1),
        _ => return None,
    })
}

/// The first moment of the years around a day or an instant.
fn first_of_years(call: &Call<'_>, (years, first): (i64, i64)) -> Result<Expr, Fault> {
    let is_day = call.to == DataType::Date;
    let to = if is_day { DataType::Date } else { INSTANT };
    let begun = of_micros(vec![micros(call, 1)?], to, move |row| {
        let year = (Moment::of(row[0]).year - first).div_euclid(years) * years + first;
        // There is no year 0: the first decade begins with the year 1.
        let begun = Moment {
            year: year.max(1),
            month: 1,
            day: 1,
            of_day: 0,
        };
        Ok(Some(if is_day {
            begun.days()
        } else {
            begun.days() * DAY
        }))
    });
    Ok(match &call.to {
        DataType::Datetime(unit, Some(zone)) => begun
            .dt()
            .replace_time_zone(Some(zone.clone()), lit("earliest"), NonExistent::Null)
            .cast(DataType::Datetime(*unit, Some(zone.clone()))),
        other => begun.cast(other.clone()),
    })
}

/// An argument as microseconds since 1970, by the clock of its zone.
pub(super) fn micros(call: &Call<'_>, at: usize) -> Result<Expr, Fault> {
    let arg = call.arg(at)?;
    let local = match &call.types[at] {
        DataType::Datetime(_, Some(_)) => {
            arg.dt()
                .replace_time_zone(None, lit("raise"), NonExistent::Raise)
        }
        DataType::Date | DataType::Datetime(_, None) => arg,
        _ => return Err(call.refused("of something that is not a day or an instant")),
    };
    Ok(local.cast(INSTANT).cast(DataType::Int64))
}

/// A whole number, a day or an instant of each row in which all numbers are there.
pub(super) fn of_micros(
    args: Vec<Expr>,
    to: DataType,
    function: impl Fn(&[i64]) -> PolarsResult<Option<i64>> + Send + Sync + 'static,
) -> Expr {
    let wanted = to.clone();
    rows(args, to, move |columns| {
        let columns: Vec<&Int64Chunked> = columns
            .iter()
            .map(Series::i64)
            .collect::<PolarsResult<_>>()?;
        let mut values = Vec::with_capacity(columns[0].len());
        let mut row = Vec::with_capacity(columns.len());
        for at in 0..columns[0].len() {
            row.clear();
            row.extend(columns.iter().filter_map(|column| column.get(at)));
            values.push(if row.len() == columns.len() {
                function(&row)?
            } else {
                None
            });
        }
        let numbers: Int64Chunked = values.into_iter().collect();
        let numbers = numbers.into_series();
        match &wanted {
            DataType::Date => numbers.cast(&DataType::Int32)?.cast(&wanted),
            DataType::Datetime(..) => numbers.cast(&INSTANT)?.cast(&wanted),
            _ => numbers.cast(&wanted),
        }
    })
}

fn named(micros: Expr, name: fn(&Moment) -> Option<&'static str>) -> Expr {
    rows(vec![micros], DataType::String, move |columns| {
        let names = columns[0]
            .i64()?
            .iter()
            .map(|micros| name(&Moment::of(micros?)).map(str::to_owned));
        Series::collected(names.collect(), &DataType::String)
    })
}

/// Whole units since 1970 in UTC, counted downwards before it.
fn since_1970(call: &Call<'_>, unit: i64) -> Result<Expr, Fault> {
    let point = match &call.types[0] {
        DataType::Datetime(_, zone) => call
            .arg(0)?
            .cast(DataType::Datetime(TimeUnit::Microseconds, zone.clone())),
        DataType::Date => call.arg(0)?.cast(INSTANT),
        _ => return Err(call.refused("of something that is not a day or an instant")),
    };
    Ok(of_micros(
        vec![point.cast(DataType::Int64)],
        DataType::Int64,
        move |row| Ok(Some(row[0].div_euclid(unit))),
    ))
}

fn too_far(name: &str) -> PolarsError {
    raise(
        "SQL_VALUE",
        &format!(
            "{name}() was given a number whose instant lies outside the years 1 to 9999. Check its unit: seconds, milliseconds or microseconds."
        ),
    )
}

fn from_epoch(call: &Call<'_>, unit: i64) -> Result<Expr, Fault> {
    let name = call.name.to_owned();
    Ok(of_micros(vec![call.whole_arg(0)?], INSTANT, move |row| {
        row[0]
            .checked_mul(unit)
            .filter(|micros| calendar::is_in_reach(micros.div_euclid(DAY)))
            .map(Some)
            .ok_or_else(|| too_far(&name))
    }))
}

fn make_date(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![call.whole_arg(0)?, call.whole_arg(1)?, call.whole_arg(2)?];
    Ok(of_micros(args, DataType::Date, |row| {
        let (year, month, day) = (row[0], row[1], row[2]);
        let date = parse::date(&format!("{year:04}-{month:02}-{day:02}"));
        date.map(|days| Some(i64::from(days))).ok_or_else(|| {
            raise("SQL_CAST", &format!("make_date({year}, {month}, {day}) is not a day of the calendar. Leave such rows out."))
        })
    }))
}

fn make_timestamp(call: &Call<'_>) -> Result<Expr, Fault> {
    let mut args = (0..5)
        .map(|at| call.whole_arg(at))
        .collect::<Result<Vec<_>, _>>()?;
    let micros = (call.float_arg(5)? * lit(1_000_000.0)).round(0, RoundMode::HalfAwayFromZero);
    args.push(micros.cast(DataType::Int64));
    Ok(of_micros(args, INSTANT, |row| {
        let [year, month, day, hour, minute, micros] = *row else {
            return Ok(None);
        };
        let is_clock = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60_000_000).contains(&micros);
        let moment = Moment {
            year,
            month,
            day,
            of_day: (hour * 60 + minute) * 60_000_000 + micros,
        };
        moment
            .micros()
            .filter(|_| is_clock)
            .map(Some)
            .ok_or_else(|| {
                raise("SQL_CAST", &format!("make_timestamp({year}, {month}, {day}, {hour}, {minute}, …) is not a moment of the calendar. Leave such rows out."))
            })
    }))
}

fn make_time(call: &Call<'_>) -> Result<Expr, Fault> {
    let micros = (call.float_arg(2)? * lit(1_000_000.0)).round(0, RoundMode::HalfAwayFromZero);
    let args = vec![
        call.whole_arg(0)?,
        call.whole_arg(1)?,
        micros.cast(DataType::Int64),
    ];
    let nanos = of_micros(args, DataType::Int64, |row| {
        let [hour, minute, micros] = *row else {
            return Ok(None);
        };
        let is_clock = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60_000_000).contains(&micros);
        if !is_clock {
            return Err(raise(
                "SQL_CAST",
                &format!("make_time({hour}, {minute}, …) is no time of day. Leave such rows out."),
            ));
        }
        Ok(Some(((hour * 60 + minute) * 60_000_000 + micros) * 1000))
    });
    Ok(nanos.cast(DataType::Time))
}

fn to_date(call: &Call<'_>) -> Result<Expr, Fault> {
    use arrow::datatypes::DataType as Arrow;
    match &call.types[0] {
        DataType::String => crate::lower::cast::cast(
            call.arg(0)?,
            &Arrow::Utf8,
            &Arrow::Date32,
            call.label.clone(),
        ),
        DataType::Date => call.arg(0),
        DataType::Datetime(..) => Ok(of_micros(vec![micros(call, 0)?], DataType::Date, |row| {
            Ok(Some(row[0].div_euclid(DAY)))
        })),
        DataType::Null => Ok(crate::lower::literal::missing(DataType::Date)),
        _ => Err(call.refused("of a number")),
    }
}

fn to_timestamp(call: &Call<'_>) -> Result<Expr, Fault> {
    use arrow::datatypes::{DataType as Arrow, TimeUnit as ArrowUnit};
    match &call.types[0] {
        DataType::String => crate::lower::cast::cast(
            call.arg(0)?,
            &Arrow::Utf8,
            &Arrow::Timestamp(ArrowUnit::Microsecond, None),
            call.label.clone(),
        ),
        DataType::Date | DataType::Datetime(_, None) => Ok(call.arg(0)?.cast(INSTANT)),
        DataType::Null => Ok(crate::lower::literal::missing(INSTANT)),
        number if number.is_integer() => from_epoch(call, 1_000_000),
        number if number.is_float() || number.is_decimal() => {
            // Doubles hold the microseconds of seconds exactly as far as dates reach.
            let micros = (call.float_arg(0)? * lit(1_000_000.0))
                .round(0, RoundMode::HalfAwayFromZero)
                .cast(DataType::Int64);
            Ok(of_micros(vec![micros], INSTANT, |row| {
                Some(row[0])
                    .filter(|micros| calendar::is_in_reach(micros.div_euclid(DAY)))
                    .map(Some)
                    .ok_or_else(|| too_far("to_timestamp"))
            }))
        }
        _ => Err(call.refused("of this type")),
    }
}
