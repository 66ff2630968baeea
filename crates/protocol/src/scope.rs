//! What is to be computed, and what the names in it mean.

use model::{ParameterValue, Query, ResultId, Value};
use serde::{Deserialize, Serialize};

/// What is to be computed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "made once for each question")]
pub enum Statement {
    Sql {
        text: String,
    },
    Query {
        query: Query,
    },
    /// The rows behind one row of a text's answer, given by all its values.
    Behind {
        text: String,
        row: Vec<Value>,
    },
}

/// What names mean besides the tables of open sources.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Upstream cells, in an order in which each reads only earlier ones.
    pub cells: Vec<CellBinding>,
    /// Parameters by the name used after the colon.
    pub parameters: Vec<ParameterBinding>,
    /// Only so many first rows of every table and kept answer are read; all of them without it.
    #[serde(default)]
    pub sample: Option<u32>,
    /// What values by chance are drawn from; they are drawn anew each time without it.
    #[serde(default)]
    pub seed: Option<u32>,
}

/// A cell that may be read by name. Its kept answer is used when the engine still has it,
/// otherwise its statement is planned in place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CellBinding {
    pub name: String,
    pub result: Option<ResultId>,
    pub statement: Statement,
}

/// The value of a parameter at the time of asking.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ParameterBinding {
    pub name: String,
    pub value: ParameterValue,
}
