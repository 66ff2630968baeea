//! Expressions as a person would write them, for messages.

use std::fmt;

use datafusion_expr::Expr;
use model::Span;

use super::Lowering;

const LONGEST: usize = 80;

/// An expression in a message: a short text without the planner's type marks, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Label {
    text: String,
    place: Option<Span>,
}

impl Label {
    /// Where it stands in the statement; none when that is not known.
    pub(crate) fn place(&self) -> Option<Span> {
        self.place
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Lowering<'_> {
    /// What a message calls an expression.
    pub(crate) fn label(&self, expr: &Expr) -> Label {
        Label {
            text: label(expr),
            place: self.places.of(expr),
        }
    }
}

/// A short text for an expression.
pub(crate) fn label(expr: &Expr) -> String {
    let text = words(expr, 0);
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}

fn words(expr: &Expr, depth: usize) -> String {
    if depth > 6 {
        return "…".to_owned();
    }
    let inner = |expr: &Expr| words(expr, depth + 1);
    match expr {
        Expr::Column(column) => column.name.clone(),
        Expr::Alias(alias) => inner(&alias.expr),
        Expr::Literal(value, _) => value.to_string(),
        Expr::Cast(cast) => inner(&cast.expr),
        Expr::TryCast(cast) => inner(&cast.expr),
        Expr::Negative(operand) => format!("-{}", inner(operand)),
        Expr::Not(operand) => format!("NOT {}", inner(operand)),
        Expr::BinaryExpr(binary) => format!(
            "{} {} {}",
            inner(&binary.left),
            binary.op,
            inner(&binary.right)
        ),
        Expr::ScalarFunction(call) if [plan::CAST, plan::TRY_CAST].contains(&call.func.name()) => {
            list(&call.args, depth)
        }
        Expr::ScalarFunction(call) => format!("{}({})", call.func.name(), list(&call.args, depth)),
        Expr::AggregateFunction(call) => {
            format!("{}({})", call.func.name(), list(&call.params.args, depth))
        }
        Expr::Case(_) => "CASE … END".to_owned(),
        Expr::ScalarSubquery(_) => "(SELECT …)".to_owned(),
        other => other.schema_name().to_string(),
    }
}

fn list(args: &[Expr], depth: usize) -> String {
    args.iter()
        .map(|arg| words(arg, depth + 1))
        .collect::<Vec<_>>()
        .join(", ")
}
