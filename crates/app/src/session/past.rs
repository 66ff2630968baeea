//! Runs as the history of this machine remembers them.

use catalog::{Run, TableUse};
use model::CellId;
use notebook::Outcome;

use super::State;
use crate::App;
use crate::clock::utc;
use crate::command::system::Tag;

impl State {
    /// Remembers a run in the history of this machine.
    pub(super) fn note_run(&self, app: &App, cell: &CellId, text: &str) {
        let Some(record) = self.runs.get(cell).and_then(|run| run.record.as_ref()) else {
            return;
        };
        if record.outcome == Outcome::Cancelled {
            return;
        }
        let failed = record.outcome == Outcome::Failed;
        let shown = self
            .runs
            .get(cell)
            .and_then(|run| run.shown.as_ref())
            .filter(|_| !failed);
        let (took_ms, rows) = shown.map_or((0.0, None), |shown| {
            (shown.stamp.took_ms, Some(shown.stamp.rows))
        });
        let uses: Vec<(String, String)> = self
            .sources
            .values()
            .flat_map(|source| {
                let read = |table: &&model::TableInfo| {
                    record.inputs.iter().any(|input| input.name == table.name)
                };
                let path = source.spec.path.clone();
                source
                    .tables
                    .iter()
                    .filter(read)
                    .map(move |table| (path.clone(), table.name.clone()))
            })
            .collect();
        let name = self
            .book
            .cell(cell)
            .map(|cell| cell.name.clone())
            .unwrap_or_default();
        let (text, workbook) = (text.to_owned(), self.book.title.clone());
        let ran_at = utc(app.now());
        app.remember(
            move |catalog| {
                let reads: Vec<TableUse<'_>> = uses
                    .iter()
                    .map(|(path, table)| TableUse { path, table })
                    .collect();
                catalog.add_run(&Run {
                    text: &text,
                    workbook: &workbook,
                    cell: &name,
                    ran_at: &ran_at,
                    took_ms,
                    rows,
                    failed,
                    reads: &reads,
                })
            },
            vec![Tag::History],
        );
    }
}
