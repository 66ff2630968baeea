//! Distances between moments, and the spans that moments fall into.

use datafusion_common::ScalarValue;
use datafusion_expr::Expr as Tree;
use polars::prelude::*;

use super::Call;
use super::date::{micros, of_micros};
use crate::fault::Fault;
use crate::lower::calendar::{DAY, Moment};

/// Monday, 3 January 2000, in microseconds since 1970.
const MONDAY_2000: i64 = 10_959 * DAY;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "date_diff" => {
            let unit = unit(call)?;
            of_micros(two(call)?, DataType::Int64, move |row| {
                Ok(Some(unit.place(row[1]) - unit.place(row[0])))
            })
        }
        "date_sub" => {
            let unit = unit(call)?;
            of_micros(two(call)?, DataType::Int64, move |row| {
                Ok(Some(if row[0] <= row[1] {
                    unit.whole(row[0], row[1])
                } else {
                    -unit.whole(row[1], row[0])
                }))
            })
        }
        "time_bucket" => bucket(call)?,
        _ => return Ok(None),
    }))
}

/// A unit of the calendar, or of the clock.
#[derive(Debug, Clone, Copy)]
enum Unit {
    Months(i64),
    /// Years of ISO 8601.
    IsoYear,
    /// Microseconds, counted from a moment.
    Micros(i64, i64),
}

fn two(call: &Call<'_>) -> Result<Vec<Expr>, Fault> {
    Ok(vec![micros(call, 1)?, micros(call, 2)?])
}

fn unit(call: &Call<'_>) -> Result<Unit, Fault> {
    let name = call
        .literal_text(0)
        .ok_or_else(|| call.refused("with a computed unit"))?
        .to_lowercase();
    Ok(match name.strip_suffix('s').unwrap_or(&name) {
        "millennium" => Unit::Months(12_000),
        "century" => Unit::Months(1200),
        "decade" => Unit::Months(120),
        "year" | "yr" | "y" => Unit::Months(12),
        "quarter" => Unit::Months(3),
        "month" | "mon" => Unit::Months(1),
        "isoyear" => Unit::IsoYear,
        "week" | "w" => Unit::Micros(7 * DAY, MONDAY_2000),
        "day" | "d" | "dayofyear" | "doy" => Unit::Micros(DAY, 0),
        "hour" | "h" => Unit::Micros(3_600_000_000, 0),
        "minute" | "min" => Unit::Micros(60_000_000, 0),
        "second" | "sec" => Unit::Micros(1_000_000, 0),
        "millisecond" | "m" => Unit::Micros(1000, 0),
        "microsecond" | "u" => Unit::Micros(1, 0),
        _ => return Err(call.refused(&format!("with the unit `{name}`"))),
    })
}

impl Unit {
    /// Which unit, counted from a fixed one, a moment lies in.
    fn place(self, micros: i64) -> i64 {
        let moment = Moment::of(micros);
        match self {
            Self::Months(months) => (moment.year * 12 + moment.month - 1).div_euclid(months),
            Self::IsoYear => moment.iso_week().0,
            Self::Micros(width, origin) => (micros - origin).div_euclid(width),
        }
    }

    /// How many whole units lie between two moments in their order.
    fn whole(self, from: i64, to: i64) -> i64 {
        let months = match self {
            Self::Micros(width, _) => return (to - from) / width,
            Self::Months(months) => months,
            Self::IsoYear => 12,
        };
        let (first, last) = (Moment::of(from), Moment::of(to));
        let mut count = (last.year - first.year) * 12 + last.month - first.month;
        let moved = first.plus_months(count);
        if moved.days() * DAY + moved.of_day > to {
            count -= 1;
        }
        count / months
    }
}

fn bucket(call: &Call<'_>) -> Result<Expr, Fault> {
    let Some(Tree::Literal(ScalarValue::IntervalMonthDayNano(Some(width)), _)) = call.trees.first()
    else {
        return Err(call.refused("with a computed interval"));
    };
    let has_zone = |kind: &DataType| matches!(kind, DataType::Datetime(_, Some(_)));
    if call.types.iter().skip(1).any(has_zone) {
        return Err(call.refused("of an instant with a zone"));
    }
    let months = i64::from(width.months);
    let span = i64::from(width.days) * DAY + width.nanoseconds / 1000;
    let is_day = call.to == DataType::Date;
    if (months == 0) == (span == 0) || months < 0 || span < 0 {
        return Err(call.refused(
            "with an interval that is not one span above zero, of months or of days and hours",
        ));
    }
    if is_day && span % DAY != 0 {
        return Err(call.refused("of a day with hours (cast it to TIMESTAMP first)"));
    }
    let has_origin = call.trees.len() > 2;
    let mut moments = vec![micros(call, 1)?];
    if has_origin {
        moments.push(micros(call, 2)?);
    }
    Ok(of_micros(moments, call.to.clone(), move |row| {
        let origin = if has_origin { row[1] } else { MONDAY_2000 };
        let start = if months > 0 {
            let first = if has_origin { month_of(origin) } else { 0 };
            let passed = month_of(row[0]) - first;
            let count = first + passed.div_euclid(months) * months;
            JANUARY_2000.plus_months(count).days() * DAY
        } else {
            origin + (row[0] - origin).div_euclid(span) * span
        };
        Ok(Some(if is_day { start.div_euclid(DAY) } else { start }))
    }))
}

/// The month from which spans of months are counted.
const JANUARY_2000: Moment = Moment {
    year: 2000,
    month: 1,
    day: 1,
    of_day: 0,
};

/// How many months after January 2000 a moment's month is.
fn month_of(micros: i64) -> i64 {
    let moment = Moment::of(micros);
    (moment.year - JANUARY_2000.year) * 12 + moment.month - JANUARY_2000.month
}
