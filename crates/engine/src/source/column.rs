//! Columns as they are filled from texts: strict, and with a reason for what does not parse.

use model::{DataType, TimePrecision};
use polars::prelude::DataType as Polars;
use polars::prelude::{
    BooleanChunkedBuilder, ChunkedBuilder, Column, Float64Type, Int64Type, Int128Chunked,
    IntoColumn, IntoSeries, NewChunkedArray, PrimitiveChunkedBuilder, Series, StringChunkedBuilder,
};

use super::moment::{self, Day};
use super::scalar;
use super::tally::Habits;
use crate::types;

/// What became of one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pushed {
    Value,
    /// Empty, or a text such as `NA` in a column that is not text.
    Missing,
    Word,
    /// Not a value of the column's type; the column has null in its place.
    Failed(&'static str),
}

/// A column that texts are pushed into.
pub(crate) struct Filling {
    name: String,
    data_type: DataType,
    habits: Habits,
    /// A person set the type: digits such as `007` are numbers because they said so.
    is_chosen: bool,
    values: Values,
}

enum Values {
    Text(StringChunkedBuilder),
    Boolean(BooleanChunkedBuilder),
    Whole(PrimitiveChunkedBuilder<Int64Type>),
    Double(PrimitiveChunkedBuilder<Float64Type>),
    /// Decimals and whole numbers beyond 64 bits.
    Wide(Vec<Option<i128>>),
    Day(PrimitiveChunkedBuilder<Int64Type>),
    Instant(PrimitiveChunkedBuilder<Int64Type>),
    Time(PrimitiveChunkedBuilder<Int64Type>),
}

/// Whether texts can be turned into values of a type.
pub(crate) fn can_fill(data_type: &DataType) -> bool {
    !matches!(
        data_type,
        DataType::Null
            | DataType::Binary
            | DataType::Duration { .. }
            | DataType::List { .. }
            | DataType::Struct { .. }
    )
}

impl Filling {
    pub(crate) fn new(name: &str, data_type: &DataType, habits: Habits, capacity: usize) -> Self {
        let column = name.into();
        let values = match data_type {
            DataType::Boolean => Values::Boolean(BooleanChunkedBuilder::new(column, capacity)),
            DataType::Float32 | DataType::Float64 => {
                Values::Double(PrimitiveChunkedBuilder::new(column, capacity))
            }
            DataType::Decimal { .. } | DataType::Int128 | DataType::UInt64 => {
                Values::Wide(Vec::with_capacity(capacity))
            }
            DataType::Date => Values::Day(PrimitiveChunkedBuilder::new(column, capacity)),
            DataType::DateTime { .. } => {
                Values::Instant(PrimitiveChunkedBuilder::new(column, capacity))
            }
            DataType::Time => Values::Time(PrimitiveChunkedBuilder::new(column, capacity)),
            whole if whole.is_integer() => {
                Values::Whole(PrimitiveChunkedBuilder::new(column, capacity))
            }
            _ => Values::Text(StringChunkedBuilder::new(column, capacity)),
        };
        Self {
            name: name.to_owned(),
            data_type: data_type.clone(),
            habits,
            is_chosen: false,
            values,
        }
    }

    /// The same column, with its type set by a person.
    pub(crate) fn chosen(mut self, is_chosen: bool) -> Self {
        self.is_chosen = is_chosen;
        self
    }

    /// Adds null.
    pub(crate) fn push_null(&mut self) {
        match &mut self.values {
            Values::Text(builder) => builder.append_null(),
            Values::Boolean(builder) => builder.append_null(),
            Values::Double(builder) => builder.append_null(),
            Values::Wide(values) => values.push(None),
            Values::Whole(builder)
            | Values::Day(builder)
            | Values::Instant(builder)
            | Values::Time(builder) => {
                builder.append_null();
            }
        }
    }

    /// Adds the value that a text writes; null when it writes none.
    pub(crate) fn push(&mut self, text: &str) -> Pushed {
        if let Values::Text(builder) = &mut self.values {
            builder.append_value(text);
            return Pushed::Value;
        }
        let bytes = text.as_bytes().trim_ascii();
        if bytes.is_empty() {
            self.push_null();
            return Pushed::Missing;
        }
        let pushed = self.push_typed(bytes);
        if pushed {
            return Pushed::Value;
        }
        self.push_null();
        if scalar::is_missing(bytes) {
            Pushed::Word
        } else {
            Pushed::Failed(self.reason(bytes))
        }
    }

