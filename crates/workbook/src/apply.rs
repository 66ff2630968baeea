//! One edit applied to the document answers the edit that takes it back.
//!
//! Every edit is all or nothing: a refused one leaves the document as it was.

mod check;
mod event_table;
mod hierarchy;
mod page;
mod refusal;

use model::{Cell, CellBody, CellId, Edit, SourceId, SourceSpec, Workbook};

pub(crate) use check::{LONGEST_PATH, check_body, check_line, is_identity};
use check::{
    check_cell_name, check_chart, check_identity, check_parameter, check_source, check_text,
};
pub use event_table::MOST_EVENT_TABLES;
pub(crate) use event_table::check_event_table;
pub(crate) use hierarchy::check_hierarchy;
pub use hierarchy::{MOST_HIERARCHIES, MOST_LEVELS};
pub use page::{MOST_PAGES, MOST_TILES};
pub(crate) use page::{check_page, is_on_grid, settle};
pub use refusal::EditError;

/// Most cells of a workbook; a bound for files and gestures alike.
pub const MOST_CELLS: usize = 2_000;
/// Most sources of a workbook.
pub const MOST_SOURCES: usize = 1_000;
/// Longest text of a cell, in bytes.
pub const LONGEST_TEXT: usize = 1024 * 1024;
/// Longest title or one-line description, in characters.
pub const LONGEST_LINE: usize = 400;
const DEEPEST_BATCH: usize = 8;
const MOST_EDITS: usize = 20_000;

/// Changes the workbook and returns the edit that undoes it.
///
/// # Errors
/// The reason in words; the workbook is unchanged then.
pub fn apply(book: &mut Workbook, edit: Edit) -> Result<Edit, EditError> {
    apply_at(book, edit, 0)
}

fn apply_at(book: &mut Workbook, edit: Edit, depth: usize) -> Result<Edit, EditError> {
    match edit {
        Edit::SetTitle { title } => {
            check_line(&title, "title")?;
            Ok(Edit::SetTitle {
                title: std::mem::replace(&mut book.title, title),
            })
        }
        Edit::SetAbout { about } => {
            check_line(&about, "description")?;
            Ok(Edit::SetAbout {
                about: std::mem::replace(&mut book.about, about),
            })
        }
        Edit::SetConventions { conventions } => Ok(Edit::SetConventions {
            conventions: std::mem::replace(&mut book.conventions, conventions),
        }),
        Edit::InsertCell { index, cell } => insert_cell(book, index, cell),
        Edit::RemoveCell { cell } => {
            let index = cell_index(book, &cell)?;
            Ok(Edit::InsertCell {
                index,
                cell: book.cells.remove(index),
            })
        }
        Edit::MoveCell { cell, index } => {
            let before = cell_index(book, &cell)?;
            let moved = book.cells.remove(before);
            book.cells.insert(index.min(book.cells.len()), moved);
            Ok(Edit::MoveCell {
                cell,
                index: before,
            })
        }
        Edit::RenameCell { cell, name } => rename_cell(book, cell, name),
        Edit::SetText { cell, text } => set_text(book, cell, text),
        Edit::SetRunMode { cell, mode } => {
            let found = cell_mut(book, &cell)?;
            let CellBody::Sql { mode: now, .. } = &mut found.body else {
                return Err(wrong_kind(found, "SQL"));
            };
            Ok(Edit::SetRunMode {
                cell,
                mode: std::mem::replace(now, mode),
            })
        }
        Edit::SetParameter { cell, parameter } => {
            check_parameter(&parameter)?;
            let found = cell_mut(book, &cell)?;
            let CellBody::Parameter { parameter: now } = &mut found.body else {
                return Err(wrong_kind(found, "parameter"));
            };
            Ok(Edit::SetParameter {
                cell,
                parameter: std::mem::replace(now, parameter),
            })
        }
        Edit::SetChart { cell, spec } => {
            check_chart(&spec)?;
            let found = cell_mut(book, &cell)?;
            let CellBody::Chart { spec: now } = &mut found.body else {
                return Err(wrong_kind(found, "chart"));
            };
            Ok(Edit::SetChart {
                cell,
                spec: std::mem::replace(now, spec),
            })
        }
        Edit::InsertSource { index, source } => insert_source(book, index, source),
        Edit::RemoveSource { source } => {
            let index = source_index(book, &source)?;
            Ok(Edit::InsertSource {
                index,
                source: book.sources.remove(index),
            })
        }
        Edit::ReplaceSource { source } => {
            let index = source_index(book, &source.id)?;
            check_source(book, &source, Some(&source.id))?;
            let before = std::mem::replace(&mut book.sources[index], source);
            Ok(Edit::ReplaceSource { source: before })
        }
        Edit::InsertPage { index, page } => page::insert_page(book, index, page),
        Edit::RemovePage { page } => page::remove_page(book, &page),
        Edit::MovePage { page, index } => page::move_page(book, page, index),
        Edit::RenamePage { page, title } => page::rename_page(book, page, title),
        Edit::SetDetail { page, fields } => page::set_detail(book, page, fields),
        Edit::InsertTile { page, index, tile } => page::insert_tile(book, page, index, tile),
        Edit::RemoveTile { page, tile } => page::remove_tile(book, page, &tile),
        Edit::ReplaceTile { page, tile } => page::replace_tile(book, page, tile),
        Edit::PlaceTiles { page, places } => page::place_tiles(book, page, places),
        Edit::LinkTiles { page, link } => page::link_tiles(book, page, link),
        Edit::InsertHierarchy { index, hierarchy } => hierarchy::insert(book, index, hierarchy),
        Edit::RemoveHierarchy { hierarchy } => hierarchy::remove(book, &hierarchy),
        Edit::ReplaceHierarchy { hierarchy } => hierarchy::replace(book, hierarchy),
        Edit::InsertEventTable { index, table } => event_table::insert(book, index, table),
        Edit::RemoveEventTable { table } => event_table::remove(book, &table),
        Edit::ReplaceEventTable { table } => event_table::replace(book, table),
        Edit::Batch { label, edits } => apply_batch(book, label, edits, depth),
    }
}

