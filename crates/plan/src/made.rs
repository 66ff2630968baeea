//! Queries and tables built as values around parts whose names are already exact.

use sqlparser::ast::{
    Expr, GroupByExpr, Parens, Query, Select, SelectItem, SetExpr, TableAlias, TableAliasColumnDef,
    TableFactor, TableWithJoins, Values, WindowSpec, WindowType,
    helpers::attached_token::AttachedToken,
};
use sqlparser::tokenizer::Span;

use crate::tree;

/// An item of a select list under an exact name.
pub(crate) fn item(expr: Expr, name: &str) -> SelectItem {
    SelectItem::ExprWithAlias {
        expr,
        alias: tree::exact(name, Span::empty()),
    }
}

/// Items that hand on columns of a source under their own names.
pub(crate) fn same(source: &str, columns: &[String]) -> Vec<SelectItem> {
    columns
        .iter()
        .map(|name| item(tree::column(source, name, Span::empty()), name))
        .collect()
}

/// Columns of a source as expressions.
pub(crate) fn columns(source: &str, names: &[String]) -> Vec<Expr> {
    names
        .iter()
        .map(|name| tree::column(source, name, Span::empty()))
        .collect()
}

/// A select from one table, which may be joined to others.
pub(crate) fn select(projection: Vec<SelectItem>, from: TableWithJoins) -> Select {
    Select {
        from: vec![from],
        ..tree::select(projection, "")
    }
}

/// Groups a select by keys; by none when there are none.
pub(crate) fn grouped(select: Select, keys: Vec<Expr>) -> Select {
    Select {
        group_by: GroupByExpr::Expressions(keys, Vec::new()),
        ..select
    }
}

/// A table that is not joined.
pub(crate) fn alone(relation: TableFactor) -> TableWithJoins {
    TableWithJoins {
        relation,
        joins: Vec::new(),
    }
}

/// A query that is nothing but its body.
pub(crate) fn query(body: SetExpr) -> Query {
    Query {
        with: None,
        body: Box::new(body),
        order_by: None,
        limit_clause: None,
        fetch: None,
        locks: Vec::new(),
        for_clause: None,
        settings: None,
        format_clause: None,
        pipe_operators: Vec::new(),
    }
}

/// A select as a whole query.
pub(crate) fn query_of(select: Select) -> Query {
    query(SetExpr::Select(Box::new(select)))
}

/// A query in FROM under an exact name; with `columns`, under other names for its columns.
pub(crate) fn derived(query: Query, name: &str, columns: &[String]) -> TableFactor {
    TableFactor::Derived {
        lateral: false,
        subquery: Box::new(query),
        alias: Some(alias(name, columns)),
        sample: None,
    }
}

/// An exact name for a table and, where given, for its columns.
pub(crate) fn alias(name: &str, columns: &[String]) -> TableAlias {
    TableAlias {
        explicit: true,
        name: tree::exact(name, Span::empty()),
        columns: columns
            .iter()
            .map(|column| TableAliasColumnDef {
                name: tree::exact(column, Span::empty()),
                data_type: None,
            })
            .collect(),
        at: None,
    }
}

/// Rows written out.
pub(crate) fn values(rows: Vec<Vec<Expr>>) -> SetExpr {
    SetExpr::Values(Values {
        explicit_row: false,
        value_keyword: false,
        rows: rows
            .into_iter()
            .map(|content| Parens {
                opening_token: AttachedToken::empty(),
                content,
                closing_token: AttachedToken::empty(),
            })
            .collect(),
    })
}

/// A call as a window function over groups of rows, in no order.
pub(crate) fn over(name: &str, args: Vec<Expr>, partition_by: Vec<Expr>) -> Expr {
    match tree::call(name, args, Span::empty()) {
        Expr::Function(mut function) => {
            function.over = Some(WindowType::WindowSpec(WindowSpec {
                window_name: None,
                partition_by,
                order_by: Vec::new(),
                window_frame: None,
            }));
            Expr::Function(function)
        }
        other => other,
    }
}

/// A name that none of `taken` is, without regard to case: the given one, or with `_` behind it.
pub(crate) fn free_name(wanted: &str, taken: &[String]) -> String {
    let mut name = wanted.to_owned();
    while taken
        .iter()
        .any(|known| known.to_lowercase() == name.to_lowercase())
    {
        name.push('_');
    }
    name
}
