//! Running cells: one job runs cells one after the other, then what runs by itself after them.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{CellBody, CellId, InputStamp, JobId, ResultHead, ResultId, TruthStamp};
use notebook::{Content, Outcome, Record, Standing, schedule};
use protocol::message::{Ask, Failure, Scope};
use tokio_util::sync::CancellationToken;

use super::answers::{Computed, Ran};
use super::{Activity, Body, Session, Shown};
use crate::app::fresh;
use crate::clock::utc;
use crate::command::system::Tag;
use crate::jobs::JobHandle;
use crate::trust::Action;
use crate::{App, Error};

/// A cell as it was when its run began.
struct Begun {
    cell: CellId,
    job: JobId,
    text: String,
    content: Content,
    inputs: Vec<InputStamp>,
    scope: Scope,
    /// A source that it reads could not be read: said instead of a missing table.
    unreadable: Option<Failure>,
}

impl Session {
    /// Runs a cell and, before it, the cells it reads that are not fresh. Answers at once.
    pub(crate) fn run_cell(
        self: &Arc<Self>,
        app: &App,
        cell: &CellId,
        job: JobId,
    ) -> Result<(), Error> {
        let order = {
            let state = self.state();
            let known = state.book.cell(cell).ok_or_else(Error::no_cell)?;
            if !matches!(known.body, CellBody::Sql { .. }) {
                return Err(Error::new(
                    "CELL_DOES_NOT_RUN",
                    format!("{} is no SQL cell, so there is nothing to run.", known.name),
                ));
            }
            let graph = state.graph();
            let circle = graph.node(cell).filter(|node| node.is_circular);
            if let Some(diagnostic) = circle.and_then(|node| node.diagnostics.last()) {
                return Err(diagnostic.clone().into());
            }
            schedule::to_run(&graph, &state.standings(&graph), cell)
        };
        self.start(app, order, job)
    }

    /// Runs every cell that is not fresh. Whether data has changed is known once it was opened.
    pub(crate) async fn run_stale(self: &Arc<Self>, app: &App, job: JobId) -> Result<(), Error> {
        self.check_may(Action::Run)?;
        let opening = app.jobs().begin(job.clone(), Some(self.id.clone()))?;
        self.open_sources(app, &opening.token).await?;
        drop(opening);
        let order = {
            let state = self.state();
            let graph = state.graph();
            schedule::all_stale(&graph, &state.standings(&graph))
        };
        self.start(app, order, job)
    }

    /// Runs every SQL cell, whether it is fresh or not.
    pub(crate) fn run_every_cell(self: &Arc<Self>, app: &App, job: JobId) -> Result<(), Error> {
        let order = schedule::all(&self.state().graph());
        self.start(app, order, job)
    }

    /// Runs by itself what reads the changed cells.
    pub(super) fn rerun_readers(self: &Arc<Self>, app: &App, changed: &[CellId]) {
        if self.check_may(Action::Run).is_err() {
            return;
        }
        let order = {
            let state = self.state();
            let graph = state.graph();
            schedule::after_change(&graph, &state.standings(&graph), changed)
        };
        if order.is_empty() {
            return;
        }
        if let Err(error) = self.start(app, order, JobId::from_uuid(fresh())) {
            // The readers stay marked stale, which is true.
            tracing::warn!(code = error.code, "readers of a change were not run");
        }
    }

    /// Runs one cell as it stands, without what is above it, and waits for the end.
    pub(super) async fn run_now(self: &Arc<Self>, app: &App, cell: &CellId) -> Result<(), Error> {
        self.check_may(Action::Run)?;
        let handle = app
            .jobs()
            .begin(JobId::from_uuid(fresh()), Some(self.id.clone()))?;
        self.open_sources(app, &handle.token).await?;
        self.run_one(app, cell, &handle).await;
        self.told(app, cell);
        Ok(())
    }

