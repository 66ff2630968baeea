//! Reads the value of a parameter by its content: number, date, range, list or text.

use jiff::civil::{Date, DateTime};
use model::{ChoiceOptions, ParameterValue, Value};

use crate::args::NamedValue;

/// The longest text value in bytes.
const MAX_TEXT_BYTES: usize = 64 * 1024;
/// The longest list.
const MAX_LIST: usize = 20_000;

/// The value that a text of the command line means, or what is wrong with it.
pub(crate) fn read(text: &str) -> Result<ParameterValue, String> {
    if text.contains('\0') {
        return Err("a value cannot hold a NUL character".to_owned());
    }
    if let Some(quoted) = quoted(text) {
        return plain_text(quoted);
    }
    let text = text.trim();
    if let Some(range) = range(text)? {
        return Ok(range);
    }
    if text.contains(',') {
        let items: Vec<&str> = text.split(',').collect();
        if items.len() > MAX_LIST {
            return Err(format!("a list has at most {MAX_LIST} values"));
        }
        let chosen = items.into_iter().map(one).collect::<Result<_, _>>()?;
        return Ok(choice(chosen, true));
    }
    match one(text)? {
        Value::Text(text) => plain_text(&text),
        Value::Integer(number) | Value::Decimal(number) => Ok(ParameterValue::Number {
            value: Some(number),
            min: None,
            max: None,
            step: None,
        }),
        value => Ok(choice(vec![value], false)),
    }
}

/// The value for a parameter whose kind is known.
pub(crate) fn fitted(now: &ParameterValue, given: &NamedValue) -> Result<ParameterValue, String> {
    match (now, &given.value) {
        (ParameterValue::Text { .. }, _) => plain_text(quoted(&given.text).unwrap_or(&given.text)),
        (ParameterValue::Number { min, max, step, .. }, ParameterValue::Number { value, .. }) => {
            Ok(ParameterValue::Number {
                value: value.clone(),
                min: min.clone(),
                max: max.clone(),
                step: step.clone(),
            })
        }
        (ParameterValue::Number { .. }, _) => Err("a number is wanted".to_owned()),
        (ParameterValue::DateRange { .. }, ParameterValue::DateRange { .. }) => {
            Ok(given.value.clone())
        }
        (ParameterValue::Date { .. }, ParameterValue::Choice { chosen, .. })
            if let [Value::Date(day)] = chosen.as_slice() =>
        {
            Ok(ParameterValue::Date {
                value: Some(day.clone()),
            })
        }
        (ParameterValue::Date { .. }, _) => Err("a day such as 2024-12-31 is wanted".to_owned()),
        (ParameterValue::DateRange { .. }, ParameterValue::Choice { chosen, .. })
            if let [Value::Date(day)] = chosen.as_slice() =>
        {
            Ok(ParameterValue::DateRange {
                from: Some(day.clone()),
                to: Some(day.clone()),
            })
        }
        (ParameterValue::DateRange { .. }, _) => {
            Err("a range of days such as 2024-01-01..2024-12-31 is wanted".to_owned())
        }
        (
            ParameterValue::Choice {
                options, several, ..
            },
            _,
        ) => {
            let chosen = match &given.value {
                ParameterValue::Choice { chosen, .. } => chosen.clone(),
                _ => vec![one(&given.text)?],
            };
            if chosen.len() > 1 && !several {
                return Err("one value is wanted, not a list".to_owned());
            }
            Ok(ParameterValue::Choice {
                options: options.clone(),
                several: *several,
                chosen,
            })
        }
    }
}

fn choice(chosen: Vec<Value>, several: bool) -> ParameterValue {
    let options = ChoiceOptions::Values {
        values: chosen.clone(),
    };
    ParameterValue::Choice {
        options,
        several,
        chosen,
    }
}

fn plain_text(text: &str) -> Result<ParameterValue, String> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(format!("a text value has at most {MAX_TEXT_BYTES} bytes"));
    }
    Ok(ParameterValue::Text {
        value: text.to_owned(),
    })
}

