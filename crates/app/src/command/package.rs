//! Sending a workbook with as much of its data as a person agrees to, table by table.

use model::{Filter, JobId, SessionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use workbook::Passphrase;

use super::protect::hidden;
use crate::door::Command;
use crate::{App, Error};

/// Says exactly what a package would hold. Nothing is written.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlanPackage {
    pub session: SessionId,
    pub wish: PackageWish,
    pub job: JobId,
}

/// Writes a copy of the workbook that holds what was agreed to and nothing else.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PackageWorkbook {
    pub session: SessionId,
    pub wish: PackageWish,
    /// The new file; never that of the open workbook.
    pub path: String,
    /// Write over a file that is there.
    pub overwrite: bool,
    /// Encrypts the copy; none leaves it in the clear.
    #[serde(default, serialize_with = "hidden")]
    #[ts(type = "string | null")]
    pub passphrase: Option<Passphrase>,
    pub job: JobId,
}

/// What may leave.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PackageWish {
    /// Tables that are not named here do not leave.
    pub tables: Vec<TableWish>,
    /// Stored answers of cells that were computed from tables which leave whole.
    pub answers: bool,
    /// Values that were chosen in parameters and in filters of charts.
    pub values: bool,
}

/// What may leave of one table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct TableWish {
    pub table: String,
    pub share: Share,
    /// Columns that are left out.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Columns whose values are replaced by keyed hashes: equal values stay equal within the package,
    /// and the key is thrown away.
    #[serde(default)]
    pub hash: Vec<String>,
}

/// Which rows of a table leave.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Share {
    None,
    Full,
    /// Those that meet every condition.
    Filtered {
        filters: Vec<Filter>,
    },
    /// One row for each group, with the sums of numbers and the number of rows; groups of fewer than
    /// `floor` rows are left out.
    Aggregated {
        by: Vec<String>,
        floor: u32,
    },
}

/// What a package holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PackageReport {
    /// Where it was written; none for a plan.
    pub path: Option<String>,
    /// Bytes of the file.
    pub bytes: u64,
    pub tables: Vec<PackagedTable>,
    /// Names of cells whose answers leave.
    pub answers: Vec<String>,
    /// Names of cells whose stored answers are left out.
    pub answers_left: Vec<String>,
    /// Names of SQL and Markdown cells; their texts leave as they are written.
    pub texts: Vec<String>,
    /// Names of parameters and charts whose chosen values leave.
    pub values: Vec<String>,
    /// Names of parameters and charts whose chosen values are left out.
    pub values_left: Vec<String>,
    /// Named versions that are left out.
    pub versions_left: u32,
}

/// What leaves of one table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PackagedTable {
    pub table: String,
    /// Rows that leave.
    pub rows: u64,
    /// Rows of the table; none where it was not counted.
    pub of_rows: Option<u64>,
    /// Groups with too few rows, which were left out.
    pub groups_left: u64,
    /// Names of the columns that leave.
    pub columns: Vec<String>,
    /// Those of them that hold hashes.
    pub hashed: Vec<String>,
    /// Columns that are left out.
    pub dropped: Vec<String>,
    /// Bytes of its part.
    pub bytes: u64,
}

impl Command for PlanPackage {
    type Reply = PackageReport;
    const NAME: &'static str = "plan_package";

    async fn run(self, app: &App) -> Result<PackageReport, Error> {
        app.session(&self.session)?
            .plan_package(app, self.wish, self.job)
            .await
    }
}

impl Command for PackageWorkbook {
    type Reply = PackageReport;
    const NAME: &'static str = "package_workbook";

    async fn run(self, app: &App) -> Result<PackageReport, Error> {
        app.session(&self.session)?.package(app, self).await
    }
}
