//! Which `->` stands in a function without a name, and which one reads JSON.
//!
//! The grammar takes every `name ->` for the former. Only arguments of functions that take one
//! can be meant so; every other arrow becomes `#>`, which nothing else means here.

use model::Diagnostic;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::is_significant;
use crate::functions::functions;
use crate::place::Text;
use crate::refuse;

/// The tokens with each arrow as what it means.
pub(super) fn arrows_told_apart(
    text: &Text<'_>,
    mut tokens: Vec<TokenWithSpan>,
) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    if let Some(typed) = tokens.iter().find(|token| token.token == Token::HashArrow) {
        let hint = "Write -> with a path: text -> '$.a.b'.";
        return Err(refuse::unsupported(
            text,
            "The operator #>",
            typed.span,
            hint,
        ));
    }
    if !tokens.iter().any(|token| token.token == Token::Arrow) {
        return Ok(tokens);
    }
    let places: Vec<usize> = (0..tokens.len())
        .filter(|at| is_significant(&tokens[*at]))
        .collect();
    // For each open parenthesis: whether it holds arguments of a function that takes functions.
    let mut open: Vec<bool> = Vec::new();
    for (nth, at) in places.iter().enumerate() {
        let back = |steps: usize| {
            let nth = nth.checked_sub(steps)?;
            places.get(nth).map(|at| &tokens[*at].token)
        };
        match &tokens[*at].token {
            Token::LParen => {
                let takes = matches!(back(1), Some(Token::Word(word))
                    if functions().takes_functions(&word.value) || is_columns(&word.value));
                open.push(takes);
            }
            Token::RParen => {
                open.pop();
            }
            Token::Arrow => {
                let is_inside = open.last() == Some(&true);
                let is_named = matches!(back(1), Some(Token::Word(_)))
                    && matches!(back(2), Some(Token::Comma));
                // `COLUMNS(c -> c LIKE 'a%')`: its only argument.
                let is_only = matches!(back(1), Some(Token::Word(_)))
                    && matches!(back(2), Some(Token::LParen))
                    && matches!(back(3), Some(Token::Word(word)) if is_columns(&word.value));
                let is_listed = matches!(back(1), Some(Token::RParen));
                if !(is_inside && (is_named || is_listed || is_only)) {
                    tokens[*at].token = Token::HashArrow;
                }
            }
            _ => {}
        }
    }
    Ok(tokens)
}

fn is_columns(word: &str) -> bool {
    word.eq_ignore_ascii_case("columns")
}
