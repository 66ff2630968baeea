//! A sample of rows: `TABLESAMPLE`, `USING SAMPLE`.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion_common::{DFSchemaRef, Result, ScalarValue};
use datafusion_expr::{Expr, LogicalPlan, UserDefinedLogicalNodeCore};

use super::beyond_repair;

/// How much of the rows a sample takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Share {
    /// As many rows as this, or all of them when there are fewer.
    Rows(u64),
    /// Each row with this chance, in millionths of a hundredth of all.
    Millionths(u64),
}

/// Some of the rows, picked by their places and a seed: the same rows each time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sample {
    /// What it is taken from.
    pub input: Arc<LogicalPlan>,
    /// How much it takes.
    pub share: Share,
    /// Another seed, another sample.
    pub seed: u64,
}

impl Sample {
    /// From the marker's arguments: an amount, whether it counts rows, the seed.
    pub(super) fn new(input: Arc<LogicalPlan>, args: &[Expr]) -> Result<Self> {
        let whole = |at: usize| match args.get(at) {
            Some(Expr::Literal(value, _)) => match value.cast_to(&DataType::UInt64) {
                Ok(ScalarValue::UInt64(number)) => number,
                _ => None,
            },
            _ => None,
        };
        let (Some(amount), Some(counts_rows), Some(seed)) = (whole(0), whole(1), whole(2)) else {
            return Err(beyond_repair().into());
        };
        let share = if counts_rows == 1 {
            Share::Rows(amount)
        } else {
            Share::Millionths(amount)
        };
        Ok(Self { input, share, seed })
    }
}

impl PartialOrd for Sample {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (&self.input, self.seed).partial_cmp(&(&other.input, other.seed))
    }
}

impl UserDefinedLogicalNodeCore for Sample {
    fn name(&self) -> &'static str {
        "Sample"
    }

    fn inputs(&self) -> Vec<&LogicalPlan> {
        vec![&self.input]
    }

    fn schema(&self) -> &DFSchemaRef {
        self.input.schema()
    }

    fn expressions(&self) -> Vec<Expr> {
        Vec::new()
    }

    fn fmt_for_explain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sample: {:?}", self.share)
    }

    fn with_exprs_and_inputs(&self, _: Vec<Expr>, inputs: Vec<LogicalPlan>) -> Result<Self> {
        let [input] = <[LogicalPlan; 1]>::try_from(inputs).map_err(|_| beyond_repair())?;
        Ok(Self {
            input: Arc::new(input),
            ..self.clone()
        })
    }

    fn necessary_children_exprs(&self, wanted: &[usize]) -> Option<Vec<Vec<usize>>> {
        // Rows without any column could not be counted.
        let some = if wanted.is_empty() { &[0] } else { wanted };
        Some(vec![some.to_vec()])
    }
}
