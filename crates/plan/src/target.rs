//! What a word of a text means: the thing it names, and where else the same thing is named.
//! Strings and comments never mean anything here.

use model::Span;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::Token;

use crate::functions::functions;
use crate::outline::{Outline, Read};
use crate::place::Text;

/// The thing that a word names. Names are in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A named query, by its place in the outline.
    Named(usize),
    /// A short name, by the spot where it is given.
    Alias(usize),
    /// A table or cell.
    Relation(String),
    Parameter(String),
    Function(String),
    /// A name given in a select list, by the spot where it is given.
    Output(usize),
    /// A column, of a source when one is written in front of it.
    Column {
        name: String,
        source: Option<Box<Target>>,
    },
}

impl Outline {
    /// The spot of the word at a byte offset; at a seam the word that starts there.
    pub(crate) fn spot_at(&self, offset: usize) -> Option<usize> {
        let touches = |at: &usize| {
            let spot = &self.spots[*at];
            spot.start <= offset && offset <= spot.end && self.word(*at).is_some()
        };
        (0..self.spots.len()).rfind(touches)
    }

    /// What the word at a spot names; none for keywords and signs.
    pub(crate) fn target(&self, at: usize) -> Option<Target> {
        let name = self.word(at)?.to_lowercase();
        let branch = *self.of.get(at)?;
        let follows = |token: &Token| at > 0 && self.is(at - 1, token);
        if follows(&Token::Colon) && self.spots[at - 1].end == self.spots[at].start {
            return Some(Target::Parameter(name));
        }
        if let Some(named) = self.named.iter().position(|named| named.name == at) {
            return Some(Target::Named(named));
        }
        let reads = &self.branches[branch].reads;
        if reads.iter().any(|read| read.alias == Some(at)) {
            return Some(Target::Alias(at));
        }
        if let Some(read) = reads.iter().find(|read| read.name == Some(at)) {
            return self.read_target(&Read {
                alias: None,
                ..*read
            });
        }
        if self.branches[branch].outputs.contains(&at) {
            return Some(Target::Output(at));
        }
        if follows(&Token::Period) {
            let source = at.checked_sub(2).and_then(|before| self.target(before));
            return Some(Target::Column {
                name,
                source: source.map(Box::new),
            });
        }
        if self.is(at + 1, &Token::Period) {
            return self.source_named(&name, at);
        }
        if self.is(at + 1, &Token::LParen) && functions().canonical(&name).is_some() {
            return Some(Target::Function(name));
        }
        if is_no_name(self.keyword(at)) {
            return None;
        }
        Some(Target::Column { name, source: None })
    }

    /// What a read names: its short name, or the table, cell or named query itself.
    pub(crate) fn read_target(&self, read: &Read) -> Option<Target> {
        if let Some(alias) = read.alias {
            return Some(Target::Alias(alias));
        }
        let at = read.name?;
        let name = self.word(at)?.to_lowercase();
        let is_qualified = at > 0 && self.is(at - 1, &Token::Period);
        if is_qualified {
            // A name with a schema in front is no cell and no named query.
            return Some(Target::Relation(format!(".{name}")));
        }
        let named = self.named_query(&name, at);
        Some(named.map_or(Target::Relation(name), Target::Named))
    }

    /// The branches around a spot whose names it can use, innermost first.
    pub(crate) fn around(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = self.of.get(at).copied();
        while let Some(branch) = next {
            found.push(branch);
            next = self.branches[branch].parent;
        }
        found
    }

    /// The reads that a spot can use, innermost first. A named query sees nothing around it.
    pub(crate) fn reads_around(&self, at: usize) -> Vec<Read> {
        let mut found = Vec::new();
        for branch in self.around(at) {
            found.extend(&self.branches[branch].reads);
            if self.branches[branch].body_of.is_some() {
                break;
            }
        }
        found
    }

    fn source_named(&self, name: &str, at: usize) -> Option<Target> {
        let is_it = |read: &Read| {
            let word = read.alias.or(read.name).and_then(|at| self.word(at));
            word.is_some_and(|word| word.to_lowercase() == name)
        };
        let read = self.reads_around(at).into_iter().find(is_it)?;
        self.read_target(&read)
    }

    /// The named query that a name means at a spot: one written before it, or one that is
    /// recursive around it.
    fn named_query(&self, name: &str, at: usize) -> Option<usize> {
        self.around(at).into_iter().find_map(|branch| {
            let holder = self.branches[branch].beside.unwrap_or(branch);
            let mut found = None;
            for (index, named) in self.named.iter().enumerate() {
                let is_same = self
                    .word(named.name)
                    .is_some_and(|word| word.to_lowercase() == name);
                let is_known = named.close < at || (named.is_recursive && named.open < at);
                if named.branch == holder && is_same && is_known {
                    found = Some(index);
                }
            }
            found
        })
    }

    /// Every place where a thing is named, in order.
    pub(crate) fn places(&self, text: &Text<'_>, wanted: &Target) -> Vec<Span> {
        let same =
            |at: &usize| self.word(*at).is_some() && self.target(*at).as_ref() == Some(wanted);
        (0..self.spots.len())
            .filter(same)
            .map(|at| self.span(text, at))
            .collect()
    }

    pub(crate) fn span(&self, text: &Text<'_>, at: usize) -> Span {
        let spot = &self.spots[at];
        text.bytes(spot.start, spot.end)
    }
}

/// Words of the language that name nothing by themselves.
fn is_no_name(word: Keyword) -> bool {
    crate::dialect::NEVER_A_NAME.contains(&word)
        || matches!(
            word,
            Keyword::WITH
                | Keyword::RECURSIVE
                | Keyword::DISTINCT
                | Keyword::ALL
                | Keyword::BY
                | Keyword::ASC
                | Keyword::DESC
                | Keyword::NULL
                | Keyword::TRUE
                | Keyword::FALSE
                | Keyword::CASE
                | Keyword::IS
                | Keyword::NOT
                | Keyword::EXISTS
                | Keyword::CAST
                | Keyword::TRY_CAST
                | Keyword::INTERVAL
                | Keyword::JOIN
                | Keyword::LEFT
                | Keyword::RIGHT
                | Keyword::FULL
                | Keyword::INNER
                | Keyword::OUTER
                | Keyword::CROSS
                | Keyword::NATURAL
                | Keyword::LATERAL
                | Keyword::OVER
                | Keyword::PARTITION
                | Keyword::ILIKE
                | Keyword::NULLS
                | Keyword::VALUES
                | Keyword::EXCLUDE
                | Keyword::EXTRACT
        )
}
