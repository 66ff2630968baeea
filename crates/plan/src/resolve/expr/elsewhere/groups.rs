//! Aggregates as other databases write them.

use sqlparser::ast::{
    AccessExpr, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentClause, FunctionArgumentList, FunctionArguments, HavingBoundKind, OrderByExpr,
    OrderByOptions, Subscript,
};
use sqlparser::tokenizer::Span;

use crate::tree;

const JOINED: [&str; 3] = ["string_agg", "listagg", "group_concat"];

/// Completes a call in place: a separator behind its word becomes an argument, and where there is
/// none texts are joined by a comma.
pub(super) fn completed(name: &str, function: &mut Function) {
    let FunctionArguments::List(list) = &mut function.args else {
        return;
    };
    if !JOINED.contains(&name) {
        return;
    }
    let mut separator = None;
    list.clauses.retain(|clause| match clause {
        FunctionArgumentClause::Separator(text) => {
            separator = Some(Expr::Value(text.clone()));
            false
        }
        _ => true,
    });
    if list.args.len() == 1 {
        let separator = separator.unwrap_or_else(|| tree::text(",", Span::empty()));
        list.args
            .push(FunctionArg::Unnamed(FunctionArgExpr::Expr(separator)));
    }
}

pub(super) fn of_groups(
    name: &str,
    args: &[Expr],
    function: &Function,
    span: Span,
) -> Option<Expr> {
    if let Some(quantiles) = several_shares(name, args, function, span) {
        return Some(quantiles);
    }
    if let Some(first) = first_few(name, args, function, span) {
        return Some(first);
    }
    let with = |name: &str, args: Vec<Expr>| Expr::Function(called(function, name, args, span));
    match (name, args) {
        ("max" | "min", [value, count]) => {
            let known = vec![value];
            let order = (value, name == "min");
            let list = listed(function, (value, order), &known, span);
            Some(first_of(list, count, span))
        }
        ("arg_max" | "max_by" | "argmax", [value, by, count]) => {
            let list = listed(function, (value, (by, false)), &[value, by], span);
            Some(first_of(list, count, span))
        }
        ("arg_min" | "min_by" | "argmin", [value, by, count]) => {
            let list = listed(function, (value, (by, true)), &[value, by], span);
            Some(first_of(list, count, span))
        }
        ("collect_list", [value]) => {
            let mut function = called(function, "array_agg", vec![value.clone()], span);
            keep_known(&mut function, &[value]);
            Some(Expr::Function(function))
        }
        ("collect_set", [value]) => {
            let mut function = called(function, "array_agg", vec![value.clone()], span);
            keep_known(&mut function, &[value]);
            if let FunctionArguments::List(list) = &mut function.args {
                list.duplicate_treatment = Some(DuplicateTreatment::Distinct);
            }
            Some(Expr::Function(function))
        }
        ("any_value", [value]) => {
            let FunctionArguments::List(list) = &function.args else {
                return None;
            };
            let bound = list.clauses.iter().find_map(|clause| match clause {
                FunctionArgumentClause::Having(bound) => Some(bound),
                _ => None,
            })?;
            let name = match bound.0 {
                HavingBoundKind::Max => "arg_max",
                HavingBoundKind::Min => "arg_min",
            };
            let mut call = called(function, name, vec![value.clone(), bound.1.clone()], span);
            if let FunctionArguments::List(list) = &mut call.args {
                list.clauses.clear();
            }
            Some(Expr::Function(call))
        }
        ("json_group_array" | "json_agg" | "jsonb_agg", [value]) => {
            let list = with("array_agg", vec![value.clone()]);
            Some(as_json(list, value, span))
        }
        ("json_group_object" | "json_object_agg" | "jsonb_object_agg", [name, value]) => {
            let names = with("array_agg", vec![name.clone()]);
            let values = with("array_agg", vec![value.clone()]);
            let map = tree::call("map", vec![names, values], span);
            Some(as_json(map, value, span))
        }
        // How exact a guess is to be: every answer is exact.
        ("approx_percentile" | "percentile_approx" | "approx_quantile", [value, share, _]) => Some(
            with("approx_percentile_cont", vec![value.clone(), share.clone()]),
        ),
        _ => None,
    }
}

/// `string_agg(x, ',' ORDER BY y LIMIT 3)`, `array_agg(x ORDER BY y LIMIT 3)`: of the first rows.
fn first_few(name: &str, args: &[Expr], function: &Function, span: Span) -> Option<Expr> {
    let FunctionArguments::List(list) = &function.args else {
        return None;
    };
    let limit = list.clauses.iter().find_map(|clause| match clause {
        FunctionArgumentClause::Limit(limit) => Some(limit.clone()),
        _ => None,
    })?;
    let (value, separator) = match (JOINED.contains(&name), args) {
        (true, [value, separator]) => (value, Some(separator)),
        (false, [value]) if name == "array_agg" => (value, None),
        _ => return None,
    };
    let mut all = called(function, "array_agg", vec![value.clone()], span);
    if let FunctionArguments::List(list) = &mut all.args {
        let is_limit =
            |clause: &FunctionArgumentClause| matches!(clause, FunctionArgumentClause::Limit(_));
        list.clauses.retain(|clause| !is_limit(clause));
    }
    if separator.is_some() {
        keep_known(&mut all, &[value]);
    }
    let few = first_of(Expr::Function(all), &limit, span);
    Some(match separator {
        Some(separator) => tree::call("array_to_string", vec![few, separator.clone()], span),
        None => few,
    })
}

