//! The rows of a stored answer as texts to be read: numbers as the grid writes them.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, Float16Type, Float32Type, Float64Type};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use model::{Kind, TruthStamp};
use paper::figures::{DOUBLE, SINGLE, decimals_of, digits, double};
use paper::{Answer, Column};

/// Most rows of an answer on the page.
const MOST_ROWS: usize = 500;

/// An answer as it is read.
pub(super) fn answer(arrow: &[u8], of: &TruthStamp, stamp: String) -> Result<Answer, ArrowError> {
    let reader = StreamReader::try_new(arrow, None)?;
    let schema = reader.schema();
    let mut batches: Vec<RecordBatch> = Vec::new();
    let mut count = 0;
    for batch in reader {
        let batch = batch?;
        let room = MOST_ROWS - count;
        let batch = batch.slice(0, batch.num_rows().min(room));
        count += batch.num_rows();
        batches.push(batch);
    }
    let mut columns = Vec::new();
    let mut texts: Vec<Vec<Option<String>>> = Vec::new();
    for (at, field) in schema.fields().iter().enumerate() {
        let arrays: Vec<ArrayRef> = batches
            .iter()
            .map(|batch| ArrayRef::clone(batch.column(at)))
            .collect();
        let is_key = of
            .fields
            .get(at)
            .is_some_and(|known| known.kind == Kind::Key);
        texts.push(column_texts(&arrays, field.data_type(), is_key)?);
        columns.push(Column {
            name: field.name().clone(),
            is_number: field.data_type().is_numeric(),
        });
    }
    let rows = (0..count).map(|row| {
        let values = texts.iter_mut();
        values.map(|column| column.get_mut(row)?.take()).collect()
    });
    let rows = rows.collect();
    let count = match (count as u64, of.rows) {
        (1, 1) => "1 row".to_owned(),
        (shown, total) if shown < total => format!("First {shown} of {total} rows"),
        (shown, _) => format!("{shown} rows"),
    };
    let question = of.asked_at.as_ref().map(|asked| asked.label.clone());
    Ok(Answer {
        question: question.unwrap_or_default(),
        columns,
        rows,
        count,
        stamp,
    })
}

fn column_texts(
    arrays: &[ArrayRef],
    data_type: &DataType,
    is_key: bool,
) -> Result<Vec<Option<String>>, ArrowError> {
    let figures = match data_type {
        DataType::Float64 => DOUBLE,
        DataType::Float16 | DataType::Float32 => SINGLE,
        _ => return plain_texts(arrays, data_type.is_numeric() && !is_key),
    };
    let values: Vec<Option<f64>> = arrays.iter().flat_map(doubles).collect();
    let known = values.iter().flatten();
    let decimals = known.map(|value| decimals_of(*value, figures)).max();
    let text = |value: f64| double(value, decimals.unwrap_or(0), figures);
    Ok(values.into_iter().map(|value| value.map(text)).collect())
}

/// The values of an array of floats. Not by `cast`, which brings every other cast along.
fn doubles(array: &ArrayRef) -> Vec<Option<f64>> {
    match array.data_type() {
        DataType::Float16 => {
            let values = array.as_primitive::<Float16Type>().iter();
            values.map(|value| value.map(f64::from)).collect()
        }
        DataType::Float32 => {
            let values = array.as_primitive::<Float32Type>().iter();
            values.map(|value| value.map(f64::from)).collect()
        }
        _ => array.as_primitive::<Float64Type>().iter().collect(),
    }
}

/// Texts of everything but doubles; exact numbers are grouped, keys are names.
fn plain_texts(arrays: &[ArrayRef], is_grouped: bool) -> Result<Vec<Option<String>>, ArrowError> {
    let options = FormatOptions::default();
    let mut out = Vec::new();
    for array in arrays {
        let texts = ArrayFormatter::try_new(array.as_ref(), &options)?;
        for row in 0..array.len() {
            let is_null = array.is_null(row) || *array.data_type() == DataType::Null;
            out.push((!is_null).then(|| {
                let text = texts.value(row).to_string();
                if is_grouped { digits(&text) } else { text }
            }));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Decimal128Array, Float64Array, Int64Array, StringArray};

    use super::*;

    #[test]
    fn numbers_are_written_as_the_grid_writes_them() {
        let doubles: ArrayRef = Arc::new(Float64Array::from(vec![
            Some(114_428.579_999_999_99),
            None,
            Some(2.0),
        ]));
        let shown = column_texts(&[doubles], &DataType::Float64, false).unwrap();
        let wanted = [Some("114\u{202f}428.58"), None, Some("2.00")];
        assert_eq!(shown, wanted.map(|text| text.map(str::to_owned)));

        let whole: ArrayRef = Arc::new(Int64Array::from(vec![20_240_105]));
        let key = column_texts(&[Arc::clone(&whole)], &DataType::Int64, true).unwrap();
        assert_eq!(key, [Some("20240105".to_owned())]);
        let amount = column_texts(&[whole], &DataType::Int64, false).unwrap();
        assert_eq!(amount, [Some("20\u{202f}240\u{202f}105".to_owned())]);

        let money = Decimal128Array::from(vec![-123_456]);
        let money: ArrayRef = Arc::new(money.with_precision_and_scale(10, 2).unwrap());
        let kind = money.data_type().clone();
        let shown = column_texts(&[money], &kind, false).unwrap();
        assert_eq!(shown, [Some("\u{2212}1\u{202f}234.56".to_owned())]);

        let words: ArrayRef = Arc::new(StringArray::from(vec!["1000"]));
        let shown = column_texts(&[words], &DataType::Utf8, false).unwrap();
        assert_eq!(shown, [Some("1000".to_owned())]);
    }
}
