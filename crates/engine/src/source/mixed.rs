//! Columns of formats where every cell has its own type: one type that holds them all, or text.

use model::{DataType, DateOrder, DecimalMark, Field, RejectedRow, TimePrecision};
use polars::prelude::{
    BinaryChunked, Column, DataType as Polars, IntoColumn, IntoSeries, NamedFrom, PolarsResult,
    Series,
};

use super::column::{self, Filling, Pushed};
use super::csv::chunk::MOST_LISTED;
use super::failures::clip;
use super::moment::{Day, Tail};
use super::tally::Habits;
use super::{scalar, value_text};
use crate::types;

/// One in this many values may fail before a column is text after all.
const ONE_MAY_FAIL_IN: u64 = 100;
const MS_OF_DAY: i64 = 86_400_000;

/// One cell. Instants are milliseconds since 1970, times and durations milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Boolean(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Instant(i64),
    Time(i64),
    Duration(i64),
    Bytes(Vec<u8>),
    /// A cell that holds an error, such as `#DIV/0!`.
    Fault(&'static str),
}

/// What the cells of a column are, counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kinds {
    values: u64,
    booleans: u64,
    wholes: u64,
    numbers: u64,
    texts: u64,
    days: u64,
    instants: u64,
    times: u64,
    durations: u64,
    bytes: u64,
    /// Texts that write an ISO day, or an ISO day with time.
    iso_days: u64,
    iso_instants: u64,
    pub faults: u64,
    missing: u64,
    zeros_and_ones: u64,
}

impl Kinds {
    /// Counts one cell.
    pub(crate) fn add(&mut self, cell: &Cell) {
        self.values += 1;
        match cell {
            Cell::Empty => self.values -= 1,
            Cell::Fault(_) => {
                self.values -= 1;
                self.faults += 1;
            }
            Cell::Boolean(_) => self.booleans += 1,
            Cell::Whole(number) => {
                self.zeros_and_ones += u64::from(matches!(number, 0 | 1));
                self.wholes += 1;
                self.numbers += 1;
            }
            Cell::Number(_) => self.numbers += 1,
            Cell::Instant(at) => {
                self.instants += 1;
                self.days += u64::from(at.rem_euclid(MS_OF_DAY) == 0);
            }
            Cell::Time(_) => self.times += 1,
            Cell::Duration(_) => self.durations += 1,
            Cell::Bytes(_) => self.bytes += 1,
            Cell::Text(text) => self.add_text(text),
        }
    }

    fn add_text(&mut self, text: &str) {
        self.texts += 1;
        let text = text.trim().as_bytes();
        if scalar::is_missing(text) {
            self.missing += 1;
        } else if let Some(day) = Day::read(text).filter(Day::starts_with_year) {
            let tail = day.tail();
            self.iso_days += u64::from(tail == Some(Tail::Nothing));
            self.iso_instants += u64::from(matches!(tail, Some(Tail::Nothing | Tail::Time)));
        }
    }

    /// Whether every value is 0 or 1.
    pub(crate) fn is_truth(&self) -> bool {
        self.zeros_and_ones == self.values
    }

    /// Whether any cell has a value.
    pub(crate) fn has_values(&self) -> bool {
        self.values > 0
    }

    /// The type that holds all values, or all but very few; text in doubt.
    pub(crate) fn data_type(&self) -> DataType {
        let precision = TimePrecision::Milliseconds;
        let micro = TimePrecision::Microseconds;
        let choices = [
            (self.booleans, DataType::Boolean),
            (self.wholes, DataType::Int64),
            (self.numbers, DataType::Float64),
            (self.days, DataType::Date),
            (
                self.instants,
                DataType::DateTime {
                    precision,
                    zone: None,
                },
            ),
            (self.times, DataType::Time),
            (self.durations, DataType::Duration { precision }),
            (self.bytes, DataType::Binary),
            (self.iso_days, DataType::Date),
            (
                self.iso_instants,
                DataType::DateTime {
                    precision: micro,
                    zone: None,
                },
            ),
            (self.texts, DataType::Text),
        ];
        if self.values == 0 {
            return DataType::Text;
        }
        if let Some((_, found)) = choices.iter().find(|(count, _)| *count == self.values) {
            return found.clone();
        }
        let may_fail = |count: u64| {
            (self.values - count - self.missing.min(self.values - count)) * ONE_MAY_FAIL_IN
                <= self.values
        };
        // A few texts among numbers are listed; a few numbers among texts are text.
        let typed = choices[..8]
            .iter()
            .rev()
            .filter(|(count, _)| *count > 0 && may_fail(*count))
            .max_by_key(|(count, _)| *count);
        typed.map_or(DataType::Text, |(_, found)| found.clone())
    }
}

/// Rows and values that did not fit, as far as they are listed.
#[derive(Debug, Default)]
pub(crate) struct Misfits {
    pub listed: Vec<RejectedRow>,
    pub total: u64,
}

impl Misfits {
    pub(crate) fn add(&mut self, line: u64, column: &str, text: &str, reason: &str) {
        self.total += 1;
        if self.listed.len() < MOST_LISTED {
            self.listed.push(RejectedRow {
                line,
                column: Some(column.to_owned()),
                text: clip(text, 200),
                reason: reason.to_owned(),
            });
        }
    }
}

