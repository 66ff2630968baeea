//! Tables whose rows are events, and where their events stand on the time axis of a chart.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::annotation::AxisSpot;
use crate::{CellId, EventTableId, Value};

/// A table or cell whose rows are events: releases, holidays, outages. Charts with a time axis show
/// them over their marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct EventTable {
    pub id: EventTableId,
    pub name: String,
    /// The cell or table that is read, by name.
    pub source: String,
    /// The column that says when an event happens or begins.
    pub start: String,
    /// The column that says when it ends, for events that last; the end is a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// The column that says what happens.
    pub text: String,
    /// The column that says of which kind an event is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Every chart with a time axis shows them, unless it says otherwise itself.
    #[serde(default)]
    pub on_every_chart: bool,
}

impl EventTable {
    /// The columns that are read.
    pub fn columns(&self) -> impl Iterator<Item = &String> {
        let all = [Some(&self.start), self.end.as_ref(), Some(&self.text)];
        all.into_iter().flatten().chain(&self.kind)
    }

    /// The columns that are read, to change.
    pub fn columns_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let all = [
            Some(&mut self.start),
            self.end.as_mut(),
            Some(&mut self.text),
        ];
        all.into_iter().flatten().chain(&mut self.kind)
    }
}

/// What a chart says of an events table for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct EventSwitch {
    pub table: EventTableId,
    pub is_on: bool,
}

/// An event on the time axis of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawnEvent {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    pub start: Value,
    /// Of an event that lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Value>,
    /// Where it stands, or begins within the picture.
    pub from: AxisSpot,
    /// Where it ends within the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<AxisSpot>,
}

/// The events of one table over the marks of a chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DrawnEvents {
    pub table: EventTableId,
    pub name: String,
    /// Those that are in the picture, in the order of time.
    pub events: Vec<DrawnEvent>,
    /// How many there are in the time that the picture shows; what was read may be fewer.
    pub total: u64,
    /// Why there are none or not all of them, and what can be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The cell that has to run before they can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<CellId>,
}
