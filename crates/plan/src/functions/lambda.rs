//! Functions that are given a function without a name and call it on the items of a list, as the
//! planner sees them: it may take the place of an item, counted from 1, beside the item. The
//! engine computes them.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::{Result, not_impl_err};
use datafusion_expr::type_coercion::binary::comparison_coercion;
use datafusion_expr::{
    ColumnarValue, HigherOrderFunctionArgs, HigherOrderReturnFieldArgs, HigherOrderSignature,
    HigherOrderUDF, HigherOrderUDFImpl, LambdaParametersProgress, ValueOrLambda, Volatility,
};

use crate::bind::Mistake;

/// What becomes of what the function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Use {
    /// A list of it.
    Replace,
    /// The items for which it is true.
    Keep,
    /// Whether it is true for any item, or for all.
    Judge,
    /// It goes into the next call.
    Reduce,
}

const KNOWN: [(&str, Use); 5] = [
    ("array_transform", Use::Replace),
    ("array_filter", Use::Keep),
    ("array_any_match", Use::Judge),
    ("array_all_match", Use::Judge),
    ("list_reduce", Use::Reduce),
];

/// Every such function by its name in the tree.
pub(super) fn functions() -> impl Iterator<Item = (String, Arc<HigherOrderUDF>)> {
    KNOWN.into_iter().map(|(name, kind)| {
        let function = OnItems {
            name,
            kind,
            signature: HigherOrderSignature::user_defined(Volatility::Immutable),
        };
        let function = HigherOrderUDF::new_from_impl(function);
        (name.to_owned(), Arc::new(function))
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct OnItems {
    name: &'static str,
    kind: Use,
    signature: HigherOrderSignature,
}

impl OnItems {
    fn refused(&self) -> Mistake {
        let call = match self.kind {
            Use::Reduce => "Write list_reduce([1, 2, 3], (sum, x) -> sum + x).",
            Use::Replace => "Write list_transform([1, 2, 3], x -> x * 10).",
            Use::Keep => "Write list_filter([1, 2, 3], x -> x > 1).",
            Use::Judge => "Write list_any_match([1, 2, 3], x -> x > 2).",
        };
        Mistake::new(
            "SQL_ARGUMENTS",
            format!(
                "`{}` takes a list and a function without a name.",
                self.name
            ),
            call,
        )
    }

    /// The item of the list in front.
    fn item<L>(&self, fields: &[ValueOrLambda<FieldRef, L>]) -> Result<FieldRef> {
        match fields.first() {
            Some(ValueOrLambda::Value(list)) => match list.data_type() {
                DataType::List(item) => Ok(Arc::clone(item)),
                _ => Err(self.refused().into()),
            },
            _ => Err(self.refused().into()),
        }
    }

    /// What the calls of a reduction hand on: the first value, or the first item, widened to what
    /// the function gives.
    fn handed_on<L>(
        &self,
        fields: &[ValueOrLambda<FieldRef, L>],
        given: Option<&DataType>,
    ) -> Result<DataType> {
        let first = match fields.get(2) {
            Some(ValueOrLambda::Value(first)) => first.data_type().clone(),
            _ => self.item(fields)?.data_type().clone(),
        };
        match given {
            None => Ok(first),
            Some(given) if given.is_null() || *given == first => Ok(first),
            Some(given) => comparison_coercion(&first, given).ok_or_else(|| {
                Mistake::new(
                    "SQL_TYPES",
                    "The function of `list_reduce` gives values of another type than the first one.",
                    "Convert what it gives: CAST(… AS …).",
                )
                .into()
            }),
        }
    }
}

impl HigherOrderUDFImpl for OnItems {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &HigherOrderSignature {
        &self.signature
    }

    fn coerce_value_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        let most = if self.kind == Use::Reduce { 2 } else { 1 };
        let Some(list) = types.first().filter(|_| types.len() <= most) else {
            return Err(self.refused().into());
        };
        let list = match list {
            DataType::List(_) => list.clone(),
            DataType::LargeList(item)
            | DataType::ListView(item)
            | DataType::FixedSizeList(item, _) => DataType::List(Arc::clone(item)),
            DataType::Null => DataType::new_list(DataType::Null, true),
            _ => return Err(self.refused().into()),
        };
        Ok(std::iter::once(list)
            .chain(types.iter().skip(1).cloned())
            .collect())
    }

    fn lambda_parameters(
        &self,
        step: usize,
        fields: &[ValueOrLambda<FieldRef, Option<FieldRef>>],
    ) -> Result<LambdaParametersProgress> {
        let item = self.item(fields)?;
        let place = Arc::new(Field::new("place", DataType::Int64, true));
        let Some(ValueOrLambda::Lambda(given)) = fields.get(1) else {
            return Err(self.refused().into());
        };
        if self.kind != Use::Reduce {
            return Ok(LambdaParametersProgress::Complete(vec![vec![item, place]]));
        }
        let given = given.as_ref().map(|field| field.data_type());
        let so_far = Field::new("so_far", self.handed_on(fields, given)?, true);
        let params = vec![Arc::new(so_far), item, place];
        // What the function gives is known when it was looked at once.
        Ok(if step == 0 {
            LambdaParametersProgress::Partial(vec![Some(params)])
        } else {
            LambdaParametersProgress::Complete(vec![params])
        })
    }

    fn return_field_from_args(&self, args: HigherOrderReturnFieldArgs) -> Result<FieldRef> {
        let Some(ValueOrLambda::Lambda(given)) = args.arg_fields.get(1) else {
            return Err(self.refused().into());
        };
        let given = given.data_type();
        let item = self.item(args.arg_fields)?;
        let data_type = match self.kind {
            Use::Replace => DataType::new_list(given.clone(), true),
            Use::Keep => DataType::List(item),
            Use::Judge => DataType::Boolean,
            Use::Reduce => self.handed_on(args.arg_fields, Some(given))?,
        };
        Ok(Arc::new(Field::new(self.name, data_type, true)))
    }

    fn invoke_with_args(&self, _: HigherOrderFunctionArgs) -> Result<ColumnarValue> {
        not_impl_err!("computed by the engine")
    }
}
