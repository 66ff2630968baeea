//! Aggregates that compute with numbers: sums, averages, deviations, quantiles, correlation.

use datafusion_expr::expr::AggregateFunction;
use polars::prelude::*;

use super::super::result::fitted;
use super::{Reductions, Types};
use crate::fault::Fault;
use crate::lower::arithmetic::{decimal_series, unscaled};
use crate::lower::expr::Scope;
use crate::lower::function::rows;
use crate::lower::kernel::{self, DecimalShape, Report, Rule};

impl Reductions<'_, '_> {
    /// The sum; an error when it does not fit its type.
    pub(super) fn sum(&mut self, values: Expr, value: &Expr, types: Types) -> Result<Expr, Fault> {
        let Types { from, to, label } = types;
        if from.is_float() {
            return Ok(self.known_sum(values.cast(DataType::Float64).sum(), value));
        }
        if matches!(from, DataType::Duration(_)) {
            return Ok(self.known_sum(values.sum(), value));
        }
        if from == DataType::Null {
            return Ok(crate::lower::literal::missing(to));
        }
        if from.is_decimal() || from.is_integer() || from == DataType::Boolean {
            let narrow = matches!(
                from,
                DataType::Boolean
                    | DataType::Int8
                    | DataType::Int16
                    | DataType::Int32
                    | DataType::UInt8
                    | DataType::UInt16
                    | DataType::UInt32
            );
            let wide = match from {
                DataType::Decimal(..) => values,
                _ if narrow => values.cast(DataType::Int64),
                _ => values.cast(DataType::Int128),
            };
            let sum = self.known_sum(wide.sum(), value);
            let scale = if let DataType::Decimal(_, scale) = from {
                scale
            } else {
                0
            };
            // Unscaled sums wrap only beyond 1.7e38; a rough sum beside it tells.
            let rough = match from {
                DataType::Decimal(digits, _) if digits > 26 => {
                    Some(self.reduction("rough sum", rough_size(value.clone()).sum()))
                }
                _ => None,
            };
            return Ok(fitted(sum, rough, scale, (to, label)));
        }
        Err(Fault::unsupported("sum() of this type"))
    }

    /// The average: exact for decimals.
    pub(super) fn average(
        &mut self,
        values: Expr,
        value: &Expr,
        types: Types,
        distinct: bool,
    ) -> Expr {
        let Types { from, to, label } = types;
        let DataType::Decimal(_, scale) = from else {
            if matches!(from, DataType::Datetime(..) | DataType::Duration(_)) {
                return self.middle_of(values, value, to);
            }
            return self.reduction("mean", values.cast(DataType::Float64).mean());
        };
        let count = if distinct {
            value.clone().drop_nulls().n_unique()
        } else {
            value.clone().count()
        };
        let sum = self.known_sum(values.sum(), value);
        let count = self.reduction("count", count);
        let DataType::Decimal(digits, to_scale) = to.clone() else {
            return sum.cast(DataType::Float64) / count.cast(DataType::Float64);
        };
        let shape = DecimalShape {
            left: scale,
            right: 0,
            digits,
            scale: to_scale,
        };
        let report = Report {
            label,
            ..Report::default()
        };
        rows(vec![sum, count], to.clone(), move |columns| {
            let (sum, count) = (unscaled(&columns[0])?, unscaled(&columns[1])?);
            decimal_series(
                kernel::decimal(&sum, &count, Rule::Divide, shape, &report)?,
                &to,
            )
        })
    }

    /// The average of instants or spans, to the microsecond: doubles would not hold it.
    fn middle_of(&mut self, values: Expr, value: &Expr, to: DataType) -> Expr {
        let units = |of: Expr| of.cast(DataType::Int64);
        let known = units(values.drop_nulls());
        let count = self.reduction("count of units", known.clone().count());
        let wide = known.cast(DataType::Int128).sum();
        let sum = self.known_sum(wide, value);
        rows(vec![sum, count], to.clone(), move |columns| {
            let (sums, counts) = (columns[0].cast(&DataType::Int128)?, unscaled(&columns[1])?);
            let units = sums.i128()?.iter().zip(counts.iter()).map(|(sum, count)| {
                let count = count.filter(|count| *count > 0)?;
                i64::try_from(sum?.div_euclid(count)).ok()
            });
            units.collect::<Int64Chunked>().into_series().cast(&to)
        })
    }

