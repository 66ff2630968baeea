//! Casts of lists, structures and maps. The planner's library knows some of them, in its own way
//! of writing lists as text; here each becomes a call that the engine computes.

use arrow::datatypes::DataType;
use datafusion_common::tree_node::{Transformed, TreeNode};
use datafusion_common::{DFSchema, Result, not_impl_err};
use datafusion_expr::expr_rewriter::NamePreserver;
use datafusion_expr::utils::merge_schema;
use datafusion_expr::{
    ColumnarValue, Expr, ExprSchemable, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};

/// The name of a cast that fails where a value does not fit.
pub const CAST: &str = "cast";
/// The name of a cast that gives null there.
pub const TRY_CAST: &str = "try_cast";

/// Puts a call in the place of every cast from or to a list or a structure, in subqueries too.
pub(super) fn as_calls(logical: LogicalPlan) -> Result<LogicalPlan> {
    let called = logical.transform_up_with_subqueries(|node| {
        let schema = merge_schema(&node.inputs());
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let called = expr.transform_up(|expr| Ok(called(expr, &schema)))?;
            Ok(called.update_data(|expr| name.restore(expr)))
        })
    })?;
    Ok(called.data)
}

fn called(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let (operand, field, name) = match &expr {
        Expr::Cast(cast) => (&cast.expr, &cast.field, CAST),
        Expr::TryCast(cast) => (&cast.expr, &cast.field, TRY_CAST),
        _ => return Transformed::no(expr),
    };
    let to = field.data_type();
    let Ok(from) = operand.get_type(schema) else {
        return Transformed::no(expr);
    };
    if from == *to || from.is_null() || !(is_nested(&from) || is_nested(to)) {
        return Transformed::no(expr);
    }
    let function = ScalarUDF::new_from_impl(NestedCast {
        name,
        to: to.clone(),
        signature: Signature::any(1, Volatility::Immutable),
    });
    Transformed::yes(function.call(vec![operand.as_ref().clone()]))
}

fn is_nested(data_type: &DataType) -> bool {
    matches!(data_type, DataType::List(_) | DataType::Struct(_))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct NestedCast {
    name: &'static str,
    to: DataType,
    signature: Signature,
}

impl ScalarUDFImpl for NestedCast {
    fn name(&self) -> &'static str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.to.clone())
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        not_impl_err!("computed by the engine")
    }
}
