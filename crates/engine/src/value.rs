//! Single values of Polars as words of the house: exact, in ISO 8601, independent of any locale.

use model::Value;
use polars::prelude::{AnyValue, DataFrame, NamedFrom, TimeUnit};

/// One value, as it travels in previews and profiles.
pub fn value(found: &AnyValue) -> Value {
    match found {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(truth) => Value::Boolean(*truth),
        AnyValue::String(text) => Value::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Value::Text(text.to_string()),
        AnyValue::UInt8(number) => Value::Integer(number.to_string()),
        AnyValue::UInt16(number) => Value::Integer(number.to_string()),
        AnyValue::UInt32(number) => Value::Integer(number.to_string()),
        AnyValue::UInt64(number) => Value::Integer(number.to_string()),
        AnyValue::Int8(number) => Value::Integer(number.to_string()),
        AnyValue::Int16(number) => Value::Integer(number.to_string()),
        AnyValue::Int32(number) => Value::Integer(number.to_string()),
        AnyValue::Int64(number) => Value::Integer(number.to_string()),
        AnyValue::Int128(number) => Value::Integer(number.to_string()),
        AnyValue::UInt128(number) => Value::Integer(number.to_string()),
        AnyValue::Float32(number) => Value::Float(f64::from(*number)),
        AnyValue::Float64(number) => Value::Float(*number),
        AnyValue::Decimal(number, _, scale) => Value::Decimal(decimal(*number, *scale)),
        AnyValue::Date(days) => Value::Date(day(i64::from(*days))),
        AnyValue::Datetime(units, unit, zone) => {
            Value::DateTime(instant(*units, *unit, zone.map(|zone| zone.as_str())))
        }
        AnyValue::DatetimeOwned(units, unit, zone) => Value::DateTime(instant(
            *units,
            *unit,
            zone.as_ref().map(|zone| zone.as_str()),
        )),
        AnyValue::Time(nanos) => Value::Text(clock(*nanos)),
        AnyValue::Duration(units, unit) => Value::Text(duration(*units, *unit)),
        AnyValue::Binary(bytes) => Value::Text(hex(bytes)),
        AnyValue::BinaryOwned(bytes) => Value::Text(hex(bytes)),
        AnyValue::List(items) | AnyValue::Array(items, _) => {
            Value::List(items.iter().map(|item| value(&item)).collect())
        }
        AnyValue::Struct(..) | AnyValue::StructOwned(_) => Value::Text(json(found).to_string()),
        other => other.get_str().map_or_else(
            || Value::Text(other.to_string()),
            |text| Value::Text(text.to_owned()),
        ),
    }
}

/// The first rows of a frame, each with one value a column.
pub fn rows(frame: &DataFrame, limit: usize) -> Vec<Vec<Value>> {
    (0..frame.height().min(limit))
        .map(|row| {
            frame
                .columns()
                .iter()
                .map(|column| column.get(row).map_or(Value::Null, |found| value(&found)))
                .collect()
        })
        .collect()
}

/// A value as JSON: numbers that a double holds exactly are numbers, others text.
pub fn json(found: &AnyValue) -> serde_json::Value {
    use serde_json::Value as Json;
    match found {
        AnyValue::Struct(..) | AnyValue::StructOwned(_) => {
            let mut object = serde_json::Map::new();
            if let AnyValue::StructOwned(parts) = found.clone().into_static() {
                for (item, field) in parts.0.iter().zip(&parts.1) {
                    object.insert(field.name().to_string(), json(item));
                }
            }
            Json::Object(object)
        }
        AnyValue::List(items) | AnyValue::Array(items, _) => {
            Json::Array(items.iter().map(|item| json(&item)).collect())
        }
        _ => match value(found) {
            Value::Null | Value::List(_) => Json::Null,
            Value::Boolean(truth) => Json::Bool(truth),
            Value::Integer(digits) => digits.parse::<i64>().map_or_else(
                |_| Json::String(digits.clone()),
                |number| Json::Number(number.into()),
            ),
            Value::Float(number) => {
                serde_json::Number::from_f64(number).map_or(Json::Null, Json::Number)
            }
            Value::Decimal(text)
            | Value::Text(text)
            | Value::Date(text)
            | Value::DateTime(text) => Json::String(text),
        },
    }
}

/// `2026-11-20` of days since 1970.
pub fn day(days: i64) -> String {
    let (year, month, day) = civil(days);
    if (0..=9999).contains(&year) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:+07}-{month:02}-{day:02}")
    }
}

/// `18:42:00` of nanoseconds since midnight, with as many digits as needed.
pub fn clock(nanos: i64) -> String {
    let seconds = nanos.div_euclid(1_000_000_000);
    let fraction = nanos.rem_euclid(1_000_000_000);
    let mut text = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    if fraction > 0 {
        let width = if fraction % 1_000_000 == 0 {
            3
        } else if fraction % 1000 == 0 {
            6
        } else {
            9
        };
        let digits = format!("{fraction:09}");
        text.push('.');
        text.push_str(&digits[..width]);
    }
    text
}

