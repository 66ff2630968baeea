//! A window of rows as Arrow IPC stream bytes that a web page can read: classic text columns, and
//! text for what JavaScript has no type for.

use polars::prelude::*;

use crate::fault::Fault;
use crate::nulls::blank_missing;

/// Longest text of a cell that a page is shown; filters, sums and exports have all of it.
pub const LONGEST_SHOWN: usize = 64 * 1024;
/// Most text of one window, whatever the number of its rows.
const MOST_SHOWN: usize = 64 * 1024 * 1024;

/// The bytes of a small frame. They may be saved in a workbook: nothing lies behind missing values.
pub fn stream_bytes(frame: &DataFrame) -> Result<Vec<u8>, Fault> {
    let columns = frame
        .columns()
        .iter()
        .map(readable)
        .collect::<Result<Vec<_>, _>>()?;
    let longest = longest_shown(&columns)?;
    let columns = columns
        .into_iter()
        .map(|column| Ok(blank_missing(&clipped(column, longest)?)?))
        .collect::<Result<Vec<_>, Fault>>()?;
    let mut frame = DataFrame::new(frame.height(), columns)?;
    frame.rechunk_mut();
    let mut bytes = Vec::new();
    IpcStreamWriter::new(&mut bytes)
        .with_compat_level(CompatLevel::oldest())
        .finish(&mut frame)?;
    Ok(bytes)
}

/// How long a text may be so that a window of such texts stays a window.
fn longest_shown(columns: &[Column]) -> Result<usize, Fault> {
    let (mut texts, mut bytes) = (1_usize, 0_usize);
    for column in columns {
        if column.dtype() == &DataType::String {
            for text in column.as_materialized_series().str()?.iter().flatten() {
                texts += 1;
                bytes += text.len();
            }
        }
    }
    Ok(if bytes <= MOST_SHOWN {
        LONGEST_SHOWN
    } else {
        (MOST_SHOWN / texts).min(LONGEST_SHOWN)
    })
}

/// Cuts texts that no page can show, and says in each how long it is.
fn clipped(column: Column, longest: usize) -> Result<Column, Fault> {
    if column.dtype() != &DataType::String {
        return Ok(column);
    }
    let texts = column.as_materialized_series().str()?;
    if texts.iter().flatten().all(|text| text.len() <= longest) {
        return Ok(column);
    }
    let cut: StringChunked = texts
        .iter()
        .map(|text| {
            text.map(|text| {
                if text.len() <= longest {
                    return text.to_owned();
                }
                let start = &text[..text.floor_char_boundary(longest)];
                format!(
                    "{start}… ({} bytes; export the rows to have all of it)",
                    text.len()
                )
            })
        })
        .collect();
    Ok(cut
        .into_series()
        .with_name(column.name().clone())
        .into_column())
}

fn readable(column: &Column) -> Result<Column, Fault> {
    Ok(match column.dtype() {
        DataType::Int128
        | DataType::Decimal(..)
        | DataType::Categorical(..)
        | DataType::Enum(..)
        | DataType::Null => column.cast(&DataType::String)?,
        DataType::List(_) | DataType::Struct(_) | DataType::Array(..) => {
            let series = column.as_materialized_series();
            let texts = series
                .iter()
                .map(|value| (!value.is_null()).then(|| nested_text(&value)));
            let texts: StringChunked = texts.collect();
            texts
                .into_series()
                .with_name(column.name().clone())
                .into_column()
        }
        DataType::Binary => {
            let series = column.as_materialized_series();
            let texts: StringChunked = series
                .binary()?
                .iter()
                .map(|value| value.map(hex))
                .collect();
            texts
                .into_series()
                .with_name(column.name().clone())
                .into_column()
        }
        _ => column.clone(),
    })
}

/// `[1, 2]` and `{a: 1}`, as the grid shows them.
fn nested_text(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::List(series) | AnyValue::Array(series, _) => {
            let items: Vec<String> = series.iter().map(|item| nested_text(&item)).collect();
            format!("[{}]", items.join(", "))
        }
        AnyValue::Struct(..) | AnyValue::StructOwned(_) => {
            let names: Vec<String> = match value.dtype() {
                DataType::Struct(fields) => fields
                    .iter()
                    .map(|field| field.name().to_string())
                    .collect(),
                _ => Vec::new(),
            };
            let owned = value.clone().into_static();
            let AnyValue::StructOwned(parts) = &owned else {
                return value.to_string();
            };
            let items: Vec<String> = names
                .iter()
                .zip(&parts.0)
                .map(|(name, item)| format!("{name}: {}", nested_text(item)))
                .collect();
            format!("{{{}}}", items.join(", "))
        }
        AnyValue::Null => "null".to_owned(),
        other => other
            .get_str()
            .map_or_else(|| other.to_string(), |text| format!("\"{text}\"")),
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    const SHOWN: usize = 256;
    bytes
        .iter()
        .take(SHOWN)
        .fold(String::from("0x"), |mut text, byte| {
            // Writing into a text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
