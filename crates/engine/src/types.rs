//! The types of Assay beside those of Polars: one table, both ways.

use model::{DataType, Field, TimePrecision};
use polars::prelude::{DataType as Polars, Field as PolarsField, TimeUnit, TimeZone};

/// The Polars type that values of this type are kept in.
pub fn to_polars(data_type: &DataType) -> Polars {
    match data_type {
        DataType::Null => Polars::Null,
        DataType::Boolean => Polars::Boolean,
        DataType::Int8 => Polars::Int8,
        DataType::Int16 => Polars::Int16,
        DataType::Int32 => Polars::Int32,
        DataType::Int64 => Polars::Int64,
        DataType::Int128 => Polars::Int128,
        DataType::UInt8 => Polars::UInt8,
        DataType::UInt16 => Polars::UInt16,
        DataType::UInt32 => Polars::UInt32,
        DataType::UInt64 => Polars::UInt64,
        DataType::Float32 => Polars::Float32,
        DataType::Float64 => Polars::Float64,
        DataType::Decimal { precision, scale } => {
            Polars::Decimal(usize::from(*precision), usize::from(*scale))
        }
        DataType::Text => Polars::String,
        DataType::Binary => Polars::Binary,
        DataType::Date => Polars::Date,
        DataType::Time => Polars::Time,
        DataType::DateTime { precision, zone } => Polars::Datetime(
            unit(*precision),
            zone.as_deref()
                .and_then(|name| TimeZone::opt_try_new(Some(name)).ok().flatten()),
        ),
        DataType::Duration { precision } => Polars::Duration(unit(*precision)),
        DataType::List { item } => Polars::List(Box::new(to_polars(item))),
        DataType::Struct { fields } => Polars::Struct(
            fields
                .iter()
                .map(|field| {
                    PolarsField::new(field.name.as_str().into(), to_polars(&field.data_type))
                })
                .collect(),
        ),
    }
}

/// The type of Assay that a Polars column is shown as; categories are text, arrays are lists.
pub fn from_polars(data_type: &Polars) -> DataType {
    match data_type {
        Polars::Boolean => DataType::Boolean,
        Polars::Int8 => DataType::Int8,
        Polars::Int16 => DataType::Int16,
        Polars::Int32 => DataType::Int32,
        Polars::Int64 => DataType::Int64,
        Polars::Int128 => DataType::Int128,
        Polars::UInt8 => DataType::UInt8,
        Polars::UInt16 => DataType::UInt16,
        Polars::UInt32 => DataType::UInt32,
        Polars::UInt64 => DataType::UInt64,
        Polars::Float32 => DataType::Float32,
        Polars::Float64 => DataType::Float64,
        Polars::Decimal(precision, scale) => DataType::Decimal {
            precision: small(*precision),
            scale: small(*scale),
        },
        Polars::String | Polars::Categorical(..) | Polars::Enum(..) => DataType::Text,
        Polars::Binary | Polars::BinaryOffset => DataType::Binary,
        Polars::Date => DataType::Date,
        Polars::Time => DataType::Time,
        Polars::Datetime(unit, zone) => DataType::DateTime {
            precision: precision(*unit),
            zone: zone.as_ref().map(|zone| zone.as_str().to_owned()),
        },
        Polars::Duration(unit) => DataType::Duration {
            precision: precision(*unit),
        },
        Polars::List(item) | Polars::Array(item, _) => DataType::List {
            item: Box::new(from_polars(item)),
        },
        Polars::Struct(fields) => DataType::Struct {
            fields: fields
                .iter()
                .map(|field| Field::new(field.name().as_str(), from_polars(field.dtype())))
                .collect(),
        },
        _ => DataType::Null,
    }
}

fn unit(precision: TimePrecision) -> TimeUnit {
    match precision {
        TimePrecision::Milliseconds => TimeUnit::Milliseconds,
        TimePrecision::Microseconds => TimeUnit::Microseconds,
        TimePrecision::Nanoseconds => TimeUnit::Nanoseconds,
    }
}

fn precision(unit: TimeUnit) -> TimePrecision {
    match unit {
        TimeUnit::Milliseconds => TimePrecision::Milliseconds,
        TimeUnit::Microseconds => TimePrecision::Microseconds,
        TimeUnit::Nanoseconds => TimePrecision::Nanoseconds,
    }
}

fn small(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(38)
}
