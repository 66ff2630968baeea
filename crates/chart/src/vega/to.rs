//! From our grammar to Vega-Lite.

use model::{ChartSpec, Diagnostic, Field};
use serde_json::{Map, Value, json};

use super::layers::layers_to;
use super::{AGGREGATES, CHANNELS, COMPARES, MARKS, SCHEMA, UNITS, items, object, refused, theirs};

/// The chart as Vega-Lite. `fields` are the columns of its source, for the types.
pub fn to_vega(spec: &ChartSpec, fields: &[Field]) -> Result<Value, Diagnostic> {
    let Ok(Value::Object(own)) = serde_json::to_value(spec) else {
        return Err(refused("This chart", "cannot be written as JSON"));
    };
    let mut made = Map::new();
    made.insert("$schema".to_owned(), json!(SCHEMA));
    let mut encoding = Map::new();
    let layers = layers_to(spec, fields)?;
    for (key, value) in &own {
        match key.as_str() {
            // Versions are of our grammar; dismissed notes are of our screen; the order is below.
            "version" | "dismissed_notes" | "sort" => {}
            "events" if spec.events.iter().all(|one| !one.is_on) => {}
            "events" => return Err(refused("A table of events", "is not carried to Vega-Lite")),
            "references" => {
                return Err(refused("A reference line", "is not carried to Vega-Lite"));
            }
            "annotations" => return Err(refused("An annotation", "is not carried to Vega-Lite")),
            "pivot" => return Err(refused("A pivot table", "is not carried to Vega-Lite")),
            "stack" => return Err(refused("A chosen stacking", "is not carried to Vega-Lite")),
            "source" => {
                made.insert("data".to_owned(), json!({ "name": value }));
            }
            "title" => {
                made.insert("title".to_owned(), value.clone());
            }
            "mark" => {
                let mark = theirs(MARKS, value, "The mark")?;
                made.insert("mark".to_owned(), json!(mark));
            }
            "filters" => {
                let filters: Result<Vec<Value>, Diagnostic> = items(value).map(filter_to).collect();
                made.insert("transform".to_owned(), Value::Array(filters?));
            }
            shelf if layers.as_ref().is_some_and(|one| one.shelf == shelf) => {}
            shelf => channel_to(shelf, value, fields, &mut encoding)?,
        }
    }
    if !made.contains_key("mark") {
        return Err(refused(
            "A chart without a chosen mark",
            "has no counterpart in Vega-Lite",
        )
        .with_hint("Choose a mark first."));
    }
    if let Some(sort) = own.get("sort") {
        if sort.get("by").is_some() {
            return Err(refused(
                "An order by a measure that is not on the axes",
                "is not carried to Vega-Lite",
            ));
        }
        sort_to(sort, &mut encoding);
    }
    made.insert("encoding".to_owned(), Value::Object(encoding));
    if let Some(layers) = layers {
        made.remove("mark");
        made.insert("layer".to_owned(), Value::Array(layers.all));
    }
    Ok(Value::Object(made))
}

/// The pills of a shelf as the channel that they are.
fn channel_to(
    shelf: &str,
    pills: &Value,
    fields: &[Field],
    encoding: &mut Map<String, Value>,
) -> Result<(), Diagnostic> {
    let channel = theirs(CHANNELS, &json!(shelf), "The shelf")?;
    let pills: Result<Vec<Value>, Diagnostic> =
        items(pills).map(|pill| pill_to(pill, fields)).collect();
    let mut pills = pills?;
    match pills.len() {
        0 => {}
        _ if matches!(channel, "detail" | "tooltip") => {
            encoding.insert(channel.to_owned(), Value::Array(pills));
        }
        1 => {
            encoding.insert(channel.to_owned(), pills.swap_remove(0));
        }
        count => {
            let what = format!("{shelf} with {count} fields");
            return Err(refused(&what, "has no counterpart in Vega-Lite"));
        }
    }
    Ok(())
}

