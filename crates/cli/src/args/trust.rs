//! The arguments of `assay trust`, and of what runs a workbook once without it.

use std::path::PathBuf;

/// `assay trust`.
#[derive(Debug, clap::Args)]
pub(crate) struct Trust {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Stop trusting it, and every other content of the same workbook
    #[arg(long, conflicts_with = "show")]
    pub(crate) revoke: bool,
    /// Say how it stands and change nothing
    #[arg(long)]
    pub(crate) show: bool,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// For commands that have a workbook's cells read or run.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct TrustOnce {
    /// Let the workbook run this once although it was not made on this computer and is not trusted
    #[arg(long)]
    pub(crate) trust_once: bool,
}
