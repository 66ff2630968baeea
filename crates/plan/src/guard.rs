//! Refuses texts whose size or shape would cost too much, before anything recursive sees them.
//!
//! The scan walks the words once, with counters instead of recursion. Limits that need the tree
//! (named queries, output columns, joined tables) are held where the tree is walked.

use model::Diagnostic;
use sqlparser::keywords::Keyword;
use sqlparser::tokenizer::{Token, TokenWithSpan};

use crate::place::Text;

/// Bytes of one statement.
pub const TEXT_BYTES: usize = 256 * 1024;
/// Words, numbers and signs of one statement.
pub const TOKENS: usize = 50_000;
/// Parentheses, brackets and CASE inside each other.
pub const DEPTH: usize = 50;
/// Subqueries inside expressions of each other: the cost of planning doubles with each.
pub const SUBQUERIES: usize = 10;
/// Functions without a name inside each other: the cost of their types doubles with each.
pub const FUNCTIONS: usize = 10;
/// Operators of one kind in a row.
pub const CHAIN: usize = 500;
/// UNION, INTERSECT and EXCEPT.
pub const SET_OPERATIONS: usize = 64;
/// Named queries in WITH.
pub const NAMED_QUERIES: usize = 100;
/// Questions that the statements of one cell may ask.
pub const QUESTIONS: usize = 50;
/// Columns of an answer, and of each query inside the statement.
pub const COLUMNS: usize = 5_000;
/// Items of one list.
pub const LIST_ITEMS: usize = 20_000;
/// Tables joined in one FROM.
pub const JOINED_TABLES: usize = 100;

/// Refuses a text by its size alone.
pub(crate) fn size(text: &Text<'_>) -> Result<(), Diagnostic> {
    let length = text.as_str().len();
    if length <= TEXT_BYTES {
        return Ok(());
    }
    let message = format!(
        "The statement is {} KiB long; at most {} KiB can be read.",
        length.div_ceil(1024),
        TEXT_BYTES / 1024
    );
    Err(Diagnostic::error("SQL_TEXT_TOO_LONG", message)
        .with_span(text.bytes(TEXT_BYTES, length))
        .with_hint("Put long lists of values into a file, add it as a source and join it."))
}

/// Refuses a text by the shape of its words.
pub(crate) fn shape(text: &Text<'_>, tokens: &[TokenWithSpan]) -> Result<(), Diagnostic> {
    let mut scan = Scan::default();
    for token in tokens {
        if let Some((code, message, hint)) = scan.step(&token.token) {
            let refused = Diagnostic::error(code, message).with_hint(hint);
            return Err(match text.span(token.span) {
                Some(span) => refused.with_span(span),
                None => refused,
            });
        }
    }
    Ok(())
}

type Refusal = (&'static str, String, &'static str);

#[derive(Default)]
struct Scan {
    tokens: usize,
    levels: Vec<Level>,
    top: Level,
    set_operations: usize,
    prefixes: usize,
    after_operand: bool,
    after_star: bool,
}

/// Counters of one pair of parentheses, or of one CASE.
#[derive(Default, Clone, Copy)]
struct Level {
    is_case: bool,
    items: usize,
    logical: usize,
    comparisons: usize,
    arithmetic: usize,
}

impl Level {
    fn start_expression(&mut self) {
        self.logical = 0;
        self.comparisons = 0;
        self.arithmetic = 0;
    }
}

impl Scan {
    fn step(&mut self, token: &Token) -> Option<Refusal> {
        if matches!(token, Token::Whitespace(_) | Token::EOF) {
            return None;
        }
        self.tokens += 1;
        if self.tokens > TOKENS {
            let message =
                format!("The statement has more than {TOKENS} words; that many cannot be read.");
            return Some((
                "SQL_TOO_MANY_TOKENS",
                message,
                "Put long lists of values into a file, add it as a source and join it.",
            ));
        }
        let refusal = match token {
            Token::LParen | Token::LBracket | Token::LBrace => self.open(false),
            Token::RParen | Token::RBracket | Token::RBrace => {
                self.close();
                None
            }
            Token::Comma => self.comma(),
            Token::SemiColon => {
                self.top = Level::default();
                None
            }
            Token::Word(word) => self.word(word.keyword, word.quote_style.is_some()),
            other => self.operator(other),
        };
        if let Token::Word(word) = token {
            let is_name = word.keyword == Keyword::NoKeyword || word.quote_style.is_some();
            self.after_operand = is_name || !starts_expression(word.keyword);
        } else {
            self.after_operand = is_operand(token);
        }
        self.after_star = matches!(token, Token::Mul);
        refusal
    }

    fn open(&mut self, is_case: bool) -> Option<Refusal> {
        let outer = std::mem::take(&mut self.top);
        self.levels.push(outer);
        self.top.is_case = is_case;
        self.prefixes = 0;
        Self::too_deep(self.levels.len())
    }

    fn close(&mut self) {
        while self.top.is_case && !self.levels.is_empty() {
            self.leave();
        }
        self.leave();
    }

    fn leave(&mut self) {
        if let Some(outer) = self.levels.pop() {
            self.top = outer;
        }
    }

    fn too_deep(depth: usize) -> Option<Refusal> {
        (depth > DEPTH).then(|| {
            (
                "SQL_TOO_DEEP",
                format!("The statement nests more than {DEPTH} levels deep here."),
                "Move an inner part into a named query (WITH) or a cell of its own.",
            )
        })
    }

