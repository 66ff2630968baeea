//! Intervals as people write them, as months, days and nanoseconds.

use sqlparser::ast::{BinaryOperator, DateTimeField, Expr, Interval, UnaryOperator, Value};

use super::super::Resolver;
use crate::near::shortened;
use crate::tree;

const SECOND: i128 = 1_000_000_000;
const HINT: &str =
    "Write INTERVAL '3 days', INTERVAL '1 year 2 months', INTERVAL '01:30:00' or INTERVAL 3 DAY.";

/// A length of time: months and days have no fixed length in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Length {
    months: i128,
    days: i128,
    nanos: i128,
}

impl Resolver<'_> {
    /// A written interval in the one spelling that planning knows; one of a computed number as so
    /// many times its unit.
    pub(super) fn interval(&mut self, interval: &Interval) -> Option<Expr> {
        let span = tree::span_of(&interval.value);
        let unit = interval.leading_field.as_ref();
        let Some(given) = written(&interval.value) else {
            let unit = unit.map(|unit| unit.to_string().to_lowercase());
            let one = unit.as_deref().and_then(|unit| Length::of(1, 0, unit));
            let (Some(one), None) = (one, &interval.last_field) else {
                let message = "An interval of a computed value needs a unit.".to_owned();
                self.error(span, "SQL_VALUE", message, "Write INTERVAL (n) DAY.");
                return None;
            };
            let one = tree::interval(&one.words(), span);
            let count = tree::nested((*interval.value).clone());
            return Some(tree::nested(tree::binary(
                count,
                BinaryOperator::Multiply,
                one,
            )));
        };
        let is_bare = decimal(&given).is_some() && !is_text(&interval.value);
        let length = match (unit, &interval.last_field) {
            // `INTERVAL 2 fortnights` would be two seconds under another name.
            (None, _) if is_bare => None,
            (None, _) => Length::read(&given),
            (Some(unit), None) => Length::in_unit(&given, unit),
            (Some(first), Some(last)) => Length::between(&given, first, last),
        };
        let Some(length) = length else {
            let said = shortened(&given);
            let behind = unit.map_or_else(String::new, |unit| format!(" {unit}"));
            let message = format!("`{said}{behind}` is no interval.");
            self.error(span, "SQL_VALUE", message, HINT);
            return None;
        };
        if length.fits() {
            return Some(tree::interval(&length.words(), span));
        }
        let message = format!("The interval `{}` is too long.", shortened(&given));
        let hint = "Days and instants lie in the years 1 to 9999.";
        self.error(span, "SQL_OVERFLOW", message, hint);
        None
    }
}

/// The text or number of an interval that is written out.
fn written(value: &Expr) -> Option<String> {
    match value {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text.clone()),
            Value::Number(digits, _) => Some(digits.clone()),
            _ => None,
        },
        Expr::Nested(inner) => written(inner),
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => Some(format!("-{}", written(expr)?)),
        _ => None,
    }
}

fn is_text(value: &Expr) -> bool {
    matches!(value, Expr::Value(value) if matches!(value.value, Value::SingleQuotedString(_)))
}

