//! The name of a step in words: what undo and redo say they will do.

use model::{CellBody, CellId, Edit, PageId, RunMode, SourceId, TileContent, TileId, Workbook};

use crate::words::shown;

const LONGEST: usize = 60;

/// What an edit does, in words: "Rename revenue to sales". Ask before it is applied.
pub fn label(edit: &Edit, book: &Workbook) -> String {
    match edit {
        Edit::SetTitle { title } => format!("Rename workbook to {}", named(title)),
        Edit::SetAbout { .. } => "Change description".to_owned(),
        Edit::SetConventions { .. } => "Change conventions".to_owned(),
        Edit::InsertCell { cell, .. } => {
            format!("Add {} {}", kind(&cell.body), named(&cell.name))
        }
        Edit::RemoveCell { cell } => format!("Remove {}", cell_name(book, cell)),
        Edit::MoveCell { cell, index } => {
            let before = book.cells.iter().position(|known| known.id == *cell);
            let way = if before.is_some_and(|before| *index < before) {
                "up"
            } else {
                "down"
            };
            format!("Move {} {way}", cell_name(book, cell))
        }
        Edit::RenameCell { cell, name } => {
            format!("Rename {} to {}", cell_name(book, cell), named(name))
        }
        Edit::SetText { cell, .. } => format!("Edit {}", cell_name(book, cell)),
        Edit::SetRunMode {
            cell,
            mode: RunMode::OnChange,
        } => {
            format!("Run {} on change", cell_name(book, cell))
        }
        Edit::SetRunMode {
            cell,
            mode: RunMode::Manual,
        } => {
            format!("Run {} by hand", cell_name(book, cell))
        }
        Edit::SetParameter { cell, .. } => format!("Set {}", cell_name(book, cell)),
        Edit::SetChart { cell, .. } => format!("Change chart {}", cell_name(book, cell)),
        Edit::InsertSource { source, .. } => format!("Add source {}", named(&source.name)),
        Edit::RemoveSource { source } => format!("Remove source {}", source_name(book, source)),
        Edit::ReplaceSource { source } => replaced(book, source),
        Edit::InsertPage { page, .. } => format!("Add page {}", named(&page.title)),
        Edit::RemovePage { page } => format!("Remove {}", page_name(book, page)),
        Edit::MovePage { page, .. } => format!("Move {}", page_name(book, page)),
        Edit::RenamePage { page, title } => {
            format!("Rename {} to {}", page_name(book, page), named(title))
        }
        Edit::SetDetail { page, fields } if fields.is_empty() => {
            format!("Make {} no detail page", page_name(book, page))
        }
        Edit::SetDetail { page, fields } => {
            let fields = named(&fields.join(", "));
            format!("Make {} the detail page of {fields}", page_name(book, page))
        }
        Edit::InsertTile { tile, .. } => format!("Add {}", tile_words(book, tile)),
        Edit::RemoveTile { page, tile } => format!("Remove {}", tile_name(book, page, tile)),
        Edit::ReplaceTile { page, tile } => {
            format!("Change {}", tile_name(book, page, &tile.id))
        }
        Edit::PlaceTiles { page, places } => match places.as_slice() {
            [only] => format!("Place {}", tile_name(book, page, &only.tile)),
            _ => format!("Place {} tiles", places.len()),
        },
        Edit::LinkTiles { page, link } => {
            format!("Change what filters {}", tile_name(book, page, &link.to))
        }
        Edit::InsertHierarchy { hierarchy, .. } => {
            format!("Add hierarchy {}", named(&hierarchy.name))
        }
        Edit::RemoveHierarchy { hierarchy } => match book.hierarchy(hierarchy) {
            Some(known) => format!("Remove hierarchy {}", named(&known.name)),
            None => "Remove hierarchy".to_owned(),
        },
        Edit::ReplaceHierarchy { hierarchy } => {
            format!("Change hierarchy {}", named(&hierarchy.name))
        }
        Edit::InsertEventTable { table, .. } => format!("Add events {}", named(&table.name)),
        Edit::RemoveEventTable { table } => match book.event_table(table) {
            Some(known) => format!("Remove events {}", named(&known.name)),
            None => "Remove events".to_owned(),
        },
        Edit::ReplaceEventTable { table } => format!("Change events {}", named(&table.name)),
        Edit::Batch { label, edits } if label.trim().is_empty() => match edits.as_slice() {
            [only] => self::label(only, book),
            _ => format!("{} changes", edits.len()),
        },
        Edit::Batch { label, .. } => named(label),
    }
}

fn replaced(book: &Workbook, source: &model::SourceSpec) -> String {
    let before = source_name(book, &source.id);
    let now = named(&source.name);
    if before == now {
        format!("Change source {now}")
    } else {
        format!("Rename source {before} to {now}")
    }
}

fn kind(body: &CellBody) -> &'static str {
    match body {
        CellBody::Markdown { .. } => "text",
        CellBody::Sql { .. } => "SQL cell",
        CellBody::Parameter { .. } => "parameter",
        CellBody::Chart { .. } => "chart",
    }
}

fn cell_name(book: &Workbook, id: &CellId) -> String {
    book.cell(id)
        .map_or_else(|| "cell".to_owned(), |cell| named(&cell.name))
}

fn source_name(book: &Workbook, id: &SourceId) -> String {
    let found = book.sources.iter().find(|source| source.id == *id);
    found.map_or_else(|| "source".to_owned(), |source| named(&source.name))
}

fn page_name(book: &Workbook, id: &PageId) -> String {
    let title = book.page(id).map(|page| page.title.trim());
    title.filter(|title| !title.is_empty()).map_or_else(
        || "page".to_owned(),
        |title| format!("page {}", named(title)),
    )
}

fn tile_name(book: &Workbook, page: &PageId, id: &TileId) -> String {
    let tile = book.page(page).and_then(|page| page.tile(id));
    tile.map_or_else(|| "tile".to_owned(), |tile| tile_words(book, tile))
}

fn tile_words(book: &Workbook, tile: &model::Tile) -> String {
    if !tile.title.trim().is_empty() {
        return format!("tile {}", named(&tile.title));
    }
    match &tile.content {
        TileContent::Chart { cell } | TileContent::Control { cell } => {
            format!("tile {}", cell_name(book, cell))
        }
        TileContent::Field { field, .. } => format!("filter {}", named(field)),
        TileContent::Text { .. } => "text tile".to_owned(),
        TileContent::Section => "section".to_owned(),
    }
}

fn named(name: &str) -> String {
    shown(name, LONGEST)
}
