//! Deaths of the process, and what the others notice (P23).

use protocol::message::{Answer, Death};
use protocol::supervisor::{Engine, EngineConfig, EngineError, EngineEvent};
use std::time::Duration;

use crate::desk::{ask, config, death_of, gone, run, soon, works};

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
async fn progress_deaths_and_big_answers_arrive() {
    let engine = Engine::start(config());
    let mut events = engine.events();
    ask(&engine, run("progress"), "job").await.unwrap();
    assert!(
        matches!(soon(events.recv()).await, Ok(EngineEvent::Ready { engine, .. }) if engine == "Fake 1")
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
    random_deaths(100).await;
}

#[tokio::test]
#[ignore = "part of `make soak`"]
async fn soak_p23_1_000_random_deaths_leave_nobody_waiting() {
    random_deaths(1_000).await;
}

async fn random_deaths(deaths: u32) {
    let seed = 20_261_122_u64;
    println!("seed {seed}");
    let mut dice = seed;
    let engine = Engine::start(EngineConfig {
        heartbeat_limit: Duration::from_millis(300),
        ..config()
    });
    for number in 0..deaths {
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
