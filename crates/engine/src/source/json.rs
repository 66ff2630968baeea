//! JSON: an array of objects, one object, or one object a line. A first pass finds the type that
//! holds all values of a key, a second one builds the columns.

mod build;
mod document;
mod records;
mod shape;

use std::collections::HashMap;

use model::{Field, FileKind, ImportOptions, ImportPreview, RejectedRow};
use polars::prelude::{Column, DataFrame, PolarsResult};
use protocol::message::Failure;

use self::document::Json;
use self::records::{Records, Source};
use self::shape::Keys;
use super::csv::chunk::MOST_LISTED;
use super::place::Place;
use super::store::{Head, Read, Store};
use super::{column, failures, names, unpack};
use crate::stop::Stop;
use crate::value;

const SAMPLE: u64 = 1 << 20;
const PREVIEW_ROWS: usize = 100;
const BATCH: usize = 32_768;
const MOST_COLUMNS: usize = 20_000;

/// The columns of a file and the keys they come from.
struct Layout {
    fields: Vec<Field>,
    keys: HashMap<String, usize>,
    notes: Vec<String>,
}

/// Reads all of a file into its place.
pub(crate) fn read(
    place: &Place,
    kind: FileKind,
    options: &ImportOptions,
    mut store: Store,
    stop: &Stop,
) -> Result<Read, Failure> {
    let mut keys = Keys::default();
    let mut count = Records::default();
    records::each(
        &Source::file(place, kind)?,
        stop,
        &mut count,
        &mut |record, _| {
            add(&mut keys, record);
            limit_columns(&keys)
        },
    )?;
    if count.rows == 0 {
        return Err(nothing(place, &count));
    }
    let layout = Layout::new(&keys, options)?;
    let mut filler = store.table(&place.path);
    let mut batch = Batch::new(&layout);
    let mut rejected = Rejected {
        listed: std::mem::take(&mut count.rejected),
        total: count.rejected_total,
    };
    let explain = |error| failures::engine(&place.path, &error);
    records::each(
        &Source::file(place, kind)?,
        stop,
        &mut Records::default(),
        &mut |record, line| {
            batch.push(record, line);
            if batch.lines.len() == BATCH {
                filler.push(batch.build(&mut rejected).map_err(explain)?)?;
            }
            Ok(())
        },
    )?;
    let last = batch.build(&mut rejected).map_err(explain)?;
    let empty = last.clear();
    filler.push(last)?;
    let (kept, rows) = filler.finish(empty)?;
    rejected.listed.sort_by_key(|row| row.line);
    let head = Head {
        part: String::new(),
        fields: layout.fields.clone(),
        rows,
        rejected: rejected.listed,
        rejected_total: rejected.total,
        notes: layout.notes.clone(),
    };
    store.seal(Read {
        kind,
        options: options.clone(),
        tables: vec![(head, kept)],
    })
}

/// The first rows of a file.
pub(crate) fn preview(
    place: &Place,
    kind: FileKind,
    options: &ImportOptions,
) -> Result<ImportPreview, Failure> {
    let (bytes, is_whole) = unpack::head(place, SAMPLE)?;
    let source = Source::sample(place, kind, &bytes, is_whole);
    let (mut keys, mut count) = (Keys::default(), Records::default());
    let mut sampled = Vec::new();
    records::each(
        &source,
        &Stop::default(),
        &mut count,
        &mut |record, line| {
            add(&mut keys, record.clone());
            sampled.push((record, line));
            limit_columns(&keys)
        },
    )?;
    if count.rows == 0 {
        return Err(nothing(place, &count));
    }
    let layout = Layout::new(&keys, options)?;
    let mut batch = Batch::new(&layout);
    sampled
        .into_iter()
        .take(PREVIEW_ROWS)
        .for_each(|(record, line)| batch.push(record, line));
    let mut rejected = Rejected {
        listed: count.rejected,
        total: 0,
    };
    let frame = batch
        .build(&mut rejected)
        .map_err(|error| failures::engine(&place.path, &error))?;
    rejected.listed.truncate(PREVIEW_ROWS);
    Ok(ImportPreview {
        kind,
        options: options.clone(),
        parts: Vec::new(),
        rows: value::rows(&frame, PREVIEW_ROWS),
        fields: layout.fields.clone(),
        rejected: rejected.listed,
        notes: layout.notes.clone(),
        bytes: place.bytes,
    })
}

