//! The one table of functions, by what they are about.

mod aggregates;
mod choice;
mod dates;
mod elsewhere;
mod json;
mod json_made;
mod lists;
mod maps;
mod measures;
mod numbers;
mod patterns;
mod picks;
mod statistics;
mod text;
mod windows;

use super::entry::Entry;

/// Functions that belong together, as the written reference shows them.
pub struct Area {
    /// The heading.
    pub title: &'static str,
    /// Whether most people look for these.
    pub is_common: bool,
    /// In the order of the reference.
    pub entries: &'static [Entry],
}

/// Every area of functions, those of single rows first.
pub fn areas() -> &'static [Area] {
    &AREAS
}

static AREAS: [Area; 15] = [
    Area {
        title: "Text",
        is_common: true,
        entries: text::ENTRIES,
    },
    Area {
        title: "Patterns, likeness and codes",
        is_common: false,
        entries: patterns::ENTRIES,
    },
    Area {
        title: "Numbers",
        is_common: true,
        entries: numbers::ENTRIES,
    },
    Area {
        title: "Days and times",
        is_common: true,
        entries: dates::ENTRIES,
    },
    Area {
        title: "Conditions",
        is_common: true,
        entries: choice::ENTRIES,
    },
    Area {
        title: "Lists and structures",
        is_common: false,
        entries: lists::ENTRIES,
    },
    Area {
        title: "Measures of lists",
        is_common: false,
        entries: measures::ENTRIES,
    },
    Area {
        title: "Picks and vectors",
        is_common: false,
        entries: picks::ENTRIES,
    },
    Area {
        title: "Maps and parts",
        is_common: false,
        entries: maps::ENTRIES,
    },
    Area {
        title: "JSON in text",
        is_common: false,
        entries: json::ENTRIES,
    },
    Area {
        title: "JSON made",
        is_common: false,
        entries: json_made::ENTRIES,
    },
    Area {
        title: "As other databases write it",
        is_common: false,
        entries: elsewhere::ENTRIES,
    },
    Area {
        title: "Aggregates",
        is_common: true,
        entries: aggregates::ENTRIES,
    },
    Area {
        title: "Statistics",
        is_common: false,
        entries: statistics::ENTRIES,
    },
    Area {
        title: "Windows",
        is_common: true,
        entries: windows::ENTRIES,
    },
];

/// The titles of areas whose examples read the rows that the reference shows.
pub const OVER_ROWS: [&str; 3] = ["Aggregates", "Statistics", "Windows"];
