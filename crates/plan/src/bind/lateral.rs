//! Joins whose right side works on one row of the left at a time: lists of the row taken apart,
//! and what is computed or filtered from them, become steps over the left side itself.

use std::sync::Arc;

use datafusion_common::tree_node::{Transformed, TreeNode};
use datafusion_common::{Column, DFSchemaRef, NullHandling, Result};
use datafusion_expr::logical_plan::builder::unnest_with_options;
use datafusion_expr::logical_plan::{Filter, Join, Projection};
use datafusion_expr::{Expr, JoinType, LogicalPlan};

/// Puts such right sides on top of their left sides.
pub(super) fn over_the_left(logical: LogicalPlan) -> Result<LogicalPlan> {
    let changed = logical.transform_up_with_subqueries(|node| {
        let LogicalPlan::Join(join) = node else {
            return Ok(Transformed::no(node));
        };
        match grafted(&join)? {
            Some(plan) => Ok(Transformed::yes(plan)),
            None => Ok(Transformed::no(LogicalPlan::Join(join))),
        }
    })?;
    Ok(changed.data)
}

fn grafted(join: &Join) -> Result<Option<LogicalPlan>> {
    let (right, alias) = match join.right.as_ref() {
        LogicalPlan::SubqueryAlias(alias) => (alias.input.as_ref(), Some(alias.alias.clone())),
        other => (other, None),
    };
    let LogicalPlan::Subquery(subquery) = right else {
        return Ok(None);
    };
    let keeps_left = match join.join_type {
        JoinType::Inner => false,
        JoinType::Left => true,
        _ => return Ok(None),
    };
    let plan = subquery.subquery.as_ref();
    if !works_on_one_row(plan, !keeps_left) || (keeps_left && !is_always_true(join)) {
        return Ok(None);
    }
    let left = Left::new(&join.left)?;
    let top = left.under(plan, keeps_left)?;
    let width = left.schema.fields().len();
    let columns = top.schema().iter().enumerate().map(|(at, (_, field))| {
        let column = Expr::Column(Column::new(
            top.schema().qualified_field(at).0.cloned(),
            field.name(),
        ));
        if at < width {
            let (qualifier, field) = left.schema.qualified_field(at);
            column.alias_qualified(qualifier.cloned(), field.name())
        } else {
            column.alias_qualified(alias.clone(), field.name())
        }
    });
    let columns = columns.collect();
    let plan = LogicalPlan::Projection(Projection::try_new(columns, Arc::new(top))?);
    Ok(Some(match &join.filter {
        Some(filter) if !keeps_left => {
            LogicalPlan::Filter(Filter::try_new(filter.clone(), Arc::new(plan))?)
        }
        _ => plan,
    }))
}

fn is_always_true(join: &Join) -> bool {
    match &join.filter {
        None => true,
        Some(Expr::Literal(value, _)) => *value == datafusion_common::ScalarValue::from(true),
        Some(_) => false,
    }
}

/// Whether a plan begins with the one row without columns and handles each row for itself.
fn works_on_one_row(plan: &LogicalPlan, may_filter: bool) -> bool {
    match plan {
        LogicalPlan::EmptyRelation(empty) => empty.produce_one_row,
        LogicalPlan::SubqueryAlias(alias) => works_on_one_row(&alias.input, may_filter),
        LogicalPlan::Subquery(inner) => works_on_one_row(&inner.subquery, may_filter),
        LogicalPlan::Projection(projection) => works_on_one_row(&projection.input, may_filter),
        LogicalPlan::Unnest(unnest) => works_on_one_row(&unnest.input, may_filter),
        LogicalPlan::Filter(filter) => may_filter && works_on_one_row(&filter.input, may_filter),
        _ => false,
    }
}

/// The left side with names that nothing inside the right side has.
struct Left {
    schema: DFSchemaRef,
    renamed: LogicalPlan,
}

impl Left {
    fn new(plan: &Arc<LogicalPlan>) -> Result<Self> {
        let schema = Arc::clone(plan.schema());
        let columns = schema.iter().enumerate().map(|(at, (qualifier, field))| {
            Expr::Column(Column::from((qualifier, field))).alias(name(at))
        });
        let projection = Projection::try_new(columns.collect(), Arc::clone(plan))?;
        Ok(Self {
            schema,
            renamed: LogicalPlan::Projection(projection),
        })
    }

    /// The same steps over the left side, whose columns come first all the way up.
    fn under(&self, plan: &LogicalPlan, keeps_left: bool) -> Result<LogicalPlan> {
        Ok(match plan {
            LogicalPlan::SubqueryAlias(alias) => {
                let input = self.under(&alias.input, keeps_left)?;
                let inner = input.schema().iter().skip(self.width());
                let inner = inner.map(|(qualifier, field)| {
                    Expr::Column(Column::from((qualifier, field)))
                        .alias_qualified(Some(alias.alias.clone()), field.name())
                });
                let columns = self.columns().chain(inner).collect();
                LogicalPlan::Projection(Projection::try_new(columns, Arc::new(input))?)
            }
            LogicalPlan::Subquery(inner) => self.under(&inner.subquery, keeps_left)?,
            LogicalPlan::Projection(projection) => {
                let input = self.under(&projection.input, keeps_left)?;
                let mut columns: Vec<Expr> = self.columns().collect();
                for expr in &projection.expr {
                    columns.push(self.inside(expr.clone())?);
                }
                LogicalPlan::Projection(Projection::try_new(columns, Arc::new(input))?)
            }
            LogicalPlan::Filter(filter) => {
                let input = self.under(&filter.input, keeps_left)?;
                let condition = self.inside(filter.predicate.clone())?;
                LogicalPlan::Filter(Filter::try_new(condition, Arc::new(input))?)
            }
            LogicalPlan::Unnest(unnest) => {
                let input = self.under(&unnest.input, keeps_left)?;
                let mut options = unnest.options.clone();
                if keeps_left {
                    options.null_handling = NullHandling::PreserveAndExpandEmpty;
                }
                unnest_with_options(input, unnest.exec_columns.clone(), options)?
            }
            _ => self.renamed.clone(),
        })
    }

    fn width(&self) -> usize {
        self.schema.fields().len()
    }

    fn columns(&self) -> impl Iterator<Item = Expr> + '_ {
        (0..self.width()).map(|at| Expr::Column(Column::from_name(name(at))))
    }

    /// An expression of the right side, with columns of the left under their new names.
    fn inside(&self, expr: Expr) -> Result<Expr> {
        let known = expr.schema_name().to_string();
        let changed = expr.transform(|part| {
            Ok(match &part {
                Expr::OuterReferenceColumn(_, column) => {
                    match self.schema.maybe_index_of_column(column) {
                        Some(at) => Transformed::yes(Expr::Column(Column::from_name(name(at)))),
                        None => Transformed::no(part),
                    }
                }
                _ => Transformed::no(part),
            })
        })?;
        Ok(
            if changed.transformed && changed.data.schema_name().to_string() != known {
                changed.data.alias(known)
            } else {
                changed.data
            },
        )
    }
}

fn name(at: usize) -> String {
    format!("\u{1}left {at}")
}
