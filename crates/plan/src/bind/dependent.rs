//! Subqueries that look at the row around them in ways that are no equality: the values of that
//! row which they read become a relation of their own, each of them once; the subquery is computed
//! for all of these together, and its rows are joined back to the rows that they belong to.
//!
//! After Neumann and Kemper, "Unnesting Arbitrary Queries" (BTW 2015).

mod pairs;
mod push;

use std::sync::Arc;

use datafusion_common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion_common::{
    Column, DFSchemaRef, JoinConstraint, NullEquality, Result, ScalarValue, plan_err,
};
use datafusion_expr::expr_rewriter::NamePreserver;
use datafusion_expr::logical_plan::{Aggregate, Distinct, Join, Projection, Subquery};
use datafusion_expr::{Expr, JoinType, LogicalPlan, LogicalPlanBuilder, lit};

use crate::functions::functions;
use crate::nodes;

/// Whether a tree holds anything that [`joined`] would change.
pub(super) fn has_any(logical: &LogicalPlan) -> bool {
    let found = |node: &LogicalPlan| {
        let mut found = matches!(node, LogicalPlan::Join(join) if lateral(join).is_some());
        node.apply_expressions(|expr| {
            found |= expr.exists(|part| Ok(is_dependent(part)))?;
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok::<bool, datafusion_common::DataFusionError>(found)
    };
    let mut any = false;
    let walked = logical.apply_with_subqueries(|node| {
        any |= found(node)?;
        Ok(if any {
            TreeNodeRecursion::Stop
        } else {
            TreeNodeRecursion::Continue
        })
    });
    walked.is_ok() && any
}

fn is_dependent(expr: &Expr) -> bool {
    matches!(expr, Expr::ScalarSubquery(query) if !query.outer_ref_columns.is_empty())
}

/// The tree with joins in place of such subqueries.
pub(super) fn joined(logical: LogicalPlan) -> Result<LogicalPlan> {
    let mut made = 0;
    let changed = logical.transform_up_with_subqueries(|node| {
        if let LogicalPlan::Join(join) = &node
            && let Some(query) = lateral(join)
        {
            return Ok(Transformed::yes(beside(join, query, &mut made)?));
        }
        with_values(node, &mut made)
    })?;
    Ok(changed.data)
}

/// The right side of a join that looks at its left side.
fn lateral(join: &Join) -> Option<&Subquery> {
    let right = match join.right.as_ref() {
        LogicalPlan::SubqueryAlias(alias) => alias.input.as_ref(),
        other => other,
    };
    match right {
        LogicalPlan::Subquery(query) if !query.outer_ref_columns.is_empty() => Some(query),
        _ => None,
    }
}

/// A lateral join as a join with the rows that its right side has for each row of its left.
fn beside(join: &Join, query: &Subquery, made: &mut usize) -> Result<LogicalPlan> {
    if !matches!(join.join_type, JoinType::Inner | JoinType::Left) || !join.on.is_empty() {
        return plan_err!("a lateral join of another kind");
    }
    let domain = Domain::new(&join.left, query, made)?;
    let rows = domain.rows_of(&query.subquery)?;
    let width = domain.names.len();
    let names = join.right.schema().iter();
    let columns = names.enumerate().map(|(at, (qualifier, field))| {
        at_place(&rows, width + at).alias_qualified(qualifier.cloned(), field.name())
    });
    let columns: Vec<Expr> = domain.columns().chain(columns).collect();
    let rows = LogicalPlan::Projection(Projection::try_new(columns, Arc::new(rows))?);
    let whole = domain.back(&join.left, rows, join.filter.clone(), join.join_type)?;
    let skipped = join.left.schema().fields().len();
    let columns = (0..skipped).chain(skipped + width..whole.schema().fields().len());
    let columns = columns.map(|at| at_place(&whole, at)).collect();
    Ok(LogicalPlan::Projection(Projection::try_new(
        columns,
        Arc::new(whole),
    )?))
}

/// A step whose expressions hold such subqueries reads their values as columns of its input.
fn with_values(node: LogicalPlan, made: &mut usize) -> Result<Transformed<LogicalPlan>> {
    let mut queries: Vec<Subquery> = Vec::new();
    node.apply_expressions(|expr| {
        expr.apply(|part| {
            if let Expr::ScalarSubquery(query) = part
                && is_dependent(part)
                && !queries.contains(query)
            {
                queries.push(query.clone());
            }
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    let inputs = node.inputs();
    let [input] = inputs.as_slice() else {
        return Ok(Transformed::no(node));
    };
    if queries.is_empty() {
        return Ok(Transformed::no(node));
    }
    let mut whole = (*input).clone();
    let mut values: Vec<(Subquery, Expr)> = Vec::new();
    for query in queries {
        let domain = Domain::new(&Arc::new(whole.clone()), &query, made)?;
        if domain.names.is_empty() {
            // It looks at a query further out, which will come to it.
            continue;
        }
        let (rows, value) = domain.value_of(&query.subquery)?;
        whole = domain.back(&Arc::new(whole), rows, None, JoinType::Left)?;
        values.push((query, value));
    }
    if values.is_empty() {
        return Ok(Transformed::no(node));
    }
    let schema = Arc::clone(node.schema());
    let names = NamePreserver::new(&node);
    let exprs = node.expressions().into_iter().map(|expr| {
        let name = names.save(&expr);
        let changed = expr.transform_up(|part| {
            let known = match &part {
                Expr::ScalarSubquery(query) => values.iter().find(|(known, _)| known == query),
                _ => None,
            };
            Ok(match known {
                Some((_, value)) => Transformed::yes(value.clone()),
                None => Transformed::no(part),
            })
        })?;
        Ok(name.restore(changed.data))
    });
    let exprs = exprs.collect::<Result<Vec<_>>>()?;
    let changed = node.with_new_exprs(exprs, vec![whole])?;
    // Steps that keep their input's columns leave out what was added.
    let changed = if changed.schema().fields().len() == schema.fields().len() {
        changed
    } else {
        named_like(changed, &schema, 0)?
    };
    Ok(Transformed::yes(changed))
}

/// The values of the rows around a subquery that it reads, each combination once.
struct Domain {
    /// The columns as the rows around have them.
    outer: Vec<Column>,
    /// The same columns inside of the subquery.
    names: Vec<String>,
    plan: LogicalPlan,
}

impl Domain {
    fn new(left: &Arc<LogicalPlan>, query: &Subquery, made: &mut usize) -> Result<Self> {
        let mut outer: Vec<Column> = Vec::new();
        query.subquery.apply_with_subqueries(|node| {
            node.apply_expressions(|expr| {
                expr.apply(|part| {
                    if let Expr::OuterReferenceColumn(_, column) = part
                        && !outer.contains(column)
                        && left.schema().has_column(column)
                    {
                        outer.push(column.clone());
                    }
                    Ok(TreeNodeRecursion::Continue)
                })
            })
        })?;
        *made += 1;
        let number = *made;
        let names: Vec<String> = (0..outer.len())
            .map(|at| format!("\u{1}around {number} {at}"))
            .collect();
        let columns = outer.iter().zip(&names);
        let columns = columns.map(|(column, name)| Expr::Column(column.clone()).alias(name));
        let columns = Projection::try_new(columns.collect(), Arc::clone(left))?;
        let columns = Arc::new(LogicalPlan::Projection(columns));
        let plan = LogicalPlan::Distinct(Distinct::All(columns));
        Ok(Self { outer, names, plan })
    }

    /// Its columns, as they stand first in everything that is computed for it.
    fn columns(&self) -> impl Iterator<Item = Expr> + '_ {
        let names = self.names.iter();
        names.map(|name| Expr::Column(Column::from_name(name)))
    }

    /// One row for each of its rows that has one, and the value in it.
    fn value_of(&self, query: &LogicalPlan) -> Result<(LogicalPlan, Expr)> {
        let rows = self.rows_of(query)?;
        let value = format!("{} value", self.names[0]);
        let column = at_place(&rows, self.names.len()).alias(&value);
        let columns = self.columns().chain([column]).collect();
        let rows = LogicalPlan::Projection(Projection::try_new(columns, Arc::new(rows))?);
        let value = Expr::Column(Column::from_name(value));
        if gives_one_row(query) {
            return Ok((rows, value));
        }
        // More than one row is an error that only the rows themselves can tell.
        let (Some(first), Some(count)) = (
            functions().aggregate("first_value"),
            functions().aggregate("count"),
        ) else {
            return plan_err!("no aggregates");
        };
        let first = first.call(vec![value.clone()]).alias("\u{1}first");
        let count = count.call(vec![lit(ScalarValue::Int64(Some(1)))]);
        let rows = Aggregate::try_new(
            Arc::new(rows),
            self.columns().collect(),
            vec![first, count.alias("\u{1}count")],
        )?;
        let Some(only) = functions().scalar(nodes::THE_ONLY) else {
            return plan_err!("no function for single values");
        };
        let column = |name: &str| Expr::Column(Column::from_name(name));
        let checked = only.call(vec![column("\u{1}first"), column("\u{1}count")]);
        let Expr::Column(named) = &value else {
            return plan_err!("no column");
        };
        let columns = self.columns().chain([checked.alias(&named.name)]).collect();
        let rows = LogicalPlan::Aggregate(rows);
        let rows = LogicalPlan::Projection(Projection::try_new(columns, Arc::new(rows))?);
        Ok((rows, value))
    }

    /// Joins rows back to those that they were computed for.
    fn back(
        &self,
        left: &Arc<LogicalPlan>,
        rows: LogicalPlan,
        filter: Option<Expr>,
        kind: JoinType,
    ) -> Result<LogicalPlan> {
        let outer = self.outer.iter().cloned().map(Expr::Column);
        Ok(LogicalPlan::Join(Join::try_new(
            Arc::clone(left),
            Arc::new(rows),
            outer.zip(self.columns()).collect(),
            filter,
            kind,
            JoinConstraint::On,
            NullEquality::NullEqualsNull,
            false,
        )?))
    }
}

/// Whether a query gives at most one row for each row around it.
fn gives_one_row(query: &LogicalPlan) -> bool {
    match query {
        LogicalPlan::Projection(projection) => gives_one_row(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => gives_one_row(&alias.input),
        LogicalPlan::Filter(filter) => gives_one_row(&filter.input),
        LogicalPlan::Sort(sort) => sort.fetch == Some(1) || gives_one_row(&sort.input),
        LogicalPlan::Limit(limit) => {
            let most = limit.get_fetch_type();
            matches!(most, Ok(datafusion_expr::FetchType::Literal(Some(0 | 1))))
                || gives_one_row(&limit.input)
        }
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        LogicalPlan::EmptyRelation(_) => true,
        _ => false,
    }
}

/// A column by its place.
fn at_place(plan: &LogicalPlan, at: usize) -> Expr {
    Expr::Column(Column::from(plan.schema().qualified_field(at)))
}

/// The columns behind the first few under the names of a schema, with those first ones in front.
fn named_like(plan: LogicalPlan, schema: &DFSchemaRef, first: usize) -> Result<LogicalPlan> {
    let mut columns: Vec<Expr> = (0..first).map(|at| at_place(&plan, at)).collect();
    for (at, (qualifier, field)) in schema.iter().enumerate() {
        let column = at_place(&plan, first + at);
        let wanted = Column::new(qualifier.cloned(), field.name());
        columns.push(if column == Expr::Column(wanted) {
            column
        } else {
            column.alias_qualified(qualifier.cloned(), field.name())
        });
    }
    LogicalPlanBuilder::from(plan).project(columns)?.build()
}
