//! The first rows of wide tables. Which rows they are is told by the columns of conditions and
//! order alone; the other columns are read afterwards, and only where these rows lie.

use std::collections::HashSet;

use datafusion_common::tree_node::TreeNode;
use datafusion_expr::{Expr as Tree, LogicalPlan, SortExpr, TableScan};
use polars::prelude::*;

use super::branch::can_fail;
use super::expr::Scope;
use super::frame::collect;
use super::function::rows;
use super::{Lowered, Lowering, idx};
use crate::fault::Fault;

/// Rows that are looked for one by one at most.
const MOST_ROWS: usize = 1_000;
/// Rows that a table must have to be worth a second look.
const FEWEST_ROWS: u64 = 50_000;
/// Columns that must be left for later to be worth it.
const FEWEST_LATE: usize = 2;
/// Runs of rows that are read by themselves at most.
const MOST_RUNS: usize = 32;
/// Rows that are no further apart than this make one run.
const NEAR: IdxSize = 4_096;

/// What a scan shall know of the places of its rows.
pub(super) enum Places {
    /// Each row carries its place in a column of this name.
    Told(PlSmallStr),
    /// Only the rows at these places, which ascend.
    Only(Vec<IdxSize>),
}

impl Lowering<'_> {
    /// The input of an order or limit, cut down to the rows that will be first; none where all
    /// columns may as well be read at once.
    pub(super) fn late(
        &self,
        input: &LogicalPlan,
        order: &[SortExpr],
        most: Option<usize>,
    ) -> Result<Option<Lowered>, Fault> {
        let Some(most) = most.filter(|most| *most <= MOST_ROWS) else {
            return Ok(None);
        };
        if self.is_dry || self.meters.is_some() || !self.is_worth_a_second_look(input, order)? {
            return Ok(None);
        }
        if self.stop.is_set() {
            return Err(Fault::Cancelled);
        }
        let place = self.fresh();
        let mut first = self.in_places(input, &Places::Told(place.clone()))?;
        if !order.is_empty() {
            first = self.sorted(first, input.schema(), order)?;
        }
        let first = first.frame.slice(0, idx(most)).select([col(place.clone())]);
        let found = collect(first)?;
        let mut found: Vec<IdxSize> = found.column(&place)?.idx()?.iter().flatten().collect();
        found.sort_unstable();
        Ok(Some(self.in_places(input, &Places::Only(found))?))
    }

    /// The rows of a file with or by their places.
    pub(super) fn placed(&self, frame: LazyFrame, places: &Places) -> Result<LazyFrame, Fault> {
        let file = || parquet(&frame).unwrap_or_else(|| frame.clone());
        let found = match places {
            Places::Told(place) => return Ok(file().with_row_index(place.clone(), None)),
            Places::Only(found) if found.is_empty() => return Ok(frame.filter(lit(false))),
            Places::Only(found) => found,
        };
        let runs: Vec<&[IdxSize]> = found.chunk_by(|one, next| next - one <= NEAR).collect();
        let place = self.fresh();
        if runs.len() > MOST_RUNS {
            let only = is_among(&place, found);
            return Ok(file().with_row_index(place, None).filter(only));
        }
        let runs = runs.into_iter().filter_map(|run| {
            let (first, last) = (*run.first()?, *run.last()?);
            let part = frame.clone().slice(
                i64::from(first),
                last.saturating_sub(first).saturating_add(1),
            );
            // Each row of a short run, or the chosen ones among their neighbours.
            Some(if idx(run.len()) == last - first + 1 {
                part
            } else {
                part.with_row_index(place.clone(), Some(first))
                    .filter(is_among(&place, run))
                    .drop(by_name([place.clone()], true, false))
            })
        });
        Ok(concat(runs.collect::<Vec<_>>(), UnionArgs::default())?)
    }

    fn is_worth_a_second_look(
        &self,
        input: &LogicalPlan,
        order: &[SortExpr],
    ) -> Result<bool, Fault> {
        let mut asked: Vec<&Tree> = order.iter().map(|key| &key.expr).collect();
        let Some(scan) = scan_of(input, &mut asked) else {
            return Ok(false);
        };
        let is_told = asked.iter().all(|expr| is_the_same_twice(expr));
        let early = asked.iter().flat_map(|expr| expr.column_refs());
        let early: HashSet<&str> = early.map(|column| column.name.as_str()).collect();
        let columns = scan.projected_schema.fields().iter();
        let late = columns.filter(|field| !early.contains(field.name().as_str()));
        let rows = self.sizes.of_table(scan.table_name.table()).unwrap_or(0);
        if asked.is_empty() || !is_told || late.count() < FEWEST_LATE || rows < FEWEST_ROWS {
            return Ok(false);
        }
        Ok(parquet(&self.rows_of(scan)?).is_some())
    }

    /// Lowers what [`scan_of`] goes through, with or by the places of rows.
    fn in_places(&self, part: &LogicalPlan, places: &Places) -> Result<Lowered, Fault> {
        match part {
            LogicalPlan::TableScan(scan) => self.scan(scan, Some(places)),
            LogicalPlan::SubqueryAlias(alias) => self.in_places(&alias.input, places),
            LogicalPlan::Filter(filter) => {
                let input = self.in_places(&filter.input, places)?;
                let scope = Scope::of(self, filter.input.schema(), &input);
                let predicate = scope.expr(&filter.predicate)?;
                Ok(Lowered {
                    frame: input.frame.filter(predicate),
                    names: input.names,
                })
            }
            LogicalPlan::Projection(projection) => {
                let input = self.in_places(&projection.input, places)?;
                let schema = projection.input.schema();
                let names = projection.expr.iter().filter_map(column_of);
                let names = names.map(|column| {
                    let at = schema.index_of_column(column)?;
                    Ok(input.names[at].clone())
                });
                Ok(Lowered {
                    names: names.collect::<Result<_, Fault>>()?,
                    frame: input.frame,
                })
            }
            _ => Err(Fault::unsupported("This kind of step")),
        }
    }
}

