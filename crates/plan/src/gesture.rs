//! A question without SQL text: the same tree that typed SQL becomes, built from values.

mod filter;

use model::{Aggregate, DataType, Diagnostic, Field, Key, Measure, Query, TimeUnit};
use sqlparser::ast::{
    self, BinaryOperator, DataType as TreeType, Expr, GroupByExpr, LimitClause, OrderBy,
    OrderByExpr, OrderByKind, OrderByOptions, Select, SelectItem, SetExpr,
};
use sqlparser::tokenizer::Span;

use crate::bind;
use crate::names::{Bound, Names, Relation};
use crate::near::{listed, nearest, shortened};
use crate::tree;
use crate::types::words;

/// Understands a question.
pub(crate) fn query(query: &Query, names: &Names) -> Bound {
    built(query, names).1
}

/// Understands a question; with its tree, whose names are exact, as far as it could be built.
pub(crate) fn built(query: &Query, names: &Names) -> (Option<ast::Query>, Bound) {
    let relation = match source(query, names) {
        Ok(relation) => relation,
        Err(diagnostic) => return (None, bind::refused(*diagnostic)),
    };
    let reads = vec![relation.name.clone()];
    let mut question = Question {
        relation,
        diagnostics: Vec::new(),
    };
    let built = question.build(query);
    let mut bound = Bound {
        plan: None,
        diagnostics: question.diagnostics,
        reads,
    };
    if bound.diagnostics.is_empty() {
        match bind::plan(built.clone(), names, &[]) {
            Ok(plan) => bound.plan = Some(plan),
            Err(error) => bound.diagnostics.push(bind::explain_gesture(&error)),
        }
    }
    (Some(built), bound)
}

fn source<'n>(query: &Query, names: &'n Names) -> Result<&'n Relation, Box<Diagnostic>> {
    let lower = query.source.to_lowercase();
    let all = || names.cells.iter().chain(&names.tables);
    let found = all()
        .find(|relation| relation.name == query.source)
        .or_else(|| all().find(|relation| relation.name.to_lowercase() == lower));
    found.ok_or_else(|| {
        let near = nearest(&query.source, all().map(|relation| relation.name.as_str()));
        let message = format!("There is no table or cell `{}`.", shortened(&query.source));
        let diagnostic = Diagnostic::error("SQL_UNKNOWN_TABLE", message);
        Box::new(if near.is_empty() {
            diagnostic.with_hint("Choose another source.")
        } else {
            diagnostic.with_hint(format!("Did you mean {}?", listed(&near)))
        })
    })
}

struct Question<'n> {
    relation: &'n Relation,
    diagnostics: Vec<Diagnostic>,
}

const HERE: Span = Span::empty();

