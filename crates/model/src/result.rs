//! What is known of an answer besides its rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Diagnostic, Field, ResultId};

/// The head of an answer: the rows stay in the engine and are asked for in windows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ResultHead {
    pub id: ResultId,
    pub fields: Vec<Field>,
    /// True number of rows of the answer.
    pub rows: u64,
    /// Bytes the answer takes in memory or in the cache.
    pub bytes: u64,
    /// Wall-clock time from planning to the last row, in milliseconds.
    pub took_ms: f64,
    /// Time for planning alone, in milliseconds.
    pub plan_ms: f64,
    /// Name and version of what computed it: "Local · Polars 0.55.2".
    pub engine: String,
    /// Tables and cells it read, by name.
    pub inputs: Vec<String>,
    /// Warnings about the answer, such as a division by zero that became null.
    pub warnings: Vec<Diagnostic>,
}

/// One input of an answer as it was at that time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InputStamp {
    pub name: String,
    pub fingerprint: String,
}

/// The question that an answer is of, where a text asks several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AskedAt {
    /// Where its statement begins, counted from 1.
    pub line: u32,
    /// The beginning of its statement.
    pub label: String,
}

/// Under what circumstances a saved answer was computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TruthStamp {
    /// UTC, ISO 8601, to the second.
    pub computed_at: String,
    pub engine: String,
    /// BLAKE3 of the cell's text, parameters and upstream stamps.
    pub content: String,
    pub inputs: Vec<InputStamp>,
    pub fields: Vec<Field>,
    /// True number of rows of the answer.
    pub rows: u64,
    /// Rows that were saved with it; fewer than `rows` when only the head was kept.
    pub saved_rows: u64,
    pub took_ms: f64,
    /// None where the text asks one question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub asked_at: Option<AskedAt>,
}
