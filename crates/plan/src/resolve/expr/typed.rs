//! Types by the names that other databases give them, and typed texts that are wrong whatever the
//! rows hold.

use arrow::compute::kernels::cast_utils::Parser as _;
use arrow::datatypes::{DataType as Arrow, Date32Type, TimeUnit};
use datafusion_common::ScalarValue;
use sqlparser::ast::{
    ArrayElemTypeDef, DataType, ExactNumberInfo, Expr, Ident, StructBracketKind, StructField,
    TimezoneInfo, Value, ValueWithSpan,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use crate::near::shortened;
use crate::parse::nested;
use crate::tree;

/// Digits after the second that an instant has: microseconds.
const DIGITS: u64 = 6;

/// Microseconds since 1970 of the years 1 to 9999.
const REACH: std::ops::Range<i64> = -62_135_596_800_000_000..253_402_300_800_000_000;

/// What takes the place of a type's name.
pub(super) enum Known {
    /// The planner's word for it.
    As(DataType),
    /// The planner knows it, or says what is wrong.
    Same,
    /// No column can have it.
    Missing,
}

impl Resolver<'_> {
    /// Puts the planner's word in the place of a type's name, and refuses types that there are not.
    pub(super) fn settle_type(&mut self, data_type: &mut DataType, span: Span) {
        match known(data_type) {
            Known::As(settled) => *data_type = settled,
            Known::Same => {}
            Known::Missing => {
                let message = format!("There is no type `{data_type}` here.");
                let hint = "Types: BOOLEAN, TINYINT to BIGINT, DECIMAL(p, s), DOUBLE, TEXT, BLOB, DATE, TIME, TIMESTAMP, INTERVAL, and what is made of them: BIGINT[], STRUCT(a BIGINT, b TEXT), MAP(TEXT, BIGINT).";
                self.error(span, "SQL_UNSUPPORTED", message, hint);
            }
        }
    }

    pub(super) fn check_type(&mut self, data_type: &DataType, expr: &Expr) {
        let (DataType::Decimal(info) | DataType::Numeric(info)) = data_type else {
            return;
        };
        let (precision, scale) = match info {
            ExactNumberInfo::None => return,
            ExactNumberInfo::Precision(precision) => (*precision, 0),
            ExactNumberInfo::PrecisionAndScale(precision, scale) => (*precision, *scale),
        };
        let is_scale = scale >= 0 && scale.unsigned_abs() <= precision;
        if !(1..=38).contains(&precision) || !is_scale {
            let span = tree::span_of(expr);
            let message = format!(
                "A decimal with {precision} digits, {scale} after the point, is not possible."
            );
            let hint = "Use a precision of 1 to 38 digits and a scale of at most the precision.";
            self.error(span, "SQL_UNSUPPORTED", message, hint);
        }
    }

    /// A parameter, or a number that the planner reads otherwise than it is meant.
    pub(super) fn written_value(&mut self, value: &ValueWithSpan) -> Option<Expr> {
        match &value.value {
            Value::Placeholder(name) => {
                let (name, span) = (name.clone(), value.span);
                self.placeholder(&name, span)
            }
            Value::UnicodeStringLiteral(text) => Some(tree::text(text, value.span)),
            Value::Number(digits, _) if is_too_long(digits) => {
                let hint = "Numbers hold up to 38 digits; with an exponent, up to 1.7e308.";
                let message = "This number is out of range.".to_owned();
                self.error(value.span, "SQL_VALUE", message, hint);
                None
            }
            Value::Number(digits, _) if digits.contains(['e', 'E']) => Some(tree::cast(
                tree::text(digits, value.span),
                DataType::DoublePrecision,
            )),
            _ => None,
        }
    }

    /// A day or an instant written as text must be one; it gets the seconds that it lacks.
    pub(super) fn settle_value(&mut self, data_type: &DataType, value: &mut ValueWithSpan) {
        let Value::SingleQuotedString(given) = &mut value.value else {
            return;
        };
        let (is_read, what, hint) = match data_type {
            DataType::Date => (
                Date32Type::parse(given).is_some(),
                "day of the calendar",
                "Write days as year-month-day: 2026-11-20.",
            ),
            DataType::Timestamp(..) => {
                if let Some(whole) = with_seconds(given) {
                    *given = whole;
                }
                (
                    is_instant(given) || Date32Type::parse(given).is_some(),
                    "date and time",
                    "Write 2026-11-20 18:42 or 2026-11-20 18:42:00.5; years go from 1 to 9999.",
                )
            }
            _ => return,
        };
        if !is_read {
            let message = format!("`{}` is no {what}.", shortened(given));
            self.error(value.span, "SQL_VALUE", message, hint);
        }
    }
}

/// Whether no number type holds these digits.
fn is_too_long(digits: &str) -> bool {
    if digits.contains(['e', 'E']) {
        return digits
            .replace('_', "")
            .parse::<f64>()
            .map_or(true, f64::is_infinite);
    }
    digits.bytes().filter(u8::is_ascii_digit).count() > 38
}

/// Whether a text is an instant of the years 1 to 9999.
fn is_instant(given: &str) -> bool {
    let micros = Arrow::Timestamp(TimeUnit::Microsecond, None);
    let read = ScalarValue::from(given).cast_to(&micros);
    matches!(read, Ok(ScalarValue::TimestampMicrosecond(Some(micros), _)) if REACH.contains(&micros))
}

