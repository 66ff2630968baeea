//! The open workbook as a page to be read, from the answers that are there. Nothing is computed.

mod rows;

use std::sync::Arc;

use export::{Columns, Figure, Size, Theme};
use model::{Cell, CellBody, CellId, ParameterValue, TileContent, Value};
use notebook::Standing;
use paper::{Answer, Block, Paper};
use workbook::file::SavedResult;

use super::answers::owner;
use super::charts::{Table, write_whole};
use super::{Body, Session, Shown};
use crate::command::paper::{ExportPaper, ExportedPaper, PaperFormat};
use crate::{App, Error, paths};

/// Pixels of a picture.
const SIZE: Size = Size {
    width: 1_000,
    height: 460,
};

/// What is to be in the file.
struct Written {
    text: String,
    /// Names of cells whose answer is not there.
    without_answer: Vec<String>,
    /// What stays out.
    notes: Vec<String>,
}

impl Session {
    /// Writes the workbook as a page.
    pub(crate) async fn export_paper(
        self: &Arc<Self>,
        app: &App,
        request: ExportPaper,
    ) -> Result<ExportedPaper, Error> {
        let path = self.target_beside(&request.path)?;
        if path.exists() && !request.overwrite {
            return Err(Error::new(
                "TARGET_EXISTS",
                format!(
                    "{} is there already. Choose another name, or say that it may be written over.",
                    crate::error::shown(&path.display().to_string())
                ),
            ));
        }
        let Written {
            text,
            without_answer,
            notes,
        } = self.written_as(app, request.format).await;
        let target = path.clone();
        let written = tokio::task::spawn_blocking(move || {
            write_whole(&target, text.as_bytes())?;
            Ok::<_, std::io::Error>(text.len() as u64)
        });
        let bytes = written
            .await
            .map_err(|_| Error::fault("Writing the page"))?
            .map_err(|error| super::charts::not_written(&path, &error))?;
        Ok(ExportedPaper {
            path: paths::text(&path)?,
            bytes,
            without_answer,
            notes,
        })
    }

    async fn written_as(self: &Arc<Self>, app: &App, format: PaperFormat) -> Written {
        let (paper, without_answer) = match format {
            PaperFormat::Script => {
                let (text, notes) = foreign::write_script(&self.state().book);
                return Written {
                    text,
                    without_answer: Vec::new(),
                    notes,
                };
            }
            PaperFormat::Jupyter => return self.jupyter(app).await,
            PaperFormat::Markdown | PaperFormat::Html => self.paper(app).await,
        };
        let text = match format {
            PaperFormat::Markdown => paper::markdown(&paper),
            _ => paper::html(&paper),
        };
        Written {
            text,
            without_answer,
            notes: Vec::new(),
        }
    }

    async fn jupyter(self: &Arc<Self>, app: &App) -> Written {
        let book = self.state().book.clone();
        let mut outputs = foreign::Outputs::new();
        let mut missing = Vec::new();
        for cell in &book.cells {
            let (answers, picture) = match self.block(app, cell, "").await {
                Some(Block::Sql { answers, .. }) => (answers, None),
                Some(Block::Chart {
                    answer, picture, ..
                }) => (answer.into_iter().collect(), picture),
                _ => continue,
            };
            if answers.is_empty() {
                missing.push(cell.name.clone());
            }
            let shown = answers.into_iter().map(|answer| foreign::Output {
                columns: answer
                    .columns
                    .into_iter()
                    .map(|column| column.name)
                    .collect(),
                rows: answer.rows,
                count: format!("{}. {}", answer.count, answer.stamp),
                picture: picture.clone(),
            });
            outputs.insert(cell.id.clone(), shown.collect());
        }
        let heads = self.heads(app).await.into_iter();
        let answers = heads.map(|(address, SavedResult { stamp, arrow })| {
            let arrow = arrow.to_vec();
            (address, foreign::StoredAnswer { stamp, arrow })
        });
        let (text, notes) = foreign::write_jupyter(&book, &outputs, &answers.collect());
        Written {
            text,
            without_answer: missing,
            notes,
        }
    }

    /// The page, and the names of cells whose answer is not there.
    async fn paper(self: &Arc<Self>, app: &App) -> (Paper, Vec<String>) {
        let book = self.state().book.clone();
        let mut blocks = Vec::new();
        let mut missing = Vec::new();
        for page in &book.pages {
            blocks.push(Block::Heading(page.title.clone()));
            for tile in dashboard::in_reading_order(&page.tiles) {
                match &tile.content {
                    TileContent::Chart { cell } | TileContent::Control { cell } => {
                        if let Some(cell) = book.cell(cell) {
                            blocks.extend(self.block(app, cell, &tile.title).await);
                        }
                    }
                    TileContent::Text { text } => blocks.push(Block::Prose(text.clone())),
                    TileContent::Section => blocks.push(Block::Heading(tile.title.clone())),
                    TileContent::Field { .. } => {}
                }
            }
        }
        if !book.pages.is_empty() {
            blocks.push(Block::Heading("Notebook".to_owned()));
        }
        for cell in &book.cells {
            let block = self.block(app, cell, "").await;
            let is_missing = match &block {
                Some(Block::Sql { answers, .. }) => answers.is_empty(),
                Some(Block::Chart { answer, .. }) => answer.is_none(),
                _ => false,
            };
            if is_missing {
                missing.push(cell.name.clone());
            }
            blocks.extend(block);
        }
        let version = &app.config().version;
        let paper = Paper {
            title: book.title.clone(),
            about: book.about.clone(),
            blocks,
            foot: format!(
                "Written by Assay {version} from what is stored in the workbook; nothing was computed for it."
            ),
        };
        (paper, missing)
    }

