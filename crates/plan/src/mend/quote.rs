//! Words that need quotes: names with blanks or reserved words, and texts that look like names.

use model::Fix;
use sqlparser::ast::Value;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::Token;

use super::{Wound, change};
use crate::near::shortened;
use crate::spots::{Spot, keyword};

/// The names around the mistake in quotes, then the word as a text.
pub(super) fn ideas(wound: &Wound<'_>) -> Vec<Fix> {
    let mut ideas = names(wound);
    ideas.extend(text(wound));
    ideas
}

/// Known names that need quotes and stand in the text without them, at the mistake.
fn names(wound: &Wound<'_>) -> Vec<Fix> {
    let mut known: Vec<&str> = Vec::new();
    for relation in wound.names.cells.iter().chain(&wound.names.tables) {
        known.push(&relation.name);
        known.extend(relation.fields.iter().map(|field| field.name.as_str()));
    }
    known.retain(|name| !crate::quote::is_plain(name) && !name.trim().is_empty());
    known.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    known.dedup();
    known
        .into_iter()
        .flat_map(|name| {
            bare(wound, name)
                .into_iter()
                .map(move |place| (name, place))
        })
        .map(|(name, (start, end))| Fix {
            label: format!("Put {} in quotes", shortened(name)),
            changes: vec![change(start, end, crate::quote::name(name))],
        })
        .collect()
}

/// Where `name` stands in bare words that touch the mistake.
fn bare(wound: &Wound<'_>, name: &str) -> Vec<(usize, usize)> {
    let wanted = name.to_lowercase();
    let mut places = Vec::new();
    for (at, first) in wound.spots.iter().enumerate() {
        if is_quoted(first) {
            continue;
        }
        for last in &wound.spots[at..] {
            if is_quoted(last) || last.end - first.start > wanted.len() + 4 {
                break;
            }
            let typed = wound.text[first.start..last.end].to_lowercase();
            let touches = first.start <= wound.end + 1 && wound.start <= last.end + 1;
            if typed == wanted && touches {
                places.push((first.start, last.end));
            }
        }
    }
    places
}

fn is_quoted(spot: &Spot) -> bool {
    match &spot.token {
        Token::Word(word) => word.quote_style.is_some(),
        Token::SingleQuotedString(_) => true,
        _ => false,
    }
}

/// Whether a word stands in the list of IN.
fn is_listed(spots: &[Spot], at: usize) -> bool {
    let depth = spots[at].depth;
    let open = spots[..at].iter().rposition(|spot| spot.depth < depth);
    open.and_then(|open| open.checked_sub(1))
        .is_some_and(|before| keyword(&spots[before]) == Keyword::IN)
}

/// `region = DACH`: the word as a text in single quotes.
fn text(wound: &Wound<'_>) -> Option<Fix> {
    let at = wound
        .spots
        .iter()
        .position(|spot| spot.start == wound.start)?;
    let Token::Word(word) = &wound.spots[at].token else {
        return None;
    };
    let before = &wound.spots[at.checked_sub(1)?];
    let compares = matches!(
        before.token,
        Token::Eq | Token::Neq | Token::Lt | Token::Gt | Token::LtEq | Token::GtEq
    ) || matches!(
        keyword(before),
        Keyword::LIKE | Keyword::ILIKE | Keyword::BETWEEN | Keyword::THEN | Keyword::ELSE
    );
    if !compares && !is_listed(wound.spots, at) {
        return None;
    }
    Some(Fix {
        label: format!("Put {} in single quotes", shortened(&word.value)),
        changes: vec![change(
            wound.start,
            wound.spots[at].end,
            Value::SingleQuotedString(word.value.clone()).to_string(),
        )],
    })
}
