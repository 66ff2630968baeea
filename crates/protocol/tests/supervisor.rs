//! What the supervisor promises whatever its engine does, tried with an engine that misbehaves on
//! demand: P13 (cancel is felt at once) and P23 (the death of an engine is contained).

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test may end this way, and says its seed"
)]

use std::future::Future;
use std::path::Path;
use std::time::{Duration, Instant};

use model::{ImportOptions, JobId, ResultId, SourceId, SourceSpec};
use protocol::launch::Launch;
use protocol::message::{Answer, Ask, Death, Scope, Statement};
use protocol::supervisor::{Engine, EngineConfig, EngineError, EngineEvent};
use tokio_util::sync::CancellationToken;

fn config() -> EngineConfig {
    EngineConfig {
        heartbeat_limit: Duration::from_millis(600),
        spare_delay: Duration::ZERO,
        ..EngineConfig::new(env!("CARGO_BIN_EXE_fake-engine"), Launch::default())
    }
}

fn starting(how: &str, folder: &Path) -> EngineConfig {
    std::fs::write(folder.join("start"), how).unwrap();
    let launch = Launch {
        cache_dir: Some(folder.to_owned()),
        ..Launch::default()
    };
    EngineConfig {
        launch,
        start_limit: Duration::from_millis(500),
        ..config()
    }
}

fn sql(text: &str) -> Statement {
    Statement::Sql {
        text: text.to_owned(),
    }
}

fn run(text: &str) -> Ask {
    Ask::Run {
        result: ResultId::new("r"),
        statement: sql(text),
        scope: Scope::default(),
    }
}

fn job(name: &str) -> JobId {
    JobId::new(name)
}

fn source(name: &str, path: &str) -> Ask {
    Ask::OpenSource {
        spec: SourceSpec {
            id: SourceId::new(name),
            name: name.to_owned(),
            path: path.to_owned(),
            kind: None,
            options: ImportOptions::default(),
        },
    }
}

/// Asks without ever cancelling; a caller that is not answered in five seconds is stuck.
async fn ask(engine: &Engine, ask: Ask, name: &str) -> Result<(Answer, Vec<u8>), EngineError> {
    soon(engine.ask(ask, Some(job(name)), &CancellationToken::new())).await
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(5), future)
        .await
        .expect("nobody is left waiting")
}

async fn works(engine: &Engine) {
    let answer = ask(engine, run("one"), "works").await;
    assert!(matches!(answer, Ok((Answer::Ran { .. }, _))), "{answer:?}");
}

async fn death_of(engine: &Engine, text: &str) -> Death {
    match ask(engine, run(text), text).await {
        Err(EngineError::Died(death)) => death,
        other => panic!("{text}: {other:?}"),
    }
}

