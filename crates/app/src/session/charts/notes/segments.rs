//! Rows by position and segment, keys that repeat, and rows that are averages themselves.

use insight::{Group, KeyRows, Segmented, Spread, Weighted};
use model::{Aggregate, DataType, Field, Key, Kind, Query};

use super::ask::{Asker, key_fields, measure, order, segment_fields};
use super::marks::{Marks, Measured, sort_text};
use super::rows::Table;
use crate::Error;
use crate::session::rows::MOST_ROWS;

/// Candidate columns that are looked at.
const MOST_COLUMNS: usize = 6;
/// Candidate keys that are looked at.
const MOST_KEYS: usize = 3;
/// Most segments of a column.
const MOST_SEGMENTS: f64 = 20.0;
/// Most keys that are compared.
const MOST_KEY_ROWS: u64 = 5_000;

/// What lies below the marks.
#[derive(Default)]
pub(super) struct Below {
    /// Names of the columns that `segments` speaks of by place.
    pub(super) columns: Vec<String>,
    pub(super) segments: Vec<Segmented>,
    /// The key that stands for the positions.
    pub(super) along: Option<Key>,
    pub(super) keys: Vec<(String, Vec<KeyRows>)>,
    pub(super) weights: Option<(String, Vec<Weighted>)>,
}

impl Below {
    /// Asks for what may turn an average around, or count a value twice.
    pub(super) async fn ask(
        asker: &Asker<'_>,
        measured: &Measured,
        marks: &Marks,
        fields: &[Field],
    ) -> Result<Self, Error> {
        let mut below = Self::default();
        let field = measured.field.as_str();
        let is_average = measured.aggregate == Aggregate::Average;
        if !measured.is_number || !(is_average || measured.aggregate == Aggregate::Sum) {
            return Ok(below);
        }
        let segments = segment_fields(fields, field);
        let keys = key_fields(fields, field);
        let rows: f64 = (0..marks.table.len()).map(|mark| marks.rows(mark)).sum();
        let distinct = count_distinct(asker, field, &segments, &keys).await?;
        if !is_average {
            let repeated = keys.iter().filter(|key| {
                distinct
                    .number(&key.name, 0)
                    .is_some_and(|found| found < rows)
            });
            for key in repeated.take(MOST_KEYS) {
                let found = key_rows(asker, field, &key.name).await?;
                below.keys.push((key.name.clone(), found));
            }
            return Ok(below);
        }
        let few: Vec<&Field> = segments
            .into_iter()
            .filter(|one| {
                let count = distinct.number(&one.name, 0).unwrap_or(0.0);
                (2.0..=MOST_SEGMENTS).contains(&count)
            })
            .take(MOST_COLUMNS)
            .collect();
        let two = |key: &&Key| distinct.number(&key.field, 0).is_some_and(is_two);
        below.along = match marks.time {
            Some((at, _)) => marks.keys.get(at).cloned(),
            None => marks.keys.iter().find(two).cloned(),
        };
        let listed =
            rows <= f64::from(MOST_ROWS) && below.ask_weights(asker, field, fields, &few).await?;
        if listed || below.along.is_none() {
            return Ok(below);
        }
        let spread = if is_share(asker, field, &distinct).await? {
            Spread::Shares
        } else {
            Spread::Residual
        };
        for one in few {
            below.ask_groups(asker, field, &one.name, spread).await?;
        }
        Ok(below)
    }

