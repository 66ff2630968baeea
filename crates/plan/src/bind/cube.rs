//! Questions that differ in what is selected alone, answered from tables of groups: rows are grouped by
//! the keys of the question and by the columns of the selection, once for all selections, as the index
//! of Mosaic (Heer, Moritz, 2024) does. A selection then filters groups instead of rows.

use std::sync::Arc;

use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{Column, JoinType, Result, TableReference};
use datafusion_expr::logical_plan::{TableScan, TableScanBuilder};
use datafusion_expr::utils::{conjunction, split_conjunction_owned};
use datafusion_expr::{Aggregate, Expr, Filter, LogicalPlan, Projection};
use model::{Field, Query};

use super::eager::parts::Parts;
use super::order::joined_as;
use super::provider;
use crate::names::Plan;
use crate::types;

/// Tables with fewer rows are read as they are.
const LEAST_ROWS: u64 = 200_000;

/// A plan that reads tables of groups.
#[derive(Debug, Clone)]
pub struct Cubed {
    pub plan: Plan,
    pub cubes: Vec<Cube>,
}

/// A table of groups, which does not depend on what is selected.
#[derive(Debug, Clone)]
pub struct Cube {
    /// The name of its scan in the plan; no table is called like this.
    pub name: String,
    pub plan: Plan,
}

/// What is selected, by the table and the columns of the conditions.
struct Selection<'q> {
    table: &'q str,
    columns: Vec<String>,
}

/// The plan of a question as one over tables of groups; none when nothing is selected, when its table
/// is small, or when its aggregates cannot be put together from groups.
pub fn cubed(plan: &Plan, query: &Query) -> Option<Cubed> {
    let columns: Vec<String> = query.selected.fields().map(str::to_lowercase).collect();
    let table = scanned(&plan.logical, &query.source)?;
    if columns.is_empty() || plan.sizes.of_table(&table)? < LEAST_ROWS {
        return None;
    }
    let selection = Selection {
        table: &table,
        columns,
    };
    let mut cubes: Vec<Cube> = Vec::new();
    let changed = plan.logical.clone().transform_down(|node| {
        let LogicalPlan::Aggregate(aggregate) = &node else {
            return Ok(Transformed::no(node));
        };
        Ok(match selection.split(aggregate, plan, &mut cubes)? {
            Some(split) => Transformed::new(split, true, TreeNodeRecursion::Jump),
            None => Transformed::no(node),
        })
    });
    let logical = changed.ok()?.data;
    (!cubes.is_empty()).then(|| Cubed {
        plan: Plan {
            logical,
            ..plan.clone()
        },
        cubes,
    })
}

