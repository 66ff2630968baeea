//! Calls that are short for something longer, written out.

use sqlparser::ast::{
    BinaryOperator, CaseWhen, DataType, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentList, FunctionArguments, Ident, Map, MapEntry, TimezoneInfo,
    helpers::attached_token::AttachedToken,
};
use sqlparser::tokenizer::Span;

use super::super::from::one_word;
use crate::tree;

/// What `list_aggregate` may be asked for, and the function that gives it.
const MEASURES: [(&str, &str); 18] = [
    ("sum", "list_sum"),
    ("avg", "list_avg"),
    ("mean", "list_avg"),
    ("min", "list_min"),
    ("max", "list_max"),
    ("median", "list_median"),
    ("product", "list_product"),
    ("count", "list_count"),
    ("first", "list_first"),
    ("last", "list_last"),
    ("stddev", "list_stddev_samp"),
    ("stddev_samp", "list_stddev_samp"),
    ("stddev_pop", "list_stddev_pop"),
    ("variance", "list_var_samp"),
    ("var_samp", "list_var_samp"),
    ("var_pop", "list_var_pop"),
    ("bool_and", "list_bool_and"),
    ("bool_or", "list_bool_or"),
];

/// A form that is short for something longer.
pub(super) fn form(name: &str, args: Vec<Expr>, function: &Function, word: &Ident) -> Option<Expr> {
    let given = args.clone();
    let mut args = args.into_iter();
    match (name, args.next(), args.next(), args.next(), args.next()) {
        ("div" | "mod" | "date_add", Some(left), Some(right), None, None) => {
            let operator = match name {
                "div" => BinaryOperator::DuckIntegerDivide,
                "mod" => BinaryOperator::Modulo,
                _ => BinaryOperator::Plus,
            };
            let calculation = tree::binary(tree::nested(left), operator, tree::nested(right));
            Some(Expr::Nested(Box::new(calculation)))
        }
        ("if" | "iif", Some(condition), Some(then), otherwise, None) => Some(Expr::Case {
            case_token: AttachedToken::empty(),
            end_token: AttachedToken::empty(),
            operand: None,
            conditions: vec![CaseWhen {
                condition,
                result: then,
            }],
            else_result: otherwise.map(Box::new),
        }),
        ("sha256" | "sha512", Some(value), None, None, None) => {
            let kind = tree::text(name, word.span);
            let sum = tree::call("digest", vec![value, kind], word.span);
            let form = tree::text("hex", word.span);
            Some(tree::call("encode", vec![sum, form], word.span))
        }
        ("nvl", Some(value), Some(instead), None, None) => {
            Some(tree::call("coalesce", vec![value, instead], word.span))
        }
        ("count_if" | "countif", Some(condition), None, None, None) => {
            let condition = match &function.filter {
                Some(filter) => tree::binary(
                    tree::nested(condition),
                    BinaryOperator::And,
                    tree::nested((**filter).clone()),
                ),
                None => condition,
            };
            Some(Expr::Function(Function {
                name: tree::object("count", word.span),
                args: FunctionArguments::List(FunctionArgumentList {
                    duplicate_treatment: None,
                    args: vec![FunctionArg::Unnamed(FunctionArgExpr::Wildcard)],
                    clauses: Vec::new(),
                }),
                filter: Some(Box::new(condition)),
                ..function.clone()
            }))
        }
        _ => of_dates(name, given, word.span),
    }
}

