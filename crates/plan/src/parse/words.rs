//! Words of other databases as the grammar knows them: `x ISNULL`, `a DIV b`, `x RLIKE 'p'`,
//! `x IN [1, 2]`, `explode(l)`, `0xFF`, paths behind `#>`.

use std::fmt::Write as _;

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{is_keyword, is_significant};
use crate::dialect::NEVER_A_NAME;
use crate::place::Text;

/// The tokens with such words written otherwise.
pub(super) fn in_our_words(text: &Text<'_>, tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    if !tokens.iter().any(is_suspect) {
        return tokens;
    }
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    let mut written: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len() + 8);
    // Places where a parenthesis closes that was opened here.
    let mut closing: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        let made = |token_made: Token| TokenWithSpan::new(token_made, token.span);
        let between = written.last().is_some_and(ends_operand) && next.is_some_and(starts_operand);
        match lower(token).as_str() {
            "isnull" if written.last().is_some_and(ends_operand) && !is_open(next) => {
                written.extend(["IS", "NULL"].map(|word| made(Token::make_keyword(word))));
            }
            "explode" | "explode_outer" if is_open(next) => {
                written.push(made(Token::make_word("UNNEST", None)));
            }
            "div" if between => written.push(made(Token::DuckIntDiv)),
            "mod" if between => written.push(made(Token::Mod)),
            "rlike" | "regexp" if between => written.push(made(Token::Tilde)),
            "rlike" | "regexp" if follows_not(&written) => {
                written.pop();
                written.push(made(Token::ExclamationMarkTilde));
            }
            "glob" if between && is_text(next) => written.push(made(Token::Tilde)),
            "glob" if follows_not(&written) && is_text(next) => {
                written.pop();
                written.push(made(Token::ExclamationMarkTilde));
            }
            _ => match &token.token {
                Token::HexStringLiteral(_) if number(text, token).is_some() => {
                    written.extend(number(text, token));
                }
                Token::SingleQuotedString(shape)
                    if at > 0 && lower(&tokens[at - 1]) == "glob" && is_sign(written.last()) =>
                {
                    written.push(made(Token::SingleQuotedString(as_regex(shape))));
                }
                Token::Mul if next.is_some_and(|next| touches(token, next)) => {}
                Token::Mul if at > 0 && touches(&tokens[at - 1], token) => {
                    written.push(made(Token::Caret));
                }
                Token::LParen if is_condition(&written, next) => {
                    written.push(token.clone());
                    written.push(made(Token::make_keyword("WHERE")));
                }
                Token::LBracket if follows_in(&written) => {
                    open_choice(&mut written);
                    closing.extend(end_of(&tokens, at));
                    written.push(token.clone());
                }
                Token::HashLongArrow | Token::HashArrow if path(next).is_some() => {
                    written.push(made(if token.token == Token::HashArrow {
                        Token::Arrow
                    } else {
                        Token::LongArrow
                    }));
                }
                Token::SingleQuotedString(_)
                    if at > 0
                        && matches!(
                            tokens[at - 1].token,
                            Token::HashArrow | Token::HashLongArrow
                        ) =>
                {
                    let path = path(Some(token)).unwrap_or_default();
                    written.push(made(Token::SingleQuotedString(path)));
                }
                _ => written.push(token.clone()),
            },
        }
        if closing.last() == Some(&at) {
            closing.pop();
            written.push(made(Token::RParen));
        }
    }
    written
}

fn is_suspect(token: &TokenWithSpan) -> bool {
    const WORDS: [&str; 9] = [
        "isnull",
        "explode",
        "explode_outer",
        "div",
        "mod",
        "rlike",
        "regexp",
        "glob",
        "filter",
    ];
    match &token.token {
        Token::HexStringLiteral(_)
        | Token::LBracket
        | Token::HashArrow
        | Token::HashLongArrow
        | Token::Mul => true,
        Token::Word(_) => WORDS.contains(&lower(token).as_str()),
        _ => false,
    }
}

fn lower(token: &TokenWithSpan) -> String {
    match &token.token {
        Token::Word(word) if word.quote_style.is_none() => word.value.to_lowercase(),
        _ => String::new(),
    }
}

fn is_open(token: Option<&TokenWithSpan>) -> bool {
    token.is_some_and(|token| token.token == Token::LParen)
}

fn is_text(token: Option<&TokenWithSpan>) -> bool {
    token.is_some_and(|token| matches!(token.token, Token::SingleQuotedString(_)))
}

fn is_sign(token: Option<&TokenWithSpan>) -> bool {
    token.is_some_and(|token| matches!(token.token, Token::Tilde | Token::ExclamationMarkTilde))
}

fn follows_not(written: &[TokenWithSpan]) -> bool {
    written
        .last()
        .is_some_and(|last| is_keyword(last, Keyword::NOT))
}

/// Whether `**` stands here: two signs without a space between them.
fn touches(first: &TokenWithSpan, second: &TokenWithSpan) -> bool {
    first.token == Token::Mul && second.token == Token::Mul && first.span.end == second.span.start
}

