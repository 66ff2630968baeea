//! Owns the engine processes: starts them, asks them, stops them, and starts them again.
//!
//! A caller is always answered: by the engine, by its cancel, by a time limit or by a typed death.
//! It never waits for a process to end. Open sources are opened again on a new process before the
//! first question reaches it.

mod death;
mod desk;
mod error;
mod keeper;
mod process;
mod sources;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use model::{JobId, SourceId};
use tokio::sync::{broadcast, oneshot};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

pub use error::EngineError;

use crate::frame;
use crate::launch::Launch;
use crate::message::{Answer, Ask, Death, Progress, Request};
use desk::{Outcome, Refused};
use keeper::Shared;
use process::Process;

/// How engine processes are started and how long they may be silent.
#[derive(Debug, Clone)]
pub struct EngineConfig {
    /// The `assay-engine` program.
    pub program: std::path::PathBuf,
    pub launch: Launch,
    /// Keep a second process started, so that the next question after a death does not wait.
    pub keep_spare: bool,
    /// How long a process that is put to use has the machine for itself before the next reserve is
    /// started.
    pub spare_delay: Duration,
    /// The longest time a question may compute; none lets it run until it is cancelled.
    pub statement_timeout: Option<Duration>,
    /// The longest time for questions that must be quick: check, complete, status.
    pub short_timeout: Duration,
    /// Silence after which a process counts as hung.
    pub heartbeat_limit: Duration,
    /// The longest time from start to the first word.
    pub start_limit: Duration,
    /// Time a cancelled job is given to stop by itself before the process is killed.
    pub cancel_grace: Duration,
}

impl EngineConfig {
    /// The limits of the house for a program and its arguments.
    pub fn new(program: impl Into<std::path::PathBuf>, launch: Launch) -> Self {
        Self {
            program: program.into(),
            launch,
            keep_spare: true,
            spare_delay: Duration::from_secs(1),
            statement_timeout: None,
            short_timeout: Duration::from_secs(20),
            heartbeat_limit: Duration::from_millis(4500),
            start_limit: Duration::from_secs(15),
            cancel_grace: Duration::from_millis(150),
        }
    }
}

/// Something that happened to the engine, besides answers.
#[derive(Debug, Clone, PartialEq)]
pub enum EngineEvent {
    /// A process is ready for questions; `engine` names its version.
    Ready {
        engine: String,
        /// The system keeps it from the network and from other programs.
        is_confined: bool,
    },
    Progress {
        job: JobId,
        progress: Progress,
    },
    /// The process in use ended by itself and another takes over. Kept answers are gone.
    Died {
        death: Death,
    },
    /// The process in use was killed to stop a job. Kept answers are gone.
    Stopped,
}

/// How the engine stands now, without asking it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EngineState {
    /// A process is ready for questions.
    pub is_ready: bool,
    /// Name and version as the engine said them; empty before the first start.
    pub engine: String,
    /// Memory of the process at its last heartbeat.
    pub memory_bytes: u64,
    /// A second process is ready to take over.
    pub has_spare: bool,
    /// Processes that ended since the start, for whatever reason.
    pub endings: u64,
    /// Process number of the process in use, for the log.
    pub pid: Option<u32>,
    /// Open sources that a new process was ended by while it opened them. They stay closed until
    /// they are opened by name.
    pub avoided: Vec<SourceId>,
}

/// A handle on the engine; clones are cheap and the last one ends the processes.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
    _end: Arc<DropGuard>,
}

impl Engine {
    /// Starts the engine in the background. Must be called inside a tokio runtime.
    pub fn start(config: EngineConfig) -> Self {
        let stop = CancellationToken::new();
        let shared = Arc::new(Shared::new(config, stop.clone()));
        tokio::spawn(keeper::keep(Arc::clone(&shared)));
        Self {
            shared,
            _end: Arc::new(stop.drop_guard()),
        }
    }

