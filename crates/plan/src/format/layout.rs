//! Where lines break. What fits on a line stays on it; else clauses, list items and conditions
//! stand on lines of their own.

use sqlparser::keywords::Keyword as K;

use super::clauses::{clauses, head_of, is_query, items, items_before, starts_query, words_of};
use super::pieces::{Piece, Word};
use super::spacing::{Sort, is_apart, is_unary};

/// Letters of a line.
const WIDTH: usize = 80;

const STEP: usize = 2;

/// Writes a text.
pub(super) fn lay_out(pieces: &[Piece]) -> String {
    let mut page = Page::default();
    let (pieces, end) = match pieces {
        [pieces @ .., Piece::Word(end)] if end.sort == Sort::End => (pieces, Some(end)),
        pieces => (pieces, None),
    };
    let mut statements = pieces
        .split_inclusive(|piece| piece.is_sign(";"))
        .peekable();
    while let Some(statement) = statements.next() {
        page.query(statement, 0);
        if statements.peek().is_some() {
            page.line(0);
            if statement.last().is_some_and(|last| last.is_sign(";")) {
                page.text.push('\n');
            }
        }
    }
    for comment in end.iter().flat_map(|end| &end.above) {
        page.line(0);
        page.text.push_str(comment);
    }
    page.text.trim_end().to_owned()
}

#[derive(Default)]
struct Page {
    text: String,
    /// The word before, with whether it is a sign of the number that follows.
    before: Option<(Word, bool)>,
    /// A comment ended the line; the next word begins another.
    is_ended: bool,
}

impl Page {
    /// Begins a line, unless one has begun.
    fn line(&mut self, indent: usize) {
        let kept = self.text.trim_end_matches(' ').len();
        self.text.truncate(kept);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(&" ".repeat(indent));
        self.is_ended = false;
    }

    fn is_at_start(&self) -> bool {
        self.text.trim_end_matches(' ').is_empty()
            || self.text.trim_end_matches(' ').ends_with('\n')
    }

    fn column(&self) -> usize {
        let line = self.text.rsplit('\n').next().unwrap_or_default();
        line.chars().count()
    }

    /// Writes a word; lines that it needs to begin are indented so far.
    fn word(&mut self, word: &Word, indent: usize) {
        if self.is_ended {
            self.line(indent);
        }
        let indent = if self.is_at_start() {
            self.column()
        } else {
            indent
        };
        for comment in &word.above {
            if !self.is_at_start() {
                self.line(indent);
            }
            self.text.push_str(comment);
            self.line(indent);
        }
        let unary = is_unary(self.before.as_ref().map(|(before, _)| before), word);
        let apart = self
            .before
            .as_ref()
            .is_some_and(|(before, was_unary)| is_apart(before, word, *was_unary));
        if apart && !self.is_at_start() {
            self.text.push(' ');
        }
        self.text.push_str(&word.text);
        for comment in &word.behind {
            self.text.push(' ');
            self.text.push_str(comment);
        }
        self.is_ended = word.ends_line();
        self.before = Some((word.clone(), unary));
    }

    /// The text of pieces on one line; none when a comment forbids it.
    fn flat(&self, pieces: &[Piece]) -> Option<String> {
        let mut page = Page {
            before: self.before.clone(),
            ..Page::default()
        };
        let count = words_of(pieces).len();
        for (at, word) in words_of(pieces).into_iter().enumerate() {
            let is_last = at + 1 == count;
            let spans = word.behind.iter().any(|comment| comment.contains('\n'));
            if (!word.above.is_empty() && at > 0) || (word.ends_line() && !is_last) || spans {
                return None;
            }
            let bare = Word {
                above: Vec::new(),
                ..word.clone()
            };
            page.word(&bare, 0);
        }
        Some(page.text)
    }

    fn fits(&self, pieces: &[Piece]) -> bool {
        let room = WIDTH.saturating_sub(self.column() + 1);
        let flat = self.flat(pieces);
        flat.is_some_and(|flat| flat.chars().count() <= room)
    }

    /// A query: each clause on a line of its own.
    fn query(&mut self, pieces: &[Piece], indent: usize) {
        for (at, clause) in clauses(pieces).into_iter().enumerate() {
            if at > 0 {
                self.line(indent);
            }
            self.clause(clause, indent);
        }
    }

