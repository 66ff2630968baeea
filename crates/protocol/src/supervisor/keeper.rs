//! Keeps one process in use and one in reserve, for as long as anybody holds the engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, broadcast, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::desk::Ending;
use super::process::Process;
use super::sources::{self, Sources};
use super::{EngineConfig, EngineError, EngineEvent, EngineState};

/// Events that a slow listener may lag behind.
const EVENTS_KEPT: usize = 1024;
/// Lives of less than a second, one after the other, after which nothing is started unasked.
const MAX_SHORT_LIVES: u32 = 5;
/// The shortest pause before a reserve that ended by itself is replaced.
const MIN_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause between two starts of a reserve that ends at once.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// What all handles on one engine share.
pub(super) struct Shared {
    pub(super) config: EngineConfig,
    pub(super) events: broadcast::Sender<EngineEvent>,
    pub(super) sources: Sources,
    pub(super) sources_changed: Notify,
    current: watch::Sender<Current>,
    /// Somebody asks although the last start failed.
    wanted: Notify,
    endings: AtomicU64,
    has_spare: AtomicBool,
    stop: CancellationToken,
}

/// The process in use.
#[derive(Clone)]
enum Current {
    Starting,
    Ready(Arc<Process>),
    Failed(EngineError),
    Closed,
}

impl Shared {
    pub(super) fn new(config: EngineConfig, stop: CancellationToken) -> Self {
        Self {
            config,
            events: broadcast::channel(EVENTS_KEPT).0,
            sources: Sources::default(),
            sources_changed: Notify::new(),
            current: watch::channel(Current::Starting).0,
            wanted: Notify::new(),
            endings: AtomicU64::new(0),
            has_spare: AtomicBool::new(false),
            stop,
        }
    }

    /// The process in use, as soon as there is a living one.
    pub(super) async fn process(&self) -> Result<Arc<Process>, EngineError> {
        let mut current = self.current.subscribe();
        if matches!(*current.borrow(), Current::Failed(_)) {
            self.current.send_if_modified(|current| {
                let failed = matches!(current, Current::Failed(_));
                if failed {
                    *current = Current::Starting;
                }
                failed
            });
            self.wanted.notify_one();
        }
        loop {
            let now = current.borrow_and_update().clone();
            match now {
                Current::Ready(process) if process.is_alive() => return Ok(process),
                Current::Failed(error) => return Err(error),
                Current::Closed => return Err(EngineError::ShutDown),
                Current::Ready(_) | Current::Starting => {
                    if current.changed().await.is_err() {
                        return Err(EngineError::ShutDown);
                    }
                }
            }
        }
    }

    fn not_started(&self, reason: &str) -> EngineError {
        EngineError::NotStarted {
            program: self.config.program.display().to_string(),
            reason: reason.to_owned(),
        }
    }

    pub(super) fn state(&self) -> EngineState {
        let endings = self.endings.load(Ordering::Relaxed);
        let has_spare = self.has_spare.load(Ordering::Relaxed);
        let avoided = self.sources.avoided();
        match &*self.current.borrow() {
            Current::Ready(process) => EngineState {
                is_ready: process.is_alive(),
                engine: process.engine.clone(),
                memory_bytes: process.memory_bytes(),
                has_spare,
                endings,
                pid: Some(process.pid),
                avoided,
            },
            _ => EngineState {
                has_spare,
                endings,
                avoided,
                ..EngineState::default()
            },
        }
    }

    pub(super) async fn shut_down(&self) {
        let process = match &*self.current.borrow() {
            Current::Ready(process) => Some(Arc::clone(process)),
            _ => None,
        };
        self.stop.cancel();
        if let Some(process) = process {
            process.stop();
            let _ = timeout(Duration::from_secs(1), process.ended()).await;
        }
    }
}

/// Runs until the last handle is gone.
pub(super) async fn keep(shared: Arc<Shared>) {
    tokio::select! {
        () = shared.stop.cancelled() => {}
        () = keep_going(&shared) => {}
    }
    // Dropping the processes kills them.
    shared.current.send_replace(Current::Closed);
}

