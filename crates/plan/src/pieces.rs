//! Parts of a text that run by themselves: each of its questions, a selection, the statement or the
//! named query under the cursor. What is run is as long as the text, with blanks where the rest
//! stood, so that every place in it is the place in the text.

use model::{Diagnostic, Span};
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::Token;

use crate::outline::{Outline, outline};
use crate::place::Text;
use crate::spots::{Spot, keyword, spots};
use crate::target::Target;

/// A part of a text that runs by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the whole text.
    pub span: Span,
    /// What is run.
    pub text: String,
    /// The named query that it looks at.
    pub named: Option<String>,
}

/// Which part of a text is wanted; places are UTF-8 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Selection {
        start: usize,
        end: usize,
    },
    Statement {
        offset: usize,
    },
    /// The statement from its beginning to this place.
    UpTo {
        offset: usize,
    },
    NamedQuery {
        offset: usize,
    },
}

/// One statement: its bytes, with the semicolon behind it.
#[derive(Debug, Clone, Copy)]
struct Statement {
    start: usize,
    end: usize,
    /// The end of its semicolon.
    close: usize,
    makes_name: bool,
}

/// The parts of a text that give an answer, in order: its questions, and a name made behind them.
pub(crate) fn answers(text: &str) -> Vec<Piece> {
    let statements = statements(text, &spots(text));
    let place = Text::new(text);
    let last = statements.len().saturating_sub(1);
    let asks = |(at, one): &(usize, &Statement)| !one.makes_name || *at == last;
    statements
        .iter()
        .enumerate()
        .filter(asks)
        .map(|(at, one)| Piece {
            span: place.bytes(one.start, one.end),
            text: kept(text, &statements[..at], &[(one.start, one.end)]),
            named: None,
        })
        .collect()
}

/// The wanted part of a text, or why there is none.
pub(crate) fn piece(text: &str, wish: Wish) -> Result<Piece, Diagnostic> {
    let shape = outline(text);
    let statements = statements(text, &shape.spots);
    let place = Text::new(text);
    let under = |offset: usize| {
        let before = statements.iter().take_while(|one| one.start <= offset);
        before.count().saturating_sub(1)
    };
    let of = |at: usize, (start, end): (usize, usize)| Piece {
        span: place.bytes(start, end),
        text: kept(text, &statements[..at], &[(start, end)]),
        named: None,
    };
    match wish {
        Wish::Statement { offset } => {
            let at = under(offset);
            let one = statements.get(at).ok_or_else(nothing_here)?;
            Ok(of(at, (one.start, one.end)))
        }
        Wish::UpTo { offset } => {
            let at = under(offset);
            let one = statements.get(at).ok_or_else(nothing_here)?;
            if offset <= one.start {
                return Err(nothing_here());
            }
            Ok(of(at, (one.start, offset.min(one.end))))
        }
        Wish::Selection { start, end } => {
            let asked = text.get(start..end).ok_or_else(nothing_here)?;
            if self::statements(asked, &spots(asked)).is_empty() {
                return Err(nothing_here());
            }
            if answers(asked).len() > 1 {
                return Err(several());
            }
            let at = under(start);
            let head = statements
                .get(at)
                .and_then(|one| head_before(&shape, one, start));
            let parts: Vec<(usize, usize)> = head.into_iter().chain([(start, end)]).collect();
            let before = statements.iter().take_while(|one| one.close <= start);
            Ok(Piece {
                span: place.bytes(start, end),
                text: kept(text, &statements[..before.count()], &parts),
                named: None,
            })
        }
        Wish::NamedQuery { offset } => {
            let index = named_at(&shape, offset).ok_or_else(no_named_query)?;
            let query = shape.named[index];
            let (open, close) = (shape.spots[query.name].start, shape.spots[query.close].end);
            let at = under(open);
            let one = statements.get(at).ok_or_else(no_named_query)?;
            let name = shape.word(query.name).unwrap_or_default().to_owned();
            let mut whole = kept(text, &statements[..at], &[(one.start, close)]);
            whole.truncate(close);
            whole.push_str(" SELECT * FROM ");
            whole.push_str(&crate::quote::name(&name));
            Ok(Piece {
                span: place.bytes(open, close),
                text: whole,
                named: Some(name),
            })
        }
    }
}

