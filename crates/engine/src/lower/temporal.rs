//! Days, instants and intervals: sums, differences, truncation and parts.

use arrow::datatypes::{DataType as Arrow, IntervalMonthDayNano};
use datafusion_common::ScalarValue;
use datafusion_expr::{BinaryExpr, Expr as Tree};
use polars::prelude::*;

use super::calendar::{DAY, REACH};
use super::expr::Scope;
use super::kernel::Rule;
use super::label::label;
use super::polars_type;
use crate::error::raise;
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
    if let (Rule::Add | Rule::Subtract, Some((one, count))) = (rule, repeated(&binary.right)) {
        let sign = if rule == Rule::Add { 1 } else { -1 };
        let point = scope.expr(&binary.left)?.cast(result.clone());
        return offset_times(point, (one, sign), &scope.expr(count)?, &result);
    }
    if let (Rule::Add, Some((one, count))) = (rule, repeated(&binary.left)) {
        let point = scope.expr(&binary.right)?.cast(result.clone());
        return offset_times(point, (one, 1), &scope.expr(count)?, &result);
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

/// The interval and the count of `interval_multiply(interval, count)`.
fn repeated(expr: &Tree) -> Option<(IntervalMonthDayNano, &Tree)> {
    match expr {
        Tree::Cast(cast) => repeated(&cast.expr),
        Tree::ScalarFunction(call) if call.func.name() == "interval_multiply" => {
            match call.args.as_slice() {
                [one, count] => Some((interval(one)?, count)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A point moved by an interval as often as a column says.
fn offset_times(
    point: Expr,
    (one, sign): (IntervalMonthDayNano, i64),
    count: &Expr,
    to: &DataType,
) -> Result<Expr, Fault> {
    steps(one, to)?
        .into_iter()
        .try_fold(point, |point, (amount, unit)| {
            let amount = count.clone().cast(DataType::Int64) * lit(amount * sign);
            let step = amount.cast(DataType::String) + lit(unit);
            Ok(point.dt().offset_by(step))
        })
        .map(|point| within_reach(point, to))
}

fn offset(point: Expr, by: IntervalMonthDayNano, sign: i64, to: &DataType) -> Result<Expr, Fault> {
    let moved = |point: Expr, (amount, unit)| {
        let amount: i64 = amount;
        point
            .dt()
            .offset_by(lit(format!("{}{unit}", amount * sign)))
    };
    let moved = steps(by, to)?.into_iter().fold(point, moved);
    Ok(within_reach(moved, to))
}

/// The points as they are; an error when one has left the years 1 to 9999.
fn within_reach(point: Expr, to: &DataType) -> Expr {
    let per_day = match to {
        DataType::Date => 1,
        DataType::Datetime(TimeUnit::Milliseconds, _) => DAY / 1000,
        DataType::Datetime(TimeUnit::Microseconds, _) => DAY,
        _ => return point,
    };
    let reach = REACH.start() * per_day..(REACH.end() + 1) * per_day;
    let to = to.clone();
    point.map(
        move |column| {
            let counts = column.as_materialized_series().to_physical_repr();
            let counts = counts.cast(&DataType::Int64)?;
            let counts = counts.i64()?;
            let ends = [counts.min(), counts.max()];
            if ends.iter().flatten().all(|end| reach.contains(end)) {
                return Ok(column);
            }
            Err(raise(
                "SQL_OVERFLOW",
                "A day or an instant moved by an interval leaves the years 1 to 9999. Leave such rows out, or use a shorter interval.",
            ))
        },
        move |_, field| Ok(Field::new(field.name().clone(), to.clone())),
    )
}

/// The steps of an interval that move a point of this type, as numbers of units.
fn steps(by: IntervalMonthDayNano, to: &DataType) -> Result<Vec<(i64, &'static str)>, Fault> {
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
    // A day of an interval is a day of the calendar; hours are exact.
    let rest = match to {
        DataType::Date => (by.nanoseconds / 86_400_000_000_000, "d"),
        _ => (by.nanoseconds, "ns"),
    };
    let parts = [
        (i64::from(by.months), "mo"),
        (i64::from(by.days), "d"),
        rest,
    ];
    Ok(parts
        .into_iter()
        .filter(|(amount, _)| *amount != 0)
        .collect())
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
