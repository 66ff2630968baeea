//! How a delimited text is written: delimiter, quote, header row, found in a sample of it.

use model::{DecimalMark, ImportOptions};
use protocol::message::Failure;

use super::split::{FieldAt, Signs};
use crate::source::failures;
use crate::source::moment::Day;
use crate::source::scalar::{self, Looks};

const CANDIDATES: [&str; 4] = [",", ";", "\t", "|"];
/// Records that decide.
const LOOKED_AT: usize = 200;
const MOST_COLUMNS: usize = 20_000;

/// The signs and the place of the header.
#[derive(Debug, Clone)]
pub(crate) struct Dialect {
    pub signs: Signs,
    /// 1-based line of the header; 0 when there is none.
    pub header_row: u32,
    /// Lines before the first row of data.
    pub skipped: u64,
    /// Header texts as found, or empty texts when there is no header.
    pub header: Vec<String>,
    pub notes: Vec<String>,
}

/// One record of the sample and the line it starts on, counted from 1.
struct Sampled {
    line: u64,
    lines: u64,
    fields: Vec<String>,
}

/// Finds how a text is written. `is_whole` says that the sample is all of it.
pub(crate) fn detect(
    sample: &str,
    is_whole: bool,
    options: &ImportOptions,
    extension: &str,
) -> Result<Dialect, Failure> {
    let mut notes = Vec::new();
    let (announced, announced_lines) = announced(sample);
    let body = &sample[announced.as_ref().map_or(0, |(_, length)| *length)..];
    let quote = quote_of(body, options)?;
    let delimiter = match (&options.delimiter, announced) {
        (Some(chosen), _) => checked_delimiter(chosen)?,
        (None, Some((sign, _))) => sign,
        (None, None) => guessed_delimiter(body, quote, is_whole, extension, &mut notes),
    };
    let signs = Signs {
        delimiter: delimiter.into_bytes(),
        quote,
    };
    let records = sampled(body, &signs, is_whole, announced_lines + 1);
    let width = usual_width(&records);
    if width > MOST_COLUMNS
        || records
            .iter()
            .any(|record| record.fields.len() > MOST_COLUMNS * 2)
    {
        return Err(failures::failure(
            "TOO_MANY_COLUMNS",
            format!(
                "The file has {width} columns; at most {MOST_COLUMNS} are read. Check the delimiter, or turn columns into rows."
            ),
        ));
    }
    let header = header_of(&records, width, options.header_row)?;
    let mut dialect = if let Some(at) = header {
        let record = &records[at];
        let mut header = record.fields.clone();
        header.resize(header.len().max(width), String::new());
        while header.len() > width && header.last().is_some_and(|name| name.trim().is_empty()) {
            header.pop();
        }
        let header_row = u32::try_from(record.line).unwrap_or(u32::MAX);
        Dialect {
            signs,
            header_row,
            skipped: record.line + record.lines - 1,
            header,
            notes,
        }
    } else {
        let first = records.iter().find(|record| record.fields.len() == width);
        let skipped = match options.header_row {
            Some(0) => announced_lines,
            _ => first.map_or(announced_lines, |record| record.line - 1),
        };
        Dialect {
            signs,
            header_row: 0,
            skipped,
            header: vec![String::new(); width.max(1)],
            notes,
        }
    };
    let before = dialect.header_row.saturating_sub(1);
    if u64::from(before) > announced_lines && options.header_row.is_none() {
        dialect.notes.push(if before == 1 {
            "The first line is not part of the table and was skipped.".to_owned()
        } else {
            format!("The first {before} lines are not part of the table and were skipped.")
        });
    }
    Ok(dialect)
}

/// A first line `sep=;`, as spreadsheets write it: the delimiter, its length, and its lines.
fn announced(sample: &str) -> (Option<(String, usize)>, u64) {
    let line = sample.split('\n').next().unwrap_or_default();
    let sign = line
        .trim_end_matches('\r')
        .trim_matches('"')
        .strip_prefix("sep=")
        .or_else(|| line.trim_end_matches('\r').strip_prefix("SEP="));
    match sign {
        Some(sign) if !sign.is_empty() && sign.len() <= 8 => (
            Some((sign.to_owned(), (line.len() + 1).min(sample.len()))),
            1,
        ),
        _ => (None, 0),
    }
}

fn checked_delimiter(chosen: &str) -> Result<String, Failure> {
    let sign = match chosen {
        "\\t" | "tab" => "\t",
        sign => sign,
    };
    if sign.is_empty() || sign.len() > 16 || sign.contains(['\n', '\r', '"']) {
        return Err(failures::option(
            "The delimiter must be 1 to 16 characters without quotes and line breaks. Choose another.",
        ));
    }
    Ok(sign.to_owned())
}

fn quote_of(body: &str, options: &ImportOptions) -> Result<Option<u8>, Failure> {
    if let Some(chosen) = &options.quote {
        return match chosen.as_bytes() {
            [] => Ok(None),
            [sign] if sign.is_ascii_punctuation() => Ok(Some(*sign)),
            _ => Err(failures::option(
                "The quote must be one ASCII sign such as \" or ', or empty for none.",
            )),
        };
    }
    let opens = |quote: char| {
        let starts = [",", ";", "\t", "|", "\n"].map(|sign| format!("{sign}{quote}"));
        usize::from(body.starts_with(quote))
            + starts
                .iter()
                .map(|start| body.matches(start.as_str()).count())
                .sum::<usize>()
    };
    let single = opens('\'');
    Ok(Some(
        if single > 3 && opens('"') == 0 && closes(body, '\'') * 2 > single {
            b'\''
        } else {
            b'"'
        },
    ))
}

