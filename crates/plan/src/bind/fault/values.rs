//! Values that do not become the type that they are wanted as, with their places in the text.

use std::ops::ControlFlow;

use model::Diagnostic;
use sqlparser::ast::{Expr, Query, Value, Visit, Visitor};
use sqlparser::tokenizer::Span;

use crate::near::shortened;

const HINT: &str = "Correct it, compare like with like, or use TRY_CAST, which gives null instead.";

/// What the planner says of a constant that it cannot convert; none when it says something else.
pub(super) fn said(message: &str, tree: Option<&Query>) -> Option<(Diagnostic, Option<Span>)> {
    if let Some((value, of)) = text_and_type(message) {
        let sentence = match kind(of) {
            Kind::Whole(range) if value.trim().parse::<i128>().is_ok() => {
                format!("`{}` does not fit into {range}.", shortened(value))
            }
            kind => format!("`{}` is no {}.", shortened(value), kind.words()),
        };
        let place = tree.and_then(|tree| place_of(tree, value));
        return Some((diagnosed("SQL_VALUE", sentence, HINT), place));
    }
    if let Some((_, rest)) = message.split_once("Can't cast value ")
        && let Some((value, of)) = rest.split_once(" to type ")
    {
        let wanted = match kind(of) {
            Kind::Whole(range) => range,
            Kind::Plain(words) => format!("a {words}"),
        };
        let sentence = format!("`{}` does not fit into {wanted}.", shortened(value));
        let hint = "Cast it to a wider type: BIGINT, DECIMAL(38, 0) or DOUBLE.";
        let place = tree.and_then(|tree| place_of(tree, value));
        return Some((diagnosed("SQL_VALUE", sentence, hint), place));
    }
    if let Some((before, rest)) = message.split_once(" is too large to store in a Decimal")
        && let Some((_, digits)) = rest.split_once(" of precision ")
    {
        let value = before.rsplit([' ', ':']).next().unwrap_or_default();
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        let most = rest.rsplit("Max is ").next().unwrap_or_default();
        let sentence = format!(
            "`{}` does not fit into a decimal of {digits} digits, which reaches to {}.",
            shortened(value),
            shortened(most)
        );
        let hint =
            "Give the type more digits: DECIMAL(38, 2), or use TRY_CAST, which gives null instead.";
        let place = tree.and_then(|tree| place_of(tree, value));
        return Some((diagnosed("SQL_VALUE", sentence, hint), place));
    }
    if let Some((_, rest)) = message.split_once("Error parsing timestamp from '")
        && let Some((value, _)) = rest.split_once('\'')
    {
        let sentence = format!("`{}` is no date and time.", shortened(value));
        let hint = "Write 2026-11-20 18:42:00. Functions of forms take the date first: strftime(day, '%Y').";
        let place = tree.and_then(|tree| place_of(tree, value));
        return Some((diagnosed("SQL_VALUE", sentence, hint), place));
    }
    None
}

