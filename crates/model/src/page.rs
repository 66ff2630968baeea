//! Pages of a workbook: tiles on a grid of twelve columns. What a person has selected on a page is
//! not here; it lives in the session.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CellId, PageId, Picked, TileId};

/// One dashboard page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Page {
    pub id: PageId,
    pub title: String,
    /// In the order in which they were added; where they stand says `Tile::place`.
    pub tiles: Vec<Tile>,
    /// Pairs that do not filter each other the usual way, by source and target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<TileLink>,
    /// Columns, by name, that this is the detail page of: it is offered wherever one of them is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detail_for: Vec<String>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    pub id: TileId,
    pub place: Place,
    /// Empty: the title of the chart or parameter is shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subtitle: String,
    pub content: TileContent,
}

/// Where a tile stands on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// First column, 0 to 11.
    pub column: u32,
    /// Columns, 1 to 12.
    pub width: u32,
    /// Distance from the top of the page in steps of 4 pixels.
    pub top: u32,
    /// In steps of 4 pixels; the gap below is part of it.
    pub height: u32,
}

/// What a tile shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum TileContent {
    /// A chart cell of the workbook; a big number is drawn as a metric.
    Chart { cell: CellId },
    /// The control of a parameter cell.
    Control { cell: CellId },
    /// A control that filters a field of a table or cell for the whole page.
    Field {
        source: String,
        field: String,
        control: FieldControl,
        /// Of a list: one value at a time.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        single: bool,
        /// What is chosen until a person chooses something else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        default: Option<Picked>,
    },
    /// Markdown.
    Text { text: String },
    /// A heading across the page; the words are the tile's title.
    Section,
}

/// How a field is filtered on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum FieldControl {
    /// From a day or number to another.
    Range,
    /// Some of the values.
    List,
    /// Letters that the text contains.
    Search,
    /// Yes or no.
    Toggle,
    /// The values with the largest figures.
    Top,
}

/// How the selection of one tile acts on another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct TileLink {
    /// The tile where something is selected.
    pub from: TileId,
    /// The tile that it acts on.
    pub to: TileId,
    pub effect: Effect,
}

/// What a selection does to another tile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Its rows are narrowed.
    #[default]
    Filter,
    /// Its rows stay; what is selected stands out.
    Highlight,
    /// Nothing.
    Ignore,
}

/// A tile and where it is to stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TilePlace {
    pub tile: TileId,
    pub place: Place,
}

impl TileContent {
    /// Gives the columns that the control of a field is about the names that `renamed` says for
    /// its table or cell; answers whether any is another now.
    pub fn rename_fields(&mut self, renamed: impl Fn(&str, &str) -> Option<String>) -> bool {
        let Self::Field {
            source,
            field,
            default,
            ..
        } = self
        else {
            return false;
        };
        let mut is_changed = false;
        let mut change = |field: &mut String| {
            if let Some(name) = renamed(source, field) {
                *field = name;
                is_changed = true;
            }
        };
        change(field);
        match default {
            Some(Picked::Filters { filters }) => {
                for filter in filters {
                    change(&mut filter.field);
                }
            }
            Some(Picked::Top { figure, .. }) => change(&mut figure.field),
            Some(Picked::Picks { picks }) => {
                for part in picks.iter_mut().flat_map(|pick| &mut pick.of) {
                    change(&mut part.pill.field);
                }
            }
            Some(Picked::Marks { .. } | Picked::Relative { .. }) | None => {}
        }
        is_changed
    }
}

impl Page {
    /// The tile with this identity.
    pub fn tile(&self, id: &TileId) -> Option<&Tile> {
        self.tiles.iter().find(|tile| tile.id == *id)
    }

    /// How a selection on `from` acts on `to`.
    pub fn effect(&self, from: &TileId, to: &TileId) -> Effect {
        let link = self
            .links
            .iter()
            .find(|link| link.from == *from && link.to == *to);
        link.map_or(Effect::Filter, |link| link.effect)
    }
}

impl Place {
    /// The first column right of it.
    pub fn end(self) -> u32 {
        self.column.saturating_add(self.width)
    }

    /// The first step below it.
    pub fn bottom(self) -> u32 {
        self.top.saturating_add(self.height)
    }
}
