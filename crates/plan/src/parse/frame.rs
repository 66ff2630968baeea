//! `EXCLUDE` in the frame of a window, which the grammar does not know: a marker among the keys of
//! the partition stands for it.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan, Word};

use super::{is_keyword, is_significant};
use crate::nodes;

/// The tokens with what frames leave out in front of them.
pub(super) fn exclusions_marked(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_frame = |token: &TokenWithSpan| is_keyword(token, Keyword::EXCLUDE);
    if !tokens.iter().any(is_frame) {
        return tokens;
    }
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    let mut written: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len() + 16);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let place = left_out(&tokens[at..]).zip(keys_of(&written));
        let Some(((what, length), (place, has_keys))) = place else {
            written.push(token.clone());
            at += 1;
            continue;
        };
        if let Some(what) = what {
            let marker = marker(what, has_keys);
            let marker = marker.map(|made| TokenWithSpan::new(made, token.span));
            written.splice(place..place, marker);
        }
        at += length;
    }
    written
}

/// What is left out, and of how many words that is said; none where a frame does not end here.
fn left_out(tokens: &[TokenWithSpan]) -> Option<(Option<&'static str>, usize)> {
    let word = |at: usize| match tokens.get(at).map(|token| &token.token) {
        Some(Token::Word(word)) if word.quote_style.is_none() => word.value.to_uppercase(),
        _ => String::new(),
    };
    if word(0) != "EXCLUDE" {
        return None;
    }
    let (what, length) = match (word(1).as_str(), word(2).as_str()) {
        ("CURRENT", "ROW") => (Some("current row"), 3),
        ("GROUP", _) => (Some("group"), 2),
        ("TIES", _) => (Some("ties"), 2),
        ("NO", "OTHERS") => (None, 3),
        _ => return None,
    };
    let is_end = tokens.get(length)?.token == Token::RParen;
    is_end.then_some((what, length))
}

/// Where keys of the innermost open window may stand, and whether there are some.
fn keys_of(written: &[TokenWithSpan]) -> Option<(usize, bool)> {
    const UNITS: [Keyword; 3] = [Keyword::ROWS, Keyword::RANGE, Keyword::GROUPS];
    let mut depth = 0_usize;
    let mut has_frame = false;
    for (at, token) in written.iter().enumerate().rev() {
        match token.token {
            Token::RParen => depth += 1,
            Token::LParen if depth > 0 => depth -= 1,
            Token::LParen => {
                let first = written.get(at + 1)?;
                if !has_frame || is_keyword(first, Keyword::SELECT) {
                    return None;
                }
                let starts = [Keyword::ORDER, Keyword::PARTITION];
                let is_start = |keyword: &Keyword| is_keyword(first, *keyword);
                // A named window stands in front.
                let is_named = !starts.iter().chain(&UNITS).any(is_start);
                let start = at + 1 + usize::from(is_named);
                let has_keys = written
                    .get(start)
                    .is_some_and(|token| is_keyword(token, Keyword::PARTITION));
                return Some((start + if has_keys { 2 } else { 0 }, has_keys));
            }
            _ if depth == 0 && UNITS.iter().any(|unit| is_keyword(token, *unit)) => {
                has_frame = true;
            }
            _ => {}
        }
    }
    None
}

fn marker(what: &str, has_keys: bool) -> impl Iterator<Item = Token> {
    let call = [
        Token::Word(Word {
            value: nodes::EXCLUDED.to_owned(),
            quote_style: Some('"'),
            keyword: Keyword::NoKeyword,
        }),
        Token::LParen,
        Token::SingleQuotedString(what.to_owned()),
        Token::RParen,
    ];
    let before = ["PARTITION", "BY"].map(Token::make_keyword);
    let before = before.into_iter().filter(move |_| !has_keys);
    let behind = has_keys.then_some(Token::Comma);
    before.chain(call).chain(behind)
}

/// A printed calculation with what its frames leave out where a person writes it.
pub(crate) fn as_typed(printed: &str) -> String {
    const KEYS: &str = "PARTITION BY ";
    let mut text = printed.to_owned();
    while let Some(at) = text.find(nodes::EXCLUDED) {
        let start = at - usize::from(text[..at].ends_with('"'));
        let Some(length) = text[at..].find(')') else {
            return text;
        };
        let end = at + length + 1;
        let what = text[at..end].split('\'').nth(1).unwrap_or_default();
        let what = format!(" EXCLUDE {}", what.to_uppercase());
        let (before, behind) = (&text[..start], &text[end..]);
        let range = if behind.starts_with(", ") {
            start..end + 2
        } else if before.ends_with(", ") {
            start - 2..end
        } else if before.ends_with(KEYS) {
            start - KEYS.len()..end + usize::from(behind.starts_with(' '))
        } else {
            start..end
        };
        let close = range.end + closing(&text[range.end..]);
        text.insert_str(close, &what);
        text.replace_range(range, "");
    }
    text
}

/// Where the bracket closes that is open at the beginning.
fn closing(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::as_typed;
    use crate::nodes::EXCLUDED;

    #[test]
    fn what_is_left_out_stands_behind_the_frame() {
        let check = |keys: &str, expected: &str| {
            let printed = format!("sum(x) OVER ({keys}ORDER BY f(y) ROWS 1 PRECEDING) + 1");
            assert_eq!(as_typed(&printed), expected);
        };
        let alone = "sum(x) OVER (ORDER BY f(y) ROWS 1 PRECEDING EXCLUDE CURRENT ROW) + 1";
        check(
            &format!("PARTITION BY \"{EXCLUDED}\"('current row') "),
            alone,
        );
        let with_key =
            "sum(x) OVER (PARTITION BY g ORDER BY f(y) ROWS 1 PRECEDING EXCLUDE TIES) + 1";
        check(&format!("PARTITION BY {EXCLUDED}('ties'), g "), with_key);
        check(
            &format!("PARTITION BY g, \"{EXCLUDED}\"('ties') "),
            with_key,
        );
        check("", "sum(x) OVER (ORDER BY f(y) ROWS 1 PRECEDING) + 1");
    }
}
