//! Delimited text: how it is written is found in a sample, then all of it is read strictly.
//! What does not parse is listed with its line, never silently null.

pub(crate) mod chunk;
mod dialect;
mod pass;
mod read;
pub(crate) mod split;

use std::borrow::Cow;
use std::io::{Read as _, Seek, SeekFrom};

use encoding_rs::Encoding;
use model::{DecimalMark, Field, FileKind, ImportOptions, ImportPreview};
use protocol::message::Failure;

use self::chunk::Wanted;
use self::dialect::Dialect;
use super::kind::{self, Packing};
use super::place::Place;
use super::tally::{self, Habits, Tally};
use super::{column, failures, names, text, unpack};
use crate::value;

pub(crate) use self::read::read;

/// Bytes at the start of a file that decide how it is read.
const SAMPLE: u64 = 1 << 20;
const PREVIEW_ROWS: usize = 100;

/// How a file is read, as far as its sample tells.
pub(crate) struct Layout {
    encoding: &'static Encoding,
    dialect: Dialect,
    names: Vec<String>,
    habits: Habits,
    /// Whether lines end with a lone carriage return.
    old_lines: bool,
    notes: Vec<String>,
    order_is_shown: bool,
}

struct Sample {
    text: String,
    is_whole: bool,
    tallies: Vec<Tally>,
}

/// The first rows of a file and how they were read.
pub(crate) fn preview(place: &Place, options: &ImportOptions) -> Result<ImportPreview, Failure> {
    let (layout, sample) = sniff(place, options)?;
    let wanted = layout.wanted(&sample.tallies, options)?;
    let body = skip_lines(&sample.text, layout.dialect.skipped);
    let end = if sample.is_whole {
        body.len()
    } else {
        wanted.signs.last_end(body.as_bytes())
    };
    let mut parsed = chunk::parse(&body.as_bytes()[..end], &wanted)
        .map_err(|error| failures::engine(&place.path, &error))?;
    for row in &mut parsed.listed {
        row.line += layout.dialect.skipped + 1;
    }
    let fields = wanted.fields();
    let mut notes = layout.notes.clone();
    notes.extend(missing_notes(&wanted.names, &parsed.missing));
    parsed.listed.truncate(PREVIEW_ROWS);
    Ok(ImportPreview {
        kind: FileKind::Csv,
        options: layout.options(options),
        parts: Vec::new(),
        rows: value::rows(&parsed.frame, PREVIEW_ROWS),
        fields,
        rejected: parsed.listed,
        notes,
        bytes: place.bytes,
    })
}

fn sniff(place: &Place, options: &ImportOptions) -> Result<(Layout, Sample), Failure> {
    let (bytes, is_whole) = unpack::head(place, SAMPLE)?;
    if bytes.trim_ascii().is_empty() {
        return Err(failures::failure(
            "FILE_EMPTY",
            format!(
                "“{}” is empty: there is no header and no row to read. Choose another file.",
                failures::shown(&place.path)
            ),
        ));
    }
    let encoding = match &options.encoding {
        Some(label) => text::named(label)?,
        None => guess_encoding(place, &bytes, is_whole)?,
    };
    let mut decoded = Vec::new();
    text::AsUtf8::new(bytes.as_slice(), encoding)
        .read_to_end(&mut decoded)
        .map_err(|error| failures::io(&place.path, &error))?;
    refuse_binary(place, &decoded)?;
    let mut sample = match String::from_utf8_lossy(&decoded) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    };
    let old_lines = sample.contains('\r') && !sample.contains('\n');
    if old_lines {
        sample = sample.replace('\r', "\n");
    }
    let dialect = dialect::detect(&sample, is_whole, options, &kind::extension(&place.path))?;
    let body = skip_lines(&sample, dialect.skipped).as_bytes();
    let body = if is_whole {
        body
    } else {
        &body[..dialect.signs.last_end(body)]
    };
    let (names, mut notes) = names_of(&dialect);
    notes.splice(0..0, dialect.notes.iter().cloned());
    if encoding != encoding_rs::UTF_8 && options.encoding.is_none() {
        notes.push(format!("The text is in {}.", text::label(encoding)));
    }
    let (mark, is_open) = mark_of(body, &dialect, names.len());
    let mark = options.decimal_mark.unwrap_or(mark);
    if is_open && options.decimal_mark.is_none() {
        notes.push("“1,234” may be a thousand or a fraction; it is read as a thousand. Choose the decimal mark if that is wrong.".to_owned());
    }
    let tallies = chunk::count(body, &dialect.signs, names.len(), mark);
    let likes_day_first = mark == DecimalMark::Comma || dialect.signs.delimiter == b";";
    let (order, is_ambiguous) = tally::order_of(&tallies, likes_day_first);
    let order_is_shown = order != model::DateOrder::YearMonthDay;
    if is_ambiguous && options.date_order.is_none() {
        let first = if order == model::DateOrder::MonthDayYear {
            "month"
        } else {
            "day"
        };
        notes.push(format!("Dates may be day first or month first; they are read as {first} first. Choose the date order if that is wrong."));
    }
    if tally::has_short_years(&tallies) {
        notes.push("Years are written with two digits; 70 to 99 are read as 1970 to 1999, others as 2000 to 2069.".to_owned());
    }
    let habits = Habits {
        mark,
        order: options.date_order.unwrap_or(order),
    };
    let layout = Layout {
        encoding,
        dialect,
        names,
        habits,
        old_lines,
        notes,
        order_is_shown,
    };
    Ok((
        layout,
        Sample {
            text: sample,
            is_whole,
            tallies,
        },
    ))
}