/// ISO 8601 instant; with its offset when there is a zone.
pub fn instant(units: i64, unit: TimeUnit, zone: Option<&str>) -> String {
    let per_second = per_second(unit);
    let offset = zone.map(|zone| offset_seconds(units.div_euclid(per_second), zone));
    let seconds = units
        .div_euclid(per_second)
        .saturating_add(offset.unwrap_or(0));
    let nanos = units.rem_euclid(per_second) * (1_000_000_000 / per_second);
    let of_day = seconds.rem_euclid(86_400) * 1_000_000_000 + nanos;
    let mut text = format!("{}T{}", day(seconds.div_euclid(86_400)), clock(of_day));
    match offset {
        None => {}
        Some(0) => text.push('Z'),
        Some(offset) => {
            let sign = if offset < 0 { '-' } else { '+' };
            let minutes = offset.abs() / 60;
            let (hours, minutes) = (minutes / 60, minutes % 60);
            text = format!("{text}{sign}{hours:02}:{minutes:02}");
        }
    }
    text
}

/// ISO 8601 duration in days, hours, minutes and seconds: `P1DT2H3M4.5S`.
pub fn duration(units: i64, unit: TimeUnit) -> String {
    let per_second = i128::from(per_second(unit));
    let total = i128::from(units).abs() * (1_000_000_000 / per_second);
    let (seconds, nanos) = (total / 1_000_000_000, total % 1_000_000_000);
    let (days, hours, minutes, rest) = (
        seconds / 86_400,
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60,
    );
    let mut text = String::from(if units < 0 { "-P" } else { "P" });
    if days > 0 {
        text = format!("{text}{days}D");
    }
    if hours + minutes + rest + nanos > 0 || days == 0 {
        text.push('T');
        if hours > 0 {
            text = format!("{text}{hours}H");
        }
        if minutes > 0 {
            text = format!("{text}{minutes}M");
        }
        if rest + nanos > 0 || hours + minutes == 0 {
            let fraction = format!("{nanos:09}");
            let fraction = fraction.trim_end_matches('0');
            let point = if fraction.is_empty() { "" } else { "." };
            text = format!("{text}{rest}{point}{fraction}S");
        }
    }
    text
}

/// Digits with a point.
pub fn decimal(number: i128, scale: usize) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    if scale == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = padded.split_at(padded.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

/// Bytes as hexadecimal digits, at most a million bytes.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len().min(1 << 20) * 2);
    for byte in bytes.iter().take(1 << 20) {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    if bytes.len() > 1 << 20 {
        text.push('…');
    }
    text
}

fn per_second(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Milliseconds => 1_000,
        TimeUnit::Microseconds => 1_000_000,
        TimeUnit::Nanoseconds => 1_000_000_000,
    }
}

/// Seconds that a zone is ahead of UTC at an instant.
fn offset_seconds(seconds: i64, zone: &str) -> i64 {
    let ahead = || -> Option<i64> {
        let zone = polars::prelude::TimeZone::opt_try_new(Some(zone)).ok()??;
        let instants = polars::prelude::Series::new("at".into(), [seconds * 1000])
            .cast(&polars::prelude::DataType::Datetime(
                TimeUnit::Milliseconds,
                Some(zone),
            ))
            .ok()?;
        let local = polars::prelude::replace_time_zone(
            instants.datetime().ok()?,
            None,
            &polars::prelude::StringChunked::new("ambiguous".into(), ["raise"]),
            polars::prelude::NonExistent::Raise,
        )
        .ok()?;
        local.physical().get(0).map(|local| local / 1000 - seconds)
    };
    if zone == "UTC" {
        0
    } else {
        ahead().unwrap_or(0)
    }
}

/// Year, month and day of days since 1970.
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_and_instants_are_iso() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(19_782), "2024-02-29");
        assert_eq!(day(-719_162), "0001-01-01");
        assert_eq!(clock(67_320_000_000_000), "18:42:00");
        assert_eq!(clock(1_500_000), "00:00:00.001500");
        assert_eq!(
            instant(-1, TimeUnit::Milliseconds, None),
            "1969-12-31T23:59:59.999"
        );
        assert_eq!(
            instant(0, TimeUnit::Microseconds, Some("UTC")),
            "1970-01-01T00:00:00Z"
        );
        assert_eq!(
            instant(
                1_719_835_200_000,
                TimeUnit::Milliseconds,
                Some("Europe/Berlin")
            ),
            "2024-07-01T14:00:00+02:00"
        );
    }

    #[test]
    fn durations_and_decimals_lose_no_digit() {
        assert_eq!(duration(0, TimeUnit::Milliseconds), "PT0S");
        assert_eq!(
            duration(-90_061_500, TimeUnit::Milliseconds),
            "-P1DT1H1M1.5S"
        );
        assert_eq!(duration(86_400, TimeUnit::Milliseconds), "PT1M26.4S");
        assert_eq!(decimal(-5, 2), "-0.05");
        assert_eq!(decimal(123, 0), "123");
        assert_eq!(decimal(12_345, 2), "123.45");
    }
}
