//! Which sources are open, so that a new process opens them again without a word from a person.

use std::sync::{Mutex, MutexGuard, PoisonError};

use model::{SourceId, SourceSpec};

use super::desk::Outcome;
use super::keeper::Shared;
use super::process::Process;
use crate::frame;
use crate::message::{Answer, Ask, Request};

/// Sources in the order in which they were opened.
#[derive(Debug, Default)]
pub(super) struct Sources {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    changes: u64,
    open: Vec<Open>,
}

#[derive(Debug, Clone)]
struct Open {
    spec: SourceSpec,
    /// The count of changes when it was opened last; a process with another count opens it again.
    change: u64,
    /// Opening it ended a process: not again until a person asks for it.
    is_deadly: bool,
}

impl Sources {
    fn opened(&self, spec: SourceSpec) -> u64 {
        let mut state = self.lock();
        state.changes += 1;
        let change = state.changes;
        let open = Open {
            spec,
            change,
            is_deadly: false,
        };
        match state
            .open
            .iter_mut()
            .find(|known| known.spec.id == open.spec.id)
        {
            Some(known) => *known = open,
            None => state.open.push(open),
        }
        change
    }

    fn closed(&self, source: &SourceId) {
        self.lock().open.retain(|open| open.spec.id != *source);
    }

    /// Takes note that opening a source ended a process.
    pub(super) fn avoid(&self, source: &SourceId) {
        if let Some(open) = self
            .lock()
            .open
            .iter_mut()
            .find(|open| open.spec.id == *source)
        {
            open.is_deadly = true;
        }
    }

    /// Sources that are not opened again unasked.
    pub(super) fn avoided(&self) -> Vec<SourceId> {
        let state = self.lock();
        let deadly = state.open.iter().filter(|open| open.is_deadly);
        deadly.map(|open| open.spec.id.clone()).collect()
    }

    fn to_open(&self) -> Vec<Open> {
        self.lock()
            .open
            .iter()
            .filter(|open| !open.is_deadly)
            .cloned()
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes note of sources that an answered question opened or closed.
pub(super) async fn remember(shared: &Shared, process: &Process, ask: &Ask, answer: &Answer) {
    match (ask, answer) {
        (Ask::OpenSource { .. }, Answer::Opened { spec, .. }) => {
            // The answered spec has every detected option, so it reads the same again.
            let change = shared.sources.opened(spec.clone());
            process.opened.lock().await.insert(spec.id.clone(), change);
            shared.sources_changed.notify_one();
        }
        (Ask::CloseSource { source }, _) => {
            shared.sources.closed(source);
            process.opened.lock().await.remove(source);
        }
        _ => {}
    }
}

/// Opens on `process` what is open elsewhere. Others who need the process wait meanwhile. When
/// the process ends, the question that follows finds out.
pub(super) async fn open_missing(shared: &Shared, process: &Process) {
    let mut opened = process.opened.lock().await;
    for open in shared.sources.to_open() {
        let source = open.spec.id.clone();
        if opened.get(&source) == Some(&open.change) {
            continue;
        }
        match put(process, open.spec).await {
            Some(Outcome::Answered(Answer::Failed { failure }, _)) => {
                // A file that has gone meanwhile: questions about it will say so.
                tracing::warn!(code = failure.code, "a source could not be opened again");
            }
            Some(Outcome::Answered(..)) => {}
            Some(Outcome::Died(_)) => return shared.sources.avoid(&source),
            Some(Outcome::Stopped) | None => return,
        }
        opened.insert(source, open.change);
    }
}

async fn put(process: &Process, spec: SourceSpec) -> Option<Outcome> {
    let id = super::next_id();
    let request = Request {
        id,
        job: None,
        ask: Ask::OpenSource { spec },
    };
    let mut bytes = Vec::new();
    frame::write(&mut bytes, &request, &[]).ok()?;
    let reply = process.desk.register(id).ok()?;
    if !process.send(bytes) {
        process.desk.forget(id);
        return None;
    }
    reply.await.ok()
}
