//! The typed tree to a lazy frame of Polars. Every part of a tree is either computed as SQL means
//! it or refused by name; nothing is ignored.
//!
//! Columns are carried by position: each operator gives its output columns fresh names, so that
//! two columns of one name never meet, and the plan's names come back only at the very end.

mod aggregate;
mod arithmetic;
mod branch;
mod bridge;
mod calendar;
mod cast;
mod count;
mod date_form;
mod expr;
mod frame;
mod function;
mod join;
mod json_text;
mod kernel;
mod label;
mod late;
mod literal;
pub mod meter;
mod narrow;
mod nearest;
mod node;
mod number;
mod parse;
mod pattern;
mod recursive;
mod sample;
mod shift;
mod temporal;
mod unnest;
mod values;
pub mod warnings;
mod window;

use std::cell::{Cell, RefCell};

use arrow::datatypes::DataType as Arrow;
use datafusion_common::DFSchema;
use datafusion_common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion_expr::LogicalPlan;
use polars::prelude::*;
use protocol::message::Failure;

use meter::Meters;
pub use node::idx;
use warnings::Warnings;

use crate::fault::Fault;
use crate::stop::Stop;
use crate::types;

/// Gives the scan of a table or kept answer by its exact name.
pub type FindScan<'a> = dyn Fn(&str) -> Result<LazyFrame, Failure> + 'a;

/// A statement ready to be computed, and what it will want to say besides the rows.
pub struct Ready {
    /// Columns with the plan's names and types, in its order.
    pub frame: LazyFrame,
    /// Filled while the frame is computed.
    pub warnings: Warnings,
}

/// Lowers a plan. Subqueries that are single values are computed on the way.
pub fn lower(plan: &plan::Plan, find_scan: &FindScan<'_>, stop: &Stop) -> Result<Ready, Fault> {
    lowered(plan, find_scan, (stop, false), None)
}

/// Computes a plan step by step for the sake of its meters; the rows are let go.
pub fn metered(
    plan: &plan::Plan,
    find_scan: &FindScan<'_>,
    stop: &Stop,
    meters: &Meters<'_>,
) -> Result<(), Fault> {
    lowered(plan, find_scan, (stop, false), Some(meters)).map(|_| ())
}

/// Whether a plan can be lowered; nothing is computed.
pub fn check(plan: &plan::Plan, find_scan: &FindScan<'_>) -> Result<(), Fault> {
    lowered(plan, find_scan, (&Stop::default(), true), None).map(|_| ())
}

fn lowered(
    plan: &plan::Plan,
    find_scan: &FindScan<'_>,
    (stop, is_dry): (&Stop, bool),
    meters: Option<&Meters<'_>>,
) -> Result<Ready, Fault> {
    let lowering = Lowering {
        find_scan,
        is_dry,
        meters,
        stop: stop.clone(),
        warnings: Warnings::default(),
        made: Cell::new(0),
        sizes: &plan.sizes,
        places: plan::Places::of_plan(plan),
        repeated: repeated_parts(&plan.logical),
        shared: RefCell::default(),
        kept: RefCell::default(),
        found: RefCell::default(),
    };
    let lowered = lowering.node(&plan.logical)?;
    let columns: Vec<Expr> = lowered
        .names
        .iter()
        .zip(&plan.fields)
        .map(|(name, field)| {
            let wanted = types::to_polars(&field.data_type);
            col(name.clone()).cast(wanted).alias(field.name.as_str())
        })
        .collect();
    Ok(Ready {
        frame: lowered.frame.select(columns),
        warnings: lowering.warnings,
    })
}

/// One lowering: where scans come from, and what is shared among its operators.
struct Lowering<'a> {
    find_scan: &'a FindScan<'a>,
    /// Nothing is computed: single values are missing ones.
    is_dry: bool,
    /// Measures each step, when that was asked for.
    meters: Option<&'a Meters<'a>>,
    stop: Stop,
    warnings: Warnings,
    made: Cell<u64>,
    sizes: &'a plan::Sizes,
    /// Where expressions stand in the statement.
    places: plan::Places<'a>,
    /// Dear parts that occur more than once; they are computed once.
    repeated: Vec<LogicalPlan>,
    shared: RefCell<Vec<(LogicalPlan, Lowered)>>,
    /// Rows of named queries that are computed once, by their names.
    kept: RefCell<Vec<(String, Lowered)>>,
    /// What the recursive queries being computed found last, innermost last.
    found: RefCell<Vec<recursive::Found>>,
}

