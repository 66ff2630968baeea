//! CAST and `TRY_CAST`: rounding half away from zero, blanks left out, and a value that does not
//! fit is an error that shows it, never a silent null or a wrapped number.

use arrow::datatypes::DataType as Arrow;
use polars::prelude::*;

use super::arithmetic::{decimal_series, unscaled};
use super::calendar::REACH;
use super::function::map;
use super::label::Label;
use super::{number, parse, polars_type};
use crate::error::raise_at;
use crate::fault::Fault;

/// CAST: a value that does not fit is an error.
pub(crate) fn cast(operand: Expr, from: &Arrow, to: &Arrow, label: Label) -> Result<Expr, Fault> {
    let words = type_words(to);
    convert(operand, from, to, move |before, after| {
        check(before, after, &label, &words)
    })
}

/// `TRY_CAST`: a value that does not fit is missing.
pub(crate) fn try_cast(operand: Expr, from: &Arrow, to: &Arrow) -> Result<Expr, Fault> {
    convert(operand, from, to, |_, _| Ok(()))
}

type Checked = PolarsResult<()>;

fn convert(
    operand: Expr,
    from: &Arrow,
    to: &Arrow,
    check: impl Fn(&Series, &Series) -> Checked + Send + Sync + 'static,
) -> Result<Expr, Fault> {
    let (from, to) = (polars_type(from)?, polars_type(to)?);
    if from == to {
        return Ok(operand);
    }
    if is_free(&from, &to) {
        return Ok(operand.cast(to));
    }
    if !is_known(&from, &to) {
        return Err(Fault::unsupported(format!(
            "A cast from {} to {}",
            words(&from),
            words(&to)
        )));
    }
    let wanted = to.clone();
    Ok(operand.map(
        move |column| {
            let before = column.as_materialized_series();
            let after = values(before, &wanted)?.with_name(before.name().clone());
            if after.null_count() > before.null_count() {
                check(before, &after)?;
            }
            Ok(after.into_column())
        },
        move |_, field| Ok(Field::new(field.name().clone(), to.clone())),
    ))
}

/// Whether there is a cast between two types that are not nested.
pub(super) fn is_possible(from: &DataType, to: &DataType) -> bool {
    is_free(from, to) || is_known(from, to)
}

/// The values of such a cast; those that do not fit are missing.
pub(super) fn fitted(before: &Series, to: &DataType) -> PolarsResult<Series> {
    if before.dtype() == to || is_free(before.dtype(), to) {
        return before.cast(to);
    }
    values(before, to)
}

/// Casts that Polars does as SQL wants and that no value can fail.
fn is_free(from: &DataType, to: &DataType) -> bool {
    use DataType as D;
    match (from, to) {
        // Nanoseconds end in 2262.
        (
            D::Date | D::Datetime(TimeUnit::Microseconds | TimeUnit::Milliseconds, _),
            D::Datetime(TimeUnit::Nanoseconds, _),
        ) => false,
        (D::Null, _) | (D::Boolean, D::Float32 | D::Float64) => true,
        (D::Boolean, to) => to.is_integer() || *to == D::String,
        (from, D::Float32 | D::Float64) => {
            from.is_integer() || from.is_float() || from.is_decimal()
        }
        (from, to) if from.is_integer() && to.is_integer() => {
            let (from_bits, to_bits) = (bits(from), bits(to));
            match (from.is_unsigned_integer(), to.is_unsigned_integer()) {
                (false, true) => false,
                (true, false) => to_bits > from_bits,
                _ => to_bits >= from_bits,
            }
        }
        (from, D::String) => {
            from.is_integer()
                || from.is_decimal()
                || matches!(from, D::Date | D::Time | D::Float64 | D::Float32)
        }
        (D::Date, D::Datetime(..) | D::Int32 | D::Int64)
        | (D::Datetime(..), D::Date | D::Time)
        | (D::Duration(_), D::Duration(_)) => true,
        (D::Datetime(_, a), D::Datetime(_, b)) => a == b || b.is_some(),
        _ => false,
    }
}

