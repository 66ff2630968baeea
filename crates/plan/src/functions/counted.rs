//! Window functions that count rows, with whole numbers that may be subtracted and negated: the
//! planner's own give numbers without a sign.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::{Result, not_impl_err};
use datafusion_expr::function::{PartitionEvaluatorArgs, WindowUDFFieldArgs};
use datafusion_expr::{PartitionEvaluator, Signature, WindowUDF, WindowUDFImpl};

const NAMES: [&str; 4] = ["row_number", "rank", "dense_rank", "ntile"];

/// One of the planner's functions, with another type.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Counted(Arc<WindowUDF>);

/// The function itself, or the one that counts with a sign.
pub(super) fn with_sign(function: Arc<WindowUDF>) -> Arc<WindowUDF> {
    if NAMES.contains(&function.name()) {
        Arc::new(WindowUDF::new_from_impl(Counted(function)))
    } else {
        function
    }
}

impl WindowUDFImpl for Counted {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn signature(&self) -> &Signature {
        self.0.signature()
    }

    fn partition_evaluator(
        &self,
        _args: PartitionEvaluatorArgs<'_>,
    ) -> Result<Box<dyn PartitionEvaluator>> {
        not_impl_err!("computed by the engine")
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        let name = args.name().to_owned();
        let is_nullable = self.0.field(args)?.is_nullable();
        Ok(Arc::new(Field::new(name, DataType::Int64, is_nullable)))
    }
}
