//! Operators of the tree that keep rows as they are: scans, filters, projections, order, unions.

use arrow::datatypes::DataType as Arrow;
use datafusion_common::{DFSchema, TableReference};
use datafusion_expr::{
    Distinct, Expr as Tree, Extension, Limit, LogicalPlan, Projection, SortExpr, TableScan, Union,
};
use plan::nodes::{AsofJoin, Kept, PositionalJoin, Sample};
use polars::prelude::*;

use super::expr::Scope;
use super::frame::{project, renamed};
use super::late::Places;
use super::{Lowered, Lowering, polars_type, polars_types};
use crate::fault::Fault;

impl Lowering<'_> {
    /// Lowers one operator and what lies below it; a dear part met again is computed once.
    pub(crate) fn node(&self, node: &LogicalPlan) -> Result<Lowered, Fault> {
        if !self.repeated.contains(node) {
            return self.watched(node);
        }
        let known = self
            .shared
            .borrow()
            .iter()
            .find(|(part, _)| part == node)
            .map(|(_, known)| known.clone());
        if let Some(known) = known {
            return Ok(renamed(self, &known));
        }
        let mut shared = self.watched(node)?.of_its_columns();
        shared.frame = match self.computed(&shared.frame, self.sizes.rows(node))? {
            Some(rows) => rows.lazy(),
            None => shared.frame.cache(),
        };
        self.shared
            .borrow_mut()
            .push((node.clone(), shared.clone()));
        Ok(renamed(self, &shared))
    }

    pub(super) fn fresh_node(&self, node: &LogicalPlan) -> Result<Lowered, Fault> {
        match node {
            LogicalPlan::TableScan(scan) => self.scan(scan, None),
            LogicalPlan::Projection(projection) => self.projection(projection),
            LogicalPlan::Filter(filter) => {
                let input = self.node(&filter.input)?;
                let predicate =
                    Scope::of(self, filter.input.schema(), &input).expr(&filter.predicate)?;
                Ok(Lowered {
                    frame: input.frame.filter(predicate),
                    names: input.names,
                })
            }
            LogicalPlan::Sort(sort) => {
                let input = match self.late(&sort.input, &sort.expr, sort.fetch)? {
                    Some(first) => first,
                    None => self.node(&sort.input)?,
                };
                let mut sorted = self.sorted(input, sort.input.schema(), &sort.expr)?;
                if let Some(rows) = sort.fetch {
                    sorted.frame = self.first(sorted.frame, rows);
                }
                Ok(sorted)
            }
            LogicalPlan::Limit(limit) => self.limit(limit),
            LogicalPlan::SubqueryAlias(alias) => self.node(&alias.input),
            LogicalPlan::Subquery(subquery) => self.node(&subquery.subquery),
            LogicalPlan::EmptyRelation(empty) => self.empty(&empty.schema, empty.produce_one_row),
            LogicalPlan::Values(values) => self.values(values),
            LogicalPlan::Union(union) => self.union(union),
            LogicalPlan::Distinct(Distinct::All(input)) => {
                let input = self.node(input)?;
                Ok(Lowered {
                    frame: input.frame.unique(None, UniqueKeepStrategy::Any),
                    names: input.names,
                })
            }
            LogicalPlan::Distinct(Distinct::On(on)) => self.distinct_on(on),
            LogicalPlan::Aggregate(aggregate) => self.aggregate(aggregate),
            LogicalPlan::Join(join) => self.join(join),
            LogicalPlan::Window(window) => self.window(window),
            LogicalPlan::Repartition(repartition) => self.node(&repartition.input),
            LogicalPlan::RecursiveQuery(query) => self.recursive(query),
            LogicalPlan::Unnest(unnest) => self.unnest(unnest),
            LogicalPlan::Extension(extension) => self.own_node(extension),
            LogicalPlan::Explain(_) | LogicalPlan::Analyze(_) => Err(Fault::unsupported("EXPLAIN")),
            LogicalPlan::DescribeTable(_) => Err(Fault::unsupported("DESCRIBE")),
            _ => Err(Fault::unsupported("This kind of statement")),
        }
    }

    /// Nodes that only Assay has.
    fn own_node(&self, extension: &Extension) -> Result<Lowered, Fault> {
        let node = extension.node.as_any();
        if let Some(join) = node.downcast_ref::<AsofJoin>() {
            self.nearest(join)
        } else if let Some(join) = node.downcast_ref::<PositionalJoin>() {
            self.side_by_side(join)
        } else if let Some(sample) = node.downcast_ref::<Sample>() {
            self.sample(sample)
        } else if let Some(kept) = node.downcast_ref::<Kept>() {
            self.kept(kept)
        } else {
            Err(Fault::unsupported("This kind of step"))
        }
    }

    /// The rows of a named query that is computed once, here and now.
    fn kept(&self, kept: &Kept) -> Result<Lowered, Fault> {
        let known = {
            let all = self.kept.borrow();
            let mut named = all.iter().filter(|(name, _)| *name == kept.name);
            named.next().map(|(_, rows)| rows.clone())
        };
        if let Some(known) = known {
            return Ok(renamed(self, &known));
        }
        let mut rows = self.node(&kept.input)?.of_its_columns();
        if self.stop.is_set() {
            return Err(Fault::Cancelled);
        }
        if !self.is_dry {
            rows.frame = super::frame::collect(rows.frame)?.lazy();
        }
        let named = (kept.name.clone(), rows.clone());
        self.kept.borrow_mut().push(named);
        Ok(renamed(self, &rows))
    }

    /// All rows of a table, or what the innermost recursive query found last under its name.
    pub(super) fn rows_of(&self, scan: &TableScan) -> Result<LazyFrame, Fault> {
        let table = table_name(&scan.table_name);
        Ok(match self.found_last(table) {
            Some(rows) => rows,
            None => (self.find_scan)(table)?,
        })
    }

    /// The rows of a table that pass the filters of its scan, by their places if these are given.
    pub(super) fn scan(&self, scan: &TableScan, places: Option<&Places>) -> Result<Lowered, Fault> {
        let frame = self.rows_of(scan)?;
        let frame = match places {
            Some(places) => self.placed(frame, places)?,
            None => frame,
        };
        let source = scan.source.schema();
        let names = self.fresh_names(source.fields().len());
        // Only what is read: wide tables have hundreds of columns.
        let is_read = |at: usize| match &scan.projection {
            None => true,
            Some(kept) if kept.is_empty() => at == 0,
            Some(kept) => kept.contains(&at),
        };
        let is_filtered: std::collections::HashSet<&str> = scan
            .filters
            .iter()
            .flat_map(Tree::column_refs)
            .map(|column| column.name.as_str())
            .collect();
        let place = match places {
            Some(Places::Told(place)) => Some(Ok(Expr::Column(place.clone()))),
            _ => None,
        };
        let columns = source
            .fields()
            .iter()
            .zip(&names)
            .enumerate()
            .filter(|(at, (field, _))| is_read(*at) || is_filtered.contains(field.name().as_str()))
            .map(|(_, (field, name))| {
                // Not `col`: it would read `*` and `^…$` as patterns.
                let column = Expr::Column(field.name().as_str().into());
                // Whole numbers of 128 bits are decimals for the planner.
                let column = match field.data_type() {
                    Arrow::Decimal128(_, 0) => column.cast(polars_type(field.data_type())?),
                    _ => column,
                };
                Ok(column.alias(name.clone()))
            })
            .chain(place)
            .collect::<Result<Vec<_>, Fault>>()?;
        let mut all = Lowered {
            frame: frame.select(columns),
            names,
        };
        if !scan.filters.is_empty() {
            let schema = DFSchema::try_from_qualified_schema(scan.table_name.clone(), &source)?;
            let scope = Scope::of(self, &schema, &all);
            let filters = scope.all(&scan.filters)?;
            for filter in filters {
                all.frame = all.frame.filter(filter);
            }
        }
        if let Some(rows) = scan.fetch {
            all.frame = all.frame.slice(0, idx(rows));
        }
        if let Some(kept) = &scan.projection {
            all.names = kept.iter().map(|at| all.names[*at].clone()).collect();
        }
        Ok(all)
    }

    fn projection(&self, projection: &Projection) -> Result<Lowered, Fault> {
        let input = self.node(&projection.input)?;
        let scope = Scope::of(self, projection.input.schema(), &input);
        let columns = scope.all(&projection.expr)?;
        project(self, input.frame.clone(), columns)
    }

    /// Rows in this order; missing values where the plan says.
    pub(crate) fn sorted(
        &self,
        input: Lowered,
        schema: &DFSchema,
        order: &[SortExpr],
    ) -> Result<Lowered, Fault> {
        let scope = Scope::of(self, schema, &input);
        let by = order
            .iter()
            .map(|key| scope.expr(&key.expr))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Lowered {
            frame: input.frame.sort_by_exprs(by, sort_options(order)),
            names: input.names,
        })
    }

    /// The first rows. Room for so many is taken at once where they are sorted, so that a large
    /// number is counted instead.
    pub(crate) fn first(&self, frame: LazyFrame, rows: usize) -> LazyFrame {
        const MOST_AT_ONCE: usize = 1_000_000;
        if rows <= MOST_AT_ONCE {
            return frame.slice(0, idx(rows));
        }
        let place = self.fresh();
        let is_first = col(place.clone()).lt(lit(idx(rows)));
        frame
            .with_row_index(place.clone(), None)
            .filter(is_first)
            .drop(by_name([place], true, false))
    }

    fn limit(&self, limit: &Limit) -> Result<Lowered, Fault> {
        let skip = self.row_count(limit.skip.as_deref())?.unwrap_or(0);
        let offset = i64::try_from(skip).unwrap_or(i64::MAX);
        let fetch = self.row_count(limit.fetch.as_deref())?;
        let most = fetch.map(|rows| rows.saturating_add(skip));
        let input = match self.late(&limit.input, &[], most)? {
            Some(first) => first,
            None => self.node(&limit.input)?,
        };
        let frame = match fetch {
            Some(rows) if offset == 0 => self.first(input.frame, rows),
            Some(rows) => input.frame.slice(offset, idx(rows)),
            None => input.frame.slice(offset, IdxSize::MAX),
        };
        Ok(Lowered {
            frame,
            names: input.names,
        })
    }

    fn empty(&self, schema: &DFSchema, one_row: bool) -> Result<Lowered, Fault> {
        let names = self.fresh_names(schema.fields().len());
        let rows = usize::from(one_row);
        let mut columns = vec![Column::full_null(self.fresh(), rows, &DataType::Boolean)];
        for (name, data_type) in names.iter().zip(polars_types(schema)?) {
            columns.push(Column::full_null(name.clone(), rows, &data_type));
        }
        Ok(Lowered {
            frame: DataFrame::new(rows, columns)?.lazy(),
            names,
        })
    }

    fn union(&self, union: &Union) -> Result<Lowered, Fault> {
        let types = polars_types(&union.schema)?;
        let names = self.fresh_names(types.len());
        let counted = self.fresh();
        let mut parts = Vec::with_capacity(union.inputs.len());
        for input in &union.inputs {
            let lowered = self.node(input)?;
            let columns: Vec<Expr> = lowered
                .names
                .iter()
                .zip(&types)
                .zip(&names)
                .map(|((old, data_type), new)| {
                    col(old.clone()).cast(data_type.clone()).alias(new.clone())
                })
                .collect();
            // Only the rows are asked for: something must be there to be counted.
            let columns = if columns.is_empty() {
                vec![
                    super::frame::anchor(&lowered.frame)?
                        .is_null()
                        .alias(counted.clone()),
                ]
            } else {
                columns
            };
            parts.push(lowered.frame.select(columns));
        }
        Ok(Lowered {
            frame: concat(parts, UnionArgs::default())?,
            names,
        })
    }

    fn distinct_on(&self, on: &datafusion_expr::DistinctOn) -> Result<Lowered, Fault> {
        let input = self.node(&on.input)?;
        let schema = on.input.schema();
        let input = match &on.sort_expr {
            Some(order) => self.sorted(input, schema, order)?,
            None => input,
        };
        let scope = Scope::of(self, schema, &input);
        let keys = scope.all(&on.on_expr)?;
        let selected = scope.all(&on.select_expr)?;
        let key_names = self.fresh_names(keys.len());
        let out_names = self.fresh_names(selected.len());
        let columns: Vec<Expr> = keys
            .into_iter()
            .chain(selected)
            .zip(key_names.iter().chain(&out_names))
            .map(|(column, name)| column.alias(name.clone()))
            .collect();
        let frame = input.frame.clone().with_columns(columns);
        let subset = by_name(key_names, true, false);
        let kept: Vec<Expr> = out_names.iter().map(|name| col(name.clone())).collect();
        let frame = frame
            .unique_stable(Some(subset), UniqueKeepStrategy::First)
            .select(kept);
        Ok(Lowered {
            frame,
            names: out_names,
        })
    }
}

/// How Polars is told an order of the plan.
pub(crate) fn sort_options(order: &[SortExpr]) -> SortMultipleOptions {
    SortMultipleOptions::default()
        .with_order_descending_multi(order.iter().map(|key| !key.asc).collect::<Vec<_>>())
        .with_nulls_last_multi(order.iter().map(|key| !key.nulls_first).collect::<Vec<_>>())
        .with_maintain_order(true)
}

/// A number of rows as Polars counts them.
pub fn idx(rows: usize) -> IdxSize {
    IdxSize::try_from(rows).unwrap_or(IdxSize::MAX)
}

fn table_name(table: &TableReference) -> &str {
    table.table()
}
