//! A part of a cell's text run by itself. Its answer stands beside the cell's and changes nothing of
//! what the cell is, keeps, or feeds.

use std::sync::Arc;

use model::{CellId, ResultId};
use notebook::{Content, Outcome};
use protocol::message::{Answer, Ask};
use protocol::words::{Piece, Wish, WordsAnswer, WordsAsk};

use super::answers::{Ran, trial_of};
use super::{Body, Session, Shown};
use crate::clock::utc;
use crate::command::trial::{RunPart, Sampled, Trial};
use crate::jobs::JobHandle;
use crate::{App, Error};

/// First rows of every table that a named query is looked at with.
const SAMPLE_ROWS: u32 = 10_000;

impl Session {
    /// Runs a part of a text and keeps its answer beside the cell's.
    pub(crate) async fn run_part(
        self: &Arc<Self>,
        app: &App,
        asked: RunPart,
    ) -> Result<Trial, Error> {
        let RunPart {
            cell,
            text,
            part,
            job,
            ..
        } = asked;
        let handle = app.jobs().begin(job, Some(self.id.clone()))?;
        handle.at(&cell);
        self.open_sources(app, &handle.token).await?;
        let piece = self.piece(app, &text, part, &handle).await?;
        let mut scope = match self.scope_of_text(app, &cell, &piece.text).await? {
            Ok(scope) => scope,
            Err(circle) => return Err(circle.into()),
        };
        let is_sample = matches!(part, Wish::NamedQuery { .. });
        scope.sample = is_sample.then_some(SAMPLE_ROWS);
        let mut trial = Trial {
            id: trial_of(&cell),
            span: piece.span,
            named: piece.named.clone(),
            result: None,
            diagnostics: Vec::new(),
            sampled: Vec::new(),
        };
        match self
            .compute_piece(app, &text, &piece, (&scope, &handle))
            .await
        {
            Ok(ran) => {
                if is_sample {
                    trial.sampled = self.cut_short(&ran.head.inputs);
                }
                trial.result = Some(super::view::result(&self.keep_trial(app, &cell, ran)));
            }
            Err(stopped) if stopped.outcome == Outcome::Cancelled => {
                return Err(Error::cancelled());
            }
            Err(stopped) => trial.diagnostics = stopped.diagnostics,
        }
        Ok(trial)
    }

    /// Lets the answer of the last trial go.
    pub(crate) fn close_trial(&self, cell: &CellId) {
        let before = {
            let mut state = self.state();
            let run = state.runs.get_mut(cell);
            run.and_then(|run| run.trial.take())
        };
        self.forget(before.as_ref().and_then(result_of));
    }

    fn keep_trial(&self, app: &App, cell: &CellId, ran: Ran) -> Shown {
        let mut state = self.state();
        // It answers no content of the workbook, so nothing can take it for a cell's answer.
        let content = Content::of(String::new(), Vec::new());
        let shown = Shown {
            stamp: super::run::stamp(&ran.head, &content, Vec::new(), utc(app.now())),
            version: state.next_version(),
            warnings: ran.head.warnings,
            bytes: ran.head.bytes,
            body: Body::Kept(Arc::new(ran.kept)),
        };
        let before = state.run_mut(cell).trial.replace(shown.clone());
        drop(state);
        self.forget(before.as_ref().and_then(result_of));
        shown
    }

    async fn piece(
        &self,
        app: &App,
        text: &str,
        wish: Wish,
        handle: &JobHandle,
    ) -> Result<Piece, Error> {
        super::words::check_length(text)?;
        let question = WordsAsk::Piece {
            text: text.to_owned(),
            wish,
        };
        let (answer, _) = self
            .ask(app, Ask::Words { question }, None, &handle.token)
            .await?;
        match answer {
            Answer::Words {
                told: WordsAnswer::Pieces { mut pieces },
            } => pieces.pop().ok_or_else(|| Error::fault("Reading the text")),
            Answer::Words { told } => Err(super::naming::refused(told)),
            other => Err(super::unexpected::unexpected(other, "Reading the text")),
        }
    }

    /// What has more rows than a sample, or may have.
    fn cut_short(&self, names: &[String]) -> Vec<Sampled> {
        let state = self.state();
        let rows_of = |name: &String| {
            let lower = name.to_lowercase();
            let mut cells = state.book.cells.iter();
            match cells.find(|cell| cell.name.to_lowercase() == lower) {
                Some(cell) => {
                    let run = state.runs.get(&cell.id)?;
                    Some(run.shown.as_ref()?.stamp.rows)
                }
                None => state.table(name)?.rows,
            }
        };
        names
            .iter()
            .map(|name| Sampled {
                name: name.clone(),
                first: SAMPLE_ROWS,
                rows: rows_of(name),
            })
            .filter(|one| one.rows.is_none_or(|rows| rows > u64::from(SAMPLE_ROWS)))
            .collect()
    }
}

fn result_of(shown: &Shown) -> Option<ResultId> {
    shown.kept().map(|kept| kept.result.clone())
}
