//! Functions that read JSON in text.

use polars::prelude::*;

use super::{Call, of_texts};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::json_text::{Kind, Step, items, kind, members, part, path, unquoted, whole};

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let to = call.to.clone();
    Ok(Some(match call.name {
        "json_valid" => of_texts(vec![call.text_arg(0)?], to, |row| {
            Ok(Some(whole(row[0]).is_some()))
        }),
        "json_extract" => found(call, |value| Some(value.to_owned()))?,
        "json_extract_string" => found(call, |value| match kind(value) {
            Kind::Null => None,
            Kind::Text => unquoted(value),
            _ => Some(value.to_owned()),
        })?,
        "json_array_length" => found(call, |value| {
            items(value).and_then(|items| i64::try_from(items.len()).ok())
        })?,
        "json_keys" => found(call, |value| {
            let names = members(value)?.into_iter().map(|(name, _)| name);
            Some(Series::new(PlSmallStr::EMPTY, names.collect::<Vec<_>>()))
        })?,
        "json_type" => found(call, |value| Some(words(kind(value)).to_owned()))?,
        "json_exists" => {
            let args = vec![call.text_arg(0)?, steps_of(call, 1)?];
            of_texts(args, to, |row| {
                Ok(Some(part(value(row[0])?, &steps(row[1])?).is_some()))
            })
        }
        _ => return Ok(None),
    }))
}

pub(super) fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Object => "OBJECT",
        Kind::Array => "ARRAY",
        Kind::Text => "VARCHAR",
        Kind::Whole => "BIGINT",
        Kind::Fraction => "DOUBLE",
        Kind::Truth => "BOOLEAN",
        Kind::Null => "NULL",
    }
}

/// What `take` makes of the part at the path of each text; missing where there is no such part.
fn found<T>(call: &Call<'_>, take: fn(&str) -> Option<T>) -> Result<Expr, Fault>
where
    T: 'static,
    Series: super::Collect<T>,
{
    let path = if call.args.len() > 1 {
        steps_of(call, 1)?
    } else {
        lit("$")
    };
    let args = vec![call.text_arg(0)?, path];
    Ok(of_texts(args, call.to.clone(), move |row| {
        Ok(part(value(row[0])?, &steps(row[1])?).and_then(take))
    }))
}

/// The path as text: a whole number is a place of an array.
pub(super) fn steps_of(call: &Call<'_>, at: usize) -> Result<Expr, Fault> {
    if call.types[at].is_integer() {
        return Ok(concat_str(
            [lit("$["), call.text_arg(at)?, lit("]")],
            "",
            false,
        ));
    }
    call.text_arg(at)
}

pub(super) fn steps(written: &str) -> PolarsResult<Vec<Step>> {
    path(written).ok_or_else(|| {
        let shown: String = written.chars().take(60).collect();
        raise(
            "SQL_VALUE",
            &format!("`{shown}` is no path into JSON. Write '$.name', '$[0]', '$.name[0].other' or a name alone."),
        )
    })
}

pub(super) fn value(text: &str) -> PolarsResult<&str> {
    whole(text).ok_or_else(|| {
        let shown: String = text.chars().take(60).collect();
        raise(
            "SQL_VALUE",
            &format!("`{shown}` is not JSON. Keep such rows out with json_valid()."),
        )
    })
}
