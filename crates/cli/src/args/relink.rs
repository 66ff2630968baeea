//! The arguments of `assay relink`.

use std::path::PathBuf;

use super::{NamedPath, TrustOnce, named_path};

/// `assay relink`.
#[derive(Debug, clap::Args)]
pub(crate) struct Relink {
    /// The workbook
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Where a source is now; what lies beside it is found for the others
    #[arg(value_name = "NAME=PATH", value_parser = named_path)]
    pub(crate) places: Vec<NamedPath>,
    /// Look through this folder too; the workbook's own is always looked through
    #[arg(long = "in", value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// Say what was found and change nothing
    #[arg(long)]
    pub(crate) show: bool,
    /// Write JSON for other programs instead of lines
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) trust: TrustOnce,
}
