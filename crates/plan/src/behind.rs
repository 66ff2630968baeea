//! The rows behind one row of a query that groups them: the same query without its groups, kept to the
//! row's own keys.

use std::ops::ControlFlow;

use model::{Diagnostic, Value};
use sqlparser::ast::{
    Expr, GroupByExpr, Query, Select, SelectItem, SetExpr, Visit, Visitor,
    WildcardAdditionalOptions,
};
use sqlparser::tokenizer::Span;

use crate::functions::functions;
use crate::resolve::value_expr;
use crate::tree;

const CODE: &str = "SQL_NO_ROWS_BEHIND";

/// Makes a query ask for the rows behind one row of its answer, given by all its values.
///
/// Errors: a query that is no plain grouping, or a row that does not show all of its keys.
pub(crate) fn opened(query: &mut Query, row: &[Value]) -> Result<(), Diagnostic> {
    let select = select_of(query)?;
    let row = of_row(select, row)?;
    narrow(select, row.into_iter().collect());
    let all = SelectItem::Wildcard(WildcardAdditionalOptions::default());
    ask_instead(query, vec![all])
}

/// The only select of a query.
pub(crate) fn select_of(query: &mut Query) -> Result<&mut Select, Diagnostic> {
    match query.body.as_mut() {
        SetExpr::Select(select) => Ok(select),
        _ => Err(refused("The answer is put together from several queries.")),
    }
}

/// The condition that rows meet that were grouped into one row of the answer; none where all rows were.
pub(crate) fn of_row(select: &Select, row: &[Value]) -> Result<Option<Expr>, Diagnostic> {
    let keys = keys(select)?;
    if select.projection.len() != row.len() {
        return Err(refused("The query shows columns that it does not name."));
    }
    let mut conditions = Vec::with_capacity(keys.len());
    for (key, at) in keys {
        let value = row.get(at).unwrap_or(&Value::Null);
        let value = value_expr(value, Span::empty())
            .map_err(|()| refused("A key of the row has a value that cannot be written."))?;
        let key = Box::new(tree::nested(key));
        conditions.push(Expr::IsNotDistinctFrom(key, Box::new(value)));
    }
    Ok(tree::all(conditions))
}

/// Adds conditions to those of a select.
pub(crate) fn narrow(select: &mut Select, more: Vec<Expr>) {
    let own = select.selection.take().map(tree::nested);
    select.selection = tree::all(own.into_iter().chain(more).collect());
}

/// Asks something else of the rows that a query reads, without its groups, order and limit.
pub(crate) fn ask_instead(query: &mut Query, list: Vec<SelectItem>) -> Result<(), Diagnostic> {
    let select = select_of(query)?;
    select.projection = list;
    select.group_by = GroupByExpr::Expressions(Vec::new(), Vec::new());
    select.having = None;
    select.qualify = None;
    select.distinct = None;
    query.order_by = None;
    query.limit_clause = None;
    query.fetch = None;
    Ok(())
}

pub(crate) fn refused(why: &str) -> Diagnostic {
    Diagnostic::error(
        CODE,
        format!("There are no rows behind this row: {}", lower_first(why)),
    )
    .with_hint("Rows are shown behind answers of SELECT … GROUP BY that show their keys.")
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// What rows are grouped by, each with the place of its column in the answer.
pub(crate) fn keys(select: &Select) -> Result<Vec<(Expr, usize)>, Diagnostic> {
    let shown: Option<Vec<(&Expr, Option<&str>)>> = select.projection.iter().map(item).collect();
    let Some(shown) = shown else {
        return Err(refused("The query shows columns that it does not name."));
    };
    let all = |is_key: &dyn Fn(&Expr) -> bool| -> Vec<(Expr, usize)> {
        let items = shown.iter().enumerate();
        items
            .filter(|(_, (expr, _))| is_key(expr))
            .map(|(at, (expr, _))| ((*expr).clone(), at))
            .collect()
    };
    let groups = match &select.group_by {
        GroupByExpr::All(_) => return Ok(all(&|expr| !is_aggregated(expr))),
        GroupByExpr::Expressions(_, modifiers) if !modifiers.is_empty() => {
            return Err(refused("Its totals are of several levels."));
        }
        GroupByExpr::Expressions(groups, _) => groups,
    };
    if groups.is_empty() {
        return if select.distinct.is_some() {
            Ok(all(&|_| true))
        } else if shown.iter().any(|(expr, _)| is_aggregated(expr)) {
            Ok(Vec::new())
        } else {
            Err(refused("It is a row of its own; nothing is grouped."))
        };
    }
    let mut keys = Vec::with_capacity(groups.len());
    for group in groups {
        if matches!(
            group,
            Expr::Rollup(_) | Expr::Cube(_) | Expr::GroupingSets(_)
        ) {
            return Err(refused("Its totals are of several levels."));
        }
        let at = place_of(group, &shown);
        let found = at.and_then(|at| Some((shown.get(at)?.0.clone(), at)));
        let Some(found) = found else {
            return Err(refused(
                "The answer does not show everything that its rows are grouped by.",
            ));
        };
        keys.push(found);
    }
    Ok(keys)
}

/// A column of the answer with its own name; none for a star.
pub(crate) fn item(item: &SelectItem) -> Option<(&Expr, Option<&str>)> {
    match item {
        SelectItem::UnnamedExpr(expr) => Some((expr, None)),
        SelectItem::ExprWithAlias { expr, alias } => Some((expr, Some(&alias.value))),
        _ => None,
    }
}

/// Where the answer shows what rows are grouped by: by its number, as it is written, or by its name.
fn place_of(group: &Expr, shown: &[(&Expr, Option<&str>)]) -> Option<usize> {
    let words = group.to_string().to_lowercase();
    if let Ok(number) = words.parse::<usize>() {
        return number.checked_sub(1).filter(|at| *at < shown.len());
    }
    let as_written = shown
        .iter()
        .position(|(expr, _)| expr.to_string().to_lowercase() == words);
    let by_name = || {
        let named = |(_, name): &(&Expr, Option<&str>)| {
            name.is_some_and(|name| name.to_lowercase() == words.trim_matches('"'))
        };
        shown.iter().position(named)
    };
    // `region` and `orders.region` are the same column where only one is called so.
    let by_end = || {
        let end = words.rsplit('.').next().unwrap_or(&words).to_owned();
        let is_column =
            |expr: &Expr| matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
        let ends = |(expr, _): &(&Expr, Option<&str>)| {
            is_column(expr)
                && expr.to_string().to_lowercase().rsplit('.').next() == Some(end.as_str())
        };
        is_column(group)
            .then(|| shown.iter().position(ends))
            .flatten()
    };
    as_written.or_else(by_name).or_else(by_end)
}

/// Whether an expression as it was typed is computed from groups of rows.
pub(crate) fn is_aggregated(expr: &Expr) -> bool {
    struct Finds;
    impl Visitor for Finds {
        type Break = ();

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            let is_aggregate = matches!(expr, Expr::Function(function) if function.over.is_none()
                && functions().is_aggregate(&function.name.to_string()));
            if is_aggregate {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    }
    expr.visit(&mut Finds).is_break()
}
