//! The steps of a subquery, computed for all of the rows around it at once: the columns of the
//! domain stand first in each of them.

use std::sync::Arc;

use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{Column, JoinConstraint, NullEquality, Result, ScalarValue, plan_err};
use datafusion_expr::expr::WindowFunctionParams;
use datafusion_expr::logical_plan::builder::unnest_with_options;
use datafusion_expr::logical_plan::{
    Aggregate, Distinct, Filter, Join, Limit, Projection, Sort, Union, Values, Window,
};
use datafusion_expr::{
    Expr, FetchType, JoinType, LogicalPlan, LogicalPlanBuilder, SkipType, WindowFunctionDefinition,
    lit,
};

use super::{Domain, at_place, named_like};
use crate::functions::functions;

/// Aggregates of no rows that are 0 and not missing.
const COUNTS: [&str; 4] = ["count", "count_if", "approx_distinct", "regr_count"];

impl Domain {
    /// The rows of a part of a subquery for every row of the domain, whose columns come first.
    pub(super) fn rows_of(&self, plan: &LogicalPlan) -> Result<LogicalPlan> {
        if !self.is_read(plan)? {
            return LogicalPlanBuilder::from(self.plan.clone())
                .cross_join(plan.clone())?
                .build();
        }
        Ok(match plan {
            LogicalPlan::Subquery(query) => self.rows_of(&query.subquery)?,
            LogicalPlan::SubqueryAlias(alias) => {
                let rows = self.rows_of(&alias.input)?;
                named_like(rows, plan.schema(), self.names.len())?
            }
            LogicalPlan::Projection(projection) => {
                let rows = self.rows_of(&projection.input)?;
                let mut columns: Vec<Expr> = self.columns().collect();
                for (expr, (qualifier, field)) in projection.expr.iter().zip(plan.schema().iter()) {
                    let expr = self.inside(expr.clone())?.unalias();
                    columns.push(match &expr {
                        Expr::Column(column)
                            if column.relation.as_ref() == qualifier
                                && column.name == *field.name() =>
                        {
                            expr
                        }
                        _ => expr.alias_qualified(qualifier.cloned(), field.name()),
                    });
                }
                LogicalPlan::Projection(Projection::try_new(columns, Arc::new(rows))?)
            }
            LogicalPlan::Filter(filter) => {
                let rows = self.rows_of(&filter.input)?;
                let condition = self.inside(filter.predicate.clone())?;
                LogicalPlan::Filter(Filter::try_new(condition, Arc::new(rows))?)
            }
            LogicalPlan::Aggregate(aggregate) => self.grouped(aggregate, plan)?,
            LogicalPlan::Distinct(Distinct::All(input)) => {
                LogicalPlan::Distinct(Distinct::All(Arc::new(self.rows_of(input)?)))
            }
            LogicalPlan::Window(window) => self.windows(window, plan)?,
            LogicalPlan::Sort(sort) => match sort.fetch {
                None => self.rows_of(&sort.input)?,
                Some(rows) => self.first(&sort.input, &sort.expr, 0, Some(rows))?,
            },
            LogicalPlan::Limit(limit) => self.limited(limit)?,
            LogicalPlan::Join(join) => self.pairs(join)?,
            LogicalPlan::Union(union) => {
                let inputs = union.inputs.iter();
                let inputs = inputs.map(|input| Ok(Arc::new(self.rows_of(input)?)));
                let inputs = inputs.collect::<Result<Vec<_>>>()?;
                let rows = LogicalPlan::Union(Union::try_new_with_loose_types(inputs)?);
                named_like(rows, plan.schema(), self.names.len())?
            }
            LogicalPlan::Values(values) => self.written(values, plan)?,
            LogicalPlan::Unnest(unnest) => {
                let rows = self.rows_of(&unnest.input)?;
                unnest_with_options(rows, unnest.exec_columns.clone(), unnest.options.clone())?
            }
            _ => return plan_err!("a step that cannot look at the row around it"),
        })
    }

    /// Whether a part of the subquery, or a query inside of it, reads the domain.
    pub(super) fn is_read(&self, plan: &LogicalPlan) -> Result<bool> {
        let mut found = false;
        plan.apply_with_subqueries(|node| {
            node.apply_expressions(|expr| {
                found |= expr.exists(|part| {
                    Ok(matches!(part, Expr::OuterReferenceColumn(_, column)
                        if self.outer.contains(column)))
                })?;
                Ok(TreeNodeRecursion::Continue)
            })?;
            Ok(if found {
                TreeNodeRecursion::Stop
            } else {
                TreeNodeRecursion::Continue
            })
        })?;
        Ok(found)
    }

