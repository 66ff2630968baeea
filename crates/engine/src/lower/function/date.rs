//! Functions of days and instants.

use polars::prelude::*;

use super::{Call, rows};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::{parse, temporal};

/// Lowers the functions of this module; none for others.
pub(crate) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "date_trunc" => {
            let unit = call
                .literal_text(0)
                .ok_or_else(|| call.refused("with a computed unit"))?;
            temporal::truncate(call.arg(1)?, unit, &call.to)?
        }
        "date_part" => {
            let unit = call
                .literal_text(0)
                .ok_or_else(|| call.refused("with a computed unit"))?;
            temporal::part(call.arg(1)?, unit, &call.types[1])?
        }
        "to_char" | "date_format" | "strftime" => {
            let format = call
                .literal_text(1)
                .ok_or_else(|| call.refused("with a computed format"))?;
            call.arg(0)?.dt().to_string(format)
        }
        "make_date" => make_date(call)?,
        "to_date" if call.args.len() == 1 => parsed_date(call)?,
        "to_timestamp"
        | "to_timestamp_seconds"
        | "to_timestamp_millis"
        | "to_timestamp_micros"
        | "to_timestamp_nanos"
            if call.args.len() == 1 =>
        {
            to_timestamp(call)?
        }
        "from_unixtime" if call.args.len() == 1 => from_epoch(call.whole_arg(0)?, 1_000_000),
        "to_unixtime" if call.args.len() == 1 && call.types[0] != DataType::String => call
            .arg(0)?
            .cast(DataType::Datetime(TimeUnit::Microseconds, None))
            .dt()
            .timestamp(TimeUnit::Milliseconds)
            .floor_div(lit(1000)),
        "last_day" => call.arg(0)?.dt().month_end(),
        _ => return Ok(None),
    }))
}

fn from_epoch(value: Expr, micros: i64) -> Expr {
    (value.cast(DataType::Int64) * lit(micros))
        .cast(DataType::Datetime(TimeUnit::Microseconds, None))
}

fn make_date(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![call.whole_arg(0)?, call.whole_arg(1)?, call.whole_arg(2)?];
    Ok(rows(args, DataType::Date, |columns| {
        let (years, months, days) = (columns[0].i64()?, columns[1].i64()?, columns[2].i64()?);
        let mut values: Vec<Option<i32>> = Vec::with_capacity(years.len());
        for row in 0..years.len() {
            let (Some(year), Some(month), Some(day)) =
                (years.get(row), months.get(row), days.get(row))
            else {
                values.push(None);
                continue;
            };
            let text = format!("{year:04}-{month:02}-{day:02}");
            let date = parse::date(&text).ok_or_else(|| {
                raise("SQL_CAST", &format!("make_date({year}, {month}, {day}) is not a day of the calendar. Leave such rows out."))
            })?;
            values.push(Some(date));
        }
        values
            .into_iter()
            .collect::<Int32Chunked>()
            .into_series()
            .cast(&DataType::Date)
    }))
}

fn parsed_date(call: &Call<'_>) -> Result<Expr, Fault> {
    match &call.types[0] {
        DataType::String => {
            use arrow::datatypes::DataType as Arrow;
            crate::lower::cast::cast(
                call.arg(0)?,
                &Arrow::Utf8,
                &Arrow::Date32,
                call.label.clone(),
            )
        }
        DataType::Date | DataType::Datetime(..) => Ok(call.arg(0)?.cast(DataType::Date)),
        _ => Err(call.refused("of a number")),
    }
}

fn to_timestamp(call: &Call<'_>) -> Result<Expr, Fault> {
    use arrow::datatypes::{DataType as Arrow, TimeUnit as ArrowUnit};
    match &call.types[0] {
        DataType::String => crate::lower::cast::cast(
            call.arg(0)?,
            &Arrow::Utf8,
            &Arrow::Timestamp(ArrowUnit::Nanosecond, None),
            call.label.clone(),
        ),
        DataType::Date | DataType::Datetime(..) => Ok(call.arg(0)?),
        number if number.is_integer() => Ok(match call.name {
            "to_timestamp" | "to_timestamp_seconds" => from_epoch(call.arg(0)?, 1_000_000),
            "to_timestamp_millis" => from_epoch(call.arg(0)?, 1000),
            "to_timestamp_micros" => from_epoch(call.arg(0)?, 1),
            _ => call
                .whole_arg(0)?
                .cast(DataType::Datetime(TimeUnit::Nanoseconds, None)),
        }),
        _ => Err(call.refused("of this type")),
    }
}
