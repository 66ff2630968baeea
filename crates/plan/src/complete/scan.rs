//! Where the cursor stands: clause, word, what is read around it.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, Tokenizer};

use crate::dialect::Assay;
use crate::spots::{Spot, keyword, spots};

/// What kind of thing is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clause {
    /// Nothing is written yet.
    Start,
    /// The name of a table or cell.
    From,
    /// GROUP BY or ORDER BY.
    By,
    /// A value, column or calculation.
    Expression,
}

/// A table, cell or named query that is read, and the short name given to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) name: String,
    pub(super) alias: String,
}

/// Where the cursor stands.
#[derive(Debug)]
pub(super) struct Place {
    /// Start of the word under the cursor.
    pub(super) from: usize,
    /// The part of it before the cursor.
    pub(super) typed: String,
    /// The name before the point: `o` of `o.`.
    pub(super) qualifier: Option<String>,
    pub(super) after_colon: bool,
    /// Inside a text in quotes or a comment.
    pub(super) is_inside_text: bool,
    pub(super) clause: Clause,
    pub(super) sources: Vec<Read>,
    /// WITH queries, with the columns that can be told from their text.
    pub(super) named_queries: Vec<(String, Vec<String>)>,
    /// Names given with AS in the select list.
    pub(super) select_names: Vec<String>,
    /// Right behind `JOIN … ON`: what is joined so far, the table before ON last.
    pub(super) joined: Vec<Read>,
}

/// Reads the text around `offset`.
pub(super) fn scan(text: &str, offset: usize) -> Place {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let whole = spots(text);
    let is_end = |spot: &Spot| spot.token == Token::SemiColon;
    let start = whole
        .iter()
        .rposition(|spot| is_end(spot) && spot.end <= offset);
    let (earlier, rest) = whole.split_at(start.map_or(0, |at| at + 1));
    let end = rest.iter().position(is_end).unwrap_or(rest.len());
    let spots = &rest[..end];
    let is_inside_text = is_inside_text(text, offset);
    let under = spots
        .iter()
        .position(|spot| spot.start < offset && offset <= spot.end && is_word(&spot.token));
    let from = under.map_or(offset, |at| spots[at].start);
    let before = spots.iter().take_while(|spot| spot.end <= from).count();
    let typed = text
        .get(from..offset)
        .unwrap_or_default()
        .trim_start_matches('"')
        .to_owned();
    let qualifier = match before.checked_sub(2).map(|at| (&spots[at], &spots[at + 1])) {
        Some((
            Spot {
                token: Token::Word(word),
                ..
            },
            Spot {
                token: Token::Period,
                end,
                ..
            },
        )) if *end == from => Some(word.value.clone()),
        _ => None,
    };
    let after_colon = before
        .checked_sub(1)
        .and_then(|at| spots.get(at))
        .is_some_and(|spot| spot.token == Token::Colon && spot.end == from);
    let depth = depth_at(spots, before);
    Place {
        typed,
        qualifier,
        after_colon,
        is_inside_text,
        clause: clause(&spots[..before], depth),
        sources: sources(spots, before, depth),
        named_queries: made_before(earlier)
            .into_iter()
            .chain(named_queries(spots))
            .collect(),
        select_names: select_names(spots, before, depth),
        joined: joined(&spots[..before], depth),
        from,
    }
}

fn is_word(token: &Token) -> bool {
    matches!(token, Token::Word(_))
}

fn is_inside_text(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    let fault = Tokenizer::new(&Assay, before).tokenize().err();
    let is_open = fault
        .is_some_and(|fault| fault.message.contains("string") || fault.message.contains("comment"));
    let line = before.rsplit('\n').next().unwrap_or_default();
    let in_comment = line
        .find("--")
        .is_some_and(|at| line.get(..at).unwrap_or_default().matches('\'').count() % 2 == 0);
    is_open || in_comment
}