    /// A deviation or variance; missing where there is no value.
    pub(super) fn moment(&mut self, what: &str, value: &Expr, moment: Expr) -> Expr {
        let moment = self.reduction(what, moment);
        let count = self.reduction("count", value.clone().count());
        when(count.gt(lit(0))).then(moment).otherwise(lit(NULL))
    }

    /// The value below which this share of the values lies.
    pub(super) fn quantile(
        &mut self,
        value: Expr,
        types: &Types,
        share: f64,
    ) -> Result<Expr, Fault> {
        use arrow::datatypes::DataType as Arrow;
        let Types { from, to, .. } = types;
        if matches!(from, DataType::Datetime(..) | DataType::Duration(_)) {
            // Counted from the first one, doubles hold every microsecond.
            let units = value.cast(DataType::Int64);
            let first = self.reduction("first unit", units.clone().min());
            let passed = (units.clone() - units.min()).cast(DataType::Float64);
            let passed = passed.quantile(lit(share), QuantileMethod::Linear);
            let passed = self.reduction(&format!("quantile of units {share}"), passed);
            let passed = passed
                .round(0, RoundMode::HalfAwayFromZero)
                .cast(DataType::Int64);
            return Ok((first + passed).cast(to.clone()));
        }
        if !(from.is_integer() || from.is_float() || from.is_decimal()) {
            return Err(Fault::unsupported(
                "The median of something that is not a number",
            ));
        }
        let quantile = value
            .cast(DataType::Float64)
            .quantile(lit(share), QuantileMethod::Linear);
        let middle = self.reduction(&format!("quantile {share}"), quantile);
        if to.is_float() {
            return Ok(middle);
        }
        let plan_type = plan::types::to_arrow(&crate::types::from_polars(to));
        crate::lower::cast::cast(middle, &Arrow::Float64, &plan_type, types.label.clone())
    }

    /// A statistic over two columns.
    pub(super) fn of_two(
        &mut self,
        scope: &Scope<'_, '_>,
        call: &AggregateFunction,
        condition: Option<&Expr>,
    ) -> Result<Expr, Fault> {
        let name = call.func.name();
        let key = format!("{:?} {:?}", call.params.args, call.params.filter);
        let [left, right] = call.params.args.as_slice() else {
            return Err(Fault::unsupported(format!("{name}() of this many columns")));
        };
        let (left, right) = (
            scope.expr(left)?.cast(DataType::Float64),
            scope.expr(right)?.cast(DataType::Float64),
        );
        // Only rows with both values count.
        let both = left.clone().is_not_null().and(right.clone().is_not_null());
        let both = match condition {
            None => both,
            Some(condition) => both.and(condition.clone()),
        };
        let left = self.argument(left, Some(&both), &format!("left of {key}"));
        let right = self.argument(right, Some(&both), &format!("right of {key}"));
        let count = self.reduction("count", left.clone().count());
        let result = self.reduction(
            name,
            match name {
                "corr" => pearson_corr(left, right),
                "covar_pop" => cov(left, right, 0),
                _ => cov(left, right, 1),
            },
        );
        let fewest = if name == "covar_pop" { 1 } else { 2 };
        Ok(when(count.gt_eq(lit(fewest)))
            .then(result)
            .otherwise(lit(NULL)))
    }
}

/// The sizes of unscaled decimals as doubles, a little too large; 0 for missing ones.
fn rough_size(value: Expr) -> Expr {
    /// 2^64.
    const UNIT: f64 = 18_446_744_073_709_551_616.0;
    rows(vec![value], DataType::Float64, |columns| {
        let values = unscaled(&columns[0])?;
        let mut sizes = Vec::with_capacity(values.len());
        for chunk in values.downcast_iter() {
            let (values, known) = (chunk.values().as_slice(), chunk.validity());
            let mut at = 0;
            while at < values.len() {
                let is_missing = known.is_some_and(|known| !known.get_bit(at));
                // The upper half of 128 bits fits 64.
                #[expect(clippy::cast_precision_loss, reason = "a rough size is asked for")]
                let upper = (values[at] >> 64) as i64 as f64;
                sizes.push(if is_missing {
                    0.0
                } else {
                    (upper.abs() + 1.0) * UNIT
                });
                at += 1;
            }
        }
        Ok(Series::from_vec(PlSmallStr::EMPTY, sizes))
    })
}
