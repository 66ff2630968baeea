//! Why an edit was refused, in words.

use model::{CellId, EventTableId, HierarchyId, PageId, SourceId, TileId};

/// Why an edit was refused. The document is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error(
        "This cell is no longer in the workbook, so it was not changed. It may have been removed by an earlier step; undo brings it back."
    )]
    NoSuchCell(CellId),
    #[error(
        "This source is no longer in the workbook, so it was not changed. Undo may bring it back."
    )]
    NoSuchSource(SourceId),
    #[error(
        "This page is no longer in the workbook, so it was not changed. Undo may bring it back."
    )]
    NoSuchPage(PageId),
    #[error("This tile is no longer on the page, so it was not changed. Undo may bring it back.")]
    NoSuchTile(TileId),
    #[error(
        "This hierarchy is no longer in the workbook, so it was not changed. Undo may bring it back."
    )]
    NoSuchHierarchy(HierarchyId),
    #[error("There is already a hierarchy with this identity, so it was not added again.")]
    HierarchyExists(HierarchyId),
    #[error("A hierarchy leads from one column to another: name at least two, each once.")]
    BadHierarchy,
    #[error(
        "These events are no longer in the workbook, so they were not changed. Undo may bring them back."
    )]
    NoSuchEventTable(EventTableId),
    #[error("There are already events with this identity, so they were not added again.")]
    EventTableExists(EventTableId),
    #[error("Events need a column that says when and one that says what: choose both.")]
    BadEventTable,
    #[error("There is already a page with this identity, so it was not added again.")]
    PageExists(PageId),
    #[error("There is already a tile with this identity on the page, so it was not added again.")]
    TileExists(TileId),
    #[error(
        "A tile cannot stand there: it takes 1 to 12 columns of the grid and at least one step of height."
    )]
    BadPlace,
    #[error(
        "The pairs of tiles of this page are not in order, so nothing says how they act on each other."
    )]
    BadLinks,
    #[error("There is already a cell with this identity, so it was not added again.")]
    CellExists(CellId),
    #[error("There is already a source with this identity, so it was not added again.")]
    SourceExists(SourceId),
    #[error(
        "The name “{name}” is already used by another {what}. Names differ by more than upper and lower case; “{suggestion}” is free."
    )]
    NameTaken {
        what: &'static str,
        name: String,
        suggestion: String,
    },
    #[error("“{name}” cannot be used as a name: {reason}. “{suggestion}” would work.")]
    BadName {
        name: String,
        reason: &'static str,
        suggestion: String,
    },
    #[error("The identity of this {what} is not valid: 1 to 64 letters, digits, - or _ are.")]
    BadIdentity { what: &'static str },
    #[error("“{name}” is not a {wanted} cell, so this change does not fit it.")]
    WrongKind { name: String, wanted: &'static str },
    #[error(
        "This chart was made by a newer Assay, which this one cannot draw. Update Assay to use it."
    )]
    NewerChart,
    #[error("The {what} is too long: at most {limit} fit. Shorten it and try again.")]
    TooLong {
        what: &'static str,
        limit: &'static str,
    },
    #[error("A workbook holds at most {limit} {what}. Start another workbook for more.")]
    TooMany { what: &'static str, limit: usize },
}

impl EditError {
    /// Stable code for screens and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchCell(_) => "EDIT_NO_SUCH_CELL",
            Self::NoSuchSource(_) => "EDIT_NO_SUCH_SOURCE",
            Self::NoSuchPage(_) => "EDIT_NO_SUCH_PAGE",
            Self::NoSuchTile(_) => "EDIT_NO_SUCH_TILE",
            Self::BadPlace => "EDIT_BAD_PLACE",
            Self::BadLinks => "EDIT_BAD_LINKS",
            Self::NoSuchHierarchy(_) => "EDIT_NO_SUCH_HIERARCHY",
            Self::BadHierarchy => "EDIT_BAD_HIERARCHY",
            Self::NoSuchEventTable(_) => "EDIT_NO_SUCH_EVENTS",
            Self::BadEventTable => "EDIT_BAD_EVENTS",
            Self::HierarchyExists(_)
            | Self::EventTableExists(_)
            | Self::CellExists(_)
            | Self::SourceExists(_)
            | Self::PageExists(_)
            | Self::TileExists(_) => "EDIT_EXISTS",
            Self::NameTaken { .. } => "EDIT_NAME_TAKEN",
            Self::BadName { .. } => "EDIT_BAD_NAME",
            Self::BadIdentity { .. } => "EDIT_BAD_IDENTITY",
            Self::WrongKind { .. } => "EDIT_WRONG_KIND",
            Self::NewerChart => "EDIT_NEWER_CHART",
            Self::TooLong { .. } => "EDIT_TOO_LONG",
            Self::TooMany { .. } => "EDIT_TOO_MANY",
        }
    }

    /// A name that would be accepted instead, when a name is at fault.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::NameTaken { suggestion, .. } | Self::BadName { suggestion, .. } => {
                Some(suggestion)
            }
            _ => None,
        }
    }
}
