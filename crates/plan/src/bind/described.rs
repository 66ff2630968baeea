//! Questions about a query instead of its rows: `DESCRIBE`, `SUMMARIZE`, `EXPLAIN`, `SHOW TABLES`.
//!
//! Each becomes a plain query: rows written out, or aggregates over the query that is described.

use std::sync::Arc;

use datafusion_common::DataFusionError;
use model::{DataType, Field};
use sqlparser::ast::{
    CaseWhen, DataType as Sql, Expr, Join, JoinConstraint, JoinOperator, OrderBy, OrderByExpr,
    OrderByKind, OrderByOptions, Query, SelectItem, helpers::attached_token::AttachedToken,
};
use sqlparser::tokenizer::Span;

use super::Mistake;
use crate::explain;
use crate::names::{Names, Plan, Relation};
use crate::question::{Question, Wanted};
use crate::resolve::Recursive;
use crate::{made, tree, types};

/// Columns that one summary looks at, at most: each costs eight aggregates.
const SUMMARY_COLUMNS: usize = 500;

/// Plans what a question wants to know of its resolved query.
pub(super) fn answer(
    question: Question,
    names: &Names,
    recursive: &[Recursive],
) -> Result<Plan, DataFusionError> {
    match question.wanted {
        Wanted::Rows => super::plan(*question.query, names, recursive),
        Wanted::Columns => {
            let fields = super::plan(*question.query, names, recursive)?.fields;
            super::plan(columns(&fields), names, &[])
        }
        Wanted::Summary => {
            let fields = super::plan((*question.query).clone(), names, recursive)?.fields;
            if fields.len() > SUMMARY_COLUMNS {
                return Err(Mistake::new(
                    "SQL_TOO_MANY_COLUMNS",
                    format!(
                        "SUMMARIZE looks at {SUMMARY_COLUMNS} columns at most, and here are {}.",
                        fields.len()
                    ),
                    "Name the columns that matter: SUMMARIZE SELECT a, b FROM t.",
                )
                .into());
            }
            super::plan(summary(*question.query, &fields), names, recursive)
        }
        Wanted::Steps => {
            let asked = super::plan(*question.query, names, recursive)?;
            super::plan(steps(&asked, false), names, &[])
        }
        Wanted::MeasuredSteps => {
            let asked = super::plan(*question.query, names, recursive)?;
            let mut told = super::plan(steps(&asked, true), names, &[])?;
            told.measured = Some(Arc::new(asked));
            Ok(told)
        }
        Wanted::Tables => super::plan(tables(names), names, &[]),
    }
}

fn columns(fields: &[Field]) -> Query {
    let rows = fields
        .iter()
        .map(|field| vec![text(&field.name), text(&types::words(&field.data_type))])
        .collect();
    listed(rows, &["column_name", "column_type"])
}

fn tables(names: &Names) -> Query {
    let cells = names.cells.iter().map(|cell| (cell, "cell"));
    let tables = names.tables.iter().map(|table| (table, "table"));
    let mut listed_names: Vec<(&Relation, &str)> = cells.chain(tables).collect();
    listed_names.sort_by_key(|(relation, _)| relation.name.to_lowercase());
    let mut rows: Vec<Vec<Expr>> = listed_names
        .into_iter()
        .map(|(relation, kind)| {
            let rows = match relation.rows {
                Some(rows) => number(&rows.to_string()),
                None => tree::null(Span::empty()),
            };
            vec![
                text(&relation.name),
                text(kind),
                number(&relation.fields.len().to_string()),
                tree::cast(rows, Sql::BigInt(None)),
            ]
        })
        .collect();
    let is_empty = rows.is_empty();
    if is_empty {
        let nothing = tree::cast(tree::null(Span::empty()), Sql::BigInt(None));
        rows.push(vec![text(""), text(""), number("0"), nothing]);
    }
    let mut query = listed(rows, &["name", "kind", "columns", "rows"]);
    if is_empty && let sqlparser::ast::SetExpr::Select(select) = query.body.as_mut() {
        select.selection = Some(tree::truth(false, Span::empty()));
    }
    query
}

