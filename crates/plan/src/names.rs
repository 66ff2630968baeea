//! What a question may read, and what understanding it gives back.

use std::sync::Arc;

use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_expr::{Expr, LogicalPlan};
use model::{Diagnostic, Field, ParameterValue};
use sqlparser::ast::Query;

use crate::bind::Sizes;
use crate::turned::Turned;

/// Everything a text or query may name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Tables of open sources.
    pub tables: Vec<Relation>,
    /// Other cells of the workbook.
    pub cells: Vec<Relation>,
    /// Parameters by the name used after the colon.
    pub parameters: Vec<(String, ParameterValue)>,
    /// The values of each PIVOT that lists none, as they were found in the rows.
    pub turned: Vec<Turned>,
    /// Whether sums of whole numbers of 64 bits have 38 digits: what is asked for when they were
    /// found to leave 64 bits.
    pub has_wide_sums: bool,
    /// What values by chance are drawn from; they are drawn anew each time without it.
    pub seed: Option<u32>,
    /// Whether a parameter without a value reads as null instead of being refused. For looking at
    /// a statement, never for running it.
    pub unset_is_null: bool,
}

/// A table or cell: its exact name, its columns and how its rows are found.
#[derive(Debug, Clone)]
pub struct Relation {
    pub name: String,
    pub fields: Vec<Field>,
    /// Number of rows when it is known; helps to order joins.
    pub rows: Option<u64>,
    pub body: Body,
}

/// How the rows of a relation are found.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "there are few relations, and most are one of a kind"
)]
pub enum Body {
    /// The engine knows rows under the relation's exact name.
    Scan,
    /// A cell that is planned in place, as a view.
    Plan(Plan),
}

/// A typed, optimised tree. Each table scan in it carries the exact name of a [`Relation`].
#[derive(Debug, Clone)]
pub struct Plan {
    pub logical: LogicalPlan,
    /// Columns of the answer, with their exact names.
    pub fields: Vec<Field>,
    /// How many rows its tables have, as far as it is known.
    pub sizes: Sizes,
    /// The plan whose steps are to be measured, when that is what was asked for; without running
    /// it, this plan gives its steps with figures missing.
    pub measured: Option<Arc<Plan>>,
    /// The text that it was read from.
    pub(crate) text: Option<Arc<str>>,
    /// The statement with every name and parameter written out, for printing.
    pub(crate) statement: Option<Arc<Query>>,
}

impl Plan {
    /// Whether it adds up numbers, whose sums may leave their type.
    pub fn has_sums(&self) -> bool {
        let adds = |expr: &Expr| match expr {
            Expr::AggregateFunction(call) => call.func.name() == "sum",
            Expr::WindowFunction(call) => call.fun.name() == "sum",
            _ => false,
        };
        let mut found = false;
        let run = self.measured.as_deref().unwrap_or(self);
        let walked = run.logical.apply_with_subqueries(|node| {
            node.apply_expressions(|expr| {
                found |= expr.exists(|expr| Ok(adds(expr)))?;
                Ok(TreeNodeRecursion::Continue)
            })
        });
        walked.is_ok() && found
    }
}

/// What could be understood of a text or query.
#[derive(Debug, Clone, Default)]
pub struct Bound {
    /// None when a diagnostic is an error.
    pub plan: Option<Plan>,
    pub diagnostics: Vec<Diagnostic>,
    /// Tables, cells and parameters that are read, by their exact names, in order of appearance.
    pub reads: Vec<String>,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    Table,
    Cell,
    Column,
    Function,
    Keyword,
    Parameter,
    /// A condition of a join.
    Join,
}

/// A column by the exact name of its table or cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnName {
    pub relation: String,
    pub is_cell: bool,
    pub column: String,
}

/// One entry of a completion list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is shown and matched.
    pub label: String,
    /// What is inserted, quoted where needed.
    pub insert: String,
    pub kind: CompletionKind,
    /// Type of a column, signature of a function, rows of a table.
    pub detail: String,
    /// A sentence of documentation; may be empty.
    pub about: String,
    /// Start of the text that is replaced, in UTF-8 bytes.
    pub from: u32,
    /// The column that it names, or the two that a condition compares; empty when not known.
    pub columns: Vec<ColumnName>,
}
