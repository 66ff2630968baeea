//! The engines of the application: one for each workbook that asks something, none before.
//!
//! Workbooks do not share an engine, so that their tables may have the same names and a cancelled
//! query of one never costs the other its answers.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use model::JobId;
use protocol::message::{Answer, Ask};
use protocol::supervisor::{Engine, EngineConfig, EngineError, EngineEvent, EngineState};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

/// What an engine says, with the bytes beside it.
pub type Answered = Result<(Answer, Vec<u8>), EngineError>;

/// Someone who answers questions: the supervised process, or a made-up engine in tests.
pub trait Asks: Send + Sync {
    /// Puts one question; returns at once when `cancel` fires.
    fn ask<'a>(
        &'a self,
        ask: Ask,
        job: Option<JobId>,
        cancel: &'a CancellationToken,
    ) -> Pin<Box<dyn Future<Output = Answered> + Send + 'a>>;

    /// Progress, deaths and restarts from now on.
    fn events(&self) -> broadcast::Receiver<EngineEvent>;

    /// How it stands now.
    fn state(&self) -> EngineState;
}

impl Asks for Engine {
    fn ask<'a>(
        &'a self,
        ask: Ask,
        job: Option<JobId>,
        cancel: &'a CancellationToken,
    ) -> Pin<Box<dyn Future<Output = Answered> + Send + 'a>> {
        Box::pin(Engine::ask(self, ask, job, cancel))
    }

    fn events(&self) -> broadcast::Receiver<EngineEvent> {
        Engine::events(self)
    }

    fn state(&self) -> EngineState {
        Engine::state(self)
    }
}

/// Where engines come from.
#[derive(Clone)]
pub enum EngineChoice {
    /// Started as processes.
    Program(EngineConfig),
    /// Made by the caller, for tests.
    Made(Arc<dyn Fn() -> Arc<dyn Asks> + Send + Sync>),
}

/// Starts engines and keeps one that nobody has taken yet.
pub(crate) struct Engines {
    choice: Mutex<EngineChoice>,
    idle: Mutex<Option<Arc<dyn Asks>>>,
    usual_cap: u64,
}

impl Engines {
    pub(crate) fn new(choice: EngineChoice) -> Self {
        let usual_cap = match &choice {
            EngineChoice::Program(config) => config.launch.memory_cap_bytes,
            EngineChoice::Made(_) => 0,
        };
        Self {
            usual_cap,
            choice: Mutex::new(choice),
            idle: Mutex::new(None),
        }
    }

    /// An engine for a workbook. Must be called inside a tokio runtime.
    pub(crate) fn take(&self) -> Arc<dyn Asks> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        idle.unwrap_or_else(|| self.start())
    }

    /// The engine that no workbook has, started when there is none.
    pub(crate) fn idle(&self) -> Arc<dyn Asks> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(idle.get_or_insert_with(|| self.start()))
    }

    /// The memory cap of engines that are started from now on; none is what the host chose.
    pub(crate) fn cap_memory(&self, bytes: Option<u64>) {
        let bytes = bytes.unwrap_or(self.usual_cap);
        let mut choice = self.choice.lock().unwrap_or_else(PoisonError::into_inner);
        if let EngineChoice::Program(config) = &mut *choice {
            config.launch.memory_cap_bytes = bytes;
        }
    }

    fn start(&self) -> Arc<dyn Asks> {
        match &*self.choice.lock().unwrap_or_else(PoisonError::into_inner) {
            EngineChoice::Program(config) => Arc::new(Engine::start(config.clone())),
            EngineChoice::Made(make) => make(),
        }
    }
}
