//! The shape of a text that may be unfinished: its queries, what each reads under which short
//! name, and its named queries, all by place. Nothing is looked up here; works on words, not on a
//! tree, so that a text with a mistake still has a shape.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::Token;

use crate::dialect::{ends_from, ends_table};
use crate::spots::{Spot, keyword, spots};

/// A text with its shape.
pub(crate) struct Outline {
    pub(crate) spots: Vec<Spot>,
    pub(crate) branches: Vec<Branch>,
    pub(crate) named: Vec<NamedQuery>,
    /// The branch of every spot.
    pub(crate) of: Vec<usize>,
}

/// One SELECT (or VALUES, or FROM) with its clauses: a side of UNION, a subquery, a named query.
#[derive(Debug, Default)]
pub(crate) struct Branch {
    /// The branch around it; none for a statement.
    pub(crate) parent: Option<usize>,
    pub(crate) depth: usize,
    /// The first of its spots.
    pub(crate) start: usize,
    /// One past the last of its spots.
    pub(crate) end: usize,
    pub(crate) reads: Vec<Read>,
    /// The named query whose text this is.
    pub(crate) body_of: Option<usize>,
    /// Whose named queries can also be read: the first side of the same UNION.
    pub(crate) beside: Option<usize>,
    /// Words after AS in its select list.
    pub(crate) outputs: Vec<usize>,
}

/// A table, cell or named query that a branch reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read {
    /// The spot of its name; none for a query in brackets.
    pub(crate) name: Option<usize>,
    /// The spot of the short name given to it.
    pub(crate) alias: Option<usize>,
}

/// `name AS (…)` in WITH.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamedQuery {
    pub(crate) name: usize,
    pub(crate) branch: usize,
    /// The brackets around its text.
    pub(crate) open: usize,
    pub(crate) close: usize,
    pub(crate) is_recursive: bool,
}

/// What the words at one depth of brackets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clause {
    List,
    Other,
    WantsTable,
    AfterTable,
}

/// Finds the shape of a text.
pub(crate) fn outline(text: &str) -> Outline {
    let mut outline = Outline {
        spots: spots(text),
        branches: Vec::new(),
        named: Vec::new(),
        of: Vec::new(),
    };
    outline.find_branches();
    for branch in 0..outline.branches.len() {
        outline.find_named(branch);
    }
    for branch in 0..outline.branches.len() {
        outline.find_reads(branch);
    }
    outline
}

impl Outline {
    /// The word at a spot as it is meant, without quotes.
    pub(crate) fn word(&self, at: usize) -> Option<&str> {
        match &self.spots.get(at)?.token {
            Token::Word(word) => Some(&word.value),
            _ => None,
        }
    }

    pub(crate) fn is(&self, at: usize, token: &Token) -> bool {
        self.spots.get(at).is_some_and(|spot| spot.token == *token)
    }

    pub(crate) fn keyword(&self, at: usize) -> Keyword {
        self.spots.get(at).map_or(Keyword::NoKeyword, keyword)
    }

    fn open_branch(&mut self, parent: Option<usize>, start: usize) -> usize {
        let depth = self.spots.get(start).map_or(0, |spot| spot.depth);
        self.branches.push(Branch {
            parent,
            depth,
            start,
            end: start,
            ..Branch::default()
        });
        self.branches.len() - 1
    }

