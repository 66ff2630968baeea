//! Lists, structures and maps as text: `[1, NULL]`, `{'a': 1}`, `{a=1}`.

use polars::prelude::*;

use super::map;
use crate::lower::cast;

/// The texts of lists or structures.
pub(super) fn texts(values: &Series) -> PolarsResult<StringChunked> {
    match values.dtype() {
        DataType::List(_) => lists(values),
        _ => structures(values),
    }
}

fn lists(values: &Series) -> PolarsResult<StringChunked> {
    let list = values.list()?.rechunk();
    let inner = list.get_inner();
    let is_map = map::parts(values.dtype()).is_some();
    let (items, [open, close]) = if is_map {
        (entries(&inner)?, ['{', '}'])
    } else {
        (parts(&inner)?, ['[', ']'])
    };
    let there = list.is_not_null();
    let offsets = list.downcast_as_array().offsets();
    let mut texts: Vec<Option<String>> = Vec::with_capacity(list.len());
    for (row, is_there) in there.iter().enumerate() {
        if is_there != Some(true) {
            texts.push(None);
            continue;
        }
        let (start, end) = offsets.start_end(row);
        let mut text = String::from(open);
        for at in start..end {
            if at > start {
                text.push_str(", ");
            }
            text.push_str(items.get(at).unwrap_or("NULL"));
        }
        text.push(close);
        texts.push(Some(text));
    }
    Ok(texts.into_iter().collect())
}

/// The entries of maps: `key=value`.
fn entries(values: &Series) -> PolarsResult<StringChunked> {
    let fields = values.struct_()?.fields_as_series();
    let fields = fields.iter().map(parts).collect::<PolarsResult<Vec<_>>>()?;
    let [keys, values] = fields.as_slice() else {
        return Err(polars_err!(ComputeError: "an entry without a value"));
    };
    let shown = |text: Option<&str>| text.unwrap_or("NULL").to_owned();
    let both = keys.iter().zip(values.iter());
    let texts = both.map(|(key, value)| Some(format!("{}={}", shown(key), shown(value))));
    Ok(texts.collect())
}

fn structures(values: &Series) -> PolarsResult<StringChunked> {
    let fields = values.struct_()?.fields_as_series();
    let mut columns = Vec::with_capacity(fields.len());
    for field in &fields {
        columns.push((quoted(field.name()), parts(field)?));
    }
    let there = values.is_not_null();
    let texts = there.iter().enumerate().map(|(row, is_there)| {
        (is_there == Some(true)).then(|| {
            let fields = columns
                .iter()
                .map(|(name, texts)| format!("{name}: {}", texts.get(row).unwrap_or("NULL")));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        })
    });
    Ok(texts.collect())
}

/// The texts of what lies in a list or a structure: in quotes where it would be read otherwise.
fn parts(values: &Series) -> PolarsResult<StringChunked> {
    if values.dtype().is_nested() {
        return texts(values);
    }
    let plain = cast::fitted(values, &DataType::String)?;
    let texts = plain.str()?.iter();
    Ok(texts.map(|text| text.map(shown)).collect())
}

fn shown(text: &str) -> String {
    const SIGNS: [char; 12] = [',', '[', ']', '{', '}', '(', ')', '\'', '"', ':', '=', ';'];
    let is_plain = !text.is_empty()
        && text.trim() == text
        && !text.contains(SIGNS)
        && !text.eq_ignore_ascii_case("null");
    if is_plain {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
