//! `PIVOT t ON … USING …` and `UNPIVOT t ON … INTO …` as statements, written as the tables that the
//! grammar knows: `SELECT * FROM t PIVOT (…)`.

mod asked;

use model::Diagnostic;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Span, Token, TokenWithSpan};

use super::{is_keyword, is_significant};

use crate::guard;
use crate::place::Text;
use crate::turned::Turned;
pub(super) use asked::values_asked;
use asked::whole;

/// A call inside a PIVOT that is no aggregate: its arguments are the keys of GROUP BY.
pub(crate) const KEYS: &str = "keys of pivot";

/// The tokens with every such statement written as a select.
pub(super) fn as_selects(
    text: &Text<'_>,
    tokens: Vec<TokenWithSpan>,
    turned: &[Turned],
) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    let has_any = tokens
        .iter()
        .any(|token| is_keyword(token, Keyword::PIVOT) || is_keyword(token, Keyword::UNPIVOT));
    if !has_any {
        return Ok(tokens);
    }
    let tokens: Vec<TokenWithSpan> = tokens.into_iter().filter(is_significant).collect();
    rewritten(text, &tokens, turned)
}

fn rewritten(
    text: &Text<'_>,
    tokens: &[TokenWithSpan],
    turned: &[Turned],
) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    let mut written = Vec::with_capacity(tokens.len() + 8);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let end = end_of(tokens, at + 1);
        let body = tokens.get(at + 1..end).unwrap_or_default();
        let is_statement = begins_query(tokens, at)
            && (is_keyword(token, Keyword::PIVOT) || is_keyword(token, Keyword::UNPIVOT))
            && find(body, &[Keyword::ON]).is_some();
        if !is_statement {
            written.push(token.clone());
            at += 1;
            continue;
        }
        let body = rewritten(text, body, turned)?;
        let made = if is_keyword(token, Keyword::PIVOT) {
            pivot(text, (token.span, turned), &body)?
        } else {
            unpivot(token.span, &body)
        };
        written.extend(made);
        at = end;
    }
    Ok(written)
}

/// Whether a query may begin here, so that the word is no name and no table's addition.
fn begins_query(tokens: &[TokenWithSpan], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else {
        return true;
    };
    match &before.token {
        Token::LParen | Token::SemiColon => true,
        Token::RParen => tokens
            .get(at + 1)
            .is_some_and(|next| next.token != Token::LParen),
        Token::Word(word) if word.quote_style.is_none() => {
            let word = word.value.to_uppercase();
            [
                "AS",
                "DESCRIBE",
                "DESC",
                "SUMMARIZE",
                "SUMMARISE",
                "ALL",
                "UNION",
            ]
            .contains(&word.as_str())
        }
        _ => false,
    }
}

/// The end of the parentheses, statement or text around a token.
fn end_of(tokens: &[TokenWithSpan], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        let opens = matches!(token.token, Token::LParen | Token::LBracket | Token::LBrace);
        let closes = matches!(token.token, Token::RParen | Token::RBracket | Token::RBrace);
        let ends = matches!(token.token, Token::SemiColon | Token::EOF);
        if depth == 0 && (closes || ends) {
            return at;
        }
        if opens {
            depth += 1;
        } else if closes {
            depth -= 1;
        }
    }
    tokens.len()
}

/// The first of some keywords outside parentheses.
fn find(tokens: &[TokenWithSpan], keywords: &[Keyword]) -> Option<usize> {
    let mut depth = 0_i32;
    tokens.iter().position(|token| {
        match token.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth -= 1,
            _ => {}
        }
        depth == 0 && keywords.iter().any(|keyword| is_keyword(token, *keyword))
    })
}

/// Parts between commas that are outside parentheses.
fn items(tokens: &[TokenWithSpan]) -> Vec<&[TokenWithSpan]> {
    let mut depth = 0_i32;
    let parts = tokens.split(|token| {
        match token.token {
            Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
            Token::RParen | Token::RBracket | Token::RBrace => depth -= 1,
            _ => {}
        }
        depth == 0 && token.token == Token::Comma
    });
    parts.filter(|part| !part.is_empty()).collect()
}

