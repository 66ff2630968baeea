//! Words without what must stand beside them, which the grammar would take for something else.

use model::Diagnostic;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Word};

use super::is_significant;
use crate::place::Text;

/// `""`: a name without letters.
pub(super) fn refuse_empty_names(
    text: &Text<'_>,
    tokens: &[TokenWithSpan],
) -> Result<(), Diagnostic> {
    let empty = tokens.iter().find(|token| {
        matches!(&token.token, Token::Word(Word { value, quote_style: Some(_), .. }) if value.is_empty())
    });
    match empty {
        None => Ok(()),
        Some(token) => Err(placed(
            text,
            token.span,
            Diagnostic::error("SQL_EMPTY_NAME", "A name in quotes has no letters.")
                .with_hint("Write the name between the quotes; an empty text is ''."),
        )),
    }
}

/// `WHERE AND …`: the parser would take the second word for a name.
pub(super) fn refuse_missing_operands(
    text: &Text<'_>,
    tokens: &[TokenWithSpan],
) -> Result<(), Diagnostic> {
    const WAITING: [Keyword; 6] = [
        Keyword::WHERE,
        Keyword::HAVING,
        Keyword::QUALIFY,
        Keyword::AND,
        Keyword::OR,
        Keyword::BY,
    ];
    let word = |token: &TokenWithSpan| match &token.token {
        Token::Word(word) if word.quote_style.is_none() => word.keyword,
        _ => Keyword::NoKeyword,
    };
    let significant: Vec<&TokenWithSpan> = tokens
        .iter()
        .filter(|token| is_significant(token))
        .collect();
    let is_operator = |token: &TokenWithSpan| {
        matches!(
            token.token,
            Token::Plus
                | Token::Minus
                | Token::Div
                | Token::Mod
                | Token::Eq
                | Token::Neq
                | Token::Lt
                | Token::Gt
                | Token::LtEq
                | Token::GtEq
                | Token::StringConcat
        )
    };
    let found = significant.windows(2).find(|pair| {
        (WAITING.contains(&word(pair[0])) || is_operator(pair[0]))
            && crate::dialect::NEVER_A_NAME.contains(&word(pair[1]))
    });
    let Some([_, token]) = found else {
        return Ok(());
    };
    let message = format!("`{}` was not expected here.", token.token);
    Err(placed(
        text,
        token.span,
        Diagnostic::error("SQL_SYNTAX", message)
            .with_hint("Before it should stand a value, column or condition."),
    ))
}

/// A refusal with its place.
pub(super) fn placed(text: &Text<'_>, span: Span, diagnostic: Diagnostic) -> Diagnostic {
    match text.span(span) {
        Some(span) => diagnostic.with_span(span),
        None => diagnostic,
    }
}
