//! Functions of a list and a value that bring both to one type of number: 1.5 is put behind `[1]`
//! and looked for in `[1, 2]`.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::Result;
use datafusion_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion_expr::type_coercion::binary::comparison_coercion;
use datafusion_expr::type_coercion::functions::fields_with_udf;
use datafusion_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

/// Those that take a list and a value.
const OF_ITEMS: [&str; 6] = [
    "array_has",
    "array_append",
    "array_prepend",
    "array_position",
    "array_remove",
    "array_remove_all",
];

/// The function that widens numbers; any other function as it is.
pub(super) fn widened(function: &Arc<ScalarUDF>) -> Arc<ScalarUDF> {
    if OF_ITEMS.contains(&function.name()) {
        Arc::new(ScalarUDF::new_from_impl(Widened {
            of: Arc::clone(function),
            signature: Signature::user_defined(Volatility::Immutable),
        }))
    } else {
        Arc::clone(function)
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Widened {
    of: Arc<ScalarUDF>,
    signature: Signature,
}

impl ScalarUDFImpl for Widened {
    fn name(&self) -> &str {
        self.of.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let list_at = usize::from(self.of.name() == "array_prepend");
        if let ([_, _], Some(DataType::List(item)), Some(value)) =
            (types, types.get(list_at), types.get(1 - list_at))
        {
            let item = item.data_type();
            if item.is_numeric()
                && value.is_numeric()
                && item != value
                && let Some(common) = comparison_coercion(item, value)
            {
                let list = DataType::new_list(common.clone(), true);
                return Ok(if list_at == 0 {
                    vec![list, common]
                } else {
                    vec![common, list]
                });
            }
        }
        let fields: Vec<FieldRef> = types
            .iter()
            .map(|data_type| Arc::new(Field::new("", data_type.clone(), true)))
            .collect();
        let read = fields_with_udf(&fields, self.of.as_ref())?;
        Ok(read.iter().map(|field| field.data_type().clone()).collect())
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.of.inner().return_type(types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        self.of.inner().return_field_from_args(args)
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        self.of.inner().simplify(args, info)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.of.invoke_with_args(args)
    }
}
