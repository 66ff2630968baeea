//! Aggregates of statistics, and those that pick one value of a group by another.

use datafusion_expr::Expr as Tree;
use datafusion_expr::expr::AggregateFunction;
use polars::prelude::*;

use super::super::result::share_of;
use super::Reductions;
use crate::fault::Fault;
use crate::lower::expr::Scope;
use crate::lower::frame::collect;
use crate::lower::function::{Collect, rows};
use crate::lower::node::idx;

impl Reductions<'_, '_> {
    /// Aggregates of one column that are computed with doubles; none for others.
    pub(super) fn statistic(&mut self, name: &str, value: &Expr) -> Option<Expr> {
        let doubles = value.clone().cast(DataType::Float64);
        let (least, statistic) = match name {
            "product" => (1, doubles.product()),
            "skewness" => (3, doubles.skew(false)),
            "kurtosis" => (4, doubles.kurtosis(true, false)),
            "kurtosis_pop" => (2, doubles.kurtosis(true, true)),
            "mad" => (1, (doubles.clone() - doubles.median()).abs().median()),
            "entropy" => return Some(self.entropy(value)),
            "geometric_mean" => return Some(self.geometric_mean(value)),
            _ => return None,
        };
        let statistic = self.reduction(name, statistic);
        let count = self.reduction("count", value.clone().count());
        Some(
            when(count.gt_eq(lit(least)))
                .then(statistic)
                .otherwise(lit(NULL)),
        )
    }

    /// The first structure or list in order, or the last.
    pub(super) fn extreme(&mut self, value: &Expr, is_last: bool) -> Expr {
        let order = SortOptions::default().with_order_descending(is_last);
        let first = value.clone().drop_nulls().sort(order).first();
        self.reduction(&format!("extreme {is_last}"), first)
    }

    /// How mixed the values are, in bits; missing where there is none.
    fn entropy(&mut self, value: &Expr) -> Expr {
        let list = self.reduction("known", value.clone().drop_nulls().implode(true));
        rows(vec![list], DataType::Float64, |columns| {
            let lists = columns[0].list()?;
            let mut bits: Vec<Option<f64>> = Vec::with_capacity(lists.len());
            for items in lists.amortized_iter() {
                bits.push(match items {
                    Some(items) => bits_of(items.as_ref())?,
                    None => None,
                });
            }
            Ok(bits.into_iter().collect::<Float64Chunked>().into_series())
        })
    }

    /// Each value with the number of its rows, in order; missing where there is none. With bounds,
    /// each bound with the number of values up to it.
    pub(super) fn histogram(
        &mut self,
        value: &Expr,
        (bounds, scope): (Option<&Tree>, &Scope<'_, '_>),
        to: DataType,
    ) -> Result<Expr, Fault> {
        let list = self.reduction("known", value.clone().drop_nulls().implode(true));
        let wanted = to.clone();
        if let Some(bounds) = bounds {
            let bounds = bounds_of(scope, bounds)?;
            return Ok(rows(vec![list], to, move |columns| {
                let lists = columns[0].list()?;
                let mut counted: Vec<Option<Series>> = Vec::with_capacity(lists.len());
                for items in lists.amortized_iter() {
                    counted.push(match items {
                        Some(items) if !items.as_ref().is_empty() => {
                            Some(counts_up_to(items.as_ref(), &bounds)?)
                        }
                        _ => None,
                    });
                }
                Series::collected(counted, &wanted)
            }));
        }
        Ok(rows(vec![list], to, move |columns| {
            let lists = columns[0].list()?;
            let mut counted: Vec<Option<Series>> = Vec::with_capacity(lists.len());
            for items in lists.amortized_iter() {
                counted.push(match items {
                    Some(items) if !items.as_ref().is_empty() => Some(counts_of(items.as_ref())?),
                    _ => None,
                });
            }
            Series::collected(counted, &wanted)
        }))
    }

    /// Missing when a value is not above zero.
    fn geometric_mean(&mut self, value: &Expr) -> Expr {
        let doubles = value.clone().cast(DataType::Float64);
        let logarithms = rows(vec![doubles.clone()], DataType::Float64, |columns| {
            Ok(columns[0].f64()?.apply_values(f64::ln).into_series())
        });
        let mean = self.reduction("mean of logarithms", logarithms.mean());
        let least = self.reduction("min of doubles", doubles.min());
        let powers = rows(vec![mean], DataType::Float64, |columns| {
            Ok(columns[0].f64()?.apply_values(f64::exp).into_series())
        });
        when(least.gt(lit(0.0))).then(powers).otherwise(lit(NULL))
    }

