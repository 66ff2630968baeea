//! Sources on the next process, and the one in reserve.

use model::SourceId;
use protocol::message::{Answer, Ask, Death, Scope};
use protocol::supervisor::{Engine, EngineConfig, EngineError};
use std::time::{Duration, Instant};

use crate::desk::{ask, config, death_of, soon, source, sql, starting, works};

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
    soon(async {
        while !engine.state().has_spare {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
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
    assert_eq!(engine.state().avoided, [SourceId::new("trap")]);
    let outcome = ask(&engine, source("deadly", "deadly"), "open").await;
    assert_eq!(
        outcome.unwrap_err(),
        EngineError::Died(Death::Crash { signal: Some(11) })
    );
    works(&engine).await;
}
