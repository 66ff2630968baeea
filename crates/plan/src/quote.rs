//! Names as they are written in SQL text: in quotes only where they must be.

use sqlparser::ast::Ident;
use sqlparser::keywords::{
    ALL_KEYWORDS, ALL_KEYWORDS_INDEX, RESERVED_FOR_COLUMN_ALIAS, RESERVED_FOR_IDENTIFIER,
    RESERVED_FOR_TABLE_ALIAS,
};
use sqlparser::tokenizer::Span;

/// A name as it can be typed.
pub(crate) fn name(name: &str) -> String {
    let style = style(name);
    Ident {
        value: name.to_owned(),
        quote_style: style,
        span: Span::empty(),
    }
    .to_string()
}

/// The quotes that a name needs, if any. The printer takes a pair of quotes, and one after a
/// backslash, for escaped ones; such names stand between the other kind.
pub(crate) fn style(name: &str) -> Option<char> {
    if is_plain(name) {
        None
    } else if name.contains("\"\"") || name.contains("\\\"") {
        Some('`')
    } else {
        Some('"')
    }
}

/// Whether a name needs no quotes.
pub(crate) fn is_plain(name: &str) -> bool {
    let mut letters = name.chars();
    let starts = letters
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_');
    starts && letters.all(|c| c.is_alphanumeric() || c == '_') && !is_reserved(name)
}

fn is_reserved(name: &str) -> bool {
    let upper = name.to_uppercase();
    let Ok(at) = ALL_KEYWORDS.binary_search(&upper.as_str()) else {
        return false;
    };
    let Some(keyword) = ALL_KEYWORDS_INDEX.get(at) else {
        return false;
    };
    RESERVED_FOR_COLUMN_ALIAS.contains(keyword)
        || RESERVED_FOR_TABLE_ALIAS.contains(keyword)
        || RESERVED_FOR_IDENTIFIER.contains(keyword)
        || [
            "AND", "OR", "NOT", "NULL", "TRUE", "FALSE", "CASE", "IN", "IS", "LIKE", "END", "ALL",
            "BETWEEN", "DISTINCT", "WHEN", "THEN", "ELSE", "AS", "BY",
        ]
        .contains(&upper.as_str())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn only_names_that_need_quotes_get_them() {
        assert_eq!(name("region"), "region");
        assert_eq!(name("net amount"), "\"net amount\"");
        assert_eq!(name("select"), "\"select\"");
        assert_eq!(name("a\"b"), "\"a\"\"b\"");
        assert_eq!(name("2024"), "\"2024\"");
    }
}
