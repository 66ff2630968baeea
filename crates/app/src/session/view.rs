//! An open workbook as every view needs it.

use std::collections::BTreeMap;

use model::CellId;
use notebook::{Graph, Node, Standing};

use super::{Activity, Body, Session, Shown, State};
use crate::command::trust::TrustView;
use crate::command::workbook::{CellResult, CellState, CellView, SessionView};

impl Session {
    /// The workbook as it is now.
    pub(crate) fn view(&self) -> SessionView {
        let state = self.state();
        let graph = state.graph();
        let standings = state.standings(&graph);
        SessionView {
            session: self.id.clone(),
            workbook: state.book.clone(),
            path: state
                .file
                .path
                .as_ref()
                .map(|path| path.to_string_lossy().into_owned()),
            is_encrypted: state.file.passphrase.is_some(),
            is_dirty: state.history.is_dirty(),
            saved_at: state.file.saved_at.clone(),
            undo: state.history.undo_label().map(str::to_owned),
            redo: state.history.redo_label().map(str::to_owned),
            cells: graph
                .nodes()
                .iter()
                .map(|node| cell(&state, &graph, node, &standings))
                .collect(),
            revision: state.revision,
            notes: state.file.notes.clone(),
            read_only: state.file.read_only.clone(),
            trust: TrustView {
                trust: state.judged.trust,
                changed_since: state.judged.changed_since.clone(),
                changes: state.judged.changes.clone(),
                signature: state.file.signed.clone(),
            },
            needs: state.needs(),
        }
    }
}

fn cell(
    state: &State,
    graph: &Graph,
    node: &Node,
    standings: &BTreeMap<CellId, Standing>,
) -> CellView {
    let run = state.runs.get(&node.id);
    let standing = standings.get(&node.id).cloned().unwrap_or(Standing::Idle);
    let mut diagnostics = node.diagnostics.clone();
    // What a run said belongs to the text that ran.
    let is_of_this_text = !matches!(standing, Standing::Stale { .. } | Standing::Idle);
    if let Some(run) = run.filter(|_| is_of_this_text) {
        diagnostics.extend(run.diagnostics.iter().cloned());
    }
    CellView {
        cell: node.id.clone(),
        state: match run.and_then(|run| run.activity.clone()) {
            Some(Activity::Waiting(_)) => CellState::Waiting,
            Some(Activity::Running(job)) => CellState::Running { job },
            None => plain(standing),
        },
        reads: node.mentions.clone(),
        feeds: node
            .feeds
            .iter()
            .filter_map(|place| graph.nodes().get(*place))
            .map(|reader| reader.name.clone())
            .collect(),
        diagnostics,
        result: run.and_then(|run| run.shown.as_ref()).map(result),
        answers: run.map_or_else(Vec::new, |run| {
            super::answers::listed(&node.id, run, result)
        }),
    }
}

fn plain(standing: Standing) -> CellState {
    match standing {
        Standing::Idle => CellState::Idle,
        Standing::Fresh => CellState::Fresh,
        Standing::Stale { because } => CellState::Stale { because },
        Standing::Failed => CellState::Failed,
        Standing::Blocked { by } => CellState::Blocked { by },
        Standing::Cancelled => CellState::Cancelled,
    }
}

pub(super) fn result(shown: &Shown) -> CellResult {
    CellResult {
        stamp: shown.stamp.clone(),
        is_saved_copy: matches!(shown.body, Body::Saved(_)),
        version: shown.version,
        warnings: shown.warnings.clone(),
        bytes: shown.bytes,
    }
}