    /// An expression of the subquery with the domain's columns in place of those around it.
    pub(super) fn inside(&self, expr: Expr) -> Result<Expr> {
        let changed = expr.transform(|part| {
            let place = match &part {
                Expr::OuterReferenceColumn(_, column) => {
                    self.outer.iter().position(|known| known == column)
                }
                _ => None,
            };
            Ok(match place {
                Some(at) => Transformed::yes(Expr::Column(Column::from_name(&self.names[at]))),
                None => Transformed::no(part),
            })
        })?;
        Ok(changed.data)
    }

    fn all_inside(&self, exprs: &[Expr]) -> Result<Vec<Expr>> {
        exprs.iter().map(|expr| self.inside(expr.clone())).collect()
    }

    fn grouped(&self, aggregate: &Aggregate, plan: &LogicalPlan) -> Result<LogicalPlan> {
        let is_plain = |expr: &Expr| !matches!(expr, Expr::GroupingSet(_));
        if !aggregate.group_expr.iter().all(is_plain) {
            return plan_err!("grouping sets that look at the row around them");
        }
        let rows = Arc::new(self.rows_of(&aggregate.input)?);
        let keys = self.all_inside(&aggregate.group_expr)?;
        let keys: Vec<Expr> = self.columns().chain(keys).collect();
        let figures = self.all_inside(&aggregate.aggr_expr)?;
        let rows = LogicalPlan::Aggregate(Aggregate::try_new(rows, keys, figures)?);
        let rows = named_like(rows, plan.schema(), self.names.len())?;
        if !aggregate.group_expr.is_empty() {
            return Ok(rows);
        }
        // Without keys there is a row even of nothing.
        let rows = self.renamed(rows)?;
        let inner: Vec<Expr> = (0..self.names.len())
            .map(|at| at_place(&rows, at))
            .collect();
        let whole = LogicalPlan::Join(Join::try_new(
            Arc::new(self.plan.clone()),
            Arc::new(rows),
            self.columns().zip(inner).collect(),
            None,
            JoinType::Left,
            JoinConstraint::On,
            NullEquality::NullEqualsNull,
            false,
        )?);
        let width = self.names.len();
        let mut columns: Vec<Expr> = self.columns().collect();
        let figures = aggregate.aggr_expr.iter().zip(plan.schema().iter());
        for (at, (figure, (qualifier, field))) in figures.enumerate() {
            let column = at_place(&whole, 2 * width + at);
            let is_count = matches!(figure.clone().unalias(), Expr::AggregateFunction(call)
                if COUNTS.contains(&call.func.name()));
            columns.push(match functions().scalar("coalesce") {
                Some(coalesce) if is_count => {
                    let zero = lit(ScalarValue::new_zero(field.data_type())?);
                    let counted = coalesce.call(vec![column, zero]);
                    counted.alias_qualified(qualifier.cloned(), field.name())
                }
                _ => column,
            });
        }
        Ok(LogicalPlan::Projection(Projection::try_new(
            columns,
            Arc::new(whole),
        )?))
    }

    fn windows(&self, window: &Window, plan: &LogicalPlan) -> Result<LogicalPlan> {
        let rows = Arc::new(self.rows_of(&window.input)?);
        let mut windows = Vec::new();
        for (at, expr) in window.window_expr.iter().enumerate() {
            let expr = self.inside(expr.clone())?;
            let expr = expr.transform(|part| {
                Ok(match part {
                    Expr::WindowFunction(mut call) => {
                        call.params.partition_by.extend(self.columns());
                        Transformed::yes(Expr::WindowFunction(call))
                    }
                    other => Transformed::no(other),
                })
            })?;
            windows.push(
                expr.data
                    .unalias()
                    .alias(format!("{} window {at}", self.names[0])),
            );
        }
        let rows = with_windows(windows, rows)?;
        named_like(rows, plan.schema(), self.names.len())
    }

    fn limited(&self, limit: &Limit) -> Result<LogicalPlan> {
        let (SkipType::Literal(skip), FetchType::Literal(fetch)) =
            (limit.get_skip_type()?, limit.get_fetch_type()?)
        else {
            return plan_err!("a limit that looks at the row around it");
        };
        match limit.input.as_ref() {
            // The columns are chosen of the first rows as well as of all.
            LogicalPlan::Projection(projection) => {
                let below = Limit {
                    input: Arc::clone(&projection.input),
                    ..limit.clone()
                };
                let below = Arc::new(LogicalPlan::Limit(below));
                let swapped = Projection::try_new_with_schema(
                    projection.expr.clone(),
                    below,
                    Arc::clone(&projection.schema),
                )?;
                self.rows_of(&LogicalPlan::Projection(swapped))
            }
            LogicalPlan::Sort(Sort {
                expr,
                input,
                fetch: None,
            }) => self.first(input, expr, skip, fetch),
            _ => self.first(&limit.input, &[], skip, fetch),
        }
    }

