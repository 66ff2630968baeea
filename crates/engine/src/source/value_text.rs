//! Cells as text, for columns that hold more than one type.

use polars::prelude::TimeUnit;

use super::mixed::Cell;
use crate::value;

/// What a cell shows as text.
pub(crate) fn of(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Boolean(truth) => truth.to_string(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Instant(at) => {
            let text = value::instant(*at, TimeUnit::Milliseconds, None);
            text.strip_suffix("T00:00:00")
                .map(str::to_owned)
                .unwrap_or(text)
        }
        Cell::Time(at) => value::clock(at * 1_000_000),
        Cell::Duration(length) => value::duration(*length, TimeUnit::Milliseconds),
        Cell::Bytes(bytes) => value::hex(bytes),
        Cell::Fault(what) => (*what).to_owned(),
    }
}
