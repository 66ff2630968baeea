//! Words of a text whose answer may be another one each time it is computed.

use super::token::{TokenKind, tokens};

/// Functions and words that read the clock.
const CLOCK: [&str; 11] = [
    "now",
    "today",
    "current_date",
    "current_time",
    "current_timestamp",
    "localtime",
    "localtimestamp",
    "get_current_timestamp",
    "transaction_timestamp",
    "statement_timestamp",
    "age",
];
/// Functions and words that draw by chance.
const CHANCE: [&str; 9] = [
    "random",
    "rand",
    "uuid",
    "uuidv4",
    "uuidv7",
    "gen_random_uuid",
    "setseed",
    "tablesample",
    "sample",
];

/// Why an answer may differ although nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Varying {
    pub reads_clock: bool,
    pub draws_by_chance: bool,
}

/// Finds words that read the clock or draw by chance. As the whole scan it may find too much, for
/// example a column of such a name; it explains a difference and decides nothing.
pub fn varying(text: &str) -> Varying {
    let mut found = Varying {
        reads_clock: false,
        draws_by_chance: false,
    };
    for token in tokens(text) {
        if token.kind == TokenKind::Word {
            let word = token.text.to_ascii_lowercase();
            found.reads_clock |= CLOCK.contains(&word.as_str());
            found.draws_by_chance |= CHANCE.contains(&word.as_str());
        }
    }
    found
}
