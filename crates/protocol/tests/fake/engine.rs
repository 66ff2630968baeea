//! An engine without data: it does what the text of a statement tells it to, so that the
//! supervisor can be tested without Polars. A file `start` in its cache folder tells how it starts.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a tool of tests")]

use std::collections::HashSet;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use model::{JobId, ResultHead, ResultId};
use protocol::frame;
use protocol::launch::{Launch, PROTOCOL_VERSION};
use protocol::message::{Answer, Ask, Death, Failure, Progress, Request, Say, Statement, Status};
use rustix::process::{Signal, getpid, kill_process};

#[derive(Clone, Default)]
struct Fake {
    silent: Arc<AtomicBool>,
    cancelled: Arc<Mutex<HashSet<JobId>>>,
    opened: Arc<Mutex<Vec<String>>>,
    output: Arc<Mutex<()>>,
}

fn main() {
    let launch = Launch::from_args(std::env::args_os().skip(1)).unwrap_or_default();
    let start = launch
        .cache_dir
        .as_ref()
        .and_then(|folder| std::fs::read_to_string(folder.join("start")).ok())
        .unwrap_or_default();
    let fake = Fake::default();
    let mut protocol = PROTOCOL_VERSION;
    match start.trim() {
        "exit" => return,
        "mute" => thread::sleep(Duration::from_mins(1)),
        "garbage" => {
            fake.raw(b"hello, I am not an engine at all");
            thread::sleep(Duration::from_mins(1));
        }
        "other version" => protocol += 1,
        "die soon" => {
            thread::spawn(|| {
                thread::sleep(Duration::from_millis(20));
                std::process::exit(3);
            });
        }
        _ => {}
    }
    fake.say(
        &Say::Ready {
            engine: "Fake 1".to_owned(),
            protocol,
            is_confined: true,
        },
        &[],
    );
    let beating = fake.clone();
    thread::spawn(move || {
        while !beating.silent.load(Ordering::Relaxed) {
            beating.say(&Say::Heartbeat { memory_bytes: 4242 }, &[]);
            thread::sleep(Duration::from_millis(50));
        }
    });
    let mut input = std::io::stdin().lock();
    while let Ok(Some((request, _))) = frame::read::<Request>(&mut input) {
        let fake = fake.clone();
        match request.ask {
            Ask::Quit => return,
            Ask::Cancel { job } => {
                fake.cancelled.lock().unwrap().insert(job);
            }
            _ => {
                thread::spawn(move || fake.answer(request));
            }
        }
    }
}

impl Fake {
    fn say(&self, say: &Say, payload: &[u8]) {
        let _turn = self.output.lock().unwrap();
        if frame::write(&mut std::io::stdout().lock(), say, payload).is_err() {
            std::process::exit(0);
        }
    }

    fn raw(&self, bytes: &[u8]) {
        let _turn = self.output.lock().unwrap();
        let mut output = std::io::stdout().lock();
        let _ = output.write_all(bytes).and_then(|()| output.flush());
    }

    fn answer(&self, request: Request) {
        let Request { id, job, ask } = request;
        let (answer, payload) = match ask {
            Ask::OpenSource { spec } => {
                match spec.path.as_str() {
                    "deadly" => die_by(Signal::SEGV),
                    "missing" => {
                        let failure = Failure {
                            code: "FILE_NOT_FOUND".into(),
                            message: "Gone.".into(),
                        };
                        return self.reply(id, Answer::Failed { failure }, &[]);
                    }
                    // Deadly only for the processes that come after this one.
                    path => {
                        if let Some(second) = path.strip_prefix("trap ") {
                            let trap = std::path::Path::new(second);
                            if trap.exists() {
                                die_by(Signal::SEGV);
                            }
                            std::fs::write(trap, "set").unwrap();
                        }
                    }
                }
                let mut opened = self.opened.lock().unwrap();
                if !opened.contains(&spec.name) {
                    opened.push(spec.name.clone());
                }
                drop(opened);
                (
                    Answer::Opened {
                        spec,
                        tables: Vec::new(),
                    },
                    Vec::new(),
                )
            }
            Ask::CloseSource { source } => {
                self.opened
                    .lock()
                    .unwrap()
                    .retain(|name| name != source.as_str());
                (Answer::Done, Vec::new())
            }
            Ask::Status => (
                Answer::Status {
                    status: Status::default(),
                },
                Vec::new(),
            ),
            Ask::ShowSql { .. } => (
                Answer::Sql {
                    text: self.opened.lock().unwrap().join(","),
                },
                Vec::new(),
            ),
            Ask::Explain { is_measured, .. } => {
                thread::sleep(Duration::from_millis(600));
                let answer = Answer::Explained {
                    steps: Vec::new(),
                    plan_ms: 0.5,
                    took_ms: is_measured.then_some(600.0),
                };
                (answer, Vec::new())
            }
            Ask::Check {
                statement: Statement::Sql { text },
                ..
            } if text == "stall" => {
                thread::sleep(Duration::from_mins(1));
                (Answer::Done, Vec::new())
            }
            Ask::Run {
                result,
                statement: Statement::Sql { text },
                ..
            } => self.run(id, job, result, &text),
            _ => (Answer::Done, vec![7; 10]),
        };
        self.reply(id, answer, &payload);
    }