/// `sum(x) FILTER (x > 1)`: a condition without its WHERE.
fn is_condition(written: &[TokenWithSpan], next: Option<&TokenWithSpan>) -> bool {
    let [.., call, filter] = written else {
        return false;
    };
    call.token == Token::RParen
        && is_keyword(filter, Keyword::FILTER)
        && next.is_some_and(|next| !is_keyword(next, Keyword::WHERE))
}

/// A pattern of GLOB as a regular expression over the whole text.
fn as_regex(shape: &str) -> String {
    let mut regex = String::from("(?s)^");
    let mut in_set = false;
    let mut signs = shape.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            ']' if in_set => {
                in_set = false;
                regex.push(']');
            }
            '!' | '^' if in_set && regex.ends_with('[') => regex.push('^'),
            '-' if in_set => regex.push('-'),
            '*' if !in_set => regex.push_str(".*"),
            '?' if !in_set => regex.push('.'),
            '[' if !in_set && signs.clone().any(|sign| sign == ']') => {
                in_set = true;
                regex.push('[');
            }
            letter if letter.is_alphanumeric() || letter == ' ' => regex.push(letter),
            '\\' => {
                // The sign behind it means itself.
                let meant = signs.next().unwrap_or('\\');
                regex.push_str(&regex_sign(meant));
            }
            other => regex.push_str(&regex_sign(other)),
        }
    }
    regex.push('$');
    regex
}

fn regex_sign(sign: char) -> String {
    if sign.is_alphanumeric() || sign.is_whitespace() {
        sign.to_string()
    } else {
        format!("\\{sign}")
    }
}

/// Words that stand where an operand could, and are none.
fn is_no_operand(word: Keyword) -> bool {
    NEVER_A_NAME.contains(&word)
        || matches!(
            word,
            Keyword::NOT
                | Keyword::IS
                | Keyword::DISTINCT
                | Keyword::ALL
                | Keyword::BY
                | Keyword::INTERVAL
                | Keyword::WINDOW
                | Keyword::OVER
                | Keyword::FETCH
                | Keyword::OFFSET
                | Keyword::ASC
                | Keyword::DESC
                | Keyword::NULLS
                | Keyword::FILTER
                | Keyword::RETURNING
        )
}

fn ends_operand(token: &TokenWithSpan) -> bool {
    match &token.token {
        Token::Word(word) => {
            word.quote_style.is_some()
                || !is_no_operand(word.keyword)
                || word.keyword == Keyword::END
        }
        Token::Number(..) | Token::SingleQuotedString(_) | Token::RParen | Token::RBracket => true,
        _ => false,
    }
}

fn starts_operand(token: &TokenWithSpan) -> bool {
    match &token.token {
        Token::Word(word) => word.quote_style.is_some() || !is_no_operand(word.keyword),
        Token::Number(..) | Token::SingleQuotedString(_) | Token::LParen | Token::Minus => true,
        _ => false,
    }
}

/// `0xFF` as the number that it is.
fn number(text: &Text<'_>, token: &TokenWithSpan) -> Option<TokenWithSpan> {
    let Token::HexStringLiteral(digits) = &token.token else {
        return None;
    };
    let span = text.span(token.span)?;
    let start = usize::try_from(span.start).ok()?;
    let is_number = text.as_str().get(start..)?.starts_with("0x");
    let value = i128::from_str_radix(digits, 16)
        .ok()
        .filter(|_| is_number)?;
    let digits = Token::Number(value.to_string(), false);
    Some(TokenWithSpan::new(digits, token.span))
}

fn follows_in(written: &[TokenWithSpan]) -> bool {
    written
        .last()
        .is_some_and(|last| is_keyword(last, Keyword::IN))
}

/// `x IN [` becomes `x = ANY (`, `x NOT IN [` becomes `x <> ALL (`.
fn open_choice(written: &mut Vec<TokenWithSpan>) {
    let Some(last) = written.pop() else {
        return;
    };
    let is_not = written
        .last()
        .is_some_and(|before| is_keyword(before, Keyword::NOT));
    if is_not {
        written.pop();
    }
    let (sign, word) = if is_not {
        (Token::Neq, "ALL")
    } else {
        (Token::Eq, "ANY")
    };
    for token in [sign, Token::make_keyword(word), Token::LParen] {
        written.push(TokenWithSpan::new(token, last.span));
    }
}

/// The place of the bracket that closes the one at a place.
pub(super) fn end_of(tokens: &[TokenWithSpan], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.token {
            Token::LBracket | Token::LParen | Token::LBrace => depth += 1,
            Token::RBracket | Token::RParen | Token::RBrace => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// `'{a,0,b}'` as a path of ours: `'$."a"[0]."b"'`.
fn path(token: Option<&TokenWithSpan>) -> Option<String> {
    let Token::SingleQuotedString(written) = &token?.token else {
        return None;
    };
    let steps = written.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut path = "$".to_owned();
    for step in steps
        .split(',')
        .map(str::trim)
        .filter(|step| !step.is_empty())
    {
        let step = step.trim_matches('"');
        if step.parse::<i64>().is_ok() {
            let _ = write!(path, "[{step}]");
        } else {
            let _ = write!(path, ".\"{step}\"");
        }
    }
    Some(path)
}
