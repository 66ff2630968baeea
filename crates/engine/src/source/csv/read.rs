//! Reading a whole delimited file. The types of the sample are tried first; when later values
//! speak against one, all values are counted and the file is read again with types that hold.

use model::{DataType, FileKind, ImportOptions, RejectedRow};
use polars::prelude::DataFrame;
use protocol::message::Failure;

use super::chunk::{self, MOST_LISTED, Parsed, Wanted};
use super::pass::{Blocks, Then};
use super::{Layout, sniff};
use crate::source::place::Place;
use crate::source::store::{Head, Read, Store};
use crate::source::tally::Tally;
use crate::source::{failures, text, unpack};
use crate::stop::Stop;

/// Files up to this size are counted first: a second pass costs little.
const COUNTED_BYTES: u64 = 8 << 20;
/// One in this many values of a column may fail.
const ONE_MAY_FAIL_IN: u64 = 100;

/// Reads all of a file into its place.
pub(crate) fn read(
    place: &Place,
    options: &ImportOptions,
    mut store: Store,
    stop: &Stop,
) -> Result<Read, Failure> {
    let (mut layout, sample) = sniff(place, options)?;
    let is_open = |tallies: &[Tally]| tallies.iter().any(|tally| tally.values == 0);
    let mut tallies = sample.tallies;
    if !sample.is_whole && (place.bytes <= COUNTED_BYTES || is_open(&tallies)) {
        tallies = count(place, &layout, stop)?;
    }
    let mut wanted = layout.wanted(&tallies, options)?;
    let mut outcome = fill(
        &Reading {
            place,
            layout: &layout,
            wanted: &wanted,
            options,
        },
        &mut store,
        stop,
    )?;
    if outcome.must_decode_anew && options.encoding.is_none() {
        layout.encoding = encoding_rs::WINDOWS_1252;
        layout.notes.push("The text is in windows-1252.".to_owned());
        outcome.is_refuted = true;
    }
    if outcome.is_refuted {
        store.restart();
        tallies = count(place, &layout, stop)?;
        wanted = layout.wanted(&tallies, options)?;
        outcome = fill(
            &Reading {
                place,
                layout: &layout,
                wanted: &wanted,
                options,
            },
            &mut store,
            stop,
        )?;
    }
    for name in options
        .types
        .keys()
        .filter(|name| !wanted.names.contains(name))
        .take(5)
    {
        layout.notes.push(format!(
            "A type is set for “{}”, which is no column.",
            failures::clip(name, 80)
        ));
    }
    let mut notes = layout.notes.clone();
    notes.extend(super::missing_notes(&wanted.names, &outcome.missing));
    if outcome.undecoded > 0 {
        notes.push(format!(
            "{} rows have bytes that are not {}; they show as �. Choose another encoding if that is wrong.",
            outcome.undecoded,
            text::label(layout.encoding)
        ));
    }
    if outcome.ragged > 0 {
        notes.push(format!(
            "{} rows have too few or too many fields; they are listed.",
            outcome.ragged
        ));
    }
    let head = Head {
        part: String::new(),
        fields: wanted.fields(),
        rows: outcome.rows,
        rejected: outcome.listed,
        rejected_total: outcome.rejected,
        notes,
    };
    let read = Read {
        kind: FileKind::Csv,
        options: layout.options(options),
        tables: vec![(head, outcome.kept)],
    };
    store.seal(read)
}

fn blocks<'a>(place: &'a Place, layout: &Layout) -> Result<Blocks<'a>, Failure> {
    let (reader, _) = unpack::open(place)?;
    let reader = Box::new(text::AsUtf8::new(reader, layout.encoding));
    let mut blocks = Blocks::new(place, reader, layout.dialect.signs.clone());
    blocks.old_lines = layout.old_lines;
    blocks.skip_lines = layout.dialect.skipped;
    Ok(blocks)
}

fn count(place: &Place, layout: &Layout, stop: &Stop) -> Result<Vec<Tally>, Failure> {
    let width = layout.names.len();
    let mut tallies = vec![Tally::default(); width];
    blocks(place, layout)?.each(
        stop,
        |block| chunk::count(block, &layout.dialect.signs, width, layout.habits.mark),
        |counted| {
            tallies
                .iter_mut()
                .zip(&counted)
                .for_each(|(tally, more)| tally.merge(more));
            Ok(Then::GoOn)
        },
    )?;
    Ok(tallies)
}

