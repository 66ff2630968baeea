//! Expressions of a tree in the words of a reader: no names that only the planner or the engine use.

use std::ops::ControlFlow;

use datafusion_expr::Expr;
use datafusion_expr::expr_rewriter::unalias;
use datafusion_sql::unparser::Unparser;
use sqlparser::ast::{Expr as TreeExpr, Ident, VisitMut, VisitorMut};

use crate::parse::as_typed;
use crate::quote;
use crate::show::Printed;

/// What stands in place of a name that says nothing to a reader.
const NAMELESS: &str = "a calculation";

/// An expression as SQL, without the tables of its columns.
pub(super) fn words(expr: &Expr) -> String {
    said(expr, false)
}

/// An expression over the rows of two tables, which stand in front of their columns.
pub(super) fn apart(expr: &Expr) -> String {
    said(expr, true)
}

fn said(expr: &Expr, keeps_tables: bool) -> String {
    let printer = Unparser::new(&Printed).with_pretty(true);
    let Ok(mut tree) = printer.expr_to_sql(&unalias(expr.clone())) else {
        return NAMELESS.to_owned();
    };
    let _: ControlFlow<()> = tree.visit(&mut Short { keeps_tables });
    let said = as_typed(&tree.to_string());
    match expr {
        // A name in quotes is a calculation as it was typed, which `said` tells already.
        Expr::Alias(alias)
            if alias.name != said
                && read(&alias.name).is_none()
                && quote::style(&alias.name).is_none() =>
        {
            format!("{said} AS {}", alias.name)
        }
        _ => said,
    }
}

struct Short {
    keeps_tables: bool,
}

impl VisitorMut for Short {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut TreeExpr) -> ControlFlow<()> {
        match expr {
            TreeExpr::CompoundIdentifier(names) => {
                let is_made = |name: &Ident| name.value.starts_with("__");
                let keeps = self.keeps_tables && !names.iter().any(is_made);
                names.iter_mut().for_each(readable);
                if !keeps && let Some(last) = names.pop() {
                    *expr = TreeExpr::Identifier(last);
                }
            }
            TreeExpr::Identifier(name) => readable(name),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

fn readable(name: &mut Ident) {
    match read(&name.value) {
        Some(plain) => {
            name.value = plain;
            name.quote_style = None;
        }
        // A calculation that stands in a column of this name: quotes would hide its words.
        None if name.value.contains('(') => name.quote_style = None,
        None => name.quote_style = quote::style(&name.value),
    }
}

/// A name that the planner made of a calculation, as a reader says it; none when somebody gave it.
fn read(name: &str) -> Option<String> {
    if name.starts_with("__") {
        return Some(NAMELESS.to_owned());
    }
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    let mut is_made = false;
    while let Some(at) = rest.find(is_of_word) {
        let (before, word) = rest.split_at(at);
        let end = word.find(|letter| !is_of_word(letter));
        let (word, after) = word.split_at(end.unwrap_or(word.len()));
        plain.push_str(before);
        let arguments = after.strip_prefix('(');
        match (kind(word), arguments) {
            (Some(kind), Some(arguments)) => {
                is_made = true;
                let Some(length) = closed(arguments) else {
                    return Some(NAMELESS.to_owned());
                };
                plain.push_str(&value(kind, &arguments[..length]));
                rest = &arguments[length + 1..];
            }
            (Some(_), None) if word != name && ends_with_digit(word) => {
                return Some(NAMELESS.to_owned());
            }
            _ => {
                plain.push_str(word);
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    is_made.then_some(plain)
}

fn ends_with_digit(word: &str) -> bool {
    word.ends_with(|letter: char| letter.is_ascii_digit())
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How a constant of the planner is written between the parentheses behind its type.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Text,
    Other,
}

/// What a word means as a type of the planner's constants; none when it is none.
fn kind(word: &str) -> Option<Kind> {
    const OTHER: [&str; 18] = [
        "Timestamp",
        "Date",
        "Time",
        "Interval",
        "Duration",
        "Decimal",
        "Binary",
        "FixedSize",
        "LargeBinary",
        "LargeList",
        "ListView",
        "LargeListView",
        "List",
        "Struct",
        "Map",
        "Union",
        "Dictionary",
        "RunEndEncoded",
    ];
    match word {
        "Utf8" | "Utf8View" | "LargeUtf8" => Some(Kind::Text),
        "Boolean" | "Int8" | "Int16" | "Int32" | "Int64" | "UInt8" | "UInt16" | "UInt32"
        | "UInt64" | "Float16" | "Float32" | "Float64" => Some(Kind::Plain),
        _ => {
            let is_other = |start: &&str| {
                let rest = word.strip_prefix(*start);
                rest.is_some_and(|rest| {
                    rest.is_empty()
                        || rest.starts_with(|letter: char| {
                            letter.is_ascii_uppercase() || letter.is_ascii_digit()
                        })
                })
            };
            OTHER.iter().any(is_other).then_some(Kind::Other)
        }
    }
}

fn value(kind: Kind, inside: &str) -> String {
    match kind {
        Kind::Plain => inside.to_owned(),
        Kind::Text => match inside
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
        {
            Some(text) => format!("'{text}'"),
            None => inside.to_owned(),
        },
        Kind::Other => "…".to_owned(),
    }
}

/// Where the parenthesis closes that was open in front of a text.
fn closed(text: &str) -> Option<usize> {
    if text.starts_with('"') {
        return text.find("\")").map(|at| at + 1);
    }
    let mut open = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn names_of_the_planner_are_said_as_sql() {
        for (made, said) in [
            ("count(Int64(1))", "count(1)"),
            (
                "sum(orders.amount * Float64(2.5))",
                "sum(orders.amount * 2.5)",
            ),
            ("max(Utf8View(\"a)b\"))", "max('a)b')"),
            (
                "min(t.at - IntervalMonthDayNano(\"x (y)\"))",
                "min(t.at - …)",
            ),
            ("sum(Decimal128(Some(125),3,2))", "sum(…)"),
            ("max(TimestampMicrosecond(1, None))", "max(…)"),
            ("a = Utf8(NULL)", "a = NULL"),
            ("CAST(a AS Float64)", "a calculation"),
            ("__scalar_sq_1", "a calculation"),
            ("sum(Int64(1", "a calculation"),
        ] {
            assert_eq!(read(made).as_deref(), Some(said), "{made}");
        }
    }

    #[test]
    fn names_that_a_person_gave_stay() {
        for given in [
            "amount",
            "count(x)",
            "Date",
            "List price (EUR)",
            "Map",
            "Int64",
            "été",
            "a.b",
            "",
        ] {
            assert_eq!(read(given), None, "{given}");
        }
    }
}
