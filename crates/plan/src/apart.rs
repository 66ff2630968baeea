//! A query that groups rows, taken apart at one row of its answer: that row beside all others, its rows
//! by another column, or by a finer unit of time. Each is a query again, printed from the tree.

use std::ops::ControlFlow;

use model::{Aggregate, Diagnostic, Field, TimeUnit, Value};
use sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr, Ident, OrderBy,
    OrderByExpr, OrderByKind, OrderByOptions, Query, Select, SelectItem, UnaryOperator,
    Value as Literal, Visit, Visitor, WildcardAdditionalOptions,
};
use sqlparser::tokenizer::Span;

use crate::behind::{ask_instead, is_aggregated, item, keys, narrow, of_row, refused, select_of};
use crate::names::Names;
use crate::place::Text;
use crate::{bind, format, made, parse, quote, tree};

/// Columns of the answer to `Apart::Amount`, in this order; the first one only by a column.
pub const AMOUNT_COLUMNS: [&str; 4] = ["value", "amount", "rows", "known"];

/// What is asked of a row of a grouped answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Apart {
    /// Its amount in one column, or that of all other rows, whole or by a column of the rows behind.
    Amount {
        column: usize,
        is_rest: bool,
        by: Option<String>,
    },
    /// Its rows grouped by another column.
    By { field: String },
    /// Its rows by a finer unit of a date that they are grouped by.
    Closer { column: usize, unit: TimeUnit },
}

/// What of a grouped answer can be taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// The columns of the rows behind.
    pub fields: Vec<Field>,
    /// The columns of the answer that rows are grouped by.
    pub keys: Vec<usize>,
    /// Those that are dates truncated to a unit.
    pub times: Vec<(usize, TimeUnit)>,
    /// The columns that are computed from groups, with the aggregate that a column is alone.
    pub amounts: Vec<(usize, Option<Aggregate>)>,
}

/// What of the answer of a text's last question can be taken apart.
pub(crate) fn parts(text: &str, names: &Names) -> Result<Parts, Diagnostic> {
    let mut query = last_question(text, names)?;
    let select = select_of(&mut query)?;
    let keys: Vec<(Expr, usize)> = keys(select)?;
    let mut found = Parts::default();
    for (expr, at) in &keys {
        found.keys.push(*at);
        let unit = truncated(expr).and_then(|(unit, _)| unit_of(&unit));
        found.times.extend(unit.map(|unit| (*at, unit)));
    }
    let shown: Vec<(&Expr, Option<&str>)> = select.projection.iter().filter_map(item).collect();
    for (at, (expr, _)) in shown.iter().enumerate() {
        if is_aggregated(expr) && !has_window(expr) {
            found.amounts.push((at, alone(expr)));
        }
    }
    let all = SelectItem::Wildcard(WildcardAdditionalOptions::default());
    ask_instead(&mut query, vec![all])?;
    let bound = bind::sql(&query.to_string(), names);
    found.fields = match (
        bound.plan,
        bound.diagnostics.into_iter().find(Diagnostic::is_error),
    ) {
        (Some(plan), _) => plan.fields,
        (None, Some(mistake)) => return Err(mistake),
        (None, None) => Vec::new(),
    };
    Ok(found)
}

/// The text that asks for it, in regular form.
pub(crate) fn apart(
    text: &str,
    row: &[Value],
    wish: &Apart,
    names: &Names,
) -> Result<String, Diagnostic> {
    let mut query = last_question(text, names)?;
    let select = select_of(&mut query)?;
    let own = of_row(select, row)?;
    match wish {
        Apart::Amount {
            column,
            is_rest,
            by,
        } => amount(&mut query, own, (*column, *is_rest, by.as_deref()))?,
        Apart::By { field } => by(&mut query, own, field)?,
        Apart::Closer { column, unit } => closer(&mut query, own, *column, *unit)?,
    }
    let written = query.to_string();
    // What the printer writes is read again before anybody runs it.
    let bound = bind::sql(&written, names);
    if let Some(mistake) = bound.diagnostics.into_iter().find(Diagnostic::is_error) {
        return Err(refused(&format!(
            "It cannot be asked this way: {}",
            mistake.message
        )));
    }
    Ok(format::format(&written).unwrap_or(written))
}

