//! `TABLESAMPLE` and `USING SAMPLE` in all their spellings, as one: `TABLESAMPLE (10 PERCENT)
//! REPEATABLE (1)` behind a table, or a condition of `PREWHERE` behind all of FROM.

use model::Diagnostic;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan, Word};

use super::{is_keyword, is_significant};
use crate::place::Text;
use crate::{nodes, refuse};

/// A sample without a seed is the same each time, too.
const SEED: &str = "0";

/// How much is to be taken, as typed.
struct Wanted {
    amount: String,
    counts_rows: bool,
    seed: String,
}

/// The tokens with samples in one spelling.
pub(super) fn spelled_out(
    text: &Text<'_>,
    tokens: Vec<TokenWithSpan>,
) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    if !tokens.iter().any(is_sample_word) {
        return Ok(tokens);
    }
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    let mut written: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len() + 16);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let span = token.span;
        let of_all = is_keyword(token, Keyword::USING)
            && tokens
                .get(at + 1)
                .is_some_and(|next| is_word(next, "SAMPLE"));
        if !of_all && !is_keyword(token, Keyword::TABLESAMPLE) {
            written.push(token.clone());
            at += 1;
            continue;
        }
        at += if of_all { 2 } else { 1 };
        let mut reader = Reader {
            tokens: &tokens,
            at,
        };
        let wanted = reader.wanted().ok_or_else(|| misread(text, span))?;
        let refused = wanted.refused();
        if let Some((message, hint)) = refused {
            let diagnostic = Diagnostic::error("SQL_VALUE", message).with_hint(hint);
            return Err(super::missing::placed(text, span, diagnostic));
        }
        at = reader.at;
        if of_all {
            let place = end_of_from(&written).ok_or_else(|| misread(text, span))?;
            let condition = wanted.condition(span);
            written.splice(place..place, condition);
        } else {
            // A name that follows belongs in front: the grammar knows one order.
            if let Some(named) = tokens.get(at)
                && is_keyword(named, Keyword::AS)
            {
                written.extend(tokens.iter().skip(at).take(2).cloned());
                at += 2;
            }
            written.extend(wanted.behind_a_table(span));
        }
    }
    Ok(written)
}

fn is_sample_word(token: &TokenWithSpan) -> bool {
    is_keyword(token, Keyword::TABLESAMPLE) || is_word(token, "SAMPLE")
}

fn is_word(token: &TokenWithSpan, wanted: &str) -> bool {
    matches!(&token.token, Token::Word(word)
        if word.quote_style.is_none() && word.value.eq_ignore_ascii_case(wanted))
}

fn misread(text: &Text<'_>, span: Span) -> Diagnostic {
    let hint = "Write TABLESAMPLE (10 PERCENT) or TABLESAMPLE (50 ROWS) behind a table, or USING SAMPLE 50 ROWS behind the conditions; REPEATABLE (7) picks other rows.";
    refuse::unsupported(text, "This way to take a sample", span, hint)
}

/// Where FROM of the innermost open select ends, in what was written so far.
fn end_of_from(written: &[TokenWithSpan]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut end = written.len();
    for (at, token) in written.iter().enumerate().rev() {
        match &token.token {
            Token::RParen => depth += 1,
            Token::LParen if depth == 0 => return None,
            Token::LParen => depth -= 1,
            Token::Word(word) if depth == 0 && word.quote_style.is_none() => match word.keyword {
                Keyword::WHERE
                | Keyword::GROUP
                | Keyword::HAVING
                | Keyword::WINDOW
                | Keyword::QUALIFY => end = at,
                Keyword::FROM if !is_distinct_from(written, at) => return Some(end),
                _ => {}
            },
            _ => {}
        }
    }
    None
}

fn is_distinct_from(written: &[TokenWithSpan], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| written.get(at));
    before(1).is_some_and(|token| is_keyword(token, Keyword::DISTINCT))
        && before(2)
            .is_some_and(|token| is_keyword(token, Keyword::IS) || is_keyword(token, Keyword::NOT))
}

