//! Sums, averages and quantiles of more than the planner's own know: truths are summed, days and
//! instants have a middle. The middle between two decimals has a digit more than they have; the
//! average keeps six digits behind those of its values, as every quotient of decimals does
//! (docs/sql.md).

use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL128_MAX_SCALE, DataType, TimeUnit};
use datafusion_common::{Result, not_impl_err};
use datafusion_expr::function::AccumulatorArgs;
use datafusion_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Expr, Operator};
use datafusion_expr::{Signature, Volatility};

use crate::bind::{Mistake, kind_of};

/// Digits behind those of the values.
const GAINED: u8 = 6;

/// Those that are read more widely here.
const WIDENED: [&str; 6] = [
    "sum",
    "avg",
    "median",
    "approx_median",
    "percentile_cont",
    "approx_percentile_cont",
];

/// The function under the same name, of more types; any other function as it is.
pub(super) fn widened(function: Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    if WIDENED.contains(&function.name()) {
        Arc::new(AggregateUDF::new_from_impl(Widened {
            of: function,
            signature: Signature::user_defined(Volatility::Immutable),
            is_wide: false,
        }))
    } else {
        function
    }
}

/// The sum that adds whole numbers of 64 bits with 38 digits.
pub(super) fn wide_sum(sum: &Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    Arc::new(AggregateUDF::new_from_impl(Widened {
        of: Arc::clone(sum),
        signature: Signature::user_defined(Volatility::Immutable),
        is_wide: true,
    }))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Widened {
    of: Arc<AggregateUDF>,
    signature: Signature,
    /// Whether whole numbers of 64 bits are added with 38 digits.
    is_wide: bool,
}

impl Widened {
    /// What a value is read as; none when there is nothing to compute with.
    fn read_as(&self, value: &DataType) -> Option<DataType> {
        let is_sum = self.of.name() == "sum";
        let keeps_decimals = matches!(self.of.name(), "sum" | "avg" | "median");
        Some(match value {
            DataType::Int64 | DataType::UInt64 if self.is_wide => {
                DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0)
            }
            DataType::Boolean | DataType::Null if is_sum => DataType::Int64,
            signed if is_sum && signed.is_signed_integer() => DataType::Int64,
            unsigned if is_sum && unsigned.is_unsigned_integer() => DataType::UInt64,
            DataType::Boolean if self.of.name() == "avg" => DataType::Float64,
            DataType::Null => DataType::Float64,
            DataType::Decimal128(..) if keeps_decimals => value.clone(),
            DataType::Duration(_) | DataType::Interval(_) => value.clone(),
            DataType::Date32 if !is_sum => DataType::Timestamp(TimeUnit::Microsecond, None),
            DataType::Timestamp(_, zone) if !is_sum => {
                DataType::Timestamp(TimeUnit::Microsecond, zone.clone())
            }
            number if number.is_numeric() => DataType::Float64,
            _ => return None,
        })
    }

    fn refused(&self, value: &DataType) -> Mistake {
        let (name, kind) = (self.of.name(), kind_of(value));
        let wanted = if name == "sum" {
            "numbers"
        } else {
            "numbers, days and instants"
        };
        Mistake::new(
            "SQL_ARGUMENTS",
            format!("`{name}` is computed of {wanted}, and was given {kind}."),
            "Convert the values: CAST(… AS DOUBLE); min(), max() and mode() take anything.",
        )
    }
}

impl AggregateUDFImpl for Widened {
    fn name(&self) -> &str {
        self.of.name()
    }

    fn aliases(&self) -> &[String] {
        self.of.aliases()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let is_quantile = self.of.name().contains("percentile");
        let count = if is_quantile { 2..=3 } else { 1..=1 };
        let Some(value) = types.first().filter(|_| count.contains(&types.len())) else {
            let hint = if is_quantile {
                "Write percentile_cont(value, 0.5)."
            } else {
                "Write sum(value) or avg(value)."
            };
            return Err(Mistake::new(
                "SQL_ARGUMENTS",
                format!("`{}` takes other arguments.", self.of.name()),
                hint,
            )
            .into());
        };
        let mut read = vec![self.read_as(value).ok_or_else(|| self.refused(value))?];
        for (at, other) in types.iter().enumerate().skip(1) {
            if !other.is_numeric() && !other.is_null() {
                return Err(Mistake::new(
                    "SQL_ARGUMENTS",
                    format!("The share of `{}` is a number from 0 to 1.", self.of.name()),
                    "Write percentile_cont(value, 0.5).",
                )
                .into());
            }
            read.push(if at == 1 {
                DataType::Float64
            } else {
                DataType::Int64
            });
        }
        Ok(read)
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        match (self.name(), types) {
            ("median", [DataType::Decimal128(digits, scale)]) => {
                let digits = DECIMAL128_MAX_PRECISION.min(digits + 1);
                let scale = DECIMAL128_MAX_SCALE.min(scale + 1);
                Ok(DataType::Decimal128(digits, scale))
            }
            ("avg", [DataType::Decimal128(digits, scale)]) => {
                let digits = DECIMAL128_MAX_PRECISION.min(digits + GAINED);
                let scale = DECIMAL128_MAX_SCALE.min(scale + GAINED.cast_signed());
                Ok(DataType::Decimal128(digits, scale))
            }
            ("sum", _) => self.of.return_type(types),
            (_, [value, ..]) => Ok(value.clone()),
            (_, []) => not_impl_err!("an aggregate of nothing"),
        }
    }

    fn simplify_expr_op_literal(
        &self,
        function: &datafusion_expr::expr::AggregateFunction,
        arg: &Expr,
        op: Operator,
        literal: &Expr,
        arg_is_left: bool,
    ) -> Result<Option<Expr>> {
        self.of
            .inner()
            .simplify_expr_op_literal(function, arg, op, literal, arg_is_left)
    }

    fn supports_within_group_clause(&self) -> bool {
        self.of.supports_within_group_clause()
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        not_impl_err!("computed by the engine")
    }
}
