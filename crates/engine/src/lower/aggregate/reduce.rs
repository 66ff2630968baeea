//! Aggregate functions by name: which reductions they need and how the result comes from them.

mod number;
mod statistics;

use std::collections::HashMap;

use datafusion_common::ScalarValue;
use datafusion_expr::Expr as Tree;
use datafusion_expr::expr::AggregateFunction;
use polars::prelude::*;

use super::result::{
    aggregate_of, depends_on_order, ignores_missing, join_texts, key_of, share_of,
};
use crate::fault::Fault;
use crate::lower::Lowering;
use crate::lower::expr::Scope;
use crate::lower::label::{Label, label};
use crate::lower::node::sort_options;

/// The columns that the aggregates read, the reductions over them and the results from those.
pub(crate) struct Reductions<'a, 'b> {
    lowering: &'a Lowering<'b>,
    known: HashMap<String, PlSmallStr>,
    /// Computed before grouping.
    pub arguments: Vec<(PlSmallStr, Expr)>,
    /// Computed for each group.
    pub reduced: Vec<(PlSmallStr, Expr)>,
    /// Computed after grouping, one for each aggregate.
    pub results: Vec<Expr>,
    /// Whether rows of a group must keep their order.
    pub in_order: bool,
    /// Whether each aggregate makes the order of its own values.
    pub sorts_inside: bool,
}

/// The types of an aggregate's argument and result, and the aggregate as a person wrote it.
struct Types {
    from: DataType,
    to: DataType,
    label: Label,
}

impl<'a, 'b> Reductions<'a, 'b> {
    /// No aggregates yet.
    pub(crate) fn new(lowering: &'a Lowering<'b>, sorts_inside: bool) -> Self {
        Self {
            lowering,
            known: HashMap::new(),
            arguments: Vec::new(),
            reduced: Vec::new(),
            results: Vec::new(),
            in_order: false,
            sorts_inside,
        }
    }

    /// Counts rows by the values of a column that has none missing.
    pub(crate) fn count_rows_of(&mut self, column: &PlSmallStr) {
        for (_, reduction) in &mut self.reduced {
            if *reduction == len() {
                *reduction = col(column.clone()).count();
            }
        }
    }

    /// Adds one aggregate of the plan.
    pub(crate) fn add(&mut self, scope: &Scope<'_, '_>, expr: &Tree) -> Result<(), Fault> {
        let Some(call) = aggregate_of(expr) else {
            return Err(Fault::unsupported(format!(
                "`{}` as an aggregate",
                label(expr)
            )));
        };
        let condition = call
            .params
            .filter
            .as_deref()
            .map(|filter| scope.expr(filter))
            .transpose()?;
        let result = self.result(scope, call, condition.as_ref(), expr)?;
        self.results.push(result);
        Ok(())
    }

