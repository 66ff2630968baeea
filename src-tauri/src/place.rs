//! Where things are on this machine, as the application wants to be told.

use std::path::{Path, PathBuf};

use app::{AppConfig, EngineChoice};
use place::Places;
use protocol::launch::Launch;
use protocol::supervisor::EngineConfig;

/// The configuration of the application in its window.
pub(crate) fn config() -> Result<AppConfig, String> {
    let program = std::env::current_exe()
        .and_then(std::fs::canonicalize)
        .map_err(|error| format!("the program's own folder cannot be found: {error}"))?;
    let engine = variable("ASSAY_ENGINE").map(PathBuf::from);
    let places = Places::of_this_machine(&program, engine).map_err(|error| error.to_string())?;
    let launch = Launch {
        memory_cap_bytes: places.memory_cap_bytes,
        threads: 0,
        cache_dir: Some(places.cache),
    };
    let engine = EngineChoice::Program(EngineConfig::new(places.engine, launch));
    Ok(AppConfig {
        samples_dir: places.samples,
        home_dir: places.home,
        ..AppConfig::new(engine, places.state)
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the shell is where settings are read"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The files among a program's arguments, made absolute; switches are left out.
pub(crate) fn files(arguments: &[String], folder: &Path) -> Vec<PathBuf> {
    let mut names_only = false;
    let mut found = Vec::new();
    for argument in arguments {
        if argument == "--" {
            names_only = true;
        } else if names_only || !argument.starts_with('-') {
            found.push(folder.join(argument));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::files;

    #[test]
    fn a03_a_file_named_like_a_switch_opens_after_two_dashes() {
        let arguments = ["--flag", "a.assay", "--", "-x"].map(str::to_owned);
        let found = files(&arguments, Path::new("/home"));
        assert_eq!(
            found,
            [PathBuf::from("/home/a.assay"), PathBuf::from("/home/-x")]
        );
    }
}
