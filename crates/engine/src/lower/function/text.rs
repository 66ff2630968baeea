//! Functions of text. Places and lengths count characters, not bytes.

use polars::prelude::*;

use super::{Call, rows, text_of};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::pattern;

/// No text longer than this is made by padding or repeating.
const LONGEST: usize = 1 << 20;

/// Lowers the functions of this module; none for others.
pub(crate) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "lower" => call.text_arg(0)?.str().to_lowercase(),
        "upper" => call.text_arg(0)?.str().to_uppercase(),
        "initcap" => text_of(call.text_arg(0)?, initcap),
        "reverse" => text_of(call.text_arg(0)?, |text| text.chars().rev().collect()),
        "character_length" | "length" | "char_length" => call.text_arg(0)?.str().len_chars(),
        "octet_length" => call.text_arg(0)?.str().len_bytes(),
        "bit_length" => call.text_arg(0)?.str().len_bytes().cast(DataType::Int64) * lit(8),
        "ascii" => rows(vec![call.text_arg(0)?], DataType::Int32, |columns| {
            let codes = columns[0]
                .str()?
                .iter()
                .map(|text| text.map(|text| text.chars().next().map_or(0, |first| first as u32)));
            codes
                .collect::<UInt32Chunked>()
                .into_series()
                .cast(&DataType::Int32)
        }),
        "chr" => rows(vec![call.whole_arg(0)?], DataType::String, |columns| {
            let texts = columns[0].i64()?.iter().map(|code| {
                u32::try_from(code?)
                    .ok()
                    .and_then(char::from_u32)
                    .map(|character| character.to_string())
            });
            Ok(texts.collect::<StringChunked>().into_series())
        }),
        "concat" => {
            let args = texts(call, 0)?;
            let args: Vec<Expr> = args.into_iter().map(|arg| arg.fill_null(lit(""))).collect();
            concat_str(args, "", false)
        }
        "concat_ws" => concat_with(call)?,
        "contains" => call.text_arg(0)?.str().contains_literal(call.text_arg(1)?),
        "starts_with" => call.text_arg(0)?.str().starts_with(call.text_arg(1)?),
        "ends_with" => call.text_arg(0)?.str().ends_with(call.text_arg(1)?),
        "strpos" | "position" | "instr" => of_two(call, DataType::Int64, |text, part| {
            let place = text
                .find(part)
                .map_or(0, |at| text[..at].chars().count() + 1);
            i64::try_from(place).unwrap_or(i64::MAX)
        })?,
        "btrim" | "trim" => trim(call, |text, set| text.trim_matches(set))?,
        "ltrim" => trim(call, |text, set| text.trim_start_matches(set))?,
        "rtrim" => trim(call, |text, set| text.trim_end_matches(set))?,
        "left" => slice(call, |length, count| {
            if count >= 0 {
                (0, count)
            } else {
                (0, length + count)
            }
        })?,
        "right" => slice(call, |length, count| {
            if count >= 0 {
                ((length - count).max(0), length)
            } else {
                (-count, length)
            }
        })?,
        "substr" | "substring" => substring(call)?,
        "replace" => of_three(call, |text, from, to| {
            if from.is_empty() {
                text.to_owned()
            } else {
                text.replace(from, to)
            }
        })?,
        "translate" => of_three(call, translate)?,
        "repeat" => with_count(call, |text, count, _| text.repeat(count))?,
        "lpad" => with_count(call, |text, count, fill| pad(text, count, fill, true))?,
        "rpad" => with_count(call, |text, count, fill| pad(text, count, fill, false))?,
        "split_part" => split_part(call)?,
        "levenshtein" => of_two(call, DataType::Int64, |left, right| {
            i64::try_from(strsim::levenshtein(left, right)).unwrap_or(i64::MAX)
        })?,
        "to_hex" => rows(vec![call.whole_arg(0)?], DataType::String, |columns| {
            Ok(columns[0]
                .i64()?
                .iter()
                .map(|value| value.map(|value| format!("{value:x}")))
                .collect::<StringChunked>()
                .into_series())
        }),
        "regexp_like" => {
            let flags = call.literal_text(2).unwrap_or("");
            pattern::matches(call.text_arg(0)?, call.text_arg(1)?, flags.contains('i'))
        }
        "regexp_replace" => regex_replace(call)?,
        "regexp_count" => {
            let found = pattern::checked_regex(call.text_arg(1)?);
            call.text_arg(0)?.str().count_matches(found, false)
        }
        _ => return Ok(None),
    }))
}

fn texts(call: &Call<'_>, from: usize) -> Result<Vec<Expr>, Fault> {
    (from..call.args.len())
        .map(|at| call.text_arg(at))
        .collect()
}

