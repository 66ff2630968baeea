//! The name of a step in words: what undo and redo say they will do.

use model::{CellBody, CellId, Edit, RunMode, SourceId, Workbook};

use crate::words::shown;

const LONGEST: usize = 60;

/// What an edit does, in words: "Rename revenue to sales". Ask before it is applied.
pub fn label(edit: &Edit, book: &Workbook) -> String {
    match edit {
        Edit::SetTitle { title } => format!("Rename workbook to {}", named(title)),
        Edit::SetAbout { .. } => "Change description".to_owned(),
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

fn named(name: &str) -> String {
    shown(name, LONGEST)
}
