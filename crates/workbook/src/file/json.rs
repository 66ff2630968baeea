//! JSON as the workbook file uses it: sorted and pretty when written, strict when read.
//!
//! Strict means: UTF-8, no key twice, every number exact, nothing deeper than a workbook needs.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::refusal::FileError;
use crate::words::shown;

const DEEPEST: usize = 64;

/// Writes a value with sorted keys, two spaces of indent and a final line break.
pub(super) fn write(value: &Value) -> Vec<u8> {
    let mut text = format!("{:#}", sorted(value));
    text.push('\n');
    text.into_bytes()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            Value::Object(
                entries
                    .into_iter()
                    .map(|(key, item)| (key.clone(), sorted(item)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// Reads a part strictly. `part` names it in messages.
pub(super) fn read(part: &str, bytes: &[u8]) -> Result<Value, FileError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(refused(
            part,
            "it is written in UTF-16 (from byte 0); it has to be UTF-8",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        refused(
            part,
            &format!("it is not valid UTF-8 from byte {} on", error.valid_up_to()),
        )
    })?;
    let path = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Strict { path: &path }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let place = place(&path.borrow());
        let offset = offset(text, error.line(), error.column());
        let why = error.to_string();
        let why = why.split(" at line ").next().unwrap_or_default();
        refused(part, &format!("{} (byte {offset}{place})", shown(why, 160)))
    })
}

/// The refusal of a part whose content does not fit.
pub(super) fn refused(part: &str, why: &str) -> FileError {
    FileError::new(
        "WB_MANIFEST",
        format!(
            "The part {part} of the workbook cannot be read: {why}. Nothing was opened; look for another copy."
        ),
    )
}

fn place(path: &[String]) -> String {
    if path.is_empty() {
        String::new()
    } else {
        format!(", in {}", shown(&path.join("."), 120))
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    before + column.saturating_sub(1)
}

/// Reads any value and remembers where it is, for messages.
#[derive(Clone, Copy)]
struct Strict<'path> {
    path: &'path RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.path.borrow().len() > DEEPEST {
            return Err(D::Error::custom(
                "it is nested deeper than a workbook can be",
            ));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        if value > i64::MAX.unsigned_abs() {
            return Err(E::custom("a number is larger than 9223372036854775807"));
        }
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        if value == 0.0 && value.is_sign_negative() {
            return Err(E::custom("a number is written as -0"));
        }
        let number = Number::from_f64(value).ok_or_else(|| E::custom("a number is not finite"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut out = Vec::new();
        loop {
            self.path.borrow_mut().push(out.len().to_string());
            let item = items.next_element_seed(self)?;
            self.path.borrow_mut().pop();
            let Some(item) = item else {
                return Ok(Value::Array(out));
            };
            out.push(item);
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut out = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.path.borrow_mut().push(key.clone());
            if out.contains_key(&key) {
                return Err(A::Error::custom("a key stands there twice"));
            }
            let value = entries.next_value_seed(self)?;
            self.path.borrow_mut().pop();
            out.insert(key, value);
        }
        Ok(Value::Object(out))
    }
}

/// Fractions as text: decimal text reads back as the very same number everywhere.
pub(crate) fn fractions_to_text(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            *value = Value::String(number.to_string());
        }
        Value::Array(items) => items.iter_mut().for_each(fractions_to_text),
        Value::Object(map) => map.values_mut().for_each(fractions_to_text),
        _ => {}
    }
}

/// The first key path of `given` that `understood` does not have: something would be lost.
pub(super) fn first_lost(given: &Value, understood: &Value) -> Option<String> {
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            given
                .iter()
                .find_map(|(key, value)| match understood.get(key) {
                    Some(other) => first_lost(value, other).map(|rest| join(key, &rest)),
                    None if value.is_null() => None,
                    None => Some(key.clone()),
                })
        }
        (Value::Array(given), Value::Array(understood)) => given
            .iter()
            .zip(understood)
            .enumerate()
            .find_map(|(index, (value, other))| {
                first_lost(value, other).map(|rest| join(&index.to_string(), &rest))
            }),
        _ => None,
    }
}

fn join(key: &str, rest: &str) -> String {
    format!("{key}.{rest}")
}

#[cfg(test)]
mod tests {
    use super::{first_lost, read, write};
    use serde_json::json;

    fn check(text: &[u8], expected: &str) {
        let error = read("manifest.json", text).unwrap_err();
        assert_eq!(error.code(), "WB_MANIFEST");
        let message = error.to_string();
        assert!(message.contains(expected), "{message}");
        assert!(message.chars().count() <= 400, "{message}");
    }

    #[test]
    fn w16_a_key_that_stands_twice_is_named() {
        check(
            br#"{"format": 1, "a": {"b": 1, "b": 2}}"#,
            "a key stands there twice (byte",
        );
        check(br#"{"format": 1, "a": {"b": 1, "b": 2}}"#, "in a.b)");
    }

    #[test]
    fn w17_numbers_that_are_not_exact_are_refused_with_their_field() {
        check(br#"{"format": 1e999}"#, "in format)");
        check(br#"{"format": -0}"#, "written as -0 (byte");
        check(br#"{"a": [1, 9223372036854775808]}"#, "in a.1)");
        check(br#"{"format": NaN}"#, "in format)");
    }

    #[test]
    fn w19_only_utf8_is_read_and_a_byte_order_mark_is_accepted() {
        assert_eq!(read("manifest.json", b"\xef\xbb\xbf{}").unwrap(), json!({}));
        check(b"{\"a\": \"\xff\"}", "byte 7");
        check(b"\xff\xfe{\0", "UTF-16");
        check(br#"{"a": "\ud800"}"#, "(byte");
    }

    #[test]
    fn what_is_nested_too_deep_is_refused() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        check(deep.as_bytes(), "(byte");
        let deep = format!("{}1{}", "[".repeat(70), "]".repeat(70));
        check(deep.as_bytes(), "nested deeper");
    }

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let text = write(&json!({"b": [{"d": 1, "c": 2}], "a": null}));
        let expected = "{\n  \"a\": null,\n  \"b\": [\n    {\n      \"c\": 2,\n      \"d\": 1\n    }\n  ]\n}\n";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }

    #[test]
    fn what_would_be_lost_is_found() {
        let given = json!({"cells": [{"name": "a", "color": 1}], "old": null});
        let understood = json!({"cells": [{"name": "a"}]});
        assert_eq!(first_lost(&given, &understood).unwrap(), "cells.0.color");
        assert_eq!(first_lost(&understood, &given), None);
    }
}
