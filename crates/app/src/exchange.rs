//! Workbook files compared, merged, packed and unpacked: from paths to what is said about them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::Workbook;
use workbook::Fs;
use workbook::compare;
use workbook::file::{self, Converted, Extras, FileError, Generation, Opened};
use workbook::merge::{Kept, Side, merge_files};

use crate::command::exchange::{
    Comparison, Conversion, FileChange, MergeConflict, MergeFiles, MergeOutcome,
};
use crate::trust::Trust;
use crate::trust::record::Content;
use crate::{App, Error};

/// Says what differs between two files.
pub(crate) async fn compare(
    app: &App,
    before: PathBuf,
    after: PathBuf,
) -> Result<Comparison, Error> {
    on_disk(app, "Comparing the workbooks", move |disk| {
        let before = opened(disk, &before)?;
        let after = opened(disk, &after)?;
        let changes = compare::compare(&before.workbook, &after.workbook);
        let changes = changes.into_iter().map(|change| FileChange {
            words: change.words(),
            lines: change.lines,
        });
        Ok(Comparison {
            changes: changes.collect(),
        })
    })
    .await
}

/// Merges three files and writes the result; the inputs are read before anything is written.
pub(crate) async fn merge(app: &App, asked: MergeFiles) -> Result<MergeOutcome, Error> {
    let (outcome, inputs, merged) = on_disk(app, "Merging the workbooks", move |disk| {
        let base = opened(disk, Path::new(&asked.base))?;
        let ours = opened(disk, Path::new(&asked.ours))?;
        let theirs = opened(disk, Path::new(&asked.theirs))?;
        let prefer = if asked.prefer_theirs {
            Side::Theirs
        } else {
            Side::Ours
        };
        let merged = merge_files(&base, &ours, &theirs, prefer)?;
        let saved = file::save_as_written(disk, Path::new(&asked.output), &merged.contents())?;
        let conflicts = merged.conflicts.into_iter().map(|conflict| MergeConflict {
            place: conflict.place,
            base: conflict.base,
            ours: conflict.ours,
            theirs: conflict.theirs,
            kept: match conflict.kept {
                Kept::Ours => "ours",
                Kept::Theirs => "theirs",
                Kept::Both => "both",
            }
            .to_owned(),
        });
        let outcome = MergeOutcome {
            path: saved.path.to_string_lossy().into_owned(),
            conflicts: conflicts.collect(),
        };
        let inputs = [base, ours, theirs].map(|one| (one.generation, one.workbook.id));
        Ok((outcome, inputs, (saved, merged.workbook)))
    })
    .await?;
    // What grew from trusted workbooks alone was made here.
    let mut is_own = true;
    for (content, workbook) in &inputs {
        let is_nothing = *content == Generation::of(&[]);
        is_own &= is_nothing || app.judge(content, workbook).await.trust == Trust::Trusted;
    }
    if is_own {
        let (saved, workbook) = &merged;
        let content = Content {
            generation: &saved.generation,
            workbook,
            path: &saved.path,
        };
        app.keep_trust_of_saved(Trust::Trusted, &content).await;
    }
    Ok(outcome)
}

/// Writes the parts of a file into a folder.
pub(crate) async fn unpack(app: &App, file: PathBuf, folder: PathBuf) -> Result<Conversion, Error> {
    on_disk(app, "Unpacking the workbook", move |disk| {
        file::unpack(disk, &file, &folder).map(conversion)
    })
    .await
}

/// Makes a file of a folder.
pub(crate) async fn pack(app: &App, folder: PathBuf, file: PathBuf) -> Result<Conversion, Error> {
    on_disk(app, "Packing the workbook", move |disk| {
        file::pack_folder(disk, &folder, &file).map(conversion)
    })
    .await
}

fn conversion(done: Converted) -> Conversion {
    Conversion {
        path: done.path.to_string_lossy().into_owned(),
        parts: u32::try_from(done.parts).unwrap_or(u32::MAX),
        notes: done.notes,
    }
}

/// A file as it is written; an empty one is an empty workbook, as version control hands over what
/// was not there.
fn opened(disk: &dyn Fs, path: &Path) -> Result<Opened, FileError> {
    match file::open_as_written(disk, path) {
        Err(error) if error.code() == "WB_EMPTY" => Ok(Opened {
            workbook: Workbook {
                id: String::new(),
                title: String::new(),
                about: String::new(),
                ..Workbook::default()
            },
            results: BTreeMap::new(),
            extras: Extras::default(),
            generation: Generation::of(&[]),
            read_only: None,
            is_newer: false,
            notes: Vec::new(),
            signature: None,
        }),
        other => other,
    }
}

async fn on_disk<T: Send + 'static>(
    app: &App,
    doing: &str,
    work: impl FnOnce(&dyn Fs) -> Result<T, FileError> + Send + 'static,
) -> Result<T, Error> {
    let disk = app.disk();
    let task = tokio::task::spawn_blocking(move || work(disk.as_ref()));
    let done = task.await.map_err(|error| {
        tracing::error!(%error, doing, "work on files ended by a fault");
        Error::fault(doing)
    })?;
    Ok(done?)
}
