//! Which words are keywords, and between which two words a blank stands.

use sqlparser::keywords::Keyword as K;
use sqlparser::tokenizer::Token;

use super::pieces::Word;

/// What kind of word something is, as far as blanks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A bare word.
    Name,
    /// A name in quotes, a number, a text.
    Value,
    Operator,
    /// Brackets, commas, points.
    Sign,
    /// The end of the text.
    End,
}

/// The sort of a token.
pub(super) fn sort_of(token: &Token) -> Sort {
    match token {
        Token::Word(word) if word.quote_style.is_none() => Sort::Name,
        Token::Comma
        | Token::LParen
        | Token::RParen
        | Token::LBracket
        | Token::RBracket
        | Token::LBrace
        | Token::RBrace
        | Token::Period
        | Token::Colon
        | Token::DoubleColon
        | Token::SemiColon => Sort::Sign,
        Token::Plus
        | Token::Minus
        | Token::Mul
        | Token::Div
        | Token::Mod
        | Token::Eq
        | Token::DoubleEq
        | Token::Neq
        | Token::Lt
        | Token::Gt
        | Token::LtEq
        | Token::GtEq
        | Token::StringConcat
        | Token::Arrow
        | Token::RArrow => Sort::Operator,
        // Words, numbers and texts; whatever else there is keeps the blanks that it has.
        _ => Sort::Value,
    }
}

/// Keywords wherever they stand as bare words: nothing can be called so without quotes.
const ALWAYS: [K; 42] = [
    K::SELECT,
    K::FROM,
    K::WHERE,
    K::HAVING,
    K::QUALIFY,
    K::UNION,
    K::INTERSECT,
    K::EXCEPT,
    K::ON,
    K::USING,
    K::WHEN,
    K::THEN,
    K::ELSE,
    K::END,
    K::IN,
    K::LIKE,
    K::ILIKE,
    K::BETWEEN,
    K::AS,
    K::AND,
    K::OR,
    K::NOT,
    K::NULL,
    K::TRUE,
    K::FALSE,
    K::CASE,
    K::IS,
    K::JOIN,
    K::INNER,
    K::CROSS,
    K::NATURAL,
    K::DISTINCT,
    K::EXISTS,
    K::WITH,
    K::ALL,
    K::LIMIT,
    K::GROUP,
    K::ORDER,
    K::FULL,
    K::RIGHT,
    K::OUTER,
    K::LATERAL,
];

/// Marks keywords and writes them in capitals. A word that could be a name stays as it is.
pub(super) fn mark_keywords(words: &mut [Word]) {
    let mut in_order = false;
    for at in 0..words.len() {
        if words[at].sort != Sort::Name {
            continue;
        }
        let upper = words[at].text.to_uppercase();
        let Ok(index) = sqlparser::keywords::ALL_KEYWORDS.binary_search(&upper.as_str()) else {
            continue;
        };
        let word = sqlparser::keywords::ALL_KEYWORDS_INDEX[index];
        let before = at.checked_sub(1).map(|before| &words[before]);
        let is_name = before.is_some_and(|before| {
            before.text == "." || before.text == ":" || before.keyword == Some(K::AS)
        }) || words.get(at + 1).is_some_and(|next| next.text == ".");
        if is_name && word != K::SELECT {
            continue;
        }
        if ALWAYS.contains(&word) {
            in_order = word == K::ORDER || (in_order && !starts_clause(word));
        }
        if ALWAYS.contains(&word) || is_meant(words, at, word, in_order) {
            words[at].text = upper;
            words[at].keyword = Some(word);
        }
    }
}

fn starts_clause(word: K) -> bool {
    matches!(
        word,
        K::SELECT | K::FROM | K::WHERE | K::LIMIT | K::UNION | K::GROUP | K::HAVING
    )
}

