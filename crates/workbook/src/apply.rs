//! One edit applied to the document answers the edit that takes it back.
//!
//! Every edit is all or nothing: a refused one leaves the document as it was.

use model::{Cell, CellBody, CellId, Edit, SourceId, SourceSpec, Workbook};

use crate::names;

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
            Self::CellExists(_) | Self::SourceExists(_) => "EDIT_EXISTS",
            Self::NameTaken { .. } => "EDIT_NAME_TAKEN",
            Self::BadName { .. } => "EDIT_BAD_NAME",
            Self::BadIdentity { .. } => "EDIT_BAD_IDENTITY",
            Self::WrongKind { .. } => "EDIT_WRONG_KIND",
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
            check_line(&parameter.label, "label")?;
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
            check_line(&spec.title, "chart title")?;
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
    if book.cell(&cell.id).is_some() {
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

fn check_source(
    book: &Workbook,
    source: &SourceSpec,
    except: Option<&SourceId>,
) -> Result<(), EditError> {
    if let Err(reason) = names::check(&source.name) {
        let suggestion = names::free_source_name(book, &source.name);
        return Err(EditError::BadName {
            name: shown(&source.name),
            reason,
            suggestion,
        });
    }
    if source.path.len() > 4096 {
        return Err(EditError::TooLong {
            what: "path",
            limit: "4,096 bytes",
        });
    }
    let folded = names::fold(&source.name);
    let mut others = book
        .sources
        .iter()
        .filter(|known| Some(&known.id) != except);
    if others.any(|known| names::fold(&known.name) == folded) {
        let suggestion = names::free_source_name(book, &source.name);
        return Err(EditError::NameTaken {
            what: "source",
            name: shown(&source.name),
            suggestion,
        });
    }
    Ok(())
}

fn check_cell_name(
    book: &Workbook,
    name: &str,
    id: &CellId,
    is_parameter: bool,
) -> Result<(), EditError> {
    let checked = if is_parameter {
        names::check_parameter(name)
    } else {
        names::check(name)
    };
    if let Err(reason) = checked {
        let wanted = if is_parameter {
            names::as_parameter(name)
        } else {
            name.to_owned()
        };
        let suggestion = names::free_cell_name(book, &wanted);
        return Err(EditError::BadName {
            name: shown(name),
            reason,
            suggestion,
        });
    }
    let folded = names::fold(name);
    let mut others = book.cells.iter().filter(|cell| cell.id != *id);
    if others.any(|cell| names::fold(&cell.name) == folded) {
        let suggestion = names::free_cell_name(book, name);
        return Err(EditError::NameTaken {
            what: "cell",
            name: shown(name),
            suggestion,
        });
    }
    Ok(())
}

/// Whether the parts of a cell's body keep within their bounds.
fn check_body(body: &CellBody) -> Result<(), EditError> {
    match body {
        CellBody::Markdown { text } | CellBody::Sql { text, .. } => check_text(text),
        CellBody::Parameter { parameter } => check_line(&parameter.label, "label"),
        CellBody::Chart { spec } => check_line(&spec.title, "chart title"),
    }
}

fn check_text(text: &str) -> Result<(), EditError> {
    if text.len() > LONGEST_TEXT {
        return Err(EditError::TooLong {
            what: "text",
            limit: "1 MiB",
        });
    }
    Ok(())
}

fn check_line(text: &str, what: &'static str) -> Result<(), EditError> {
    if text.chars().count() > LONGEST_LINE {
        return Err(EditError::TooLong {
            what,
            limit: "400 characters",
        });
    }
    Ok(())
}

fn check_identity(id: &str, what: &'static str) -> Result<(), EditError> {
    if is_identity(id) {
        Ok(())
    } else {
        Err(EditError::BadIdentity { what })
    }
}

/// Whether a text can be an identity: it also names parts of the file.
pub(crate) fn is_identity(id: &str) -> bool {
    (1..=64).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
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
