//! A text that reads a thing under its new name, without parsing it. Where the scan cannot be sure
//! that the text would mean the same, there is none; `plan` renames what it has parsed.

use super::places;
use super::token::{Token, TokenKind, tokens};

/// Words that cannot name a table without quotation marks.
const RESERVED: [&str; 40] = [
    "all",
    "and",
    "as",
    "by",
    "case",
    "cross",
    "describe",
    "distinct",
    "else",
    "end",
    "except",
    "exists",
    "fetch",
    "from",
    "full",
    "group",
    "having",
    "in",
    "inner",
    "intersect",
    "into",
    "join",
    "lateral",
    "left",
    "limit",
    "natural",
    "not",
    "null",
    "on",
    "only",
    "or",
    "order",
    "qualify",
    "right",
    "select",
    "table",
    "union",
    "using",
    "where",
    "with",
];

/// The text with a table or cell that it reads under another name. None when it does not read it, or
/// when one of the names stands for something else in it as well.
pub fn with_relation(text: &str, from: &str, to: &str) -> Option<String> {
    let tokens = tokens(text);
    let read = places(&tokens).relations;
    let is_read = |token: &Token| read.iter().any(|one| one.start == token.start);
    let is = |token: &Token, name: &str| {
        matches!(token.kind, TokenKind::Word | TokenKind::Quoted)
            && token.text.to_lowercase() == name.to_lowercase()
    };
    let is_dot = |token: Option<&Token>| {
        let dot = |token: &Token| text.get(token.start..token.end) == Some(".");
        token.is_some_and(dot)
    };
    let mut changed = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let is_field = is_dot(before);
        if is(token, to) && !is_field {
            return None;
        }
        if !is(token, from) || is_field {
            continue;
        }
        // A column, a short name or a WITH name would go on under the old one.
        if !is_read(token) && !is_dot(tokens.get(at + 1)) {
            return None;
        }
        changed.push(token);
    }
    let name = |token: &Token| {
        let is_plain = token.kind == TokenKind::Word && is_plain(to);
        if is_plain {
            to.to_owned()
        } else {
            format!("\"{}\"", to.replace('"', "\"\""))
        }
    };
    let done = replaced(text, &changed, name);
    changed.iter().any(|token| is_read(token)).then_some(done)
}

/// The text with a parameter under another name, and with the ends of a range, `name_from` and
/// `name_to`, under theirs. None when it does not read the parameter.
pub fn with_parameter(text: &str, from: &str, to: &str, is_range: bool) -> Option<String> {
    let tokens = tokens(text);
    let end_of = |token: &Token| {
        let lower = token.text.to_lowercase();
        let end = lower.strip_prefix(&from.to_lowercase())?.to_owned();
        let is_end = end.is_empty() || is_range && (end == "_from" || end == "_to");
        is_end.then_some(end)
    };
    let read = places(&tokens).parameters;
    let changed: Vec<&Token> = read
        .into_iter()
        .filter(|token| end_of(token).is_some())
        .collect();
    let name = |token: &Token| format!(":{to}{}", end_of(token).unwrap_or_default());
    (!changed.is_empty()).then(|| replaced(text, &changed, name))
}

fn replaced(text: &str, tokens: &[&Token], name: impl Fn(&Token) -> String) -> String {
    let mut done = String::with_capacity(text.len());
    let mut kept = 0;
    for token in tokens {
        done.push_str(text.get(kept..token.start).unwrap_or_default());
        done.push_str(&name(token));
        kept = token.end;
    }
    done.push_str(text.get(kept..).unwrap_or_default());
    done
}

fn is_plain(name: &str) -> bool {
    let mut letters = name.chars();
    let begins = letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let is_word = begins && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    is_word && !RESERVED.contains(&name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{with_parameter, with_relation};

    #[test]
    fn a_text_reads_the_new_name_wherever_it_read_the_old_one() {
        for (text, to, wanted) in [
            ("select * from revenue", "sales", "select * from sales"),
            (
                "select revenue.a, b.revenue from Revenue, b -- revenue\nwhere x = 'revenue'",
                "sales",
                "select sales.a, b.revenue from sales, b -- revenue\nwhere x = 'revenue'",
            ),
            ("from \"revenue\" r", "sales", "from \"sales\" r"),
            ("from revenue", "order", "from \"order\""),
            ("from revenue", "net sales", "from \"net sales\""),
            (
                "from revenue join (select 1 from revenue) x on true",
                "sales",
                "from sales join (select 1 from sales) x on true",
            ),
        ] {
            assert_eq!(with_relation(text, "revenue", to).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn a_text_that_might_mean_something_else_is_left_to_a_person() {
        for text in [
            "select revenue from revenue",
            "select * from sales, revenue",
            "select a as revenue from revenue",
            "with revenue as (select 1) select * from revenue",
            "with sales as (select 1) select * from revenue, sales",
            "select 'revenue' from other",
            "select * from other as revenue",
        ] {
            assert_eq!(with_relation(text, "revenue", "sales"), None, "{text}");
        }
    }

    #[test]
    fn parameters_and_the_ends_of_ranges_are_renamed() {
        let text = "select :period_from, :Period, ':period', a::period from t where x < :period_to";
        assert_eq!(
            with_parameter(text, "period", "span", true).as_deref(),
            Some("select :span_from, :span, ':period', a::period from t where x < :span_to")
        );
        assert_eq!(
            with_parameter("select :p_from, :p", "p", "q", false).as_deref(),
            Some("select :p_from, :q")
        );
        assert_eq!(with_parameter("select :other", "p", "q", true), None);
    }
}
