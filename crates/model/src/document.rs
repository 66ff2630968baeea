//! The workbook: everything that is saved, and nothing that is derived.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    CellId, ChartSpec, Conventions, EventTable, EventTableId, Hierarchy, HierarchyId, Page, PageId,
    SourceSpec, Value,
};

/// Version of the workbook format that this build writes.
pub const FORMAT_VERSION: u32 = 1;

/// A workbook: its title, what it reads, its cells from top to bottom and its pages.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Workbook {
    /// Identity of the workbook, kept across renames and copies by mail.
    pub id: String,
    pub title: String,
    /// One sentence for the start page; may be empty.
    pub about: String,
    pub sources: Vec<SourceSpec>,
    pub cells: Vec<Cell>,
    /// Dashboard pages, in the order of their tabs.
    #[serde(default)]
    pub pages: Vec<Page>,
    /// Columns that charts go down and up along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hierarchies: Vec<Hierarchy>,
    #[serde(default, skip_serializing_if = "Conventions::is_usual")]
    pub conventions: Conventions,
    /// Tables whose rows are events that charts with a time axis show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event_tables: Vec<EventTable>,
}

/// When a cell runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum RunMode {
    /// As soon as something it reads has changed and been run.
    #[default]
    OnChange,
    /// Only when a person asks; marked stale until then.
    Manual,
}

/// One cell of the notebook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Cell {
    pub id: CellId,
    /// The name other cells read it by; unique without regard to case.
    pub name: String,
    pub body: CellBody,
}

/// What a cell is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "a workbook has few cells, and most of the large ones are charts"
)]
pub enum CellBody {
    Markdown {
        text: String,
    },
    Sql {
        text: String,
        #[serde(default)]
        mode: RunMode,
    },
    Parameter {
        parameter: Parameter,
    },
    Chart {
        spec: ChartSpec,
    },
}

/// Where the choices of a list come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum ChoiceOptions {
    /// Written down.
    Values { values: Vec<Value> },
    /// The distinct values of a column of a table or cell.
    Column { source: String, field: String },
}

/// A control that cells read as `:name`, bound as a value, never pasted as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Parameter {
    /// Words beside the control.
    pub label: String,
    pub value: ParameterValue,
}

/// Kind and current value of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ParameterValue {
    /// Both ends included; ISO days; `None` is open. Reads as `:name_from` and `:name_to`,
    /// and in `x IN :name` or `x BETWEEN :name` as the range.
    DateRange {
        from: Option<String>,
        to: Option<String>,
    },
    /// One ISO day.
    Date {
        value: Option<String>,
    },
    /// One or several of a list; nothing chosen means all.
    Choice {
        options: ChoiceOptions,
        several: bool,
        chosen: Vec<Value>,
    },
    /// Decimal text; optional limits.
    Number {
        value: Option<String>,
        min: Option<String>,
        max: Option<String>,
        step: Option<String>,
    },
    Text {
        value: String,
    },
}

impl Workbook {
    /// The cell with this identity.
    pub fn cell(&self, id: &CellId) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.id == *id)
    }

    /// The page with this identity.
    pub fn page(&self, id: &PageId) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == *id)
    }

    /// The hierarchy with this identity.
    pub fn hierarchy(&self, id: &HierarchyId) -> Option<&Hierarchy> {
        self.hierarchies.iter().find(|one| one.id == *id)
    }

    /// The events table with this identity.
    pub fn event_table(&self, id: &EventTableId) -> Option<&EventTable> {
        self.event_tables.iter().find(|one| one.id == *id)
    }

    /// The cell with this name, without regard to case.
    pub fn cell_named(&self, name: &str) -> Option<&Cell> {
        let name = name.to_lowercase();
        self.cells
            .iter()
            .find(|cell| cell.name.to_lowercase() == name)
    }
}
