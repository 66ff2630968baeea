//! Hierarchies of columns, events tables and conventions, which files of earlier versions do not have.

use model::{EventTable, Hierarchy, Workbook};
use serde_json::{Map, Value};

use super::{list, typed};
use crate::apply::{
    EditError, MOST_EVENT_TABLES, MOST_HIERARCHIES, check_event_table, check_hierarchy,
};
use crate::file::json::refused;
use crate::file::parts::DOCUMENT;
use crate::file::refusal::FileError;

/// What a document says of them.
pub(super) struct Further {
    hierarchies: Option<Value>,
    event_tables: Option<Value>,
    conventions: Option<Value>,
}

impl Further {
    /// Takes them out of a document.
    pub(super) fn take(document: &mut Map<String, Value>) -> Self {
        Self {
            hierarchies: document.remove("hierarchies"),
            event_tables: document.remove("event_tables"),
            conventions: document.remove("conventions"),
        }
    }

    /// Puts them into a workbook.
    pub(super) fn put(
        self,
        workbook: &mut Workbook,
        unknown: &mut Vec<String>,
    ) -> Result<(), FileError> {
        let place = ("hierarchies", "no hierarchy", MOST_HIERARCHIES);
        workbook.hierarchies = read(self.hierarchies, place, unknown, |one, known| {
            (
                check_hierarchy(one),
                known.iter().all(|other: &Hierarchy| other.id != one.id),
            )
        })?;
        let place = ("event_tables", "no events table", MOST_EVENT_TABLES);
        workbook.event_tables = read(self.event_tables, place, unknown, |one, known| {
            (
                check_event_table(one),
                known.iter().all(|other: &EventTable| other.id != one.id),
            )
        })?;
        if let Some(given) = self.conventions {
            workbook.conventions = typed(given, "conventions", unknown)?;
        }
        Ok(())
    }
}

/// A list of parts, each of which keeps its bounds and is known once.
fn read<T: serde::Serialize + serde::de::DeserializeOwned>(
    given: Option<Value>,
    (key, what, most): (&str, &str, usize),
    unknown: &mut Vec<String>,
    judge: impl Fn(&T, &[T]) -> (Result<(), EditError>, bool),
) -> Result<Vec<T>, FileError> {
    let mut found = Vec::new();
    if given.is_none() {
        return Ok(found);
    }
    for (index, value) in list(given, key, most)?.into_iter().enumerate() {
        let place = format!("{key}.{index}");
        let part = typed::<T>(value, &place, unknown)?;
        if !matches!(judge(&part, &found), (Ok(()), true)) {
            return Err(refused(DOCUMENT, &format!("{place} is {what}")));
        }
        found.push(part);
    }
    Ok(found)
}
