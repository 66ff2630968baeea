//! Spreadsheets: every sheet is a table. Only cells that are there take memory, whatever the
//! file says of its size.

mod bomb;
mod cells;

use std::collections::BTreeSet;
use std::io::BufReader;

use calamine::{
    Ods, Reader, SheetType, SheetVisible, Sheets, Xls, Xlsb, Xlsx, open_workbook_from_rs,
};
use model::{Field, FileKind, ImportOptions, ImportPreview};
use polars::prelude::{Column, DataFrame, PolarsResult};
use protocol::message::Failure;

use self::cells::Sheet;
use super::failures::{self, clip, failure, shown};
use super::mixed::{self, Cell, Kinds, Misfits};
use super::place::Place;
use super::store::{Head, Read, Store};
use super::{kind, names, value_text};
use crate::stop::Stop;
use crate::value;

const PREVIEW_ROWS: usize = 100;
const BATCH: usize = 65_536;
/// Rows at the top of a sheet among which the header is looked for.
const HEADER_ROWS: usize = 50;

type Book = Sheets<BufReader<std::fs::File>>;

/// Reads every sheet into its place.
pub(crate) fn read(
    place: &Place,
    options: &ImportOptions,
    mut store: Store,
    stop: &Stop,
) -> Result<Read, Failure> {
    let mut book = open(place)?;
    let mut tables = Vec::new();
    let mut notes = Vec::new();
    for (name, is_hidden) in wanted(&book, place, options)? {
        let sheet = cells::read(&mut book, &name, place, usize::MAX, stop)?;
        let Some(table) = Table::new(&sheet, options) else {
            notes.push(format!("The sheet “{}” is empty.", clip(&name, 60)));
            continue;
        };
        let mut head = table.head(&name);
        if is_hidden {
            head.notes.push(format!(
                "The sheet “{}” is hidden in the workbook.",
                clip(&name, 60)
            ));
        }
        let mut misfits = Misfits::default();
        let explain = |error| failures::engine(&place.path, &error);
        let mut filler = store.table(&place.path);
        let rows = table.rows.len();
        for start in (0..rows).step_by(BATCH) {
            filler.push(table.frame(start, BATCH, &mut misfits).map_err(explain)?)?;
        }
        let empty = table.frame(rows, 0, &mut misfits).map_err(explain)?;
        let (kept, rows) = filler.finish(empty)?;
        head.rows = rows;
        head.rejected = misfits.listed;
        head.rejected_total = misfits.total;
        tables.push((head, kept));
    }
    let Some((first, _)) = tables.first_mut() else {
        return Err(failure(
            "FILE_EMPTY",
            format!(
                "“{}” has no sheet with cells in it. Choose another file.",
                shown(&place.path)
            ),
        ));
    };
    first.notes.extend(notes);
    store.seal(Read {
        kind: FileKind::Excel,
        options: options.clone(),
        tables,
    })
}

/// The first rows of the first sheet that has any, and the names of all.
pub(crate) fn preview(place: &Place, options: &ImportOptions) -> Result<ImportPreview, Failure> {
    let mut book = open(place)?;
    let parts = sheets(&book).into_iter().map(|(name, _)| name).collect();
    for (name, _) in wanted(&book, place, options)? {
        let sheet = cells::read(&mut book, &name, place, PREVIEW_ROWS * 5, &Stop::default())?;
        let Some(table) = Table::new(&sheet, options) else {
            continue;
        };
        let mut misfits = Misfits::default();
        let frame = table
            .frame(0, PREVIEW_ROWS, &mut misfits)
            .map_err(|error| failures::engine(&place.path, &error))?;
        let mut found = options.clone();
        found.header_row.get_or_insert(table.header_row);
        return Ok(ImportPreview {
            kind: FileKind::Excel,
            options: found,
            parts,
            notes: table.head(&name).notes,
            rows: value::rows(&frame, PREVIEW_ROWS),
            fields: table.fields,
            rejected: misfits.listed,
            bytes: place.bytes,
        });
    }
    Err(failure(
        "FILE_EMPTY",
        format!(
            "“{}” has no sheet with cells in it. Choose another file.",
            shown(&place.path)
        ),
    ))
}

fn open(place: &Place) -> Result<Book, Failure> {
    let reader = || place.open().map(BufReader::new);
    let damaged = |text: String| explained(place, &text);
    let head = place.head(8)?;
    if head.starts_with(b"PK") {
        let inside = bomb::check(place)?;
        return match inside {
            bomb::Inside::Xlsx => open_workbook_from_rs::<Xlsx<_>, _>(reader()?)
                .map(Sheets::Xlsx)
                .map_err(|error| damaged(error.to_string())),
            bomb::Inside::Xlsb => open_workbook_from_rs::<Xlsb<_>, _>(reader()?)
                .map(Sheets::Xlsb)
                .map_err(|error| damaged(error.to_string())),
            bomb::Inside::Ods => open_workbook_from_rs::<Ods<_>, _>(reader()?)
                .map(Sheets::Ods)
                .map_err(|error| damaged(error.to_string())),
            bomb::Inside::Other => Err(failures::unsupported(
                &place.path,
                "is a ZIP archive, not a spreadsheet",
                "Unpack it and open the files inside.",
            )),
        };
    }
    open_workbook_from_rs::<Xls<_>, _>(reader()?)
        .map(Sheets::Xls)
        .map_err(|error| damaged(error.to_string()))
}

fn explained(place: &Place, text: &str) -> Failure {
    tracing::debug!(text, "a workbook could not be opened");
    let text = text.to_lowercase();
    if text.contains("password") || text.contains("encrypt") {
        kind::protected(&place.path)
    } else {
        failures::damaged(&place.path, "it is no workbook, or a part of it is missing")
    }
}