const REST: [Keyword; 7] = [
    Keyword::ORDER,
    Keyword::LIMIT,
    Keyword::OFFSET,
    Keyword::FETCH,
    Keyword::UNION,
    Keyword::INTERSECT,
    Keyword::EXCEPT,
];

/// The body up to some keywords, and what follows from the one that was found.
fn until<'t>(
    tokens: &'t [TokenWithSpan],
    keywords: &[Keyword],
) -> (&'t [TokenWithSpan], &'t [TokenWithSpan]) {
    tokens.split_at(find(tokens, keywords).unwrap_or(tokens.len()))
}

/// The tokens after a clause's words, when it begins with the first of them.
fn clause<'t>(tokens: &'t [TokenWithSpan], words: &[Keyword]) -> Option<&'t [TokenWithSpan]> {
    let begins = words.len() <= tokens.len()
        && words
            .iter()
            .zip(tokens)
            .all(|(word, token)| is_keyword(token, *word));
    begins.then(|| tokens.get(words.len()..).unwrap_or_default())
}

fn pivot(
    text: &Text<'_>,
    (span, turned): (Span, &[Turned]),
    body: &[TokenWithSpan],
) -> Result<Vec<TokenWithSpan>, Diagnostic> {
    const CLAUSES: [Keyword; 9] = [
        Keyword::USING,
        Keyword::GROUP,
        REST[0],
        REST[1],
        REST[2],
        REST[3],
        REST[4],
        REST[5],
        REST[6],
    ];
    let make = Maker { span };
    let (source, after) = until(body, &[Keyword::ON]);
    let (on, mut rest) = until(after.get(1..).unwrap_or_default(), &CLAUSES);
    let mut aggregates = make.words("count ( * )");
    if let Some(after) = clause(rest, &[Keyword::USING]) {
        let (using, left) = until(after, &CLAUSES[1..]);
        aggregates = using.to_vec();
        rest = left;
    }
    if let Some(after) = clause(rest, &[Keyword::GROUP, Keyword::BY]) {
        let (keys, left) = until(after, &REST);
        aggregates.push(make.token(Token::Comma));
        aggregates.push(make.token(Token::make_word(KEYS, Some('"'))));
        aggregates.extend(make.in_parentheses(keys.to_vec()));
        rest = left;
    }
    let mut columns: Vec<TokenWithSpan> = Vec::new();
    let known: Vec<Vec<Vec<TokenWithSpan>>> = items(on)
        .into_iter()
        .map(|item| make.found(text, item, turned))
        .collect();
    let mut lists = Vec::new();
    for (item, known) in items(on).into_iter().zip(&known) {
        let (column, list) = until(item, &[Keyword::IN]);
        let list = list.get(1..).unwrap_or_default();
        let is_list = list.first().is_some_and(|open| open.token == Token::LParen);
        if !is_list && known.is_empty() {
            return Err(unlisted(text, whole(column).unwrap_or(span)));
        }
        if !columns.is_empty() {
            columns.push(make.token(Token::Comma));
        }
        columns.extend_from_slice(column);
        if is_list {
            lists.push(items(list.get(1..list.len() - 1).unwrap_or_default()));
        } else {
            lists.push(known.iter().map(Vec::as_slice).collect());
        }
    }
    let values = make.combined(text, &lists)?;
    let mut made = make.words("select * from");
    made.extend_from_slice(source);
    made.extend(make.words("pivot ("));
    made.extend(aggregates);
    made.extend(make.words("for"));
    made.extend(make.in_parentheses(columns));
    made.extend(make.words("in"));
    made.extend(make.in_parentheses(values));
    made.extend(make.words(")"));
    made.extend_from_slice(rest);
    Ok(made)
}

/// PIVOT whose columns only the rows know.
pub(crate) fn unlisted(text: &Text<'_>, span: Span) -> Diagnostic {
    let message = "PIVOT makes a column of each value, and here no values are listed.";
    let diagnostic = Diagnostic::error("SQL_PIVOT_VALUES", message).with_hint(
        "List them: IN ('a', 'b'). SELECT DISTINCT of the column shows which there are.",
    );
    match text.span(span) {
        Some(span) => diagnostic.with_span(span),
        None => diagnostic,
    }
}

