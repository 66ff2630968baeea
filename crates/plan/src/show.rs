//! A plan printed as SQL in Assay's dialect: the only place where SQL text is made from a tree.

use datafusion_sql::unparser::Unparser;
use datafusion_sql::unparser::dialect::{Dialect, IntervalStyle};
use model::Diagnostic;
use sqlparser::ast;

use crate::names::Plan;
use crate::quote;

/// Prints a plan, clauses on lines of their own.
pub(crate) fn sql(plan: &Plan) -> Result<String, Diagnostic> {
    let refusal = || {
        Diagnostic::error(
            "SQL_UNSUPPORTED",
            "This question cannot be written as one statement.",
        )
        .with_hint("It still runs; its steps are shown in the plan.")
    };
    let statement = Unparser::new(&Printed)
        .with_pretty(true)
        .plan_to_sql(&plan.logical)
        .map_err(|_| refusal())?;
    Ok(format!("{statement:#}"))
}

/// Assay's dialect for printing.
#[derive(Debug)]
struct Printed;

impl Dialect for Printed {
    fn identifier_quote_style(&self, identifier: &str) -> Option<char> {
        (!quote::is_plain(identifier)).then_some('"')
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
