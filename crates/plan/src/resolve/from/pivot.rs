//! `PIVOT`: one column for each listed value, as aggregates that see only the rows of that value.

use std::collections::HashSet;
use std::ops::ControlFlow;

use sqlparser::ast::{
    BinaryOperator, Expr, ExprWithAlias, Function, PivotValueSource, SelectItem, TableFactor,
    Value, Visit, Visitor,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::aggregate::aggregate_in;
use super::super::scope::{Scope, Visible};
use super::super::select::unused;
use super::super::star::{own_name, shortened_text};
use super::{one_word, unknown};
use crate::{guard, made, parse, tree};

/// What a PIVOT is made of, once its parts are told from each other.
struct Parts {
    /// What rows are grouped by, with names.
    keys: Vec<(Expr, String)>,
    /// Aggregates with the name given, and as they were typed.
    aggregates: Vec<(Function, Option<String>, String)>,
    /// One condition for each group of columns, with its name.
    values: Vec<(Expr, String)>,
    default: Option<Expr>,
}

impl Resolver<'_> {
    /// Writes a PIVOT as a select with GROUP BY.
    pub(super) fn pivot(&mut self, factor: &mut TableFactor, around: &Scope<'_>) -> Scope<'static> {
        let TableFactor::Pivot {
            table,
            aggregate_functions,
            value_column,
            value_source,
            default_on_null,
            alias,
        } = factor
        else {
            return unknown();
        };
        let input = self.factor(table, around);
        if input.has_unknown {
            return unknown();
        }
        let mut scope: Scope<'_> = input;
        scope.parent = around.parent;
        let Some(values) = self.pivot_values(value_column, value_source, &scope) else {
            return unknown();
        };
        let mut parts = Parts {
            keys: Vec::new(),
            aggregates: Vec::new(),
            values,
            default: default_on_null.take(),
        };
        if let Some(default) = &mut parts.default {
            self.expression(default, &scope);
        }
        if !self.pivot_aggregates(aggregate_functions, &mut parts, &scope) {
            return unknown();
        }
        if parts.keys.is_empty() {
            parts.keys = untouched(&scope, &parts, value_column);
        }
        let (list, columns) = pivoted(&parts);
        if columns.len() > guard::COLUMNS {
            let message = format!(
                "This PIVOT has {} columns; at most {} are possible.",
                columns.len(),
                guard::COLUMNS
            );
            let span = value_column.first().map_or(Span::empty(), tree::span_of);
            self.error(span, "SQL_TOO_MANY_COLUMNS", message, "List fewer values.");
            return unknown();
        }
        let keys = parts.keys.into_iter().map(|(key, _)| key).collect();
        let select = made::grouped(made::select(list, made::alone((**table).clone())), keys);
        let mut alias = alias.take();
        let scope = self.aliased(columns, &mut alias);
        *factor = TableFactor::Derived {
            lateral: false,
            subquery: Box::new(made::query_of(select)),
            alias,
            sample: None,
        };
        scope
    }

    /// The listed values as conditions on the columns that PIVOT looks at.
    fn pivot_values(
        &mut self,
        looked_at: &mut [Expr],
        source: &mut PivotValueSource,
        scope: &Scope<'_>,
    ) -> Option<Vec<(Expr, String)>> {
        let span = looked_at.first().map_or(Span::empty(), tree::span_of);
        let PivotValueSource::List(listed) = source else {
            let refused = parse::unlisted(self.text, span);
            self.diagnostics.push(refused);
            return None;
        };
        for column in looked_at.iter_mut() {
            self.expression(column, scope);
        }
        let nothing = Scope::inside(scope.parent);
        let mut values = Vec::with_capacity(listed.len());
        for ExprWithAlias { expr, alias } in listed {
            if let Expr::Subquery(_) = expr {
                let refused = parse::unlisted(self.text, span);
                self.diagnostics.push(refused);
                return None;
            }
            let name = match alias {
                Some(alias) => alias.value.clone(),
                None => value_name(expr),
            };
            self.expression(expr, &nothing);
            let items: Vec<Expr> = match &*expr {
                Expr::Tuple(items) => items.clone(),
                Expr::Nested(inner) => vec![(**inner).clone()],
                other => vec![other.clone()],
            };
            if items.len() != looked_at.len() {
                let message = format!(
                    "PIVOT looks at {} columns, and this has {} values.",
                    looked_at.len(),
                    items.len()
                );
                let hint = "Give one value for each column: (2024, 'a').";
                self.error(tree::span_of(expr), "SQL_COLUMN_COUNT", message, hint);
                return None;
            }
            let conditions = looked_at
                .iter()
                .zip(items)
                .map(|(column, value)| is_value(column, value))
                .collect();
            values.push((tree::all(conditions)?, name));
        }
        Some(values)
    }

    /// Tells aggregates and keys of GROUP BY from each other; false when one is neither.
    fn pivot_aggregates(
        &mut self,
        given: &mut [ExprWithAlias],
        parts: &mut Parts,
        scope: &Scope<'_>,
    ) -> bool {
        for ExprWithAlias { expr, alias } in given {
            let span = tree::span_of(expr);
            if let Expr::Function(function) = expr
                && one_word(&function.name).value == parse::KEYS
            {
                for mut key in tree::plain_args(function).unwrap_or_default() {
                    let name = own_name(&key).unwrap_or_else(|| shortened_text(&key));
                    self.expression(&mut key, scope);
                    parts.keys.push((key, name));
                }
                continue;
            }
            let typed = shortened_text(expr);
            let errors = self.diagnostics.len();
            self.expression(expr, scope);
            if self.diagnostics.len() > errors {
                return false;
            }
            let is_aggregate = aggregate_in(expr).is_some();
            match expr {
                Expr::Function(function) if is_aggregate => {
                    let name = alias.as_ref().map(|alias| alias.value.clone());
                    parts.aggregates.push((function.clone(), name, typed));
                }
                _ => {
                    let message = format!("PIVOT needs an aggregate here, and `{typed}` is none.");
                    self.error(span, "SQL_AGGREGATE_PLACE", message, "Write sum(x), say.");
                    return false;
                }
            }
        }
        true
    }
}

/// The columns that neither an aggregate nor the values look at: what is left groups the rows.
fn untouched(scope: &Scope<'_>, parts: &Parts, looked_at: &[Expr]) -> Vec<(Expr, String)> {
    let aggregates: Vec<Expr> = parts
        .aggregates
        .iter()
        .map(|(function, ..)| Expr::Function(function.clone()))
        .collect();
    let used: Vec<&Expr> = aggregates.iter().chain(looked_at).collect();
    left_over(scope, &used)
        .into_iter()
        .map(|column| (column.meaning, column.name))
        .collect()
}

/// The columns in sight that no expression looks at.
pub(super) fn left_over(scope: &Scope<'_>, used: &[&Expr]) -> Vec<Visible> {
    let mut columns = scope.visible(Span::empty());
    columns.retain(|column| !used.iter().any(|expr| holds(expr, &column.meaning)));
    columns
}

fn holds(expr: &Expr, part: &Expr) -> bool {
    struct Look<'p>(&'p Expr);
    impl Visitor for Look<'_> {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            if expr == self.0 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    }
    expr.visit(&mut Look(part)).is_break()
}