    /// The bits of whole numbers put together; missing where there is none.
    pub(super) fn bits(&mut self, name: &str, value: &Expr) -> Expr {
        let bits = match name {
            "bit_and" => value.clone().drop_nulls().bitwise_and(),
            "bit_or" => value.clone().drop_nulls().bitwise_or(),
            _ => value.clone().drop_nulls().bitwise_xor(),
        };
        let bits = self.reduction(name, bits);
        let count = self.reduction("count", value.clone().count());
        when(count.gt(lit(0))).then(bits).otherwise(lit(NULL))
    }

    /// The first value, in order, that at least a share of the values does not exceed.
    pub(super) fn percentile(
        &mut self,
        call: &AggregateFunction,
        value: &Expr,
    ) -> Result<Expr, Fault> {
        let share = share_of(call.params.args.get(1), call.func.name())?;
        let falls = call.params.order_by.first().is_some_and(|key| !key.asc);
        let sorted = value
            .clone()
            .drop_nulls()
            .sort(SortOptions::default().with_order_descending(falls));
        let list = self.reduction(&format!("sorted {falls}"), sorted.implode(true));
        let place = rows(
            vec![list.clone().list().len()],
            DataType::Int64,
            move |columns| {
                let counts = columns[0].cast(&DataType::Int64)?;
                let places = counts.i64()?.apply_values(|count| place_of(share, count));
                Ok(places.into_series())
            },
        );
        Ok(list.list().get(place, true))
    }

    /// The value of the row where another is smallest or largest; rows without both are left out.
    pub(super) fn picked(
        &mut self,
        scope: &Scope<'_, '_>,
        call: &AggregateFunction,
        condition: Option<&Expr>,
    ) -> Result<Expr, Fault> {
        let name = call.func.name();
        let (value, by) = self.pair(scope, call, condition, None)?;
        let order = SortMultipleOptions::default()
            .with_order_descending(name == "arg_max")
            .with_maintain_order(true);
        let picked = value.drop_nulls().sort_by([by.drop_nulls()], order).first();
        self.in_order = true;
        Ok(self.reduction(name, picked))
    }

    /// The line through points, and sums around their averages.
    pub(super) fn regression(
        &mut self,
        scope: &Scope<'_, '_>,
        call: &AggregateFunction,
        condition: Option<&Expr>,
    ) -> Result<Expr, Fault> {
        let (y, x) = self.pair(scope, call, condition, Some(&DataType::Float64))?;
        let count = self.reduction("count", x.clone().count());
        let times = count.clone().cast(DataType::Float64);
        let mean_x = self.reduction("mean", x.clone().mean());
        let mean_y = self.reduction("mean", y.clone().mean());
        let sxx = self.reduction("var0", x.clone().var(0)) * times.clone();
        let syy = self.reduction("var0", y.clone().var(0)) * times.clone();
        let sxy = self.reduction("covar_pop", cov(y, x, 0)) * times;
        let is_line = sxx.clone().neq(lit(0.0));
        let slope = sxy.clone() / sxx.clone();
        let on_line = |value: Expr| when(is_line.clone()).then(value).otherwise(lit(NULL));
        let known = match call.func.name() {
            "regr_count" => return Ok(count),
            "regr_avgx" => mean_x,
            "regr_avgy" => mean_y,
            "regr_sxx" => sxx,
            "regr_syy" => syy,
            "regr_sxy" => sxy,
            "regr_slope" => on_line(slope),
            "regr_intercept" => on_line(mean_y - slope * mean_x),
            _ => on_line(
                when(syy.clone().eq(lit(0.0)))
                    .then(lit(1.0))
                    .otherwise(sxy.clone() * sxy / (sxx * syy)),
            ),
        };
        Ok(when(count.gt(lit(0))).then(known).otherwise(lit(NULL)))
    }

    /// Both arguments, missing wherever one of them is.
    fn pair(
        &mut self,
        scope: &Scope<'_, '_>,
        call: &AggregateFunction,
        condition: Option<&Expr>,
        to: Option<&DataType>,
    ) -> Result<(Expr, Expr), Fault> {
        let [left, right] = call.params.args.as_slice() else {
            return Err(Fault::unsupported(format!(
                "{}() of this many columns",
                call.func.name()
            )));
        };
        let lowered = |tree| {
            let column = scope.expr(tree)?;
            Ok::<_, Fault>(match to {
                Some(to) => column.cast(to.clone()),
                None => column,
            })
        };
        let (left, right) = (lowered(left)?, lowered(right)?);
        let both = left.clone().is_not_null().and(right.clone().is_not_null());
        let both = match condition {
            None => both,
            Some(condition) => both.and(condition.clone()),
        };
        let key = format!("{:?} {:?} {to:?}", call.params.args, call.params.filter);
        Ok((
            self.argument(left, Some(&both), &format!("left of {key}")),
            self.argument(right, Some(&both), &format!("right of {key}")),
        ))
    }
}