fn last_question(text: &str, names: &Names) -> Result<Query, Diagnostic> {
    let text = Text::new(text);
    let questions = parse::questions(&text, &names.parameters, &names.turned)?;
    let last = questions.into_iter().next_back();
    last.map(|asked| *asked.query)
        .ok_or_else(|| refused("The text asks nothing."))
}

fn amount(
    query: &mut Query,
    own: Option<Expr>,
    (column, is_rest, by): (usize, bool, Option<&str>),
) -> Result<(), Diagnostic> {
    let select = select_of(query)?;
    let (expr, _) = shown(select, column)?;
    if !is_aggregated(&expr) || has_window(&expr) {
        return Err(refused("This column is not computed from its rows."));
    }
    let condition = match (own, is_rest) {
        (own, false) => own,
        (Some(own), true) => Some(Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr: Box::new(Expr::Nested(Box::new(own))),
        }),
        (None, true) => Some(tree::truth(false, Span::empty())),
    };
    narrow(select, condition.into_iter().collect());
    let [value, amount, rows, known] = AMOUNT_COLUMNS;
    let counted = argument(&expr).map_or_else(count_of_rows, |argument| {
        tree::call("count", vec![argument], Span::empty())
    });
    let mut list: Vec<SelectItem> = by
        .map(|field| made::item(column_of(field), value))
        .into_iter()
        .collect();
    list.push(made::item(expr, amount));
    list.push(made::item(count_of_rows(), rows));
    list.push(made::item(counted, known));
    ask_instead(query, list)?;
    if let Some(field) = by {
        select_of(query)?.group_by = grouped_by(vec![column_of(field)]);
    }
    Ok(())
}

fn by(query: &mut Query, own: Option<Expr>, field: &str) -> Result<(), Diagnostic> {
    let select = select_of(query)?;
    narrow(select, own.into_iter().collect());
    let mut list = vec![SelectItem::UnnamedExpr(column_of(field))];
    list.extend(aggregated(select));
    if list.len() == 1 {
        list.push(made::item(count_of_rows(), "rows"));
    }
    ask_instead(query, list)?;
    select_of(query)?.group_by = grouped_by(vec![column_of(field)]);
    query.order_by = Some(ordered(2, true));
    Ok(())
}

fn closer(
    query: &mut Query,
    own: Option<Expr>,
    column: usize,
    unit: TimeUnit,
) -> Result<(), Diagnostic> {
    let select = select_of(query)?;
    let (expr, _) = shown(select, column)?;
    let (_, of) = truncated(&expr).ok_or_else(|| refused("This column is no period of time."))?;
    let word = unit_word(unit);
    let finer = tree::call(
        "date_trunc",
        vec![tree::text(word, Span::empty()), of],
        Span::empty(),
    );
    narrow(select, own.into_iter().collect());
    let mut list = vec![made::item(finer.clone(), word)];
    list.extend(aggregated(select));
    if list.len() == 1 {
        list.push(made::item(count_of_rows(), "rows"));
    }
    ask_instead(query, list)?;
    select_of(query)?.group_by = grouped_by(vec![finer]);
    query.order_by = Some(ordered(1, false));
    Ok(())
}

/// A column of the answer with its own name.
fn shown(select: &Select, column: usize) -> Result<(Expr, Option<String>), Diagnostic> {
    let found = select.projection.get(column).and_then(item);
    found
        .map(|(expr, name)| (expr.clone(), name.map(str::to_owned)))
        .ok_or_else(|| refused("The query shows columns that it does not name."))
}

