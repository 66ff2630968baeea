//! Characters between two places of a text, and structures with more fields.

use polars::prelude::*;

use super::{Call, Collect, rows};
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "text_slice" => {
            let args = vec![call.text_arg(0)?, call.whole_arg(1)?, call.whole_arg(2)?];
            rows(args, DataType::String, |columns| {
                let (texts, from) = (columns[0].str()?, columns[1].i64()?);
                let to = columns[2].i64()?;
                let mut slices: Vec<Option<String>> = Vec::with_capacity(texts.len());
                for row in 0..texts.len() {
                    slices.push(match (texts.get(row), from.get(row), to.get(row)) {
                        (Some(text), Some(from), Some(to)) => Some(sliced(text, from, to)),
                        _ => None,
                    });
                }
                Series::collected(slices, &DataType::String)
            })
        }
        "struct_insert" => inserted(call)?,
        _ => return Ok(None),
    }))
}

/// The characters from one place to another, both included.
fn sliced(text: &str, from: i64, to: i64) -> String {
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let place = |at: i64| if at < 0 { count + at + 1 } else { at };
    let (first, last) = (place(from).max(1), place(to).min(count));
    // There is no place 0.
    if last < first || (from == 0 && to == 0) {
        return String::new();
    }
    let skipped = usize::try_from(first - 1).unwrap_or(0);
    let taken = usize::try_from(last - first + 1).unwrap_or(0);
    text.chars().skip(skipped).take(taken).collect()
}

/// A structure with fields behind its own.
fn inserted(call: &Call<'_>) -> Result<Expr, Fault> {
    let DataType::Struct(known) = &call.types[0] else {
        return Err(call.refused("of something that is not a structure"));
    };
    let mut fields: Vec<Expr> = Vec::with_capacity(known.len() + call.args.len() / 2);
    for field in known {
        let name = field.name().clone();
        fields.push(call.arg(0)?.struct_().field_by_name(&name).alias(name));
    }
    for at in (1..call.args.len()).step_by(2) {
        let Some(name) = call.literal_text(at) else {
            return Err(call.refused("with a computed name"));
        };
        fields.push(call.arg(at + 1)?.alias(name));
    }
    let is_there = call.arg(0)?.is_not_null();
    Ok(when(is_there).then(as_struct(fields)).otherwise(lit(NULL)))
}

#[cfg(test)]
mod tests {
    use super::sliced;

    #[test]
    fn characters_are_counted_from_both_ends() {
        for (from, to, wanted) in [
            (2, 2, "e"),
            (2, 3, "el"),
            (-3, -1, "llo"),
            (-1, -1, "o"),
            (0, 0, ""),
            (9, 9, ""),
            (1, 99, "hello"),
        ] {
            assert_eq!(sliced("hello", from, to), wanted, "{from} {to}");
        }
    }
}
