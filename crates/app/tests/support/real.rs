//! An application on the real engine process, and what can be done to that process from outside.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "support of tests; each uses a part of it, and skips are said"
)]

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::{App, AppConfig, Asks, EngineChoice};
use protocol::launch::Launch;
use protocol::supervisor::{Engine, EngineConfig, EngineState};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::{Flow, state_in};

/// An application on the real engine, and the engines it started.
pub(crate) struct Real {
    pub(crate) flow: Flow,
    pub(crate) engines: Arc<Mutex<Vec<Engine>>>,
}

impl Real {
    /// None, and said so, where no engine is built.
    pub(crate) fn start(memory_cap_bytes: u64, keep_spare: bool) -> Option<Self> {
        Self::configured(memory_cap_bytes, keep_spare, |config| config)
    }

    /// An application whose clock stands still, in a zone an hour east of Greenwich.
    pub(crate) fn at(now: &str) -> Option<Self> {
        let now: jiff::Timestamp = now.parse().unwrap();
        Self::configured(2 << 30, false, |config| AppConfig {
            clock: Arc::new(move || now),
            zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(1)),
            ..config
        })
    }

    fn configured(
        memory_cap_bytes: u64,
        keep_spare: bool,
        configure: impl FnOnce(AppConfig) -> AppConfig,
    ) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let program: PathBuf = program.parent()?.parent()?.join("assay-engine");
        if !program.is_file() {
            eprintln!(
                "SKIPPED 1: there is no {}; build it first",
                program.display()
            );
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let launch = Launch {
            memory_cap_bytes,
            threads: 2,
            cache_dir: Some(folder.path().join("cache")),
        };
        let mut config = EngineConfig::new(program, launch);
        config.keep_spare = keep_spare;
        config.spare_delay = Duration::from_millis(250);
        let engines: Arc<Mutex<Vec<Engine>>> = Arc::default();
        let made = {
            let engines = Arc::clone(&engines);
            EngineChoice::Made(Arc::new(move || {
                let engine = Engine::start(config.clone());
                engines.lock().unwrap().push(engine.clone());
                Arc::new(engine) as Arc<dyn Asks>
            }))
        };
        let samples = Path::new("../../assets/samples");
        let config = AppConfig {
            samples_dir: samples.canonicalize().ok(),
            ..AppConfig::new(made, folder.path().join("state"))
        };
        let app = App::start(configure(config)).unwrap();
        Some(Self {
            flow: Flow::around(app, folder),
            engines,
        })
    }

    /// A workbook with the thousand numbers 0 to 999 as the table `n`.
    pub(crate) async fn with_numbers(&self) -> String {
        let session = self.flow.new_workbook().await;
        let numbers: Vec<String> = (0..1000).map(|number| format!("{number}\n")).collect();
        let path = self.flow.file("n.csv", &format!("n\n{}", numbers.concat()));
        let add = json!({ "session": session, "path": path, "options": {}, "name": null, "job": "add-n" });
        self.flow.call("add_source", add).await;
        session
    }

    /// How the engine stands that was started last.
    pub(crate) fn engine(&self) -> EngineState {
        let engines = self.engines.lock().unwrap();
        engines.last().map(Engine::state).unwrap_or_default()
    }

    /// The process number of the engine in use, as soon as there is one.
    pub(crate) async fn pid(&self) -> u32 {
        self.until(|engine| engine.is_ready)
            .await
            .pid
            .expect("a process that is ready has a number")
    }

    /// Waits until a second process is ready to take over.
    pub(crate) async fn until_spare(&self) {
        self.until(|engine| engine.is_ready && engine.has_spare)
            .await;
    }

    /// All engine processes of this application, the spare one too.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let own = self.flow.folder.path().join("cache");
        let own = own.to_string_lossy().into_owned();
        let is_ours = |pid: u32| {
            let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&words).contains(&own) && is_alive(pid)
        };
        let names = std::fs::read_dir("/proc").unwrap().flatten();
        names
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .filter(|pid| is_ours(*pid))
            .collect()
    }

    async fn until(&self, is_so: impl Fn(&EngineState) -> bool) -> EngineState {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let state = self.engine();
            if is_so(&state) {
                return state;
            }
            assert!(
                Instant::now() < deadline,
                "the engine never came to this state: {state:?}"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Starts a run under a job and waits until the cell is at work.
    pub(crate) async fn begin(&self, session: &str, cell: &str, job: &str) {
        let run = json!({ "session": session, "cell": cell, "job": job });
        self.flow.call("run_cell", run).await;
        self.flow
            .until(session, |view| state_in(view, cell)["state"] != "waiting")
            .await;
    }

    /// Runs a cell under the name of a job that must have ended: names of running jobs are refused.
    pub(crate) async fn outcome_after(
        &self,
        job: &str,
        session: &str,
        cell: &str,
    ) -> (String, String) {
        let run = json!({ "session": session, "cell": cell, "job": job });
        let deadline = Instant::now() + Duration::from_millis(500);
        while let Err(error) = app::call(&self.flow.app, "run_cell", run.clone()).await {
            // The cell says how it ended a moment before its job is gone.
            assert_eq!(error.code, "JOB_EXISTS", "{}", error.message);
            assert!(Instant::now() < deadline, "the job {job} is stuck");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self.ended(session, cell).await
    }

    /// Runs a cell to its end; answers its state and the code of its first diagnostic.
    pub(crate) async fn outcome(&self, session: &str, cell: &str) -> (String, String) {
        self.flow.run_to_end(session, cell).await;
        self.ended(session, cell).await
    }

    /// Waits until nothing runs; answers the state of a cell and the code of its diagnostic.
    pub(crate) async fn ended(&self, session: &str, cell: &str) -> (String, String) {
        let view = self.flow.settled(session).await;
        outcome_in(&view, cell)
    }
}

/// The state of a cell in a view and the code of its first diagnostic.
pub(crate) fn outcome_in(view: &Value, cell: &str) -> (String, String) {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let cells = view["cells"].as_array().unwrap();
    let found = cells.iter().find(|one| one["cell"] == cell).unwrap();
    (
        word(&found["state"]["state"]),
        word(&found["diagnostics"][0]["code"]),
    )
}

/// Sends a signal to a process; one that has ended already is as dead as is wanted.
pub(crate) fn signal(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    let _ = kill_process(pid, signal);
}

/// Whether a process is there and not only waiting to be reaped.
pub(crate) fn is_alive(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        !stat
            .rsplit(") ")
            .next()
            .unwrap_or_default()
            .starts_with('Z')
    })
}

/// The time that a process has computed, on all cores together: what else the machine does has no
/// part in it.
pub(crate) fn computed(pid: u32) -> Duration {
    const TICKS_A_SECOND: u64 = 100;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    let ticks = |at: usize| fields[at].parse::<u64>().unwrap();
    Duration::from_millis((ticks(11) + ticks(12)) * 1000 / TICKS_A_SECOND)
}

/// The value below which `share` of all values lie.
pub(crate) fn percentile(values: &[Duration], share: f64) -> Duration {
    let mut sorted = values.to_vec();
    sorted.sort();
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted[at.clamp(1, sorted.len()) - 1]
}
