//! What this program reads from the machine, and the application as it hosts it.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use app::{App, AppConfig, EngineChoice, Passphrase, Reply};
use place::Places;
use protocol::launch::Launch;
use protocol::message::Failure;
use protocol::supervisor::EngineConfig;
use serde_json::{Value, json};

use crate::console;

/// A variable of the environment, when it is set to something readable.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where settings are read"
)]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Folders and programs of this machine.
pub(crate) fn places() -> Result<Places, Failure> {
    let program = std::env::current_exe()
        .and_then(std::fs::canonicalize)
        .unwrap_or_default();
    let engine = variable("ASSAY_ENGINE").map(PathBuf::from);
    Places::of_this_machine(&program, engine).map_err(|error| {
        let why: String = error.to_string().chars().take(300).collect();
        Failure {
            code: "FOLDER_UNUSABLE".to_owned(),
            message: format!("Assay has no place for its own files: {why}."),
        }
    })
}

/// An engine with the folders of this machine.
pub(crate) fn engine(places: &Places) -> EngineConfig {
    let launch = Launch {
        memory_cap_bytes: places.memory_cap_bytes,
        threads: 0,
        cache_dir: Some(places.cache.clone()),
    };
    EngineConfig::new(&places.engine, launch)
}

/// What opens encrypted workbooks in this run.
static PASSPHRASE: OnceLock<Passphrase> = OnceLock::new();

/// Opens encrypted workbooks with the first line of a file, `-` for standard input.
pub(crate) fn unlock_with(file: &Path) -> Result<(), Failure> {
    let passphrase = passphrase(file)?;
    // It is given once, before anything is opened.
    let _ = PASSPHRASE.set(Passphrase::new(passphrase));
    Ok(())
}

/// The passphrase in the first line of a file, `-` for standard input.
pub(crate) fn passphrase(file: &Path) -> Result<String, Failure> {
    const LONGEST: u64 = 4096;
    let mut line = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(LONGEST).read_to_string(&mut line)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(LONGEST).read_to_string(&mut line))
    };
    let why = match read {
        Ok(_) => "its first line is empty".to_owned(),
        Err(error) => error.to_string().chars().take(200).collect(),
    };
    match line.lines().next().filter(|line| !line.is_empty()) {
        Some(word) => Ok(word.to_owned()),
        None => Err(Failure {
            code: "PASSPHRASE_FILE".to_owned(),
            message: format!(
                "No passphrase could be read from {}: {why}.",
                crate::console::printable(&file.display().to_string())
            ),
        }),
    }
}

/// Starts the application with the folders of this machine.
pub(crate) fn start(engine: EngineConfig, places: Places) -> Result<App, Failure> {
    App::start(AppConfig {
        passphrase: PASSPHRASE.get().cloned(),
        samples_dir: places.samples,
        home_dir: places.home,
        ..AppConfig::new(EngineChoice::Program(engine), places.state)
    })
    .map_err(|error| Failure {
        code: error.code,
        message: error.message,
    })
}

/// Opens a workbook and answers its view; says what was found in the file, and why it is only read.
pub(crate) async fn open(app: &App, file: &Path) -> Result<Value, Failure> {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let asked = json!({ "path": path.to_string_lossy() });
    let view = call(app, "open_workbook", asked).await?;
    let notes = view["notes"].as_array().into_iter().flatten();
    for said in notes.chain([&view["read_only"]]).filter_map(Value::as_str) {
        console::say(&format!("{}\n", console::printable(said)));
    }
    Ok(view)
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
