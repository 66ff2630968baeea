//! The application itself: start page, settings, engine, files, events.

use model::{CellId, JobId, PageId, SessionId};
use protocol::message::{Progress, Status};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::protect::KnownSigner;
use crate::door::Command;
use crate::{App, Error};

/// First call of every window.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Hello {}

/// What a window needs before its first paint.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Welcome {
    pub version: String,
    pub engine: String,
    pub settings: Settings,
    /// Workbooks already open, newest first.
    pub sessions: Vec<SessionId>,
    pub recent: Vec<RecentWorkbook>,
    pub samples: Vec<Sample>,
    pub recoveries: Vec<Recovery>,
    /// What went wrong at start and what was done about it; empty on a good day.
    pub notices: Vec<String>,
    /// IANA zone and UTC offset of this machine: "Europe/Berlin", "UTC+1".
    pub zone: String,
    pub offset: String,
}

/// Settings of this machine.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub theme: Theme,
    /// BCP 47 tag for numbers and dates; none follows the system where that is a valid tag.
    pub locale: Option<String>,
    pub side_panel_open: bool,
    pub inspector_open: bool,
    /// Memory cap of the engine in bytes; none is half of the machine's memory, at most 12 GiB.
    #[ts(type = "number | null")]
    pub memory_cap_bytes: Option<u64>,
    /// Who keeps versions here, as others read it in the file; empty says nothing.
    pub author: String,
    /// Most versions that a file keeps.
    pub versions_kept: u32,
    /// Most bytes of all versions in a file, before packing.
    pub versions_bytes: u64,
    /// Most snapshots of pages that a file keeps.
    pub snapshots_kept: u32,
    /// Most bytes of all snapshots in a file, before packing.
    pub snapshots_bytes: u64,
    /// Whose signatures are known here.
    pub signers: Vec<KnownSigner>,
}

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            locale: None,
            side_panel_open: true,
            inspector_open: true,
            memory_cap_bytes: None,
            author: String::new(),
            versions_kept: 30,
            versions_bytes: 8 << 20,
            snapshots_kept: 20,
            snapshots_bytes: 32 << 20,
            signers: Vec::new(),
        }
    }
}

/// Stores settings.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SaveSettings {
    pub settings: Settings,
}

/// A workbook opened before.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct RecentWorkbook {
    pub path: String,
    pub title: String,
    pub about: String,
    /// UTC, ISO 8601.
    pub opened_at: String,
    pub exists: bool,
}

/// Forgets a recent workbook.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ForgetRecent {
    pub path: String,
}

/// A starter workbook.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Sample {
    pub name: String,
    pub title: String,
    pub about: String,
    /// "1.3 M rows, 4 cells".
    pub contents: String,
}

/// Unsaved work that a crash left behind.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Recovery {
    pub recovery: String,
    pub title: String,
    pub path: Option<String>,
    /// UTC, ISO 8601, of the last journal record.
    pub edited_at: String,
    pub steps: u32,
}

/// Lists a folder for the "open" dialog: folders and readable files.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListFolder {
    /// None: the home folder.
    pub folder: Option<String>,
}

/// A folder's contents, folders first, then by name.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Folder {
    pub folder: String,
    pub parent: Option<String>,
    pub entries: Vec<FolderEntry>,
}

/// One entry of a folder.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct FolderEntry {
    pub name: String,
    pub path: String,
    pub is_folder: bool,
    pub bytes: u64,
}

/// How the engine is. Answers `Status`.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GetStatus {}

/// Recent statements that were run, newest first.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListHistory {
    pub words: String,
    pub limit: u32,
}

/// Statements that were run.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct History {
    pub entries: Vec<HistoryEntry>,
}

/// One run of a statement.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct HistoryEntry {
    pub text: String,
    pub workbook: String,
    pub cell: String,
    /// UTC, ISO 8601.
    pub ran_at: String,
    pub took_ms: f64,
    pub rows: Option<u64>,
    pub failed: bool,
}

