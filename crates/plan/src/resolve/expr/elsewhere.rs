//! Calls as other databases write them: known functions under other names, or with their arguments
//! in another order. What fits our own signature is left alone.

mod dates;
mod groups;

use sqlparser::ast::{
    BinaryOperator, CaseWhen, DataType, ExactNumberInfo, Expr, Function, FunctionArg,
    FunctionArgExpr, FunctionArgOperator, FunctionArguments, Value,
    helpers::attached_token::AttachedToken,
};
use sqlparser::tokenizer::Span;

use super::super::from::one_word;
use crate::tree;

pub(super) use dates::unit_word;
pub(super) use groups::item_of_list;

/// Arguments with names become pairs of a name and a value, where a function takes such pairs.
pub(super) fn pairs_for_names(function: &mut Function) {
    const TAKE_NAMES: [&str; 4] = ["struct_pack", "struct_insert", "row", "struct_update"];
    let name = one_word(&function.name).value.to_lowercase();
    let FunctionArguments::List(list) = &mut function.args else {
        return;
    };
    let has_names = list
        .args
        .iter()
        .any(|arg| matches!(arg, FunctionArg::Named { .. }));
    if !has_names || !TAKE_NAMES.contains(&name.as_str()) {
        return;
    }
    let mut pairs = Vec::with_capacity(list.args.len() * 2);
    for arg in std::mem::take(&mut list.args) {
        match arg {
            FunctionArg::Named {
                name,
                arg,
                operator: FunctionArgOperator::Assignment,
            } => {
                let name = FunctionArgExpr::Expr(tree::text(&name.value, name.span));
                pairs.push(FunctionArg::Unnamed(name));
                pairs.push(FunctionArg::Unnamed(arg));
            }
            other => pairs.push(other),
        }
    }
    list.args = pairs;
    if name == "row" || name == "struct_pack" {
        function.name = tree::object("named_struct", one_word(&function.name).span);
    }
}

/// The same call as we write it; none where it is written so already.
pub(super) fn rewritten(name: &str, function: &mut Function, span: Span) -> Option<Expr> {
    groups::completed(name, function);
    let args = match &function.args {
        FunctionArguments::None => Vec::new(),
        _ => tree::plain_args(function)?,
    };
    if let Some(written) = groups::of_groups(name, &args, function, span) {
        return Some(written);
    }
    // What only aggregates know is not left out without a word.
    if function.over.is_some() || function.filter.is_some() || !function.within_group.is_empty() {
        return None;
    }
    dates::of_dates(name, &args, span)
        .or_else(|| of_text(name, &args, span))
        .or_else(|| of_values(name, &args, span))
}

fn of_text(name: &str, args: &[Expr], span: Span) -> Option<Expr> {
    let call = |name: &str, args: Vec<Expr>| Some(tree::call(name, args, span));
    match (name, args) {
        ("charindex" | "locate", [part, text]) => call("strpos", vec![text.clone(), part.clone()]),
        ("charindex" | "locate", [part, text, start]) => {
            let rest = tree::call("substr", vec![text.clone(), start.clone()], span);
            let place = tree::call("strpos", vec![rest, part.clone()], span);
            let zero = number("0");
            let found = tree::call("nullif", vec![place, zero.clone()], span);
            let before = tree::binary(
                tree::nested(start.clone()),
                BinaryOperator::Minus,
                number("1"),
            );
            let place = tree::binary(found, BinaryOperator::Plus, tree::nested(before));
            call("coalesce", vec![place, zero])
        }
        ("space", [count]) => call("repeat", vec![tree::text(" ", span), count.clone()]),
        ("encode", [text]) => Some(tree::cast(tree::nested(text.clone()), DataType::Bytea)),
        ("unhex", [text]) => call("decode", vec![text.clone(), tree::text("hex", span)]),
        ("quote_literal", [text]) => {
            let quote = || tree::text("'", span);
            let doubled = vec![text.clone(), quote(), tree::text("''", span)];
            let inside = tree::call("replace", doubled, span);
            let joined = tree::binary(quote(), BinaryOperator::StringConcat, inside);
            let joined = tree::binary(joined, BinaryOperator::StringConcat, quote());
            Some(tree::nested(joined))
        }
        ("format_number", [value, Expr::Value(digits)]) => {
            let digits: usize = digits.value.to_string().parse().ok()?;
            let mut form = "FM999,999,999,999,999,990".to_owned();
            if digits > 0 {
                form.push('.');
                form.push_str(&"0".repeat(digits.min(20)));
            }
            call("to_char", vec![value.clone(), tree::text(&form, span)])
        }
        ("to_number", [text, rest @ ..]) if rest.len() <= 1 => {
            let signs = vec![
                text.clone(),
                tree::text("[^-+0-9.eE]", span),
                tree::text("", span),
                tree::text("g", span),
            ];
            let digits = tree::call("regexp_replace", signs, span);
            Some(match rest.first() {
                None => tree::cast(digits, DataType::DoublePrecision),
                Some(form) => {
                    let form = written(form)?.to_uppercase().replace('D', ".");
                    let behind = form.split_once('.').map_or(0, |(_, behind)| {
                        behind.bytes().filter(|sign| b"09".contains(sign)).count()
                    });
                    let scale = i64::try_from(behind).ok()?;
                    let info = ExactNumberInfo::PrecisionAndScale(38, scale);
                    tree::cast(digits, DataType::Decimal(info))
                }
            })
        }
        _ => None,
    }
}

