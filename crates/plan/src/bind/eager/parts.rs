//! Aggregates taken apart: what is computed of the rows of each group below, and how the groups
//! make the result.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion_common::{Column, DFSchema, Result, ScalarValue};
use datafusion_expr::expr::{AggregateFunction, Case};
use datafusion_expr::{
    Aggregate, AggregateUDF, BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, Projection,
    cast, lit,
};

use crate::functions::functions;

/// All aggregates of a group, taken apart.
#[derive(Default)]
pub(in crate::bind) struct Parts {
    /// Computed below, under names that columns of the tree do not have.
    pub(in crate::bind) below: Vec<(String, Expr)>,
    /// Computed of those, under names of their own.
    pub(in crate::bind) above: Vec<(String, Expr)>,
    /// How each result comes from them.
    pub(in crate::bind) results: Vec<Whole>,
    /// Columns that conditions between rows and partners look at.
    pub(in crate::bind) keys: Vec<Column>,
}

/// A result, by the names of what it is made of.
pub(in crate::bind) enum Whole {
    Same(String),
    /// A sum of counts: of no rows it is 0.
    Count(String),
    Quotient(String, String),
}

impl Parts {
    /// The parts of aggregates over rows whose columns come from below and from partners; none when
    /// one of them cannot be taken apart.
    pub(in crate::bind) fn of(
        aggregates: &[Expr],
        input: &LogicalPlan,
        below: &DFSchema,
    ) -> Option<Self> {
        let mut parts = Self::default();
        for aggregate in aggregates {
            parts.add(aggregate, input.schema(), below)?;
        }
        Some(parts)
    }

    fn add(&mut self, aggregate: &Expr, schema: &DFSchema, below: &DFSchema) -> Option<()> {
        let Expr::AggregateFunction(call) = aggregate else {
            return None;
        };
        let params = &call.params;
        let is_plain = !params.distinct
            && params.filter.is_none()
            && params.order_by.is_empty()
            && params.null_treatment.is_none();
        let [arg] = params.args.as_slice() else {
            return None;
        };
        if !is_plain || arg.is_volatile() {
            return None;
        }
        let data_type = arg.get_type(schema).ok()?;
        let result = match call.func.name() {
            "sum" if is_summed(&data_type) => {
                Whole::Same(self.one((&call.func, &call.func), arg, schema, below)?)
            }
            "min" | "max" if !data_type.is_nested() => {
                Whole::Same(self.one((&call.func, &call.func), arg, schema, below)?)
            }
            "count" if is_below(arg, below) => {
                let sum = functions().aggregate("sum")?;
                Whole::Count(self.one((&call.func, &sum), arg, schema, below)?)
            }
            "avg" if data_type == DataType::Float64 && is_below(arg, below) => {
                let (sum, count) = (
                    functions().aggregate("sum")?,
                    functions().aggregate("count")?,
                );
                Whole::Quotient(
                    self.one((&sum, &sum), arg, schema, below)?,
                    self.one((&count, &sum), arg, schema, below)?,
                )
            }
            _ => return None,
        };
        self.results.push(result);
        Some(())
    }

    /// One function below and one above; the name of the latter.
    fn one(
        &mut self,
        (first, second): (&Arc<AggregateUDF>, &Arc<AggregateUDF>),
        arg: &Expr,
        schema: &DFSchema,
        below: &DFSchema,
    ) -> Option<String> {
        if is_below(arg, below) {
            let part = self.below(called(first, arg.clone()));
            return Some(self.above(called(second, part)));
        }
        // A condition on partners around a value from below.
        let Expr::Case(case) = arg else {
            return None;
        };
        let [(condition, value)] = case.when_then_expr.as_slice() else {
            return None;
        };
        let is_sum = second.name() == "sum";
        let otherwise = case.else_expr.as_deref();
        let is_known = match otherwise {
            None => true,
            Some(otherwise) => constant(otherwise)
                .is_some_and(|value| value.is_null() || (is_sum && is_zero(value))),
        };
        let condition = condition.as_ref();
        if case.expr.is_some() || !is_known || !is_below(value, below) || condition.is_volatile() {
            return None;
        }
        let keys = condition.column_refs().into_iter();
        let keys = keys.filter(|column| below.has_column(column)).cloned();
        self.keys.extend(keys);
        let call = called(first, value.as_ref().clone());
        let data_type = call.get_type(schema).ok()?;
        let part = self.below(call);
        let otherwise = otherwise.map(|value| Box::new(cast(value.clone(), data_type)));
        let chosen = Case::new(
            None,
            vec![(Box::new(condition.clone()), Box::new(part))],
            otherwise,
        );
        Some(self.above(called(second, Expr::Case(chosen))))
    }

