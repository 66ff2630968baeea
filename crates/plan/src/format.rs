//! A text in regular form: clauses on lines of their own, keywords in capitals, two spaces for
//! each level. Works on words, not on a tree, so that comments stay and nothing is written anew;
//! the result is read again and must be the same words.

mod clauses;
mod layout;
mod pieces;
mod spacing;

use model::{Diagnostic, ParameterValue};
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};

use crate::dialect::Assay;
use crate::place::Text;

/// The text in regular form; a diagnostic when it is not complete SQL yet.
pub(crate) fn format(text: &str) -> Result<String, Diagnostic> {
    if text.trim().is_empty() {
        return Ok(text.to_owned());
    }
    check_readable(text)?;
    let plain = text.replace("\r\n", "\n");
    let pieces = pieces::pieces(&plain).ok_or_else(not_laid_out)?;
    let formatted = layout::lay_out(&pieces);
    if essence(&plain) == essence(&formatted) {
        Ok(formatted)
    } else {
        Err(not_laid_out())
    }
}

/// Whether the text can be read; names are not looked up, and any parameter may be there.
fn check_readable(text: &str) -> Result<(), Diagnostic> {
    let place = Text::new(text);
    let any = ParameterValue::DateRange {
        from: None,
        to: None,
    };
    let parameters: Vec<(String, ParameterValue)> = crate::spots::spots(text)
        .windows(2)
        .filter_map(|pair| match (&pair[0].token, &pair[1].token) {
            (Token::Colon, Token::Word(word)) => Some((word.value.clone(), any.clone())),
            _ => None,
        })
        .collect();
    let is_unreadable = |found: &Diagnostic| {
        matches!(
            found.code.as_str(),
            "SQL_SYNTAX" | "SQL_TOO_LONG" | "SQL_TOO_MANY_TOKENS" | "SQL_TOO_DEEP"
        )
    };
    let plain = match crate::parse::questions(&place, &[], &[]) {
        Err(found) if is_unreadable(&found) => found,
        _ => return Ok(()),
    };
    match crate::parse::questions(&place, &parameters, &[]) {
        Err(found) if is_unreadable(&found) => Err(plain),
        _ => Ok(()),
    }
}

/// Everything that a text says: its words, with the case of bare ones left out, and its comments.
/// A comment may go to the other side of a comma.
fn essence(text: &str) -> Option<(Vec<String>, Vec<String>)> {
    let mut words = Vec::new();
    let mut comments = Vec::new();
    for token in Tokenizer::new(&Assay, text).tokenize().ok()? {
        match token {
            Token::Whitespace(Whitespace::SingleLineComment { comment, .. }) => {
                comments.push(format!("--{}", comment.trim_end()));
            }
            Token::Whitespace(Whitespace::MultiLineComment(comment)) => comments.push(comment),
            Token::Whitespace(_) | Token::EOF => {}
            Token::Word(word) if word.quote_style.is_none() => {
                words.push(word.value.to_lowercase());
            }
            other => words.push(format!("{other:?}")),
        }
    }
    Some((words, comments))
}

/// What is said of a text that stays as it is.
pub(crate) fn not_laid_out() -> Diagnostic {
    Diagnostic::error(
        "FORMAT_UNSAFE",
        "This text cannot be laid out without changing what it says.",
    )
    .with_hint("It stays as it is.")
}