    fn start(self: &Arc<Self>, app: &App, order: Vec<CellId>, job: JobId) -> Result<(), Error> {
        self.check_may(Action::Run)?;
        let handle = Arc::new(app.jobs().begin(job, Some(self.id.clone()))?);
        let replaced: BTreeSet<JobId> = {
            let mut state = self.state();
            let mut replaced = BTreeSet::new();
            for cell in &order {
                let waiting = Some(Activity::Waiting(handle.id.clone()));
                let before = std::mem::replace(&mut state.run_mut(cell).activity, waiting);
                if let Some(Activity::Waiting(job) | Activity::Running(job)) = before {
                    replaced.insert(job);
                }
            }
            state.touch();
            replaced
        };
        for job in replaced {
            app.jobs().cancel(&job);
        }
        let (session, app) = (Arc::clone(self), app.clone());
        let cells = order.clone();
        let task = tokio::spawn({
            let (session, app, handle) = (Arc::clone(&session), app.clone(), Arc::clone(&handle));
            async move { session.run_all(&app, order, &handle).await }
        });
        tokio::spawn(async move {
            if let Err(error) = task.await {
                tracing::error!(%error, "a run ended by a fault");
            }
            // The name is free only afterwards: a next job of this name would be released too.
            session.release(&app, &handle.id, &cells);
            drop(handle);
        });
        Ok(())
    }

    pub(super) async fn run_all(
        self: &Arc<Self>,
        app: &App,
        order: Vec<CellId>,
        handle: &JobHandle,
    ) {
        app.events().tell(vec![Tag::workbook(&self.id)]);
        if self.open_sources(app, &handle.token).await.is_err() {
            self.give_up(&order, &handle.id);
            return;
        }
        let mut queue = order;
        let mut ran: BTreeSet<CellId> = BTreeSet::new();
        while !queue.is_empty() {
            for cell in &queue {
                if handle.token.is_cancelled() {
                    self.give_up(&queue, &handle.id);
                    return;
                }
                handle.at(cell);
                self.run_one(app, cell, handle).await;
                self.told(app, cell);
                ran.insert(cell.clone());
            }
            queue = self.next_readers(&queue, &ran, &handle.id);
        }
    }

    /// What runs by itself after `done`, marked as waiting.
    fn next_readers(&self, done: &[CellId], ran: &BTreeSet<CellId>, job: &JobId) -> Vec<CellId> {
        let mut state = self.state();
        let graph = state.graph();
        let standings = state.standings(&graph);
        let fresh: Vec<CellId> = done
            .iter()
            .filter(|cell| standings.get(cell) == Some(&Standing::Fresh))
            .cloned()
            .collect();
        let mut next = schedule::after_change(&graph, &standings, &fresh);
        // A cell that another job has in hand is that job's.
        next.retain(|cell| {
            !ran.contains(cell)
                && state
                    .runs
                    .get(cell)
                    .is_none_or(|run| run.activity.is_none())
        });
        for cell in &next {
            state.run_mut(cell).activity = Some(Activity::Waiting(job.clone()));
        }
        next
    }

    async fn run_one(&self, app: &App, cell: &CellId, handle: &JobHandle) {
        let Some(begun) = self.begin(cell, &handle.id) else {
            return;
        };
        self.told(app, cell);
        let computed = match begun.unreadable.clone() {
            Some(failure) => Computed::failed(failure),
            None => {
                self.compute_text(app, &begun.text, &begun.scope, handle)
                    .await
            }
        };
        let replaced = self.end(app, begun, computed);
        self.forget(replaced);
    }

    fn begin(&self, cell: &CellId, job: &JobId) -> Option<Begun> {
        let mut state = self.state();
        let is_ours = state
            .runs
            .get(cell)
            .and_then(|run| run.activity.as_ref())
            .is_none_or(|activity| *activity == Activity::Waiting(job.clone()));
        let graph = state.graph();
        let standings = state.standings(&graph);
        let is_blocked = matches!(standings.get(cell), Some(Standing::Blocked { .. }));
        let place = graph.place(cell)?;
        let text = match &state.book.cell(cell)?.body {
            CellBody::Sql { text, .. } => text.clone(),
            _ => return None,
        };
        if !is_ours {
            return None;
        }
        if is_blocked {
            state.run_mut(cell).activity = None;
            return None;
        }
        let begun = Begun {
            cell: cell.clone(),
            job: job.clone(),
            text,
            content: notebook::contents(&graph).get(cell)?.clone(),
            inputs: state.inputs(&graph, place),
            scope: state.scope(&graph, &standings, place),
            unreadable: state.unreadable(&graph.node(cell)?.tables),
        };
        state.run_mut(cell).activity = Some(Activity::Running(job.clone()));
        state.touch();
        Some(begun)
    }