fn initcap(text: &str) -> String {
    let mut starts = true;
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if starts {
            result.extend(character.to_uppercase());
        } else {
            result.extend(character.to_lowercase());
        }
        starts = !character.is_alphanumeric();
    }
    result
}

fn concat_with(call: &Call<'_>) -> Result<Expr, Fault> {
    let mut args = vec![call.text_arg(0)?];
    args.extend(texts(call, 1)?);
    Ok(rows(args, DataType::String, |columns| {
        let columns: Vec<&StringChunked> = columns
            .iter()
            .map(Series::str)
            .collect::<PolarsResult<_>>()?;
        let joined = (0..columns[0].len()).map(|row| {
            let separator = columns[0].get(row)?;
            let parts: Vec<&str> = columns[1..]
                .iter()
                .filter_map(|column| column.get(row))
                .collect();
            Some(parts.join(separator))
        });
        Ok(joined.collect::<StringChunked>().into_series())
    }))
}

fn of_two(call: &Call<'_>, to: DataType, function: fn(&str, &str) -> i64) -> Result<Expr, Fault> {
    Ok(rows(
        vec![call.text_arg(0)?, call.text_arg(1)?],
        to,
        move |columns| {
            let (left, right) = (columns[0].str()?, columns[1].str()?);
            let values = left
                .iter()
                .zip(right.iter())
                .map(|(left, right)| Some(function(left?, right?)));
            Ok(values.collect::<Int64Chunked>().into_series())
        },
    ))
}

fn of_three(call: &Call<'_>, function: fn(&str, &str, &str) -> String) -> Result<Expr, Fault> {
    let args = vec![call.text_arg(0)?, call.text_arg(1)?, call.text_arg(2)?];
    Ok(rows(args, DataType::String, move |columns| {
        let (first, second, third) = (columns[0].str()?, columns[1].str()?, columns[2].str()?);
        let values = (0..first.len())
            .map(|row| Some(function(first.get(row)?, second.get(row)?, third.get(row)?)));
        Ok(values.collect::<StringChunked>().into_series())
    }))
}

