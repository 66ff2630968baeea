//! Columns of a source that have gone while cells still name them: what they may be called now, and
//! one step that mends texts, charts, lists of choices and pages.

mod near;

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::ipc::reader::StreamReader;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use model::{CellBody, CellId, Edit, Value};
use protocol::message::{Scope, Statement};
use protocol::words::{CellMended, ColumnRenamed, WordsAnswer, WordsAsk};
use tokio_util::sync::CancellationToken;

use super::naming::{refused, sql_of, touched};
use super::naming_column::{in_cell, new_name};
use super::shapes::Gone;
use super::{Body, Session, declared, pages};
use crate::command::relink::{ColumnChoice, GoneColumn, LeftAsIs, Proposal, RepairPlan};
use crate::command::words::{RenamedCell, RenamedLine};
use crate::{App, Error};

/// Most stored answers whose values are compared.
const MOST_ANSWERS: usize = 20;
/// Most different values of an answer that are compared.
const MOST_VALUES: usize = 200;
/// Lines shown of one cell.
const MOST_LINES: usize = 20;

impl Session {
    /// What the columns that have gone may be called now, and what mending them changes.
    pub(crate) async fn plan_repair(
        self: &Arc<Self>,
        app: &App,
        chosen: Vec<ColumnChoice>,
    ) -> Result<RepairPlan, Error> {
        self.open_harmless_sources(app, &CancellationToken::new())
            .await?;
        let tables = self.state().gone();
        let mut columns = Vec::new();
        for table in &tables {
            columns.extend(self.proposals(app, table, &chosen).await);
        }
        let mut scope = {
            let state = self.state();
            let graph = state.graph();
            let all = (0..graph.nodes().len()).collect();
            state.scope_over(&graph, &state.standings(&graph), &all)
        };
        let mut renamed = Vec::new();
        let mut left = Vec::new();
        for table in &tables {
            let pairs: Vec<(String, String)> = columns
                .iter()
                .filter(|one| one.table == table.table.name)
                .filter_map(|one| Some((one.field.name.clone(), one.to.clone()?)))
                .collect();
            if pairs.is_empty() {
                continue;
            }
            for cell in self.mended(app, &mut scope, table, &pairs).await? {
                if let Some(problem) = cell.problem {
                    left.push(LeftAsIs {
                        name: cell.cell.clone(),
                        why: problem.message,
                    });
                }
                renamed.push(of_relation(cell.cell, cell.columns));
            }
            renamed.push(of_relation(table.table.name.clone(), pairs));
        }
        let (edits, places, tiles) = self.edits(&scope, &renamed);
        let names: Vec<&str> = tables.iter().map(|one| one.table.name.as_str()).collect();
        let edit = (!edits.is_empty()).then(|| Edit::Batch {
            label: format!("Repair columns of {}", names.join(", ")),
            edits,
        });
        Ok(RepairPlan {
            columns,
            edit,
            places,
            tiles,
            left,
        })
    }

    /// Asks what the texts say after the repair of one table, and puts that into the scope.
    async fn mended(
        self: &Arc<Self>,
        app: &App,
        scope: &mut Scope,
        table: &Gone,
        pairs: &[(String, String)],
    ) -> Result<Vec<CellMended>, Error> {
        let ask = WordsAsk::MendColumns {
            scope: scope.clone(),
            table: table.table.name.clone(),
            fields: table.before.clone(),
            renamed: pairs.to_vec(),
        };
        let cells = match self.words(app, ask).await? {
            WordsAnswer::Mended { cells } => cells,
            other => return Err(refused(other)),
        };
        for (binding, cell) in scope.cells.iter_mut().zip(&cells) {
            if let Some(text) = &cell.text {
                binding.statement = Statement::Sql { text: text.clone() };
                binding.result = None;
            }
        }
        Ok(cells)
    }

    /// The edits that make the workbook say what the scope says, what they touch, and how many tiles.
    fn edits(
        &self,
        scope: &Scope,
        renamed: &[ColumnRenamed],
    ) -> (Vec<Edit>, Vec<RenamedCell>, u32) {
        let state = self.state();
        let (mut edits, mut places, mut tiles) = (Vec::new(), Vec::new(), 0);
        for cell in &state.book.cells {
            let Some(text) = sql_of(cell) else {
                if let Some((edit, place)) = in_cell(cell, renamed) {
                    edits.push(edit);
                    places.push(place);
                }
                continue;
            };
            let after = scope.cells.iter().find(|one| one.name == cell.name);
            let after = after.and_then(|one| match &one.statement {
                Statement::Sql { text } => Some(text),
                Statement::Query { .. } | Statement::Behind { .. } => None,
            });
            if let Some(after) = after.filter(|after| *after != text) {
                edits.push(Edit::SetText {
                    cell: cell.id.clone(),
                    text: after.clone(),
                });
                places.push(touched(cell, lines(text, after)));
            }
        }
        for page in &state.book.pages {
            for tile in &page.tiles {
                let mut tile = tile.clone();
                let renamed = |source: &str, field: &str| new_name(renamed, source, field);
                if tile.content.rename_fields(renamed) {
                    tiles += 1;
                    let page = page.id.clone();
                    edits.push(Edit::ReplaceTile { page, tile });
                }
            }
        }
        edits.extend(declared::with_columns(&state.book, |source, field| {
            new_name(renamed, source, field)
        }));
        edits.extend(pages::with_columns(&state, |source, field| {
            new_name(renamed, source, field)
        }));
        (edits, places, tiles)
    }

