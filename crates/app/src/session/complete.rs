//! What may be written at a place of a text: names from the planner, values in quotes and the worth
//! of join conditions from profiles.

use std::sync::Arc;

use model::{CellId, ColumnProfile, Value};
use protocol::message::{Answer, Ask, ColumnName, Completion, CompletionKind, WantedValues};
use tokio_util::sync::CancellationToken;

use super::Session;
use super::unexpected::unexpected;
use crate::{App, Error};

/// A table or answer with more rows is not profiled for the sake of a completion.
const MOST_ROWS: u64 = 5_000_000;

impl Session {
    /// What may stand at an offset of a text.
    pub(crate) async fn complete_text(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        text: String,
        offset: u32,
    ) -> Result<Vec<Completion>, Error> {
        let scope = self.scope_for_completion(app, cell, &text).await?;
        let ask = Ask::Complete {
            text,
            offset,
            scope,
        };
        match self.ask(app, ask, None, &CancellationToken::new()).await? {
            (
                Answer::Completions {
                    wanted: Some(wanted),
                    ..
                },
                _,
            ) => Ok(self.values(app, &wanted).await),
            (Answer::Completions { completions, .. }, _) => Ok(self.judged(app, completions).await),
            (other, _) => Err(unexpected(other, "Completing the text")),
        }
    }

    /// The most frequent values of a column that go on with what is typed.
    async fn values(self: &Arc<Self>, app: &App, wanted: &WantedValues) -> Vec<Completion> {
        let profile = match self.known_profile(app, &wanted.column).await {
            Some(known) => Some(known),
            None => self.new_profile(app, &wanted.column).await,
        };
        profile.map_or_else(Vec::new, |profile| offered(&profile, wanted))
    }

    /// Conditions whose columns have no value in common go behind everything else.
    async fn judged(&self, app: &App, completions: Vec<Completion>) -> Vec<Completion> {
        let mut kept = Vec::with_capacity(completions.len());
        let mut behind = Vec::new();
        for mut completion in completions {
            if let (CompletionKind::Join, [one, other]) =
                (completion.kind, completion.columns.as_slice())
                && let Some(one) = self.known_profile(app, one).await
                && let Some(other) = self.known_profile(app, other).await
            {
                match common_values(&one, &other) {
                    Some(Common::None) => {
                        "no value in both".clone_into(&mut completion.detail);
                        behind.push(completion);
                        continue;
                    }
                    Some(Common::Share(share)) => {
                        completion.detail =
                            format!("{}, {share:.0} % of rows match", completion.detail);
                    }
                    None => {}
                }
            }
            kept.push(completion);
        }
        kept.extend(behind);
        kept
    }

    /// What the catalog knows of a column of a table already.
    pub(super) async fn known_profile(
        &self,
        app: &App,
        column: &ColumnName,
    ) -> Option<ColumnProfile> {
        if column.is_cell {
            return None;
        }
        let fingerprint = self.state().table(&column.relation)?.fingerprint.clone();
        let known = app
            .recall(move |catalog| catalog.profiles(&fingerprint))
            .await;
        of_column(known.ok()??, &column.column)
    }

    /// Looks at the values of a table or of a cell's answer, unless there are very many.
    pub(super) async fn new_profile(
        self: &Arc<Self>,
        app: &App,
        column: &ColumnName,
    ) -> Option<ColumnProfile> {
        let few = |rows: u64| rows <= MOST_ROWS;
        if !column.is_cell {
            self.state()
                .table(&column.relation)?
                .rows
                .filter(|rows| few(*rows))?;
            let found = self.profile_table(app, &column.relation).await.ok()?;
            return of_column(found.profiles, &column.column);
        }
        let cell = {
            let state = self.state();
            let lower = column.relation.to_lowercase();
            let mut cells = state.book.cells.iter();
            let cell = cells.find(|cell| cell.name.to_lowercase() == lower)?;
            let shown = state.runs.get(&cell.id)?.shown.as_ref()?;
            few(shown.stamp.rows).then(|| cell.id.clone())?
        };
        let found = self.profile(app, &cell).await.ok()?;
        of_column(found.profiles, &column.column)
    }
}

fn of_column(profiles: Vec<ColumnProfile>, column: &str) -> Option<ColumnProfile> {
    profiles
        .into_iter()
        .find(|profile| profile.field.name == column)
}

