//! The members of a dimension among the rows of a chart.

use std::collections::BTreeMap;

use chart::Encoded;
use model::Value;

use super::value::distance;
use super::{Columns, Refusal, missing};
use crate::label::{place_label, words};

/// The members of a dimension, each with its place: dates, their parts and bins in order, others as read.
pub(super) struct Members {
    pub(super) names: Vec<String>,
    /// Of each row, in `names`.
    pub(super) places: Vec<usize>,
}

impl Members {
    pub(super) fn of(encoded: &Encoded, rows: &Columns) -> Result<Self, Refusal> {
        let values = rows.of(encoded).ok_or_else(missing)?;
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut found: Vec<&Value> = Vec::new();
        let mut at: Vec<usize> = Vec::with_capacity(values.len());
        for value in values {
            at.push(*known.entry(key(value)).or_insert_with(|| {
                found.push(value);
                found.len() - 1
            }));
        }
        let mut order: Vec<usize> = (0..found.len()).collect();
        if is_ordered(encoded, &found) {
            let size = |at: &usize| distance(found[*at]).unwrap_or(f64::INFINITY);
            order.sort_by(|left, right| size(left).total_cmp(&size(right)));
        }
        let mut place_of = vec![0; found.len()];
        for (place, one) in order.iter().enumerate() {
            place_of[*one] = place;
        }
        Ok(Self {
            names: order
                .iter()
                .map(|one| place_label(found[*one], &encoded.pill))
                .collect(),
            places: at.into_iter().map(|one| place_of[one]).collect(),
        })
    }
}

/// Dates, parts of dates and bins follow each other whatever the order of the rows.
fn is_ordered(encoded: &Encoded, found: &[&Value]) -> bool {
    let pill = &encoded.pill;
    let is_grouped = pill.part.is_some() || pill.bin_width.is_some() || pill.bin_count.is_some();
    let is_time = |value: &&Value| matches!(value, Value::Date(_) | Value::DateTime(_));
    is_grouped || found.iter().any(is_time)
}

/// Equal for equal values only: what is missing differs from a text that says so.
pub(super) fn key(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => format!("={}", words(other)),
    }
}
