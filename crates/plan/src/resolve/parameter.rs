//! Parameters: `:name` and bare names become values of the tree, never text.

mod listed;
mod value;

use model::ParameterValue;
use sqlparser::ast::{BinaryOperator, DataType, Expr, Value};
use sqlparser::tokenizer::Span;

use super::Resolver;
use super::scope::{Found, Scope};
use crate::near::shortened;
use crate::tree;
pub(crate) use value::value_expr;

/// A parameter as the tree needs it.
#[expect(clippy::large_enum_variant, reason = "lives for one comparison")]
enum Meaning {
    One(Expr),
    Several {
        values: Vec<Expr>,
        with_missing: bool,
    },
    /// Days from the first up to, not including, the second.
    Days(Option<String>, Option<String>),
    /// Nothing is chosen, so everything is.
    All,
}

impl Resolver<'_> {
    /// Whether a parameter, or an end of a range, has this name.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        self.named_parameter(name).is_some()
    }

    /// `:name` where one value is wanted.
    pub(super) fn placeholder(&mut self, name: &str, span: Span) -> Option<Expr> {
        if let Some(name) = name.strip_prefix(':') {
            self.parameter_value(name, span)
        } else {
            let message = format!("`{}` has no name.", shortened(name));
            let hint = "Give the parameter a cell with a name, and write :name.";
            self.error(span, "SQL_UNKNOWN_PARAMETER", message, hint);
            None
        }
    }

    /// The one value of a parameter.
    pub(super) fn parameter_value(&mut self, name: &str, span: Span) -> Option<Expr> {
        let short = shortened(name);
        match self.parameter(name, span)? {
            Meaning::One(value) => Some(value),
            Meaning::All => Some(tree::null(span)),
            Meaning::Several {
                mut values,
                with_missing: false,
            } if values.len() == 1 => values.pop(),
            Meaning::Several { .. } => {
                let message = format!("The parameter `{short}` holds several values here.");
                let hint = format!("Compare with the list: IN :{short}.");
                self.error(span, "SQL_PARAMETER_LIST", message, &hint);
                None
            }
            Meaning::Days(..) => {
                let message = format!("The parameter `{short}` is a range of days.");
                let hint = format!("Write IN :{short}, or :{short}_from and :{short}_to.");
                self.error(span, "SQL_PARAMETER_RANGE", message, &hint);
                None
            }
        }
    }

    /// `x IN :list`, `x IN :range`, `x = :choice` and lists elsewhere, before the operands are looked at.
    pub(super) fn compare_with_parameters(&mut self, expr: &mut Expr, scope: &Scope<'_>) {
        match expr {
            Expr::InList {
                expr: left,
                list,
                negated,
            } => {
                let [only] = list.as_slice() else {
                    self.spread(list, scope);
                    return;
                };
                let Some((name, span)) = self.parameter_in(only, scope) else {
                    return;
                };
                let Some(meaning) = self.parameter(&name, span) else {
                    *only_mut(list) = tree::null(span);
                    return;
                };
                *expr = in_meaning((**left).clone(), meaning, *negated, span);
            }
            Expr::BinaryOp { left, op, right } if is_comparison(op) => {
                let sides = [
                    self.parameter_in(left, scope),
                    self.parameter_in(right, scope),
                ];
                for (name, span) in sides.into_iter().flatten() {
                    let is_open = matches!(
                        self.named_parameter(&name),
                        Some((_, ParameterValue::Choice { chosen, .. }, End::Both)) if chosen.is_empty()
                    );
                    if is_open {
                        let exact = self.named_parameter(&name).map(|found| found.0.to_owned());
                        self.reads(&exact.unwrap_or(name));
                        *expr = tree::truth(true, span);
                        return;
                    }
                }
            }
            Expr::AnyOp { .. } | Expr::AllOp { .. } => self.quantified_parameter(expr, scope),
            Expr::Function(_) => self.called_with_lists(expr, scope),
            _ => {}
        }
    }

    /// Lists among the items of IN are spread: `x IN (:some, 'other')`.
    fn spread(&mut self, list: &mut Vec<Expr>, scope: &Scope<'_>) {
        let mut spread = Vec::with_capacity(list.len());
        for item in list.drain(..) {
            let several = match self.parameter_in(&item, scope) {
                Some((name, span)) => match self.named_parameter(&name) {
                    Some((_, ParameterValue::Choice { several: true, .. }, _)) => {
                        self.parameter(&name, span)
                    }
                    _ => None,
                },
                None => None,
            };
            match several {
                Some(Meaning::Several { values, .. }) => spread.extend(values),
                _ => spread.push(item),
            }
        }
        *list = spread;
    }

    fn parameter_in(&self, expr: &Expr, scope: &Scope<'_>) -> Option<(String, Span)> {
        match expr {
            Expr::Nested(inner) => self.parameter_in(inner, scope),
            Expr::Value(value) => match &value.value {
                Value::Placeholder(name) => name
                    .strip_prefix(':')
                    .map(|name| (name.to_owned(), value.span)),
                _ => None,
            },
            Expr::Identifier(word) if word.quote_style.is_none() => {
                let is_free = matches!(scope.word(word), Found::Nothing);
                (is_free && self.is_parameter(&word.value)).then(|| (word.value.clone(), word.span))
            }
            _ => None,
        }
    }

    fn named_parameter(&self, name: &str) -> Option<(&str, &ParameterValue, End)> {
        let lower = name.to_lowercase();
        let find = |wanted: &str| {
            self.names
                .parameters
                .iter()
                .find(|(known, _)| known.to_lowercase() == wanted)
                .map(|(known, value)| (known.as_str(), value))
        };
        if let Some((known, value)) = find(&lower) {
            return Some((known, value, End::Both));
        }
        for (suffix, end) in [("_from", End::From), ("_to", End::To)] {
            if let Some((known, value)) = lower.strip_suffix(suffix).and_then(find)
                && matches!(value, ParameterValue::DateRange { .. })
            {
                return Some((known, value, end));
            }
        }
        None
    }

    fn parameter(&mut self, name: &str, span: Span) -> Option<Meaning> {
        let Some((known, value, end)) = self.named_parameter(name) else {
            self.unknown_parameter(name, span);
            return None;
        };
        let (known, value) = (known.to_owned(), value.clone());
        self.reads(&known);
        match value::meaning(&known, &value, end, span) {
            Ok(meaning) => Some(meaning),
            Err(diagnostic)
                if self.names.unset_is_null && diagnostic.code == "SQL_PARAMETER_UNSET" =>
            {
                Some(Meaning::One(tree::null(span)))
            }
            Err(diagnostic) => {
                self.report(span, *diagnostic);
                None
            }
        }
    }

    fn unknown_parameter(&mut self, name: &str, span: Span) {
        let mut known = Vec::new();
        for (name, value) in &self.names.parameters {
            known.push(format!(":{name}"));
            if matches!(value, ParameterValue::DateRange { .. }) {
                known.push(format!(":{name}_from"));
                known.push(format!(":{name}_to"));
            }
        }
        let word = sqlparser::ast::Ident {
            value: format!(":{name}"),
            quote_style: None,
            span,
        };
        let before = self.diagnostics.len();
        self.unknown(("SQL_UNKNOWN_PARAMETER", "parameter"), &word, "", &known);
        if let Some(diagnostic) = self.diagnostics.get_mut(before) {
            for change in diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.changes) {
                change.text = change.text.replace('"', "");
            }
            if diagnostic.hint.is_none() {
                diagnostic.hint = Some("Add a parameter cell with this name.".to_owned());
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Both,
    From,
    To,
}

fn only_mut(list: &mut [Expr]) -> &mut Expr {
    &mut list[0]
}

fn is_comparison(op: &BinaryOperator) -> bool {
    matches!(
        op,
        BinaryOperator::Eq
            | BinaryOperator::NotEq
            | BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq
    )
}

fn in_meaning(left: Expr, meaning: Meaning, negated: bool, span: Span) -> Expr {
    let left = tree::nested(left);
    match meaning {
        Meaning::All => tree::truth(true, span),
        Meaning::One(value) => Expr::InList {
            expr: Box::new(left),
            list: vec![value],
            negated,
        },
        Meaning::Several {
            values,
            with_missing,
        } => {
            let listed = Expr::InList {
                expr: Box::new(left.clone()),
                list: values,
                negated,
            };
            if !with_missing {
                return listed;
            }
            let (missing, op) = if negated {
                (Expr::IsNotNull(Box::new(left)), BinaryOperator::And)
            } else {
                (Expr::IsNull(Box::new(left)), BinaryOperator::Or)
            };
            tree::nested(tree::binary(listed, op, missing))
        }
        Meaning::Days(from, until) => {
            let mut conditions = Vec::new();
            if let Some(from) = from {
                let from = tree::typed(DataType::Date, &from, span);
                conditions.push(tree::binary(left.clone(), BinaryOperator::GtEq, from));
            }
            if let Some(until) = until {
                let until = tree::typed(DataType::Date, &until, span);
                conditions.push(tree::binary(left, BinaryOperator::Lt, until));
            }
            match tree::all(conditions) {
                None => tree::truth(true, span),
                Some(condition) if negated => Expr::UnaryOp {
                    op: sqlparser::ast::UnaryOperator::Not,
                    expr: Box::new(tree::nested(condition)),
                },
                Some(condition) => tree::nested(condition),
            }
        }
    }
}
