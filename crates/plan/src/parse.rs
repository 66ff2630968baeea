//! Text to one question of the parser's tree, or a sentence about where it stops making sense.

mod comprehension;
mod frame;
mod joins;
mod lambda;
mod missing;
pub(crate) mod nested;
mod pasted;
mod pivot;
mod sample;
mod short;
mod statement;
mod words;

use model::{Diagnostic, ParameterValue, TextChange};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer};

use crate::dialect::Assay;
use crate::near::{nearest, shortened};
use crate::place::Text;
use crate::question::{self, Part, Question};
use crate::turned::Turned;
use crate::{guard, refuse};

pub(crate) use frame::as_typed;
pub(crate) use pivot::{KEYS, unlisted};

/// The parser's own counter; the guard holds the limit that a person meets.
const PARSER_DEPTH: usize = 1_000;

/// Reads the questions of a text; at least one.
pub(crate) fn questions(
    text: &Text<'_>,
    parameters: &[(String, ParameterValue)],
    turned: &[Turned],
) -> Result<Vec<Question>, Diagnostic> {
    let tokens = known_words(text, parameters)?;
    let tokens = pivot::as_selects(text, tokens, turned)?;
    question::fold(text, statements(text, tokens)?)
}

/// The question for the values of the first PIVOT that lists none, and where its column stands.
pub(crate) fn turning(
    text: &Text<'_>,
    parameters: &[(String, ParameterValue)],
    turned: &[Turned],
) -> Option<(model::Span, Question)> {
    let tokens = known_words(text, parameters).ok()?;
    let (place, asked) = pivot::values_asked(text, tokens, turned)?;
    let asked = pivot::as_selects(text, asked, turned).ok()?;
    let questions = question::fold(text, statements(text, asked).ok()?).ok()?;
    Some((place, questions.into_iter().next_back()?))
}

/// The words of a text in the spellings that the grammar knows, but for PIVOT.
fn known_words(
    text: &Text<'_>,
    parameters: &[(String, ParameterValue)],
) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    guard::size(text)?;
    let tokens = words(text)?;
    guard::shape(text, &tokens)?;
    missing::refuse_empty_names(text, &tokens)?;
    missing::refuse_missing_operands(text, &tokens)?;
    let tokens = ranges_in_parentheses(&tokens, parameters);
    let tokens = short::written_out(tokens);
    let tokens = comprehension::written_out(tokens);
    let tokens = words::in_our_words(text, tokens);
    let tokens = nested::types_as_words(text, tokens);
    let tokens = frame::exclusions_marked(tokens);
    let tokens = joins::in_known_words(text, tokens)?;
    let tokens = lambda::arrows_told_apart(text, tokens)?;
    sample::spelled_out(text, tokens)
}

/// The words of a text, without spaces and comments.
pub(crate) fn words(text: &Text<'_>) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    Tokenizer::new(&Assay, text.as_str())
        .tokenize_with_location()
        .map_err(|error| unfinished(text, &error.message, error.location))
}

fn statements(text: &Text<'_>, tokens: Vec<TokenWithSpan>) -> Result<Vec<Part>, Diagnostic> {
    let significant: Vec<TokenWithSpan> = tokens
        .iter()
        .filter(|token| is_significant(token))
        .cloned()
        .collect();
    let mut parser = Parser::new(&Assay)
        .with_recursion_limit(PARSER_DEPTH)
        .with_tokens_with_locations(tokens);
    let mut parts = Vec::new();
    loop {
        while parser.consume_token(&Token::SemiColon) {}
        let next = parser.peek_token();
        if next.token == Token::EOF || parts.len() > guard::NAMED_QUERIES + guard::QUESTIONS {
            return Ok(parts);
        }
        let start = next.span.start;
        let first = significant
            .iter()
            .position(|token| token.span.start == start)
            .unwrap_or(0);
        let kind = statement::statement(&mut parser)
            .map_err(|error| misread(text, &significant[first..], &error))?;
        parts.push(Part { start, kind });
        let next = parser.peek_token();
        if !matches!(next.token, Token::EOF | Token::SemiColon) {
            let refused = refuse::verb(text, &significant[first..]);
            return Err(
                refused.unwrap_or_else(|| unexpected(text, &significant, next.span.start, ""))
            );
        }
    }
}

