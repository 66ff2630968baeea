//! A chart as the workbook records it: shelves with pills. Closed and versioned.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::annotation::{Annotation, AnnotationPlace};
use crate::drill::DrillStep;
use crate::event::{EventSwitch, EventTable};
use crate::mark::{Mark, Stack};
use crate::pill::{Pick, Pill};
use crate::pivot::PivotLook;
use crate::query::Filter;
use crate::reference::Reference;
use crate::value::Value;

/// Where a pill can be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Shelf {
    X,
    Y,
    Color,
    Size,
    Shape,
    Label,
    Detail,
    Tooltip,
    /// One picture for each value, one below the other.
    FacetRow,
    /// One picture for each value, side by side.
    FacetColumn,
    /// One picture for each value, side by side and wrapped to the next line.
    FacetWrap,
}

/// What an axis is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// By the position's own value: time, number, alphabet.
    Position,
    /// By the first measure.
    Value,
}

/// Order of the positions of an axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SortBy {
    pub key: SortKey,
    pub descending: bool,
    /// With `SortKey::Value`: the measure to sort by, when it is not the first one on the axes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Pill>,
    /// Of a pivot table, with `SortKey::Value`: the column whose amounts count, by its members from
    /// the outside. Empty is the total over all columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub column: Vec<Value>,
}

/// A chart: what it reads, its mark and what lies on its shelves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ChartSpec {
    /// Version of this grammar; now 1.
    pub version: u32,
    /// The cell or table it reads, by name. Empty until one is chosen.
    pub source: String,
    /// None: the best fit for the fields is chosen and explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// None: amounts that add up are stacked, others stand side by side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack: Option<Stack>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub y: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub color: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub size: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shape: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub label: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tooltip: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facet_row: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facet_column: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facet_wrap: Vec<Pill>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// Marks that were kept or left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<Pick>,
    /// How far the chart has been gone down, from the first step to the last. What lies on the
    /// shelves is the top; steps that do not fit it any more have no effect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drill: Vec<DrillStep>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<SortBy>,
    /// Lines and bands across the marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Texts at marks, positions and ranges of positions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
    /// Events tables that are shown or not shown here; others are shown as they say themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventSwitch>,
    /// How a pivot table looks.
    #[serde(default, skip_serializing_if = "PivotLook::is_plain")]
    pub pivot: PivotLook,
    /// Literacy notes that are not shown any more, by their identity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed_notes: Vec<String>,
}

impl ChartSpec {
    /// An empty chart that reads `source`.
    pub fn empty(source: impl Into<String>) -> Self {
        Self {
            version: 1,
            source: source.into(),
            mark: None,
            stack: None,
            title: String::new(),
            x: Vec::new(),
            y: Vec::new(),
            color: Vec::new(),
            size: Vec::new(),
            shape: Vec::new(),
            label: Vec::new(),
            detail: Vec::new(),
            tooltip: Vec::new(),
            facet_row: Vec::new(),
            facet_column: Vec::new(),
            facet_wrap: Vec::new(),
            filters: Vec::new(),
            picks: Vec::new(),
            drill: Vec::new(),
            sort: None,
            references: Vec::new(),
            annotations: Vec::new(),
            events: Vec::new(),
            pivot: PivotLook::default(),
            dismissed_notes: Vec::new(),
        }
    }

    /// Gives columns of the source the names that `renamed` says; others stay.
    pub fn rename_fields(&mut self, renamed: impl Fn(&str) -> Option<String>) {
        let change = |field: &mut String| {
            if let Some(name) = renamed(field) {
                *field = name;
            }
        };
        let Self {
            version: _,
            source: _,
            mark: _,
            stack: _,
            title: _,
            x,
            y,
            color,
            size,
            shape,
            label,
            detail,
            tooltip,
            facet_row,
            facet_column,
            facet_wrap,
            filters,
            picks,
            drill,
            sort,
            references: _,
            annotations,
            events: _,
            pivot: _,
            dismissed_notes: _,
        } = self;
        let shelves = [
            x,
            y,
            color,
            size,
            shape,
            label,
            detail,
            tooltip,
            facet_row,
            facet_column,
            facet_wrap,
        ];
        let sorted_by = sort.iter_mut().flat_map(|sort| &mut sort.by);
        let picked = picks
            .iter_mut()
            .flat_map(|pick| &mut pick.of)
            .map(|part| &mut part.pill);
        let on_shelves = shelves.into_iter().flatten();
        let drilled = drill
            .iter_mut()
            .flat_map(|step| [&mut step.from, &mut step.to]);
        let annotated = annotations
            .iter_mut()
            .filter_map(|annotation| match &mut annotation.at {
                AnnotationPlace::Mark { of, measure } => Some((of, measure)),
                AnnotationPlace::Position { .. } | AnnotationPlace::Range { .. } => None,
            })
            .flat_map(|(of, measure)| of.iter_mut().map(|part| &mut part.pill).chain(measure));
        let elsewhere = picked.chain(drilled).chain(annotated);
        for pill in on_shelves.chain(sorted_by).chain(elsewhere) {
            change(&mut pill.field);
        }
        for filter in filters {
            change(&mut filter.field);
        }
    }

    /// Whether the events of a table are to be shown.
    pub fn shows_events(&self, table: &EventTable) -> bool {
        let own = self.events.iter().find(|one| one.table == table.id);
        own.map_or(table.on_every_chart, |one| one.is_on)
    }

    /// The pills of one shelf, first to last.
    pub fn shelf(&self, shelf: Shelf) -> &Vec<Pill> {
        match shelf {
            Shelf::X => &self.x,
            Shelf::Y => &self.y,
            Shelf::Color => &self.color,
            Shelf::Size => &self.size,
            Shelf::Shape => &self.shape,
            Shelf::Label => &self.label,
            Shelf::Detail => &self.detail,
            Shelf::Tooltip => &self.tooltip,
            Shelf::FacetRow => &self.facet_row,
            Shelf::FacetColumn => &self.facet_column,
            Shelf::FacetWrap => &self.facet_wrap,
        }
    }

    /// The pills of one shelf, to change.
    pub fn shelf_mut(&mut self, shelf: Shelf) -> &mut Vec<Pill> {
        match shelf {
            Shelf::X => &mut self.x,
            Shelf::Y => &mut self.y,
            Shelf::Color => &mut self.color,
            Shelf::Size => &mut self.size,
            Shelf::Shape => &mut self.shape,
            Shelf::Label => &mut self.label,
            Shelf::Detail => &mut self.detail,
            Shelf::Tooltip => &mut self.tooltip,
            Shelf::FacetRow => &mut self.facet_row,
            Shelf::FacetColumn => &mut self.facet_column,
            Shelf::FacetWrap => &mut self.facet_wrap,
        }
    }
}
