//! Help with the words of a cell's text: what a name is, renaming it everywhere, the regular form of a text.

use model::{CellId, Edit, SessionId};
use protocol::words::NameInText;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::door::Command;
use crate::{App, Error};

/// What stands at `offset` (UTF-8 bytes) of a text, as if it were the cell's.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DescribeName {
    pub session: SessionId,
    pub cell: CellId,
    pub text: String,
    pub offset: u32,
}

/// The name that stands there; none where no known name does.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Described {
    pub found: Option<NameInText>,
}

/// What giving another name to a cell, or to the thing at `offset` (UTF-8 bytes) of its text, would
/// change. Changes nothing: `edit` is for `apply_edit`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlanRename {
    pub session: SessionId,
    pub cell: CellId,
    /// None for the cell itself.
    pub offset: Option<u32>,
    pub to: String,
}

/// A rename as one edit, and what it touches.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct RenamePlan {
    /// The name that goes, as it is written where it is given.
    pub from: String,
    pub edit: Edit,
    pub places: Vec<RenamedCell>,
}

/// A cell that a rename touches.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct RenamedCell {
    pub cell: CellId,
    pub name: String,
    /// Lines of its text that change, each as it will read; empty when it has no text.
    pub lines: Vec<RenamedLine>,
}

/// A line of a text after a rename.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct RenamedLine {
    /// Counted from 1.
    pub line: u32,
    pub text: String,
}

/// A text in regular form. Changes nothing.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FormatText {
    pub session: SessionId,
    pub text: String,
}

/// The text in regular form.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct FormattedText {
    pub text: String,
}

impl Command for DescribeName {
    type Reply = Described;
    const NAME: &'static str = "describe_name";

    async fn run(self, app: &App) -> Result<Described, Error> {
        let session = app.session(&self.session)?;
        let found = session
            .describe_name(app, &self.cell, self.text, self.offset)
            .await?;
        Ok(Described { found })
    }
}

impl Command for PlanRename {
    type Reply = RenamePlan;
    const NAME: &'static str = "plan_rename";

    async fn run(self, app: &App) -> Result<RenamePlan, Error> {
        app.session(&self.session)?.plan_rename(app, self).await
    }
}

impl Command for FormatText {
    type Reply = FormattedText;
    const NAME: &'static str = "format_text";

    async fn run(self, app: &App) -> Result<FormattedText, Error> {
        let session = app.session(&self.session)?;
        let text = session.format_text(app, self.text).await?;
        Ok(FormattedText { text })
    }
}