    /// What each column of a table that has gone may be now.
    async fn proposals(
        self: &Arc<Self>,
        app: &App,
        table: &Gone,
        chosen: &[ColumnChoice],
    ) -> Vec<GoneColumn> {
        // Values help to choose; without them names and types have to do.
        let profiles = self.profile_table(app, &table.table.name).await;
        let profiles = profiles.map(|found| found.profiles).unwrap_or_default();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut found = Vec::new();
        let old = self.state().columns_before(&table.table);
        for (field, uses) in &table.columns {
            let before = self.stored_values(app, &field.name).await;
            let facts = near::Facts {
                before: &before,
                profiles: &profiles,
                columns: &old,
            };
            let proposals: Vec<(Proposal, bool)> = near::ranked(field, &table.table.fields, &facts);
            let of = |one: &&ColumnChoice| one.table == table.table.name && one.from == field.name;
            let is_there =
                |name: &String| table.table.fields.iter().any(|field| field.name == *name);
            let to = match chosen.iter().find(of) {
                Some(choice) => choice.to.clone().filter(is_there),
                None => proposals
                    .iter()
                    .find(|(one, is_likely)| *is_likely && !taken.contains(&one.field.name))
                    .map(|(one, _)| one.field.name.clone()),
            };
            taken.extend(to.clone());
            found.push(GoneColumn {
                table: table.table.name.clone(),
                field: field.clone(),
                uses: uses.clone(),
                proposals: proposals.into_iter().map(|(one, _)| one).collect(),
                to,
            });
        }
        found
    }

    /// Values that answers have under a name, as far as they are stored or kept.
    async fn stored_values(self: &Arc<Self>, app: &App, name: &str) -> BTreeSet<String> {
        let shown: Vec<(CellId, Body)> = {
            let state = self.state();
            let cells = state.book.cells.iter();
            let cells = cells.filter(|cell| matches!(cell.body, CellBody::Sql { .. }));
            cells
                .filter_map(|cell| {
                    let shown = state.runs.get(&cell.id)?.shown.as_ref()?;
                    Some((cell.id.clone(), shown.body.clone()))
                })
                .take(MOST_ANSWERS)
                .collect()
        };
        let mut found = BTreeSet::new();
        for (cell, body) in shown {
            let arrow = match body {
                Body::Saved(arrow) => Some(arrow),
                Body::Kept(_) => self.head(app, &cell).await.ok().map(|head| head.arrow),
            };
            if let Some(arrow) = arrow {
                // An answer that cannot be read has no say.
                let _ = add_values(&arrow, name, &mut found);
            }
        }
        found
    }
}

fn of_relation(cell: String, columns: Vec<(String, String)>) -> ColumnRenamed {
    ColumnRenamed {
        cell,
        changes: Vec::new(),
        columns,
    }
}

fn add_values(
    arrow: &[u8],
    name: &str,
    found: &mut BTreeSet<String>,
) -> Result<(), arrow::error::ArrowError> {
    let reader = StreamReader::try_new(arrow, None)?;
    let Ok(at) = reader.schema().index_of(name) else {
        return Ok(());
    };
    for batch in reader {
        let batch = batch?;
        let column = batch.column(at);
        let texts = ArrayFormatter::try_new(column.as_ref(), &FormatOptions::default())?;
        for row in (0..batch.num_rows()).filter(|row| column.is_valid(*row)) {
            if found.len() >= MOST_VALUES {
                return Ok(());
            }
            found.insert(texts.value(row).to_string());
        }
    }
    Ok(())
}

/// The lines that differ, as they will read; a new name never adds or takes a line.
fn lines(before: &str, after: &str) -> Vec<RenamedLine> {
    let pairs = before.lines().zip(after.lines()).enumerate();
    pairs
        .filter(|(_, (one, other))| one != other)
        .take(MOST_LINES)
        .map(|(at, (_, line))| RenamedLine {
            line: u32::try_from(at + 1).unwrap_or(u32::MAX),
            text: line.to_owned(),
        })
        .collect()
}

/// A value as answers show it; none for those that are not compared.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Date(text) => Some(text.clone()),
        Value::Boolean(is_so) => Some(is_so.to_string()),
        _ => None,
    }
}
