//! What a SQL text reads, found without parsing it: names in FROM position and `:parameters`.
//!
//! The scan never fails. It may name a table that is none, which only makes a result stale
//! sooner; strings, comments, column names, aliases and WITH names are left out.

mod renamed;
mod token;
mod varying;

use std::collections::BTreeSet;

use model::Span;

pub use renamed::{with_parameter, with_relation};
use token::{Token, TokenKind, tokens};
pub use varying::{Varying, varying};

/// One name that a text reads, as written there, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub name: String,
    pub span: Span,
}

/// The names a text reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Tables and cells.
    pub relations: Vec<Mention>,
    /// Parameters, without the colon.
    pub parameters: Vec<Mention>,
}

/// Finds the tables, cells and parameters that `text` reads, each once, in order of appearance.
pub fn mentions(text: &str) -> Mentions {
    let tokens = tokens(text);
    let found = places(&tokens);
    Mentions {
        relations: once(text, found.relations),
        parameters: once(text, found.parameters),
    }
}

/// The words of a text that read something, each time they do.
#[derive(Default)]
struct Places<'text> {
    relations: Vec<&'text Token>,
    parameters: Vec<&'text Token>,
}

fn places(tokens: &[Token]) -> Places<'_> {
    let mut found = Places::default();
    // Names made by earlier statements, and those that WITH gives in this one.
    let mut made = Vec::new();
    let mut defined = with_names(statement_at(tokens, 0));
    let mut made_here = None;
    let mut is_turning = false;
    // One entry per open parenthesis: what the words at this depth are.
    let mut depth = vec![Clause::Other];
    for (at, token) in tokens.iter().enumerate() {
        let previous = at.checked_sub(1).and_then(|before| tokens.get(before));
        let current = depth.last().copied().unwrap_or(Clause::Other);
        match &token.kind {
            TokenKind::Open => depth.push(match current {
                Clause::WantsTable => Clause::WantsTable,
                _ => Clause::Other,
            }),
            TokenKind::Close => {
                if depth.len() > 1 {
                    depth.pop();
                }
                // A parenthesis where a table was wanted was the table.
                set(&mut depth, |clause| match clause {
                    Clause::WantsTable => Clause::AfterTable,
                    other => other,
                });
            }
            TokenKind::Comma => {
                if matches!(current, Clause::AfterTable) {
                    set(&mut depth, |_| Clause::WantsTable);
                }
            }
            TokenKind::Word if asks_about_a_table(token, previous) => {
                is_turning = is_word(token, "pivot") || is_word(token, "unpivot");
                set(&mut depth, |_| Clause::WantsTable);
            }
            // What follows are columns.
            TokenKind::Word if is_turning && is_word(token, "on") => {
                is_turning = false;
                set(&mut depth, |_| Clause::Other);
            }
            TokenKind::Word if is_word(token, "from") => {
                let compares = previous.is_some_and(|before| is_word(before, "distinct"));
                if !compares {
                    set(&mut depth, |_| Clause::WantsTable);
                }
            }
            TokenKind::Word if is_word(token, "join") => set(&mut depth, |_| Clause::WantsTable),
            TokenKind::Word if ends_from(token) => set(&mut depth, |_| Clause::Other),
            TokenKind::Word if matches!(current, Clause::WantsTable) && is_filler(token) => {}
            TokenKind::Word | TokenKind::Quoted if matches!(current, Clause::WantsTable) => {
                set(&mut depth, |_| Clause::AfterTable);
                let next = tokens.get(at + 1).map(|next| &next.kind);
                let is_call = matches!(next, Some(TokenKind::Open));
                let is_defined = defined
                    .iter()
                    .any(|name| name.to_lowercase() == token.text.to_lowercase());
                if !is_call && !is_defined {
                    found.relations.push(token);
                }
            }
            TokenKind::Parameter => {
                found.parameters.push(token);
                if matches!(current, Clause::WantsTable) {
                    set(&mut depth, |_| Clause::AfterTable);
                }
            }
            TokenKind::Semicolon => {
                depth = vec![Clause::Other];
                // A name that one statement makes is read by those behind it.
                made.extend(made_here.take());
                defined.clone_from(&made);
                defined.extend(with_names(statement_at(tokens, at + 1)));
            }
            TokenKind::Word if is_word(token, "view") || is_word(token, "table") => {
                made_here = tokens.get(at + 1).map(|name| name.text.clone());
            }
            TokenKind::Word | TokenKind::Quoted | TokenKind::Other => {}
        }
    }
    found
}

/// What the words at one depth of parentheses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    Other,
    /// The next name is a table or cell.
    WantsTable,
    /// Inside FROM, past a table: its alias or its condition; a comma brings the next table.
    AfterTable,
}

fn set(depth: &mut [Clause], change: impl FnOnce(Clause) -> Clause) {
    if let Some(last) = depth.last_mut() {
        *last = change(*last);
    }
}

fn once(text: &str, tokens: Vec<&Token>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut known = BTreeSet::new();
    for token in tokens {
        if known.insert(token.text.to_lowercase()) {
            found.push(Mention {
                name: token.text.clone(),
                span: Span::of(text, token.start, token.end),
            });
        }
    }
    found
}

fn is_word(token: &Token, word: &str) -> bool {
    token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(word)
}

fn ends_from(token: &Token) -> bool {
    const WORDS: [&str; 12] = [
        "select",
        "where",
        "group",
        "having",
        "order",
        "limit",
        "union",
        "intersect",
        "except",
        "window",
        "qualify",
        "fetch",
    ];
    WORDS.iter().any(|word| is_word(token, word))
}

