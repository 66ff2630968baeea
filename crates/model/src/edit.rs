//! Named changes of the document. Each has an inverse (`workbook::apply`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Cell, CellId, ChartSpec, Conventions, EventTable, EventTableId, Hierarchy, HierarchyId, Page,
    PageId, Parameter, RunMode, SourceId, SourceSpec, Tile, TileId, TileLink, TilePlace,
};

/// One change. Applying it answers the edit that takes it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    SetTitle {
        title: String,
    },
    SetAbout {
        about: String,
    },
    SetConventions {
        conventions: Conventions,
    },
    /// Puts a cell at `index`; an index past the end appends.
    InsertCell {
        index: usize,
        cell: Cell,
    },
    RemoveCell {
        cell: CellId,
    },
    /// Moves a cell so that it stands at `index` afterwards.
    MoveCell {
        cell: CellId,
        index: usize,
    },
    /// Renames a cell; what reads it by name is not rewritten here.
    RenameCell {
        cell: CellId,
        name: String,
    },
    /// Text of a Markdown or SQL cell.
    SetText {
        cell: CellId,
        text: String,
    },
    SetRunMode {
        cell: CellId,
        mode: RunMode,
    },
    SetParameter {
        cell: CellId,
        parameter: Parameter,
    },
    SetChart {
        cell: CellId,
        spec: ChartSpec,
    },
    /// Adds a source at `index`; an index past the end appends.
    InsertSource {
        index: usize,
        source: SourceSpec,
    },
    RemoveSource {
        source: SourceId,
    },
    /// Replaces path, name, kind and options of the source with the same identity.
    ReplaceSource {
        source: SourceSpec,
    },
    /// Adds a page at `index`; an index past the end appends.
    InsertPage {
        index: usize,
        page: Page,
    },
    RemovePage {
        page: PageId,
    },
    /// Moves a page so that its tab stands at `index` afterwards.
    MovePage {
        page: PageId,
        index: usize,
    },
    RenamePage {
        page: PageId,
        title: String,
    },
    /// Says of which columns a page is the detail page; of none it is a page like others.
    SetDetail {
        page: PageId,
        fields: Vec<String>,
    },
    /// Adds a tile at `index` of the page's list; an index past the end appends.
    InsertTile {
        page: PageId,
        index: usize,
        tile: Tile,
    },
    RemoveTile {
        page: PageId,
        tile: TileId,
    },
    /// Replaces place, titles and content of the tile with the same identity.
    ReplaceTile {
        page: PageId,
        tile: Tile,
    },
    /// Puts tiles elsewhere on the grid.
    PlaceTiles {
        page: PageId,
        places: Vec<TilePlace>,
    },
    /// Says how a selection on one tile acts on another; the usual effect is not recorded.
    LinkTiles {
        page: PageId,
        link: TileLink,
    },
    /// Adds a hierarchy of columns at `index`; an index past the end appends.
    InsertHierarchy {
        index: usize,
        hierarchy: Hierarchy,
    },
    RemoveHierarchy {
        hierarchy: HierarchyId,
    },
    /// Replaces name, source and columns of the hierarchy with the same identity.
    ReplaceHierarchy {
        hierarchy: Hierarchy,
    },
    /// Adds an events table at `index`; an index past the end appends.
    InsertEventTable {
        index: usize,
        table: EventTable,
    },
    RemoveEventTable {
        table: EventTableId,
    },
    /// Replaces name, source, columns and extent of the events table with the same identity.
    ReplaceEventTable {
        table: EventTable,
    },
    /// Several edits as one step with one name.
    Batch {
        label: String,
        edits: Vec<Edit>,
    },
}
