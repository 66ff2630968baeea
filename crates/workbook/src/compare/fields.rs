//! Fields of two JSON objects compared, in words.

use serde_json::Value;

use crate::words::shown;

const LONGEST_VALUE: usize = 60;
/// Fields that are compared elsewhere, or say only what the thing is.
const LEFT_OUT: [&str; 3] = ["id", "text", "type"];
/// Fields that hold the thing itself and say nothing a person would miss.
const SILENT: [&str; 3] = ["body", "spec", "parameter"];

/// What differs, one sentence for each field: `y: sum net_amount added`, `mark: bar, was line`.
pub(super) fn differences(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    fields("", before, after, &mut found);
    found
}

fn fields(name: &str, before: &Value, after: &Value, found: &mut Vec<String>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(was), Value::Object(now)) => {
            let keys = now
                .keys()
                .chain(was.keys().filter(|key| !now.contains_key(*key)));
            for key in keys.filter(|key| !(name.is_empty() && LEFT_OUT.contains(&key.as_str()))) {
                let (was, now) = (was.get(key), now.get(key));
                let inner = if SILENT.contains(&key.as_str()) {
                    name.to_owned()
                } else {
                    format!("{name} {}", key.replace('_', " "))
                        .trim()
                        .to_owned()
                };
                let null = Value::Null;
                fields(&inner, was.unwrap_or(&null), now.unwrap_or(&null), found);
            }
        }
        (Value::Null, Value::Array(_)) => list(name, &[], items(after), found),
        (Value::Array(_), Value::Null) => list(name, items(before), &[], found),
        (Value::Array(was), Value::Array(now)) => list(name, was, now, found),
        (Value::Null, now) => found.push(format!("{name} set to {}", words(now))),
        (was, Value::Null) => found.push(format!("{name} {} removed", words(was))),
        (was, now) => found.push(format!("{name} is {}, was {}", words(now), words(was))),
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn list(name: &str, was: &[Value], now: &[Value], found: &mut Vec<String>) {
    let before = found.len();
    for item in now.iter().filter(|item| !was.contains(item)) {
        found.push(format!("{name}: {} added", words(item)));
    }
    for item in was.iter().filter(|item| !now.contains(item)) {
        found.push(format!("{name}: {} removed", words(item)));
    }
    if found.len() == before {
        found.push(format!("{name}: order changed"));
    }
}

/// A value as a person reads it: the values of its fields, one after another.
fn words(value: &Value) -> String {
    let mut out = Vec::new();
    collect(value, &mut out);
    let text = out.join(" ");
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        shown(&text, LONGEST_VALUE)
    }
}

fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) => out.push(value.to_string()),
        Value::String(text) if text.is_empty() => out.push("empty".to_owned()),
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().filter(|(key, _)| *key != "type").collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            for (_, item) in entries {
                collect(item, out);
            }
        }
    }
}
