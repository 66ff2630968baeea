//! Texts that stand for places and sizes: addresses, paths, amounts of bytes, digits of any base.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use polars::prelude::*;

use super::{Call, Collect, of_texts, rows, text_of};
use crate::error::raise;
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "url_encode" => text_of(call.text_arg(0)?, url_encoded),
        "url_decode" => text_of(call.text_arg(0)?, url_decoded),
        "parse_filename" => text_of(call.text_arg(0)?, |path| {
            path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
        }),
        "regexp_escape" => text_of(call.text_arg(0)?, escaped),
        "format_bytes" => rows(vec![call.whole_arg(0)?], DataType::String, |columns| {
            let texts = columns[0].i64()?.iter().map(|bytes| bytes.map(sized));
            Series::collected(texts.collect(), &DataType::String)
        }),
        "to_base" => to_base(call)?,
        "jaccard" => of_texts(
            vec![call.text_arg(0)?, call.text_arg(1)?],
            DataType::Float64,
            |row| Ok(Some(alike(row[0], row[1]))),
        ),
        _ => return Ok(None),
    }))
}

fn url_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// Signs that are not written as they should be stay as they are.
fn url_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = bytes
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, sign| {
        if sign.is_ascii() && !sign.is_ascii_alphanumeric() && sign != '_' {
            escaped.push('\\');
        }
        escaped.push(sign);
        escaped
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "one digit behind the point is shown"
)]
fn sized(bytes: i64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut size = bytes.unsigned_abs() as f64;
    let sign = if bytes < 0 { "-" } else { "" };
    if size < 1024.0 {
        let unit = if bytes.unsigned_abs() == 1 {
            "byte"
        } else {
            "bytes"
        };
        return format!("{sign}{size} {unit}");
    }
    let mut unit = "";
    for larger in UNITS {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = larger;
    }
    format!("{sign}{size:.1} {unit}")
}

fn to_base(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![call.whole_arg(0)?, call.whole_arg(1)?];
    Ok(rows(args, DataType::String, |columns| {
        let (numbers, bases) = (columns[0].i64()?, columns[1].i64()?);
        let mut texts: Vec<Option<String>> = Vec::with_capacity(numbers.len());
        for (number, base) in numbers.iter().zip(bases.iter()) {
            let (Some(number), Some(base)) = (number, base) else {
                texts.push(None);
                continue;
            };
            let known = u64::try_from(number).ok().zip(u32::try_from(base).ok());
            let written = known
                .filter(|(_, base)| (2..=36).contains(base))
                .map(|(number, base)| in_base(number, base));
            texts.push(Some(written.ok_or_else(|| {
                raise(
                    "SQL_VALUE",
                    "to_base() takes a whole number from 0 on and a base from 2 to 36.",
                )
            })?));
        }
        Series::collected(texts, &DataType::String)
    }))
}

fn in_base(mut number: u64, base: u32) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % u64::from(base)).unwrap_or(0);
        digits.push(
            char::from_digit(digit, base)
                .unwrap_or('0')
                .to_ascii_uppercase(),
        );
        number /= u64::from(base);
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}

/// Which share of the letters of both texts they have in common.
#[expect(
    clippy::cast_precision_loss,
    reason = "texts have few different letters"
)]
fn alike(left: &str, right: &str) -> f64 {
    let (left, right): (BTreeSet<char>, BTreeSet<char>) =
        (left.chars().collect(), right.chars().collect());
    let all = left.union(&right).count();
    if all == 0 {
        return 0.0;
    }
    left.intersection(&right).count() as f64 / all as f64
}