fn of_values(name: &str, args: &[Expr], span: Span) -> Option<Expr> {
    match (name, args) {
        ("zeroifnull", [value]) => Some(tree::call(
            "coalesce",
            vec![value.clone(), number("0")],
            span,
        )),
        ("nullifzero", [value]) => {
            Some(tree::call("nullif", vec![value.clone(), number("0")], span))
        }
        ("isnull", [value]) => Some(tree::nested(Expr::IsNull(Box::new(tree::nested(
            value.clone(),
        ))))),
        ("isnotnull", [value]) => Some(tree::nested(Expr::IsNotNull(Box::new(tree::nested(
            value.clone(),
        ))))),
        ("safe_divide", [left, right]) => Some(tree::nested(tree::binary(
            tree::nested(left.clone()),
            BinaryOperator::Divide,
            tree::nested(right.clone()),
        ))),
        ("square", [value]) => Some(tree::nested(tree::binary(
            tree::nested(value.clone()),
            BinaryOperator::Multiply,
            tree::nested(value.clone()),
        ))),
        ("version", []) => Some(tree::text(
            concat!("Assay ", env!("CARGO_PKG_VERSION")),
            span,
        )),
        ("decode", [text, form]) => {
            Some(tree::call("decode", vec![text.clone(), form.clone()], span))
        }
        ("decode", [value, pairs @ ..]) if pairs.len() >= 2 => Some(choice(value, pairs)),
        ("sort_array", [list]) => Some(tree::call("array_sort", vec![list.clone()], span)),
        ("sort_array", [list, Expr::Value(rising)]) => {
            let name = match rising.value {
                Value::Boolean(true) => "array_sort",
                Value::Boolean(false) => "list_reverse_sort",
                _ => return None,
            };
            Some(tree::call(name, vec![list.clone()], span))
        }
        (
            "list_aggregate" | "list_aggr" | "array_aggregate" | "array_aggr",
            [list, measure, separator],
        ) if written(measure) == Some("string_agg") => Some(tree::call(
            "array_to_string",
            vec![list.clone(), separator.clone()],
            span,
        )),
        // PostgreSQL asks for the dimension; a list has one.
        ("array_length", [list, Expr::Value(dimension)]) if dimension.value.to_string() == "1" => {
            Some(tree::call("array_length", vec![list.clone()], span))
        }
        _ => None,
    }
}

/// `decode(value, a, x, b, y, z)`: x where the value is a, y where it is b, else z; null is a value.
fn choice(value: &Expr, pairs: &[Expr]) -> Expr {
    let two_by_two = pairs.chunks_exact(2);
    let otherwise = two_by_two.remainder().first().cloned();
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: None,
        conditions: two_by_two
            .map(|pair| CaseWhen {
                condition: Expr::IsNotDistinctFrom(
                    Box::new(tree::nested(value.clone())),
                    Box::new(tree::nested(pair[0].clone())),
                ),
                result: pair[1].clone(),
            })
            .collect(),
        else_result: otherwise.map(Box::new),
    }
}

fn number(digits: &str) -> Expr {
    tree::number(digits, Span::empty())
}

/// The text of a constant in single quotes.
fn written(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
