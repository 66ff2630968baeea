//! What aggregates share: their keys, their constants, and how a wide sum becomes a result.

use datafusion_common::ScalarValue;
use datafusion_expr::expr::AggregateFunction;
use datafusion_expr::{Expr as Tree, SortExpr};
use polars::prelude::*;

use crate::fault::Fault;
use crate::lower::arithmetic::{decimal_series, unscaled};
use crate::lower::function::rows;
use crate::lower::kernel::too_large;
use crate::lower::label::Label;
use crate::lower::number;

/// What tells an argument with its FILTER from every other.
pub(crate) fn key_of(argument: &Tree, call: &AggregateFunction) -> String {
    format!("{argument:?} {:?}", call.params.filter)
}

pub(crate) fn ignores_missing(call: &AggregateFunction) -> bool {
    use datafusion_expr::expr::NullTreatment;
    call.params.null_treatment == Some(NullTreatment::IgnoreNulls)
}

pub(crate) fn share_of(expr: Option<&Tree>, name: &str) -> Result<f64, Fault> {
    let share = match expr {
        Some(Tree::Literal(value, _)) => {
            match value.cast_to(&arrow::datatypes::DataType::Float64)? {
                ScalarValue::Float64(share) => share,
                _ => None,
            }
        }
        _ => None,
    };
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| {
            Fault::value(
                "SQL_ARGUMENTS",
                format!("The share of {name}() must be a number from 0 to 1, such as 0.5."),
            )
        })
}

/// A wide sum in the type of the plan; an error when it does not fit.
pub(crate) fn fitted(
    sum: Expr,
    rough: Option<Expr>,
    scale: usize,
    (to, label): (DataType, Label),
) -> Expr {
    if to.is_float() {
        return sum.cast(to);
    }
    let args = std::iter::once(sum).chain(rough).collect();
    rows(args, to.clone(), move |columns| {
        let values = unscaled(&columns[0])?;
        if let Some(rough) = columns.get(1) {
            const SAFE: f64 = 1.6e38;
            if rough.f64()?.iter().flatten().any(|rough| rough > SAFE) {
                return Err(too_large(&label, "a decimal of 38 digits"));
            }
        }
        let (digits, to_scale) = match &to {
            DataType::Decimal(digits, to_scale) => (*digits, *to_scale),
            _ => (38, 0),
        };
        let rescaled: Int128Chunked = values.apply(|value| {
            number::rescale(value?, scale, to_scale).filter(|value| number::fits(*value, digits))
        });
        let result = decimal_series(rescaled, &to)?;
        if result.null_count() > values.null_count() {
            return Err(too_large(&label, "the type of its result"));
        }
        Ok(result)
    })
}

/// The ORDER BY of an aggregate whose result depends on it.
pub(crate) fn order_that_matters(call: &Tree) -> Option<&Vec<SortExpr>> {
    let call = aggregate_of(call)?;
    let depends = depends_on_order(call.func.name());
    (depends && !call.params.order_by.is_empty()).then_some(&call.params.order_by)
}

/// Whether the result of an aggregate depends on the order of its rows.
pub(crate) fn depends_on_order(name: &str) -> bool {
    matches!(
        name,
        "first_value" | "last_value" | "string_agg" | "array_agg"
    )
}

pub(crate) fn aggregate_of(expr: &Tree) -> Option<&AggregateFunction> {
    match expr {
        Tree::AggregateFunction(call) => Some(call),
        Tree::Alias(alias) => aggregate_of(&alias.expr),
        _ => None,
    }
}

/// The texts of each list as one, missing when there are none.
pub(crate) fn join_texts(texts: Expr, separator: String) -> Expr {
    rows(vec![texts], DataType::String, move |columns| {
        let lists = columns[0].list()?;
        let mut joined: Vec<Option<String>> = Vec::with_capacity(lists.len());
        for texts in lists.amortized_iter() {
            let Some(texts) = texts else {
                joined.push(None);
                continue;
            };
            let texts = texts.as_ref().cast(&DataType::String)?;
            let parts: Vec<&str> = texts.str()?.iter().flatten().collect();
            joined.push((!parts.is_empty()).then(|| parts.join(&separator)));
        }
        Ok(joined.into_iter().collect::<StringChunked>().into_series())
    })
}
