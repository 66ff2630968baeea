//! The arguments of `assay completions` and `assay man`.

use std::path::PathBuf;

use clap_complete::Shell;

/// `assay completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// `assay man`.
#[derive(Debug, clap::Args)]
pub(crate) struct Man {
    /// The folder, which must be there; pages in it are written over
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}
