//! The way back: every change as a named step that can be undone and done again.
//!
//! Steps hold inverse edits, not copies of the document. No clock here: the caller says when.

use std::collections::VecDeque;

use model::{CellId, Edit, Workbook};

use crate::apply::{EditError, apply};
use crate::label::label;

/// Typing in one cell stays one step until this long a pause, in milliseconds.
pub const PAUSE_MS: u64 = 1_000;
/// Most steps kept; the promise is 500.
pub const MOST_STEPS: usize = 2_000;
/// Most bytes kept in steps; older steps go first.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;

/// Undo and redo of one open workbook, and whether it differs from what was saved.
#[derive(Debug, Default)]
pub struct History {
    undo: VecDeque<Step>,
    redo: Vec<Step>,
    bytes: usize,
    state: u64,
    saved: u64,
    last_state: u64,
}

#[derive(Debug)]
struct Step {
    label: String,
    /// Leads from where we are to the other side of the step.
    edit: Edit,
    bytes: usize,
    /// The state on the other side.
    leads_to: u64,
    typed: Option<Typed>,
}

#[derive(Debug)]
struct Typed {
    cell: CellId,
    at_ms: u64,
}

impl History {
    /// A history without steps; the document counts as saved.
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies an edit as a step. `now_ms` is any steady count of milliseconds.
    ///
    /// # Errors
    /// The edit was refused; document and history are as before.
    pub fn apply(&mut self, book: &mut Workbook, edit: Edit, now_ms: u64) -> Result<(), EditError> {
        let label = label(&edit, book);
        let typed = match &edit {
            Edit::SetText { cell, .. } => Some(Typed {
                cell: cell.clone(),
                at_ms: now_ms,
            }),
            _ => None,
        };
        let inverse = apply(book, edit)?;
        self.forget_redo();
        let before = self.state;
        self.last_state += 1;
        self.state = self.last_state;
        if self.continues_typing(typed.as_ref(), before) {
            if let Some(step) = self.undo.back_mut() {
                step.typed = typed;
            }
            return Ok(());
        }
        let bytes = size(&inverse) + label.len();
        self.bytes += bytes;
        self.undo.push_back(Step {
            label,
            edit: inverse,
            bytes,
            leads_to: before,
            typed,
        });
        self.prune();
        Ok(())
    }

    /// Takes the last step back. Answers the edit that was applied (for the journal), or none
    /// when there is nothing to undo.
    ///
    /// # Errors
    /// The inverse was refused: the document was changed behind the history's back.
    pub fn undo(&mut self, book: &mut Workbook) -> Result<Option<Edit>, EditError> {
        let Some(step) = self.undo.back() else {
            return Ok(None);
        };
        let inverse = apply(book, step.edit.clone())?;
        let turned = self.undo.pop_back().map(|step| self.turned(step, inverse));
        Ok(turned.map(|(applied, step)| {
            self.redo.push(step);
            applied
        }))
    }

    /// Does the step again that was taken back last. Answers as [`History::undo`].
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn redo(&mut self, book: &mut Workbook) -> Result<Option<Edit>, EditError> {
        let Some(step) = self.redo.last() else {
            return Ok(None);
        };
        let inverse = apply(book, step.edit.clone())?;
        let turned = self.redo.pop().map(|step| self.turned(step, inverse));
        Ok(turned.map(|(applied, step)| {
            self.undo.push_back(step);
            applied
        }))
    }

    /// The edits that would lead back, oldest first: what the document held before each step.
    pub fn past(&self) -> impl Iterator<Item = &Edit> {
        self.undo.iter().map(|step| &step.edit)
    }

    /// Name of the step that undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.back().map(|step| step.label.as_str())
    }

    /// Name of the step that redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| step.label.as_str())
    }

    /// How many steps undo can take back.
    pub fn undo_steps(&self) -> usize {
        self.undo.len()
    }

    /// How many steps redo can do again.
    pub fn redo_steps(&self) -> usize {
        self.redo.len()
    }

    /// The document as it is now has been saved. Typing after it is a new step.
    pub fn mark_saved(&mut self) {
        self.saved = self.state;
        self.end_typing();
    }

    /// The document as it is now is not in any file: a recovered or copied workbook.
    pub fn mark_unsaved(&mut self) {
        self.saved = u64::MAX;
    }

    /// Whether the document differs from what was saved. Undoing back to the save says no.
    pub fn is_dirty(&self) -> bool {
        self.state != self.saved
    }

    /// Ends a run of typing, for example when the cursor leaves the cell.
    pub fn end_typing(&mut self) {
        if let Some(step) = self.undo.back_mut() {
            step.typed = None;
        }
    }

    fn continues_typing(&self, typed: Option<&Typed>, before: u64) -> bool {
        let (Some(typed), Some(step)) = (typed, self.undo.back()) else {
            return false;
        };
        let Some(last) = &step.typed else {
            return false;
        };
        last.cell == typed.cell
            && before != self.saved
            && typed.at_ms.saturating_sub(last.at_ms) < PAUSE_MS
    }

    /// The edit of a step that was just applied, and the step that leads back.
    fn turned(&mut self, step: Step, inverse: Edit) -> (Edit, Step) {
        self.bytes -= step.bytes;
        let bytes = size(&inverse) + step.label.len();
        self.bytes += bytes;
        let leads_to = std::mem::replace(&mut self.state, step.leads_to);
        let back = Step {
            label: step.label,
            edit: inverse,
            bytes,
            leads_to,
            typed: None,
        };
        (step.edit, back)
    }

    fn forget_redo(&mut self) {
        for step in self.redo.drain(..) {
            self.bytes -= step.bytes;
        }
    }

    fn prune(&mut self) {
        while self.undo.len() > 1 && (self.undo.len() > MOST_STEPS || self.bytes > MOST_BYTES) {
            if let Some(oldest) = self.undo.pop_front() {
                self.bytes -= oldest.bytes;
            }
        }
    }
}

/// Roughly the bytes an edit takes: its JSON is close enough and cannot be forgotten to be kept
/// up with new edits. Texts, which are most of it, are counted without writing them.
fn size(edit: &Edit) -> usize {
    match edit {
        Edit::SetText { text, .. } => text.len() + 128,
        Edit::Batch { edits, .. } => 128 + edits.iter().map(size).sum::<usize>(),
        other => serde_json::to_vec(other).map_or(1024, |json| json.len() + 128),
    }
}