    /// What an aggregate gives, from the aggregate of its parts with as many keys.
    pub(in crate::bind) fn finished(
        &self,
        aggregate: &Aggregate,
        outer: LogicalPlan,
    ) -> Result<LogicalPlan> {
        let schema = Arc::clone(outer.schema());
        let width = schema.fields().len() - self.above.len();
        let column = |at: usize| Expr::Column(Column::from(schema.qualified_field(at)));
        let places: Vec<(&str, Expr)> = self
            .above
            .iter()
            .enumerate()
            .map(|(at, (name, _))| (name.as_str(), column(width + at)))
            .collect();
        let mut list: Vec<Expr> = Vec::with_capacity(aggregate.schema.fields().len());
        for at in 0..width {
            // Keys keep their names, also where they are computed or come from elsewhere.
            let (_, field) = aggregate.schema.qualified_field(at);
            let key = column(at);
            let has_name = matches!(&key, Expr::Column(known) if known.name == *field.name());
            list.push(if has_name {
                key
            } else {
                key.alias(field.name())
            });
        }
        for (at, result) in self.results.iter().enumerate() {
            let (_, field) = aggregate.schema.qualified_field(width + at);
            list.push(result.of(&places, field.data_type())?.alias(field.name()));
        }
        Ok(LogicalPlan::Projection(Projection::try_new_with_schema(
            list,
            Arc::new(outer),
            Arc::clone(&aggregate.schema),
        )?))
    }

    fn below(&mut self, part: Expr) -> Expr {
        let known = self.below.iter().find(|(_, known)| *known == part);
        if let Some((name, _)) = known {
            return Expr::Column(Column::new_unqualified(name));
        }
        let name = format!("__part_{}", self.below.len());
        self.below.push((name.clone(), part));
        Expr::Column(Column::new_unqualified(name))
    }

    fn above(&mut self, part: Expr) -> String {
        if let Some((name, _)) = self.above.iter().find(|(_, known)| *known == part) {
            return name.clone();
        }
        let name = format!("__whole_{}", self.above.len());
        self.above.push((name.clone(), part));
        name
    }
}

impl Whole {
    /// The result as a calculation over columns by name.
    pub(in crate::bind) fn of(&self, columns: &[(&str, Expr)], to: &DataType) -> Result<Expr> {
        let column = |wanted: &str| {
            let known = columns.iter().find(|(name, _)| *name == wanted);
            if let Some((_, column)) = known {
                return Ok(column.clone());
            }
            datafusion_common::plan_err!("a part of a group that was not computed")
        };
        Ok(match self {
            Self::Same(name) => cast(column(name)?, to.clone()),
            Self::Count(name) => {
                let count = column(name)?;
                let is_missing = Expr::IsNull(Box::new(count.clone()));
                let zero = Box::new(lit(0_i64));
                Expr::Case(Case::new(
                    None,
                    vec![(Box::new(is_missing), zero)],
                    Some(Box::new(count)),
                ))
            }
            Self::Quotient(sum, count) => {
                let count = cast(column(count)?, DataType::Float64);
                let sum = Box::new(column(sum)?);
                Expr::BinaryExpr(BinaryExpr::new(sum, Operator::Divide, Box::new(count)))
            }
        })
    }
}

fn called(function: &Arc<AggregateUDF>, arg: Expr) -> Expr {
    Expr::AggregateFunction(AggregateFunction::new_udf(
        Arc::clone(function),
        vec![arg],
        false,
        None,
        Vec::new(),
        None,
    ))
}

fn is_below(expr: &Expr, below: &DFSchema) -> bool {
    expr.column_refs()
        .iter()
        .all(|column| below.has_column(column))
}

/// Types whose sums of sums are the sum.
fn is_summed(data_type: &DataType) -> bool {
    matches!(
        data_type,
        DataType::Int64 | DataType::UInt64 | DataType::Float64 | DataType::Decimal128(..)
    )
}

/// A constant, perhaps in a cast to the type of its neighbours.
fn constant(expr: &Expr) -> Option<&ScalarValue> {
    match expr {
        Expr::Literal(value, _) => Some(value),
        Expr::Cast(cast) => constant(&cast.expr),
        _ => None,
    }
}

fn is_zero(value: &ScalarValue) -> bool {
    ScalarValue::new_zero(&value.data_type()).is_ok_and(|zero| zero == *value)
}