/// The one scan below steps that only choose rows and columns; what they ask of rows is added.
fn scan_of<'a>(part: &'a LogicalPlan, asked: &mut Vec<&'a Tree>) -> Option<&'a TableScan> {
    match part {
        LogicalPlan::TableScan(scan) => {
            asked.extend(&scan.filters);
            Some(scan)
        }
        LogicalPlan::SubqueryAlias(alias) => scan_of(&alias.input, asked),
        LogicalPlan::Filter(filter) => {
            asked.push(&filter.predicate);
            scan_of(&filter.input, asked)
        }
        LogicalPlan::Projection(projection) => {
            let is_plain = projection.expr.iter().all(|expr| column_of(expr).is_some());
            is_plain.then(|| scan_of(&projection.input, asked))?
        }
        _ => None,
    }
}

fn column_of(expr: &Tree) -> Option<&datafusion_common::Column> {
    match expr {
        Tree::Column(column) => Some(column),
        Tree::Alias(alias) => column_of(&alias.expr),
        _ => None,
    }
}

/// Whether an expression may be computed for a row once more: no warning is counted twice, and
/// chance plays no part.
fn is_the_same_twice(expr: &Tree) -> bool {
    let asks = |part: &Tree| matches!(part, Tree::ScalarSubquery(_));
    !can_fail(expr) && !expr.exists(|part| Ok(asks(part))).unwrap_or(true)
}

/// A Parquet file as it lies: there a row's place is known without reading. None for other rows.
fn parquet(frame: &LazyFrame) -> Option<LazyFrame> {
    let mut plan = &frame.logical_plan;
    // The columns of a frame were asked for before: what it was lies inside.
    while let DslPlan::IR { dsl, .. } = plan {
        plan = dsl;
    }
    match plan {
        DslPlan::Scan {
            scan_type,
            unified_scan_args,
            ..
        } if matches!(**scan_type, FileScanDsl::Parquet { .. })
            && unified_scan_args.row_index.is_none() =>
        {
            Some(LazyFrame::from(plan.clone()))
        }
        _ => None,
    }
}

/// The condition that a row's place is one of these, which ascend and are not none.
fn is_among(place: &PlSmallStr, found: &[IdxSize]) -> Expr {
    let place = col(place.clone());
    let bound = |end: Option<&IdxSize>| lit(end.copied().unwrap_or_default());
    let from = place.clone().gt_eq(bound(found.first()));
    let to = place.clone().lt_eq(bound(found.last()));
    let found = found.to_vec();
    let is_one = rows(vec![place], DataType::Boolean, move |columns| {
        let places = columns[0].idx()?;
        let is_found = |place: IdxSize| found.binary_search(&place).is_ok();
        let mask: BooleanChunked = places.iter().map(|place| place.map(is_found)).collect();
        Ok(mask.into_series())
    });
    from.and(to).and(is_one)
}
