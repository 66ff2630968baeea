//! Functions that look at all parts of JSON: its items, its shape, two values side by side.

use polars::prelude::*;

use super::json::{steps, steps_of, value};
use super::{Call, of_texts};
use crate::fault::Fault;
use crate::lower::json_text::{Kind, items, kind, members, part, unquoted};

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let to = call.to.clone();
    Ok(Some(match call.name {
        "json_entries" => entries(call)?,
        "json_structure" => of_texts(vec![call.text_arg(0)?], to, |row| {
            Ok(Some(shape(value(row[0])?).written()))
        }),
        "json_contains" => of_texts(vec![call.text_arg(0)?, call.text_arg(1)?], to, |row| {
            Ok(Some(contains(value(row[0])?, value(row[1])?)))
        }),
        "json_merge_patch" => of_texts(vec![call.text_arg(0)?, call.text_arg(1)?], to, |row| {
            Ok(Some(patched(value(row[0])?, value(row[1])?)))
        }),
        _ => return Ok(None),
    }))
}

/// An item of an array or an object.
struct Entry<'t> {
    key: String,
    /// How a path goes on to it.
    step: String,
    value: &'t str,
}

fn entries(call: &Call<'_>) -> Result<Expr, Fault> {
    const KNOWN: [&str; 7] = ["key", "value", "text", "type", "atom", "fullkey", "path"];
    let what = call.literal_text(1).map(str::to_owned);
    let Some(what) = what.filter(|what| KNOWN.contains(&what.as_str())) else {
        return Err(Fault::value(
            "SQL_ARGUMENTS",
            format!("json_entries() gives one of these: {}.", KNOWN.join(", ")),
        ));
    };
    let path = if call.args.len() > 2 {
        steps_of(call, 2)?
    } else {
        lit("$")
    };
    let args = vec![call.text_arg(0)?, path];
    Ok(of_texts(args, call.to.clone(), move |row| {
        let Some(found) = part(value(row[0])?, &steps(row[1])?) else {
            return Ok(None);
        };
        let shown = entries_of(found)
            .into_iter()
            .map(|entry| entry.shown(&what, row[1]));
        Ok(Some(Series::new(
            PlSmallStr::EMPTY,
            shown.collect::<Vec<Option<String>>>(),
        )))
    }))
}

fn entries_of(whole: &str) -> Vec<Entry<'_>> {
    if let Some(members) = members(whole) {
        let entry = |(key, value): (String, _)| {
            let is_plain = !key.is_empty()
                && key
                    .chars()
                    .all(|sign| sign.is_alphanumeric() || sign == '_');
            let step = if is_plain {
                format!(".{key}")
            } else {
                format!(".\"{key}\"")
            };
            Entry { key, step, value }
        };
        return members.into_iter().map(entry).collect();
    }
    let numbered = items(whole).unwrap_or_default().into_iter().enumerate();
    let entry = |(at, value): (usize, _)| Entry {
        key: at.to_string(),
        step: format!("[{at}]"),
        value,
    };
    numbered.map(entry).collect()
}

impl Entry<'_> {
    fn shown(self, what: &str, path: &str) -> Option<String> {
        let root = if path.starts_with('$') {
            path.to_owned()
        } else {
            format!("$.{path}")
        };
        let is_single = !matches!(kind(self.value), Kind::Object | Kind::Array | Kind::Null);
        match what {
            "key" => Some(self.key),
            "value" => Some(self.value.to_owned()),
            "text" => match kind(self.value) {
                Kind::Null => None,
                Kind::Text => unquoted(self.value),
                _ => Some(self.value.to_owned()),
            },
            "type" => Some(super::json::words(kind(self.value)).to_owned()),
            "atom" => is_single.then(|| self.value.to_owned()),
            "fullkey" => Some(format!("{root}{}", self.step)),
            _ => Some(root),
        }
    }
}

