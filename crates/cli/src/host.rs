//! The application as this program hosts it.

use std::path::Path;

use app::{App, AppConfig, EngineChoice, Reply};
use protocol::launch::Launch;
use protocol::message::Failure;
use protocol::supervisor::EngineConfig;
use serde_json::{Value, json};

use crate::place;

/// Starts the application with the folders of this machine.
pub(crate) fn start() -> Result<App, Failure> {
    let state = place::state_dir().ok_or_else(|| Failure {
        code: "FOLDER_NO_HOME".to_owned(),
        message: "This account has no home folder to keep settings and unsaved work in. Set HOME \
                  or XDG_DATA_HOME to a folder and start again."
            .to_owned(),
    })?;
    let launch = Launch {
        memory_cap_bytes: place::default_memory_cap(),
        threads: 0,
        cache_dir: place::cache_dir(),
    };
    let engine = EngineChoice::Program(EngineConfig::new(place::engine_program(), launch));
    let mut config = AppConfig::new(engine, state);
    config.samples_dir = place::samples_dir();
    config.home_dir = place::home_dir();
    env!("CARGO_PKG_VERSION").clone_into(&mut config.version);
    App::start(config).map_err(|error| Failure {
        code: error.code,
        message: error.message,
    })
}

/// Opens a workbook and answers its view.
pub(crate) async fn open(app: &App, file: &Path) -> Result<Value, Failure> {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    call(
        app,
        "open_workbook",
        json!({ "path": path.to_string_lossy() }),
    )
    .await
}

/// Calls a command that answers in JSON.
pub(crate) async fn call(app: &App, name: &str, payload: Value) -> Result<Value, Failure> {
    match app::call(app, name, payload).await {
        Ok(Reply::Json(value)) => Ok(value),
        Ok(Reply::Arrow(_)) => Ok(Value::Null),
        Err(error) => Err(Failure {
            code: error.code,
            message: error.message,
        }),
    }
}