async fn keep_going(shared: &Arc<Shared>) {
    let mut reserve = Reserve::Starting(start(shared), MIN_PAUSE);
    let mut short_lives = 0;
    loop {
        let process = match reserve.take(shared).await {
            Ok(process) => process,
            Err(error) => {
                tracing::warn!(%error, "no engine");
                rest(shared, error).await;
                continue;
            }
        };
        let _ = shared.events.send(EngineEvent::Ready {
            engine: process.engine.clone(),
            is_confined: process.is_confined,
        });
        shared
            .current
            .send_replace(Current::Ready(Arc::clone(&process)));
        let since = Instant::now();
        let ending = loop {
            tokio::select! {
                biased;
                ending = process.ended() => break ending,
                () = reserve.tend(shared) => {}
            }
        };
        shared.current.send_replace(Current::Starting);
        shared.endings.fetch_add(1, Ordering::Relaxed);
        let is_short = since.elapsed() < Duration::from_secs(1) && ending != Ending::Stopped;
        short_lives = if is_short { short_lives + 1 } else { 0 };
        let _ = shared.events.send(match ending {
            Ending::Died(death) => EngineEvent::Died { death },
            Ending::Stopped => EngineEvent::Stopped,
        });
        if short_lives >= MAX_SHORT_LIVES {
            rest(shared, shared.not_started("it ends again and again")).await;
        }
    }
}

/// Starts nothing until somebody asks.
async fn rest(shared: &Shared, error: EngineError) {
    shared.current.send_replace(Current::Failed(error));
    shared.wanted.notified().await;
}

type Start = JoinHandle<Result<Arc<Process>, EngineError>>;

fn start(shared: &Arc<Shared>) -> Start {
    let shared = Arc::clone(shared);
    tokio::spawn(async move { Process::start(&shared.config, shared.events.clone()).await })
}

/// The process that takes over when the one in use ends.
enum Reserve {
    None,
    Starting(Start, Duration),
    Ready(Arc<Process>),
    /// The last one could not be started or ended by itself.
    Resting {
        until: Instant,
        pause: Duration,
    },
}

impl Reserve {
    /// Hands out the reserve, or a process started now. The next one is started a little later:
    /// its start would take the machine from the question that waits for this one.
    async fn take(&mut self, shared: &Arc<Shared>) -> Result<Arc<Process>, EngineError> {
        let next = if shared.config.keep_spare {
            Self::Resting {
                until: Instant::now() + shared.config.spare_delay,
                pause: MIN_PAUSE,
            }
        } else {
            Self::None
        };
        shared.has_spare.store(false, Ordering::Relaxed);
        let starting = match std::mem::replace(self, next) {
            Self::Ready(process) if process.is_alive() => return Ok(process),
            Self::Starting(starting, _) => starting,
            _ => start(shared),
        };
        starting
            .await
            .unwrap_or_else(|_| Err(shared.not_started("the start was interrupted")))
    }

    /// Does the next thing that the reserve needs. Safe to be dropped at any time.
    async fn tend(&mut self, shared: &Arc<Shared>) {
        let pause = match self {
            Self::None => return std::future::pending().await,
            Self::Starting(starting, pause) => {
                let pause = *pause;
                match starting.await {
                    Ok(Ok(process)) => {
                        *self = Self::Ready(process);
                        shared.has_spare.store(true, Ordering::Relaxed);
                        return;
                    }
                    _ => pause,
                }
            }
            Self::Ready(process) => {
                tokio::select! {
                    _ = process.ended() => {}
                    () = follow_sources(shared, process) => {}
                }
                MIN_PAUSE
            }
            Self::Resting { until, pause } => {
                sleep_until(*until).await;
                *self = Self::Starting(start(shared), (*pause * 2).min(MAX_PAUSE));
                return;
            }
        };
        shared.has_spare.store(false, Ordering::Relaxed);
        *self = Self::Resting {
            until: Instant::now() + pause,
            pause,
        };
    }
}

async fn follow_sources(shared: &Shared, process: &Process) {
    loop {
        sources::open_missing(shared, process).await;
        shared.sources_changed.notified().await;
    }
}