/// A named query with the ones before it, read as a whole; none when it is not at the outermost
/// level, where its text alone would not be enough.
pub(crate) fn named_query(text: &str, shape: &Outline, index: usize) -> Option<String> {
    let query = shape.named.get(index)?;
    let holder = shape.branches.get(query.branch)?;
    if holder.parent.is_some() || shape.keyword(holder.start) != Keyword::WITH {
        return None;
    }
    let start = shape.spots.get(holder.start)?.start;
    let end = shape.spots.get(query.close)?.end;
    let name = crate::quote::name(shape.word(query.name)?);
    Some(format!("{} SELECT * FROM {name}", text.get(start..end)?))
}

fn statements(text: &str, spots: &[Spot]) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for part in spots.split_inclusive(|spot| spot.token == Token::SemiColon) {
        let close = part.last().map_or(0, |spot| spot.end);
        let is_word = |spot: &&Spot| spot.token != Token::SemiColon;
        let (Some(first), Some(last)) =
            (part.iter().find(is_word), part.iter().rev().find(is_word))
        else {
            continue;
        };
        found.push(Statement {
            start: first.start,
            end: last.end,
            close,
            makes_name: keyword(first) == Keyword::CREATE,
        });
    }
    if let Some(last) = found.last_mut().filter(|one| one.close == one.end) {
        // What cannot be read as words belongs to the last statement.
        last.end = last.start + text[last.start..].trim_end().len();
        last.close = last.end;
    }
    found
}

/// The text with only some parts, and the names made before them; all else is blank.
fn kept(text: &str, before: &[Statement], parts: &[(usize, usize)]) -> String {
    let named = before.iter().filter(|one| one.makes_name);
    let mut stretches: Vec<(usize, usize)> = named.map(|one| (one.start, one.close)).collect();
    stretches.extend(parts);
    let mut whole = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in stretches {
        blank(&mut whole, text.get(at..start).unwrap_or_default());
        whole.push_str(text.get(start..end).unwrap_or_default());
        at = end;
    }
    blank(&mut whole, text.get(at..).unwrap_or_default());
    whole
}

fn blank(whole: &mut String, stretch: &str) {
    let blanks = stretch
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    whole.extend(blanks);
}

/// The named queries of a statement that stand before a place, as its beginning.
fn head_before(shape: &Outline, one: &Statement, place: usize) -> Option<(usize, usize)> {
    let ends = shape.named.iter().filter_map(|query| {
        let is_outer = shape.branches.get(query.branch)?.parent.is_none();
        let name = shape.spots.get(query.name)?;
        let close = shape.spots.get(query.close)?;
        let is_before = name.start > one.start && close.end <= place;
        (is_outer && is_before).then_some(close.end)
    });
    Some((one.start, ends.max()?))
}

/// The named query around a place, or the one whose name stands there.
fn named_at(shape: &Outline, offset: usize) -> Option<usize> {
    let is_outer = |branch: usize| {
        shape
            .branches
            .get(branch)
            .is_some_and(|branch| branch.parent.is_none())
    };
    let around = shape.named.iter().position(|query| {
        let (open, close) = (&shape.spots[query.name], &shape.spots[query.close]);
        is_outer(query.branch) && open.start <= offset && offset <= close.end
    });
    let target = || {
        let at = shape.spot_at(offset)?;
        match shape.target(at)? {
            Target::Named(index) if is_outer(shape.named[index].branch) => Some(index),
            _ => None,
        }
    };
    around.or_else(target)
}

fn nothing_here() -> Diagnostic {
    Diagnostic::error("RUN_NOTHING", "There is nothing here that can be run.")
        .with_hint("Put the cursor into a statement, or select one.")
}

fn several() -> Diagnostic {
    Diagnostic::error(
        "RUN_SEVERAL",
        "The selection holds several questions, and a trial shows one answer.",
    )
    .with_hint("Select one of them, or run the cell to keep every answer.")
}

fn no_named_query() -> Diagnostic {
    Diagnostic::error(
        "RUN_NO_NAMED_QUERY",
        "The cursor is not in a query named in WITH.",
    )
    .with_hint("Put it between WITH and the closing bracket of the query, or on its name.")
}