fn is_known(from: &DataType, to: &DataType) -> bool {
    use DataType as D;
    let is_number =
        |data_type: &D| data_type.is_integer() || data_type.is_float() || data_type.is_decimal();
    match (from, to) {
        (D::String, D::Boolean | D::Date | D::Time | D::Datetime(..) | D::Binary)
        | (D::Boolean, D::Decimal(..))
        | (D::Date, D::Datetime(..))
        | (D::Datetime(..), D::String | D::Datetime(..))
        | (D::Int32, D::Date)
        | (D::Binary | D::Duration(_), D::String) => true,
        (D::String, to) => is_number(to),
        (from, D::Boolean) => is_number(from),
        (from, to) => is_number(from) && is_number(to),
    }
}

fn bits(data_type: &DataType) -> usize {
    match data_type {
        DataType::Int8 | DataType::UInt8 => 8,
        DataType::Int16 | DataType::UInt16 => 16,
        DataType::Int32 | DataType::UInt32 => 32,
        DataType::Int64 | DataType::UInt64 => 64,
        _ => 128,
    }
}

/// The converted values; those that do not fit are missing.
fn values(before: &Series, to: &DataType) -> PolarsResult<Series> {
    use DataType as D;
    match (before.dtype(), to) {
        (D::String, _) => from_text(before, to),
        (_, D::Boolean) => {
            let zero = Series::new(PlSmallStr::EMPTY, [0_i32]).cast(before.dtype())?;
            Ok(before.not_equal(&zero)?.into_series())
        }
        (D::Boolean, D::Decimal(..)) => values(&before.cast(&D::Int8)?, to),
        (from, D::Decimal(digits, scale)) if from.is_integer() || from.is_decimal() => {
            let from_scale = if let D::Decimal(_, from_scale) = from {
                *from_scale
            } else {
                0
            };
            let rescaled: Int128Chunked = unscaled(before)?.apply(|value| {
                number::rescale(value?, from_scale, *scale)
                    .filter(|value| number::fits(*value, *digits))
            });
            decimal_series(rescaled, to)
        }
        (from, D::Decimal(digits, scale)) if from.is_float() => {
            let floats = before.cast(&D::Float64)?;
            let rescaled: Int128Chunked = floats.f64()?.apply_nonnull_into(|value| {
                // The shortest text that reads back as the number is what a person sees.
                number::parse_decimal(&value.to_string(), *scale)
                    .filter(|value| number::fits(*value, *digits))
            });
            decimal_series(rescaled, to)
        }
        (D::Decimal(_, scale), _) => {
            let whole: Int128Chunked =
                unscaled(before)?.apply(|value| number::rescale(value?, *scale, 0));
            whole.into_series().cast(to)
        }
        (from, to) if from.is_float() && to.is_integer() => {
            let floats = before.cast(&D::Float64)?;
            floats
                .f64()?
                .apply_values(f64::round)
                .into_series()
                .cast(to)
        }
        (D::Int32, D::Date) => {
            let days = before.i32()?.iter();
            let days = days.map(|day| day.filter(|day| REACH.contains(&i64::from(*day))));
            days.collect::<Int32Chunked>().into_series().cast(to)
        }
        (D::Datetime(..), D::String) => instants_as_text(before),
        _ => before.cast(to),
    }
}

trait ApplyInto {
    fn apply_nonnull_into(&self, function: impl Fn(f64) -> Option<i128>) -> Int128Chunked;
}

impl ApplyInto for Float64Chunked {
    fn apply_nonnull_into(&self, function: impl Fn(f64) -> Option<i128>) -> Int128Chunked {
        self.iter().map(|value| value.and_then(&function)).collect()
    }
}