/// The steps of a plan as rows. Figures that only running gives are missing.
fn steps(plan: &Plan, is_measured: bool) -> Query {
    let missing = |sql: Sql| tree::cast(tree::null(Span::empty()), sql);
    let whole = |rows: u64| tree::cast(number(&rows.to_string()), Sql::BigInt(None));
    let rows = explain::steps(plan).into_iter().map(|step| {
        let mut row = vec![text(&step.title()), text(&step.with)];
        row.extend(match step.expected {
            Some(expected) => [
                whole(expected.rows),
                tree::truth(expected.is_guess, Span::empty()),
            ],
            None => [missing(Sql::BigInt(None)), missing(Sql::Boolean)],
        });
        if is_measured {
            row.extend([Sql::BigInt(None), Sql::BigInt(None), Sql::DoublePrecision].map(missing));
        }
        row
    });
    let heads = if is_measured {
        &explain::MEASURED[..]
    } else {
        &explain::MEASURED[..explain::PLANNED]
    };
    listed(rows.collect(), heads)
}

/// Rows written out, under names.
fn listed(rows: Vec<Vec<Expr>>, names: &[&str]) -> Query {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let from = made::derived(made::query(made::values(rows)), "listed", &names);
    made::query_of(made::select(
        made::same("listed", &names),
        made::alone(from),
    ))
}

/// The figures of a summary, in the order of its columns.
const FIGURES: [&str; 10] = [
    "count",
    "null_percentage",
    "distinct_count",
    "min",
    "max",
    "avg",
    "std",
    "q25",
    "q50",
    "q75",
];

/// One row of aggregates over all columns, then turned so that each column has a row of its own.
fn summary(query: Query, fields: &[Field]) -> Query {
    let places: Vec<String> = (1..=fields.len()).map(|at| format!("c{at}")).collect();
    let mut aggregates = Vec::new();
    let mut list: Vec<Vec<CaseWhen>> = vec![Vec::new(); FIGURES.len()];
    let mut rows = Vec::new();
    for (at, (field, place)) in fields.iter().zip(&places).enumerate() {
        let position = (at + 1).to_string();
        rows.push(vec![
            number(&position),
            text(&field.name),
            text(&types::words(&field.data_type)),
        ]);
        let column = tree::column("asked", place, Span::empty());
        for (figure, whens) in FIGURES.into_iter().zip(&mut list) {
            let Some(value) = aggregate(figure, &column, &field.data_type) else {
                continue;
            };
            let name = format!("{place}_{figure}");
            aggregates.push(made::item(value, &name));
            whens.push(CaseWhen {
                condition: number(&position),
                result: tree::column("figures", &name, Span::empty()),
            });
        }
    }
    let inner = made::select(
        aggregates,
        made::alone(made::derived(query, "asked", &places)),
    );
    let mut from = made::alone(made::derived(made::query_of(inner), "figures", &[]));
    let heads = ["position", "column_name", "column_type"].map(str::to_owned);
    from.joins.push(Join {
        relation: made::derived(made::query(made::values(rows)), "described", &heads),
        global: false,
        join_operator: JoinOperator::CrossJoin(JoinConstraint::None),
    });
    let position = tree::column("described", "position", Span::empty());
    let mut projection = made::same("described", &heads[1..]);
    for (figure, whens) in FIGURES.into_iter().zip(list) {
        projection.push(turned(figure, &position, whens));
    }
    let mut whole = made::query_of(made::select(projection, from));
    whole.order_by = Some(by(position));
    whole
}

/// One figure of the column that the row is about.
fn turned(figure: &str, position: &Expr, whens: Vec<CaseWhen>) -> SelectItem {
    let missing = tree::null(Span::empty());
    let value = if whens.is_empty() {
        missing
    } else {
        Expr::Case {
            case_token: AttachedToken::empty(),
            end_token: AttachedToken::empty(),
            operand: Some(Box::new(position.clone())),
            conditions: whens,
            else_result: None,
        }
    };
    let data_type = match figure {
        "count" | "distinct_count" => Sql::BigInt(None),
        "min" | "max" | "q25" | "q50" | "q75" => Sql::Text,
        _ => Sql::DoublePrecision,
    };
    made::item(tree::cast(value, data_type), figure)
}