fn depth_at(spots: &[Spot], before: usize) -> usize {
    before
        .checked_sub(1)
        .and_then(|at| spots.get(at))
        .map_or(0, |spot| {
            spot.depth + usize::from(spot.token == Token::LParen)
        })
}

/// The clause of the last words on this level of parentheses, or outside when there are none.
fn clause(before: &[Spot], depth: usize) -> Clause {
    if before.is_empty() {
        return Clause::Start;
    }
    for spot in before.iter().rev() {
        if spot.depth > depth {
            continue;
        }
        if spot.depth < depth {
            if spot.token != Token::LParen {
                return Clause::Expression;
            }
            continue;
        }
        match keyword(spot) {
            Keyword::FROM | Keyword::JOIN => {
                return Clause::From;
            }
            Keyword::BY => return Clause::By,
            Keyword::SELECT
            | Keyword::WHERE
            | Keyword::ON
            | Keyword::HAVING
            | Keyword::QUALIFY
            | Keyword::USING
            | Keyword::LIMIT
            | Keyword::VALUES
            | Keyword::UNION => {
                return Clause::Expression;
            }
            _ => {}
        }
    }
    if depth == 0 && before.len() < 2 {
        Clause::Start
    } else {
        Clause::Expression
    }
}

/// Behind ON: the tables read so far on this level; none elsewhere.
fn joined(before: &[Spot], depth: usize) -> Vec<Read> {
    match before.last() {
        Some(last) if keyword(last) == Keyword::ON && last.depth == depth => {
            let level = before.iter().rposition(|spot| spot.depth < depth);
            reads(&before[level.map_or(0, |at| at + 1)..], depth)
        }
        _ => Vec::new(),
    }
}

/// `CREATE VIEW a AS …;` in front of a statement: names, and the columns that are plain in the text.
fn made_before(earlier: &[Spot]) -> Vec<(String, Vec<String>)> {
    let statements = earlier.split(|spot| spot.token == Token::SemiColon);
    statements
        .filter(|words| words.first().map(keyword) == Some(Keyword::CREATE))
        .filter_map(|words| {
            let kind = |spot: &Spot| matches!(keyword(spot), Keyword::VIEW | Keyword::TABLE);
            let name = words.get(words.iter().position(kind)? + 1)?;
            let Token::Word(word) = &name.token else {
                return None;
            };
            let inside: Vec<&Spot> = words.iter().collect();
            Some((word.value.clone(), listed(&inside, name.depth)))
        })
        .collect()
}

/// What FROM and JOIN read in the query around `at`, and in the queries around that.
fn sources(spots: &[Spot], at: usize, depth: usize) -> Vec<Read> {
    let mut found = Vec::new();
    let mut level = depth;
    let (mut start, mut end) = (at, at);
    loop {
        while start > 0 && spots[start - 1].depth >= level {
            start -= 1;
        }
        while end < spots.len() && spots[end].depth >= level {
            end += 1;
        }
        found.extend(reads(&spots[start..end.min(spots.len())], level));
        if level == 0 {
            return found;
        }
        level -= 1;
    }
}

fn reads(spots: &[Spot], depth: usize) -> Vec<Read> {
    let level: Vec<&Spot> = spots.iter().filter(|spot| spot.depth == depth).collect();
    let mut found = Vec::new();
    let mut is_from = false;
    let mut at = 0;
    while at < level.len() {
        let word = keyword(level[at]);
        let starts_table = matches!(word, Keyword::FROM | Keyword::JOIN | Keyword::PIVOT)
            || (is_from && level[at].token == Token::Comma);
        match word {
            Keyword::FROM | Keyword::JOIN => is_from = true,
            Keyword::WHERE
            | Keyword::GROUP
            | Keyword::ORDER
            | Keyword::SELECT
            | Keyword::HAVING
            | Keyword::LIMIT
            | Keyword::UNION
            | Keyword::QUALIFY => {
                is_from = false;
            }
            _ => {}
        }
        at += 1;
        if !starts_table {
            continue;
        }
        let Some(Token::Word(name)) = level.get(at).map(|spot| &spot.token) else {
            continue;
        };
        if name.quote_style.is_none() && is_clause(name.keyword) {
            continue;
        }
        let mut alias_at = at + 1;
        if level
            .get(alias_at)
            .is_some_and(|spot| keyword(spot) == Keyword::AS)
        {
            alias_at += 1;
        }
        let alias = match level.get(alias_at).map(|spot| &spot.token) {
            Some(Token::Word(word)) if word.quote_style.is_some() || !is_clause(word.keyword) => {
                word.value.clone()
            }
            _ => String::new(),
        };
        found.push(Read {
            name: name.value.clone(),
            alias,
        });
    }
    found
}