pub(super) fn pill_to(pill: &Value, fields: &[Field]) -> Result<Value, Diagnostic> {
    let pill = object(pill, "a pill")?;
    let mut made = Map::new();
    let name = pill
        .get("field")
        .and_then(Value::as_str)
        .unwrap_or_default();
    for (key, value) in pill {
        match key.as_str() {
            "field" if name.is_empty() => {}
            "field" => {
                made.insert("field".to_owned(), value.clone());
            }
            "aggregate" => {
                made.insert(
                    "aggregate".to_owned(),
                    json!(theirs(AGGREGATES, value, "The aggregate")?),
                );
            }
            "unit" => {
                made.insert(
                    "timeUnit".to_owned(),
                    json!(theirs(UNITS, value, "The time unit")?),
                );
            }
            "bin_width" => {
                let step = value.as_str().and_then(|text| text.parse::<f64>().ok());
                let step =
                    step.ok_or_else(|| refused("A bin without a width", "is not written"))?;
                made.insert("bin".to_owned(), json!({ "step": step }));
            }
            other => {
                let what = format!("{other} of {name}");
                return Err(refused(&what, "has no counterpart in Vega-Lite"));
            }
        }
    }
    let field = fields.iter().find(|field| field.name == name);
    let is_number = pill.contains_key("aggregate")
        || field
            .is_some_and(|field| field.data_type.is_numeric() && field.kind == model::Kind::Number);
    let kind = match field {
        _ if is_number => "quantitative",
        _ if pill.contains_key("unit") => "temporal",
        Some(field) if field.data_type.is_temporal() => "temporal",
        _ => "nominal",
    };
    made.insert("type".to_owned(), json!(kind));
    Ok(Value::Object(made))
}

fn filter_to(filter: &Value) -> Result<Value, Diagnostic> {
    let field = filter.get("field").cloned().unwrap_or_default();
    let compare = filter.get("compare").cloned().unwrap_or_default();
    match compare.as_str() {
        Some("is_null") => return Ok(json!({ "filter": { "field": field, "valid": false } })),
        Some("is_not_null") => return Ok(json!({ "filter": { "field": field, "valid": true } })),
        _ => {}
    }
    let word = theirs(COMPARES, &compare, "The condition")?;
    let value = filter.get("value").cloned().unwrap_or_default();
    Ok(json!({ "filter": { "field": field, word: value_to(&value)? } }))
}

/// Days and instants are objects, so that a text that looks like one stays a text.
fn value_to(value: &Value) -> Result<Value, Diagnostic> {
    let kind = value
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let inside = value.get("value").cloned().unwrap_or_default();
    match kind {
        "null" => Ok(Value::Null),
        "boolean" | "float" | "text" => Ok(inside),
        "integer" | "decimal" => {
            let text = inside.as_str().unwrap_or_default();
            let number: Option<serde_json::Number> = serde_json::from_str(text).ok();
            let is_same = number
                .as_ref()
                .is_some_and(|number| number.to_string() == text);
            match number.filter(|_| is_same) {
                Some(number) => Ok(Value::Number(number)),
                None => Err(refused(
                    &format!("The number {text}"),
                    "has more digits than JSON keeps",
                )),
            }
        }
        "list" => items(&inside)
            .map(value_to)
            .collect::<Result<Vec<Value>, _>>()
            .map(Value::Array),
        other => Err(refused(
            &format!("A condition on a {other}"),
            "has no counterpart in Vega-Lite",
        )),
    }
}

/// The order stands in the channel of the positions.
fn sort_to(sort: &Value, encoding: &mut Map<String, Value>) {
    let is_measure = |channel: &Value| channel.get("aggregate").is_some();
    let has = |name: &str, measured: bool| {
        encoding
            .get(name)
            .is_some_and(|one| is_measure(one) == measured)
    };
    let place = if has("x", false) { "x" } else { "y" };
    let other = if place == "x" { "y" } else { "x" };
    let descending = sort.get("descending") == Some(&json!(true));
    let words = match (sort.get("key").and_then(Value::as_str), descending) {
        (Some("value"), true) => json!(format!("-{other}")),
        (Some("value"), false) => json!(other),
        (_, true) => json!("descending"),
        (_, false) => json!("ascending"),
    };
    if let Some(Value::Object(channel)) = encoding.get_mut(place) {
        channel.insert("sort".to_owned(), words);
    }
}