    fn result(
        &mut self,
        scope: &Scope<'_, '_>,
        call: &AggregateFunction,
        condition: Option<&Expr>,
        whole: &Tree,
    ) -> Result<Expr, Fault> {
        let args = &call.params.args;
        let name = call.func.name();
        let distinct = call.params.distinct;
        if name == "count" {
            let key = args.first().map_or_else(
                || format!("row {:?}", call.params.filter),
                |arg| key_of(arg, call),
            );
            return self.count(scope, call, condition, &key);
        }
        let Some(first) = args.first() else {
            return Err(Fault::unsupported(format!("{name}() without an argument")));
        };
        let types = Types {
            from: scope.polars(first)?,
            to: scope.polars(whole)?,
            label: self.lowering.label(whole),
        };
        let value = if depends_on_order(name) {
            self.in_order(scope, call, condition)?
        } else {
            self.argument(scope.expr(first)?, condition, &key_of(first, call))
        };
        // The order of a list with ORDER BY survives.
        let of = |column: Expr| match (distinct, name) {
            (false, _) => column,
            (true, "string_agg" | "array_agg") => column.unique_stable(),
            (true, _) => column.unique(),
        };
        if distinct && !takes_distinct(name) {
            return Err(Fault::unsupported(format!("{name}(DISTINCT …)")));
        }
        let value = if distinct && is_of_one(name) {
            value.unique()
        } else {
            value
        };
        Ok(match name {
            "sum" => self.sum(of(value.clone()), &value, types)?,
            "avg" => self.average(of(value.clone()), &value, types, distinct),
            "min" | "max" if types.from.is_nested() => self.extreme(&value, name == "max"),
            "min" => self.reduction("min", value.min()),
            "max" if types.from.is_float() => self.reduction("nan_max", value.nan_max()),
            "max" => self.reduction("max", value.max()),
            "bool_and" => self
                .reduction("min", value.cast(DataType::UInt8).min())
                .cast(DataType::Boolean),
            "bool_or" => self
                .reduction("max", value.cast(DataType::UInt8).max())
                .cast(DataType::Boolean),
            "stddev" | "stddev_pop" | "var" | "var_pop" => {
                self.spread(name, &value, of(value.clone()).cast(DataType::Float64))
            }
            "median" | "approx_median" => self.quantile(value, &types, 0.5)?,
            "percentile_cont" | "approx_percentile_cont" => {
                let share = share_of(args.get(1), name)?;
                let falls = call.params.order_by.first().is_some_and(|key| !key.asc);
                let share = if falls { 1.0 - share } else { share };
                self.quantile(value, &types, share)?
            }
            "approx_distinct" => self.reduction("distinct", value.drop_nulls().n_unique()),
            "first_value" => {
                self.in_order = true;
                let skips = ignores_missing(call);
                if skips {
                    self.reduction("first known", value.first_non_null())
                } else {
                    self.reduction("first", value.first())
                }
            }
            "any_value" => self.reduction("first known", value.first_non_null()),
            "last_value" => {
                self.in_order = true;
                let skips = ignores_missing(call);
                if skips {
                    self.reduction("last known", value.last_non_null())
                } else {
                    self.reduction("last", value.last())
                }
            }
            "string_agg" => self.joined(of(value), args.get(1))?,
            "array_agg" => {
                self.in_order = true;
                let list = self.reduction("list", of(value).implode(true));
                let has_rows = list.clone().list().len().gt(lit(0));
                when(has_rows).then(list).otherwise(lit(NULL))
            }
            "corr" | "covar_samp" | "covar_pop" => self.of_two(scope, call, condition)?,
            "arg_min" | "arg_max" => self.picked(scope, call, condition)?,
            "percentile_disc" => self.percentile(call, &value)?,
            "mode" => self.reduction("mode", value.drop_nulls().mode(false).min()),
            "bit_and" | "bit_or" | "bit_xor" => self.bits(name, &value),
            "histogram" => self.histogram(&value, (args.get(1), scope), types.to)?,
            regression if regression.starts_with("regr_") => {
                self.regression(scope, call, condition)?
            }
            other => self
                .statistic(other, &value)
                .ok_or_else(|| Fault::unsupported(format!("The aggregate {other}()")))?,
        })
    }

    /// A standard deviation or variance of these numbers, of a sample or of all.
    fn spread(&mut self, name: &str, value: &Expr, numbers: Expr) -> Expr {
        match name {
            "stddev" => self.moment("std1", value, numbers.std(1)),
            "stddev_pop" => self.moment("std0", value, numbers.std(0)),
            "var" => self.moment("var1", value, numbers.var(1)),
            _ => self.moment("var0", value, numbers.var(0)),
        }
    }

    /// The values of an aggregate that gives or joins them: rows that FILTER leaves out are left
    /// out, missing ones are kept, and where several orders are asked for they are made here.
    fn in_order(
        &mut self,
        scope: &Scope<'_, '_>,
        call: &AggregateFunction,
        condition: Option<&Expr>,
    ) -> Result<Expr, Fault> {
        let Some(first) = call.params.args.first() else {
            return Err(Fault::unsupported("An aggregate without an argument"));
        };
        let lowered = scope.expr(first)?;
        let mut value = self.argument(lowered, None, &format!("any row of {first:?}"));
        let order = &call.params.order_by;
        let mut keys = Vec::with_capacity(order.len());
        if self.sorts_inside {
            for key in order {
                let lowered = scope.expr(&key.expr)?;
                keys.push(self.argument(lowered, None, &format!("any row of {:?}", key.expr)));
            }
        }
        if let (Some(condition), Some(filter)) = (condition, &call.params.filter) {
            let keep = self.argument(condition.clone(), None, &format!("any row of {filter:?}"));
            let keep = keep.eq_missing(lit(true));
            value = value.filter(keep.clone());
            keys = keys
                .into_iter()
                .map(|key| key.filter(keep.clone()))
                .collect();
        }
        Ok(if keys.is_empty() {
            value
        } else {
            value.sort_by(keys, sort_options(order))
        })
    }

