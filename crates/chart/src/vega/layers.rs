//! Measures with marks of their own as the layers of Vega-Lite: one for each measure, one for a band.

use model::{ChartSpec, Diagnostic, Field, PillMark, Shelf};
use serde_json::{Map, Value, json};

use super::from::{mark_from, pill_from};
use super::to::pill_to;
use super::{LAYERS, items, object, only, ours, refused, theirs};
use crate::is_measure;
use crate::layers::{as_layer, shelf_of_amounts};

/// The layers of a chart, and the shelf of our grammar that they take the place of.
pub(super) struct Layered {
    pub(super) shelf: &'static str,
    pub(super) all: Vec<Value>,
}

/// The layers of a chart whose measures are drawn in several ways; none of other charts.
pub(super) fn layers_to(spec: &ChartSpec, fields: &[Field]) -> Result<Option<Layered>, Diagnostic> {
    let (shelf, amounts) = match shelf_of_amounts(spec) {
        Shelf::X => ("x", &spec.x),
        _ => ("y", &spec.y),
    };
    if amounts.iter().all(|pill| pill.mark.is_none()) {
        return Ok(None);
    }
    let plain = spec.mark.and_then(as_layer);
    let Some(plain) = plain.filter(|_| amounts.iter().all(is_measure)) else {
        let what = "Marks of single measures beside another mark than bars, lines or areas";
        return Err(refused(what, "have no counterpart in Vega-Lite"));
    };
    let mut all: Vec<Value> = Vec::new();
    let mut band: Option<Value> = None;
    for pill in amounts {
        let mut asked = pill.clone();
        asked.mark = None;
        let asked = serde_json::to_value(asked).unwrap_or_default();
        let mut channel = pill_to(&asked, fields)?;
        let mark = pill.mark.unwrap_or(plain);
        if mark != PillMark::Band {
            let mark = theirs(LAYERS, &json!(mark), "The mark")?;
            all.push(json!({ "mark": mark, "encoding": { shelf: channel } }));
        } else if let Some(low) = band.take() {
            // The second end has the type of the first.
            if let Some(channel) = channel.as_object_mut() {
                channel.remove("type");
            }
            let encoding = json!({ shelf: low, format!("{shelf}2"): channel });
            all.push(json!({ "mark": "area", "encoding": encoding }));
        } else {
            band = Some(channel);
        }
    }
    match band {
        Some(_) => Err(refused(
            "A band with one end",
            "has no counterpart in Vega-Lite",
        )),
        None => Ok(Some(Layered { shelf, all })),
    }
}

/// Puts the layers of a specification on the shelf of the amounts, each with its mark.
pub(super) fn layers_from(layers: &Value, own: &mut Map<String, Value>) -> Result<(), Diagnostic> {
    let shelf = if own.contains_key("x") { "y" } else { "x" };
    if own.contains_key(shelf) {
        return Err(refused(
            "An encoding of both axes beside layers",
            "is not read: the amounts stand in the layers",
        ));
    }
    let second = format!("{shelf}2");
    let mut pills: Vec<(&str, Value)> = Vec::new();
    for layer in items(layers) {
        let layer = object(layer, "a layer")?;
        only(layer, &["mark", "encoding"], "a layer")?;
        let mark = ours(LAYERS, &mark_from(layer)?, "the mark of a layer")?;
        let encoding = layer.get("encoding").unwrap_or(&Value::Null);
        let encoding = object(encoding, "the encoding of a layer")?;
        only(encoding, &[shelf, &second], "the encoding of a layer")?;
        let Some(amount) = encoding.get(shelf) else {
            return Err(refused("A layer without an amount", "is not read"));
        };
        let amount = pill_from(object(amount, shelf)?, shelf)?;
        match (encoding.get(&second), mark) {
            (None, _) => pills.push((mark, amount)),
            (Some(end), "area") => {
                pills.push(("band", amount));
                pills.push(("band", pill_from(object(end, &second)?, &second)?));
            }
            (Some(_), _) => {
                return Err(refused(
                    "A second end of marks that are no area",
                    "is not read",
                ));
            }
        }
    }
    let mut own_marks = pills.iter().map(|(mark, _)| *mark);
    let plain = own_marks.find(|mark| ["bar", "line", "area"].contains(mark));
    let plain = plain.unwrap_or("line");
    let on_shelf = pills.into_iter().map(|(mark, mut pill)| {
        if mark != plain {
            pill["mark"] = json!(mark);
        }
        pill
    });
    let on_shelf: Vec<Value> = on_shelf.collect();
    if on_shelf.is_empty() {
        return Err(refused("A specification without a layer", "is not read"));
    }
    own.insert("mark".to_owned(), json!(plain));
    own.insert(shelf.to_owned(), Value::Array(on_shelf));
    Ok(())
}
