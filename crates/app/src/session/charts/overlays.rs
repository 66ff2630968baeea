//! What stands over the marks of a chart: computed from the very rows that are sent to be painted, and
//! put into their head.

use std::sync::Arc;

use chart::Resolved;
use model::{Overlays, Value};

use super::{Asked, Table};
use crate::door::Rows;
use crate::session::Session;
use crate::session::stream::{frame, unframed};
use crate::{App, Error};

impl Asked {
    /// Whether anything stands over its marks.
    fn has_overlays(&self) -> bool {
        let Self { spec, events, .. } = self;
        !(spec.references.is_empty() && spec.annotations.is_empty() && events.is_empty())
    }
}

impl Session {
    /// What stands over the marks that are drawn of some rows.
    pub(super) async fn overlays(
        self: &Arc<Self>,
        app: &App,
        (asked, drawn): (&Asked, &Resolved),
        rows: &[(String, Vec<Value>)],
        is_thinned: bool,
    ) -> Overlays {
        let Asked { spec, fields, .. } = asked;
        Overlays {
            references: chart::references(spec, drawn, fields, rows),
            annotations: chart::annotations(spec, drawn, fields, rows, is_thinned),
            events: self.events(app, asked, drawn, rows).await,
        }
    }

    /// The rows with what stands over the marks of the chart that they belong to.
    pub(in crate::session) async fn with_overlays(
        self: &Arc<Self>,
        app: &App,
        rows: Rows,
        asked: &Asked,
    ) -> Result<Rows, Error> {
        if !asked.has_overlays() {
            return Ok(rows);
        }
        let (mut head, stream) = unframed(&rows)?;
        let columns = Table::read(stream, head.rows)?.into_columns();
        let drawn = asked.drawn_as(&head);
        let is_thinned = head.pixels.is_some();
        let overlays = self.overlays(app, (asked, &drawn), &columns, is_thinned);
        head.overlays = Box::pin(overlays).await;
        frame(&head, stream)
    }
}

/// What is said of that which stands nowhere, or is not all there.
pub(super) fn said(overlays: &Overlays) -> Vec<String> {
    let lines = overlays.references.iter().filter_map(|one| {
        let why = one.why.as_ref()?;
        Some(format!("{}: {why}", chart::reference_words(&one.reference)))
    });
    let texts = overlays.annotations.iter().filter_map(|one| {
        let why = one.why.as_ref()?;
        Some(format!("“{}”: {why}", one.annotation.text))
    });
    let events = overlays.events.iter().filter_map(|one| {
        let why = one.why.as_ref()?;
        Some(format!("{}: {why}", one.name))
    });
    lines.chain(texts).chain(events).collect()
}
