//! One stretch of delimited text turned into columns, or counted. Works on whole records, so
//! that several stretches can be read at the same time.

use model::{DataType, DecimalMark, RejectedRow};
use polars::prelude::{Column, DataFrame, PolarsResult};

use super::split::{FieldAt, Form, Signs};
use crate::source::column::{Filling, Pushed};
use crate::source::failures::clip;
use crate::source::tally::{Habits, Tally};

/// More failures than this are counted, not listed.
pub(crate) const MOST_LISTED: usize = 1_000;
const LONGEST_TEXT: usize = 200;

/// What a stretch of text is read as.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub signs: Signs,
    pub names: Vec<String>,
    pub types: Vec<DataType>,
    /// The columns whose type a person set.
    pub chosen: Vec<bool>,
    pub habits: Habits,
}

/// The columns of a stretch. Lines count from 0 at its start.
pub(crate) struct Parsed {
    pub frame: DataFrame,
    pub lines: u64,
    pub listed: Vec<RejectedRow>,
    pub rejected: u64,
    /// Rows with too few or too many fields.
    pub ragged: u64,
    pub first_ragged: Vec<u64>,
    /// Records with bytes that are not UTF-8.
    pub undecoded: u64,
    /// Values that stand for a missing one, by column.
    pub missing: Vec<u64>,
    /// What failed looks like, by column: decides whether another type is better.
    pub failed: Vec<Tally>,
    pub values: Vec<u64>,
}

/// Counts what the fields of a stretch look like.
pub(crate) fn count(text: &[u8], signs: &Signs, width: usize, mark: DecimalMark) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); width];
    let mut fields: Vec<FieldAt> = Vec::with_capacity(width);
    let mut at = 0;
    while at < text.len() {
        let record = signs.record(text, at, &mut fields);
        for (field, tally) in fields.iter().zip(&mut tallies) {
            tally.add(&text[field.start..field.end], mark);
        }
        at = record.next;
    }
    tallies
}

/// Reads the records of a stretch into columns.
pub(crate) fn parse(bytes: &[u8], wanted: &Wanted) -> PolarsResult<Parsed> {
    let decoded = String::from_utf8_lossy(bytes);
    let is_exact = matches!(decoded, std::borrow::Cow::Borrowed(_));
    let text: &str = &decoded;
    let width = wanted.names.len();
    let capacity = text.len() / (width * 4 + 1) + 1;
    let mut reading = Reading {
        wanted,
        text,
        columns: wanted
            .names
            .iter()
            .zip(wanted.types.iter().zip(&wanted.chosen))
            .map(|(name, (data_type, chosen))| {
                Filling::new(name, data_type, wanted.habits, capacity).chosen(*chosen)
            })
            .collect(),
        parsed: Parsed {
            frame: DataFrame::empty(),
            lines: 0,
            listed: Vec::new(),
            rejected: 0,
            ragged: 0,
            first_ragged: Vec::new(),
            undecoded: 0,
            missing: vec![0; width],
            failed: vec![Tally::default(); width],
            values: vec![0; width],
        },
    };
    let mut fields: Vec<FieldAt> = Vec::with_capacity(width);
    let (mut at, mut rows, mut line) = (0, 0, 0_u64);
    while at < text.len() {
        let record = wanted.signs.record(text.as_bytes(), at, &mut fields);
        let raw = &text[at..record.next];
        let lines = line_breaks(raw, &fields);
        if width == 1 || !is_blank(raw) {
            reading.record(&fields, raw, line, is_exact);
            rows += 1;
        }
        line += lines;
        at = record.next;
    }
    let mut parsed = reading.parsed;
    parsed.lines = line;
    let columns = reading
        .columns
        .into_iter()
        .map(Filling::finish)
        .collect::<PolarsResult<Vec<Column>>>()?;
    parsed.frame = DataFrame::new(rows, columns)?;
    Ok(parsed)
}

/// Line breaks of a record: its own, and those inside quoted fields.
fn line_breaks(raw: &str, fields: &[FieldAt]) -> u64 {
    if fields
        .iter()
        .all(|field| field.form == Form::Plain || field.form == Form::Odd)
    {
        return u64::from(raw.ends_with('\n'));
    }
    let bytes = raw.as_bytes();
    let (mut at, mut count) = (0, 0);
    while at < bytes.len() {
        count += u64::from(bytes[at] == b'\n');
        at += 1;
    }
    count
}

fn is_blank(text: &str) -> bool {
    if text.len() > 64 {
        return false;
    }
    matches!(text, "\n" | "\r\n" | "\r")
        || text
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\r' | b'\n'))
}

struct Reading<'a> {
    wanted: &'a Wanted,
    text: &'a str,
    columns: Vec<Filling>,
    parsed: Parsed,
}

impl Reading<'_> {
    fn record(&mut self, fields: &[FieldAt], raw: &str, line: u64, is_exact: bool) {
        let width = self.columns.len();
        if fields.len() != width {
            self.ragged(fields, raw, line);
        }
        if !is_exact && raw.contains('\u{fffd}') {
            self.parsed.undecoded += 1;
            self.reject(
                line,
                None,
                raw,
                "has bytes that are not UTF-8; they show as �",
            );
        }
        for at in 0..width {
            let Some(field) = fields.get(at) else {
                self.columns[at].push_null();
                continue;
            };
            self.field(at, *field, line);
        }
    }

    fn field(&mut self, at: usize, field: FieldAt, line: u64) {
        if field.start == field.end && field.form == Form::Plain {
            self.columns[at].push_null();
            return;
        }
        if field.form == Form::Odd {
            let raw = &self.text[field.start..field.end];
            self.reject(
                line,
                Some(at),
                raw,
                "has a quote that does not close where the field ends; taken as it stands",
            );
        }
        let value = self.wanted.signs.value(self.text, field);
        let pushed = self.columns[at].push(&value);
        match pushed {
            Pushed::Value => self.parsed.values[at] += 1,
            Pushed::Missing => {}
            Pushed::Word => self.parsed.missing[at] += 1,
            Pushed::Failed(reason) => {
                self.parsed.values[at] += 1;
                self.parsed.failed[at].add(value.as_bytes(), self.wanted.habits.mark);
                self.reject(line, Some(at), &value, reason);
            }
        }
    }

    fn ragged(&mut self, fields: &[FieldAt], raw: &str, line: u64) {
        let width = self.columns.len();
        let extra = fields.get(width..).unwrap_or_default();
        if !extra.is_empty()
            && extra
                .iter()
                .all(|field| self.text[field.start..field.end].trim().is_empty())
        {
            return;
        }
        self.parsed.ragged += 1;
        if self.parsed.first_ragged.len() < 5 {
            self.parsed.first_ragged.push(line);
        }
        let reason = format!(
            "has {} {} where {width} are expected; {}",
            fields.len(),
            if fields.len() == 1 { "field" } else { "fields" },
            if fields.len() < width {
                "the missing ones are null"
            } else {
                "the further ones were left out"
            }
        );
        self.reject(line, None, raw, &reason);
    }

    fn reject(&mut self, line: u64, column: Option<usize>, text: &str, reason: &str) {
        self.parsed.rejected += 1;
        if self.parsed.listed.len() < MOST_LISTED {
            self.parsed.listed.push(RejectedRow {
                line,
                column: column.map(|at| self.wanted.names[at].clone()),
                text: clip(text.trim_end_matches(['\r', '\n']), LONGEST_TEXT),
                reason: reason.to_owned(),
            });
        }
    }
}
