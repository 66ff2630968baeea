//! What a name, text, line or identity has to be like to stand in the document.

use model::{CellBody, CellId, SourceId, SourceSpec, Workbook};

use super::{EditError, LONGEST_LINE, LONGEST_TEXT, shown};
use crate::names;

pub(super) fn check_source(
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

pub(super) fn check_cell_name(
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
pub(super) fn check_body(body: &CellBody) -> Result<(), EditError> {
    match body {
        CellBody::Markdown { text } | CellBody::Sql { text, .. } => check_text(text),
        CellBody::Parameter { parameter } => check_line(&parameter.label, "label"),
        CellBody::Chart { spec } => check_line(&spec.title, "chart title"),
    }
}

pub(super) fn check_text(text: &str) -> Result<(), EditError> {
    if text.len() > LONGEST_TEXT {
        return Err(EditError::TooLong {
            what: "text",
            limit: "1 MiB",
        });
    }
    Ok(())
}

pub(super) fn check_line(text: &str, what: &'static str) -> Result<(), EditError> {
    if text.chars().count() > LONGEST_LINE {
        return Err(EditError::TooLong {
            what,
            limit: "400 characters",
        });
    }
    Ok(())
}

pub(super) fn check_identity(id: &str, what: &'static str) -> Result<(), EditError> {
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
