//! The sources of an open workbook: opened before the first question that may need them, closed
//! when they leave the workbook, noticed when their file changes.

mod known;

use std::sync::Arc;

use catalog::SourceEntry;
use model::{Edit, SourceId, SourceSpec, SourceState, TableInfo};
use protocol::message::{Answer, Ask, Failure};
use protocol::supervisor::EngineEvent;
use tokio_util::sync::CancellationToken;
use workbook::file::INSIDE;

use super::unexpected::unexpected;
use super::watch::Seen;
use super::{Session, State};
use crate::app::fresh;
use crate::clock::utc;
use crate::command::source::{AddSource, SourceView, Sources};
use crate::command::system::{NoticeLevel, Tag};
use crate::command::workbook::SessionView;
use crate::engine::{Answered, Asks};
use crate::trust::Action;
use crate::{App, Error, paths};

/// What is said where the system cannot confine engines.
const NOT_CONFINED: &str = "On this system the engine cannot be kept from the network and from other programs. It uses neither, and SQL cannot ask it to; only a fault in reading a file could. Open data that you trust.";

impl Session {
    /// Puts a question to the engine of this workbook, starting it when it is the first.
    pub(super) async fn ask(
        &self,
        app: &App,
        ask: Ask,
        job: Option<model::JobId>,
        cancel: &CancellationToken,
    ) -> Answered {
        if let Err(error) = self.check_may(Action::Run) {
            let failure = Failure {
                code: error.code,
                message: error.message,
            };
            return Ok((Answer::Failed { failure }, Vec::new()));
        }
        let engine = self.engine(app);
        engine.ask(ask, job, cancel).await
    }

    fn engine(&self, app: &App) -> Arc<dyn Asks> {
        let mut engine = self
            .engine
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let started = engine.get_or_insert_with(|| {
            let started = app.engines().take();
            self.forward(app, &started);
            started
        });
        Arc::clone(started)
    }

    /// Passes on what the engine says besides answers, until it ends.
    fn forward(&self, app: &App, engine: &Arc<dyn Asks>) {
        let mut heard = engine.events();
        let (events, jobs) = app.forwarding();
        let session = self.id.clone();
        tokio::spawn(async move {
            let mut was_said = false;
            loop {
                use tokio::sync::broadcast::error::RecvError;
                let tags = || vec![Tag::Engine, Tag::workbook(&session)];
                match heard.recv().await {
                    Ok(EngineEvent::Progress { job, progress }) => {
                        if let Some(progress) = jobs.progress(&job, progress) {
                            events.progress(progress);
                        }
                    }
                    Ok(EngineEvent::Died { death }) => {
                        let failure = death.failure();
                        events.notice(NoticeLevel::Warning, &failure.code, failure.message, tags());
                    }
                    Ok(EngineEvent::Ready { is_confined, .. }) => {
                        if !is_confined && !std::mem::replace(&mut was_said, true) {
                            let level = NoticeLevel::Warning;
                            events.notice(
                                level,
                                "ENGINE_NOT_CONFINED",
                                NOT_CONFINED.into(),
                                tags(),
                            );
                        }
                        events.tell(vec![Tag::Engine]);
                    }
                    Ok(EngineEvent::Stopped) => events.tell(vec![Tag::Engine]),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                }
            }
        });
    }

    /// Opens what the workbook reads and the engine does not have yet. A source that cannot be
    /// read is marked so; what reads it will say why.
    pub(super) async fn open_sources(
        self: &Arc<Self>,
        app: &App,
        cancel: &CancellationToken,
    ) -> Result<(), Error> {
        let _gate = self.opening.lock().await;
        let missing = self.missing();
        self.open_all(app, missing, cancel).await
    }

    /// As `open_sources`, for what comes by itself, as while a person types: a source that ended
    /// the engine waits until something is run.
    pub(super) async fn open_harmless_sources(
        self: &Arc<Self>,
        app: &App,
        cancel: &CancellationToken,
    ) -> Result<(), Error> {
        let _gate = self.opening.lock().await;
        let mut missing = self.missing();
        missing.retain(|spec| !self.state().is_deadly(&spec.id));
        self.open_all(app, missing, cancel).await
    }

