//! Values as JSON, written so that no digit is lost: decimals and whole numbers as they are shown.

use datafusion_expr::Expr as Tree;
use polars::prelude::*;

use super::{Call, Collect, map, rows};
use crate::error::raise;
use crate::fault::Fault;
use crate::value;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let made: Made = match call.name {
        "to_json" => whole,
        "json_array" => array,
        "json_object" if call.args.len().is_multiple_of(2) => object,
        "json_object" => return Err(call.refused("with a name that has no value")),
        _ => return Ok(None),
    };
    if call.args.is_empty() {
        return Ok(Some(lit(if call.name == "json_array" {
            "[]"
        } else {
            "{}"
        })));
    }
    let items_are_json = call.name == "to_json" && call.args.len() > 1;
    let columns = if items_are_json { 1 } else { call.args.len() };
    let kinds: Vec<Kind> = (0..columns)
        .map(|at| Kind {
            of: call.types[at].clone(),
            is_json: items_are_json || call.trees.get(at).is_some_and(gives_json),
        })
        .collect();
    let args = call.args[..columns].to_vec();
    Ok(Some(rows(args, DataType::String, move |columns| {
        let height = columns[0].len();
        let mut texts: Vec<Option<String>> = Vec::with_capacity(height);
        for row in 0..height {
            let values = columns
                .iter()
                .map(|column| column.get(row))
                .collect::<PolarsResult<Vec<_>>>()?;
            texts.push(made(&values, &kinds)?);
        }
        Series::collected(texts, &DataType::String)
    })))
}

/// The type of a value, and whether its texts are JSON already.
struct Kind {
    of: DataType,
    is_json: bool,
}

type Made = fn(&[AnyValue], &[Kind]) -> PolarsResult<Option<String>>;

fn gives_json(tree: &Tree) -> bool {
    match tree {
        Tree::ScalarFunction(call) => matches!(
            call.func.name(),
            "to_json" | "json_array" | "json_object" | "json_extract"
        ),
        Tree::Alias(alias) => gives_json(&alias.expr),
        _ => false,
    }
}

fn whole(values: &[AnyValue], kinds: &[Kind]) -> PolarsResult<Option<String>> {
    let (value, kind) = (&values[0], &kinds[0]);
    if value.is_null() {
        return Ok(None);
    }
    let mut text = String::new();
    write(&mut text, value, &kind.of, kind.is_json)?;
    Ok(Some(text))
}

fn array(values: &[AnyValue], kinds: &[Kind]) -> PolarsResult<Option<String>> {
    let mut text = "[".to_owned();
    for (at, (value, kind)) in values.iter().zip(kinds).enumerate() {
        if at > 0 {
            text.push(',');
        }
        write(&mut text, value, &kind.of, kind.is_json)?;
    }
    text.push(']');
    Ok(Some(text))
}

fn object(values: &[AnyValue], kinds: &[Kind]) -> PolarsResult<Option<String>> {
    let mut text = "{".to_owned();
    for (at, (pair, kinds)) in values
        .chunks_exact(2)
        .zip(kinds.chunks_exact(2))
        .enumerate()
    {
        if at > 0 {
            text.push(',');
        }
        name(&mut text, &pair[0])?;
        text.push(':');
        write(&mut text, &pair[1], &kinds[1].of, kinds[1].is_json)?;
    }
    text.push('}');
    Ok(Some(text))
}

/// A name of an object, which is a text.
fn name(text: &mut String, value: &AnyValue) -> PolarsResult<()> {
    if value.is_null() {
        return Err(raise(
            "SQL_VALUE",
            "A name in an object of JSON is null. Leave such rows out.",
        ));
    }
    let name = match value::value(value) {
        model::Value::Boolean(truth) => truth.to_string(),
        model::Value::Float(number) => number.to_string(),
        model::Value::Integer(name)
        | model::Value::Decimal(name)
        | model::Value::Text(name)
        | model::Value::Date(name)
        | model::Value::DateTime(name) => name,
        model::Value::Null | model::Value::List(_) => String::new(),
    };
    quoted(text, &name);
    Ok(())
}

fn write(text: &mut String, value: &AnyValue, of: &DataType, is_json: bool) -> PolarsResult<()> {
    match (value, of) {
        (AnyValue::Null, _) => text.push_str("null"),
        (AnyValue::List(entries), of) if map::parts(of).is_some() => {
            let fields = entries.struct_()?.fields_as_series();
            let (Some(keys), Some(values)) = (fields.first(), fields.get(1)) else {
                return Ok(());
            };
            text.push('{');
            for at in 0..keys.len() {
                if at > 0 {
                    text.push(',');
                }
                name(text, &keys.get(at)?)?;
                text.push(':');
                write(text, &values.get(at)?, values.dtype(), is_json)?;
            }
            text.push('}');
        }
        (AnyValue::List(items), _) => {
            text.push('[');
            for at in 0..items.len() {
                if at > 0 {
                    text.push(',');
                }
                write(text, &items.get(at)?, items.dtype(), is_json)?;
            }
            text.push(']');
        }
        (AnyValue::Struct(..) | AnyValue::StructOwned(_), _) => {
            let AnyValue::StructOwned(parts) = value.clone().into_static() else {
                return Ok(());
            };
            text.push('{');
            for (at, (item, field)) in parts.0.iter().zip(&parts.1).enumerate() {
                if at > 0 {
                    text.push(',');
                }
                quoted(text, field.name());
                text.push(':');
                write(text, item, field.dtype(), is_json)?;
            }
            text.push('}');
        }
        _ => match value::value(value) {
            model::Value::Null | model::Value::List(_) => text.push_str("null"),
            model::Value::Boolean(truth) => text.push_str(if truth { "true" } else { "false" }),
            model::Value::Integer(digits) | model::Value::Decimal(digits) => text.push_str(&digits),
            // JSON has no word for what is not finite.
            model::Value::Float(number) => match serde_json::Number::from_f64(number) {
                Some(number) => text.push_str(&number.to_string()),
                None => text.push_str("null"),
            },
            model::Value::Text(words) if is_json => text.push_str(&words),
            model::Value::Text(words)
            | model::Value::Date(words)
            | model::Value::DateTime(words) => quoted(text, &words),
        },
    }
    Ok(())
}

fn quoted(text: &mut String, words: &str) {
    text.push_str(&serde_json::Value::String(words.to_owned()).to_string());
}