/// Forms of dates and of numbers.
fn of_dates(name: &str, args: Vec<Expr>, span: Span) -> Option<Expr> {
    let given = args.clone();
    let mut args = args.into_iter();
    match (name, args.next(), args.next(), args.next()) {
        ("yearweek", Some(date), None, None) => {
            let part = |unit: &str| part_of(unit, &date, span);
            let years = tree::binary(part("isoyear"), BinaryOperator::Multiply, number("100"));
            Some(tree::nested(tree::binary(
                years,
                BinaryOperator::Plus,
                part("week"),
            )))
        }
        ("decade" | "century" | "millennium", Some(date), None, None) => {
            let (add, width) = match name {
                "decade" => ("0", "10"),
                "century" => ("99", "100"),
                _ => ("999", "1000"),
            };
            let year = part_of("year", &date, span);
            let year = tree::nested(tree::binary(year, BinaryOperator::Plus, number(add)));
            let whole = tree::binary(year, BinaryOperator::DuckIntegerDivide, number(width));
            Some(Expr::Nested(Box::new(whole)))
        }
        ("days_in_month", Some(date), None, None) => {
            let last = tree::call("last_day", vec![date], span);
            Some(part_of("day", &last, span))
        }
        ("fdiv", Some(left), Some(right), None) => Some(floored(left, right, span)),
        ("fmod", Some(left), Some(right), None) => {
            let quotient = floored(left.clone(), right.clone(), span);
            let whole = tree::binary(tree::nested(right), BinaryOperator::Multiply, quotient);
            let rest = tree::binary(tree::nested(left), BinaryOperator::Minus, whole);
            Some(Expr::Nested(Box::new(rest)))
        }
        ("ago", Some(interval), None, None) => {
            let now = tree::call("now", Vec::new(), span);
            let before = tree::binary(now, BinaryOperator::Minus, interval);
            Some(Expr::Nested(Box::new(before)))
        }
        (
            "to_years" | "to_months" | "to_weeks" | "to_days" | "to_hours" | "to_minutes"
            | "to_seconds",
            Some(count),
            None,
            None,
        ) => {
            let unit = name.trim_start_matches("to_").trim_end_matches('s');
            let one = tree::interval(&format!("1 {unit}"), span);
            let times = tree::binary(tree::nested(count), BinaryOperator::Multiply, one);
            Some(tree::nested(times))
        }
        _ => of_lists(name, given, span),
    }
}

/// Forms of lists.
fn of_lists(name: &str, args: Vec<Expr>, span: Span) -> Option<Expr> {
    let given = args.clone();
    let mut args = args.into_iter();
    match (name, args.next(), args.next(), args.next()) {
        ("list_first" | "list_last", Some(list), None, None) => {
            let place = if name == "list_first" { "1" } else { "-1" };
            Some(tree::call("array_element", vec![list, number(place)], span))
        }
        ("array_pop_front" | "array_pop_back", Some(list), None, None) => {
            let (from, to) = if name == "array_pop_front" {
                ("2", "-1")
            } else {
                ("1", "-2")
            };
            Some(tree::call(
                "array_slice",
                vec![list, number(from), number(to)],
                span,
            ))
        }
        ("array_push_front", Some(list), Some(value), None) => {
            Some(tree::call("array_prepend", vec![value, list], span))
        }
        (
            "list_aggregate" | "list_aggr" | "array_aggregate" | "array_aggr",
            Some(list),
            Some(Expr::Value(measure)),
            None,
        ) => {
            let measure = measure.value.clone().into_string()?.to_lowercase();
            let name = MEASURES
                .iter()
                .find(|(known, _)| *known == measure)
                .map(|(_, name)| *name)?;
            Some(if name == "list_first" || name == "list_last" {
                end_of(name, list, span)
            } else {
                tree::call(name, vec![list], span)
            })
        }
        _ => of_groups(name, given, span),
    }
}

/// Forms of groups.
fn of_groups(name: &str, args: Vec<Expr>, span: Span) -> Option<Expr> {
    let mut args = args.into_iter();
    match (name, args.next(), args.next(), args.next()) {
        ("weighted_avg" | "wavg", Some(value), Some(weight), None) => {
            let counted = only_where(
                Expr::IsNotNull(Box::new(tree::nested(value.clone()))),
                weight.clone(),
            );
            let both = tree::binary(
                tree::nested(value),
                BinaryOperator::Multiply,
                tree::nested(weight),
            );
            let sum = |of: Expr| tree::call("sum", vec![of], span);
            let quotient = tree::binary(sum(both), BinaryOperator::Divide, sum(counted));
            Some(Expr::Nested(Box::new(quotient)))
        }
        ("sem", Some(value), None, None) => {
            let spread = tree::call("stddev_pop", vec![value.clone()], span);
            let count = tree::call("count", vec![value], span);
            let root = tree::call("sqrt", vec![count], span);
            let quotient = tree::binary(spread, BinaryOperator::Divide, root);
            Some(Expr::Nested(Box::new(quotient)))
        }
        _ => None,
    }
}