    fn missing(&self) -> Vec<SourceSpec> {
        let engine = self.engine_if_started();
        let avoided = engine.map_or_else(Vec::new, |engine| engine.state().avoided);
        self.state().to_open(&avoided)
    }

    async fn open_all(
        self: &Arc<Self>,
        app: &App,
        missing: Vec<SourceSpec>,
        cancel: &CancellationToken,
    ) -> Result<(), Error> {
        if !missing.is_empty() {
            self.check_may(Action::Reach)?;
        }
        for spec in &missing {
            // What failed before is tried again in silence, unless it turns out otherwise: whoever
            // hears of a change asks again, and asking is what tries.
            let failed_before = self.state().failure_of(spec);
            if failed_before.is_none() {
                self.state().set_source(spec, SourceState::Reading, None);
            }
            let Err(error) = self.open_source(app, spec, cancel).await else {
                // A file that was read anew may make cells stale, so their standing is told too.
                app.events().tell(Tag::sources_and_workbook(&self.id));
                continue;
            };
            let is_cancelled = cancel.is_cancelled();
            let state = if is_cancelled {
                failed_before.clone().unwrap_or(SourceState::Unread)
            } else {
                SourceState::Failed {
                    code: error.code.clone(),
                    message: error.message.clone(),
                }
            };
            if failed_before.as_ref() != Some(&state) {
                self.state().set_source(spec, state, None);
                app.events().tell(Tag::sources_and_workbook(&self.id));
            }
            if is_cancelled {
                return Err(error);
            }
        }
        Ok(())
    }

    async fn open_source(
        self: &Arc<Self>,
        app: &App,
        spec: &SourceSpec,
        cancel: &CancellationToken,
    ) -> Result<SourceSpec, Error> {
        paths::stays_inside(spec)?;
        let on_disk = self.on_disk(app, spec).await?;
        let ask = Ask::OpenSource { spec: on_disk };
        // Before the reading: what changes meanwhile is a change.
        let seen = Seen::of(&spec.path);
        match self.ask(app, ask, None, cancel).await? {
            (Answer::Opened { spec: read, tables }, _) => {
                // What travels inside a workbook is no file of this machine to be found again.
                if !spec.path.starts_with(INSIDE) {
                    note_source(app, &read, &tables);
                }
                self.state().set_read(spec, tables, seen);
                self.watch_sources(app);
                Ok(read)
            }
            (answer, _) => Err(unexpected(answer, "Reading the source")),
        }
    }

    /// Reads a file, folder or glob and adds it to the workbook with every detected option.
    pub(crate) async fn add_source(
        self: &Arc<Self>,
        app: &App,
        request: AddSource,
    ) -> Result<SessionView, Error> {
        let handle = app.jobs().begin(request.job, Some(self.id.clone()))?;
        let path = paths::source(&request.path)?;
        let wanted = request.name.unwrap_or_else(|| paths::source_name(&path));
        let spec = SourceSpec {
            id: SourceId::from_uuid(fresh()),
            name: self.free_source_name(&wanted),
            path: paths::text(&path)?,
            kind: None,
            options: request.options,
        };
        let _gate = self.opening.lock().await;
        let read = self
            .open_source(app, &spec, &handle.token)
            .await
            .inspect_err(|_| {
                self.state().sources.remove(&spec.id);
            })?;
        {
            let mut state = self.state();
            if let Some(mut known) = state.sources.remove(&spec.id) {
                known.spec = read.clone();
                state.sources.insert(read.id.clone(), known);
            }
        }
        let edit = Edit::InsertSource {
            index: usize::MAX,
            source: read,
        };
        let view = self.apply(app, &edit);
        if view.is_err() {
            self.match_sources(app);
        }
        view
    }

