//! Lists behind `ANY` and `ALL` and in calls: `x = ANY (:some)`, `list_contains(:some, x)`.

use sqlparser::ast::{
    Array, BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Value,
};
use sqlparser::tokenizer::Span;

use super::{Meaning, in_meaning};
use crate::near::shortened;
use crate::resolve::Resolver;
use crate::resolve::scope::Scope;
use crate::tree;

/// Functions that ask whether a value is in a list: nothing chosen means that every value is.
const MEMBERSHIP: [&str; 4] = ["list_contains", "list_has", "array_contains", "array_has"];

impl Resolver<'_> {
    /// `x op ANY (:list)` and `x op ALL (:list)`, before the operands are looked at. Equality is
    /// written as `IN`, and so keeps its meaning of nothing chosen and of a chosen null.
    pub(super) fn quantified_parameter(&mut self, expr: &mut Expr, scope: &Scope<'_>) {
        let (left, op, right, is_any) = match expr {
            Expr::AnyOp {
                left,
                compare_op,
                right,
                ..
            } => (left, compare_op, right, true),
            Expr::AllOp {
                left,
                compare_op,
                right,
            } => (left, compare_op, right, false),
            _ => return,
        };
        let Some((name, span)) = self.several_in(right, scope) else {
            return;
        };
        let is_negated = match (&*op, is_any) {
            (BinaryOperator::Eq, true) => Some(false),
            (BinaryOperator::NotEq, false) => Some(true),
            _ => None,
        };
        let Some(meaning) = self.parameter(&name, span) else {
            *expr = tree::null(span);
            return;
        };
        *expr = match (meaning, is_negated) {
            (Meaning::All, _) => tree::truth(true, span),
            (meaning, Some(is_negated)) => in_meaning((**left).clone(), meaning, is_negated, span),
            (meaning, None) => {
                **right = list(meaning);
                return;
            }
        };
    }

    /// Lists among what a function is called with become lists of the tree.
    pub(super) fn called_with_lists(&mut self, expr: &mut Expr, scope: &Scope<'_>) {
        let Expr::Function(function) = expr else {
            return;
        };
        let is_membership = MEMBERSHIP
            .iter()
            .any(|name| function.name.to_string().eq_ignore_ascii_case(name));
        let mut is_everything = None;
        for argument in arguments(function) {
            let Some((name, span)) = self.several_in(argument, scope) else {
                continue;
            };
            match self.parameter(&name, span) {
                Some(Meaning::All) if is_membership => is_everything = Some(span),
                Some(Meaning::All) => {
                    self.nothing_chosen(&name, span);
                    *argument = tree::null(span);
                }
                Some(meaning) => *argument = list(meaning),
                None => *argument = tree::null(span),
            }
        }
        if let Some(span) = is_everything {
            *expr = tree::truth(true, span);
        }
    }

    /// A list that is taken apart into rows: `FROM unnest(:some)`.
    pub(in crate::resolve) fn lists_as_rows(&mut self, lists: &mut [Expr], scope: &Scope<'_>) {
        for one in lists {
            let Some((name, span)) = self.several_in(one, scope) else {
                continue;
            };
            match self.parameter(&name, span) {
                Some(Meaning::All) => {
                    self.nothing_chosen(&name, span);
                    *one = tree::null(span);
                }
                Some(meaning) => *one = list(meaning),
                None => *one = tree::null(span),
            }
        }
    }

    /// The name of a parameter that is a list of several.
    fn several_in(&self, expr: &Expr, scope: &Scope<'_>) -> Option<(String, Span)> {
        let (name, span) = self.parameter_in(expr, scope)?;
        let (_, value, _) = self.named_parameter(&name)?;
        matches!(value, model::ParameterValue::Choice { several: true, .. }).then_some((name, span))
    }

    fn nothing_chosen(&mut self, name: &str, span: Span) {
        let name = shortened(name);
        let message = format!("Nothing is chosen in the parameter `{name}`, which means all.");
        let hint = format!("Choose values, or compare with the list: IN :{name}.");
        self.error(span, "SQL_PARAMETER_LIST", message, &hint);
    }
}

/// A list of the values; a chosen null is one of them.
fn list(meaning: Meaning) -> Expr {
    let elem = match meaning {
        Meaning::Several {
            mut values,
            with_missing,
        } => {
            if with_missing && !values.iter().any(is_null) {
                values.push(tree::null(Span::empty()));
            }
            values
        }
        Meaning::One(value) => vec![value],
        Meaning::All | Meaning::Days(..) => Vec::new(),
    };
    Expr::Array(Array { elem, named: false })
}

fn is_null(value: &Expr) -> bool {
    matches!(value, Expr::Value(value) if value.value == Value::Null)
}

fn arguments(function: &mut Function) -> impl Iterator<Item = &mut Expr> {
    let args = match &mut function.args {
        FunctionArguments::List(list) => list.args.as_mut_slice(),
        FunctionArguments::None | FunctionArguments::Subquery(_) => &mut [],
    };
    args.iter_mut().filter_map(|arg| match arg {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    })
}
