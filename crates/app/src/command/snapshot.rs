//! Snapshots of dashboard pages inside the file: keeping one, and looking at it later.

use std::collections::BTreeMap;

use model::{Page, PageId, SessionId, TileId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::page::{PageCount, PageView};
use crate::command::system::Settings;
use crate::command::workbook::Saved;
use crate::door::{Command, Rows};
use crate::{App, Error};

/// The snapshots that the file of a workbook keeps.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListSnapshots {
    pub session: SessionId,
}

/// Saves the workbook, and what a page shows now as a snapshot under a name.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KeepSnapshot {
    pub session: SessionId,
    pub page: PageId,
    pub name: String,
}

/// Saves the workbook without one of its snapshots.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ForgetSnapshot {
    pub session: SessionId,
    pub snapshot: String,
}

/// What was on a page when a snapshot of it was kept.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ViewSnapshot {
    pub session: SessionId,
    pub snapshot: String,
}

/// Rows that a tile of a snapshot showed, in bytes as `ReadWindow` answers them.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ReadSnapshot {
    pub session: SessionId,
    pub snapshot: String,
    pub tile: TileId,
    pub part: SnapshotPart,
}

/// Which rows of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SnapshotPart {
    /// As `ReadTile` answered them.
    Rows,
    /// As `ReadTrend` answered them.
    Trend,
}

/// The snapshots of a file, newest first.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Snapshots {
    pub snapshots: Vec<Snapshot>,
    /// Bytes of all of them before packing.
    pub bytes: u64,
    /// Most that are kept, by the settings.
    pub most: u32,
    pub most_bytes: u64,
}

/// A snapshot of a page.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Snapshot {
    pub id: String,
    pub name: String,
    /// Title of the page.
    pub page: String,
    /// Who kept it, as that person wrote it in the settings; may be empty.
    pub who: String,
    /// UTC, ISO 8601.
    pub at: String,
    /// Bytes before packing.
    pub bytes: u64,
}

/// What keeping a snapshot did.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct KeptSnapshot {
    pub snapshot: String,
    pub saved: Saved,
    /// Names of older snapshots that had to go for it.
    pub dropped: Vec<String>,
}

/// A page as it was.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct SnapshotView {
    pub snapshot: Snapshot,
    pub page: Page,
    pub view: PageView,
    /// What tiles were called.
    pub titles: BTreeMap<TileId, String>,
    /// What the controls of parameters were set to, in words.
    pub words: BTreeMap<TileId, String>,
    pub count: PageCount,
    /// Tables that are not any more what they were.
    pub changed: Vec<String>,
    /// Tables of which it is not known now.
    pub unread: Vec<String>,
}

impl Settings {
    /// Refuses bounds of snapshots that cannot be.
    pub(crate) fn check_snapshots(&self) -> Result<(), Error> {
        let is_bound = (1..=500).contains(&self.snapshots_kept)
            && (1 << 16..=128 << 20).contains(&self.snapshots_bytes);
        if is_bound {
            return Ok(());
        }
        Err(Error::new(
            "SETTING_WRONG",
            "A file keeps 1 to 500 snapshots of at most 128 MiB together.",
        ))
    }
}

impl Command for ListSnapshots {
    type Reply = Snapshots;
    const NAME: &'static str = "list_snapshots";

    async fn run(self, app: &App) -> Result<Snapshots, Error> {
        Ok(app.session(&self.session)?.snapshots(app))
    }
}

impl Command for KeepSnapshot {
    type Reply = KeptSnapshot;
    const NAME: &'static str = "keep_snapshot";

    async fn run(self, app: &App) -> Result<KeptSnapshot, Error> {
        app.session(&self.session)?
            .keep_snapshot(app, &self.page, &self.name)
            .await
    }
}

impl Command for ForgetSnapshot {
    type Reply = Saved;
    const NAME: &'static str = "forget_snapshot";

    async fn run(self, app: &App) -> Result<Saved, Error> {
        app.session(&self.session)?
            .forget_snapshot(app, self.snapshot)
            .await
    }
}

impl Command for ViewSnapshot {
    type Reply = SnapshotView;
    const NAME: &'static str = "view_snapshot";

    async fn run(self, app: &App) -> Result<SnapshotView, Error> {
        app.session(&self.session)?.view_snapshot(&self.snapshot)
    }
}

impl Command for ReadSnapshot {
    type Reply = Rows;
    const NAME: &'static str = "read_snapshot";

    async fn run(self, app: &App) -> Result<Rows, Error> {
        app.session(&self.session)?.read_snapshot(&self)
    }
}
