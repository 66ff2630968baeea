//! Conditions that only stand for a node of the tree until it is made; nothing computes them.

use arrow::datatypes::DataType;
use datafusion_common::{Result, not_impl_err};
use datafusion_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};

use crate::nodes;

/// A condition of this name over any values.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Marker {
    name: &'static str,
    signature: Signature,
}

impl Marker {
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            // Not to be computed while planning, nor to be taken for the same as another.
            signature: Signature::variadic_any(Volatility::Volatile),
        }
    }
}

impl ScalarUDFImpl for Marker {
    fn name(&self) -> &'static str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        not_impl_err!("stands for a node")
    }
}

/// The value of a subquery for one row: of its first row, and how many rows there are.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct TheOnly {
    signature: Signature,
}

impl TheOnly {
    pub(super) fn new() -> Self {
        Self {
            // An error that must not be moved to rows that nobody asks for.
            signature: Signature::any(2, Volatility::Volatile),
        }
    }
}

impl ScalarUDFImpl for TheOnly {
    fn name(&self) -> &'static str {
        nodes::THE_ONLY
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types.first().cloned().unwrap_or(DataType::Null))
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        not_impl_err!("computed by the engine")
    }
}
