//! Changing the document: named edits, undo and redo, and what follows from a change.

use std::sync::Arc;

use model::{CellId, Edit, SourceSpec};

use super::{Session, State};
use crate::command::workbook::SessionView;
use crate::{App, Error, paths};

/// Steady milliseconds for the history, so that typing without pauses is one step.
fn steady_ms(app: &App) -> u64 {
    u64::try_from(app.now().as_millisecond()).unwrap_or(0)
}

impl Session {
    /// Applies an edit as one step and runs by itself what a changed parameter feeds.
    pub(crate) fn apply(self: &Arc<Self>, app: &App, edit: &Edit) -> Result<SessionView, Error> {
        let edit = self.with_full_paths(edit.clone())?;
        self.apply_known(app, &edit)
    }

    /// Applies an edit whose paths are full already, or stood in the document before.
    pub(super) fn apply_known(
        self: &Arc<Self>,
        app: &App,
        edit: &Edit,
    ) -> Result<SessionView, Error> {
        let parameters = parameters_of(edit);
        {
            let mut state = self.state();
            self.begin_journal(app, &state);
            let State { book, history, .. } = &mut *state;
            history.apply(book, edit.clone(), steady_ms(app))?;
            state.edits += 1;
            state.touch();
            self.note_edit(app, &state, edit);
        }
        self.follow(app, &parameters);
        Ok(self.view())
    }

    /// Takes the last step back.
    pub(crate) fn undo(self: &Arc<Self>, app: &App) -> Result<SessionView, Error> {
        self.step(app, |state| state.history.undo(&mut state.book))
    }

    /// Does the step again that was taken back last.
    pub(crate) fn redo(self: &Arc<Self>, app: &App) -> Result<SessionView, Error> {
        self.step(app, |state| state.history.redo(&mut state.book))
    }

    fn step(
        self: &Arc<Self>,
        app: &App,
        turn: impl FnOnce(&mut State) -> Result<Option<Edit>, workbook::EditError>,
    ) -> Result<SessionView, Error> {
        let edit = {
            let mut state = self.state();
            let edit = turn(&mut state)?;
            if let Some(edit) = &edit {
                state.edits += 1;
                state.touch();
                self.note_edit(app, &state, edit);
            }
            edit
        };
        if let Some(edit) = edit {
            self.follow(app, &parameters_of(&edit));
        }
        Ok(self.view())
    }

    /// Paths that a person gave are made absolute and canonical; those that stand in the document
    /// already may name a file that is not there now.
    fn with_full_paths(&self, edit: Edit) -> Result<Edit, Error> {
        let known = self.source_paths();
        full_paths(edit, &known)
    }

    fn follow(self: &Arc<Self>, app: &App, parameters: &[CellId]) {
        self.match_sources(app);
        if !parameters.is_empty() {
            self.rerun_readers(app, parameters);
        }
    }
}

fn full_paths(edit: Edit, known: &[String]) -> Result<Edit, Error> {
    let full = |mut source: SourceSpec| -> Result<SourceSpec, Error> {
        if !known.contains(&source.path) && !source.path.starts_with(workbook::file::INSIDE) {
            source.path = paths::text(&paths::source(&source.path)?)?;
        }
        Ok(source)
    };
    Ok(match edit {
        Edit::InsertSource { index, source } => Edit::InsertSource {
            index,
            source: full(source)?,
        },
        Edit::ReplaceSource { source } => Edit::ReplaceSource {
            source: full(source)?,
        },
        Edit::Batch { label, edits } => {
            let edits: Result<Vec<Edit>, Error> = edits
                .into_iter()
                .map(|edit| full_paths(edit, known))
                .collect();
            Edit::Batch {
                label,
                edits: edits?,
            }
        }
        other => other,
    })
}

/// Parameters whose value an edit sets.
fn parameters_of(edit: &Edit) -> Vec<CellId> {
    match edit {
        Edit::SetParameter { cell, .. } => vec![cell.clone()],
        Edit::Batch { edits, .. } => edits.iter().flat_map(parameters_of).collect(),
        _ => Vec::new(),
    }
}
