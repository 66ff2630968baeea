//! What a word processor made of quotes and dashes, and words that miss the one behind them.

use model::{Diagnostic, TextChange};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::is_keyword;
use crate::place::Text;

/// A sign that looks like one of SQL, and that one.
fn plain(sign: char) -> Option<&'static str> {
    Some(match sign {
        '‘' | '’' | '‚' | '‛' | '′' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '–' | '—' | '−' | '‐' | '‑' => "-",
        '×' => "*",
        '÷' => "/",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "<>",
        '\u{a0}' | '\u{200b}' | '\u{feff}' => " ",
        _ => return None,
    })
}

/// Says what is wrong with a sign that was pasted, and changes all of them.
pub(super) fn sign(
    text: &Text<'_>,
    tokens: &[TokenWithSpan],
    found: &TokenWithSpan,
) -> Option<Diagnostic> {
    let of = |token: &TokenWithSpan| match &token.token {
        Token::Char(sign) => plain(*sign).map(|plain| (*sign, plain)),
        _ => None,
    };
    let (sign, meant) = of(found)?;
    let changes = tokens.iter().filter_map(|token| {
        let (_, plain) = of(token)?;
        let span = text.span(token.span)?;
        Some(TextChange {
            start: span.start,
            end: span.end,
            text: plain.to_owned(),
        })
    });
    let what = match meant {
        "'" | "\"" => "a typographic quote",
        "-" => "a typographic dash",
        " " => "a space that cannot be seen",
        _ => "a typographic sign",
    };
    let message = if meant == " " {
        format!("Here stands {what}.")
    } else {
        format!("`{sign}` is {what}.")
    };
    let diagnostic = Diagnostic::error("SQL_SYNTAX", message)
        .with_hint("Texts stand in single quotes ('), names in double quotes (\"); minus is -.")
        .with_fix("Use plain signs", changes.collect());
    Some(match text.span(found.span) {
        Some(span) => diagnostic.with_span(span),
        None => diagnostic,
    })
}

/// `ORDER id` and `GROUP id`: BY is missing.
pub(super) fn by(text: &Text<'_>, tokens: &[TokenWithSpan], found: usize) -> Option<Diagnostic> {
    let at = [Some(found), found.checked_sub(1)]
        .into_iter()
        .flatten()
        .find(|at| {
            tokens.get(*at).is_some_and(|token| {
                [Keyword::ORDER, Keyword::GROUP, Keyword::PARTITION]
                    .into_iter()
                    .any(|word| is_keyword(token, word))
            })
        })?;
    let is_complete = tokens
        .get(at + 1)
        .is_none_or(|next| is_keyword(next, Keyword::BY));
    if is_complete {
        return None;
    }
    let span = text.span(tokens.get(at)?.span)?;
    let word = tokens.get(at)?.token.to_string().to_uppercase();
    let change = TextChange {
        start: span.end,
        end: span.end,
        text: " BY".to_owned(),
    };
    Some(
        Diagnostic::error(
            "SQL_SYNTAX",
            format!("Behind {word} the word BY is missing."),
        )
        .with_span(span)
        .with_hint(format!("Write {word} BY."))
        .with_fix("Add BY", vec![change]),
    )
}
