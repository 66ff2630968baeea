//! What names in a cell's text are, and giving them other names everywhere.

use std::sync::Arc;

use model::{Cell, CellBody, CellId, ChoiceOptions, Edit, ParameterValue, TextChange};
use protocol::message::{Answer, Ask};
use protocol::words::{NameInText, NameKind, Renamed, WordsAnswer, WordsAsk};
use tokio_util::sync::CancellationToken;

use super::unexpected::unexpected;
use super::{Session, declared};
use crate::command::words::{PlanRename, RenamePlan, RenamedCell, RenamedLine};
use crate::{App, Error};

/// Lines shown of one cell.
const MOST_LINES: usize = 20;

impl Session {
    /// What stands at an offset of a text.
    pub(crate) async fn describe_name(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        text: String,
        offset: u32,
    ) -> Result<Option<NameInText>, Error> {
        let scope = self.scope_for_completion(app, cell, &text).await?;
        let ask = WordsAsk::Describe {
            text,
            offset,
            scope,
        };
        match self.words(app, ask).await? {
            WordsAnswer::Described { found } => Ok(found),
            other => Err(refused(other)),
        }
    }

    /// A text in regular form.
    pub(crate) async fn format_text(
        self: &Arc<Self>,
        app: &App,
        text: String,
    ) -> Result<String, Error> {
        super::words::check_length(&text)?;
        match self.words(app, WordsAsk::Format { text }).await? {
            WordsAnswer::Formatted { text } => Ok(text),
            other => Err(refused(other)),
        }
    }

    /// What giving another name to the thing at a place would change.
    pub(crate) async fn plan_rename(
        self: &Arc<Self>,
        app: &App,
        request: PlanRename,
    ) -> Result<RenamePlan, Error> {
        let cells = self.state().book.cells.clone();
        let asked = cells
            .iter()
            .find(|cell| cell.id == request.cell)
            .ok_or_else(Error::no_cell)?;
        let Some(offset) = request.offset else {
            return self.plan_cell(app, &cells, asked, request.to).await;
        };
        let text = sql_of(asked).ok_or_else(nothing_to_rename)?.to_owned();
        let found = self
            .describe_name(app, &request.cell, text, offset)
            .await?
            .ok_or_else(nothing_to_rename)?;
        match found.kind {
            NameKind::NamedQuery | NameKind::Alias => {
                let what = Renamed::Local { offset };
                let own = std::slice::from_ref(asked);
                self.plan(app, what, (own, None), (found.name, request.to))
                    .await
            }
            NameKind::Cell | NameKind::Parameter => {
                let lower = found.name.to_lowercase();
                let named = cells
                    .iter()
                    .find(|cell| cell.name.to_lowercase() == lower)
                    .ok_or_else(nothing_to_rename)?;
                self.plan_cell(app, &cells, named, request.to).await
            }
            NameKind::Output | NameKind::Column => {
                let names = (found.name, request.to);
                self.plan_column(app, asked, offset, names).await
            }
            _ => Err(nothing_to_rename()),
        }
    }

    async fn plan_cell(
        self: &Arc<Self>,
        app: &App,
        cells: &[Cell],
        renamed: &Cell,
        to: String,
    ) -> Result<RenamePlan, Error> {
        check_free(cells, renamed, &to)?;
        let name = renamed.name.clone();
        let what = match &renamed.body {
            CellBody::Parameter { parameter } => Renamed::Parameter {
                name: name.clone(),
                is_range: matches!(parameter.value, ParameterValue::DateRange { .. }),
            },
            _ => Renamed::Relation { name: name.clone() },
        };
        self.plan(app, what, (cells, Some(renamed)), (name, to))
            .await
    }

    /// The edits of `cells`, with the renamed cell's own first.
    async fn plan(
        self: &Arc<Self>,
        app: &App,
        what: Renamed,
        (cells, renamed): (&[Cell], Option<&Cell>),
        (from, to): (String, String),
    ) -> Result<RenamePlan, Error> {
        let written: Vec<&Cell> = cells.iter().filter(|cell| sql_of(cell).is_some()).collect();
        let texts: Vec<String> = written
            .iter()
            .filter_map(|cell| sql_of(cell).map(str::to_owned))
            .collect();
        let ask = WordsAsk::Rename {
            what,
            texts,
            to: to.clone(),
        };
        let changes = match self.words(app, ask).await? {
            WordsAnswer::Renamed { changes } => changes,
            other => return Err(refused(other)),
        };
        let mut edits = Vec::new();
        let mut places = Vec::new();
        if let Some(renamed) = renamed {
            edits.push(Edit::RenameCell {
                cell: renamed.id.clone(),
                name: to.clone(),
            });
            places.push(touched(renamed, Vec::new()));
            for cell in cells {
                if let Some(edit) = reference_in_settings(cell, &renamed.name, &to) {
                    edits.push(edit);
                    places.push(touched(cell, Vec::new()));
                }
            }
            edits.extend(self.renamed_in_pages(&renamed.name, &to));
            edits.extend(declared::with_source(
                &self.state().book,
                &renamed.name,
                &to,
            ));
        }
        for (cell, changes) in written.into_iter().zip(changes) {
            let Some(text) = sql_of(cell).filter(|_| !changes.is_empty()) else {
                continue;
            };
            let (text, lines) = changed(text, &changes);
            edits.push(Edit::SetText {
                cell: cell.id.clone(),
                text,
            });
            places.push(touched(cell, lines));
        }
        let label = format!("Rename {from} to {to}");
        Ok(RenamePlan {
            from,
            edit: Edit::Batch { label, edits },
            places,
        })
    }

