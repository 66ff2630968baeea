//! How alike two texts are.

use polars::prelude::*;

use super::{Call, of_texts};
use crate::error::raise;
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let two = || Ok::<_, Fault>(vec![call.text_arg(0)?, call.text_arg(1)?]);
    let whole = |distance: usize| i64::try_from(distance).ok();
    Ok(Some(match call.name {
        "levenshtein" => of_texts(two()?, DataType::Int64, move |row| {
            Ok(whole(strsim::levenshtein(row[0], row[1])))
        }),
        "damerau_levenshtein" => of_texts(two()?, DataType::Int64, move |row| {
            Ok(whole(strsim::damerau_levenshtein(row[0], row[1])))
        }),
        "hamming" => of_texts(two()?, DataType::Int64, move |row| {
            strsim::hamming(row[0], row[1]).map(whole).map_err(|_| {
                raise(
                    "SQL_VALUE",
                    "hamming() compares texts of one length. Use levenshtein() for others.",
                )
            })
        }),
        "jaro_similarity" => of_texts(two()?, DataType::Float64, |row| {
            Ok(Some(strsim::jaro(row[0], row[1])))
        }),
        "jaro_winkler_similarity" => of_texts(two()?, DataType::Float64, |row| {
            Ok(Some(strsim::jaro_winkler(row[0], row[1])))
        }),
        "soundex" => of_texts(vec![call.text_arg(0)?], DataType::String, |row| {
            Ok(Some(soundex(row[0])))
        }),
        _ => return Ok(None),
    }))
}

/// American Soundex: equal neighbours count once, also across H and W, but not across vowels.
fn soundex(text: &str) -> String {
    let digit = |letter: char| match letter {
        'B' | 'F' | 'P' | 'V' => '1',
        'C' | 'G' | 'J' | 'K' | 'Q' | 'S' | 'X' | 'Z' => '2',
        'D' | 'T' => '3',
        'L' => '4',
        'M' | 'N' => '5',
        'R' => '6',
        'H' | 'W' => '-',
        _ => '0',
    };
    let mut letters = text
        .chars()
        .map(|letter| letter.to_ascii_uppercase())
        .filter(char::is_ascii_uppercase);
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut code = first.to_string();
    let mut before = digit(first);
    for letter in letters {
        let now = digit(letter);
        if now == '-' {
            continue;
        }
        if now != '0' && now != before && code.len() < 4 {
            code.push(now);
        }
        before = now;
    }
    format!("{code:0<4}")
}
