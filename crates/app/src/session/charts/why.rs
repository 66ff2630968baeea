//! Why a mark is what it is: its amount beside that of all other rows, and for each column with few
//! values the segments that contribute most. All of it is computed by the engine from the rows.

use std::sync::Arc;

use insight::{Adds, Part, contributions};
use model::{Aggregate, Field, Key, Measure, Pill, Query, Value};
use protocol::message::Statement;
use protocol::words::Apart;

use super::Table;
use super::notes::{Asker, segment_fields};
use crate::command::why::{Amount, ExplainMark, MarkStory, StoryAdds, StorySegment};
use crate::session::Session;
use crate::session::pages::narrow;
use crate::session::rows::not_run;
use crate::{App, Error};

/// Most values of a column that is looked at.
const MOST_VALUES: u64 = 50;
/// Most columns that are looked at.
const MOST_COLUMNS: usize = 12;
/// Most segments that are told.
const MOST_SEGMENTS: usize = 12;

const AMOUNT: &str = "amount";
const ROWS: &str = "rows";
const KNOWN: &str = "known";
const VALUE: &str = "value";

/// What is asked of a number.
pub(super) struct Why<'a> {
    pub(super) asker: &'a Asker<'a>,
    pub(super) of: Of,
    /// What is measured, in words.
    pub(super) title: String,
    pub(super) adds: StoryAdds,
    /// Columns that it is told by, or that is measured.
    pub(super) told: Vec<String>,
}

/// Whose number it is.
pub(super) enum Of {
    /// A mark: its measure, and the rows behind it.
    Mark { measure: Measure, mark: Box<Query> },
    /// A column of one row of the answer of a text that groups rows.
    Row {
        text: String,
        row: Vec<Value>,
        column: u32,
    },
}

impl Session {
    /// Compares a mark with the rest of its chart.
    pub(crate) async fn explain_mark(
        self: &Arc<Self>,
        app: &App,
        asked: ExplainMark,
    ) -> Result<MarkStory, Error> {
        let handle = app.jobs().begin(asked.job, Some(self.id.clone()))?;
        handle.at(&asked.cell);
        let shown = self.asked_at(app, &asked.cell, asked.tile.as_ref()).await?;
        let (chart, by) = shown;
        if let Some(name) = &chart.waits_for {
            return Err(not_run(name));
        }
        let crowd = chart.crowd().filter(|_| asked.crowded);
        let drawn = crowd
            .as_ref()
            .map_or(&chart.resolved, |crowd| &crowd.resolved);
        let values: Vec<_> = asked
            .values
            .into_iter()
            .map(|one| (one.column, one.value))
            .collect();
        let mut mark = chart::records(drawn, &values)?;
        narrow(&mut mark, &by);
        let measures = drawn.query.iter().flat_map(|query| &query.measures);
        let wanted = |measure: &&Measure| {
            asked
                .measure
                .as_ref()
                .is_none_or(|name| *name == measure.name)
        };
        let measure = measures.clone().find(wanted).ok_or_else(no_amount)?;
        let measure = Measure {
            calculation: None,
            name: AMOUNT.to_owned(),
            ..measure.clone()
        };
        self.open_sources(app, &handle.token).await?;
        let asker = Asker {
            session: self,
            app,
            handle: &handle,
            scope: chart.scope.clone(),
            query: mark.clone(),
        };
        let told = mark.members.iter().map(|member| member.key.field.clone());
        let why = Why {
            asker: &asker,
            title: chart::pill_title(&Pill {
                field: measure.field.clone(),
                aggregate: Some(measure.aggregate),
                percentile: measure.percentile.clone(),
                ..Pill::default()
            }),
            adds: adds(Some(measure.aggregate)),
            told: told.chain([measure.field.clone()]).collect(),
            of: Of::Mark {
                measure,
                mark: Box::new(mark),
            },
        };
        why.story(&chart.fields).await
    }
}

