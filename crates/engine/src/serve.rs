//! The loop of the engine process: requests in, answers out, each on a thread of its own. Nothing
//! but messages is written to standard output.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::exit;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use model::JobId;
use protocol::frame;
use protocol::launch::PROTOCOL_VERSION;
use protocol::message::{Answer, Ask, Death, Request, Say};

use crate::error::failure;
use crate::memory;
use crate::session::{Session, engine_name};
use crate::stop::Stop;

pub use protocol::launch::EXIT_MEMORY;
/// Exit code after something was read that is not a message.
pub const EXIT_PROTOCOL: i32 = 87;

/// Planning recurses; a thread's stack must hold the deepest tree that the guard lets through.
const STACK_BYTES: usize = 128 << 20;
/// Requests answered at the same time.
const MOST_AT_ONCE: usize = 64;
const HEARTBEAT_EVERY: Duration = Duration::from_millis(500);

type Out = Arc<Mutex<Box<dyn Write + Send>>>;

/// Answers requests until the other side ends or says so.
pub fn serve(
    mut requests: impl Read,
    says: Box<dyn Write + Send>,
    cache_dir: Option<PathBuf>,
    is_confined: bool,
) {
    let out: Out = Arc::new(Mutex::new(says));
    say(
        &out,
        &Say::Ready {
            engine: engine_name(),
            protocol: PROTOCOL_VERSION,
            is_confined,
        },
        &[],
    );
    beat(&out);
    watch(&out);
    let progress = Arc::clone(&out);
    let session = Arc::new(Session::new(
        cache_dir,
        Arc::new(move |job, how_far| {
            say(
                &progress,
                &Say::Progress {
                    job: job.clone(),
                    progress: how_far,
                },
                &[],
            );
        }),
    ));
    let desk = Arc::new(Desk {
        session,
        out: Arc::clone(&out),
        running: Mutex::default(),
        busy: AtomicUsize::new(0),
    });
    loop {
        match frame::read::<Request>(&mut requests) {
            Ok(Some((request, _))) => match request.ask {
                Ask::Quit => break,
                Ask::Cancel { job } => {
                    desk.cancel(&job);
                    say(
                        &out,
                        &Say::Reply {
                            id: request.id,
                            answer: Answer::Done,
                        },
                        &[],
                    );
                }
                _ => Desk::accept(&desk, request),
            },
            Ok(None) => break,
            Err(error) => {
                tracing::error!(%error, "what was read is not a message");
                say(
                    &out,
                    &Say::Dying {
                        death: Death::Protocol {
                            detail: error.to_string(),
                        },
                    },
                    &[],
                );
                exit(EXIT_PROTOCOL);
            }
        }
    }
}

/// What is being answered now.
struct Desk {
    session: Arc<Session>,
    out: Out,
    running: Mutex<BTreeMap<u64, (Option<JobId>, Stop)>>,
    busy: AtomicUsize,
}

impl Desk {
    fn accept(desk: &Arc<Self>, request: Request) {
        let id = request.id;
        if desk.busy.fetch_add(1, Ordering::Relaxed) >= MOST_AT_ONCE {
            desk.busy.fetch_sub(1, Ordering::Relaxed);
            let busy = failure(
                "ENGINE_BUSY",
                "The engine has too much to do at once. Wait for running cells, or cancel some.",
            );
            say(
                &desk.out,
                &Say::Reply {
                    id,
                    answer: Answer::Failed { failure: busy },
                },
                &[],
            );
            return;
        }
        let stop = Stop::default();
        desk.lock().insert(id, (request.job.clone(), stop.clone()));
        let mine = Arc::clone(desk);
        let started = thread::Builder::new()
            .name("request".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                mine.answer(request, &stop);
                mine.lock().remove(&id);
                mine.busy.fetch_sub(1, Ordering::Relaxed);
            });
        if let Err(error) = started {
            tracing::error!(%error, "no thread for a request");
            desk.lock().remove(&id);
            desk.busy.fetch_sub(1, Ordering::Relaxed);
            let limit = failure(
                "SYSTEM_LIMIT",
                "The system allows no further thread. Close other programs and try again.",
            );
            say(
                &desk.out,
                &Say::Reply {
                    id,
                    answer: Answer::Failed { failure: limit },
                },
                &[],
            );
        }
    }

    fn answer(&self, request: Request, stop: &Stop) {
        let Request { id, job, ask } = request;
        let answered = catch_unwind(AssertUnwindSafe(|| {
            self.session.answer(ask, job.as_ref(), stop)
        }));
        let (answer, payload) = answered.unwrap_or_else(|_| {
            let gave_up = failure(
                "COMPUTE_FAILED",
                "The engine gave up on this request. Run parts of the statement as separate cells to see which one is at fault.",
            );
            (Answer::Failed { failure: gave_up }, Vec::new())
        });
        if payload.len() > frame::MAX_PAYLOAD_BYTES {
            let large = failure(
                "WINDOW_TOO_LARGE",
                "These rows are too large to show at once. Ask for fewer rows or shorter texts.",
            );
            say(
                &self.out,
                &Say::Reply {
                    id,
                    answer: Answer::Failed { failure: large },
                },
                &[],
            );
            return;
        }
        say(&self.out, &Say::Reply { id, answer }, &payload);
    }

    fn cancel(&self, job: &JobId) {
        for (of, stop) in self.lock().values() {
            if of.as_ref() == Some(job) {
                stop.set();
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, (Option<JobId>, Stop)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn say(out: &Out, message: &Say, payload: &[u8]) {
    let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
    if let Err(error) = frame::write(&mut *out, message, payload) {
        // Nobody listens any more: there is no one to work for.
        tracing::info!(%error, "the other side is gone");
        exit(0);
    }
}

fn beat(out: &Out) {
    let out = Arc::clone(out);
    thread::spawn(move || {
        loop {
            thread::sleep(HEARTBEAT_EVERY);
            say(
                &out,
                &Say::Heartbeat {
                    memory_bytes: memory::used(),
                },
                &[],
            );
        }
    });
}

fn watch(out: &Out) {
    let Some(cap_bytes) = memory::cap() else {
        return;
    };
    let out = Arc::clone(out);
    thread::spawn(move || {
        while !memory::is_nearly_full() {
            thread::sleep(memory::WATCH_EVERY);
        }
        // A writer that is stuck must not keep a full process alive.
        if let Ok(mut out) = out.try_lock() {
            let _ = frame::write(
                &mut *out,
                &Say::Dying {
                    death: Death::MemoryLimit { cap_bytes },
                },
                &[],
            );
        }
        exit(EXIT_MEMORY);
    });
}
