//! Functions of days, instants and spans of time.

use arrow::datatypes::{DataType, TimeUnit};

use super::super::entry::{Entry, Gives, Takes, entry};

const T: Takes = Takes::Text;
const N: Takes = Takes::Whole;
const M: Takes = Takes::Moment;

/// Milliseconds of an instant, the instant of milliseconds.
fn milliseconds(types: &[DataType]) -> Option<DataType> {
    let instant = DataType::Timestamp(TimeUnit::Microsecond, None);
    Some(match types.first()? {
        number if number.is_integer() => instant,
        DataType::Date32 | DataType::Timestamp(..) | DataType::Null => DataType::Int64,
        _ => return None,
    })
}

pub(super) static ENTRIES: &[Entry] = &[
    entry("current_date()", "Today, in UTC; the parentheses may be left out.", "current_date() > date '2020-01-01' → true").also(&["today", "curdate"]),
    entry("now()", "This instant, in UTC.", "now() > timestamp '2020-01-01 00:00:00' → true")
        .also(&["current_timestamp", "getdate", "get_current_timestamp", "transaction_timestamp", "localtimestamp", "sysdate", "clock_timestamp", "statement_timestamp", "current_datetime"]),
    entry("date_part(unit, date)", "A part of a day or instant, as `extract(unit from date)`.", "date_part('quarter', date '2024-05-19') → 2")
        .also(&["datepart"]),
    entry("year(date)", "The year.", "year(date '2024-05-19') → 2024").form(),
    entry("quarter(date)", "The quarter, 1 to 4.", "quarter(date '2024-05-19') → 2").form(),
    entry("month(date)", "The month, 1 to 12.", "month(date '2024-05-19') → 5").form(),
    entry("week(date)", "The week of ISO 8601.", "week(date '2024-12-30') → 1").form().also(&["weekofyear", "week_of_year"]),
    entry("day(date)", "The day of the month.", "day(date '2024-05-19') → 19").form().also(&["dayofmonth", "day_of_month"]),
    entry("dayofweek(date)", "The day of the week, 0 for Sunday.", "dayofweek(date '2024-05-19') → 0").form().also(&["weekday"]),
    entry("isodow(date)", "The day of the week, 1 for Monday to 7 for Sunday.", "isodow(date '2024-05-19') → 7").form(),
    entry("dayofyear(date)", "The day of the year.", "dayofyear(date '2024-02-01') → 32").form().also(&["day_of_year"]),
    entry("hour(instant)", "The hour.", "hour(timestamp '2024-05-19 10:20:30') → 10").form(),
    entry("minute(instant)", "The minute.", "minute(timestamp '2024-05-19 10:20:30') → 20").form(),
    entry("second(instant)", "The second.", "second(timestamp '2024-05-19 10:20:30') → 30").form(),
    entry("epoch(instant)", "Seconds since 1970.", "epoch(timestamp '1970-01-02 00:00:00') → 86400").form(),
    entry("isoyear(date)", "The year that the week of ISO 8601 belongs to.", "isoyear(date '2024-12-30') → 2025").form(),
    entry("yearweek(date)", "Year and week of ISO 8601 as one number.", "yearweek(date '2024-12-30') → 202501").form(),
    entry("decade(date)", "The year divided by ten.", "decade(date '2024-05-19') → 202").form(),
    entry("century(date)", "The century, where 2001 is the first year of the 21st.", "century(date '2000-12-31') → 20").form(),
    entry("millennium(date)", "The millennium, where 2001 is the first year of the third.", "millennium(date '2001-01-01') → 3").form(),
    entry("days_in_month(date)", "How many days the month has.", "days_in_month(date '2024-02-10') → 29").form(),
    entry("millisecond(instant)", "The seconds of the minute in milliseconds.", "millisecond(timestamp '2024-05-19 10:20:30.5') → 30500").form(),
    entry("microsecond(instant)", "The seconds of the minute in microseconds.", "microsecond(timestamp '2024-05-19 10:20:30.5') → 30500000").form(),
    entry("timezone(zone, moment)", "What a clock in a zone shows as an instant, and an instant as what that clock shows; `moment AT TIME ZONE zone` does the same.", "timezone('Europe/Vienna', timezone('UTC', timestamp '2024-07-01 12:00:00')) → 2024-07-01 14:00:00"),
    entry("age(later, earlier)", "Years, months, days and time between, as a text; `extract(year from age(…))` and `month` are numbers.", "age(timestamp '2001-04-10', timestamp '1957-06-13') → 43 years 9 mons 27 days")
        .own(&[M, M], 2, Gives::Text),
    entry("epoch_us(instant)", "Microseconds since 1970.", "epoch_us(timestamp '1970-01-01 00:00:01.5') → 1500000")
        .own(&[M], 1, Gives::Whole),
    entry("epoch_ns(instant)", "Nanoseconds since 1970, of whole microseconds.", "epoch_ns(timestamp '1970-01-01 00:00:01.5') → 1500000000")
        .own(&[M], 1, Gives::Whole),
    entry("epoch_ms(instant)", "Milliseconds since 1970; of a whole number, the instant of so many.", "epoch_ms(timestamp '1970-01-01 00:00:01.5') → 1500")
        .own(&[Takes::Any], 1, Gives::Made(milliseconds)),
    entry("dayname(date)", "The English name of the day.", "dayname(date '2024-05-19') → Sunday")
        .own(&[M], 1, Gives::Text),
    entry("monthname(date)", "The English name of the month.", "monthname(date '2024-05-19') → May")
        .own(&[M], 1, Gives::Text),
    entry("date_trunc(unit, date)", "The first moment of the unit.", "date_trunc('month', date '2024-05-19') → 2024-05-01")
        .also(&["datetrunc"]),
    entry("time_bucket(interval, date [, origin])", "The start of the span that a moment lies in. Spans of months are counted from the month of the origin, or from January 2000; others from the origin, or from Monday 2000-01-03.", "time_bucket(interval '15 minutes', timestamp '2024-05-19 10:20:30') → 2024-05-19 10:15:00")
        .own(&[Takes::Span, M, M], 2, Gives::Like(1))
        .also(&["date_bin"]),
    entry("last_day(date)", "The last day of the month.", "last_day(date '2024-02-10') → 2024-02-29")
        .own(&[M], 1, Gives::Day)
        .also(&["eomonth"]),
    entry("date_diff(unit, start, end)", "How many borders of a unit lie between; also `(end, start)` in days, and `(end, start, unit)`.", "date_diff('month', date '2024-01-31', date '2024-02-01') → 1")
        .own(&[T, M, M], 3, Gives::Whole)
        .also(&["datediff"]),
    entry("date_sub(unit, start, end)", "How many whole units lie between; `(date, interval)` and `(date, days)` move a day back.", "date_sub('month', date '2024-01-31', date '2024-02-01') → 0")
        .own(&[T, M, M], 3, Gives::Whole)
        .also(&["datesub"]),
    entry("date_add(date, interval)", "The day or instant moved by an interval or by days, as `+` does; also `(unit, count, date)`.", "date_add(date '2024-01-31', interval '1 month') → 2024-02-29")
        .form()
        .also(&["dateadd", "timestampadd", "timestamp_add", "datetime_add"]),
    entry("interval_multiply(interval, count)", "The interval so many times, as `count * interval`; it stands beside `+` or `-` of a day or an instant.", "date '2024-01-31' + interval_multiply(interval '1 month', 1) → 2024-02-29")
        .own(&[Takes::Span, N], 2, Gives::Like(0)),
    entry("to_years(count)", "So many years, as `count * interval '1 year'`.", "date '2024-02-29' + to_years(1) → 2025-02-28").form(),
    entry("to_months(count)", "So many months.", "date '2024-01-31' + to_months(1) → 2024-02-29").form(),
    entry("to_weeks(count)", "So many weeks.", "date '2024-02-26' + to_weeks(1) → 2024-03-04").form(),
    entry("to_days(count)", "So many days.", "date '2024-02-28' + to_days(2) → 2024-03-01").form(),
    entry("to_hours(count)", "So many hours.", "timestamp '2024-02-28 23:00:00' + to_hours(2) → 2024-02-29 01:00:00").form(),
    entry("to_minutes(count)", "So many minutes.", "timestamp '2024-02-28 23:59:00' + to_minutes(2) → 2024-02-29 00:01:00").form(),
    entry("to_seconds(count)", "So many seconds.", "timestamp '2024-02-28 23:59:59' + to_seconds(2) → 2024-02-29 00:00:01").form(),
    entry("ago(interval)", "The instant that lies this far back.", "ago(interval '1 day') < now() → true").form(),
    entry("make_date(year, month, day)", "The day of three numbers.", "make_date(2024, 2, 29) → 2024-02-29"),
    entry("make_timestamp(year, month, day, hour, minute, second)", "The instant of six numbers, or of microseconds since 1970.", "make_timestamp(2024, 2, 29, 10, 20, 30.5) → 2024-02-29 10:20:30.500")
        .own(&[N, N, N, N, N, Takes::Float], 6, Gives::Instant),
    entry("make_time(hour, minute, second)", "The time of day of three numbers.", "make_time(10, 20, 30.5) → 10:20:30.500")
        .own(&[N, N, Takes::Float], 3, Gives::Time),
    entry("strftime(date, form)", "As text, with `%Y-%m-%d %H:%M:%S` and the like; the form may stand in front.", "strftime(date '2024-05-19', '%d.%m.%Y') → 19.05.2024")
        .own(&[M, T], 2, Gives::Text)
        .also(&["date_format", "format_date", "format_timestamp", "format_datetime"]),
    entry("to_char(value, form)", "A day or instant as text, with `YYYY-MM-DD HH24:MI:SS` and the like (a form with `%` is read as by `strftime`); a number with `FM9,990.00` and the like.", "to_char(date '2024-05-19', 'DD Mon YYYY') → 19 May 2024")
        .own(&[Takes::Any, T], 2, Gives::Text)
        .also(&["to_varchar"]),
    entry("strptime(text, form)", "The instant that a text stands for; an error when it does not fit the form.", "strptime('19.05.2024 10:20', '%d.%m.%Y %H:%M') → 2024-05-19 10:20:00")
        .own(&[T, T], 2, Gives::Instant),
    entry("try_strptime(text, form)", "The same, null when it does not fit.", "try_strptime('soon', '%Y') → NULL")
        .own(&[T, T], 2, Gives::Instant),
    entry("to_date(text [, form])", "The day that a text stands for, by a form of either kind.", "to_date('19 May 2024', 'DD Mon YYYY') → 2024-05-19")
        .own(&[Takes::Any, T], 1, Gives::Day),
    entry("to_timestamp(value [, form])", "The instant of seconds since 1970, or of a text by a form.", "to_timestamp(86400) → 1970-01-02 00:00:00")
        .own(&[Takes::Any, T], 1, Gives::Instant),
    entry("to_timestamp_millis(number)", "The instant of milliseconds since 1970.", "to_timestamp_millis(1500) → 1970-01-01 00:00:01.500")
        .own(&[N], 1, Gives::Instant)
        .also(&["timestamp_millis"]),
    entry("to_timestamp_micros(number)", "The instant of microseconds since 1970.", "to_timestamp_micros(2000000) → 1970-01-01 00:00:02")
        .own(&[N], 1, Gives::Instant)
        .also(&["make_timestamp_us", "timestamp_micros"]),
    entry("from_unixtime(number)", "The instant of seconds since 1970.", "from_unixtime(86400) → 1970-01-02 00:00:00")
        .own(&[N], 1, Gives::Instant)
        .also(&["timestamp_seconds"]),
    entry("to_unixtime(date)", "Whole seconds since 1970.", "to_unixtime(timestamp '1970-01-02 00:00:00') → 86400")
        .own(&[M], 1, Gives::Whole),
];
