//! From findings to notes: what each says, the marks it is about, and the question that shows it.

use chart::Encoded;
use insight::{Direction, Evidence, Finding};
use model::{Aggregate, Compare, Key, Query, Value};

use super::ask::{Asker, filter, measure, order};
use super::marks::{Marks, Measured, sort_text};
use super::segments::Below;
use super::{all_rows, kind};
use crate::command::notes::{LiteracyNote, MarkValue, NoteAbout};

/// Everything that notes are made of.
pub(super) struct Findings<'a> {
    pub(super) asker: &'a Asker<'a>,
    pub(super) measured: &'a Measured,
    pub(super) marks: &'a Marks,
    pub(super) below: &'a Below,
    pub(super) evidence: &'a Evidence,
    pub(super) looks: &'a [String],
    pub(super) columns: &'a [Encoded],
}

impl Findings<'_> {
    /// The note of a finding.
    pub(super) fn note(&self, finding: &Finding) -> LiteracyNote {
        let marks: Vec<Vec<MarkValue>> = self
            .marks_of(finding)
            .into_iter()
            .map(|mark| self.mark(mark))
            .collect();
        let words = match finding {
            Finding::ManyLooks(_) => self.looks.to_vec(),
            _ => Vec::new(),
        };
        LiteracyNote {
            id: self.id(finding),
            about: self.about(finding),
            marks,
            rows: self.rows(finding),
            words,
        }
    }

    /// Kind, measure and place: another place is another note.
    fn id(&self, finding: &Finding) -> String {
        let place = match finding {
            Finding::FanOut { key, .. } => self.key(*key).to_owned(),
            Finding::Reversal { column, .. } => self.column(*column).to_owned(),
            Finding::Unfinished(_) => self
                .last_period()
                .map(|value| sort_text(&value).to_owned())
                .unwrap_or_default(),
            Finding::Outliers { mark, .. } => self.mark_text(*mark),
            Finding::Missing(found) => found
                .mark
                .map(|mark| self.mark_text(mark))
                .unwrap_or_default(),
            _ => String::new(),
        };
        let aggregate = serde_json::to_value(self.measured.aggregate).unwrap_or_default();
        let aggregate = aggregate.as_str().unwrap_or_default();
        let mut id = format!(
            "{} {aggregate} {} {place}",
            kind(finding),
            self.measured.field
        );
        id.truncate(id.trim_end().len());
        id
    }

    fn about(&self, finding: &Finding) -> NoteAbout {
        let field = self.measured.field.clone();
        match finding {
            Finding::FanOut { key, found } => NoteAbout::FanOut {
                key: self.key(*key).to_owned(),
                field,
                rows: found.rows,
                keys: count(found.keys),
            },
            Finding::Outliers { found, .. } => NoteAbout::Outliers {
                rows: count(found.rows),
                share: found.share,
                field,
                is_average: self.measured.aggregate == Aggregate::Average,
            },
            Finding::Reversal { column, found } => NoteAbout::Reversal {
                field,
                column: self.column(*column).to_owned(),
                segments: count(found.segments),
                is_up: found.overall == Direction::Up,
            },
            Finding::AverageOfAverages(found) => NoteAbout::AverageOfAverages {
                field,
                weight: self.weight().to_owned(),
                plain: found.plain,
                weighted: found.weighted,
            },
            Finding::Missing(found) => NoteAbout::MissingValues {
                field,
                share: found.share,
                is_whole: found.mark.is_none(),
            },
            Finding::ChangedBase(found) => NoteAbout::ChangedBase {
                before: found.before,
                after: found.after,
                from: self.period(found.at).unwrap_or(Value::Null),
                unit: self.unit(),
            },
            Finding::Unfinished(_) => NoteAbout::Unfinished {
                period: self.last_period().unwrap_or(Value::Null),
                unit: self.unit(),
                through: self.last_moment(),
            },
            Finding::SmallSamples(found) => NoteAbout::SmallSamples {
                marks: count(found.marks.len()),
                of: count(self.evidence.marks.len()),
                fewest: found.fewest,
            },
            Finding::ManyLooks(found) => NoteAbout::ManyLooks {
                looks: count(found.looks),
                chance: found.chance,
            },
            Finding::TruncatedAxis(found) => NoteAbout::TruncatedAxis {
                start: found.start,
                times: found.times,
            },
        }
    }

    fn marks_of(&self, finding: &Finding) -> Vec<usize> {
        match finding {
            Finding::Outliers { mark, .. } => vec![*mark],
            Finding::Missing(found) => found.mark.into_iter().collect(),
            Finding::SmallSamples(found) => found.marks.clone(),
            Finding::Unfinished(_) => {
                let (Some((at, _)), Some(last)) = (self.marks.time, self.last_period()) else {
                    return Vec::new();
                };
                (0..self.marks.table.len())
                    .filter(|mark| self.marks.key(at, *mark) == last)
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn rows(&self, finding: &Finding) -> Option<Query> {
        let field = self.measured.field.as_str();
        let mut query = all_rows(self.asker);
        match finding {
            Finding::Outliers { mark, found } => {
                query.filters.extend(self.marks.filters(*mark)?);
                query
                    .filters
                    .push(filter(field, Compare::IsNotNull, Value::Null));
                query.order = vec![order(field, true)];
                query.limit = u64::try_from(found.rows).ok();
            }
            Finding::Missing(found) => {
                if let Some(mark) = found.mark {
                    query.filters.extend(self.marks.filters(mark)?);
                }
                query
                    .filters
                    .push(filter(field, Compare::IsNull, Value::Null));
            }
            Finding::FanOut { key, .. } => {
                query.keys = vec![plain(self.key(*key))];
                query.measures = vec![
                    measure(Aggregate::Count, "", "rows"),
                    measure(Aggregate::Min, field, field),
                    measure(Aggregate::Sum, field, &format!("sum_{field}")),
                ];
                query.order = vec![order("rows", true), order(self.key(*key), false)];
            }
            Finding::Reversal { column, .. } => {
                return self.reversal_rows(query, self.column(*column));
            }
            Finding::AverageOfAverages(_) => query.order = vec![order(self.weight(), true)],
            Finding::ChangedBase(_) | Finding::SmallSamples(_) => {
                query.keys.clone_from(&self.marks.keys);
                if let (Finding::ChangedBase(_), Some((at, _))) = (finding, self.marks.time) {
                    query.keys = vec![self.marks.keys.get(at)?.clone()];
                }
                query.measures = vec![
                    measure(Aggregate::Count, field, "rows_with_value"),
                    measure(self.measured.aggregate, field, &format!("shown_{field}")),
                ];
                query.order = match finding {
                    Finding::SmallSamples(_) => vec![order("rows_with_value", false)],
                    _ => query
                        .keys
                        .iter()
                        .map(|key| order(&key.name, false))
                        .collect(),
                };
            }
            Finding::Unfinished(_) => {
                let (at, _) = self.marks.time?;
                let time = self.marks.keys.get(at)?;
                let start = self.last_period()?;
                query
                    .filters
                    .push(filter(&time.field, Compare::GreaterOrEqual, start));
                query.keys = vec![Key {
                    unit: Some(model::TimeUnit::Day),
                    name: "day".to_owned(),
                    ..time.clone()
                }];
                query.measures = vec![measure(Aggregate::Count, "", "rows")];
                query.order = vec![order("day", true)];
            }
            Finding::TruncatedAxis(_) => {
                query.clone_from(&self.asker.query);
                let shown = self
                    .columns
                    .iter()
                    .find(|one| one.pill.aggregate.is_some())?;
                query.order = vec![order(&shown.column, false)];
            }
            Finding::ManyLooks(_) => return None,
        }
        Some(query)
    }

    /// The averages inside the segments, at every position; or the rows that are averages themselves.
    fn reversal_rows(&self, mut query: Query, column: &str) -> Option<Query> {
        let along = self.below.along.clone()?;
        let field = self.measured.field.as_str();
        if self.below.weights.is_some() {
            query.columns = vec![
                column.to_owned(),
                along.field.clone(),
                field.to_owned(),
                self.weight().to_owned(),
            ];
            query.order = vec![order(column, false), order(&along.field, false)];
            return Some(query);
        }
        query.order = vec![order(column, false), order(&along.name, false)];
        query.keys = vec![plain(column), along];
        query.measures = vec![
            measure(Aggregate::Average, field, &format!("avg_{field}")),
            measure(Aggregate::Count, field, "rows_with_value"),
        ];
        Some(query)
    }

    /// A mark by the values of its keys under the chart's own column names.
    fn mark(&self, mark: usize) -> Vec<MarkValue> {
        self.marks
            .keys
            .iter()
            .enumerate()
            .map(|(at, key)| MarkValue {
                column: key.name.clone(),
                value: self.marks.key(at, mark),
            })
            .collect()
    }

    fn mark_text(&self, mark: usize) -> String {
        let values = (0..self.marks.keys.len()).map(|at| self.marks.key(at, mark));
        let texts: Vec<String> = values.map(|value| sort_text(&value).to_owned()).collect();
        texts.join("|")
    }

    fn key(&self, at: usize) -> &str {
        self.below.keys.get(at).map_or("", |(name, _)| name)
    }

    fn column(&self, at: usize) -> &str {
        self.below.columns.get(at).map_or("", String::as_str)
    }

    fn weight(&self) -> &str {
        self.below.weights.as_ref().map_or("", |(name, _)| name)
    }

    fn unit(&self) -> model::TimeUnit {
        self.marks
            .time
            .map_or(model::TimeUnit::Month, |(_, unit)| unit)
    }

    fn period(&self, at: usize) -> Option<Value> {
        let periods = self.marks.periods();
        periods.get(at).map(|(start, _)| start.clone())
    }

    fn last_period(&self) -> Option<Value> {
        let periods = self.marks.periods();
        periods.last().map(|(start, _)| start.clone())
    }

    /// The last day or instant of all rows.
    fn last_moment(&self) -> Value {
        (0..self.marks.table.len())
            .map(|mark| self.marks.table.at("last", mark))
            .max_by(|left, right| sort_text(left).cmp(sort_text(right)))
            .unwrap_or(Value::Null)
    }
}

fn plain(field: &str) -> Key {
    Key {
        field: field.to_owned(),
        name: field.to_owned(),
        ..Key::default()
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
