//! Days, instants and intervals: sums, differences, truncation and parts.

use arrow::datatypes::{DataType as Arrow, IntervalMonthDayNano};
use datafusion_common::ScalarValue;
use datafusion_expr::{BinaryExpr, Expr as Tree};
use polars::prelude::*;

use super::expr::Scope;
use super::kernel::Rule;
use super::label::label;
use super::polars_type;
use crate::fault::Fault;

/// `+` and `-` with a day, an instant, an interval or a duration on either side.
pub(crate) fn arithmetic(
    scope: &Scope<'_, '_>,
    binary: &BinaryExpr,
    rule: Rule,
    to: &Arrow,
) -> Result<Expr, Fault> {
    let refused = || {
        Fault::unsupported(format!(
            "`{} {} {}` on these types",
            label(&binary.left),
            binary.op,
            label(&binary.right)
        ))
    };
    let result = polars_type(to)?;
    if let Some(interval) = interval(&binary.right)
        && matches!(rule, Rule::Add | Rule::Subtract)
    {
        let sign = if rule == Rule::Add { 1 } else { -1 };
        return offset(
            scope.expr(&binary.left)?.cast(result.clone()),
            interval,
            sign,
            &result,
        );
    }
    if let Some(interval) = interval(&binary.left)
        && rule == Rule::Add
    {
        return offset(
            scope.expr(&binary.right)?.cast(result.clone()),
            interval,
            1,
            &result,
        );
    }
    let (from_left, from_right) = (scope.polars(&binary.left)?, scope.polars(&binary.right)?);
    let (left, right) = (scope.expr(&binary.left)?, scope.expr(&binary.right)?);
    let is_day = |data_type: &DataType| *data_type == DataType::Date;
    let is_point = |data_type: &DataType| {
        matches!(
            data_type,
            DataType::Date | DataType::Datetime(..) | DataType::Time
        )
    };
    let is_span = |data_type: &DataType| matches!(data_type, DataType::Duration(_));
    match rule {
        Rule::Subtract if is_day(&from_left) && is_day(&from_right) && result.is_integer() => {
            let days = |day: Expr| day.cast(DataType::Int32).cast(result.clone());
            Ok(days(left) - days(right))
        }
        Rule::Add | Rule::Subtract if is_day(&from_left) && from_right.is_integer() => {
            let days = right.cast(DataType::Int32);
            let day = left.cast(DataType::Int32);
            Ok(if rule == Rule::Add {
                day + days
            } else {
                day - days
            }
            .cast(DataType::Date)
            .cast(result))
        }
        Rule::Add if from_left.is_integer() && is_day(&from_right) => {
            Ok((left.cast(DataType::Int32) + right.cast(DataType::Int32))
                .cast(DataType::Date)
                .cast(result))
        }
        Rule::Subtract if is_point(&from_left) && is_point(&from_right) => {
            Ok((left - right).cast(result))
        }
        Rule::Add if is_span(&from_right) && (is_point(&from_left) || is_span(&from_left)) => {
            Ok((left + right).cast(result))
        }
        Rule::Add if is_span(&from_left) && is_point(&from_right) => {
            Ok((left + right).cast(result))
        }
        Rule::Subtract if is_span(&from_right) => Ok((left - right).cast(result)),
        _ => Err(refused()),
    }
}

fn interval(expr: &Tree) -> Option<IntervalMonthDayNano> {
    let value = match expr {
        Tree::Literal(value, _) => value,
        Tree::Cast(cast) => return interval(&cast.expr),
        _ => return None,
    };
    match value {
        ScalarValue::IntervalMonthDayNano(Some(value)) => Some(*value),
        ScalarValue::IntervalYearMonth(Some(months)) => {
            Some(IntervalMonthDayNano::new(*months, 0, 0))
        }
        ScalarValue::IntervalDayTime(Some(value)) => Some(IntervalMonthDayNano::new(
            0,
            value.days,
            i64::from(value.milliseconds) * 1_000_000,
        )),
        _ => None,
    }
}

