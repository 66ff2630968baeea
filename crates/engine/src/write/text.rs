//! Rows as text: CSV with a header and ISO dates, JSON with one object a line.

use std::io::{self, Write as _};

use polars::prelude::{AnyValue, DataFrame, Schema};
use protocol::message::DataFormat;

use super::Out;
use crate::value;

/// Rows being written as lines of text.
pub(super) struct Lines {
    out: Out,
    format: DataFormat,
    guard: bool,
    /// Column names, quoted as the format wants them.
    names: Vec<String>,
    rows: u64,
    line: Vec<u8>,
}

impl Lines {
    /// Begins the text.
    pub(super) fn new(
        mut out: Out,
        format: DataFormat,
        schema: &Schema,
        guard: bool,
    ) -> io::Result<Self> {
        let names: Vec<&str> = schema
            .iter_names()
            .map(polars::prelude::PlSmallStr::as_str)
            .collect();
        let mut line = Vec::new();
        let names = match format {
            DataFormat::Csv => {
                for (at, name) in names.iter().enumerate() {
                    if at > 0 {
                        line.push(b',');
                    }
                    csv_text(&mut line, name, guard);
                }
                line.push(b'\n');
                Vec::new()
            }
            _ => names
                .iter()
                .map(|name| serde_json::Value::from(*name).to_string())
                .collect(),
        };
        if format == DataFormat::Json {
            line.push(b'[');
        }
        out.write_all(&line)?;
        line.clear();
        Ok(Self {
            out,
            format,
            guard,
            names,
            rows: 0,
            line,
        })
    }

    /// Writes the rows of a batch.
    pub(super) fn write(&mut self, batch: &DataFrame) -> io::Result<()> {
        let columns: Vec<_> = batch
            .columns()
            .iter()
            .map(|column| column.as_materialized_series().rechunk())
            .collect();
        let mut cells: Vec<_> = columns.iter().map(|series| series.iter()).collect();
        for _ in 0..batch.height() {
            self.line.clear();
            if self.format == DataFormat::Csv {
                self.csv_row(&mut cells);
            } else {
                self.json_row(&mut cells);
            }
            self.out.write_all(&self.line)?;
            self.rows += 1;
        }
        Ok(())
    }

    fn csv_row<'a>(&mut self, cells: &mut [impl Iterator<Item = AnyValue<'a>>]) {
        let width = cells.len();
        for (at, cell) in cells.iter_mut().enumerate() {
            if at > 0 {
                self.line.push(b',');
            }
            match cell.next().unwrap_or(AnyValue::Null) {
                // In a single column a null would be a blank line, which readers skip.
                AnyValue::Null if width == 1 => {}
                AnyValue::Null => {}
                AnyValue::String(text) => csv_text(&mut self.line, text, self.guard),
                AnyValue::StringOwned(text) => csv_text(&mut self.line, &text, self.guard),
                found => csv_value(&mut self.line, &found, self.guard),
            }
        }
        self.line.push(b'\n');
    }

    fn json_row<'a>(&mut self, cells: &mut [impl Iterator<Item = AnyValue<'a>>]) {
        if self.format == DataFormat::Json {
            self.line
                .extend_from_slice(if self.rows == 0 { b"\n" } else { b",\n" });
        }
        self.line.push(b'{');
        for (at, cell) in cells.iter_mut().enumerate() {
            if at > 0 {
                self.line.push(b',');
            }
            self.line.extend_from_slice(self.names[at].as_bytes());
            self.line.push(b':');
            json_value(&mut self.line, &cell.next().unwrap_or(AnyValue::Null));
        }
        self.line.push(b'}');
        if self.format == DataFormat::Ndjson {
            self.line.push(b'\n');
        }
    }

    /// Ends the text and answers the number of rows.
    pub(super) fn finish(&mut self) -> io::Result<u64> {
        if self.format == DataFormat::Json {
            self.out.write_all(b"\n]\n")?;
        }
        super::flush(&mut self.out)?;
        Ok(self.rows)
    }
}

