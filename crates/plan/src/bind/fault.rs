//! The planner's faults as sentences for a person: by kind, never in the planner's words.

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
            None => (unplanned(), None),
        },
        DataFusionError::SchemaError(error, _) => schema(error),
        DataFusionError::Plan(message)
        | DataFusionError::NotImplemented(message)
        | DataFusionError::Execution(message) => by_words(message, tree),
        DataFusionError::ArrowError(error, _) => by_words(&error.to_string(), tree),
        _ => by_words(&error.to_string(), tree),
    }
}

fn unplanned() -> Diagnostic {
    said(
        "SQL_NOT_PLANNED",
        "This statement could not be planned.",
        "Write it in smaller steps: named queries (WITH) or cells of their own.",
    )
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
            let message = format!("`{}` does not take these arguments.", shortened(name));
            let hint = if has("expected") && has("argument") {
                "Check how many it takes; completion shows its arguments."
            } else {
                "Check their number and types; convert with CAST(… AS …)."
            };
            return (said("SQL_ARGUMENTS", message, hint), function);
        }
    }
    let (code, sentence, hint) = WORDS
        .iter()
        .find(|(words, ..)| has(words))
        .map_or(("", "", ""), |(_, code, sentence, hint)| {
            (*code, *sentence, *hint)
        });
    if code.is_empty() {
        (unplanned(), None)
    } else {
        (said(code, sentence, hint), None)
    }
}

type Row = (&'static str, &'static str, &'static str, &'static str);

/// Words of the planner, code, sentence, what to do.
const WORDS: [Row; 34] = [
    (
        "For SELECT DISTINCT, ORDER BY",
        "SQL_ORDER",
        "After DISTINCT, only columns of the answer can be ordered by.",
        "Add the column to the select list, or use GROUP BY.",
    ),
    (
        "SELECT DISTINCT ON expressions must match",
        "SQL_ORDER",
        "ORDER BY must begin with the columns of DISTINCT ON.",
        "Put those columns first in ORDER BY.",
    ),
    (
        "must appear in the GROUP BY clause",
        "SQL_NOT_GROUPED",
        "A column is neither a key of GROUP BY nor inside an aggregate.",
        "Add it to GROUP BY, or put it into an aggregate such as max().",
    ),
    (
        "HAVING clause references",
        "SQL_NOT_GROUPED",
        "HAVING filters groups, and this query has none.",
        "Use WHERE, or add GROUP BY.",
    ),
    (
        "QUALIFY clause requires window",
        "SQL_WINDOW_PLACE",
        "QUALIFY filters by window functions, and this query has none.",
        "Use WHERE or HAVING.",
    ),
    (
        "Aggregate functions are not allowed in the WHERE",
        "SQL_AGGREGATE_PLACE",
        "WHERE looks at single rows and cannot hold an aggregate.",
        "Put the condition into HAVING.",
    ),
    (
        "Aggregate function calls cannot be nested",
        "SQL_AGGREGATE_PLACE",
        "An aggregate cannot stand inside another.",
        "Compute the inner one in a named query (WITH) first.",
    ),
    (
        "cannot contain aggregate",
        "SQL_AGGREGATE_PLACE",
        "An aggregate cannot stand inside another.",
        "Compute the inner one in a named query (WITH) first.",
    ),
    (
        "should only return one column",
        "SQL_COLUMN_COUNT",
        "A subquery used as a value must have exactly one column.",
        "Select one column in it.",
    ),
    (
        "must be aggregated to return at most one row",
        "SQL_SUBQUERY_ROWS",
        "A subquery used as a value must give at most one row for each outer row.",
        "Put max() or min() around its column, or write a join.",
    ),
    (
        "Correlated scalar subquery",
        "SQL_UNSUPPORTED",
        "A subquery that depends on the query around it cannot stand in this place.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "subquery can only be used in",
        "SQL_UNSUPPORTED",
        "A subquery cannot stand in this place.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "outer reference",
        "SQL_UNSUPPORTED",
        "A subquery depends on the query around it in a way that cannot be planned.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "OuterReferenceColumn",
        "SQL_UNSUPPORTED",
        "A subquery depends on the query around it in a way that cannot be planned.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "outer_ref",
        "SQL_UNSUPPORTED",
        "A subquery depends on the query around it in a way that cannot be planned.",
        "Write it as a join with a named query (WITH).",
    ),
    (
        "Cannot create filter with non-boolean",
        "SQL_TYPES",
        "A condition must be yes or no.",
        "Compare with something: amount > 0.",
    ),
    (
        "WHEN expression",
        "SQL_TYPES",
        "The values compared in CASE do not fit together.",
        "Convert them with CAST(… AS …).",
    ),
    (
        "CASE",
        "SQL_TYPES",
        "The branches of CASE do not fit together.",
        "Convert them to one type with CAST(… AS …).",
    ),
    (
        "Cannot coerce arithmetic",
        "SQL_TYPES",
        "A calculation mixes values that do not fit together.",
        "Convert one side: CAST(… AS …).",
    ),
    (
        "Cannot infer common argument type",
        "SQL_TYPES",
        "A comparison mixes values that do not fit together.",
        "Convert one side: CAST(… AS …).",
    ),
    (
        "UNION",
        "SQL_TYPES",
        "The columns of the joined queries do not fit together.",
        "Give both sides the same number of columns with types that agree.",
    ),
    (
        "INTERSECT/EXCEPT",
        "SQL_COLUMN_COUNT",
        "INTERSECT and EXCEPT need the same number of columns on both sides.",
        "Add or remove columns on one side.",
    ),
    (
        "Inconsistent data",
        "SQL_TYPES",
        "The rows of VALUES do not fit together.",
        "Give every row as many values, of the same types.",
    ),
    (
        "interval",
        "SQL_VALUE",
        "This interval cannot be read.",
        "Write it as INTERVAL '3 days' or INTERVAL '1 month'.",
    ),
    (
        "Interval",
        "SQL_VALUE",
        "This interval cannot be read.",
        "Write it as INTERVAL '3 days' or INTERVAL '1 month'.",
    ),
    (
        "Date32",
        "SQL_VALUE",
        "A text here is no day of the calendar.",
        "Write days as year-month-day: DATE '2026-11-20'.",
    ),
    (
        "Timestamp",
        "SQL_VALUE",
        "A text here is no date and time.",
        "Write TIMESTAMP '2026-11-20 18:42:00'.",
    ),
    (
        "verflow",
        "SQL_OVERFLOW",
        "This calculation leaves the range of its type.",
        "Compute with decimals: write one number with a point (2.0).",
    ),
    (
        "Cannot cast",
        "SQL_VALUE",
        "A value here cannot be converted to the wanted type.",
        "Correct the value, or use TRY_CAST, which gives null instead.",
    ),
    (
        "Cast error",
        "SQL_VALUE",
        "A value here cannot be converted to the wanted type.",
        "Correct the value, or use TRY_CAST, which gives null instead.",
    ),
    (
        "Unsupported CAST",
        "SQL_TYPES",
        "This conversion is not possible.",
        "Convert through text: CAST(CAST(… AS text) AS …).",
    ),
    (
        "LIMIT",
        "SQL_LIMIT",
        "LIMIT and OFFSET need whole numbers, 0 or more.",
        "Write a number such as 100.",
    ),
    (
        "Decimal",
        "SQL_UNSUPPORTED",
        "This decimal type is not possible.",
        "Use a precision of 1 to 38 digits and a scale of at most the precision.",
    ),
    (
        "escape character",
        "SQL_VALUE",
        "ESCAPE takes a single character.",
        "Write ESCAPE '\\'.",
    ),
];

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