impl Question<'_> {
    fn build(&mut self, query: &Query) -> ast::Query {
        let is_grouped = !query.keys.is_empty() || !query.measures.is_empty();
        let mut items = Vec::new();
        let mut keys = Vec::new();
        if is_grouped {
            for key in &query.keys {
                if let Some(expr) = self.key(key) {
                    keys.push(expr.clone());
                    items.push((expr, key.name.clone()));
                }
            }
            for measure in &query.measures {
                if let Some(expr) = self.measure(measure) {
                    items.push((expr, measure.name.clone()));
                }
            }
        } else if query.columns.is_empty() {
            items.extend(self.relation.fields.iter().map(|field| {
                (
                    tree::column(&self.relation.name, &field.name, HERE),
                    field.name.clone(),
                )
            }));
        } else {
            for column in &query.columns {
                if let Some((expr, field)) = self.column(column) {
                    items.push((expr, field.name.clone()));
                }
            }
        }
        let conditions: Vec<Expr> = query
            .filters
            .iter()
            .filter_map(|filter| self.condition(filter))
            .collect();
        let order = self.order(query, &items, is_grouped);
        self.refuse_same_names(&items);
        let list = items
            .into_iter()
            .map(|(expr, name)| SelectItem::ExprWithAlias {
                expr,
                alias: tree::exact(&name, HERE),
            })
            .collect();
        let mut select = tree::select(list, &self.relation.name);
        select.selection = tree::all(conditions);
        select.group_by = GroupByExpr::Expressions(keys, Vec::new());
        statement(select, order, query.limit)
    }

    fn column(&mut self, name: &str) -> Option<(Expr, Field)> {
        let fields = &self.relation.fields;
        let lower = name.to_lowercase();
        let found = fields.iter().find(|field| field.name == name).or_else(|| {
            fields
                .iter()
                .find(|field| field.name.to_lowercase() == lower)
        });
        if let Some(field) = found {
            return Some((
                tree::column(&self.relation.name, &field.name, HERE),
                field.clone(),
            ));
        }
        let near = nearest(name, fields.iter().map(|field| field.name.as_str()));
        let message = format!(
            "There is no column `{}` in {}.",
            shortened(name),
            shortened(&self.relation.name)
        );
        let hint = if near.is_empty() {
            "Choose another column.".to_owned()
        } else {
            format!("Did you mean {}?", listed(&near))
        };
        self.diagnostics
            .push(Diagnostic::error("SQL_UNKNOWN_COLUMN", message).with_hint(hint));
        None
    }

    fn error(&mut self, code: &str, message: String, hint: &str) {
        self.diagnostics
            .push(Diagnostic::error(code, message).with_hint(hint));
    }

    fn key(&mut self, key: &Key) -> Option<Expr> {
        let (column, field) = self.column(&key.field)?;
        if let Some(unit) = key.unit {
            if !field.data_type.is_temporal() {
                let message = format!(
                    "`{}` is {} and has no {}.",
                    shortened(&field.name),
                    words(&field.data_type),
                    unit_name(unit)
                );
                self.error("SQL_TYPES", message, "Use a date, or convert the column.");
                return None;
            }
            return Some(tree::call(
                "date_trunc",
                vec![tree::text(unit_name(unit), HERE), column],
                HERE,
            ));
        }
        let Some(width) = key.bin_width.as_deref().map(str::trim) else {
            return Some(column);
        };
        let is_width = width
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && width.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
            && width.matches('.').count() <= 1
            && width.len() <= 30;
        if !is_width || !field.data_type.is_numeric() {
            let message = format!(
                "`{}` cannot be put into bins of {}.",
                shortened(&field.name),
                shortened(width)
            );
            self.error(
                "SQL_TYPES",
                message,
                "Bins need a number column and a width above 0.",
            );
            return None;
        }
        Some(bins(column, &field.data_type, width))
    }

    fn measure(&mut self, measure: &Measure) -> Option<Expr> {
        if measure.field.is_empty() {
            return Some(count_rows());
        }
        let (column, field) = self.column(&measure.field)?;
        let name = match measure.aggregate {
            Aggregate::Sum => "sum",
            Aggregate::Average => "avg",
            Aggregate::Median => "median",
            Aggregate::Min => "min",
            Aggregate::Max => "max",
            Aggregate::Count => "count",
            Aggregate::CountDistinct => {
                return Some(distinct(tree::call("count", vec![column], HERE)));
            }
        };
        let needs_number = matches!(
            measure.aggregate,
            Aggregate::Sum | Aggregate::Average | Aggregate::Median
        );
        if needs_number && !field.data_type.is_numeric() {
            let message = format!(
                "`{}` is {}; it can be counted, but it has no {}.",
                shortened(&field.name),
                words(&field.data_type),
                if name == "avg" { "average" } else { name }
            );
            self.error("SQL_TYPES", message, "Choose count, or a number column.");
            return None;
        }
        Some(tree::call(name, vec![column], HERE))
    }

    fn order(
        &mut self,
        query: &Query,
        items: &[(Expr, String)],
        is_grouped: bool,
    ) -> Vec<OrderByExpr> {
        let mut order = Vec::new();
        for by in &query.order {
            let output = items
                .iter()
                .find(|(_, name)| *name == by.field)
                .or_else(|| {
                    items
                        .iter()
                        .find(|(_, name)| name.to_lowercase() == by.field.to_lowercase())
                });
            let expr = if let Some((_, name)) = output {
                Expr::Identifier(tree::exact(name, HERE))
            } else if is_grouped {
                let message = format!(
                    "The answer has no column `{}` to order by.",
                    shortened(&by.field)
                );
                self.error(
                    "SQL_UNKNOWN_COLUMN",
                    message,
                    "Order by a key or a measure.",
                );
                continue;
            } else {
                let Some((expr, _)) = self.column(&by.field) else {
                    continue;
                };
                expr
            };
            let options = OrderByOptions {
                asc: Some(!by.descending),
                nulls_first: None,
            };
            order.push(OrderByExpr {
                expr,
                options,
                with_fill: None,
            });
        }
        order
    }

    fn refuse_same_names(&mut self, items: &[(Expr, String)]) {
        for (at, (_, name)) in items.iter().enumerate() {
            if items.iter().take(at).any(|(_, other)| other == name) {
                let message = format!(
                    "Two columns of the answer are called `{}`.",
                    shortened(name)
                );
                self.error(
                    "SQL_DUPLICATE_NAME",
                    message,
                    "Give one of them another name.",
                );
            }
        }
    }
}

fn statement(select: Select, order: Vec<OrderByExpr>, limit: Option<u64>) -> ast::Query {
    ast::Query {
        with: None,
        body: Box::new(SetExpr::Select(Box::new(select))),
        order_by: (!order.is_empty()).then_some(OrderBy {
            kind: OrderByKind::Expressions(order),
            interpolate: None,
        }),
        limit_clause: limit.map(|limit| LimitClause::LimitOffset {
            limit: Some(tree::number(&limit.to_string(), HERE)),
            offset: None,
            limit_by: Vec::new(),
        }),
        fetch: None,
        locks: Vec::new(),
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators: Vec::new(),
    }
}

/// The lower edge of the bin that a number falls into.
fn bins(column: Expr, data_type: &DataType, width: &str) -> Expr {
    let is_whole = data_type.is_integer() && !width.contains('.');
    let number = tree::number(width, HERE);
    let at = tree::binary(column, BinaryOperator::Divide, number.clone());
    let edge = tree::binary(
        tree::call("floor", vec![at], HERE),
        BinaryOperator::Multiply,
        number,
    );
    if is_whole {
        tree::cast(edge, TreeType::BigInt(None))
    } else {
        edge
    }
}

fn unit_name(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Year => "year",
        TimeUnit::Quarter => "quarter",
        TimeUnit::Month => "month",
        TimeUnit::Week => "week",
        TimeUnit::Day => "day",
        TimeUnit::Hour => "hour",
        TimeUnit::Minute => "minute",
    }
}

fn count_rows() -> Expr {
    let Expr::Function(mut count) = tree::call("count", Vec::new(), HERE) else {
        return tree::null(HERE);
    };
    if let ast::FunctionArguments::List(list) = &mut count.args {
        list.args = vec![ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Wildcard)];
    }
    Expr::Function(count)
}

fn distinct(call: Expr) -> Expr {
    let Expr::Function(mut function) = call else {
        return call;
    };
    if let ast::FunctionArguments::List(list) = &mut function.args {
        list.duplicate_treatment = Some(ast::DuplicateTreatment::Distinct);
    }
    Expr::Function(function)
}
