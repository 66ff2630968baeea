//! Rows in the order of a window, with the borders of partitions and of peers.

use std::ops::Range;

use polars::prelude::*;

use super::Shared;
use crate::lower::node::idx;

const ROW: &str = "\u{1}place";

/// The order of a window over one frame. Places count rows in that order.
pub(crate) struct Ordered {
    /// Row of the frame at each place.
    rows: IdxCa,
    /// Place of each row of the frame.
    places: IdxCa,
    /// Partitions as ranges of places.
    pub(crate) partitions: Vec<Range<usize>>,
    /// First place of the peers of each place, and the place behind the last.
    pub(crate) peers: Vec<(usize, usize)>,
    /// The one order key at each place, for RANGE with a distance.
    pub(crate) key: Option<Series>,
    pub(crate) is_descending: bool,
}

impl Ordered {
    /// Puts the rows of a frame in order.
    pub(crate) fn new(frame: &DataFrame, shared: &Shared) -> PolarsResult<Self> {
        let height = frame.height();
        let names: Vec<PlSmallStr> = shared
            .partition
            .iter()
            .chain(&shared.order)
            .cloned()
            .collect();
        let all_rows: Vec<IdxSize> = (0..idx(height)).collect();
        let row_column = IdxCa::from_vec(ROW.into(), all_rows)
            .into_series()
            .into_column();
        let mut columns: Vec<Column> = names
            .iter()
            .map(|name| frame.column(name).cloned())
            .collect::<PolarsResult<_>>()?;
        columns.push(row_column);
        let keys = DataFrame::new(height, columns)?;
        let sorted = if names.is_empty() {
            keys
        } else {
            let rest = shared.partition.len();
            let options = SortMultipleOptions::default()
                .with_order_descending_multi(
                    [vec![false; rest], shared.descending.clone()].concat(),
                )
                .with_nulls_last_multi([vec![false; rest], shared.nulls_last.clone()].concat())
                .with_maintain_order(true);
            keys.sort(names.clone(), options)?
        };
        let starts_partition = changes(&sorted, &shared.partition)?;
        let starts_peers = changes(&sorted, &names)?;
        let rows = sorted
            .column(ROW)?
            .as_materialized_series()
            .rechunk()
            .idx()?
            .clone();
        let mut places = vec![0; height];
        for (place, row) in rows.iter().flatten().enumerate() {
            places[row as usize] = idx(place);
        }
        let key = match shared.order.as_slice() {
            [one] => Some(sorted.column(one)?.as_materialized_series().clone()),
            _ => None,
        };
        Ok(Self {
            rows,
            places: IdxCa::from_vec(PlSmallStr::EMPTY, places),
            partitions: ranges(&starts_partition),
            peers: peers(&ranges(&starts_peers), height),
            key,
            is_descending: shared.descending.first().copied().unwrap_or(false),
        })
    }

    /// A column of the frame in the order of the window.
    pub(crate) fn in_order(&self, series: &Series) -> PolarsResult<Series> {
        series.take(&self.rows)
    }

    /// Values in the order of the window, in the order of the frame.
    pub(crate) fn back(&self, values: &Series) -> PolarsResult<Series> {
        values.take(&self.places)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

/// Whether each row differs from the one before it in any of these columns; missing equals missing.
pub(crate) fn changes(frame: &DataFrame, names: &[PlSmallStr]) -> PolarsResult<Vec<bool>> {
    let mut changed = vec![false; frame.height()];
    if let Some(first) = changed.first_mut() {
        *first = true;
    }
    for name in names {
        let series = frame.column(name)?.as_materialized_series();
        let differs = series.not_equal_missing(&series.shift(1))?;
        for (changed, differs) in changed.iter_mut().zip(differs.iter()).skip(1) {
            *changed |= differs == Some(true);
        }
    }
    Ok(changed)
}

fn ranges(starts: &[bool]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, starts) in starts.iter().enumerate() {
        match ranges.last_mut() {
            Some(last) if !starts => last.end = at + 1,
            _ => ranges.push(at..at + 1),
        }
    }
    ranges
}

fn peers(ranges: &[Range<usize>], height: usize) -> Vec<(usize, usize)> {
    let mut peers = Vec::with_capacity(height);
    for range in ranges {
        peers.extend(std::iter::repeat_n((range.start, range.end), range.len()));
    }
    peers
}
