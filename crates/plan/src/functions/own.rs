//! Functions that only Assay has, as the planner sees them: names and types. The engine computes
//! them; nothing is computed here.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::{Result, not_impl_err};
use datafusion_expr::function::AccumulatorArgs;
use datafusion_expr::{
    Accumulator, AggregateUDFImpl, ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs,
    ScalarUDFImpl, Signature, Volatility,
};

use super::entry::{Entry, Gives, Shape};
use crate::bind::Mistake;

/// A function of rows or of groups, by its entry in the table.
#[derive(Debug)]
pub(super) struct Own {
    entry: &'static Entry,
    shape: Shape,
    signature: Signature,
}

impl Own {
    pub(super) fn new(entry: &'static Entry, shape: Shape) -> Self {
        Self {
            entry,
            shape,
            signature: Signature::user_defined(Volatility::Immutable),
        }
    }

    fn read_as(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        self.shape
            .read_as(types)
            .ok_or_else(|| self.arguments().into())
    }

    fn given(&self, types: &[DataType]) -> Result<DataType> {
        self.shape
            .gives
            .of(types)
            .ok_or_else(|| self.arguments().into())
    }

    fn arguments(&self) -> Mistake {
        let wanted: Vec<&str> = self.shape.takes.iter().map(|takes| takes.words()).collect();
        Mistake::new(
            "SQL_ARGUMENTS",
            format!(
                "`{}` takes other arguments, in this order: {}. For example: {}.",
                self.entry.name(),
                wanted.join(", "),
                self.entry.worked_example().0
            ),
            "Convert an argument that is of another type: CAST(… AS …).",
        )
    }
}

impl PartialEq for Own {
    fn eq(&self, other: &Self) -> bool {
        self.entry.call == other.entry.call
    }
}

impl Eq for Own {}

impl Hash for Own {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.entry.call.hash(state);
    }
}

impl ScalarUDFImpl for Own {
    fn name(&self) -> &'static str {
        self.entry.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        self.read_as(types)
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.given(types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let types: Vec<DataType> = args
            .arg_fields
            .iter()
            .map(|field| field.data_type().clone())
            .collect();
        let data_type = match self.shape.gives {
            Gives::Named(made) => {
                made(&types, args.scalar_arguments).ok_or_else(|| self.arguments())?
            }
            _ => self.given(&types)?,
        };
        Ok(Arc::new(Field::new(self.entry.name(), data_type, true)))
    }

    /// The length of a constant text is known while planning; the rest is left to the engine.
    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let is_text = matches!(args.args.as_slice(), [text] if text.data_type() == DataType::Utf8);
        if self.entry.name() != "length" || !is_text {
            return not_impl_err!("computed by the engine");
        }
        args.return_field = Arc::new(Field::new("length", DataType::Int32, true));
        datafusion_functions::unicode::character_length()
            .invoke_with_args(args)?
            .cast_to(&DataType::Int64, None)
    }
}

impl AggregateUDFImpl for Own {
    fn name(&self) -> &str {
        self.entry.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        self.read_as(types)
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.given(types)
    }

    fn supports_within_group_clause(&self) -> bool {
        matches!(self.entry.name(), "percentile_disc" | "mode")
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        not_impl_err!("computed by the engine")
    }
}
