//! Functions of regular expressions.

use polars::polars_utils::regex_cache::with_regex_cache;
use polars::prelude::*;

use super::{Call, of_texts};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::pattern;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    if !call.name.starts_with("regexp_") {
        return Ok(None);
    }
    let texts = || Ok::<_, Fault>(vec![call.text_arg(0)?, call.text_arg(1)?]);
    Ok(Some(match call.name {
        "regexp_matches" | "regexp_like" => {
            let pattern = with_flags(call, 2)?;
            call.text_arg(0)?
                .str()
                .contains(pattern::checked_regex(pattern), true)
        }
        "regexp_full_match" => {
            let pattern = concat_str([lit("^(?:"), call.text_arg(1)?, lit(")$")], "", false);
            call.text_arg(0)?
                .str()
                .contains(pattern::checked_regex(pattern), true)
        }
        "regexp_replace" => replace(call)?,
        "regexp_count" => {
            let found = pattern::checked_regex(call.text_arg(1)?);
            call.text_arg(0)?.str().count_matches(found, false)
        }
        "regexp_extract" => extract(call, Wanted::First)?,
        "regexp_extract_all" => extract(call, Wanted::Every)?,
        "regexp_substr" => of_texts(texts()?, DataType::String, |row| {
            with_regex_cache(|known| {
                let regex = known.compile(row[1]).map_err(|_| no_pattern(row[1]))?;
                Ok(regex.find(row[0]).map(|found| found.as_str().to_owned()))
            })
        }),
        "regexp_match" => of_texts(texts()?, call.to.clone(), |row| {
            with_regex_cache(|known| {
                let regex = known.compile(row[1]).map_err(|_| no_pattern(row[1]))?;
                Ok(regex.captures(row[0]).map(|found| {
                    let from = usize::from(found.len() > 1);
                    let groups: Vec<Option<String>> = (from..found.len())
                        .map(|at| found.get(at).map(|group| group.as_str().to_owned()))
                        .collect();
                    Series::new(PlSmallStr::EMPTY, groups)
                }))
            })
        }),
        "regexp_instr" => of_texts(texts()?, DataType::Int64, |row| {
            with_regex_cache(|known| {
                let regex = known.compile(row[1]).map_err(|_| no_pattern(row[1]))?;
                let place = regex
                    .find(row[0])
                    .map_or(0, |found| row[0][..found.start()].chars().count() + 1);
                Ok(i64::try_from(place).ok())
            })
        }),
        "regexp_split_to_array" => of_texts(texts()?, call.to.clone(), |row| {
            with_regex_cache(|known| {
                let regex = known.compile(row[1]).map_err(|_| no_pattern(row[1]))?;
                let parts: Vec<&str> = regex.split(row[0]).collect();
                Ok(Some(Series::new(PlSmallStr::EMPTY, parts)))
            })
        }),
        _ => return Ok(None),
    }))
}

fn no_pattern(pattern: &str) -> PolarsError {
    let shown: String = pattern.chars().take(60).collect();
    raise(
        "SQL_REGEX",
        &format!(
            "`{shown}` is not a regular expression that can be used here. Check brackets, repeats and escapes, and keep it short."
        ),
    )
}

/// The pattern with flags in front: i, s, m and x are known to patterns; c and g are not theirs.
fn with_flags(call: &Call<'_>, at: usize) -> Result<Expr, Fault> {
    let pattern = call.text_arg(1)?;
    if call.args.len() <= at {
        return Ok(pattern);
    }
    let flags = call
        .literal_text(at)
        .ok_or_else(|| call.refused("with computed flags"))?;
    if let Some(flag) = flags.chars().find(|flag| !"gcismx".contains(*flag)) {
        return Err(Fault::unsupported(format!(
            "The flag `{flag}` of {}()",
            call.name
        )));
    }
    let inner: String = flags
        .chars()
        .filter(|flag| "ismx".contains(*flag))
        .collect();
    Ok(if inner.is_empty() {
        pattern
    } else {
        concat_str([lit(format!("(?{inner})")), pattern], "", false)
    })
}

fn replace(call: &Call<'_>) -> Result<Expr, Fault> {
    let every = call.literal_text(3).unwrap_or("").contains('g');
    let args = vec![call.text_arg(0)?, with_flags(call, 3)?, call.text_arg(2)?];
    Ok(of_texts(args, DataType::String, move |row| {
        let new = groups(row[2]);
        with_regex_cache(|known| {
            let regex = known.compile(row[1]).map_err(|_| no_pattern(row[1]))?;
            Ok(Some(if every {
                regex.replace_all(row[0], new.as_str()).into_owned()
            } else {
                regex.replace(row[0], new.as_str()).into_owned()
            }))
        })
    }))
}

/// PostgreSQL writes groups as \1 and the match as \&; the regex library as ${1} and ${0}.
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
            ('\\', Some('&')) => {
                result.push_str("${0}");
                characters.next();
            }
            ('\\', Some('\\')) => {
                result.push('\\');
                characters.next();
            }
            ('$', _) => result.push_str("$$"),
            _ => result.push(character),
        }
    }
    result
}

/// The first match, or every one, each as one group of it.
fn extract(call: &Call<'_>, wanted: Wanted) -> Result<Expr, Fault> {
    let group = if call.args.len() > 2 {
        call.literal_whole(2)
            .and_then(|group| usize::try_from(group).ok())
            .ok_or_else(|| call.refused("with a computed group"))?
    } else {
        0
    };
    let name = call.name.to_owned();
    let args = vec![call.text_arg(0)?, call.text_arg(1)?];
    // A copy of a compiled pattern would begin with an empty memory, which makes searching dear.
    let found = move |row: &[&str], most: usize| {
        with_regex_cache(|known| {
            let regex = known.compile(row[1]).map_err(|_| no_pattern(row[1]))?;
            if group >= regex.captures_len() {
                return Err(raise(
                    "SQL_VALUE",
                    &format!("{name}() asks for group {group}, and its pattern has fewer groups."),
                ));
            }
            let parts = regex.captures_iter(row[0]).take(most).map(|found| {
                let part = found.get(group);
                part.map_or_else(String::new, |part| part.as_str().to_owned())
            });
            Ok(parts.collect::<Vec<String>>())
        })
    };
    Ok(match wanted {
        Wanted::First => of_texts(args, DataType::String, move |row| {
            Ok(Some(found(row, 1)?.pop().unwrap_or_default()))
        }),
        Wanted::Every => of_texts(args, call.to.clone(), move |row| {
            Ok(Some(Series::new(
                PlSmallStr::EMPTY,
                found(row, usize::MAX)?,
            )))
        }),
    })
}

/// Which matches are asked for.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    First,
    Every,
}