    /// The first rows in an order, for each row of the domain.
    fn first(
        &self,
        input: &LogicalPlan,
        order: &[datafusion_expr::SortExpr],
        skip: usize,
        fetch: Option<usize>,
    ) -> Result<LogicalPlan> {
        let rows = self.rows_of(input)?;
        let Some(number) = functions().window("row_number") else {
            return plan_err!("no numbers of rows");
        };
        let mut by = Vec::with_capacity(order.len());
        for key in order {
            by.push(datafusion_expr::SortExpr {
                expr: self.inside(key.expr.clone())?,
                ..key.clone()
            });
        }
        let call = datafusion_expr::expr::WindowFunction {
            fun: WindowFunctionDefinition::WindowUDF(number),
            params: WindowFunctionParams {
                args: Vec::new(),
                partition_by: self.columns().collect(),
                window_frame: datafusion_expr::WindowFrame::new((!by.is_empty()).then_some(false)),
                order_by: by,
                filter: None,
                null_treatment: None,
                distinct: false,
            },
        };
        let width = rows.schema().fields().len();
        let name = format!("{} place", self.names[0]);
        let call = Expr::WindowFunction(Box::new(call)).alias(&name);
        let rows = with_windows(vec![call], Arc::new(rows))?;
        let place = || Expr::Column(Column::from_name(&name));
        let whole = |rows: usize| lit(u64::try_from(rows).unwrap_or(u64::MAX));
        let mut condition = place().gt(whole(skip));
        if let Some(fetch) = fetch {
            condition = condition.and(place().lt_eq(whole(skip.saturating_add(fetch))));
        }
        let rows = LogicalPlan::Filter(Filter::try_new(condition, Arc::new(rows))?);
        let columns = (0..width).map(|at| at_place(&rows, at)).collect();
        Ok(LogicalPlan::Projection(Projection::try_new(
            columns,
            Arc::new(rows),
        )?))
    }

    /// The same rows with other names for the domain's columns.
    pub(super) fn renamed(&self, rows: LogicalPlan) -> Result<LogicalPlan> {
        let columns = (0..rows.schema().fields().len()).map(|at| {
            let column = at_place(&rows, at);
            match self.names.get(at) {
                Some(name) => column.alias(format!("{name} of")),
                None => column,
            }
        });
        let columns: Vec<Expr> = columns.collect();
        Ok(LogicalPlan::Projection(Projection::try_new(
            columns,
            Arc::new(rows),
        )?))
    }

    /// `VALUES (o.a), (o.b)`: the domain once for each row.
    fn written(&self, values: &Values, plan: &LogicalPlan) -> Result<LogicalPlan> {
        let mut parts = Vec::with_capacity(values.values.len());
        for row in &values.values {
            let mut columns: Vec<Expr> = self.columns().collect();
            for (value, field) in row.iter().zip(plan.schema().fields()) {
                columns.push(self.inside(value.clone())?.alias(field.name()));
            }
            let domain = Arc::new(self.plan.clone());
            let part = LogicalPlan::Projection(Projection::try_new(columns, domain)?);
            parts.push(Arc::new(part));
        }
        let rows = if parts.len() == 1 {
            Arc::unwrap_or_clone(parts.swap_remove(0))
        } else {
            LogicalPlan::Union(Union::try_new_with_loose_types(parts)?)
        };
        named_like(rows, plan.schema(), self.names.len())
    }
}

/// Windows under names of their own, behind the columns of their input.
fn with_windows(windows: Vec<Expr>, rows: Arc<LogicalPlan>) -> Result<LogicalPlan> {
    let mut columns: Vec<Expr> = (0..rows.schema().fields().len())
        .map(|at| at_place(&rows, at))
        .collect();
    let mut plain = Vec::new();
    for window in windows {
        let (expr, name) = match window {
            Expr::Alias(alias) => (*alias.expr, alias.name),
            other => {
                let name = other.schema_name().to_string();
                (other, name)
            }
        };
        columns.push(Expr::Column(Column::from_name(expr.schema_name().to_string())).alias(name));
        plain.push(expr);
    }
    let rows = LogicalPlan::Window(Window::try_new(plain, rows)?);
    Ok(LogicalPlan::Projection(Projection::try_new(
        columns,
        Arc::new(rows),
    )?))
}
