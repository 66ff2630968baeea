//! A column outside of groups and aggregates: adds it to GROUP BY.

use model::Fix;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::Token;

use super::{Wound, change};
use crate::near::shortened;
use crate::spots::{Spot, keyword};

/// GROUP BY with the column, at the end of its list or in front of what follows it.
pub(super) fn ideas(wound: &Wound<'_>) -> Vec<Fix> {
    let Some(last) = wound
        .spots
        .iter()
        .position(|spot| spot.start == wound.start)
    else {
        return Vec::new();
    };
    let first = beginning(wound.spots, last);
    let name = &wound.text[wound.spots[first].start..wound.end];
    let depth = query_depth(wound.spots, last);
    let (at, text) = match place(wound, last, depth) {
        Place::End(at) => (at, format!(", {name}")),
        Place::Before(at) => (at, format!("GROUP BY {name}{}", gap(wound.text, at))),
        Place::After(at) => (at, format!("{}GROUP BY {name}", break_in(wound.text))),
    };
    vec![Fix {
        label: format!("Add {} to GROUP BY", shortened(name)),
        changes: vec![change(at, at, text)],
    }]
}

enum Place {
    /// Behind the last key of a list that is there.
    End(usize),
    /// In front of the clause that comes after GROUP BY.
    Before(usize),
    /// At the end of the query.
    After(usize),
}

/// The first word of `a.b.c` whose last word is at `last`.
fn beginning(spots: &[Spot], last: usize) -> usize {
    let mut first = last;
    while first >= 2
        && spots[first - 1].token == Token::Period
        && matches!(spots[first - 2].token, Token::Word(_))
    {
        first -= 2;
    }
    first
}

/// The depth of the SELECT that the word belongs to: brackets of calls are inside of it.
fn query_depth(spots: &[Spot], at: usize) -> usize {
    let mut depth = spots[at].depth;
    for spot in spots[..at].iter().rev() {
        if spot.depth <= depth {
            depth = spot.depth;
            if keyword(spot) == Keyword::SELECT {
                return depth;
            }
        }
    }
    depth
}

fn place(wound: &Wound<'_>, from: usize, depth: usize) -> Place {
    let spots = wound.spots;
    let mut end = spots[from].end;
    let mut is_grouped = false;
    for (at, spot) in spots.iter().enumerate().skip(from) {
        let closes = spot.token == Token::RParen && spot.depth < depth;
        if closes || (spot.depth == depth && spot.token == Token::SemiColon) {
            break;
        }
        if spot.depth < depth {
            break;
        }
        let word = if spot.depth == depth {
            keyword(spot)
        } else {
            Keyword::NoKeyword
        };
        let is_by = spots
            .get(at + 1)
            .is_some_and(|next| keyword(next) == Keyword::BY);
        if word == Keyword::GROUP && is_by {
            is_grouped = true;
        } else if is_after_groups(word) && (word != Keyword::ORDER || is_by) {
            return if is_grouped {
                Place::End(end)
            } else {
                Place::Before(spot.start)
            };
        }
        end = spot.end;
    }
    if is_grouped {
        Place::End(end)
    } else {
        Place::After(end)
    }
}

fn is_after_groups(word: Keyword) -> bool {
    matches!(
        word,
        Keyword::HAVING
            | Keyword::QUALIFY
            | Keyword::WINDOW
            | Keyword::ORDER
            | Keyword::LIMIT
            | Keyword::OFFSET
            | Keyword::FETCH
            | Keyword::UNION
            | Keyword::INTERSECT
            | Keyword::EXCEPT
    )
}

/// A line end where the clause stands at the start of a line, else a blank.
fn gap(text: &str, at: usize) -> String {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    if text[..at].contains('\n') && line.trim().is_empty() {
        format!("\n{line}")
    } else {
        " ".to_owned()
    }
}

fn break_in(text: &str) -> &'static str {
    if text.contains('\n') { "\n" } else { " " }
}