    fn clause(&mut self, pieces: &[Piece], indent: usize) {
        let head = head_of(pieces);
        let keyword = pieces.first().and_then(Piece::keyword);
        if keyword == Some(K::WITH) {
            self.named_queries(pieces, head, indent);
            return;
        }
        if self.fits(pieces) && !pieces.iter().any(is_query) {
            self.run(pieces, indent + STEP);
            return;
        }
        for piece in &pieces[..head] {
            self.piece(piece, indent + STEP);
        }
        let body = &pieces[head..];
        let commas = items(body, |piece| piece.is_sign(","));
        match keyword {
            Some(
                K::WHERE
                | K::HAVING
                | K::QUALIFY
                | K::JOIN
                | K::LEFT
                | K::INNER
                | K::RIGHT
                | K::FULL,
            ) => {
                self.conditions(body, indent + STEP);
            }
            _ if commas.len() > 1 => {
                for item in commas {
                    self.line(indent + STEP);
                    self.run(item, indent + STEP + STEP);
                }
            }
            _ => self.run(body, indent + STEP),
        }
    }

    /// Conditions: the first where the clause begins, each further on a line with its AND or OR.
    fn conditions(&mut self, pieces: &[Piece], indent: usize) {
        let mut rest = pieces;
        let mut is_between = false;
        let mut start = 0;
        for (at, piece) in pieces.iter().enumerate() {
            match piece.keyword() {
                Some(K::BETWEEN) => is_between = true,
                Some(K::AND) if is_between => is_between = false,
                Some(K::AND | K::OR) if at > start => {
                    self.run(&pieces[start..at], indent + STEP);
                    self.line(indent);
                    start = at;
                }
                _ => {}
            }
            rest = &pieces[start..];
        }
        self.run(rest, indent + STEP);
    }

    /// `WITH a AS (…), b AS (…)`: the queries open, one below the other.
    fn named_queries(&mut self, pieces: &[Piece], head: usize, indent: usize) {
        for piece in &pieces[..head] {
            self.piece(piece, indent + STEP);
        }
        for (at, item) in items(&pieces[head..], |piece| piece.is_sign(","))
            .into_iter()
            .enumerate()
        {
            if at > 0 {
                self.line(indent);
            }
            for piece in item {
                match piece {
                    Piece::Group {
                        open,
                        inside,
                        close,
                    } if is_query(piece) => {
                        self.open(open, inside, close, indent);
                    }
                    other => self.piece(other, indent + STEP),
                }
            }
        }
    }

    /// Pieces one after the other, brackets opened where the line would be too long.
    fn run(&mut self, pieces: &[Piece], indent: usize) {
        let fits = self.fits(pieces);
        for piece in pieces {
            if fits {
                for word in words_of(std::slice::from_ref(piece)) {
                    self.word(word, indent);
                }
            } else {
                self.piece(piece, indent);
            }
        }
    }

    fn piece(&mut self, piece: &Piece, indent: usize) {
        match piece {
            Piece::Word(word) => self.word(word, indent),
            Piece::Group {
                open,
                inside,
                close,
            } => {
                if self.fits(std::slice::from_ref(piece)) {
                    for word in words_of(std::slice::from_ref(piece)) {
                        self.word(word, indent);
                    }
                } else {
                    self.open(open, inside, close, indent.saturating_sub(STEP));
                }
            }
        }
    }

    /// Brackets with what is in them on lines of its own.
    fn open(&mut self, open: &Word, inside: &[Piece], close: &Word, indent: usize) {
        self.word(open, indent);
        if open.keyword == Some(K::CASE) {
            let parts = items_before(inside, |piece| {
                matches!(piece.keyword(), Some(K::WHEN | K::ELSE))
            });
            for part in parts {
                if matches!(
                    part.first().and_then(Piece::keyword),
                    Some(K::WHEN | K::ELSE)
                ) {
                    self.line(indent + STEP);
                }
                self.run(part, indent + STEP + STEP);
            }
        } else if inside.first().is_some_and(starts_query) {
            self.line(indent + STEP);
            self.query(inside, indent + STEP);
        } else {
            for item in items(inside, |piece| piece.is_sign(",")) {
                self.line(indent + STEP);
                self.conditions(item, indent + STEP);
            }
        }
        self.line(indent);
        self.word(close, indent);
    }
}
