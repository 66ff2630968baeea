//! The planner's faults as sentences for a person: by kind, never in the planner's words.

mod values;
mod words;

use std::fmt;
use std::ops::ControlFlow;

use arrow::datatypes::DataType;
use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_common::{Column, DataFusionError, SchemaError, Span as PlanSpan};
use datafusion_expr::Expr;
use model::Diagnostic;
use sqlparser::ast::{Expr as TreeExpr, Query, Visit, Visitor};
use sqlparser::tokenizer::{Location, Span};

use crate::near::shortened;
use crate::place::Text;

/// A mistake found while planning, already in words.
#[derive(Debug, Clone)]
pub(crate) struct Mistake {
    code: &'static str,
    message: String,
    hint: &'static str,
    place: Option<Span>,
}

impl Mistake {
    pub(crate) fn new(code: &'static str, message: impl Into<String>, hint: &'static str) -> Self {
        Self {
            code,
            message: message.into(),
            hint,
            place: None,
        }
    }

    /// Says where.
    pub(crate) fn at(mut self, place: Option<Span>) -> Self {
        self.place = place;
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

impl From<Mistake> for DataFusionError {
    fn from(mistake: Mistake) -> Self {
        DataFusionError::External(Box::new(mistake))
    }
}

/// The first place in the text that an expression comes from.
pub(super) fn place_of(expr: &Expr) -> Option<Span> {
    let mut place = None;
    let _ = expr.apply(|expr| {
        if let Expr::Column(column) = expr {
            place = column.spans.first().map(|span| tree_span(&span));
        }
        Ok(if place.is_some() {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    });
    place
}

/// The word for a type of the planner.
pub(super) fn kind_of(data_type: &DataType) -> &'static str {
    match data_type {
        data_type if data_type.is_numeric() => "a number",
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "text",
        DataType::Boolean => "yes/no",
        DataType::Date32 | DataType::Date64 => "a date",
        DataType::Timestamp(..) => "a date and time",
        DataType::Time32(_) | DataType::Time64(_) => "a time of day",
        DataType::Interval(_) | DataType::Duration(_) => "a duration",
        DataType::Struct(_) | DataType::Map(..) | DataType::Union(..) => "a structure",
        DataType::Null => "null",
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "bytes",
        _ => "a list",
    }
}

/// Says in words why a statement cannot be planned.
pub(super) fn explain(
    error: &DataFusionError,
    text: &Text<'_>,
    tree: Option<&Query>,
) -> Diagnostic {
    let mut place = None;
    let mut error = error;
    loop {
        error = match error {
            DataFusionError::Context(_, inner) => inner,
            DataFusionError::Shared(inner) => inner,
            DataFusionError::Diagnostic(details, inner) => {
                place = place.or(details.span.map(|span| tree_span(&span)));
                inner
            }
            DataFusionError::Collection(errors) => match errors.first() {
                Some(first) => first,
                None => break,
            },
            _ => break,
        };
    }
    let (diagnostic, own_place) = sentence(error, tree);
    match own_place.or(place).and_then(|place| text.span(place)) {
        Some(span) => diagnostic.with_span(span),
        None => diagnostic,
    }
}

fn tree_span(span: &PlanSpan) -> Span {
    Span::new(
        Location::new(span.start.line, span.start.column),
        Location::new(span.end.line, span.end.column),
    )
}

fn said(code: &str, message: impl Into<String>, hint: &str) -> Diagnostic {
    Diagnostic::error(code, message).with_hint(hint)
}

fn sentence(error: &DataFusionError, tree: Option<&Query>) -> (Diagnostic, Option<Span>) {
    match error {
        DataFusionError::External(external) => match external.downcast_ref::<Mistake>() {
            Some(mistake) => {
                let place = mistake.place.or_else(|| {
                    let name = mistake.message.split('`').nth(1)?;
                    place_of_call(tree, name)
                });
                (
                    said(mistake.code, mistake.message.clone(), mistake.hint),
                    place,
                )
            }
            None => by_words(&external.to_string(), tree),
        },
        DataFusionError::SchemaError(error, _) => schema(error),
        DataFusionError::Plan(message)
        | DataFusionError::NotImplemented(message)
        | DataFusionError::Execution(message) => by_words(message, tree),
        DataFusionError::ArrowError(error, _) => by_words(&error.to_string(), tree),
        _ => by_words(&error.to_string(), tree),
    }
}

/// What no other words are for: at least the call that it is about is named.
fn unplanned(message: &str, tree: Option<&Query>) -> (Diagnostic, Option<Span>) {
    let lower = message.to_lowercase();
    let Some((name, place)) = tree.and_then(|tree| call_in(&lower, tree)) else {
        let diagnostic = said(
            "SQL_NOT_PLANNED",
            "This statement could not be planned.",
            "Write it in smaller steps: named queries (WITH) or cells of their own.",
        );
        return (diagnostic, None);
    };
    let message = format!("`{}` cannot be used like this.", shortened(&name));
    let hint = "Check its arguments, or compute them in a named query (WITH) first.";
    (said("SQL_UNSUPPORTED", message, hint), Some(place))
}

/// The first call whose function a message names.
fn call_in(message: &str, tree: &Query) -> Option<(String, Span)> {
    struct Find<'m>(&'m str);
    impl Visitor for Find<'_> {
        type Break = (String, Span);
        fn pre_visit_expr(&mut self, expr: &TreeExpr) -> ControlFlow<(String, Span)> {
            if let TreeExpr::Function(function) = expr {
                let word = function.name.0.last().and_then(|part| part.as_ident());
                if let Some(word) = word.filter(|word| {
                    word.value.len() > 2 && self.0.contains(&word.value.to_lowercase())
                }) {
                    return ControlFlow::Break((word.value.clone(), word.span));
                }
            }
            ControlFlow::Continue(())
        }
    }
    match tree.visit(&mut Find(message)) {
        ControlFlow::Break(found) => Some(found),
        ControlFlow::Continue(()) => None,
    }
}

fn schema(error: &SchemaError) -> (Diagnostic, Option<Span>) {
    let place = |column: &Column| column.spans.first().map(|span| tree_span(&span));
    match error {
        SchemaError::FieldNotFound { field, .. } => (
            said(
                "SQL_UNKNOWN_COLUMN",
                format!(
                    "The column `{}` cannot be used here.",
                    shortened(&field.name)
                ),
                "With DISTINCT, UNION or groups, only columns of the answer can be used after it.",
            ),
            place(field),
        ),
        SchemaError::AmbiguousReference { field } => (
            said(
                "SQL_AMBIGUOUS_COLUMN",
                format!("Several columns are called `{}`.", shortened(&field.name)),
                "Write the table in front: orders.id.",
            ),
            place(field),
        ),
        SchemaError::DuplicateQualifiedField { name, .. }
        | SchemaError::DuplicateUnqualifiedField { name } => (
            said(
                "SQL_DUPLICATE_NAME",
                format!("Two columns are called `{}` here.", shortened(name)),
                "Give each a name of its own with AS.",
            ),
            None,
        ),
    }
}

/// What the planner's message is about, by words that it always uses.
fn by_words(message: &str, tree: Option<&Query>) -> (Diagnostic, Option<Span>) {
    if let Some(said) = values::said(message, tree) {
        return said;
    }
    let function = function_in(message);
    let has = |words: &str| message.contains(words);
    if let Some((function, name)) = function
        .as_ref()
        .map(|name| (place_of_call(tree, name), name))
    {
        let is_about_arguments = has("coerce")
            || has("argument")
            || has("signature")
            || has("expects")
            || has("requires")
            || has("comparable");
        if is_about_arguments {
            let shown = shortened(name);
            let taken = values::taken(message).unwrap_or_else(|| "these arguments".to_owned());
            let message = match crate::functions::functions().entry(name) {
                Some(entry) => format!(
                    "`{shown}` does not take {taken}. It is called as {}, for example {}.",
                    entry.call,
                    entry.worked_example().0
                ),
                None => format!("`{shown}` does not take {taken}."),
            };
            let hint = if has("expected") && has("argument") {
                "Check how many it takes; completion shows its arguments."
            } else {
                "Check their number and types; convert with CAST(… AS …)."
            };
            return (said("SQL_ARGUMENTS", message, hint), function);
        }
    }
    let (code, sentence, hint) = words::WORDS
        .iter()
        .find(|(words, ..)| has(words))
        .map_or(("", "", ""), |(_, code, sentence, hint)| {
            (*code, *sentence, *hint)
        });
    if code.is_empty() {
        unplanned(message, tree)
    } else {
        (said(code, sentence, hint), None)
    }
}

/// The name in "function 'sum'" or "'sum' function".
fn function_in(message: &str) -> Option<String> {
    let lower = message.to_lowercase();
    if !lower.contains("function") && !lower.contains("call to") {
        return None;
    }
    let quoted = message.split('\'').nth(1)?;
    let is_name = !quoted.is_empty()
        && quoted.len() < 40
        && quoted.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then(|| quoted.to_lowercase())
}

fn place_of_call(tree: Option<&Query>, name: &str) -> Option<Span> {
    struct Find<'n>(&'n str);
    impl Visitor for Find<'_> {
        type Break = Span;
        fn pre_visit_expr(&mut self, expr: &TreeExpr) -> ControlFlow<Span> {
            if let TreeExpr::Function(function) = expr {
                let word = function.name.0.last().and_then(|part| part.as_ident());
                if let Some(word) = word.filter(|word| word.value == self.0) {
                    return ControlFlow::Break(word.span);
                }
            }
            ControlFlow::Continue(())
        }
    }
    match tree?.visit(&mut Find(name)) {
        ControlFlow::Break(span) => Some(span),
        ControlFlow::Continue(()) => None,
    }
}
