//! Functions of text. Places and lengths count characters, not bytes.

use polars::prelude::*;

use super::{Call, of_texts, rows, text_of};
use crate::error::raise;
use crate::fault::Fault;

/// No text longer than this is made by padding or repeating.
const LONGEST: usize = 512 << 20;

/// Lowers the functions of this module; none for others.
pub(crate) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    Ok(Some(match call.name {
        "lower" => call.text_arg(0)?.str().to_lowercase(),
        "upper" => call.text_arg(0)?.str().to_uppercase(),
        "initcap" => text_of(call.text_arg(0)?, initcap),
        "reverse" if matches!(call.types[0], DataType::List(_)) => {
            super::list::reversed(call.arg(0)?, &call.types[0])
        }
        "reverse" => text_of(call.text_arg(0)?, |text| text.chars().rev().collect()),
        "character_length" | "length" | "char_length" => match &call.types[0] {
            DataType::List(_) => call.arg(0)?.list().len(),
            DataType::Binary => call.arg(0)?.binary().size_bytes(),
            _ => call.text_arg(0)?.str().len_chars(),
        },
        "octet_length" => call.text_arg(0)?.str().len_bytes(),
        "bit_length" => call.text_arg(0)?.str().len_bytes().cast(DataType::Int64) * lit(8),
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
        "substr_index" => before_separator(call)?,
        "overlay" => overlay(call)?,
        "find_in_set" => of_two(call, DataType::Int64, |text, list| {
            let place = list.split(',').position(|item| item == text);
            place.map_or(0, |place| i64::try_from(place + 1).unwrap_or(i64::MAX))
        })?,
        "string_split" | "string_to_array" => of_texts(texts(call, 0)?, call.to.clone(), |row| {
            Ok(Some(parts(row[0], row[1])))
        }),
        "strip_accents" => text_of(call.text_arg(0)?, super::accents::without),
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
            let all = || i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
            let from = if start < 0 { all() + start } else { start - 1 };
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
                        "{name}() would make a text of more than 512 MiB. Ask for a shorter one."
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

/// The parts of a text as a list; every character is a part when nothing separates.
fn parts(text: &str, separator: &str) -> Series {
    let parts: Vec<&str> = if text.is_empty() {
        vec![""]
    } else if separator.is_empty() {
        text.split_inclusive(|_| true).collect()
    } else {
        text.split(separator).collect()
    };
    Series::new(PlSmallStr::EMPTY, parts)
}

/// The text before the count-th separator, or behind it, counted from the end.
fn before_separator(call: &Call<'_>) -> Result<Expr, Fault> {
    let args = vec![call.text_arg(0)?, call.text_arg(1)?, call.whole_arg(2)?];
    Ok(rows(args, DataType::String, |columns| {
        let (texts, separators, counts) = (columns[0].str()?, columns[1].str()?, columns[2].i64()?);
        let values = (0..texts.len()).map(|row| {
            let (text, separator, count) =
                (texts.get(row)?, separators.get(row)?, counts.get(row)?);
            if count == 0 || separator.is_empty() {
                return Some(String::new());
            }
            let parts: Vec<&str> = text.split(separator).collect();
            let kept = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
            let kept = kept.min(parts.len());
            let part = if count > 0 {
                &parts[..kept]
            } else {
                &parts[parts.len() - kept..]
            };
            Some(part.join(separator))
        });
        Ok(values.collect::<StringChunked>().into_series())
    }))
}

/// A part of each text replaced by another text.
fn overlay(call: &Call<'_>) -> Result<Expr, Fault> {
    let mut args = vec![call.text_arg(0)?, call.text_arg(1)?, call.whole_arg(2)?];
    let with_length = call.args.len() > 3;
    if with_length {
        args.push(call.whole_arg(3)?);
    }
    Ok(rows(args, DataType::String, move |columns| {
        let (texts, others, starts) = (columns[0].str()?, columns[1].str()?, columns[2].i64()?);
        let lengths = with_length.then(|| columns[3].i64()).transpose()?;
        let values = (0..texts.len()).map(|row| {
            let (text, other, start) = (texts.get(row)?, others.get(row)?, starts.get(row)?);
            let length = match lengths {
                Some(lengths) => lengths.get(row)?,
                None => i64::try_from(other.chars().count()).unwrap_or(i64::MAX),
            };
            let from = start.saturating_sub(1);
            let head = characters(text, 0, from);
            let tail = characters(text, from.saturating_add(length), i64::MAX);
            Some(head + other + &tail)
        });
        Ok(values.collect::<StringChunked>().into_series())
    }))
}