fn csv_value(line: &mut Vec<u8>, found: &AnyValue, guard: bool) {
    match found {
        AnyValue::Boolean(truth) => line.extend_from_slice(if *truth { b"true" } else { b"false" }),
        AnyValue::Int64(number) => append(line, *number),
        AnyValue::Int32(number) => append(line, *number),
        AnyValue::Float64(number) => float(line, *number),
        AnyValue::Float32(number) => append(line, *number),
        AnyValue::List(_) | AnyValue::Array(..) => {
            csv_text(line, &value::json(found).to_string(), guard);
        }
        _ => match value::value(found) {
            model::Value::Null => {}
            model::Value::Text(text) => csv_text(line, &text, guard),
            model::Value::Integer(text)
            | model::Value::Decimal(text)
            | model::Value::Date(text)
            | model::Value::DateTime(text) => line.extend_from_slice(text.as_bytes()),
            other => csv_text(line, &format!("{other:?}"), guard),
        },
    }
}

fn append(line: &mut Vec<u8>, number: impl std::fmt::Display) {
    // Writing into memory does not fail.
    write!(line, "{number}").ok();
}

/// The shortest digits that read back as the same number.
fn float(line: &mut Vec<u8>, number: f64) {
    let size = number.abs();
    if number.is_nan() {
        line.extend_from_slice(b"NaN");
    } else if number.is_infinite() {
        line.extend_from_slice(if number > 0.0 { b"inf" } else { b"-inf" });
    } else if size != 0.0 && !(1e-5..1e16).contains(&size) {
        write!(line, "{number:e}").ok();
    } else {
        write!(line, "{number:?}").ok();
    }
}

/// A text as a CSV field: quoted when it must be, and when it is empty, so that it is not null.
fn csv_text(line: &mut Vec<u8>, text: &str, guard: bool) {
    let is_formula = guard && runs_in_a_spreadsheet(text);
    let must_quote = text.is_empty()
        || text
            .bytes()
            .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
        || text.starts_with(' ')
        || text.ends_with(' ');
    if !must_quote {
        if is_formula {
            line.push(b'\'');
        }
        line.extend_from_slice(text.as_bytes());
        return;
    }
    line.push(b'"');
    if is_formula {
        line.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            line.push(b'"');
        }
        line.push(byte);
    }
    line.push(b'"');
}

/// Whether a spreadsheet would take a text for a formula, on its first line or a later one. The
/// first letters that begin one, their wide forms too, are those of the list of OWASP ("CSV
/// Injection"); what cannot be seen in front of them changes nothing.
fn runs_in_a_spreadsheet(text: &str) -> bool {
    let is_unseen = |letter: char| letter.is_whitespace() || "\u{feff}\u{200b}".contains(letter);
    let is_number = |line: &str| {
        line.parse::<f64>().is_ok() && line.contains(|letter: char| letter.is_ascii_digit())
    };
    text.starts_with(['\t', '\r'])
        || text.split(['\n', '\r']).any(|line| {
            let line = line.trim_start_matches(is_unseen);
            line.starts_with(['=', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
                || (line.starts_with(['+', '-']) && !is_number(line))
        })
}

/// A value as JSON. Numbers keep all their digits; what JSON cannot say is null.
fn json_value(line: &mut Vec<u8>, found: &AnyValue) {
    match found {
        AnyValue::Int64(number) => append(line, *number),
        AnyValue::Float64(number) if number.is_finite() => float(line, *number),
        AnyValue::List(items) | AnyValue::Array(items, _) => {
            line.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    line.push(b',');
                }
                json_value(line, &item);
            }
            line.push(b']');
        }
        AnyValue::Struct(..) | AnyValue::StructOwned(_) => json_object(line, found),
        _ => match value::value(found) {
            model::Value::Integer(digits) | model::Value::Decimal(digits) => {
                line.extend_from_slice(digits.as_bytes());
            }
            model::Value::Boolean(truth) => append(line, truth),
            model::Value::Float(number) if number.is_finite() => append(line, number),
            model::Value::Text(text) | model::Value::Date(text) | model::Value::DateTime(text) => {
                append(line, serde_json::Value::from(text));
            }
            _ => line.extend_from_slice(b"null"),
        },
    }
}

fn json_object(line: &mut Vec<u8>, found: &AnyValue) {
    let AnyValue::StructOwned(parts) = found.clone().into_static() else {
        return;
    };
    line.push(b'{');
    for (at, (item, field)) in parts.0.iter().zip(&parts.1).enumerate() {
        if at > 0 {
            line.push(b',');
        }
        append(line, serde_json::Value::from(field.name().as_str()));
        line.push(b':');
        json_value(line, item);
    }
    line.push(b'}');
}