    /// A column computed before grouping; where the FILTER does not hold it is missing. Columns
    /// with one key are computed once.
    fn argument(&mut self, column: Expr, condition: Option<&Expr>, key: &str) -> Expr {
        let key = format!("argument {key}");
        if let Some(name) = self.known.get(&key) {
            return col(name.clone());
        }
        let column = match condition {
            None => column,
            Some(condition) => when(condition.clone()).then(column).otherwise(lit(NULL)),
        };
        let name = self.lowering.fresh();
        self.known.insert(key, name.clone());
        self.arguments.push((name.clone(), column));
        col(name)
    }

    /// A reduction computed for each group. Polars prints some reductions without their settings,
    /// so that `what` must tell them apart.
    fn reduction(&mut self, what: &str, reduction: Expr) -> Expr {
        let key = format!("reduction {what} {reduction:?}");
        if let Some(name) = self.known.get(&key) {
            return col(name.clone());
        }
        let name = self.lowering.fresh();
        self.known.insert(key, name.clone());
        self.reduced.push((name.clone(), reduction));
        col(name)
    }

    fn count(
        &mut self,
        scope: &Scope<'_, '_>,
        call: &AggregateFunction,
        condition: Option<&Expr>,
        key: &str,
    ) -> Result<Expr, Fault> {
        let (args, distinct) = (&call.params.args, call.params.distinct);
        if args.len() > 1 {
            return Err(Fault::unsupported("count() of several columns"));
        }
        let every_row = matches!(args.first(), None | Some(Tree::Literal(_, _)))
            && !matches!(args.first(), Some(Tree::Literal(value, _)) if value.is_null());
        if every_row && !distinct && condition.is_none() {
            return Ok(self.reduction("rows", len()));
        }
        let column = match args.first() {
            Some(arg) => scope.expr(arg)?,
            None => lit(true),
        };
        let value = self.argument(column, condition, key);
        Ok(if distinct {
            self.reduction("distinct", value.drop_nulls().n_unique())
        } else {
            self.reduction("count", value.count())
        })
    }

    /// The sum of no values is missing, not zero.
    fn known_sum(&mut self, sum: Expr, value: &Expr) -> Expr {
        let sum = self.reduction("sum", sum);
        let count = self.reduction("count", value.clone().count());
        when(count.gt(lit(0))).then(sum).otherwise(lit(NULL))
    }

    fn joined(&mut self, values: Expr, separator: Option<&Tree>) -> Result<Expr, Fault> {
        let separator = match separator {
            None => String::new(),
            Some(Tree::Literal(
                ScalarValue::Utf8(text)
                | ScalarValue::LargeUtf8(text)
                | ScalarValue::Utf8View(text),
                _,
            )) => text.clone().unwrap_or_default(),
            Some(_) => return Err(Fault::unsupported("string_agg() with a computed separator")),
        };
        self.in_order = true;
        let texts = self.reduction("list", values.drop_nulls().implode(true));
        Ok(join_texts(texts, separator))
    }
}

/// Whether an aggregate knows what to do with each value once. Where it makes no difference it may
/// be written too.
fn takes_distinct(name: &str) -> bool {
    const KNOWN: [&str; 15] = [
        "sum",
        "avg",
        "min",
        "max",
        "bool_and",
        "bool_or",
        "stddev",
        "stddev_pop",
        "var",
        "var_pop",
        "string_agg",
        "array_agg",
        "approx_distinct",
        "any_value",
        "count",
    ];
    KNOWN.contains(&name) || is_of_one(name) || matches!(name, "arg_min" | "arg_max")
}

/// Whether an aggregate of one column is that of its different values when it says DISTINCT.
fn is_of_one(name: &str) -> bool {
    const KNOWN: [&str; 15] = [
        "bit_and",
        "bit_or",
        "bit_xor",
        "median",
        "approx_median",
        "percentile_cont",
        "approx_percentile_cont",
        "percentile_disc",
        "mode",
        "product",
        "skewness",
        "kurtosis",
        "entropy",
        "geometric_mean",
        "mad",
    ];
    KNOWN.contains(&name)
}