impl Layout {
    /// The options with everything found filled in.
    fn options(&self, given: &ImportOptions) -> ImportOptions {
        let mut options = given.clone();
        options
            .encoding
            .get_or_insert_with(|| text::label(self.encoding));
        options.delimiter =
            Some(String::from_utf8_lossy(&self.dialect.signs.delimiter).into_owned());
        options.quote.get_or_insert_with(|| {
            self.dialect
                .signs
                .quote
                .map_or_else(String::new, |sign| char::from(sign).to_string())
        });
        options.header_row.get_or_insert(self.dialect.header_row);
        options.decimal_mark.get_or_insert(self.habits.mark);
        if self.order_is_shown {
            options.date_order.get_or_insert(self.habits.order);
        }
        options.fill_ragged_rows.get_or_insert(true);
        options
    }

    /// Names and types of the columns: what a person set, otherwise what the counts say.
    fn wanted(&self, tallies: &[Tally], options: &ImportOptions) -> Result<Wanted, Failure> {
        let mut types = Vec::with_capacity(self.names.len());
        for (name, tally) in self.names.iter().zip(tallies) {
            types.push(match options.types.get(name) {
                Some(chosen) if column::can_fill(chosen) => chosen.clone(),
                Some(_) => {
                    return Err(failures::option(format!(
                        "Text cannot be read as the type that is set for “{}”. Choose a number, date, time, yes/no or text.",
                        failures::clip(name, 80)
                    )));
                }
                None => tally.data_type(self.habits),
            });
        }
        let chosen = self
            .names
            .iter()
            .map(|name| options.types.contains_key(name))
            .collect();
        Ok(Wanted {
            signs: self.dialect.signs.clone(),
            names: self.names.clone(),
            types,
            chosen,
            habits: self.habits,
        })
    }
}

impl Wanted {
    fn fields(&self) -> Vec<Field> {
        self.names
            .iter()
            .zip(&self.types)
            .map(|(name, data_type)| Field::new(name, data_type.clone()))
            .collect()
    }
}

fn names_of(dialect: &Dialect) -> (Vec<String>, Vec<String>) {
    let (names, notes) = names::usable(&dialect.header);
    if dialect.header_row > 0 {
        return (names, notes);
    }
    (
        names,
        vec!["There is no header row; columns are numbered.".to_owned()],
    )
}

fn mark_of(body: &[u8], dialect: &Dialect, width: usize) -> (DecimalMark, bool) {
    let mut fields = Vec::with_capacity(width);
    let mut at = 0;
    let mut values: Vec<&[u8]> = Vec::new();
    while at < body.len() && values.len() < 100_000 {
        let record = dialect.signs.record(body, at, &mut fields);
        values.extend(fields.iter().map(|field| &body[field.start..field.end]));
        at = record.next;
    }
    tally::mark_of(values.into_iter())
}

/// The encoding that the start speaks for, and for large plain files the middle and the end.
fn guess_encoding(
    place: &Place,
    head: &[u8],
    is_whole: bool,
) -> Result<&'static Encoding, Failure> {
    let guess = text::detect(head, is_whole);
    if is_whole
        || guess != encoding_rs::UTF_8
        || !head.is_ascii()
        || kind::packing(head) != Packing::Plain
    {
        return Ok(guess);
    }
    let mut file = place.open()?;
    let mut sample = Vec::new();
    for start in [place.bytes / 2, place.bytes.saturating_sub(1 << 18)] {
        let mut part = Vec::new();
        file.seek(SeekFrom::Start(start))
            .and_then(|_| {
                std::io::Read::by_ref(&mut file)
                    .take(1 << 18)
                    .read_to_end(&mut part)
            })
            .map_err(|error| failures::io(&place.path, &error))?;
        // A character may be cut at the start of a part; what follows the first line is whole.
        let from = part.iter().position(|byte| *byte == b'\n').unwrap_or(0);
        let to = part
            .iter()
            .rposition(|byte| *byte == b'\n')
            .unwrap_or(part.len())
            .max(from);
        sample.extend_from_slice(&part[from..to]);
    }
    Ok(text::detect(&sample, true))
}

fn refuse_binary(place: &Place, text: &[u8]) -> Result<(), Failure> {
    let odd = text
        .iter()
        .filter(|byte| **byte < 32 && !matches!(byte, b'\t' | b'\n' | b'\r' | 12 | 27))
        .count();
    if odd * 50 > text.len() {
        return Err(failures::unsupported(
            &place.path,
            "is not text and not a format that is known here",
            "Choose a table: CSV, Parquet, JSON, Arrow, Excel or SQLite.",
        ));
    }
    Ok(())
}

fn skip_lines(text: &str, lines: u64) -> &str {
    let mut rest = text;
    for _ in 0..lines {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

/// Says which columns had texts such as `NA` that were read as missing.
fn missing_notes(names: &[String], missing: &[u64]) -> Option<String> {
    let found: Vec<String> = names
        .iter()
        .zip(missing)
        .filter(|(_, count)| **count > 0)
        .map(|(name, count)| format!("{} ({count})", failures::clip(name, 40)))
        .collect();
    let more = if found.len() > 8 {
        format!(" and {} more columns", found.len() - 8)
    } else {
        String::new()
    };
    (!found.is_empty()).then(|| {
        format!(
            "Texts such as NA or - were read as missing in {}{more}.",
            found[..found.len().min(8)].join(", ")
        )
    })
}