struct Outcome {
    kept: crate::source::store::Rows,
    rows: u64,
    lines: u64,
    listed: Vec<RejectedRow>,
    rejected: u64,
    ragged: u64,
    undecoded: u64,
    missing: Vec<u64>,
    failed: Vec<Tally>,
    values: Vec<u64>,
    /// Values speak against the type of a column.
    is_refuted: bool,
    /// Nothing outside ASCII decodes as UTF-8.
    must_decode_anew: bool,
}

/// What is read, and how.
struct Reading<'a> {
    place: &'a Place,
    layout: &'a Layout,
    wanted: &'a Wanted,
    options: &'a ImportOptions,
}

fn fill(reading: &Reading, store: &mut Store, stop: &Stop) -> Result<Outcome, Failure> {
    let Reading {
        place,
        layout,
        wanted,
        options,
    } = *reading;
    let width = wanted.names.len();
    let empty = chunk::parse(b"", wanted)
        .map_err(|error| failures::engine(&place.path, &error))?
        .frame;
    let mut outcome = Outcome {
        kept: crate::source::store::Rows::Memory(DataFrame::empty()),
        rows: 0,
        lines: 0,
        listed: Vec::new(),
        rejected: 0,
        ragged: 0,
        undecoded: 0,
        missing: vec![0; width],
        failed: vec![Tally::default(); width],
        values: vec![0; width],
        is_refuted: false,
        must_decode_anew: false,
    };
    let is_filled = options.fill_ragged_rows != Some(false);
    let mut filler = store.table(&place.path);
    blocks(place, layout)?.each(
        stop,
        |block| chunk::parse(block, wanted).map(|parsed| (has_marks(block, &parsed), parsed)),
        |answer| {
            let (decodes, mut parsed) =
                answer.map_err(|error| failures::engine(&place.path, &error))?;
            if parsed.ragged > 0 && !is_filled {
                return Err(ragged(
                    place,
                    &parsed,
                    outcome.lines + layout.dialect.skipped + 1,
                    width,
                ));
            }
            outcome.must_decode_anew |= parsed.undecoded > 0 && !decodes;
            let frame = std::mem::replace(&mut parsed.frame, DataFrame::empty());
            outcome.add(parsed, layout.dialect.skipped + 1);
            outcome.is_refuted = outcome.refutes(wanted, options);
            filler.push(frame)?;
            Ok(if outcome.is_refuted {
                Then::Stop
            } else {
                Then::GoOn
            })
        },
    )?;
    (outcome.kept, outcome.rows) = filler.finish(empty)?;
    Ok(outcome)
}

/// Whether anything outside ASCII decodes as UTF-8.
fn has_marks(block: &[u8], parsed: &Parsed) -> bool {
    parsed.undecoded > 0
        && String::from_utf8_lossy(block)
            .chars()
            .any(|letter| !letter.is_ascii() && letter != '\u{fffd}')
}

fn ragged(place: &Place, parsed: &Parsed, first_line: u64, width: usize) -> Failure {
    let lines: Vec<String> = parsed
        .first_ragged
        .iter()
        .map(|line| (line + first_line).to_string())
        .collect();
    failures::failure(
        "ROWS_RAGGED",
        format!(
            "“{}” has rows without exactly {width} fields, first in line {}. Choose to fill such rows, or mend the file.",
            failures::shown(&place.path),
            lines.join(", ")
        ),
    )
}

impl Outcome {
    fn add(&mut self, parsed: Parsed, first_line: u64) {
        let from = self.lines + first_line;
        let room = MOST_LISTED.saturating_sub(self.listed.len());
        self.listed
            .extend(parsed.listed.into_iter().take(room).map(|mut row| {
                row.line += from;
                row
            }));
        self.lines += parsed.lines;
        self.rejected += parsed.rejected;
        self.ragged += parsed.ragged;
        self.undecoded += parsed.undecoded;
        for at in 0..self.missing.len() {
            self.missing[at] += parsed.missing[at];
            self.failed[at].merge(&parsed.failed[at]);
            self.values[at] += parsed.values[at];
        }
    }

    /// Whether a type that nobody chose is wrong for the values seen so far.
    fn refutes(&self, wanted: &Wanted, options: &ImportOptions) -> bool {
        (0..self.failed.len()).any(|at| {
            let failed = &self.failed[at];
            if failed.values == 0 || options.types.contains_key(&wanted.names[at]) {
                return false;
            }
            let data_type = &wanted.types[at];
            let other = failed.data_type(wanted.habits);
            let is_wider = other != DataType::Text && other != *data_type;
            failed.codes > 0
                || is_wider && failed.values > 0 && *data_type != DataType::Text
                || failed.values.saturating_mul(ONE_MAY_FAIL_IN) > self.values[at]
        })
    }
}
