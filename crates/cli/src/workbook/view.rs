//! What this program needs to know of an open workbook, as the door answers it.

use model::{CellBody, CellId, Diagnostic, TruthStamp, Workbook};
use serde::Deserialize;

/// An open workbook.
#[derive(Debug, Deserialize)]
pub(super) struct View {
    pub(super) workbook: Workbook,
    pub(super) cells: Vec<Cell>,
}

/// What is known about one cell besides its text.
#[derive(Debug, Deserialize)]
pub(super) struct Cell {
    #[serde(rename = "cell")]
    pub(super) id: CellId,
    pub(super) state: State,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) result: Option<Answer>,
    /// Every answer when its text asks several questions.
    pub(super) answers: Vec<OneAnswer>,
}

/// One of several answers.
#[derive(Debug, Deserialize)]
pub(super) struct OneAnswer {
    /// Where its statement begins.
    pub(super) line: u32,
    pub(super) result: Answer,
}

/// Where a cell stands.
#[derive(Debug, Deserialize)]
pub(super) struct State {
    #[serde(rename = "state")]
    pub(super) name: String,
}

/// An answer that can be shown.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) stamp: TruthStamp,
    pub(super) is_saved_copy: bool,
    pub(super) warnings: Vec<Diagnostic>,
}

impl View {
    /// The SQL cells from top to bottom.
    pub(super) fn sql_cells(&self) -> Vec<CellId> {
        let is_sql = |cell: &&model::Cell| matches!(cell.body, CellBody::Sql { .. });
        self.workbook
            .cells
            .iter()
            .filter(is_sql)
            .map(|cell| cell.id.clone())
            .collect()
    }

    /// What is known about a cell.
    pub(super) fn cell(&self, id: &CellId) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.id == *id)
    }

    /// Whether a cell was computed here from its text and inputs as they are.
    pub(super) fn is_computed(&self, id: &CellId) -> bool {
        self.cell(id).is_some_and(|cell| cell.state.name == "fresh") && self.answer_of(id).is_some()
    }

    /// The answer of a cell that was computed here.
    pub(super) fn answer_of(&self, id: &CellId) -> Option<&Answer> {
        self.cell(id)?
            .result
            .as_ref()
            .filter(|answer| !answer.is_saved_copy)
    }
}