fn offset(point: Expr, by: IntervalMonthDayNano, sign: i64, to: &DataType) -> Result<Expr, Fault> {
    if !matches!(to, DataType::Date | DataType::Datetime(..)) {
        return Err(Fault::unsupported(
            "An interval with something that is not a date or an instant",
        ));
    }
    if *to == DataType::Date && by.nanoseconds % 86_400_000_000_000 != 0 {
        return Err(Fault::unsupported(
            "Adding hours to a date (cast it to TIMESTAMP first); this",
        ));
    }
    let mut point = point;
    let parts = [
        (i64::from(by.months), "mo"),
        (i64::from(by.days), "d"),
        (by.nanoseconds, "ns"),
    ];
    for (amount, unit) in parts {
        let amount = amount * sign;
        if amount == 0 {
            continue;
        }
        // A day of an interval is a day of the calendar; hours are exact.
        let (amount, unit) = match (unit, to) {
            ("ns", DataType::Date) => (amount / 86_400_000_000_000, "d"),
            _ => (amount, unit),
        };
        point = point.dt().offset_by(lit(format!("{amount}{unit}")));
    }
    Ok(point)
}

/// `date_trunc(unit, point)`.
pub(crate) fn truncate(point: Expr, unit: &str, to: &DataType) -> Result<Expr, Fault> {
    let every = match unit.to_ascii_lowercase().as_str() {
        "year" | "years" => "1y",
        "quarter" | "quarters" => "1q",
        "month" | "months" => "1mo",
        "week" | "weeks" => "1w",
        "day" | "days" => "1d",
        "hour" | "hours" => "1h",
        "minute" | "minutes" => "1m",
        "second" | "seconds" => "1s",
        "millisecond" | "milliseconds" => "1ms",
        "microsecond" | "microseconds" => "1us",
        "decade" | "decades" => "10y",
        other => return Err(Fault::unsupported(format!("date_trunc to `{other}`"))),
    };
    Ok(point.cast(to.clone()).dt().truncate(lit(every)))
}

/// `date_part(unit, point)` or `extract(unit from point)`.
pub(crate) fn part(point: Expr, unit: &str, from: &DataType) -> Result<Expr, Fault> {
    let clock = matches!(from, DataType::Datetime(..) | DataType::Time);
    let span = matches!(from, DataType::Duration(_));
    let of_clock = |part: Expr| if clock { part } else { lit(0) };
    let unit = unit.to_ascii_lowercase();
    if span {
        return Ok(match unit.as_str() {
            "epoch" => {
                point.dt().total_microseconds(false).cast(DataType::Float64) / lit(1_000_000.0)
            }
            "day" | "days" => point.dt().total_days(false),
            "hour" | "hours" => point.dt().total_hours(false) % lit(24),
            "minute" | "minutes" => point.dt().total_minutes(false) % lit(60),
            "second" | "seconds" => point.dt().total_seconds(false) % lit(60),
            other => {
                return Err(Fault::unsupported(format!(
                    "The part `{other}` of a duration"
                )));
            }
        });
    }
    let date = point.clone();
    Ok(match unit.as_str() {
        "year" | "years" => date.dt().year(),
        "isoyear" => date.dt().iso_year(),
        "quarter" | "quarters" => date.dt().quarter(),
        "month" | "months" => date.dt().month(),
        "week" | "weeks" | "isoweek" => date.dt().week(),
        "day" | "days" => date.dt().day(),
        "doy" | "dayofyear" => date.dt().ordinal_day(),
        "dow" | "dayofweek" | "weekday" => date.dt().weekday().cast(DataType::Int32) % lit(7),
        "isodow" => date.dt().weekday(),
        "decade" => date.dt().year().floor_div(lit(10)),
        "century" => date.dt().century(),
        "millennium" => date.dt().millennium(),
        "hour" | "hours" => of_clock(point.dt().hour()),
        "minute" | "minutes" => of_clock(point.dt().minute()),
        "second" | "seconds" => of_clock(point.dt().second()),
        "millisecond" | "milliseconds" | "ms" if clock => {
            point.clone().dt().second().cast(DataType::Int64) * lit(1000)
                + point.dt().millisecond().cast(DataType::Int64)
        }
        "microsecond" | "microseconds" | "us" if clock => {
            point.clone().dt().second().cast(DataType::Int64) * lit(1_000_000)
                + point.dt().microsecond().cast(DataType::Int64)
        }
        "nanosecond" | "nanoseconds" | "ns" if clock => {
            point.clone().dt().second().cast(DataType::Int64) * lit(1_000_000_000)
                + point.dt().nanosecond().cast(DataType::Int64)
        }
        "epoch" if *from != DataType::Time => {
            let zoned = matches!(from, DataType::Datetime(_, Some(_)));
            let instant = if zoned {
                point
            } else {
                point.cast(DataType::Datetime(TimeUnit::Microseconds, None))
            };
            instant
                .dt()
                .timestamp(TimeUnit::Microseconds)
                .cast(DataType::Float64)
                / lit(1_000_000.0)
        }
        other => return Err(Fault::unsupported(format!("The part `{other}` of a date"))),
    })
}
