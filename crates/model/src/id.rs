//! Identities. Each is a short text, stable across saves, never shown to a person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[ts(export)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps a text that is already an identity, for example one read from a file.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Makes an identity from 128 bits that the caller drew.
            pub fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid.simple().to_string())
            }

            /// The identity as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id!(
    /// One open workbook in a running application.
    SessionId
);
id!(
    /// One cell of a workbook.
    CellId
);

impl CellId {
    /// The address of one of several answers of this cell, counted from 0. The last one has none: it
    /// is the cell's own. No identity of a cell has a point.
    #[must_use]
    pub fn answer(&self, at: usize) -> Self {
        Self(format!("{}.{at}", self.0))
    }
}
id!(
    /// One source of data of a workbook.
    SourceId
);
id!(
    /// One piece of long work that can be cancelled.
    JobId
);
id!(
    /// One answer that the engine keeps.
    ResultId
);
id!(
    /// One dashboard page of a workbook.
    PageId
);
id!(
    /// One tile of a page.
    TileId
);
id!(
    /// One annotation of a chart.
    AnnotationId
);
id!(
    /// One hierarchy of columns of a workbook.
    HierarchyId
);
id!(
    /// One table of a workbook whose rows are events.
    EventTableId
);
