//! Small answers of the engine as plain values, column by column.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::ipc::reader::StreamReader;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use model::{Field, Value};

use crate::Error;

/// Rows of a question that was asked for notes.
pub(in crate::session) struct Table {
    columns: Vec<(String, Vec<Value>)>,
    /// All rows of the answer; those that were read may be fewer.
    pub(in crate::session::charts) rows: u64,
}

impl Table {
    /// Reads an Arrow IPC stream.
    pub(in crate::session) fn read(bytes: &[u8], rows: u64) -> Result<Self, Error> {
        let read = || -> Result<Self, arrow::error::ArrowError> {
            let reader = StreamReader::try_new(bytes, None)?;
            let mut columns: Vec<(String, Vec<Value>)> = reader
                .schema()
                .fields()
                .iter()
                .map(|field| (field.name().clone(), Vec::new()))
                .collect();
            for batch in reader {
                let batch = batch?;
                for ((_, values), column) in columns.iter_mut().zip(batch.columns()) {
                    values.extend((0..column.len()).map(|row| value(column.as_ref(), row)));
                }
            }
            Ok(Self { columns, rows })
        };
        read().map_err(|error| {
            tracing::error!(%error, "an answer for notes could not be read");
            Error::fault("Looking at the data of the chart")
        })
    }

    /// The same with exact numbers as numbers: they are sent as their digits, so that none is lost.
    pub(in crate::session) fn with_exact_numbers(mut self, fields: &[Field]) -> Self {
        for (name, values) in &mut self.columns {
            let field = fields.iter().find(|field| field.name == *name);
            let exact = match field.map(|field| &field.data_type) {
                Some(model::DataType::Decimal { .. }) => Value::Decimal,
                Some(model::DataType::Int128) => Value::Integer,
                _ => continue,
            };
            for value in values {
                if let Value::Text(digits) = value {
                    *value = exact(std::mem::take(digits));
                }
            }
        }
        self
    }

    /// The columns by name.
    pub(in crate::session) fn into_columns(self) -> Vec<(String, Vec<Value>)> {
        self.columns
    }

    /// How many rows were read.
    pub(in crate::session::charts) fn len(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }

    /// A value; null where there is no such row or column.
    pub(in crate::session) fn at(&self, column: &str, row: usize) -> Value {
        self.columns
            .iter()
            .find(|(name, _)| name == column)
            .and_then(|(_, values)| values.get(row).cloned())
            .unwrap_or(Value::Null)
    }

    /// A finite number.
    pub(in crate::session::charts) fn number(&self, column: &str, row: usize) -> Option<f64> {
        number(&self.at(column, row))
    }

    /// The finite numbers of a column.
    pub(super) fn numbers(&self, column: &str) -> Vec<f64> {
        (0..self.len())
            .filter_map(|row| self.number(column, row))
            .collect()
    }
}

/// A value as a finite number; true is 1.
pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Float(number) => *number,
        Value::Integer(text) | Value::Decimal(text) => text.parse().ok()?,
        Value::Boolean(is_true) => f64::from(u8::from(*is_true)),
        _ => return None,
    };
    number.is_finite().then_some(number)
}

fn value(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    macro_rules! whole {
        ($type:ty) => {
            Value::Integer(column.as_primitive::<$type>().value(row).to_string())
        };
    }
    match column.data_type() {
        DataType::Boolean => Value::Boolean(column.as_boolean().value(row)),
        DataType::Int8 => whole!(Int8Type),
        DataType::Int16 => whole!(Int16Type),
        DataType::Int32 => whole!(Int32Type),
        DataType::Int64 => whole!(Int64Type),
        DataType::UInt8 => whole!(UInt8Type),
        DataType::UInt16 => whole!(UInt16Type),
        DataType::UInt32 => whole!(UInt32Type),
        DataType::UInt64 => whole!(UInt64Type),
        DataType::Float32 => {
            Value::Float(f64::from(column.as_primitive::<Float32Type>().value(row)))
        }
        DataType::Float64 => Value::Float(column.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal128(..) => {
            Value::Decimal(column.as_primitive::<Decimal128Type>().value_as_string(row))
        }
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Value::Text(column.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Value::Text(column.as_string_view().value(row).to_owned()),
        DataType::Date32 => day(column.as_primitive::<Date32Type>().value(row)),
        DataType::Timestamp(unit, None) => {
            let nanoseconds = match unit {
                TimeUnit::Millisecond => {
                    i128::from(column.as_primitive::<TimestampMillisecondType>().value(row))
                        * 1_000_000
                }
                TimeUnit::Microsecond => {
                    i128::from(column.as_primitive::<TimestampMicrosecondType>().value(row)) * 1_000
                }
                TimeUnit::Nanosecond => {
                    i128::from(column.as_primitive::<TimestampNanosecondType>().value(row))
                }
                TimeUnit::Second => return Value::Null,
            };
            instant(nanoseconds)
        }
        // Lists, structures and zoned instants are no part of what is asked here.
        _ => Value::Null,
    }
}

fn day(days: i32) -> Value {
    let since = SignedDuration::from_hours(i64::from(days) * 24);
    Date::new(1970, 1, 1)
        .and_then(|first| first.checked_add(since))
        .map_or(Value::Null, |date| Value::Date(date.to_string()))
}

fn instant(nanoseconds: i128) -> Value {
    Timestamp::from_nanosecond(nanoseconds).map_or(Value::Null, |at| {
        let local = at.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        Value::DateTime(local.to_string())
    })
}
