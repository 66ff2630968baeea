//! Charts as Vega-Lite, for the part that both grammars share.

use model::{CellId, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::system::Tag;
use crate::command::workbook::SessionView;
use crate::door::Command;
use crate::{App, Error};

/// A chart as Vega-Lite JSON. What Vega-Lite cannot say is refused by name.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WriteVega {
    pub session: SessionId,
    pub cell: CellId,
}

/// Makes a chart what a Vega-Lite specification says. What it says beyond our charts is refused by name.
/// Applies an edit.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadVega {
    pub session: SessionId,
    pub cell: CellId,
    /// Without a name of data in it, the chart reads what it read.
    pub text: String,
}

/// A chart in another grammar.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct VegaText {
    /// JSON with two spaces for each level.
    pub text: String,
}

impl Command for WriteVega {
    type Reply = VegaText;
    const NAME: &'static str = "write_vega";

    async fn run(self, app: &App) -> Result<VegaText, Error> {
        app.session(&self.session)?
            .write_vega(app, &self.cell)
            .await
    }
}

impl Command for ReadVega {
    type Reply = SessionView;
    const NAME: &'static str = "read_vega";

    fn stale(&self) -> Vec<Tag> {
        Tag::workbook_and_cell(&self.session, &self.cell)
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.read_vega(app, self)
    }
}
