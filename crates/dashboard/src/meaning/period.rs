//! From beginnings of periods or bins to the range that they cover.

use jiff::ToSpan;
use jiff::civil::DateTime;
use model::{TimeUnit, Value};

/// The first moment of the first period, and the first moment after the last.
///
/// # Errors
/// In words: a value that is no day or moment, or whose zone makes its end unsure.
pub(super) fn span(values: &[Value], unit: TimeUnit) -> Result<(Value, Value), String> {
    let mut first: Option<(DateTime, &Value)> = None;
    let mut last: Option<(DateTime, &Value)> = None;
    for value in values {
        let moment = moment(value)?;
        if first.is_none_or(|(known, _)| moment < known) {
            first = Some((moment, value));
        }
        if last.is_none_or(|(known, _)| moment > known) {
            last = Some((moment, value));
        }
    }
    let (Some((_, from)), Some((begin, like))) = (first, last) else {
        return Err("nothing was picked".to_owned());
    };
    let step = match unit {
        TimeUnit::Year => 1.year(),
        TimeUnit::Quarter => 3.months(),
        TimeUnit::Month => 1.month(),
        TimeUnit::Week => 1.week(),
        TimeUnit::Day => 1.day(),
        TimeUnit::Hour => 1.hour(),
        TimeUnit::Minute => 1.minute(),
        TimeUnit::Second => 1.second(),
    };
    let end = begin
        .checked_add(step)
        .map_err(|_| "the period ends beyond the calendar".to_owned())?;
    let to = match like {
        Value::Date(_) => Value::Date(end.date().to_string()),
        _ => Value::DateTime(end.to_string()),
    };
    Ok((from.clone(), to))
}

fn moment(value: &Value) -> Result<DateTime, String> {
    let text = match value {
        Value::Date(text) | Value::DateTime(text) => text.trim(),
        _ => return Err("a period begins with a day".to_owned()),
    };
    let has_zone = text.len() > 10 && text[10..].contains(['Z', 'z', '+', '-']);
    if has_zone {
        return Err("periods of moments with a time zone cannot be picked yet".to_owned());
    }
    text.parse()
        .map_err(|_| format!("{} is no day", text.chars().take(40).collect::<String>()))
}

/// The lower edge of the first bin and the upper edge of the last.
///
/// # Errors
/// In words: a value or width that is no number.
pub(super) fn bins(values: &[Value], width: &str) -> Result<(Value, Value), String> {
    let no_number = || "a bin begins with a number".to_owned();
    let width: f64 = width.trim().parse().map_err(|_| no_number())?;
    let mut edges: Vec<(f64, &Value)> = Vec::new();
    for value in values {
        let edge: f64 = match value {
            Value::Integer(text) | Value::Decimal(text) => text.parse().map_err(|_| no_number())?,
            Value::Float(number) => *number,
            _ => return Err(no_number()),
        };
        edges.push((edge, value));
    }
    edges.sort_by(|(left, _), (right, _)| left.total_cmp(right));
    let (Some((_, from)), Some((last, like))) = (edges.first(), edges.last()) else {
        return Err("nothing was picked".to_owned());
    };
    // The same product as the engine's lower edge of the next bin.
    let end = ((last / width).round() + 1.0) * width;
    if !end.is_finite() || width <= 0.0 {
        return Err(no_number());
    }
    let whole = matches!(like, Value::Integer(_)) && end.fract() == 0.0 && end.abs() < 9e15;
    let to = if whole {
        Value::Integer(format!("{end:.0}"))
    } else {
        Value::Float(end)
    };
    Ok(((*from).clone(), to))
}
