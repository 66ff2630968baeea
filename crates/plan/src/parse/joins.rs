//! `ASOF JOIN` and `POSITIONAL JOIN` in words that the grammar knows and that mean nothing else
//! here: `GLOBAL JOIN` and `GLOBAL CROSS JOIN`.

use model::Diagnostic;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{is_keyword, is_significant};
use crate::place::Text;
use crate::refuse;

/// The tokens with these joins in the grammar's words.
pub(super) fn in_known_words(
    text: &Text<'_>,
    mut tokens: Vec<TokenWithSpan>,
) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    let places: Vec<usize> = (0..tokens.len())
        .filter(|at| is_significant(&tokens[*at]))
        .collect();
    let mut crossed = Vec::new();
    for pair in places.windows(2) {
        let (at, next) = (pair[0], pair[1]);
        let joins = [Keyword::JOIN, Keyword::LEFT, Keyword::INNER];
        let others = [
            Keyword::RIGHT,
            Keyword::FULL,
            Keyword::SEMI,
            Keyword::ANTI,
            Keyword::CROSS,
        ];
        let is_join = joins
            .iter()
            .chain(&others)
            .any(|keyword| is_keyword(&tokens[next], *keyword));
        if !is_join {
            continue;
        }
        if is_keyword(&tokens[at], Keyword::GLOBAL) {
            let span = tokens[at].span;
            return Err(refuse::unsupported(text, "GLOBAL", span, "Remove it."));
        }
        if is_keyword(&tokens[at], Keyword::ASOF) {
            tokens[at].token = Token::make_keyword("GLOBAL");
        } else if is_word(&tokens[at], "POSITIONAL") && is_keyword(&tokens[next], Keyword::JOIN) {
            tokens[at].token = Token::make_keyword("GLOBAL");
            crossed.push(next);
        }
    }
    for at in crossed.into_iter().rev() {
        let cross = TokenWithSpan::new(Token::make_keyword("CROSS"), tokens[at].span);
        tokens.insert(at, cross);
    }
    Ok(tokens)
}

fn is_word(token: &TokenWithSpan, wanted: &str) -> bool {
    matches!(&token.token, Token::Word(word)
        if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(wanted))
}
