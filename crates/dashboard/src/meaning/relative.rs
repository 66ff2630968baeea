//! Ranges of time that move with the clock, as the moments that they reach from and to now.

use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan, Zoned};
use model::{DataType, RelativeRange, TimeUnit, Value};

/// Most units that a range counts back.
const MOST_UNITS: u32 = 100_000;

/// The first moment of a range and the first moment after it, as values of a column.
///
/// # Errors
/// In words: a range that leaves the calendar, or hours of days.
pub(super) fn span(
    range: RelativeRange,
    now: &Zoned,
    data_type: Option<&DataType>,
) -> Result<(Value, Value), String> {
    if !(1..=MOST_UNITS).contains(&range.count) {
        return Err(format!(
            "a range counts 1 to {MOST_UNITS} days or other periods"
        ));
    }
    let present = begin(now.datetime(), range.unit);
    let back = if range.to_date {
        range.count - 1
    } else {
        range.count
    };
    let from = moved(present, range.unit, -i64::from(back))?;
    let to = match (range.to_date, is_shorter_than_day(range.unit)) {
        (false, _) => present,
        (true, true) => moved(present, range.unit, 1)?,
        // Up to today: whole days, the present one included.
        (true, false) => moved(begin(now.datetime(), TimeUnit::Day), TimeUnit::Day, 1)?,
    };
    Ok((
        value(from, range.unit, now, data_type)?,
        value(to, range.unit, now, data_type)?,
    ))
}

fn is_shorter_than_day(unit: TimeUnit) -> bool {
    matches!(unit, TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second)
}

/// The first moment of the unit that holds a moment.
fn begin(at: DateTime, unit: TimeUnit) -> DateTime {
    let date = at.date();
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    let day = match unit {
        TimeUnit::Year => date.first_of_year(),
        TimeUnit::Quarter => {
            let back = i64::from((date.month() - 1) % 3);
            date.first_of_month()
                .checked_sub(back.months())
                .unwrap_or_else(|_| date.first_of_month())
        }
        TimeUnit::Month => date.first_of_month(),
        TimeUnit::Week => {
            let back = i64::from(date.weekday().since(Weekday::Monday));
            date.checked_sub(back.days()).unwrap_or(date)
        }
        TimeUnit::Day | TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second => date,
    };
    let time = match unit {
        TimeUnit::Hour => Time::new(hour, 0, 0, 0),
        TimeUnit::Minute => Time::new(hour, minute, 0, 0),
        TimeUnit::Second => Time::new(hour, minute, second, 0),
        _ => Time::new(0, 0, 0, 0),
    };
    day.to_datetime(time.unwrap_or(Time::midnight()))
}

fn moved(at: DateTime, unit: TimeUnit, count: i64) -> Result<DateTime, String> {
    let beyond = || "the range leaves the calendar".to_owned();
    let span = match unit {
        TimeUnit::Year => Span::new().try_years(count),
        TimeUnit::Quarter => Span::new().try_months(count.saturating_mul(3)),
        TimeUnit::Month => Span::new().try_months(count),
        TimeUnit::Week => Span::new().try_weeks(count),
        TimeUnit::Day => Span::new().try_days(count),
        TimeUnit::Hour => Span::new().try_hours(count),
        TimeUnit::Minute => Span::new().try_minutes(count),
        TimeUnit::Second => Span::new().try_seconds(count),
    };
    at.checked_add(span.map_err(|_| beyond())?)
        .map_err(|_| beyond())
}

/// A moment of the zone in which days are counted, as a column writes it.
fn value(
    at: DateTime,
    unit: TimeUnit,
    now: &Zoned,
    data_type: Option<&DataType>,
) -> Result<Value, String> {
    match data_type {
        Some(DataType::DateTime { zone: Some(_), .. }) => {
            let instant = at
                .to_zoned(now.time_zone().clone())
                .map_err(|_| "the range leaves the calendar".to_owned())?
                .with_time_zone(TimeZone::UTC);
            Ok(Value::DateTime(
                instant.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
            ))
        }
        Some(DataType::DateTime { zone: None, .. }) => Ok(Value::DateTime(at.to_string())),
        _ if is_shorter_than_day(unit) => Err("a column of days has no hours".to_owned()),
        _ => Ok(Value::Date(at.date().to_string())),
    }
}