fn closes(body: &str, quote: char) -> usize {
    [",", ";", "\t", "|", "\n", "\r"]
        .iter()
        .map(|sign| body.matches(&format!("{quote}{sign}")).count())
        .sum()
}

/// The candidate that cuts most records into the same number of fields, more than one.
fn guessed_delimiter(
    body: &str,
    quote: Option<u8>,
    is_whole: bool,
    extension: &str,
    notes: &mut Vec<String>,
) -> String {
    let mut scores: Vec<(usize, usize, &str)> = CANDIDATES
        .iter()
        .map(|sign| {
            let signs = Signs {
                delimiter: sign.as_bytes().to_vec(),
                quote,
            };
            let records = sampled(body, &signs, is_whole, 1);
            let width = usual_width(&records);
            let same = records
                .iter()
                .filter(|record| record.fields.len() == width)
                .count();
            let share = if width < 2 || records.is_empty() {
                0
            } else {
                same * 10_000 / records.len()
            };
            (share, width, *sign)
        })
        .collect();
    let by_name = match extension {
        "tsv" | "tab" => "\t",
        "psv" => "|",
        _ => "",
    };
    scores.sort_by(|left, right| {
        let left_named = left.2 == by_name && left.0 > 0;
        let right_named = right.2 == by_name && right.0 > 0;
        right_named
            .cmp(&left_named)
            .then(right.0.cmp(&left.0))
            .then(right.1.cmp(&left.1))
    });
    let (best, second) = (scores[0], scores[1]);
    if best.0 == 0 {
        return if by_name.is_empty() { "," } else { by_name }.to_owned();
    }
    if second.0 >= best.0 && second.1 == best.1 {
        notes.push(format!(
            "The delimiter is a guess: “{}” and “{}” cut the lines equally well. Choose the other if the columns look wrong.",
            visible(best.2),
            visible(second.2)
        ));
    }
    best.2.to_owned()
}

fn visible(sign: &str) -> &str {
    if sign == "\t" { "tab" } else { sign }
}

fn sampled(body: &str, signs: &Signs, is_whole: bool, first_line: u64) -> Vec<Sampled> {
    let bytes = body.as_bytes();
    let (mut at, mut line) = (0, first_line);
    let mut fields: Vec<FieldAt> = Vec::new();
    let mut records = Vec::new();
    while at < bytes.len() && records.len() < LOOKED_AT {
        let record = signs.record(bytes, at, &mut fields);
        if record.is_open && !is_whole && !records.is_empty() {
            break;
        }
        let text = &bytes[at..record.next];
        let lines = text
            .split(|byte| *byte == b'\n')
            .count()
            .saturating_sub(1)
            .max(1) as u64;
        if !text.trim_ascii().is_empty() {
            let fields = fields
                .iter()
                .map(|field| signs.value(body, *field).into_owned())
                .collect();
            records.push(Sampled {
                line,
                lines,
                fields,
            });
        }
        at = record.next;
        line += lines;
    }
    records
}

/// The most frequent number of fields; of equally frequent ones the larger.
fn usual_width(records: &[Sampled]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for record in records {
        *counts.entry(record.fields.len()).or_insert(0_usize) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width))
        .map_or(1, |(width, _)| width)
}

/// The record with the column names, if there is one.
fn header_of(
    records: &[Sampled],
    width: usize,
    chosen: Option<u32>,
) -> Result<Option<usize>, Failure> {
    match chosen {
        Some(0) => return Ok(None),
        Some(row) => {
            return records
                .iter()
                .position(|record| (record.line..record.line + record.lines).contains(&u64::from(row)))
                .map(Some)
                .ok_or_else(|| {
                    failures::option(format!("Line {row} cannot be the header: it is empty or beyond the first {LOOKED_AT} records."))
                });
        }
        None => {}
    }
    let filled = |record: &Sampled| {
        record
            .fields
            .iter()
            .filter(|text| !text.trim().is_empty())
            .count()
    };
    let candidate = records.iter().position(|record| {
        record.fields.len() >= width
            && (width == 1 || filled(record) >= 2 || filled(record) == record.fields.len())
    });
    let Some(at) = candidate else { return Ok(None) };
    let record = &records[at];
    let is_value = |text: &String| looks_like_a_value(text);
    let values = record.fields.iter().filter(|text| is_value(text)).count();
    let years = record.fields.iter().filter(|text| is_year(text)).count();
    let is_header = filled(record) > 0
        && (values == 0 || (values == years && values < filled(record) && records.len() > at + 1));
    Ok(is_header.then_some(at))
}

fn looks_like_a_value(text: &str) -> bool {
    let text = text.trim().as_bytes();
    !matches!(scalar::looks(text, DecimalMark::Point), Looks::Other)
        || matches!(
            scalar::looks(text, DecimalMark::Comma),
            Looks::Whole | Looks::Fraction
        )
        || Day::read(text).is_some()
        || scalar::boolean(text).is_some()
}

fn is_year(text: &str) -> bool {
    text.trim().len() == 4
        && text
            .trim()
            .parse::<u32>()
            .is_ok_and(|year| (1900..2100).contains(&year))
}