/// A list or a map as JSON; items that are JSON already are put in as they are.
fn as_json(of: Expr, item: &Expr, span: Span) -> Expr {
    const GIVE_JSON: [&str; 4] = ["to_json", "json_object", "json_array", "json_extract"];
    let is_json = match item {
        Expr::Function(function) => {
            GIVE_JSON.contains(&super::one_word(&function.name).value.as_str())
        }
        _ => false,
    };
    let mut args = vec![of];
    if is_json {
        args.push(tree::truth(true, span));
    }
    tree::call("to_json", args, span)
}

/// `quantile_cont(x, [0.25, 0.75])`: a list of a quantile for each share.
fn several_shares(name: &str, args: &[Expr], function: &Function, span: Span) -> Option<Expr> {
    let planned = match name {
        "quantile_cont" | "percentile_cont" | "percentile" => "percentile_cont",
        "quantile_disc" | "percentile_disc" | "quantile" => "percentile_disc",
        "approx_quantile"
        | "approx_percentile"
        | "percentile_approx"
        | "approx_percentile_cont" => "approx_percentile_cont",
        _ => return None,
    };
    // Behind WITHIN GROUP only the shares are arguments.
    let (before, shares) = match args {
        [Expr::Array(shares)] => (Vec::new(), shares),
        [value, Expr::Array(shares)] => (vec![value.clone()], shares),
        _ => return None,
    };
    let each = shares.elem.iter().map(|share| {
        let mut args = before.clone();
        args.push(share.clone());
        Expr::Function(called(function, planned, args, span))
    });
    Some(tree::call("make_array", each.collect(), span))
}

/// The same call of another function: OVER, FILTER and ORDER BY stay.
fn called(function: &Function, name: &str, args: Vec<Expr>, span: Span) -> Function {
    let args = args
        .into_iter()
        .map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)))
        .collect();
    let list = match &function.args {
        FunctionArguments::List(list) => FunctionArgumentList {
            args,
            ..list.clone()
        },
        _ => FunctionArgumentList {
            duplicate_treatment: None,
            args,
            clauses: Vec::new(),
        },
    };
    Function {
        name: tree::object(name, span),
        args: FunctionArguments::List(list),
        ..function.clone()
    }
}

/// The values of a group as a list in an order, without rows that lack one of `known`.
fn listed(
    function: &Function,
    (value, (by, is_rising)): (&Expr, (&Expr, bool)),
    known: &[&Expr],
    span: Span,
) -> Expr {
    let mut call = called(function, "array_agg", vec![value.clone()], span);
    keep_known(&mut call, known);
    if let FunctionArguments::List(list) = &mut call.args {
        list.clauses = vec![FunctionArgumentClause::OrderBy(vec![OrderByExpr {
            expr: by.clone(),
            options: OrderByOptions {
                asc: Some(is_rising),
                nulls_first: Some(false),
            },
            with_fill: None,
        }])];
    }
    Expr::Function(call)
}

fn keep_known(function: &mut Function, known: &[&Expr]) {
    let conditions = known
        .iter()
        .map(|value| Expr::IsNotNull(Box::new(tree::nested((*value).clone()))));
    let mut all: Vec<Expr> = function
        .filter
        .take()
        .map(|filter| tree::nested(*filter))
        .into_iter()
        .chain(conditions)
        .collect();
    all.dedup();
    function.filter = tree::all(all).map(Box::new);
}

fn first_of(list: Expr, count: &Expr, span: Span) -> Expr {
    let one = tree::number("1", span);
    tree::call("array_slice", vec![list, one, count.clone()], span)
}

/// `array_agg(x ORDER BY y)[1]` as a call: the planner would take it for a window function.
pub(in crate::resolve::expr) fn item_of_list(root: &Expr, accessed: &[AccessExpr]) -> Option<Expr> {
    let function = match root {
        Expr::Function(function) => function,
        Expr::Nested(inner) => return item_of_list(inner, accessed),
        _ => return None,
    };
    let [AccessExpr::Subscript(Subscript::Index { index }), rest @ ..] = accessed else {
        return None;
    };
    if super::one_word(&function.name).value != "array_agg" {
        return None;
    }
    let span = tree::span_of(root);
    let item = tree::call("array_element", vec![root.clone(), index.clone()], span);
    Some(if rest.is_empty() {
        item
    } else {
        Expr::CompoundFieldAccess {
            root: Box::new(item),
            access_chain: rest.to_vec(),
        }
    })
}