/// The exact name of the table that a question reads, when its rows are read as they are.
fn scanned(tree: &LogicalPlan, source: &str) -> Option<String> {
    let mut found = None;
    let walked = tree.apply(|node| {
        if let LogicalPlan::TableScan(scan) = node
            && scan.table_name.table().to_lowercase() == source.to_lowercase()
        {
            found = Some(scan.table_name.table().to_owned());
            return Ok(TreeNodeRecursion::Stop);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    walked.ok()?;
    found
}

impl Selection<'_> {
    /// Groups of groups in place of groups of rows; none where that is not possible.
    fn split(
        &self,
        aggregate: &Aggregate,
        plan: &Plan,
        cubes: &mut Vec<Cube>,
    ) -> Result<Option<LogicalPlan>> {
        let is_plain = |expr: &Expr| !expr.is_volatile() && !matches!(expr, Expr::GroupingSet(_));
        if !aggregate.group_expr.iter().all(is_plain) {
            return Ok(None);
        }
        let (below, conditions) = self.pulled(&aggregate.input)?;
        if conditions.is_empty() || self.is_in(&below)? {
            return Ok(None);
        }
        let Some(parts) = Parts::of(&aggregate.aggr_expr, &below, below.schema()) else {
            return Ok(None);
        };
        let mut keys = aggregate.group_expr.clone();
        let mut seen: Vec<Column> = Vec::new();
        for column in conditions.iter().flat_map(Expr::column_refs) {
            let key = Expr::Column(column.clone());
            if !seen.contains(column) {
                seen.push(column.clone());
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
        let Some(cube) = grouped(below, &keys, &parts, plan, cubes.len())? else {
            return Ok(None);
        };
        let above = regrouped(aggregate, &cube, (&keys, conditions), &parts)?;
        cubes.push(cube);
        Ok(Some(above))
    }

    /// A tree without the conditions on what is selected, and these, over columns that it then has.
    fn pulled(&self, node: &LogicalPlan) -> Result<(LogicalPlan, Vec<Expr>)> {
        match node {
            LogicalPlan::TableScan(scan) => self.pulled_from_scan(scan),
            LogicalPlan::Filter(filter) => {
                let (input, conditions) = self.pulled(&filter.input)?;
                let filter = Filter::try_new(filter.predicate.clone(), Arc::new(input))?;
                Ok((LogicalPlan::Filter(filter), conditions))
            }
            LogicalPlan::Projection(projection) => {
                let (input, conditions) = self.pulled(&projection.input)?;
                let mut list = projection.expr.clone();
                for column in conditions.iter().flat_map(Expr::column_refs) {
                    let column = Expr::Column(column.clone());
                    if !list.contains(&column) {
                        list.push(column);
                    }
                }
                let projection = Projection::try_new(list, Arc::new(input))?;
                Ok((LogicalPlan::Projection(projection), conditions))
            }
            LogicalPlan::Join(join)
                if matches!(join.join_type, JoinType::Inner | JoinType::Left) =>
            {
                let (left, mut conditions) = self.pulled(&join.left)?;
                // What has no partner stays, whatever its partners are filtered by.
                let right = if join.join_type == JoinType::Inner {
                    let (right, more) = self.pulled(&join.right)?;
                    conditions.extend(more);
                    right
                } else {
                    join.right.as_ref().clone()
                };
                let joined = joined_as(join, Arc::new(left), Arc::new(right))?;
                Ok((joined, conditions))
            }
            other => Ok((other.clone(), Vec::new())),
        }
    }

    fn pulled_from_scan(&self, scan: &TableScan) -> Result<(LogicalPlan, Vec<Expr>)> {
        let filters = scan
            .filters
            .iter()
            .cloned()
            .flat_map(split_conjunction_owned);
        let (picked, rest): (Vec<Expr>, Vec<Expr>) =
            filters.partition(|filter| self.is_about(filter));
        if scan.table_name.table() != self.table || scan.fetch.is_some() || picked.is_empty() {
            return Ok((LogicalPlan::TableScan(scan.clone()), Vec::new()));
        }
        let schema = scan.source.schema();
        let mut columns = match &scan.projection {
            Some(columns) => columns.clone(),
            None => (0..schema.fields().len()).collect(),
        };
        for column in picked.iter().flat_map(Expr::column_refs) {
            let at = schema.index_of(&column.name)?;
            if !columns.contains(&at) {
                columns.push(at);
            }
        }
        let scan = TableScanBuilder::new(scan.table_name.clone(), Arc::clone(&scan.source))
            .with_projection(Some(columns))
            .with_filters(rest)
            .build()?;
        Ok((LogicalPlan::TableScan(scan), picked))
    }

    /// Whether a condition looks at selected columns alone.
    fn is_about(&self, condition: &Expr) -> bool {
        let read = condition.column_refs();
        let is_selected = |column: &&Column| self.columns.contains(&column.name.to_lowercase());
        !read.is_empty() && read.iter().all(is_selected) && !condition.is_volatile()
    }

    /// Whether a tree still depends on what is selected.
    fn is_in(&self, tree: &LogicalPlan) -> Result<bool> {
        let mut found = false;
        tree.apply_with_subqueries(|node| {
            found |= match node {
                LogicalPlan::TableScan(scan) => scan.filters.iter().any(|one| self.reads(one)),
                LogicalPlan::Filter(filter) => self.reads(&filter.predicate),
                LogicalPlan::Join(join) => join.filter.iter().any(|one| self.reads(one)),
                // What a node of ours holds is not seen from here.
                LogicalPlan::Extension(_) => true,
                _ => false,
            };
            Ok(if found {
                TreeNodeRecursion::Stop
            } else {
                TreeNodeRecursion::Continue
            })
        })?;
        Ok(found)
    }

    fn reads(&self, condition: &Expr) -> bool {
        let mut read = condition.column_refs().into_iter();
        read.any(|column| self.columns.contains(&column.name.to_lowercase()))
    }
}

/// The table of groups under names of its own; none when its types have no words in the product.
fn grouped(
    below: LogicalPlan,
    keys: &[Expr],
    parts: &Parts,
    plan: &Plan,
    number: usize,
) -> Result<Option<Cube>> {
    let aggregates = parts.below.iter().map(|(_, part)| part.clone());
    let inner = Aggregate::try_new(Arc::new(below), keys.to_vec(), aggregates.collect())?;
    let names = (0..keys.len()).map(key_name);
    let names = names.chain(parts.below.iter().map(|(name, _)| name.clone()));
    let list = names
        .enumerate()
        .map(|(at, name)| Expr::Column(Column::from(inner.schema.qualified_field(at))).alias(name));
    let list = list.collect();
    let logical = Projection::try_new(list, Arc::new(LogicalPlan::Aggregate(inner)))?;
    let fields: Option<Vec<Field>> = logical
        .schema
        .fields()
        .iter()
        .map(|field| {
            let data_type = types::from_arrow(field.data_type())?;
            let is_same = types::to_arrow(&data_type) == *field.data_type();
            is_same.then(|| Field::new(field.name(), data_type))
        })
        .collect();
    Ok(fields.map(|fields| Cube {
        name: format!("\u{1}cube{number}"),
        plan: Plan {
            logical: LogicalPlan::Projection(logical),
            fields,
            sizes: plan.sizes.clone(),
            measured: None,
            text: None,
            statement: None,
        },
    }))
}

fn key_name(at: usize) -> String {
    format!("__key_{at}")
}

/// The groups of `aggregate` made of those of a cube that fulfil the conditions.
fn regrouped(
    aggregate: &Aggregate,
    cube: &Cube,
    (keys, conditions): (&[Expr], Vec<Expr>),
    parts: &Parts,
) -> Result<LogicalPlan> {
    let source = provider::rows(Arc::new(types::arrow_schema(&cube.plan.fields)));
    let table = TableReference::bare(cube.name.as_str());
    let scan = TableScanBuilder::new(table, source).build()?;
    let scan = LogicalPlan::TableScan(scan);
    let own = scan.schema().columns();
    let unqualified = own.into_iter().map(|column| {
        let name = column.name.clone();
        Expr::Column(column).alias(name)
    });
    let rows = Projection::try_new(unqualified.collect(), Arc::new(scan))?;
    let key = |at: usize| Expr::Column(Column::new_unqualified(key_name(at)));
    let mut kept = Vec::with_capacity(conditions.len());
    for condition in conditions {
        let over_groups = condition.transform(|expr| {
            let at = keys.iter().position(|known| *known == expr);
            Ok(match at.filter(|_| matches!(expr, Expr::Column(_))) {
                Some(at) => Transformed::yes(key(at)),
                None => Transformed::no(expr),
            })
        })?;
        kept.push(over_groups.data);
    }
    let mut rows = LogicalPlan::Projection(rows);
    if let Some(condition) = conjunction(kept) {
        rows = LogicalPlan::Filter(Filter::try_new(condition, Arc::new(rows))?);
    }
    let width = aggregate.group_expr.len();
    let above = parts.above.iter().map(|(_, part)| part.clone());
    let outer = Aggregate::try_new(
        Arc::new(rows),
        (0..width).map(key).collect(),
        above.collect(),
    )?;
    parts.finished(aggregate, LogicalPlan::Aggregate(outer))
}
