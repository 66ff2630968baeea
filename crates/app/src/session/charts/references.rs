//! Reference lines of a chart: computed from the very rows that are sent to be painted, and put into
//! their head.

use super::{Asked, Table};
use crate::Error;
use crate::command::notebook::WindowHead;
use crate::door::Rows;
use crate::session::stream::{frame, unframed};

/// The rows with the references of the chart that they belong to.
pub(in crate::session) fn with_references(rows: Rows, asked: &Asked) -> Result<Rows, Error> {
    if asked.spec.references.is_empty() {
        return Ok(rows);
    }
    let (head, stream) = unframed(&rows)?;
    let columns = Table::read(stream, head.rows)?.into_columns();
    let head = WindowHead {
        references: chart::references(&asked.spec, &asked.resolved, &asked.fields, &columns),
        ..head
    };
    frame(&head, stream)
}