impl Why<'_> {
    pub(super) async fn story(&self, fields: &[Field]) -> Result<MarkStory, Error> {
        let mark = self.amount(false).await?;
        let rest = self.amount(true).await?;
        let adds = self.adds;
        let mut candidates = segment_fields(fields, "");
        candidates.retain(|field| !self.told.contains(&field.name));
        let mut story = MarkStory {
            title: self.title.clone(),
            mark,
            rest,
            adds,
            segments: Vec::new(),
            found: 0,
            columns: Vec::new(),
            too_many: Vec::new(),
        };
        for field in candidates.into_iter().take(MOST_COLUMNS) {
            match self.segments(&field.name, &story).await? {
                Some(segments) => {
                    story.columns.push(field.name.clone());
                    story.segments.extend(segments);
                }
                None => story.too_many.push(field.name.clone()),
            }
        }
        let weight = |segment: &StorySegment| match (adds, segment.contribution) {
            (StoryAdds::Nothing, _) => real(segment.mark.rows),
            (_, contribution) => contribution.unwrap_or(0.0).abs(),
        };
        story
            .segments
            .sort_by(|left, right| weight(right).total_cmp(&weight(left)));
        story.found = u32::try_from(story.segments.len()).unwrap_or(u32::MAX);
        story.segments.truncate(MOST_SEGMENTS);
        Ok(story)
    }

    /// The amounts of the rows behind the number, or of all others, whole or by a column.
    async fn table(&self, is_rest: bool, by: Option<&str>) -> Result<Table, Error> {
        match &self.of {
            Of::Mark { measure, mark } => {
                let keys = by.map(|field| Key {
                    field: field.to_owned(),
                    name: VALUE.to_owned(),
                    ..Key::default()
                });
                let query = Query {
                    keys: keys.into_iter().collect(),
                    ..measured(measure, mark, is_rest)
                };
                self.asker.table(query).await
            }
            Of::Row { text, row, column } => {
                let wish = Apart::Amount {
                    column: *column,
                    is_rest,
                    by: by.map(str::to_owned),
                };
                let Asker {
                    session,
                    app,
                    scope,
                    ..
                } = self.asker;
                let asked = (text.as_str(), row.as_slice());
                let text = session.taken_apart(app, asked, wish, scope).await?;
                self.asker.table_of(Statement::Sql { text }).await
            }
        }
    }

    async fn amount(&self, is_rest: bool) -> Result<Amount, Error> {
        Ok(amount(&self.table(is_rest, None).await?, 0))
    }

    /// The values of a column with their amounts; none when it has too many.
    async fn segments(
        &self,
        field: &str,
        story: &MarkStory,
    ) -> Result<Option<Vec<StorySegment>>, Error> {
        let here = self.table(false, Some(field)).await?;
        if here.rows > MOST_VALUES {
            return Ok(None);
        }
        let there = self.table(true, Some(field)).await?;
        if there.rows > MOST_VALUES {
            return Ok(None);
        }
        let mut values: Vec<Value> = Vec::new();
        for table in [&here, &there] {
            for row in 0..table.len() {
                let value = table.at(VALUE, row);
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        let of = |table: &Table, value: &Value| {
            let row = (0..table.len()).find(|row| table.at(VALUE, *row) == *value);
            row.map_or_else(nothing, |row| amount(table, row))
        };
        let pairs: Vec<(Amount, Amount)> = values
            .iter()
            .map(|value| (of(&here, value), of(&there, value)))
            .collect();
        let weighed = |table: &Table, value: &Value| {
            let row = (0..table.len()).find(|row| table.at(VALUE, *row) == *value);
            row.map_or_else(Part::default, |row| part(table, row))
        };
        let parts: Vec<(Part, Part)> = values
            .iter()
            .map(|value| (weighed(&here, value), weighed(&there, value)))
            .collect();
        let contributed = match story.adds {
            StoryAdds::Mark => Some(Adds::Amounts),
            StoryAdds::Difference => Some(Adds::Averages),
            StoryAdds::Nothing => None,
        };
        let (mark, rest) = (whole(&parts, |both| both.0), whole(&parts, |both| both.1));
        let contributed = contributed.map(|adds| contributions(adds, mark, rest, &parts));
        let segments = values.into_iter().zip(pairs).enumerate();
        Ok(Some(
            segments
                .map(|(at, (value, (mark, rest)))| StorySegment {
                    field: field.to_owned(),
                    value,
                    mark,
                    rest,
                    contribution: contributed.as_ref().and_then(|all| all.get(at).copied()),
                })
                .collect(),
        ))
    }
}

/// The question of the rows behind a mark, or of all others.
fn measured(measure: &Measure, mark: &Query, is_rest: bool) -> Query {
    let count = |field: &str, name: &str| Measure {
        field: field.to_owned(),
        aggregate: Aggregate::Count,
        name: name.to_owned(),
        ..Measure::default()
    };
    // What is missing has no weight in an average.
    let known = count(&measure.field, KNOWN);
    Query {
        apart: is_rest,
        measures: vec![measure.clone(), count("", ROWS), known],
        ..mark.clone()
    }
}

/// What contributions add up to.
pub(super) fn adds(aggregate: Option<Aggregate>) -> StoryAdds {
    match aggregate {
        Some(Aggregate::Sum | Aggregate::Count) => StoryAdds::Mark,
        Some(Aggregate::Average) => StoryAdds::Difference,
        _ => StoryAdds::Nothing,
    }
}

fn amount(table: &Table, row: usize) -> Amount {
    let rows = table.number(ROWS, row).unwrap_or(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of rows"
    )]
    Amount {
        value: table.at(AMOUNT, row),
        rows: rows as u64,
    }
}

fn nothing() -> Amount {
    Amount {
        value: Value::Null,
        rows: 0,
    }
}

/// The average of some parts and the values that it is of; the segments of a column are all of its rows.
fn whole(parts: &[(Part, Part)], side: impl Fn(&(Part, Part)) -> Part) -> Part {
    let parts = || parts.iter().map(&side);
    let rows: f64 = parts().map(|part| part.rows).sum();
    let sum: f64 = parts().map(|part| part.value * part.rows).sum();
    Part {
        value: if rows > 0.0 { sum / rows } else { 0.0 },
        rows,
    }
}

fn part(table: &Table, row: usize) -> Part {
    Part {
        value: table.number(AMOUNT, row).unwrap_or(0.0),
        rows: table.number(KNOWN, row).unwrap_or(0.0),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn real(count: u64) -> f64 {
    count as f64
}

fn no_amount() -> Error {
    Error::new(
        "MARK_NO_AMOUNT",
        "This mark is a row and has no amount that could be taken apart. See its rows instead.",
    )
}
