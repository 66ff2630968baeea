//! The words of a text with the comments beside them, in brackets within brackets.

use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, Tokenizer, Whitespace};

use super::spacing::{Sort, sort_of};
use crate::dialect::Assay;
use crate::place::Text;

/// A word or sign as it will be written.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) sort: Sort,
    /// The keyword that it is, where it is one; its text is in capitals.
    pub(super) keyword: Option<Keyword>,
    /// Comments on lines of their own in front of it.
    pub(super) above: Vec<String>,
    /// Comments behind it on its line; the last of them may end the line.
    pub(super) behind: Vec<String>,
    /// Whether nothing stood between it and the word before.
    pub(super) is_joined: bool,
}

/// A word, or brackets with what is in them; CASE and END count as brackets.
#[derive(Debug, Clone)]
pub(super) enum Piece {
    Word(Word),
    Group {
        open: Word,
        inside: Vec<Piece>,
        close: Word,
    },
}

impl Word {
    /// Whether a line must end behind it.
    pub(super) fn ends_line(&self) -> bool {
        self.behind
            .last()
            .is_some_and(|comment| comment.starts_with("--"))
    }
}

impl Piece {
    /// The first word of it.
    pub(super) fn first(&self) -> &Word {
        match self {
            Piece::Word(word) => word,
            Piece::Group { open, .. } => open,
        }
    }

    pub(super) fn keyword(&self) -> Option<Keyword> {
        self.first().keyword
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self, Piece::Word(word) if word.text == sign)
    }
}

/// Reads a text; none when its brackets do not match.
pub(super) fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut words = words(text)?.into_iter();
    let (found, rest) = group(&mut words, None, 0)?;
    rest.is_none().then_some(found)
}

/// Levels of brackets that are laid out.
const DEEPEST: usize = 200;

fn group(
    words: &mut impl Iterator<Item = Word>,
    closing: Option<&str>,
    depth: usize,
) -> Option<(Vec<Piece>, Option<Word>)> {
    if depth > DEEPEST {
        return None;
    }
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        if Some(word.text.as_str()) == closing && is_bracket(&word) {
            return Some((found, Some(word)));
        }
        let close = match word.text.as_str() {
            "(" => Some(")"),
            "[" => Some("]"),
            "{" => Some("}"),
            "CASE" if word.keyword == Some(Keyword::CASE) => Some("END"),
            ")" | "]" | "}" => return None,
            _ => None,
        };
        let Some(close) = close else {
            found.push(Piece::Word(word));
            continue;
        };
        let (inside, end) = group(words, Some(close), depth + 1)?;
        found.push(Piece::Group {
            open: word,
            inside,
            close: end?,
        });
    }
    closing.is_none().then_some((found, None))
}

fn is_bracket(word: &Word) -> bool {
    word.sort != Sort::Name || word.keyword == Some(Keyword::END)
}

/// The words of a text with their comments; an empty word at the end holds what is left.
fn words(text: &str) -> Option<Vec<Word>> {
    let place = Text::new(text);
    let tokens = Tokenizer::new(&Assay, text).tokenize_with_location().ok()?;
    let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
    let mut above: Vec<String> = Vec::new();
    let mut has_gap = false;
    let mut is_own_line = true;
    for token in &tokens {
        let start = place.offset(token.span.start);
        let end = place.offset(token.span.end);
        match &token.token {
            Token::Whitespace(Whitespace::SingleLineComment { prefix, comment }) => {
                let comment = format!("{prefix}{}", comment.trim_end());
                match words
                    .last_mut()
                    .filter(|_| !is_own_line && above.is_empty())
                {
                    // Only comments that start with two dashes end a line here.
                    _ if prefix != "--" => return None,
                    Some(word) => word.behind.push(comment),
                    None => above.push(comment),
                }
                (has_gap, is_own_line) = (true, true);
            }
            Token::Whitespace(Whitespace::MultiLineComment(comment)) => {
                let comment = format!("/*{comment}*/");
                match words
                    .last_mut()
                    .filter(|_| !is_own_line && above.is_empty())
                {
                    Some(word) => word.behind.push(comment),
                    None => above.push(comment),
                }
                has_gap = true;
            }
            Token::Whitespace(Whitespace::Newline) => (has_gap, is_own_line) = (true, true),
            Token::Whitespace(_) => has_gap = true,
            Token::EOF => {}
            sign => {
                words.push(Word {
                    text: text.get(start..end)?.to_owned(),
                    sort: sort_of(sign),
                    keyword: None,
                    above: std::mem::take(&mut above),
                    behind: Vec::new(),
                    is_joined: !has_gap,
                });
                (has_gap, is_own_line) = (false, false);
            }
        }
    }
    if !above.is_empty() {
        words.push(Word {
            text: String::new(),
            sort: Sort::End,
            keyword: None,
            above,
            behind: Vec::new(),
            is_joined: false,
        });
    }
    super::spacing::mark_keywords(&mut words);
    move_comments_behind_commas(&mut words);
    Some(words)
}

/// `a -- why` and then `,` reads `a, -- why`.
fn move_comments_behind_commas(words: &mut [Word]) {
    for at in 1..words.len() {
        if words[at].text == "," && words[at].above.is_empty() && words[at - 1].ends_line() {
            let mut moved = std::mem::take(&mut words[at - 1].behind);
            moved.append(&mut words[at].behind);
            words[at].behind = moved;
        }
    }
}
