//! Three JSON values made into one, field by field and identity by identity.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::order::{Order, merged_order};
use super::text::merged_text;
use super::{Choices, Conflict, Kept, Side};

/// Merges values and collects what both sides changed differently.
pub(super) struct Merger<'a> {
    prefer: Side,
    choices: &'a Choices,
    pub(super) conflicts: Vec<Conflict>,
}

impl<'a> Merger<'a> {
    pub(super) fn new(prefer: Side, choices: &'a Choices) -> Self {
        Self {
            prefer,
            choices,
            conflicts: Vec::new(),
        }
    }

    /// The merged value; none when it is gone.
    pub(super) fn value(
        &mut self,
        path: &[String],
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        if ours == theirs || base == theirs {
            return ours.cloned();
        }
        if base == ours {
            return theirs.cloned();
        }
        match (ours, theirs) {
            (Some(Value::Object(left)), Some(Value::Object(right))) if are_alike(left, right) => {
                let before = base
                    .and_then(Value::as_object)
                    .filter(|before| are_alike(before, left));
                Some(Value::Object(self.fields(path, before, left, right)))
            }
            (Some(Value::Array(left)), Some(Value::Array(right))) => {
                let before = base.and_then(Value::as_array).map(Vec::as_slice);
                match (by_id(before.unwrap_or(&[])), by_id(left), by_id(right)) {
                    (Some(before), Some(left), Some(right)) => {
                        Some(self.parts(path, &before, &left, &right))
                    }
                    _ => self.differ(path, base, ours, theirs),
                }
            }
            (Some(Value::String(left)), Some(Value::String(right))) if is_text(path) => {
                let before = base.and_then(Value::as_str).unwrap_or_default();
                match merged_text(before, left, right) {
                    Ok(text) => Some(Value::String(text)),
                    Err(_) if self.choices.contains_key(path) => {
                        self.differ(path, base, ours, theirs)
                    }
                    Err(marked) => {
                        self.conflict(path, [base, ours, theirs], Kept::Both);
                        Some(Value::String(marked))
                    }
                }
            }
            _ => self.differ(path, base, ours, theirs),
        }
    }

    fn fields(
        &mut self,
        path: &[String],
        base: Option<&Map<String, Value>>,
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut out = Map::new();
        let new_keys = theirs.keys().filter(|key| !ours.contains_key(*key));
        for key in ours.keys().chain(new_keys) {
            let before = base.and_then(|base| base.get(key));
            let merged = self.value(&below(path, key), before, ours.get(key), theirs.get(key));
            if let Some(value) = merged {
                out.insert(key.clone(), value);
            }
        }
        out
    }

    /// Lists whose items have identities: each item merged, then put in order.
    fn parts(
        &mut self,
        path: &[String],
        base: &Parts<'_>,
        ours: &Parts<'_>,
        theirs: &Parts<'_>,
    ) -> Value {
        let mut merged: BTreeMap<&str, Value> = BTreeMap::new();
        for id in ours.ids.iter().chain(&theirs.ids) {
            if merged.contains_key(id) {
                continue;
            }
            let (before, left, right) = (base.get(id), ours.get(id), theirs.get(id));
            if let Some(value) = self.value(&below(path, id), before, left, right) {
                merged.insert(id, value);
            }
        }
        let prefer = self.choices.get(path).copied().unwrap_or(self.prefer);
        let order = merged_order(&base.ids, &ours.ids, &theirs.ids, prefer);
        let (order, is_disputed) = match order {
            Order::Agreed(order) => (order, false),
            Order::Disputed(order) => (order, true),
        };
        if is_disputed {
            self.conflicts.push(Conflict {
                place: String::new(),
                path: path.to_vec(),
                base: Some(base.ids.join(", ")),
                ours: Some(ours.ids.join(", ")),
                theirs: Some(theirs.ids.join(", ")),
                kept: prefer.into(),
            });
        }
        let items = order.iter().filter_map(|id| merged.remove(id));
        Value::Array(items.collect())
    }

    /// Both sides changed it and nothing finer can be merged. What is removed on one side and
    /// changed on the other stays, since a change is more work than a removal.
    fn differ(
        &mut self,
        path: &[String],
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        let kept = match (ours, theirs) {
            _ if self.choices.contains_key(path) => self.choices[path],
            (None, Some(_)) => Side::Theirs,
            (Some(_), None) => Side::Ours,
            _ => self.prefer,
        };
        self.conflict(path, [base, ours, theirs], kept.into());
        match kept {
            Side::Ours => ours.cloned(),
            Side::Theirs => theirs.cloned(),
        }
    }

    fn conflict(&mut self, path: &[String], [base, ours, theirs]: [Option<&Value>; 3], kept: Kept) {
        let written = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.conflicts.push(Conflict {
            place: String::new(),
            path: path.to_vec(),
            base: base.map(written),
            ours: ours.map(written),
            theirs: theirs.map(written),
            kept,
        });
    }
}

/// The items of a list by their identity, in order.
struct Parts<'a> {
    ids: Vec<&'a str>,
    items: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Parts<'a> {
    fn get(&self, id: &str) -> Option<&'a Value> {
        self.items.get(id).copied()
    }
}

/// None when an item has no identity, or two have the same one.
fn by_id(items: &[Value]) -> Option<Parts<'_>> {
    let ids: Option<Vec<&str>> = items.iter().map(|item| item.get("id")?.as_str()).collect();
    let ids = ids?;
    let map: BTreeMap<&str, &Value> = ids.iter().copied().zip(items).collect();
    (map.len() == ids.len()).then_some(Parts { ids, items: map })
}

/// Words that say which kind of thing an object is: fields of different kinds are not mixed.
const TAGS: [&str; 3] = ["type", "kind", "from"];

/// Whether the fields of two objects mean the same. A tagged value with fields of its own is
/// merged as a whole, except the body of a cell, which says what the cell is.
fn are_alike(left: &Map<String, Value>, right: &Map<String, Value>) -> bool {
    let is_body = |map: &Map<String, Value>| {
        ["text", "spec", "parameter"]
            .iter()
            .any(|key| map.contains_key(*key))
    };
    let is_part = left.contains_key("id") && right.contains_key("id");
    TAGS.iter()
        .all(|tag| match (left.get(*tag), right.get(*tag)) {
            (None, None) => true,
            (first, second) if is_part || (is_body(left) && is_body(right)) => {
                is_part || first == second
            }
            _ => false,
        })
}

fn is_text(path: &[String]) -> bool {
    path.last().is_some_and(|key| key == "text")
}

fn below(path: &[String], key: &str) -> Vec<String> {
    let mut path = path.to_vec();
    path.push(key.to_owned());
    path
}
