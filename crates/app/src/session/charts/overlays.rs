//! What stands over the marks of a chart: computed from the very rows that are sent to be painted, and
//! put into their head.

use chart::Resolved;
use model::{Overlays, Value};

use super::{Asked, Table};
use crate::Error;
use crate::door::Rows;
use crate::session::stream::{frame, unframed};

impl Asked {
    /// Whether anything stands over its marks.
    fn has_overlays(&self) -> bool {
        !(self.spec.references.is_empty() && self.spec.annotations.is_empty())
    }

    /// What stands over the marks that are drawn of some rows.
    pub(super) fn overlays(
        &self,
        drawn: &Resolved,
        rows: &[(String, Vec<Value>)],
        is_thinned: bool,
    ) -> Overlays {
        let Self { spec, fields, .. } = self;
        Overlays {
            references: chart::references(spec, drawn, fields, rows),
            annotations: chart::annotations(spec, drawn, fields, rows, is_thinned),
        }
    }
}

/// The rows with what stands over the marks of the chart that they belong to.
pub(in crate::session) fn with_overlays(rows: Rows, asked: &Asked) -> Result<Rows, Error> {
    if !asked.has_overlays() {
        return Ok(rows);
    }
    let (mut head, stream) = unframed(&rows)?;
    let columns = Table::read(stream, head.rows)?.into_columns();
    let drawn = asked.drawn_as(&head);
    head.overlays = asked.overlays(&drawn, &columns, head.pixels.is_some());
    frame(&head, stream)
}

/// What is said of that which stands nowhere.
pub(super) fn said(overlays: &Overlays) -> Vec<String> {
    let lines = overlays.references.iter().filter_map(|one| {
        let why = one.why.as_ref()?;
        Some(format!("{}: {why}", chart::reference_words(&one.reference)))
    });
    let texts = overlays.annotations.iter().filter_map(|one| {
        let why = one.why.as_ref()?;
        Some(format!("“{}”: {why}", one.annotation.text))
    });
    lines.chain(texts).collect()
}
