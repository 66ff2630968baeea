//! Sources that are not as the workbook knows them: files that lie elsewhere, and columns that have
//! other names now. Both are found here and changed by `apply_edit`.

use model::{Edit, Field, SessionId, SourceId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::words::RenamedCell;
use crate::door::Command;
use crate::{App, Error};

/// What is the matter with the sources of an open workbook.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[ts(export)]
pub struct SourceNeeds {
    /// Names of sources whose file or folder is not there.
    pub lost: Vec<String>,
    /// Names of tables that lack columns which cells, charts or pages name.
    pub gone: Vec<String>,
}

/// Looks for the files of sources that are not where the workbook says: beside it, and in folders
/// that a person names. Nothing is changed.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FindSources {
    pub session: SessionId,
    /// Folders to look into besides that of the workbook.
    pub folders: Vec<String>,
}

/// What was found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LostSources {
    pub sources: Vec<LostSource>,
    /// Folders that were looked through.
    pub folders: Vec<String>,
    /// There are so many files that not all were looked at.
    pub is_cut: bool,
}

/// A source that is not where the workbook says.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LostSource {
    pub source: SourceId,
    pub name: String,
    /// Where it should be.
    pub path: String,
    /// Best first, at most 20.
    pub found: Vec<FoundFile>,
    /// The first is the only one that fits so well, so it needs no choice.
    pub is_sure: bool,
}

/// A file or folder that may be the one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FoundFile {
    pub path: String,
    pub by: FoundBy,
}

/// Why a file may be the one, the best reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// It holds exactly what the source held when the workbook was saved.
    Content,
    /// It has the same name in a folder of the same name.
    Place,
    /// It has the same name.
    Name,
}

/// What other names of columns would change. Changes nothing: `edit` is for `apply_edit`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlanRepair {
    pub session: SessionId,
    /// What a person chose; columns that are not named here get the best proposal.
    pub chosen: Vec<ColumnChoice>,
}

/// What a column that has gone is called now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ColumnChoice {
    pub table: String,
    pub from: String,
    /// None leaves everything that names it as it is.
    pub to: Option<String>,
}

/// The columns that have gone, with what they may be called now, and the step that mends them.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct RepairPlan {
    pub columns: Vec<GoneColumn>,
    /// None when nothing is to be changed.
    pub edit: Option<Edit>,
    /// What changes.
    pub places: Vec<RenamedCell>,
    /// Tiles of pages that change.
    pub tiles: u32,
    /// What could not be changed, and why.
    pub left: Vec<LeftAsIs>,
}

/// A column that cells name and the table does not have any more.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct GoneColumn {
    pub table: String,
    pub field: Field,
    /// Names of cells and pages that use it.
    pub uses: Vec<String>,
    /// Columns that it may be now, best first.
    pub proposals: Vec<Proposal>,
    /// What the plan takes it for.
    pub to: Option<String>,
}

/// A column that may be the one that has gone.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Proposal {
    pub field: Field,
    /// Its name is like the old one.
    pub is_named_alike: bool,
    pub is_same_type: bool,
    /// Frequent values that it has in common with stored answers, of how many; none where that is
    /// not known.
    pub shared: Option<(u32, u32)>,
}

/// A cell that keeps its text.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct LeftAsIs {
    pub name: String,
    pub why: String,
}

impl Command for FindSources {
    type Reply = LostSources;
    const NAME: &'static str = "find_sources";

    async fn run(self, app: &App) -> Result<LostSources, Error> {
        app.session(&self.session)?.find_sources(self.folders).await
    }
}

impl Command for PlanRepair {
    type Reply = RepairPlan;
    const NAME: &'static str = "plan_repair";

    async fn run(self, app: &App) -> Result<RepairPlan, Error> {
        app.session(&self.session)?
            .plan_repair(app, self.chosen)
            .await
    }
}