fn apply_batch(
    book: &mut Workbook,
    label: String,
    edits: Vec<Edit>,
    depth: usize,
) -> Result<Edit, EditError> {
    check_line(&label, "name of the step")?;
    if depth >= DEEPEST_BATCH || edits.len() > MOST_EDITS {
        return Err(EditError::TooMany {
            what: "changes in one step",
            limit: MOST_EDITS,
        });
    }
    let mut inverses = Vec::with_capacity(edits.len());
    let mut refused = None;
    for edit in edits {
        match apply_at(book, edit, depth + 1) {
            Ok(inverse) => inverses.push(inverse),
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    inverses.reverse();
    let Some(error) = refused else {
        return Ok(Edit::Batch {
            label,
            edits: inverses,
        });
    };
    for inverse in inverses {
        // An inverse of what has just been applied always fits; there is nothing left to do if not.
        let _ = apply_at(book, inverse, depth + 1);
    }
    Err(error)
}

fn insert_cell(book: &mut Workbook, index: usize, cell: Cell) -> Result<Edit, EditError> {
    if book.cells.len() >= MOST_CELLS {
        return Err(EditError::TooMany {
            what: "cells",
            limit: MOST_CELLS,
        });
    }
    check_identity(cell.id.as_str(), "cell")?;
    // Identities name parts of the file, where case does not tell names apart.
    let is_known = |known: &Cell| known.id.as_str().eq_ignore_ascii_case(cell.id.as_str());
    if book.cells.iter().any(is_known) {
        return Err(EditError::CellExists(cell.id));
    }
    check_cell_name(book, &cell.name, &cell.id, is_parameter(&cell))?;
    check_body(&cell.body)?;
    let id = cell.id.clone();
    book.cells.insert(index.min(book.cells.len()), cell);
    Ok(Edit::RemoveCell { cell: id })
}

fn rename_cell(book: &mut Workbook, cell: CellId, name: String) -> Result<Edit, EditError> {
    let index = cell_index(book, &cell)?;
    check_cell_name(book, &name, &cell, is_parameter(&book.cells[index]))?;
    let before = std::mem::replace(&mut book.cells[index].name, name);
    Ok(Edit::RenameCell { cell, name: before })
}

fn set_text(book: &mut Workbook, cell: CellId, text: String) -> Result<Edit, EditError> {
    check_text(&text)?;
    let found = cell_mut(book, &cell)?;
    match &mut found.body {
        CellBody::Markdown { text: now } | CellBody::Sql { text: now, .. } => Ok(Edit::SetText {
            cell,
            text: std::mem::replace(now, text),
        }),
        _ => Err(wrong_kind(found, "text or SQL")),
    }
}

fn insert_source(book: &mut Workbook, index: usize, source: SourceSpec) -> Result<Edit, EditError> {
    if book.sources.len() >= MOST_SOURCES {
        return Err(EditError::TooMany {
            what: "sources",
            limit: MOST_SOURCES,
        });
    }
    check_identity(source.id.as_str(), "source")?;
    if book.sources.iter().any(|known| known.id == source.id) {
        return Err(EditError::SourceExists(source.id));
    }
    check_source(book, &source, None)?;
    let id = source.id.clone();
    book.sources.insert(index.min(book.sources.len()), source);
    Ok(Edit::RemoveSource { source: id })
}

fn is_parameter(cell: &Cell) -> bool {
    matches!(cell.body, CellBody::Parameter { .. })
}

fn wrong_kind(cell: &Cell, wanted: &'static str) -> EditError {
    EditError::WrongKind {
        name: shown(&cell.name),
        wanted,
    }
}

fn shown(name: &str) -> String {
    crate::words::shown(name, 80)
}

fn cell_index(book: &Workbook, id: &CellId) -> Result<usize, EditError> {
    let found = book.cells.iter().position(|cell| cell.id == *id);
    found.ok_or_else(|| EditError::NoSuchCell(id.clone()))
}

fn cell_mut<'book>(book: &'book mut Workbook, id: &CellId) -> Result<&'book mut Cell, EditError> {
    let found = book.cells.iter_mut().find(|cell| cell.id == *id);
    found.ok_or_else(|| EditError::NoSuchCell(id.clone()))
}

fn source_index(book: &Workbook, id: &SourceId) -> Result<usize, EditError> {
    let found = book.sources.iter().position(|source| source.id == *id);
    found.ok_or_else(|| EditError::NoSuchSource(id.clone()))
}
