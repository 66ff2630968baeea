//! `UNPIVOT`: one row for each listed column, with the column's name and its value.

use std::collections::HashSet;

use sqlparser::ast::{
    CaseWhen, Expr, ExprWithAlias, Ident, Join, JoinConstraint, JoinOperator, NullInclusion,
    TableFactor, helpers::attached_token::AttachedToken,
};
use sqlparser::tokenizer::Span;

use super::super::Resolver;
use super::super::scope::Scope;
use super::super::select::unused;
use super::super::star::{own_name, shortened_text};
use super::pivot::left_over;
use super::unknown;
use crate::{made, tree};

/// The columns that become one row, and the name that the row says.
struct Group {
    label: String,
    columns: Vec<Expr>,
}

impl Resolver<'_> {
    /// Writes an UNPIVOT as every row joined to the names of the listed columns.
    pub(super) fn unpivot(
        &mut self,
        factor: &mut TableFactor,
        around: &Scope<'_>,
    ) -> Scope<'static> {
        let TableFactor::Unpivot {
            table,
            value,
            name,
            columns,
            null_inclusion,
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
        let Some(values) = self.value_names(value) else {
            return unknown();
        };
        let Some(groups) = self.groups(columns, values.len(), &scope) else {
            return unknown();
        };
        let part = self.made_name();
        let mut taken = HashSet::new();
        let mut list = Vec::new();
        let mut names = Vec::new();
        let listed: Vec<&Expr> = groups.iter().flat_map(|group| &group.columns).collect();
        let mut put = |expr: Expr, name: &str| {
            let name = unused(name, &mut taken);
            list.push(made::item(expr, &name));
            names.push(name);
        };
        for column in left_over(&scope, &listed) {
            put(column.meaning, &column.name);
        }
        put(tree::column(&part, "label", Span::empty()), &name.value);
        let position = tree::column(&part, "position", Span::empty());
        let mut found = Vec::new();
        for (at, value) in values.iter().enumerate() {
            let chosen = chosen(&position, &groups, at);
            found.push(Expr::IsNotNull(Box::new(chosen.clone())));
            put(chosen, &value.value);
        }
        let mut from = made::alone((**table).clone());
        from.joins.push(labels(&part, &groups));
        let mut select = made::select(list, from);
        if *null_inclusion != Some(NullInclusion::IncludeNulls) {
            // A row is left out when all of its values are missing.
            select.selection = found.into_iter().reduce(|left, right| {
                tree::binary(left, sqlparser::ast::BinaryOperator::Or, right)
            });
        }
        let mut alias = alias.take();
        let scope = self.aliased(names, &mut alias);
        *factor = TableFactor::Derived {
            lateral: false,
            subquery: Box::new(made::query_of(select)),
            alias,
            sample: None,
        };
        scope
    }

    fn value_names(&mut self, value: &Expr) -> Option<Vec<Ident>> {
        let items = match value {
            Expr::Tuple(items) => items.clone(),
            Expr::Nested(inner) => vec![(**inner).clone()],
            other => vec![other.clone()],
        };
        let names: Option<Vec<Ident>> = items
            .into_iter()
            .map(|item| match item {
                Expr::Identifier(name) => Some(name),
                _ => None,
            })
            .collect();
        if names.is_none() {
            let message = "UNPIVOT needs a name for the column of values.".to_owned();
            let hint = "Write UNPIVOT (value FOR name IN (a, b)).";
            self.error(tree::span_of(value), "SQL_SYNTAX", message, hint);
        }
        names
    }

    fn groups(
        &mut self,
        listed: &[ExprWithAlias],
        width: usize,
        scope: &Scope<'_>,
    ) -> Option<Vec<Group>> {
        let errors = self.diagnostics.len();
        let mut groups = Vec::with_capacity(listed.len());
        let mut all: Vec<ExprWithAlias> = Vec::with_capacity(listed.len());
        for one in listed {
            // `COLUMNS(* EXCLUDE (id))` is every column that it picks.
            match self.repeated(&one.expr, None, scope) {
                Some(items) if width == 1 => all.extend(items.into_iter().map(|item| {
                    let expr = item.expr;
                    ExprWithAlias { expr, alias: None }
                })),
                _ => all.push(one.clone()),
            }
        }
        for ExprWithAlias { expr, alias } in &mut all {
            let span = tree::span_of(expr);
            self.expression(expr, scope);
            let columns = match &*expr {
                Expr::Tuple(items) => items.clone(),
                Expr::Nested(inner) => vec![(**inner).clone()],
                other => vec![other.clone()],
            };
            if columns.len() != width {
                let message = format!(
                    "UNPIVOT gives {width} columns of values, and this has {}.",
                    columns.len()
                );
                let hint = "List as many columns together as there are names for values.";
                self.error(span, "SQL_COLUMN_COUNT", message, hint);
                return None;
            }
            let label = match alias {
                Some(alias) => alias.value.clone(),
                None => columns
                    .iter()
                    .map(|column| own_name(column).unwrap_or_else(|| shortened_text(column)))
                    .collect::<Vec<_>>()
                    .join("_"),
            };
            groups.push(Group { label, columns });
        }
        if groups.is_empty() {
            let message = "UNPIVOT lists no column.".to_owned();
            self.error(Span::empty(), "SQL_SYNTAX", message, "List the columns.");
        }
        (self.diagnostics.len() == errors).then_some(groups)
    }
}

/// Which of the listed columns the row is about.
fn chosen(position: &Expr, groups: &[Group], at: usize) -> Expr {
    let conditions = groups
        .iter()
        .enumerate()
        .filter_map(|(number, group)| {
            Some(CaseWhen {
                condition: tree::number(&(number + 1).to_string(), Span::empty()),
                result: group.columns.get(at)?.clone(),
            })
        })
        .collect();
    Expr::Case {
        case_token: AttachedToken::empty(),
        end_token: AttachedToken::empty(),
        operand: Some(Box::new(position.clone())),
        conditions,
        else_result: None,
    }
}

/// The names of the listed columns, joined to every row.
fn labels(part: &str, groups: &[Group]) -> Join {
    let rows = groups
        .iter()
        .enumerate()
        .map(|(number, group)| {
            vec![
                tree::number(&(number + 1).to_string(), Span::empty()),
                tree::text(&group.label, Span::empty()),
            ]
        })
        .collect();
    let names = ["position", "label"].map(str::to_owned);
    Join {
        relation: made::derived(made::query(made::values(rows)), part, &names),
        global: false,
        join_operator: JoinOperator::CrossJoin(JoinConstraint::None),
    }
}
