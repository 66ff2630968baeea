//! LIKE, ILIKE and regular expressions. A literal pattern is prepared once; the plainest forms
//! become a search for a text at the start, at the end or anywhere.

use datafusion_common::ScalarValue;
use datafusion_expr::{Expr as Tree, Like};
use polars::prelude::*;

use super::expr::Scope;
use crate::error::raise;
use crate::fault::Fault;

/// Lowers `[NOT] LIKE` and `[NOT] ILIKE`.
pub(crate) fn like(scope: &Scope<'_, '_>, like: &Like) -> Result<Expr, Fault> {
    let value = scope.expr(&like.expr)?.cast(DataType::String);
    let escape = like.escape_char.unwrap_or('\\');
    let found = match like.pattern.as_ref() {
        Tree::Literal(
            ScalarValue::Utf8(Some(pattern))
            | ScalarValue::LargeUtf8(Some(pattern))
            | ScalarValue::Utf8View(Some(pattern)),
            _,
        ) => literal(value, pattern, escape, like.case_insensitive),
        pattern => {
            let ignore_case = like.case_insensitive;
            let patterns = scope.expr(pattern)?.cast(DataType::String).map(
                move |column| {
                    let patterns = column
                        .str()?
                        .apply_into_string_amortized(|pattern, buffer| {
                            buffer.push_str(&regex(&parts(pattern, escape), ignore_case));
                        });
                    Ok(patterns.into_column())
                },
                |_, field| Ok(Field::new(field.name().clone(), DataType::String)),
            );
            value.str().contains(patterns, true)
        }
    };
    Ok(if like.negated { found.not() } else { found })
}

/// `value ~ pattern`, or `~*` without regard to case.
pub(crate) fn matches(value: Expr, pattern: Expr, ignore_case: bool) -> Expr {
    let pattern = if ignore_case {
        concat_str([lit("(?i)"), pattern], "", false)
    } else {
        pattern
    };
    value.str().contains(checked_regex(pattern), true)
}

/// The same patterns, after an error in words if one is not a regular expression.
pub(crate) fn checked_regex(pattern: Expr) -> Expr {
    pattern.map(
        |column| {
            for pattern in column.str()?.iter().flatten() {
                if regex_syntax_error(pattern) {
                    let shown: String = pattern.chars().take(60).collect();
                    return Err(raise(
                        "SQL_REGEX",
                        &format!("`{shown}` is not a regular expression that can be used here. Check brackets, repeats and escapes, and keep it short."),
                    ));
                }
            }
            Ok(column)
        },
        |_, field| Ok(field.clone()),
    )
}

fn regex_syntax_error(pattern: &str) -> bool {
    polars::polars_utils::regex_cache::compile_regex(pattern).is_err()
}

/// One piece of a LIKE pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// `_`
    One,
    /// `%`, however many in a row
    Any,
}

fn parts(pattern: &str, escape: char) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut characters = pattern.chars();
    let push_text = |parts: &mut Vec<Part>, character: char| match parts.last_mut() {
        Some(Part::Text(text)) => text.push(character),
        _ => parts.push(Part::Text(character.to_string())),
    };
    while let Some(character) = characters.next() {
        if character == escape {
            push_text(&mut parts, characters.next().unwrap_or(escape));
        } else if character == '%' {
            if parts.last() != Some(&Part::Any) {
                parts.push(Part::Any);
            }
        } else if character == '_' {
            parts.push(Part::One);
        } else {
            push_text(&mut parts, character);
        }
    }
    parts
}

fn literal(value: Expr, pattern: &str, escape: char, ignore_case: bool) -> Expr {
    let parts = parts(pattern, escape);
    if !ignore_case {
        match parts.as_slice() {
            [] => return value.eq(lit("")),
            [Part::Any] => {
                return when(value.is_null())
                    .then(lit(NULL).cast(DataType::Boolean))
                    .otherwise(lit(true));
            }
            [Part::Text(text)] => return value.eq(lit(text.as_str())),
            [Part::Text(text), Part::Any] => return value.str().starts_with(lit(text.as_str())),
            [Part::Any, Part::Text(text)] => return value.str().ends_with(lit(text.as_str())),
            [Part::Any, Part::Text(text), Part::Any] => {
                return value.str().contains_literal(lit(text.as_str()));
            }
            _ => {}
        }
    }
    value.str().contains(lit(regex(&parts, ignore_case)), true)
}

fn regex(parts: &[Part], ignore_case: bool) -> String {
    let mut regex = String::from(if ignore_case { "(?si)" } else { "(?s)" });
    if parts.first() != Some(&Part::Any) {
        regex.push('^');
    }
    let last = parts.len().saturating_sub(1);
    for (at, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => regex.push_str(&escape(text)),
            Part::One => regex.push('.'),
            Part::Any if at == 0 || at == last => {}
            Part::Any => regex.push_str(".*?"),
        }
    }
    if parts.last() != Some(&Part::Any) {
        regex.push('$');
    }
    regex
}

/// A text as a regular expression that matches just it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if "\\.+*?()|[]{}^$#&-~/".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_percent_signs_are_one_and_an_escaped_sign_is_itself() {
        assert_eq!(parts(&"%".repeat(10_000), '\\'), [Part::Any]);
        assert_eq!(regex(&parts("100\\%_a%b", '\\'), false), "(?s)^100%.a.*?b$");
        assert_eq!(regex(&parts("%x.y%", '\\'), true), "(?si)x\\.y");
    }
}
