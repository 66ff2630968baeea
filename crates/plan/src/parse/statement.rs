//! The statements of a text, one after the other, with the question words in front of them.

use sqlparser::ast::{ObjectName, ObjectNamePart, Query, SelectItem, WildcardAdditionalOptions};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Token, Word};

use crate::question::{Kind, Wanted};
use crate::resolve::one_word;
use crate::{made, tree};

/// Reads one statement.
pub(super) fn statement(parser: &mut Parser<'_>) -> Result<Kind, ParserError> {
    let wanted = wanted(parser);
    match wanted {
        Wanted::Rows => Ok(match parser.parse_statement()? {
            sqlparser::ast::Statement::Query(query) => Kind::Question(query, Wanted::Rows),
            other => Kind::Other(Box::new(other)),
        }),
        Wanted::Tables => {
            let nothing = made::query(made::values(Vec::new()));
            Ok(Kind::Question(Box::new(nothing), wanted))
        }
        Wanted::Columns | Wanted::Summary | Wanted::Steps | Wanted::MeasuredSteps => {
            let query = query_or_name(parser)?;
            Ok(Kind::Question(query, wanted))
        }
    }
}

/// Takes the words that ask for something else than rows.
fn wanted(parser: &mut Parser<'_>) -> Wanted {
    let first = plain_word(&parser.peek_nth_token(0).token);
    let second = plain_word(&parser.peek_nth_token(1).token);
    let third = plain_word(&parser.peek_nth_token(2).token);
    let (wanted, words) = match (first.as_str(), second.as_str(), third.as_str()) {
        ("SHOW", "TABLES", _) => (Wanted::Tables, 2),
        ("SHOW", "ALL", "TABLES") => (Wanted::Tables, 3),
        ("SHOW", "COLUMNS", "FROM" | "IN") => (Wanted::Columns, 3),
        ("DESCRIBE" | "DESC", "TABLE", _) => (Wanted::Columns, 2),
        ("DESCRIBE" | "DESC", _, _) => (Wanted::Columns, 1),
        ("EXPLAIN", "ANALYZE" | "ANALYSE", _) => (Wanted::MeasuredSteps, 2),
        ("EXPLAIN", _, _) => (Wanted::Steps, 1),
        ("SUMMARIZE" | "SUMMARISE", _, _) => (Wanted::Summary, 1),
        _ => (Wanted::Rows, 0),
    };
    for _ in 0..words {
        parser.next_token();
    }
    wanted
}

fn plain_word(token: &Token) -> String {
    match token {
        Token::Word(Word {
            value,
            quote_style: None,
            ..
        }) => value.to_uppercase(),
        _ => String::new(),
    }
}

/// A query, or the name of a table or cell to read all of.
fn query_or_name(parser: &mut Parser<'_>) -> Result<Box<Query>, ParserError> {
    let next = parser.peek_token();
    let begins_query = next.token == Token::LParen
        || matches!(&next.token, Token::Word(word) if word.quote_style.is_none()
            && matches!(word.keyword, Keyword::SELECT | Keyword::FROM | Keyword::WITH | Keyword::VALUES));
    if begins_query {
        return parser.parse_query();
    }
    let name = parser.parse_object_name(false)?;
    let star = SelectItem::Wildcard(WildcardAdditionalOptions::default());
    let mut select = tree::select(vec![star], "");
    let word = one_word(&name);
    if let Some(from) = select.from.first_mut()
        && let sqlparser::ast::TableFactor::Table { name, .. } = &mut from.relation
    {
        *name = ObjectName(vec![ObjectNamePart::Identifier(word)]);
    }
    Ok(Box::new(made::query_of(select)))
}