/// A figure of one column; none where its type has no such figure.
fn aggregate(figure: &str, column: &Expr, data_type: &DataType) -> Option<Expr> {
    let is_plain = !matches!(
        data_type,
        DataType::List { .. } | DataType::Struct { .. } | DataType::Binary | DataType::Null
    );
    let is_number = data_type.is_integer()
        || matches!(
            data_type,
            DataType::Float32 | DataType::Float64 | DataType::Decimal { .. }
        );
    let as_text = |expr: Expr| tree::cast(expr, Sql::Text);
    let real = tree::cast(column.clone(), Sql::DoublePrecision);
    match figure {
        "count" => Some(count(None)),
        "null_percentage" => {
            let missing = tree::binary(
                count(None),
                sqlparser::ast::BinaryOperator::Minus,
                count(Some(column)),
            );
            let share = tree::binary(
                tree::cast(tree::nested(missing), Sql::DoublePrecision),
                sqlparser::ast::BinaryOperator::Divide,
                call(
                    "nullif",
                    vec![
                        tree::cast(count(None), Sql::DoublePrecision),
                        tree::cast(number("0"), Sql::DoublePrecision),
                    ],
                ),
            );
            let percent = tree::binary(
                tree::nested(share),
                sqlparser::ast::BinaryOperator::Multiply,
                tree::cast(number("100"), Sql::DoublePrecision),
            );
            Some(call("round", vec![percent, number("2")]))
        }
        "distinct_count" if is_plain => Some(distinct(column)),
        // Truth values have no order; as texts, false comes before true.
        "min" | "max" if *data_type == DataType::Boolean => {
            Some(call(figure, vec![as_text(column.clone())]))
        }
        "min" | "max" if is_plain => Some(as_text(call(figure, vec![column.clone()]))),
        "avg" if is_number => Some(call("avg", vec![real])),
        "std" if is_number => Some(call("stddev", vec![real])),
        "q25" | "q50" | "q75" => {
            let share = match figure {
                "q25" => "0.25",
                "q50" => "0.5",
                _ => "0.75",
            };
            if is_number {
                Some(as_text(quantile(share, real)))
            } else if matches!(data_type, DataType::Date | DataType::DateTime { .. }) {
                // A value that occurs: between two days there may be none.
                let found = call("percentile_disc", vec![column.clone(), number(share)]);
                Some(as_text(found))
            } else {
                None
            }
        }
        _ => None,
    }
}

fn call(name: &str, args: Vec<Expr>) -> Expr {
    tree::call(name, args, Span::empty())
}

fn count(column: Option<&Expr>) -> Expr {
    use sqlparser::ast::{FunctionArg, FunctionArgExpr, FunctionArguments};
    match (call("count", Vec::new()), column) {
        (_, Some(column)) => call("count", vec![column.clone()]),
        (Expr::Function(mut function), None) => {
            if let FunctionArguments::List(list) = &mut function.args {
                list.args
                    .push(FunctionArg::Unnamed(FunctionArgExpr::Wildcard));
            }
            Expr::Function(function)
        }
        (other, None) => other,
    }
}

fn distinct(column: &Expr) -> Expr {
    use sqlparser::ast::{DuplicateTreatment, FunctionArguments};
    match call("count", vec![column.clone()]) {
        Expr::Function(mut function) => {
            if let FunctionArguments::List(list) = &mut function.args {
                list.duplicate_treatment = Some(DuplicateTreatment::Distinct);
            }
            Expr::Function(function)
        }
        other => other,
    }
}

fn quantile(share: &str, column: Expr) -> Expr {
    match call("percentile_cont", vec![number(share)]) {
        Expr::Function(mut function) => {
            function.within_group = vec![ascending(column)];
            Expr::Function(function)
        }
        other => other,
    }
}

fn by(key: Expr) -> OrderBy {
    OrderBy {
        kind: OrderByKind::Expressions(vec![ascending(key)]),
        interpolate: None,
    }
}

fn ascending(expr: Expr) -> OrderByExpr {
    OrderByExpr {
        expr,
        options: OrderByOptions {
            asc: None,
            nulls_first: None,
        },
        with_fill: None,
    }
}

fn text(content: &str) -> Expr {
    tree::text(content, Span::empty())
}

fn number(digits: &str) -> Expr {
    tree::number(digits, Span::empty())
}
