//! One engine process from its start to its reaping: what it says, when it is silent for too
//! long, and how it ended.

use std::pin::Pin;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use std::collections::HashMap;

use model::SourceId;
use tokio::io::{AsyncRead, AsyncReadExt, BufReader, ReadBuf};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::death::{LastWord, cause_of_death};
use super::desk::{Desk, Ending};
use super::{EngineConfig, EngineError, EngineEvent};
use crate::frame::{self, FrameError};
use crate::launch::PROTOCOL_VERSION;
use crate::message::{Death, Say};

/// Bytes of the engine's own words that are kept for the log.
const STDERR_KEPT: usize = 4096;
/// Messages that may wait to be written; above the bound of questions that may be out.
const OUTBOX: usize = 4096;
/// Time between the last byte of a process and its end.
const END_LIMIT: Duration = Duration::from_secs(1);

/// A process that has said it is ready.
pub(super) struct Process {
    pub(super) pid: u32,
    /// Name and version as the process said them.
    pub(super) engine: String,
    pub(super) is_confined: bool,
    pub(super) desk: Arc<Desk>,
    /// Sources that this process has open, with the count of their last change.
    pub(super) opened: tokio::sync::Mutex<HashMap<SourceId, u64>>,
    outbox: mpsc::Sender<Vec<u8>>,
    stop: mpsc::Sender<()>,
    ended: watch::Receiver<Option<Ending>>,
    pulse: Arc<Pulse>,
}

/// When a process was heard last and what memory it had.
struct Pulse {
    heard: Mutex<Instant>,
    memory_bytes: AtomicU64,
}

impl Process {
    /// Starts a process and waits for its first word.
    pub(super) async fn start(
        config: &EngineConfig,
        events: broadcast::Sender<EngineEvent>,
    ) -> Result<Arc<Self>, EngineError> {
        let refused = |reason: String| EngineError::NotStarted {
            program: config.program.display().to_string(),
            reason,
        };
        let mut command = Command::new(&config.program);
        command
            .args(config.launch.to_args())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        if config.launch.threads > 0 {
            command.env("POLARS_MAX_THREADS", config.launch.threads.to_string());
        }
        let mut child = command
            .spawn()
            .map_err(|error| refused(words_for(&error)))?;
        let (Some(pid), Some(stdin), Some(stdout), Some(stderr)) = (
            child.id(),
            child.stdin.take(),
            child.stdout.take(),
            child.stderr.take(),
        ) else {
            return Err(refused("it has no pipes".to_owned()));
        };

        let desk = Arc::new(Desk::default());
        let pulse = Arc::new(Pulse {
            heard: Mutex::new(Instant::now()),
            memory_bytes: AtomicU64::new(0),
        });
        let (outbox, letters) = mpsc::channel(OUTBOX);
        let (stop, stopped) = mpsc::channel(1);
        let (end, mut ended) = watch::channel(None);
        let (ready, is_ready) = oneshot::channel();
        tokio::spawn(write_letters(stdin, letters));
        let reader = Reader {
            stdout: BufReader::with_capacity(
                64 * 1024,
                Heard {
                    inner: stdout,
                    pulse: Arc::clone(&pulse),
                },
            ),
            desk: Arc::clone(&desk),
            pulse: Arc::clone(&pulse),
            events,
            ready: Some(ready),
        };
        tokio::spawn(
            Life {
                child,
                stderr,
                desk: Arc::clone(&desk),
                pulse: Arc::clone(&pulse),
                heartbeat_limit: config.heartbeat_limit.max(Duration::from_millis(50)),
                memory_cap_bytes: config.launch.memory_cap_bytes,
                end,
            }
            .supervise(reader, stopped),
        );

        let (engine, version, is_confined) = tokio::select! {
            Ok(said) = is_ready => said,
            ending = wait_for_end(&mut ended) => {
                return Err(refused(match ending {
                    Ending::Died(Death::Protocol { .. }) => "it does not speak as an engine does".to_owned(),
                    Ending::Died(Death::Crash { signal: Some(signal) }) => {
                        format!("it ended at once with signal {signal}")
                    }
                    _ => "it ended at once".to_owned(),
                }));
            }
            () = sleep(config.start_limit) => {
                return Err(refused(format!("no word within {} s", config.start_limit.as_secs())));
            }
        };
        if version != PROTOCOL_VERSION {
            return Err(refused(format!(
                "it belongs to another version (it speaks {version}, this is {PROTOCOL_VERSION})"
            )));
        }
        Ok(Arc::new(Self {
            pid,
            engine,
            is_confined,
            desk,
            opened: tokio::sync::Mutex::default(),
            outbox,
            stop,
            ended,
            pulse,
        }))
    }

    /// Hands a message to the process; `false` when it takes none any more.
    pub(super) fn send(&self, bytes: Vec<u8>) -> bool {
        // An outbox of a process that has just ended is no fault: its desk tells the caller.
        !matches!(
            self.outbox.try_send(bytes),
            Err(mpsc::error::TrySendError::Full(_))
        )
    }

    /// Kills the process for a caller who has been answered already.
    pub(super) fn stop(&self) {
        // A full channel means that it is being stopped.
        let _ = self.stop.try_send(());
    }

    /// Waits until the process has ended.
    pub(super) async fn ended(&self) -> Ending {
        wait_for_end(&mut self.ended.clone()).await
    }

    /// Whether the process has not ended yet, as far as is known.
    pub(super) fn is_alive(&self) -> bool {
        self.ended.borrow().is_none()
    }

    /// Memory at the last heartbeat.
    pub(super) fn memory_bytes(&self) -> u64 {
        self.pulse.memory_bytes.load(Ordering::Relaxed)
    }
}