/// The select list and its names: keys first, then for each value one column per aggregate.
fn pivoted(parts: &Parts) -> (Vec<SelectItem>, Vec<String>) {
    let mut taken = HashSet::new();
    let mut list = Vec::new();
    let mut columns = Vec::new();
    let mut put = |expr: Expr, name: &str| {
        let name = unused(name, &mut taken);
        list.push(made::item(expr, &name));
        columns.push(name);
    };
    for (key, name) in &parts.keys {
        put(key.clone(), name);
    }
    for (condition, value) in &parts.values {
        for (aggregate, given, typed) in &parts.aggregates {
            let name = match given {
                Some(given) => format!("{value}_{given}"),
                None if parts.aggregates.len() > 1 => format!("{value}_{typed}"),
                None => value.clone(),
            };
            let mut expr = Expr::Function(only_where(aggregate, condition));
            if let Some(default) = &parts.default {
                expr = tree::call("coalesce", vec![expr, default.clone()], Span::empty());
            }
            put(expr, &name);
        }
    }
    (list, columns)
}

/// The aggregate over the rows for which a condition holds.
fn only_where(aggregate: &Function, condition: &Expr) -> Function {
    let mut aggregate = aggregate.clone();
    let condition = match aggregate.filter.take() {
        Some(filter) => tree::binary(
            tree::nested(*filter),
            BinaryOperator::And,
            tree::nested(condition.clone()),
        ),
        None => condition.clone(),
    };
    aggregate.filter = Some(Box::new(condition));
    aggregate
}

fn is_value(column: &Expr, value: Expr) -> Expr {
    let is_null = matches!(&value, Expr::Value(value) if value.value == Value::Null);
    if is_null {
        return Expr::IsNull(Box::new(tree::nested(column.clone())));
    }
    tree::binary(
        tree::nested(column.clone()),
        BinaryOperator::Eq,
        tree::nested(value),
    )
}

/// The name that a value gives its columns: a text without its quotes, anything else as typed.
fn value_name(expr: &Expr) -> String {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => text.clone(),
            other => other.to_string(),
        },
        Expr::TypedString(typed) => match &typed.value.value {
            Value::SingleQuotedString(text) => text.clone(),
            other => other.to_string(),
        },
        Expr::Tuple(items) => items.iter().map(value_name).collect::<Vec<_>>().join("_"),
        Expr::Nested(inner) => value_name(inner),
        Expr::Cast { expr, .. } => value_name(expr),
        other => shortened_text(other),
    }
}
