//! What everyone who reads a shared part asks of it, and whether it is worth computing it once.

use std::collections::{BTreeMap, BTreeSet};

use datafusion_common::Result;
use datafusion_common::tree_node::TreeNodeRecursion;
use datafusion_expr::utils::{conjunction, disjunction};
use datafusion_expr::{Expr, LogicalPlan};

use super::super::order::share;
use super::passes::passes;

/// How much more of its input a part may read when it is computed once: reading and joining it for
/// each reader costs more than its rows.
const WORTH: f64 = 2.0;

/// What the readers of one part ask of it.
pub(super) struct Asked {
    /// Each reader's conditions, the same ones once.
    filters: Vec<Vec<Expr>>,
    /// The places of the columns that one of them reads or filters by.
    pub(super) columns: Vec<usize>,
}

/// A part as it is to be computed.
pub(super) struct Wanted {
    /// The conditions that go down into it.
    pub(super) pushed: Vec<Expr>,
    /// Those who read it, by their conditions.
    pub(super) filters: Vec<Vec<Expr>>,
}

impl Asked {
    /// Looks for the scans of a part in trees that are planned already.
    pub(super) fn of<'t>(name: &str, trees: impl Iterator<Item = &'t LogicalPlan>) -> Result<Self> {
        let mut filters: Vec<Vec<Expr>> = Vec::new();
        let mut columns = BTreeSet::new();
        for tree in trees {
            tree.apply_with_subqueries(|node| {
                let LogicalPlan::TableScan(scan) = node else {
                    return Ok(TreeNodeRecursion::Continue);
                };
                if scan.table_name.table() != name {
                    return Ok(TreeNodeRecursion::Continue);
                }
                let schema = scan.source.schema();
                match &scan.projection {
                    Some(places) => columns.extend(places),
                    None => columns.extend(0..schema.fields().len()),
                }
                for column in scan.filters.iter().flat_map(Expr::column_refs) {
                    columns.insert(schema.index_of(&column.name)?);
                }
                if !filters.contains(&scan.filters) {
                    filters.push(scan.filters.clone());
                }
                Ok(TreeNodeRecursion::Continue)
            })?;
        }
        // Rows without columns would not be counted.
        if columns.is_empty() {
            columns.insert(0);
        }
        Ok(Self {
            filters,
            columns: columns.into_iter().collect(),
        })
    }

    /// The part once for all of them, or once for each that asks for other rows.
    pub(super) fn versions(&self, part: &LogicalPlan) -> Vec<Wanted> {
        let once_for_all = match self.filters.as_slice() {
            [] | [_] => None,
            several => self.pushed(part).map(|pushed| {
                vec![Wanted {
                    pushed,
                    filters: several.to_vec(),
                }]
            }),
        };
        once_for_all.unwrap_or_else(|| {
            let each = self.filters.iter();
            each.map(|filters| Wanted {
                pushed: filters.clone(),
                filters: vec![filters.clone()],
            })
            .collect()
        })
    }

    /// What holds for every row that any of them wants, column by column; none when the part is
    /// better computed for each of them.
    fn pushed(&self, part: &LogicalPlan) -> Option<Vec<Expr>> {
        let readers: Vec<BTreeMap<String, Expr>> = self
            .filters
            .iter()
            .map(|filters| by_column(filters))
            .collect();
        let goes_down = |column: &str| {
            let at = part.schema().index_of_column_by_name(None, column);
            at.is_some_and(|at| passes(part, at))
        };
        let apart: f64 = readers
            .iter()
            .map(|reader| {
                let down = reader.iter().filter(|(column, _)| goes_down(column));
                down.map(|(_, condition)| share(condition)).product::<f64>()
            })
            .sum();
        let mut together = 1.0;
        let mut pushed = Vec::new();
        for column in readers.first()?.keys() {
            let Some(conditions) = readers
                .iter()
                .map(|reader| reader.get(column))
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            let mut different: Vec<Expr> = Vec::new();
            for condition in conditions {
                if !different.contains(condition) {
                    different.push(condition.clone());
                }
            }
            let any = disjunction(different)?;
            if goes_down(column) {
                together *= share(&any);
            }
            pushed.push(any);
        }
        (together <= apart * WORTH).then_some(pushed)
    }
}

/// The conditions about one column each, by its name.
fn by_column(filters: &[Expr]) -> BTreeMap<String, Expr> {
    let mut found: BTreeMap<String, Vec<Expr>> = BTreeMap::new();
    for filter in filters {
        let columns = filter.column_refs();
        let mut columns = columns.into_iter();
        if let (Some(column), None) = (columns.next(), columns.next()) {
            found
                .entry(column.name.clone())
                .or_default()
                .push(filter.clone());
        }
    }
    found
        .into_iter()
        .filter_map(|(column, conditions)| Some((column, conjunction(conditions)?)))
        .collect()
}
