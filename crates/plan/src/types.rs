//! The types of the workbook's columns and those of the planner, one for one.
//!
//! Whole numbers of 128 bits have no type of their own in the planner; they become decimals of 38
//! digits. Dictionary, view and large variants of text and lists are read as the plain type.

use std::sync::Arc;

use arrow::datatypes::{
    DataType as ArrowType, Field as ArrowField, Fields, IntervalUnit, Schema, TimeUnit,
};
use model::{DataType, Field, TimePrecision};

/// The planner's type for a column type.
pub fn to_arrow(data_type: &DataType) -> ArrowType {
    match data_type {
        DataType::Null => ArrowType::Null,
        DataType::Boolean => ArrowType::Boolean,
        DataType::Int8 => ArrowType::Int8,
        DataType::Int16 => ArrowType::Int16,
        DataType::Int32 => ArrowType::Int32,
        DataType::Int64 => ArrowType::Int64,
        DataType::Int128 => ArrowType::Decimal128(38, 0),
        DataType::UInt8 => ArrowType::UInt8,
        DataType::UInt16 => ArrowType::UInt16,
        DataType::UInt32 => ArrowType::UInt32,
        DataType::UInt64 => ArrowType::UInt64,
        DataType::Float32 => ArrowType::Float32,
        DataType::Float64 => ArrowType::Float64,
        DataType::Decimal { precision, scale } => decimal(*precision, *scale),
        DataType::Text => ArrowType::Utf8,
        DataType::Binary => ArrowType::Binary,
        DataType::Date => ArrowType::Date32,
        DataType::Time => ArrowType::Time64(TimeUnit::Nanosecond),
        DataType::DateTime { precision, zone } => {
            ArrowType::Timestamp(unit(*precision), zone.as_deref().map(Arc::from))
        }
        DataType::Duration { precision } => ArrowType::Duration(unit(*precision)),
        DataType::List { item } => ArrowType::new_list(to_arrow(item), true),
        DataType::Struct { fields } => ArrowType::Struct(arrow_fields(fields)),
    }
}

/// The column type for a planner's type; none for types that no column can have.
pub fn from_arrow(data_type: &ArrowType) -> Option<DataType> {
    Some(match data_type {
        ArrowType::Null => DataType::Null,
        ArrowType::Boolean => DataType::Boolean,
        ArrowType::Int8 => DataType::Int8,
        ArrowType::Int16 => DataType::Int16,
        ArrowType::Int32 => DataType::Int32,
        ArrowType::Int64 => DataType::Int64,
        ArrowType::UInt8 => DataType::UInt8,
        ArrowType::UInt16 => DataType::UInt16,
        ArrowType::UInt32 => DataType::UInt32,
        ArrowType::UInt64 => DataType::UInt64,
        ArrowType::Float16 | ArrowType::Float32 => DataType::Float32,
        ArrowType::Float64 => DataType::Float64,
        ArrowType::Decimal32(precision, scale)
        | ArrowType::Decimal64(precision, scale)
        | ArrowType::Decimal128(precision, scale)
        | ArrowType::Decimal256(precision, scale) => DataType::Decimal {
            precision: (*precision).min(38),
            scale: u8::try_from(*scale).unwrap_or(0).min(38),
        },
        ArrowType::Utf8 | ArrowType::LargeUtf8 | ArrowType::Utf8View => DataType::Text,
        ArrowType::Binary
        | ArrowType::LargeBinary
        | ArrowType::BinaryView
        | ArrowType::FixedSizeBinary(_) => DataType::Binary,
        ArrowType::Date32 | ArrowType::Date64 => DataType::Date,
        ArrowType::Time32(_) | ArrowType::Time64(_) => DataType::Time,
        ArrowType::Timestamp(unit, zone) => DataType::DateTime {
            precision: precision(*unit),
            zone: zone.as_deref().map(str::to_owned),
        },
        ArrowType::Duration(unit) => DataType::Duration {
            precision: precision(*unit),
        },
        ArrowType::Interval(IntervalUnit::DayTime | IntervalUnit::MonthDayNano) => {
            DataType::Duration {
                precision: TimePrecision::Microseconds,
            }
        }
        ArrowType::List(item)
        | ArrowType::LargeList(item)
        | ArrowType::ListView(item)
        | ArrowType::LargeListView(item)
        | ArrowType::FixedSizeList(item, _) => DataType::List {
            item: Box::new(from_arrow(item.data_type())?),
        },
        ArrowType::Struct(fields) => DataType::Struct {
            fields: model_fields(fields)?,
        },
        ArrowType::Dictionary(_, value) => from_arrow(value)?,
        ArrowType::RunEndEncoded(_, value) => from_arrow(value.data_type())?,
        ArrowType::Interval(_) | ArrowType::Map(..) | ArrowType::Union(..) => return None,
    })
}