impl Length {
    /// `1 year 2 months`, `3 days 04:05:06`, `1-2`, `90` (seconds), `2 hours ago`.
    fn read(text: &str) -> Option<Self> {
        let mut words = parts(text);
        let is_ago = words
            .last()
            .is_some_and(|word| word.eq_ignore_ascii_case("ago"));
        if is_ago {
            words.pop();
        }
        if words.is_empty() {
            return None;
        }
        let mut whole = Self::default();
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let part = if word.contains(':') {
                Self::clock(&word, false)?
            } else if let Some((years, months)) = years_and_months(&word) {
                Self {
                    months: years * 12 + months,
                    ..Self::default()
                }
            } else {
                let (number, digits) = decimal(&word)?;
                let is_unit = |next: &String| next.starts_with(char::is_alphabetic);
                let unit = words.next_if(is_unit);
                Self::of(number, digits, unit.as_deref().unwrap_or("second"))?
            };
            whole = whole.and(part)?;
        }
        if is_ago {
            Self::default().less(whole)
        } else {
            Some(whole)
        }
    }

    /// `30` days, or a text that says its units itself.
    fn in_unit(text: &str, unit: &DateTimeField) -> Option<Self> {
        let text = text.trim();
        match decimal(text) {
            Some((number, digits)) => Self::of(number, digits, &unit.to_string().to_lowercase()),
            None => Self::read(text),
        }
    }

    /// `'1-2' YEAR TO MONTH`, `'1 02:03' DAY TO MINUTE`, `'3:04' MINUTE TO SECOND`.
    fn between(text: &str, first: &DateTimeField, last: &DateTimeField) -> Option<Self> {
        let unit = |field: &DateTimeField| field.to_string().to_lowercase();
        let (first, last) = (unit(first), unit(last));
        let text = text.trim();
        match (first.as_str(), last.as_str()) {
            ("year", "month") => {
                let (years, months) = years_and_months(text)?;
                Some(Self {
                    months: years * 12 + months,
                    ..Self::default()
                })
            }
            ("day", "hour" | "minute" | "second") => {
                let (days, clock) = text.split_once(' ')?;
                let (number, digits) = decimal(days)?;
                let days = Self::of(number, digits, "day")?;
                let clock = clock.trim();
                let sign = if days.days < 0 { "-" } else { "" };
                days.and(match decimal(clock) {
                    Some((hours, digits)) if last == "hour" => Self::of(hours, digits, "hour")?,
                    _ => Self::clock(&format!("{sign}{clock}"), false)?,
                })
            }
            ("hour", "minute" | "second") => Self::clock(text, false),
            ("minute", "second") => Self::clock(text, true),
            _ => None,
        }
    }

    /// `01:30`, `01:30:00.5`; `from_minutes` reads minutes first.
    fn clock(text: &str, from_minutes: bool) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let mut units = if from_minutes {
            ["minute", "second"].iter()
        } else {
            ["hour", "minute", "second"].iter()
        };
        let mut whole = Self::default();
        for (at, part) in digits.split(':').enumerate() {
            let (number, behind) = decimal(part)?;
            let is_plain = part.starts_with(|sign: char| sign.is_ascii_digit());
            if !is_plain || (at > 0 && number >= 60 * 10_i128.pow(behind)) {
                return None;
            }
            whole = whole.and(Self::of(number, behind, units.next()?)?)?;
        }
        if sign < 0 {
            Self::default().less(whole)
        } else {
            Some(whole)
        }
    }

    /// `number` without its point, of which `digits` stand behind the point, of a unit.
    fn of(number: i128, digits: u32, unit: &str) -> Option<Self> {
        let unit = unit.to_lowercase();
        let unit = match unit.as_str() {
            "s" | "ms" | "us" | "ns" => unit.as_str(),
            other => other.strip_suffix('s').unwrap_or(other),
        };
        let scale = 10_i128.checked_pow(digits)?;
        let mut length = Self::default();
        let months = match unit {
            "millennium" | "millennia" => 12_000,
            "century" | "centurie" => 1_200,
            "decade" => 120,
            "year" | "yr" | "y" => 12,
            "quarter" => 3,
            "month" | "mon" => 1,
            _ => 0,
        };
        if months > 0 {
            let all = number.checked_mul(months)?;
            length.months = all / scale;
            let rest = all % scale;
            length.days = rest * 30 / scale;
            length.nanos = (rest * 30 % scale) * 86_400 * SECOND / scale;
            return Some(length);
        }
        let days = match unit {
            "week" | "w" => 7,
            "day" | "d" => 1,
            _ => 0,
        };
        if days > 0 {
            let all = number.checked_mul(days)?;
            length.days = all / scale;
            length.nanos = (all % scale) * 86_400 * SECOND / scale;
            return Some(length);
        }
        let nanos = match unit {
            "hour" | "hr" | "h" => 3_600 * SECOND,
            "minute" | "min" | "m" => 60 * SECOND,
            "second" | "sec" | "s" => SECOND,
            "millisecond" | "msec" | "ms" => 1_000_000,
            "microsecond" | "usec" | "us" => 1_000,
            "nanosecond" | "ns" => 1,
            _ => return None,
        };
        length.nanos = number.checked_mul(nanos)? / scale;
        Some(length)
    }

    fn and(self, other: Self) -> Option<Self> {
        Some(Self {
            months: self.months.checked_add(other.months)?,
            days: self.days.checked_add(other.days)?,
            nanos: self.nanos.checked_add(other.nanos)?,
        })
    }

    fn less(self, other: Self) -> Option<Self> {
        Some(Self {
            months: self.months.checked_sub(other.months)?,
            days: self.days.checked_sub(other.days)?,
            nanos: self.nanos.checked_sub(other.nanos)?,
        })
    }

    /// Whether it leads from any day of the calendar to the other end at most.
    fn fits(self) -> bool {
        const YEARS: i128 = 10_000;
        self.months.abs() <= YEARS * 12
            && self.days.abs() <= YEARS * 366
            && i64::try_from(self.nanos).is_ok()
    }

    fn words(self) -> String {
        let parts = [
            (self.months, "months"),
            (self.days, "days"),
            (self.nanos, "nanoseconds"),
        ];
        let said: Vec<String> = parts
            .iter()
            .filter(|(number, _)| *number != 0)
            .map(|(number, unit)| format!("{number} {unit}"))
            .collect();
        if said.is_empty() {
            "0 days".to_owned()
        } else {
            said.join(" ")
        }
    }
}

/// The words of an interval; a unit may stand right behind its number.
fn parts(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text
        .split([' ', ',', '\t', '\n'])
        .filter(|word| !word.is_empty())
    {
        match word.find(char::is_alphabetic) {
            Some(at) if at > 0 => {
                words.push(word[..at].to_owned());
                words.push(word[at..].to_owned());
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// `-1.50` as -150 and 2.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    let is_number =
        !all.is_empty() && all.len() <= 18 && all.chars().all(|sign| sign.is_ascii_digit());
    if !is_number {
        return None;
    }
    Some((
        sign * all.parse::<i128>().ok()?,
        u32::try_from(part.len()).ok()?,
    ))
}

/// `1-2`: a year and two months.
fn years_and_months(text: &str) -> Option<(i128, i128)> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (years, months) = digits.split_once('-')?;
    let plain = |part: &str| -> Option<i128> {
        let is_number = part.len() <= 6 && part.chars().all(|sign| sign.is_ascii_digit());
        if is_number { part.parse().ok() } else { None }
    };
    let months = plain(months)?;
    (months < 12).then_some((sign * plain(years)?, sign * months))
}