fn unpivot(span: Span, body: &[TokenWithSpan]) -> Vec<TokenWithSpan> {
    let make = Maker { span };
    let mut into = vec![Keyword::INTO];
    into.extend(REST);
    let (mut source, after) = until(body, &[Keyword::ON]);
    let (on, mut rest) = until(after.get(1..).unwrap_or_default(), &into);
    let mut nulls = Vec::new();
    if let Some(at) = source.len().checked_sub(2)
        && clause(&source[at..], &[Keyword::INCLUDE, Keyword::NULLS]).is_some()
    {
        nulls = make.words("include nulls");
        source = &source[..at];
    }
    let mut name = make.words("name");
    let mut values = make.words("value");
    if let Some(after) = clause(rest, &[Keyword::INTO]) {
        let (given, left) = until(after, &REST);
        let (first, second) = until(given, &[Keyword::VALUE]);
        if let Some(given) = clause(first, &[Keyword::NAME]) {
            name = given.to_vec();
        } else {
            name = first.to_vec();
        }
        values = second.get(1..).unwrap_or_default().to_vec();
        rest = left;
    }
    if items(&values).len() > 1 {
        values = make.in_parentheses(values);
    }
    let mut made = make.words("select * from");
    made.extend_from_slice(source);
    made.extend(make.words("unpivot"));
    made.extend(nulls);
    made.push(make.token(Token::LParen));
    made.extend(values);
    made.extend(make.words("for"));
    made.extend(name);
    made.extend(make.words("in"));
    made.extend(make.in_parentheses(on.to_vec()));
    made.push(make.token(Token::RParen));
    made.extend_from_slice(rest);
    made
}

/// Makes words that stand where the statement began.
struct Maker {
    span: Span,
}

impl Maker {
    fn token(&self, token: Token) -> TokenWithSpan {
        TokenWithSpan::new(token, self.span)
    }

    fn words(&self, words: &str) -> Vec<TokenWithSpan> {
        let token = |word: &str| match word {
            "(" => Token::LParen,
            ")" => Token::RParen,
            "*" => Token::Mul,
            word => Token::make_word(word, None),
        };
        words
            .split(' ')
            .map(|word| self.token(token(word)))
            .collect()
    }

    fn in_parentheses(&self, mut tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
        tokens.insert(0, self.token(Token::LParen));
        tokens.push(self.token(Token::RParen));
        tokens
    }

    /// Every choice of one item of each list: `(1, 'a'), (1, 'b')`.
    fn combined(
        &self,
        text: &Text<'_>,
        lists: &[Vec<&[TokenWithSpan]>],
    ) -> Result<Vec<TokenWithSpan>, Diagnostic> {
        let mut rows: Vec<Vec<TokenWithSpan>> = vec![Vec::new()];
        let count: usize = lists.iter().map(Vec::len).product();
        if count > guard::COLUMNS {
            let message = format!(
                "This PIVOT has {count} columns; at most {} are possible.",
                guard::COLUMNS
            );
            let refused =
                Diagnostic::error("SQL_TOO_MANY_COLUMNS", message).with_hint("List fewer values.");
            return Err(match text.span(self.span) {
                Some(span) => refused.with_span(span),
                None => refused,
            });
        }
        for list in lists {
            let mut longer = Vec::with_capacity(rows.len() * list.len());
            for row in &rows {
                for item in list {
                    let mut row = row.clone();
                    if !row.is_empty() {
                        row.push(self.token(Token::Comma));
                    }
                    row.extend_from_slice(item);
                    longer.push(row);
                }
            }
            rows = longer;
        }
        let mut values = Vec::new();
        for row in rows {
            if !values.is_empty() {
                values.push(self.token(Token::Comma));
            }
            if lists.len() > 1 {
                values.extend(self.in_parentheses(row));
            } else {
                values.extend(row);
            }
        }
        Ok(values)
    }
}