    /// Counts and sums by position and one column.
    async fn ask_groups(
        &mut self,
        asker: &Asker<'_>,
        field: &str,
        column: &str,
        spread: Spread,
    ) -> Result<(), Error> {
        let Some(along) = self.along.clone().filter(|along| along.field != column) else {
            return Ok(());
        };
        let query = Query {
            keys: vec![
                Key {
                    name: "at".to_owned(),
                    ..along
                },
                plain_key(column, "segment"),
            ],
            measures: vec![
                measure(Aggregate::Count, field, "present"),
                measure(Aggregate::Sum, field, "sum"),
            ],
            order: vec![order("at", false), order("segment", false)],
            ..asker.empty()
        };
        let table = asker.table(query).await?;
        let rows = (0..table.len()).filter_map(|row| {
            Some(Row {
                at: table.at("at", row),
                segment: table.at("segment", row),
                count: table.number("present", row)?,
                sum: table.number("sum", row)?,
            })
        });
        let groups = groups(&rows.collect::<Vec<_>>());
        self.segments.push(Segmented {
            column: self.columns.len(),
            groups,
            spread,
        });
        self.columns.push(column.to_owned());
        Ok(())
    }

    /// Looks whether the rows are averages themselves, by a column that counts what each stands for.
    async fn ask_weights(
        &mut self,
        asker: &Asker<'_>,
        field: &str,
        fields: &[Field],
        few: &[&Field],
    ) -> Result<bool, Error> {
        let whole = fields.iter().filter(|one| {
            one.kind == Kind::Number && one.data_type.is_integer() && one.name != field
        });
        let counts: Vec<&Field> = whole.take(MOST_COLUMNS).collect();
        if counts.is_empty() {
            return Ok(false);
        }
        let mut columns: Vec<String> = vec![field.to_owned()];
        let along = self.along.as_ref().map(|along| along.field.clone());
        let others = counts.iter().chain(few).map(|one| one.name.clone());
        for name in others.chain(along.clone()) {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
        let table = asker
            .table(Query {
                columns,
                ..asker.empty()
            })
            .await?;
        let Some((weight, is_share)) = weight_of(&table, field, &counts) else {
            return Ok(false);
        };
        let rows: Vec<(usize, Weighted)> = (0..table.len())
            .filter_map(|row| {
                let value = table.number(field, row)?;
                let weight = table.number(&weight, row)?;
                Some((row, Weighted { value, weight }))
            })
            .collect();
        if let Some(along) = along {
            for one in few.iter().filter(|one| one.name != along) {
                let row = |(row, one_row): &(usize, Weighted)| Row {
                    at: table.at(&along, *row),
                    segment: table.at(&one.name, *row),
                    count: one_row.weight,
                    sum: one_row.weight * one_row.value,
                };
                self.segments.push(Segmented {
                    column: self.columns.len(),
                    groups: groups(&rows.iter().map(row).collect::<Vec<_>>()),
                    spread: if is_share {
                        Spread::Shares
                    } else {
                        Spread::Residual
                    },
                });
                self.columns.push(one.name.clone());
            }
        }
        self.weights = Some((weight, rows.into_iter().map(|(_, row)| row).collect()));
        Ok(true)
    }
}

struct Row {
    at: model::Value,
    segment: model::Value,
    count: f64,
    sum: f64,
}

/// Positions and segments numbered in their order; rows of the same place added up.
fn groups(rows: &[Row]) -> Vec<Group> {
    let numbered = |of: fn(&Row) -> &model::Value| {
        let mut names: Vec<String> = rows
            .iter()
            .map(|row| sort_text(of(row)).to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let places = numbered(|row| &row.at);
    let segments = numbered(|row| &row.segment);
    let place = |names: &[String], value: &model::Value| {
        names
            .iter()
            .position(|name| name == sort_text(value))
            .unwrap_or_default()
    };
    let mut found: Vec<Group> = Vec::new();
    for row in rows {
        let (at, segment) = (place(&places, &row.at), place(&segments, &row.segment));
        let at = f64::from(u32::try_from(at).unwrap_or(u32::MAX));
        let same = |one: &&mut Group| one.segment == segment && one.at.to_bits() == at.to_bits();
        match found.iter_mut().find(same) {
            Some(group) => {
                group.count += row.count;
                group.sum += row.sum;
            }
            None => found.push(Group {
                at,
                segment,
                count: row.count,
                sum: row.sum,
            }),
        }
    }
    found
}

fn plain_key(field: &str, name: &str) -> Key {
    Key {
        field: field.to_owned(),
        name: name.to_owned(),
        ..Key::default()
    }
}

/// How many different values each candidate column has, in one question.
async fn count_distinct(
    asker: &Asker<'_>,
    field: &str,
    segments: &[&Field],
    keys: &[&Field],
) -> Result<Table, Error> {
    const MOST: usize = 30;
    let columns = segments.iter().chain(keys).take(MOST);
    let mut measures: Vec<model::Measure> = columns
        .map(|one| measure(Aggregate::CountDistinct, &one.name, &one.name))
        .collect();
    measures.push(measure(Aggregate::CountDistinct, field, field));
    asker
        .table(Query {
            measures,
            ..asker.empty()
        })
        .await
}

/// Whether every value is 0 or 1.
async fn is_share(asker: &Asker<'_>, field: &str, distinct: &Table) -> Result<bool, Error> {
    if !distinct.number(field, 0).is_some_and(is_two) {
        return Ok(false);
    }
    let ends = asker
        .table(Query {
            measures: vec![
                measure(Aggregate::Min, field, "low"),
                measure(Aggregate::Max, field, "high"),
            ],
            ..asker.empty()
        })
        .await?;
    let is = |name: &str, wanted: f64| {
        ends.number(name, 0)
            .is_some_and(|value| (value - wanted).abs() < f64::EPSILON)
    };
    Ok(is("low", 0.0) && is("high", 1.0))
}

fn is_two(count: f64) -> bool {
    (count - 2.0).abs() < 0.5
}

async fn key_rows(asker: &Asker<'_>, field: &str, key: &str) -> Result<Vec<KeyRows>, Error> {
    let table = asker
        .table(Query {
            keys: vec![plain_key(key, "key")],
            measures: vec![
                measure(Aggregate::Count, field, "rows"),
                measure(Aggregate::Min, field, "low"),
                measure(Aggregate::Max, field, "high"),
            ],
            order: vec![order("rows", true), order("key", false)],
            limit: Some(MOST_KEY_ROWS),
            ..asker.empty()
        })
        .await?;
    let rows = (0..table.len()).filter(|row| table.at("key", *row) != model::Value::Null);
    Ok(rows
        .filter_map(|row| {
            Some(KeyRows {
                rows: table.number("rows", row)?,
                low: table.number("low", row)?,
                high: table.number("high", row)?,
            })
        })
        .collect())
}

/// The column that counts what each row stands for, and whether the field is a share of it: every
/// value times the count is a whole number. Otherwise a column whose name says that it counts.
fn weight_of(table: &Table, field: &str, counts: &[&Field]) -> Option<(String, bool)> {
    let is_share_of = |count: &&&Field| {
        let pairs: Vec<(f64, f64)> = (0..table.len())
            .filter_map(|row| Some((table.number(field, row)?, table.number(&count.name, row)?)))
            .collect();
        let fits = |(share, of): &&(f64, f64)| {
            let part = share * of;
            (0.0..=1.0).contains(share) && (part - part.round()).abs() < 1e-6 * of.max(1.0)
        };
        let has_fraction = pairs.iter().any(|(share, _)| share.fract() != 0.0);
        has_fraction && pairs.iter().filter(fits).count() * 100 >= pairs.len() * 99
    };
    if let Some(found) = counts.iter().find(is_share_of) {
        return Some((found.name.clone(), true));
    }
    let says_count = |field: &&&Field| {
        let name = field.name.to_lowercase();
        let is_word = ["n", "count", "rows", "cnt", "num", "weight"].contains(&name.as_str());
        let has_mark = ["_count", "_rows"].iter().any(|end| name.ends_with(end))
            || ["n_", "num_", "count_"]
                .iter()
                .any(|start| name.starts_with(start));
        field.data_type != DataType::Boolean && (is_word || has_mark)
    };
    counts
        .iter()
        .find(says_count)
        .map(|found| (found.name.clone(), false))
}
