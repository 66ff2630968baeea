//! Going down and up on charts: hierarchies of columns, and the steps that were taken.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{HierarchyId, Pill, Value};

/// Columns of a table or cell from the coarse to the fine one: country, region, city. Dates need
/// none; their units are a hierarchy by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Hierarchy {
    pub id: HierarchyId,
    pub name: String,
    /// The cell or table whose columns these are, by name.
    pub source: String,
    /// The coarse one first; at least two.
    pub fields: Vec<String>,
}

/// One step down: the dimension that was gone into, its member that is kept, and the finer
/// dimension that takes its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DrillStep {
    /// As it lies on the shelf: a column, or its truncated date.
    pub from: Pill,
    pub value: Value,
    pub to: Pill,
}