fn is_clause(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::WHERE
            | Keyword::GROUP
            | Keyword::ORDER
            | Keyword::SELECT
            | Keyword::HAVING
            | Keyword::LIMIT
            | Keyword::UNION
            | Keyword::QUALIFY
            | Keyword::JOIN
            | Keyword::LEFT
            | Keyword::RIGHT
            | Keyword::FULL
            | Keyword::INNER
            | Keyword::CROSS
            | Keyword::ON
            | Keyword::USING
            | Keyword::NATURAL
            | Keyword::FROM
            | Keyword::AS
            | Keyword::WINDOW
            | Keyword::EXCEPT
            | Keyword::INTERSECT
            | Keyword::OFFSET
            | Keyword::FETCH
            | Keyword::LATERAL
            | Keyword::SEMI
            | Keyword::ANTI
    )
}

/// `WITH a AS (SELECT x AS y …)`: names, and the columns that are plain in the text.
fn named_queries(spots: &[Spot]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for at in 0..spots.len().saturating_sub(2) {
        let (Token::Word(name), Token::LParen) = (&spots[at].token, &spots[at + 2].token) else {
            continue;
        };
        let starts = at > 0
            && (matches!(keyword(&spots[at - 1]), Keyword::WITH | Keyword::RECURSIVE)
                || spots[at - 1].token == Token::Comma);
        if !starts || keyword(&spots[at + 1]) != Keyword::AS {
            continue;
        }
        let depth = spots[at + 2].depth + 1;
        let inside: Vec<&Spot> = spots[at + 3..]
            .iter()
            .take_while(|spot| spot.depth >= depth)
            .collect();
        found.push((name.value.clone(), listed(&inside, depth)));
    }
    found
}

/// The output names of the first select on a level: names after AS, and lone columns.
fn listed(spots: &[&Spot], depth: usize) -> Vec<String> {
    let mut names = Vec::new();
    let mut last: Option<&str> = None;
    let mut is_list = false;
    for spot in spots.iter().filter(|spot| spot.depth == depth) {
        match (&spot.token, keyword(spot)) {
            (_, Keyword::SELECT) => is_list = true,
            (_, Keyword::FROM) => break,
            (Token::Comma, _) if is_list => names.extend(last.take().map(str::to_owned)),
            (Token::Word(word), kind) if is_list => {
                let is_name = word.quote_style.is_some() || kind != Keyword::AS;
                if is_name {
                    last = Some(&word.value);
                }
            }
            _ => {}
        }
    }
    names.extend(last.map(str::to_owned));
    names
}

fn select_names(spots: &[Spot], at: usize, depth: usize) -> Vec<String> {
    let mut start = at.min(spots.len());
    while start > 0 && spots[start - 1].depth >= depth {
        start -= 1;
    }
    let mut names = Vec::new();
    let level: Vec<&Spot> = spots[start..]
        .iter()
        .take_while(|spot| spot.depth >= depth)
        .filter(|spot| spot.depth == depth)
        .collect();
    for pair in level.windows(2) {
        if let (Keyword::AS, Token::Word(word)) = (keyword(pair[0]), &pair[1].token) {
            names.push(word.value.clone());
        }
        if keyword(pair[0]) == Keyword::FROM {
            break;
        }
    }
    names
}
