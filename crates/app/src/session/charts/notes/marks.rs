//! The marks of a chart: how many rows each has, how far a time axis reaches, and the rows of those
//! marks that may be carried by a few.

use insight::{Axis, MOST_OUTLIERS, Period, Presence, Tail, axis_start};
use model::{Aggregate, Compare, Filter, Key, Mark, Query, TimeUnit, Value};

use super::ask::{Asker, filter, measure, order};
use super::rows::{Table, number};
use super::time::{covered, end_of};
use crate::Error;
use crate::session::rows::MOST_ROWS;

/// Marks whose rows are looked at for outliers: those with the largest single rows.
const MOST_TAILS: usize = 6;
/// Rows of one mark that are sorted for that.
pub(super) const MOST_TAIL_ROWS: u32 = 1_000_000;

/// What a chart measures.
pub(super) struct Measured {
    /// Empty for the count of rows.
    pub(super) field: String,
    pub(super) aggregate: Aggregate,
    pub(super) is_number: bool,
}

/// The marks of a chart, by the values of its keys.
pub(super) struct Marks {
    pub(super) table: Table,
    pub(super) keys: Vec<Key>,
    pub(super) time: Option<(usize, TimeUnit)>,
}

impl Marks {
    /// Asks for every mark: rows, values, sum, largest value, last moment.
    pub(super) async fn ask(asker: &Asker<'_>, measured: &Measured) -> Result<Self, Error> {
        let keys = asker.query.keys.clone();
        let time = keys
            .iter()
            .position(|key| key.unit.is_some())
            .and_then(|at| Some((at, keys[at].unit?)));
        let field = measured.field.as_str();
        let mut measures = vec![measure(Aggregate::Count, "", "rows")];
        if !field.is_empty() {
            measures.push(measure(Aggregate::Count, field, "present"));
            measures.push(measure(measured.aggregate, field, "shown"));
        }
        if measured.is_number {
            measures.push(measure(Aggregate::Sum, field, "sum"));
            measures.push(measure(Aggregate::Max, field, "largest"));
        }
        if let Some((at, _)) = time {
            measures.push(measure(Aggregate::Max, &keys[at].field, "last"));
        }
        let named = keys.iter().enumerate().map(|(at, key)| Key {
            name: key_name(at),
            ..key.clone()
        });
        let query = Query {
            keys: named.collect(),
            measures,
            order: (0..keys.len())
                .map(|at| order(&key_name(at), false))
                .collect(),
            ..asker.empty()
        };
        let table = asker.table(query).await?;
        Ok(Self { table, keys, time })
    }

    /// Whether not all of them were read.
    pub(super) fn are_too_many(&self) -> bool {
        self.table.rows > u64::from(MOST_ROWS)
    }

    pub(super) fn key(&self, at: usize, mark: usize) -> Value {
        self.table.at(&key_name(at), mark)
    }

    pub(super) fn rows(&self, mark: usize) -> f64 {
        self.table.number("rows", mark).unwrap_or(0.0)
    }

    /// Rows of each mark, and how many have a value.
    pub(super) fn presence(&self) -> Vec<Presence> {
        (0..self.table.len())
            .map(|mark| Presence {
                rows: self.rows(mark),
                present: self
                    .table
                    .number("present", mark)
                    .unwrap_or(self.rows(mark)),
            })
            .collect()
    }

    /// The periods of the time axis, oldest first, with their starts.
    pub(super) fn periods(&self) -> Vec<(Value, Period)> {
        let Some((at, unit)) = self.time else {
            return Vec::new();
        };
        let mut found: Vec<(Value, Period)> = Vec::new();
        for mark in 0..self.table.len() {
            let start = self.key(at, mark);
            let Some(covered) = covered(&start, unit, &self.table.at("last", mark)) else {
                continue;
            };
            let rows = self.rows(mark);
            match found.iter_mut().find(|(known, _)| *known == start) {
                Some((_, period)) => {
                    period.rows += rows;
                    period.covered = period.covered.max(covered);
                }
                None => found.push((start, Period { rows, covered })),
            }
        }
        found.sort_by(|left, right| sort_text(&left.0).cmp(sort_text(&right.0)));
        found
    }