fn from_text(before: &Series, to: &DataType) -> PolarsResult<Series> {
    use DataType as D;
    let text = before.str()?;
    Ok(match to {
        D::Boolean => text
            .iter()
            .map(|text| text.and_then(parse::boolean))
            .collect::<BooleanChunked>()
            .into_series(),
        D::Float32 | D::Float64 => text
            .iter()
            .map(|text| text.and_then(parse::float))
            .collect::<Float64Chunked>()
            .into_series()
            .cast(to)?,
        D::Decimal(digits, scale) => {
            let parsed = text.iter().map(|text| {
                number::parse_decimal(text?, *scale).filter(|value| number::fits(*value, *digits))
            });
            decimal_series(parsed.collect::<Int128Chunked>(), to)?
        }
        D::Date => text
            .iter()
            .map(|text| text.and_then(parse::date))
            .collect::<Int32Chunked>()
            .into_series()
            .cast(to)?,
        D::Time => text
            .iter()
            .map(|text| text.and_then(parse::time))
            .collect::<Int64Chunked>()
            .into_series()
            .cast(to)?,
        D::Datetime(unit, _) => {
            let nanos = match unit {
                TimeUnit::Nanoseconds => 1,
                TimeUnit::Microseconds => 1000,
                TimeUnit::Milliseconds => 1_000_000,
            };
            let parsed = text
                .iter()
                .map(|text| i64::try_from(parse::instant(text?)?.0.div_euclid(nanos)).ok());
            parsed.collect::<Int64Chunked>().into_series().cast(to)?
        }
        integer if integer.is_integer() => {
            // A fraction in a text is not a whole number; `1.0` is.
            let parsed = text.iter().map(|text| {
                let text = text?.trim();
                text.parse::<i128>().ok().or_else(|| {
                    let thousandths = number::parse_decimal(text, 9)?;
                    (thousandths % 1_000_000_000 == 0).then_some(thousandths / 1_000_000_000)
                })
            });
            parsed.collect::<Int128Chunked>().into_series().cast(to)?
        }
        _ => before.cast(to)?,
    })
}

/// `2026-11-20 18:42:00`, with a fraction only when there is one.
fn instants_as_text(before: &Series) -> PolarsResult<Series> {
    let text = before.datetime()?.to_string("%Y-%m-%d %H:%M:%S%.f")?;
    Ok(text.into_series())
}

fn check(before: &Series, after: &Series, label: &Label, to: &str) -> Checked {
    let shown = lost(before, after)?;
    let hint = "Use TRY_CAST to turn such values into missing ones.";
    let message = format!(
        "`{label}` has values that are not {to}: {}. {hint}",
        shown.join(", ")
    );
    Err(raise_at(label.place(), "SQL_CAST", &message))
}

/// The first values that became missing, as they are shown.
pub(super) fn lost(before: &Series, after: &Series) -> PolarsResult<Vec<String>> {
    const SHOWN: usize = 3;
    let lost = after.is_null() & before.is_not_null();
    let mut shown = Vec::new();
    for (at, _) in lost
        .iter()
        .enumerate()
        .filter(|(_, lost)| *lost == Some(true))
        .take(SHOWN)
    {
        let value = before.get(at)?;
        let text = value
            .get_str()
            .map_or_else(|| value.to_string(), |text| format!("'{text}'"));
        shown.push(text.chars().take(60).collect::<String>());
    }
    Ok(shown)
}

fn type_words(arrow: &Arrow) -> String {
    polars_type(arrow).map_or_else(|_| "of that type".to_owned(), |to| words(&to))
}

/// A type in words, with its article.
pub(super) fn words(data_type: &DataType) -> String {
    use DataType as D;
    match data_type {
        D::Boolean => "yes or no".to_owned(),
        D::Date => "a date (YYYY-MM-DD)".to_owned(),
        D::Time => "a time of day (hh:mm:ss)".to_owned(),
        D::Datetime(..) => "a date and time (YYYY-MM-DD hh:mm:ss)".to_owned(),
        D::Duration(_) => "a duration".to_owned(),
        D::Decimal(digits, scale) => {
            format!("a decimal of {digits} digits, {scale} after the point")
        }
        D::Float32 | D::Float64 => "a number".to_owned(),
        D::String => "text".to_owned(),
        D::Binary => "bytes".to_owned(),
        integer if integer.is_integer() => format!("a whole number of {} bits", bits(integer)),
        D::List(_) if map::parts(data_type).is_some() => "a map".to_owned(),
        D::List(_) => "a list".to_owned(),
        D::Struct(_) => "a structure".to_owned(),
        _ => "a nested value".to_owned(),
    }
}
