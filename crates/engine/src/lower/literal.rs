//! Literal values of the tree as typed literals of Polars.

use std::sync::Arc;

use arrow::datatypes::i256;
use datafusion_common::ScalarValue;
use polars::prelude::*;

use super::calendar::{DAY, REACH};
use super::{bridge, polars_type};
use crate::fault::Fault;

/// A typed literal.
pub(crate) fn literal(value: &ScalarValue) -> Result<Expr, Fault> {
    Ok(Expr::Literal(scalar(value)?.into()))
}

/// A missing value of a type.
pub(crate) fn missing(data_type: DataType) -> Expr {
    Expr::Literal(Scalar::null(data_type).into())
}

/// A single value with its Polars type.
pub(crate) fn scalar(value: &ScalarValue) -> Result<Scalar, Fault> {
    let data_type = polars_type(&value.data_type())?;
    if value.data_type().is_nested() {
        let column = bridge::from_arrow(value.to_array()?)?.cast(&data_type)?;
        return Ok(Scalar::new(data_type, column.get(0)?.into_static()));
    }
    within_reach(value)?;
    let any = any_value(value, &data_type)?.unwrap_or(AnyValue::Null);
    Ok(Scalar::new(data_type, any))
}

fn any_value(value: &ScalarValue, to: &DataType) -> Result<Option<AnyValue<'static>>, Fault> {
    use ScalarValue as S;
    let text = |text: &Option<String>| {
        text.as_deref()
            .map(|text| AnyValue::StringOwned(text.into()))
    };
    let bytes = |bytes: &Option<Vec<u8>>| bytes.clone().map(AnyValue::BinaryOwned);
    let instant = |value: Option<i64>, factor: i64| {
        let DataType::Datetime(unit, zone) = to else {
            return None;
        };
        let zone = zone.clone().map(Arc::new);
        Some(AnyValue::DatetimeOwned(
            value?.checked_mul(factor)?,
            *unit,
            zone,
        ))
    };
    let duration = |value: Option<i64>, factor: i64| {
        let DataType::Duration(unit) = to else {
            return None;
        };
        Some(AnyValue::Duration(value?.checked_mul(factor)?, *unit))
    };
    let decimal = |value: Option<i128>| {
        let DataType::Decimal(digits, scale) = to else {
            return None;
        };
        value.map(|value| AnyValue::Decimal(value, *digits, *scale))
    };
    Ok(match value {
        S::Boolean(value) => value.map(AnyValue::Boolean),
        S::Int8(value) => value.map(AnyValue::Int8),
        S::Int16(value) => value.map(AnyValue::Int16),
        S::Int32(value) => value.map(AnyValue::Int32),
        S::Int64(value) => value.map(AnyValue::Int64),
        S::UInt8(value) => value.map(AnyValue::UInt8),
        S::UInt16(value) => value.map(AnyValue::UInt16),
        S::UInt32(value) => value.map(AnyValue::UInt32),
        S::UInt64(value) => value.map(AnyValue::UInt64),
        S::Float16(value) => value.map(|value| AnyValue::Float32(value.to_f32())),
        S::Float32(value) => value.map(AnyValue::Float32),
        S::Float64(value) => value.map(AnyValue::Float64),
        S::Decimal32(value, ..) => decimal(value.map(i128::from)),
        S::Decimal64(value, ..) => decimal(value.map(i128::from)),
        S::Decimal128(value, ..) => decimal(*value),
        S::Decimal256(value, ..) => decimal(value.and_then(i256::to_i128)),
        S::Utf8(value) | S::Utf8View(value) | S::LargeUtf8(value) => text(value),
        S::Binary(value)
        | S::BinaryView(value)
        | S::LargeBinary(value)
        | S::FixedSizeBinary(_, value) => bytes(value),
        S::Date32(value) => value.map(AnyValue::Date),
        S::Date64(value) => value
            .and_then(|value| i32::try_from(value.div_euclid(86_400_000)).ok())
            .map(AnyValue::Date),
        S::Time32Second(value) => {
            value.map(|value| AnyValue::Time(i64::from(value) * 1_000_000_000))
        }
        S::Time32Millisecond(value) => {
            value.map(|value| AnyValue::Time(i64::from(value) * 1_000_000))
        }
        S::Time64Microsecond(value) => value.map(|value| AnyValue::Time(value * 1000)),
        S::Time64Nanosecond(value) => value.map(AnyValue::Time),
        S::TimestampSecond(value, _) => instant(*value, 1000),
        S::TimestampMillisecond(value, _)
        | S::TimestampMicrosecond(value, _)
        | S::TimestampNanosecond(value, _) => instant(*value, 1),
        S::DurationSecond(value) => duration(*value, 1000),
        S::DurationMillisecond(value)
        | S::DurationMicrosecond(value)
        | S::DurationNanosecond(value) => duration(*value, 1),
        S::IntervalDayTime(value) => duration(
            value.map(|value| {
                i64::from(value.days) * 86_400_000_000 + i64::from(value.milliseconds) * 1000
            }),
            1,
        ),
        S::IntervalMonthDayNano(Some(value)) => {
            if value.months != 0 {
                return Err(Fault::unsupported(
                    "An interval of months as a value of its own",
                ));
            }
            duration(
                Some(i64::from(value.days) * 86_400_000_000 + value.nanoseconds / 1000),
                1,
            )
        }
        S::Null | S::IntervalMonthDayNano(None) => None,
        S::Dictionary(_, value) => return any_value(value, to),
        _ => return Err(Fault::unsupported("A constant of this type")),
    })
}

/// Refuses days and instants outside the years 1 to 9999.
fn within_reach(value: &ScalarValue) -> Result<(), Fault> {
    let (count, per_day, refusal) = match value {
        ScalarValue::Date32(Some(day)) => {
            let refusal = ("SQL_CAST", "A date lies outside the years 1 to 9999.");
            (i64::from(*day), 1, refusal)
        }
        ScalarValue::TimestampSecond(Some(count), _) => (*count, DAY / 1_000_000, FAR),
        ScalarValue::TimestampMillisecond(Some(count), _) => (*count, DAY / 1000, FAR),
        ScalarValue::TimestampMicrosecond(Some(count), _) => (*count, DAY, FAR),
        _ => return Ok(()),
    };
    if REACH.contains(&count.div_euclid(per_day)) {
        return Ok(());
    }
    Err(Fault::value(refusal.0, refusal.1))
}

const FAR: (&str, &str) = (
    "SQL_OVERFLOW",
    "A date and time lies outside the years 1 to 9999.",
);