/// The arguments that a function was given, in words, from the planner's `'sum(Utf8)'`.
pub(super) fn taken(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("argument types '")?;
    let (call, _) = rest.split_once('\'')?;
    let inner = call.split_once('(')?.1.strip_suffix(')')?;
    let mut types = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, sign) in inner.char_indices() {
        match sign {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                types.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    types.push(&inner[start..]);
    let words: Vec<String> = types.iter().map(|of| kind(of.trim()).argument()).collect();
    match words.as_slice() {
        [one] if !one.is_empty() => Some(one.clone()),
        [_, _, ..] if words.len() <= 4 => Some(format!("({})", words.join(", "))),
        _ => None,
    }
}

fn diagnosed(code: &str, sentence: String, hint: &str) -> Diagnostic {
    Diagnostic::error(code, sentence).with_hint(hint)
}

/// The text and the type of "Cannot cast string 'abc' to value of Int32 type".
fn text_and_type(message: &str) -> Option<(&str, &str)> {
    let (_, rest) = message.split_once("Cannot cast string '")?;
    let (value, of) = rest.rsplit_once("' to value of ")?;
    Some((value, of.strip_suffix(" type").unwrap_or(of)))
}

/// A type in words.
enum Kind {
    /// What whole numbers it holds.
    Whole(String),
    Plain(&'static str),
}

impl Kind {
    fn words(&self) -> String {
        match self {
            Self::Whole(_) => "whole number".to_owned(),
            Self::Plain(words) => (*words).to_owned(),
        }
    }

    fn argument(&self) -> String {
        match self {
            Self::Whole(_) => "a whole number".to_owned(),
            Self::Plain("text" | "null" | "bytes" | "true or false") => self.words(),
            Self::Plain("value of this type") => "a value of this type".to_owned(),
            Self::Plain("interval") => "an interval".to_owned(),
            Self::Plain(words) => format!("a {words}"),
        }
    }
}

fn kind(of: &str) -> Kind {
    let range = |low: i128, high: i128| Kind::Whole(format!("a whole number from {low} to {high}"));
    let name: String = of.chars().take_while(char::is_ascii_alphanumeric).collect();
    match name.as_str() {
        "Int8" => range(i8::MIN.into(), i8::MAX.into()),
        "Int16" => range(i16::MIN.into(), i16::MAX.into()),
        "Int32" => range(i32::MIN.into(), i32::MAX.into()),
        "Int64" => range(i64::MIN.into(), i64::MAX.into()),
        "UInt8" => range(0, u8::MAX.into()),
        "UInt16" => range(0, u16::MAX.into()),
        "UInt32" => range(0, u32::MAX.into()),
        "UInt64" => range(0, u64::MAX.into()),
        "Float16" | "Float32" | "Float64" | "Decimal32" | "Decimal64" | "Decimal128"
        | "Decimal256" => Kind::Plain("number"),
        "Date32" | "Date64" => Kind::Plain("day of the calendar"),
        "Timestamp" => Kind::Plain("date and time"),
        "Time32" | "Time64" => Kind::Plain("time of day"),
        "Boolean" => Kind::Plain("true or false"),
        "Interval" | "Duration" => Kind::Plain("interval"),
        "Utf8" | "LargeUtf8" | "Utf8View" => Kind::Plain("text"),
        "List" | "LargeList" | "FixedSizeList" => Kind::Plain("list"),
        "Struct" => Kind::Plain("structure"),
        "Map" => Kind::Plain("map"),
        "Binary" | "LargeBinary" | "BinaryView" => Kind::Plain("bytes"),
        "Null" => Kind::Plain("null"),
        _ => Kind::Plain("value of this type"),
    }
}

/// Where a constant stands, by its text or by its amount.
fn place_of(tree: &Query, wanted: &str) -> Option<Span> {
    struct Find<'w>(&'w str);
    impl Visitor for Find<'_> {
        type Break = Span;
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Span> {
            let Expr::Value(value) = expr else {
                return ControlFlow::Continue(());
            };
            let is_it = match &value.value {
                Value::SingleQuotedString(text) => text == self.0,
                Value::Number(digits, _) => same_amount(digits, self.0),
                _ => false,
            };
            if is_it && value.span != Span::empty() {
                return ControlFlow::Break(value.span);
            }
            ControlFlow::Continue(())
        }
    }
    match tree.visit(&mut Find(wanted)) {
        ControlFlow::Break(span) => Some(span),
        ControlFlow::Continue(()) => None,
    }
}

/// Whether two numbers are the same but for zeros at their ends and a sign.
fn same_amount(one: &str, other: &str) -> bool {
    let plain = |digits: &str| {
        let digits = digits.trim_start_matches(['-', '+']);
        let digits = if digits.contains('.') {
            digits.trim_end_matches('0').trim_end_matches('.')
        } else {
            digits
        };
        digits.to_owned()
    };
    plain(one) == plain(other)
}
