//! Which column may be the one that has gone: by its name, its type and the values it holds.

use std::collections::BTreeSet;

use model::{ColumnProfile, Field};
use strsim::jaro_winkler;

use super::text_of;
use crate::command::relink::Proposal;

/// From this likeness on (0 to 1) a column is proposed as the one.
const LIKELY: f64 = 0.75;
/// Names from this likeness on are called alike.
const ALIKE: f64 = 0.8;

/// What is known of values.
pub(super) struct Facts<'known> {
    /// Of the column that has gone, from answers.
    pub(super) before: &'known BTreeSet<String>,
    /// Of the table as it is.
    pub(super) profiles: &'known [ColumnProfile],
    /// The columns that the table had when cells were written for it.
    pub(super) columns: &'known [Field],
}

/// Every column of the table, the one that it may be first, and whether each is likely. A column that was
/// there before is hardly the one that has gone; the only new one of its type is likely, whatever
/// it is called, where it is known which ones are new.
pub(super) fn ranked(gone: &Field, now: &[Field], facts: &Facts<'_>) -> Vec<(Proposal, bool)> {
    let is_new = |field: &Field| facts.columns.iter().all(|old| old.name != field.name);
    let new: Vec<&Field> = now.iter().filter(|field| is_new(field)).collect();
    let of_type = new.iter().filter(|field| field.data_type == gone.data_type);
    let only = match of_type.collect::<Vec<_>>().as_slice() {
        [one] if !facts.columns.is_empty() => Some(one.name.as_str()),
        _ => None,
    };
    let mut scored: Vec<(f64, Proposal)> = now
        .iter()
        .map(|field| {
            let (score, proposal) = scored(gone, field, facts);
            let score = match () {
                () if only == Some(field.name.as_str()) => score.max(LIKELY),
                () if is_new(field) => score,
                () => score / 2.0,
            };
            (score, proposal)
        })
        .collect();
    scored.sort_by(|(one, left), (other, right)| {
        other
            .total_cmp(one)
            .then_with(|| left.field.name.cmp(&right.field.name))
    });
    scored
        .into_iter()
        .map(|(score, proposal)| (proposal, score >= LIKELY))
        .collect()
}

fn scored(gone: &Field, field: &Field, facts: &Facts<'_>) -> (f64, Proposal) {
    let name = likeness(&gone.name, &field.name);
    let is_same_type = gone.data_type == field.data_type;
    let is_same_kind =
        gone.kind == field.kind || (gone.data_type.is_numeric() && field.data_type.is_numeric());
    let kind = match (is_same_type, is_same_kind) {
        (true, _) => 1.0,
        (false, true) => 0.7,
        (false, false) => 0.0,
    };
    let shared = shared(field, facts);
    let score = match shared {
        Some((some, all)) => {
            0.4 * name + 0.2 * kind + 0.4 * f64::from(some) / f64::from(all.max(1))
        }
        None => 0.7 * name + 0.3 * kind,
    };
    let proposal = Proposal {
        field: field.clone(),
        is_named_alike: name >= ALIKE,
        is_same_type,
        shared,
    };
    (score, proposal)
}

/// How alike two names are, 0 to 1: letters and digits alone count, and one that holds the other is
/// nearly the same.
fn likeness(one: &str, other: &str) -> f64 {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        letters.collect::<String>().to_lowercase()
    };
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() < other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    let holds = short.chars().count() > 2 && long.contains(short.as_str());
    let alike = jaro_winkler(&one, &other);
    if holds { alike.max(0.85) } else { alike }
}

/// How many frequent values of a column are those of answers, of how many; none where one of the
/// two is not known.
fn shared(field: &Field, facts: &Facts<'_>) -> Option<(u32, u32)> {
    let profile = facts
        .profiles
        .iter()
        .find(|one| one.field.name == field.name)?;
    let values: Vec<String> = profile
        .top
        .iter()
        .filter_map(|top| text_of(&top.value))
        .collect();
    if values.is_empty() || facts.before.is_empty() {
        return None;
    }
    let known = values.iter().filter(|value| facts.before.contains(*value));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Some((count(known.count()), count(values.len())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::{DataType, Field, TopValue, Value};

    use super::*;

    fn field(name: &str, data_type: DataType) -> Field {
        Field::new(name, data_type)
    }

    fn best(gone: &Field, now: &[Field], facts: &Facts<'_>) -> (String, bool) {
        let (proposal, is_likely) = ranked(gone, now, facts).remove(0);
        (proposal.field.name, is_likely)
    }

    #[test]
    fn a_like_name_of_the_same_type_is_likely_and_a_strange_one_is_not() {
        let nothing = BTreeSet::new();
        let facts = Facts {
            before: &nothing,
            profiles: &[],
            columns: &[],
        };
        let now = [
            field("sales_region", DataType::Text),
            field("amount", DataType::Int64),
        ];
        let gone = field("region", DataType::Text);
        assert_eq!(best(&gone, &now, &facts), ("sales_region".to_owned(), true));
        let gone = field("colour", DataType::Text);
        assert!(
            ranked(&gone, &now, &facts)
                .iter()
                .all(|(_, is_likely)| !is_likely)
        );
    }

    #[test]
    fn every_column_is_offered_and_the_only_new_one_of_the_type_is_likely() {
        let nothing = BTreeSet::new();
        let old = [
            field("Region", DataType::Text),
            field("amount", DataType::Float64),
            field("price", DataType::Float64),
        ];
        let facts = Facts {
            before: &nothing,
            profiles: &[],
            columns: &old,
        };
        let now = [
            field("Region", DataType::Text),
            field("betrag", DataType::Float64),
            field("price", DataType::Float64),
        ];
        let gone = field("amount", DataType::Float64);
        assert_eq!(best(&gone, &now, &facts), ("betrag".to_owned(), true));
        let found = ranked(&gone, &now, &facts);
        assert_eq!(found.len(), now.len());
        assert!(found[1..].iter().all(|(_, is_likely)| !is_likely));
    }

    #[test]
    fn values_in_common_outweigh_a_strange_name() {
        let before: BTreeSet<String> = ["north", "south", "west"].map(str::to_owned).into();
        let profile = |name: &str, values: &[&str]| ColumnProfile {
            field: field(name, DataType::Text),
            rows: 3,
            nulls: 0,
            distinct: 3,
            distinct_is_estimate: false,
            min: None,
            max: None,
            mean: None,
            median: None,
            histogram: Vec::new(),
            top: values
                .iter()
                .map(|value| TopValue {
                    value: Value::Text((*value).to_owned()),
                    count: 1,
                })
                .collect(),
        };
        let profiles = [
            profile("gebiet", &["north", "south", "west"]),
            profile("legion", &["IX", "X"]),
        ];
        let facts = Facts {
            before: &before,
            profiles: &profiles,
            columns: &[],
        };
        let now = profiles.clone().map(|one| one.field);
        let found = ranked(&field("region", DataType::Text), &now, &facts);
        assert_eq!(found[0].0.field.name, "gebiet");
        assert_eq!(found[0].0.shared, Some((3, 3)));
        assert!(found[0].1, "likely");
    }
}