    /// Puts one question and answers with what the engine says and the bytes beside it.
    ///
    /// Returns at once when `cancel` fires; the engine is then asked to stop, and killed when it
    /// does not. Dropping the future does the same.
    pub async fn ask(
        &self,
        ask: Ask,
        job: Option<JobId>,
        cancel: &CancellationToken,
    ) -> Result<(Answer, Vec<u8>), EngineError> {
        let limit = self.limit_for(&ask);
        let answered = async {
            loop {
                let process = self.shared.process().await?;
                if !matches!(ask, Ask::OpenSource { .. } | Ask::Status) {
                    sources::open_missing(&self.shared, &process).await;
                }
                match self.put(&process, &ask, job.clone()).await? {
                    Outcome::Answered(answer, payload) => {
                        sources::remember(&self.shared, &process, &ask, &answer).await;
                        return Ok((answer, payload));
                    }
                    Outcome::Died(death) => {
                        if let Ask::OpenSource { spec } = &ask {
                            self.shared.sources.avoid(&spec.id);
                        }
                        return Err(EngineError::Died(death));
                    }
                    // Killed for the sake of another caller: the next process answers.
                    Outcome::Stopped => {}
                }
            }
        };
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(EngineError::Cancelled),
            outcome = answered => match outcome {
                Ok((Answer::Cancelled, _)) => Err(EngineError::Cancelled),
                other => other,
            },
            limit_ms = elapsed(limit) => Err(EngineError::Died(Death::Timeout { limit_ms })),
        }
    }

    /// Progress, deaths and restarts from now on. A slow listener loses the oldest.
    pub fn events(&self) -> broadcast::Receiver<EngineEvent> {
        self.shared.events.subscribe()
    }

    /// How the engine stands now.
    pub fn state(&self) -> EngineState {
        self.shared.state()
    }

    /// Ends all processes; later questions fail. Answers when they have ended or after a second.
    pub async fn shut_down(&self) {
        self.shared.shut_down().await;
    }

    async fn put(
        &self,
        process: &Arc<Process>,
        ask: &Ask,
        job: Option<JobId>,
    ) -> Result<Outcome, EngineError> {
        let id = next_id();
        // What runs under a job is stopped at once; a small question may end by itself first.
        let patience = if job.is_some() {
            Duration::ZERO
        } else {
            self.shared.config.short_timeout
        };
        let job = job.unwrap_or_else(|| JobId::new(format!("ask-{id}")));
        let request = Request {
            id,
            job: Some(job.clone()),
            ask: ask.clone(),
        };
        let mut bytes = Vec::new();
        frame::write(&mut bytes, &request, &[]).map_err(|_| EngineError::TooLong)?;
        let reply = match process.desk.register(id) {
            Ok(reply) => reply,
            Err(Refused::Ended) => return Ok(Outcome::Stopped),
            Err(Refused::Full) => return Err(EngineError::Busy),
        };
        if !process.send(bytes) {
            process.desk.forget(id);
            return Err(EngineError::Busy);
        }
        let mut waiting = Waiting {
            process: Arc::clone(process),
            job,
            grace: self.shared.config.cancel_grace,
            patient_until: Instant::now() + patience,
            reply: Some(reply),
        };
        Ok(waiting.outcome().await)
    }

    fn limit_for(&self, ask: &Ask) -> Option<Duration> {
        match ask {
            Ask::Check { .. }
            | Ask::Complete { .. }
            | Ask::Words { .. }
            | Ask::ShowSql { .. }
            | Ask::Explain {
                is_measured: false, ..
            }
            | Ask::Forget { .. }
            | Ask::Status
            | Ask::CloseSource { .. } => Some(self.shared.config.short_timeout),
            Ask::OpenSource { .. } | Ask::Cancel { .. } | Ask::Quit => None,
            _ => self.shared.config.statement_timeout,
        }
    }
}

/// Ids of questions are unique across processes, so that a late answer never meets another caller.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Waits for a limit and answers it in milliseconds.
async fn elapsed(limit: Option<Duration>) -> u64 {
    let Some(limit) = limit else {
        return std::future::pending().await;
    };
    tokio::time::sleep(limit).await;
    u64::try_from(limit.as_millis()).unwrap_or(u64::MAX)
}

/// A question that is out. When it is dropped without an answer, the engine is asked to stop the
/// job and killed when it does not.
struct Waiting {
    process: Arc<Process>,
    job: JobId,
    grace: Duration,
    patient_until: Instant,
    reply: Option<oneshot::Receiver<Outcome>>,
}

impl Waiting {
    async fn outcome(&mut self) -> Outcome {
        let Some(reply) = self.reply.as_mut() else {
            return Outcome::Stopped;
        };
        let outcome = reply.await.unwrap_or(Outcome::Stopped);
        self.reply = None;
        outcome
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let Some(reply) = self.reply.take() else {
            return;
        };
        let process = Arc::clone(&self.process);
        let request = Request {
            id: 0,
            job: None,
            ask: Ask::Cancel {
                job: self.job.clone(),
            },
        };
        let mut bytes = Vec::new();
        let is_asked = frame::write(&mut bytes, &request, &[]).is_ok() && process.send(bytes);
        let deadline = if is_asked {
            self.patient_until.max(Instant::now() + self.grace)
        } else {
            Instant::now()
        };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            process.stop();
            return;
        };
        runtime.spawn(async move {
            if tokio::time::timeout_at(deadline, reply).await.is_err() {
                process.stop();
            }
        });
    }
}
