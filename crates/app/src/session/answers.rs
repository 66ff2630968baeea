//! The answers of one text: a cell whose text asks several questions keeps every one of them. The
//! last one is the cell's own; the others, and a trial, are read by addresses beside its identity.

use model::{AskedAt, CellId, Diagnostic, ResultHead, ResultId, Span};
use notebook::Outcome;
use protocol::message::{Answer, Ask, Check, Failure, Scope, Statement};
use protocol::supervisor::EngineError;
use protocol::words::{Piece, WordsAnswer, WordsAsk};

use super::{CellRun, Kept, Session, Shown, State};
use crate::app::fresh;
use crate::command::workbook::{CellAnswer, CellResult};
use crate::engine;
use crate::jobs::JobHandle;
use crate::{App, Error};

/// Behind the sign that no identity of a cell has.
const TRIAL: &str = "trial";
/// Letters of a statement that name its answer.
const LABEL: usize = 80;

/// One answer as it was computed.
pub(super) struct Ran {
    pub(super) head: ResultHead,
    pub(super) kept: Kept,
    /// None where the text asks one question.
    pub(super) asked_at: Option<AskedAt>,
}

/// How computing a text ended.
pub(super) struct Computed {
    pub(super) outcome: Outcome,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// In order; those before the one that failed, when one did.
    pub(super) answers: Vec<Ran>,
}

impl Computed {
    fn stopped(outcome: Outcome, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            outcome,
            diagnostics,
            answers: Vec::new(),
        }
    }

    /// Nothing was computed because the world failed.
    pub(super) fn failed(failure: Failure) -> Self {
        let diagnostic = Diagnostic::error(&failure.code, failure.message);
        Self::stopped(Outcome::Failed, vec![diagnostic])
    }

    /// What the engine keeps of it.
    pub(super) fn results(&self) -> Vec<ResultId> {
        self.answers
            .iter()
            .map(|ran| ran.kept.result.clone())
            .collect()
    }
}

impl Session {
    /// Computes every answer of a text in order. A mistake anywhere in it computes none.
    pub(super) async fn compute_text(
        &self,
        app: &App,
        text: &str,
        scope: &Scope,
        handle: &JobHandle,
    ) -> Computed {
        let pieces = match self.pieces(app, text, scope, handle).await {
            Ok(pieces) => pieces,
            Err(stopped) => return stopped,
        };
        let is_one = pieces.len() == 1;
        let mut answers = Vec::new();
        for piece in pieces {
            match self.compute_piece(app, text, &piece, (scope, handle)).await {
                Ok(ran) if is_one => answers.push(ran),
                Ok(ran) => answers.push(Ran {
                    asked_at: Some(AskedAt {
                        line: piece.span.line,
                        label: label(text, piece.span),
                    }),
                    ..ran
                }),
                Err(mut stopped) => {
                    for diagnostic in stopped.diagnostics.iter_mut().filter(|_| !is_one) {
                        diagnostic.span.get_or_insert(piece.span);
                    }
                    stopped.answers = answers;
                    return stopped;
                }
            }
        }
        Computed {
            outcome: Outcome::Done,
            diagnostics: Vec::new(),
            answers,
        }
    }

    /// Computes a part of a text; what it says has the places of the whole text.
    pub(super) async fn compute_piece(
        &self,
        app: &App,
        text: &str,
        piece: &Piece,
        (scope, handle): (&Scope, &JobHandle),
    ) -> Result<Ran, Computed> {
        let kept = Kept {
            result: ResultId::from_uuid(fresh()),
            statement: Statement::Sql {
                text: piece.text.clone(),
            },
            scope: scope.clone(),
        };
        let ask = Ask::Run {
            result: kept.result.clone(),
            statement: kept.statement.clone(),
            scope: kept.scope.clone(),
        };
        let answered = self
            .ask(app, ask, Some(handle.id.clone()), &handle.token)
            .await;
        match head_of(answered) {
            Ok(mut head) => {
                put_in(text, &mut head.warnings);
                Ok(Ran {
                    head,
                    kept,
                    asked_at: None,
                })
            }
            Err(mut stopped) => {
                put_in(text, &mut stopped.diagnostics);
                Err(stopped)
            }
        }
    }

    async fn pieces(
        &self,
        app: &App,
        text: &str,
        scope: &Scope,
        handle: &JobHandle,
    ) -> Result<Vec<Piece>, Computed> {
        let whole = || Piece {
            span: Span::of(text, 0, text.len()),
            text: text.to_owned(),
            named: None,
        };
        let is_one = !text.trim_end().trim_end_matches(';').contains(';');
        if is_one {
            return Ok(vec![whole()]);
        }
        let check = Ask::Check {
            statement: Statement::Sql {
                text: text.to_owned(),
            },
            scope: scope.clone(),
        };
        let Check { diagnostics, .. } = match self.ask(app, check, None, &handle.token).await {
            Ok((Answer::Checked { check }, _)) => check,
            other => return head_of(other).map(|_| Vec::new()),
        };
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(Computed::stopped(Outcome::Failed, diagnostics));
        }
        let question = WordsAsk::Answers {
            text: text.to_owned(),
        };
        match self
            .ask(app, Ask::Words { question }, None, &handle.token)
            .await
        {
            Ok((
                Answer::Words {
                    told: WordsAnswer::Pieces { pieces },
                },
                _,
            )) if pieces.len() > 1 => Ok(pieces),
            Ok((Answer::Words { .. }, _)) => Ok(vec![whole()]),
            other => head_of(other).map(|_| Vec::new()),
        }
    }
}

