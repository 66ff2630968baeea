//! Named versions inside the file, what differs from them or from another file, and taking parts
//! over as a step that can be undone.

use model::{CellId, PageId, SessionId, SourceId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::command::system::{Settings, Tag};
use crate::command::workbook::{Saved, SessionView};
use crate::door::Command;
use crate::{App, Error};

/// The versions that the file of a workbook keeps.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ListVersions {
    pub session: SessionId,
}

/// Saves the workbook, and what it is now as a version under a name.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct KeepVersion {
    pub session: SessionId,
    pub name: String,
}

/// Saves the workbook without one of its versions.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ForgetVersion {
    pub session: SessionId,
    pub version: String,
}

/// Puts the version back that was removed last since the workbook was opened, and saves.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct RestoreVersion {
    pub session: SessionId,
}

/// Says what differs between an open workbook and an earlier or other one.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CompareWith {
    pub session: SessionId,
    pub with: Other,
}

/// Makes the open workbook, or one part of it, what it is in an earlier or other one: one step.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TakeOver {
    pub session: SessionId,
    pub from: Other,
    /// The one part; none for everything.
    pub part: Option<DocumentPart>,
}

/// Says what a merge with another file would change, and what both changed differently.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PlanMerge {
    pub session: SessionId,
    pub path: String,
    /// What to keep where both disagree.
    pub choices: Vec<MergeChoice>,
}

/// Merges another file into the open workbook: one step.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergeInto {
    pub session: SessionId,
    pub path: String,
    pub choices: Vec<MergeChoice>,
}

/// An earlier or other workbook.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Other {
    /// A version in the file of the open workbook.
    Version { version: String },
    /// A workbook file or an unpacked workbook.
    File { path: String },
    /// What the workbook said when it was trusted or saved here last.
    Trusted,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DocumentPart {
    /// Title and description.
    Workbook,
    Source {
        source: SourceId,
    },
    Cell {
        cell: CellId,
    },
    Page {
        page: PageId,
    },
}

/// Which side of a merge is kept at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergeChoice {
    /// The path of identities and fields that leads there, as [`OpenConflict`] says it.
    pub path: Vec<String>,
    pub keep: MergeSide,
}

/// A side of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum MergeSide {
    Ours,
    Theirs,
}

/// The versions of a file, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Versions {
    pub versions: Vec<Version>,
    /// Bytes of all of them before packing.
    pub bytes: u64,
    /// Most that are kept, by the settings.
    pub most: u32,
    pub most_bytes: u64,
}

/// A named version.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Version {
    pub id: String,
    pub name: String,
    /// Who kept it, as that person wrote it in the settings; may be empty.
    pub who: String,
    /// UTC, ISO 8601.
    pub at: String,
    /// Bytes before packing.
    pub bytes: u64,
}

/// What keeping a version did.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct KeptVersion {
    pub saved: Saved,
    /// Names of older versions that had to go for it.
    pub dropped: Vec<String>,
}

/// What differs between an earlier or other workbook and the open one.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Differences {
    /// Part by part, in the order of the open workbook; what is gone comes last.
    pub parts: Vec<PartChange>,
    /// Whether parts may be taken over: not from a file that is not trusted here.
    pub can_take: bool,
}

/// What differs in one part.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct PartChange {
    pub part: DocumentPart,
    pub name: String,
    /// Each difference as a few words: `3 lines changed`, `renamed from sales`.
    pub words: Vec<String>,
    /// Its text in the earlier or other workbook, when it is a text that differs.
    pub before: Option<String>,
    /// Its text in the open workbook.
    pub after: Option<String>,
}

/// What a merge would do.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct MergePlan {
    /// What changes in the open workbook.
    pub parts: Vec<PartChange>,
    /// Places that both changed differently.
    pub conflicts: Vec<OpenConflict>,
    /// The newest version that both files hold: what changed since then is told apart by it. None
    /// when they share none; then every difference is a conflict.
    pub base: Option<Version>,
    /// Whether the other file is trusted here, without which nothing of it is merged.
    pub can_take: bool,
}

/// A place that both sides changed differently.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct OpenConflict {
    pub path: Vec<String>,
    /// `cell revenue, text`.
    pub place: String,
    pub base: Option<String>,
    pub ours: Option<String>,
    pub theirs: Option<String>,
    /// What is kept as things stand: `ours`, `theirs`, or `both` between marked lines.
    pub kept: String,
}

impl Settings {
    /// Refuses names and bounds of versions that cannot be.
    pub(crate) fn check_versions(&self) -> Result<(), Error> {
        let is_line =
            self.author.chars().count() <= 80 && !self.author.chars().any(char::is_control);
        let is_bound = (1..=500).contains(&self.versions_kept)
            && (1 << 16..=64 << 20).contains(&self.versions_bytes);
        if is_line && is_bound {
            return Ok(());
        }
        Err(Error::new(
            "SETTING_WRONG",
            "A file keeps 1 to 500 versions of at most 64 MiB together, and a name has at most 80 characters in one line.",
        ))
    }
}

fn workbook(session: &SessionId) -> Vec<Tag> {
    vec![Tag::Workbook {
        session: session.clone(),
    }]
}

impl Command for ListVersions {
    type Reply = Versions;
    const NAME: &'static str = "list_versions";

    async fn run(self, app: &App) -> Result<Versions, Error> {
        Ok(app.session(&self.session)?.versions(app))
    }
}

impl Command for KeepVersion {
    type Reply = KeptVersion;
    const NAME: &'static str = "keep_version";

    async fn run(self, app: &App) -> Result<KeptVersion, Error> {
        app.session(&self.session)?
            .keep_version(app, &self.name)
            .await
    }
}

impl Command for ForgetVersion {
    type Reply = Saved;
    const NAME: &'static str = "forget_version";

    async fn run(self, app: &App) -> Result<Saved, Error> {
        app.session(&self.session)?
            .forget_version(app, self.version)
            .await
    }
}

impl Command for RestoreVersion {
    type Reply = Saved;
    const NAME: &'static str = "restore_version";

    async fn run(self, app: &App) -> Result<Saved, Error> {
        app.session(&self.session)?.restore_version(app).await
    }
}

impl Command for CompareWith {
    type Reply = Differences;
    const NAME: &'static str = "compare_with";

    async fn run(self, app: &App) -> Result<Differences, Error> {
        app.session(&self.session)?
            .compare_with(app, self.with)
            .await
    }
}

impl Command for TakeOver {
    type Reply = SessionView;
    const NAME: &'static str = "take_over";

    fn stale(&self) -> Vec<Tag> {
        workbook(&self.session)
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?
            .take_over(app, self.from, self.part)
            .await
    }
}

impl Command for PlanMerge {
    type Reply = MergePlan;
    const NAME: &'static str = "plan_merge";

    async fn run(self, app: &App) -> Result<MergePlan, Error> {
        app.session(&self.session)?
            .plan_merge(app, self.path, self.choices)
            .await
    }
}

impl Command for MergeInto {
    type Reply = SessionView;
    const NAME: &'static str = "merge_into";

    fn stale(&self) -> Vec<Tag> {
        workbook(&self.session)
    }

    async fn run(self, app: &App) -> Result<SessionView, Error> {
        app.session(&self.session)?
            .merge_into(app, self.path, self.choices)
            .await
    }
}