/// Something that happened. A window asks again for whatever carries a named tag.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Event {
    /// Counts up from 1 for the life of the application.
    pub number: u64,
    pub tags: Vec<Tag>,
    pub progress: Option<JobProgress>,
    /// A notice for a person: an engine that was restarted, a file that changed.
    pub notice: Option<Notice>,
}

/// How far a job of a cell has come.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct JobProgress {
    pub job: JobId,
    pub session: Option<SessionId>,
    pub cell: Option<CellId>,
    pub elapsed_ms: f64,
    pub progress: Progress,
}

/// Words for a person about something out of view.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Notice {
    pub level: NoticeLevel,
    pub code: String,
    pub message: String,
}

/// How much attention a notice asks for.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    Info,
    Warning,
    Error,
}

/// What has become stale on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "tag", rename_all = "snake_case")]
pub enum Tag {
    /// The document, its undo names, dirty and saved state, or any cell's state.
    Workbook {
        session: SessionId,
    },
    /// Rows of a cell's answer.
    Cell {
        session: SessionId,
        cell: CellId,
    },
    /// What is selected on a page, and so the rows of its tiles.
    Page {
        session: SessionId,
        page: PageId,
    },
    Sources {
        session: SessionId,
    },
    Recent,
    Settings,
    Engine,
    History,
}

impl Tag {
    /// The document of a session.
    pub(crate) fn workbook(session: &SessionId) -> Self {
        Self::Workbook {
            session: session.clone(),
        }
    }

    /// The document of a session and the rows of one of its cells.
    pub(crate) fn workbook_and_cell(session: &SessionId, cell: &CellId) -> Vec<Self> {
        let (session, cell) = (session.clone(), cell.clone());
        vec![Self::workbook(&session), Self::Cell { session, cell }]
    }

    /// The sources of a session and its document.
    pub(crate) fn sources_and_workbook(session: &SessionId) -> Vec<Self> {
        let workbook = Self::workbook(session);
        let session = session.clone();
        vec![Self::Sources { session }, workbook]
    }
}

/// Events after `after`, waiting up to 25 s for the first: how a browser listens.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PollEvents {
    pub after: u64,
}

/// Events in order. `missed` says that older ones are gone: ask for everything again.
#[derive(Debug, Serialize, TS)]
#[ts(export)]
pub struct Events {
    pub events: Vec<Event>,
    pub missed: bool,
    pub last: u64,
}

impl Command for Hello {
    type Reply = Welcome;
    const NAME: &'static str = "hello";

    async fn run(self, app: &App) -> Result<Welcome, Error> {
        app.welcome().await
    }
}

impl Command for SaveSettings {
    type Reply = Settings;
    const NAME: &'static str = "save_settings";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::Settings]
    }

    async fn run(self, app: &App) -> Result<Settings, Error> {
        app.save_settings(self.settings).await
    }
}

impl Command for ForgetRecent {
    type Reply = ();
    const NAME: &'static str = "forget_recent";

    fn stale(&self) -> Vec<Tag> {
        vec![Tag::Recent]
    }

    async fn run(self, app: &App) -> Result<(), Error> {
        app.recall(move |catalog| catalog.forget_recent(&self.path))
            .await
    }
}

impl Command for ListFolder {
    type Reply = Folder;
    const NAME: &'static str = "list_folder";

    async fn run(self, app: &App) -> Result<Folder, Error> {
        app.list_folder(self.folder).await
    }
}

impl Command for GetStatus {
    type Reply = Status;
    const NAME: &'static str = "get_status";

    async fn run(self, app: &App) -> Result<Status, Error> {
        Ok(app.status().await)
    }
}

impl Command for ListHistory {
    type Reply = History;
    const NAME: &'static str = "list_history";

    async fn run(self, app: &App) -> Result<History, Error> {
        app.history(self.words, self.limit).await
    }
}

impl Command for PollEvents {
    type Reply = Events;
    const NAME: &'static str = "poll_events";

    async fn run(self, app: &App) -> Result<Events, Error> {
        Ok(app.events().poll(self.after).await)
    }
}