    fn reply(&self, id: u64, answer: Answer, payload: &[u8]) {
        self.say(&Say::Reply { id, answer }, payload);
    }

    fn run(&self, id: u64, job: Option<JobId>, result: ResultId, text: &str) -> (Answer, Vec<u8>) {
        match text {
            "hang" => thread::sleep(Duration::from_mins(1)),
            "polite" => {
                for _ in 0..6000 {
                    if job
                        .as_ref()
                        .is_some_and(|job| self.cancelled.lock().unwrap().contains(job))
                    {
                        return (Answer::Cancelled, Vec::new());
                    }
                    thread::sleep(Duration::from_millis(10));
                }
            }
            "slow" => thread::sleep(Duration::from_millis(400)),
            "progress" => {
                if let Some(job) = job {
                    let progress = Progress {
                        stage: "Computing".into(),
                        rows: 5,
                        share: None,
                    };
                    self.say(&Say::Progress { job, progress }, &[]);
                }
            }
            "segv" => die_by(Signal::SEGV),
            "kill" => die_by(Signal::KILL),
            "stop" => die_by(Signal::STOP),
            "exit" => std::process::exit(3),
            "silent" => {
                self.silent.store(true, Ordering::Relaxed);
                thread::sleep(Duration::from_mins(1));
            }
            "allocate" => {
                eprintln!("memory allocation of 80000000000 bytes failed");
                die_by(Signal::ABORT);
            }
            "dying" => {
                let death = Death::MemoryLimit { cap_bytes: 77 };
                self.say(&Say::Dying { death }, &[]);
                std::process::exit(1);
            }
            "garbage" => {
                self.raw(&[5, 0, 0, 0, 0, 0, 0, 0]);
                self.raw(b"{]}{[");
                thread::sleep(Duration::from_mins(1));
            }
            "oversized" => {
                self.raw(&[255; 64]);
                thread::sleep(Duration::from_mins(1));
            }
            "torn" => {
                self.raw(&[200, 0, 0, 0, 0, 0, 0, 0, b'{']);
                std::process::exit(0);
            }
            "twice" => {
                self.reply(id, Answer::Done, &[1]);
                self.reply(id, Answer::Done, &[2]);
                self.reply(id + 1_000_000, Answer::Done, &[3]);
            }
            "big" => return (Answer::Done, vec![1; 32 << 20]),
            _ => {}
        }
        let head = ResultHead {
            id: result,
            fields: Vec::new(),
            rows: 1,
            bytes: 1,
            took_ms: 0.1,
            plan_ms: 0.1,
            engine: "Fake 1".to_owned(),
            inputs: Vec::new(),
            warnings: Vec::new(),
        };
        (Answer::Ran { head }, Vec::new())
    }
}

/// Sent more than once: the first SIGSEGV only takes away the handler of the standard library.
fn die_by(signal: Signal) {
    for _ in 0..1000 {
        kill_process(getpid(), signal).unwrap();
        thread::sleep(Duration::from_millis(10));
    }
}
