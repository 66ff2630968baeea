//! Edits of hierarchies: columns that charts go down and up along.

use model::{Edit, Hierarchy, HierarchyId, Workbook};

use super::EditError;
use super::check::{check_identity, check_line};

/// Most hierarchies of a workbook.
pub const MOST_HIERARCHIES: usize = 200;
/// Most columns of a hierarchy.
pub const MOST_LEVELS: usize = 20;

pub(super) fn insert(
    book: &mut Workbook,
    index: usize,
    hierarchy: Hierarchy,
) -> Result<Edit, EditError> {
    if book.hierarchies.len() >= MOST_HIERARCHIES {
        return Err(EditError::TooMany {
            what: "hierarchies",
            limit: MOST_HIERARCHIES,
        });
    }
    if book.hierarchy(&hierarchy.id).is_some() {
        return Err(EditError::HierarchyExists(hierarchy.id));
    }
    check_hierarchy(&hierarchy)?;
    let id = hierarchy.id.clone();
    let at = index.min(book.hierarchies.len());
    book.hierarchies.insert(at, hierarchy);
    Ok(Edit::RemoveHierarchy { hierarchy: id })
}

pub(super) fn remove(book: &mut Workbook, id: &HierarchyId) -> Result<Edit, EditError> {
    let index = index_of(book, id)?;
    let hierarchy = book.hierarchies.remove(index);
    Ok(Edit::InsertHierarchy { index, hierarchy })
}

pub(super) fn replace(book: &mut Workbook, hierarchy: Hierarchy) -> Result<Edit, EditError> {
    let index = index_of(book, &hierarchy.id)?;
    check_hierarchy(&hierarchy)?;
    let hierarchy = std::mem::replace(&mut book.hierarchies[index], hierarchy);
    Ok(Edit::ReplaceHierarchy { hierarchy })
}

/// Whether a hierarchy keeps within its bounds, and leads from one column to another.
pub(crate) fn check_hierarchy(hierarchy: &Hierarchy) -> Result<(), EditError> {
    check_identity(hierarchy.id.as_str(), "hierarchy")?;
    check_line(&hierarchy.name, "name of the hierarchy")?;
    check_line(&hierarchy.source, "name of the source")?;
    let fields = &hierarchy.fields;
    if fields.len() > MOST_LEVELS {
        return Err(EditError::TooMany {
            what: "columns in a hierarchy",
            limit: MOST_LEVELS,
        });
    }
    let is_known = |(at, field): (usize, &String)| fields[..at].contains(field);
    if fields.len() < 2 || fields.iter().enumerate().any(is_known) {
        return Err(EditError::BadHierarchy);
    }
    fields
        .iter()
        .try_for_each(|field| check_line(field, "field"))
}

fn index_of(book: &Workbook, id: &HierarchyId) -> Result<usize, EditError> {
    let found = book.hierarchies.iter().position(|one| one.id == *id);
    found.ok_or_else(|| EditError::NoSuchHierarchy(id.clone()))
}
