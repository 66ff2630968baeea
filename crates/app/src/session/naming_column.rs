//! Another name for a column that a select list names: in texts, in charts, in lists of choices and
//! on pages, as one edit.

use std::sync::Arc;

use model::{Cell, CellBody, ChoiceOptions, Edit, ParameterValue};
use protocol::words::{ColumnRenamed, WordsAnswer, WordsAsk};
use tokio_util::sync::CancellationToken;

use super::naming::{changed, refused, sql_of, touched};
use super::{Session, declared, pages};
use crate::command::words::{RenamePlan, RenamedCell};
use crate::{App, Error};

impl Session {
    /// What another name for the column named at `offset` of a cell's text changes.
    pub(super) async fn plan_column(
        self: &Arc<Self>,
        app: &App,
        asked: &Cell,
        offset: u32,
        (from, to): (String, String),
    ) -> Result<RenamePlan, Error> {
        self.open_harmless_sources(app, &CancellationToken::new())
            .await?;
        let (book, scope) = {
            let state = self.state();
            let graph = state.graph();
            let all = (0..graph.nodes().len()).collect();
            let scope = state.scope_over(&graph, &state.standings(&graph), &all);
            (state.book.clone(), scope)
        };
        let ask = WordsAsk::RenameColumn {
            scope,
            cell: asked.name.clone(),
            offset,
            to: to.clone(),
        };
        let renamed = match self.words(app, ask).await? {
            WordsAnswer::ColumnRenamed { cells } => cells,
            other => return Err(refused(other)),
        };
        let mut edits = Vec::new();
        let mut places = Vec::new();
        for cell in &book.cells {
            if let Some((edit, place)) = in_cell(cell, &renamed) {
                edits.push(edit);
                places.push(place);
            }
        }
        for page in &book.pages {
            for tile in &page.tiles {
                let mut tile = tile.clone();
                let renamed = |source: &str, field: &str| new_name(&renamed, source, field);
                if tile.content.rename_fields(renamed) {
                    let page = page.id.clone();
                    edits.push(Edit::ReplaceTile { page, tile });
                }
            }
        }
        edits.extend(declared::with_columns(&book, |source, field| {
            new_name(&renamed, source, field)
        }));
        edits.extend(pages::with_columns(&self.state(), |source, field| {
            new_name(&renamed, source, field)
        }));
        let label = format!("Rename {from} to {to}");
        Ok(RenamePlan {
            from,
            edit: Edit::Batch { label, edits },
            places,
        })
    }
}

/// The change of one cell: of its text, its chart or its list of choices.
pub(super) fn in_cell(cell: &Cell, renamed: &[ColumnRenamed]) -> Option<(Edit, RenamedCell)> {
    let id = cell.id.clone();
    if let Some(text) = sql_of(cell) {
        let one = renamed.iter().find(|one| one.cell == cell.name)?;
        if one.changes.is_empty() {
            return None;
        }
        let (text, lines) = changed(text, &one.changes);
        return Some((Edit::SetText { cell: id, text }, touched(cell, lines)));
    }
    let edit = match &cell.body {
        CellBody::Chart { spec } => {
            let mut changed = spec.clone();
            changed.rename_fields(|field| new_name(renamed, &spec.source, field));
            (changed != *spec).then_some(Edit::SetChart {
                cell: id,
                spec: changed,
            })
        }
        CellBody::Parameter { parameter } => {
            let mut parameter = parameter.clone();
            let ParameterValue::Choice {
                options: ChoiceOptions::Column { source, field },
                ..
            } = &mut parameter.value
            else {
                return None;
            };
            *field = new_name(renamed, source, field)?;
            Some(Edit::SetParameter {
                cell: id,
                parameter,
            })
        }
        _ => None,
    }?;
    Some((edit, touched(cell, Vec::new())))
}

/// The new name of a column of a cell's answer, if it gets one.
pub(super) fn new_name(renamed: &[ColumnRenamed], source: &str, field: &str) -> Option<String> {
    let source = source.to_lowercase();
    let of_source = renamed
        .iter()
        .filter(|one| one.cell.to_lowercase() == source);
    let mut columns = of_source.flat_map(|one| &one.columns);
    columns
        .find(|(old, _)| old == field)
        .map(|(_, new)| new.clone())
}
