//! A folder with data and a home of its own, in which the program is tried with the real engine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder with data and a home of its own for the program.
pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) engine: PathBuf,
}

impl Desk {
    /// None, and said so, where no engine is built.
    pub(crate) fn new() -> Option<Self> {
        let beside = Path::new(env!("CARGO_BIN_EXE_assay")).with_file_name("assay-engine");
        let engine = std::env::var_os("ASSAY_ENGINE").map_or(beside, PathBuf::from);
        if !engine.is_file() {
            eprintln!(
                "SKIPPED 1: no engine at {}; build it first",
                engine.display()
            );
            return None;
        }
        Some(Self::with(engine))
    }

    /// For what needs no engine.
    pub(crate) fn bare() -> Self {
        Self::with(PathBuf::from("/no/such/engine"))
    }

    fn with(engine: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("sales.csv"),
            "day,region,amount\n2024-01-05,north,10.5\n2024-02-07,south,20\n2024-03-01,,7\n",
        )
        .unwrap();
        Self { folder, engine }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_assay"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("home/data"))
            .env("XDG_CACHE_HOME", self.path("home/cache"))
            .env("ASSAY_ENGINE", &self.engine)
            .env_remove("ASSAY_LOG")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs over `sales.csv` and answers standard output of a command that must be fine.
    pub(crate) fn answer(&self, args: &[&str]) -> String {
        let output = self.run(&[&["query", "--source", "sales=sales.csv"], args].concat());
        assert_eq!(
            output.status.code(),
            Some(0),
            "{args:?}: {}",
            words(&output)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn check(&self, args: &[&str], code: i32, said: &str) {
        let output = self.run(args);
        let words = words(&output);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {words}");
        assert!(words.contains(said), "{args:?}: {words}");
        assert!(output.stdout.is_empty(), "{args:?} prints an answer");
        for line in words.lines().filter(|line| line.starts_with("error[")) {
            assert!(line.chars().count() <= 460, "{line}");
        }
        for innards in [
            "panicked",
            "src/",
            "Polars",
            "DataFusion",
            "Os {",
            "RUST_BACKTRACE",
        ] {
            assert!(!words.contains(innards), "{args:?}: {words}");
        }
    }
}

/// What a program said on standard error.
pub(crate) fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