    fn comma(&mut self) -> Option<Refusal> {
        self.top.start_expression();
        self.top.items += 1;
        (self.top.items >= LIST_ITEMS).then(|| {
            (
                "SQL_LIST_TOO_LONG",
                format!("This list has more than {LIST_ITEMS} items."),
                "Put the values into a file, add it as a source and join it.",
            )
        })
    }

    fn word(&mut self, keyword: Keyword, is_quoted: bool) -> Option<Refusal> {
        if is_quoted {
            self.prefixes = 0;
            return None;
        }
        match keyword {
            Keyword::NOT => {
                self.prefixes += 1;
                return Self::too_deep(self.prefixes);
            }
            Keyword::CASE => return self.open(true),
            Keyword::END if self.top.is_case => self.leave(),
            Keyword::AND | Keyword::OR | Keyword::XOR => {
                self.top.comparisons = 0;
                self.top.arithmetic = 0;
                self.top.logical += 1;
            }
            Keyword::LIKE
            | Keyword::ILIKE
            | Keyword::SIMILAR
            | Keyword::RLIKE
            | Keyword::IS
            | Keyword::IN
            | Keyword::BETWEEN
            | Keyword::DIV
            | Keyword::COLLATE
            | Keyword::NOTNULL => {
                self.top.arithmetic = 0;
                self.top.comparisons += 1;
            }
            Keyword::AT | Keyword::INTERVAL => self.top.arithmetic += 1,
            Keyword::EXCEPT if self.after_star => {}
            Keyword::UNION | Keyword::INTERSECT | Keyword::EXCEPT | Keyword::MINUS => {
                self.set_operations += 1;
                if self.set_operations > SET_OPERATIONS {
                    return Some((
                        "SQL_TOO_MANY_SET_OPERATIONS",
                        format!(
                            "The statement joins more than {SET_OPERATIONS} queries by UNION, INTERSECT or EXCEPT."
                        ),
                        "Put the parts into cells of their own, or the data into one table.",
                    ));
                }
            }
            Keyword::SELECT
            | Keyword::FROM
            | Keyword::WHERE
            | Keyword::HAVING
            | Keyword::QUALIFY
            | Keyword::GROUP
            | Keyword::ORDER
            | Keyword::ON
            | Keyword::JOIN
            | Keyword::WHEN
            | Keyword::THEN
            | Keyword::ELSE => {
                self.top.start_expression();
                if matches!(keyword, Keyword::SELECT | Keyword::FROM | Keyword::WHERE) {
                    self.top.items = 0;
                }
            }
            _ => {}
        }
        self.prefixes = 0;
        self.too_long()
    }

    fn operator(&mut self, token: &Token) -> Option<Refusal> {
        match token {
            Token::Eq
            | Token::DoubleEq
            | Token::Neq
            | Token::Lt
            | Token::Gt
            | Token::LtEq
            | Token::GtEq
            | Token::Spaceship => {
                self.top.arithmetic = 0;
                self.top.comparisons += 1;
                self.prefixes = 0;
            }
            Token::Minus | Token::Plus | Token::Tilde | Token::ExclamationMark
                if !self.after_operand =>
            {
                self.prefixes += 1;
                return Self::too_deep(self.prefixes);
            }
            Token::Mul if !self.after_operand => self.prefixes = 0,
            token if is_operand(token) || matches!(token, Token::Period | Token::Colon) => {
                self.prefixes = 0;
            }
            _ => {
                self.prefixes = 0;
                self.top.arithmetic += 1;
            }
        }
        self.too_long()
    }

    fn too_long(&self) -> Option<Refusal> {
        let level = self.top;
        let is_logical = level.logical > CHAIN;
        let is_long = is_logical || level.comparisons > CHAIN || level.arithmetic > CHAIN;
        is_long.then(|| {
            (
                "SQL_CHAIN_TOO_LONG",
                format!("More than {CHAIN} operators follow each other here without parentheses."),
                if is_logical {
                    "Compare with a list (IN), or put the values into a table and join it."
                } else {
                    "Put the values into rows and use sum() or string_agg()."
                },
            )
        })
    }
}

fn is_operand(token: &Token) -> bool {
    matches!(
        token,
        Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::DollarQuotedString(_)
            | Token::EscapedStringLiteral(_)
            | Token::UnicodeStringLiteral(_)
            | Token::HexStringLiteral(_)
            | Token::NationalStringLiteral(_)
            | Token::SingleQuotedByteStringLiteral(_)
            | Token::SingleQuotedRawStringLiteral(_)
            | Token::Placeholder(_)
            | Token::RParen
            | Token::RBracket
            | Token::RBrace
    )
}

/// Keywords after which a sign belongs to the value that follows.
fn starts_expression(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::SELECT
            | Keyword::WHERE
            | Keyword::HAVING
            | Keyword::QUALIFY
            | Keyword::BY
            | Keyword::ON
            | Keyword::AND
            | Keyword::OR
            | Keyword::NOT
            | Keyword::IN
            | Keyword::LIKE
            | Keyword::ILIKE
            | Keyword::BETWEEN
            | Keyword::CASE
            | Keyword::WHEN
            | Keyword::THEN
            | Keyword::ELSE
            | Keyword::DISTINCT
            | Keyword::ALL
            | Keyword::LIMIT
            | Keyword::OFFSET
            | Keyword::IS
            | Keyword::FROM
    )
}
