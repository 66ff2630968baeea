//! A chart written as Vega-Lite, and read from it.

use std::sync::Arc;

use model::{CellId, Edit};

use super::chart_of;
use crate::command::vega::{ReadVega, VegaText};
use crate::command::workbook::SessionView;
use crate::session::Session;
use crate::{App, Error};

/// Longest specification that is read, in bytes.
const LONGEST: usize = 256 * 1024;

impl Session {
    /// The chart as Vega-Lite, with the mark that is in use.
    pub(crate) async fn write_vega(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
    ) -> Result<VegaText, Error> {
        self.read_source_of(app, cell).await?;
        let asked = self.asked(cell)?;
        let mut spec = asked.spec;
        spec.mark = Some(asked.resolved.mark);
        let vega = chart::to_vega(&spec, &asked.fields)?;
        let text = serde_json::to_string_pretty(&vega)
            .map_err(|_| Error::fault("Writing the specification"))?;
        Ok(VegaText { text })
    }

    /// Replaces the chart by what a specification says, as an edit.
    pub(crate) fn read_vega(
        self: &Arc<Self>,
        app: &App,
        asked: ReadVega,
    ) -> Result<SessionView, Error> {
        if asked.text.len() > LONGEST {
            return Err(Error::new(
                "VEGA_TOO_LONG",
                format!("A specification of over {LONGEST} bytes is not read."),
            ));
        }
        let vega: serde_json::Value = serde_json::from_str(&asked.text).map_err(|error| {
            Error::new(
                "VEGA_NOT_JSON",
                format!(
                    "This is no JSON: line {}, column {} cannot be read.",
                    error.line(),
                    error.column()
                ),
            )
        })?;
        let mut spec = chart::from_vega(&vega)?;
        let before = chart_of(&self.state(), &asked.cell)?;
        if spec.source.is_empty() {
            spec.source = before.source;
        }
        let edit = Edit::SetChart {
            cell: asked.cell,
            spec,
        };
        self.apply(app, &edit)
    }
}
