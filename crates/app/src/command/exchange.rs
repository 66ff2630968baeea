//! Workbook files beside each other: compared, merged, packed and unpacked. No workbook is opened
//! and nothing runs.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::door::Command;
use crate::{App, Error, exchange};

/// Says what differs between two workbook files.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct CompareFiles {
    pub before: String,
    pub after: String,
}

/// What differs between two workbooks; nothing when they say the same.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Comparison {
    pub changes: Vec<FileChange>,
}

/// One difference.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FileChange {
    /// `cell revenue: 3 lines changed`.
    pub words: String,
    /// The lines of a text that changed, as a unified diff; empty for everything else.
    pub lines: String,
}

/// Merges two workbook files that grew from one, and writes the result.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergeFiles {
    /// What both grew from; an empty file stands for an empty workbook.
    pub base: String,
    pub ours: String,
    pub theirs: String,
    /// Where the merged workbook goes; may be one of the three.
    pub output: String,
    /// Keep their side where both disagree; otherwise ours.
    #[serde(default)]
    pub prefer_theirs: bool,
}

/// What a merge did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergeOutcome {
    /// Where the merged workbook is.
    pub path: String,
    /// Places that both sides changed differently.
    pub conflicts: Vec<MergeConflict>,
}

/// A place that both sides changed differently.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MergeConflict {
    /// `cell revenue, text`.
    pub place: String,
    pub base: Option<String>,
    pub ours: Option<String>,
    pub theirs: Option<String>,
    /// `ours`, `theirs` or `both`.
    pub kept: String,
}

/// Writes the parts of a workbook file into a folder, for version control.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct UnpackFile {
    pub file: String,
    pub folder: String,
}

/// Makes a workbook file of an unpacked folder.
#[derive(Debug, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PackFolder {
    pub folder: String,
    pub file: String,
}

/// What packing or unpacking did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Conversion {
    pub path: String,
    pub parts: u32,
    pub notes: Vec<String>,
}

impl Command for CompareFiles {
    type Reply = Comparison;
    const NAME: &'static str = "compare_files";

    async fn run(self, app: &App) -> Result<Comparison, Error> {
        let (before, after) = (PathBuf::from(self.before), PathBuf::from(self.after));
        exchange::compare(app, before, after).await
    }
}

impl Command for MergeFiles {
    type Reply = MergeOutcome;
    const NAME: &'static str = "merge_files";

    async fn run(self, app: &App) -> Result<MergeOutcome, Error> {
        exchange::merge(app, self).await
    }
}

impl Command for UnpackFile {
    type Reply = Conversion;
    const NAME: &'static str = "unpack_file";

    async fn run(self, app: &App) -> Result<Conversion, Error> {
        exchange::unpack(app, self.file.into(), self.folder.into()).await
    }
}

impl Command for PackFolder {
    type Reply = Conversion;
    const NAME: &'static str = "pack_folder";

    async fn run(self, app: &App) -> Result<Conversion, Error> {
        exchange::pack(app, self.folder.into(), self.file.into()).await
    }
}
