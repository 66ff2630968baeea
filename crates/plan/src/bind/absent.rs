//! A query inside of an expression may have no row, and then has no value: the planner takes the
//! type of its column as it is, and would compute `IS NULL` and `coalesce` without asking.
//!
//! While a tree is planned a call stands around such queries whose result may always be missing.

use arrow::datatypes::DataType;
use datafusion_common::Result;
use datafusion_common::tree_node::{Transformed, TreeNode};
use datafusion_expr::expr::ScalarFunction;
use datafusion_expr::expr_rewriter::NamePreserver;
use datafusion_expr::{
    ColumnarValue, Expr, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

use super::told;

/// The name of the call.
const NAME: &str = "value of a query";

/// Puts the call around every query that may have no row and whose column is never missing.
pub(super) fn marked(logical: LogicalPlan) -> Result<LogicalPlan> {
    let function = ScalarUDF::new_from_impl(Same::new(NAME, 1));
    everywhere(logical, |expr| match expr {
        Expr::ScalarSubquery(query) if may_be_absent(&query.subquery) => {
            Transformed::yes(function.call(vec![Expr::ScalarSubquery(query)]))
        }
        other => Transformed::no(other),
    })
}

/// Takes the calls away again.
pub(super) fn unmarked(logical: LogicalPlan) -> Result<LogicalPlan> {
    everywhere(logical, |expr| match expr {
        Expr::ScalarFunction(ScalarFunction { func, mut args })
            if [NAME, told::NAME].contains(&func.name()) && !args.is_empty() =>
        {
            Transformed::yes(args.swap_remove(0))
        }
        other => Transformed::no(other),
    })
}

/// Changes every expression of a tree, also in queries inside of expressions.
pub(super) fn everywhere(
    logical: LogicalPlan,
    change: impl Fn(Expr) -> Transformed<Expr>,
) -> Result<LogicalPlan> {
    let changed = logical.transform_up_with_subqueries(|node| {
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let changed = expr.transform_up(|expr| Ok(change(expr)))?;
            Ok(changed.update_data(|expr| name.restore(expr)))
        })
    })?;
    Ok(changed.data)
}

fn may_be_absent(query: &LogicalPlan) -> bool {
    let mut fields = query.schema().fields().iter();
    fields.any(|field| !field.is_nullable()) && !has_one_row(query)
}

/// Whether a query gives one row whatever it reads.
fn has_one_row(query: &LogicalPlan) -> bool {
    match query {
        LogicalPlan::Projection(projection) => has_one_row(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => has_one_row(&alias.input),
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        LogicalPlan::EmptyRelation(empty) => empty.produce_one_row,
        _ => false,
    }
}

/// The call that tells a value from another of the same name, by a text behind it.
pub(super) fn kept_apart() -> ScalarUDF {
    ScalarUDF::new_from_impl(Same::new(told::NAME, 2))
}

/// Gives its first argument, of which the planner does not know that it is there.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Same {
    name: &'static str,
    signature: Signature,
}

impl Same {
    fn new(name: &'static str, arguments: usize) -> Self {
        Self {
            name,
            signature: Signature::any(arguments, Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for Same {
    fn name(&self) -> &'static str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(types.first().cloned().unwrap_or(DataType::Null))
    }

    fn invoke_with_args(&self, mut args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        Ok(args.args.remove(0))
    }
}
