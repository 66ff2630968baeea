//! What stands over the marks of a chart, besides them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::annotation::DrawnAnnotation;
use crate::event::DrawnEvents;
use crate::reference::DrawnReference;

/// What stands over the marks of a chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Overlays {
    /// The lines and bands across the marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<DrawnReference>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<DrawnAnnotation>,
    /// The events over its time axis, by their tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<DrawnEvents>,
}

impl Overlays {
    /// Whether nothing stands over the marks.
    pub fn is_empty(&self) -> bool {
        self.references.is_empty() && self.annotations.is_empty() && self.events.is_empty()
    }
}
