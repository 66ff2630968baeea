//! The values of parameters, checked and made into constants of the tree.

use model::{Diagnostic, ParameterValue, Value as Given};
use sqlparser::ast::{DataType, Expr, TimezoneInfo};
use sqlparser::tokenizer::Span;

use super::{End, Meaning};
use crate::day;
use crate::guard;
use crate::near::shortened;
use crate::tree;

/// Bytes of a text value.
const TEXT_BYTES: usize = 64 * 1024;
/// What an open end of a range means.
const FIRST_DAY: &str = "0001-01-01";
const LAST_DAY: &str = "9999-12-31";

type Fault = Box<Diagnostic>;

/// What a parameter means where it stands.
pub(super) fn meaning(
    name: &str,
    value: &ParameterValue,
    end: End,
    span: Span,
) -> Result<Meaning, Fault> {
    match value {
        ParameterValue::DateRange { from, to } => {
            range(name, from.as_deref(), to.as_deref(), end, span)
        }
        ParameterValue::Date { value } => one_day(name, value.as_deref(), span),
        ParameterValue::Number { value, .. } => number(name, value.as_deref(), span),
        ParameterValue::Text { value } => {
            Ok(Meaning::One(tree::text(checked_text(name, value)?, span)))
        }
        ParameterValue::Choice { chosen, .. } if chosen.is_empty() => Ok(Meaning::All),
        ParameterValue::Choice { chosen, .. } if chosen.len() > guard::LIST_ITEMS => {
            let message = format!(
                "The parameter `{}` holds {} values; at most {} are possible.",
                shortened(name),
                chosen.len(),
                guard::LIST_ITEMS
            );
            Err(fault(
                "SQL_LIST_TOO_LONG",
                message,
                "Choose fewer values, or join a table of them.",
            ))
        }
        ParameterValue::Choice {
            chosen, several, ..
        } => {
            let with_missing = chosen.contains(&Given::Null);
            let mut values = Vec::with_capacity(chosen.len());
            for value in chosen.iter().filter(|value| **value != Given::Null) {
                values.push(literal(name, value, span)?);
            }
            Ok(match values.pop() {
                Some(only) if values.is_empty() && !several && !with_missing => Meaning::One(only),
                Some(last) => {
                    values.push(last);
                    Meaning::Several {
                        values,
                        with_missing,
                    }
                }
                None => Meaning::Several {
                    values: vec![tree::null(span)],
                    with_missing,
                },
            })
        }
    }
}

fn range(
    name: &str,
    from: Option<&str>,
    to: Option<&str>,
    end: End,
    span: Span,
) -> Result<Meaning, Fault> {
    let (from, to) = (checked_day(name, from)?, checked_day(name, to)?);
    Ok(match end {
        End::Both => Meaning::Days(from, to.map(|to| day::next(&to))),
        End::From => Meaning::One(tree::typed(
            DataType::Date,
            from.as_deref().unwrap_or(FIRST_DAY),
            span,
        )),
        End::To => Meaning::One(tree::typed(
            DataType::Date,
            to.as_deref().unwrap_or(LAST_DAY),
            span,
        )),
    })
}

fn one_day(name: &str, given: Option<&str>, span: Span) -> Result<Meaning, Fault> {
    match checked_day(name, given)? {
        Some(day) => Ok(Meaning::One(tree::typed(DataType::Date, &day, span))),
        None => unset(name, "Enter a day in its cell."),
    }
}

/// A day of the calendar; none when nothing is given.
fn checked_day(name: &str, given: Option<&str>) -> Result<Option<String>, Fault> {
    match given.map(str::trim) {
        None | Some("") => Ok(None),
        Some(given) if day::is_day(given) => Ok(Some(given.to_owned())),
        Some(given) => Err(fault(
            "SQL_PARAMETER_VALUE",
            format!(
                "The parameter `{}` holds `{}`, which is no day.",
                shortened(name),
                shortened(given)
            ),
            "Give a day as year-month-day: 2026-11-20.",
        )),
    }
}

