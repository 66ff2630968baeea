//! Small pieces of the parser's tree, built as values: no SQL text is ever joined from strings.

use sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentList, FunctionArguments, GroupByExpr, Ident, Interval, ObjectName,
    ObjectNamePart, Select, SelectFlavor, SelectItem, TableFactor, TableWithJoins, TypedString,
    Value, ValueWithSpan, helpers::attached_token::AttachedToken,
};
use sqlparser::tokenizer::Span;

/// A name that is meant exactly as it is written.
pub(crate) fn exact(name: &str, span: Span) -> Ident {
    Ident {
        value: name.to_owned(),
        quote_style: Some('"'),
        span,
    }
}

/// A column of a named source.
pub(crate) fn column(source: &str, name: &str, span: Span) -> Expr {
    Expr::CompoundIdentifier(vec![exact(source, span), exact(name, span)])
}

/// A name of one part.
pub(crate) fn object(name: &str, span: Span) -> ObjectName {
    ObjectName(vec![ObjectNamePart::Identifier(exact(name, span))])
}

pub(crate) fn value(value: Value, span: Span) -> Expr {
    Expr::Value(ValueWithSpan { value, span })
}

/// A number from its decimal digits.
pub(crate) fn number(digits: &str, span: Span) -> Expr {
    match digits.strip_prefix('-') {
        Some(positive) => Expr::Nested(Box::new(Expr::UnaryOp {
            op: sqlparser::ast::UnaryOperator::Minus,
            expr: Box::new(value(Value::Number(positive.to_owned(), false), span)),
        })),
        None => value(Value::Number(digits.to_owned(), false), span),
    }
}

pub(crate) fn text(content: &str, span: Span) -> Expr {
    value(Value::SingleQuotedString(content.to_owned()), span)
}

pub(crate) fn truth(is_true: bool, span: Span) -> Expr {
    value(Value::Boolean(is_true), span)
}

pub(crate) fn null(span: Span) -> Expr {
    value(Value::Null, span)
}

/// `INTERVAL '1 month'`.
pub(crate) fn interval(content: &str, span: Span) -> Expr {
    Expr::Interval(Interval {
        value: Box::new(text(content, span)),
        leading_field: None,
        leading_precision: None,
        last_field: None,
        fractional_seconds_precision: None,
    })
}

/// `DATE '2026-11-20'`, and the same for other types that are written as text.
pub(crate) fn typed(data_type: DataType, content: &str, span: Span) -> Expr {
    Expr::TypedString(TypedString {
        data_type,
        value: ValueWithSpan {
            value: Value::SingleQuotedString(content.to_owned()),
            span,
        },
        uses_odbc_syntax: false,
    })
}

pub(crate) fn cast(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(expr),
        data_type,
        array: false,
        format: None,
    }
}

pub(crate) fn binary(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp {
        left: Box::new(left),
        op,
        right: Box::new(right),
    }
}

/// All of `conditions`; none of none.
pub(crate) fn all(conditions: Vec<Expr>) -> Option<Expr> {
    conditions
        .into_iter()
        .reduce(|left, right| binary(left, BinaryOperator::And, right))
}

pub(crate) fn nested(expr: Expr) -> Expr {
    match expr {
        Expr::Identifier(_)
        | Expr::CompoundIdentifier(_)
        | Expr::Value(_)
        | Expr::Nested(_)
        | Expr::Function(_) => expr,
        other => Expr::Nested(Box::new(other)),
    }
}

/// A call of a function by its exact name.
pub(crate) fn call(name: &str, args: Vec<Expr>, span: Span) -> Expr {
    let args = args
        .into_iter()
        .map(|arg| FunctionArg::Unnamed(FunctionArgExpr::Expr(arg)));
    Expr::Function(Function {
        name: object(name, span),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: args.collect(),
            clauses: Vec::new(),
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    })
}

/// The plain arguments of a call; none when one is named or a star.
pub(crate) fn plain_args(function: &Function) -> Option<Vec<Expr>> {
    let FunctionArguments::List(list) = &function.args else {
        return None;
    };
    list.args.iter().map(plain_arg).collect()
}

/// An argument without a name; none when it has one or is a star.
pub(crate) fn plain_arg(arg: &FunctionArg) -> Option<Expr> {
    match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
        _ => None,
    }
}

/// Where an expression was typed: the span of its first word that has one.
pub(crate) fn span_of(expr: &Expr) -> Span {
    sqlparser::ast::Spanned::span(expr)
}

/// A select from one table or cell by its exact name.
pub(crate) fn select(projection: Vec<SelectItem>, source: &str) -> Select {
    let relation = TableFactor::Table {
        name: object(source, Span::empty()),
        alias: None,
        args: None,
        with_hints: Vec::new(),
        version: None,
        with_ordinality: false,
        partitions: Vec::new(),
        json_path: None,
        sample: None,
        index_hints: Vec::new(),
    };
    Select {
        select_token: AttachedToken::empty(),
        optimizer_hints: Vec::new(),
        distinct: None,
        select_modifiers: None,
        top: None,
        top_before_distinct: false,
        projection,
        exclude: None,
        into: None,
        from: vec![TableWithJoins {
            relation,
            joins: Vec::new(),
        }],
        lateral_views: Vec::new(),
        prewhere: None,
        selection: None,
        connect_by: Vec::new(),
        group_by: GroupByExpr::Expressions(Vec::new(), Vec::new()),
        cluster_by: Vec::new(),
        distribute_by: Vec::new(),
        sort_by: Vec::new(),
        having: None,
        named_window: Vec::new(),
        qualify: None,
        window_before_qualify: false,
        value_table_mode: None,
        flavor: SelectFlavor::Standard,
    }
}