/// `map {'a': 1}` as the map of a list of keys and a list of values.
pub(super) fn map(map: &Map) -> Expr {
    let span = Span::empty();
    let list = |of: fn(&MapEntry) -> &Expr| {
        let items = map.entries.iter().map(|entry| of(entry).clone());
        tree::call("make_array", items.collect(), span)
    };
    let keys = list(|entry| entry.key.as_ref());
    let values = list(|entry| entry.value.as_ref());
    tree::call("map", vec![keys, values], span)
}

fn number(digits: &str) -> Expr {
    tree::number(digits, Span::empty())
}

fn part_of(unit: &str, date: &Expr, span: Span) -> Expr {
    let unit = tree::text(unit, span);
    tree::call("date_part", vec![unit, date.clone()], span)
}

fn end_of(name: &str, list: Expr, span: Span) -> Expr {
    let place = if name == "list_first" { "1" } else { "-1" };
    tree::call("array_element", vec![list, number(place)], span)
}

fn floored(left: Expr, right: Expr, span: Span) -> Expr {
    let quotient = tree::binary(
        tree::nested(left),
        BinaryOperator::Divide,
        tree::nested(right),
    );
    tree::call("floor", vec![quotient], span)
}

/// Decades, centuries and millennia, which are forms of the year; none for other units.
pub(super) fn long_part(unit: &str, of: &Expr) -> Option<Expr> {
    let unit = unit.trim_matches('\'').to_lowercase();
    let is_long = ["decade", "century", "millennium"].contains(&unit.as_str());
    is_long
        .then(|| of_dates(&unit, vec![of.clone()], tree::span_of(of)))
        .flatten()
}

/// Years or months of an age as a number; none for anything else.
pub(super) fn part_of_age(unit: &str, of: &Expr) -> Option<Expr> {
    let Expr::Function(function) = of else {
        return None;
    };
    if one_word(&function.name).value != "age" {
        return None;
    }
    let [later, earlier] = <[Expr; 2]>::try_from(tree::plain_args(function)?).ok()?;
    let span = tree::span_of(of);
    let month = tree::text("month", span);
    let months = tree::call("date_sub", vec![month, earlier, later], span);
    let unit = unit.trim_matches('\'').to_lowercase();
    let (operator, twelve) = match unit.trim_end_matches('s') {
        "year" => (BinaryOperator::DuckIntegerDivide, number("12")),
        "month" => (BinaryOperator::Modulo, number("12")),
        _ => return None,
    };
    Some(Expr::Nested(Box::new(tree::binary(
        months, operator, twelve,
    ))))
}

/// `moment AT TIME ZONE zone`. What is known to be an instant is a reading of UTC's clock here.
pub(super) fn in_zone(moment: &Expr, zone: &Expr) -> Expr {
    let span = tree::span_of(moment);
    let moment = if is_instant(moment) {
        tree::call(
            "timezone",
            vec![tree::text("UTC", span), moment.clone()],
            span,
        )
    } else {
        moment.clone()
    };
    tree::call("timezone", vec![zone.clone(), moment], span)
}

fn is_instant(expr: &Expr) -> bool {
    let with_zone = |data_type: &DataType| {
        matches!(
            data_type,
            DataType::Timestamp(_, TimezoneInfo::Tz | TimezoneInfo::WithTimeZone)
        )
    };
    match expr {
        Expr::Function(function) => one_word(&function.name).value == "now",
        Expr::Cast { data_type, .. } => with_zone(data_type),
        Expr::TypedString(typed) => with_zone(&typed.data_type),
        Expr::Nested(inner) => is_instant(inner),
        Expr::BinaryOp { left, .. } => is_instant(left),
        _ => false,
    }
}

/// Several values as one, null when any of them is.
pub(super) fn all_known(values: &[Expr], span: Span) -> Expr {
    let known = values
        .iter()
        .map(|value| Expr::IsNotNull(Box::new(tree::nested(value.clone()))))
        .collect();
    let row = tree::call("struct", values.to_vec(), span);
    match tree::all(known) {
        None => row,
        Some(condition) => only_where(condition, row),
    }
}

/// A value where a condition holds, null elsewhere.
fn only_where(condition: Expr, result: Expr) -> Expr {
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: None,
        conditions: vec![CaseWhen { condition, result }],
        else_result: None,
    }
}