    /// The value axis of lines, which may start above zero.
    pub(super) fn axis(&self, mark: Mark) -> Option<Axis> {
        let shown = self.table.numbers("shown");
        let (low, high) = shown
            .iter()
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(*value), high.max(*value))
            });
        (mark == Mark::Line && low <= high).then(|| Axis {
            start: axis_start(low, high),
            highest: high,
        })
    }

    /// The conditions that choose the rows of a mark. None when its period has no plain end.
    pub(super) fn filters(&self, mark: usize) -> Option<Vec<Filter>> {
        let mut filters = Vec::new();
        for (at, key) in self.keys.iter().enumerate() {
            let value = self.key(at, mark);
            let field = key.field.as_str();
            if value == Value::Null {
                filters.push(filter(field, Compare::IsNull, Value::Null));
            } else if let Some(unit) = key.unit {
                let end = end_of(&value, unit)?;
                filters.push(filter(field, Compare::GreaterOrEqual, value));
                filters.push(filter(field, Compare::Less, end));
            } else if let Some(width) = &key.bin_width {
                let end = number(&value)? + width.parse::<f64>().ok()?;
                filters.push(filter(field, Compare::GreaterOrEqual, value));
                filters.push(filter(field, Compare::Less, Value::Float(end)));
            } else {
                filters.push(filter(field, Compare::Equal, value));
            }
        }
        Some(filters)
    }

    /// The rows of the marks with the largest single rows, and how many marks were too large.
    pub(super) async fn tails(
        &self,
        asker: &Asker<'_>,
        field: &str,
    ) -> Result<(Vec<(usize, Tail)>, u32), Error> {
        let share = |mark: usize| {
            let (largest, sum) = (
                self.table.number("largest", mark)?,
                self.table.number("sum", mark)?,
            );
            let rows = self.table.number("present", mark)?;
            (rows >= 5.0 && sum != 0.0).then(|| (largest / sum).abs())
        };
        let mut marks: Vec<(usize, f64)> = (0..self.table.len())
            .filter_map(|mark| Some((mark, share(mark)?)))
            .collect();
        marks.sort_by(|left, right| right.1.total_cmp(&left.1));
        let (mut tails, mut large) = (Vec::new(), 0);
        for (mark, _) in marks.into_iter().take(MOST_TAILS) {
            if self.rows(mark) > f64::from(MOST_TAIL_ROWS) {
                large += 1;
                continue;
            }
            let Some(filters) = self.filters(mark) else {
                continue;
            };
            tails.extend(
                self.tail(asker, field, mark, filters)
                    .await?
                    .map(|tail| (mark, tail)),
            );
        }
        Ok((tails, large))
    }

    async fn tail(
        &self,
        asker: &Asker<'_>,
        field: &str,
        mark: usize,
        filters: Vec<Filter>,
    ) -> Result<Option<Tail>, Error> {
        let mut query = asker.empty();
        query.filters.extend(filters);
        query
            .filters
            .push(filter(field, Compare::IsNotNull, Value::Null));
        query.columns = vec![field.to_owned()];
        query.order = vec![order(field, true)];
        let present = self.table.number("present", mark).unwrap_or(0.0);
        if present <= f64::from(MOST_ROWS) {
            let table = asker.table(query).await?;
            return Ok(Tail::of(&table.numbers(field)));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of rows below a million"
        )]
        let from_top = |share: f64| ((present - 1.0) * (1.0 - share)).round() as u64;
        let most = u32::try_from(MOST_OUTLIERS).unwrap_or(MOST_ROWS);
        let windows = [
            (0, most),
            (from_top(0.75), 1),
            (from_top(0.5), 1),
            (from_top(0.25), 1),
            (from_top(0.0), 1),
        ];
        let tables = asker.windows(query, &windows).await?;
        let first = |at: usize| tables.get(at).and_then(|table| table.number(field, 0));
        let tail = || {
            Some(Tail {
                count: present,
                sum: self.table.number("sum", mark)?,
                min: first(4)?,
                lower_quartile: first(3)?,
                median: first(2)?,
                upper_quartile: first(1)?,
                top: tables.first()?.numbers(field),
            })
        };
        Ok(tail())
    }
}

fn key_name(at: usize) -> String {
    format!("key {at}")
}

/// Days and instants of one column sort as their text does.
pub(super) fn sort_text(value: &Value) -> &str {
    match value {
        Value::Date(text)
        | Value::DateTime(text)
        | Value::Text(text)
        | Value::Integer(text)
        | Value::Decimal(text) => text,
        _ => "",
    }
}
