//! Values by chance that are drawn from a seed: each call draws from a number of its own, made of the
//! seed, the question that it stands in and its place among the calls there. The engine makes each
//! value of that number and of the place of its row.

use std::cell::Cell;

use arrow::datatypes::DataType;
use datafusion_common::tree_node::Transformed;
use datafusion_common::{Result, not_impl_err};
use datafusion_expr::{
    ColumnarValue, Expr, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility, lit,
};
use sqlparser::ast::Query;

use super::absent::everywhere;

/// Functions that draw, and what each gives.
const DRAWN: [(&str, DataType); 2] = [("random", DataType::Float64), ("uuid", DataType::Utf8)];

/// The same tree, where what draws by chance has the number to draw from as its argument.
pub(super) fn seeded(logical: LogicalPlan, seed: u32, question: &Query) -> Result<LogicalPlan> {
    let question = question.to_string();
    let calls = Cell::new(0_u32);
    everywhere(logical, |expr| {
        let drawn = match &expr {
            Expr::ScalarFunction(call) if call.args.is_empty() => {
                DRAWN.iter().find(|(name, _)| *name == call.func.name())
            }
            _ => None,
        };
        let Some((name, gives)) = drawn else {
            return Transformed::no(expr);
        };
        calls.set(calls.get().wrapping_add(1));
        let number = fingerprint(&format!("{seed} {} {question}", calls.get()));
        let function = ScalarUDF::new_from_impl(Drawn::new(name, gives));
        Transformed::yes(function.call(vec![lit(number)]))
    })
}

/// A number of 64 bits that is the same for the same text on every machine (FNV-1a).
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A function that draws from the number that it is given.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Drawn {
    name: &'static str,
    gives: &'static DataType,
    signature: Signature,
}

impl Drawn {
    fn new(name: &'static str, gives: &'static DataType) -> Self {
        Self {
            name,
            gives,
            // It depends on the place of the row, so it must not be moved to other rows.
            signature: Signature::any(1, Volatility::Volatile),
        }
    }
}

impl ScalarUDFImpl for Drawn {
    fn name(&self) -> &'static str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(self.gives.clone())
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue> {
        not_impl_err!("computed by the engine")
    }
}
