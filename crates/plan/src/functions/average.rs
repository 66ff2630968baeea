//! The middle of decimals is a double, as all quantiles are. The average keeps more digits of decimals than the planner's own: six behind those of its
//! values, as every quotient of decimals does (docs/sql.md).

use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL128_MAX_SCALE, DataType};
use datafusion_common::{Result, not_impl_err};
use datafusion_expr::function::AccumulatorArgs;
use datafusion_expr::{Accumulator, AggregateUDF, AggregateUDFImpl, Signature};

/// Digits behind those of the values.
const GAINED: u8 = 6;

/// The function under the name `avg` with more digits; any other function as it is.
pub(super) fn with_digits(function: Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    if ["avg", "median"].contains(&function.name()) {
        Arc::new(AggregateUDF::new_from_impl(Average { of: function }))
    } else {
        function
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Average {
    of: Arc<AggregateUDF>,
}

impl AggregateUDFImpl for Average {
    fn name(&self) -> &str {
        self.of.name()
    }

    fn aliases(&self) -> &[String] {
        self.of.aliases()
    }

    fn signature(&self) -> &Signature {
        self.of.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        // The middle of two decimals may have a digit more, as quantiles have.
        if let ("median", [DataType::Decimal128(..)]) = (self.name(), types) {
            return Ok(DataType::Float64);
        }
        if let [DataType::Decimal128(digits, scale)] = types {
            let digits = DECIMAL128_MAX_PRECISION.min(digits + GAINED);
            let scale = DECIMAL128_MAX_SCALE.min(scale + GAINED.cast_signed());
            return Ok(DataType::Decimal128(digits, scale));
        }
        self.of.return_type(types)
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        not_impl_err!("computed by the engine")
    }
}