/// State letter of a process, or none when it is gone.
fn state_of(pid: u32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

async fn gone(pid: u32) {
    soon(async {
        while state_of(pid).is_some() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn every_death_is_typed_and_the_next_question_is_answered() {
    let engine = Engine::start(config());
    let check = |text, expected| {
        let engine = engine.clone();
        async move {
            assert_eq!(death_of(&engine, text).await, expected, "{text}");
            works(&engine).await;
        }
    };
    check("segv", Death::Crash { signal: Some(11) }).await;
    check("kill", Death::Crash { signal: Some(9) }).await;
    check("exit", Death::Crash { signal: None }).await;
    check("torn", Death::Crash { signal: None }).await;
    check("allocate", Death::MemoryLimit { cap_bytes: 0 }).await;
    check("dying", Death::MemoryLimit { cap_bytes: 77 }).await;
    check("silent", Death::Timeout { limit_ms: 600 }).await;
    check("stop", Death::Timeout { limit_ms: 600 }).await;
    for text in ["garbage", "oversized"] {
        assert!(
            matches!(death_of(&engine, text).await, Death::Protocol { .. }),
            "{text}"
        );
        works(&engine).await;
    }
    assert_eq!(engine.state().endings, 10);
}

#[tokio::test]
async fn a_death_answers_every_question_that_is_out() {
    let engine = Engine::start(config());
    works(&engine).await;
    let waiting: Vec<_> = (0..50)
        .map(|number| {
            let engine = engine.clone();
            tokio::spawn(async move { ask(&engine, run("hang"), &number.to_string()).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    let first = engine.state().pid.unwrap();
    death_of(&engine, "segv").await;
    for one in waiting {
        let outcome = soon(one).await.unwrap();
        assert_eq!(
            outcome.unwrap_err(),
            EngineError::Died(Death::Crash { signal: Some(11) })
        );
    }
    gone(first).await;
    works(&engine).await;
}

#[tokio::test]
async fn p13_a_cancel_is_felt_at_once_and_the_next_question_is_accepted() {
    let engine = Engine::start(config());
    works(&engine).await;
    let (mut felt, mut accepted) = (Vec::new(), Vec::new());
    for number in 0..100_u64 {
        let text = if number % 2 == 0 { "hang" } else { "polite" };
        let cancel = CancellationToken::new();
        let running = {
            let (engine, cancel) = (engine.clone(), cancel.clone());
            tokio::spawn(async move {
                engine
                    .ask(run(text), Some(job(&number.to_string())), &cancel)
                    .await
            })
        };
        tokio::time::sleep(Duration::from_millis(number * 7 % 40)).await;
        let at = Instant::now();
        cancel.cancel();
        assert_eq!(
            soon(running).await.unwrap().unwrap_err(),
            EngineError::Cancelled
        );
        felt.push(at.elapsed());
        works(&engine).await;
        accepted.push(at.elapsed());
    }
    felt.sort();
    accepted.sort();
    assert!(
        felt[98] <= Duration::from_millis(250),
        "cancel felt: {:?}",
        felt[98]
    );
    assert!(
        felt[99] <= Duration::from_millis(400),
        "cancel felt at worst: {:?}",
        felt[99]
    );
    assert!(
        accepted[98] <= Duration::from_millis(500),
        "next answer: {:?}",
        accepted[98]
    );
}

#[tokio::test]
async fn a_job_that_stops_by_itself_keeps_its_process_and_a_deaf_one_loses_it() {
    let engine = Engine::start(config());
    works(&engine).await;
    let first = engine.state().pid;
    let stop = |text: &'static str| {
        let engine = engine.clone();
        async move {
            let cancel = CancellationToken::new();
            let soon_cancelled = async {
                tokio::time::sleep(Duration::from_millis(30)).await;
                cancel.cancel();
            };
            let (outcome, ()) = tokio::join!(
                engine.ask(run(text), Some(job(text)), &cancel),
                soon_cancelled
            );
            assert_eq!(outcome.unwrap_err(), EngineError::Cancelled);
            tokio::time::sleep(Duration::from_millis(300)).await;
            works(&engine).await;
        }
    };
    stop("polite").await;
    assert_eq!(engine.state().pid, first);
    stop("hang").await;
    assert_ne!(engine.state().pid, first);
    gone(first.unwrap()).await;
}

#[tokio::test]
async fn others_do_not_notice_that_a_job_was_killed() {
    let engine = Engine::start(config());
    works(&engine).await;
    let slow = {
        let engine = engine.clone();
        tokio::spawn(async move { ask(&engine, run("slow"), "slow").await })
    };
    let cancel = CancellationToken::new();
    let hanging = {
        let (engine, cancel) = (engine.clone(), cancel.clone());
        tokio::spawn(async move { engine.ask(run("hang"), Some(job("hang")), &cancel).await })
    };
    tokio::time::sleep(Duration::from_millis(60)).await;
    let first = engine.state().pid;
    cancel.cancel();
    assert_eq!(
        soon(hanging).await.unwrap().unwrap_err(),
        EngineError::Cancelled
    );
    let answer = soon(slow).await.unwrap();
    assert!(matches!(answer, Ok((Answer::Ran { .. }, _))), "{answer:?}");
    assert_ne!(
        engine.state().pid,
        first,
        "the killed process did not answer"
    );
}

#[tokio::test]
async fn a_dropped_question_stops_its_job() {
    let engine = Engine::start(config());
    works(&engine).await;
    let first = engine.state().pid.unwrap();
    let never = CancellationToken::new();
    let dropped = engine.ask(run("hang"), Some(job("dropped")), &never);
    assert!(
        tokio::time::timeout(Duration::from_millis(50), dropped)
            .await
            .is_err()
    );
    gone(first).await;
    works(&engine).await;
}

#[tokio::test]
async fn short_questions_do_not_wait_behind_long_ones() {
    let engine = Engine::start(config());
    works(&engine).await;
    let long = {
        let engine = engine.clone();
        tokio::spawn(async move { ask(&engine, run("slow"), "slow").await })
    };
    let at = Instant::now();
    for _ in 0..20 {
        let check = Ask::Check {
            statement: sql("x"),
            scope: Scope::default(),
        };
        soon(engine.ask(check, None, &CancellationToken::new()))
            .await
            .unwrap();
    }
    assert!(
        at.elapsed() < Duration::from_millis(300),
        "{:?}",
        at.elapsed()
    );
    assert!(!long.is_finished());
    assert!(soon(long).await.unwrap().is_ok());
}

#[tokio::test]
async fn a_statement_over_its_time_is_stopped_and_a_stalled_check_too() {
    let limit = Duration::from_millis(200);
    let engine = Engine::start(EngineConfig {
        statement_timeout: Some(limit),
        short_timeout: limit,
        ..config()
    });
    assert_eq!(
        death_of(&engine, "hang").await,
        Death::Timeout { limit_ms: 200 }
    );
    works(&engine).await;
    let check = Ask::Check {
        statement: sql("stall"),
        scope: Scope::default(),
    };
    let first = engine.state().pid.unwrap();
    let outcome = soon(engine.ask(check, None, &CancellationToken::new())).await;
    assert_eq!(
        outcome.unwrap_err(),
        EngineError::Died(Death::Timeout { limit_ms: 200 })
    );
    gone(first).await;
    works(&engine).await;
}

#[tokio::test]
async fn open_sources_are_opened_again_in_order_without_a_word() {
    let engine = Engine::start(config());
    for name in ["b", "a", "c"] {
        ask(&engine, source(name, "fine"), "open").await.unwrap();
    }
    ask(&engine, source("a", "fine"), "again").await.unwrap();
    ask(
        &engine,
        Ask::CloseSource {
            source: SourceId::new("c"),
        },
        "close",
    )
    .await
    .unwrap();
    for _ in 0..3 {
        death_of(&engine, "segv").await;
        let shown = Ask::ShowSql {
            statement: sql(""),
            scope: Scope::default(),
        };
        let (answer, _) = ask(&engine, shown, "show").await.unwrap();
        let Answer::Sql { text } = answer else {
            panic!("{answer:?}")
        };
        let known: Vec<_> = text.split(',').filter(|name| *name != "c").collect();
        assert_eq!(known, ["b", "a"]);
    }
}

#[tokio::test]
async fn the_spare_is_there_before_it_is_needed_and_answers_with_the_same_sources() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::start(starting("", folder.path()));
    ask(&engine, source("a", "fine"), "open").await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    // Whatever is started from now on never becomes ready.
    std::fs::write(folder.path().join("start"), "mute").unwrap();
    death_of(&engine, "segv").await;
    let at = Instant::now();
    let shown = Ask::ShowSql {
        statement: sql(""),
        scope: Scope::default(),
    };
    let (answer, _) = ask(&engine, shown, "show").await.unwrap();
    assert!(
        matches!(&answer, Answer::Sql { text } if text == "a"),
        "{answer:?}"
    );
    assert!(
        at.elapsed() < Duration::from_millis(250),
        "{:?}",
        at.elapsed()
    );
}

#[tokio::test]
async fn a_source_that_ends_the_engine_is_not_opened_again_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::start(EngineConfig {
        keep_spare: false,
        ..config()
    });
    let trap = folder.path().join("trap");
    let path = format!("trap {}", trap.display());
    ask(&engine, source("trap", &path), "open").await.unwrap();
    ask(&engine, source("fine", "fine"), "open").await.unwrap();
    death_of(&engine, "segv").await;
    let shown = Ask::ShowSql {
        statement: sql(""),
        scope: Scope::default(),
    };
    let (answer, _) = ask(&engine, shown, "show").await.unwrap();
    assert!(
        matches!(&answer, Answer::Sql { text } if text == "fine"),
        "{answer:?}"
    );
    let outcome = ask(&engine, source("deadly", "deadly"), "open").await;
    assert_eq!(
        outcome.unwrap_err(),
        EngineError::Died(Death::Crash { signal: Some(11) })
    );
    works(&engine).await;
}

#[tokio::test]
async fn a_program_that_is_no_engine_is_said_so_and_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    for (how, expected) in [
        ("exit", "ended at once"),
        ("mute", "no word within"),
        ("garbage", "does not speak"),
        ("other version", "another version"),
    ] {
        let engine = Engine::start(starting(how, folder.path()));
        let Err(EngineError::NotStarted { reason, .. }) = ask(&engine, run("one"), "one").await
        else {
            panic!("{how}")
        };
        assert!(reason.contains(expected), "{how}: {reason}");
        std::fs::write(folder.path().join("start"), "").unwrap();
        works(&engine).await;
    }
    for program in ["/no/such/engine", "/", "/etc/hostname"] {
        let engine = Engine::start(EngineConfig::new(program, Launch::default()));
        let outcome = ask(&engine, run("one"), "one").await;
        let failure = outcome.unwrap_err().failure();
        assert_eq!(failure.code, "ENGINE_NOT_STARTED", "{}", failure.message);
    }
}

#[tokio::test]
async fn an_engine_that_always_dies_rests_until_it_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::start(starting("die soon", folder.path()));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    let endings = engine.state().endings;
    assert!(
        endings <= 8,
        "{endings} starts in a row although nobody asked"
    );
    std::fs::write(folder.path().join("start"), "").unwrap();
    // The reserve may still be one that dies.
    let _ = ask(&engine, run("slow"), "first").await;
    works(&engine).await;
    works(&engine).await;
}

#[tokio::test]
async fn progress_deaths_and_big_answers_arrive() {
    let engine = Engine::start(config());
    let mut events = engine.events();
    ask(&engine, run("progress"), "job").await.unwrap();
    assert!(
        matches!(soon(events.recv()).await, Ok(EngineEvent::Ready { engine }) if engine == "Fake 1")
    );
    let progress = soon(events.recv()).await;
    assert!(matches!(&progress, Ok(EngineEvent::Progress { job, .. }) if job.as_str() == "job"));
    let (_, payload) = ask(&engine, run("big"), "big").await.unwrap();
    assert_eq!(payload.len(), 32 << 20);
    let (answer, payload) = ask(&engine, run("twice"), "twice").await.unwrap();
    assert!(matches!(answer, Answer::Done) && payload == [1]);
    death_of(&engine, "segv").await;
    let died = loop {
        match soon(events.recv()).await {
            Ok(EngineEvent::Died { death }) => break death,
            Ok(_) => {}
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(died, Death::Crash { signal: Some(11) });
}

#[tokio::test]
async fn a_question_longer_than_a_message_is_refused_and_the_engine_lives() {
    let engine = Engine::start(config());
    works(&engine).await;
    let pid = engine.state().pid;
    let outcome = ask(&engine, run(&"x".repeat(17 << 20)), "long").await;
    assert_eq!(outcome.unwrap_err(), EngineError::TooLong);
    works(&engine).await;
    assert_eq!(engine.state().pid, pid);
}

#[tokio::test]
async fn p23_a_hundred_random_deaths_leave_nobody_waiting() {
    let seed = 20_261_122_u64;
    println!("seed {seed}");
    let mut dice = seed;
    let engine = Engine::start(EngineConfig {
        heartbeat_limit: Duration::from_millis(300),
        ..config()
    });
    for number in 0..100 {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let deadly = match (dice >> 33) % 20 {
            0 => "stop",
            1..8 => "segv",
            8..14 => "kill",
            _ => "allocate",
        };
        let users: Vec<_> = (0..3)
            .map(|user| {
                let engine = engine.clone();
                let text = if user == 1 { deadly } else { "slow" };
                tokio::spawn(
                    async move { ask(&engine, run(text), &format!("{number}-{user}")).await },
                )
            })
            .collect();
        for (user, outcome) in users.into_iter().enumerate() {
            match soon(outcome).await.unwrap() {
                Ok((Answer::Ran { .. }, _)) if user != 1 => {}
                Err(error @ EngineError::Died(_)) => assert!(!error.failure().message.is_empty()),
                other => panic!("{number} {deadly}: {other:?}"),
            }
        }
    }
    works(&engine).await;
}

#[tokio::test]
async fn the_engine_ends_with_its_last_handle_and_leaves_no_zombie() {
    let engine = Engine::start(config());
    works(&engine).await;
    let pid = engine.state().pid.unwrap();
    let clone = engine.clone();
    drop(engine);
    works(&clone).await;
    drop(clone);
    gone(pid).await;

    let engine = Engine::start(config());
    works(&engine).await;
    let pid = engine.state().pid.unwrap();
    soon(engine.shut_down()).await;
    gone(pid).await;
    assert_eq!(
        ask(&engine, run("one"), "late").await.unwrap_err(),
        EngineError::ShutDown
    );
}
