//! Values as numbers and distances.

use model::Value;

/// A finite number; decimals may arrive as their digits.
pub(crate) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Float(number) => *number,
        Value::Integer(text) | Value::Decimal(text) | Value::Text(text) => text.parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// Where a value stands on an axis with distances; days count from year 0.
pub(crate) fn distance(value: &Value) -> Option<f64> {
    let (Value::Date(text) | Value::DateTime(text)) = value else {
        return number(value);
    };
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<f64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    // Days since the first of March of year 0 (Richards 1998).
    let (year, month) = if month > 2.0 {
        (year, month - 3.0)
    } else {
        (year - 1.0, month + 9.0)
    };
    let leaps = (year / 4.0).floor() - (year / 100.0).floor() + (year / 400.0).floor();
    let days = 365.0 * year + leaps + ((153.0 * month + 2.0) / 5.0).floor() + day;
    let clock = part(11, 13).unwrap_or(0.0) * 3600.0
        + part(14, 16).unwrap_or(0.0) * 60.0
        + part(17, 19).unwrap_or(0.0);
    Some(days + clock / 86_400.0)
}
