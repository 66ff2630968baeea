//! An engine that misbehaves on demand, and how it is asked.

use std::future::Future;
use std::path::Path;
use std::time::Duration;

use model::{ImportOptions, JobId, ResultId, SourceId, SourceSpec};
use protocol::launch::Launch;
use protocol::message::{Answer, Ask, Death, Scope, Statement};
use protocol::supervisor::{Engine, EngineConfig, EngineError};
use tokio_util::sync::CancellationToken;

pub(crate) fn config() -> EngineConfig {
    EngineConfig {
        heartbeat_limit: Duration::from_millis(600),
        spare_delay: Duration::ZERO,
        ..EngineConfig::new(env!("CARGO_BIN_EXE_fake-engine"), Launch::default())
    }
}

pub(crate) fn starting(how: &str, folder: &Path) -> EngineConfig {
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

pub(crate) fn sql(text: &str) -> Statement {
    Statement::Sql {
        text: text.to_owned(),
    }
}

pub(crate) fn run(text: &str) -> Ask {
    Ask::Run {
        result: ResultId::new("r"),
        statement: sql(text),
        scope: Scope::default(),
    }
}

pub(crate) fn job(name: &str) -> JobId {
    JobId::new(name)
}

pub(crate) fn source(name: &str, path: &str) -> Ask {
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
pub(crate) async fn ask(
    engine: &Engine,
    ask: Ask,
    name: &str,
) -> Result<(Answer, Vec<u8>), EngineError> {
    soon(engine.ask(ask, Some(job(name)), &CancellationToken::new())).await
}

pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(5), future)
        .await
        .expect("nobody is left waiting")
}

pub(crate) async fn works(engine: &Engine) {
    let answer = ask(engine, run("one"), "works").await;
    assert!(matches!(answer, Ok((Answer::Ran { .. }, _))), "{answer:?}");
}

pub(crate) async fn death_of(engine: &Engine, text: &str) -> Death {
    match ask(engine, run(text), text).await {
        Err(EngineError::Died(death)) => death,
        other => panic!("{text}: {other:?}"),
    }
}

/// State letter of a process, or none when it is gone.
pub(crate) fn state_of(pid: u32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

pub(crate) async fn gone(pid: u32) {
    soon(async {
        while state_of(pid).is_some() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}
