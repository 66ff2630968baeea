//! The process itself: what it says, how it is stopped, how it ends.

use std::io::{BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use model::{ImportOptions, JobId, ResultId, SourceId, SourceSpec};
use protocol::frame;
use protocol::launch::Launch;
use protocol::message::{Answer, Ask, Death, Request, Say, Scope, Statement, View};

/// Where the process writes its log.
const WORDS: &str = "words.txt";

/// An engine process and both ends of its pipe.
pub(crate) struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    asked: u64,
    folder: tempfile::TempDir,
}

impl Process {
    pub(crate) fn start(memory_cap_bytes: u64) -> Self {
        Self::start_with(memory_cap_bytes, &[])
    }

    /// The same with more variables in its environment.
    pub(crate) fn start_with(memory_cap_bytes: u64, variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let launch = Launch {
            memory_cap_bytes,
            threads: 2,
            cache_dir: Some(folder.path().join("cache")),
        };
        let words = std::fs::File::create(folder.path().join(WORDS)).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_assay-engine"))
            .args(launch.to_args())
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(words)
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            stdin,
            stdout,
            asked: 0,
            folder,
        }
    }

    /// Number of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn hear(&mut self) -> Option<(Say, Vec<u8>)> {
        frame::read(&mut self.stdout).unwrap()
    }

    fn send(&mut self, job: Option<&str>, ask: Ask) -> u64 {
        self.asked += 1;
        let request = Request {
            id: self.asked,
            job: job.map(JobId::new),
            ask,
        };
        frame::write(&mut self.stdin, &request, &[]).unwrap();
        self.asked
    }

    /// The answer to a request; heartbeats and progress are passed over.
    fn answer(&mut self, wanted: u64) -> (Answer, Vec<u8>) {
        loop {
            match self.hear().expect("the process ended") {
                (Say::Reply { id, answer }, bytes) if id == wanted => return (answer, bytes),
                (Say::Dying { death }, _) => panic!("{death:?}"),
                _ => {}
            }
        }
    }

    /// Whether the process ends at its memory limit instead of answering: it says so, or its last
    /// words on the error stream do, where the supervisor looks for them.
    pub(crate) fn ends_at_its_limit(&mut self, ask: Ask) -> bool {
        let wanted = self.send(None, ask);
        while let Some((say, _)) = self.hear() {
            match say {
                Say::Reply { id, .. } if id == wanted => return false,
                Say::Dying { death } => return matches!(death, Death::MemoryLimit { .. }),
                _ => {}
            }
        }
        let code = self.child.wait().unwrap().code();
        if code == Some(engine::serve::EXIT_MEMORY) {
            return true;
        }
        let words = std::fs::read_to_string(self.folder.path().join(WORDS)).unwrap();
        words.contains("memory allocation of")
    }

    pub(crate) fn ask(&mut self, ask: Ask) -> (Answer, Vec<u8>) {
        let id = self.send(None, ask);
        self.answer(id)
    }

    pub(crate) fn open(&mut self, name: &str, content: &str) {
        self.open_file(name, &format!("{name}.csv"), content.as_bytes());
    }

    /// Opens a file with this content.
    pub(crate) fn open_file(&mut self, name: &str, file: &str, content: &[u8]) {
        let path = self.folder.path().join(file);
        std::fs::write(&path, content).unwrap();
        let spec = SourceSpec {
            id: SourceId::new(name),
            name: name.to_owned(),
            path: path.to_str().unwrap().to_owned(),
            kind: None,
            options: ImportOptions::default(),
        };
        let answer = self.ask(Ask::OpenSource { spec }).0;
        assert!(matches!(answer, Answer::Opened { .. }), "{answer:?}");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a text as the result `r`.
pub(crate) fn run(sql: &str) -> Ask {
    Ask::Run {
        result: ResultId::new("r"),
        statement: Statement::Sql {
            text: sql.to_owned(),
        },
        scope: Scope::default(),
    }
}

fn many(rows: usize) -> String {
    (0..rows).fold(String::from("x\n"), |text, row| text + &format!("{row}\n"))
}

#[test]
fn the_first_word_is_ready_and_a_statement_over_a_file_runs_end_to_end() {
    let mut process = Process::start(2 << 30);
    let (first, _) = process.hear().unwrap();
    let Say::Ready { engine, .. } = first else {
        panic!("{first:?}")
    };
    assert!(engine.contains("Polars"), "{engine}");
    process.open("sales", "region,amount\nnorth,1.5\nsouth,2.5\nnorth,4\n");
    let (answer, _) = process.ask(run(
        "select region, sum(amount) as total from sales group by region order by region",
    ));
    let Answer::Ran { head } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(
        (head.rows, head.inputs.as_slice()),
        (2, ["sales".to_owned()].as_slice())
    );
    let window = Ask::Window {
        result: ResultId::new("r"),
        view: View::default(),
        offset: 0,
        limit: 10,
    };
    let (answer, bytes) = process.ask(window);
    assert!(
        matches!(
            answer,
            Answer::Window {
                rows: 2,
                offset: 0,
                count: 2
            }
        ),
        "{answer:?}"
    );
    assert!(!bytes.is_empty());
    let (answer, _) = process.ask(Ask::Status);
    let Answer::Status { status } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!((status.kept_results, status.memory_cap_bytes), (1, 2 << 30));
    process.send(None, Ask::Quit);
    assert!(process.child.wait().unwrap().success());
}

#[test]
fn a_mistake_is_diagnosed_and_the_process_goes_on() {
    let mut process = Process::start(2 << 30);
    for text in [
        "select nothing from nowhere",
        "selec",
        "",
        "select 1; drop table t",
    ] {
        let (answer, _) = process.ask(run(text));
        assert!(
            matches!(answer, Answer::Diagnosed { .. }),
            "{text}: {answer:?}"
        );
    }
    assert!(matches!(
        process.ask(run("select 1 as one")).0,
        Answer::Ran { .. }
    ));
}

#[test]
fn it_beats_at_least_once_a_second_while_it_computes() {
    let mut process = Process::start(2 << 30);
    process.open("t", &many(3000));
    process.send(
        None,
        run("select count(*) from t a join t b on a.x + b.x > 10 join t c on a.x = c.x"),
    );
    let (start, mut beats) = (Instant::now(), 0);
    while beats < 3 {
        if matches!(process.hear().unwrap().0, Say::Heartbeat { .. }) {
            beats += 1;
        }
    }
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_cancelled_job_answers_so_and_the_next_runs() {
    let mut process = Process::start(4 << 30);
    process.open("t", &many(20_000));
    let slow = process.send(
        Some("j"),
        run("select a.x as a, b.x as b from t a cross join t b"),
    );
    // Wait until rows flow, then stop.
    loop {
        if matches!(process.hear().unwrap().0, Say::Progress { .. }) {
            break;
        }
    }
    process.send(
        None,
        Ask::Cancel {
            job: JobId::new("j"),
        },
    );
    let start = Instant::now();
    assert!(matches!(process.answer(slow).0, Answer::Cancelled));
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    assert!(matches!(
        process.ask(run("select 1 as one")).0,
        Answer::Ran { .. }
    ));
}

#[test]
fn at_the_memory_limit_it_says_why_and_ends_with_a_known_code() {
    let cap = 300 << 20;
    let mut process = Process::start(cap);
    process.open("t", &many(20_000));
    let slow = "select a.x as a, b.x as b from t a cross join t b order by a.x + b.x, a.x";
    assert!(process.ends_at_its_limit(run(slow)));
    // Its own code, unless one allocation above the cap ended it before the watch did.
    let code = process.child.wait().unwrap().code();
    assert!(
        code.is_none_or(|code| code == engine::serve::EXIT_MEMORY),
        "{code:?}"
    );
}

#[test]
fn what_is_not_a_message_ends_it_with_a_known_code() {
    let mut process = Process::start(1 << 30);
    process.stdin.write_all(&[0xff; 64]).unwrap();
    process.stdin.flush().unwrap();
    let mut said = None;
    while let Ok(Some((say, _))) = frame::read::<Say>(&mut process.stdout) {
        if let Say::Dying { death } = say {
            said = Some(death);
        }
    }
    assert!(matches!(said, Some(Death::Protocol { .. })), "{said:?}");
    assert_eq!(
        process.child.wait().unwrap().code(),
        Some(engine::serve::EXIT_PROTOCOL)
    );
}

#[test]
fn it_ends_when_nobody_asks_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let launch = Launch {
        memory_cap_bytes: 0,
        threads: 1,
        cache_dir: Some(folder.path().to_path_buf()),
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_assay-engine"))
        .args(launch.to_args())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}
