//! `SIMILAR TO` as the regular expression that it stands for.

use sqlparser::ast::{BinaryOperator, Expr, Value};

use super::super::Resolver;
use crate::tree;

impl Resolver<'_> {
    /// `value SIMILAR TO pattern` as a match of the whole value.
    pub(super) fn similar_to(&mut self, expr: &Expr) -> Option<Expr> {
        let Expr::SimilarTo {
            negated,
            expr: value,
            pattern,
            escape_char,
        } = expr
        else {
            return None;
        };
        let span = tree::span_of(pattern);
        let Expr::Value(given) = pattern.as_ref() else {
            let hint = "Write the pattern in quotes; ~ takes computed regular expressions.";
            self.unsupported("SIMILAR TO with a computed pattern", span, hint);
            return Some(tree::null(span));
        };
        let Value::SingleQuotedString(text) = &given.value else {
            return Some(tree::null(span));
        };
        let escape = match escape_char.as_ref().map(|escape| &escape.value) {
            None => Some('\\'),
            Some(Value::SingleQuotedString(escape)) => escape.chars().next(),
            Some(_) => None,
        };
        let operator = if *negated {
            BinaryOperator::PGRegexNotMatch
        } else {
            BinaryOperator::PGRegexMatch
        };
        let regex = tree::text(&as_regex(text, escape), span);
        let matched = tree::binary((**value).clone(), operator, regex);
        Some(Expr::Nested(Box::new(matched)))
    }
}

/// The pattern's meaning: `%` and `_` as in LIKE; `| * + ? { } ( ) [ ]` as in regular expressions;
/// every other sign means itself, and all of the text must match.
fn as_regex(pattern: &str, escape: Option<char>) -> String {
    let mut regex = String::from("(?s)^(?:");
    let mut signs = pattern.chars();
    let mut is_in_class = false;
    while let Some(sign) = signs.next() {
        if Some(sign) == escape {
            if let Some(next) = signs.next() {
                literal(&mut regex, next);
            }
            continue;
        }
        match sign {
            '%' if !is_in_class => regex.push_str(".*"),
            '_' if !is_in_class => regex.push('.'),
            '[' if !is_in_class => {
                is_in_class = true;
                regex.push(sign);
            }
            ']' if is_in_class => {
                is_in_class = false;
                regex.push(sign);
            }
            '|' | '*' | '+' | '?' | '{' | '}' | ')' if !is_in_class => regex.push(sign),
            '(' if !is_in_class => regex.push_str("(?:"),
            '-' | '^' | ':' if is_in_class => regex.push(sign),
            other => literal(&mut regex, other),
        }
    }
    regex.push_str(")$");
    regex
}

fn literal(regex: &mut String, sign: char) {
    if !sign.is_alphanumeric() && !sign.is_whitespace() && sign.is_ascii() && sign != '_' {
        regex.push('\\');
    }
    regex.push(sign);
}

#[cfg(test)]
mod tests {
    use super::as_regex;

    #[test]
    fn patterns_keep_their_meaning() {
        for (pattern, wanted) in [
            ("a%", "(?s)^(?:a.*)$"),
            ("_b_", "(?s)^(?:.b.)$"),
            ("(a|b)+", "(?s)^(?:(?:a|b)+)$"),
            ("a.b$", "(?s)^(?:a\\.b\\$)$"),
            ("50\\%", "(?s)^(?:50\\%)$"),
            ("[a-c%]*", "(?s)^(?:[a-c\\%]*)$"),
        ] {
            assert_eq!(as_regex(pattern, Some('\\')), wanted, "{pattern}");
        }
    }
}