/// A frame and the names in it of the plan's columns, by position.
#[derive(Clone)]
struct Lowered {
    frame: LazyFrame,
    names: Vec<PlSmallStr>,
}

impl Lowered {
    /// Without columns that only the way to these rows needed.
    fn of_its_columns(mut self) -> Self {
        // A frame without columns would forget how many rows it has.
        if !self.names.is_empty() {
            let only: Vec<Expr> = self.names.iter().map(|name| col(name.clone())).collect();
            self.frame = self.frame.select(only);
        }
        self
    }
}

impl Lowering<'_> {
    /// A name that no column of this statement has yet.
    fn fresh(&self) -> PlSmallStr {
        let number = self.made.get();
        self.made.set(number + 1);
        PlSmallStr::from_string(format!("\u{1}{number}"))
    }

    /// As many fresh names as asked for.
    fn fresh_names(&self, count: usize) -> Vec<PlSmallStr> {
        (0..count).map(|_| self.fresh()).collect()
    }
}

/// The Polars type of a plan type.
fn polars_type(arrow: &Arrow) -> Result<DataType, Fault> {
    plan::types::from_arrow(arrow)
        .map(|data_type| types::to_polars(&data_type))
        .ok_or_else(|| Fault::unsupported("A column of this type"))
}

/// The Polars types of a plan schema.
fn polars_types(schema: &DFSchema) -> Result<Vec<DataType>, Fault> {
    schema
        .fields()
        .iter()
        .map(|field| polars_type(field.data_type()))
        .collect()
}

/// Grouping, joining and the like that occur more than once in a tree and the queries inside of
/// its expressions.
fn repeated_parts(root: &LogicalPlan) -> Vec<LogicalPlan> {
    let mut seen: Vec<(LogicalPlan, bool)> = Vec::new();
    let walked = root.apply_with_subqueries(|part| {
        let is_dear = matches!(
            part,
            LogicalPlan::Aggregate(_)
                | LogicalPlan::Join(_)
                | LogicalPlan::Window(_)
                | LogicalPlan::Distinct(_)
                | LogicalPlan::RecursiveQuery(_)
                | LogicalPlan::Extension(_)
        );
        let is_kept = matches!(part, LogicalPlan::Extension(node)
            if node.node.as_any().downcast_ref::<plan::nodes::Kept>().is_some());
        if is_kept {
            return Ok(TreeNodeRecursion::Jump);
        }
        if !is_dear || draws(part) {
            return Ok(TreeNodeRecursion::Continue);
        }
        if let Some((_, is_repeated)) = seen.iter_mut().find(|(known, _)| known == part) {
            *is_repeated = true;
            // What lies below a part that was met before is shared with it.
            return Ok(TreeNodeRecursion::Jump);
        }
        seen.push((part.clone(), false));
        Ok(TreeNodeRecursion::Continue)
    });
    if walked.is_err() {
        return Vec::new();
    }
    seen.into_iter()
        .filter(|(_, is_repeated)| *is_repeated)
        .map(|(part, _)| part)
        .collect()
}

/// Whether rows of a part are made by chance: computed again, they would be others.
fn draws(part: &LogicalPlan) -> bool {
    part.exists(|node| {
        let is_drawn = |expr: &datafusion_expr::Expr| {
            expr.exists(|expr| {
                Ok(matches!(expr, datafusion_expr::Expr::ScalarFunction(call)
                if matches!(call.func.name(), "random" | "uuid")))
            })
        };
        let mut found = false;
        node.apply_expressions(|expr| {
            found |= is_drawn(expr)?;
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(found)
    })
    .unwrap_or(true)
}
