//! The rows of a chart as numbers, distances and names.

use model::Value;

/// Rows of a chart by the names of their columns, all of one length.
pub type Rows<'r> = &'r [(String, Vec<Value>)];

/// Milliseconds of a day: what an axis of time counts in.
pub(crate) const DAY: f64 = 86_400_000.0;

/// The values of a column; none where the rows lack it.
pub(crate) fn values<'r>(rows: Rows<'r>, column: &str) -> &'r [Value] {
    let found = rows.iter().find(|(name, _)| name == column);
    found.map_or(&[], |(_, values)| values.as_slice())
}

/// A finite number; decimals may arrive as their digits.
pub(crate) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Float(number) => *number,
        Value::Integer(text) | Value::Decimal(text) | Value::Text(text) => text.parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// Where a position stands: the number, or milliseconds since 1970 of a date.
pub(crate) fn distance(value: &Value) -> Option<f64> {
    let (Value::Date(text) | Value::DateTime(text)) = value else {
        return number(value);
    };
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<f64>().ok();
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    // Days since the first of March of year 0 (Richards 1998), less those until 1970.
    let (year, month) = if month > 2.0 {
        (year, month - 3.0)
    } else {
        (year - 1.0, month + 9.0)
    };
    let leaps = (year / 4.0).floor() - (year / 100.0).floor() + (year / 400.0).floor();
    let days = 365.0 * year + leaps + ((153.0 * month + 2.0) / 5.0).floor() + day - 719_469.0;
    let clock = part(11, 13).unwrap_or(0.0) * 3600.0
        + part(14, 16).unwrap_or(0.0) * 60.0
        + text
            .get(17..)
            .and_then(|rest| rest.trim_end_matches('Z').parse().ok())
            .unwrap_or(0.0);
    Some(days * DAY + clock * 1000.0)
}

/// The moment so many milliseconds after 1970: a day when it is the beginning of one.
pub(crate) fn moment(at: f64) -> Value {
    let days = (at / DAY).floor();
    let (year, month, day) = civil(days);
    let date = format!("{year:04}-{month:02}-{day:02}");
    let rest = (at - days * DAY).round();
    if rest < 1.0 {
        return Value::Date(date);
    }
    let (hours, minutes) = (
        (rest / 3_600_000.0).floor(),
        (rest / 60_000.0).floor() % 60.0,
    );
    let seconds = (rest % 60_000.0) / 1000.0;
    Value::DateTime(format!("{date}T{hours:02}:{minutes:02}:{seconds:06.3}"))
}

/// Year, month and day so many days after 1970 (Richards 1998, turned around).
pub(crate) fn civil(days: f64) -> (f64, f64, f64) {
    let since = days + 719_468.0;
    let era = (since / 146_097.0).floor();
    let of_era = since - era * 146_097.0;
    let leaps = (of_era / 1460.0).floor() - (of_era / 36_524.0).floor();
    let year = ((of_era - leaps + (of_era / 146_096.0).floor()) / 365.0).floor();
    let of_year = of_era - (365.0 * year + (year / 4.0).floor() - (year / 100.0).floor());
    let shifted = ((5.0 * of_year + 2.0) / 153.0).floor();
    let day = of_year - ((153.0 * shifted + 2.0) / 5.0).floor() + 1.0;
    let month = if shifted < 10.0 {
        shifted + 3.0
    } else {
        shifted - 9.0
    };
    let year = year + era * 400.0 + if month <= 2.0 { 1.0 } else { 0.0 };
    (year, month, day)
}

/// A member in words: its own, or `null`.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(is_true) => is_true.to_string(),
        Value::Integer(text)
        | Value::Decimal(text)
        | Value::Text(text)
        | Value::Date(text)
        | Value::DateTime(text) => text.clone(),
        Value::Float(number) => number.to_string(),
        Value::List(_) => String::new(),
    }
}

/// Whether two values are the same one, whichever type carried them: days and instants by their
/// moment, numbers by their amount.
pub(crate) fn is_same(left: &Value, right: &Value) -> bool {
    let is_moment = |value: &Value| matches!(value, Value::Date(_) | Value::DateTime(_));
    let is_number = |value: &Value| {
        matches!(
            value,
            Value::Float(_) | Value::Integer(_) | Value::Decimal(_)
        )
    };
    let are = |kind: &dyn Fn(&Value) -> bool| kind(left) && kind(right);
    if are(&is_moment) || are(&is_number) {
        let (one, other) = (distance(left), distance(right));
        return one == other && (one.is_some() || plain(left) == plain(right));
    }
    plain(left) == plain(right) && (*left == Value::Null) == (*right == Value::Null)
}