struct Reader<'t> {
    tokens: &'t [TokenWithSpan],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<&TokenWithSpan> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    fn takes(&mut self, wanted: &Token) -> bool {
        let is_here = self
            .tokens
            .get(self.at)
            .is_some_and(|token| token.token == *wanted);
        self.at += usize::from(is_here);
        is_here
    }

    fn takes_word(&mut self, wanted: &str) -> bool {
        let is_here = self
            .tokens
            .get(self.at)
            .is_some_and(|token| is_word(token, wanted));
        self.at += usize::from(is_here);
        is_here
    }

    fn number(&mut self) -> Option<String> {
        match &self.next()?.token {
            Token::Number(digits, _) => Some(digits.replace('_', "")),
            _ => None,
        }
    }

    /// The name of a method; each gives a sample of the same kind here.
    fn method(&mut self) -> Option<&'static str> {
        ["BERNOULLI", "SYSTEM", "RESERVOIR"]
            .into_iter()
            .find(|name| self.takes_word(name))
    }

    fn wanted(&mut self) -> Option<Wanted> {
        let mut method = self.method();
        let in_parentheses = self.takes(&Token::LParen);
        let amount = self.number()?;
        let unit = self.unit();
        if in_parentheses && !self.takes(&Token::RParen) {
            return None;
        }
        let mut seed = None;
        if self.takes(&Token::LParen) {
            method = Some(self.method()?);
            if self.takes(&Token::Comma) {
                seed = Some(self.number()?);
            }
            if !self.takes(&Token::RParen) {
                return None;
            }
        }
        if self.takes_word("REPEATABLE") || self.takes_word("SEED") {
            if !self.takes(&Token::LParen) {
                return None;
            }
            seed = Some(self.number()?);
            if !self.takes(&Token::RParen) {
                return None;
            }
        }
        // A bare number counts rows, but for the methods that PostgreSQL gives a percentage.
        let counts_rows = unit.unwrap_or(!matches!(method, Some("BERNOULLI" | "SYSTEM")));
        Some(Wanted {
            amount,
            counts_rows,
            seed: seed.unwrap_or_else(|| SEED.to_owned()),
        })
    }

    /// Whether rows are counted; none when nothing is said.
    fn unit(&mut self) -> Option<bool> {
        if self.takes_word("ROWS") {
            Some(true)
        } else if self.takes_word("PERCENT") || self.takes(&Token::Mod) {
            Some(false)
        } else {
            None
        }
    }
}

impl Wanted {
    fn refused(&self) -> Option<(String, &'static str)> {
        let whole = |digits: &str| digits.parse::<u32>().is_ok();
        let share = self.amount.parse::<f64>().ok();
        let is_share = share.is_some_and(|share| (0.0..=100.0).contains(&share));
        if self.counts_rows && self.amount.parse::<u64>().is_err() {
            let message = "A sample of rows needs a whole number.".to_owned();
            return Some((message, "Write 50 ROWS, or 10 PERCENT."));
        }
        if !self.counts_rows && !is_share {
            let message = "A sample is 0 to 100 percent.".to_owned();
            return Some((message, "Write 10 PERCENT, or 50 ROWS."));
        }
        (!whole(&self.seed)).then(|| {
            let message = "The number behind REPEATABLE is not a whole one.".to_owned();
            (message, "Write a whole number from 0 to 4294967295.")
        })
    }

    fn behind_a_table(&self, span: Span) -> Vec<TokenWithSpan> {
        let unit = if self.counts_rows { "ROWS" } else { "PERCENT" };
        let number = |digits: &str| Token::Number(digits.to_owned(), false);
        [
            Token::make_keyword("TABLESAMPLE"),
            Token::LParen,
            number(&self.amount),
            Token::make_keyword(unit),
            Token::RParen,
            Token::make_keyword("REPEATABLE"),
            Token::LParen,
            number(&self.seed),
            Token::RParen,
        ]
        .map(|token| TokenWithSpan::new(token, span))
        .to_vec()
    }

    fn condition(&self, span: Span) -> Vec<TokenWithSpan> {
        let number = |digits: &str| Token::Number(digits.to_owned(), false);
        let marker = Token::Word(Word {
            value: nodes::SAMPLED.to_owned(),
            quote_style: Some('"'),
            keyword: Keyword::NoKeyword,
        });
        [
            Token::make_keyword("PREWHERE"),
            marker,
            Token::LParen,
            number(&self.amount),
            Token::Comma,
            number(if self.counts_rows { "1" } else { "0" }),
            Token::Comma,
            number(&self.seed),
            Token::RParen,
        ]
        .map(|token| TokenWithSpan::new(token, span))
        .to_vec()
    }
}
