//! The ends of the intervals of averages and shares, as the engine computed them.

use chart::{Encoded, Resolved};
use model::{Aggregate, Value};

use super::Columns;
use super::value::number;
use crate::figure::{Interval, Series};

/// The columns with the ends of an average's interval.
pub(super) struct Intervals<'a> {
    low: &'a [Value],
    high: &'a [Value],
    count: &'a [Value],
}

impl<'a> Intervals<'a> {
    /// None for measures without an interval.
    pub(super) fn of(resolved: &Resolved, rows: &'a Columns, measure: &Encoded) -> Option<Self> {
        let column = |aggregate: Aggregate| {
            let mut implied = resolved.encodings.iter().filter(|one| one.is_implied);
            let found = implied.find(|one| {
                one.pill.field == measure.pill.field && one.pill.aggregate == Some(aggregate)
            });
            rows.of(found?)
        };
        let ends = measure.pill.aggregate.and_then(Aggregate::interval);
        let [low, high] = ends.filter(|_| measure.pill.interval)?;
        Some(Self {
            low: column(low)?,
            high: column(high)?,
            count: column(Aggregate::Count)?,
        })
    }

    pub(super) fn at(&self, row: usize) -> Option<Interval> {
        let value = |values: &[Value]| values.get(row).and_then(number);
        Some(Interval {
            low: value(self.low)?,
            high: value(self.high)?,
            count: value(self.count)?,
        })
    }
}

/// How many averages have none.
pub(super) fn without(series: &Series) -> usize {
    let both = series.intervals.iter().zip(&series.values);
    both.filter(|(interval, value)| interval.is_none() && value.is_some())
        .count()
}