    fn find_branches(&mut self) {
        let mut open = vec![self.open_branch(None, 0)];
        for at in 0..self.spots.len() {
            let current = open.last().copied().unwrap_or(0);
            self.of.push(current);
            let depth = self.spots[at].depth;
            match &self.spots[at].token {
                Token::LParen if self.starts_query(at + 1) => {
                    let inner = self.open_branch(Some(current), at + 1);
                    self.branches[inner].depth = depth + 1;
                    open.push(inner);
                }
                Token::RParen if open.len() > 1 && depth < self.branches[current].depth => {
                    self.branches[current].end = at;
                    open.pop();
                    self.of[at] = open.last().copied().unwrap_or(0);
                }
                Token::SemiColon if open.len() == 1 => {
                    self.branches[current].end = at;
                    open[0] = self.open_branch(None, at + 1);
                    self.branches[open[0]].depth = 0;
                }
                _ if depth == self.branches[current].depth && self.joins_queries(at) => {
                    self.branches[current].end = at;
                    let first = self.branches[current].beside.unwrap_or(current);
                    let next = self.open_branch(self.branches[current].parent, at + 1);
                    self.branches[next].depth = depth;
                    self.branches[next].beside = Some(first);
                    if let Some(last) = open.last_mut() {
                        *last = next;
                    }
                }
                _ => {}
            }
        }
        let end = self.spots.len();
        for branch in open {
            self.branches[branch].end = end;
        }
    }

    fn starts_query(&self, at: usize) -> bool {
        matches!(
            self.keyword(at),
            Keyword::SELECT | Keyword::WITH | Keyword::FROM | Keyword::VALUES
        )
    }

    /// UNION and the like between two queries; EXCEPT also leaves columns out of a star.
    fn joins_queries(&self, at: usize) -> bool {
        let is_set = matches!(
            self.keyword(at),
            Keyword::UNION | Keyword::INTERSECT | Keyword::EXCEPT
        );
        let mut next = at + 1;
        while matches!(
            self.keyword(next),
            Keyword::ALL | Keyword::DISTINCT | Keyword::BY | Keyword::NAME
        ) {
            next += 1;
        }
        is_set
            && (self.starts_query(next)
                || (self.is(next, &Token::LParen) && self.starts_query(next + 1)))
    }

    fn find_named(&mut self, branch: usize) {
        let start = self.branches[branch].start;
        if self.keyword(start) != Keyword::WITH {
            return;
        }
        let is_recursive = self.keyword(start + 1) == Keyword::RECURSIVE;
        let mut at = start + 1 + usize::from(is_recursive);
        while let Some((found, next)) = self.named_at(at, branch) {
            let index = self.named.len();
            self.named.push(NamedQuery {
                is_recursive,
                ..found
            });
            for inner in &mut self.branches {
                if inner.parent == Some(branch)
                    && inner.start > found.open
                    && inner.start <= found.close
                {
                    inner.body_of = Some(index);
                }
            }
            if !self.is(next, &Token::Comma) {
                return;
            }
            at = next + 1;
        }
    }

    fn named_at(&self, name: usize, branch: usize) -> Option<(NamedQuery, usize)> {
        self.word(name)?;
        let mut at = name + 1;
        if self.is(at, &Token::LParen) {
            at = self.closing(at)? + 1;
        }
        if self.keyword(at) != Keyword::AS {
            return None;
        }
        at += 1;
        while matches!(self.keyword(at), Keyword::NOT | Keyword::MATERIALIZED) {
            at += 1;
        }
        if !self.is(at, &Token::LParen) {
            return None;
        }
        let close = self
            .closing(at)
            .unwrap_or(self.spots.len().saturating_sub(1));
        let found = NamedQuery {
            name,
            branch,
            open: at,
            close,
            is_recursive: false,
        };
        Some((found, close + 1))
    }

    /// The bracket that closes the one at a spot.
    fn closing(&self, open: usize) -> Option<usize> {
        let depth = self.spots.get(open)?.depth;
        let after = self.spots.iter().enumerate().skip(open + 1);
        after
            .filter(|(_, spot)| spot.depth == depth && spot.token == Token::RParen)
            .map(|(at, _)| at)
            .next()
    }

