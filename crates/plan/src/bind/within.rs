//! `x IN tags`: whether a list holds a value, written like a choice of one.

use arrow::datatypes::DataType;
use datafusion_common::DFSchema;
use datafusion_common::tree_node::Transformed;
use datafusion_expr::expr::InList;
use datafusion_expr::{Expr, ExprSchemable, not};

use crate::functions::functions;

/// Whether the only choice is a list of what is looked for, and not one more such value.
pub(super) fn is_list(choice: &InList, schema: &DFSchema) -> bool {
    let [only] = choice.list.as_slice() else {
        return false;
    };
    let (Ok(held), Ok(wanted)) = (only.get_type(schema), choice.expr.get_type(schema)) else {
        return false;
    };
    depth(&held) == depth(&wanted) + 1
}

/// The choice as the function that looks into lists.
pub(super) fn held(mut choice: InList) -> Transformed<Expr> {
    let Some(function) = functions().scalar("array_has") else {
        return Transformed::no(Expr::InList(choice));
    };
    let found = function.call(choice.list.drain(..).chain([*choice.expr]).collect());
    Transformed::yes(if choice.negated { not(found) } else { found })
}

fn depth(data_type: &DataType) -> usize {
    match data_type {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            1 + depth(item.data_type())
        }
        _ => 0,
    }
}
