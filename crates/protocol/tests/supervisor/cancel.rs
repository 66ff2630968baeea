//! Cancelling, dropping and time limits (P13).

use protocol::message::{Answer, Ask, Death, Scope};
use protocol::supervisor::{Engine, EngineConfig, EngineError};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

use crate::desk::{ask, config, death_of, gone, job, run, soon, sql, works};

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

/// Planning is a short question; the run that measures may take its time, and can be stopped.
#[tokio::test]
async fn steps_are_planned_in_short_time_and_measured_in_theirs() {
    let limit = Duration::from_millis(200);
    let engine = Engine::start(EngineConfig {
        short_timeout: limit,
        ..config()
    });
    works(&engine).await;
    let explain = |is_measured| Ask::Explain {
        statement: sql("x"),
        scope: Scope::default(),
        is_measured,
    };
    let never = CancellationToken::new();
    let measured = soon(engine.ask(explain(true), Some(job("measure")), &never)).await;
    let (answer, _) = measured.unwrap();
    assert!(matches!(
        answer,
        Answer::Explained {
            took_ms: Some(_),
            ..
        }
    ));
    let planned = soon(engine.ask(explain(false), None, &never)).await;
    assert_eq!(
        planned.unwrap_err(),
        EngineError::Died(Death::Timeout { limit_ms: 200 })
    );
    works(&engine).await;
}
