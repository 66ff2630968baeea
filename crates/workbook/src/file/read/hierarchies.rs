//! Hierarchies of columns, which files of earlier versions do not have.

use model::{Hierarchy, Workbook};
use serde_json::Value;

use super::{list, typed};
use crate::apply::{MOST_HIERARCHIES, check_hierarchy};
use crate::file::json::refused;
use crate::file::parts::DOCUMENT;
use crate::file::refusal::FileError;

/// Puts the hierarchies of a document into a workbook.
pub(super) fn read(
    given: Option<Value>,
    workbook: &mut Workbook,
    unknown: &mut Vec<String>,
) -> Result<(), FileError> {
    if given.is_none() {
        return Ok(());
    }
    for (index, value) in list(given, "hierarchies", MOST_HIERARCHIES)?
        .into_iter()
        .enumerate()
    {
        let place = format!("hierarchies.{index}");
        let hierarchy = typed::<Hierarchy>(value, &place, unknown)?;
        let is_known = workbook.hierarchy(&hierarchy.id).is_some();
        if is_known || check_hierarchy(&hierarchy).is_err() {
            return Err(refused(DOCUMENT, &format!("{place} is no hierarchy")));
        }
        workbook.hierarchies.push(hierarchy);
    }
    Ok(())
}