/// A column of a type that a person set and that no cell has by itself, read from what the cells
/// show as text.
fn written(
    field: &Field,
    cells: &[Cell],
    line: impl Fn(usize) -> u64,
    misfits: &mut Misfits,
) -> PolarsResult<Column> {
    let habits = Habits {
        mark: DecimalMark::Point,
        order: DateOrder::YearMonthDay,
    };
    let mut filling = Filling::new(&field.name, &field.data_type, habits, cells.len()).chosen(true);
    for (row, cell) in cells.iter().enumerate() {
        let text = value_text::of(cell);
        match cell {
            Cell::Empty => filling.push_null(),
            Cell::Fault(_) => {
                filling.push_null();
                misfits.add(
                    line(row),
                    &field.name,
                    &text,
                    "is an error in the sheet; it is null",
                );
            }
            _ => {
                if let Pushed::Failed(reason) = filling.push(&text) {
                    misfits.add(line(row), &field.name, &text, reason);
                }
            }
        }
    }
    filling.finish()
}

/// A column of cells; `line` tells the line of a row. What does not fit is null and listed.
pub(crate) fn column(
    field: &Field,
    cells: &[Cell],
    line: impl Fn(usize) -> u64,
    misfits: &mut Misfits,
) -> PolarsResult<Column> {
    let is_own = matches!(field.data_type, DataType::Int64 | DataType::Float64)
        || !field.data_type.is_numeric();
    if !is_own && column::can_fill(&field.data_type) {
        return written(field, cells, line, misfits);
    }
    let mut check = |row: usize, found: bool| {
        let cell = &cells[row];
        let is_missing = matches!(cell, Cell::Text(text) if text.trim().is_empty() || scalar::is_missing(text.trim().as_bytes()));
        match cell {
            Cell::Fault(what) => misfits.add(
                line(row),
                &field.name,
                what,
                "is an error in the sheet; it is null",
            ),
            Cell::Empty => {}
            _ if !found && !is_missing => {
                misfits.add(
                    line(row),
                    &field.name,
                    &value_text::of(cell),
                    "is not a value of the column's type",
                );
            }
            _ => {}
        }
    };
    let name = || field.name.as_str().into();
    let series = match &field.data_type {
        DataType::Boolean => Series::new(
            name(),
            each(cells, &mut check, |cell| match cell {
                Cell::Boolean(truth) => Some(*truth),
                Cell::Whole(number @ (0 | 1)) => Some(*number == 1),
                _ => None,
            }),
        ),
        DataType::Float64 => Series::new(name(), each(cells, &mut check, number)),
        DataType::Binary => {
            let bytes = each(cells, &mut check, |cell| match cell {
                Cell::Bytes(bytes) => Some(bytes.clone()),
                Cell::Text(text) => Some(text.clone().into_bytes()),
                _ => None,
            });
            bytes
                .into_iter()
                .collect::<BinaryChunked>()
                .with_name(name())
                .into_series()
        }
        DataType::Text => Series::new(
            name(),
            each(cells, &mut check, |cell| match cell {
                Cell::Empty | Cell::Fault(_) => None,
                other => Some(value_text::of(other)),
            }),
        ),
        DataType::Int64 => Series::new(name(), each(cells, &mut check, whole)),
        other => {
            let wanted = types::to_polars(other);
            let numbers = Series::new(
                name(),
                each(cells, &mut check, |cell| temporal(cell, other)),
            );
            match other {
                DataType::Date => numbers.strict_cast(&Polars::Int32)?.strict_cast(&wanted)?,
                _ => numbers.strict_cast(&wanted)?,
            }
        }
    };
    Ok(series.into_column())
}

fn each<T>(
    cells: &[Cell],
    check: &mut impl FnMut(usize, bool),
    read: impl Fn(&Cell) -> Option<T>,
) -> Vec<Option<T>> {
    let read_one = |(row, cell)| {
        let found = read(cell);
        check(row, found.is_some());
        found
    };
    cells.iter().enumerate().map(read_one).collect()
}

fn whole(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Whole(number) => Some(*number),
        _ => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the other numbers of the column have fractions: the nearest double is meant"
)]
fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Whole(number) => Some(*number as f64),
        _ => None,
    }
}

/// A day, instant, time or duration in the unit of its type.
fn temporal(cell: &Cell, data_type: &DataType) -> Option<i64> {
    let iso = |text: &str| {
        let found = Day::read(text.trim().as_bytes())?.instant(model::DateOrder::YearMonthDay)?;
        found
            .offset
            .is_none()
            .then(|| (i64::from(found.day), found.nanos))
    };
    match (cell, data_type) {
        (Cell::Instant(at), DataType::Date) => {
            Some(at.div_euclid(MS_OF_DAY)).filter(|_| at.rem_euclid(MS_OF_DAY) == 0)
        }
        (
            Cell::Instant(at),
            DataType::DateTime {
                precision: TimePrecision::Milliseconds,
                ..
            },
        ) => Some(*at),
        (Cell::Instant(at), DataType::DateTime { .. }) => at.checked_mul(1000),
        (Cell::Text(text), DataType::Date) => iso(text)
            .filter(|(_, nanos)| *nanos == 0)
            .map(|(day, _)| day),
        (
            Cell::Text(text),
            DataType::DateTime {
                precision: TimePrecision::Milliseconds,
                ..
            },
        ) => iso(text).map(|(day, nanos)| day * MS_OF_DAY + nanos / 1_000_000),
        (Cell::Text(text), DataType::DateTime { .. }) => {
            iso(text).map(|(day, nanos)| day * MS_OF_DAY * 1000 + nanos / 1000)
        }
        (Cell::Time(at), DataType::Time) => Some(at * 1_000_000),
        (Cell::Duration(length), DataType::Duration { .. }) => Some(*length),
        _ => None,
    }
}
