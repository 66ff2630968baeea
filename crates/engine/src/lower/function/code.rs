//! Texts, bytes and numbers as codes of other characters.

use std::fmt::Write as _;

use polars::prelude::*;

use super::{Call, Collect, of_texts, rows};
use crate::error::raise;
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "ascii" => of_texts(vec![call.text_arg(0)?], DataType::Int64, |row| {
            let first = row[0].chars().next();
            Ok(Some(first.map_or(0, |first| i64::from(u32::from(first)))))
        }),
        "chr" => of_wholes(call.whole_arg(0)?, |code| {
            u32::try_from(code)
                .ok()
                .and_then(char::from_u32)
                .filter(|character| *character != '\0')
                .map(|character| character.to_string())
                .ok_or_else(|| {
                    raise(
                        "SQL_VALUE",
                        &format!("chr({code}) is no character. Numbers of characters go from 1 to 1114111."),
                    )
                })
        }),
        "to_hex" => of_wholes(call.whole_arg(0)?, |number| Ok(format!("{number:x}"))),
        "bin" => of_wholes(call.whole_arg(0)?, |number| Ok(format!("{number:b}"))),
        "hex" if call.types[0].is_integer() => {
            of_wholes(call.whole_arg(0)?, |number| Ok(format!("{number:X}")))
        }
        "hex" => of_bytes(call, |bytes| {
            bytes.iter().fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02X}");
                text
            })
        })?,
        "sha1" => of_bytes(call, super::sha1::sha1)?,
        "to_base64" => of_bytes(call, base64)?,
        "from_base64" => of_texts(vec![call.text_arg(0)?], DataType::String, |row| {
            from_base64(row[0])
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .map(Some)
                .ok_or_else(|| {
                    raise(
                        "SQL_VALUE",
                        "from_base64() was given a text that is not Base64 of a text. Leave such rows out.",
                    )
                })
        }),
        _ => return Ok(None),
    }))
}

fn of_wholes(
    arg: Expr,
    function: impl Fn(i64) -> PolarsResult<String> + Send + Sync + 'static,
) -> Expr {
    rows(vec![arg], DataType::String, move |columns| {
        let texts = columns[0]
            .i64()?
            .iter()
            .map(|number| number.map(&function).transpose())
            .collect::<PolarsResult<Vec<_>>>()?;
        Series::collected(texts, &DataType::String)
    })
}

fn of_bytes(call: &Call<'_>, function: fn(&[u8]) -> String) -> Result<Expr, Fault> {
    let arg = match &call.types[0] {
        DataType::Binary => call.arg(0)?,
        _ => call.text_arg(0)?.cast(DataType::Binary),
    };
    Ok(rows(vec![arg], DataType::String, move |columns| {
        let texts = columns[0]
            .binary()?
            .iter()
            .map(|bytes| bytes.map(function))
            .collect::<Vec<_>>();
        Series::collected(texts, &DataType::String)
    }))
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4_usize {
            let digit = (bits >> (18 - 6 * place)) & 63;
            text.push(if place <= three.len() {
                char::from(DIGITS[digit as usize])
            } else {
                '='
            });
        }
    }
    text
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 3);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in digits.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        bits = (bits << 6 | u32::try_from(value).ok()?) & 0x00ff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 255).ok()?);
        }
    }
    Some(bytes)
}