    /// Reads a source again after its file changed.
    pub(crate) async fn refresh_source(
        self: &Arc<Self>,
        app: &App,
        source: &SourceId,
    ) -> Result<(), Error> {
        let spec = {
            let state = self.state();
            state
                .book
                .sources
                .iter()
                .find(|spec| spec.id == *source)
                .cloned()
        };
        let spec = spec.ok_or_else(Error::no_source)?;
        let _gate = self.opening.lock().await;
        let opened = self
            .open_source(app, &spec, &CancellationToken::new())
            .await;
        if let Err(error) = &opened {
            let failed = SourceState::Failed {
                code: error.code.clone(),
                message: error.message.clone(),
            };
            self.state().set_source(&spec, failed, None);
        }
        opened.map(|_| ())
    }

    /// The sources from top to bottom. Those not read yet are read in the background; until then
    /// the catalog tells what their tables were when they were read last.
    pub(crate) async fn list_sources(self: &Arc<Self>, app: &App) -> Sources {
        let mut sources: Vec<SourceView> = {
            let state = self.state();
            let view = |spec: &SourceSpec| {
                let known = state.sources.get(&spec.id);
                // What was read from another place or in another way says nothing about this one.
                let known = known.filter(|known| known.spec == *spec);
                SourceView {
                    spec: spec.clone(),
                    state: known.map_or(SourceState::Unread, |known| known.state.clone()),
                    tables: known.map(|known| known.tables.clone()).unwrap_or_default(),
                }
            };
            state.book.sources.iter().map(view).collect()
        };
        let is_missing = sources
            .iter()
            .any(|source| source.state == SourceState::Unread);
        for source in sources.iter_mut().filter(|source| source.tables.is_empty()) {
            let path = source.spec.path.clone();
            let known = app.recall(move |catalog| catalog.source(&path)).await;
            if let Ok(Some(known)) = known {
                source.tables = known.tables;
            }
        }
        if is_missing {
            let (session, app) = (Arc::clone(self), app.clone());
            tokio::spawn(async move {
                // Failures stand at the sources.
                let quiet = CancellationToken::new();
                let _ = session.open_harmless_sources(&app, &quiet).await;
            });
        }
        Sources { sources }
    }

    /// Forgets what the workbook does not read any more and closes it in the engine.
    pub(super) fn match_sources(&self, app: &App) {
        let gone: Vec<SourceId> = {
            let mut state = self.state();
            let State { book, sources, .. } = &mut *state;
            let kept: Vec<&SourceId> = book.sources.iter().map(|spec| &spec.id).collect();
            let gone = sources
                .keys()
                .filter(|id| !kept.contains(id))
                .cloned()
                .collect::<Vec<_>>();
            sources.retain(|id, _| !gone.contains(id));
            gone
        };
        let Some(engine) = self.engine_if_started().filter(|_| !gone.is_empty()) else {
            return;
        };
        tokio::spawn(async move {
            for source in gone {
                // An engine that has ended has closed it.
                let _ = engine
                    .ask(Ask::CloseSource { source }, None, &CancellationToken::new())
                    .await;
            }
        });
        app.events().tell(vec![Tag::Sources {
            session: self.id.clone(),
        }]);
    }

    fn free_source_name(&self, wanted: &str) -> String {
        let state = self.state();
        let mut name = workbook::names::free_source_name(&state.book, wanted);
        let mut count = 2;
        // Neither a cell nor a table of another source may hide it.
        while state.book.cell_named(&name).is_some() || state.table(&name).is_some() {
            name = workbook::names::free_source_name(&state.book, &format!("{wanted}_{count}"));
            count += 1;
        }
        name
    }
}

/// Remembers what a source holds, for search and for the next time.
fn note_source(app: &App, spec: &SourceSpec, tables: &[TableInfo]) {
    let (spec, tables, seen_at) = (spec.clone(), tables.to_vec(), utc(app.now()));
    app.remember(
        move |catalog| {
            catalog.put_source(&SourceEntry {
                path: &spec.path,
                name: &spec.name,
                kind: spec.kind,
                tables: &tables,
                seen_at: &seen_at,
            })
        },
        Vec::new(),
    );
}
