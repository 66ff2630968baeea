//! Rows of two tables side by side, by their places: `POSITIONAL JOIN`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion_common::{DFSchemaRef, Result};
use datafusion_expr::logical_plan::builder::build_join_schema;
use datafusion_expr::{Expr, JoinType, LogicalPlan, UserDefinedLogicalNodeCore};

use super::beyond_repair;

/// The first row of one table beside the first of the other, and so on; the shorter table is
/// filled up with nulls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionalJoin {
    /// The first columns.
    pub left: Arc<LogicalPlan>,
    /// The last columns.
    pub right: Arc<LogicalPlan>,
    schema: DFSchemaRef,
}

impl PositionalJoin {
    pub(super) fn new(left: Arc<LogicalPlan>, right: Arc<LogicalPlan>) -> Result<Self> {
        let schema = build_join_schema(left.schema(), right.schema(), &JoinType::Full)?;
        Ok(Self {
            left,
            right,
            schema: Arc::new(schema),
        })
    }
}

impl PartialOrd for PositionalJoin {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (&self.left, &self.right).partial_cmp(&(&other.left, &other.right))
    }
}

impl Hash for PositionalJoin {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.left, &self.right).hash(state);
    }
}

impl UserDefinedLogicalNodeCore for PositionalJoin {
    fn name(&self) -> &'static str {
        "PositionalJoin"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.left, &self.right]
    }

    fn schema(&self) -> &DFSchemaRef {
        &self.schema
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }

    fn with_exprs_and_inputs(&self, _: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        let [left, right] = <[LogicalPlan; 2]>::try_from(inputs).map_err(|_| beyond_repair())?;
        Self::new(Arc::new(left), Arc::new(right))
    }
}
