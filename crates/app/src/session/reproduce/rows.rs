//! Two answers beside each other, row by row: the stored one and the one computed now.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, Float64Array};
use arrow::compute::concat_batches;
use arrow::datatypes::DataType;
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};

/// Doubles that are this near to each other are the same up to rounding: sums of many rows are
/// added in another order each time.
const ROUNDING: f64 = 1e-12;

/// How two answers stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rows {
    Same,
    /// Doubles differ in their last places only.
    SameButRounding,
    /// The same rows in another order.
    SameButOrder,
    /// Where they differ first, in words.
    Different(String),
}

/// Compares two Arrow IPC streams of which the first holds at least as many rows as the second,
/// unless there are fewer now. `is_whole` says that the stored rows are the whole answer.
pub(super) fn compare(now: &[u8], stored: &[u8], is_whole: bool) -> Result<Rows, ArrowError> {
    let (now, stored) = (batch(now)?, batch(stored)?);
    let names = |batch: &RecordBatch| -> Vec<String> {
        let fields = batch.schema();
        let fields = fields.fields().iter();
        fields.map(|field| field.name().clone()).collect()
    };
    if names(&now) != names(&stored) {
        return Ok(Rows::Different(format!(
            "the columns are {}, were {}",
            names(&now).join(", "),
            names(&stored).join(", ")
        )));
    }
    let schema = stored.schema();
    for (at, field) in schema.fields().iter().enumerate() {
        let (is, was) = (now.column(at).data_type(), stored.column(at).data_type());
        if is != was {
            return Ok(Rows::Different(format!(
                "the type of {} is another one",
                field.name()
            )));
        }
    }
    if now.num_rows() < stored.num_rows() {
        return Ok(Rows::Different(format!(
            "{} rows, were at least {}",
            now.num_rows(),
            stored.num_rows()
        )));
    }
    let now = now.slice(0, stored.num_rows());
    let mut rounding = false;
    for at in 0..stored.num_columns() {
        match column(now.column(at), stored.column(at)) {
            Column::Same => {}
            Column::Near => rounding = true,
            Column::Other => {
                return if is_whole && texts(&now)? == texts(&stored)? {
                    Ok(Rows::SameButOrder)
                } else {
                    first_difference(&now, &stored)
                };
            }
        }
    }
    Ok(if rounding {
        Rows::SameButRounding
    } else {
        Rows::Same
    })
}

enum Column {
    Same,
    Near,
    Other,
}

fn column(now: &ArrayRef, stored: &ArrayRef) -> Column {
    if now.to_data() == stored.to_data() {
        return Column::Same;
    }
    let doubles = |array: &ArrayRef| array.as_any().downcast_ref::<Float64Array>().cloned();
    match (doubles(now), doubles(stored)) {
        (Some(now), Some(stored)) => {
            let is_near = now.iter().zip(stored.iter()).all(|pair| match pair {
                (Some(now), Some(stored)) => near(now, stored),
                (now, stored) => now.is_none() && stored.is_none(),
            });
            if is_near { Column::Near } else { Column::Other }
        }
        _ => Column::Other,
    }
}

fn near(now: f64, stored: f64) -> bool {
    now.to_bits() == stored.to_bits()
        || (now.is_nan() && stored.is_nan())
        || (now - stored).abs() <= ROUNDING * now.abs().max(stored.abs())
}

/// How often each row occurs, as text.
fn texts(batch: &RecordBatch) -> Result<BTreeMap<String, usize>, ArrowError> {
    let options = FormatOptions::default().with_null("null");
    let columns = formatters(batch, &options)?;
    let mut found = BTreeMap::new();
    for row in 0..batch.num_rows() {
        // Behind its length, so that no two rows have one text.
        let mut text = String::new();
        for column in &columns {
            let value = column.value(row).to_string();
            text.push_str(&value.len().to_string());
            text.push(' ');
            text.push_str(&value);
        }
        *found.entry(text).or_insert(0) += 1;
    }
    Ok(found)
}

