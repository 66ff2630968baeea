//! Edits of tables whose rows are events.

use model::{Edit, EventTable, EventTableId, Workbook};

use super::EditError;
use super::check::{check_identity, check_line};

/// Most events tables of a workbook.
pub const MOST_EVENT_TABLES: usize = 50;

pub(super) fn insert(
    book: &mut Workbook,
    index: usize,
    table: EventTable,
) -> Result<Edit, EditError> {
    if book.event_tables.len() >= MOST_EVENT_TABLES {
        return Err(EditError::TooMany {
            what: "events tables",
            limit: MOST_EVENT_TABLES,
        });
    }
    if book.event_table(&table.id).is_some() {
        return Err(EditError::EventTableExists(table.id));
    }
    check_event_table(&table)?;
    let id = table.id.clone();
    let at = index.min(book.event_tables.len());
    book.event_tables.insert(at, table);
    Ok(Edit::RemoveEventTable { table: id })
}

pub(super) fn remove(book: &mut Workbook, id: &EventTableId) -> Result<Edit, EditError> {
    let index = index_of(book, id)?;
    let table = book.event_tables.remove(index);
    Ok(Edit::InsertEventTable { index, table })
}

pub(super) fn replace(book: &mut Workbook, table: EventTable) -> Result<Edit, EditError> {
    let index = index_of(book, &table.id)?;
    check_event_table(&table)?;
    let table = std::mem::replace(&mut book.event_tables[index], table);
    Ok(Edit::ReplaceEventTable { table })
}

/// Whether an events table keeps within its bounds, and says when and what.
pub(crate) fn check_event_table(table: &EventTable) -> Result<(), EditError> {
    check_identity(table.id.as_str(), "events table")?;
    check_line(&table.name, "name of the events")?;
    check_line(&table.source, "name of the source")?;
    for column in table.columns() {
        check_line(column, "field")?;
        if column.trim().is_empty() {
            return Err(EditError::BadEventTable);
        }
    }
    Ok(())
}

fn index_of(book: &Workbook, id: &EventTableId) -> Result<usize, EditError> {
    let found = book.event_tables.iter().position(|one| one.id == *id);
    found.ok_or_else(|| EditError::NoSuchEventTable(id.clone()))
}