fn nothing(place: &Place, count: &Records) -> Failure {
    match count.rejected.first() {
        Some(row) => failures::damaged(
            &place.path,
            &format!("line {} is not JSON ({})", row.line, row.reason),
        ),
        None => failures::failure(
            "FILE_EMPTY",
            format!(
                "“{}” holds no rows: it is empty, or an empty list. Choose another file.",
                failures::shown(&place.path)
            ),
        ),
    }
}

fn limit_columns(keys: &Keys) -> Result<(), Failure> {
    if keys.entries.len() <= MOST_COLUMNS {
        return Ok(());
    }
    Err(failures::failure(
        "TOO_MANY_COLUMNS",
        format!(
            "The objects have more than {MOST_COLUMNS} different keys; at most that many columns are read. Turn keys into rows first."
        ),
    ))
}

/// The entries of a record; what is no object is a row with one value.
fn entries(record: Json) -> Vec<(String, Json)> {
    match record {
        Json::Object(entries) => entries,
        other => vec![("value".to_owned(), other)],
    }
}

fn add(keys: &mut Keys, record: Json) {
    keys.add(&entries(record));
}

impl Layout {
    fn new(keys: &Keys, options: &ImportOptions) -> Result<Self, Failure> {
        let found: Vec<String> = keys.entries.iter().map(|(name, _)| name.clone()).collect();
        let (names, notes) = names::usable(&found);
        let mut fields = Vec::with_capacity(names.len());
        for (name, (_, shape)) in names.into_iter().zip(&keys.entries) {
            let data_type = match options.types.get(&name) {
                Some(chosen) if column::can_fill(chosen) => chosen.clone(),
                Some(_) => {
                    return Err(failures::option(format!(
                        "The type that is set for “{}” cannot be read from JSON. Choose a number, date, time, yes/no or text.",
                        failures::clip(&name, 80)
                    )));
                }
                None => shape.data_type(),
            };
            fields.push(Field::new(name, data_type));
        }
        let keys = found
            .into_iter()
            .enumerate()
            .map(|(at, key)| (key, at))
            .collect();
        Ok(Self {
            fields,
            keys,
            notes,
        })
    }
}

/// What did not parse so far.
struct Rejected {
    listed: Vec<RejectedRow>,
    total: u64,
}

/// Records on their way into columns.
struct Batch<'a> {
    layout: &'a Layout,
    columns: Vec<Vec<Json>>,
    lines: Vec<u64>,
}

impl<'a> Batch<'a> {
    fn new(layout: &'a Layout) -> Self {
        Self {
            layout,
            columns: vec![Vec::new(); layout.fields.len()],
            lines: Vec::new(),
        }
    }

    fn push(&mut self, record: Json, line: u64) {
        let row = self.lines.len();
        for (key, value) in entries(record) {
            let Some(at) = self.layout.keys.get(&key) else {
                continue;
            };
            let column = &mut self.columns[*at];
            // Of a key that is written twice the last value counts, as everywhere.
            column.resize(row, Json::Null);
            column.push(value);
        }
        self.lines.push(line);
    }

    fn build(&mut self, rejected: &mut Rejected) -> PolarsResult<DataFrame> {
        let rows = self.lines.len();
        let mut columns: Vec<Column> = Vec::with_capacity(self.columns.len());
        for (field, values) in self.layout.fields.iter().zip(&mut self.columns) {
            values.resize(rows, Json::Null);
            let mut misfits = Vec::new();
            columns.push(build::column(field, values, &mut misfits)?);
            values.clear();
            rejected.total += misfits.len() as u64;
            let room = MOST_LISTED.saturating_sub(rejected.listed.len());
            rejected
                .listed
                .extend(misfits.into_iter().take(room).map(|misfit| RejectedRow {
                    line: self.lines[misfit.row],
                    column: Some(field.name.clone()),
                    text: failures::clip(&misfit.text, 200),
                    reason: misfit.reason.to_owned(),
                }));
        }
        self.lines.clear();
        DataFrame::new(rows, columns)
    }
}