    /// Takes down how a run ended. Answers the results that nobody needs any more.
    fn end(&self, app: &App, begun: Begun, computed: Computed) -> Vec<ResultId> {
        let mut state = self.state();
        let is_ours = state
            .runs
            .get(&begun.cell)
            .is_some_and(|run| run.activity == Some(Activity::Running(begun.job.clone())));
        if !is_ours {
            return computed.results();
        }
        let is_done = computed.outcome == Outcome::Done;
        let mut replaced = if is_done {
            Vec::new()
        } else {
            computed.results()
        };
        let at = utc(app.now());
        let stamped = |ran: &Ran| TruthStamp {
            asked_at: ran.asked_at.clone(),
            ..stamp(&ran.head, &begun.content, begun.inputs.clone(), at.clone())
        };
        let mut answers: Vec<Shown> = Vec::new();
        for ran in computed.answers.into_iter().filter(|_| is_done) {
            answers.push(Shown {
                stamp: stamped(&ran),
                version: state.next_version(),
                warnings: ran.head.warnings,
                bytes: ran.head.bytes,
                body: Body::Kept(Arc::new(ran.kept)),
            });
        }
        let run = state.run_mut(&begun.cell);
        run.activity = None;
        run.record = Some(Record {
            content: begun.content,
            inputs: begun.inputs,
            outcome: computed.outcome,
        });
        run.diagnostics = computed.diagnostics;
        if is_done {
            replaced.extend(run.take_answers(answers));
        }
        state.touch();
        state.note_run(app, &begun.cell, &begun.text);
        replaced
    }

    /// Tells the engine, if it runs, that results are not needed any more.
    pub(super) fn forget(&self, results: impl IntoIterator<Item = ResultId>) {
        let results: Vec<ResultId> = results.into_iter().collect();
        let Some(engine) = self.engine_if_started().filter(|_| !results.is_empty()) else {
            return;
        };
        tokio::spawn(async move {
            // What is not forgotten ends with the process.
            let ask = Ask::Forget { results };
            let _ = engine.ask(ask, None, &CancellationToken::new()).await;
        });
    }

    /// Cells of a cancelled job that never ran stand where they stood; the first says cancelled.
    fn give_up(&self, cells: &[CellId], job: &JobId) {
        let mut state = self.state();
        for cell in cells {
            let run = state.run_mut(cell);
            if run.activity == Some(Activity::Waiting(job.clone())) {
                run.activity = None;
            }
        }
        state.touch();
    }

    /// Makes sure that no cell waits for a job that has ended, whatever ended it.
    fn release(&self, app: &App, job: &JobId, cells: &[CellId]) {
        {
            let mut state = self.state();
            for run in state.runs.values_mut() {
                let is_left = matches!(&run.activity, Some(Activity::Waiting(one) | Activity::Running(one)) if one == job);
                if is_left {
                    run.activity = None;
                }
            }
            state.touch();
        }
        let mut tags = vec![Tag::workbook(&self.id), Tag::History];
        tags.extend(cells.iter().map(|cell| Tag::Cell {
            session: self.id.clone(),
            cell: cell.clone(),
        }));
        app.events().tell(tags);
    }

    fn told(&self, app: &App, cell: &CellId) {
        app.events().tell(Tag::workbook_and_cell(&self.id, cell));
    }
}

/// Under what circumstances an answer was computed.
pub(super) fn stamp(
    head: &ResultHead,
    content: &Content,
    inputs: Vec<InputStamp>,
    computed_at: String,
) -> TruthStamp {
    TruthStamp {
        computed_at,
        engine: head.engine.clone(),
        content: content.hash.clone(),
        inputs,
        fields: head.fields.clone(),
        rows: head.rows,
        saved_rows: 0,
        took_ms: head.took_ms,
        asked_at: None,
    }
}