/// Sheets with cells, and whether each is hidden.
fn sheets(book: &Book) -> Vec<(String, bool)> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

fn wanted(
    book: &Book,
    place: &Place,
    options: &ImportOptions,
) -> Result<Vec<(String, bool)>, Failure> {
    let all = sheets(book);
    if let Some(missing) = options
        .parts
        .iter()
        .find(|part| !all.iter().any(|(name, _)| name == *part))
    {
        return Err(failures::option(format!(
            "“{}” has no sheet “{}”. Choose one of its sheets.",
            shown(&place.path),
            clip(missing, 60)
        )));
    }
    Ok(all
        .into_iter()
        .filter(|(name, _)| options.parts.is_empty() || options.parts.contains(name))
        .collect())
}

/// A sheet as a table: columns and rows that have cells, below a header.
struct Table<'a> {
    sheet: &'a Sheet,
    /// Sheet columns, in order.
    columns: Vec<u32>,
    /// Sheet rows with data, in order; counted from 0.
    rows: Vec<u32>,
    header_row: u32,
    fields: Vec<Field>,
    notes: Vec<String>,
}

impl<'a> Table<'a> {
    fn new(sheet: &'a Sheet, options: &ImportOptions) -> Option<Self> {
        let columns: Vec<u32> = sheet.columns.keys().copied().collect();
        let all_rows: BTreeSet<u32> = sheet
            .columns
            .values()
            .flatten()
            .map(|(row, _)| *row)
            .collect();
        if columns.is_empty() {
            return None;
        }
        let header = match options.header_row {
            Some(0) => None,
            Some(row) => Some(row - 1),
            None => header(sheet, &columns, &all_rows),
        };
        let rows: Vec<u32> = all_rows
            .iter()
            .copied()
            .filter(|row| header.is_none_or(|header| *row > header))
            .collect();
        let found: Vec<String> = columns
            .iter()
            .map(|column| match header {
                Some(row) => sheet
                    .cell(*column, row)
                    .map(value_text::of)
                    .unwrap_or_default(),
                None => letters(*column),
            })
            .collect();
        let (names, mut notes) = names::usable(&found);
        if header.is_none() {
            notes.push("There is no header row; columns have the letters of the sheet.".to_owned());
        }
        let mut fields = Vec::with_capacity(names.len());
        let mut faults = 0;
        for (name, column) in names.into_iter().zip(&columns) {
            let mut kinds = Kinds::default();
            let data = sheet.columns[column]
                .iter()
                .filter(|(row, _)| header.is_none_or(|header| *row > header));
            data.for_each(|(_, cell)| kinds.add(cell));
            faults += kinds.faults;
            let data_type = options
                .types
                .get(&name)
                .cloned()
                .unwrap_or_else(|| kinds.data_type());
            fields.push(Field::new(name, data_type));
        }
        if faults > 0 {
            notes.push(format!(
                "{faults} cells hold errors such as #N/A; they are null and listed."
            ));
        }
        let header_row = header.map_or(0, |row| row + 1);
        Some(Self {
            sheet,
            columns,
            rows,
            header_row,
            fields,
            notes,
        })
    }

    fn head(&self, name: &str) -> Head {
        Head {
            part: name.to_owned(),
            fields: self.fields.clone(),
            rows: self.rows.len() as u64,
            rejected: Vec::new(),
            rejected_total: 0,
            notes: self.notes.clone(),
        }
    }

    fn frame(&self, start: usize, count: usize, misfits: &mut Misfits) -> PolarsResult<DataFrame> {
        let rows = &self.rows[start..(start + count).min(self.rows.len())];
        let columns = self
            .columns
            .iter()
            .zip(&self.fields)
            .map(|(column, field)| {
                let cells: Vec<Cell> = rows
                    .iter()
                    .map(|row| {
                        self.sheet
                            .cell(*column, *row)
                            .cloned()
                            .unwrap_or(Cell::Empty)
                    })
                    .collect();
                mixed::column(field, &cells, |row| u64::from(rows[row]) + 1, misfits)
            });
        DataFrame::new(rows.len(), columns.collect::<PolarsResult<Vec<Column>>>()?)
    }
}

/// The first row that names at least as many columns as most rows fill, all in words.
fn header(sheet: &Sheet, columns: &[u32], rows: &BTreeSet<u32>) -> Option<u32> {
    let filled = |row: u32| {
        columns
            .iter()
            .filter(|column| sheet.cell(**column, row).is_some())
            .count()
    };
    let top: Vec<(u32, usize)> = rows
        .iter()
        .take(HEADER_ROWS)
        .map(|row| (*row, filled(*row)))
        .collect();
    let mut widths: Vec<usize> = top.iter().map(|(_, width)| *width).collect();
    widths.sort_unstable();
    let usual = widths[widths.len() / 2];
    let (row, _) = top.iter().find(|(_, width)| *width >= usual)?;
    let is_words = columns
        .iter()
        .filter_map(|column| sheet.cell(*column, *row))
        .all(|cell| {
            matches!(cell, Cell::Text(text) if !text.trim().is_empty())
                || matches!(cell, Cell::Whole(year) if (1900..2100).contains(year))
        });
    let has_text = columns
        .iter()
        .any(|column| matches!(sheet.cell(*column, *row), Some(Cell::Text(_))));
    (is_words && has_text).then_some(*row)
}

/// The letters of a sheet column: A, Z, AA, XFD.
fn letters(column: u32) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}
