//! Periods of a time axis: where they end, and how much of one there is.

use jiff::civil::DateTime;
use jiff::{Span, Unit};
use model::{TimeUnit, Value};

/// The start of a period or a moment, without a zone. None for other values.
fn moment(value: &Value) -> Option<DateTime> {
    match value {
        Value::Date(text) => Some(
            text.parse::<jiff::civil::Date>()
                .ok()?
                .to_datetime(jiff::civil::Time::midnight()),
        ),
        Value::DateTime(text) => text.parse().ok(),
        _ => None,
    }
}

/// A moment, written as the value that it is compared with.
fn written(like: &Value, at: DateTime) -> Value {
    match like {
        Value::Date(_) => Value::Date(at.date().to_string()),
        _ => Value::DateTime(at.to_string()),
    }
}

/// Where the period that begins with `start` ends. None where it is no moment, or ends beyond the calendar.
pub(super) fn end_of(start: &Value, unit: TimeUnit) -> Option<Value> {
    let at = moment(start)?.checked_add(length(unit)).ok()?;
    Some(written(start, at))
}

fn length(unit: TimeUnit) -> Span {
    let span = Span::new();
    match unit {
        TimeUnit::Year => span.years(1),
        TimeUnit::Quarter => span.months(3),
        TimeUnit::Month => span.months(1),
        TimeUnit::Week => span.weeks(1),
        TimeUnit::Day => span.days(1),
        TimeUnit::Hour => span.hours(1),
        TimeUnit::Minute => span.minutes(1),
        TimeUnit::Second => span.seconds(1),
    }
}

/// How much of a period lies up to and with its last row, from 0 to 1. A day counts to its end.
pub(super) fn covered(start: &Value, unit: TimeUnit, last: &Value) -> Option<f64> {
    let (from, to) = (moment(start)?, moment(&end_of(start, unit)?)?);
    let mut until = moment(last)?;
    if matches!(last, Value::Date(_)) {
        until = until.checked_add(Span::new().days(1)).ok()?;
    }
    let seconds = |one: DateTime| (one - from).total((Unit::Second, from)).ok();
    let whole = seconds(to)?;
    (whole > 0.0).then_some((seconds(until)? / whole).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::{covered, end_of};
    use model::{TimeUnit, Value};

    fn day(text: &str) -> Value {
        Value::Date(text.to_owned())
    }

    #[test]
    fn periods_have_their_own_lengths() {
        assert_eq!(
            end_of(&day("2026-02-01"), TimeUnit::Month),
            Some(day("2026-03-01"))
        );
        assert_eq!(
            end_of(&day("2026-10-01"), TimeUnit::Quarter),
            Some(day("2027-01-01"))
        );
        let instant = Value::DateTime("2026-02-01T23:00:00".to_owned());
        let next = Value::DateTime("2026-02-02T00:00:00".to_owned());
        assert_eq!(end_of(&instant, TimeUnit::Hour), Some(next));
        assert_eq!(
            end_of(&Value::Text("May".to_owned()), TimeUnit::Month),
            None
        );
    }

    #[test]
    fn the_last_day_counts_to_its_end() {
        let share = |last| covered(&day("2026-11-01"), TimeUnit::Month, &day(last)).unwrap();
        assert!((share("2026-11-20") - 20.0 / 30.0).abs() < 1e-12);
        assert!((share("2026-11-30") - 1.0).abs() < 1e-12);
    }
}