async fn wait_for_end(ended: &mut watch::Receiver<Option<Ending>>) -> Ending {
    match ended.wait_for(Option::is_some).await {
        Ok(ending) => ending.clone().unwrap_or(Ending::Stopped),
        Err(_) => Ending::Stopped,
    }
}

fn words_for(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "it is not there".to_owned(),
        ErrorKind::PermissionDenied => "it may not be executed".to_owned(),
        ErrorKind::ExecutableFileBusy => "it is being written".to_owned(),
        ErrorKind::WouldBlock | ErrorKind::OutOfMemory => {
            "the system allows no further process".to_owned()
        }
        _ => "the system refuses to run it".to_owned(),
    }
}

async fn write_letters(mut stdin: ChildStdin, mut letters: mpsc::Receiver<Vec<u8>>) {
    use tokio::io::AsyncWriteExt;
    while let Some(letter) = letters.recv().await {
        if stdin.write_all(&letter).await.is_err() || stdin.flush().await.is_err() {
            return;
        }
    }
}

/// The part of a process's life that nobody but its own task sees.
struct Life {
    child: Child,
    stderr: ChildStderr,
    desk: Arc<Desk>,
    pulse: Arc<Pulse>,
    heartbeat_limit: Duration,
    memory_cap_bytes: u64,
    end: watch::Sender<Option<Ending>>,
}

impl Life {
    async fn supervise(self, reader: Reader, mut stopped: mpsc::Receiver<()>) {
        let Self {
            mut child,
            stderr,
            desk,
            pulse,
            heartbeat_limit,
            memory_cap_bytes,
            end,
        } = self;
        let tail = tokio::spawn(keep_tail(stderr));
        let mut reading = tokio::spawn(reader.read());
        let ending = tokio::select! {
            biased;
            // Also when every handle on the process is gone.
            _ = stopped.recv() => Ending::Stopped,
            last = &mut reading => {
                let last = last.unwrap_or(LastWord::None);
                if matches!(last, LastWord::Nonsense(_)) {
                    let _ = child.start_kill();
                }
                let status = timeout(END_LIMIT, child.wait()).await.ok().and_then(Result::ok);
                let _ = child.start_kill();
                let words = timeout(Duration::from_millis(200), tail).await;
                let words = words.ok().and_then(Result::ok).unwrap_or_default();
                Ending::Died(cause_of_death(last, status, &words, memory_cap_bytes))
            }
            () = silence(&pulse, heartbeat_limit) => Ending::Died(Death::Timeout {
                limit_ms: u64::try_from(heartbeat_limit.as_millis()).unwrap_or(u64::MAX),
            }),
        };
        let _ = child.start_kill();
        // First known as ended, then its callers: whoever asks again meets the next process.
        end.send_replace(Some(ending.clone()));
        desk.close(ending);
        reading.abort();
        // The kernel takes its time to free gigabytes; only this task waits for it.
        let _ = child.wait().await;
    }
}

async fn silence(pulse: &Pulse, limit: Duration) {
    let deadline = || *pulse.heard.lock().unwrap_or_else(PoisonError::into_inner) + limit;
    loop {
        sleep_until(deadline()).await;
        if Instant::now() >= deadline() {
            // When this process itself was starved or suspended, the words are in the pipe by now.
            sleep(Duration::from_millis(100)).await;
            if Instant::now() >= deadline() {
                return;
            }
        }
    }
}

async fn keep_tail(mut stderr: ChildStderr) -> Vec<u8> {
    let mut tail = Vec::new();
    let mut chunk = [0; STDERR_KEPT];
    while let Ok(count) = stderr.read(&mut chunk).await {
        if count == 0 {
            break;
        }
        tail.extend_from_slice(&chunk[..count]);
        let surplus = tail.len().saturating_sub(STDERR_KEPT);
        tail.drain(..surplus);
    }
    tail
}

/// Reads what a process says and hands it on.
struct Reader {
    stdout: BufReader<Heard>,
    desk: Arc<Desk>,
    pulse: Arc<Pulse>,
    events: broadcast::Sender<EngineEvent>,
    ready: Option<oneshot::Sender<(String, u32, bool)>>,
}

impl Reader {
    async fn read(mut self) -> LastWord {
        loop {
            match frame::read_async::<Say>(&mut self.stdout).await {
                Ok(Some((Say::Dying { death }, _))) => return LastWord::Said(death),
                Ok(Some((say, payload))) => self.hear(say, payload),
                Ok(None) | Err(FrameError::Torn { .. } | FrameError::Pipe(_)) => {
                    return LastWord::None;
                }
                Err(error) => {
                    return LastWord::Nonsense(error.to_string().chars().take(200).collect());
                }
            }
        }
    }

    fn hear(&mut self, say: Say, payload: Vec<u8>) {
        match say {
            Say::Ready {
                engine,
                protocol,
                is_confined,
            } => {
                if let Some(ready) = self.ready.take() {
                    let _ = ready.send((engine, protocol, is_confined));
                }
            }
            Say::Reply { id, answer } => self.desk.deliver(id, answer, payload),
            Say::Progress { job, progress } => {
                // Nobody needs to listen.
                let _ = self.events.send(EngineEvent::Progress { job, progress });
            }
            Say::Heartbeat { memory_bytes } => {
                self.pulse
                    .memory_bytes
                    .store(memory_bytes, Ordering::Relaxed);
            }
            Say::Dying { .. } => {}
        }
    }
}

/// The process's output; every byte counts as a sign of life, so that a long answer does too.
struct Heard {
    inner: ChildStdout,
    pulse: Arc<Pulse>,
}

impl AsyncRead for Heard {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.inner).poll_read(context, buffer);
        if outcome.is_ready() {
            *this
                .pulse
                .heard
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        outcome
    }
}
