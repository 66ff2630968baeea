//! Starting, resting and ending.

use protocol::launch::Launch;
use protocol::supervisor::{Engine, EngineConfig, EngineError};
use std::time::Duration;

use crate::desk::{ask, config, gone, run, soon, starting, works};

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
