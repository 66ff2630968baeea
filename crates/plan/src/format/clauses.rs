//! The parts of a query by their words: clauses, items of lists, beginnings of subqueries.

use sqlparser::keywords::Keyword as K;

use super::pieces::{Piece, Word};

/// The words of pieces in order.
pub(super) fn words_of(pieces: &[Piece]) -> Vec<&Word> {
    let mut words = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Word(word) => words.push(word),
            Piece::Group {
                open,
                inside,
                close,
            } => {
                words.push(open);
                words.extend(words_of(inside));
                words.push(close);
            }
        }
    }
    words
}

/// Whether a query begins with this piece.
pub(super) fn starts_query(piece: &Piece) -> bool {
    matches!(
        piece.keyword(),
        Some(K::SELECT | K::WITH | K::FROM | K::VALUES)
    )
}

/// Whether a piece is a query in brackets.
pub(super) fn is_query(piece: &Piece) -> bool {
    matches!(piece, Piece::Group { inside, .. } if inside.first().is_some_and(starts_query))
}

/// Pieces split behind each separator.
pub(super) fn items(pieces: &[Piece], is_separator: impl Fn(&Piece) -> bool) -> Vec<&[Piece]> {
    pieces.split_inclusive(is_separator).collect()
}

/// Pieces split in front of each beginning.
pub(super) fn items_before(pieces: &[Piece], begins: impl Fn(&Piece) -> bool) -> Vec<&[Piece]> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..pieces.len() {
        if begins(&pieces[at]) {
            found.push(&pieces[start..at]);
            start = at;
        }
    }
    if start < pieces.len() {
        found.push(&pieces[start..]);
    }
    found
}

/// The clauses of a query.
pub(super) fn clauses(pieces: &[Piece]) -> Vec<&[Piece]> {
    let mut found = Vec::new();
    let mut start = 0;
    for at in 1..pieces.len() {
        let before = pieces[at - 1].keyword();
        if begins_clause(&pieces[at], before) {
            found.push(&pieces[start..at]);
            start = at;
        }
    }
    if start < pieces.len() {
        found.push(&pieces[start..]);
    }
    found
}

fn begins_clause(piece: &Piece, before: Option<K>) -> bool {
    match piece.keyword() {
        Some(K::JOIN) => !is_before_join(before),
        Some(
            word @ (K::LEFT | K::RIGHT | K::FULL | K::INNER | K::CROSS | K::NATURAL | K::ASOF),
        ) => word == K::NATURAL || !is_before_join(before),
        Some(K::FROM) => before != Some(K::DISTINCT),
        Some(
            K::SELECT
            | K::WHERE
            | K::HAVING
            | K::QUALIFY
            | K::LIMIT
            | K::OFFSET
            | K::UNION
            | K::INTERSECT
            | K::EXCEPT
            | K::VALUES
            | K::ORDER,
        ) => true,
        Some(K::GROUP) => before != Some(K::WITHIN),
        _ => false,
    }
}

fn is_before_join(before: Option<K>) -> bool {
    matches!(
        before,
        Some(
            K::LEFT
                | K::RIGHT
                | K::FULL
                | K::INNER
                | K::CROSS
                | K::NATURAL
                | K::OUTER
                | K::SEMI
                | K::ANTI
                | K::ASOF
        )
    )
}

/// The number of pieces that name a clause: GROUP BY, LEFT JOIN, SELECT DISTINCT.
pub(super) fn head_of(pieces: &[Piece]) -> usize {
    let is_head = |piece: &&Piece| {
        matches!(
            piece.keyword(),
            Some(
                K::SELECT
                    | K::DISTINCT
                    | K::ALL
                    | K::FROM
                    | K::WHERE
                    | K::GROUP
                    | K::ORDER
                    | K::BY
                    | K::HAVING
                    | K::QUALIFY
                    | K::LIMIT
                    | K::OFFSET
                    | K::WITH
                    | K::RECURSIVE
                    | K::LEFT
                    | K::RIGHT
                    | K::FULL
                    | K::INNER
                    | K::CROSS
                    | K::NATURAL
                    | K::OUTER
                    | K::SEMI
                    | K::ANTI
                    | K::ASOF
                    | K::JOIN
                    | K::UNION
                    | K::INTERSECT
                    | K::EXCEPT
                    | K::VALUES
            )
        )
    };
    pieces.iter().take_while(is_head).count()
}
