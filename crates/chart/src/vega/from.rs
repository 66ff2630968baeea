//! From Vega-Lite to our grammar.

use model::{ChartSpec, Diagnostic};
use serde_json::{Map, Value, json};

use super::layers::layers_from;
use super::{
    AGGREGATES, CHANNELS, COMPARES, MARKS, SCHEMAS, UNITS, items, object, only, ours, refused,
};

/// The chart that a Vega-Lite specification describes, as far as both grammars can say it.
pub fn from_vega(vega: &Value) -> Result<ChartSpec, Diagnostic> {
    const KEYS: [&str; 7] = [
        "$schema",
        "data",
        "title",
        "mark",
        "transform",
        "encoding",
        "layer",
    ];
    let vega = object(vega, "The specification")?;
    only(vega, &KEYS, "the specification")?;
    if let Some(schema) = vega.get("$schema") {
        let is_known = schema
            .as_str()
            .is_some_and(|schema| schema.starts_with(SCHEMAS));
        if !is_known {
            return Err(refused("This schema", "is not Vega-Lite's"));
        }
    }
    let mut own = Map::new();
    own.insert("version".to_owned(), json!(1));
    let data = vega
        .get("data")
        .map(|data| object(data, "data"))
        .transpose()?;
    if let Some(data) = data {
        only(data, &["name"], "data")?;
    }
    let source = data.and_then(|data| data.get("name")).cloned();
    own.insert("source".to_owned(), source.unwrap_or_else(|| json!("")));
    if let Some(title) = vega.get("title") {
        own.insert("title".to_owned(), title.clone());
    }
    if !vega.contains_key("layer") {
        let mark = ours(MARKS, &mark_from(vega)?, "the mark")?;
        own.insert("mark".to_owned(), json!(mark));
    } else if vega.contains_key("mark") {
        return Err(refused("A mark beside layers", "is not read"));
    }
    let filters: Result<Vec<Value>, Diagnostic> = vega
        .get("transform")
        .into_iter()
        .flat_map(items)
        .map(filter_from)
        .collect();
    own.insert("filters".to_owned(), Value::Array(filters?));
    for (channel, value) in vega
        .get("encoding")
        .map(|encoding| object(encoding, "encoding"))
        .transpose()?
        .into_iter()
        .flatten()
    {
        let shelf = ours(CHANNELS, &json!(channel), "the channel")?;
        let all = match value {
            Value::Array(several) => several.iter().collect(),
            one => vec![one],
        };
        let mut pills = Vec::new();
        for one in all {
            let one = object(one, channel)?;
            pills.push(pill_from(one, channel)?);
            if let Some(sort) = one.get("sort") {
                own.insert("sort".to_owned(), sort_from(sort, channel)?);
            }
        }
        own.insert(shelf.to_owned(), Value::Array(pills));
    }
    if let Some(layers) = vega.get("layer") {
        layers_from(layers, &mut own)?;
    }
    serde_json::from_value(Value::Object(own))
        .map_err(|error| refused("This specification", &format!("cannot be read: {error}")))
}

/// The name of the mark of a specification or of one of its layers.
pub(super) fn mark_from(of: &Map<String, Value>) -> Result<Value, Diagnostic> {
    match of.get("mark") {
        Some(Value::Object(mark)) => {
            only(mark, &["type"], "mark")?;
            Ok(mark.get("type").cloned().unwrap_or_default())
        }
        Some(mark) => Ok(mark.clone()),
        None => Err(refused("The specification", "has no mark")),
    }
}

pub(super) fn pill_from(channel: &Map<String, Value>, name: &str) -> Result<Value, Diagnostic> {
    const KEYS: [&str; 6] = ["field", "aggregate", "timeUnit", "bin", "type", "sort"];
    only(channel, &KEYS, name)?;
    let mut pill = Map::new();
    let field = channel.get("field").cloned().unwrap_or_else(|| json!(""));
    pill.insert("field".to_owned(), field);
    if let Some(aggregate) = channel.get("aggregate") {
        let word = if aggregate == "mean" {
            json!("average")
        } else {
            aggregate.clone()
        };
        pill.insert(
            "aggregate".to_owned(),
            json!(ours(AGGREGATES, &word, "the aggregate")?),
        );
    }
    if let Some(unit) = channel.get("timeUnit") {
        let text = unit.as_str().unwrap_or_default();
        let utc = if text.starts_with("utc") {
            text.to_owned()
        } else {
            format!("utc{text}")
        };
        pill.insert(
            "unit".to_owned(),
            json!(ours(UNITS, &json!(utc), "the time unit")?),
        );
    }
    if let Some(bin) = channel.get("bin") {
        let bin = object(bin, "bin")?;
        only(bin, &["step"], "bin")?;
        let step = bin.get("step").and_then(Value::as_f64);
        let step = step.ok_or_else(|| refused("A bin without a step", "is not read"))?;
        pill.insert("bin_width".to_owned(), json!(step.to_string()));
    }
    Ok(Value::Object(pill))
}

fn filter_from(transform: &Value) -> Result<Value, Diagnostic> {
    let transform = object(transform, "a transform")?;
    only(transform, &["filter"], "transform")?;
    let filter = object(transform.get("filter").unwrap_or(&Value::Null), "a filter")?;
    let mut keys: Vec<&str> = COMPARES.iter().map(|(_, theirs)| *theirs).collect();
    keys.extend(["field", "valid"]);
    only(filter, &keys, "filter")?;
    let field = filter.get("field").cloned().unwrap_or_default();
    let condition = filter.iter().find(|(key, _)| *key != "field");
    let Some((key, value)) = condition.filter(|_| filter.len() == 2) else {
        return Err(refused("A filter", "takes one field and one condition"));
    };
    if key == "valid" {
        let compare = if value == &json!(true) {
            "is_not_null"
        } else {
            "is_null"
        };
        return Ok(json!({ "field": field, "compare": compare, "value": { "type": "null" } }));
    }
    let compare = ours(COMPARES, &json!(key), "the condition")?;
    Ok(json!({ "field": field, "compare": compare, "value": value_from(value)? }))
}

fn value_from(value: &Value) -> Result<Value, Diagnostic> {
    Ok(match value {
        Value::Null => json!({ "type": "null" }),
        Value::Bool(inside) => json!({ "type": "boolean", "value": inside }),
        Value::Number(number) if number.is_f64() => json!({ "type": "float", "value": number }),
        Value::Number(number) => json!({ "type": "integer", "value": number.to_string() }),
        Value::String(text) => json!({ "type": "text", "value": text }),
        Value::Array(list) => {
            let list: Result<Vec<Value>, Diagnostic> = list.iter().map(value_from).collect();
            json!({ "type": "list", "value": list? })
        }
        Value::Object(_) => return Err(refused("A condition on an object", "is not read")),
    })
}

fn sort_from(sort: &Value, channel: &str) -> Result<Value, Diagnostic> {
    let other = if channel == "x" { "y" } else { "x" };
    match sort.as_str() {
        Some("ascending") => Ok(json!({ "key": "position", "descending": false })),
        Some("descending") => Ok(json!({ "key": "position", "descending": true })),
        Some(text) if text == other => Ok(json!({ "key": "value", "descending": false })),
        Some(text) if text.strip_prefix('-') == Some(other) => {
            Ok(json!({ "key": "value", "descending": true }))
        }
        _ => Err(refused(&format!("The sort of {channel}"), "is not read")),
    }
}
