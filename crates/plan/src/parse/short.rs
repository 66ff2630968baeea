//! Short forms that are longer forms of the grammar, word for word: `LIMIT 10 PERCENT`, `* LIKE 'a%'`.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use super::{is_keyword, is_significant};

/// The tokens with short forms written out.
pub(super) fn written_out(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let significant: Vec<&TokenWithSpan> = tokens
        .iter()
        .filter(|token| is_significant(token))
        .collect();
    let has_any = significant.windows(3).any(|three| {
        is_share(three)
            || is_star_like(three)
            || hints(three) > 0
            || is_trim(three)
            || is_counted(three)
    });
    if !has_any {
        return tokens;
    }
    let mut written = Vec::with_capacity(tokens.len() + 8);
    let mut at = 0;
    while let Some(token) = significant.get(at) {
        let made = |token: Token| TokenWithSpan::new(token, significant[at].span);
        let three = significant.get(at..at + 3).unwrap_or_default();
        if is_share(three) && ends_limit(significant.get(at + 3).copied()) {
            written.extend(["FETCH", "FIRST"].map(|word| made(Token::make_keyword(word))));
            written.push(three[1].clone());
            written.extend(["PERCENT", "ROWS", "ONLY"].map(|word| made(Token::make_keyword(word))));
            at += 3;
        } else if is_star_like(three)
            && let Token::SingleQuotedString(pattern) = &three[2].token
        {
            written.push(made(Token::make_word("COLUMNS", None)));
            written.push(made(Token::LParen));
            let pattern = Token::SingleQuotedString(as_regex(pattern));
            written.push(TokenWithSpan::new(pattern, three[2].span));
            written.push(made(Token::RParen));
            at += 3;
        } else if is_counted(three)
            && let Some([close, unit]) = significant.get(at + 3..at + 5)
            && close.token == Token::RParen
            && matches!(unit.token, Token::Word(_))
        {
            // The grammar takes a number in brackets for digits behind the point.
            written.extend([three[0].clone(), three[2].clone()]);
            at += 4;
        } else if is_trim(three) {
            // Blanks are meant: the grammar wants to know what stands before FROM.
            written.extend([three[0].clone(), three[1].clone()]);
            at += 2;
            let side = significant.get(at).filter(|side| is_side(side));
            if let Some(side) = side {
                written.push((*side).clone());
                at += 1;
            }
            if significant
                .get(at)
                .is_some_and(|next| is_keyword(next, Keyword::FROM))
            {
                at += 1;
            }
        } else if hints(three) > 0 {
            written.push((*token).clone());
            at += 1 + hints(three);
        } else {
            written.push((*token).clone());
            at += 1;
        }
    }
    written
}

/// The beginning of `INTERVAL (3) DAY`.
fn is_counted(tokens: &[&TokenWithSpan]) -> bool {
    matches!(tokens, [interval, open, number]
        if is_keyword(interval, Keyword::INTERVAL)
            && open.token == Token::LParen
            && matches!(number.token, Token::Number(..)))
}

/// `trim(FROM x)` or the beginning of `trim(LEADING FROM x)`.
fn is_trim(tokens: &[&TokenWithSpan]) -> bool {
    matches!(tokens, [trim, open, next]
        if is_keyword(trim, Keyword::TRIM)
            && open.token == Token::LParen
            && (is_keyword(next, Keyword::FROM) || is_side(next)))
}

fn is_side(token: &TokenWithSpan) -> bool {
    [Keyword::LEADING, Keyword::TRAILING, Keyword::BOTH]
        .into_iter()
        .any(|side| is_keyword(token, side))
}

/// How many words behind AS only say how a named query is to be computed; names are resolved with
/// a look at them. `AS MATERIALIZED (`, `AS NOT MATERIALIZED (`.
fn hints(tokens: &[&TokenWithSpan]) -> usize {
    match tokens {
        [begin, hint, open]
            if is_keyword(begin, Keyword::AS)
                && is_keyword(hint, Keyword::MATERIALIZED)
                && open.token == Token::LParen =>
        {
            1
        }
        [begin, not, hint]
            if is_keyword(begin, Keyword::AS)
                && is_keyword(not, Keyword::NOT)
                && is_keyword(hint, Keyword::MATERIALIZED) =>
        {
            2
        }
        _ => 0,
    }
}

/// `LIMIT 10 PERCENT` or `LIMIT 10 %`.
fn is_share(tokens: &[&TokenWithSpan]) -> bool {
    matches!(tokens, [limit, number, percent]
        if is_keyword(limit, Keyword::LIMIT)
            && matches!(number.token, Token::Number(..))
            && (is_keyword(percent, Keyword::PERCENT) || percent.token == Token::Mod))
}

/// Whether a LIMIT ends before this token, so that `%` was no operator.
fn ends_limit(next: Option<&TokenWithSpan>) -> bool {
    next.is_none_or(|next| match &next.token {
        Token::RParen | Token::SemiColon | Token::EOF => true,
        Token::Word(word) => word.keyword == Keyword::OFFSET,
        _ => false,
    })
}

/// `* LIKE 'a%'` in a select list.
fn is_star_like(tokens: &[&TokenWithSpan]) -> bool {
    matches!(tokens, [star, like, pattern]
        if star.token == Token::Mul
            && is_keyword(like, Keyword::LIKE)
            && matches!(pattern.token, Token::SingleQuotedString(_)))
}

/// A pattern of LIKE as a regular expression over the whole name.
fn as_regex(pattern: &str) -> String {
    let mut regex = String::from("^");
    for sign in pattern.chars() {
        match sign {
            '%' => regex.push_str(".*"),
            '_' => regex.push('.'),
            letter if letter.is_alphanumeric() || letter == ' ' => regex.push(letter),
            other => {
                regex.push('\\');
                regex.push(other);
            }
        }
    }
    regex.push('$');
    regex
}
