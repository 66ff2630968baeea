//! Values in words, as axes and legends of pictures have them.

use model::{DatePart, DrawnEvent, Pill, TimeUnit, Value};

use crate::text::amount;

pub(crate) const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A value as text.
pub(crate) fn words(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(is_true) => is_true.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Integer(text)
        | Value::Decimal(text)
        | Value::Text(text)
        | Value::Date(text)
        | Value::DateTime(text) => text.clone(),
        Value::List(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
    }
}

/// When an event happens, or from when to when: `5 Feb 2026`.
pub(crate) fn event_time(event: &DrawnEvent) -> String {
    let when = |value: &Value| {
        let is_moment = matches!(value, Value::DateTime(_));
        period_label(value, is_moment.then_some(TimeUnit::Minute))
    };
    let start = when(&event.start);
    match &event.end {
        Some(end) if *end != event.start => format!("{start} – {}", when(end)),
        _ => start,
    }
}

/// A member as legends name it: a period or a part of a date in words, or the text itself.
pub(crate) fn member_name(value: &Value, pill: &Pill) -> String {
    if pill.unit.is_some() || pill.part.is_some() {
        place_label(value, pill)
    } else {
        words(value)
    }
}

/// A position of an axis: `Mar 2026`, `Mon`, `Q2`, or the member itself.
pub(crate) fn place_label(value: &Value, pill: &Pill) -> String {
    match pill.part {
        Some(part) => part_label(value, part),
        None => period_label(value, pill.unit),
    }
}

fn part_label(value: &Value, part: DatePart) -> String {
    let text = words(value);
    let at: Option<usize> = text.parse().ok();
    let named = |names: &[&str]| {
        let name = names.get(at?.checked_sub(1)?)?;
        Some((*name).to_owned())
    };
    let label = match part {
        DatePart::Month => named(&MONTHS),
        DatePart::Weekday => named(&WEEKDAYS),
        DatePart::Quarter => at.map(|at| format!("Q{at}")),
        DatePart::IsoWeek => at.map(|at| format!("Week {at}")),
        DatePart::Hour => at.map(|at| format!("{at:02}:00")),
        DatePart::Year
        | DatePart::Day
        | DatePart::DayOfYear
        | DatePart::Minute
        | DatePart::Second => None,
    };
    label.unwrap_or(text)
}

fn period_label(value: &Value, unit: Option<TimeUnit>) -> String {
    let (Value::Date(text) | Value::DateTime(text)) = value else {
        return match value {
            Value::Float(number) => amount(*number),
            other => words(other),
        };
    };
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let month = part(5, 7)
        .parse::<usize>()
        .ok()
        .and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let (year, month, day) = (part(0, 4), month.copied().unwrap_or(""), part(8, 10));
    match unit {
        Some(TimeUnit::Year) => year.to_owned(),
        Some(TimeUnit::Quarter) => match month {
            "Jan" => format!("Q1 {year}"),
            "Apr" => format!("Q2 {year}"),
            "Jul" => format!("Q3 {year}"),
            _ => format!("Q4 {year}"),
        },
        Some(TimeUnit::Month) => format!("{month} {year}"),
        Some(TimeUnit::Hour | TimeUnit::Minute) => {
            text.replace('T', " ").chars().take(16).collect()
        }
        _ => format!("{} {month} {year}", day.trim_start_matches('0')),
    }
}