fn quoted(text: &str) -> Option<&str> {
    let text = text.trim();
    ['"', '\'']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

/// Two days joined by `..`; either may be left out.
fn range(text: &str) -> Result<Option<ParameterValue>, String> {
    let Some((from, to)) = text.split_once("..") else {
        return Ok(None);
    };
    let (from, to) = (from.trim(), to.trim());
    let is_day = |text: &str| text.is_empty() || looks_like_a_day(text);
    if !is_day(from) || !is_day(to) || (from.is_empty() && to.is_empty()) {
        return Ok(None);
    }
    let end = |text: &str| {
        if text.is_empty() {
            Ok(None)
        } else {
            day(text).map(Some)
        }
    };
    let (from, to) = (end(from)?, end(to)?);
    if let (Some(from), Some(to)) = (&from, &to)
        && from > to
    {
        return Err(format!("the range ends ({to}) before it begins ({from})"));
    }
    Ok(Some(ParameterValue::DateRange { from, to }))
}

fn one(text: &str) -> Result<Value, String> {
    if let Some(quoted) = quoted(text) {
        return Ok(Value::Text(quoted.to_owned()));
    }
    let text = text.trim();
    if text.len() > MAX_TEXT_BYTES {
        return Err(format!("a text value has at most {MAX_TEXT_BYTES} bytes"));
    }
    if looks_like_a_day(text) {
        return day(text).map(Value::Date);
    }
    if text.len() > 10
        && text.is_char_boundary(10)
        && looks_like_a_day(&text[..10])
        && let Ok(instant) = text.replacen(' ', "T", 1).parse::<DateTime>()
    {
        return Ok(Value::DateTime(instant.to_string()));
    }
    match text {
        "true" => return Ok(Value::Boolean(true)),
        "false" => return Ok(Value::Boolean(false)),
        _ => {}
    }
    Ok(number(text)?.unwrap_or_else(|| Value::Text(text.to_owned())))
}

fn looks_like_a_day(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|sign| if sign.is_ascii_digit() { '0' } else { sign })
        .collect();
    shape == "0000-00-00"
}

fn day(text: &str) -> Result<String, String> {
    match text.parse::<Date>() {
        Ok(day) => Ok(day.to_string()),
        Err(_) => Err(format!(
            "{text} is not a day of the calendar; write year-month-day"
        )),
    }
}

/// A number in digits. Leading zeros keep a text a text, as in files.
fn number(text: &str) -> Result<Option<Value>, String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = are_digits(whole)
        && fraction.is_none_or(are_digits)
        && exponent.is_none_or(|text| are_digits(text.strip_prefix(['-', '+']).unwrap_or(text)));
    if !is_number || (whole.len() > 1 && whole.starts_with('0')) {
        return Ok(None);
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    if fraction.is_none() && exponent.is_none() {
        return match text.parse::<i128>() {
            Ok(_) => Ok(Some(Value::Integer(text.to_owned()))),
            Err(_) => Err("a whole number has at most 38 digits".to_owned()),
        };
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Some(Value::Decimal(text.to_owned()))),
        _ => Err(format!(
            "{text} is larger than any number that can be computed with"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = match read(text) {
            Err(_) => "error".to_owned(),
            Ok(ParameterValue::Text { value }) => format!("text {value}"),
            Ok(ParameterValue::Number { value, .. }) => format!("number {}", value.unwrap()),
            Ok(ParameterValue::Date { value }) => format!("day {}", value.unwrap()),
            Ok(ParameterValue::DateRange { from, to }) => {
                format!("{}..{}", from.unwrap_or_default(), to.unwrap_or_default())
            }
            Ok(ParameterValue::Choice {
                several, chosen, ..
            }) => {
                format!("{} {chosen:?}", if several { "several" } else { "one" })
            }
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn content_decides_what_a_value_is() {
        check("5", "number 5");
        check(" -7.25 ", "number -7.25");
        check("+3", "number 3");
        check("1e3", "number 1e3");
        check("007", "text 007");
        check("1,5", "several [Integer(\"1\"), Integer(\"5\")]");
        check("north", "text north");
        check("north,south", "several [Text(\"north\"), Text(\"south\")]");
        check("\"Doe, John\"", "text Doe, John");
        check("'5'", "text 5");
        check("", "text ");
        check("true", "one [Boolean(true)]");
        check("2024-02-29", "one [Date(\"2024-02-29\")]");
        check(
            "2024-02-29T10:00:00",
            "one [DateTime(\"2024-02-29T10:00:00\")]",
        );
        check("2024-01-01..2024-12-31", "2024-01-01..2024-12-31");
        check("2024-01-01..", "2024-01-01..");
        check("..2024-12-31", "..2024-12-31");
        check("a..b", "text a..b");
        check("..", "text ..");
        check("٣", "text ٣");
        check("x'; drop table t; --", "text x'; drop table t; --");
    }

    #[test]
    fn a_parameter_of_one_day_takes_a_day_alone() {
        let now = ParameterValue::Date { value: None };
        let given = |text: &str| NamedValue {
            name: "p".to_owned(),
            text: text.to_owned(),
            value: read(text).unwrap(),
        };
        assert_eq!(
            fitted(&now, &given("2024-02-29")),
            Ok(ParameterValue::Date {
                value: Some("2024-02-29".to_owned())
            })
        );
        for wrong in ["2024-02-29T10:00:00", "2024", "x", "2024-01-01..2024-01-02"] {
            assert!(fitted(&now, &given(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn values_that_cannot_be_meant_are_refused() {
        check("2024-02-30", "error");
        check("2024-12-31..2024-01-01", "error");
        check("1e999", "error");
        check(&"9".repeat(50), "error");
        check("a\0b", "error");
        check(&"x".repeat(MAX_TEXT_BYTES + 1), "error");
        check(&vec!["1"; MAX_LIST + 1].join(","), "error");
        assert!(read(&vec!["1"; MAX_LIST].join(",")).is_ok());
        assert!(read(&"x".repeat(MAX_TEXT_BYTES)).is_ok());
    }
}