/// The place, from 0, of the first of `count` values that at least a share does not exceed.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "groups are far below 2^52 rows"
)]
fn place_of(share: f64, count: i64) -> i64 {
    const LEAST: f64 = 1e-9;
    ((share * count as f64 - LEAST).ceil() as i64 - 1).max(0)
}

/// Different values in order, each with its count, as structures.
/// The bounds of a histogram in order, each once: constants.
fn bounds_of(scope: &Scope<'_, '_>, bounds: &Tree) -> Result<Series, Fault> {
    let odd = || {
        let message = "The bounds of histogram() must be a list of constants in the type of its values, such as [10, 20].";
        Fault::value("SQL_ARGUMENTS", message).at(scope.lowering.label(bounds).place())
    };
    if !bounds.column_refs().is_empty() {
        return Err(odd());
    }
    let list = scope.expr(bounds)?.alias("bounds");
    let frame = DataFrame::empty_with_height(1).lazy().select([list]);
    let known = collect(frame)?;
    let lists = known.columns().first().ok_or_else(odd)?;
    let lists = lists.as_materialized_series().list()?.clone();
    let bounds = lists.get_as_series(0).ok_or_else(odd)?;
    let sorted = bounds.drop_nulls().sort(SortOptions::default())?;
    let differs = sorted.not_equal_missing(&sorted.shift(1))?;
    Ok(sorted.filter(&differs)?)
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_integer() || data_type.is_float() || data_type.is_decimal()
}

/// How many values lie above the bound before and up to each bound; what lies above all of them
/// stands behind a missing one.
fn counts_up_to(items: &Series, bounds: &Series) -> PolarsResult<Series> {
    let (items, bounds) = if items.dtype() == bounds.dtype() {
        (items.clone(), bounds.clone())
    } else if is_number(items.dtype()) && is_number(bounds.dtype()) {
        (
            items.cast(&DataType::Float64)?,
            bounds.cast(&DataType::Float64)?,
        )
    } else {
        (items.clone(), bounds.cast(items.dtype())?)
    };
    let mut up_to: Vec<i64> = Vec::with_capacity(bounds.len() + 1);
    for at in 0..bounds.len() {
        let bound = bounds.slice(i64::try_from(at).unwrap_or(i64::MAX), 1);
        let count = items.lt_eq(&bound)?.sum().unwrap_or(0);
        up_to.push(i64::from(count));
    }
    up_to.push(i64::try_from(items.len()).unwrap_or(i64::MAX));
    let before = std::iter::once(&0).chain(&up_to);
    let mut counts: Vec<i64> = up_to
        .iter()
        .zip(before)
        .map(|(to, from)| to - from)
        .collect();
    let mut keys = bounds.clone();
    if counts.last() == Some(&0) {
        counts.pop();
    } else {
        keys.append(&Series::full_null(bounds.name().clone(), 1, bounds.dtype()))?;
    }
    let keys = keys.with_name("key".into());
    let counts = Int64Chunked::from_vec("value".into(), counts).into_series();
    let length = keys.len();
    let both = StructChunked::from_series(PlSmallStr::EMPTY, length, [keys, counts].iter())?;
    Ok(both.into_series())
}

fn counts_of(items: &Series) -> PolarsResult<Series> {
    let sorted = items.sort(SortOptions::default())?;
    let differs = sorted.not_equal_missing(&sorted.shift(1))?;
    let mut starts: Vec<IdxSize> = Vec::new();
    let mut counts: Vec<i64> = Vec::new();
    for (at, differs) in differs.iter().enumerate() {
        match counts.last_mut() {
            Some(count) if differs == Some(false) => *count += 1,
            _ => {
                starts.push(idx(at));
                counts.push(1);
            }
        }
    }
    let starts = IdxCa::from_vec(PlSmallStr::EMPTY, starts);
    let keys = sorted.take(&starts)?.with_name("key".into());
    let counts = Int64Chunked::from_vec("value".into(), counts).into_series();
    let length = keys.len();
    let both = StructChunked::from_series(PlSmallStr::EMPTY, length, [keys, counts].iter())?;
    Ok(both.into_series())
}

/// The entropy of the values' shares, in bits; none of no values.
fn bits_of(items: &Series) -> PolarsResult<Option<f64>> {
    if items.is_empty() {
        return Ok(None);
    }
    let counts = unique_counts(items)?.cast(&DataType::Float64)?;
    let counts = counts.f64()?;
    let whole = counts.sum().unwrap_or(0.0);
    let bits = counts.iter().flatten().map(|count| {
        let share = count / whole;
        -share * share.log2()
    });
    // Summing from zero keeps one value at 0 rather than -0.
    Ok(Some(bits.fold(0.0, |sum, bits| sum + bits)))
}