/// `2026-11-20 18:42` with seconds, also in front of a zone; none where that is not what is written.
fn with_seconds(given: &str) -> Option<String> {
    let trimmed = given.trim();
    let (day, clock) = trimmed.split_once([' ', 'T'])?;
    let clock = clock.trim_start();
    let end = clock
        .find(|sign: char| !sign.is_ascii_digit() && sign != ':')
        .unwrap_or(clock.len());
    let (time, zone) = clock.split_at(end);
    let (hour, minute) = time.split_once(':')?;
    let is_clock = (1..=2).contains(&hour.len()) && minute.len() == 2 && !zone.starts_with('.');
    is_clock.then(|| format!("{day} {hour:0>2}:{minute}:00{zone}"))
}

pub(super) fn known(data_type: &mut DataType) -> Known {
    use DataType as D;
    let exact = |digits| D::Decimal(ExactNumberInfo::PrecisionAndScale(digits, 0));
    Known::As(match data_type {
        D::Timestamp(digits, zone) => {
            let digits = digits.filter(|digits| [0, 3, 9].contains(digits));
            D::Timestamp(digits.or(Some(DIGITS)), *zone)
        }
        D::Datetime(_) | D::TimestampNtz(_) => instant(DIGITS),
        D::JSON
        | D::JSONB
        | D::Uuid
        | D::Nvarchar(_)
        | D::Clob(_)
        | D::TinyText
        | D::MediumText
        | D::LongText
        | D::Character(_)
        | D::CharacterVarying(_)
        | D::CharVarying(_) => D::Text,
        D::Binary(_)
        | D::Varbinary(_)
        | D::Blob(_)
        | D::Bytes(_)
        | D::TinyBlob
        | D::MediumBlob
        | D::LongBlob => D::Bytea,
        D::Int16 => D::SmallInt(None),
        D::Int32 | D::MediumInt(_) | D::Signed | D::SignedInteger => D::Int(None),
        D::Int64 => D::BigInt(None),
        D::HugeInt | D::UHugeInt | D::Int128 | D::UInt128 => exact(38),
        D::UTinyInt | D::UInt8 => D::TinyIntUnsigned(None),
        D::USmallInt | D::UInt16 => D::SmallIntUnsigned(None),
        D::UInt32 | D::Unsigned | D::UnsignedInteger => D::IntUnsigned(None),
        D::UBigInt | D::UInt64 => D::BigIntUnsigned(None),
        D::Float32 => D::Real,
        D::Float64 => D::DoublePrecision,
        D::Date32 => D::Date,
        D::Dec(info) | D::BigDecimal(info) | D::BigNumeric(info) => D::Decimal(*info),
        D::Map(key, value) => return map_of((**key).clone(), (**value).clone()),
        D::Custom(name, written) => match name.to_string().to_ascii_lowercase().as_str() {
            "uinteger" => D::IntUnsigned(None),
            "utinyint" => D::TinyIntUnsigned(None),
            "usmallint" => D::SmallIntUnsigned(None),
            "ubigint" => D::BigIntUnsigned(None),
            "hugeint" | "uhugeint" => exact(38),
            "short" | "int1" => D::SmallInt(None),
            "long" => D::BigInt(None),
            "logical" => D::Boolean,
            "bpchar" | "string" => D::Text,
            "timestamp_s" => instant(0),
            "timestamp_ms" => instant(3),
            "timestamp_us" => instant(DIGITS),
            "timestamp_ns" => instant(9),
            "struct" => return structure_of(written),
            "map" => {
                let types = written.first().and_then(|written| nested::types(written));
                return match types.as_deref() {
                    Some([key, value]) => map_of(key.clone(), value.clone()),
                    _ => Known::Missing,
                };
            }
            _ => return Known::Missing,
        },
        D::Array(ArrayElemTypeDef::SquareBracket(item, _)) => {
            return match known(item) {
                Known::As(settled) => {
                    **item = settled;
                    Known::Same
                }
                other => other,
            };
        }
        D::Bit(_)
        | D::BitVarying(_)
        | D::VarBit(_)
        | D::Enum(..)
        | D::Set(_)
        | D::Union(_)
        | D::Nested(_)
        | D::Tuple(_)
        | D::Regclass
        | D::TsVector
        | D::TsQuery => return Known::Missing,
        _ => return Known::Same,
    })
}

/// A structure of settled types, from what stands between its brackets.
fn structure_of(written: &[String]) -> Known {
    let Some(fields) = written.first().and_then(|written| nested::fields(written)) else {
        return Known::Missing;
    };
    structure(fields)
}

/// A structure with these fields.
pub(super) fn structure(fields: Vec<(Ident, DataType)>) -> Known {
    let mut settled = Vec::with_capacity(fields.len());
    for (name, mut field_type) in fields {
        match known(&mut field_type) {
            Known::As(other) => field_type = other,
            Known::Same => {}
            Known::Missing => return Known::Missing,
        }
        settled.push(StructField {
            field_name: Some(tree::exact(&name.value, name.span)),
            field_type,
            options: None,
        });
    }
    Known::As(DataType::Struct(settled, StructBracketKind::Parentheses))
}

/// Maps are lists of structures with a key and a value.
fn map_of(key: DataType, value: DataType) -> Known {
    match structure(vec![(Ident::new("key"), key), (Ident::new("value"), value)]) {
        Known::As(entry) => {
            let entry = Box::new(entry);
            Known::As(DataType::Array(ArrayElemTypeDef::SquareBracket(
                entry, None,
            )))
        }
        other => other,
    }
}

fn instant(digits: u64) -> DataType {
    DataType::Timestamp(Some(digits), TimezoneInfo::None)
}