fn first_difference(now: &RecordBatch, stored: &RecordBatch) -> Result<Rows, ArrowError> {
    let options = FormatOptions::default().with_null("null");
    let (is, was) = (formatters(now, &options)?, formatters(stored, &options)?);
    let schema = stored.schema();
    for row in 0..stored.num_rows() {
        for (field, (is, was)) in schema.fields().iter().zip(is.iter().zip(&was)) {
            let (is, was) = (is.value(row).to_string(), was.value(row).to_string());
            let is_near = || {
                let numbers = is.parse::<f64>().ok().zip(was.parse::<f64>().ok());
                *field.data_type() == DataType::Float64
                    && numbers.is_some_and(|(is, was)| near(is, was))
            };
            if is != was && !is_near() {
                return Ok(Rows::Different(format!(
                    "in row {} {} is {}, was {}",
                    row + 1,
                    field.name(),
                    cut(&is),
                    cut(&was)
                )));
            }
        }
    }
    Ok(Rows::Different("values differ".to_owned()))
}

fn formatters<'a>(
    batch: &'a RecordBatch,
    options: &'a FormatOptions<'a>,
) -> Result<Vec<ArrayFormatter<'a>>, ArrowError> {
    let columns = batch.columns().iter();
    columns
        .map(|column| ArrayFormatter::try_new(column.as_ref(), options))
        .collect()
}

fn batch(stream: &[u8]) -> Result<RecordBatch, ArrowError> {
    let reader = StreamReader::try_new(stream, None)?;
    let schema = reader.schema();
    let batches: Vec<RecordBatch> = reader.collect::<Result<_, _>>()?;
    concat_batches(&schema, &batches)
}

/// At most a few words of a value.
fn cut(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => "empty".to_owned(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Int64Array, StringArray};
    use arrow::ipc::writer::StreamWriter;

    use super::*;

    fn stream(numbers: Vec<Option<i64>>, doubles: Vec<f64>, texts: Vec<&str>) -> Vec<u8> {
        let batch = RecordBatch::try_from_iter([
            ("n", Arc::new(Int64Array::from(numbers)) as ArrayRef),
            ("x", Arc::new(Float64Array::from(doubles)) as ArrayRef),
            ("t", Arc::new(StringArray::from(texts)) as ArrayRef),
        ])
        .unwrap();
        let mut out = Vec::new();
        let mut writer = StreamWriter::try_new(&mut out, &batch.schema()).unwrap();
        writer.write(&batch).unwrap();
        writer.finish().unwrap();
        drop(writer);
        out
    }

    fn check(now: &[u8], stored: &[u8], is_whole: bool, expected: &str) {
        let found = compare(now, stored, is_whole).unwrap();
        let words = match found {
            Rows::Same => "same".to_owned(),
            Rows::SameButRounding => "rounding".to_owned(),
            Rows::SameButOrder => "order".to_owned(),
            Rows::Different(why) => why,
        };
        assert_eq!(words, expected);
    }

    #[test]
    fn answers_are_the_same_up_to_rounding_and_order_and_else_the_first_difference_is_named() {
        let stored = stream(vec![Some(1), None], vec![0.3, 2.0], vec!["a", "b"]);
        check(&stored, &stored, true, "same");
        let rounded = stream(vec![Some(1), None], vec![0.1 + 0.2, 2.0], vec!["a", "b"]);
        check(&rounded, &stored, true, "rounding");
        let turned = stream(vec![None, Some(1)], vec![2.0, 0.3], vec!["b", "a"]);
        check(&turned, &stored, true, "order");
        check(&turned, &stored, false, "in row 1 n is null, was 1");
        let other = stream(vec![Some(1), None], vec![0.3, 2.0], vec!["a", ""]);
        check(&other, &stored, true, "in row 2 t is empty, was b");
        let off = stream(vec![Some(1), None], vec![0.3, 2.000_001], vec!["a", "b"]);
        check(&off, &stored, true, "in row 2 x is 2.000001, was 2.0");
        let fewer = stream(vec![Some(1)], vec![0.3], vec!["a"]);
        check(&fewer, &stored, true, "1 rows, were at least 2");
        check(&stored, &fewer, false, "same");
    }
}
