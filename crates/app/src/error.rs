//! Failures as every host shows them. The only place that knows the codes a screen acts on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A failure of a command, for a person: what happened, to what, why, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[ts(export, rename = "CallError")]
#[error("{message}")]
pub struct Error {
    /// Stable code such as `FILE_NOT_FOUND`, `WB_CHANGED_ON_DISK`, `CANCELLED`.
    pub code: String,
    pub message: String,
}