/// The planner's schema of columns, all of them nullable.
pub fn arrow_schema(fields: &[Field]) -> Schema {
    Schema::new(arrow_fields(fields))
}

fn arrow_fields(fields: &[Field]) -> Fields {
    fields
        .iter()
        .map(|field| ArrowField::new(&field.name, to_arrow(&field.data_type), true))
        .collect()
}

fn model_fields(fields: &Fields) -> Option<Vec<Field>> {
    fields
        .iter()
        .map(|field| Some(Field::new(field.name(), from_arrow(field.data_type())?)))
        .collect()
}

fn decimal(precision: u8, scale: u8) -> ArrowType {
    let scale = scale.min(38);
    ArrowType::Decimal128(
        precision.clamp(scale.max(1), 38),
        i8::try_from(scale).unwrap_or(38),
    )
}

fn unit(precision: TimePrecision) -> TimeUnit {
    match precision {
        TimePrecision::Milliseconds => TimeUnit::Millisecond,
        TimePrecision::Microseconds => TimeUnit::Microsecond,
        TimePrecision::Nanoseconds => TimeUnit::Nanosecond,
    }
}

fn precision(unit: TimeUnit) -> TimePrecision {
    match unit {
        TimeUnit::Second | TimeUnit::Millisecond => TimePrecision::Milliseconds,
        TimeUnit::Microsecond => TimePrecision::Microseconds,
        TimeUnit::Nanosecond => TimePrecision::Nanoseconds,
    }
}

/// The types of the keys and values of a map, by the items of its list; none for other items.
pub fn map_of(item: &DataType) -> Option<(&DataType, &DataType)> {
    match item {
        DataType::Struct { fields } => match fields.as_slice() {
            [key, value] if key.name == "key" && value.name == "value" => {
                Some((&key.data_type, &value.data_type))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The word a person reads for a type.
pub fn words(data_type: &DataType) -> String {
    match data_type {
        DataType::Null => "null".to_owned(),
        DataType::Boolean => "yes/no".to_owned(),
        data_type if data_type.is_integer() => "whole number".to_owned(),
        DataType::Decimal { precision, scale } => format!("decimal({precision}, {scale})"),
        DataType::Float32 | DataType::Float64 => "number".to_owned(),
        DataType::Text => "text".to_owned(),
        DataType::Binary => "bytes".to_owned(),
        DataType::Date => "date".to_owned(),
        DataType::Time => "time".to_owned(),
        DataType::DateTime { zone: None, .. } => "date and time".to_owned(),
        DataType::DateTime {
            zone: Some(zone), ..
        } => format!("date and time in {zone}"),
        DataType::Duration { .. } => "duration".to_owned(),
        DataType::List { item } => match map_of(item) {
            Some((key, value)) => format!("map of {} to {}", words(key), words(value)),
            None => format!("list of {}", words(item)),
        },
        _ => "structure".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{from_arrow, to_arrow};
    use model::{DataType, Field, TimePrecision};

    #[test]
    fn types_survive_the_way_there_and_back() {
        let zone = Some("Europe/Vienna".to_owned());
        for data_type in [
            DataType::Null,
            DataType::Boolean,
            DataType::Int8,
            DataType::UInt64,
            DataType::Float32,
            DataType::Decimal {
                precision: 12,
                scale: 2,
            },
            DataType::Decimal {
                precision: 38,
                scale: 38,
            },
            DataType::Text,
            DataType::Binary,
            DataType::Date,
            DataType::Time,
            DataType::DateTime {
                precision: TimePrecision::Milliseconds,
                zone,
            },
            DataType::Duration {
                precision: TimePrecision::Nanoseconds,
            },
            DataType::List {
                item: Box::new(DataType::Text),
            },
            DataType::Struct {
                fields: vec![Field::new("a", DataType::Int32)],
            },
        ] {
            assert_eq!(from_arrow(&to_arrow(&data_type)), Some(data_type));
        }
    }

    #[test]
    fn whole_numbers_of_128_bits_become_decimals_of_38_digits() {
        let there = to_arrow(&DataType::Int128);
        assert_eq!(
            from_arrow(&there),
            Some(DataType::Decimal {
                precision: 38,
                scale: 0
            })
        );
    }
}
