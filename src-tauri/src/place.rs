//! Where things are on this machine: state, cache, samples, the engine. Read here, passed in.

use std::path::{Path, PathBuf};

use app::AppConfig;

/// The folders and programs that the application is given.
pub(crate) struct Places {
    state: PathBuf,
    cache: PathBuf,
    engine: PathBuf,
    samples: PathBuf,
}

impl Places {
    /// Standard folders of this machine, and the engine beside this program.
    pub(crate) fn of_this_machine() -> Result<Self, String> {
        let folders = directories::ProjectDirs::from("app", "assay", "Assay")
            .ok_or("this account has no home folder; set HOME and start again")?;
        let program = std::env::current_exe()
            .map_err(|error| format!("the program's own folder cannot be found: {error}"))?;
        let beside = program.parent().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self {
            state: folders.data_local_dir().to_path_buf(),
            cache: folders.cache_dir().to_path_buf(),
            engine: first_that_exists(&[
                beside.join("assay-engine"),
                beside.join("../lib/assay/assay-engine"),
            ]),
            samples: first_that_exists(&[
                beside.join("../share/assay/samples"),
                beside.join("../lib/Assay/samples"),
                PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/samples")),
            ]),
        })
    }

    pub(crate) fn config(&self) -> AppConfig {
        AppConfig::new(&self.engine, &self.state, &self.cache, &self.samples)
    }
}

fn first_that_exists(candidates: &[PathBuf]) -> PathBuf {
    let found = candidates.iter().find(|path| path.exists()).or_else(|| candidates.first());
    found.cloned().unwrap_or_default()
}

/// The workbooks among a program's arguments, made absolute; switches are left out.
pub(crate) fn workbooks(arguments: &[String], folder: &Path) -> Vec<PathBuf> {
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

    use super::workbooks;

    #[test]
    fn a03_a_file_named_like_a_switch_opens_after_two_dashes() {
        let arguments = ["--flag", "a.assay", "--", "-x"].map(str::to_owned);
        let found = workbooks(&arguments, Path::new("/home"));
        assert_eq!(found, [PathBuf::from("/home/a.assay"), PathBuf::from("/home/-x")]);
    }
}
