//! Texts with a place on a chart: what a person wrote, and where it stands in the picture.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::AnnotationId;
use crate::{Pill, Value};

/// The value of a mark along one of its dimensions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct MarkMember {
    pub pill: Pill,
    pub value: Value,
}

/// What an annotation is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AnnotationPlace {
    /// One mark, by its value along every dimension of the chart.
    Mark {
        of: Vec<MarkMember>,
        /// Which of several measures; none is the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measure: Option<Pill>,
    },
    /// A value of the axis of positions; of periods and bins the one that holds it.
    Position { value: Value },
    /// From one value of the axis of positions to another, both included.
    Range { from: Value, to: Value },
}

/// A text with a place on a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// Its own within the chart.
    pub id: AnnotationId,
    pub text: String,
    pub at: AnnotationPlace,
}

/// A place on the axis of positions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AxisSpot {
    /// The first row of the answer at the position that holds it.
    pub row: usize,
    /// On an axis with distances where exactly: the number, of time in milliseconds since 1970.
    pub at: Option<f64>,
}

/// Where an annotation stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnnotationAt {
    /// The mark of a row of the answer, and the column of its amount.
    Mark {
        row: usize,
        column: String,
    },
    Position {
        spot: AxisSpot,
    },
    Range {
        from: AxisSpot,
        to: AxisSpot,
    },
}

/// An annotation of a chart in the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawnAnnotation {
    pub annotation: Annotation,
    /// None: it has no place in the picture now; `why` says so.
    pub at: Option<AnnotationAt>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}
