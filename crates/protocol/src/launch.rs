//! What an engine process is told at its start, written and read in one place. No message may
//! widen it later.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// Version of the messages; the engine says it in `Say::Ready`.
pub const PROTOCOL_VERSION: u32 = 1;

/// Exit code of an engine that reached its memory cap: known also when it could not say so first.
pub const EXIT_MEMORY: i32 = 86;

/// The arguments of an engine process.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Launch {
    /// Bytes the process may allocate; 0 leaves it without a cap.
    pub memory_cap_bytes: u64,
    /// Threads for computing; 0 takes one per core.
    pub threads: u32,
    /// Folder for converted sources and dear answers; none keeps nothing on disk.
    pub cache_dir: Option<PathBuf>,
}

/// An argument that is not one of `Launch`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown or incomplete argument `{argument}`")]
pub struct LaunchError {
    argument: String,
}

const MEMORY: &str = "--memory-cap-bytes";
const THREADS: &str = "--threads";
const CACHE: &str = "--cache-dir";

impl Launch {
    /// The arguments as the engine's `from_args` reads them.
    pub fn to_args(&self) -> Vec<OsString> {
        let mut args: Vec<OsString> = vec![
            MEMORY.into(),
            self.memory_cap_bytes.to_string().into(),
            THREADS.into(),
            self.threads.to_string().into(),
        ];
        if let Some(folder) = &self.cache_dir {
            args.push(CACHE.into());
            args.push(folder.into());
        }
        args
    }

    /// Reads arguments without the program's own name.
    pub fn from_args(args: impl IntoIterator<Item = OsString>) -> Result<Self, LaunchError> {
        let mut launch = Self::default();
        let mut args = args.into_iter();
        while let Some(argument) = args.next() {
            let wrong = || LaunchError {
                argument: argument.to_string_lossy().into_owned(),
            };
            let value = args.next().ok_or_else(wrong)?;
            match argument.to_str() {
                Some(MEMORY) => launch.memory_cap_bytes = number(&value).ok_or_else(wrong)?,
                Some(THREADS) => launch.threads = number(&value).ok_or_else(wrong)?,
                Some(CACHE) => launch.cache_dir = Some(value.into()),
                _ => return Err(wrong()),
            }
        }
        Ok(launch)
    }
}

fn number<T: std::str::FromStr>(value: &OsStr) -> Option<T> {
    value.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_come_back_as_they_were_given() {
        for cache_dir in [None, Some(PathBuf::from("/tmp/a b"))] {
            let launch = Launch {
                memory_cap_bytes: 1 << 30,
                threads: 2,
                cache_dir,
            };
            assert_eq!(Launch::from_args(launch.to_args()), Ok(launch));
        }
    }

    #[test]
    fn unknown_incomplete_and_negative_arguments_are_refused() {
        for args in [
            vec!["--root"],
            vec![MEMORY],
            vec![THREADS, "-1"],
            vec!["x", "y"],
        ] {
            let args: Vec<OsString> = args.into_iter().map(OsString::from).collect();
            assert!(Launch::from_args(args.clone()).is_err(), "{args:?}");
        }
    }
}
