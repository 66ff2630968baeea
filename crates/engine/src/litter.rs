//! Answers on disk that a killed process could not take with it are removed by the next one.

use std::fs;
use std::path::Path;

use rustix::process::{Pid, test_kill_process};

/// Folder of answers that lie on disk, inside the cache folder. Each is named after the process
/// that it belongs to: `1234-0`.
pub const ANSWERS: &str = "answers";

/// Removes answers whose process is gone.
pub fn sweep(cache_dir: &Path) {
    let Ok(entries) = fs::read_dir(cache_dir.join(ANSWERS)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner = name.to_str().and_then(owner_of);
        if owner.is_some_and(|owner| test_kill_process(owner) == Err(rustix::io::Errno::SRCH))
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "an answer that nobody needs stays on disk");
        }
    }
}

fn owner_of(name: &str) -> Option<Pid> {
    let (process, number) = name.split_once('-')?;
    number.parse::<u64>().ok()?;
    Pid::from_raw(process.parse().ok().filter(|process| *process > 0)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_of_processes_that_are_gone_are_removed() {
        let cache = tempfile::tempdir().unwrap();
        let answers = cache.path().join(ANSWERS);
        let mut ended = std::process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let gone = answers.join(format!("{}-3", ended.id()));
        let mine = answers.join(format!("{}-0", std::process::id()));
        let other = answers.join("notes");
        for folder in [&gone, &mine, &other] {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join("00000.arrow"), "rows").unwrap();
        }
        sweep(cache.path());
        assert!(!gone.exists());
        assert!(mine.exists() && other.exists());
        sweep(&cache.path().join("not there"));
    }
}
