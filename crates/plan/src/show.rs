//! A plan printed as SQL in Assay's dialect: the only place where SQL text is made from a tree.

use std::ops::ControlFlow;

use datafusion_sql::unparser::Unparser;
use datafusion_sql::unparser::dialect::{Dialect, IntervalStyle};
use model::Diagnostic;
use sqlparser::ast::{
    self, Expr, Ident, NamedWindowExpr, ObjectName, ObjectNamePart, Query, Select, SelectItem,
    TableAlias, TableFactor, Value, ValueWithSpan, Visit, VisitMut, Visitor, VisitorMut,
    WindowType,
};

use crate::names::Plan;
use crate::nodes;
use crate::quote;

/// Prints a plan, clauses on lines of their own: the statement that it came from with all names
/// and values written out, or else the tree itself.
pub(crate) fn sql(plan: &Plan) -> Result<String, Diagnostic> {
    if let Some(statement) = &plan.statement {
        if holds_markers(statement) {
            return Err(refusal());
        }
        let mut statement = (**statement).clone();
        plain(&mut statement);
        return Ok(format!("{statement:#}"));
    }
    let unparser = Unparser::new(&Printed).with_pretty(true);
    let statement = unparser.plan_to_sql(&plan.logical).map_err(|_| refusal())?;
    let text = format!("{statement:#}");
    // Names that rules made and printing could not bring back into a statement.
    if text.contains("__") {
        Err(refusal())
    } else {
        Ok(text)
    }
}

/// An expression with exact names as a reader would write it; the name of the only source says
/// nothing in front of its columns.
pub(crate) fn words(expr: &Expr, only_source: Option<&str>) -> String {
    let mut expr = expr.clone();
    while let Expr::Nested(inner) = expr {
        expr = *inner;
    }
    let only_source = only_source.map(str::to_owned);
    let _: ControlFlow<()> = VisitMut::visit(&mut expr, &mut Plain { only_source });
    expr.to_string()
}

fn refusal() -> Diagnostic {
    Diagnostic::error(
        "SQL_UNSUPPORTED",
        "This question cannot be written as one statement.",
    )
    .with_hint("It still runs; its steps are shown in the plan.")
}

/// Whether a statement holds a condition that stands for something else.
fn holds_markers(statement: &Query) -> bool {
    struct Markers;
    impl Visitor for Markers {
        type Break = ();
        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            let is_marker = matches!(expr, Expr::Function(function)
                if function.name.0.last().and_then(|part| part.as_ident())
                    .is_some_and(|name| nodes::MARKERS.contains(&name.value.as_str())));
            if is_marker {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        }
    }
    statement.visit(&mut Markers).is_break()
}

/// Takes away quotes, table names and new names that a reader does not need.
fn plain(statement: &mut Query) {
    let mut count = Count::default();
    let _: ControlFlow<()> = statement.visit(&mut count);
    let only_source = (count.tables == 1 && count.others == 0)
        .then_some(count.last)
        .flatten();
    let _: ControlFlow<()> = statement.visit(&mut Plain { only_source });
}

#[derive(Default)]
struct Count {
    tables: usize,
    others: usize,
    last: Option<String>,
}

impl VisitorMut for Count {
    type Break = ();

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table {
                name, alias: None, ..
            } => {
                self.tables += 1;
                self.last = name
                    .0
                    .last()
                    .and_then(|part| part.as_ident())
                    .map(|word| word.value.clone());
            }
            TableFactor::Table { .. } => self.tables += 2,
            _ => self.others += 1,
        }
        ControlFlow::Continue(())
    }
}

struct Plain {
    /// The one table of the statement, whose name says nothing in front of its columns.
    only_source: Option<String>,
}

impl VisitorMut for Plain {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        for cte in query.with.iter_mut().flat_map(|with| &mut with.cte_tables) {
            alias(&mut cte.alias);
        }
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
        for item in &mut select.projection {
            let SelectItem::ExprWithAlias { expr, alias } = item else {
                continue;
            };
            unquoted(alias);
            let own = match &*expr {
                Expr::Identifier(word) => Some(&word.value),
                Expr::CompoundIdentifier(words) => words.last().map(|word| &word.value),
                _ => None,
            };
            if own == Some(&alias.value) {
                *item = SelectItem::UnnamedExpr(expr.clone());
            }
        }
        for window in &mut select.named_window {
            unquoted(&mut window.0);
            if let NamedWindowExpr::NamedWindow(name) = &mut window.1 {
                unquoted(name);
            }
        }
        ControlFlow::Continue(())
    }

    fn post_visit_relation(&mut self, relation: &mut ObjectName) -> ControlFlow<()> {
        object(relation);
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table {
                alias: Some(name), ..
            }
            | TableFactor::Derived {
                alias: Some(name), ..
            } => alias(name),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        faithful(&mut value.value);
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        match expr {
            Expr::Identifier(word) => unquoted(word),
            Expr::CompoundIdentifier(words) => {
                let source = words.first().map(|word| word.value.clone());
                if words.len() == 2 && source.is_some() && source == self.only_source {
                    words.remove(0);
                }
                words.iter_mut().for_each(unquoted);
                if let [only] = words.as_slice() {
                    *expr = Expr::Identifier(only.clone());
                }
            }
            Expr::Function(function) => {
                object(&mut function.name);
                match &mut function.over {
                    Some(WindowType::NamedWindow(name)) => unquoted(name),
                    Some(WindowType::WindowSpec(spec)) => {
                        spec.window_name.iter_mut().for_each(unquoted);
                    }
                    None => {}
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// The printer takes a quote after a backslash, and a pair of quotes, for escaped ones; such texts
/// are printed in the form that escapes every sign.
fn faithful(value: &mut Value) {
    if let Value::SingleQuotedString(content) = value
        && (content.contains("''") || content.contains("\\'"))
    {
        *value = Value::EscapedStringLiteral(std::mem::take(content));
    }
}

fn alias(alias: &mut TableAlias) {
    unquoted(&mut alias.name);
    for column in &mut alias.columns {
        unquoted(&mut column.name);
    }
}

fn object(name: &mut ObjectName) {
    for part in &mut name.0 {
        if let ObjectNamePart::Identifier(word) = part {
            unquoted(word);
        }
    }
}

fn unquoted(word: &mut Ident) {
    word.quote_style = quote::style(&word.value);
}

/// Assay's dialect for printing a tree that came from no statement.
#[derive(Debug)]
pub(crate) struct Printed;

impl Dialect for Printed {
    fn identifier_quote_style(&self, identifier: &str) -> Option<char> {
        quote::style(identifier)
    }

    fn interval_style(&self) -> IntervalStyle {
        IntervalStyle::PostgresVerbose
    }

    fn utf8_cast_dtype(&self) -> ast::DataType {
        ast::DataType::Text
    }

    fn requires_derived_table_alias(&self) -> bool {
        true
    }

    fn supports_qualify(&self) -> bool {
        true
    }
}