fn trim(call: &Call<'_>, function: for<'a> fn(&'a str, &[char]) -> &'a str) -> Result<Expr, Fault> {
    let set = if call.args.len() > 1 {
        call.text_arg(1)?
    } else {
        lit(" ")
    };
    Ok(rows(
        vec![call.text_arg(0)?, set],
        DataType::String,
        move |columns| {
            let (texts, sets) = (columns[0].str()?, columns[1].str()?);
            let values = texts.iter().zip(sets.iter()).map(|(text, set)| {
                let set: Vec<char> = set?.chars().collect();
                Some(function(text?, &set).to_owned())
            });
            Ok(values.collect::<StringChunked>().into_series())
        },
    ))
}

fn slice(call: &Call<'_>, bounds: fn(i64, i64) -> (i64, i64)) -> Result<Expr, Fault> {
    Ok(rows(
        vec![call.text_arg(0)?, call.whole_arg(1)?],
        DataType::String,
        move |columns| {
            let (texts, counts) = (columns[0].str()?, columns[1].i64()?);
            let values = texts.iter().zip(counts.iter()).map(|(text, count)| {
                let (text, count) = (text?, count?);
                let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                let (from, to) = bounds(length, count.clamp(-length, length));
                Some(characters(text, from, to))
            });
            Ok(values.collect::<StringChunked>().into_series())
        },
    ))
}

/// Characters `from..to`, counted from 0; what lies outside is left out.
fn characters(text: &str, from: i64, to: i64) -> String {
    let from = usize::try_from(from.max(0)).unwrap_or(usize::MAX);
    let to = usize::try_from(to.max(0)).unwrap_or(usize::MAX);
    if text.is_ascii() {
        return text
            .get(from.min(text.len())..to.min(text.len()).max(from.min(text.len())))
            .unwrap_or("")
            .to_owned();
    }
    text.chars()
        .skip(from)
        .take(to.saturating_sub(from))
        .collect()
}

fn substring(call: &Call<'_>) -> Result<Expr, Fault> {
    let mut args = vec![call.text_arg(0)?, call.whole_arg(1)?];
    let with_length = call.args.len() > 2;
    if with_length {
        args.push(call.whole_arg(2)?);
    }
    Ok(rows(args, DataType::String, move |columns| {
        let (texts, starts) = (columns[0].str()?, columns[1].i64()?);
        let lengths = if with_length {
            Some(columns[2].i64()?)
        } else {
            None
        };
        let mut values = Vec::with_capacity(texts.len());
        for row in 0..texts.len() {
            let length = lengths.map(|lengths| lengths.get(row));
            let (Some(text), Some(start)) = (texts.get(row), starts.get(row)) else {
                values.push(None);
                continue;
            };
            let from = start.saturating_sub(1);
            let to = match length {
                None => i64::MAX,
                Some(None) => {
                    values.push(None);
                    continue;
                }
                Some(Some(length)) if length < 0 => {
                    return Err(raise(
                        "SQL_VALUE",
                        "substring() was given a length below zero. Use greatest(0, length).",
                    ));
                }
                Some(Some(length)) => from.saturating_add(length),
            };
            values.push(Some(characters(text, from, to)));
        }
        Ok(values.into_iter().collect::<StringChunked>().into_series())
    }))
}

fn translate(text: &str, from: &str, to: &str) -> String {
    let to: Vec<char> = to.chars().collect();
    text.chars()
        .filter_map(
            |character| match from.chars().position(|wanted| wanted == character) {
                None => Some(character),
                Some(at) => to.get(at).copied(),
            },
        )
        .collect()
}

fn with_count(call: &Call<'_>, function: fn(&str, usize, &str) -> String) -> Result<Expr, Fault> {
    let fill = if call.args.len() > 2 {
        call.text_arg(2)?
    } else {
        lit(" ")
    };
    let (args, name) = (
        vec![call.text_arg(0)?, call.whole_arg(1)?, fill],
        call.name.to_owned(),
    );
    Ok(rows(args, DataType::String, move |columns| {
        let (texts, counts, fills) = (columns[0].str()?, columns[1].i64()?, columns[2].str()?);
        let mut values = Vec::with_capacity(texts.len());
        for row in 0..texts.len() {
            let (Some(text), Some(count), Some(fill)) =
                (texts.get(row), counts.get(row), fills.get(row))
            else {
                values.push(None);
                continue;
            };
            let count = usize::try_from(count.max(0)).unwrap_or(usize::MAX);
            let bytes = if name == "repeat" {
                count.saturating_mul(text.len())
            } else {
                count
            };
            if bytes > LONGEST {
                return Err(raise(
                    "SQL_VALUE",
                    &format!(
                        "{name}() would make a text of over a million characters. Ask for a shorter one."
                    ),
                ));
            }
            values.push(Some(function(text, count, fill)));
        }
        Ok(values.into_iter().collect::<StringChunked>().into_series())
    }))
}

fn pad(text: &str, count: usize, fill: &str, before: bool) -> String {
    let length = text.chars().count();
    if length >= count || fill.is_empty() {
        return text.chars().take(count).collect();
    }
    let padding: String = fill.chars().cycle().take(count - length).collect();
    if before {
        padding + text
    } else {
        text.to_owned() + &padding
    }
}

fn split_part(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![call.text_arg(0)?, call.text_arg(1)?, call.whole_arg(2)?];
    Ok(rows(args, DataType::String, |columns| {
        let (texts, separators, places) = (columns[0].str()?, columns[1].str()?, columns[2].i64()?);
        let values = (0..texts.len()).map(|row| {
            let (text, separator, place) =
                (texts.get(row)?, separators.get(row)?, places.get(row)?);
            let parts: Vec<&str> = if separator.is_empty() {
                vec![text]
            } else {
                text.split(separator).collect()
            };
            let count = i64::try_from(parts.len()).unwrap_or(i64::MAX);
            let at = if place > 0 { place - 1 } else { count + place };
            Some(
                usize::try_from(at)
                    .ok()
                    .and_then(|at| parts.get(at).copied())
                    .unwrap_or("")
                    .to_owned(),
            )
        });
        Ok(values.collect::<StringChunked>().into_series())
    }))
}

fn regex_replace(call: &Call<'_>) -> Result<Expr, Fault> {
    let flags = call.literal_text(3).unwrap_or("");
    let found = if flags.contains('i') {
        concat_str([lit("(?i)"), call.text_arg(1)?], "", false)
    } else {
        call.text_arg(1)?
    };
    let found = pattern::checked_regex(found);
    // PostgreSQL writes groups as \1, the regex library as ${1}.
    let replacement = match call.literal_text(2) {
        Some(text) => lit(groups(text)),
        None => call.text_arg(2)?,
    };
    let text = call.text_arg(0)?;
    Ok(if flags.contains('g') {
        text.str().replace_all(found, replacement, false)
    } else {
        text.str().replace(found, replacement, false)
    })
}

fn groups(text: &str) -> String {
    let mut result = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                result.push_str("${");
                result.push(*digit);
                result.push('}');
                characters.next();
            }
            ('$', _) => result.push_str("$$"),
            _ => result.push(character),
        }
    }
    result
}