/// The head of an answer, or how the run ended without one.
fn head_of(answered: engine::Answered) -> Result<ResultHead, Computed> {
    let failed = |code: &str, message: String| {
        Computed::stopped(Outcome::Failed, vec![Diagnostic::error(code, message)])
    };
    match answered {
        Ok((Answer::Ran { head }, _)) => Ok(head),
        Ok((Answer::Diagnosed { diagnostics }, _)) => {
            Err(Computed::stopped(Outcome::Failed, diagnostics))
        }
        Ok((Answer::Cancelled, _)) | Err(EngineError::Cancelled) => {
            Err(Computed::stopped(Outcome::Cancelled, Vec::new()))
        }
        Ok((answer, _)) => {
            let error = super::unexpected::unexpected(answer, "Running the cell");
            Err(failed(&error.code, error.message))
        }
        Err(error) => {
            let failure = error.failure();
            Err(failed(&failure.code, failure.message))
        }
    }
}

/// Lines and columns of the whole text, for places that were counted in a part of it.
fn put_in(text: &str, diagnostics: &mut [Diagnostic]) {
    let bytes = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    for span in diagnostics.iter_mut().filter_map(|one| one.span.as_mut()) {
        *span = Span::of(text, bytes(span.start), bytes(span.end));
    }
}

/// The beginning of a statement in one line.
fn label(text: &str, span: Span) -> String {
    let bytes = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let written = text
        .get(bytes(span.start)..bytes(span.end))
        .unwrap_or_default();
    let words: Vec<&str> = written.split_whitespace().take(LABEL).collect();
    words.join(" ").chars().take(LABEL).collect()
}

impl CellRun {
    /// Takes the answers of a run; gives back the results that they replace.
    pub(super) fn take_answers(&mut self, mut answers: Vec<Shown>) -> Vec<ResultId> {
        let before = self.shown.take().into_iter();
        let others = self.answers.drain(..);
        let replaced = before
            .chain(others)
            .filter_map(|shown| shown.kept().map(|kept| kept.result.clone()))
            .collect();
        self.shown = answers.last().cloned();
        if answers.len() > 1 {
            self.answers = std::mem::take(&mut answers);
        }
        replaced
    }
}

impl CellRun {
    /// Every answer with its address, the cell's own one first.
    pub(super) fn addressed(&self, cell: &CellId) -> Vec<(CellId, Shown)> {
        let own = self.shown.iter().map(|shown| (cell.clone(), shown.clone()));
        let others = self.answers.len().saturating_sub(1);
        let others = self.answers.iter().take(others).enumerate();
        own.chain(others.map(|(at, shown)| (cell.answer(at), shown.clone())))
            .collect()
    }
}

/// The cell that an address belongs to.
pub(super) fn owner(address: &CellId) -> CellId {
    parts(address).0
}

/// The address of a trial beside a cell.
pub(super) fn trial_of(cell: &CellId) -> CellId {
    CellId::new(format!("{cell}.{TRIAL}"))
}

impl State {
    /// An answer: a cell's own, another one of it, or its trial.
    pub(super) fn answer(&self, address: &CellId) -> Result<&Shown, Error> {
        let (cell, beside) = parts(address);
        let known = self.book.cell(&cell).ok_or_else(Error::no_cell)?;
        let run = self.runs.get(&cell);
        let shown = match beside {
            None => run.and_then(|run| run.shown.as_ref()),
            Some(Beside::Trial) => run.and_then(|run| run.trial.as_ref()),
            Some(Beside::Answer(at)) => run.and_then(|run| run.answers.get(at)),
        };
        shown.ok_or_else(|| super::rows::not_run(&known.name))
    }

    /// The addresses of a cell's answers in the order of its questions.
    pub(super) fn addresses(&self, cell: &CellId) -> Vec<CellId> {
        let run = self.runs.get(cell);
        let mut all = run.map_or_else(Vec::new, |run| run.addressed(cell));
        let first = all.len().min(1);
        all.rotate_left(first);
        all.into_iter().map(|(address, _)| address).collect()
    }

    /// Every place where an answer of this version is remembered.
    pub(super) fn answers_mut(&mut self, address: &CellId, version: u64) -> Vec<&mut Shown> {
        let (cell, _) = parts(address);
        let run = self.run_mut(&cell);
        run.shown
            .iter_mut()
            .chain(run.trial.iter_mut())
            .chain(run.answers.iter_mut())
            .filter(|shown| shown.version == version)
            .collect()
    }
}

enum Beside {
    Trial,
    /// Counted from 0.
    Answer(usize),
}

/// The cell of an address, and what stands behind it.
fn parts(address: &CellId) -> (CellId, Option<Beside>) {
    let Some((cell, beside)) = address.as_str().rsplit_once('.') else {
        return (address.clone(), None);
    };
    let beside = match beside {
        TRIAL => Beside::Trial,
        // An address that was never given has no answer.
        number => Beside::Answer(number.parse().unwrap_or(usize::MAX)),
    };
    (CellId::new(cell.to_owned()), Some(beside))
}

/// The answers of a cell as its view lists them; none when it has only one.
pub(super) fn listed(
    cell: &CellId,
    run: &CellRun,
    result: impl Fn(&Shown) -> CellResult,
) -> Vec<CellAnswer> {
    let last = run.answers.len().saturating_sub(1);
    run.answers
        .iter()
        .enumerate()
        .map(|(at, one)| CellAnswer {
            id: if at == last {
                cell.clone()
            } else {
                cell.answer(at)
            },
            line: one.stamp.asked_at.as_ref().map_or(1, |asked| asked.line),
            label: one
                .stamp
                .asked_at
                .as_ref()
                .map_or_else(String::new, |asked| asked.label.clone()),
            result: result(one),
        })
        .collect()
}