/// `DESCRIBE t`, `SUMMARIZE t`, and `PIVOT t ON …` as a statement or in parentheses.
fn asks_about_a_table(token: &Token, previous: Option<&Token>) -> bool {
    const WORDS: [&str; 6] = [
        "describe",
        "desc",
        "summarize",
        "summarise",
        "pivot",
        "unpivot",
    ];
    let begins = previous.is_none_or(|before| {
        matches!(before.kind, TokenKind::Open | TokenKind::Semicolon)
            || WORDS[..4].iter().any(|word| is_word(before, word))
            || is_word(before, "as")
    });
    begins && WORDS.iter().any(|word| is_word(token, word))
}

fn is_filler(token: &Token) -> bool {
    ["lateral", "only", "table"]
        .iter()
        .any(|word| is_word(token, word))
}

/// The words from a place to the end of their statement.
fn statement_at(tokens: &[Token], from: usize) -> &[Token] {
    let rest = tokens.get(from..).unwrap_or_default();
    let ends = |token: &Token| token.kind == TokenKind::Semicolon;
    let end = rest.iter().position(ends).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Names that WITH defines: a word, perhaps a column list, then AS and a parenthesis.
fn with_names(tokens: &[Token]) -> Vec<String> {
    if !tokens.iter().any(|token| is_word(token, "with")) {
        return Vec::new();
    }
    let mut names = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !is_word(token, "as") {
            continue;
        }
        let mut after = at + 1;
        while tokens
            .get(after)
            .is_some_and(|next| is_word(next, "not") || is_word(next, "materialized"))
        {
            after += 1;
        }
        let opens = tokens
            .get(after)
            .is_some_and(|next| next.kind == TokenKind::Open);
        if !opens {
            continue;
        }
        if let Some(name) = name_before(tokens, at) {
            names.push(name);
        }
    }
    names
}

fn name_before(tokens: &[Token], at: usize) -> Option<String> {
    let mut before = at.checked_sub(1)?;
    if tokens.get(before)?.kind == TokenKind::Close {
        while tokens.get(before)?.kind != TokenKind::Open {
            before = before.checked_sub(1)?;
        }
        before = before.checked_sub(1)?;
    }
    let name = tokens.get(before)?;
    let leads = tokens.get(before.checked_sub(1)?)?;
    let follows_with =
        is_word(leads, "with") || is_word(leads, "recursive") || leads.kind == TokenKind::Comma;
    (matches!(name.kind, TokenKind::Word | TokenKind::Quoted) && follows_with)
        .then(|| name.text.clone())
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn check(text: &str, relations: &[&str], parameters: &[&str]) {
        let found = mentions(text);
        let names =
            |list: &[super::Mention]| list.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found.relations), relations, "{text}");
        assert_eq!(names(&found.parameters), parameters, "{text}");
    }

    #[test]
    fn finds_tables_where_tables_stand() {
        check("select revenue, sales from orders", &["orders"], &[]);
        check(
            "SELECT * FROM a, b x, \"Big Table\" JOIN d ON a.i = d.i, e",
            &["a", "b", "Big Table", "d", "e"],
            &[],
        );
        check(
            "select (select max(x) from inner_one) from outer_one o",
            &["inner_one", "outer_one"],
            &[],
        );
        check(
            "from (a join b using (x, y)) where c in (select c from d)",
            &["a", "b", "d"],
            &[],
        );
        check(
            "select 1 from a where x in (1, 2) group by b, c union all select 1 from d",
            &["a", "d"],
            &[],
        );
        check("select * from (select 1 from t) s, u", &["t", "u"], &[]);
    }

    #[test]
    fn leaves_out_strings_comments_calls_and_with_names() {
        check(
            "select 'from x' from a -- from b\n/* from /* nested */ c */",
            &["a"],
            &[],
        );
        check(
            "with a as (select * from raw), b(x) as (select 1 from a) select * from b",
            &["raw"],
            &[],
        );
        check("select * from generate_series(1, 3)", &[], &[]);
        check("select a is distinct from b from c", &["c"], &[]);
        check("select sum(x) as revenue from sales", &["sales"], &[]);
    }

    #[test]
    fn finds_tables_that_a_statement_is_about() {
        check("describe orders", &["orders"], &[]);
        check("summarize \"Big Table\"", &["Big Table"], &[]);
        check(
            "pivot sales on region in ('a') using sum(x)",
            &["sales"],
            &[],
        );
        check("from (unpivot sales on a, b) u", &["sales"], &[]);
        check("summarize pivot sales on x in (1)", &["sales"], &[]);
        check(
            "select desc, pivot from sales order by desc",
            &["sales"],
            &[],
        );
    }

    #[test]
    fn leaves_out_names_that_the_cell_makes_after_it_made_them() {
        check(
            "create view v as select * from raw; select * from v, w",
            &["raw", "w"],
            &[],
        );
        check(
            "create or replace temp table raw as from raw; from raw",
            &["raw"],
            &[],
        );
        check(
            "with a as (from raw) from a; from a; with b as (from c) from b",
            &["raw", "a", "c"],
            &[],
        );
    }

    #[test]
    fn finds_parameters_but_no_casts() {
        check(
            "select x::int from t where d between :period and :until",
            &["t"],
            &["period", "until"],
        );
        check("select ':no' from t where a = :A or a = :a", &["t"], &["A"]);
    }

    #[test]
    fn any_text_is_scanned_to_its_end() {
        for text in [
            "from",
            "from '",
            "\"",
            "/*",
            "((((",
            "))))",
            ":",
            "::",
            "é from ü, :ß",
            "from a.b.c",
        ] {
            let _ = mentions(text);
        }
        check("from 'open", &[], &[]);
        check("from é", &["é"], &[]);
    }
}