    /// Asks the engine about texts; nothing runs.
    pub(super) async fn words(
        self: &Arc<Self>,
        app: &App,
        ask: WordsAsk,
    ) -> Result<WordsAnswer, Error> {
        let ask = Ask::Words { question: ask };
        match self.ask(app, ask, None, &CancellationToken::new()).await? {
            (Answer::Words { told }, _) => Ok(told),
            (other, _) => Err(unexpected(other, "Reading the text")),
        }
    }
}

pub(super) fn sql_of(cell: &Cell) -> Option<&str> {
    match &cell.body {
        CellBody::Sql { text, .. } => Some(text),
        _ => None,
    }
}

/// A chart that reads the cell, or a list of choices that comes from it.
fn reference_in_settings(cell: &Cell, from: &str, to: &str) -> Option<Edit> {
    let is_it = |name: &str| name.to_lowercase() == from.to_lowercase();
    match &cell.body {
        CellBody::Chart { spec } if is_it(&spec.source) => {
            let mut spec = spec.clone();
            to.clone_into(&mut spec.source);
            Some(Edit::SetChart {
                cell: cell.id.clone(),
                spec,
            })
        }
        CellBody::Parameter { parameter } => {
            let mut parameter = parameter.clone();
            let ParameterValue::Choice {
                options: ChoiceOptions::Column { source, .. },
                ..
            } = &mut parameter.value
            else {
                return None;
            };
            if !is_it(source) {
                return None;
            }
            to.clone_into(source);
            Some(Edit::SetParameter {
                cell: cell.id.clone(),
                parameter,
            })
        }
        _ => None,
    }
}

pub(super) fn touched(cell: &Cell, lines: Vec<RenamedLine>) -> RenamedCell {
    RenamedCell {
        cell: cell.id.clone(),
        name: cell.name.clone(),
        lines,
    }
}

/// The text with its changes made, and the lines that changed.
pub(super) fn changed(text: &str, changes: &[TextChange]) -> (String, Vec<RenamedLine>) {
    let bytes = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let mut done = String::with_capacity(text.len());
    let mut at = 0;
    let mut touched = Vec::new();
    for change in changes {
        done.push_str(text.get(at..bytes(change.start)).unwrap_or_default());
        touched.push(done.matches('\n').count());
        done.push_str(&change.text);
        at = bytes(change.end);
    }
    done.push_str(text.get(at..).unwrap_or_default());
    touched.dedup();
    let all: Vec<&str> = done.lines().collect();
    let lines = touched
        .into_iter()
        .take(MOST_LINES)
        .filter_map(|at| {
            Some(RenamedLine {
                line: u32::try_from(at + 1).unwrap_or(u32::MAX),
                text: (*all.get(at)?).to_owned(),
            })
        })
        .collect();
    (done, lines)
}

/// Names of cells are unique without regard to case, and are words.
pub(super) fn check_free(cells: &[Cell], renamed: &Cell, to: &str) -> Result<(), Error> {
    let mut letters = to.chars();
    let is_word = letters
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '_')
        && letters.all(|c| c.is_alphanumeric() || c == '_');
    if !is_word {
        return Err(Error::new(
            "RENAME_NO_NAME",
            "A name starts with a letter or _ and has letters, digits and _ only.",
        ));
    }
    let lower = to.to_lowercase();
    let other = cells.iter().find(|cell| cell.name.to_lowercase() == lower);
    if other.is_some_and(|other| other.id != renamed.id) {
        let message = format!("`{to}` is the name of another cell. Choose another name.");
        return Err(Error::new("RENAME_TAKEN", message));
    }
    Ok(())
}

pub(super) fn nothing_to_rename() -> Error {
    Error::new(
        "RENAME_NOTHING",
        "There is nothing here that can be renamed. Cells, parameters, short names of tables, queries named in WITH and names given with AS can.",
    )
}

/// A refusal in words; anything else is an answer to another question.
pub(super) fn refused(answer: WordsAnswer) -> Error {
    match answer {
        WordsAnswer::Refused { diagnostic } => {
            let hint = diagnostic.hint.unwrap_or_default();
            Error::new(
                &diagnostic.code,
                format!("{} {hint}", diagnostic.message).trim_end(),
            )
        }
        _ => Error::fault("Reading the text"),
    }
}
