//! Rows that are computed once and read by several: `AS MATERIALIZED`, and queries that draw by chance.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use datafusion_common::{DFSchemaRef, Result, ScalarValue};
use datafusion_expr::{Expr, LogicalPlan, UserDefinedLogicalNodeCore};

use super::beyond_repair;

/// The rows of a named query, the same for everyone who reads it. No filter and no choice of
/// columns passes it, so that all who read it mean the same rows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Kept {
    /// What is computed once.
    pub input: Arc<LogicalPlan>,
    /// Another query has another name.
    pub name: String,
}

impl Kept {
    /// From the marker's argument: a name that no other query has.
    pub(super) fn new(input: Arc<LogicalPlan>, args: &[Expr]) -> Result<Self> {
        let [Expr::Literal(ScalarValue::Utf8(Some(name)), _)] = args else {
            return Err(beyond_repair().into());
        };
        let name = name.clone();
        Ok(Self { input, name })
    }
}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (&self.input, &self.name).partial_cmp(&(&other.input, &other.name))
    }
}

impl UserDefinedLogicalNodeCore for Kept {
    fn name(&self) -> &'static str {
        "Kept"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.input]
    }

    fn schema(&self) -> &DFSchemaRef {
        self.input.schema()
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }

    fn with_exprs_and_inputs(&self, _: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        let [input] = <[LogicalPlan; 1]>::try_from(inputs).map_err(|_| beyond_repair())?;
        Ok(Self {
            input: Arc::new(input),
            ..self.clone()
        })
    }
}
