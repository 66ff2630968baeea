//! Where the answers of a workbook come from.

use model::{CellId, Lineage, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::door::Command;
use crate::{App, Error};

/// The way of all data of a workbook: from sources over tables and cells to charts. Runs nothing.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadLineage {
    pub session: SessionId,
}

/// Sources, and cells in the order of the workbook.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct WorkbookLineage {
    pub sources: Vec<SourceLineage>,
    pub cells: Vec<CellLineage>,
}

/// A source and the tables in it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SourceLineage {
    pub name: String,
    pub path: String,
    pub tables: Vec<String>,
}

/// What kind of cell takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum LineageKind {
    Sql,
    Chart,
    Parameter,
}

/// Where one cell stands on the way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CellLineage {
    pub cell: CellId,
    pub name: String,
    pub kind: LineageKind,
    /// Tables, cells and parameters that it reads, by name as written there; parameters with a
    /// colon.
    pub reads: Vec<String>,
    /// Cells that read it, by name.
    pub feeds: Vec<String>,
    /// None for parameters, for charts without fields, and where there is a problem.
    pub lineage: Option<Lineage>,
    /// Of a cell with several questions: those of its answers in front of the last one.
    pub earlier: Vec<Lineage>,
    /// Why its columns cannot be traced.
    pub problem: Option<String>,
}

impl Command for ReadLineage {
    type Reply = WorkbookLineage;
    const NAME: &'static str = "read_lineage";

    async fn run(self, app: &App) -> Result<WorkbookLineage, Error> {
        app.session(&self.session)?.lineage(app).await
    }
}
