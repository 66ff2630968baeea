//! What a workbook says once for all of its answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Conventions that hold for every answer of a workbook, on every machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Conventions {
    /// What `random()` and `uuid()` are drawn from: the same text over the same rows draws the same
    /// values each time. Without it they are drawn anew each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
}

impl Conventions {
    /// Whether nothing is said, as in a new workbook.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}
