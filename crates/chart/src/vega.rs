//! Charts as Vega-Lite JSON and back, for the part that both grammars share. What one side cannot say is
//! refused by name, never left out.

mod from;
mod layers;
mod to;

use model::Diagnostic;
use serde_json::{Map, Value};

pub use from::from_vega;
pub use to::to_vega;

/// The schema that is written, and the only one that is read.
const SCHEMA: &str = "https://vega.github.io/schema/vega-lite/v6.json";
const SCHEMAS: &str = "https://vega.github.io/schema/vega-lite/";

/// Our word and theirs.
type Words = [(&'static str, &'static str)];

const MARKS: &Words = &[
    ("bar", "bar"),
    ("line", "line"),
    ("area", "area"),
    ("scatter", "point"),
];
/// The marks of single measures, but bands, which have two ends.
const LAYERS: &Words = &[
    ("bar", "bar"),
    ("line", "line"),
    ("area", "area"),
    ("point", "point"),
];
const CHANNELS: &Words = &[
    ("x", "x"),
    ("y", "y"),
    ("color", "color"),
    ("size", "size"),
    ("label", "text"),
    ("detail", "detail"),
    ("tooltip", "tooltip"),
];
const AGGREGATES: &Words = &[
    ("sum", "sum"),
    ("average", "average"),
    ("median", "median"),
    ("min", "min"),
    ("max", "max"),
    ("count", "count"),
    ("count_distinct", "distinct"),
];
const UNITS: &Words = &[
    ("year", "utcyear"),
    ("quarter", "utcyearquarter"),
    ("month", "utcyearmonth"),
    ("week", "utcyearweek"),
    ("day", "utcyearmonthdate"),
    ("hour", "utcyearmonthdatehours"),
    ("minute", "utcyearmonthdatehoursminutes"),
];
const COMPARES: &Words = &[
    ("equal", "equal"),
    ("less", "lt"),
    ("less_or_equal", "lte"),
    ("greater", "gt"),
    ("greater_or_equal", "gte"),
    ("in", "oneOf"),
];

fn theirs(words: &Words, ours: &Value, what: &str) -> Result<&'static str, Diagnostic> {
    let word = ours.as_str().unwrap_or_default();
    let found = words.iter().find(|(own, _)| *own == word);
    found
        .map(|(_, theirs)| *theirs)
        .ok_or_else(|| refused(&format!("{what} {word}"), "has no counterpart in Vega-Lite"))
}

fn ours(words: &Words, theirs: &Value, what: &str) -> Result<&'static str, Diagnostic> {
    let word = theirs.as_str().unwrap_or_default();
    if let Some((own, _)) = words.iter().find(|(_, known)| *known == word) {
        return Ok(own);
    }
    let known: Vec<&str> = words.iter().map(|(_, known)| *known).collect();
    Err(unknown(word, what, &known))
}

fn only(object: &Map<String, Value>, known: &[&str], place: &str) -> Result<(), Diagnostic> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(unknown(key, place, known)),
        None => Ok(()),
    }
}

fn unknown(word: &str, place: &str, known: &[&str]) -> Diagnostic {
    let shown: String = word.chars().take(60).collect();
    let diagnostic = Diagnostic::error(
        "VEGA_NOT_SHARED",
        format!("{shown} in {place} is not read."),
    );
    let near = known
        .iter()
        .map(|one| (strsim::jaro_winkler(one, word), *one))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0));
    match near {
        Some((_, near)) => diagnostic.with_hint(format!("The closest known name is {near}.")),
        None => diagnostic.with_hint(format!("Known are: {}.", known.join(", "))),
    }
}

fn refused(what: &str, why: &str) -> Diagnostic {
    let what: String = what.chars().take(120).collect();
    Diagnostic::error("VEGA_NOT_SHARED", format!("{what} {why}."))
}

fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Map<String, Value>, Diagnostic> {
    value
        .as_object()
        .ok_or_else(|| refused(what, "is not an object"))
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