/// Words that are keywords only beside certain others.
fn is_meant(words: &[Word], at: usize, word: K, in_order: bool) -> bool {
    let text = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map(|word| word.text.to_uppercase())
    };
    let before = text(at.checked_sub(1)).unwrap_or_default();
    let next = text(Some(at + 1)).unwrap_or_default();
    let follows = |one_of: &[&str]| one_of.contains(&before.as_str());
    let leads = |one_of: &[&str]| one_of.contains(&next.as_str());
    let number = next.chars().next().is_some_and(|c| c.is_ascii_digit());
    match word {
        K::CREATE => (before.is_empty() || before == ";") && !leads(&["=", ",", "("]),
        K::VIEW | K::TABLE => follows(&["CREATE", "REPLACE", "TEMP", "TEMPORARY"]),
        K::TEMP | K::TEMPORARY => follows(&["CREATE", "REPLACE"]),
        K::REPLACE => follows(&["OR"]) && leads(&["VIEW", "TABLE", "TEMP", "TEMPORARY"]),
        K::BY => follows(&["GROUP", "ORDER", "PARTITION"]),
        K::PARTITION => leads(&["BY"]),
        K::OVER => follows(&[")"]) || leads(&["("]),
        K::LEFT => leads(&["JOIN", "OUTER", "SEMI", "ANTI"]),
        K::SEMI | K::ANTI | K::ASOF => leads(&["JOIN"]),
        K::RECURSIVE => follows(&["WITH"]),
        K::NULLS => leads(&["FIRST", "LAST"]),
        K::FIRST | K::LAST => follows(&["NULLS"]),
        K::ASC | K::DESC => in_order && !follows(&["BY", ",", "("]) && !leads(&["("]),
        K::ROWS | K::RANGE | K::GROUPS => leads(&["BETWEEN", "UNBOUNDED", "CURRENT"]) || number,
        K::UNBOUNDED => leads(&["PRECEDING", "FOLLOWING"]),
        K::PRECEDING | K::FOLLOWING => follows(&["UNBOUNDED"]) || leads(&["AND", ")", "EXCLUDE"]),
        K::CURRENT => leads(&["ROW"]),
        K::ROW => follows(&["CURRENT"]),
        K::FILTER => follows(&[")"]) && leads(&["("]),
        K::WITHIN => leads(&["GROUP"]),
        K::INTERVAL | K::DATE | K::TIMESTAMP | K::TIME => next.starts_with('\''),
        K::CAST | K::TRY_CAST | K::EXTRACT | K::VALUES | K::EXCLUDE => leads(&["("]),
        K::OFFSET => number || leads(&[":"]),
        K::MATERIALIZED => follows(&["AS", "NOT"]),
        K::SETS => follows(&["GROUPING"]),
        K::GROUPING => leads(&["SETS"]),
        K::ROLLUP | K::CUBE => leads(&["("]) && follows(&["BY", ","]),
        _ => false,
    }
}

/// Whether a blank stands between two words that follow each other.
pub(super) fn is_apart(before: &Word, word: &Word, is_unary: bool) -> bool {
    let (left, right) = (before.text.as_str(), word.text.as_str());
    if left.ends_with('-') && right.starts_with('-') {
        return true;
    }
    if is_unary
        || matches!(left, "(" | "[" | "." | "::")
        || matches!(right, ")" | "]" | "," | ";" | "." | "::")
    {
        return false;
    }
    if matches!(left, ":" | "{") || matches!(right, ":" | "}") {
        return !word.is_joined;
    }
    match right {
        "(" => {
            before.sort != Sort::Sign
                && (before.sort == Sort::Operator || spaced(before) || !word.is_joined)
        }
        "[" => before.sort == Sort::Operator || before.keyword.is_some() || left == ",",
        "{" => !word.is_joined,
        _ => true,
    }
}

/// Keywords that a bracket follows after a blank, unlike the name of a function.
fn spaced(word: &Word) -> bool {
    word.keyword.is_some_and(|keyword| {
        !matches!(
            keyword,
            K::CAST | K::TRY_CAST | K::EXTRACT | K::EXISTS | K::ROLLUP | K::CUBE | K::RIGHT
        )
    })
}

/// Whether a sign in front of a number belongs to it: nothing that it could be taken from is before.
pub(super) fn is_unary(before: Option<&Word>, word: &Word) -> bool {
    if !matches!(word.text.as_str(), "-" | "+") {
        return false;
    }
    before.is_none_or(|before| match before.sort {
        Sort::Operator => true,
        Sort::Sign => matches!(before.text.as_str(), "(" | "[" | "," | ":"),
        Sort::Name => before.keyword.is_some_and(|keyword| {
            !matches!(keyword, K::END | K::NULL | K::TRUE | K::FALSE | K::ROW)
        }),
        Sort::Value | Sort::End => false,
    })
}