fn unset<Value>(name: &str, hint: &str) -> Result<Value, Fault> {
    let message = format!("The parameter `{}` has no value yet.", shortened(name));
    Err(fault("SQL_PARAMETER_UNSET", message, hint))
}

fn number(name: &str, given: Option<&str>, span: Span) -> Result<Meaning, Fault> {
    let given = given.map_or("", str::trim);
    if given.is_empty() {
        return unset(name, "Enter a number in its cell.");
    }
    if !is_number(given) {
        let message = format!(
            "The parameter `{}` holds `{}`, which is no number.",
            shortened(name),
            shortened(given)
        );
        return Err(fault(
            "SQL_PARAMETER_VALUE",
            message,
            "Give digits with a point: 1234.5",
        ));
    }
    let is_whole = !given.contains('.');
    let digits = given.trim_start_matches('-').trim_start_matches('0');
    let is_out = if is_whole {
        given.parse::<i64>().is_err()
    } else {
        digits.len() > 39
    };
    if is_out {
        let message = format!("The parameter `{}` is out of range.", shortened(name));
        let hint = "Whole numbers go from -9223372036854775808 to 9223372036854775807.";
        return Err(fault("SQL_PARAMETER_VALUE", message, hint));
    }
    Ok(Meaning::One(tree::number(given, span)))
}

/// Digits with at most one point and a minus in front.
fn is_number(given: &str) -> bool {
    let digits = given.strip_prefix('-').unwrap_or(given);
    let mut parts = digits.split('.');
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = (parts.next().unwrap_or(""), parts.next());
    parts.next().is_none()
        && is_digits(whole)
        && fraction.is_none_or(is_digits)
        && (!whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty()))
}

fn checked_text<'v>(name: &str, value: &'v str) -> Result<&'v str, Fault> {
    if value.len() > TEXT_BYTES {
        let message = format!(
            "The parameter `{}` holds more than 64 KiB of text.",
            shortened(name)
        );
        return Err(fault(
            "SQL_PARAMETER_VALUE",
            message,
            "Shorten it, or add the text as a source.",
        ));
    }
    if value.contains('\0') {
        let message = format!("The parameter `{}` holds a NUL character.", shortened(name));
        return Err(fault("SQL_PARAMETER_VALUE", message, "Remove it."));
    }
    Ok(value)
}

fn literal(name: &str, given: &Given, span: Span) -> Result<Expr, Fault> {
    value_expr(given, span).map_err(|()| {
        let message = format!(
            "The parameter `{}` holds a value that cannot be read.",
            shortened(name)
        );
        fault("SQL_PARAMETER_VALUE", message, "Choose another value.")
    })
}

/// A value as a constant of the tree.
pub(crate) fn value_expr(given: &Given, span: Span) -> Result<Expr, ()> {
    Ok(match given {
        Given::Null => tree::null(span),
        Given::Boolean(is_true) => tree::truth(*is_true, span),
        Given::Integer(digits) | Given::Decimal(digits) if is_number(digits.trim()) => {
            tree::number(digits.trim(), span)
        }
        Given::Float(number) => tree::cast(
            tree::text(&number.to_string(), span),
            DataType::DoublePrecision,
        ),
        Given::Text(content) if content.len() <= TEXT_BYTES => tree::text(content, span),
        Given::Date(given) if day::is_day(given.trim()) => {
            tree::typed(DataType::Date, given.trim(), span)
        }
        Given::DateTime(instant) => tree::typed(
            DataType::Timestamp(None, TimezoneInfo::None),
            instant.trim(),
            span,
        ),
        _ => return Err(()),
    })
}

#[expect(
    clippy::unnecessary_box_returns,
    reason = "every caller returns it as an error"
)]
fn fault(code: &str, message: String, hint: &str) -> Fault {
    Box::new(Diagnostic::error(code, message).with_hint(hint))
}