/// What a value is made of.
enum Shape {
    Single(&'static str),
    Array(Box<Shape>),
    Object(Vec<(String, Shape)>),
}

fn shape(of: &str) -> Shape {
    match kind(of) {
        Kind::Object => {
            let members = members(of).unwrap_or_default();
            let fields = members
                .into_iter()
                .map(|(name, value)| (name, shape(value)));
            Shape::Object(fields.collect())
        }
        Kind::Array => {
            let items = items(of).unwrap_or_default();
            let all = items.into_iter().map(shape).reduce(Shape::with);
            Shape::Array(Box::new(all.unwrap_or(Shape::Single("NULL"))))
        }
        single => Shape::Single(super::json::words(single)),
    }
}

impl Shape {
    /// The shape of values of either.
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Single("NULL"), other) | (other, Self::Single("NULL")) => other,
            (Self::Single(one), Self::Single(other)) if one == other => Self::Single(one),
            (Self::Single("BIGINT"), Self::Single("DOUBLE"))
            | (Self::Single("DOUBLE"), Self::Single("BIGINT")) => Self::Single("DOUBLE"),
            (Self::Array(one), Self::Array(other)) => Self::Array(Box::new(one.with(*other))),
            (Self::Object(mut fields), Self::Object(others)) => {
                for (name, shape) in others {
                    match fields.iter().position(|(known, _)| *known == name) {
                        None => fields.push((name, shape)),
                        Some(at) => {
                            let (name, known) = fields.remove(at);
                            fields.insert(at, (name, known.with(shape)));
                        }
                    }
                }
                Self::Object(fields)
            }
            _ => Self::Single("JSON"),
        }
    }

    fn written(&self) -> String {
        match self {
            Self::Single(word) => format!("\"{word}\""),
            Self::Array(item) => format!("[{}]", item.written()),
            Self::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(name, shape)| format!("{}:{}", quoted(name), shape.written()));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }
        }
    }
}

fn quoted(name: &str) -> String {
    serde_json::Value::String(name.to_owned()).to_string()
}

/// Whether a value, or any part of it, has everything of another one.
fn contains(whole: &str, wanted: &str) -> bool {
    has_all(whole, wanted)
        || entries_of(whole)
            .iter()
            .any(|part| contains(part.value, wanted))
}

/// Whether a value has everything of another one: items and fields may be left out.
fn has_all(whole: &str, wanted: &str) -> bool {
    if let (Some(known), Some(wanted)) = (members(whole), members(wanted)) {
        return wanted.iter().all(|(name, value)| {
            let same = known.iter().rev().find(|(known, _)| known == name);
            same.is_some_and(|(_, known)| has_all(known, value))
        });
    }
    if let (Some(known), Some(wanted)) = (items(whole), items(wanted)) {
        return wanted
            .iter()
            .all(|value| known.iter().any(|known| has_all(known, value)));
    }
    same(whole, wanted)
}

/// Whether two values that have no parts are the same: numbers by what they are.
fn same(one: &str, other: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    match (kind(one), kind(other)) {
        (Kind::Text, Kind::Text) => unquoted(one) == unquoted(other),
        (Kind::Whole | Kind::Fraction, Kind::Whole | Kind::Fraction) => {
            one == other || number(one).is_some_and(|value| Some(value) == number(other))
        }
        _ => one == other,
    }
}

/// The first value with what the second one says (RFC 7396).
fn patched(whole: &str, patch: &str) -> String {
    let Some(changes) = members(patch) else {
        return patch.to_owned();
    };
    let mut fields: Vec<(String, String)> = members(whole)
        .unwrap_or_default()
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    for (name, change) in changes {
        let at = fields.iter().position(|(known, _)| *known == name);
        if kind(change) == Kind::Null {
            fields.retain(|(known, _)| *known != name);
            continue;
        }
        let before = at.map_or_else(String::new, |at| fields[at].1.clone());
        let after = patched(&before, change);
        match at {
            Some(at) => fields[at].1 = after,
            None => fields.push((name, after)),
        }
    }
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{}:{value}", quoted(name)));
    format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
}
