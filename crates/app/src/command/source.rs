//! Adding data and knowing it: sources, tables, profiles, search.

use model::{
    ImportOptions, ImportPreview, JobId, RejectedRow, SessionId, SourceId, SourceSpec, SourceState,
    TableInfo,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::notebook::Profiles;
use crate::command::system::Tag;
use crate::command::workbook::SessionView;
use crate::door::{Command, Rows};
use crate::{App, Error, paths};

/// Reads the first rows of a file under options, within a second. Answers `ImportPreview`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PreviewFile {
    pub path: String,
    pub options: ImportOptions,
}

/// Adds a file, folder or glob to the workbook as an edit that can be undone.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AddSource {
    pub session: SessionId,
    pub path: String,
    pub options: ImportOptions,
    /// None: taken from the file's name.
    pub name: Option<String>,
    pub job: JobId,
}

/// Reads a source again after it changed on disk; its readers become stale.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RefreshSource {
    pub session: SessionId,
    pub source: SourceId,
}

/// The sources of a workbook with their tables.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListSources {
    pub session: SessionId,
}

/// Sources from top to bottom.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Sources {
    pub sources: Vec<SourceView>,
}

/// One source and what is known about it.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SourceView {
    pub spec: SourceSpec,
    pub state: SourceState,
    pub tables: Vec<TableInfo>,
}

/// Profiles of all columns of a table; computed once per fingerprint, then from the catalog.
/// Answers `Profiles`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ProfileTable {
    pub session: SessionId,
    pub table: String,
}

/// First rows of a table, in bytes as `ReadWindow` answers them.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadTable {
    pub session: SessionId,
    pub table: String,
    pub offset: u64,
    pub limit: u32,
}

/// Rows of a table that did not parse.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListRejected {
    pub session: SessionId,
    pub table: String,
    pub offset: u64,
    pub limit: u32,
}

/// Rejected rows in file order.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct RejectedRows {
    pub rows: Vec<RejectedRow>,
    pub total: u64,
}

/// Finds tables, columns and values by words.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SearchCatalog {
    /// None: everything this machine has seen.
    pub session: Option<SessionId>,
    pub words: String,
    pub limit: u32,
}

/// Hits, best first.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Hits {
    pub hits: Vec<Hit>,
}

/// Something found, and why.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Hit {
    pub source: String,
    pub table: String,
    pub column: Option<String>,
    /// In words: "value 'DACH' in region", "column name".
    pub reason: String,
    /// The table belongs to the open workbook.
    pub is_open: bool,
    pub path: String,
}

impl Command for PreviewFile {
    type Reply = ImportPreview;
    const NAME: &'static str = "preview_file";

    async fn run(self, app: &App) -> Result<ImportPreview, Error> {
        let path = paths::text(&paths::source(&self.path)?)?;
        app.preview(path, self.options).await
    }
}

impl Command for AddSource {
    type Reply = SessionView;
    const NAME: &'static str = "add_source";

    fn stale(&self) -> Vec<Tag> {
        Tag::sources_and_workbook(&self.session)
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?.add_source(app, self).await
    }
}

impl Command for RefreshSource {
    type Reply = ();
    const NAME: &'static str = "refresh_source";

    fn stale(&self) -> Vec<Tag> {
        Tag::sources_and_workbook(&self.session)
    }

    async fn run(self, app: &App) -> Result<(), Error> {
        app.session(&self.session)?
            .refresh_source(app, &self.source)
            .await
    }
}

impl Command for ListSources {
    type Reply = Sources;
    const NAME: &'static str = "list_sources";

    async fn run(self, app: &App) -> Result<Sources, Error> {
        Ok(app.session(&self.session)?.list_sources(app).await)
    }
}

impl Command for ProfileTable {
    type Reply = Profiles;
    const NAME: &'static str = "profile_table";

    async fn run(self, app: &App) -> Result<Profiles, Error> {
        app.session(&self.session)?
            .profile_table(app, &self.table)
            .await
    }
}

impl Command for ReadTable {
    type Reply = Rows;
    const NAME: &'static str = "read_table";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        let session = app.session(&self.session)?;
        session
            .table_rows(app, &self.table, self.offset, self.limit)
            .await
    }
}

impl Command for ListRejected {
    type Reply = RejectedRows;
    const NAME: &'static str = "list_rejected";

    async fn run(self, app: &App) -> Result<RejectedRows, Error> {
        app.session(&self.session)?.rejected(app, self).await
    }
}

impl Command for SearchCatalog {
    type Reply = Hits;
    const NAME: &'static str = "search_catalog";

    async fn run(self, app: &App) -> Result<Hits, Error> {
        app.search(self).await
    }
}