    async fn block(self: &Arc<Self>, app: &App, cell: &Cell, title: &str) -> Option<Block> {
        let name = if title.is_empty() { &cell.name } else { title }.to_owned();
        Some(match &cell.body {
            CellBody::Markdown { text } => Block::Prose(text.clone()),
            CellBody::Parameter { parameter } => Block::Parameter {
                label: parameter.label.clone(),
                value: chosen(&parameter.value),
            },
            CellBody::Sql { text, .. } => Block::Sql {
                name,
                text: text.clone(),
                answers: self.answers_of(app, &cell.id).await,
            },
            CellBody::Chart { spec } => {
                let title = if title.is_empty() { &spec.title } else { title };
                let name = if title.is_empty() { &cell.name } else { title }.to_owned();
                let stored = self.stored(app, &cell.id).await;
                let (picture, note) = match &stored {
                    Some((shown, arrow)) => self.picture(&cell.id, shown, arrow),
                    None => (None, String::new()),
                };
                Block::Chart {
                    name,
                    picture,
                    note,
                    answer: self.answer_of(app, &cell.id).await,
                }
            }
        })
    }

    /// The answers of a cell's text in the order of its questions.
    async fn answers_of(self: &Arc<Self>, app: &App, cell: &CellId) -> Vec<Answer> {
        let addresses = self.state().addresses(cell);
        let mut answers = Vec::new();
        for address in addresses {
            answers.extend(self.answer_of(app, &address).await);
        }
        answers
    }

    async fn answer_of(self: &Arc<Self>, app: &App, cell: &CellId) -> Option<Answer> {
        let (shown, arrow) = self.stored(app, cell).await?;
        let stamp = self.stamp_of(&shown, &owner(cell));
        rows::answer(&arrow, &shown.stamp, stamp)
            .inspect_err(|error| tracing::warn!(%error, "a stored answer could not be read"))
            .ok()
    }

    /// When and by which engine an answer of a cell was computed, and why it is out of date.
    pub(super) fn stamp_of(&self, shown: &Shown, cell: &CellId) -> String {
        let state = self.state();
        let graph = state.graph();
        let because = match state.standings(&graph).get(cell) {
            Some(Standing::Stale { because }) => Some(because.clone()),
            _ => None,
        };
        stamp(shown, because)
    }

    /// The rows of an answer that are at hand, if any.
    async fn stored(self: &Arc<Self>, app: &App, cell: &CellId) -> Option<(Shown, Arc<[u8]>)> {
        let shown = self.shown(cell).ok()?;
        let arrow = match &shown.body {
            Body::Saved(arrow) => Arc::clone(arrow),
            Body::Kept(_) => self.head(app, cell).await.ok()?.arrow,
        };
        Some((shown, arrow))
    }

    /// The picture of a chart, or why there is none.
    fn picture(&self, cell: &CellId, shown: &Shown, arrow: &[u8]) -> (Option<String>, String) {
        let painted = || -> Result<(String, Vec<String>), Error> {
            let asked = self.asked(cell)?;
            let total = shown.stamp.rows;
            let rows = Columns {
                columns: Table::read(arrow, total)?.into_columns(),
                total,
                is_thinned: false,
            };
            let (body, notes) = export::figure(&asked.resolved, &asked.fields, &rows, &asked.spec)
                .map_err(|refusal| Error::new("CHART_NOT_DRAWABLE", refusal.to_string()))?;
            let figure = Figure {
                title: String::new(),
                body,
                theme: Theme::Light,
                size: SIZE,
                notes: notes.clone(),
            };
            let svg = export::svg(&export::scene(&figure));
            Ok((svg, notes))
        };
        match painted() {
            Ok((svg, notes)) => (Some(svg), notes.join(" ")),
            Err(error) => (None, error.message),
        }
    }
}

fn stamp(shown: &Shown, because: Option<String>) -> String {
    let made = format!(
        "Computed {} by {}",
        shown.stamp.computed_at, shown.stamp.engine
    );
    let whose = match shown.body {
        Body::Saved(_) => ", as saved in the file, not computed again here",
        Body::Kept(_) => "",
    };
    match because {
        Some(because) => format!("{made}{whose}. Out of date: {because}"),
        None => format!("{made}{whose}."),
    }
}

/// The value of a parameter in words.
pub(super) fn chosen(value: &ParameterValue) -> String {
    match value {
        ParameterValue::DateRange { from, to } => match (from, to) {
            (Some(from), Some(to)) => format!("{from} to {to}"),
            (Some(from), None) => format!("from {from}"),
            (None, Some(to)) => format!("to {to}"),
            (None, None) => "all".to_owned(),
        },
        ParameterValue::Choice { chosen, .. } if chosen.is_empty() => "all".to_owned(),
        ParameterValue::Choice { chosen, .. } => {
            let words: Vec<String> = chosen.iter().map(word).collect();
            words.join(", ")
        }
        ParameterValue::Date { value } | ParameterValue::Number { value, .. } => {
            value.clone().unwrap_or_else(|| "none".to_owned())
        }
        ParameterValue::Text { value } => value.clone(),
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(is_so) => is_so.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Integer(text)
        | Value::Decimal(text)
        | Value::Text(text)
        | Value::Date(text)
        | Value::DateTime(text) => text.clone(),
        Value::List(values) => values.iter().map(word).collect::<Vec<_>>().join(", "),
    }
}
