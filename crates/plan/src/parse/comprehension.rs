//! `[x * 2 FOR x IN list IF x > 1]`: a list made of another one, as the functions that it is short for.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::words::end_of;
use super::{is_keyword, is_significant};

/// The tokens with such lists written out as `list_transform(list_filter(…), …)`.
pub(super) fn written_out(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let has_any = tokens.iter().any(|token| token.token == Token::LBracket)
        && tokens.iter().any(|token| is_keyword(token, Keyword::FOR));
    if !has_any {
        return tokens;
    }
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    rewritten(&tokens)
}

fn rewritten(tokens: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let mut written = Vec::with_capacity(tokens.len() + 8);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let end = if token.token == Token::LBracket {
            end_of(tokens, at)
        } else {
            None
        };
        let inner = end.and_then(|end| tokens.get(at + 1..end));
        let list = inner.and_then(|inner| made(inner, token));
        if let (Some(list), Some(end)) = (list, end) {
            written.extend(list);
            at = end + 1;
        } else {
            written.push(token.clone());
            at += 1;
        }
    }
    written
}

/// What stands between the brackets as calls; none when it is no such list.
fn made(inner: &[TokenWithSpan], open: &TokenWithSpan) -> Option<Vec<TokenWithSpan>> {
    let behind = |from: usize, word: Keyword| {
        let mut depth = 0_usize;
        inner.iter().enumerate().skip(from).find_map(|(at, token)| {
            match token.token {
                Token::LBracket | Token::LParen | Token::LBrace => depth += 1,
                Token::RBracket | Token::RParen | Token::RBrace => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            (depth == 0 && is_keyword(token, word)).then_some(at)
        })
    };
    let of = behind(0, Keyword::FOR)?;
    let within = behind(of, Keyword::IN)?;
    let only = behind(within, Keyword::IF);
    let value = inner.get(..of)?;
    let names = inner.get(of + 1..within)?;
    let list = inner.get(within + 1..only.unwrap_or(inner.len()))?;
    if value.is_empty() || names.is_empty() || list.is_empty() {
        return None;
    }
    let sign = |token: Token| TokenWithSpan::new(token, open.span);
    let word = |name: &str| sign(Token::make_word(name, None));
    let params = || {
        let mut params = names.to_vec();
        if names.len() > 1 {
            params.insert(0, sign(Token::LParen));
            params.push(sign(Token::RParen));
        }
        params.push(sign(Token::Arrow));
        params
    };
    let mut written = vec![word("list_transform"), sign(Token::LParen)];
    let list = rewritten(list);
    match only.and_then(|only| inner.get(only + 1..)) {
        Some(condition) => {
            written.extend([word("list_filter"), sign(Token::LParen)]);
            written.extend(list);
            written.push(sign(Token::Comma));
            written.extend(params());
            written.extend(rewritten(condition));
            written.push(sign(Token::RParen));
        }
        None => written.extend(list),
    }
    written.push(sign(Token::Comma));
    written.extend(params());
    written.extend(rewritten(value));
    written.push(sign(Token::RParen));
    Some(written)
}