/// `IN :range`, `IN name` and `BETWEEN :range` as the grammar knows them: `IN (…)`.
fn ranges_in_parentheses(
    tokens: &[TokenWithSpan],
    parameters: &[(String, ParameterValue)],
) -> Vec<TokenWithSpan> {
    let is_range = |name: &str| {
        parameters.iter().any(|(known, value)| {
            known.eq_ignore_ascii_case(name) && matches!(value, ParameterValue::DateRange { .. })
        })
    };
    let mut rewritten = Vec::with_capacity(tokens.len() + 8);
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        let is_in = is_keyword(token, Keyword::IN);
        let is_between = is_keyword(token, Keyword::BETWEEN);
        rewritten.push(token.clone());
        at += 1;
        if !is_in && !is_between {
            continue;
        }
        let start = next_significant(tokens, at);
        let has_colon = tokens
            .get(start)
            .is_some_and(|token| token.token == Token::Colon);
        let name_at = if has_colon { start + 1 } else { start };
        let Some(Token::Word(word)) = tokens.get(name_at).map(|token| &token.token) else {
            continue;
        };
        let after = tokens
            .get(next_significant(tokens, name_at + 1))
            .map(|token| &token.token);
        let is_plain = word.quote_style.is_some() || word.keyword != Keyword::UNNEST;
        let is_call = matches!(after, Some(Token::LParen | Token::Period)) && !has_colon;
        if !is_plain || is_call || (is_between && !is_range(&word.value)) {
            continue;
        }
        if is_between && let Some(last) = rewritten.last_mut() {
            last.token = Token::make_keyword("IN");
        }
        let span = Span::new(tokens[start].span.start, tokens[name_at].span.end);
        rewritten.push(TokenWithSpan::new(Token::LParen, span));
        rewritten.extend_from_slice(&tokens[start..=name_at]);
        rewritten.push(TokenWithSpan::new(Token::RParen, span));
        at = name_at + 1;
    }
    rewritten
}

fn next_significant(tokens: &[TokenWithSpan], from: usize) -> usize {
    let skipped = tokens
        .iter()
        .skip(from)
        .take_while(|token| !is_significant(token))
        .count();
    from + skipped
}

fn is_significant(token: &TokenWithSpan) -> bool {
    !matches!(token.token, Token::Whitespace(_))
}

/// Whether a word of the grammar stands here, without quotes.
pub(crate) fn is_keyword(token: &TokenWithSpan, keyword: Keyword) -> bool {
    matches!(&token.token, Token::Word(word) if word.keyword == keyword && word.quote_style.is_none())
}

/// A quote or comment that does not end.
fn unfinished(text: &Text<'_>, message: &str, location: Location) -> Diagnostic {
    let (sentence, hint) = if message.contains("comment") {
        ("This comment does not end.", "Close it with */.")
    } else if message.contains("close delimiter") {
        (
            "This name in quotes does not end.",
            "Close it with the same quote.",
        )
    } else if message.contains("string") || message.contains("dollar") {
        (
            "This text in quotes does not end.",
            "Close it with a single quote; a quote inside is ''.",
        )
    } else {
        (
            "This sign cannot be read here.",
            "Remove it, or put it into a text in quotes.",
        )
    };
    let mut start = text.offset(location);
    if message.contains("comment") {
        // The parser reports the end of the text; the opening sign is what a person looks for.
        start = text.as_str().find("/*").unwrap_or(start);
    }
    Diagnostic::error("SQL_SYNTAX", sentence)
        .with_span(text.bytes(start, text.as_str().len()))
        .with_hint(hint)
}

fn misread(text: &Text<'_>, tokens: &[TokenWithSpan], error: &ParserError) -> Diagnostic {
    match error {
        ParserError::RecursionLimitExceeded => {
            Diagnostic::error("SQL_TOO_DEEP", "The statement nests too deep to be read.")
                .with_hint("Move an inner part into a named query (WITH) or a cell of its own.")
        }
        ParserError::ParserError(message) | ParserError::TokenizerError(message) => {
            let location = location_in(message).unwrap_or(Location::new(0, 0));
            if let Some(refused) = refuse::verb(text, tokens) {
                return refused;
            }
            let expected = message
                .strip_prefix("Expected: ")
                .and_then(|rest| rest.split_once(", found:"))
                .map_or("", |(expected, _)| expected);
            unexpected(text, tokens, location, expected)
        }
    }
}

