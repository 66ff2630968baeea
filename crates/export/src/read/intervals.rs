//! The ends of the intervals of averages, as the engine computed them.

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
        if !measure.pill.interval {
            return None;
        }
        Some(Self {
            low: column(Aggregate::IntervalLow)?,
            high: column(Aggregate::IntervalHigh)?,
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
