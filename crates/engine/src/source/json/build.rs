//! Columns from JSON values of known types.

use model::{DataType, Field};
use polars::prelude::{
    AnyValue, Column, DataType as Polars, Field as PolarsField, IntoColumn, PolarsResult, Series,
};

use super::document::Json;
use super::shape::HABITS;
use crate::source::column::{Filling, Pushed};
use crate::types;

/// A value that its column's type does not hold: its place in the batch, text and reason.
pub(super) struct Misfit {
    pub row: usize,
    pub text: String,
    pub reason: &'static str,
}

/// A column of the values; what does not fit is null and reported.
pub(super) fn column(
    field: &Field,
    values: &[Json],
    misfits: &mut Vec<Misfit>,
) -> PolarsResult<Column> {
    match &field.data_type {
        DataType::List { .. } | DataType::Struct { .. } => {
            let wanted = types::to_polars(&field.data_type);
            let cells: Vec<AnyValue> = values
                .iter()
                .map(|value| any(value, &wanted))
                .collect::<PolarsResult<_>>()?;
            let series = Series::from_any_values_and_dtype(
                field.name.as_str().into(),
                &cells,
                &wanted,
                false,
            )?;
            Ok(series.into_column())
        }
        data_type => {
            let mut filling =
                Filling::new(&field.name, data_type, HABITS, values.len()).chosen(true);
            for (row, value) in values.iter().enumerate() {
                if *value == Json::Null {
                    filling.push_null();
                    continue;
                }
                let text = value.as_text();
                match filling.push(&text) {
                    Pushed::Value => {}
                    Pushed::Failed(reason) => misfits.push(Misfit { row, text, reason }),
                    Pushed::Missing | Pushed::Word => {
                        misfits.push(Misfit {
                            row,
                            text,
                            reason: "is not a value of the column's type",
                        });
                    }
                }
            }
            filling.finish()
        }
    }
}

fn any(value: &Json, wanted: &Polars) -> PolarsResult<AnyValue<'static>> {
    Ok(match (value, wanted) {
        (Json::Null, _) => AnyValue::Null,
        (value, Polars::String) => AnyValue::StringOwned(value.as_text().as_str().into()),
        (Json::Boolean(truth), Polars::Boolean) => AnyValue::Boolean(*truth),
        (Json::Whole(number), Polars::Int64) => AnyValue::Int64(*number),
        (Json::Whole(number), Polars::Int128) => AnyValue::Int128(i128::from(*number)),
        (Json::Digits(digits), Polars::Int128) => {
            digits.parse().map_or(AnyValue::Null, AnyValue::Int128)
        }
        (Json::Number(number), Polars::Float64) => AnyValue::Float64(*number),
        (Json::Whole(number), Polars::Float64) => AnyValue::Float64(nearest(*number)),
        (Json::List(items), Polars::List(inner)) => {
            let cells: Vec<AnyValue> = items
                .iter()
                .map(|item| any(item, inner))
                .collect::<PolarsResult<_>>()?;
            AnyValue::List(Series::from_any_values_and_dtype(
                "".into(),
                &cells,
                inner,
                false,
            )?)
        }
        (Json::Object(entries), Polars::Struct(fields)) => object(entries, fields)?,
        _ => AnyValue::Null,
    })
}

fn object(entries: &[(String, Json)], fields: &[PolarsField]) -> PolarsResult<AnyValue<'static>> {
    let mut values = Vec::with_capacity(fields.len());
    for field in fields {
        // Of a key that is written twice the last value counts, as everywhere.
        let found = entries
            .iter()
            .rev()
            .find(|(key, _)| key == field.name().as_str());
        values.push(found.map_or(Ok(AnyValue::Null), |(_, value)| any(value, field.dtype()))?);
    }
    Ok(AnyValue::StructOwned(Box::new((values, fields.to_vec()))))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the other numbers of the list have fractions: the nearest double is meant"
)]
fn nearest(number: i64) -> f64 {
    number as f64
}
