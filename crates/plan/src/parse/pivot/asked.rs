//! PIVOT without a list of values: the question for them, and the list once they are known.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan};

use super::super::{is_keyword, is_significant};
use super::{Maker, begins_query, end_of, find, items, until};
use crate::place::Text;
use crate::turned::{MOST_VALUES, Turned, Written};

/// The question for the values of the innermost PIVOT that lists none, as the statement with it in
/// place of the PIVOT, and where its column stands.
pub(in super::super) fn values_asked(
    text: &Text<'_>,
    tokens: Vec<TokenWithSpan>,
    turned: &[Turned],
) -> Option<(model::Span, Vec<TokenWithSpan>)> {
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    // What stands inside of another comes behind its first word.
    (0..tokens.len())
        .rev()
        .find_map(|at| asked_at(text, &tokens, at, turned))
}

fn asked_at(
    text: &Text<'_>,
    tokens: &[TokenWithSpan],
    at: usize,
    turned: &[Turned],
) -> Option<(model::Span, Vec<TokenWithSpan>)> {
    let pivot = tokens.get(at)?;
    if !is_keyword(pivot, Keyword::PIVOT) || !begins_query(tokens, at) {
        return None;
    }
    let body = tokens.get(at + 1..end_of(tokens, at + 1))?;
    find(body, &[Keyword::ON])?;
    let (source, after) = until(body, &[Keyword::ON]);
    let mut clauses = vec![Keyword::USING, Keyword::GROUP];
    clauses.extend(super::REST);
    let (on, _) = until(after.get(1..)?, &clauses);
    let (column, place) = items(on).into_iter().find_map(|item| {
        let (column, list) = until(item, &[Keyword::IN]);
        let place = text.span(whole(column)?)?;
        let is_known = turned.iter().any(|known| known.place == place);
        (list.is_empty() && !is_known).then_some((column, place))
    })?;
    let make = Maker { span: pivot.span };
    let number = |number: usize| make.token(Token::Number(number.to_string(), false));
    let mut asked = before(tokens, at);
    asked.extend(make.words("select distinct"));
    asked.extend_from_slice(column);
    asked.extend(make.words("from"));
    asked.extend_from_slice(source);
    asked.extend(make.words("where ("));
    asked.extend_from_slice(column);
    asked.extend(make.words(") is not null order by"));
    asked.push(number(1));
    asked.extend(make.words("limit"));
    asked.push(number(MOST_VALUES + 1));
    Some((place, asked))
}

/// What a PIVOT may read: the statements in front of its own, and the named queries of that one.
fn before(tokens: &[TokenWithSpan], at: usize) -> Vec<TokenWithSpan> {
    let front = &tokens[..at];
    let begin = front
        .iter()
        .rposition(|token| token.token == Token::SemiColon)
        .map_or(0, |end| end + 1);
    let mut end = begin;
    let mut depth = 0_usize;
    let begins_with = front
        .get(begin)
        .is_some_and(|first| is_keyword(first, Keyword::WITH));
    for (place, token) in front.iter().enumerate().skip(begin) {
        let ends_list = [Keyword::SELECT, Keyword::FROM, Keyword::VALUES];
        if !begins_with || (depth == 0 && ends_list.iter().any(|word| is_keyword(token, *word))) {
            break;
        }
        match token.token {
            Token::LParen => depth += 1,
            Token::RParen => depth = depth.saturating_sub(1),
            _ => {}
        }
        // The names of its columns are followed by AS, its query is not.
        let next = tokens.get(place + 1);
        if depth == 0
            && token.token == Token::RParen
            && next.is_some_and(|next| !is_keyword(next, Keyword::AS))
        {
            end = place + 1;
        }
    }
    tokens[..end].to_vec()
}

/// From the first of some tokens to the last.
pub(super) fn whole(tokens: &[TokenWithSpan]) -> Option<Span> {
    let (first, last) = tokens.first().zip(tokens.last())?;
    Some(Span::new(first.span.start, last.span.end))
}

impl Maker {
    /// The values that were found for a column of ON, each as its words; none when nothing was asked.
    pub(super) fn found(
        &self,
        text: &Text<'_>,
        item: &[TokenWithSpan],
        turned: &[Turned],
    ) -> Vec<Vec<TokenWithSpan>> {
        let place = whole(item).and_then(|span| text.span(span));
        let known = turned.iter().find(|known| Some(known.place) == place);
        let values = known.map_or(&[][..], |known| known.values.as_slice());
        values.iter().map(|value| self.written(value)).collect()
    }

    fn written(&self, value: &Written) -> Vec<TokenWithSpan> {
        let quoted = |text: &str| self.token(Token::SingleQuotedString(text.to_owned()));
        match value {
            Written::Text(text) => vec![quoted(text)],
            Written::Number(digits) => match digits.strip_prefix('-') {
                Some(digits) => vec![
                    self.token(Token::Minus),
                    self.token(Token::Number(digits.to_owned(), false)),
                ],
                None => vec![self.token(Token::Number(digits.clone(), false))],
            },
            Written::Truth(is_true) => self.words(if *is_true { "true" } else { "false" }),
            Written::Day(day) => vec![self.token(Token::make_word("date", None)), quoted(day)],
            Written::Instant(instant) => {
                vec![
                    self.token(Token::make_word("timestamp", None)),
                    quoted(instant),
                ]
            }
        }
    }
}