    fn push_typed(&mut self, bytes: &[u8]) -> bool {
        let Habits { mark, order } = self.habits;
        if !self.is_chosen && is_code(bytes, mark) && self.data_type.is_numeric() {
            return false;
        }
        match &mut self.values {
            Values::Text(_) => false,
            Values::Boolean(builder) => scalar::boolean(bytes)
                .map(|value| builder.append_value(value))
                .is_some(),
            Values::Double(builder) => scalar::double(bytes, mark)
                .map(|value| builder.append_value(value))
                .is_some(),
            Values::Whole(builder) => scalar::grouped_whole(bytes, mark)
                .filter(|value| is_in_range(*value, &self.data_type))
                .map(|value| builder.append_value(value))
                .is_some(),
            Values::Wide(values) => {
                let (precision, scale) = match self.data_type {
                    DataType::Decimal { precision, scale } => (precision, scale),
                    _ => (38, 0),
                };
                let value = scalar::decimal(bytes, mark, precision, scale).filter(|value| {
                    self.data_type != DataType::UInt64 || u64::try_from(*value).is_ok()
                });
                value.map(|value| values.push(Some(value))).is_some()
            }
            Values::Day(builder) => {
                let day = Day::read(bytes).filter(|day| day.tail() == Some(moment::Tail::Nothing));
                day.and_then(|day| day.value(order))
                    .map(|value| builder.append_value(i64::from(value)))
                    .is_some()
            }
            Values::Time(builder) => moment::time(bytes)
                .map(|value| builder.append_value(value))
                .is_some(),
            Values::Instant(builder) => instant(bytes, order, &self.data_type)
                .map(|value| builder.append_value(value))
                .is_some(),
        }
    }

    fn reason(&self, bytes: &[u8]) -> &'static str {
        match self.values {
            Values::Text(_) => "is not text",
            Values::Boolean(_) => "is neither true nor false",
            Values::Double(_) => "is not a number",
            Values::Whole(_) | Values::Wide(_) => "is not a number that the column's type can hold",
            Values::Day(_) if Day::read(bytes).is_some() => "is not a day of the calendar",
            Values::Day(_) => "is not a date",
            Values::Instant(_) if Day::read(bytes).is_some() => {
                "is not a moment of the calendar and the clock"
            }
            Values::Instant(_) => "is not a date with time",
            Values::Time(_) => "is not a time of day",
        }
    }

    /// The filled column, in the Polars type of its type.
    pub(crate) fn finish(self) -> polars::prelude::PolarsResult<Column> {
        let wanted = types::to_polars(&self.data_type);
        let series = match self.values {
            Values::Text(builder) => builder.finish().into_series(),
            Values::Boolean(builder) => builder.finish().into_series(),
            Values::Double(builder) => builder.finish().into_series(),
            Values::Whole(builder) | Values::Time(builder) => builder.finish().into_series(),
            Values::Wide(values) => return wide(&self.name, &values, &self.data_type, &wanted),
            Values::Day(builder) => builder.finish().into_series().strict_cast(&Polars::Int32)?,
            Values::Instant(builder) => {
                let series = builder.finish().into_series();
                return Ok(series.strict_cast(&wanted)?.into_column());
            }
        };
        let series = if *series.dtype() == wanted {
            series
        } else {
            series.strict_cast(&wanted)?
        };
        Ok(series.into_column())
    }
}

fn wide(
    name: &str,
    values: &[Option<i128>],
    data_type: &DataType,
    wanted: &Polars,
) -> polars::prelude::PolarsResult<Column> {
    let whole = Int128Chunked::from_slice_options(name.into(), values);
    let series: Series = match data_type {
        DataType::Decimal { precision, scale } => whole
            .into_decimal_unchecked(usize::from(*precision), usize::from(*scale))
            .into_series(),
        _ => whole.into_series().strict_cast(wanted)?,
    };
    Ok(series.into_column())
}

/// Whether a text is a value of a type.
pub(crate) fn fits(text: &str, data_type: &DataType, habits: Habits) -> bool {
    Filling::new("", data_type, habits, 1).push(text) == Pushed::Value
}

/// Whether digits would lose something as a number: checked cheaply, as it is asked of each value.
fn is_code(bytes: &[u8], mark: model::DecimalMark) -> bool {
    let leads = matches!(bytes, [b'0', b'0'..=b'9', ..] | [b'+' | b'-', ..]);
    (leads || bytes.len() > 18) && scalar::looks(bytes, mark) == scalar::Looks::Code
}

fn is_in_range(value: i64, data_type: &DataType) -> bool {
    match data_type {
        DataType::Int8 => i8::try_from(value).is_ok(),
        DataType::Int16 => i16::try_from(value).is_ok(),
        DataType::Int32 => i32::try_from(value).is_ok(),
        DataType::UInt8 => u8::try_from(value).is_ok(),
        DataType::UInt16 => u16::try_from(value).is_ok(),
        DataType::UInt32 => u32::try_from(value).is_ok(),
        _ => true,
    }
}

/// Units since 1970 of a written instant. With a zone the text must say its offset, unless the
/// zone is UTC; without a zone it must not.
fn instant(bytes: &[u8], order: model::DateOrder, data_type: &DataType) -> Option<i64> {
    let DataType::DateTime { precision, zone } = data_type else {
        return None;
    };
    let found = Day::read(bytes)?.instant(order)?;
    let offset = match (zone.as_deref(), found.offset) {
        (None | Some("UTC"), None) => 0,
        (None, Some(_)) | (Some(_), None) => return None,
        (Some(_), Some(offset)) => i64::from(offset),
    };
    let seconds = i64::from(found.day) * 86_400 - offset;
    let (per_second, nanos) = match precision {
        TimePrecision::Milliseconds => (1_000, 1_000_000),
        TimePrecision::Microseconds => (1_000_000, 1_000),
        TimePrecision::Nanoseconds => (1_000_000_000, 1),
    };
    seconds
        .checked_mul(per_second)?
        .checked_add(found.nanos / nanos)
}