/// Values as completions: those that begin with what is typed first, then those that hold it, each
/// in the order of their frequency.
fn offered(profile: &ColumnProfile, wanted: &WantedValues) -> Vec<Completion> {
    let typed = wanted.typed.to_lowercase();
    let mut found: Vec<(bool, Completion)> = profile
        .top
        .iter()
        .filter_map(|top| {
            let Value::Text(text) = &top.value else {
                return None;
            };
            let lower = text.to_lowercase();
            if !lower.contains(&typed) {
                return None;
            }
            let end = if wanted.is_closed { "" } else { "'" };
            let rows = if top.count == 1 { "row" } else { "rows" };
            let completion = Completion {
                label: text.clone(),
                insert: format!("{}{end}", text.replace('\'', "''")),
                kind: CompletionKind::Value,
                detail: format!("{} {rows}", top.count),
                about: String::new(),
                from: wanted.from,
                columns: vec![wanted.column.clone()],
            };
            Some((!lower.starts_with(&typed), completion))
        })
        .collect();
    found.sort_by_key(|(is_inside, _)| *is_inside);
    found
        .into_iter()
        .map(|(_, completion)| completion)
        .collect()
}

/// How far the values of two columns meet.
#[derive(Debug, PartialEq)]
enum Common {
    None,
    /// Percent of the rows of the first with a value that the second has, too.
    Share(f64),
}

/// Told only where profiles know it: lists of all values, or ranges that lie apart.
fn common_values(one: &ColumnProfile, other: &ColumnProfile) -> Option<Common> {
    let is_whole = |profile: &ColumnProfile| {
        !profile.top.is_empty() && usize::try_from(profile.distinct) == Ok(profile.top.len())
    };
    if is_whole(one) && is_whole(other) {
        let is_there = |value: &Value| other.top.iter().any(|known| known.value == *value);
        let rows: u64 = one.top.iter().map(|top| top.count).sum();
        let met = one.top.iter().filter(|top| is_there(&top.value));
        let met: u64 = met.map(|top| top.count).sum();
        if met == 0 {
            return Some(Common::None);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share in whole percent needs no more digits"
        )]
        return Some(Common::Share(100.0 * met as f64 / rows as f64));
    }
    let range = |profile: &ColumnProfile| {
        let (first, last) = (profile.histogram.first()?, profile.histogram.last()?);
        Some((first.low, last.high))
    };
    let ((low, high), (other_low, other_high)) = (range(one)?, range(other)?);
    (high < other_low || other_high < low).then_some(Common::None)
}

#[cfg(test)]
mod tests {
    use model::{Bin, DataType, Field, TopValue};

    use super::*;

    fn profile(values: &[(&str, u64)], distinct: u64, range: Option<(f64, f64)>) -> ColumnProfile {
        let top = |(text, count): &(&str, u64)| TopValue {
            value: Value::Text((*text).to_owned()),
            count: *count,
        };
        ColumnProfile {
            field: Field::new("c", DataType::Text),
            rows: 100,
            nulls: 0,
            distinct,
            distinct_is_estimate: false,
            min: None,
            max: None,
            mean: None,
            median: None,
            histogram: range
                .map(|(low, high)| Bin {
                    low,
                    high,
                    count: 1,
                })
                .into_iter()
                .collect(),
            top: values.iter().map(top).collect(),
        }
    }

    fn wanted(typed: &str, is_closed: bool) -> WantedValues {
        WantedValues {
            column: ColumnName {
                relation: "t".to_owned(),
                is_cell: false,
                column: "c".to_owned(),
            },
            typed: typed.to_owned(),
            from: 9,
            is_closed,
        }
    }

    #[test]
    fn values_are_escaped_closed_and_ordered_by_how_they_go_on() {
        let known = profile(&[("South", 60), ("North", 30), ("O'th", 1)], 3, None);
        let said = |typed: &str, is_closed| -> Vec<(String, String)> {
            offered(&known, &wanted(typed, is_closed))
                .into_iter()
                .map(|one| (one.insert, one.detail))
                .collect()
        };
        let pair = |insert: &str, detail: &str| (insert.to_owned(), detail.to_owned());
        assert_eq!(
            said("", false),
            [
                pair("South'", "60 rows"),
                pair("North'", "30 rows"),
                pair("O''th'", "1 row")
            ]
        );
        assert_eq!(said("o'", true), [pair("O''th", "1 row")]);
        assert_eq!(
            said("O", true).first(),
            Some(&pair("O''th", "1 row")),
            "what begins so stands before what holds it"
        );
        assert!(said("x", true).is_empty());
    }

    #[test]
    fn values_in_common_are_told_only_where_they_are_known() {
        let whole = profile(&[("a", 3), ("b", 1)], 2, None);
        let half = profile(&[("a", 1)], 1, None);
        assert_eq!(common_values(&whole, &half), Some(Common::Share(75.0)));
        assert_eq!(
            common_values(&half, &profile(&[("z", 1)], 1, None)),
            Some(Common::None)
        );
        let part = profile(&[("a", 3)], 900, None);
        assert_eq!(common_values(&part, &half), None, "other values may meet");
        let low = profile(&[], 9, Some((0.0, 10.0)));
        let high = profile(&[], 9, Some((11.0, 12.0)));
        assert_eq!(common_values(&low, &high), Some(Common::None));
        assert_eq!(common_values(&low, &low), None);
        assert_eq!(common_values(&low, &whole), None);
    }
}
