//! Values of different kinds in one calculation, comparison or call: converts one of them.

use model::{DataType, Fix};
use sqlparser::tokenizer::Token;

use super::{Wound, change};
use crate::near::shortened;
use crate::spots::Spot;

/// Types that one operand is converted to, in the order they are tried.
const TYPES: [(&str, &str); 3] = [("double", "a number"), ("text", "text"), ("date", "a date")];

/// The most operands looked at.
const MOST_OPERANDS: usize = 6;

/// CAST around one operand near the mistake.
pub(super) fn ideas(wound: &Wound<'_>) -> Vec<Fix> {
    let Some(at) = wound.spots.iter().position(|spot| spot.end > wound.start) else {
        return Vec::new();
    };
    let mut operands = operands(wound, at);
    // A text among others is most often a number or a day that was read as text.
    operands.sort_by_key(|operand| !operand.is_text);
    let mut ideas = Vec::new();
    for (sql, words) in TYPES {
        for operand in &operands {
            if operand.is_text && sql == "text" {
                continue;
            }
            let name = &wound.text[operand.start..operand.end];
            ideas.push(Fix {
                label: format!("Convert {} to {words}", shortened(name)),
                changes: vec![change(
                    operand.start,
                    operand.end,
                    format!("CAST({name} AS {sql})"),
                )],
            });
        }
    }
    ideas
}

struct Operand {
    start: usize,
    end: usize,
    is_text: bool,
}

/// Columns and constants of the expression that the mistake stands on.
fn operands(wound: &Wound<'_>, at: usize) -> Vec<Operand> {
    let spots = wound.spots;
    let calls = spots
        .get(at + 1)
        .is_some_and(|next| next.token == Token::LParen);
    let depth = spots[at].depth + usize::from(calls);
    let ends = |spot: &Spot| {
        spot.depth < depth
            || (spot.depth == depth && !calls && spot.token == Token::Comma)
            || (spot.depth == depth && is_clause(spot))
    };
    let first = if calls {
        at + 2
    } else {
        let before = spots[..at].iter().rposition(ends);
        before.map_or(0, |before| before + 1)
    };
    let mut found = Vec::new();
    let mut place = first;
    while let Some(spot) = spots.get(place) {
        if ends(spot) || found.len() == MOST_OPERANDS {
            break;
        }
        let mut last = place;
        while spots
            .get(last + 1)
            .is_some_and(|next| next.token == Token::Period)
            && spots.get(last + 2).is_some_and(is_word)
        {
            last += 2;
        }
        let is_call = spots
            .get(last + 1)
            .is_some_and(|next| next.token == Token::LParen);
        let is_constant = matches!(spot.token, Token::SingleQuotedString(_) | Token::Number(..));
        let is_column = is_word(spot) && !is_call && is_known(wound, &spots[last]);
        if spot.depth == depth && (is_constant || is_column) {
            found.push(Operand {
                start: spot.start,
                end: spots[last].end,
                is_text: is_text(wound, &spots[last]),
            });
        }
        place = last + 1;
    }
    found
}

fn is_word(spot: &Spot) -> bool {
    matches!(spot.token, Token::Word(_))
}

/// Words that end an expression.
fn is_clause(spot: &Spot) -> bool {
    use sqlparser::keywords::Keyword as K;
    matches!(
        crate::spots::keyword(spot),
        K::SELECT
            | K::FROM
            | K::WHERE
            | K::GROUP
            | K::ORDER
            | K::HAVING
            | K::QUALIFY
            | K::LIMIT
            | K::ON
            | K::AND
            | K::OR
            | K::BY
            | K::UNION
            | K::AS
    )
}

fn fields<'a>(wound: &'a Wound<'_>, spot: &'a Spot) -> impl Iterator<Item = &'a model::Field> {
    let name = match &spot.token {
        Token::Word(word) => word.value.to_lowercase(),
        _ => String::new(),
    };
    let relations = wound.names.cells.iter().chain(&wound.names.tables);
    relations
        .flat_map(|relation| &relation.fields)
        .filter(move |field| field.name.to_lowercase() == name)
}

fn is_known(wound: &Wound<'_>, spot: &Spot) -> bool {
    fields(wound, spot).next().is_some()
}

fn is_text(wound: &Wound<'_>, spot: &Spot) -> bool {
    matches!(spot.token, Token::SingleQuotedString(_))
        || fields(wound, spot).any(|field| field.data_type == DataType::Text)
}