/// "… at Line: 1, Column: 8".
fn location_in(message: &str) -> Option<Location> {
    let (_, tail) = message.rsplit_once(" at Line: ")?;
    let (line, column) = tail.split_once(", Column: ")?;
    Some(Location::new(line.parse().ok()?, column.parse().ok()?))
}

fn unexpected(
    text: &Text<'_>,
    tokens: &[TokenWithSpan],
    location: Location,
    expected: &str,
) -> Diagnostic {
    let found = tokens.iter().position(|token| token.span.start == location);
    let Some(found) = found else {
        let end = text.as_str().trim_end().len();
        let diagnostic = Diagnostic::error("SQL_SYNTAX", "The statement ends too early.")
            .with_span(text.bytes(end, text.as_str().len().min(end + 1)));
        return match wanted(expected) {
            Some(wanted) => diagnostic.with_hint(format!("Here should follow {wanted}.")),
            None => diagnostic.with_hint("Complete it, or remove its last word."),
        };
    };
    let token = &tokens[found];
    let known = pasted::sign(text, tokens, token).or_else(|| pasted::by(text, tokens, found));
    if let Some(known) = known {
        return known;
    }
    let span = text
        .span(token.span)
        .unwrap_or_else(|| at_location(text, location));
    let start = usize::try_from(span.start).unwrap_or(0);
    let end = usize::try_from(span.end).unwrap_or(0);
    let typed = text.as_str().get(start..end).unwrap_or_default();
    let diagnostic = Diagnostic::error(
        "SQL_SYNTAX",
        format!("`{}` was not expected here.", shortened(typed)),
    )
    .with_span(span);
    if let Some((word, keyword)) = misspelt(tokens, found) {
        let span = text.span(word).unwrap_or(span);
        let change = TextChange {
            start: span.start,
            end: span.end,
            text: keyword.to_owned(),
        };
        return diagnostic
            .with_span(span)
            .with_hint(format!("Did you mean {keyword}?"))
            .with_fix(format!("Use {keyword}"), vec![change]);
    }
    match wanted(expected) {
        Some(wanted) => diagnostic.with_hint(format!("Here should stand {wanted}.")),
        None => diagnostic.with_hint("Look for a missing comma, quote or parenthesis before it."),
    }
}

/// The found word or the one before it, when it is nearly a keyword.
fn misspelt(tokens: &[TokenWithSpan], found: usize) -> Option<(Span, &'static str)> {
    const CLAUSES: [&str; 20] = [
        "SELECT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "QUALIFY", "LIMIT", "OFFSET",
        "JOIN", "UNION", "DISTINCT", "BETWEEN", "VALUES", "WITH", "LEFT", "INNER", "CASE", "WHEN",
        "OVER",
    ];
    [Some(found), found.checked_sub(1)]
        .into_iter()
        .flatten()
        .find_map(|at| {
            let token = tokens.get(at)?;
            let Token::Word(word) = &token.token else {
                return None;
            };
            if word.keyword != Keyword::NoKeyword || word.quote_style.is_some() {
                return None;
            }
            let upper = word.value.to_uppercase();
            let candidates = CLAUSES.into_iter().filter(|clause| {
                let steps = strsim::damerau_levenshtein(&upper, clause);
                steps <= 1 || (steps == 2 && clause.len() > 5)
            });
            Some((token.span, *nearest(&upper, candidates).first()?))
        })
}

/// What the grammar waits for, in words.
fn wanted(expected: &str) -> Option<String> {
    Some(match expected {
        "an expression" | "an expression:" => "a value, column or calculation".to_owned(),
        "identifier" => "a name".to_owned(),
        "an SQL statement" => "SELECT, FROM, WITH or VALUES".to_owned(),
        ")" => "a closing parenthesis".to_owned(),
        "(" => "an opening parenthesis".to_owned(),
        "," => "a comma".to_owned(),
        "END" | "THEN" | "AND" | "BY" | "AS" | "JOIN" | "FROM" => expected.to_owned(),
        _ => return None,
    })
}

/// The word that begins at a place of the text.
pub(crate) fn at_location(text: &Text<'_>, location: Location) -> model::Span {
    let start = if location.line == 0 {
        text.as_str().len()
    } else {
        text.offset(location)
    };
    let length = text.as_str()[start..]
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.as_str().len() - start);
    text.bytes(start, start + length)
}
