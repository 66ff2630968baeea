//! Another file merged into the open workbook, told apart by the newest version that both hold.

use std::sync::Arc;

use model::Workbook;
use workbook::merge::{Conflict, Kept, Side, merge_with};

use super::Session;
use super::versions::{name_of, not_trusted, parts, view};
use crate::command::versions::{MergeChoice, MergePlan, MergeSide, OpenConflict, Version};
use crate::command::workbook::SessionView;
use crate::{App, Error};

impl Session {
    /// What a merge with another file would do.
    pub(crate) async fn plan_merge(
        &self,
        app: &App,
        path: String,
        choices: Vec<MergeChoice>,
    ) -> Result<MergePlan, Error> {
        let now = self.state().book.clone();
        let merge = self.merged(app, path, &choices).await?;
        Ok(MergePlan {
            parts: parts(&now, &merge.book),
            conflicts: merge.conflicts,
            base: merge.base,
            can_take: merge.can_take,
        })
    }

    /// Merges another file, as one step.
    pub(crate) async fn merge_into(
        self: &Arc<Self>,
        app: &App,
        path: String,
        choices: Vec<MergeChoice>,
    ) -> Result<SessionView, Error> {
        let now = self.state().book.clone();
        let merge = self.merged(app, path, &choices).await?;
        if !merge.can_take {
            return Err(not_trusted());
        }
        let label = format!("Merge with {}", merge.name);
        self.become_this(app, &now, &merge.book, label)
    }

    async fn merged(
        &self,
        app: &App,
        path: String,
        choices: &[MergeChoice],
    ) -> Result<MergeFound, Error> {
        let (theirs, path, can_take) = self.opened(app, path).await?;
        let state = self.state();
        let shared = theirs.extras.versions();
        let own = state.file.extras.versions();
        let base = own
            .into_iter()
            .find(|head| shared.iter().any(|other| other.id == head.id));
        let book = base
            .as_ref()
            .and_then(|head| state.version(app, &head.id))
            .unwrap_or_else(nothing);
        let choices = choices.iter().map(|choice| {
            let side = match choice.keep {
                MergeSide::Ours => Side::Ours,
                MergeSide::Theirs => Side::Theirs,
            };
            (choice.path.clone(), side)
        });
        let choices = choices.collect();
        let merged = merge_with(&book, &state.book, &theirs.workbook, Side::Ours, &choices)?;
        Ok(MergeFound {
            conflicts: merged.conflicts.into_iter().map(open).collect(),
            book: merged.workbook,
            base: base.map(view),
            name: name_of(&path),
            can_take,
        })
    }
}

/// A merge that was tried.
struct MergeFound {
    book: Workbook,
    conflicts: Vec<OpenConflict>,
    base: Option<Version>,
    name: String,
    can_take: bool,
}

fn open(conflict: Conflict) -> OpenConflict {
    OpenConflict {
        path: conflict.path,
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
    }
}

/// What both grew from when nothing is known of it.
fn nothing() -> Workbook {
    Workbook {
        id: String::new(),
        title: String::new(),
        about: String::new(),
        ..Workbook::default()
    }
}
