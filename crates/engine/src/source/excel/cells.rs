//! The cells of one sheet, by column, only those that are there.

use std::collections::BTreeMap;

use calamine::{CellErrorType, Data, DataRef, DataType as _, ExcelDateTime, Reader, Sheets};
use protocol::message::Failure;

use super::{Book, explained};
use crate::source::failures;
use crate::source::mixed::Cell;
use crate::source::moment::{self, Day};
use crate::source::place::Place;
use crate::stop::Stop;

/// More cells than this in one sheet are refused rather than held.
const MOST_CELLS: usize = 40_000_000;
const MS_OF_DAY: f64 = 86_400_000.0;

/// The cells of a sheet.
#[derive(Default)]
pub(super) struct Sheet {
    /// By column, each in order of rows; both count from 0.
    pub columns: BTreeMap<u32, Vec<(u32, Cell)>>,
    count: usize,
}

impl Sheet {
    /// The cell at a place, if it is filled.
    pub(super) fn cell(&self, column: u32, row: u32) -> Option<&Cell> {
        let cells = self.columns.get(&column)?;
        let at = cells.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(&cells[at].1)
    }

    fn push(&mut self, row: u32, column: u32, cell: Cell) -> bool {
        if cell == Cell::Empty {
            return true;
        }
        self.count += 1;
        let cells = self.columns.entry(column).or_default();
        // A damaged sheet may repeat or go back; the order of rows is what finding relies on.
        match cells.last() {
            Some((last, _)) if *last >= row => {
                match cells.binary_search_by_key(&row, |(row, _)| *row) {
                    Ok(at) => cells[at].1 = cell,
                    Err(at) => cells.insert(at, (row, cell)),
                }
            }
            _ => cells.push((row, cell)),
        }
        self.count <= MOST_CELLS
    }
}

/// Reads the cells of a sheet, at most those of its first rows.
pub(super) fn read(
    book: &mut Book,
    name: &str,
    place: &Place,
    most_rows: usize,
    stop: &Stop,
) -> Result<Sheet, Failure> {
    let mut sheet = Sheet::default();
    let too_many = || {
        failures::too_large(
            &place.path,
            "a sheet has more than 40 million cells; save it as CSV",
        )
    };
    if let Sheets::Xlsx(book) = book {
        let mut reader = book
            .worksheet_cells_reader(name)
            .map_err(|error| explained(place, &error.to_string()))?;
        let mut seen = 0_usize;
        let mut first = None;
        while let Some(found) = reader
            .next_cell()
            .map_err(|error| explained(place, &error.to_string()))?
        {
            seen += 1;
            if seen.is_multiple_of(8192) && stop.is_set() {
                return Err(failures::cancelled());
            }
            let (row, column) = found.get_position();
            if row.saturating_sub(*first.get_or_insert(row)) as usize >= most_rows {
                break;
            }
            if !sheet.push(row, column, of_reference(found.get_value())) {
                return Err(too_many());
            }
        }
        return Ok(sheet);
    }
    let range = book
        .worksheet_range(name)
        .map_err(|error| explained(place, &error.to_string()))?;
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    for (row, column, data) in range.used_cells() {
        if row >= most_rows {
            break;
        }
        let (row, column) = (
            u32::try_from(row).unwrap_or(u32::MAX),
            u32::try_from(column).unwrap_or(u32::MAX),
        );
        if !sheet.push(
            first_row.saturating_add(row),
            first_column.saturating_add(column),
            of_data(data),
        ) {
            return Err(too_many());
        }
    }
    Ok(sheet)
}

fn of_reference(data: &DataRef) -> Cell {
    match data {
        DataRef::Int(number) => Cell::Whole(*number),
        DataRef::Float(number) => of_number(*number),
        DataRef::String(text) => of_text(text),
        DataRef::SharedString(text) => of_text(text),
        DataRef::Bool(truth) => Cell::Boolean(*truth),
        DataRef::DateTime(at) => of_instant(at),
        DataRef::DateTimeIso(text) => of_iso(text),
        DataRef::DurationIso(text) => data.as_duration().map_or_else(
            || of_text(text),
            |length| Cell::Duration(length.num_milliseconds()),
        ),
        DataRef::Error(fault) => Cell::Fault(fault_text(fault)),
        DataRef::Empty => Cell::Empty,
    }
}

fn of_data(data: &Data) -> Cell {
    match data {
        Data::Int(number) => Cell::Whole(*number),
        Data::Float(number) => of_number(*number),
        Data::String(text) => of_text(text),
        Data::Bool(truth) => Cell::Boolean(*truth),
        Data::DateTime(at) => of_instant(at),
        Data::DateTimeIso(text) => of_iso(text),
        Data::DurationIso(text) => data.as_duration().map_or_else(
            || of_text(text),
            |length| Cell::Duration(length.num_milliseconds()),
        ),
        Data::Error(fault) => Cell::Fault(fault_text(fault)),
        Data::Empty => Cell::Empty,
    }
}

/// Sheets keep all numbers as doubles; whole ones that a double holds exactly are whole.
#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be whole and within 2^53"
)]
fn of_number(number: f64) -> Cell {
    if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
        Cell::Whole(number as i64)
    } else {
        Cell::Number(number)
    }
}

fn of_text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of a day number are far within 64 bits; a cast saturates"
)]
fn of_instant(at: &ExcelDateTime) -> Cell {
    let serial = at.as_f64();
    if at.is_duration() {
        return Cell::Duration((serial * MS_OF_DAY).round() as i64);
    }
    if (0.0..1.0).contains(&serial) {
        return Cell::Time(((serial * MS_OF_DAY).round() as i64).min(86_399_999));
    }
    match at.as_datetime() {
        Some(moment) => Cell::Instant(moment.and_utc().timestamp_millis()),
        None => Cell::Number(serial),
    }
}

fn of_iso(text: &str) -> Cell {
    let bytes = text.as_bytes();
    let instant = Day::read(bytes).and_then(|day| day.instant(model::DateOrder::YearMonthDay));
    match (instant, moment::time(bytes)) {
        (Some(found), _) if found.offset.is_none() => {
            Cell::Instant(i64::from(found.day) * 86_400_000 + found.nanos / 1_000_000)
        }
        (_, Some(nanos)) => Cell::Time(nanos / 1_000_000),
        _ => of_text(text),
    }
}

fn fault_text(fault: &CellErrorType) -> &'static str {
    match fault {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#GETTING_DATA",
    }
}
