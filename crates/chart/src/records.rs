//! The rows behind one mark, as a question; and what is said about marks that stand for many.

use model::{Diagnostic, Key, Member, Query, Value};

use crate::compile::Resolved;

/// The question for the rows of the source behind a mark, given by the values of its dimensions in
/// the chart's rows. Aggregating these rows gives the mark.
///
/// Errors: a column that is no dimension of the chart, or a chart that asks nothing.
pub fn records(resolved: &Resolved, mark: &[(String, Value)]) -> Result<Query, Diagnostic> {
    let Some(query) = &resolved.query else {
        return Err(Diagnostic::error("CHART_EMPTY", resolved.reason.clone()));
    };
    let mut members = Vec::with_capacity(mark.len());
    for (column, value) in mark {
        let key = query.keys.iter().find(|key| key.name == *column);
        let plain = || {
            query
                .columns
                .iter()
                .find(|name| *name == column)
                .map(|name| Key {
                    field: name.clone(),
                    name: name.clone(),
                    ..Key::default()
                })
        };
        let Some(key) = key.cloned().or_else(plain) else {
            let sentence = format!("{column} is no dimension of this chart any more.");
            return Err(Diagnostic::error("CHART_NO_DIMENSION", sentence)
                .with_hint("Open the menu of the mark again."));
        };
        members.push(Member {
            key,
            value: value.clone(),
        });
    }
    Ok(Query {
        source: query.source.clone(),
        filters: query.filters.clone(),
        picks: query.picks.clone(),
        selected: query.selected.clone(),
        kept: limited(query, mark),
        members,
        ..Query::default()
    })
}

/// Keys that a total does not tell apart, and of which it has only the members that are shown.
fn limited(query: &Query, mark: &[(String, Value)]) -> Vec<Key> {
    let is_told = |key: &&Key| mark.iter().any(|(column, _)| *column == key.name);
    let has_limit = |key: &&Key| key.top.as_ref().is_some_and(|top| !top.top.others);
    let keys = query
        .keys
        .iter()
        .filter(|key| has_limit(key) && !is_told(key));
    keys.cloned().collect()
}

/// What is said under the picture about members that stand for many.
pub fn notes(resolved: &Resolved) -> Vec<String> {
    let keys = resolved.query.iter().flat_map(|query| &query.keys);
    keys.filter_map(|key| {
        let top = key.top.as_ref()?;
        let which = if top.top.smallest {
            "smallest"
        } else {
            "largest"
        };
        let count = top.top.count;
        Some(if top.top.others {
            format!(
                "{}: the {count} {which}; others are one member, aggregated from their rows",
                key.field
            )
        } else {
            format!("{}: only the {count} {which}", key.field)
        })
    })
    .collect()
}
