//! What each node of a tree does, in a word or two, and with what.

use std::fmt::Write as _;

use datafusion_common::JoinType;
use datafusion_expr::logical_plan::{
    Aggregate, Distinct, EmptyRelation, Extension, Join, Limit, Sort, TableScan,
};
use datafusion_expr::{Expr, LogicalPlan, Operator, SortExpr};

use super::is_step;
use super::plain::{apart, words};
use crate::nodes::{AsofJoin, Kept, PositionalJoin, Sample, Share};

/// Letters of a step's details that are shown.
const LONGEST: usize = 300;

/// What a node does; none when it is no step.
pub(super) fn said(node: &LogicalPlan) -> Option<(&'static str, String)> {
    if !is_step(node) {
        return None;
    }
    let (what, with) = match node {
        LogicalPlan::TableScan(scan) => ("Read", scanned(scan)),
        LogicalPlan::Filter(filter) => ("Keep rows", words(&filter.predicate)),
        LogicalPlan::Projection(projection) => ("Compute columns", list(&projection.expr)),
        LogicalPlan::Aggregate(aggregate) => grouped(aggregate),
        LogicalPlan::Window(window) => ("Compute over windows", list(&window.window_expr)),
        LogicalPlan::Sort(sort) => sorted(sort),
        LogicalPlan::Limit(limit) => ("Cut", cut(limit)),
        LogicalPlan::Join(join) => joined(join),
        LogicalPlan::Union(union) => ("Put together", format!("{} parts", union.inputs.len())),
        LogicalPlan::Distinct(Distinct::All(_)) => ("Keep each row once", String::new()),
        LogicalPlan::Distinct(Distinct::On(on)) => ("Keep one row for each", list(&on.on_expr)),
        LogicalPlan::Values(values) => ("Write rows", format!("{} rows", values.values.len())),
        LogicalPlan::EmptyRelation(empty) => ("Begin", beginning(empty).to_owned()),
        LogicalPlan::RecursiveQuery(query) => ("Repeat until nothing is new", query.name.clone()),
        LogicalPlan::Unnest(_) => ("Take lists apart", String::new()),
        LogicalPlan::Extension(extension) => own(extension),
        _ => ("Other step", String::new()),
    };
    Some((what, clipped(&with)))
}

fn sorted(sort: &Sort) -> (&'static str, String) {
    let keys = order(&sort.expr);
    match sort.fetch {
        Some(rows) => ("Find the first rows", format!("{rows} by {keys}")),
        None => ("Sort", keys),
    }
}

fn cut(limit: &Limit) -> String {
    match (&limit.skip, &limit.fetch) {
        (Some(skip), Some(fetch)) => format!("{} rows after {}", words(fetch), words(skip)),
        (None, Some(fetch)) => format!("{} rows", words(fetch)),
        (Some(skip), None) => format!("all rows after {}", words(skip)),
        (None, None) => String::new(),
    }
}

fn beginning(empty: &EmptyRelation) -> &'static str {
    if empty.produce_one_row {
        "one row"
    } else {
        "no rows"
    }
}

/// What a node does that only Assay has.
fn own(extension: &Extension) -> (&'static str, String) {
    let node = extension.node.as_any();
    if let Some(join) = node.downcast_ref::<AsofJoin>() {
        let what = if join.keeps_left {
            "Find the nearest row, keeping the left side"
        } else {
            "Find the nearest row"
        };
        let (left, operator, right) = &join.nearest;
        let nearest = format!("{} {operator} {}", apart(left), apart(right));
        let keys = join
            .keys
            .iter()
            .map(|(left, right)| format!("{} = {}", apart(left), apart(right)));
        let all: Vec<String> = keys.chain([nearest]).collect();
        return (what, all.join(" AND "));
    }
    if let Some(sample) = node.downcast_ref::<Sample>() {
        let share = match sample.share {
            Share::Rows(rows) => format!("{rows} rows"),
            Share::Millionths(parts) => {
                format!(
                    "{}.{:06} % of the rows",
                    parts / 1_000_000,
                    parts % 1_000_000
                )
            }
        };
        return ("Take a sample", share);
    }
    if node.downcast_ref::<PositionalJoin>().is_some() {
        return ("Put side by side", String::new());
    }
    if node.downcast_ref::<Kept>().is_some() {
        return ("Compute once, for all who read it", String::new());
    }
    ("Other step", String::new())
}

fn scanned(scan: &TableScan) -> String {
    let columns: Vec<&str> = scan
        .projected_schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    let mut text = format!("{}: {}", scan.table_name.table(), columns.join(", "));
    if columns.is_empty() {
        text = format!("{}: only the number of rows", scan.table_name.table());
    }
    if !scan.filters.is_empty() {
        let is_one = scan.filters.len() == 1;
        let filters = scan.filters.iter().map(|filter| match filter {
            Expr::BinaryExpr(either) if either.op == Operator::Or && !is_one => {
                format!("({})", words(filter))
            }
            _ => words(filter),
        });
        let filters: Vec<String> = filters.collect();
        let _ = write!(text, "; where {}", filters.join(" AND "));
    }
    if let Some(rows) = scan.fetch {
        let _ = write!(text, "; at most {rows} rows");
    }
    text
}

fn grouped(aggregate: &Aggregate) -> (&'static str, String) {
    let sums = list(&aggregate.aggr_expr);
    match (aggregate.group_expr.is_empty(), sums.is_empty()) {
        (true, _) => ("Aggregate all rows", sums),
        (false, true) => ("Keep each value once", list(&aggregate.group_expr)),
        (false, false) => (
            "Group",
            format!("by {}: {sums}", list(&aggregate.group_expr)),
        ),
    }
}

fn joined(join: &Join) -> (&'static str, String) {
    let what = match join.join_type {
        JoinType::Inner if join.on.is_empty() && join.filter.is_none() => "Pair every row",
        JoinType::Inner => "Join",
        JoinType::Left => "Join, keeping the left side",
        JoinType::Right => "Join, keeping the right side",
        JoinType::Full => "Join, keeping both sides",
        JoinType::LeftSemi | JoinType::RightSemi => "Keep rows with a partner",
        JoinType::LeftAnti | JoinType::RightAnti => "Keep rows without a partner",
        JoinType::LeftMark | JoinType::RightMark => "Mark rows with a partner",
    };
    let keys = join
        .on
        .iter()
        .map(|(left, right)| format!("{} = {}", apart(left), apart(right)));
    let rest = join.filter.iter().map(apart);
    (what, keys.chain(rest).collect::<Vec<_>>().join(" AND "))
}

fn order(keys: &[SortExpr]) -> String {
    let keys: Vec<String> = keys
        .iter()
        .map(|key| {
            let direction = if key.asc { "" } else { " descending" };
            format!("{}{direction}", words(&key.expr))
        })
        .collect();
    keys.join(", ")
}

fn list(exprs: &[Expr]) -> String {
    exprs.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn clipped(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}