/// The columns that are computed from groups of rows, as they are written.
fn aggregated(select: &Select) -> Vec<SelectItem> {
    let is_amount = |one: &&SelectItem| {
        item(one).is_some_and(|(expr, _)| is_aggregated(expr) && !has_window(expr))
    };
    select
        .projection
        .iter()
        .filter(is_amount)
        .cloned()
        .collect()
}

fn grouped_by(keys: Vec<Expr>) -> GroupByExpr {
    GroupByExpr::Expressions(keys, Vec::new())
}

/// Ordered by a column of the answer, counted from 1.
fn ordered(column: usize, is_descending: bool) -> OrderBy {
    let options = OrderByOptions {
        asc: is_descending.then_some(false),
        nulls_first: None,
    };
    OrderBy {
        kind: OrderByKind::Expressions(vec![OrderByExpr {
            expr: tree::number(&column.to_string(), Span::empty()),
            options,
            with_fill: None,
        }]),
        interpolate: None,
    }
}

fn column_of(name: &str) -> Expr {
    Expr::Identifier(Ident {
        value: name.to_owned(),
        quote_style: quote::style(name),
        span: Span::empty(),
    })
}

fn count_of_rows() -> Expr {
    let mut call = tree::call("count", Vec::new(), Span::empty());
    if let Expr::Function(function) = &mut call
        && let FunctionArguments::List(list) = &mut function.args
    {
        list.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Wildcard)];
    }
    call
}

/// The aggregate that an expression is alone, without conditions of its own.
fn alone(expr: &Expr) -> Option<Aggregate> {
    let Expr::Function(function) = expr else {
        return None;
    };
    let FunctionArguments::List(list) = &function.args else {
        return None;
    };
    let is_plain = function.filter.is_none()
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty()
        && function.within_group.is_empty();
    let name = function.name.to_string().to_lowercase();
    match name.trim_matches('"') {
        "sum" if is_plain => Some(Aggregate::Sum),
        "count" if is_plain => Some(Aggregate::Count),
        "avg" if is_plain => Some(Aggregate::Average),
        _ => None,
    }
}

/// The only argument of an aggregate that stands alone.
fn argument(expr: &Expr) -> Option<Expr> {
    alone(expr)?;
    let Expr::Function(function) = expr else {
        return None;
    };
    match tree::plain_args(function)?.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Whether an expression looks at other rows of the answer.
fn has_window(expr: &Expr) -> bool {
    struct Finds;
    impl Visitor for Finds {
        type Break = ();

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Function(function) if function.over.is_some() => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }
    }
    expr.visit(&mut Finds).is_break()
}

/// The unit of a truncated date, and what is truncated.
fn truncated(expr: &Expr) -> Option<(String, Expr)> {
    let expr = match expr {
        Expr::Nested(inner) => inner.as_ref(),
        other => other,
    };
    let Expr::Function(function) = expr else {
        return None;
    };
    let name = function.name.to_string().to_lowercase();
    let args = tree::plain_args(function)?;
    match (name.trim_matches('"'), args.as_slice()) {
        ("date_trunc" | "datetrunc", [Expr::Value(unit), of]) => match &unit.value {
            Literal::SingleQuotedString(unit) => Some((unit.to_lowercase(), of.clone())),
            _ => None,
        },
        _ => None,
    }
}

const UNITS: [(TimeUnit, &str); 8] = [
    (TimeUnit::Year, "year"),
    (TimeUnit::Quarter, "quarter"),
    (TimeUnit::Month, "month"),
    (TimeUnit::Week, "week"),
    (TimeUnit::Day, "day"),
    (TimeUnit::Hour, "hour"),
    (TimeUnit::Minute, "minute"),
    (TimeUnit::Second, "second"),
];

fn unit_of(word: &str) -> Option<TimeUnit> {
    let found = UNITS.iter().find(|(_, name)| *name == word);
    found.map(|(unit, _)| *unit)
}

fn unit_word(unit: TimeUnit) -> &'static str {
    let found = UNITS.iter().find(|(known, _)| *known == unit);
    found.map_or("day", |(_, word)| word)
}