    fn find_reads(&mut self, branch: usize) {
        let (start, end) = (self.branches[branch].start, self.branches[branch].end);
        let base = self.branches[branch].depth;
        let mut clauses = vec![Clause::Other];
        let mut at = start;
        while at < end {
            if self.of[at] != branch {
                // A query in brackets where a table stands is the table.
                at += 1;
                continue;
            }
            let spot = &self.spots[at];
            clauses.resize((spot.depth + 1).saturating_sub(base).max(1), Clause::Other);
            let Some(clause) = clauses.last().copied() else {
                return;
            };
            let mut next = clause;
            let mut skip = 1;
            match (&spot.token, keyword(spot)) {
                (Token::LParen, _) => {
                    let inner = if clause == Clause::WantsTable {
                        clause
                    } else {
                        Clause::Other
                    };
                    let is_query = self.of.get(at + 1).is_some_and(|of| *of != branch);
                    if clause == Clause::WantsTable && !is_query {
                        // The brackets stand around joined tables.
                        clauses.push(inner);
                    }
                }
                (Token::RParen, _) if clause == Clause::WantsTable => {
                    let alias = self.alias_after(at);
                    self.branches[branch].reads.push(Read { name: None, alias });
                    next = Clause::AfterTable;
                    skip = alias.map_or(1, |alias| alias + 1 - at);
                }
                (Token::Comma, _) if clause == Clause::AfterTable => next = Clause::WantsTable,
                (_, Keyword::SELECT) => next = Clause::List,
                (_, Keyword::FROM) if !self.is_distinct_from(at) => next = Clause::WantsTable,
                (_, Keyword::JOIN) => next = Clause::WantsTable,
                (_, Keyword::AS) if clause == Clause::List && self.word(at + 1).is_some() => {
                    self.branches[branch].outputs.push(at + 1);
                }
                (_, word) if ends_from(word) => next = Clause::Other,
                (Token::Word(_), _) if clause == Clause::List && self.is_given_bare(at) => {
                    self.branches[branch].outputs.push(at);
                }
                (Token::Word(_), word)
                    if clause == Clause::WantsTable
                        && !matches!(word, Keyword::LATERAL | Keyword::ONLY) =>
                {
                    skip = self.read_at(branch, at);
                    next = Clause::AfterTable;
                }
                _ => {}
            }
            let level = (self.spots[at].depth + 1).saturating_sub(base).max(1) - 1;
            if let Some(clause) = clauses.get_mut(level) {
                *clause = next;
            }
            at += skip;
        }
    }

    /// A name behind an item of a select list, without AS.
    fn is_given_bare(&self, at: usize) -> bool {
        let is_name = |at: usize| matches!(self.keyword(at), Keyword::NoKeyword | Keyword::END);
        let ends_item = self.is(at + 1, &Token::Comma)
            || self.keyword(at + 1) == Keyword::FROM
            || at + 1 == self.spots.len();
        let follows_item = at > 0
            && match &self.spots[at - 1].token {
                Token::RParen
                | Token::RBracket
                | Token::Number(..)
                | Token::SingleQuotedString(_) => true,
                Token::Word(_) => is_name(at - 1),
                _ => false,
            };
        ends_item && follows_item && self.keyword(at) == Keyword::NoKeyword
    }

    fn is_distinct_from(&self, at: usize) -> bool {
        at > 0 && self.keyword(at - 1) == Keyword::DISTINCT
    }

    /// Notes the table at a spot; answers how many spots its names take.
    fn read_at(&mut self, branch: usize, at: usize) -> usize {
        let mut last = at;
        while self.is(last + 1, &Token::Period) && self.word(last + 2).is_some() {
            last += 2;
        }
        if self.is(last + 1, &Token::LParen) {
            // A function that gives rows; its short name is found like that of a query.
            let close = self.closing(last + 1).unwrap_or(last + 1);
            let alias = self.alias_after(close);
            self.branches[branch].reads.push(Read { name: None, alias });
            return last + 1 - at;
        }
        let alias = self.alias_after(last);
        let name = Some(last);
        self.branches[branch].reads.push(Read { name, alias });
        alias.unwrap_or(last) + 1 - at
    }

    fn alias_after(&self, at: usize) -> Option<usize> {
        let mut next = at + 1;
        if self.keyword(next) == Keyword::AS {
            next += 1;
        }
        let Token::Word(word) = &self.spots.get(next)?.token else {
            return None;
        };
        let is_name = word.quote_style.is_some() || !ends_table(word.keyword);
        is_name.then_some(next)
    }
}
