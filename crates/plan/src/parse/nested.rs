//! Types of structures and maps, which the grammar does not know: each becomes a word that it
//! takes for the name of a type, with what stands between its brackets as a text.

use sqlparser::ast::{DataType, Ident};
use sqlparser::keywords::Keyword;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer, Word};

use super::words::end_of;
use super::{is_keyword, is_significant};
use crate::dialect::Assay;
use crate::place::Text;

/// The tokens with the types of casts as such words.
pub(super) fn types_as_words(text: &Text<'_>, tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    if !tokens.iter().any(is_nesting) {
        return tokens;
    }
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    let is_cast = |at: usize| {
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        before.is_some_and(|before| {
            before.token == Token::DoubleColon
                || is_keyword(before, Keyword::AS) && is_in_cast(&tokens[..at])
        })
    };
    in_words(text, &tokens, is_cast)
}

/// The names and types of the fields of a structure, from what stands between its brackets.
pub(crate) fn fields(written: &str) -> Option<Vec<(Ident, DataType)>> {
    let mut fields = Vec::new();
    read(written, |parser| {
        let name = parser.parse_identifier().ok()?;
        fields.push((name, parser.parse_data_type().ok()?));
        Some(())
    })?;
    Some(fields)
}

/// The types of the keys and values of a map, from what stands between its brackets.
pub(crate) fn types(written: &str) -> Option<Vec<DataType>> {
    let mut types = Vec::new();
    read(written, |parser| {
        types.push(parser.parse_data_type().ok()?);
        Some(())
    })?;
    Some(types)
}

/// Reads items that commas separate, up to the end.
fn read(written: &str, mut item: impl FnMut(&mut Parser<'_>) -> Option<()>) -> Option<()> {
    let text = Text::new(written);
    let tokens = Tokenizer::new(&Assay, written)
        .tokenize_with_location()
        .ok()?;
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    let tokens = in_words(&text, &tokens, |_| true);
    let mut parser = Parser::new(&Assay).with_tokens_with_locations(tokens);
    loop {
        item(&mut parser)?;
        if !parser.consume_token(&Token::Comma) {
            return (parser.peek_token().token == Token::EOF).then_some(());
        }
    }
}

fn in_words(
    text: &Text<'_>,
    tokens: &[TokenWithSpan],
    is_type: impl Fn(usize) -> bool,
) -> Vec<TokenWithSpan> {
    let mut written = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        written.push(token.clone());
        at += 1;
        let opens = tokens.get(at).filter(|next| next.token == Token::LParen);
        let Some(open) = opens.filter(|_| is_nesting(token) && is_type(at - 1)) else {
            continue;
        };
        let Some(close) = end_of(tokens, at) else {
            continue;
        };
        let inside = text.offset(open.span.end)..text.offset(tokens[close].span.start);
        let inside = text.as_str().get(inside).unwrap_or_default().to_owned();
        // A keyword would be read as a type of another grammar.
        if let Some(word) = written.last_mut() {
            word.token = Token::Word(Word {
                value: token.token.to_string().to_lowercase(),
                quote_style: None,
                keyword: Keyword::NoKeyword,
            });
        }
        written.push(open.clone());
        written.push(TokenWithSpan::new(
            Token::SingleQuotedString(inside),
            open.span,
        ));
        written.push(tokens[close].clone());
        at = close + 1;
    }
    written
}

fn is_nesting(token: &TokenWithSpan) -> bool {
    is_keyword(token, Keyword::STRUCT) || is_keyword(token, Keyword::MAP)
}

/// Whether the innermost open bracket is that of a cast.
fn is_in_cast(before: &[TokenWithSpan]) -> bool {
    let mut depth = 0_usize;
    for (at, token) in before.iter().enumerate().rev() {
        match token.token {
            Token::RParen => depth += 1,
            Token::LParen if depth > 0 => depth -= 1,
            Token::LParen => {
                let head = at.checked_sub(1).map(|head| &before[head]);
                let casts = [Keyword::CAST, Keyword::TRY_CAST, Keyword::SAFE_CAST];
                return head.is_some_and(|head| casts.iter().any(|cast| is_keyword(head, *cast)));
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{fields, types};

    #[test]
    fn types_between_brackets_are_read() {
        let written = "a INT, \"b c\" struct(d decimal(5, 2), e map(text, int[]))[]";
        let read = fields(written).unwrap();
        let names: Vec<&str> = read.iter().map(|(name, _)| name.value.as_str()).collect();
        assert_eq!(names, ["a", "b c"]);
        assert_eq!(types("text, int").unwrap().len(), 2);
        assert!(fields("a INT b").is_none());
        assert!(fields("").is_none());
    }
}
